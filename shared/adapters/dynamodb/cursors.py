"""Cursors: where a page ended, as text that means nothing to whoever carries it."""

from __future__ import annotations

import base64
import json


def cursor_of(*place: str) -> str:
    """The cursor of a place in a listing, named by the parts of its sort key."""
    return base64.urlsafe_b64encode(json.dumps(place).encode()).decode().rstrip("=")


def place_in(cursor: str, *, parts: int) -> list[str]:
    """The place of a cursor. Raises ValueError for one that ``cursor_of`` did not make.

    A cursor is not signed: it can only name a place inside the listing that it is used on.
    """
    try:
        place = json.loads(base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True))
    except (ValueError, RecursionError):
        raise ValueError("not a cursor of ours") from None
    if not isinstance(place, list) or len(place) != parts or not all(isinstance(part, str) for part in place):
        raise ValueError("not a cursor of ours")
    if cursor_of(*place) != cursor:
        raise ValueError("not a cursor of ours")
    return place
