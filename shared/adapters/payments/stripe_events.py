"""What a Stripe event says about money, in our words. Pure, and light enough for a cold start.

A paid Checkout Session is told twice, as the session and as its payment intent: both give the intent's id (``pi_...``).

Source: Stripe, "Types of events", "The Checkout Session object", "The PaymentIntent object".
"""

from __future__ import annotations

from shared.adapters.payments.verdict import Nothing, UnreadableEvent, amount_of, mapping, text
from shared.domain.money import Money
from shared.domain.payment import Payment

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

PROVIDER = "stripe"

#: ``payment_status`` of a session: whether it means money. ``no_payment_required`` does when there is nothing to pay.
SESSION_PAID: Mapping[str, bool] = {"paid": True, "unpaid": False, "no_payment_required": True}


#: What Stripe counts in hundredths although the currency has none, so that our whole units are its hundreds.
#: Source: Stripe, "Supported currencies", "Special cases".
UNITS: Mapping[str, int] = {"UGX": 100}


def payment_in(event: Mapping[str, Any]) -> Payment | Nothing:
    """The payment the event tells of, or why there is none. Raises UnreadableEvent."""
    kind = text(event.get("type"))
    read = EVENTS.get(kind)
    if read is None:
        return Nothing(f"{kind or 'an event without a type'} brings no money")
    return read(mapping(mapping(event.get("data")).get("object")))


def payment_of_session(session: Mapping[str, Any]) -> Payment | Nothing:
    """The payment of a Checkout Session as it stands. Raises UnreadableEvent."""
    status = text(session.get("payment_status"))
    if status not in SESSION_PAID:
        raise UnreadableEvent(f"a session with payment_status {status[:40]!r}")
    if not SESSION_PAID[status]:
        return Nothing("the session is not paid yet")
    order_id = _order_id(session)
    if not order_id:
        return Nothing("the session names no order of ours")
    amount = money_of(session.get("amount_total"), session.get("currency"))
    transaction_id, session_id = id_of(session.get("payment_intent")), text(session.get("id"))
    if status == "no_payment_required":
        if amount.amount:
            return Nothing("the session asks for no payment yet")
        # Nothing to pay means no intent: the session stands for the payment.
        transaction_id = transaction_id or session_id
    return _payment(
        session,
        transaction_id=transaction_id,
        order_id=order_id,
        amount=amount,
        link_id=session_id or None,
    )


def _payment_of_intent(intent: Mapping[str, Any]) -> Payment | Nothing:
    status = text(intent.get("status"))
    if status != "succeeded":
        return Nothing(f"the payment intent is {status[:40] or 'without a status'}")
    order_id = _order_id(intent)
    if not order_id:
        return Nothing("the payment intent names no order of ours")
    return _payment(
        intent,
        transaction_id=text(intent.get("id")),
        order_id=order_id,
        amount=money_of(intent.get("amount_received"), intent.get("currency")),
        link_id=None,
    )


def _payment(
    about: Mapping[str, Any], *, transaction_id: str, order_id: str, amount: Money, link_id: str | None
) -> Payment:
    if not transaction_id:
        raise UnreadableEvent("paid, but without a payment intent")
    return Payment(
        provider=PROVIDER,
        transaction_id=transaction_id,
        order_id=order_id,
        amount=amount,
        link_id=link_id,
        live=about.get("livemode") is True,
    )


def _order_id(about: Mapping[str, Any]) -> str:
    return text(mapping(about.get("metadata")).get("order_id")) or text(about.get("client_reference_id"))


def money_of(amount: object, currency: object) -> Money:
    """An amount as Stripe writes it. Raises UnreadableEvent."""
    code = text(currency).upper()
    whole, rest = divmod(amount_of(amount), UNITS.get(code, 1))
    if not code or rest:
        raise UnreadableEvent("an amount without a currency" if not code else f"an amount of part of a {code}")
    return Money(whole, code)


def id_of(value: object) -> str:
    """Stripe shows an object it refers to as its id, or whole when it was asked to expand it."""
    return text(mapping(value).get("id")) or text(value)


EVENTS: Mapping[str, Callable[[Mapping[str, Any]], Payment | Nothing]] = {
    "checkout.session.completed": payment_of_session,
    "checkout.session.async_payment_succeeded": payment_of_session,
    "payment_intent.succeeded": _payment_of_intent,
}
