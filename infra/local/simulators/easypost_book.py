"""EasyPost's shipments and trackers of one account after the other: made, bought, scanned, voided."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from infra.local.simulators import easypost_objects as objects
from infra.local.simulators.carriers import Haul, Step
from infra.local.simulators.desk import BadRequest, Desk
from infra.local.simulators.easypost_news import News
from infra.local.simulators.easypost_rules import LABEL_FORMATS, EasyPostError, check_shipment, offers
from infra.local.simulators.labels import Labels
from infra.local.simulators.world import Json, Store


@dataclass(slots=True)
class Shipment:
    """`body` is what the API shows, without the tracker; `haul` is there once a label is bought."""

    store: Store
    body: Json
    haul: Haul | None = None
    tracker_id: str = ""

    def shown(self) -> Json:
        """The shipment with its parcel's tracker as it is now."""
        if self.haul is None:
            return self.body
        return {**self.body, "tracker": objects.tracker(self.haul, id_=self.tracker_id)}


class Book:
    """All shipments of all stores, oldest first."""

    def __init__(self, desk: Desk, news: News, labels: Labels) -> None:
        self._desk, self._news, self._labels = desk, news, labels
        self._shipments: list[Shipment] = []

    def reset(self) -> None:
        """Forget them."""
        self._shipments.clear()

    def now(self) -> datetime:
        """The simulated time."""
        return self._desk.clock.now()

    def of(self, store: Store) -> list[Shipment]:
        """The store's, oldest first."""
        return [one for one in self._shipments if one.store.id == store.id]

    def hauls(self) -> Iterator[Haul]:
        """Every parcel with a code."""
        return (one.haul for one in self._shipments if one.haul is not None)

    def find(self, store: Store, id_: str) -> Shipment | None:
        """By id, or by the store's own reference: of several with the same reference the newest."""
        return next((one for one in self.of(store)[::-1] if id_ in {one.body["id"], one.body["reference"]}), None)

    def tracked(self, store: Store, id_: str) -> Shipment | None:
        """By the tracker's id or the tracking code."""
        return next(
            (one for one in self.of(store) if one.haul and id_ in {one.tracker_id, one.haul.tracking_code}), None
        )

    def create(self, store: Store, asked: Json) -> Shipment:
        """A shipment with what the carriers ask for it."""
        check_shipment(asked)
        id_, at = objects.new_id("shp"), objects.stamp(self.now())
        body = objects.shipment(asked, id_=id_, at=at)
        found, body["messages"] = offers(asked)
        body["rates"] = [objects.rate(one, shipment_id=id_, at=at) for one in found]
        made = Shipment(store, body)
        self._shipments.append(made)
        return made

    def buy(self, shipment: Shipment, rate_id: str, *, origin: str) -> None:
        """Pay for one of the rates: there is a label, a code and a tracker now."""
        body = shipment.body
        if shipment.haul is not None:
            raise EasyPostError("SHIPMENT.POSTAGE.EXISTS", "Postage already exists for this shipment.")
        rate = next((one for one in body["rates"] if one["id"] == rate_id), None)
        if rate is None:
            raise EasyPostError("SHIPMENT.RATE.NOT_FOUND", "The rate is not one of this shipment.", status=404)
        now = self.now()
        code = objects.tracking_code(rate["carrier"])
        shipment.tracker_id = objects.new_id("trk")
        shipment.haul = self._haul(shipment, rate, code=code, origin=origin)
        kind = str(body["options"]["label_format"]).lower()
        shipment.haul.label_url = origin + self._labels.keep(code, _lines(shipment.haul, rate), kind=kind)
        body["postage_label"] = objects.postage_label(
            shipment.haul.label_url, kind=LABEL_FORMATS[kind.upper()], at=objects.stamp(now)
        )
        body.update(tracking_code=code, selected_rate=rate, updated_at=objects.stamp(now))
        body["fees"] = [
            {"object": "Fee", "type": "LabelFee", "amount": "0.00000", "charged": True, "refunded": False},
            {"object": "Fee", "type": "PostageFee", "amount": rate["rate"], "charged": True, "refunded": False},
        ]
        self._tell(shipment, "tracker.created", previous={})

    def label_as(self, shipment: Shipment, kind: str, *, origin: str) -> None:
        """The label in another format."""
        label = shipment.body["postage_label"]
        if shipment.haul is None or label is None:
            raise EasyPostError("SHIPMENT.POSTAGE.REQUIRED", "Postage is required before a label can be converted.")
        if kind == "PDF" and label["label_pdf_url"] is None:
            lines = _lines(shipment.haul, shipment.body["selected_rate"])
            label["label_pdf_url"] = origin + self._labels.keep(shipment.haul.tracking_code, lines)

    def refund(self, shipment: Shipment) -> None:
        """Give the label back, unless it was scanned: then the carrier says no."""
        haul = shipment.haul
        if haul is None:
            raise EasyPostError("SHIPMENT.REFUND.UNAVAILABLE", "The shipment has no postage to refund.")
        if shipment.body["refund_status"] in {"submitted", "refunded"}:
            return
        if haul.handed_over:
            shipment.body["refund_status"] = "rejected"
            return
        haul.cancelled = True
        shipment.body["refund_status"] = "submitted" if haul.carrier == "USPS" else "refunded"

    def advance(self, haul: Haul, step: Step) -> None:
        """The next scan, told to the store."""
        shipment = next(one for one in self._shipments if one.haul is haul)
        before = objects.tracker(haul, id_=shipment.tracker_id)
        if step.expected:
            haul.expected = step.expected
        if step.status:
            haul.scan(step, now=self.now())
        elif not step.expected:
            raise BadRequest("status, or expected, says what happens next")
        after = objects.tracker(haul, id_=shipment.tracker_id)
        changed = {name: before[name] for name in ("status", "est_delivery_date") if before[name] != after[name]}
        self._tell(shipment, "tracker.updated", previous=changed)

    def _tell(self, shipment: Shipment, description: str, *, previous: Json) -> None:
        if shipment.haul is None:
            return
        tracker = objects.tracker(shipment.haul, id_=shipment.tracker_id)
        self._news.tell(shipment.store, description, tracker, previous=previous, subject=shipment.haul.tracking_code)
        self._desk.live.tell("parcel", {"store": shipment.store.id, "tracking_code": shipment.haul.tracking_code})

    def _haul(self, shipment: Shipment, rate: Json, *, code: str, origin: str) -> Haul:
        body, now = shipment.body, self.now()
        return Haul(
            store_id=shipment.store.id,
            courier="easypost",
            carrier=rate["carrier"],
            service=rate["service"],
            weight=body["parcel"]["weight"],
            reference=str(body["reference"] or ""),
            tracking_code=code,
            shipment_id=body["id"],
            order_hint=str(body["options"].get("print_custom_1") or ""),
            sender=_place(body["from_address"]),
            receiver=_place(body["to_address"]),
            inbound=body["is_return"],
            booked_at=now,
            expected=objects.days_after(now, rate["delivery_days"]),
            public_url=f"{origin}/sim/parcels/{code}/page",
        )


def _place(address: Json) -> Json:
    return {
        "name": address["name"] or address["company"] or "",
        "line1": address["street1"],
        **{
            ours: address[theirs] or ""
            for ours, theirs in (
                ("line2", "street2"),
                ("city", "city"),
                ("state", "state"),
                ("postal_code", "zip"),
                ("country", "country"),
            )
        },
    }


def _lines(haul: Haul, rate: Json) -> list[str]:
    def block(title: str, one: Json) -> list[str]:
        return [title, one["name"], one["line1"], one["line2"], f"{one['city']} {one['state']} {one['postal_code']}"]

    return [
        f"{rate['carrier']} {rate['service']}",
        *filter(None, block("FROM", haul.sender)),
        *filter(None, block("TO", haul.receiver)),
        f"REF {haul.reference}",
    ]
