"""The outside world as the use cases see it: what it offers, and the errors it may raise.

PortError
├── Conflict            a condition of the transaction did not hold; says which
├── Contended           too many at once, even after retries: try the whole thing again
├── Unavailable         the other side is down or slow and has certainly not done it: try again later
├── Ambiguous           we asked and never heard: it may have been done
├── Refused             the other side said no, and will again
└── MediaRefused        a customer's file is not one that we keep; says why
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import IO, Protocol

from shared.domain.catalog import Product, Supplier
from shared.domain.changes import Change
from shared.domain.customer import Customer, Identity
from shared.domain.events import Event
from shared.domain.frozen import dataclass
from shared.domain.inbound import Media
from shared.domain.messages import Intent, MessageState, OutboundMessage
from shared.domain.order import Order
from shared.domain.payment import Payment, PaymentAttempt
from shared.domain.purchase import PurchaseOrder
from shared.domain.stock import Movement, StockItem
from shared.domain.store import Store

TYPE_CHECKING = False
if TYPE_CHECKING:
    # Needed by few functions: a cold start that takes a cart does not load them.
    from collections.abc import Iterator

    from shared.domain.case import Case
    from shared.domain.chat import Chat, Said, StoredMedia
    from shared.domain.day_report import DayReport
    from shared.domain.drawer import Drawer, Shift
    from shared.domain.gateway_books import BalanceMovement, ListedLink, ListedPayment, Unread
    from shared.domain.gateway_facts import Dispute, Payout, Refund
    from shared.domain.goods_return import GoodsReturn
    from shared.domain.ledger import Entry
    from shared.domain.money import Money
    from shared.domain.parcel import Instruction, Parcel, ParcelNews
    from shared.domain.reconciliation import Report, Scope
    from shared.domain.refund import OrderRefund


class PortError(Exception):
    """Anything the outside world did to us."""


class Conflict(PortError):
    """Conditions that did not hold; nothing was changed. May also mean: our own change, whose answer was lost."""

    def __init__(self, failed: Sequence[Change]) -> None:
        super().__init__("not committed: " + ", ".join(type(change).__name__ for change in failed))
        self.failed = tuple(failed)


class Contended(PortError):
    """Others were writing the same records at the same moment, each time we tried."""


class Unavailable(PortError):
    """It was not done. ``retry_after`` is seconds until it is worth another try."""

    def __init__(self, reason: str, *, retry_after: int = 15) -> None:
        super().__init__(reason)
        self.reason, self.retry_after = reason, retry_after


class Ambiguous(PortError):
    """The call left, no answer came."""


class Refused(PortError):
    """A no that will not change. ``code`` is the other side's own, ``alarm`` marks one that a person must look into."""

    def __init__(self, code: str, reason: str, *, alarm: bool = False) -> None:
        super().__init__(f"{code}: {reason}")
        self.code, self.reason, self.alarm = code, reason, alarm


class MediaRefused(PortError):
    """A customer's file that is not kept. ``why`` is one word, like ``gone``, ``size``, ``type``, ``digest``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class OrderFile:
    """An order and what hangs on it, each part oldest first. ``events`` is filled only by ``Orders.read_all``."""

    order: Order
    payments: tuple[PaymentAttempt, ...] = ()
    messages: tuple[Intent, ...] = ()
    events: tuple[Event, ...] = ()
    refunds: tuple[OrderRefund, ...] = ()
    parcels: tuple[Parcel, ...] = ()
    returns: tuple[GoodsReturn, ...] = ()


class Commits(Protocol):
    """The one door through which the record changes."""

    def commit(self, changes: Sequence[Change], *, token: str) -> None:
        """Make all changes or none. ``token`` is derived from what is done, so that a repeated call is the same call.

        Raises Conflict, Contended.
        """


class Orders(Protocol):
    """Orders as they are now (consistent reads)."""

    def read(self, order_id: str) -> OrderFile | None:
        """The order with its payments and messages."""

    def read_all(self, order_id: str) -> OrderFile | None:
        """The order with its whole timeline."""

    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Order], str | None]:
        """Newest first; the cursor goes on where the last page ended. Raises ValueError for a cursor we never gave."""

    def recent(self, customer_id: str, *, limit: int) -> list[Order]:
        """The customer's orders, newest first, drafts too. Which there are may lag by a moment; each is current."""

    def last_ticket(self, day: date) -> int:
        """The last ticket given that business day, 0 when none."""

    def open_day(self, day: date) -> tuple[date, int]:
        """That business day, or the next that is not locked; and its last ticket, 0 when none."""


class Catalog(Protocol):
    """Products and suppliers."""

    def products(self, skus: Iterable[str]) -> dict[str, Product]:
        """Those that exist, by sku."""

    def all_products(self) -> list[Product]:
        """Every product, by sku."""

    def supplier(self, supplier_id: str) -> Supplier | None:
        """One supplier."""

    def add_alias(self, sku: str, alias: str) -> Product | None:
        """The product, which customers may call by that name from now on; None when there is none. Raises Contended."""


class StockRoom(Protocol):
    """The counters and what moved them."""

    def items(self, ids: Iterable[str]) -> dict[str, StockItem]:
        """Those that exist, by id (consistent)."""

    def all_items(self) -> list[StockItem]:
        """Every counter, by id."""

    def record_movement(self, movement: Movement) -> bool:
        """Append a movement; False when it was there already."""

    def movements(self, item: str, *, limit: int, cursor: str | None) -> tuple[list[Movement], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""

    def correct(self, before: StockItem, *, delta: int, reason: str, request: str, close_purchase: bool) -> StockItem:
        """Add ``delta`` to available, once per ``request``. Raises Conflict when the counter moved meanwhile, the
        result would be negative, or the request was done before.
        """

    def correction(self, request: str) -> tuple[str, int, str, int] | None:
        """What a request did: item, delta, reason, available afterwards; None when it was not done."""


class Purchases(Protocol):
    """Purchase orders."""

    def draft(self, purchase: PurchaseOrder) -> bool:
        """Record it and mark its stock item as on order; False when either was there already."""

    def read(self, purchase_id: str) -> PurchaseOrder | None:
        """One purchase order."""

    def mark_sent(self, purchase_id: str, *, email_id: str) -> None:
        """The email left."""


class Customers(Protocol):
    """Profiles, found by whatever name Meta used."""

    def find(self, identity: Identity) -> Customer | None:
        """The customer behind any of the identity's names."""

    def read(self, customer_id: str) -> Customer | None:
        """One profile."""

    def save(self, customer: Customer) -> None:
        """Write the profile and an alias for each of its names."""


class Chats(Protocol):
    """Conversations and what was said in them (consistent reads)."""

    def read(self, customer_id: str) -> Chat:
        """The state of a conversation; a fresh one when nothing was ever written."""

    def said(self, customer_id: str, *, limit: int, before: int | None = None) -> list[Said]:
        """The newest messages kept, newest first; those with a place below ``before`` when it is given."""

    def said_at(self, customer_id: str, place: int) -> Said | None:
        """One message."""

    def mark_media(self, customer_id: str, place: int, *, media: StoredMedia) -> bool:
        """Note what became of a message's media; False when it was no longer due."""


class Cases(Protocol):
    """Cases as they are now."""

    def read(self, case_id: str) -> Case | None:
        """One case (consistent)."""

    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Case], str | None]:
        """Newest first. Raises ValueError for a cursor we never gave."""


class Books(Protocol):
    """The store's ledger, by business day (consistent reads). Written by ``PostEntry`` alone."""

    def entries(self, day: date) -> list[Entry]:
        """All entries of a day, in the order of their ids."""

    def entry(self, entry_id: str, *, day: date) -> Entry | None:
        """One entry of a day."""


class Reconciliations(Protocol):
    """What came of comparing with the gateway: the last report of each business day and scope."""

    def read(self, day: date, scope: Scope) -> Report | None:
        """The report (consistent)."""

    def save(self, report: Report) -> None:
        """Keep it, in the place of the one before."""


class ReportFiles(Protocol):
    """Where reports lie as files."""

    def put(self, key: str, content: bytes) -> None:
        """Keep the file under that key, in the place of the one before. Raises Unavailable, Refused."""


class Till(Protocol):
    """The cash drawer, and what became of business days (consistent reads)."""

    def drawer(self) -> Drawer:
        """The drawer; one that was never opened when nothing was ever written."""

    def shifts(self, day: date) -> list[Shift]:
        """The shifts of a day that are over, in their order."""

    def report(self, day: date) -> DayReport | None:
        """The report of a locked day."""


class GatewayFile(Protocol):
    """What is kept by the gateways' own ids (consistent reads)."""

    def order_of(self, provider: str, transaction_id: str) -> str | None:
        """The order that a payment was recorded for; None when it was never heard of."""

    def heard(self, provider: str, gateway_id: str) -> tuple[Dispute | Payout, int] | None:
        """All that was heard of a dispute or payout, with the version to replace; None when it is new."""


class Parcels(Protocol):
    """Parcels by what their couriers call them. Written by changes alone."""

    def behind(self, courier: str, tracking_code: str) -> tuple[str, str] | None:
        """The order's and the parcel's id (consistent); None when that code is nobody's."""

    def silent(self, *, since: datetime, limit: int) -> list[Parcel]:
        """Parcels on their way of which nothing was heard since then, the longest silent first; none of own riders.

        The list follows within a moment.
        """


class Outbox(Protocol):
    """Events that hang on no transaction of their own."""

    def announce(self, event: Event) -> bool:
        """Append an event once; False when it was there already."""


class MessageLog(Protocol):
    """Messages to customers: intent first, then what became of it."""

    def read(self, subject: str, intent_id: str) -> Intent | None:
        """One intent (consistent)."""

    def begin(self, intent: Intent) -> bool:
        """Record an intent before it is sent; False when it was there already."""

    def retry(self, intent: Intent, *, seen_attempts: int) -> bool:
        """Record one more attempt, SENDING again, of an intent that is SENDING or WAITING after ``seen_attempts``.

        False when somebody else did, or it has got further.
        """

    def advance(
        self, subject: str, intent_id: str, *, to: MessageState, meta_id: str | None = None, error: str | None = None
    ) -> bool:
        """Move to a state of higher RANK only; False when it already was as far or is not ours."""


@dataclass(frozen=True, kw_only=True)
class PaymentLink:
    """A page on which the customer pays. ``id`` is the gateway's."""

    id: str
    url: str


class PaymentGateway(Protocol):
    """Stripe, Razorpay: links that are opened once and closed."""

    @property
    def provider(self) -> str:
        """The gateway's name, as in the store's file: ``stripe``, ``razorpay``."""

    def open_link(
        self, *, attempt: PaymentAttempt, order: Order, store: Store, expires_at: datetime, now: datetime
    ) -> PaymentLink:
        """Open the attempt's link, or find the one that an earlier try opened. Raises Unavailable, Refused."""

    def close_link(self, attempt: PaymentAttempt) -> Payment | None:
        """Close the link for good; the payment, if it turns out to have been paid. Raises Unavailable, Refused."""


class RefundDesk(Protocol):
    """Money back to the customer, at the gateway that took it."""

    @property
    def provider(self) -> str:
        """The gateway's name, as in the store's file."""

    def refund(self, *, refund_id: str, transaction_id: str, amount: Money, order_id: str, store_id: str) -> Refund:
        """Ask for a refund, or find the one that an earlier call asked for: one ``refund_id`` is one refund, for ever.

        It may come back pending, and failed too. Raises Unavailable, Refused (more than is left; already refunded).
        """

    def follow(self, refund: Refund) -> Refund:
        """The refund as it stands now. Raises Unavailable, Refused."""


class GatewayBooks(Protocol):
    """What a gateway says when it is asked: lists from ``since`` until before ``until``, newest first.

    Each is a generator that asks for a page when its reader gets there, and raises Unavailable and Refused then. What
    cannot be understood is Unread, and the list goes on.
    """

    @property
    def provider(self) -> str:
        """The gateway's name, as in the store's file."""

    def links(self, *, since: datetime, until: datetime) -> Iterator[ListedLink | Unread]:
        """Links made in that time."""

    def payments(self, *, since: datetime, until: datetime) -> Iterator[ListedPayment | Unread]:
        """Payments of that time; some gateways list those that failed too."""

    def refunds(self, *, since: datetime, until: datetime) -> Iterator[Refund | Unread]:
        """Refunds made in that time, also those that we did not ask for."""

    def disputes(self, *, since: datetime, until: datetime) -> Iterator[Dispute | Unread]:
        """Disputes opened in that time."""

    def payouts(self, *, since: datetime, until: datetime) -> Iterator[Payout | Unread]:
        """Payouts to the bank made in that time."""

    def movements(self, *, since: datetime, until: datetime) -> Iterator[BalanceMovement | Unread]:
        """Movements of the gateway's balance (Stripe), or those settled in that time (Razorpay)."""

    def movements_of(self, payout: Payout) -> Iterator[BalanceMovement | Unread]:
        """What a payout is made of."""


@dataclass(frozen=True, kw_only=True)
class Booking:
    """What a courier gives for a booked parcel. ``cost`` is in minor units of ``currency``; None: it does not say."""

    shipment_id: str
    tracking_code: str
    courier_name: str
    label_url: str
    tracking_url: str = ""
    cost: int | None = None
    currency: str = ""
    expected: date | None = None


class Courier(Protocol):
    """EasyPost, Shiprocket, the store's own rider. Calls may be repeated after a crash: one parcel is one shipment."""

    @property
    def name(self) -> str:
        """As in the store's file: ``easypost``, ``shiprocket``, ``own_rider``."""

    def prepare(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> str:
        """Make what ``book`` buys, which costs nothing yet; its id, which is kept as ``Parcel.prepared`` before.

        Empty for a courier that itself sees to it that one parcel is booked once. Raises Unavailable, Refused.
        """

    def book(self, parcel: Parcel, *, order: Order, store: Store, due: int, now: datetime) -> Booking:
        """Book the parcel, in or out, or find the shipment that an earlier call booked. Raises Unavailable, Refused.

        ``due`` (minor units) is to be collected at the door; 0: it is paid, or another parcel's to collect.
        """

    def track(self, parcel: Parcel, *, now: datetime) -> ParcelNews:
        """All that the courier knows of a booked parcel. Raises Unavailable, Refused."""

    def instruct(self, parcel: Parcel, instruction: Instruction, *, now: datetime) -> None:
        """Say what to do after a failed attempt; the same again changes nothing. Raises Unavailable, Refused.

        Refused with the code ``by_hand``: this courier has no door for it, a person has to call.
        """

    def cancel(self, parcel: Parcel, *, now: datetime) -> None:
        """Give a booked parcel up before the courier has it. Raises Unavailable, Refused (it is on its way)."""


class Wording(Protocol):
    """Every text a customer may read, in each language."""

    def say(self, language: str, key: str, **values: object) -> str:
        """The text with its placeholders filled. Raises KeyError for a key or a placeholder that is missing."""


class Messenger(Protocol):
    """WhatsApp."""

    def send(self, *, to: Identity, message: OutboundMessage, tag: str) -> str:
        """Ask Meta to send; returns Meta's message id. Raises Unavailable, Ambiguous, Refused."""

    def mark_read(self, message_id: str) -> None:
        """Let the customer see that their message was read. A courtesy: tried once, in short, and never an error."""


class Timers(Protocol):
    """One-time wake-up calls."""

    def arm(self, *, name: str, at: datetime, payload: Mapping[str, str]) -> None:
        """Wake ``run_timer`` with the payload at that time; arming the same name again changes nothing."""


class Mailer(Protocol):
    """Email to suppliers."""

    def send(self, *, to: str, subject: str, text: str) -> str:
        """Hand the email over; returns its id. Raises Unavailable, Refused."""


@dataclass(frozen=True, kw_only=True)
class FetchedMedia:
    """A customer's file, checked: ``file`` stands at its beginning and is the caller's to close, ``sha256`` is hex."""

    file: IO[bytes]
    size: int
    sha256: str
    extension: str
    mime_type: str


class MediaSource(Protocol):
    """Where customers' files wait."""

    def fetch(self, media: Media) -> FetchedMedia:
        """The file, if it is what it says and not too large. Raises Unavailable, Refused, MediaRefused."""


class FileLinks(Protocol):
    """How somebody is shown a customer's file who may see it."""

    def link(self, key: str, *, seconds: int, now: datetime, filename: str | None = None) -> str:
        """A URL that shows the file to whoever has it, for so long; with ``filename`` it is saved, not shown."""


class MediaShelf(Protocol):
    """Where the store keeps customers' files."""

    def put(self, key: str, media: FetchedMedia) -> None:
        """Keep the file under that key; the same again changes nothing. Raises Unavailable, Refused."""
