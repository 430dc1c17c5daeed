"""The courier has the parcel: who brings it, its number, when it comes, and where it can be followed."""

from __future__ import annotations

from shared.domain.events import ParcelDispatched
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import (
    courier_in_words,
    expected_line,
    is_inbound,
    link_to,
    outside,
    parcel_name,
    the_parcel,
    with_link,
)


def _free_form(telling: Telling) -> OutboundMessage:
    number = the_parcel(telling).public_code
    on_its_way = telling.say("dispatched", what=parcel_name(telling), courier=courier_in_words(telling))
    code = telling.say("tracking_number", code=number) if number else ""
    return with_link(telling, on_its_way, code, expected_line(telling))


def _template(telling: Telling) -> TemplateMessage:
    parcel = the_parcel(telling)
    day = day_in_words(telling, parcel.expected) if parcel.expected else "–"
    return telling.template(
        "parcel_dispatched",
        parcel_name(telling),
        courier_in_words(telling),
        parcel.public_code or "–",
        day,
        link_to(telling),
    )


_GONE_ON = outside(ParcelState.IN_TRANSIT, ParcelState.EXCEPTION)


def _needless(telling: Telling) -> bool:
    return _GONE_ON(telling) or is_inbound(the_parcel(telling))


MILESTONE = Milestone(event=ParcelDispatched, free_form=_free_form, template=_template, needless=_needless)
