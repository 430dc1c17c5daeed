"""Something is wrong with goods that came: a return begins, with one tap or with words of complaint.

Who began one goes on with it; what is too late, not there yet or already on its way back is said, with what to do.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from shared.domain.changes import AppendEvent, PutOrder, PutReturn
from shared.domain.conversation.kinds import MessageKind
from shared.domain.events import OrderCollected, ReturnMoved, order_event
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble, return_id_for
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, ParcelState
from shared.domain.return_words import gives_back, trouble_in, with_words
from shared.domain.returned_goods import FUTILE
from shared.ports import OrderFile
from shared.usecases.goods_at_hand import CAME, at_hand, items_in, undecided_in
from shared.usecases.placed_orders import OVER, meant, placed_orders
from shared.usecases.return_questions import Telling, ask, kept, stands, units_of_which, written
from shared.usecases.return_room import case_shown
from shared.usecases.return_tap import SORRY, ReturnTap
from shared.usecases.tell_status import status_of, which_order
from shared.usecases.turn import Heard, Turn

TOO_LATE = "return_too_late"
#: A list of orders leads to returns under this word.
WHICH = "return"
#: So many orders that came are looked into.
LOOKED_INTO = 5
_K = MessageKind
#: What begins a return only when no order is on its way, which it could be about: "it never came", "take it back".
_MEANS = {
    _K.COMPLAINT: frozenset({Trouble.MISSING}),
    _K.STATUS: frozenset({Trouble.MISSING}),
    _K.CANCEL: frozenset({Trouble.NOT_WANTED}),
    _K.QUESTION: frozenset({Trouble.NOT_WANTED}),
    _K.OTHER: frozenset(Trouble),
}


def start_return(turn: Turn, tap: ReturnTap) -> Heard | None:
    """What came of the tap; None when it is about no placed order of this customer. Raises Contended."""
    file = turn.shop.orders.read_all(tap.order_id)
    if file is None or file.order.customer_id != turn.customer.id or file.order.status is OrderStatus.DRAFT:
        return None
    return begin(turn, file, Telling(trouble=tap.wrong))


def open_in_words(turn: Turn, text: str, *, kind: MessageKind, telling: Telling | None = None) -> Heard | None:
    """Words of complaint begin a return, or go on with one; None when no order that came lately can be meant.

    ``kind`` is what the parser took the words for. Raises Contended.
    """
    trouble = trouble_in(text)
    orders = placed_orders(turn)
    waits = any(one.status not in OVER | {OrderStatus.RETURNING} for one in orders)
    plain = kind is _K.COMPLAINT and not (waits and trouble is Trouble.MISSING)
    refuses = trouble is Trouble.NOT_WANTED and not gives_back(text)
    if not plain and (waits or refuses or trouble not in _MEANS.get(kind, frozenset())):
        return None
    came = [one for one in orders if one.status in CAME][:LOOKED_INTO]
    files = [file for file in (turn.shop.orders.read_all(one.id) for one in came) if file and _may_return(turn, file)]
    named = meant(turn, [file.order for file in files])
    told = telling or Telling(text=text, trouble=trouble)
    if len(named) > 1:
        return which_order(turn, named, verb=WHICH, text=text, trouble=trouble.value if trouble else "")
    return next((begin(turn, file, told) for file in files if file.order in named), None)


def begin(turn: Turn, file: OrderFile, telling: Telling) -> Heard:
    """A return of the order, with what is known of it by now; or why there is none."""
    going_on = undecided_in(file)
    if going_on is not None:
        return _go_on(turn, file, going_on, telling)
    left = at_hand(file)
    if not left:
        over = [one for one in file.returns if one.state not in FUTILE]
        return stands(turn, over[-1], telling) if over else status_of(turn, file.order, telling.text)
    if _too_late(turn, file):
        told = turn.reply(TOO_LATE, order_id=file.order.id, days=turn.shop.store.delivery.returns.days)
        return turn.close(TOO_LATE, *telling.changes, told, said=kept(turn, telling.text), order_id=file.order.id)
    items, which = items_in(turn, telling.text, left)
    one = GoodsReturn(
        id=return_id_for(turn.message.id),
        order_id=file.order.id,
        customer_id=turn.customer.id,
        state=ReturnState.OPENED,
        version=1,
        at=turn.now,
        items=items,
        trouble=telling.trouble,
        words=with_words("", telling.text),
        photos=telling.photos,
    )
    noted = file.order.noted()
    opened = order_event(ReturnMoved, noted, now=turn.now, return_id=one.id, state=one.state.value)
    changes = (
        PutOrder(order=noted, over=file.order.version),
        PutReturn(goods_return=one, over=None),
        AppendEvent(event=opened),
        *case_shown(turn.talk.cases, one, store=turn.shop.store, now=turn.now),
        *telling.changes,
    )
    if which:
        return units_of_which(turn, one, which, left[which], *changes, text=telling.text, opening=SORRY)
    return ask(turn, file, one, *changes, text=telling.text, opening=SORRY)


def came_at(file: OrderFile) -> datetime:
    """UTC. When the last of the goods came to the customer; of what nobody told, when they were ordered."""
    scans = [
        scan.at
        for parcel in file.parcels
        if parcel.direction is Direction.OUTBOUND
        for scan in parcel.scans
        if scan.state is ParcelState.DELIVERED
    ]
    collected = [event.at for event in file.events if isinstance(event, OrderCollected)]
    return max([*scans, *collected], default=file.order.placed_at)


def _go_on(turn: Turn, file: OrderFile, one: GoodsReturn, telling: Telling) -> Heard:
    """A second complaint about the same order belongs to the first, until that is decided."""
    opened = one.state is ReturnState.OPENED
    items: dict[str, int] = {}
    which = ""
    if opened and not one.items:
        items, which = items_in(turn, telling.text, at_hand(file, but=one))
    changes, after = written(
        turn,
        one,
        items=items or one.items,
        trouble=one.trouble or telling.trouble if opened else one.trouble,
        words=with_words(one.words, telling.text),
        photos=tuple(sorted({*one.photos, *telling.photos})),
    )
    changes = [*changes, *telling.changes]
    if not opened:
        return stands(turn, after, telling, *changes)
    if which:
        return units_of_which(turn, after, which, at_hand(file, but=one)[which], *changes, text=telling.text)
    return ask(turn, file, after, *changes, text=telling.text)


def _may_return(turn: Turn, file: OrderFile) -> bool:
    return undecided_in(file) is not None or (bool(at_hand(file)) and not _too_late(turn, file))


def _too_late(turn: Turn, file: OrderFile) -> bool:
    return turn.now - came_at(file) > timedelta(days=turn.shop.store.delivery.returns.days)
