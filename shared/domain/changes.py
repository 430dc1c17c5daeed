"""What one transaction may change. Use cases list changes; the record commits all of them or none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from shared.domain.events import Event
from shared.domain.frozen import dataclass
from shared.domain.order import Order
from shared.domain.payment import PaymentAttempt
from shared.domain.stock import Cause

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A cold start that takes a cart does not load what conversations are made of.
    from shared.domain.case import Case
    from shared.domain.chat import Chat, Said
    from shared.domain.day_report import DayReport
    from shared.domain.drawer import Drawer, Shift
    from shared.domain.gateway_facts import Dispute, Payout
    from shared.domain.goods_return import GoodsReturn
    from shared.domain.ledger import Entry
    from shared.domain.parcel import Parcel
    from shared.domain.refund import OrderRefund, RefundStep


@dataclass(frozen=True, kw_only=True)
class PutOrder:
    """Write an order's head. ``over`` is the version it must replace; None: there must be none yet."""

    order: Order
    over: int | None


@dataclass(frozen=True, kw_only=True)
class HoldStock:
    """Move units from available to reserved; fails when fewer are available."""

    item: str
    units: int
    order_id: str


@dataclass(frozen=True, kw_only=True)
class FreeStock:
    """Move units back from reserved to available."""

    item: str
    units: int
    order_id: str
    cause: Cause = Cause.RELEASE


@dataclass(frozen=True, kw_only=True)
class AppendEvent:
    """Add an event to its subject's timeline; fails when that place is taken."""

    event: Event


@dataclass(frozen=True, kw_only=True)
class PutPayment:
    """Write a payment attempt; ``new`` fails when it is already there."""

    attempt: PaymentAttempt
    new: bool


@dataclass(frozen=True, kw_only=True)
class SeeTransaction:
    """Remember a gateway's payment for ever; fails when it was seen before."""

    provider: str
    transaction_id: str
    order_id: str


@dataclass(frozen=True, kw_only=True)
class TakeTicket:
    """Take the next ticket of a business day; fails when ``number`` is not the one after the last."""

    day: date
    number: int


@dataclass(frozen=True, kw_only=True)
class KeepSaid:
    """Keep a message of a chat; fails when it is there already, which is how a repeated message is seen."""

    said: Said


@dataclass(frozen=True, kw_only=True)
class PutChat:
    """Write a conversation's state. It replaces the version before its own; version 1: there must be none yet."""

    chat: Chat


@dataclass(frozen=True, kw_only=True)
class PutCase:
    """Write a case. ``over`` is the version it must replace; None: there must be none yet."""

    case: Case
    over: int | None


@dataclass(frozen=True, kw_only=True)
class PostEntry:
    """Write an entry into the books of a business day; fails when that day has it: the fact was heard before.

    A fact may be heard again on another day: what is posted with it in one transaction must know the fact for ever
    (``SeeTransaction``).
    """

    entry: Entry
    day: date


@dataclass(frozen=True, kw_only=True)
class DayOpen:
    """Change nothing, and fail when that business day is locked. ``TakeTicket`` of the day says as much.

    The record adds it by itself to whatever posts to a day: no use case can forget it.
    """

    day: date


def days_posted_to(changes: Sequence[Change]) -> list[DayOpen]:
    """The looks that are still missing, so that nothing is posted to a day that is locked."""
    posted = {change.day for change in changes if isinstance(change, PostEntry)}
    watched = {change.day for change in changes if isinstance(change, TakeTicket | LockDay | DayOpen)}
    return [DayOpen(day=day) for day in sorted(posted - watched)]


def posted_later(changes: Sequence[Change], failed: Sequence[Change]) -> list[Change] | None:
    """The changes with their entries a day later, if nothing but the lock of a day stood in the way; else None.

    A fact that is heard after its day was locked is a fact of the next open day, whoever hears it.
    """
    locked = {change.day for change in failed if isinstance(change, DayOpen)}
    if not locked or len(locked) < len(failed) or any(change in failed for change in changes):
        return None
    return [
        replace(change, day=change.day + timedelta(days=1))
        if isinstance(change, PostEntry) and change.day in locked
        else change
        for change in changes
    ]


@dataclass(frozen=True, kw_only=True)
class LockDay:
    """Lock a business day for ever; fails when it is locked, or when ``last_ticket`` is not its last ticket."""

    day: date
    last_ticket: int


@dataclass(frozen=True, kw_only=True)
class PutDayReport:
    """Write the report of a locked day; fails when it is there."""

    report: DayReport


@dataclass(frozen=True, kw_only=True)
class PutDrawer:
    """Write the drawer as it stands. It replaces the version before its own; version 1: there must be none yet."""

    drawer: Drawer


@dataclass(frozen=True, kw_only=True)
class PutShift:
    """Write a shift that is over; fails when it is there."""

    shift: Shift


@dataclass(frozen=True, kw_only=True)
class PutRefund:
    """Write a refund. ``over`` is the step it must replace; None: there must be none yet."""

    refund: OrderRefund
    over: RefundStep | None


@dataclass(frozen=True, kw_only=True)
class PutHeard:
    """Keep all that was heard of a dispute or payout. ``over`` is the version it replaces; None: nothing was yet."""

    heard: Dispute | Payout
    over: int | None


@dataclass(frozen=True, kw_only=True)
class PutParcel:
    """Write a parcel. ``over`` is the version it must replace; None: there must be none yet."""

    parcel: Parcel
    over: int | None


@dataclass(frozen=True, kw_only=True)
class FileTracking:
    """Let a parcel be found by its courier's tracking code, for ever; fails when that code is another parcel's."""

    courier: str
    tracking_code: str
    order_id: str
    parcel_id: str


@dataclass(frozen=True, kw_only=True)
class PutReturn:
    """Write a return. ``over`` is the version it must replace; None: there must be none yet."""

    goods_return: GoodsReturn
    over: int | None


Change = (
    PutOrder
    | HoldStock
    | FreeStock
    | AppendEvent
    | PutPayment
    | SeeTransaction
    | TakeTicket
    | KeepSaid
    | PutChat
    | PutCase
    | PostEntry
    | PutRefund
    | PutHeard
    | DayOpen
    | LockDay
    | PutDayReport
    | PutDrawer
    | PutShift
    | PutParcel
    | FileTracking
    | PutReturn
)
