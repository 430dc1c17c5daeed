"""What testers and the payment page do with any payment gateway: list, look at a bill, pay it."""

from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request

from infra.local.simulators.desk import BadRequest, Provider
from infra.local.simulators.world import Json, Store


@dataclass(frozen=True, slots=True, kw_only=True)
class BillLine:
    """One line of a bill; `amount` is the line's total in minor units, None when the gateway was only told a sum."""

    name: str
    quantity: int
    amount: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Bill:
    """A payment link as the customer sees it. `status` is open, pending, paid, failed, expired or cancelled."""

    id: str
    gateway: str
    merchant: str
    lines: tuple[BillLine, ...]
    amount: int
    currency: str
    status: str
    return_url: str
    reference: str


@dataclass(frozen=True, slots=True)
class Call:
    """One API call of a store that showed a valid key; `asked` is the decoded body."""

    store: Store
    request: Request
    asked: Json

    @property
    def id(self) -> str:
        """The id in the path."""
        return str(self.request.path_params["id"])


class Unpayable(BadRequest):
    """The link is paid already."""

    def __init__(self, payment_id: str, status: str) -> None:
        super().__init__(f"{payment_id} is {status}", code=409)


class WrongMoment(BadRequest):
    """What is asked for cannot follow on what is."""

    def __init__(self, id_: str, status: str, outcome: str) -> None:
        super().__init__(f"{id_} is {status} and cannot become {outcome}", code=409)


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How a customer pays: normally the `amount` (minor units) and `currency` asked for; `late` is a payment that was
    under way when the link closed and comes through nevertheless. `outcome` is paid, failed, or pending: the bank
    answers later, by `settle`.
    """

    amount: int | None = None
    currency: str | None = None
    outcome: str = "paid"
    late: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Complaint:
    """What a cardholder's bank says: about `amount` (minor units; None: all) and why.

    `inquiry`: it only asks (Stripe). `at_once`: the money is taken when it complains, not when it wins (Razorpay).
    """

    amount: int | None = None
    reason: str = "fraudulent"
    inquiry: bool = False
    at_once: bool = False


class Gateway(Provider, Protocol):
    """A provider that takes money."""

    def payments(self, store_id: str | None) -> list[Json]:
        """Links and refunds, oldest first, as `GET /sim/payments` shows them."""
        ...

    def bill(self, payment_id: str) -> Bill | None:
        """The link with this id, if it is this gateway's."""
        ...

    def pay(self, payment_id: str, payment: Payment) -> None:
        """Pay the link and tell the store. Raises `Unpayable`."""
        ...

    def refund(self, payment_id: str, amount: int | None) -> Json:
        """A refund made by hand at the gateway: of `amount`, or of what is left. Raises `BadRequest`."""
        ...

    def refunds_end(self, outcome: str) -> None:
        """From now on refunds succeed, stay pending, or fail."""
        ...

    def dispute(self, payment_id: str, complaint: Complaint) -> Json:
        """A cardholder complains about a paid link. Raises `BadRequest`."""
        ...

    def settle(self, id_: str, outcome: str) -> Json | None:
        """Decide a pending payment, a refund, a dispute or a payout; None: none of this gateway has the id.

        Raises `WrongMoment`.
        """
        ...

    def pay_out(self, store_id: str) -> list[Json]:
        """Send the store's balance to its bank and tell it."""
        ...

    def book(self, store_id: str | None) -> dict[str, list[Json]]:
        """Disputes and payouts as the gateway's API shows them, oldest first."""
        ...

    def close_expired(self) -> None:
        """Close every link whose time is over and tell the store."""
        ...
