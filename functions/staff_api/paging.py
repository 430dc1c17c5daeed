"""Pages over a list that is small enough to be read whole: the cursor is the key of the page's last entry."""

from __future__ import annotations

import binascii
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable, Iterable
from typing import TypeVar

_T = TypeVar("_T")


def page_of(
    entries: Iterable[_T], *, key: Callable[[_T], str], limit: int, cursor: str | None
) -> tuple[list[_T], str | None]:
    """The entries after the cursor, by key, and the next cursor. Raises ValueError for a cursor we never gave."""
    after = _read(cursor) if cursor is not None else None
    ahead = sorted((entry for entry in entries if after is None or key(entry) > after), key=key)
    page = ahead[:limit]
    return page, _written(key(page[-1])) if len(ahead) > limit else None


def _written(key: str) -> str:
    return urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _read(cursor: str) -> str:
    try:
        key = urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, UnicodeError):
        raise ValueError("not a cursor of this list") from None
    if _written(key) != cursor:
        raise ValueError("not a cursor of this list")
    return key
