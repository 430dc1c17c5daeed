"""The customer answers the question of a draft, with a button or in words: each answer leads to the next question,
and the last one to the order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from shared.domain import draft as drafts
from shared.domain.catalog import MOST_OF_ONE_LINE, Product
from shared.domain.changes import Change
from shared.domain.chat import Said
from shared.domain.draft import Asking, question
from shared.domain.handover import DELIVERY, Wish
from shared.domain.order import Line, Order, OrderStatus, Problem, ProblemKind
from shared.ports import Conflict
from shared.usecases.draft_order import Wanted, give_up, put_forward, with_handover, with_wanted
from shared.usecases.offer_tap import OfferTap
from shared.usecases.place_order import Outcome, reserve
from shared.usecases.turn import REPEATED, Heard, Turn

STALE = "stale"
CHANGE_ASKED = "change_asked"


def answer_offer(turn: Turn, tap: OfferTap, *, title: str = "") -> Heard | None:
    """Do what the button said, if it is still about the draft as it stands; else show where things stand.

    Returns None when there is nothing to answer about: no such order, or somebody else's. Raises Contended.
    """
    file = turn.shop.orders.read(tap.order_id)
    if file is None or file.order.customer_id != turn.customer.id:
        return None
    order, said = file.order, turn.said(title)
    if order.status is not OrderStatus.DRAFT:
        # One tap later is the same thumb twice: it had its answer.
        if order.version <= tap.version + 1:
            return turn.close(REPEATED, said=said, order_id=order.id)
        return turn.close(STALE, turn.reply("stale_tap", order_id=order.id), said=said, order_id=order.id)
    if order.version != tap.version:
        return put_forward(turn, order, over=order.version, said=said)
    return _answer(turn, order, tap, said=said)


def _answer(turn: Turn, draft: Order, tap: OfferTap, *, said: Said) -> Heard:
    match tap.answer:
        case OfferTap.ACCEPT:
            return confirm(turn, draft, said=said)
        case OfferTap.CHANGE:
            return ask_what_to_change(turn, draft, said=said)
        case OfferTap.CANCEL:
            return give_up(turn, draft, said=said)
        case OfferTap.PICK:
            return pick(turn, draft, tap.at, tap.sku, said=said)
        case OfferTap.DROP | OfferTap.KEEP:
            return (drop if tap.answer == OfferTap.DROP else keep)(turn, draft, tap.at, said=said)
    moved = with_handover(turn, draft, Wish(kind=tap.answer))
    return put_forward(turn, moved, over=draft.version, said=said)


def confirm(turn: Turn, draft: Order, *, said: Said) -> Heard:
    """Take the draft at today's prices if nothing about it is open, else ask what is. Raises Contended.

    Prices that have moved since the read-back lead to another one: nobody is surprised.
    """
    if question(draft, turn.shop.store).asking is not Asking.CONFIRM or turn.shop.store.hours.paused:
        return put_forward(turn, draft, over=draft.version, said=said)
    products = turn.shop.catalog.products({line.sku for line in draft.lines})
    lines: list[Line] = []
    problems: list[Problem] = []
    for line in draft.lines:
        product = products.get(line.sku)
        found = 0 if product is None else product.price
        if product is not None:
            lines.append(replace(line, name=product.name_in(turn.customer.language), unit_price=found))
        if found != line.unit_price:
            kind = ProblemKind.UNKNOWN_PRODUCT if product is None else ProblemKind.PRICE_CHANGED
            problems.append(Problem(kind=kind, sku=line.sku, name=line.name, wanted=line.unit_price, found=found))
    kept = [one for one in draft.problems if one.kind in (ProblemKind.UNUSUAL, ProblemKind.REPEATED)]
    wanted = replace(draft.noted(), lines=tuple(lines), problems=(*kept, *problems))
    return _take(turn, wanted, products, over=draft.version, hold=bool(lines) and not problems, said=said)


def _take(turn: Turn, wanted: Order, products: Mapping[str, Product], *, over: int, hold: bool, said: Said) -> Heard:
    def beside(order: Order) -> list[Change]:
        open_now = order.id if order.status is OrderStatus.DRAFT else None
        return turn.beside(said=said, chat=turn.chat.drafting(open_now, turn.now), order_id=order.id)

    try:
        placed = reserve(
            turn.shop,
            wanted,
            over=over,
            products=products,
            now=turn.now,
            hold=hold,
            language=turn.customer.language,
            beside=beside,
        )
    except Conflict:
        return Heard(outcome=REPEATED, order_id=wanted.id)
    if placed.outcome in (Outcome.RECEIVED, Outcome.CONFIRMED):
        remember_address(turn, placed.order)
    return Heard(outcome=placed.outcome, order_id=placed.order.id)


def remember_address(turn: Turn, order: Order) -> None:
    """Note on the profile where this order goes: it is offered with the next one."""
    handover = order.handover
    if handover is None or handover.kind != DELIVERY or not handover.address:
        return
    after = replace(turn.customer, address=handover.address, postal_code=handover.postal_code)
    if after != turn.customer:
        turn.talk.customers.save(after)


def pick(turn: Turn, draft: Order, at: int, sku: str, *, said: Said, quantity: int | None = None) -> Heard:
    """One of the products that a problem names is meant, or taken instead. Raises Contended."""
    problem = _problem(draft, at)
    if problem is None or sku not in problem.candidates:
        return put_forward(turn, draft, over=draft.version, said=said)
    missing = problem.wanted - (problem.found if problem.kind is ProblemKind.SHORT else 0)
    units = min(max(quantity or missing, 1), MOST_OF_ONE_LINE)
    # Who was asked about one product alone was asked about the number.
    counted = len(problem.candidates) == 1 and problem.kind is ProblemKind.UNCLEAR
    after = with_wanted(turn, drafts.answered(draft, at), [Wanted(sku=sku, quantity=units)], asked=counted)
    return put_forward(turn, after, over=draft.version, said=said)


def drop(turn: Turn, draft: Order, at: int, *, said: Said) -> Heard:
    """What a problem is about is not wanted. Raises Contended."""
    problem = _problem(draft, at)
    if problem is None:
        return put_forward(turn, draft, over=draft.version, said=said)
    after = drafts.answered(draft, at)
    if problem.kind is ProblemKind.UNUSUAL:
        after = drafts.without(after, [problem.sku])
    if not after.lines and not after.problems:
        return give_up(turn, draft, said=said)
    return put_forward(turn, after, over=draft.version, said=said)


def keep(turn: Turn, draft: Order, at: int, *, said: Said) -> Heard:
    """It is meant as it was said. Raises Contended."""
    after = drafts.answered(draft, at) if _problem(draft, at) else draft
    return put_forward(turn, after, over=draft.version, said=said)


def ask_what_to_change(turn: Turn, draft: Order, *, said: Said) -> Heard:
    """A cart is sent anew; a draft in words stays open, to be changed in words. Raises Contended."""
    if not draft.heard:
        return give_up(turn, draft, said=said)
    asked = turn.reply("change_draft", order_id=draft.id)
    return turn.close(CHANGE_ASKED, asked, said=said, chat=turn.chat.drafting(draft.id, turn.now), order_id=draft.id)


def _problem(draft: Order, at: int) -> Problem | None:
    return draft.problems[at] if 0 <= at < len(draft.problems) else None
