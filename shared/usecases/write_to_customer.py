"""A person of the store writes to a customer, and the bot is silent for a while."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime

from shared.domain.cards import without_cards
from shared.domain.changes import AppendEvent, KeepSaid, PutChat
from shared.domain.chat import Said
from shared.domain.customer import Customer
from shared.domain.events import StaffSpoke
from shared.ports import Conflict, Contended
from shared.usecases.staff_desk import MARGIN, TRIES, Desk, RequestReused, WindowClosed, request_id

#: A request is looked for among so many newest messages: it is repeated within minutes, if at all.
LOOKED_THROUGH = 100


def write_to_customer(
    desk: Desk,
    *,
    customer: Customer,
    text: str,
    by: str,
    request: str,
    now: datetime,
    case_id: str | None = None,
    order_id: str | None = None,
) -> Said:
    """The message as it is kept; it is on its way. The same request again is the same message.

    Raises WindowClosed, RequestReused, Contended.
    """
    for _ in range(TRIES):
        said = _said(customer, text=text, by=by, request=request, now=now, case_id=case_id, order_id=order_id)
        chat = desk.chats.read(customer.id)
        standing = _standing(desk, said)
        if standing is not None:
            return standing
        # The same rule as when it is sent; see tell_customer.
        if not customer.window_open(now + MARGIN):
            raise WindowClosed(customer)
        silent = replace(chat, person_until=now + desk.talking_for)
        kept = replace(said, case_id=case_id or chat.case_id)
        spoke = _spoke(desk, kept, now=now)
        try:
            desk.commits.commit(
                [KeepSaid(said=kept), PutChat(chat=silent.next()), AppendEvent(event=spoke)],
                token=f"staff:{kept.message_id}:{kept.place}:{chat.version}",
            )
        except Conflict:
            continue
        return kept
    raise Contended("the conversation kept changing")


def _said(
    customer: Customer, *, text: str, by: str, request: str, now: datetime, case_id: str | None, order_id: str | None
) -> Said:
    within = int(hashlib.sha256(request.encode()).hexdigest(), 16) % 1_000_000
    return Said(
        customer_id=customer.id,
        place=int(now.timestamp()) * 1_000_000 + within,
        message_id=request_id(request),
        at=now,
        direction="out",
        text=without_cards(text),
        by=by,
        case_id=case_id,
        order_id=order_id,
    )


def _standing(desk: Desk, said: Said) -> Said | None:
    """The message that this request wrote before. Raises RequestReused when it wrote another one."""
    recent = desk.chats.said(said.customer_id, limit=LOOKED_THROUGH)
    found = next((one for one in recent if one.message_id == said.message_id), None)
    if found is not None and found.text != said.text:
        raise RequestReused
    return found


def _spoke(desk: Desk, said: Said, *, now: datetime) -> StaffSpoke:
    return StaffSpoke(
        store=desk.store.id,
        subject=f"CUSTOMER#{said.customer_id}",
        sequence=said.place,
        at=now,
        customer_id=said.customer_id,
        place=said.place,
        case_id=said.case_id or "",
    )
