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
    """A payment link as the customer sees it. `status` is open, paid, expired or cancelled."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class Payment:
    """How a customer pays: normally the `amount` (minor units) and `currency` asked for; `late` is a payment that was
    under way when the link closed and comes through nevertheless.
    """

    amount: int | None = None
    currency: str | None = None
    failed: bool = False
    late: bool = True


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

    def close_expired(self) -> None:
        """Close every link whose time is over and tell the store."""
        ...
