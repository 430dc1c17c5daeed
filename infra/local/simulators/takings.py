"""What testers and the payment page do with a sale's money, told once for all imitated gateways."""

from abc import ABC, abstractmethod
from typing import Generic, Protocol, TypeVar

from infra.local.simulators.desk import Desk
from infra.local.simulators.gateways import Bill, Complaint, Payment
from infra.local.simulators.world import Json, Store


class Sale(Protocol):
    """A payment link and what became of it, in the gateway's own objects."""

    refunds: list[Json]
    disputes: list[Json]

    @property
    def link(self) -> Json:
        """What the store asked for and the customer pays."""
        ...


SaleT = TypeVar("SaleT", bound=Sale)


class Sales(Protocol[SaleT]):
    """All links of all stores."""

    def of(self, store: Store) -> list[SaleT]:
        """One store's, newest first."""
        ...

    def find(self, id_: str) -> SaleT | None:
        """The sale that the link, payment, refund or dispute with this id is part of."""
        ...

    def listed(self, store_id: str | None) -> list[Json]:
        """Links and refunds, oldest first, as `GET /sim/payments` shows them."""
        ...

    def bill(self, payment_id: str) -> Bill | None:
        """The link with this id as the customer sees it."""
        ...

    def pay(self, payment_id: str, payment: Payment) -> None:
        """Pay the link. Raises `Unpayable`."""
        ...

    def settle(self, sale: SaleT, outcome: str) -> None:
        """Decide a pending payment. Raises `WrongMoment`."""
        ...

    def close_expired(self) -> None:
        """Close every link whose time is over."""
        ...


SaleT_contra = TypeVar("SaleT_contra", bound=Sale, contravariant=True)


class Refunds(Protocol[SaleT_contra]):
    """Money on its way back."""

    ending: str

    def settle(self, sale: SaleT_contra, refund: Json, outcome: str) -> None:
        """Decide it. Raises `WrongMoment`."""
        ...


class Disputes(Protocol[SaleT_contra]):
    """What customers' banks say."""

    def open(self, sale: SaleT_contra, paid: Json, complaint: Complaint) -> Json:
        """Dispute a payment."""
        ...

    def settle(self, sale: SaleT_contra, dispute: Json, outcome: str) -> None:
        """Decide it. Raises `WrongMoment`."""
        ...


class Takings(ABC, Generic[SaleT]):
    """A gateway's side towards testers and the payment page (`gateways.Gateway`), whatever its API looks like."""

    def __init__(self, *, desk: Desk, sales: Sales[SaleT], refunds: Refunds[SaleT], disputes: Disputes[SaleT]) -> None:
        # Two underscores: a gateway has some of these itself, with more to them.
        self.__desk, self.__sales, self.__refunds, self.__disputes = desk, sales, refunds, disputes

    @abstractmethod
    def paid(self, payment_id: str) -> tuple[SaleT, Json]:
        """The sale of a paid link and its payment. Raises `Unpayable`."""

    @abstractmethod
    def payouts(self, store: Store) -> list[Json]:
        """What went to the store's bank, newest first."""

    @abstractmethod
    def fail_payout(self, store: Store, payout: Json, outcome: str) -> None:
        """The bank sends it back. Raises `WrongMoment`, also for any other outcome."""

    def payments(self, store_id: str | None) -> list[Json]:
        """Links and refunds."""
        return self.__sales.listed(store_id)

    def bill(self, payment_id: str) -> Bill | None:
        """The link with this id."""
        return self.__sales.bill(payment_id)

    def pay(self, payment_id: str, payment: Payment) -> None:
        """The customer pays, tries to, or a bank is asked."""
        self.__sales.pay(payment_id, payment)

    def refunds_end(self, outcome: str) -> None:
        """What becomes of refunds."""
        self.__refunds.ending = outcome

    def dispute(self, payment_id: str, complaint: Complaint) -> Json:
        """The customer's bank disputes the payment."""
        sale, paid = self.paid(payment_id)
        return self.__disputes.open(sale, paid, complaint)

    def settle(self, id_: str, outcome: str) -> Json | None:
        """A payment, a refund, a dispute or a payout is decided. Raises `WrongMoment`."""
        for store in self.__desk.world.stores.values():
            for payout in self.payouts(store):
                if payout["id"] == id_:
                    self.fail_payout(store, payout, outcome)
                    return payout
        sale = self.__sales.find(id_)
        if sale is None:
            return None
        if sale.link["id"] == id_:
            self.__sales.settle(sale, outcome)
            return sale.link
        for refund in sale.refunds:
            if refund["id"] == id_:
                self.__refunds.settle(sale, refund, outcome)
                return refund
        found = next(one for one in sale.disputes if one["id"] == id_)
        self.__disputes.settle(sale, found, outcome)
        return found

    def book(self, store_id: str | None) -> dict[str, list[Json]]:
        """Disputes and payouts."""
        stores = [one for one in self.__desk.world.stores.values() if store_id in {None, one.id}]
        return {
            "disputes": [one for store in stores for sale in self.__sales.of(store)[::-1] for one in sale.disputes],
            "payouts": [one for store in stores for one in self.payouts(store)[::-1]],
        }

    def close_expired(self) -> None:
        """Expire links whose time is over."""
        self.__sales.close_expired()
