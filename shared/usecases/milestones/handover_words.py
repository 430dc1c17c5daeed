"""Where an order goes and when, in the customer's words: for the read-back, the request to pay and the confirmation."""

from __future__ import annotations

from datetime import datetime

from shared.domain.handover import DELIVERY, ready_at
from shared.usecases.milestones.milestone import Telling, clock
from shared.usecases.milestones.opening import day_and_time

#: A map pin has no words; it can be opened by everybody.
_PIN = "https://maps.google.com/?q={latitude},{longitude}"
LONGEST_ADDRESS = 120


def delivered_to(telling: Telling) -> str:
    """The address or the pin that the goods go to; empty when they are picked up, or nobody knows yet."""
    order = telling.about
    handover = order.handover
    if handover is None:
        # Orders from before there was a handover carry the address as the cart's note.
        return order.note.strip() if telling.store.fulfilment.kind == DELIVERY else ""
    if handover.kind != DELIVERY:
        return ""
    if handover.address:
        return shown(handover.address, LONGEST_ADDRESS)
    pin = handover.latitude is not None
    return _PIN.format(latitude=handover.latitude, longitude=handover.longitude) if pin else ""


def is_delivered(telling: Telling) -> bool:
    """Whether the goods are brought, wherever to."""
    handover = telling.about.handover
    return handover.kind == DELIVERY if handover else bool(delivered_to(telling))


def place(telling: Telling) -> str:
    """Where goods are picked up."""
    fulfilment = telling.store.fulfilment
    return f"{fulfilment.place_name}, {fulfilment.place_address}"


def where(telling: Telling) -> str:
    """One line: picked up there, or brought here. Empty while the address is not known."""
    if not is_delivered(telling):
        return telling.say("where_pickup", place=place(telling))
    address = delivered_to(telling)
    return telling.say("where_delivery", address=address) if address else ""


def when(telling: Telling) -> str:
    """One line: ready or expected around a time; while the store is closed also when it opens."""
    store, at = telling.store, telling.event.at
    time = clock(ready_at(telling.about, store, confirmed=at), at, store)
    opens = store.hours.next_opening(at, store.zone)
    if opens is not None and not _wanted_later(telling, opens):
        return telling.say("when_closed", opens=day_and_time(telling, opens), time=time)
    return telling.say("when_ready", time=time)


def _wanted_later(telling: Telling, opens: datetime) -> bool:
    handover = telling.about.handover
    return handover is not None and handover.at is not None and handover.at > opens


def shown(text: str, most: int) -> str:
    """A customer's own words on one line, not too long."""
    one = " ".join(text.split())
    return one if len(one) <= most else f"{one[: most - 1].rstrip()}…"
