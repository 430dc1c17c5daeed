"""The courier announces another day than before: the new one, and where the parcel is to be followed."""

from __future__ import annotations

from datetime import date

from shared.domain.events import ParcelDelayed
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import is_inbound, link_to, outside, parcel_name, the_parcel, with_link

_STILL_COMING = outside(ParcelState.REQUESTED, ParcelState.PRE_TRANSIT, ParcelState.IN_TRANSIT, ParcelState.EXCEPTION)


def _day(telling: Telling) -> str:
    return day_in_words(telling, date.fromisoformat(telling.event.expected))


def _free_form(telling: Telling) -> OutboundMessage:
    return with_link(telling, telling.say("delayed", what=parcel_name(telling), day=_day(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_delayed", parcel_name(telling), _day(telling), link_to(telling))


def _needless(telling: Telling) -> bool:
    if _STILL_COMING(telling):
        return True
    parcel, told = the_parcel(telling), date.fromisoformat(telling.event.expected)
    over = told < telling.now.astimezone(telling.store.zone).date()
    return is_inbound(parcel) or over or parcel.expected != told


MILESTONE = Milestone(event=ParcelDelayed, free_form=_free_form, template=_template, needless=_needless, can_wait=True)
