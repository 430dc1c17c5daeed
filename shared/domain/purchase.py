"""Purchase orders: what we asked a supplier for when a shelf ran low."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from enum import StrEnum

from shared.domain.frozen import dataclass

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class PurchaseStatus(StrEnum):
    """``drafted`` before the email left, ``sent`` after, ``received`` when the goods came."""

    DRAFTED = "drafted"
    SENT = "sent"
    RECEIVED = "received"
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class PurchaseOrder:
    """One order to one supplier for one stock item. ``expected_on`` is the first delivery day after the lead time."""

    id: str
    item: str
    quantity: int
    supplier: str
    status: PurchaseStatus
    created_at: datetime
    expected_on: date
    email_id: str | None = None


def purchase_id(item: str, version: int) -> str:
    """The purchase order that one crossing of the reorder point makes: the crossing is the counter's version."""
    return f"po_{item}_{version}"


def delivery_day(*, ordered_on: date, lead_time_days: int, delivers: tuple[str, ...]) -> date:
    """The supplier's first delivery day that leaves it the lead time."""
    day = ordered_on + timedelta(days=lead_time_days)
    for ahead in range(7):
        if not delivers or WEEKDAYS[(day + timedelta(days=ahead)).weekday()] in delivers:
            return day + timedelta(days=ahead)
    return day


#: Units that stand at the end of a stock item's id.
UNITS = frozenset({"g", "kg", "ml", "l"})


def in_words(item: str, quantity: int) -> tuple[str, str]:
    """A stock item and a quantity as a person says them: ``tapioca_pearls_g``, 12000 is tapioca pearls, 12000 g."""
    words = item.split("_")
    unit = f" {words.pop()}" if len(words) > 1 and words[-1] in UNITS else ""
    return " ".join(words), f"{quantity}{unit}"
