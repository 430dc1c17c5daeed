"""What happens to Razorpay's payment links: created, paid, cancelled, expired, refunded; and the signed webhooks."""

import json
from dataclasses import dataclass, field
from urllib.parse import urlencode

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.gateways import Bill, BillLine, Payment, Unpayable
from infra.local.simulators.razorpay_rules import RazorpayError
from infra.local.simulators.signatures import razorpay_redirect_signature, razorpay_signature
from infra.local.simulators.world import Json, Store

RAZORPAY_WAITS_SECONDS = 5.0
STATUSES = {"created": "open", "partially_paid": "open", "paid": "paid", "cancelled": "cancelled", "expired": "expired"}
REFUND_STATUSES = {"pending": "pending", "processed": "succeeded", "failed": "failed"}


@dataclass(slots=True)
class Sale:
    """One payment link, its payments (failed ones too) and their refunds."""

    store: Store
    link: Json
    order_id: str
    payments: list[Json] = field(default_factory=list)
    refunds: list[Json] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """The store's own reference: `notes.order_id`, else `reference_id`."""
        return str((self.link["notes"] or {}).get("order_id") or self.link["reference_id"])

    @property
    def captured(self) -> Json | None:
        """The payment that brought the money."""
        return next((one for one in self.payments if one["captured"]), None)


class Sales:
    """All links of all stores."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._sales: dict[str, Sale] = {}

    def clear(self) -> None:
        """Forget them all."""
        self._sales.clear()

    def of(self, store: Store) -> list[Sale]:
        """The links of one account, newest first."""
        return [sale for sale in self._sales.values() if sale.store.id == store.id][::-1]

    def create(self, store: Store, asked: Json, *, origin: str) -> Sale:
        """A new link for a checked request. Raises `RazorpayError` when its reference was used before."""
        reference = asked.get("reference_id")
        if reference and any(sale.link["reference_id"] == reference for sale in self.of(store)):
            raise RazorpayError("payment link creation with reference ID already attempted", field="reference_id")
        link_id = objects.new_id("plink")
        link = objects.payment_link(asked, now=self.now(), short_url=f"{origin}/pay/{link_id}", link_id=link_id)
        sale = Sale(store, link, objects.new_id("order"))
        self._sales[link_id] = sale
        self._show(sale)
        return sale

    def cancel(self, sale: Sale) -> None:
        """Close a link for good. Raises `RazorpayError` when it is not open."""
        if sale.link["status"] != "created":
            raise RazorpayError(f"Payment Link cannot be cancelled: it is {sale.link['status']}")
        self._close(sale, "cancelled")

    def close_expired(self) -> None:
        """Expire open links whose time is over."""
        for sale in self._sales.values():
            if sale.link["status"] == "created" and 0 < sale.link["expire_by"] <= self.now():
                self._close(sale, "expired")

    def pay(self, payment_id: str, payment: Payment) -> None:
        """A UPI payment is captured, or declined. Raises `Unpayable`."""
        sale = self._sales[payment_id]
        link, status = sale.link, STATUSES[sale.link["status"]]
        if status == "paid" or (status != "open" and not payment.late):
            raise Unpayable(payment_id, status)
        amount = link["amount"] if payment.amount is None else payment.amount
        paid = objects.payment(
            link,
            order_id=sale.order_id,
            amount=amount,
            currency=(payment.currency or link["currency"]).upper(),
            captured=not payment.failed,
            now=self.now(),
        )
        sale.payments.append(paid)
        if payment.failed:
            self._tell(sale, "payment.failed", {"payment": paid})
            return
        short = {"amount": amount, "created_at": self.now(), "method": "upi", "payment_id": paid["id"]}
        link |= {
            "amount_paid": amount,
            "order_id": sale.order_id,
            "payments": [{**short, "status": "captured"}],
            "status": "paid",
            "updated_at": self.now(),
        }
        order = objects.order(link, order_id=sale.order_id, amount_paid=amount, now=self.now())
        self._tell(sale, "payment.captured", {"payment": paid})
        self._tell(sale, "order.paid", {"payment": paid, "order": order})
        self._tell(sale, "payment_link.paid", {"payment_link": link, "order": order, "payment": paid})

    def refund(self, sale: Sale, paid: Json, *, amount: int, asked: Json) -> Json:
        """Give back `amount`; told as created and, right after, as processed."""
        refund = objects.refund(paid, amount=amount, asked=asked, now=self.now())
        paid["amount_refunded"] += amount
        paid["refund_status"] = "full" if paid["amount_refunded"] == paid["amount"] else "partial"
        sale.refunds.append(refund)
        self._tell(sale, "refund.created", {"refund": refund, "payment": paid})
        refund |= {"status": "processed", "acquirer_data": {"arn": objects.new_id("arn")}}
        self._tell(sale, "refund.processed", {"refund": refund, "payment": paid})
        return refund

    def listed(self, store_id: str | None) -> list[Json]:
        """Links and refunds as `GET /sim/payments` shows them."""
        found: list[Json] = []
        for sale in self._sales.values():
            if store_id in {None, sale.store.id}:
                found.append(_listed(sale, sale.link, kind="link", status=STATUSES[sale.link["status"]]))
                found.extend(
                    _listed(sale, one, kind="refund", status=REFUND_STATUSES[one["status"]]) for one in sale.refunds
                )
        return found

    def bill(self, payment_id: str) -> Bill | None:
        """The link as the payment page shows it: Razorpay knows a sum and a description, no lines."""
        sale = self._sales.get(payment_id)
        if sale is None:
            return None
        link = sale.link
        return Bill(
            id=payment_id,
            gateway="razorpay",
            merchant=sale.store.name,
            lines=tuple(
                BillLine(name=line.strip(), quantity=1, amount=None)
                for line in str(link["description"]).splitlines()
                # The merchant's name is on the page already.
                if line.strip() not in {"", sale.store.name}
            ),
            amount=link["amount"],
            currency=link["currency"],
            status=STATUSES[link["status"]],
            return_url=self._return_url(sale),
            reference=sale.reference,
        )

    def now(self) -> int:
        """The simulated time in Unix seconds."""
        return int(self._desk.clock.now().timestamp())

    def _return_url(self, sale: Sale) -> str:
        """Where the customer goes back to, with the signed facts once it is paid."""
        url, paid = str(sale.link["callback_url"]), sale.captured
        if not url or paid is None:
            return url
        signature = razorpay_redirect_signature(
            key_secret=sale.store.internal("payment_api_key").partition(":")[2],
            link_id=sale.link["id"],
            reference_id=sale.link["reference_id"],
            status="paid",
            payment_id=paid["id"],
        )
        query = {
            "razorpay_payment_id": paid["id"],
            "razorpay_payment_link_id": sale.link["id"],
            "razorpay_payment_link_reference_id": sale.link["reference_id"],
            "razorpay_payment_link_status": "paid",
            "razorpay_signature": signature,
        }
        return url + ("&" if "?" in url else "?") + urlencode(query)

    def _close(self, sale: Sale, status: str) -> None:
        sale.link |= {"status": status, f"{status}_at": self.now(), "updated_at": self.now()}
        self._tell(sale, f"payment_link.{status}", {"payment_link": sale.link})

    def _tell(self, sale: Sale, name: str, entities: dict[str, Json]) -> None:
        account = objects.account_id(sale.store.id)
        event = objects.event(name, account=account, entities=entities, created_at=self.now())
        self._desk.courier.dispatch(
            self._webhook(sale.store, event, event_id=objects.new_id("evt").removeprefix("evt_"))
        )
        self._show(sale)

    def _show(self, sale: Sale) -> None:
        status = STATUSES[sale.link["status"]]
        self._desk.live.tell("payment", {"store": sale.store.id, "id": sale.link["id"], "status": status})

    def _webhook(self, store: Store, event: Json, *, event_id: str) -> Webhook:
        def current() -> Store:
            return self._desk.world.stores.get(store.id, store)

        def sign(body: bytes) -> dict[str, str]:
            secret = current().secret("payment_webhook_secret")
            return {
                "X-Razorpay-Signature": razorpay_signature(secret=secret, body=body),
                "x-razorpay-event-id": event_id,
                "User-Agent": "Razorpay-Webhook/v1",
            }

        return Webhook(
            provider="razorpay",
            store_id=store.id,
            what=event["event"],
            url=lambda: current().text("payment_webhook"),
            body=json.dumps(event, ensure_ascii=False, separators=(",", ":")).encode(),
            sign=sign,
            accepted=lambda status: 200 <= status < 300,
            timeout_seconds=RAZORPAY_WAITS_SECONDS,
        )


def _listed(sale: Sale, about: Json, *, kind: str, status: str) -> Json:
    return {
        "id": about["id"],
        "kind": kind,
        "status": status,
        "url": sale.link["short_url"],
        "store": sale.store.id,
        "order_id": sale.reference,
        "amount": about["amount"],
        "currency": about["currency"],
    }
