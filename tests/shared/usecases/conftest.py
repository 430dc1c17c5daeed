"""A small bubble-tea shop in memory, with all that stands around it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.catalog import Product, Supplier
from shared.domain.conversation.parse import Parser
from shared.domain.customer import Customer
from shared.domain.events import Event
from shared.domain.inbound import ButtonTap, Cart, InboundMessage
from shared.domain.order import Order, order_id_for
from shared.domain.payment import Payment
from shared.domain.stock import StockItem
from shared.domain.store import Store
from shared.usecases.expire_reservation import expire_reservation
from shared.usecases.hear_customer import hear_customer
from shared.usecases.place_order import Shop
from shared.usecases.record_payment import Recorded, record_payment
from shared.usecases.request_payment import request_payment
from shared.usecases.tell_customer import Desk, Told, tell_customer
from shared.usecases.turn import Heard, Talk
from tests.fakes.gateway import FakeGateway
from tests.fakes.mailer import FakeMailer
from tests.fakes.messenger import FakeMessenger
from tests.fakes.people import MPLS, NOW, said
from tests.fakes.record import FakeRecord
from tests.fakes.timers import FakeTimers

if TYPE_CHECKING:
    from tests.shared.usecases.chat_of_ana import ChatOfAna

TARO = Product(sku="TARO-R", name="Taro milk tea, regular", price=575, recipe={"pearls": 50, "cup": 1})
MANGO = Product(sku="MANGO-R", name="Mango green tea, regular", price=525, recipe={"pearls": 50, "cup": 1})
WAFFLE = Product(sku="WAFFLE", name="Egg waffle", price=695, recipe={"mix": 110})


def counter(name: str, available: int, reorder_point: int = 0) -> StockItem:
    """A counter with nothing reserved."""
    return StockItem(
        id=name,
        available=available,
        reserved=0,
        reorder_point=reorder_point,
        reorder_quantity=12000,
        supplier="pearls",
        lead_time_days=3,
        version=0,
    )


@dataclass
class World:
    """The record, the outside, and what a test does with them, in short."""

    record: FakeRecord
    store: Store = MPLS
    gateway: FakeGateway = field(default_factory=FakeGateway)
    timers: FakeTimers = field(default_factory=FakeTimers)
    messenger: FakeMessenger = field(default_factory=FakeMessenger)
    mailer: FakeMailer = field(default_factory=FakeMailer)
    now: datetime = NOW

    @property
    def shop(self) -> Shop:
        """What reserving needs."""
        own = self.record
        return Shop(
            store=self.store,
            orders=own.orders,
            catalog=own.catalog,
            stock=own.stock,
            commits=own.commits,
            outbox=own.outbox,
        )

    @property
    def talk(self) -> Talk:
        """What a conversation needs."""
        own = self.record
        return Talk(shop=self.shop, customers=own.customers, chats=own.chats, cases=own.cases, parser=self.parser)

    def parser(self) -> Parser:
        """The parser of the products that there are."""
        return _parser_of(tuple(self.record.state.products.values()), self.store.languages)

    @property
    def desk(self) -> Desk:
        """What telling needs."""
        return Desk(
            store=self.store,
            orders=self.record.orders,
            customers=self.record.customers,
            chats=self.record.chats,
            log=self.record.messages,
            messenger=self.messenger,
            wording=all_texts(),
            timers=self.timers,
            grace=timedelta(seconds=45),
        )

    def hear(self, what: Cart | ButtonTap, message_id: str = "wamid.1") -> Heard:
        """Ana says something."""
        return self.hear_message(said(what, message_id=message_id, at=self.now))

    def hear_message(self, message: InboundMessage) -> Heard:
        """Somebody says something."""
        return hear_customer(self.talk, message=message, now=self.now)

    def request(self, order: Order) -> str:
        """The order gets its link."""
        return request_payment(
            order_id=order.id,
            store=self.store,
            orders=self.record.orders,
            gateway=self.gateway,
            timers=self.timers,
            commits=self.record.commits,
            now=self.now,
        )

    def paid(self, payment: Payment) -> Recorded:
        """The gateway tells of a payment."""
        return record_payment(
            payment=payment, store=self.store, orders=self.record.orders, commits=self.record.commits, now=self.now
        )

    def expire(self, order: Order) -> str:
        """The order's timer goes off."""
        assert order.expires_at is not None
        return expire_reservation(
            order_id=order.id,
            expires_at=order.expires_at,
            store=self.store,
            orders=self.record.orders,
            gateway=self.gateway,
            commits=self.record.commits,
            now=self.now,
        )

    def tell(self, event: Event) -> Told:
        """The event comes to the front of the customer's line."""
        order_id = getattr(event, "order_id", None)
        customer_id: str = event.customer_id  # type: ignore[attr-defined]
        return tell_customer(self.desk, event, customer_id=customer_id, order_id=order_id, now=self.now)

    def order(self, message_id: str = "wamid.1") -> Order:
        """The order a message made, as it stands."""
        file = self.record.orders.read(order_id_for(message_id))
        assert file is not None
        return file.order

    def customer(self) -> Customer:
        """The one customer there is."""
        (only,) = self.record.state.profiles.values()
        return only

    def events(self, message_id: str = "wamid.1") -> list[str]:
        """Names of the order's events, in order; the sequence has no gaps."""
        file = self.record.orders.read_all(order_id_for(message_id))
        assert file is not None
        assert [event.sequence for event in file.events] == list(range(1, len(file.events) + 1))
        return [event.name for event in file.events]


_parsers: dict[tuple[str, ...], Parser] = {}


def _parser_of(products: Sequence[Product], languages: Sequence[str]) -> Parser:
    """Building one takes a while: one for each catalog."""
    key = (*languages, *(f"{one.sku}|{one.name}" for one in products))
    if key not in _parsers:
        _parsers[key] = Parser(products, languages=languages)
    return _parsers[key]


@pytest.fixture
def world() -> World:
    """Pearls for six drinks, mix for two waffles."""
    return World(
        record=FakeRecord(
            products=[TARO, MANGO, WAFFLE],
            suppliers=[
                Supplier(
                    id="pearls",
                    name="North Loop Tapioca",
                    email="orders@north-loop-tapioca.example",
                    delivers=("tue", "fri"),
                )
            ],
            stock=[counter("pearls", 300, reorder_point=200), counter("cup", 100), counter("mix", 220)],
        )
    )


@pytest.fixture
def mpls() -> ChatOfAna:
    """A chat with the bubble-tea shop, at noon; it picks up by default and delivers to 554."""
    from tests.shared.usecases.chat_of_ana import ChatOfAna  # which is built on this file

    return ChatOfAna("mpls")


@pytest.fixture
def pune() -> ChatOfAna:
    """A chat with the distributor, in the evening; it only delivers, to 411."""
    from tests.shared.usecases.chat_of_ana import ChatOfAna  # which is built on this file

    return ChatOfAna("pune")
