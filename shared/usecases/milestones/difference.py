"""What a change of a placed order comes to: more to pay, something back, or nothing."""

from __future__ import annotations

from shared.domain.money import Money
from shared.usecases.milestones.milestone import Telling


def difference(telling: Telling) -> str:
    """One sentence for the read-back of a draft; empty for one that takes no other order's place."""
    order = telling.about
    if order.replaces is None:
        return ""
    if not order.credit:
        return telling.say("difference_instead")
    paid, back = Money(order.credit, order.currency), order.credit - order.total.amount
    if back > 0:
        return telling.say("difference_back", paid=paid, amount=Money(back, order.currency))
    if back < 0:
        return telling.say("difference_more", paid=paid, amount=order.to_pay)
    return telling.say("difference_none")
