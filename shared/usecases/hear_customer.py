"""A message from a customer: know who speaks, then do what it asks for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from shared.domain.customer import Customer, spoke
from shared.domain.inbound import ButtonTap, Cart, Edit, IdentityChange, InboundMessage, Reaction, Revoke, Text
from shared.domain.language import language_of
from shared.ports import Customers
from shared.usecases.answer_offer import OfferTap, answer_offer
from shared.usecases.converse import converse
from shared.usecases.place_order import Outcome, Shop, place_order


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What came of a message: a word for the log, and the order it is about, if any."""

    outcome: str
    order_id: str | None = None


def hear_customer(shop: Shop, customers: Customers, *, message: InboundMessage, now: datetime) -> Heard:
    """Update the profile and hand the message to the use case it belongs to. Raises Contended."""
    customer = _known(shop, customers, message)
    match message.said:
        case Cart() as cart:
            placed = place_order(shop, message=message, cart=cart, customer=customer, now=now)
            return Heard(outcome=placed.outcome, order_id=placed.order.id)
        case ButtonTap(id=button) if tap := OfferTap.parse(button):
            answered = answer_offer(shop, tap=tap, message=message, customer=customer, now=now)
            if answered is not None:
                return Heard(outcome=answered.outcome, order_id=answered.order.id)
        case Reaction() | Edit() | Revoke() | IdentityChange():
            return Heard(outcome="noted")
    fresh = converse(shop.outbox, store=shop.store.id, customer=customer, message=message, topic="greeting", now=now)
    return Heard(outcome="greeted" if fresh else Outcome.REPEATED)


def _known(shop: Shop, customers: Customers, message: InboundMessage) -> Customer:
    """The customer's profile with what this message says about them; written only when that changes it."""
    before = customers.find(message.identity)
    known = before or Customer(
        id=message.identity.customer_id(),
        identity=message.identity,
        name=message.profile_name,
        language=shop.store.languages[0],
    )
    after = spoke(
        known,
        identity=message.identity,
        name=message.profile_name,
        at=message.at,
        language=language_of(_words(message), languages=shop.store.languages),
    )
    if after != before:
        customers.save(after)
    return after


def _words(message: InboundMessage) -> str:
    """What the customer typed, if anything; a tapped button is in our words, not in theirs."""
    match message.said:
        case Text(body=words) | Cart(note=words):
            return words
    return ""
