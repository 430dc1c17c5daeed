"""On which day the courier is to come again.

Facts: ``parcel_id`` and ``attempt``, ``days`` to choose from (ISO 8601), ``problem`` ``day`` when the last answer was
none of them.
"""

from __future__ import annotations

from datetime import date

from shared.domain.messages import ListMessage, OutboundMessage, Row
from shared.domain.parcel import InstructionKind
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.milestone import Telling
from shared.usecases.parcel_tap import ParcelTap
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts, order = telling.event.facts, telling.about
    rows = []
    for day in map(date.fromisoformat, facts["days"]):
        tap = ParcelTap(
            order_id=order.id,
            parcel_id=facts["parcel_id"],
            attempt=facts["attempt"],
            verb=InstructionKind.OTHER_DAY.value,
            day=day,
        )
        rows.append(Row(id=tap.id, title=day_in_words(telling, day)))
    body = telling.say("which_day_instead" if facts["problem"] else "which_day")
    return ListMessage(body=body, button=telling.say("choose_button"), rows=tuple(rows))


REPLY = Reply(topic="which_day", free_form=_free_form)
