"""Which language a customer writes in: by its letters, or by words that belong to one language only.

Small on purpose: a guess changes the language we answer in, so a word that two languages share is not listed, and what
shows nothing changes nothing. Adding a language: its words here, its texts, its templates.
"""

from __future__ import annotations

#: First and last letter of a script that only one of our languages is written in.
SCRIPTS = {"hi": ("\u0900", "\u097f")}

#: Marks that only one of our languages writes.
MARKS = {"es": "¿¡"}

#: One blank-separated list for each language.
WORDS = {
    "en": """please thanks thank want need order where what how much can could would like english good
        morning evening the and with you your does have when which deliver""",
    "es": """hola buenos buenas dias días tardes noches gracias quiero quisiera necesito pedido dónde donde cuánto
        cuanto cuándo qué por favor menú español espanol grande grandes normal con para una unos los las el la de
        del que hay tienen puedo cuesta cuestan entregan abren cierran dame""",
    "hi": """namaste namaskar chahiye chahie bhejo bhej dijiye dena kitne kitna kahan kab mujhe mera meri aur hai
        hain ek kripya dhanyavad dhanyawad shukriya hindi kya nahi nahin bhai bhaiya dukan wala kaun""",
}
_SETS = {language: frozenset(words.split()) for language, words in WORDS.items()}


def language_of(text: str, *, languages: tuple[str, ...]) -> str | None:
    """The one of the store's languages that the text is surely written in; None when it shows none, or two alike."""
    for language, (first, last) in SCRIPTS.items():
        if language in languages and any(first <= letter <= last for letter in text):
            return language
    for language, marks in MARKS.items():
        if language in languages and any(mark in text for mark in marks):
            return language
    words = "".join(letter if letter.isalpha() else " " for letter in text.casefold()).split()
    shown = {language: sum(word in _SETS.get(language, ()) for word in words) for language in languages}
    best = max(shown.values(), default=0)
    leaders = [language for language, count in shown.items() if count == best]
    return leaders[0] if best and len(leaders) == 1 else None
