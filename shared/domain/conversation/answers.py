"""What a text means while something is asked: yes or no, one of the candidates, a language, "same as last time"."""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from fractions import Fraction

from shared.domain.catalog import Product
from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.languages import LANGUAGES
from shared.domain.conversation.packs import Pack, pack_of
from shared.domain.conversation.parse import Parser
from shared.domain.conversation.phrases import Table, labels_in, table_of
from shared.domain.conversation.pieces import Part, Piece, Reader
from shared.domain.conversation.tokens import Kind, Token, tokenize
from shared.domain.conversation.words import Role

_YES_SIGNS = frozenset("👍👌✅✔☑💯🆗")
_NO_SIGNS = frozenset("👎❌🚫✖❎🙅")
_REPEATED = re.compile(r"(.)\1+")


def agreed(text: str) -> bool | None:
    """Whether the text is a plain yes (True) or a plain no (False); None when it is neither, or says more than that."""
    signs = {True for one in text if one in _YES_SIGNS} | {False for one in text if one in _NO_SIGNS}
    tokens = tokenize(text)
    words = [token.text for token in tokens if token.kind is Kind.WORD]
    if any(token.kind is Kind.NUMBER or token.text == "?" for token in tokens):
        return None
    meant = _read(words)
    if meant is None or len(signs) > 1:
        return None
    said = _weighed(meant)
    if not words and signs:
        return signs.pop()
    return said if said is None or not signs or said in signs else None


def _weighed(meant: set[str]) -> bool | None:
    if "no" in meant:
        return None if "yes" in meant else False
    return True if meant & {"yes", "go"} else None


def _read(words: Sequence[str]) -> set[str] | None:
    # What each word is for, the longest phrase first; None when a word is for nothing.
    meant: set[str] = set()
    at = 0
    while at < len(words):
        label, length = _longest(words, at)
        if not label:
            return None
        meant.add(label)
        at += length
    return meant


def _longest(words: Sequence[str], at: int) -> tuple[str, int]:
    spoken = _agreement()
    for length in range(min(4, len(words) - at), 0, -1):
        found = spoken.get(tuple(words[at : at + length]))
        if found:
            return found, length
    return spoken.get((_squeezed(words[at]),), ""), 1


def _squeezed(word: str) -> str:
    return _REPEATED.sub(r"\1", word)


@functools.cache
def _agreement() -> Mapping[tuple[str, ...], str]:
    spoken: dict[tuple[str, ...], str] = {}
    # A word that says yes in one language and is polite in another says yes.
    for label in ("yes", "no", "go", "polite"):
        for found in table_of([{label: one.answers.get(label, "")} for one in LANGUAGES]).values():
            for _, phrase in found:
                spoken.setdefault(phrase, label)
                if len(phrase) == 1:
                    spoken.setdefault((_squeezed(phrase[0]),), label)
    return spoken


# --- one of several ------------------------------------------------------------------------------


def chosen(
    text: str, candidates: Sequence[str], parser: Parser, *, quantity: int = 1, numbered: bool = False
) -> str | None:
    """Which of the candidate skus the text chooses, None when it chooses none or leaves it open.

    By product, size, pack, "the second one" or "the cheaper one". ``candidates`` are in the order in which they were
    shown; ``quantity`` is how many were asked about: any other number says more than a choice, so it chooses none.
    ``numbered``: they were shown with numbers, so that a bare "2" is the second.
    """
    products = [parser.index.products[sku] for sku in candidates if sku in parser.index.products]
    tokens = parser.tokens(text)
    pieces = list(Reader(tokens, parser.words, parser.index).pieces())
    if len(products) == 1 and not any(piece.match and products[0].sku in piece.match.skus for piece in pieces):
        # Of one there is nothing to choose: words about something else are no choice.
        return None
    left = _named(pieces, products)
    left = _by_size(pieces, left, parser)
    left, packed = _by_pack(pieces, left, parser)
    if left == products:
        left = _by_place(tokenize(text), products, numbered=numbered)
    elif not packed and any(piece.part is Part.NUMBER and piece.number not in {1, quantity} for piece in pieces):
        return None
    if (
        any(piece.part in {Role.NEGATION, Role.CONTRAST, Role.DENIAL, Role.REFUSAL} for piece in pieces)
        and left != products
    ):
        left = [one for one in products if one not in left]
    return left[0].sku if len(left) == 1 else None


def _named(pieces: Sequence[Piece], products: Sequence[Product]) -> list[Product]:
    named = {sku for piece in pieces if piece.match for sku in piece.match.skus}
    return [one for one in products if one.sku in named] or list(products)


def _by_size(pieces: Sequence[Piece], products: list[Product], parser: Parser) -> list[Product]:
    sizes = {piece.size for piece in pieces if piece.part is Part.SIZE}
    if len(sizes) != 1:
        return products
    size = sizes.pop()
    if any(one.size for one in products):
        return [one for one in products if one.size == size] or products
    packs = [(pack.amount, one) for one in products if (pack := pack_of(one, parser.words))]
    if len(packs) != len(products) or size not in {"large", "regular"}:
        return products
    amounts = [amount for amount, _ in packs]
    wanted = max(amounts) if size == "large" else min(amounts)
    return [one for amount, one in packs if amount == wanted]


def _by_pack(pieces: Sequence[Piece], products: list[Product], parser: Parser) -> tuple[list[Product], bool]:
    said = [piece.pack for piece in pieces if piece.pack]
    numbers = [piece.number for piece in pieces if piece.part is Part.NUMBER]
    if not said and len(numbers) == 1 and any(piece.part in {Role.OF, Role.CONTAINER} for piece in pieces):
        said = _units(numbers[0], products, parser)  # "5 wala": of the pack sizes only one begins with five
    if len(said) != 1:
        return products, False
    fitting = [one for one in products if (pack := pack_of(one, parser.words)) and _same(pack, said[0])]
    return (fitting, True) if fitting else (products, False)


def _units(number: Fraction, products: Sequence[Product], parser: Parser) -> list[Pack]:
    packs = [pack for one in products if (pack := pack_of(one, parser.words))]
    return [pack for pack in packs if pack.spoken == number]


def _same(one: Pack, other: Pack) -> bool:
    return one.unit == other.unit and one.amount == other.amount


_NTH = {"1": 0, "2": 1, "3": 2}


def _by_place(tokens: Sequence[Token], products: list[Product], *, numbered: bool) -> list[Product]:
    found = labels_in(tokens, _places(), {})
    numbers = [int(token.value) for token in tokens if token.value is not None]
    if "cheap" in found:
        least = min((one.price for one in products), default=0)
        return [one for one in products if one.price == least]
    places = [_NTH[label] for label in found if label in _NTH] + ([len(products) - 1] if "last" in found else [])
    if not places and len(numbers) == 1 and (numbered or _is_ordinal(tokens)):
        places = [numbers[0] - 1]
    return [products[places[0]]] if len(places) == 1 and 0 <= places[0] < len(products) else products


def _is_ordinal(tokens: Sequence[Token]) -> bool:
    # As in: "2nd", "#2", "option 2", "no. 2".
    texts = [token.text for token in tokens]
    at = next(place for place, token in enumerate(tokens) if token.value is not None)
    return bool({"#", "option", "opcion", "number", "numero", "choice"} & set(texts[:at])) or (
        at + 1 < len(texts) and texts[at + 1] in {"st", "nd", "rd", "th"}
    )


@functools.cache
def _places() -> Table:
    labels = (*_NTH, "last", "cheap")
    return table_of({label: one.answers.get(label, "") for label in labels} for one in LANGUAGES)


# --- offers again, a language, the same again ------------------------------------------------------------------

_LONGEST_WISH = 7


def starts_again(text: str) -> bool:
    """Whether somebody who wanted no more offers wants them again: the one word that is known from text messages."""
    return text.strip(" .!¡।").casefold() in _STARTS


_STARTS = frozenset({"start", "unstop", "resume", "empezar", "reanudar", "alta", "शुरू", "शुरू करो", "shuru", "shuru karo"})


def language_asked_for(text: str) -> str | None:
    """The code of the language that the customer asks us to write in ("hindi me bolo"), None when that is not all."""
    words = [token.text for token in tokenize(text) if token.kind is Kind.WORD]
    names, beside = _languages()
    asked = {names[word] for word in words if word in names}
    if len(asked) != 1 or len(words) > _LONGEST_WISH or any(word not in names and word not in beside for word in words):
        return None
    return asked.pop()


@functools.cache
def _languages() -> tuple[Mapping[str, str], frozenset[str]]:
    names = {
        phrase[0]: code
        for code in (one.code for one in LANGUAGES)
        for found in table_of([{code: one.answers.get(code, "")} for one in LANGUAGES]).values()
        for _, phrase in found
    }
    return names, frozenset(table_of({"speak": one.answers.get("speak", "")} for one in LANGUAGES))


def repeats(text: str, parser: Parser) -> bool:
    """Whether the customer wants the same as last time, unchanged: nothing is named beside it, denied or asked."""
    tokens = parser.tokens(text)
    if not labels_in(tokenize(text), _repeating(), {}):
        return False
    pieces = list(Reader(tokens, parser.words, parser.index).pieces())
    if parser.parse(text).kind not in {MessageKind.ORDER, MessageKind.CHANGE, MessageKind.OTHER, MessageKind.GREETING}:
        return False
    more = {
        Part.PRODUCT,
        Part.SIZE,
        Part.PACK,
        Role.NEGATION,
        Role.CONTRAST,
        Role.DENIAL,
        Role.REFUSAL,
        Role.INSTEAD,
        Role.REMOVE,
    }
    return not any(piece.part in more for piece in pieces)


@functools.cache
def _repeating() -> Table:
    return table_of({"repeat": one.answers.get("repeat", "")} for one in LANGUAGES)
