"""Phrases of the language files found in a message: words in a row, with ``~``, ``#`` and ``@`` as `Language` says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from shared.domain.conversation.tokens import Kind, Token
from shared.domain.conversation.words import Phrase, phrases_of

_GAP = 4
_SENTENCE_ENDS = frozenset({".", "!", "?"})

#: First word -> what a phrase that begins with it stands for, and the phrase.
Table = Mapping[str, Sequence[tuple[str, Phrase]]]


def table_of(entries: Iterable[Mapping[str, str]]) -> Table:
    """One table of several languages' tables, each from a label to its phrases."""
    table: dict[str, list[tuple[str, Phrase]]] = {}
    for entry in entries:
        for label, text in entry.items():
            for phrase in phrases_of(text):
                table.setdefault(phrase[0], []).append((label, phrase))
    return table


def labels_in(tokens: Sequence[Token], table: Table, products: Mapping[int, int]) -> dict[str, tuple[int, int]]:
    """Every label whose phrase occurs within one sentence, with the first and last place of its longest phrase."""
    found: dict[str, tuple[int, int]] = {}
    for at, token in enumerate(tokens):
        options = table.get(token.text, ()) if token.kind is Kind.WORD else ()
        for label, phrase in [*options, *(table.get("@", ()) if at in products else ())]:
            end = phrase_end(tokens, at, phrase, products)
            first, last = found.get(label, (0, 0))
            if end - at > last - first:
                found[label] = (at, end)
    return found


def phrase_end(tokens: Sequence[Token], at: int, phrase: Phrase, products: Mapping[int, int]) -> int:
    """The index behind the phrase if it begins at this token, else 0. ``products``: where one begins -> ends."""
    gap = False
    for word in phrase:
        if word == "~":
            gap = True
            continue
        for step in range(_GAP + 1 if gap else 1):
            place = at + step
            if place >= len(tokens) or tokens[place].kind is Kind.LINE or tokens[place].text in _SENTENCE_ENDS:
                return 0
            if word == "@" and place in products:
                at = products[place]
                break
            if tokens[place].text == word:
                at = place + 1
                break
        else:
            return 0
        gap = False
    return at
