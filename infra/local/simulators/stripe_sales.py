"""What happens to Stripe's sessions: opened, paid at once or later, expired."""

from dataclasses import dataclass, field

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.gateways import Bill, BillLine, Payment, Unpayable, WrongMoment
from infra.local.simulators.stripe_balance import Balance
from infra.local.simulators.stripe_forms import LONGEST_SECONDS, check_session, metadata
from infra.local.simulators.stripe_news import News
from infra.local.simulators.world import Json, Store


@dataclass(slots=True)
class Sale:
    """One Checkout Session with what it was made of and what became of it."""

    store: Store
    session: Json
    lines: list[Json]
    intent_metadata: Json
    url: str
    intent: Json | None = None
    charge: Json | None = None
    refunds: list[Json] = field(default_factory=list)
    disputes: list[Json] = field(default_factory=list)

    @property
    def link(self) -> Json:
        """The session: its page is what the customer pays on."""
        return self.session

    @property
    def status(self) -> str:
        """Open, pending (a bank takes its time), paid, failed (it said no), expired."""
        if self.session["status"] != "complete":
            return str(self.session["status"])
        if self.session["payment_status"] == "paid":
            return "paid"
        return "pending" if self.intent and self.intent["status"] == "processing" else "failed"

    @property
    def reference(self) -> str:
        """The store's own reference: `metadata[order_id]`, else `client_reference_id`."""
        return str(self.session["metadata"].get("order_id") or self.session["client_reference_id"] or "")


class Sales:
    """All sessions of all stores. Amounts in minor units, currencies in lower case as Stripe writes them."""

    def __init__(self, news: News, balance: Balance) -> None:
        self._news = news
        self._balance = balance
        self._sales: dict[str, Sale] = {}

    def clear(self) -> None:
        """Forget them all."""
        self._sales.clear()

    def of(self, store: Store) -> list[Sale]:
        """The sessions of one account, newest first."""
        return [sale for sale in self._sales.values() if sale.store.id == store.id][::-1]

    def open(self, store: Store, form: Json, *, origin: str) -> Sale:
        """Create a session. Raises `StripeError`."""
        now = self._news.now()
        lines = check_session(form, now=now)
        expires_at = int(form.get("expires_at") or now + LONGEST_SECONDS)
        session = objects.session(form, lines, now=now, metadata=metadata(form), expires_at=expires_at)
        session["url"] = f"{origin}/pay/{session['id']}"
        intent_metadata = metadata(form.get("payment_intent_data") or {})
        sale = Sale(store, session, lines, intent_metadata, session["url"])
        self._sales[session["id"]] = sale
        self._news.show(store, session["id"], sale.status)
        return sale

    def expire(self, sale: Sale) -> None:
        """Close an open session."""
        sale.session |= {"status": "expired", "url": None}
        self._tell(sale, "checkout.session.expired", sale.session)

    def close_expired(self) -> None:
        """Expire open sessions whose time is over."""
        now = self._news.now()
        for sale in self._sales.values():
            if sale.session["status"] == "open" and sale.session["expires_at"] <= now:
                self.expire(sale)

    def find(self, id_: str) -> Sale | None:
        """The sale whose session, refund or dispute has this id."""
        if sale := self._sales.get(id_):
            return sale
        for sale in self._sales.values():
            if any(one["id"] == id_ for one in (*sale.refunds, *sale.disputes)):
                return sale
        return None

    def pay(self, payment_id: str, payment: Payment) -> None:
        """A card is charged, or declined; or a bank is asked that will answer later. Raises `Unpayable`."""
        sale = self._sales[payment_id]
        session, now = sale.session, self._news.now()
        if session["status"] == "complete" or (session["status"] == "expired" and not payment.late):
            raise Unpayable(payment_id, sale.status)
        amount = session["amount_total"] if payment.amount is None else payment.amount
        currency = (payment.currency or session["currency"]).lower()
        intent = objects.payment_intent(
            amount=amount, currency=currency, metadata=sale.intent_metadata, now=now, outcome=payment.outcome
        )
        if payment.outcome == "failed":
            self._tell(sale, "payment_intent.payment_failed", intent)
            return
        sale.intent = intent
        session |= {
            "amount_subtotal": amount,
            "amount_total": amount,
            "currency": currency,
            "customer_details": {"email": "customer@example.com", "name": "Customer", "phone": None},
            "payment_intent": intent["id"],
            "status": "complete",
            "url": None,
        }
        if payment.outcome == "paid":
            self._charge(sale, intent)
        self._tell(sale, "checkout.session.completed", session)
        if payment.outcome == "paid":
            self._tell(sale, "payment_intent.succeeded", intent)

    def settle(self, sale: Sale, outcome: str) -> None:
        """The bank that was asked says yes (`paid`) or no (`failed`). Raises `WrongMoment`."""
        intent = sale.intent
        if sale.status != "pending" or intent is None or outcome not in {"paid", "failed"}:
            raise WrongMoment(sale.session["id"], sale.status, outcome)
        if outcome == "failed":
            objects.refuse(intent)
            self._tell(sale, "checkout.session.async_payment_failed", sale.session)
            self._tell(sale, "payment_intent.payment_failed", intent)
            return
        intent |= {"status": "succeeded", "amount_received": intent["amount"]}
        self._charge(sale, intent)
        self._tell(sale, "checkout.session.async_payment_succeeded", sale.session)
        self._tell(sale, "payment_intent.succeeded", intent)

    def listed(self, store_id: str | None) -> list[Json]:
        """Sessions and their refunds as `GET /sim/payments` shows them."""
        found: list[Json] = []
        for sale in self._sales.values():
            if store_id in {None, sale.store.id}:
                session = sale.session
                link = {"id": session["id"], "kind": "link", "status": sale.status, "url": sale.url}
                found.append(_listed(sale, amount=session["amount_total"], currency=session["currency"], rest=link))
                for one in sale.refunds:
                    rest = {"id": one["id"], "kind": "refund", "status": one["status"], "url": sale.url}
                    found.append(_listed(sale, amount=one["amount"], currency=one["currency"], rest=rest))
        return found

    def bill(self, payment_id: str) -> Bill | None:
        """The session as the payment page shows it."""
        sale = self._sales.get(payment_id)
        if sale is None:
            return None
        return Bill(
            id=payment_id,
            gateway="stripe",
            merchant=sale.store.name,
            lines=tuple(
                BillLine(name=line["name"], quantity=line["quantity"], amount=line["unit_amount"] * line["quantity"])
                for line in sale.lines
            ),
            amount=sale.session["amount_total"],
            currency=str(sale.session["currency"]).upper(),
            status=sale.status,
            return_url=str(sale.session["success_url"]).replace("{CHECKOUT_SESSION_ID}", payment_id),
            reference=sale.reference,
        )

    def _charge(self, sale: Sale, intent: Json) -> None:
        sale.session["payment_status"] = "paid"
        sale.charge = objects.charge(intent, now=self._news.now())
        self._balance.charge(sale.store, sale.charge)

    def _tell(self, sale: Sale, type_: str, about: Json) -> None:
        self._news.tell(sale.store, type_, about, subject=sale.session["id"])
        self._news.show(sale.store, sale.session["id"], sale.status)


def _listed(sale: Sale, *, amount: int, currency: str, rest: Json) -> Json:
    about = {"store": sale.store.id, "order_id": sale.reference, "amount": amount, "currency": currency.upper()}
    return {**rest, **about}
