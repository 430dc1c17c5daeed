"""What a table's stream tells, without an SDK: images as the stream carries them, and what changed a counter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shared.adapters.dynamodb.codec import Item
from shared.adapters.dynamodb.stock_codec import cause_in, stock_in
from shared.domain.frozen import dataclass
from shared.domain.stock import Cause, StockItem


@dataclass(frozen=True, kw_only=True)
class CounterChange:
    """A counter before and after one write, and why: an order id, a person's reason.

    A write that moves no units (a purchase order opened) leaves ``version`` as it was, and tells the cause of an
    earlier one.
    """

    before: StockItem
    after: StockItem
    cause: Cause
    reference: str


def counter_change(record: Mapping[str, Any]) -> CounterChange:
    """The change of a stream record's ``dynamodb`` part (view type: new and old images) of a counter's MODIFY."""
    after = plain(record["NewImage"])
    cause, reference = cause_in(after["cause"])
    return CounterChange(
        before=stock_in(plain(record["OldImage"])), after=stock_in(after), cause=cause, reference=reference
    )


def plain(image: Mapping[str, Mapping[str, str]]) -> Item:
    """An image's strings and whole numbers as plain values; what is neither is left out."""
    return {
        name: int(value["N"]) if "N" in value else value["S"]
        for name, value in image.items()
        if "N" in value or "S" in value
    }
