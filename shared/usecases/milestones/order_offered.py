"""The wish could not be taken as said: what is different, and two buttons."""

from __future__ import annotations

from shared.domain.events import OrderOffered
from shared.domain.messages import Button, ButtonsMessage, CatalogMessage, OutboundMessage
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus, Problem, ProblemKind
from shared.usecases.answer_offer import OfferTap
from shared.usecases.milestones.milestone import Milestone, Telling, shortened


def _free_form(telling: Telling) -> OutboundMessage:
    order = telling.about
    found = shortened(_problem(telling, problem) for problem in order.problems)
    if not order.lines:
        return CatalogMessage(body="\n\n".join(filter(None, (found, telling.say("nothing_left")))))
    body = "\n\n".join(
        (telling.say("offer_intro"), found, telling.lines(), telling.say("offer_outro", total=order.total))
    )
    accept, change = (
        OfferTap(order_id=order.id, version=order.version, answer=answer).button_id
        for answer in (OfferTap.ACCEPT, OfferTap.CHANGE)
    )
    return ButtonsMessage(
        body=body,
        buttons=(
            Button(id=accept, title=telling.say("go_on_button")),
            Button(id=change, title=telling.say("change_button")),
        ),
    )


def _problem(telling: Telling, problem: Problem) -> str:
    currency = telling.about.currency
    match problem.kind:
        case ProblemKind.UNKNOWN_PRODUCT:
            return telling.say("problem_unknown_product", name=problem.name)
        case ProblemKind.PRICE_CHANGED if not problem.wanted:
            return telling.say("problem_price_now", name=problem.name, new=Money(problem.found, currency))
        case ProblemKind.PRICE_CHANGED:
            old, new = Money(problem.wanted, currency), Money(problem.found, currency)
            return telling.say("problem_price_changed", name=problem.name, old=old, new=new)
        case ProblemKind.QUANTITY:
            return telling.say("problem_quantity", name=problem.name, most=problem.found)
        case ProblemKind.SHORT if problem.found:
            return telling.say("problem_short", name=problem.name, wanted=problem.wanted, left=problem.found)
    return telling.say("problem_sold_out", name=problem.name)


def _overtaken(event: OrderOffered, order: Order | None) -> bool:
    return order is None or order.status is not OrderStatus.DRAFT or order.version != event.sequence


MILESTONE = Milestone(event=OrderOffered, free_form=_free_form, overtaken=_overtaken)
