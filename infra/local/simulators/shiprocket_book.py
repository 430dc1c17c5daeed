"""Shiprocket's orders and shipments of one account after the other: made, given an AWB, scanned, cancelled."""

import secrets
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.local.simulators import shiprocket_objects as objects
from infra.local.simulators.carriers import Haul, Step
from infra.local.simulators.desk import BadRequest, Desk
from infra.local.simulators.labels import Labels
from infra.local.simulators.shiprocket_ndr import Ndr, open_case
from infra.local.simulators.shiprocket_news import tell
from infra.local.simulators.shiprocket_rules import UNREACHABLE, Invalid, ShiprocketError, ships_elsewhere
from infra.local.simulators.world import Json, Store

COURIERS = ((10, "Delhivery Surface", 3, 82.0), (51, "Xpressbees Surface", 4, 71.5), (33, "Blue Dart Air", 2, 148.0))
REASSIGN_AFTER = timedelta(hours=24)


@dataclass(slots=True, kw_only=True)
class Order:
    """`asked` is the store's body, `id` and `shipment_id` are Shiprocket's; `haul` is there once there is an AWB."""

    store: Store
    id: int
    shipment_id: int
    asked: Json
    inbound: bool
    made_at: datetime
    haul: Haul | None = None
    courier: tuple[int, str, int, float] = COURIERS[0]
    assigned_at: datetime | None = None
    pickup_at: datetime | None = None
    cancelled: bool = False
    cases: list[Ndr] = field(default_factory=list)

    @property
    def reference(self) -> str:
        """The store's own id for it."""
        return str(self.asked["order_id"])

    @property
    def status(self) -> tuple[int, str]:
        """Code and word as the list of orders shows them."""
        if self.cancelled:
            return 5, "CANCELED"
        if self.haul and self.haul.scans:
            _, number, label, _, _ = objects.words(self.haul, len(self.haul.scans) - 1)
            return number, label
        if self.haul:
            return 3, "PICKUP SCHEDULED" if self.pickup_at else "READY TO SHIP"
        return (21, "RETURN PENDING") if self.inbound else (1, "NEW")

    def shown(self) -> Json:
        """As in `GET /orders`."""
        code, word = self.status
        side = "pickup" if self.inbound else "billing"
        return {
            "id": self.id,
            "channel_id": 3422553,
            "channel_name": "CUSTOM",
            "channel_order_id": self.reference,
            "customer_name": self.asked.get(f"{side}_customer_name"),
            "customer_phone": str(self.asked.get(f"{side}_phone")),
            "payment_method": str(self.asked["payment_method"]).lower(),
            "total": f"{float(self.asked['sub_total']):.2f}",
            "status": word,
            "status_code": code,
            "is_return": int(self.inbound),
            "created_at": objects.stamp(self.made_at),
            "shipments": [
                {
                    "id": self.shipment_id,
                    "awb": self.haul.tracking_code if self.haul else "",
                    "courier": self.haul.carrier if self.haul else "",
                    "weight": str(self.asked["weight"]),
                    "cost": f"{self.courier[3]:.2f}" if self.haul else "0.00",
                    "etd": objects.etd(self.haul.expected) if self.haul else "",
                }
            ],
        }


class Book:
    """All orders of all stores, oldest first."""

    def __init__(self, desk: Desk, labels: Labels) -> None:
        self._desk, self._labels = desk, labels
        self._orders: list[Order] = []

    def reset(self) -> None:
        """Forget them: order ids are new again."""
        self._orders.clear()

    def now(self) -> datetime:
        """The simulated time."""
        return self._desk.clock.now()

    def of(self, store: Store) -> list[Order]:
        """The store's, oldest first."""
        return [one for one in self._orders if one.store.id == store.id]

    def hauls(self) -> Iterator[Haul]:
        """Every parcel with an AWB."""
        return (one.haul for one in self._orders if one.haul is not None)

    def by_shipment(self, store: Store, id_: object) -> Order:
        """Raises `ShiprocketError`."""
        for one in self.of(store):
            if str(one.shipment_id) == str(id_):
                return one
        raise ShiprocketError("Shipment not found", status=404)

    def by_awb(self, store: Store, awb: object) -> Order | None:
        """The order with this AWB."""
        return next((one for one in self.of(store) if one.haul and one.haul.tracking_code == str(awb)), None)

    def create(self, store: Store, asked: Json, *, inbound: bool) -> Order:
        """A new order; an order id works once for ever, also when it was cancelled."""
        if any(one.reference == str(asked["order_id"]) for one in self.of(store)):
            raise Invalid({"order_id": ["The order id has already been taken."]})
        number = 348456385 + 7 * len(self._orders)
        order = Order(
            store=store, id=number, shipment_id=number - 1_500_000, asked=asked, inbound=inbound, made_at=self.now()
        )
        self._orders.append(order)
        return order

    def assign(self, order: Order, *, courier_id: object, again: bool, origin: str) -> Haul:
        """A courier and its AWB. Raises `ShiprocketError`, with HTTP 200 when no courier goes there."""
        now = self.now()
        if order.cancelled:
            raise ShiprocketError("Order is cancelled. AWB cannot be assigned.")
        if order.haul is not None and not again:
            raise ShiprocketError("AWB is already assigned for this shipment.")
        if order.haul is not None and order.assigned_at and now - order.assigned_at < REASSIGN_AFTER:
            raise ShiprocketError("AWB can be reassigned once in 24 hours only.")
        chosen = next((one for one in COURIERS if str(one[0]) == str(courier_id)), COURIERS[0])
        haul = self._haul(order, chosen, origin=origin)
        if any(str(side["postal_code"]).startswith(UNREACHABLE) for side in (haul.receiver, haul.sender)):
            said = "Courier is not serviceable for this pincode."
            raise ShiprocketError(said, http=200, awb_assign_status=0, response={"data": {"awb_assign_error": said}})
        order.haul, order.courier, order.assigned_at = haul, chosen, now
        self._show(order)
        return haul

    def label(self, order: Order, *, origin: str) -> str | None:
        """Where its label is; None without an AWB."""
        if order.haul is None:
            return None
        if not order.haul.label_url:
            order.haul.label_url = origin + self._labels.keep(order.haul.tracking_code, _lines(order.haul))
            self._show(order)
        return order.haul.label_url

    def cancel(self, order: Order) -> None:
        """Before the courier has it. Raises `ShiprocketError`."""
        if order.haul and order.haul.handed_over:
            raise ShiprocketError("Cannot cancel the order: it has been shipped already.")
        order.cancelled = True
        if order.haul and not order.haul.cancelled:
            order.haul.cancelled = True
            order.haul.scan(Step(status="cancelled"), now=self.now())
            self._tell(order)

    def advance(self, haul: Haul, step: Step) -> None:
        """The next scan, told to the store; a failed attempt opens a case that waits for an answer."""
        order = next(one for one in self._orders if one.haul is haul)
        if step.status is not None and step.status not in objects.WORDS:
            raise BadRequest(f"Shiprocket has no word for {step.status}")
        if step.status is None and step.expected is None:
            raise BadRequest("status, or expected, says what happens next")
        if step.status is None and not haul.scans:
            raise BadRequest("Shiprocket tells of nothing before the first scan", code=409)
        if step.expected:
            haul.expected = step.expected
        if step.status:
            haul.scan(step, now=self.now())
            self._follow(order, haul, step)
        self._tell(order)

    def return_it(self, order: Order) -> None:
        """The store gives the delivery up: it turns back at once."""
        if order.haul:
            order.haul.scan(Step(status="return_to_sender"), now=self.now())
            self._follow(order, order.haul, Step(status="return_to_sender"))
            self._tell(order)

    def _follow(self, order: Order, haul: Haul, step: Step) -> None:
        haul.deadline = None
        if step.status == "failed_attempt":
            case = open_case(order.cases, haul, reason=step.reason)
            haul.deadline = case.deadline
        else:
            for case in order.cases:
                case.open = False

    def _tell(self, order: Order) -> None:
        if order.haul is not None:
            tell(self._desk, order.store, order.haul, order_id=str(order.id))
            self._show(order)

    def _show(self, order: Order) -> None:
        code = order.haul.tracking_code if order.haul else ""
        self._desk.live.tell("parcel", {"store": order.store.id, "tracking_code": code})

    def _haul(self, order: Order, courier: tuple[int, str, int, float], *, origin: str) -> Haul:
        now, asked = self.now(), order.asked
        awb = f"19{secrets.randbelow(10**11):011d}"
        own = self._desk.world.stores.get(order.store.id, order.store).about.get("courier", {}).get("from", {})
        ours = {
            name: own.get(name, "") for name in ("name", "line1", "line2", "city", "state", "postal_code", "country")
        }
        theirs = _place(asked, "pickup" if order.inbound else "shipping" if ships_elsewhere(asked) else "billing")
        return Haul(
            store_id=order.store.id,
            courier="shiprocket",
            carrier=courier[1],
            reference=order.reference,
            tracking_code=awb,
            shipment_id=str(order.shipment_id),
            sender=theirs if order.inbound else ours,
            receiver=_place(asked, "shipping") if order.inbound else theirs,
            inbound=order.inbound,
            booked_at=now,
            expected=(now.astimezone(objects.INDIA) + timedelta(days=courier[2])).date(),
            public_url=f"{origin}/sim/parcels/{awb}/page",
        )


def _place(asked: Json, side: str) -> Json:
    names = {
        "name": "customer_name",
        "line1": "address",
        "line2": "address_2",
        "city": "city",
        "state": "state",
        "postal_code": "pincode",
        "country": "country",
        "phone": "phone",
    }
    return {ours: str(asked.get(f"{side}_{theirs}") or "") for ours, theirs in names.items()}


def _lines(haul: Haul) -> list[str]:
    def block(title: str, one: Json) -> list[str]:
        return [title, one["name"], one["line1"], one["line2"], f"{one['city']} {one['state']} {one['postal_code']}"]

    return [
        haul.carrier,
        *filter(None, block("SHIP TO", haul.receiver)),
        *filter(None, block("SHIPPED BY", haul.sender)),
        f"ORDER {haul.reference}",
    ]
