"""The question of a draft: the one thing that is open about it, else the whole of it to be confirmed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.domain.catalog import MOST_OF_ONE_LINE
from shared.domain.draft import Asking, Question, question, short_titles
from shared.domain.events import OrderOffered
from shared.domain.handover import PICKUP
from shared.domain.messages import (
    Button,
    ButtonsMessage,
    CatalogMessage,
    ListMessage,
    LocationRequest,
    OutboundMessage,
    Row,
)
from shared.domain.money import Money
from shared.domain.order import Order, OrderStatus, Problem, ProblemKind
from shared.usecases.milestones.difference import difference
from shared.usecases.milestones.handover_words import place, shown, when, where
from shared.usecases.milestones.milestone import Milestone, Telling, shortened
from shared.usecases.offer_tap import OfferTap

#: Meta's limits: text of a message with buttons, buttons, title of a button, title and description of a row.
LONGEST_BODY, MOST_BUTTONS, BUTTON_TITLE, ROW_TITLE, ROW_WORDS = 1024, 3, 20, 24, 72
#: So many rows of an order, and of what there is to say about it, are shown: fewer when they are long.
ROWS = (8, 4, 2, 1)
#: Of the customer's own words so much is said back.
LONGEST_WORDS = 60


def _free_form(telling: Telling) -> OutboundMessage:
    asked = question(telling.about, telling.store)
    return _QUESTIONS[asked.asking](telling, asked)


def _which(telling: Telling, asked: Question) -> OutboundMessage:
    """One of several products, or whether a strange number of one is meant."""
    problem = _about(asked)
    titles = short_titles(problem.names, BUTTON_TITLE)
    none = Button(id=_tap(telling, OfferTap.DROP, asked.at), title=telling.say("none_button"))
    picks = [_tap(telling, OfferTap.PICK, asked.at, sku) for sku in problem.candidates]
    words = shown(problem.name, LONGEST_WORDS)
    if len(picks) == 1:
        body = telling.say("ask_meant", words=words, quantity=max(problem.wanted, 1), name=problem.names[0])
        if problem.wanted > MOST_OF_ONE_LINE:
            body = telling.say("ask_most", most=MOST_OF_ONE_LINE, name=problem.names[0])
        yes, no = Button(id=picks[0], title=telling.say("yes_button")), replace(none, title=telling.say("no_button"))
        return ButtonsMessage(body=body, buttons=(yes, no))
    body = telling.say("ask_which", words=words)
    if len(picks) <= MOST_BUTTONS:
        buttons = [Button(id=one, title=title) for one, title in zip(picks, titles, strict=True)]
        return ButtonsMessage(body=body, buttons=tuple([*buttons, none][:MOST_BUTTONS]))
    rows = [
        Row(id=one, title=title, description=shown(name, ROW_WORDS) if title != name else "")
        for one, title, name in zip(picks, short_titles(problem.names, ROW_TITLE), problem.names, strict=True)
    ]
    return ListMessage(body=body, button=telling.say("choose_button"), rows=(*rows, Row(id=none.id, title=none.title)))


def _really(telling: Telling, asked: Question) -> OutboundMessage:
    """So many, or the same again: is it meant?"""
    problem = _about(asked)
    if problem.kind is ProblemKind.REPEATED:
        body = telling.say("ask_repeated", minutes=problem.found)
        yes, no = (
            telling.say("once_more_button"),
            Button(id=_tap(telling, OfferTap.CANCEL), title=telling.say("no_cancel_button")),
        )
    else:
        body = telling.say("ask_unusual", quantity=problem.wanted, name=problem.name)
        yes, no = (
            telling.say("yes_number_button", quantity=problem.wanted),
            Button(id=_tap(telling, OfferTap.CHANGE), title=telling.say("no_change_button")),
        )
    return ButtonsMessage(body=body, buttons=(Button(id=_tap(telling, OfferTap.KEEP, asked.at), title=yes), no))


def _out_of_reach(telling: Telling, asked: Question) -> OutboundMessage:
    del asked
    handover = telling.about.handover
    code = handover.postal_code if handover else ""
    cancel = Button(id=_tap(telling, OfferTap.CANCEL), title=telling.say("cancel_button"))
    if PICKUP not in telling.store.fulfilment.kinds:
        return ButtonsMessage(body=telling.say("out_of_reach", code=code), buttons=(cancel,))
    body = telling.say("out_of_reach_pickup", code=code, place=place(telling))
    pickup = Button(id=_tap(telling, OfferTap.PICKUP), title=telling.say("pickup_button"))
    return ButtonsMessage(body=body, buttons=(pickup, cancel))


def _address(telling: Telling, asked: Question) -> OutboundMessage:
    """Where to; with what was understood so far, so that nobody writes an address for the wrong goods."""
    del asked
    either = PICKUP in telling.store.fulfilment.kinds
    where_to = _joined(telling.say("ask_address"), telling.say("or_pickup") if either else "", between="\n")
    wishes = (_joined(_problems(telling, rows=rows), telling.lines(rows=rows), where_to) for rows in ROWS)
    return LocationRequest(body=next((one for one in wishes if len(one) <= LONGEST_BODY), where_to))


def _nothing_left(telling: Telling, asked: Question) -> OutboundMessage:
    del asked
    order = telling.about
    outro = telling.say("nothing_left_words" if order.heard else "nothing_left")
    bodies = [_joined(_problems(telling, rows=rows), outro) for rows in ROWS]
    body = next((one for one in bodies if len(one) <= LONGEST_BODY), bodies[-1][-LONGEST_BODY:])
    if not order.heard:
        return CatalogMessage(body=body)
    at, instead = next(((at, one) for at, one in enumerate(order.problems) if one.candidates), (-1, None))
    if instead is None:
        return CatalogMessage(body=body)
    titles = short_titles(instead.names, BUTTON_TITLE)
    buttons = tuple(
        Button(id=_tap(telling, OfferTap.PICK, at, sku), title=title)
        for sku, title in zip(instead.candidates[:MOST_BUTTONS], titles, strict=False)
    )
    return ButtonsMessage(body=_problem(telling, instead), buttons=buttons)


def _confirm(telling: Telling, asked: Question) -> OutboundMessage:
    del asked
    words = bool(telling.about.heard)
    titles: tuple[str, ...] = ("confirm_button", "change_draft_button") if words else ("go_on_button", "change_button")
    answers = [OfferTap.ACCEPT, OfferTap.CHANGE]
    if words:
        answers, titles = [*answers, OfferTap.CANCEL], (*titles, "cancel_button")
    buttons = tuple(
        Button(id=_tap(telling, answer), title=telling.say(title))
        for answer, title in zip(answers, titles, strict=True)
    )
    return ButtonsMessage(body=_read_back(telling), buttons=buttons)


def _read_back(telling: Telling) -> str:
    """All of it, to be confirmed; of a long order as much as fits one message."""
    order = telling.about
    paused = telling.store.hours.paused
    intro = telling.say("paused_draft") if paused else "" if order.heard else telling.say("offer_intro")
    outro = "" if paused else telling.say("readback_outro" if order.heard else "offer_outro", total=order.total)
    hand = _joined(where(telling), when(telling), _note(order), _switch(telling), between="\n") if order.heard else ""
    for rows, notes in ((ROWS[0], True), *((rows, False) for rows in ROWS)):
        told, lines = _problems(telling, rows=rows), telling.lines(rows=rows, notes=notes)
        body = _joined(intro, told, lines, hand, difference(telling), outro)
        if len(body) <= LONGEST_BODY:
            return body
    return _joined(telling.lines(rows=1), outro)[-LONGEST_BODY:]


def _note(order: Order) -> str:
    return f"📝 {shown(order.note, LONGEST_WORDS * 2)}" if order.note else ""


def _switch(telling: Telling) -> str:
    """With both ways of handing over, how to choose the other one."""
    if len(telling.store.fulfilment.kinds) < 2 or telling.about.handover is None:
        return ""
    return telling.say("or_delivery" if telling.about.handover.kind == PICKUP else "or_pickup")


def _problems(telling: Telling, *, rows: int) -> str:
    return shortened((_problem(telling, one) for one in telling.about.problems), rows=rows)


def _problem(telling: Telling, problem: Problem) -> str:
    currency, name = telling.about.currency, shown(problem.name, LONGEST_WORDS)
    instead = ", ".join(shown(one, LONGEST_WORDS) for one in problem.names[:MOST_BUTTONS])
    match problem.kind:
        case ProblemKind.UNKNOWN_PRODUCT:
            said = telling.say("problem_unknown_product", name=name)
        case ProblemKind.PRICE_CHANGED if not problem.wanted:
            said = telling.say("problem_price_now", name=name, new=Money(problem.found, currency))
        case ProblemKind.PRICE_CHANGED:
            old, new = Money(problem.wanted, currency), Money(problem.found, currency)
            said = telling.say("problem_price_changed", name=name, old=old, new=new)
        case ProblemKind.QUANTITY:
            said = telling.say("problem_quantity", name=name, most=problem.found)
        case ProblemKind.SHORT if problem.found:
            said = telling.say("problem_short", name=name, wanted=problem.wanted, left=problem.found)
        case ProblemKind.NOT_SOLD:
            said = telling.say("problem_not_sold", words=name)
        case ProblemKind.UNUSUAL:
            said = telling.say("problem_unusual", name=name, wanted=problem.wanted)
        case ProblemKind.REPEATED:
            said = telling.say("problem_repeated", minutes=problem.found)
        case _ if instead:
            said = telling.say("problem_sold_out_instead", name=name, instead=instead)
        case _:
            said = telling.say("problem_sold_out", name=name)
    return said


def _about(asked: Question) -> Problem:
    if asked.problem is None:
        raise LookupError(f"{asked.asking} is asked about nothing")
    return asked.problem


def _tap(telling: Telling, answer: str, at: int = -1, sku: str = "") -> str:
    order = telling.about
    return OfferTap(order_id=order.id, version=order.version, answer=answer, at=at, sku=sku).button_id


def _joined(*parts: str, between: str = "\n\n") -> str:
    return between.join(filter(None, parts))


_QUESTIONS: Mapping[Asking, Callable[[Telling, Question], OutboundMessage]] = {
    Asking.WHICH: _which,
    Asking.REALLY: _really,
    Asking.OUT_OF_REACH: _out_of_reach,
    Asking.ADDRESS: _address,
    Asking.NOTHING_LEFT: _nothing_left,
    Asking.CONFIRM: _confirm,
}


def _overtaken(event: OrderOffered, order: Order | None) -> bool:
    return order is None or order.status is not OrderStatus.DRAFT or order.version != event.sequence


MILESTONE = Milestone(event=OrderOffered, free_form=_free_form, overtaken=_overtaken)
