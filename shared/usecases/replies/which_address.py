"""To which other address the parcel is to go.

Facts: ``problem`` of the last answer: ``postal_code`` (it had none), ``area`` (nothing is delivered there) or empty.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply

_TEXTS = {"": "which_address", "postal_code": "which_address_code", "area": "which_address_area"}


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=telling.say(_TEXTS[telling.event.facts["problem"]]))


REPLY = Reply(topic="which_address", free_form=_free_form)
