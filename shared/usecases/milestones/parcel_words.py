"""What every message about a parcel needs: which parcel, who brings it, when, and what is in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from shared.domain.messages import LinkMessage, OutboundMessage, TextMessage
from shared.domain.parcel import OWN_RIDER, Direction, Parcel, ParcelState
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.milestone import Telling, shortened
from shared.usecases.milestones.order_name import order_name

#: So much of what a courier notes about an attempt is said back.
LONGEST_REASON = 100


def parcel_told(telling: Telling) -> Parcel | None:
    """The parcel that the event is about; None when the record has none of that id."""
    parcels = telling.file.parcels if telling.file else ()
    return next((one for one in parcels if one.id == telling.event.parcel_id), None)


def the_parcel(telling: Telling) -> Parcel:
    """The same, for words that need one. Raises LookupError."""
    parcel = parcel_told(telling)
    if parcel is None:
        raise LookupError(f"{telling.event.name} came without its parcel")
    return parcel


def outside(*states: ParcelState) -> Callable[[Telling], bool]:
    """Whether the parcel is in none of these states any more: what was to be said is no longer so."""

    def needless(telling: Telling) -> bool:
        parcel = parcel_told(telling)
        return parcel is None or parcel.state not in states

    return needless


def parcel_name(telling: Telling) -> str:
    """``Order 17``; of an order in several parcels ``Order 17, parcel 1 of 2``."""
    parcel, order = the_parcel(telling), order_name(telling, telling.about)
    sent = [one for one in _sent(telling) if one.direction is parcel.direction]
    if len(sent) < 2 or parcel not in sent:
        return order
    return telling.say("parcel_numbered", order=order, number=sent.index(parcel) + 1, count=len(sent))


def _sent(telling: Telling) -> list[Parcel]:
    parcels = telling.file.parcels if telling.file else ()
    return sorted((one for one in parcels if one.state is not ParcelState.CANCELLED), key=lambda one: one.number)


def courier_in_words(telling: Telling) -> str:
    """Who brings it: the courier's name, or the store itself."""
    parcel = the_parcel(telling)
    if parcel.courier == OWN_RIDER:
        return telling.store.name
    return parcel.courier_name or telling.say("courier_unnamed")


def expected_line(telling: Telling) -> str:
    """When it comes, if the courier says so and that day is not over."""
    parcel = the_parcel(telling)
    today = telling.now.astimezone(telling.store.zone).date()
    if parcel.expected is None or parcel.expected < today:
        return ""
    return telling.say("parcel_expected", day=day_in_words(telling, parcel.expected))


def contents(telling: Telling) -> str:
    """What is in the parcel, one line each; the whole order when nobody wrote down what is in it."""
    packed = the_parcel(telling).lines
    names = [(packed.get(line.sku, 0) if packed else line.quantity, line.name) for line in telling.about.lines]
    return shortened(f"{units} × {name}" for units, name in names if units)


def link_to(telling: Telling) -> str:
    """Where the parcel can be followed: our page, else the courier's; empty when there is neither."""
    return telling.tracking or the_parcel(telling).tracking_url


def with_link(telling: Telling, *lines: str) -> OutboundMessage:
    """The lines, and a button that opens the page on which the order can be followed."""
    body, url = "\n".join(filter(None, lines)), link_to(telling)
    return LinkMessage(body=body, label=telling.say("track_button"), url=url) if url else TextMessage(body=body)


def deadline_of(event: Any) -> datetime | None:
    """Until when the courier waits for an answer (UTC); None when it did not say."""
    return datetime.fromisoformat(event.deadline) if event.deadline else None


def is_inbound(parcel: Parcel) -> bool:
    """Whether it brings goods back: its steps are told as those of a return."""
    return parcel.direction is Direction.INBOUND
