"""Each step of a return that the customer should hear of, with its date or its amount.

| state | what is told |
|---|---|
| requested | noted; by when the store decides |
| accepted | what happens next: a label, a pick-up or a way to the store, then the money |
| refused | the person's explanation |
| on_its_way | heard from the courier: a short word, while it costs nothing |
| arrived | by when the goods are looked at |
| inspected | what comes of it |
| settled | the amount and how long the bank takes, or the replacement |
| cancelled | a short word |

Silent: ``opened`` (the conversation itself answers) and ``booked`` (``parcel_booked`` brings the label).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from shared.domain.events import ReturnMoved
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.money import Money
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.handover_words import place, shown
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.order_name import order_name
from shared.usecases.milestones.refund_words import how_soon

#: A store decides on a return, and looks at goods that came back, within so many days.
ANSWERED_WITHIN = timedelta(days=2)
#: Of a person's explanation.
LONGEST_EXPLANATION = 600
_R = ReturnState
#: Not worth a message that costs money: the next step is.
_IN_WINDOW_ONLY = frozenset({_R.ON_ITS_WAY, _R.CANCELLED, _R.INSPECTED})
_TOLD = frozenset({_R.REQUESTED, _R.ACCEPTED, _R.REFUSED, _R.ARRIVED, _R.SETTLED}) | _IN_WINDOW_ONLY


def _return(telling: Telling) -> GoodsReturn | None:
    returns = telling.file.returns if telling.file else ()
    return next((one for one in returns if one.id == telling.event.return_id), None)


def _the_return(telling: Telling) -> GoodsReturn:
    found = _return(telling)
    if found is None:
        raise LookupError(f"{telling.event.name} came without its return")
    return found


def _words(telling: Telling) -> str:
    """The step in a sentence or two, without the order's name."""
    one = _the_return(telling)
    why = shown(one.explanation, LONGEST_EXPLANATION) if one.explanation else ""
    facts = {"day": _by(telling), "amount": _amount(telling, one), "why": why, "place": place(telling)}
    words = telling.say(f"return_{one.state}{_variant(one)}", **facts)
    paid_back = one.state is _R.SETTLED and one.decision is not Decision.REPLACE
    return f"{words} {how_soon(telling, _way(telling, one))}" if paid_back else words


def _way(telling: Telling, one: GoodsReturn) -> str:
    """How the money goes back; what no refund was made for is given by a colleague."""
    refunds = telling.file.refunds if telling.file else ()
    return next((refund.provider for refund in refunds if refund.id == one.refund_id), "several")


def _variant(one: GoodsReturn) -> str:
    """Which of a step's texts fits: new goods instead of money, goods that may be kept or have to be brought, a refusal
    without a word.
    """
    if one.state is _R.REFUSED:
        return "" if one.explanation else "_bare"
    if one.decision is Decision.REPLACE and one.state in (_R.ACCEPTED, _R.INSPECTED, _R.SETTLED):
        return "_replace"
    if one.state is _R.ACCEPTED and not one.parcel_id:
        return "_bring"
    return "_keep" if one.decision is Decision.REFUND_WITHOUT_RETURN and one.state is _R.SETTLED else ""


def _amount(telling: Telling, one: GoodsReturn) -> str:
    """What comes back; the price of the goods while nobody has said less."""
    order = telling.about
    priced = sum(line.unit_price * min(one.items.get(line.sku, 0), line.quantity) for line in order.lines)
    return str(Money(one.amount or priced, order.currency))


def _by(telling: Telling) -> str:
    return day_in_words(telling, (telling.event.at + ANSWERED_WITHIN).astimezone(telling.store.zone).date())


def told(telling: Telling, moved: ReturnMoved) -> str:
    """The return's step as that event tells it, with the order's name."""
    about = replace(telling, event=moved)
    return telling.say("return_about", order=order_name(telling, telling.about), words=_words(about))


def _free_form(telling: Telling) -> OutboundMessage:
    return TextMessage(body=told(telling, telling.event))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("return_moved", order_name(telling, telling.about), _words(telling))


def _needless(telling: Telling) -> bool:
    one = _return(telling)
    if one is None or one.state != telling.event.state or one.state not in _TOLD:
        return True
    return one.state in _IN_WINDOW_ONLY and not telling.customer.window_open(telling.now)


MILESTONE = Milestone(event=ReturnMoved, free_form=_free_form, template=_template, needless=_needless)
