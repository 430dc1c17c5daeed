"""What goes wrong, as the person who asked is told: RFC 9457, chosen by the type of the error and nowhere else.

Malformed           the request cannot be read at all                    400
MissingKey          a POST without a usable Idempotency-Key              400
NotFound            there is no such thing, or no such route             404
WrongMethod         the route exists, for other methods                  405
CourierTells        the parcel's courier says where it is, nobody else   409
NoSuchCourier       the store has no such courier                        409
TooLarge            the body is longer than any we take                  413
Invalid             the fields are not what is expected; says which      422
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from functions.staff_api.access import Forbidden, Unauthenticated
from functions.staff_api.contract import FieldError, Problem
from shared.domain.case import IllegalCaseMove
from shared.domain.drawer import DrawerClosed, DrawerOpen, NotCounted, NothingCarried, NotInDrawer
from shared.domain.drawer import RequestReused as ActReused
from shared.ports import Contended, Unavailable
from shared.usecases.assign_order import NotAnOrderYet, TakenByAnother
from shared.usecases.cancel_by_staff import TooLateToCancel
from shared.usecases.close_day import DayNotBegun
from shared.usecases.correct_draft import NotADraft, UnknownOrder
from shared.usecases.correct_stock import NotEnoughStock, RequestReused, UnknownItem
from shared.usecases.decide_return import NothingWasPaid
from shared.usecases.give_up_parcel import OnItsWay
from shared.usecases.inspect_return import MoreThanSent
from shared.usecases.instruct_delivery import AlreadyInstructed, DayNotAllowed, NotInTheArea, NotWaiting
from shared.usecases.move_order import NotPossible
from shared.usecases.parcel_room import UnknownParcel
from shared.usecases.replace_goods import NotReplaceable
from shared.usecases.request_parcel import NotInTheOrder, NotSent
from shared.usecases.request_refund import MoreThanLeft
from shared.usecases.request_return import NothingToReturn, NotToReturn
from shared.usecases.return_room import NotNow, UnknownReturn
from shared.usecases.scan_by_hand import IllegalScan
from shared.usecases.staff_desk import ClaimedByAnother, UnknownCase, WindowClosed
from shared.usecases.staff_desk import RequestReused as KeyReused
from shared.usecases.take_payment import NotPayable, NotTaken, TooLittleTendered, TooMuch


class Malformed(Exception):
    """The request cannot be read."""


class MissingKey(Exception):
    """A POST without a usable ``Idempotency-Key``."""


class NotFound(Exception):
    """No such thing."""


class WrongMethod(Exception):
    """The path has other methods: ``allowed``."""

    def __init__(self, allowed: Sequence[str]) -> None:
        super().__init__("this path takes " + ", ".join(allowed))
        self.allowed = tuple(allowed)


class CourierTells(Exception):
    """Where a parcel is, its ``courier`` says; staff say it of the store's own riders' parcels."""

    def __init__(self, courier: str) -> None:
        super().__init__(f"{courier} brings this parcel and says itself where it is; the order's status can be set")
        self.courier = courier


class NoSuchCourier(Exception):
    """The store does not send with ``wanted``; ``offered`` are those that it has."""

    def __init__(self, wanted: str, offered: Sequence[str]) -> None:
        has = " and ".join(offered) or "no courier"
        super().__init__(f"the store sends with {has}" + (f", not with {wanted}" if wanted else ""))
        self.wanted, self.offered = wanted, tuple(offered)


class TooLarge(Exception):
    """The body has more than ``largest`` bytes."""

    def __init__(self, largest: int) -> None:
        super().__init__(f"a body may have at most {largest} bytes")
        self.largest = largest


class Invalid(Exception):
    """Fields that are not what is expected."""

    def __init__(self, *errors: FieldError) -> None:
        super().__init__("; ".join(f"{error.field}: {error.expected}" for error in errors))
        self.errors = errors


@dataclass(frozen=True, kw_only=True)
class Kind:
    """How an error is told. ``detail`` None: the error's own words, which are meant for the person who asked."""

    status: int
    name: str
    title: str
    detail: str | None = None


_ABSENT = Kind(status=404, name="not-found", title="Not found", detail="There is no such thing at this store.")

_REUSED = Kind(
    status=422,
    name="idempotency-key-reused",
    title="Idempotency-Key was used before",
    detail="The key belongs to an earlier request that asked for something else. Use a new key.",
)

KINDS: dict[type[Exception], Kind] = {
    Malformed: Kind(status=400, name="malformed", title="The request cannot be read"),
    MissingKey: Kind(
        status=400,
        name="idempotency-key-missing",
        title="Idempotency-Key is missing",
        detail="Send the header Idempotency-Key with 1 to 255 printable ASCII characters, such as a new UUID for each "
        "thing you want done and the same one when you repeat it: then a repeat can do no harm.",
    ),
    Unauthenticated: Kind(
        status=401, name="unauthenticated", title="Sign in first", detail="Send a token of this store's app client."
    ),
    Forbidden: Kind(status=403, name="forbidden", title="Not yours to do"),
    NotFound: _ABSENT,
    UnknownItem: _ABSENT,
    UnknownCase: _ABSENT,
    UnknownOrder: _ABSENT,
    UnknownParcel: _ABSENT,
    UnknownReturn: _ABSENT,
    WrongMethod: Kind(status=405, name="method-not-allowed", title="Method not allowed"),
    NotEnoughStock: Kind(status=409, name="not-enough-stock", title="Not enough stock"),
    ClaimedByAnother: Kind(status=409, name="claimed-by-another", title="Somebody else has this case"),
    IllegalCaseMove: Kind(
        status=409,
        name="case-closed",
        title="The case is closed",
        detail="A closed case stays closed: what the customer writes next opens a new one.",
    ),
    NotADraft: Kind(status=409, name="not-a-draft", title="The customer has confirmed this order"),
    WindowClosed: Kind(
        status=409,
        name="window-closed",
        title="WhatsApp takes no free message to this customer now",
        detail="The customer last wrote more than 24 hours ago. Call them, or wait until they write again.",
    ),
    NotPayable: Kind(status=409, name="not-payable", title="The order takes no money now"),
    NotTaken: Kind(status=409, name="method-not-taken", title="The store does not take money this way"),
    TooMuch: Kind(status=409, name="more-than-due", title="More than is owed"),
    TooLittleTendered: Kind(status=409, name="too-little-tendered", title="Too little was handed over"),
    DrawerClosed: Kind(status=409, name="drawer-closed", title="The drawer is closed"),
    DrawerOpen: Kind(status=409, name="drawer-open", title="A shift is open"),
    NotCounted: Kind(status=409, name="not-counted", title="The drawer was not counted"),
    NotInDrawer: Kind(status=409, name="not-in-drawer", title="The drawer does not hold so much"),
    NothingCarried: Kind(status=409, name="nothing-carried", title="Nothing to hand in"),
    DayNotBegun: Kind(status=409, name="day-not-begun", title="That day is still to come"),
    ActReused: _REUSED,
    MoreThanLeft: Kind(status=409, name="more-than-left", title="More than is left of the payment"),
    NotPossible: Kind(status=409, name="not-possible", title="The order cannot become that now"),
    IllegalScan: Kind(status=409, name="not-possible", title="The parcel cannot become that now"),
    CourierTells: Kind(status=409, name="courier-tells", title="The courier says where this parcel is"),
    NoSuchCourier: Kind(status=409, name="no-such-courier", title="The store has no such courier"),
    NotSent: Kind(status=409, name="not-sent", title="Nothing of this order is sent now"),
    NotInTheOrder: Kind(status=409, name="not-in-the-order", title="More than is left to send"),
    TakenByAnother: Kind(status=409, name="taken-by-another", title="Somebody else looks after this order"),
    NotAnOrderYet: Kind(status=409, name="not-confirmed", title="The customer has not confirmed this order"),
    TooLateToCancel: Kind(status=409, name="too-late", title="The order cannot be cancelled"),
    OnItsWay: Kind(status=409, name="on-its-way", title="The parcel cannot be given up"),
    NotWaiting: Kind(status=409, name="not-waiting", title="The courier waits for no instruction"),
    AlreadyInstructed: Kind(status=409, name="already-instructed", title="Something else was said already"),
    NotNow: Kind(status=409, name="not-now", title="Not at this point of the return"),
    NothingToReturn: Kind(status=409, name="nothing-to-return", title="Nothing of this order can come back"),
    NotToReturn: Kind(status=409, name="not-to-return", title="More than can come back"),
    NothingWasPaid: Kind(status=409, name="nothing-was-paid", title="There is no money to give back"),
    NotReplaceable: Kind(status=409, name="not-replaceable", title="The goods cannot be sent again"),
    MoreThanSent: Kind(status=409, name="more-than-sent", title="More than the return has"),
    TooLarge: Kind(status=413, name="too-large", title="Body too large"),
    Invalid: Kind(status=422, name="invalid", title="Fields are not as expected"),
    DayNotAllowed: Kind(status=422, name="day-not-allowed", title="Not a day for another attempt"),
    NotInTheArea: Kind(status=422, name="not-in-the-area", title="The store does not deliver there"),
    RequestReused: _REUSED,
    KeyReused: _REUSED,
    Contended: Kind(
        status=503,
        name="contended",
        title="Too many at once",
        detail="Send the same request again, with the same Idempotency-Key if it had one.",
    ),
    Unavailable: Kind(
        status=503,
        name="unavailable",
        title="Not available right now",
        detail="Send the same request again, with the same Idempotency-Key if it had one.",
    ),
}


def problem_of(error: Exception) -> tuple[Problem, dict[str, str]]:
    """The problem to answer with, and headers that belong to it. Raises KeyError for an error that is not in KINDS."""
    kind = next(KINDS[cls] for cls in type(error).__mro__ if cls in KINDS)
    problem = Problem(
        type=f"urn:tillhook:problem:{kind.name}",
        title=kind.title,
        status=kind.status,
        detail=kind.detail or f"{error}.",
        errors=list(error.errors) if isinstance(error, Invalid) else [],
    )
    return problem, _headers(error)


def _headers(error: Exception) -> dict[str, str]:
    match error:
        case Unauthenticated():
            return {"www-authenticate": "Bearer"}
        case WrongMethod():
            return {"allow": ", ".join(error.allowed)}
        case Contended():
            return {"retry-after": "1"}
        case Unavailable():
            return {"retry-after": str(error.retry_after)}
    return {}
