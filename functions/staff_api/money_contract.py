"""What staff send and are answered about money: payments at the counter and the drawer; see ``contract``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from functions.staff_api.contract import OrderDetail
from shared.usecases.take_payment import Method

#: Far beyond any drawer, and far below where a number of DynamoDB ends.
MOST = 10**12
Amount = Annotated[int, Meta(ge=1, le=MOST)]
AmountFromZero = Annotated[int, Meta(ge=0, le=MOST)]
Name = Annotated[str, Meta(min_length=1, max_length=60, pattern=r"^\S(?:[^\x00-\x1f\x7f]*\S)?$")]
Reason = Annotated[str, Meta(min_length=1, max_length=200, pattern=r"^\S(?:[^\x00-\x1f\x7f]*\S)?$")]


class NewPayment(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Money that was taken, or, with ``cash_on_delivery`` and nobody who collected it, will be at the door.

    ``tendered`` is the cash that was handed over, ``collected_by`` the rider who took it.
    """

    method: Method
    amount: Amount
    tendered: Amount | None = None
    collected_by: Name | None = None


class PaymentResult(Struct, frozen=True, kw_only=True):
    """The order after it; ``paid`` and ``due`` in all (``due`` below zero: too much), ``change`` to give back."""

    order: OrderDetail
    paid: int
    due: int
    change: int


class DrawerOpening(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is in the drawer when a shift begins."""

    opening: AmountFromZero


class CashIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Cash from the safe into the drawer."""

    amount: Amount
    reason: Reason


class CashOut(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Cash out of the drawer."""

    amount: Amount
    reason: Reason
    to: Literal["safe", "bank", "expenses"] = "expenses"


class DrawerCount(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What is in the drawer."""

    counted: AmountFromZero


class HandIn(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a rider hands in of the cash collected."""

    rider: Name
    counted: AmountFromZero


class DayToClose(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """The business day to lock; today's when none is named."""

    day: date | None = None


class ShiftView(Struct, frozen=True, kw_only=True):
    """One shift's cash. ``difference`` below zero: that much is missing."""

    day: date
    number: int
    opened_by: str
    opened_at: datetime
    opening: int
    paid_in: int
    paid_out: int
    sales: int
    refunds: int
    handed_in: int
    expected: int
    counted: int | None
    counted_by: str | None
    difference: int
    closed_at: datetime | None


class DrawerView(Struct, frozen=True, kw_only=True):
    """The drawer with its newest shift; ``riders`` is what each of them still carries."""

    open: bool
    currency: str
    shift: ShiftView | None
    riders: dict[str, int]


class DifferenceView(Struct, frozen=True, kw_only=True):
    """Money that a count found too much or too little."""

    what: str
    by: str
    expected: int
    counted: int
    difference: int


class LateView(Struct, frozen=True, kw_only=True):
    """A fact of an earlier day, heard after that was locked."""

    entry_id: str
    kind: str
    of: date


class DayReportView(Struct, frozen=True, kw_only=True):
    """The Z-report of a locked day. ``tickets``: the first and last number, [0, 0] when none was given.

    ``sales`` is before refunds, ``tax`` what is owed to the state after them; ``refunds`` all that left for customers,
    ``by_method`` all that came, also what is not assigned to an order yet.
    """

    store: str
    day: date
    currency: str
    closed_at: datetime
    closed_by: str
    orders: int
    sales: int
    tax: int
    delivery: int
    tips: int
    refunds: int
    by_method: dict[str, int]
    tickets: tuple[int, int]
    shifts: list[ShiftView]
    differences: list[DifferenceView]
    late: list[LateView]
    entries: int
