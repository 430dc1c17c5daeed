"""The parcel came back to the store: what the customer would like now is theirs to say, to a person."""

from __future__ import annotations

from shared.domain.events import ParcelReturned
from shared.domain.messages import ButtonsMessage, OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import is_inbound, outside, parcel_name, the_parcel


def _free_form(telling: Telling) -> OutboundMessage:
    # Its package loads every reply there is: nothing that a cold start should wait for.
    from shared.usecases.replies.choices import person_button

    return ButtonsMessage(body=telling.say("returned", what=parcel_name(telling)), buttons=(person_button(telling),))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_returned", parcel_name(telling))


_NOT_BACK = outside(ParcelState.RETURNED)


def _needless(telling: Telling) -> bool:
    return _NOT_BACK(telling) or is_inbound(the_parcel(telling))


MILESTONE = Milestone(event=ParcelReturned, free_form=_free_form, template=_template, needless=_needless)
