"""What every milestone has: when it is out of date, and its words inside and outside the 24-hour window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from shared.domain.customer import Customer
from shared.domain.events import Event
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.store import Store
from shared.ports import Wording

#: Interactive messages end at 1,024 characters (Meta): so many lines, and as many problems of an offer, fit.
MOST_ROWS = 8


@dataclass(frozen=True, kw_only=True)
class Telling:
    """All that a milestone's words are made from. ``order`` is None for what a customer said outside any order.

    ``written`` is what a person of the store wrote, where that is what is told.
    """

    event: Any
    order: Order | None
    customer: Customer
    store: Store
    wording: Wording
    now: datetime
    written: str = ""

    def say(self, key: str, **values: object) -> str:
        """A text in the customer's language."""
        return self.wording.say(self.store.spoken(self.customer.language), key, **values)

    @property
    def about(self) -> Order:
        """The order, for the milestones that have one. Raises LookupError."""
        if self.order is None:
            raise LookupError(f"{self.event.name} came without its order")
        return self.order

    def lines(self) -> str:
        """The order's lines, one under the other; of a long order the first, so that the total still fits."""
        order = self.about
        return shortened(
            self.say("line", quantity=line.quantity, name=line.name, total=Money(line.total, order.currency))
            for line in order.lines
        )

    def template(self, name: str, *values: object) -> TemplateMessage:
        """An approved template in the customer's language, filled."""
        language = self.store.spoken(self.customer.language)
        return TemplateMessage(name=name, language=language, values=tuple(str(value) for value in values))

    def expected(self) -> str:
        """When the goods will be ready, on the store's clock; with the date when that is not today."""
        local = self.store.ready_at(self.event.at).astimezone(self.store.zone)
        clock = local.strftime("%H:%M")
        today = self.event.at.astimezone(self.store.zone).date()
        return clock if local.date() == today else f"{local:%d/%m} {clock}"


def shortened(rows: Iterable[str]) -> str:
    """Rows one under the other, at most MOST_ROWS; how many more there are stands at the end."""
    every = list(rows)
    more = [f"… +{len(every) - MOST_ROWS}"] if len(every) > MOST_ROWS else []
    return "\n".join([*every[:MOST_ROWS], *more])


def _never(event: Event, order: Order | None) -> bool:
    del event, order
    return False


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One thing a customer is told. ``template`` None: worth saying only while the window is open."""

    event: type[Event]
    free_form: Callable[[Telling], OutboundMessage]
    template: Callable[[Telling], TemplateMessage] | None = None
    overtaken: Callable[[Any, Order | None], bool] = _never
