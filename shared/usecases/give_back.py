"""A person of the store gives money back: through the gateway that took it, or with their own hands.

What was paid at the counter or at the door goes back out of the drawer, at the terminal, with a wallet or by bank
transfer: the refund, the drawer and the books in one transaction, after the deed. So does what a rule owes for such a
payment (``waits_for_a_hand``), and what a gateway could not bring back: then ``method`` says how.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from shared.domain import bookings
from shared.domain.changes import AppendEvent, Change, PutDrawer, PutOrder, PutRefund
from shared.domain.events import RefundSucceeded, order_event
from shared.domain.frozen import dataclass
from shared.domain.ledger import Account
from shared.domain.refund import BY_HAND, OrderRefund, RefundStep, refund_id_for, unassigned
from shared.ports import Conflict, Contended, OrderFile
from shared.usecases.book_money import book_of, post
from shared.usecases.correct_draft import UnknownOrder
from shared.usecases.correct_stock import RequestReused
from shared.usecases.move_refund import RefundRoom
from shared.usecases.request_refund import new_refund, request_refund
from shared.usecases.take_payment import Counter

TRIES = 6
CASH = "cash"
#: Where the money comes from that goes back in another way than in cash.
OUT_OF = {"card": Account.COUNTER_CLEARING, "wallet": Account.COUNTER_CLEARING, "transfer": Account.BANK}


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What goes back (minor units), why, and who says so. ``request`` is the caller's idempotency key.

    ``method`` is ``cash``, ``card``, ``wallet`` or ``transfer``, None: the way it was paid; ``slip`` the number of the
    terminal's or the bank's receipt.
    """

    order_id: str
    amount: int
    reason: str
    by: str
    request: str
    method: str | None = None
    slip: str | None = None

    @property
    def refund_id(self) -> str:
        """The same request is the same refund."""
        return refund_id_for(f"staff:{self.order_id}:{self.request}")


def give_back(counter: Counter, wish: Wish, *, now: datetime) -> OrderRefund:
    """The refund: asked for at the gateway, or given by hand, once for each request.

    Raises UnknownOrder, MoreThanLeft, DrawerClosed, RequestReused, Contended.
    """
    for _ in range(TRIES):
        file = counter.orders.read_all(wish.order_id)
        if file is None:
            raise UnknownOrder
        if known := _known(file, wish):
            return known
        refund = _owed(file, wish) or new_refund(
            file,
            wish.refund_id,
            wish.amount,
            reason=wish.reason,
            by=wish.by,
            now=now,
            paid_by=wish.method,
        )
        way = wish.method or BY_HAND.get(refund.provider)
        if way is None:
            return _through_the_gateway(counter, wish, now=now)
        given, changes = _by_hand(counter, file, refund, wish, way, now=now)
        try:
            counter.commits.commit(changes, token=f"refund:{wish.refund_id}:{[_version(one) for one in changes]}")
        except Conflict:
            continue
        return given
    raise Contended(f"order {wish.order_id}: the record kept changing")


def _known(file: OrderFile, wish: Wish) -> OrderRefund | None:
    """What an earlier call of the same request did. Raises RequestReused."""
    known = next((one for one in file.refunds if wish.refund_id in (one.id, one.gateway_id)), None)
    # What a rule owed keeps the rule's reason; how it was given is what the request said.
    same = known is None or (
        known.amount.amount == wish.amount
        and (known.reason == wish.reason or known.id != wish.refund_id)
        and (wish.method is None or known.provider == wish.method)
    )
    if not same:
        raise RequestReused(wish.request)
    return known


def _owed(file: OrderFile, wish: Wish) -> OrderRefund | None:
    """What a rule owes and nobody has given yet, if it is just that."""
    return next((one for one in file.refunds if one.waits_for_a_hand and one.amount.amount == wish.amount), None)


def _through_the_gateway(counter: Counter, wish: Wish, *, now: datetime) -> OrderRefund:
    room = RefundRoom(store=counter.store, orders=counter.orders, commits=counter.commits)
    return request_refund(
        room,
        order_id=wish.order_id,
        amount=wish.amount,
        reason=wish.reason,
        by=wish.by,
        request=wish.request,
        now=now,
    )


def _by_hand(
    counter: Counter, file: OrderFile, refund: OrderRefund, wish: Wish, way: str, *, now: datetime
) -> tuple[OrderRefund, list[Change]]:
    before = next((one.state for one in file.refunds if one.id == refund.id), None)
    given = replace(
        refund,
        provider=way,
        state=RefundStep.SUCCEEDED,
        gateway_id=wish.refund_id,
        given_by=wish.by,
        slip=wish.slip,
    )
    noted = file.order.noted()
    told = order_event(
        RefundSucceeded,
        noted,
        now=now,
        refund_id=given.id,
        transaction_id=given.transaction_id,
        amount=given.amount.amount,
        currency=given.amount.currency,
        method=way,
    )
    return given, [
        PutOrder(order=noted, over=file.order.version),
        PutRefund(refund=given, over=before),
        AppendEvent(event=told),
        *_booked(counter, file, given, way, now=now),
    ]


def _booked(counter: Counter, file: OrderFile, given: OrderRefund, way: str, *, now: datetime) -> list[Change]:
    """The money out of where it was: cash out of the open shift's drawer. Raises DrawerClosed."""
    store = counter.store
    book = book_of(store, given.amount.currency, now=now)
    amount = given.amount.amount
    about: dict[str, Any] = {
        "refund_id": given.id,
        "order_id": given.order_id,
        "amount": amount,
        "tax": given.tax,
        "earned": given.earned,
        "unassigned": unassigned(given, file.payments),
    }
    if way != CASH:
        entry = bookings.refunded_by_hand(book, **about, out_of=OUT_OF[way])
        return [post(replace(entry, note=way), store=store, now=now)]
    drawer = counter.till.drawer()
    entry = bookings.cash_refunded(book, **about)
    shift = drawer.open_shift.moved(refunds=amount)
    return [
        PutDrawer(drawer=drawer.after(given.id, "refund", shift=shift)),
        post(replace(entry, note=way), store=store, now=now),
    ]


def _version(change: Change) -> str:
    match change:
        case PutOrder(over=over):
            return f"o{over}"
        case PutDrawer(drawer=drawer):
            return f"d{drawer.version}"
    return ""
