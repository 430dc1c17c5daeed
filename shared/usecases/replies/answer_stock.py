"""Whether the products that were named are there, and what stands in for those that are not.

Facts: ``left`` (``name``, ``price`` of each in stock), ``gone`` (names), ``instead`` (as ``left``), ``choices`` (to
order in one tap).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.choices import price_row, tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    parts = [
        _under(telling, "stock_left", facts["left"]),
        telling.say("stock_gone", names=", ".join(facts["gone"])) if facts["gone"] else "",
        _under(telling, "stock_instead", facts["instead"]),
    ]
    answer = "\n\n".join(filter(None, parts))
    tap = f"{answer}\n\n{telling.say('tap_to_order')}" if facts["choices"] else answer
    return with_step(telling, answer, otherwise=tappable(telling, tap, facts["choices"]))


def _under(telling: Telling, heading: str, found: Sequence[Any]) -> str:
    rows = [price_row(one) for one in found]
    return "\n".join([telling.say(heading), *rows]) if rows else ""


REPLY = Reply(topic="answer_stock", free_form=_free_form)
