"""A draft order: what is still open about it, and what becomes of it when the customer says more.

There is no state beside the draft: the open question is read off it, and every answer is a new version of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import StrEnum

from shared.domain.catalog import MOST_OF_ONE_LINE
from shared.domain.frozen import dataclass
from shared.domain.handover import out_of_reach
from shared.domain.order import Line, Order, Problem, ProblemKind, Utterance
from shared.domain.store import Store

#: More lines or open questions than this are no order but a catalog; what comes after them is left out.
MOST_LINES = 40
MOST_PROBLEMS = 12
#: What was said for an order is kept up to here: the first words, which made it, and the last ones.
MOST_HEARD = 12
LONGEST_HEARD = 4096

#: Asked one by one, and gone once answered; all other problems are told with the read-back.
_QUESTIONS = (ProblemKind.UNCLEAR, ProblemKind.UNUSUAL, ProblemKind.REPEATED)


class Asking(StrEnum):
    """What is open about a draft."""

    WHICH = "which"
    REALLY = "really"
    OUT_OF_REACH = "out_of_reach"
    ADDRESS = "address"
    NOTHING_LEFT = "nothing_left"
    CONFIRM = "confirm"


@dataclass(frozen=True, kw_only=True)
class Question:
    """The one thing that is asked next. ``at`` is the place of the ``problem`` it is about, if it is about one."""

    asking: Asking
    at: int = -1
    problem: Problem | None = None


def question(draft: Order, store: Store) -> Question:
    """What is asked of the customer next.

    A cart is its own confirmation: nothing is asked about it but whether it will do as it can be taken. What else is
    open about it is asked with the payment.
    """
    if draft.heard:
        for asking, kinds in ((Asking.WHICH, _QUESTIONS[:1]), (Asking.REALLY, _QUESTIONS[1:])):
            for at, problem in enumerate(draft.problems):
                if problem.kind in kinds:
                    return Question(asking=asking, at=at, problem=problem)
    if not draft.lines:
        return Question(asking=Asking.NOTHING_LEFT)
    if draft.heard and draft.handover is not None:
        if out_of_reach(draft.handover, store):
            return Question(asking=Asking.OUT_OF_REACH)
        if not draft.handover.placed:
            return Question(asking=Asking.ADDRESS)
    return Question(asking=Asking.CONFIRM)


def with_lines(draft: Order, lines: Iterable[Line]) -> Order:
    """The draft with these lines added; a line of the same product and note grows, up to what one order may hold.

    What was told with the draft, or asked about a slip, is gone: the customer went on.
    """
    every = list(draft.lines)
    problems = list(_unanswered(draft))
    for line in lines:
        at = next((n for n, one in enumerate(every) if (one.sku, one.note) == (line.sku, line.note)), None)
        total = line.quantity + (every[at].quantity if at is not None else 0)
        if total > MOST_OF_ONE_LINE:
            problems.append(_problem(ProblemKind.QUANTITY, line, wanted=total, found=MOST_OF_ONE_LINE))
        capped = replace(line, quantity=min(total, MOST_OF_ONE_LINE))
        if at is not None:
            every[at] = capped
        elif len(every) < MOST_LINES:
            every.append(capped)
    return replace(draft, lines=tuple(every), problems=tuple(problems[:MOST_PROBLEMS]))


def without(draft: Order, skus: Iterable[str]) -> Order:
    """The draft without these products, and without what was asked about them alone."""
    gone = frozenset(skus)
    return replace(
        draft,
        lines=tuple(line for line in draft.lines if line.sku not in gone),
        problems=tuple(
            one
            for one in draft.problems
            if one.sku not in gone and not (one.candidates and gone.issuperset(one.candidates))
        ),
    )


def with_quantity(draft: Order, sku: str, quantity: int) -> Order:
    """The draft with so many of one product, on its first line; nothing is asked about its quantity any more."""
    found = next((at for at, line in enumerate(draft.lines) if line.sku == sku), None)
    lines = tuple(
        replace(line, quantity=min(quantity, MOST_OF_ONE_LINE)) if at == found else line
        for at, line in enumerate(draft.lines)
        if line.sku != sku or at == found
    )
    problems = tuple(one for one in draft.problems if not (one.kind is ProblemKind.UNUSUAL and one.sku == sku))
    return replace(draft, lines=lines, problems=problems)


def answered(draft: Order, at: int) -> Order:
    """The draft without that problem: it was answered."""
    return replace(draft, problems=(*draft.problems[:at], *draft.problems[at + 1 :]))


def asked_too(draft: Order, problems: Iterable[Problem]) -> Order:
    """The draft with more to ask or tell; the same is asked once."""
    every = dict.fromkeys((*draft.problems, *problems))
    return replace(draft, problems=tuple(every)[:MOST_PROBLEMS])


def _unanswered(draft: Order) -> tuple[Problem, ...]:
    """What is still to be answered once the customer says more. All else was told, or asked, which is done once; of a
    draft in version 0 nothing was.
    """
    return tuple(one for one in draft.problems if not draft.version or one.kind is ProblemKind.UNCLEAR)


def heard_too(draft: Order, said: Utterance) -> Order:
    """The draft with what was said for it: its beginning, and the newest of what came after."""
    every = (*draft.heard, replace(said, text=said.text[:LONGEST_HEARD]))
    kept = every if len(every) <= MOST_HEARD else (every[0], *every[1 - MOST_HEARD :])
    return replace(draft, heard=kept)


def short_titles(names: Sequence[str], most: int) -> tuple[str, ...]:
    """Names for buttons of ``most`` characters that can still be told apart: the words they begin with in common are
    left out where the names are too long.
    """
    if all(len(name) <= most for name in names) and len(set(names)) == len(names):
        return tuple(names)
    shared = _common_words([name.split() for name in names]) if len(names) > 1 else 0
    tails = [" ".join(name.split()[shared:]) or name for name in names]
    titles = tuple(_ends_at(_capital(tail), most) for tail in tails)
    if len(set(titles)) == len(titles):
        return titles
    return tuple(f"{number} {_ends_at(name, most - 3)}" for number, name in enumerate(names, start=1))


def _common_words(names: Sequence[Sequence[str]]) -> int:
    count = 0
    for words in zip(*names, strict=False):
        if len(set(words)) > 1:
            break
        count += 1
    return count


def _capital(name: str) -> str:
    return name[:1].upper() + name[1:]


def _ends_at(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"


def _problem(kind: ProblemKind, line: Line, *, wanted: int, found: int) -> Problem:
    return Problem(kind=kind, sku=line.sku, name=line.name, wanted=wanted, found=found)
