"""What a gateway says of money besides payments: refunds, disputes, payouts. In whatever order, each fact once."""

from __future__ import annotations

import hashlib
from contextlib import suppress
from datetime import datetime

from shared.domain import bookings
from shared.domain.bookings import Book
from shared.domain.changes import Change, PostEntry, PutHeard, PutRefund
from shared.domain.frozen import dataclass
from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    Fact,
    MoneyKnown,
    Payout,
    PayoutState,
    Refund,
)
from shared.domain.ledger import Entry
from shared.domain.payment_status import earned_by
from shared.domain.refund import ELSEWHERE, OrderRefund, RefundStep
from shared.ports import Conflict, Contended, GatewayFile, OrderFile
from shared.usecases.book_money import book_of, post
from shared.usecases.move_refund import RefundRoom, follow_fact
from shared.usecases.record_payment import NotOurOrderYet
from shared.usecases.show_dispute import dispute_shown

TRIES = 8


@dataclass(frozen=True, kw_only=True)
class Learned:
    """What came of a fact: a word for the log, and the order it is about, if any."""

    outcome: str
    order_id: str | None = None


def record_money(room: RefundRoom, gateway: GatewayFile, *, fact: Fact, now: datetime) -> Learned:
    """Take one fact in. Payments are ``record_payment``'s; what moves no money is only noted.

    Raises NotOurOrderYet for what is about a payment that was not recorded (yet), Contended.
    """
    if isinstance(fact, Refund):
        return _refund(room, gateway, fact, now=now)
    if isinstance(fact, Dispute | Payout):
        return _heard(room, gateway, fact, now=now)
    return Learned(outcome="noted", order_id=getattr(fact, "order_id", None))


def _refund(room: RefundRoom, gateway: GatewayFile, fact: Refund, *, now: datetime) -> Learned:
    order_id = _order_of(gateway, fact)
    file = room.orders.read(order_id)
    if file is None:
        raise NotOurOrderYet(order_id)
    known = _known(file, fact)
    if known is None:
        known = _elsewhere(file, fact, now=now)
        # In a conflict it was heard of a moment ago.
        with suppress(Conflict):
            room.commits.commit([PutRefund(refund=known, over=None)], token=f"refund:{order_id}:{known.id}")
    moved = follow_fact(room, order_id=order_id, refund_id=known.id, fact=fact, now=now)
    return Learned(outcome=f"refund_{moved.state}", order_id=order_id)


def _known(file: OrderFile, fact: Refund) -> OrderRefund | None:
    return next((one for one in file.refunds if one.id == fact.reference or one.gateway_id == fact.id), None)


def _elsewhere(file: OrderFile, fact: Refund, *, now: datetime) -> OrderRefund:
    """Somebody refunded it at the gateway itself: it is the order's all the same. Its tax is a person's to settle."""
    attempt = next((one for one in file.payments if one.transaction_id == fact.transaction_id), None)
    return OrderRefund(
        id="rf_" + hashlib.sha256(f"{fact.provider}:{fact.id}".encode()).hexdigest()[:24],
        order_id=file.order.id,
        provider=fact.provider,
        transaction_id=fact.transaction_id,
        amount=fact.amount,
        reason=ELSEWHERE,
        state=RefundStep.REQUESTED,
        requested_by=ELSEWHERE,
        at=now,
        earned=earned_by(file.order, attempt),
    )


def _heard(room: RefundRoom, gateway: GatewayFile, fact: Dispute | Payout, *, now: datetime) -> Learned:
    order_id = _order_of(gateway, fact) if isinstance(fact, Dispute) else None
    for _ in range(TRIES):
        known = gateway.heard(fact.provider, fact.id)
        before, version = known or (None, None)
        after = _joined(before, fact)
        if after == before:
            return Learned(outcome="repeated", order_id=order_id)
        changes: list[Change] = [
            PutHeard(heard=after, over=version),
            *_posted(room, before, after, order_id=order_id, now=now),
        ]
        file = room.orders.read(order_id) if order_id is not None else None
        if file is not None and isinstance(after, Dispute):
            known_dispute = before if isinstance(before, Dispute) else None
            changes += dispute_shown(file.order, known_dispute, after, store=room.store, now=now)
        place = file.order.version if file is not None else None
        try:
            room.commits.commit(changes, token=f"heard:{fact.provider}:{fact.id}:{version}:{place}:{after!r}")
        except Conflict:
            continue
        return Learned(outcome=f"{type(fact).__name__.lower()}_{after.state}", order_id=order_id)
    raise Contended(f"{fact.id} kept changing")


def _joined(before: Dispute | Payout | None, fact: Dispute | Payout) -> Dispute | Payout:
    """All that is known after a fact, whenever it was said."""
    known = MoneyKnown().heard([fact] if before is None else [before, fact])
    return (known.disputes if isinstance(fact, Dispute) else known.payouts)[fact.id]


def _posted(
    room: RefundRoom,
    before: Dispute | Payout | None,
    after: Dispute | Payout,
    *,
    order_id: str | None,
    now: datetime,
) -> list[PostEntry]:
    """The entries of what is known now that were not there before: they hang on what is known, not on its order."""
    book = book_of(room.store, after.amount.currency, now=now)
    there = {one.id for one in _entries(book, before, order_id=order_id)} if before else set()
    new = [one for one in _entries(book, after, order_id=order_id) if one.id not in there]
    return [post(one, store=room.store, now=now) for one in new]


def _entries(book: Book, heard: Dispute | Payout, *, order_id: str | None) -> list[Entry]:
    if isinstance(heard, Dispute):
        return _of_dispute(book, heard, order_id=order_id)
    amount = heard.amount.amount
    entries = []
    if amount and heard.state is not PayoutState.PENDING:
        entries.append(bookings.payout_made(book, provider=heard.provider, payout_id=heard.id, amount=amount))
    if amount and heard.state is PayoutState.FAILED:
        entries.append(bookings.payout_failed(book, provider=heard.provider, payout_id=heard.id, amount=amount))
    return entries


def _of_dispute(book: Book, heard: Dispute, *, order_id: str | None) -> list[Entry]:
    entries = []
    if heard.fee:
        # Apart from what was withdrawn: the two may be heard of in either order.
        entries.append(
            bookings.gateway_fee(book, provider=heard.provider, source_id=heard.id, amount=heard.fee, order_id=order_id)
        )
    if not heard.taken:
        return entries
    about = {"provider": heard.provider, "dispute_id": heard.id, "amount": heard.taken, "order_id": order_id}
    entries.append(bookings.dispute_taken(book, **about))  # type: ignore[arg-type]
    if heard.state is DisputeState.WON:
        entries.append(bookings.dispute_won(book, **about))  # type: ignore[arg-type]
    elif heard.state is DisputeState.LOST:
        entries.append(bookings.dispute_lost(book, **about))  # type: ignore[arg-type]
    return entries


def _order_of(gateway: GatewayFile, fact: Refund | Dispute) -> str:
    order_id = gateway.order_of(fact.provider, fact.transaction_id)
    if order_id is None:
        raise NotOurOrderYet(fact.transaction_id)
    return order_id
