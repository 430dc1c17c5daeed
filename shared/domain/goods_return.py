"""Goods that a customer sends back, or need not: from the complaint to the money, as one small machine."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

#: Where an order comes from that replaces goods of a return (``Source.channel``).
RETURN_CHANNEL = "return"


class ReturnState(StrEnum):
    """How far a return came."""

    #: The customer is still telling what is wrong.
    OPENED = "opened"
    #: All is said; a rule or a person decides.
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REFUSED = "refused"
    #: A label or a pickup is booked and the customer has it.
    BOOKED = "booked"
    ON_ITS_WAY = "on_its_way"
    #: The goods are at the store.
    ARRIVED = "arrived"
    INSPECTED = "inspected"
    #: The money is on its way back, or the replacement is.
    SETTLED = "settled"
    CANCELLED = "cancelled"


_R = ReturnState
#: Every move a return may make.
RETURN_MOVES: Mapping[ReturnState, frozenset[ReturnState]] = {
    _R.OPENED: frozenset({_R.REQUESTED, _R.CANCELLED}),
    _R.REQUESTED: frozenset({_R.ACCEPTED, _R.REFUSED, _R.SETTLED, _R.CANCELLED}),
    _R.ACCEPTED: frozenset({_R.BOOKED, _R.ON_ITS_WAY, _R.ARRIVED, _R.CANCELLED}),
    _R.BOOKED: frozenset({_R.ON_ITS_WAY, _R.ARRIVED, _R.CANCELLED}),
    _R.ON_ITS_WAY: frozenset({_R.ARRIVED}),
    _R.ARRIVED: frozenset({_R.INSPECTED}),
    _R.INSPECTED: frozenset({_R.SETTLED, _R.REFUSED}),
    _R.REFUSED: frozenset(),
    _R.SETTLED: frozenset(),
    _R.CANCELLED: frozenset(),
}


class Trouble(StrEnum):
    """What is wrong with the goods."""

    DAMAGED = "damaged"
    WRONG_ITEM = "wrong_item"
    MISSING = "missing"
    NOT_WANTED = "not_wanted"


class Decision(StrEnum):
    """What the store does about it."""

    #: Goods back first, then the money.
    REFUND = "refund"
    REFUND_WITHOUT_RETURN = "refund_without_return"
    REPLACE = "replace"
    REFUSE = "refuse"


class IllegalReturnMove(Exception):
    """The return may not move like that."""

    def __init__(self, return_id: str, state: ReturnState, wanted: ReturnState) -> None:
        super().__init__(f"return {return_id} is {state} and cannot become {wanted}")
        self.return_id, self.state, self.wanted = return_id, state, wanted


@dataclass(frozen=True, kw_only=True)
class GoodsReturn:
    """One return. ``items`` is sku to units; ``photos`` are places of messages in the customer's chat.

    ``amount`` is what comes back, in minor units; ``restocked`` and ``damaged`` (sku to units) are what inspecting the
    goods found. ``decided_by`` is ``rule`` or a staff user name.
    """

    id: str
    order_id: str
    customer_id: str
    state: ReturnState
    version: int
    at: datetime
    items: Mapping[str, int]
    trouble: Trouble | None = None
    words: str = ""
    photos: tuple[int, ...] = ()
    decision: Decision | None = None
    decided_by: str = ""
    parcel_id: str = ""
    amount: int = 0
    refund_id: str = ""
    replacement_id: str = ""
    restocked: Mapping[str, int] | None = None
    damaged: Mapping[str, int] | None = None
    #: What a person wrote with a refusal; the customer reads it.
    explanation: str = ""

    def become(self, state: ReturnState) -> GoodsReturn:
        """The return in its next state, one version on. Raises IllegalReturnMove."""
        if state not in RETURN_MOVES[self.state]:
            raise IllegalReturnMove(self.id, self.state, state)
        return replace(self, state=state, version=self.version + 1)


def return_id_for(cause: str) -> str:
    """The id of the return that a message or a staff request makes: the same cause finds the same return."""
    return "ret_" + hashlib.sha256(cause.encode()).hexdigest()[:24]
