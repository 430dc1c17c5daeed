"""The words a customer meant: drawn-out letters, words run together, diminutives and slips in words we know."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from string import ascii_lowercase

from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.matching import ProductIndex
from shared.domain.conversation.tokens import Kind, Token

_DRAWN_OUT = re.compile(r"(.)\1+")
#: Two words run together are each at least this long; shorter ones are found in too many others.
_SHORTEST_PART = 3
_SHORTEST_WITH_SLIP = 5
_LONGEST = 24
#: So many strange words are no order: their spelling is not worth the time.
_MOST_STRANGE = 60


def meant(tokens: Sequence[Token], words: Lexicon, index: ProductIndex) -> tuple[tuple[Token, ...], bool]:
    """The tokens as they were meant, and whether a word was taken for another that is spelled otherwise."""
    found: list[Token] = []
    strange, slipped = 0, False
    for token in tokens:
        if found and (whole := _torn_apart(found[-1], token, index)):
            found[-1] = whole
            continue
        if token.text in words.respelled:
            found.append(replace(token, text=words.respelled[token.text]))
            continue
        if token.kind is not Kind.WORD or _is_known(token.text, words, index) or strange >= _MOST_STRANGE:
            found.append(token)
            continue
        strange += 1
        same = _same_word(token.text, words, index)
        if same:
            found.append(replace(token, text=same))
        elif parts := _run_together(token, words, index):
            found += parts
        elif not index.resolve(token.text)[1] and (known := _slipped(token.text, words)):
            slipped = True
            found.append(replace(token, text=known))
        else:
            found.append(token)
    return tuple(found), slipped


def _is_known(word: str, words: Lexicon, index: ProductIndex) -> bool:
    return word in words.known or index.knows(word)


def _same_word(word: str, words: Lexicon, index: ProductIndex) -> str:
    return _drawn_out(word, words, index) or _without_clitic(word, words) or _diminished(word, words, index)


def _without_clitic(word: str, words: Lexicon) -> str:
    # As in "cancelenlo", "mandarme".
    stems = (word.removesuffix(ending) for ending in words.clitics)
    return next((stem for stem in stems if stem != word and len(stem) > 4 and stem in words.known), "")


def _drawn_out(word: str, words: Lexicon, index: ProductIndex) -> str:
    # As in "pleaseee" and "tarooo": each run of a letter once, then twice.
    for times in (r"\1", r"\1\1"):
        short = _DRAWN_OUT.sub(times, word)
        if len(short) > 1 and short != word and _is_known(short, words, index):
            return short
    return ""


def _diminished(word: str, words: Lexicon, index: ProductIndex) -> str:
    # As in "tecito", "cajita", "parcito".
    for ending in words.diminutives:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 1:
            for vowel in ("", "o", "a", "e"):
                if _is_known(stem + vowel, words, index):
                    return stem + vowel
                if len(stem) > 3 and (sold := index.resolve(stem + vowel)[0]):
                    return sold
    return ""


def _torn_apart(left: Token, right: Token, index: ProductIndex) -> Token | None:
    # As in "sun flower".
    if left.kind is not Kind.WORD or right.kind is not Kind.WORD or not index.knows(left.text + right.text):
        return None
    return replace(left, text=left.text + right.text, end=right.end)


def _run_together(token: Token, words: Lexicon, index: ProductIndex) -> tuple[Token, ...]:
    # As in "tarolarge": one of the two is a product's.
    text = token.text
    if token.end - token.start != len(text) or len(text) > _LONGEST:
        return ()
    for at in range(_SHORTEST_PART, len(text) - _SHORTEST_PART + 1):
        left, right = text[:at], text[at:]
        sold = index.knows(left), index.knows(right)
        if any(sold) and all(_is_known(part, words, index) for part in (left, right)):
            middle = token.start + at
            return replace(token, text=left, end=middle), replace(token, text=right, start=middle)
    return ()


def _slipped(word: str, words: Lexicon) -> str:
    # One slip, never in the first letter; where several words are as near, none is meant.
    if not _SHORTEST_WITH_SLIP <= len(word) <= _LONGEST or not word.isascii():
        return ""
    near = {one for one in _one_slip_away(word) if one in words.known and one not in words.numbers}
    return near.pop() if len(near) == 1 else ""


def _one_slip_away(word: str) -> Iterator[str]:
    for at in range(1, len(word) + 1):
        before, behind = word[:at], word[at:]
        if behind:
            yield before + behind[1:]
        if len(behind) > 1:
            yield before + behind[1] + behind[0] + behind[2:]
        for letter in ascii_lowercase:
            yield before + letter + behind
            if behind:
                yield before + letter + behind[1:]
