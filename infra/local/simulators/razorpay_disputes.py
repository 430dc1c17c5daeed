"""A customer's bank disputes a Razorpay payment: money is taken when the dispute is lost, or at once if so agreed."""

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.gateways import Complaint, WrongMoment
from infra.local.simulators.razorpay_news import News
from infra.local.simulators.razorpay_sales import Sale
from infra.local.simulators.razorpay_settlements import Settlements
from infra.local.simulators.world import Json

OPEN = frozenset({"open", "under_review"})


class Disputes:
    """Opened, under review, won, lost, closed."""

    def __init__(self, news: News, settlements: Settlements) -> None:
        self._news = news
        self._settlements = settlements

    def open(self, sale: Sale, paid: Json, complaint: Complaint) -> Json:
        """A dispute of part or all of a payment."""
        amount = complaint.amount or paid["amount"]
        dispute = objects.dispute(paid, amount=amount, reason=complaint.reason, now=self._news.now())
        sale.disputes.append(dispute)
        if complaint.at_once:
            self._take(sale, dispute, paid)
        self._tell(sale, "created", dispute, paid)
        return dispute

    def settle(self, sale: Sale, dispute: Json, outcome: str) -> None:
        """It is looked at (`under_review`) or decided: won, lost or closed. Raises `WrongMoment`."""
        if dispute["status"] not in OPEN or outcome not in {"under_review", "won", "lost", "closed"}:
            raise WrongMoment(dispute["id"], dispute["status"], outcome)
        paid = next(one for one in sale.payments if one["id"] == dispute["payment_id"])
        dispute["status"] = outcome
        if outcome == "lost" and not dispute["amount_deducted"]:
            self._take(sale, dispute, paid)
        if outcome in {"won", "closed"} and dispute["amount_deducted"]:
            why = "Dispute amount returned"
            self._settlements.adjusted(sale.store, dispute["amount_deducted"], paid, why=why, dispute=dispute["id"])
            dispute["amount_deducted"] = 0
        self._tell(sale, outcome, dispute, paid)

    def _take(self, sale: Sale, dispute: Json, paid: Json) -> None:
        dispute["amount_deducted"] = dispute["amount"]
        self._settlements.adjusted(
            sale.store, -dispute["amount"], paid, why="Dispute amount deducted", dispute=dispute["id"]
        )

    def _tell(self, sale: Sale, what: str, dispute: Json, paid: Json) -> None:
        entities = {"payment": paid, "dispute": dispute}
        self._news.tell(sale.store, f"payment.dispute.{what}", entities, subject=sale.link["id"])
