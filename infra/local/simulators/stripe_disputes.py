"""A cardholder disputes a charge at Stripe: the money is taken at once and comes back when the dispute is won."""

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.gateways import Complaint, WrongMoment
from infra.local.simulators.stripe_balance import DISPUTE_FEE, Balance
from infra.local.simulators.stripe_news import News
from infra.local.simulators.stripe_sales import Sale
from infra.local.simulators.world import Json

OPEN = frozenset({"needs_response", "under_review", "warning_needs_response", "warning_under_review"})
INQUIRY = "warning_"


class Disputes:
    """Disputes and inquiries. An inquiry (`warning_...`) moves no money."""

    def __init__(self, news: News, balance: Balance) -> None:
        self._news = news
        self._balance = balance

    def open(self, sale: Sale, charge: Json, complaint: Complaint) -> Json:
        """The bank takes `amount` and a fee, unless it only asks."""
        amount = complaint.amount or charge["amount"]
        dispute = objects.dispute(charge, amount=amount, reason=complaint.reason, now=self._news.now())
        charge["disputed"] = True
        sale.disputes.append(dispute)
        if complaint.inquiry:
            dispute["status"] = INQUIRY + dispute["status"]
            self._tell(sale, "created", dispute)
            return dispute
        self._tell(sale, "created", dispute)
        self._move(sale, dispute, -amount, fee=DISPUTE_FEE, category="dispute")
        self._tell(sale, "funds_withdrawn", dispute)
        return dispute

    def settle(self, sale: Sale, dispute: Json, outcome: str) -> None:
        """The bank looks at it (`under_review`) or decides: won or lost. Raises `WrongMoment`."""
        before = dispute["status"]
        if before not in OPEN or outcome not in {"under_review", "won", "lost"}:
            raise WrongMoment(dispute["id"], before, outcome)
        inquiry = INQUIRY if before.startswith(INQUIRY) else ""
        if outcome == "under_review":
            dispute["status"] = inquiry + outcome
            self._tell(sale, "updated", dispute, previous={"status": before})
            return
        dispute["status"] = "warning_closed" if inquiry else outcome
        if outcome == "won" and not inquiry:
            self._move(sale, dispute, dispute["amount"], category="dispute_reversal")
            self._tell(sale, "funds_reinstated", dispute)
        self._tell(sale, "closed", dispute)

    def _move(self, sale: Sale, dispute: Json, amount: int, *, category: str, fee: int = 0) -> None:
        moved = self._balance.move(sale.store, "adjustment", amount, dispute, fee=fee, category=category)
        dispute["balance_transactions"] = [*dispute["balance_transactions"], moved]

    def _tell(self, sale: Sale, what: str, dispute: Json, *, previous: Json | None = None) -> None:
        name = f"charge.dispute.{what}"
        self._news.tell(sale.store, name, dispute, subject=sale.session["id"], previous=previous)
