"""Where a return stands that was begun already, as it stands when this is said.

Facts: ``return_id`` and its ``version`` (``return_tap.edition``).
"""

from __future__ import annotations

from shared.domain.events import ReturnMoved, order_event
from shared.domain.goods_return import ReturnState
from shared.domain.messages import ButtonsMessage, OutboundMessage, TextMessage
from shared.usecases.milestones import return_moved
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.replies.choices import person_button, tappable
from shared.usecases.replies.reply import Reply
from shared.usecases.replies.returned_goods import never_mind
from shared.usecases.return_room import return_in

_R = ReturnState
#: Of these the milestone's own words name a day, or nothing: what is late is not promised anew.
_OWN_WORDS = frozenset({_R.OPENED, _R.REQUESTED, _R.BOOKED, _R.ARRIVED})


def _free_form(telling: Telling) -> OutboundMessage:
    one = return_in(telling.file, telling.event.facts["return_id"])
    state = one.state if one is not None else _R.REQUESTED
    if one is not None and state not in _OWN_WORDS:
        moved = order_event(ReturnMoved, telling.about, now=telling.event.at, return_id=one.id, state=state.value)
        said = return_moved.told(telling, moved)
        if state in (_R.REFUSED, _R.SETTLED):
            return ButtonsMessage(body=said, buttons=(person_button(telling),))
        return TextMessage(body=said)
    words = telling.say(f"return_stands_{'requested' if state is _R.OPENED else state}")
    body = telling.say("return_about", order=order_name(telling, telling.about), words=words)
    return tappable(telling, body, [never_mind(telling)] if state in (_R.OPENED, _R.REQUESTED) else [])


REPLY = Reply(topic="return_stands", free_form=_free_form)
