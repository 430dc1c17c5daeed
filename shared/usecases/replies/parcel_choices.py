"""Once more what there is to choose from after a failed attempt.

Facts: ``parcel_id``, ``attempt``, ``deadline`` (RFC 3339, UTC; empty when the courier names none).
"""

from __future__ import annotations

from datetime import datetime

from shared.domain.messages import ListMessage, OutboundMessage, Row
from shared.domain.parcel import InstructionKind
from shared.usecases.milestones.attempt_choices import parcel_tap_id
from shared.usecases.milestones.days import moment_in_words
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts, order = telling.event.facts, telling.about
    said = telling.say("attempt_reminder", what=order_name(telling, order))
    if facts["deadline"]:
        by = moment_in_words(telling, datetime.fromisoformat(facts["deadline"]))
        said = f"{said}\n{telling.say('attempt_until', time=by)}"
    rows = tuple(
        Row(
            id=parcel_tap_id(order.id, facts["parcel_id"], facts["attempt"], kind),
            title=telling.say(f"parcel_{kind}_row"),
        )
        for kind in InstructionKind
    )
    return ListMessage(body=said, button=telling.say("choose_button"), rows=rows)


REPLY = Reply(topic="parcel_choices", free_form=_free_form)
