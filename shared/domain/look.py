"""A store's colour, and the ink that can be read on it (WCAG 2.2, relative luminance)."""

from __future__ import annotations

import re

#: Of a store whose file names none.
PLAIN_COLOUR = "#22313f"
#: WCAG AA asks for so much between a text and what is behind it.
READABLE = 4.5
_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_BLACK, _WHITE = "#000000", "#ffffff"


def is_colour(text: str) -> bool:
    """Whether it is written ``#0a7`` or ``#00aa77``."""
    return bool(_HEX.fullmatch(text))


def contrast(one: str, other: str) -> float:
    """The ratio between two colours, 1 to 21."""
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def ink_on(colour: str) -> str:
    """White, or black where white cannot be read: one of the two always can."""
    return _WHITE if contrast(_WHITE, colour) >= READABLE else _BLACK


def _luminance(colour: str) -> float:
    digits = colour.removeprefix("#")
    wide = "".join(digit * 2 for digit in digits) if len(digits) == 3 else digits
    red, green, blue = (_linear(int(wide[at : at + 2], 16) / 255) for at in (0, 2, 4))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)
