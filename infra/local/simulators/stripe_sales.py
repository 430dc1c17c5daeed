"""What happens to Stripe's sessions: opened, paid, expired, refunded; and the signed events that tell of it."""

import json
from dataclasses import dataclass, field

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.gateways import Bill, BillLine, Payment, Unpayable
from infra.local.simulators.signatures import stripe_signature
from infra.local.simulators.stripe_forms import LONGEST_SECONDS, check_session, metadata
from infra.local.simulators.world import Json, Store

STRIPE_WAITS_SECONDS = 20.0
STATUSES = {"open": "open", "complete": "paid", "expired": "expired"}


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

    @property
    def reference(self) -> str:
        """The store's own reference: `metadata[order_id]`, else `client_reference_id`."""
        return str(self.session["metadata"].get("order_id") or self.session["client_reference_id"] or "")


class Sales:
    """All sessions of all stores. Amounts in minor units, currencies in lower case as Stripe writes them."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sales: dict[str, Sale] = {}

    def clear(self) -> None:
        """Forget them all."""
        self._sales.clear()

    def of(self, store: Store) -> list[Sale]:
        """The sessions of one account, newest first."""
        return [sale for sale in self._sales.values() if sale.store.id == store.id][::-1]

    def open(self, store: Store, form: Json, *, origin: str) -> Sale:
        """Create a session. Raises `StripeError`."""
        now = self._now()
        lines = check_session(form, now=now)
        expires_at = int(form.get("expires_at") or now + LONGEST_SECONDS)
        session = objects.session(form, lines, now=now, metadata=metadata(form), expires_at=expires_at)
        session["url"] = f"{origin}/pay/{session['id']}"
        intent_metadata = metadata(form.get("payment_intent_data") or {})
        sale = Sale(store, session, lines, intent_metadata, session["url"])
        self._sales[session["id"]] = sale
        self._show(sale)
        return sale

    def expire(self, sale: Sale) -> None:
        """Close an open session."""
        sale.session |= {"status": "expired", "url": None}
        self._tell(sale, "checkout.session.expired", sale.session)

    def close_expired(self) -> None:
        """Expire open sessions whose time is over."""
        now = self._now()
        for sale in self._sales.values():
            if sale.session["status"] == "open" and sale.session["expires_at"] <= now:
                self.expire(sale)

    def pay(self, payment_id: str, payment: Payment) -> None:
        """A card is charged, or declined. Raises `Unpayable`."""
        sale = self._sales[payment_id]
        session, now = sale.session, self._now()
        if session["status"] == "complete" or (session["status"] == "expired" and not payment.late):
            raise Unpayable(payment_id, STATUSES[session["status"]])
        amount = session["amount_total"] if payment.amount is None else payment.amount
        currency = (payment.currency or session["currency"]).lower()
        intent = objects.payment_intent(
            amount=amount, currency=currency, metadata=sale.intent_metadata, now=now, paid=not payment.failed
        )
        if payment.failed:
            self._tell(sale, "payment_intent.payment_failed", intent)
            return
        sale.intent, sale.charge = intent, objects.charge(intent)
        session |= {
            "amount_subtotal": amount,
            "amount_total": amount,
            "currency": currency,
            "customer_details": {"email": "customer@example.com", "name": "Customer", "phone": None},
            "payment_intent": intent["id"],
            "payment_status": "paid",
            "status": "complete",
            "url": None,
        }
        self._tell(sale, "checkout.session.completed", session)
        self._tell(sale, "payment_intent.succeeded", intent)

    def refund(self, sale: Sale, charge: Json, *, amount: int, reason: str | None, metadata: Json) -> Json:
        """Give back `amount` of a charge that has at least as much left."""
        refund = objects.refund(charge, amount=amount, reason=reason, metadata=metadata, now=self._now())
        previous = {"amount_refunded": charge["amount_refunded"]}
        charge["amount_refunded"] += amount
        charge["refunded"] = charge["amount_refunded"] == charge["amount"]
        sale.refunds.append(refund)
        self._tell(sale, "refund.created", refund)
        self._tell(sale, "charge.refunded", charge, previous=previous)
        self._tell(sale, "refund.updated", refund, previous={"balance_transaction": None})
        return refund

    def listed(self, store_id: str | None) -> list[Json]:
        """Sessions and their refunds as `GET /sim/payments` shows them."""
        found: list[Json] = []
        for sale in self._sales.values():
            if store_id in {None, sale.store.id}:
                session = sale.session
                link = {"id": session["id"], "kind": "link", "status": STATUSES[session["status"]], "url": sale.url}
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
            status=STATUSES[sale.session["status"]],
            return_url=str(sale.session["success_url"]).replace("{CHECKOUT_SESSION_ID}", payment_id),
            reference=sale.reference,
        )

    def _now(self) -> int:
        return int(self._desk.clock.now().timestamp())

    def _tell(self, sale: Sale, type_: str, about: Json, *, previous: Json | None = None) -> None:
        event = objects.event(type_, about, now=self._now(), previous=previous)
        self._desk.courier.dispatch(self._webhook(sale.store, event))
        self._show(sale)

    def _show(self, sale: Sale) -> None:
        status = STATUSES[sale.session["status"]]
        self._desk.live.tell("payment", {"store": sale.store.id, "id": sale.session["id"], "status": status})

    def _webhook(self, store: Store, event: Json) -> Webhook:
        def current() -> Store:
            return self._desk.world.stores.get(store.id, store)

        def sign(body: bytes) -> dict[str, str]:
            timestamp = int(self._desk.clock.real_now().timestamp())
            secret = current().secret("payment_webhook_secret")
            return {
                "Stripe-Signature": stripe_signature(secret=secret, body=body, timestamp=timestamp),
                "User-Agent": "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
            }

        return Webhook(
            provider="stripe",
            store_id=store.id,
            what=event["type"],
            url=lambda: current().text("payment_webhook"),
            # Stripe pretty-prints its events: a receiver that re-serialises before verifying is found out.
            body=json.dumps(event, indent=2, ensure_ascii=False).encode(),
            sign=sign,
            accepted=lambda status: 200 <= status < 300,
            timeout_seconds=STRIPE_WAITS_SECONDS,
        )


def _listed(sale: Sale, *, amount: int, currency: str, rest: Json) -> Json:
    about = {"store": sale.store.id, "order_id": sale.reference, "amount": amount, "currency": currency.upper()}
    return {**rest, **about}
