"""A person takes a case, gives it back, or is done with it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import Case, CaseStatus
from shared.domain.changes import Change, PutCase, PutChat
from shared.domain.chat import Chat
from shared.ports import Conflict, Contended
from shared.usecases.staff_desk import TRIES, ClaimedByAnother, Desk, UnknownCase


def move_case(desk: Desk, *, case_id: str, to: CaseStatus, by: str, now: datetime) -> Case:
    """The case in that status; asking again changes nothing.

    Claimed: the bot is silent for a while. Open again, or closed: it speaks. Raises UnknownCase, ClaimedByAnother,
    IllegalCaseMove (a closed case stays closed), Contended.
    """
    for _ in range(TRIES):
        case = desk.cases.read(case_id)
        if case is None:
            raise UnknownCase
        if _stands(case, to, by=by):
            return case
        moved = case.become(to, claimed_by=by, now=now)
        chat = desk.chats.read(case.customer_id)
        changes: list[Change] = [PutCase(case=moved, over=case.version)]
        after = _after(desk, chat, moved, now=now)
        # The chat is written even when nothing in it changes: a message that joins the case at this moment writes it
        # too, and one of the two has to look again. A case about nobody's parcel has no chat.
        if case.customer_id:
            changes.append(PutChat(chat=after.next()))
        try:
            desk.commits.commit(
                changes, token=f"case:{case_id}:{case.version}:{to}:{by}:{chat.version}:{now.isoformat()}"
            )
        except Conflict:
            continue
        return moved
    raise Contended(f"{case_id} kept changing")


def _stands(case: Case, to: CaseStatus, *, by: str) -> bool:
    if case.status is CaseStatus.CLAIMED and to is CaseStatus.CLAIMED:
        if case.claimed_by != by:
            raise ClaimedByAnother(str(case.claimed_by))
        return True
    return case.status is to


def _after(desk: Desk, chat: Chat, case: Case, *, now: datetime) -> Chat:
    if chat.case_id != case.id:
        return chat
    if case.status is CaseStatus.CLAIMED:
        return replace(chat, person_until=now + desk.talking_for)
    if case.status is CaseStatus.CLOSED:
        return replace(chat, case_id=None, person_until=None, told_at=None, misses=0)
    return replace(chat, person_until=None)
