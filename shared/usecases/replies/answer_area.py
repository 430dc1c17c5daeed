"""Where the store delivers: a postal code that was named is in it or not.

Facts: ``code`` (a postal code) and ``reached`` (whether goods are delivered there), both or neither.
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, TextMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.standing import with_step

#: So many beginnings of postal codes are told; a longer area is found out by asking for a code.
TOLD = 12


def _free_form(telling: Telling) -> OutboundMessage:
    answer = "\n".join(filter(None, (_delivery(telling), _pickup(telling))))
    return with_step(telling, answer, otherwise=TextMessage(body=answer))


def _delivery(telling: Telling) -> str:
    fulfilment, facts = telling.store.fulfilment, telling.event.facts
    if "delivery" not in fulfilment.kinds:
        return telling.say("area_none")
    if facts.get("reached"):
        return telling.say("area_reached", code=facts["code"])
    if not fulfilment.area:
        return telling.say("area_everywhere")
    more = ["…"] if len(fulfilment.area) > TOLD else []
    area = telling.say("area_is", area=", ".join([*fulfilment.area[:TOLD], *more]))
    if "code" in facts:
        return f"{telling.say('area_not_reached', code=facts['code'])} {area}"
    return f"{area} {telling.say('area_ask')}"


def _pickup(telling: Telling) -> str:
    fulfilment = telling.store.fulfilment
    if "pickup" not in fulfilment.kinds or telling.event.facts.get("reached"):
        return ""
    return telling.say("area_pickup", place=f"{fulfilment.place_name}, {fulfilment.place_address}")


REPLY = Reply(topic="answer_area", free_form=_free_form)
