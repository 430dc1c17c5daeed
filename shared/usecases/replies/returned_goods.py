"""What replies about a return share: what the goods are called, and the ids of what is tapped."""

from __future__ import annotations

from collections.abc import Mapping

from shared.usecases.milestones.milestone import MOST_ROWS, Telling, shortened
from shared.usecases.return_tap import ReturnTap


def named(telling: Telling, sku: str) -> str:
    """The product as the order has it."""
    return next((line.name for line in telling.about.lines if line.sku == sku), sku)


def counted(telling: Telling, items: Mapping[str, int], *, rows: int = MOST_ROWS) -> str:
    """Products with their units, one under the other; of many the first."""
    return shortened((f"{units} × {named(telling, sku)}" for sku, units in items.items()), rows=rows)


def answer_id(telling: Telling, answer: str) -> str:
    """The id of a button about the return and its edition, as the event's facts have them."""
    event = telling.event
    facts = event.facts
    return ReturnTap(order_id=event.order_id, return_id=facts["return_id"], version=facts["version"], answer=answer).id


def after_opening(telling: Telling, question: str) -> str:
    """The question, under what is said before it (``return_tap.NOTED``, ``SORRY``), if anything is."""
    opening = telling.event.facts["opening"]
    return f"{telling.say(f'return_{opening}')}\n\n{question}" if opening else question


def never_mind(telling: Telling) -> dict[str, str]:
    """The choice that calls the return off."""
    return {
        "id": answer_id(telling, ReturnTap.CANCEL),
        "title": telling.say("return_never_mind_button"),
        "description": "",
    }
