"""The parcel is with the customer: what is in it, what to do if something is wrong, and how it was."""

from __future__ import annotations

from shared.domain.events import ParcelDelivered
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.handover_words import shown
from shared.usecases.milestones.how_was_it import tell_us
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import contents, is_inbound, outside, parcel_name, the_parcel

#: Of the name of who took it.
LONGEST_NAME = 60


def _free_form(telling: Telling) -> OutboundMessage:
    signed = the_parcel(telling).signed_by
    taken = telling.say("delivered_to", name=shown(signed, LONGEST_NAME)) if signed else ""
    arrived = telling.say("delivered", what=parcel_name(telling))
    head = "\n".join(filter(None, (arrived, taken)))
    return tell_us(telling, "\n\n".join((head, contents(telling), telling.say("delivered_and"))))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_delivered", parcel_name(telling), contents(telling).replace("\n", ", "))


_NOT_THERE = outside(ParcelState.DELIVERED)


def _needless(telling: Telling) -> bool:
    return _NOT_THERE(telling) or is_inbound(the_parcel(telling))


MILESTONE = Milestone(event=ParcelDelivered, free_form=_free_form, template=_template, needless=_needless)
