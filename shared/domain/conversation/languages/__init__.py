"""The languages a customer may write in: one file of plain data each, and this list of them.

A new language is one more file like `en.py` and one more name here.
"""

from __future__ import annotations

from shared.domain.conversation.languages import en, es, hi
from shared.domain.conversation.words import Language

LANGUAGES: tuple[Language, ...] = (en.WORDS, es.WORDS, hi.WORDS)
