"""What is to happen to a parcel that nobody took, in a customer's words: English, Spanish and Hindi."""

from __future__ import annotations

import re
from functools import cache

from shared.domain.parcel import InstructionKind

#: So long an answer in words may be; longer ones are about something else.
LONGEST_ANSWER = 300

_K = InstructionKind
#: The first that is found counts: "send it back" may name a day as well, "another address" a new try.
_WORDS = {
    _K.SEND_BACK: (
        r"\bsend\s+(?:it\s+)?back\b|\breturn\s+(?:it|to)\b|\bdevu[eé]lv\w+|\bregr[eé]s\w+"
        r"|\bwa+pas\b|\bvapas\b|वापस"
    ),
    _K.OTHER_ADDRESS: (
        r"\b(?:other|another|different|new)\s+(?:address|place)\b|\botra\s+direcci[oó]n\b"
        r"|\bdoosr\w+\s+pat[ae]\b|दूसरे\s+पते"
    ),
    _K.OTHER_DAY: (
        r"\b(?:other|another|different)\s+day\b|\botro\s+d[ií]a\b|\b(?:kisi\s+)?aur\s+din\b|किसी\s+और\s+दिन"
    ),
    _K.AGAIN: (
        r"\bagain\b|\bretry\b|\bre-?deliver\w*|\botra\s+vez\b|\bde\s+nuevo\b|\bint[eé]nt\w+"
        r"|\bdobara\b|\bphir\s+se\b|दोबारा|फिर\s*से"
    ),
}
#: Naming a day is an answer too; which day is read by ``day_words``.
_DAYS = (
    r"\btomorrow\b|\bma[ñn]ana\b|\bkal\b|कल|\bpars[oO]n?\b|परसों"
    r"|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:lunes|martes|mi[eé]rcoles|jueves|viernes|s[aá]bado|domingo)\b"
    r"|\w+[vw]a+r\b|वार(?![\w\u0900-\u097f])"
)


def instruction_in(text: str) -> InstructionKind | None:
    """What the words ask for; None when they ask for none of it, or only name a day."""
    return next((kind for kind, words in _WORDS.items() if _compiled(words).search(text)), None)


def may_instruct(text: str) -> bool:
    """Whether the words could be about a parcel that nobody took, which is cheaper to say than whether they are."""
    if len(text) > LONGEST_ANSWER:
        return False
    return instruction_in(text) is not None or _compiled(_DAYS).search(text) is not None


@cache
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
