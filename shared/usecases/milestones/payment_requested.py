"""The order's summary and the button to pay it; and, of a cart, the question that is open: it was not held up by it."""

from __future__ import annotations

from shared.domain.at_the_door import may_pay_at_the_door
from shared.domain.events import PaymentRequested
from shared.domain.handover import out_of_reach
from shared.domain.messages import LinkMessage, OutboundMessage, TemplateMessage
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus, ProblemKind
from shared.usecases.milestones.handover_words import when, where
from shared.usecases.milestones.milestone import Milestone, Telling

#: Meta's limit for a text with a button.
LONGEST_BODY = 1024


def _free_form(telling: Telling) -> OutboundMessage:
    at_the_door = telling.say("payment_cash") if may_pay_at_the_door(telling.about, telling.store) else ""
    parts = "\n".join(filter(None, (where(telling), when(telling)))), _questions(telling), at_the_door
    for rows, notes in ((8, True), (8, False), (4, False), (2, False)):
        body = "\n\n".join(filter(None, (_request(telling, telling.lines(rows=rows, notes=notes)), *parts)))
        if len(body) <= LONGEST_BODY:
            break
    return LinkMessage(body=body[:LONGEST_BODY], label=telling.say("pay_button"), url=telling.event.url)


def _request(telling: Telling, lines: str) -> str:
    order = telling.about
    facts = {"lines": lines, "total": order.total, "minutes": telling.store.reservation_minutes}
    if not order.credit:
        return telling.say("payment_request", **facts)
    paid = Money(order.credit, order.currency)
    return telling.say("payment_request_change", paid=paid, due=order.to_pay, **facts)


def _questions(telling: Telling) -> str:
    """What paying would confirm although it may be a slip, and the address that is still missing."""
    order = telling.about
    asked = []
    for problem in order.problems:
        if problem.kind is ProblemKind.UNUSUAL:
            asked.append(telling.say("problem_unusual", name=problem.name, wanted=problem.wanted))
        elif problem.kind is ProblemKind.REPEATED:
            asked.append(telling.say("problem_repeated", minutes=problem.found))
    if asked:
        asked.append(telling.say("payment_check"))
    if order.handover is not None and out_of_reach(order.handover, telling.store):
        asked.append(telling.say("payment_out_of_reach", code=order.handover.postal_code))
    elif order.handover is not None and not order.handover.placed:
        asked.append(telling.say("payment_ask_address"))
    return "\n".join(asked)


def _template(telling: Telling) -> TemplateMessage:
    summary = telling.lines().replace("\n", ", ")
    return telling.template(
        "payment_request", summary, telling.about.to_pay, telling.store.reservation_minutes, telling.event.url
    )


def _overtaken(event: PaymentRequested, order: Order | None) -> bool:
    del event
    return order is None or order.status is not OrderStatus.AWAITING_PAYMENT


MILESTONE = Milestone(event=PaymentRequested, free_form=_free_form, template=_template, overtaken=_overtaken)
