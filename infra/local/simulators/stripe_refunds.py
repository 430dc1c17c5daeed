"""What becomes of Stripe's refunds: done at once, or pending and then done or failed."""

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.gateways import WrongMoment
from infra.local.simulators.stripe_balance import Balance
from infra.local.simulators.stripe_news import News
from infra.local.simulators.stripe_sales import Sale
from infra.local.simulators.world import Json

FAILURE = "expired_or_canceled_card"


class Refunds:
    """`ending` is what becomes of new refunds: succeeded, pending (until somebody settles them) or failed."""

    def __init__(self, news: News, balance: Balance) -> None:
        self._news = news
        self._balance = balance
        self.ending = "succeeded"

    def make(self, sale: Sale, charge: Json, *, amount: int, reason: str | None, metadata: Json) -> Json:
        """Give back `amount` of a charge that has at least as much left."""
        refund = objects.refund(charge, amount=amount, reason=reason, metadata=metadata, now=self._news.now())
        refund["balance_transaction"] = self._balance.move(sale.store, "refund", -amount, refund)["id"]
        if self.ending != "succeeded":
            refund["status"] = "pending"
        previous = {"amount_refunded": charge["amount_refunded"]}
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        sale.refunds.append(refund)
        self._tell(sale, "refund.created", refund)
        self._tell(sale, "charge.refunded", charge, previous=previous)
        if self.ending == "succeeded":
            self._tell(sale, "refund.updated", refund, previous={"balance_transaction": None})
        elif self.ending == "failed":
            self.settle(sale, refund, "failed")
        return refund

    def settle(self, sale: Sale, refund: Json, outcome: str) -> None:
        """A pending refund succeeds; a pending or succeeded one fails, and its money is back in the balance.

        Raises `WrongMoment`.
        """
        before = refund["status"]
        if (outcome, before) not in {("succeeded", "pending"), ("failed", "pending"), ("failed", "succeeded")}:
            raise WrongMoment(refund["id"], before, outcome)
        refund["status"] = outcome
        previous = {"status": before}
        if outcome == "failed" and sale.charge:
            refund["failure_reason"] = FAILURE
            back = self._balance.move(sale.store, "refund_failure", refund["amount"], refund)
            refund["failure_balance_transaction"] = back["id"]
            sale.charge["amount_refunded"] -= refund["amount"]
            sale.charge["refunded"] = False
            self._tell(sale, "refund.failed", refund, previous=previous)
        self._tell(sale, "refund.updated", refund, previous=previous)

    def _tell(self, sale: Sale, type_: str, about: Json, *, previous: Json | None = None) -> None:
        self._news.tell(sale.store, type_, about, subject=sale.session["id"], previous=previous)
