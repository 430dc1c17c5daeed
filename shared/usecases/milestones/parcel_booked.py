"""A return's parcel is booked: how the goods come back. Of a parcel to the customer nothing is said yet."""

from __future__ import annotations

from shared.domain.events import ParcelBooked
from shared.domain.messages import LinkMessage, OutboundMessage, TemplateMessage, TextMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.milestones.parcel_words import courier_in_words, parcel_told, the_parcel

#: Couriers that come to the customer's door for goods that go back; elsewhere the customer hands them in.
PICKS_UP = frozenset({"shiprocket"})


def _free_form(telling: Telling) -> OutboundMessage:
    parcel = the_parcel(telling)
    facts = {
        "order": order_name(telling, telling.about),
        "courier": courier_in_words(telling),
        "code": telling.event.tracking_code,
    }
    handed_in = parcel.label_url and parcel.courier not in PICKS_UP
    body = telling.say("return_label" if handed_in else "return_pickup", **facts)
    if parcel.label_url:
        return LinkMessage(body=body, label=telling.say("label_button"), url=parcel.label_url)
    return TextMessage(body=body)


def _template(telling: Telling) -> TemplateMessage:
    parcel = the_parcel(telling)
    facts = (order_name(telling, telling.about), courier_in_words(telling), telling.event.tracking_code)
    if parcel.label_url and parcel.courier not in PICKS_UP:
        return telling.template("return_label", *facts, parcel.label_url)
    return telling.template("return_pickup", *facts)


def _needless(telling: Telling) -> bool:
    parcel = parcel_told(telling)
    waiting = (ParcelState.REQUESTED, ParcelState.PRE_TRANSIT)
    return not telling.event.return_id or parcel is None or parcel.state not in waiting


MILESTONE = Milestone(event=ParcelBooked, free_form=_free_form, template=_template, needless=_needless)
