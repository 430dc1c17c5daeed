"""One message of the Inbox is one use case is one transaction."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.adapters.payments.events import payment_in
from shared.adapters.payments.verdict import Nothing
from shared.adapters.whatsapp.inbound import message_in
from shared.domain.inbound import InboundMessage
from shared.ports import Contended, GatewayFile
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.observability import log
from shared.runtime.parser import parser_of
from shared.runtime.profile import store_profile
from shared.runtime.queue import LAST_DELIVERY, Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.hear_customer import give_to_a_person, hear_customer
from shared.usecases.place_order import Shop
from shared.usecases.record_payment import NotOurOrderYet, record_payment
from shared.usecases.turn import Talk

#: Seconds until a message that could not be handled is tried again, by how often it was tried.
AFTER_FAILURE = (2, 5, 15, 30)
TRIES_TO_GIVE = 3


class NobodysMessage(Exception):
    """A message of a kind that no worker takes: it belongs into the dead-letter queue, whole, for a person to see."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    talk: Talk
    provider: str
    live: bool
    queue_url: str
    gateway_file: GatewayFile

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        store, tables = store_profile(), record()
        shop = Shop(
            store=store,
            orders=tables.orders,
            catalog=tables.catalog,
            stock=tables.stock,
            commits=tables.commits,
            outbox=tables.outbox,
        )
        return cls(
            talk=Talk(
                shop=shop,
                customers=tables.customers,
                chats=tables.chats,
                cases=tables.cases,
                parser=parser_of(tables.catalog, languages=store.languages),
            ),
            provider=required("PAYMENT_PROVIDER"),
            live=required("PAYMENT_LIVE") == "true",
            queue_url=required("INBOX_QUEUE_URL"),
            gateway_file=tables.gateway_file,
        )


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        try:
            return _handle(settings, delivery, now=clock.utc_now())
        except Contended:
            raise TryAgain("contended", after=1) from None

    return work_off(event, handle, postpone=postponing(settings.queue_url))


def _handle(settings: Settings, delivery: Delivery, *, now: datetime) -> Mapping[str, object]:
    match delivery.body.get("kind"):
        case "whatsapp_message":
            return _message(settings, delivery, now=now)
        case "payment_event":
            return _payment(settings, delivery, now=now)
        case "whatsapp_notice":
            return {"kind": "whatsapp_notice", "outcome": "noted", "field": str(delivery.body.get("field"))[:60]}
    raise NobodysMessage


def _message(settings: Settings, delivery: Delivery, *, now: datetime) -> Mapping[str, object]:
    message = message_in(delivery.body)
    try:
        heard = hear_customer(settings.talk, message=message, now=now)
    except Exception as failure:
        if delivery.receives < LAST_DELIVERY:
            if isinstance(failure, Contended):
                raise
            # What this customer says next waits behind it: seconds, not the queue's three minutes.
            raise TryAgain("failed", after=AFTER_FAILURE[delivery.receives - 1], failure=failure) from failure
        _give_up(settings, message, now=now)
        # Once more, which is once too often: the queue moves it to the dead-letter queue, for us, at once.
        raise TryAgain("given_to_a_person", after=1, failure=failure) from failure
    return {"kind": "whatsapp_message", "outcome": heard.outcome, "order_id": heard.order_id}


def _give_up(settings: Settings, message: InboundMessage, *, now: datetime) -> None:
    """We cannot do it: a person answers instead, and the customer is told so."""
    for _ in range(TRIES_TO_GIVE):
        try:
            given = give_to_a_person(settings.talk, message=message, now=now)
        except Contended:
            continue
        except Exception as failure:  # noqa: BLE001 - the failure that led here is the one to be told of
            log().error("not_given_to_a_person", extra={"error": type(failure).__name__})
        else:
            log().info("given_to_a_person", extra={"outcome": given.outcome})
        return


def _payment(settings: Settings, delivery: Delivery, *, now: datetime) -> Mapping[str, object]:
    payment = payment_in(delivery.body["payload"], provider=settings.provider)
    if isinstance(payment, Nothing):
        return _other_money(settings, delivery, why=payment.reason, now=now)
    if payment.live not in (None, settings.live):
        return {"kind": "payment_event", "outcome": "other_mode"}
    shop = settings.talk.shop
    try:
        done = record_payment(payment=payment, store=shop.store, orders=shop.orders, commits=shop.commits, now=now)
    except NotOurOrderYet:
        if delivery.receives < LAST_DELIVERY:
            raise TryAgain("not_our_order_yet", after=20) from None
        raise
    return {"kind": "payment_event", "outcome": done.outcome, "order_id": done.order.id}


def _other_money(settings: Settings, delivery: Delivery, *, why: str, now: datetime) -> Mapping[str, object]:
    """Refunds, disputes and payouts; ``why`` is what the event is called that is none of these."""
    # Loaded only here: a cold start that takes a cart or a payment does not need it.
    from shared.adapters.payments.facts import facts_in
    from shared.domain.payment import Payment
    from shared.usecases.move_refund import RefundRoom
    from shared.usecases.record_money import record_money

    facts = facts_in(delivery.body["payload"], provider=settings.provider)
    shop, outcomes = settings.talk.shop, []
    room = RefundRoom(store=shop.store, orders=shop.orders, commits=shop.commits)
    for fact in () if isinstance(facts, Nothing) else facts:
        if isinstance(fact, Payment) or fact.live not in (None, settings.live):
            continue
        try:
            learned = record_money(room, settings.gateway_file, fact=fact, now=now)
        except NotOurOrderYet:
            if delivery.receives < LAST_DELIVERY:
                raise TryAgain("not_our_payment_yet", after=20) from None
            raise
        outcomes.append(learned.outcome)
    return {"kind": "payment_event", "outcome": ",".join(outcomes) or why}
