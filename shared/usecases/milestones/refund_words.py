"""When and how a customer has money back: by the bank's days, in cash, or by a colleague's hand."""

from __future__ import annotations

from shared.domain.money import Money
from shared.domain.refund import BY_HAND, SHOWN_WITHIN
from shared.usecases.milestones.handover_words import place
from shared.usecases.milestones.milestone import Telling

#: Of an event from before it named a way: what every gateway keeps to.
SLOWEST = (5, 10)


def amount_of(telling: Telling) -> Money:
    """What the event says goes back."""
    return Money(telling.event.amount, telling.event.currency)


def days(method: str) -> tuple[int, int]:
    """Working days until the bank shows what goes back that way."""
    return SHOWN_WITHIN.get(method, SLOWEST)


def how_soon(telling: Telling, method: str) -> str:
    """One sentence for money that is due back, by how it was paid (``several``: in more than one way)."""
    if BY_HAND.get(method) == "cash":
        return telling.say("refund_time_cash", place=place(telling))
    if method in BY_HAND or method == "several":
        return telling.say("refund_time_hand")
    least, most = days(method)
    return telling.say("refund_time_bank", least=least, most=most)
