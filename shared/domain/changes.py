"""What one transaction may change. Use cases list changes; the record commits all of them or none."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shared.domain.events import Event
from shared.domain.order import Order
from shared.domain.payment import PaymentAttempt
from shared.domain.stock import Cause

TYPE_CHECKING = False
if TYPE_CHECKING:
    # A cold start that takes a cart does not load what conversations are made of.
    from shared.domain.case import Case
    from shared.domain.chat import Chat, Said
    from shared.domain.ledger import Entry


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
)
