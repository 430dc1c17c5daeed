"""Somebody is on the way with the parcel: until when it comes, whom to call, what to have ready."""

from __future__ import annotations

from shared.domain.events import ParcelOutForDelivery
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.money import Money
from shared.domain.parcel import ParcelState
from shared.domain.standing import standing
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import (
    courier_in_words,
    is_inbound,
    link_to,
    outside,
    parcel_name,
    the_parcel,
    with_link,
)


def _free_form(telling: Telling) -> OutboundMessage:
    phone = the_parcel(telling).agent_phone
    return with_link(
        telling,
        telling.say("out_for_delivery", what=parcel_name(telling), courier=courier_in_words(telling)),
        _window(telling),
        telling.say("out_agent", phone=phone) if phone else "",
        _cash(telling),
    )


def _window(telling: Telling) -> str:
    """The hours in which the store's couriers come, while there is something left of them today."""
    window = telling.store.delivery.delivery_hours
    if window is None or telling.now.astimezone(telling.store.zone).time() >= window[1]:
        return ""
    return telling.say("out_window", start=f"{window[0]:%H:%M}", end=f"{window[1]:%H:%M}")


def _cash(telling: Telling) -> str:
    """What is still to pay, at the door."""
    if telling.file is None:
        return ""
    order = telling.about
    due = standing(order, telling.file.payments).due
    return telling.say("out_cash", amount=Money(due, order.currency)) if due > 0 else ""


def _template(telling: Telling) -> TemplateMessage:
    phone = the_parcel(telling).agent_phone or telling.store.whatsapp_number
    return telling.template(
        "parcel_out_for_delivery", parcel_name(telling), courier_in_words(telling), phone, link_to(telling)
    )


_ELSEWHERE = outside(ParcelState.OUT_FOR_DELIVERY)


def _needless(telling: Telling) -> bool:
    if _ELSEWHERE(telling):
        return True
    parcel = the_parcel(telling)
    return is_inbound(parcel) or parcel.attempts >= telling.event.attempt


MILESTONE = Milestone(event=ParcelOutForDelivery, free_form=_free_form, template=_template, needless=_needless)
