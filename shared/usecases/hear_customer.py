"""A message from a customer: know who speaks, then do what it asks for."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.customer import Customer, Identity, renamed, spoke
from shared.domain.inbound import Cart, IdentityChange, InboundMessage, Text
from shared.domain.language import language_of
from shared.usecases.place_order import place_order
from shared.usecases.turn import Heard, Talk, Turn

#: The same cart may be a slip for so long; see ``shared.domain.mistakes``, which a first cart does not load.
LATELY = timedelta(minutes=10)


def hear_customer(talk: Talk, *, message: InboundMessage, now: datetime) -> Heard:
    """Update the profile and hand the message to the use case it belongs to. Raises Contended."""
    customer, before = _known(talk, message)
    if message.cards_removed:
        from shared.usecases.warn_about_card import nothing_but_a_card, warn_about_card

        warn_about_card(talk, message=message, customer=customer, now=now)
        if nothing_but_a_card(message):
            turn = _turn(talk, message, customer, now=now)
            return turn.close("card_warning", said=turn.said(_words(message)))
    if isinstance(message.said, Cart):
        placed = place_order(
            talk.shop,
            message=message,
            cart=message.said,
            customer=customer,
            now=now,
            chats=talk.chats,
            lately=before is not None and before.may_have_spoken(within=LATELY, before=message.at),
        )
        return Heard(outcome=placed.outcome, order_id=placed.order.id)
    # A cart is measured from a cold start: the conversation, and the parser with it, is loaded for who talks.
    from shared.usecases.take_turn import take_turn

    return take_turn(_turn(talk, message, customer, now=now))


def give_to_a_person(talk: Talk, *, message: InboundMessage, now: datetime) -> Heard:
    """We failed on this message again and again: a case for staff, and a word to the customer. Raises Contended."""
    from shared.domain.case import CaseReason
    from shared.usecases.hand_over import hand_over_said
    from shared.usecases.hear_media import fetching, is_file
    from shared.usecases.in_words import in_words

    customer, _ = _known(talk, message)
    turn = _turn(talk, message, customer, now=now)
    fetched = [fetching(turn, message.said)] if is_file(message.said) else []
    kept, draft = turn.said(in_words(message.said)), turn.chat.open_draft(now)
    return hand_over_said(turn, kept, *fetched, reason=CaseReason.FAILURE, order_id=draft)


def _turn(talk: Talk, message: InboundMessage, customer: Customer, *, now: datetime) -> Turn:
    return Turn(talk=talk, message=message, customer=customer, chat=talk.chats.read(customer.id), now=now)


def _known(talk: Talk, message: InboundMessage) -> tuple[Customer, Customer | None]:
    """The customer's profile with what this message says about them, written only when that changes it; and what it
    was before.
    """
    before = talk.customers.find(message.identity)
    store = talk.shop.store
    known = before or Customer(
        id=message.identity.customer_id(),
        identity=message.identity,
        name=message.profile_name,
        language=store.languages[0],
    )
    after = (
        renamed(known, Identity(user_id=message.said.user_id, wa_id=message.said.wa_id))
        if isinstance(message.said, IdentityChange)
        else spoke(
            known,
            identity=message.identity,
            name=message.profile_name,
            at=message.at,
            language=language_of(_words(message), languages=store.languages),
        )
    )
    if isinstance(message.said, Cart) and message.said.note and "delivery" in store.fulfilment.kinds:
        after = _with_address(talk, after, message.said.note, now=message.at)
    if after != before:
        talk.customers.save(after)
    return after, before


def _with_address(talk: Talk, customer: Customer, note: str, *, now: datetime) -> Customer:
    """The profile with the address in a cart's note: a cart is its own confirmation."""
    from shared.domain import handover

    store = talk.shop.store
    there = handover.from_note(handover.usual(store, customer), note, store=store, customer=customer, now=now)
    if there.kind != handover.DELIVERY or not there.address or handover.out_of_reach(there, store):
        return customer
    return replace(customer, address=there.address, postal_code=there.postal_code)


def _words(message: InboundMessage) -> str:
    """What the customer typed, if anything; a tapped button is in our words, not in theirs."""
    match message.said:
        case Text(body=words) | Cart(note=words):
            return words
    return ""
