"""The courier brings the parcel back to the store: said plainly, and that a word follows."""

from __future__ import annotations

from shared.domain.events import ParcelReturning
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import is_inbound, outside, parcel_name, the_parcel, with_link


def _free_form(telling: Telling) -> OutboundMessage:
    vain = ParcelState.DELIVERED not in the_parcel(telling).ever
    return with_link(telling, telling.say("returning" if vain else "coming_back", what=parcel_name(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_returning", parcel_name(telling))


_NOT_UNDER_WAY = outside(ParcelState.RETURN_TO_SENDER)


def _needless(telling: Telling) -> bool:
    return _NOT_UNDER_WAY(telling) or is_inbound(the_parcel(telling))


MILESTONE = Milestone(event=ParcelReturning, free_form=_free_form, template=_template, needless=_needless)
