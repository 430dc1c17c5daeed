"""Typed words while a draft asks something: a yes, a no, a choice, a number, or the same as last time."""

from __future__ import annotations

from shared.domain.chat import Said
from shared.domain.conversation.answers import agreed, chosen, repeats
from shared.domain.conversation.kinds import MessageKind
from shared.domain.draft import Asking, Question, question, with_quantity
from shared.domain.handover import Wish
from shared.domain.order import Order, ProblemKind
from shared.usecases.answer_offer import ask_what_to_change, confirm, drop, keep, pick
from shared.usecases.draft_order import give_up, put_forward, with_handover
from shared.usecases.turn import Heard, Turn


def answer_in_words(turn: Turn, draft: Order, text: str) -> Heard | None:
    """End the turn with what the words answer to the draft's open question; None when they are something else.

    Raises Contended, PastChanging.
    """
    asked, said = question(draft, turn.shop.store), turn.said(text)
    yes = agreed(text)
    number = _number_alone(text)
    match asked.asking:
        case Asking.WHICH:
            return _which(turn, draft, asked, text, said=said, yes=yes, number=number)
        case Asking.REALLY:
            return _really(turn, draft, asked, said=said, yes=yes, number=number)
        case Asking.CONFIRM:
            return _confirmed(turn, draft, text, said=said, yes=yes)
        case Asking.ADDRESS | Asking.OUT_OF_REACH:
            return _same_address(turn, draft, text, said=said, yes=yes)
    return None


def _which(
    turn: Turn, draft: Order, asked: Question, text: str, *, said: Said, yes: bool | None, number: int | None
) -> Heard | None:
    problem = asked.problem
    if problem is None:
        return None
    if yes is False and _cancels(turn, text):
        return give_up(turn, draft, said=said)
    if yes is False:
        return drop(turn, draft, asked.at, said=said)
    if len(problem.candidates) == 1 and (yes or number):
        return pick(turn, draft, asked.at, problem.candidates[0], said=said, quantity=number)
    sku = chosen(text, problem.candidates, turn.talk.parser(), quantity=problem.wanted)
    if not sku:
        return None
    return pick(turn, draft, asked.at, sku, said=said, quantity=_number_of(turn, text, sku))


def _really(
    turn: Turn, draft: Order, asked: Question, *, said: Said, yes: bool | None, number: int | None
) -> Heard | None:
    problem = asked.problem
    if yes:
        return keep(turn, draft, asked.at, said=said)
    if problem is not None and problem.kind is ProblemKind.REPEATED and yes is False:
        return give_up(turn, draft, said=said)
    if problem is not None and number and problem.kind is ProblemKind.UNUSUAL:
        return put_forward(turn, with_quantity(draft, problem.sku, number), over=draft.version, said=said)
    return ask_what_to_change(turn, draft, said=said) if yes is False else None


def _confirmed(turn: Turn, draft: Order, text: str, *, said: Said, yes: bool | None) -> Heard | None:
    if yes:
        return confirm(turn, draft, said=said)
    if yes is False and not _cancels(turn, text):
        return ask_what_to_change(turn, draft, said=said)
    return give_up(turn, draft, said=said) if yes is False else None


def _same_address(turn: Turn, draft: Order, text: str, *, said: Said, yes: bool | None) -> Heard | None:
    """The same as last time is the last address."""
    customer = turn.customer
    if yes is False and _cancels(turn, text):
        return give_up(turn, draft, said=said)
    if not customer.address or not repeats(text, turn.talk.parser()):
        return None
    after = with_handover(turn, draft, Wish(kind="delivery", address=customer.address))
    return put_forward(turn, after, over=draft.version, said=said)


def _cancels(turn: Turn, text: str) -> bool:
    return turn.talk.parser().parse(text).kind is MessageKind.CANCEL


def _number_of(turn: Turn, text: str, sku: str) -> int | None:
    """How many of it the words name, if they name it with a number that is more than "a"."""
    lines = turn.talk.parser().parse(text).lines
    return lines[0].quantity if len(lines) == 1 and lines[0].sku == sku and lines[0].quantity > 1 else None


def _number_alone(text: str) -> int | None:
    """A bare number from 1 to 99, as an answer to "how many?"."""
    bare = text.strip().strip(".!")
    return int(bare) if bare.isdecimal() and len(bare) <= 2 and int(bare) > 0 else None
