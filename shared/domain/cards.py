"""Payment card numbers in what people write: found, and taken out.

A number counts as a card's when it has 13 to 19 digits (ISO/IEC 7812), begins like those of the card schemes, passes
the Luhn check, and is written the way cards are: in one piece, in equal groups, or as 4-6-5 and 4-6-4. That leaves
alone phone numbers, which begin with a plus or are grouped otherwise, and our own ids, which have letters in between.
"""

from __future__ import annotations

import re

#: What stands where a card number stood.
TAKEN_OUT = "••••"
FEWEST, MOST = 13, 19
#: Blanks of any kind, dashes, dots, and characters that nobody sees.
_GAP = r"[\s\-.·_‐-―−\u200b-\u200f\u2060\ufeff]{1,3}"
#: Digits of any script (``\d``) in groups. A plus in front makes it a phone number.
_DIGITS = re.compile(rf"\d+(?:{_GAP}\d+)*")
_GROUP = re.compile(r"\d+")
#: American Express and Diners Club group by their own rule.
_OWN_GROUPS = {(4, 6, 5), (4, 6, 4)}
#: What people write behind the number: when it expires, and the code on the back, which nobody may keep (PCI DSS 3.3).
_BEHIND = re.compile(
    rf"{TAKEN_OUT}(?:[\s,;:.\-]*(?:exp\w*|valid\w*|thru|vence|cad\w*)?[\s.:]*(?:0?[1-9]|1[0-2])\s*[/\-.\s]\s*(?:20)?\d\d\b)?"
    r"(?:[\s,;:.\-]*(?:cvv2?|cvc2?|cid|code|c[oó]digo|सीवीवी)?[\s.:]*\d{3,4}\b)?",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b(cvv2?|cvc2?|cid|security code|c[oó]digo de seguridad|सीवीवी)\b(\D{0,8})\d{3,4}\b", re.IGNORECASE
)
#: 2 to 6: Mastercard, Amex, Diners, JCB, Visa, Maestro, Discover, UnionPay, RuPay; 81 and 82: RuPay.
_BEGINNINGS = ("2", "3", "4", "5", "6", "81", "82")


def without_cards(text: str) -> str:
    """The text with every card number replaced, and with it its expiry date and code; the same text without a card."""
    found = [span for run in _DIGITS.finditer(text) for span in _cards_in(text, run)]
    for start, end in reversed(found):
        text = text[:start] + TAKEN_OUT + text[end:]
    if found:
        text = _CODE.sub(rf"\1\2{TAKEN_OUT}", _BEHIND.sub(TAKEN_OUT, text))
    return text


def _cards_in(text: str, run: re.Match[str]) -> list[tuple[int, int]]:
    """Where cards stand in a run of groups: a card may have an expiry date behind it, and another card."""
    groups = [(run.start() + group.start(), run.start() + group.end()) for group in _GROUP.finditer(run.group())]
    phone = run.start() > 0 and text[run.start() - 1] == "+"
    cards = []
    first = 0
    while first < len(groups):
        # What begins with a plus is a phone number only as a whole: a card may follow it.
        last = None if phone and first == 0 else _card_from(text, groups, first)
        if last is None:
            first += 1
        else:
            cards.append((groups[first][0], groups[last][1]))
            first = last + 1
    return cards


def _card_from(text: str, groups: list[tuple[int, int]], first: int) -> int | None:
    """The last group of the longest card that begins with group ``first``."""
    number, sizes, found = "", [], None
    for last in range(first, min(first + MOST, len(groups))):
        start, end = groups[last]
        if len(number) + end - start > MOST:
            break
        number += "".join(str(int(digit)) for digit in text[start:end])
        sizes.append(end - start)
        if len(number) >= FEWEST and _written_like_a_card(sizes) and _is_card(number):
            found = last
    return found


def _written_like_a_card(sizes: list[int]) -> bool:
    *before, last = sizes
    return tuple(sizes) in _OWN_GROUPS or not before or (len(set(before)) == 1 and last <= before[0])


def _is_card(number: str) -> bool:
    return number.startswith(_BEGINNINGS) and _luhn(number) and len(set(number)) > 1


def _luhn(number: str) -> bool:
    doubled = (sum(divmod(2 * int(digit), 10)) for digit in number[-2::-2])
    return (sum(map(int, number[-1::-2])) + sum(doubled)) % 10 == 0
