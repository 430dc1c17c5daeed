"""The customer says how it was: a score with one tap or one digit, and some words after it if they like.

A score may be changed. A bad one is a person's at once, and the customer is told so.
"""

from __future__ import annotations

import re
from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, Change, PutOrder
from shared.domain.chat import Said
from shared.domain.conversation.kinds import MessageKind
from shared.domain.events import OrderScored, order_event
from shared.domain.order import Order, OrderStatus
from shared.usecases.hand_over import case_of, hand_over_said
from shared.usecases.placed_orders import placed_orders
from shared.usecases.turn import Heard, Turn

SCORED, REVIEWED = "scored", "reviewed"
#: Up to this a score is bad.
BAD = 2
#: Of a review as much is kept with the order; all of it is in the chat.
LONGEST_REVIEW = 1000
#: The goods are with the customer, or were.
_HAD = frozenset({OrderStatus.DELIVERED, OrderStatus.COLLECTED, OrderStatus.RETURNING, OrderStatus.RETURNED})
_TAP = re.compile(r"score:([^:]+):([1-5])")
_TYPED = re.compile(r"\s*(?:([1-5])(?:\s*/\s*5)?|((?:⭐️?|★){1,5}))\s*[.!]?\s*")
#: Words that are no review, although one was asked for: the customer wants something else now.
_ELSEWHERE = frozenset(
    {
        MessageKind.CANCEL,
        MessageKind.CHANGE,
        MessageKind.GREETING,
        MessageKind.HUMAN,
        MessageKind.MENU,
        MessageKind.QUESTION,
        MessageKind.STATUS,
        MessageKind.STOP,
    }
)


def score_order(turn: Turn, button_id: str) -> Heard | None:
    """What came of a tapped score; None for what is none, or of an order that is not theirs. Raises Contended."""
    tap = _TAP.fullmatch(button_id)
    file = turn.shop.orders.read(tap[1]) if tap else None
    if tap is None or file is None or file.order.customer_id != turn.customer.id or file.order.status not in _HAD:
        return None
    return _score(turn, file.order, int(tap[2]))


def score_in_words(turn: Turn, text: str) -> Heard | None:
    """A lone digit or some stars are the score of the newest order, if that came and has none yet. Raises Contended."""
    typed = _TYPED.fullmatch(text)
    if typed is None:
        return None
    newest = next(iter(placed_orders(turn)), None)
    if newest is None or newest.status not in _HAD or newest.score is not None:
        return None
    stars = (typed[2] or "").replace("\N{VARIATION SELECTOR-16}", "")
    return _score(turn, newest, int(typed[1] or len(stars)), text=text)


def review_in_words(turn: Turn, text: str) -> Heard | None:
    """What is typed right after a score is kept with its order as a review; None when it is something else.

    A complaint is kept, and is a person's. Raises Contended.
    """
    asked = _TAP.fullmatch(turn.chat.asked or "")
    file = turn.shop.orders.read(asked[1]) if asked else None
    if file is None or file.order.customer_id != turn.customer.id:
        return None
    parse = turn.talk.parser().parse(text)
    # "Great taro tea!" names goods as well; who orders says how many, or names them exactly.
    orders = parse.kind is MessageKind.ORDER and (parse.lines or re.search(r"\d", text))
    if parse.kind in _ELSEWHERE or orders:
        return None
    order = file.order
    after = replace(order.noted(), review=text.strip()[:LONGEST_REVIEW])
    said = replace(turn.said(text), understood=parse.kind.value, confidence=parse.confidence)
    changes = _written(turn, after, over=order.version, reviewed=True)
    if parse.kind is MessageKind.COMPLAINT and case_of(turn) is None:
        return hand_over_said(turn, said, *changes, reason=CaseReason.COMPLAINT, order_id=order.id)
    told = turn.reply("review_kept", order_id=order.id)
    return turn.close(REVIEWED, *changes, told, said=_with_case(turn, said), order_id=order.id)


def _score(turn: Turn, order: Order, score: int, *, text: str = "") -> Heard:
    scored = replace(order.noted(), score=score)
    changes = [] if order.score == score else _written(turn, scored, over=order.version, reviewed=False)
    # What is written next is the review.
    chat = replace(turn.chat, asked=f"score:{order.id}:{score}", asked_at=turn.now)
    said = turn.said(text)
    if score <= BAD and case_of(turn) is None:
        asking = replace(turn, chat=chat)
        return hand_over_said(asking, said, *changes, reason=CaseReason.LOW_SCORE, order_id=order.id)
    told = turn.reply(SCORED, order_id=order.id, score=score)
    return turn.close(SCORED, *changes, told, said=_with_case(turn, said), chat=chat, order_id=order.id)


def _written(turn: Turn, order: Order, *, over: int, reviewed: bool) -> list[Change]:
    event = order_event(OrderScored, order, now=turn.now, score=order.score or 0, reviewed=reviewed)
    return [PutOrder(order=order, over=over), AppendEvent(event=event)]


def _with_case(turn: Turn, said: Said) -> Said:
    """What is said while a person has a case of the customer's belongs to it."""
    joined = case_of(turn)
    return replace(said, case_id=joined.id) if joined else said
