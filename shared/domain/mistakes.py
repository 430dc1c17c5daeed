"""What in an order may be a slip: asked about once, politely, and never refused.

A slip of a finger or of a reading is far off, not a little: who takes four instead of three is asked nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from shared.domain.catalog import NEVER_ODD
from shared.domain.order import Line, Order, OrderStatus, Problem, ProblemKind

#: More of one line than anybody takes without meaning it. WhatsApp's cart ends at 99, and the slips that happen are a
#: digit too many (3, 33) or a pack read as a count (a box of 6, ten times): both land above this; a shelf of either
#: demo store, bought to last a week, is gone with two or three such lines.
MOST_TAKEN = 30
#: So many times what this customer took at most, of that product or else of any, is far from their norm.
TIMES_THEIR_MOST = 3
#: So many earlier orders make a norm.
ENOUGH_ORDERS = 2
#: The same lines again within this time may be a second thumb on the same cart.
SAME_AGAIN = timedelta(minutes=10)

#: Told beside the order, and no reason not to take it.
ASKED = frozenset({ProblemKind.UNUSUAL, ProblemKind.REPEATED})

_NEVER_TAKEN = frozenset({OrderStatus.DRAFT, OrderStatus.CANCELLED, OrderStatus.EXPIRED})


def mistakes(lines: Sequence[Line], *, recent: Sequence[Order], at: datetime) -> tuple[Problem, ...]:
    """What to ask about these lines, given the customer's recent orders (newest first)."""
    same = repeated(lines, recent=recent, at=at)
    return (*([same] if same else ()), *unusual(lines, recent=recent))


def unusual(lines: Iterable[Line], *, recent: Sequence[Order]) -> tuple[Problem, ...]:
    """The lines far above what this customer, or anybody, takes: ``wanted`` units against at most ``found``."""
    taken = [order for order in recent if order.status not in _NEVER_TAKEN]
    return tuple(
        Problem(kind=ProblemKind.UNUSUAL, sku=line.sku, name=line.name, wanted=line.quantity, found=most)
        for line in lines
        if line.quantity > (most := _most(line.sku, taken))
    )


def repeated(lines: Sequence[Line], *, recent: Sequence[Order], at: datetime) -> Problem | None:
    """The order of a moment ago that these lines say again, if there is one that still counts."""
    wanted = _counts(lines)
    for order in recent:
        since = at - order.placed_at
        if order.status in _NEVER_TAKEN or not timedelta() <= since <= SAME_AGAIN:
            continue
        if wanted and _counts(order.lines) == wanted:
            minutes = max(1, round(since.total_seconds() / 60))
            return Problem(kind=ProblemKind.REPEATED, sku=order.id, name="", wanted=0, found=minutes)
    return None


def _most(sku: str, taken: Sequence[Order]) -> int:
    """Up to so many units nobody is asked."""
    own = max((line.quantity for order in taken for line in order.lines if line.sku == sku), default=0)
    anything = max((line.quantity for order in taken for line in order.lines), default=0)
    if len(taken) < ENOUGH_ORDERS:
        return max(MOST_TAKEN, own)
    theirs = max(NEVER_ODD, TIMES_THEIR_MOST * (own or anything))
    # Who took forty once is not asked about forty again.
    return max(own, min(theirs, MOST_TAKEN))


def _counts(lines: Iterable[Line]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for line in lines:
        counts[line.sku] = counts.get(line.sku, 0) + line.quantity
    return counts
