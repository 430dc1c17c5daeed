"""A case: something about a customer that only a person can settle, with all that is known about it."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shared.domain.frozen import dataclass


class CaseStatus(StrEnum):
    """Where a case stands. The words are those of the status index, apart from an order's."""

    OPEN = "case_open"
    CLAIMED = "case_claimed"
    CLOSED = "case_closed"


class CaseReason(StrEnum):
    """Why a person is needed."""

    ASKED_FOR = "asked_for"
    COMPLAINT = "complaint"
    QUESTION = "question"
    MEDIA = "media"
    #: A voice note, which a person has to listen to.
    VOICE = "voice"
    NOT_UNDERSTOOD = "not_understood"
    #: The customer wants something that the order's state no longer allows without a person.
    ORDER_CHANGE = "order_change"
    #: A customer was not content with an order.
    LOW_SCORE = "low_score"
    #: A refund that the gateway could not make, or could not bring to the customer.
    REFUND_FAILED = "refund_failed"
    #: Money that was not paid through a gateway is due back: somebody has to give it to the customer.
    REFUND_BY_HAND = "refund_by_hand"
    #: The customer's bank wants a payment back: there is a time to answer in.
    DISPUTE = "dispute"
    #: A payment came in another amount or currency than was asked for: it does not count as paid.
    WRONG_AMOUNT = "wrong_amount"
    #: The courier would not book a parcel, or would not do what was asked after a failed attempt.
    COURIER_REFUSED = "courier_refused"
    #: A parcel is lost, damaged, or held.
    PARCEL_TROUBLE = "parcel_trouble"
    #: A courier's word for a parcel's state that this release does not know.
    UNKNOWN_PARCEL_STATUS = "unknown_parcel_status"
    #: News of a parcel that no order has.
    UNKNOWN_PARCEL = "unknown_parcel"
    #: Nobody said in time what is to be done after a failed attempt.
    DELIVERY_UNDECIDED = "delivery_undecided"
    #: The parcel of an order that was cancelled is with the courier all the same.
    PARCEL_UNDER_WAY = "parcel_under_way"
    #: A customer says that something is wrong with what came: to be decided.
    RETURN = "return"
    #: Our own failure: the message could not be handled.
    FAILURE = "failure"


#: What staff see and the customer is not told of as a case: the parcel or the return tells its own news, and of a wrong
#: amount a person speaks first. There are no words for these, so no conversation may be handed over for one of them.
BESIDE_THE_CHAT = frozenset(
    {
        CaseReason.WRONG_AMOUNT,
        CaseReason.COURIER_REFUSED,
        CaseReason.PARCEL_TROUBLE,
        CaseReason.UNKNOWN_PARCEL_STATUS,
        CaseReason.UNKNOWN_PARCEL,
        CaseReason.PARCEL_UNDER_WAY,
        CaseReason.RETURN,
    }
)

CASE_TRANSITIONS: Mapping[CaseStatus, frozenset[CaseStatus]] = {
    CaseStatus.OPEN: frozenset({CaseStatus.CLAIMED, CaseStatus.CLOSED}),
    CaseStatus.CLAIMED: frozenset({CaseStatus.OPEN, CaseStatus.CLOSED}),
    CaseStatus.CLOSED: frozenset(),
}


class IllegalCaseMove(Exception):
    """The case may not move like that."""

    def __init__(self, case_id: str, status: CaseStatus, wanted: CaseStatus) -> None:
        super().__init__(f"case {case_id} is {status} and cannot become {wanted}")
        self.case_id, self.status, self.wanted = case_id, status, wanted


@dataclass(frozen=True, kw_only=True)
class Case:
    """One case. A customer has at most one that is not closed; what they say meanwhile belongs to it.

    ``first_place`` is the place (see ``Said``) of the message that opened it: the case's messages are those from there
    on that carry its id, and what was said before is its context. ``claimed_by`` is a staff user name. A case about a
    parcel that nobody knows has no customer: ``customer_id`` is empty.
    """

    id: str
    store: str
    customer_id: str
    reason: CaseReason
    status: CaseStatus
    version: int
    opened_at: datetime
    first_place: int
    order_id: str | None = None
    claimed_by: str | None = None
    closed_at: datetime | None = None
    #: What nobody wrote in the chat and a person has to know, like a courier's own words.
    note: str = ""

    def become(self, status: CaseStatus, *, claimed_by: str | None = None, now: datetime) -> Case:
        """The case in its next status, one version on. Raises IllegalCaseMove."""
        if status not in CASE_TRANSITIONS[self.status]:
            raise IllegalCaseMove(self.id, self.status, status)
        closed = now if status is CaseStatus.CLOSED else None
        keeper = claimed_by if status is CaseStatus.CLAIMED else None if status is CaseStatus.OPEN else self.claimed_by
        return replace(self, status=status, version=self.version + 1, claimed_by=keeper, closed_at=closed)


def case_id_for(message_id: str) -> str:
    """The id of the case that a message opens: the same message always finds the same case."""
    return "case_" + hashlib.sha256(message_id.encode()).hexdigest()[:24]
