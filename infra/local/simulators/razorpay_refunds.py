"""What becomes of Razorpay's refunds: created as pending, then processed or failed."""

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.gateways import WrongMoment
from infra.local.simulators.razorpay_news import News
from infra.local.simulators.razorpay_sales import REFUND_STATUSES, Sale
from infra.local.simulators.razorpay_settlements import Settlements
from infra.local.simulators.world import Json


class Refunds:
    """`ending` is what becomes of new refunds: succeeded, pending (until somebody settles them) or failed."""

    def __init__(self, news: News, settlements: Settlements) -> None:
        self._news = news
        self._settlements = settlements
        self.ending = "succeeded"

    def make(self, sale: Sale, paid: Json, *, amount: int, asked: Json) -> Json:
        """Give back `amount`; told as created and, when it does not stay pending, right after as ended."""
        refund = objects.refund(paid, amount=amount, asked=asked, now=self._news.now())
        _count(paid, amount)
        sale.refunds.append(refund)
        self._settlements.refunded(sale.store, refund, paid)
        self._tell(sale, "created", refund, paid)
        if self.ending != "pending":
            self.settle(sale, refund, self.ending)
        return refund

    def settle(self, sale: Sale, refund: Json, outcome: str) -> None:
        """A pending refund is processed (`succeeded`) or fails. Raises `WrongMoment`."""
        before = REFUND_STATUSES[refund["status"]]
        if before != "pending" or outcome not in {"succeeded", "failed"}:
            raise WrongMoment(refund["id"], before, outcome)
        paid = next(one for one in sale.payments if one["id"] == refund["payment_id"])
        if outcome == "succeeded":
            refund |= {"status": "processed", "acquirer_data": {"arn": objects.new_id("arn")}}
            self._tell(sale, "processed", refund, paid)
            return
        refund["status"] = "failed"
        _count(paid, -refund["amount"])
        self._settlements.adjusted(sale.store, refund["amount"], paid, why="Refund failed")
        self._tell(sale, "failed", refund, paid)

    def _tell(self, sale: Sale, what: str, refund: Json, paid: Json) -> None:
        entities = {"refund": refund, "payment": paid}
        self._news.tell(sale.store, f"refund.{what}", entities, subject=sale.link["id"])


def _count(paid: Json, amount: int) -> None:
    paid["amount_refunded"] += amount
    full = paid["amount_refunded"] == paid["amount"]
    paid["refund_status"] = ("full" if full else "partial") if paid["amount_refunded"] else None
