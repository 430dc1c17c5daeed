"""The link to an order's receipt: who has it may see the receipt, and nobody can guess it.

A token is the order's id and a signature of it, 128 bits of HMAC-SHA256 under the store's own key: nothing has to be
kept for it, and a key that is rotated away ends the links it made.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from shared.domain.order import Order

#: A receipt is shown for so long after the order was placed.
SHOWN_FOR = timedelta(days=400)
_ID = re.compile(r"ord_([0-9a-f]{24})")
_TOKEN = re.compile(r"([0-9a-f]{24})([0-9a-f]{32})")


def receipt_token(order_id: str, *, key: str) -> str | None:
    """The token of an order's receipt; None for an id that is not one of ours."""
    found = _ID.fullmatch(order_id)
    return found.group(1) + _signature(found.group(1), key) if found else None


def order_behind(token: str, *, keys: Sequence[str]) -> str | None:
    """The order whose receipt the token opens, if one of the keys made it."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        return None
    # Every key is tried, whatever the first one says: how long it takes tells nothing.
    fits = [hmac.compare_digest(_signature(found.group(1), key), found.group(2)) for key in keys if key]
    return f"ord_{found.group(1)}" if any(fits) else None


def has_receipt(order: Order, *, now: datetime) -> bool:
    """Whether the order was confirmed, and not too long ago."""
    return order.ticket is not None and now < order.placed_at + SHOWN_FOR


def _signature(name: str, key: str) -> str:
    return hmac.new(key.encode(), b"receipt:" + name.encode(), hashlib.sha256).hexdigest()[:32]
