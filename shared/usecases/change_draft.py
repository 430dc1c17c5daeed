"""The customer wants something else in the draft: other quantities, one product for another, something less or more."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from shared.domain import draft as drafts
from shared.domain.catalog import MOST_OF_ONE_LINE, Product
from shared.domain.conversation.answers import chosen
from shared.domain.conversation.parse import Line as Named
from shared.domain.conversation.parse import Parse, Unclear
from shared.domain.handover import Wish
from shared.domain.menu import same_but_size
from shared.domain.order import Line, Order
from shared.usecases.draft_order import noted, utterance, with_handover, with_words
from shared.usecases.turn import Turn

#: Words after which a number is more, and not how many there are to be.
_MORE = re.compile(
    r"\b(?:add|also|another|more|extra|plus|too|aur|bhi|jodo|m[aá]s|tambi[eé]n|agreg\w*|a[ñn]ad\w*|suma\w*|otr[oa]s?)\b"
    r"|और|भी|जोड़|बढ़ा",
    re.IGNORECASE,
)
#: "Two waffles less", "one less waffle"; "less sugar" is a wish about what is there.
_LESS = re.compile(
    r"\b(?:less|fewer|menos|kam)\s*[.!]?$|^\s*\w+\s+(?:less|fewer|menos|kam)\b|कम\s*(?:कर\w*|करो)?\s*[.।!]?$",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<![\d.,:])\d{1,2}(?![\d.,:])")


def change_draft(turn: Turn, draft: Order, parse: Parse, *, text: str, wish: Wish) -> Order | None:
    """The draft as the words want it, not yet written; None when they are about nothing in it.

    "Make it 3" sets a number, "3 more" adds to it. A size that is named of what is there takes the place of the other
    size, and what comes in place of something is as many and as large as that was, unless the words say otherwise.
    """
    if not (parse.lines or parse.unclear or parse.removed or parse.unknown):
        return _without_a_name(turn, draft, parse, text=text, wish=wish)
    removed = [line for line in draft.lines if line.sku in parse.removed]
    if parse.removed and not removed and not (parse.lines or parse.unclear):
        return _unasked(turn, draft, parse, text=text)
    every = {one.sku: one for one in turn.shop.catalog.all_products()}
    more = bool(_MORE.search(text))
    after = drafts.without(draft, [line.sku for line in removed])
    fresh: list[Named] = []
    lines, unclear = _decided(parse, after, removed, every, more=more)
    for line in lines:
        other = None if more else _other_size(after, line.sku, every)
        if not more and any(one.sku == line.sku for one in after.lines):
            after = drafts.with_quantity(after, line.sku, line.quantity)
        elif other is not None:
            after = drafts.without(after, [other.sku])
            fresh.append(replace(line, quantity=line.quantity if line.quantity > 1 else other.quantity))
        else:
            fresh.append(line)
    return with_words(turn, after, replace(parse, lines=tuple(fresh), unclear=unclear), text=text, wish=wish)


def said_again(turn: Turn, draft: Order, parse: Parse, *, text: str) -> Order | None:
    """The draft as it is, when the words name exactly what is in it: who sends an order twice wants it once."""
    there = {line.sku: line.quantity for line in draft.lines}
    same = {line.sku: line.quantity for line in parse.lines} == there and not (parse.unclear or parse.unknown)
    if not same or _MORE.search(text):
        return None
    told = utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence)
    return drafts.heard_too(draft, told)


def take_away(turn: Turn, draft: Order, parse: Parse, *, text: str) -> Order | None:
    """The draft with fewer of what the words name; None when they do not say that, or of something else."""
    there = {line.sku: line.quantity for line in draft.lines}
    unclear = [(one.quantity, [sku for sku in one.candidates if sku in there]) for one in parse.unclear]
    named = [(line.quantity, [line.sku]) for line in parse.lines if not line.note] + unclear
    if not _LESS.search(text.strip()) or len(named) != 1 or len(named[0][1]) != 1 or named[0][1][0] not in there:
        return None
    count, (sku,) = named[0]
    left = there[sku] - count
    after = drafts.with_quantity(draft, sku, left) if left > 0 else drafts.without(draft, [sku])
    told = utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence)
    return drafts.heard_too(after, told)


def _decided(
    parse: Parse, draft: Order, removed: Sequence[Line], every: Mapping[str, Product], *, more: bool
) -> tuple[list[Named], tuple[Unclear, ...]]:
    """What the words name, with what the draft itself makes clear: "3 taro" is the taro that is there."""
    there = {line.sku for line in draft.lines}
    sizes = {every[line.sku].size for line in removed if line.sku in every}
    lines, unclear = list(parse.lines), []
    for one in parse.unclear:
        fitting = [sku for sku in one.candidates if sku in there]
        if not fitting and len(sizes) == 1 and None not in sizes:
            fitting = [sku for sku in one.candidates if sku in every and every[sku].size in sizes]
        if len(fitting) == 1 and 1 <= one.quantity <= MOST_OF_ONE_LINE:
            lines.append(Named(sku=fitting[0], quantity=one.quantity))
        else:
            unclear.append(one)
    if len(removed) == 1 and len(lines) == 1 and lines[0].quantity == 1 and not more:
        lines = [replace(lines[0], quantity=removed[0].quantity)]
    return lines, tuple(unclear)


def _other_size(draft: Order, sku: str, every: Mapping[str, Product]) -> Line | None:
    """The line of the draft that is the same product in another size, if there is one and not this size too."""
    if sku not in every or any(line.sku == sku for line in draft.lines):
        return None
    alike = [line for line in draft.lines if line.sku in every and same_but_size(every[sku], every[line.sku])]
    return alike[0] if len(alike) == 1 else None


def _without_a_name(turn: Turn, draft: Order, parse: Parse, *, text: str, wish: Wish) -> Order | None:
    """As in "make it 3" or "large": that can only be about the one line there is; or where and when, or a note."""
    after = draft
    if len(draft.lines) > 1 and (resized := _resized(turn, draft, text)) is not None:
        line, sku = resized
        swap = [Named(sku=sku, quantity=line.quantity, note=line.note)]
        return with_words(
            turn, drafts.without(draft, [line.sku]), replace(parse, lines=tuple(swap)), text=text, wish=wish
        )
    if len(draft.lines) == 1:
        line = draft.lines[0]
        numbers = _NUMBER.findall(text) if not wish.at else []
        if len(numbers) == 1 and int(numbers[0]):
            count = int(numbers[0]) + (line.quantity if _MORE.search(text) else 0)
            after = drafts.with_quantity(after, line.sku, count)
        resized = _resized(turn, draft, text)
        if resized is not None:
            swap = [Named(sku=resized[1], quantity=after.lines[0].quantity, note=line.note)]
            after = drafts.without(after, [line.sku])
            return with_words(turn, after, replace(parse, lines=tuple(swap)), text=text, wish=wish)
    after = noted(with_handover(turn, after, wish), parse.notes)
    if after == draft:
        return None
    told = utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence)
    return drafts.heard_too(after, told)


def _resized(turn: Turn, draft: Order, text: str) -> tuple[Line, str] | None:
    """The one line of which the words name another size, and that size; None when that is no line, or several."""
    every = {one.sku: one for one in turn.shop.catalog.all_products()}
    found: list[tuple[Line, str]] = []
    for line in draft.lines:
        sizes = [one.sku for one in every.values() if line.sku in every and same_but_size(every[line.sku], one)]
        sku = chosen(text, [*sizes, line.sku], turn.talk.parser(), quantity=line.quantity) if sizes else None
        if sku is not None and sku != line.sku:
            found.append((line, sku))
    return found[0] if len(found) == 1 else None


def _unasked(turn: Turn, draft: Order, parse: Parse, *, text: str) -> Order | None:
    """The draft without the one question that is about what is not wanted any more; None when there is no such one."""
    about = [at for at, problem in enumerate(draft.problems) if set(problem.candidates) & set(parse.removed)]
    if len(about) != 1:
        return None
    told = utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence)
    return drafts.heard_too(drafts.answered(draft, about[0]), told)
