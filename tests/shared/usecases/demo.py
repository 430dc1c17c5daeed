"""Ana at a demo store: what she says, and what she is shown for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.conversation.parse import Parser
from shared.domain.customer import Customer
from shared.domain.events import CustomerSpoke
from shared.domain.inbound import ButtonTap, Content, Text
from shared.domain.messages import OutboundMessage
from shared.domain.store import Store
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from shared.usecases.place_order import Shop
from shared.usecases.turn import Heard, Talk, Turn
from tests.fakes.demo_stores import STORES, demo_record
from tests.fakes.people import ANA, NOW, said
from tests.fakes.record import FakeRecord


@dataclass
class Demo:
    """A demo store and Ana's conversation with it."""

    store: Store
    record: FakeRecord
    language: str = "en"
    now: datetime = NOW
    count: int = field(default=0)

    @property
    def talk(self) -> Talk:
        """The ports."""
        own = self.record
        shop = Shop(
            store=self.store,
            orders=own.orders,
            catalog=own.catalog,
            stock=own.stock,
            commits=own.commits,
            outbox=own.outbox,
        )
        return Talk(shop=shop, customers=own.customers, chats=own.chats, cases=own.cases, parser=self.parser)

    @property
    def customer(self) -> Customer:
        """Ana's profile, with the language she speaks here."""
        return self.record.customers.read(ANA.id) or replace(ANA, language=self.language)

    def parser(self) -> Parser:
        """The store's own."""
        return Parser(self.record.catalog.all_products(), languages=self.store.languages)

    def turn(self, what: Content) -> Turn:
        """The turn of Ana's next message, a minute after the last one."""
        self.count += 1
        self.now += timedelta(minutes=1)
        message = said(what, message_id=f"wamid.demo{self.count}", at=self.now)
        chat = self.record.chats.read(ANA.id)
        return Turn(talk=self.talk, message=message, customer=self.customer, chat=chat, now=self.now)

    def says(self, words: str, verb: Callable[..., Heard], *rest: Any) -> str:
        """Ana types, and the turn ends with this verb."""
        return verb(self.turn(Text(body=words)), *rest).outcome

    def taps(self, button_id: str, verb: Callable[[Turn, str], Heard | None], *, title: str = "Tap") -> str | None:
        """Ana taps, and the turn ends with this verb; None when the id is not one of its own."""
        heard = verb(self.turn(ButtonTap(id=button_id, title=title)), button_id)
        return heard.outcome if heard else None

    @property
    def spoken(self) -> CustomerSpoke:
        """The last answer that is due."""
        return next(one for one in reversed(self.record.state.events) if isinstance(one, CustomerSpoke))

    @property
    def shown(self) -> OutboundMessage:
        """The last answer as it is sent: whatever event it was decided with."""
        return self.sent_for(self.record.state.events[-1])

    def sent_for(self, event: Any) -> OutboundMessage:
        """What Ana is sent for that event now."""
        file = self.record.orders.read(event.order_id) if event.order_id else None
        telling = Telling(
            event=event,
            order=file.order if file else None,
            customer=self.customer,
            store=self.store,
            wording=all_texts(),
            now=self.now,
            file=file,
        )
        return MILESTONES[type(event)].free_form(telling)


def demo(store: str = "mpls", *, language: str = "en", **levels: int) -> Demo:
    """The demo store with some counters at another level; Saturday noon in Minneapolis, late evening in Pune."""
    return Demo(store=STORES[store], record=demo_record(store, **levels), language=language)
