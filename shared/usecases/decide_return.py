"""What the store does about a return: money for goods that come back or need not, new goods, or a refusal.

The decision with all that follows from it at once (the parcel, the refund, the new order) is one transaction.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder, PutParcel, PutReturn
from shared.domain.events import ReturnMoved, order_event
from shared.domain.frozen import dataclass
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.order import Order
from shared.domain.parcel import Address, Direction, parcel_id_for
from shared.domain.returned_goods import UNDECIDED, Worth, left_to_return, paid_back, worth
from shared.domain.store import Store
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.refund_return import refunded
from shared.usecases.replace_goods import NotReplaceable, replacement
from shared.usecases.request_parcel import NotInTheOrder, NotSent, Wanted, requested
from shared.usecases.return_room import TRIES, NotNow, ReturnRoom, case_closed, found_return

#: ``decided_by`` of what the store's rule decided.
BY_RULE = "rule"
_R = ReturnState


class NothingWasPaid(Exception):
    """The goods cost nothing in this order, as those of a replacement."""

    def __init__(self) -> None:
        super().__init__("nothing was paid for these goods in this order: send new ones, or give money back by hand")


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is decided, by whom (a staff user name, ``rule``), and what the customer is told with a refusal."""

    decision: Decision
    by: str
    explanation: str = ""


def decide_return(room: ReturnRoom, *, order_id: str, return_id: str, verdict: Verdict, now: datetime) -> GoodsReturn:
    """The return after the decision; the same decision again changes nothing.

    One that its customer never finished is taken as it stands, with all goods if none were named. Raises
    UnknownReturn, NotNow, NotReplaceable, NothingWasPaid, MoreThanLeft, Contended.
    """
    for _ in range(TRIES):
        file, before = found_return(room, order_id, return_id)
        if before.decision is not None and before.decision is _meant(before, verdict):
            return before
        if before.state not in UNDECIDED:
            raise NotNow(before)
        asked = _finished(file, before) if before.state is _R.OPENED else before
        decided, changes = decided_on(room, file, asked, verdict, over=before.version, now=now)
        changes += case_closed(room.cases, decided, now=now)
        try:
            room.commits.commit(changes, token=f"decided:{return_id}:{before.version}:{file.order.version}")
        except Conflict as conflict:
            if short := [one.item for one in conflict.failed if isinstance(one, HoldStock)]:
                raise NotReplaceable(", ".join(short)) from conflict
            continue
        return decided
    raise Contended(f"return {return_id}: the record kept changing")


def decided_on(
    room: ReturnRoom, file: OrderFile, one: GoodsReturn, verdict: Verdict, *, over: int | None, now: datetime
) -> tuple[GoodsReturn, list[Change]]:
    """The return as it is decided, and every change of the order and of it; ``over`` is the version in the record.

    Raises NotReplaceable, NothingWasPaid, MoreThanLeft.
    """
    decision = _meant(one, verdict)
    after = replace(one, decision=decision, decided_by=verdict.by, explanation=verdict.explanation)
    order = file.order.noted()
    more: list[Change] = []
    if decision is Decision.REFUSE:
        after, told = after.become(_R.REFUSED), order
    elif decision is Decision.REFUND:
        after, told = after.become(_R.ACCEPTED), order
        after = replace(after, amount=_value(file, one).amount)
        order, after, more = _way_back(file, order, after, store=room.store, now=now)
    elif decision is Decision.REPLACE:
        after, told = after.become(_R.SETTLED), order
        made, more = replacement(room, file.order, one, home=_home(file), now=now)
        after = replace(after, replacement_id=made.id)
    else:
        after, told = after.become(_R.SETTLED), order
        order, after, more = refunded(file, order, after, _value(file, one), by=verdict.by, now=now)
    event = order_event(ReturnMoved, told, now=now, return_id=after.id, state=after.state.value)
    return after, [
        PutOrder(order=order, over=file.order.version),
        PutReturn(goods_return=after, over=over),
        AppendEvent(event=event),
        *more,
    ]


def _meant(one: GoodsReturn, verdict: Verdict) -> Decision:
    """Nothing can come back of what never came."""
    missing = verdict.decision is Decision.REFUND and one.trouble is Trouble.MISSING
    return Decision.REFUND_WITHOUT_RETURN if missing else verdict.decision


def _finished(file: OrderFile, one: GoodsReturn) -> GoodsReturn:
    others = [other for other in file.returns if other.id != one.id]
    return replace(one, items=one.items or left_to_return(file.order, others)).become(_R.REQUESTED)


def _value(file: OrderFile, one: GoodsReturn) -> Worth:
    value = worth(file.order, one.items, before=paid_back(file.returns))
    if not value.amount:
        raise NothingWasPaid
    return value


def _way_back(
    file: OrderFile, order: Order, one: GoodsReturn, *, store: Store, now: datetime
) -> tuple[Order, GoodsReturn, list[Change]]:
    """The parcel that brings the goods back, from where they were sent; without such a place they are brought."""
    home = _home(file)
    if home is None or not store.delivery.courier or store.delivery.sender is None:
        return order, one, []
    wanted = Wanted(
        to=home, courier=store.delivery.courier, lines=one.items, direction=Direction.INBOUND, return_id=one.id
    )
    parcel_id = parcel_id_for(f"return:{one.id}")
    try:
        parcel, changes = requested(replace(file, order=order), wanted, parcel_id=parcel_id, now=now)
    except (NotSent, NotInTheOrder):
        return order, one, []
    kept = [change for change in changes if isinstance(change, PutParcel | AppendEvent)]
    return order.noted(), replace(one, parcel_id=parcel.id), [*kept]


def _home(file: OrderFile) -> Address | None:
    sent = [one.to for one in file.parcels if one.direction is Direction.OUTBOUND and one.to.postal_code]
    return sent[-1] if sent and sent[-1].city else None
