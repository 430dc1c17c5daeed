"""What happens to Razorpay's payment links: created, paid at once, in parts or late, cancelled, expired."""

from dataclasses import dataclass, field
from urllib.parse import urlencode

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.gateways import Bill, BillLine, Payment, Unpayable, WrongMoment
from infra.local.simulators.razorpay_news import News
from infra.local.simulators.razorpay_rules import RazorpayError
from infra.local.simulators.razorpay_settlements import Settlements
from infra.local.simulators.signatures import razorpay_redirect_signature
from infra.local.simulators.world import Json, Store

STATUSES = {"created": "open", "partially_paid": "open", "paid": "paid", "cancelled": "cancelled", "expired": "expired"}
DECISIONS = {"paid": "captured", "pending": "authorized", "failed": "failed"}
# What may become of a payment that was told of: a failed one may be authorised late.
LATER = frozenset(
    {("authorized", "captured"), ("authorized", "failed"), ("failed", "authorized"), ("failed", "captured")}
)
REFUND_STATUSES = {"pending": "pending", "processed": "succeeded", "failed": "failed"}


@dataclass(slots=True)
class Sale:
    """One payment link, its payments (failed ones too) and their refunds."""

    store: Store
    link: Json
    order_id: str
    payments: list[Json] = field(default_factory=list)
    refunds: list[Json] = field(default_factory=list)
    disputes: list[Json] = field(default_factory=list)

    @property
    def status(self) -> str:
        """Open, pending (authorised, not captured), paid, cancelled, expired."""
        waits = any(one["status"] == "authorized" for one in self.payments)
        status = STATUSES[self.link["status"]]
        return "pending" if waits and status != "paid" else status

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

    def __init__(self, news: News, settlements: Settlements) -> None:
        self._news = news
        self._settlements = settlements
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
        link = objects.payment_link(asked, now=self._now(), short_url=f"{origin}/pay/{link_id}", link_id=link_id)
        sale = Sale(store, link, objects.new_id("order"))
        self._sales[link_id] = sale
        self._news.show(store, link_id, sale.status)
        return sale

    def cancel(self, sale: Sale) -> None:
        """Close a link for good. Raises `RazorpayError` when it is not open."""
        if sale.link["status"] != "created":
            raise RazorpayError(f"Payment Link cannot be cancelled: it is {sale.link['status']}")
        self._close(sale, "cancelled")

    def close_expired(self) -> None:
        """Expire open links whose time is over."""
        for sale in self._sales.values():
            if sale.link["status"] == "created" and 0 < sale.link["expire_by"] <= self._now():
                self._close(sale, "expired")

    def find(self, id_: str) -> Sale | None:
        """The sale whose link, refund or dispute has this id."""
        if sale := self._sales.get(id_):
            return sale
        for sale in self._sales.values():
            if any(one["id"] == id_ for one in (*sale.refunds, *sale.disputes)):
                return sale
        return None

    def pay(self, payment_id: str, payment: Payment) -> None:
        """A UPI payment is captured, declined, or authorised and left at that. Raises `Unpayable`."""
        sale = self._sales[payment_id]
        link, status = sale.link, sale.status
        if status in {"paid", "pending"} or (status != "open" and not payment.late):
            raise Unpayable(payment_id, status)
        paid = objects.payment(
            link,
            order_id=sale.order_id,
            amount=link["amount"] - link["amount_paid"] if payment.amount is None else payment.amount,
            currency=(payment.currency or link["currency"]).upper(),
            now=self._now(),
        )
        sale.payments.append(paid)
        self._decide(sale, paid, DECISIONS[payment.outcome])

    def settle(self, sale: Sale, outcome: str) -> None:
        """The last payment is authorised (`pending`), captured (`paid`) or fails after all. Raises `WrongMoment`."""
        last = sale.payments[-1] if sale.payments else None
        wanted = DECISIONS.get(outcome)
        if last is None or (last["status"], wanted) not in LATER or wanted is None:
            raise WrongMoment(sale.link["id"], last["status"] if last else sale.status, outcome)
        self._decide(sale, last, wanted)

    def listed(self, store_id: str | None) -> list[Json]:
        """Links and refunds as `GET /sim/payments` shows them."""
        found: list[Json] = []
        for sale in self._sales.values():
            if store_id in {None, sale.store.id}:
                found.append(_listed(sale, sale.link, kind="link", status=sale.status))
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
            status=sale.status,
            return_url=self._return_url(sale),
            reference=sale.reference,
        )

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

    def _decide(self, sale: Sale, paid: Json, status: str) -> None:
        objects.decide(paid, status)
        self._tell(sale, f"payment.{status}", {"payment": paid})
        if status == "captured":
            self._count(sale, paid)

    def _count(self, sale: Sale, paid: Json) -> None:
        """A captured payment on its link: all of it, or a part where parts are accepted."""
        link = sale.link
        self._settlements.captured(sale.store, paid, receipt=link["reference_id"])
        so_far = link["amount_paid"] + paid["amount"]
        whole = not link["accept_partial"] or so_far >= link["amount"]
        short = {"amount": paid["amount"], "created_at": self._now(), "method": "upi", "payment_id": paid["id"]}
        link |= {
            "amount_paid": so_far,
            "order_id": sale.order_id,
            "payments": [*(link["payments"] or []), {**short, "status": "captured"}],
            "status": "paid" if whole else "partially_paid",
            "updated_at": self._now(),
        }
        order = objects.order(link, order_id=sale.order_id, amount_paid=so_far, now=self._now())
        if whole:
            self._tell(sale, "order.paid", {"payment": paid, "order": order})
        entities = {"payment_link": link, "order": order, "payment": paid}
        self._tell(sale, f"payment_link.{link['status']}", entities)

    def _close(self, sale: Sale, status: str) -> None:
        sale.link |= {"status": status, f"{status}_at": self._now(), "updated_at": self._now()}
        self._tell(sale, f"payment_link.{status}", {"payment_link": sale.link})

    def _now(self) -> int:
        return self._news.now()

    def _tell(self, sale: Sale, name: str, entities: dict[str, Json]) -> None:
        self._news.tell(sale.store, name, entities, subject=sale.link["id"])
        self._news.show(sale.store, sale.link["id"], sale.status)


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
