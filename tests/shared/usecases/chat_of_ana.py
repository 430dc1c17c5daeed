"""Ana and a demo store in one chat: what she sends, and what stands on her phone afterwards."""

from __future__ import annotations

from datetime import timedelta

from shared.domain.inbound import ButtonTap, Content, InboundMessage, Text
from shared.domain.messages import Button, OutboundMessage, Row
from shared.domain.order import Order, OrderStatus
from shared.usecases.milestones import MILESTONES
from shared.usecases.turn import Heard
from tests.fakes.demo_stores import STORES, demo_record
from tests.fakes.people import said
from tests.shared.usecases.conftest import World


class ChatOfAna:
    """Each message comes twenty seconds after the one before; links are opened and everything due is told at once."""

    def __init__(self, store: str, **levels: int) -> None:
        self.world = World(record=demo_record(store, **levels), store=STORES[store])
        self.messages: list[InboundMessage] = []
        self._seen = 0

    def send(self, what: str | Content) -> Heard:
        """A message of hers: words, or anything else."""
        self.world.now += timedelta(seconds=20)
        content = Text(body=what) if isinstance(what, str) else what
        self.messages.append(said(content, message_id=f"wamid.{len(self.messages) + 1}", at=self.world.now))
        return self._hear(self.messages[-1])

    def again(self, number: int) -> Heard:
        """Her n-th message is delivered once more."""
        self.world.record.forget_tokens()
        return self._hear(self.messages[number - 1])

    def _hear(self, message: InboundMessage) -> Heard:
        heard = self.world.hear_message(message)
        self.follow()
        return heard

    def tap(self, title: str) -> Heard:
        """A tap on the button or row of that title in the last message."""
        found = next(one for one in self.choices if one.title == title)
        return self.send(ButtonTap(id=found.id, title=found.title))

    def follow(self) -> None:
        """Whatever is due happens: links are opened, she is told."""
        events = self.world.record.state.events
        while self._seen < len(events):
            event = events[self._seen]
            self._seen += 1
            if event.name == "OrderReceived":
                self.world.request(self.world.record.state.orders[event.order_id])  # type: ignore[attr-defined]
            elif type(event) in MILESTONES:
                self.world.tell(event)

    @property
    def heard(self) -> list[OutboundMessage]:
        """Every message on her phone."""
        return [one.message for one in self.world.messenger.sent]

    @property
    def last(self) -> OutboundMessage:
        """The newest."""
        return self.heard[-1]

    @property
    def choices(self) -> list[Button | Row]:
        """What can be tapped in it."""
        return [*getattr(self.last, "buttons", ()), *getattr(self.last, "rows", ())]

    @property
    def titles(self) -> list[str]:
        """How that reads."""
        return [one.title for one in self.choices]

    @property
    def orders(self) -> list[Order]:
        """Her orders, oldest first."""
        return sorted(self.world.record.state.orders.values(), key=lambda one: (one.placed_at, one.id))

    @property
    def order(self) -> Order:
        """The newest."""
        return self.orders[-1]

    @property
    def lines(self) -> list[tuple[str, int]]:
        """Skus and quantities of the newest."""
        return [(line.sku, line.quantity) for line in self.order.lines]

    @property
    def held(self) -> int:
        """Units of everything held for anybody."""
        return sum(reserved for _, reserved in self.world.record.levels().values())

    def counts(self) -> list[OrderStatus]:
        """The states of her orders that count: no drafts, none that was given up."""
        void = (OrderStatus.DRAFT, OrderStatus.CANCELLED)
        return [one.status for one in self.orders if one.status not in void]

    def text(self) -> str:
        """The words of the newest message."""
        return str(getattr(self.last, "body", ""))
