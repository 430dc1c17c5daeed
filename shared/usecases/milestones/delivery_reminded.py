"""The courier still waits for an answer: the same question once more, while there is time."""

from __future__ import annotations

from shared.domain.events import DeliveryReminded
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.usecases.milestones.attempt_choices import answered_or_past, until_in_words, with_choices
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import deadline_of, parcel_name


def _free_form(telling: Telling) -> OutboundMessage:
    return with_choices(telling, telling.say("attempt_reminder", what=parcel_name(telling)))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_reminder", parcel_name(telling), until_in_words(telling))


def _needless(telling: Telling) -> bool:
    deadline = deadline_of(telling.event)
    return answered_or_past(telling) or (deadline is not None and telling.now >= deadline)


MILESTONE = Milestone(event=DeliveryReminded, free_form=_free_form, template=_template, needless=_needless)
