"""All is told and read back: the store's rule decides at once, or the staff have it."""

from __future__ import annotations

from shared.domain.changes import AppendEvent, Change, PutOrder, PutReturn
from shared.domain.events import ReturnMoved, order_event
from shared.domain.goods_return import GoodsReturn, ReturnState
from shared.domain.returned_goods import paid_back, worth
from shared.ports import OrderFile
from shared.usecases.decide_return import BY_RULE, Verdict, decided_on
from shared.usecases.goods_at_hand import at_hand
from shared.usecases.request_refund import MoreThanLeft
from shared.usecases.return_questions import ask, kept, written
from shared.usecases.return_room import ReturnRoom, case_closed, case_shown
from shared.usecases.turn import Heard, Turn

#: The staff decide; the store's rule has decided.
SENT, DECIDED = "return_sent", "return_decided"


def send_return(turn: Turn, file: OrderFile, one: GoodsReturn, *, text: str = "") -> Heard:
    """The return, requested and perhaps decided, in one transaction; its event tells the customer. Raises Contended.

    What was returned otherwise meanwhile is asked about again.
    """
    left = at_hand(file, but=one)
    if any(units > left.get(sku, 0) for sku, units in one.items.items()):
        changes, after = written(turn, one, items={})
        return ask(turn, file, after, *changes, text=text)
    asked = one.become(ReturnState.REQUESTED)
    decided = _by_rule(turn, file, asked, over=one.version)
    changes = decided or _requested(turn, file, asked, over=one.version)
    outcome = DECIDED if decided else SENT
    return turn.close(outcome, *changes, said=kept(turn, text), order_id=one.order_id)


def _by_rule(turn: Turn, file: OrderFile, asked: GoodsReturn, *, over: int) -> list[Change]:
    """What the store's own rule does about it; nothing when a person is to decide."""
    store, talk = turn.shop.store, turn.talk
    value = worth(file.order, asked.items, before=paid_back(file.returns))
    decision = store.delivery.returns.decide(asked.trouble, worth=value.amount) if asked.trouble else None
    if decision is None:
        return []
    room = ReturnRoom(
        store=store,
        orders=turn.shop.orders,
        commits=turn.shop.commits,
        catalog=turn.shop.catalog,
        cases=talk.cases,
    )
    try:
        verdict = Verdict(decision=decision, by=BY_RULE)
        after, changes = decided_on(room, file, asked, verdict, over=over, now=turn.now)
    except MoreThanLeft:
        # The payment has gone back already, or nobody knows of one: a person has to look.
        return []
    return [*changes, *case_closed(talk.cases, after, now=turn.now)]


def _requested(turn: Turn, file: OrderFile, asked: GoodsReturn, *, over: int) -> list[Change]:
    noted = file.order.noted()
    event = order_event(ReturnMoved, noted, now=turn.now, return_id=asked.id, state=asked.state.value)
    return [
        PutOrder(order=noted, over=file.order.version),
        PutReturn(goods_return=asked, over=over),
        AppendEvent(event=event),
        *case_shown(turn.talk.cases, asked, store=turn.shop.store, now=turn.now),
    ]
