"""What kind of message it is: by phrases of the language, and by whether something was ordered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from shared.domain.conversation.lexicon import TOTAL, Lexicon
from shared.domain.conversation.phrases import phrase_end
from shared.domain.conversation.pieces import Part, Piece
from shared.domain.conversation.tokens import Kind, Token
from shared.domain.conversation.words import Phrase


class MessageKind(StrEnum):
    """What the customer wants of us."""

    ORDER = "order"
    CHANGE = "change"
    CANCEL = "cancel"
    STATUS = "status"
    QUESTION = "question"
    COMPLAINT = "complaint"
    HUMAN = "human"
    GREETING = "greeting"
    MENU = "menu"
    STOP = "stop"
    OTHER = "other"


@dataclass(frozen=True, eq=False, repr=False)
class Cue:
    """A phrase that was found: the kind it speaks for, its words, its tokens, its sentence."""

    kind: str
    phrase: Phrase
    first: int
    end: int
    sentence: int

    @property
    def _extra(self) -> float:
        if self.kind != "complaint":
            return 0.0
        return 1.5 if len(self.phrase) > 1 else 0.5

    @property
    def weight(self) -> float:
        """Longer phrases say more; a complaint is never to be missed."""
        return len([word for word in self.phrase if word != "~"]) + self._extra


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Ordered:
    """What the rest of the parser found: where the first and last wanted item stand, and how they were said."""

    sentences: frozenset[int] = frozenset()
    first: int = -1
    end: int = -1
    explicit: bool = False
    again: bool = False
    refused: bool = False
    replaced: bool = False
    asked_for: bool = False
    begins_with_correction: bool = False
    strange: bool = False
    loose: bool = False
    mentioned: bool = False

    @property
    def any(self) -> bool:
        """Whether anything is wanted."""
        return self.first >= 0


#: These decide only when nothing else does.
SMALL = frozenset({"greeting", "thanks", "mention", "begin", "asking", TOTAL})
_PRIORITY = ("stop", "complaint", "human", "cancel", "change", "status", "menu", "question", "greeting", "thanks")


def cues_in(tokens: Sequence[Token], pieces: Sequence[Piece], words: Lexicon) -> list[Cue]:
    """Every phrase of the language's cue tables that occurs within one sentence."""
    products = {piece.first: piece.end for piece in pieces if piece.part is Part.PRODUCT}
    sentence, found = 0, []
    for at, token in enumerate(tokens):
        if token.kind is Kind.LINE or token.text in {".", "!", "?", "।"}:
            sentence += 1
        options = words.cues_from(token.text) if token.kind is Kind.WORD else ()
        for kind, phrase in [*options, *(words.cues_from("@") if at in products else ())]:
            end = phrase_end(tokens, at, phrase, products)
            sold = kind == "change" and not {"@", "~"} & set(phrase) and _overlaps(products, at, end)
            if end and not sold:  # the "daal" of "toor daal dena" belongs to the lentils
                found.append(Cue(kind, phrase, at, end, sentence))
    return found


def _overlaps(products: Mapping[int, int], at: int, end: int) -> bool:
    return any(first < end and behind > at for first, behind in products.items())


def decide(cues: Sequence[Cue], ordered: Ordered, tokens: Sequence[Token], words: Lexicon) -> tuple[MessageKind, float]:  # noqa: PLR0911 - a table of rules
    """The kind of the message, and how surely."""
    spoken = [token.text for token in tokens if token.kind is Kind.WORD]
    if not spoken and not ordered.any:
        return MessageKind.OTHER, 0.9 if not any(token.kind is Kind.NUMBER for token in tokens) else 0.5
    standing = [cue for cue in cues if _stands(cue, ordered, spoken, words) and not _within_longer(cue, cues)]
    for kind in ("stop", "complaint", "human", "cancel", "change", "status", "menu", "question"):
        of_kind = [cue for cue in standing if cue.kind == kind]
        if of_kind and not _outweighed(kind, of_kind, standing):
            return MessageKind(kind), _certainty(of_kind, spoken)
    if ordered.begins_with_correction and (ordered.any or ordered.explicit or ordered.loose):
        return MessageKind.CHANGE, 0.8
    if ordered.again:
        return MessageKind.CHANGE, 0.85
    asks = any(token.text == "?" for token in tokens) or any(_ends_asking(cue, tokens) for cue in cues)
    opens = _opens_with_question(cues, ordered)
    if ordered.any or ordered.strange:
        mere_question = (asks or opens) and not ordered.explicit and not ordered.asked_for
        return (MessageKind.QUESTION, 0.6) if mere_question else (MessageKind.ORDER, 1.0)
    if ordered.refused:
        return MessageKind.CHANGE, 0.7
    return _small_talk(standing, spoken, words, asks=asks or opens, questioned=asks, asked_for=ordered.asked_for)


def _within_longer(cue: Cue, cues: Sequence[Cue]) -> bool:
    # "how are you" is no question, "no thanks" no refusal, "not received yet" no complaint.
    return any(
        other.first <= cue.first
        and cue.end <= other.end
        and other.kind != cue.kind
        and other.kind not in {"mention", "begin", "asking", TOTAL}
        and "~" not in other.phrase
        and len(other.phrase) > len(cue.phrase)
        for other in cues
    )


def _ends_asking(cue: Cue, tokens: Sequence[Token]) -> bool:
    # As in: "udhar dete ho kya".
    return cue.kind == "asking" and cue.end == len(tokens) > 1


def _opens_with_question(cues: Sequence[Cue], ordered: Ordered) -> bool:
    opening = min((cue.first for cue in cues if cue.kind == "asking"), default=-1)
    return 0 <= opening <= 2 and (not ordered.any or opening < ordered.first)


def _small_talk(
    cues: Sequence[Cue], spoken: list[str], words: Lexicon, *, asks: bool, questioned: bool, asked_for: bool
) -> tuple[MessageKind, float]:
    strange = [word for word in spoken if word not in words.known]
    greets, thanks, mentions, begins = (
        any(cue.kind == kind for cue in cues) for kind in ("greeting", "thanks", "mention", "begin")
    )
    if begins and any(cue.phrase in words.repeating for cue in cues):
        return (MessageKind.QUESTION if questioned and not asked_for else MessageKind.ORDER), 0.6
    if begins:
        return (MessageKind.QUESTION, 0.6) if questioned else (MessageKind.ORDER, 0.6)
    if mentions:
        return MessageKind.STATUS, 0.55
    if greets and len(strange) <= 1 and len(spoken) <= 8:
        return MessageKind.GREETING, 0.95
    if asks and len(spoken) > 1 and not (thanks and len(spoken) <= 4):
        return MessageKind.QUESTION, 0.5
    return MessageKind.OTHER, 0.9 if thanks else 0.4


def _stands(cue: Cue, ordered: Ordered, spoken: list[str], words: Lexicon) -> bool:  # noqa: PLR0911 - a table of rules
    if cue.kind in SMALL:
        return True
    alone = len(cue.phrase) == 1
    if cue.kind == "stop":
        return not ordered.any and (not alone or len(spoken) <= 3)
    if cue.kind in {"change", "cancel"}:
        return _changes(cue, ordered, spoken, words)
    if not ordered.any or not ordered.explicit:
        return True
    if cue.kind == "complaint":
        return not alone or cue.sentence in ordered.sentences
    if cue.kind == "human":
        return False
    if cue.phrase in words.totals and cue.first >= ordered.end:
        return False
    if cue.kind == "menu":
        return False
    return cue.sentence in ordered.sentences and not ordered.asked_for


def _changes(cue: Cue, ordered: Ordered, spoken: list[str], words: Lexicon) -> bool:
    removes = "@" in cue.phrase
    if cue.kind == "cancel":
        if ordered.refused and not removes and len(spoken) > 1 and not ordered.mentioned:
            return False
        return not ordered.any and not (ordered.refused and not removes and len(cue.phrase) == 1 and len(spoken) > 1)
    if not ordered.any:
        return ordered.refused or len(cue.phrase) > 1 or len(spoken) <= 9
    if removes and not ordered.replaced:
        return False
    if cue.first < ordered.first:
        return True
    return ordered.replaced or (
        cue.first >= ordered.first and cue.end >= ordered.end and len(cue.phrase) > 1 and cue.phrase[0] in words.late
    )


def _outweighed(kind: str, own: Sequence[Cue], standing: Sequence[Cue]) -> bool:
    weight = max(cue.weight for cue in own)
    for cue in standing:
        if cue.kind in {kind, *SMALL} or cue.weight < weight:
            continue
        if cue.weight > weight or _PRIORITY.index(cue.kind) < _PRIORITY.index(kind):
            return True
    return False


def _certainty(cues: Sequence[Cue], spoken: list[str]) -> float:
    longest = max(len(cue.phrase) for cue in cues)
    return 0.95 if longest > 1 or len(spoken) <= 4 else 0.75
