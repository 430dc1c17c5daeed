"""The money was sent back, or given back by hand: say so, and when the bank shows it."""

from __future__ import annotations

from shared.domain.events import RefundSucceeded
from shared.domain.messages import OutboundMessage, TemplateMessage, TextMessage
from shared.domain.refund import SHOWN_WITHIN
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.refund_words import amount_of, days, how_soon

#: What is given by hand; all else is a gateway's.
_GIVEN = frozenset({"cash", "card", "wallet", "transfer"})


def _free_form(telling: Telling) -> OutboundMessage:
    method, amount = telling.event.method, amount_of(telling)
    if method == "cash":
        return TextMessage(body=telling.say("refund_given_cash", amount=amount))
    if method not in _GIVEN:
        return TextMessage(body=f"{telling.say('refund_sent', amount=amount)} {how_soon(telling, method)}")
    given = telling.say("refund_given", amount=amount, method=telling.say(f"method_{method}"))
    if method not in SHOWN_WITHIN:
        return TextMessage(body=given)
    least, most = days(method)
    return TextMessage(body=f"{given} {telling.say('refund_time_bank', least=least, most=most)}")


def _template(telling: Telling) -> TemplateMessage:
    method = telling.event.method
    if method in _GIVEN:
        return telling.template("refund_given", amount_of(telling), telling.say(f"method_{method}"))
    return telling.template("refund_sent", amount_of(telling), *days(method))


MILESTONE = Milestone(event=RefundSucceeded, free_form=_free_form, template=_template)
