"""The answer to what was no cart: the catalog, with a word."""

from __future__ import annotations

from shared.domain.events import CustomerSpoke
from shared.domain.messages import CatalogMessage, OutboundMessage
from shared.usecases.milestones.milestone import Milestone, Telling


def _free_form(telling: Telling) -> OutboundMessage:
    return CatalogMessage(body=telling.say(telling.event.topic, store=telling.store.name))


MILESTONE = Milestone(event=CustomerSpoke, free_form=_free_form)
