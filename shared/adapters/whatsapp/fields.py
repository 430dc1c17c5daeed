"""Reading JSON that somebody else wrote: whatever is there, what comes out has the type that was asked for."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any


def shape(value: object) -> Mapping[str, Any]:
    """The object, or an empty one."""
    return value if isinstance(value, dict) else {}


def several(value: object) -> list[Any]:
    """The list, or an empty one."""
    return value if isinstance(value, list) else []


def name(value: object) -> str:
    """An identifier as it was given, or nothing."""
    return value.strip() if isinstance(value, str) else ""


def words(value: object, most: int) -> str:
    """Text that can be stored and shown: no lone surrogates, no control characters, not endless."""
    if not isinstance(value, str):
        return ""
    sound = value[:most].encode("utf-8", "ignore").decode()
    return "".join(letter for letter in sound if letter >= " " or letter == "\n").strip()
