"""A person has to answer: put what was said with the customer's case, and tell the customer so, now and then."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.domain.case import Case, CaseReason, CaseStatus, case_id_for
from shared.domain.changes import AppendEvent, Change, PutCase, PutChat
from shared.domain.chat import Said
from shared.domain.events import CaseOpened
from shared.usecases.turn import Heard, Turn

#: A customer who goes on writing is told again that a person will answer only after this long.
TOLD_FOR = timedelta(minutes=30)

#: A new case, and the customer was told.
OPENED = "case_opened"
#: Kept with the customer's open case; ``TOLD_AGAIN`` when the customer was told once more.
JOINED = "case_joined"
TOLD_AGAIN = "case_joined_and_told"
#: Kept with it, and the customer was shown where the order stands that they are in the middle of.
SHOWN = "case_joined_and_shown"


def hand_over(turn: Turn, *, reason: CaseReason, order_id: str | None = None, text: str = "") -> Heard:
    """End the turn with a person: ``text`` is what was said. Raises Contended.

    The customer's open case is joined if there is one, else one is opened. While a person is talking the customer is
    told nothing: they are being answered.
    """
    return hand_over_said(turn, turn.said(text), reason=reason, order_id=order_id)


def hand_over_said(turn: Turn, said: Said, *changes: Change, reason: CaseReason, order_id: str | None = None) -> Heard:
    """The same for a message that is kept with more than its words, and whose turn changes more."""
    joined = case_of(turn)
    if joined is None:
        return _open(turn, said, *changes, reason=reason, order_id=order_id)
    kept = replace(said, case_id=joined.id)
    draft_id = turn.chat.open_draft(turn.now)
    if told_of_late(turn) and draft_id is not None and not turn.chat.with_person(turn.now):
        shown = turn.reply("case_noted", order_id=draft_id, step=True)
        return turn.close(SHOWN, *changes, shown, said=kept, chat=turn.chat.next(), order_id=order_id)
    if told_of_late(turn):
        # The chat is written even when nothing in it changes: whoever closes the case at this moment writes it too,
        # and one of the two has to look again, so that no message ends with a case that nobody opens any more.
        same = () if turn.chat.asked else (PutChat(chat=turn.chat.next()),)
        return turn.close(JOINED, *changes, *same, said=kept, order_id=order_id)
    told = turn.reply("case_noted", order_id=order_id or joined.order_id or "")
    chat = replace(turn.chat, told_at=turn.now)
    return turn.close(TOLD_AGAIN, *changes, told, said=kept, chat=chat, order_id=order_id)


def case_of(turn: Turn) -> Case | None:
    """The customer's case that is not closed, if there is one."""
    if turn.chat.case_id is None:
        return None
    case = turn.talk.cases.read(turn.chat.case_id)
    return case if case is not None and case.status is not CaseStatus.CLOSED else None


def told_of_late(turn: Turn) -> bool:
    """Whether the customer needs no word: a person is talking, or they were told a short while ago."""
    told_at = turn.chat.told_at
    return turn.chat.with_person(turn.now) or (told_at is not None and turn.now - told_at < TOLD_FOR)


def _open(turn: Turn, said: Said, *changes: Change, reason: CaseReason, order_id: str | None) -> Heard:
    case = Case(
        id=case_id_for(turn.message.id),
        store=turn.shop.store.id,
        customer_id=turn.customer.id,
        reason=reason,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=turn.now,
        first_place=turn.message.place,
        order_id=order_id,
    )
    put = PutCase(case=case, over=None)
    chat = replace(turn.chat, case_id=case.id)
    kept = replace(said, case_id=case.id)
    if turn.chat.with_person(turn.now):
        return turn.close(OPENED, *changes, put, said=kept, chat=chat, order_id=order_id)
    opened = AppendEvent(
        event=CaseOpened(
            store=turn.shop.store.id,
            subject=f"CUSTOMER#{turn.customer.id}",
            sequence=turn.message.place,
            at=turn.now,
            customer_id=turn.customer.id,
            case_id=case.id,
            reason=reason,
            order_id=order_id or "",
        )
    )
    chat = replace(chat, told_at=turn.now)
    return turn.close(OPENED, *changes, put, opened, said=kept, chat=chat, order_id=order_id)
