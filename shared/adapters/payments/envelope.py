"""What must be known of a gateway's event to queue it: its id, whose payment it is, which store it names.

Sources: Stripe, "The Event object"; Razorpay, "Webhook payloads".
"""

from __future__ import annotations

from shared.adapters.inbox import Unreadable, digest

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import Any

STRIPE_THIN_EVENT = "v2.core.event"
LONGEST_EVENT_ID = 128


class ThinEvent(ValueError):
    """Stripe was set up to send events without their object, which this endpoint cannot take."""


class PaymentEvent:
    """An event to queue.

    `event_id` is the same each time the gateway repeats it, `payment` the same for all events of one payment;
    `stores` are the stores it names, if any.
    """

    __slots__ = ("event_id", "payment", "stores")

    def __init__(self, *, event_id: str, payment: str, stores: frozenset[str]) -> None:
        self.event_id = event_id
        self.payment = payment
        self.stores = stores


def stripe_event(payload: dict[str, Any]) -> PaymentEvent:
    """Read a Stripe event. Raises `ThinEvent`, and `Unreadable` when it has no id or no object."""
    if payload.get("object") == STRIPE_THIN_EVENT:
        raise ThinEvent
    event_id = payload.get("id")
    subject = _mapping(_mapping(payload.get("data")).get("object"))
    if not isinstance(event_id, str) or not event_id or not subject:
        raise Unreadable("no event id or no object")
    metadata = _mapping(subject.get("metadata"))
    payment = _first(
        subject.get("client_reference_id"), metadata.get("order_id"), subject.get("payment_intent"), subject.get("id")
    )
    return PaymentEvent(event_id=event_id, payment=payment or event_id, stores=_names([metadata.get("store")]))


def razorpay_event(payload: dict[str, Any], *, body: bytes, event_id_header: str | None) -> PaymentEvent:
    """Read a Razorpay event; its id is in a header, and where that is missing its body stands for it.

    Raises `Unreadable` when it has no payload.
    """
    parts = payload.get("payload")
    if not isinstance(parts, dict):
        raise Unreadable("no payload")
    event_id = event_id_header or ""
    if not 0 < len(event_id) <= LONGEST_EVENT_ID:
        event_id = digest(body.decode("latin-1"))
    entities = {name: _mapping(_mapping(part).get("entity")) for name, part in parts.items()}
    # Razorpay writes notes as {}, [] or null; only an object can name our order.
    notes = [_mapping(entity.get("notes")) for entity in entities.values()]
    link, payment = entities.get("payment_link", {}), entities.get("payment", {})
    named = _first(
        *(note.get("order_id") for note in notes),
        link.get("reference_id"),
        payment.get("order_id"),
        link.get("order_id"),
        payment.get("id"),
        *(entity.get("payment_id") for entity in entities.values()),
        *(entity.get("id") for entity in entities.values()),
    )
    return PaymentEvent(
        event_id=event_id, payment=named or event_id, stores=_names([note.get("store") for note in notes])
    )


def _mapping(value: object) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}


def _first(*candidates: object) -> str | None:
    return next((one for one in candidates if isinstance(one, str) and one), None)


def _names(stores: Iterable[object]) -> frozenset[str]:
    return frozenset(str(store) for store in stores if store is not None)
