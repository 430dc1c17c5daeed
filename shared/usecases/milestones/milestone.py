"""What every milestone has: when it is out of date, and its words inside and outside the 24-hour window."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

from shared.domain.customer import Customer
from shared.domain.events import Event
from shared.domain.frozen import dataclass
from shared.domain.handover import ready_at
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.money import Money
from shared.domain.order import Line, Order
from shared.domain.store import Store
from shared.ports import OrderFile, Wording

#: Interactive messages end at 1,024 characters (Meta): so many lines, and as many problems of an offer, fit.
MOST_ROWS = 8
#: Of what the customer wishes about a line, so much is said back.
LONGEST_NOTE = 60


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
    #: Where the order's receipt is to be seen; empty when there is none, or nobody knows.
    receipt: str = ""
    #: Where the order can be followed; empty when nobody knows.
    tracking: str = ""
    #: All that hangs on the order: payments, parcels, returns.
    file: OrderFile | None = None
    #: Whether it is the first order that this customer paid for; looked up for who asks (``Milestone.asks_if_first``).
    first: bool = False

    def say(self, key: str, **values: object) -> str:
        """A text in the customer's language."""
        return self.wording.say(self.store.spoken(self.customer.language), key, **values)

    @property
    def about(self) -> Order:
        """The order, for the milestones that have one. Raises LookupError."""
        if self.order is None:
            raise LookupError(f"{self.event.name} came without its order")
        return self.order

    def lines(self, *, rows: int = MOST_ROWS, notes: bool = False) -> str:
        """The order's lines, one under the other; of a long order the first, so that the total still fits.

        With ``notes``, under each line what the customer wishes about it. Tax that the prices lack comes last.
        """
        order = self.about
        lines = shortened((self._line(line, order.currency, notes=notes) for line in order.lines), rows=rows)
        return f"{lines}\n{self.say('line_tax', tax=order.added_tax)}" if order.added_tax.amount else lines

    def _line(self, line: Line, currency: str, *, notes: bool) -> str:
        said = self.say("line", quantity=line.quantity, name=line.name, total=Money(line.total, currency))
        return f"{said}\n   ({' '.join(line.note.split())[:LONGEST_NOTE]})" if notes and line.note else said

    def template(self, name: str, *values: object) -> TemplateMessage:
        """An approved template in the customer's language, filled."""
        language = self.store.spoken(self.customer.language)
        return TemplateMessage(name=name, language=language, values=tuple(str(value) for value in values))

    def expected(self) -> str:
        """When the goods will be ready, on the store's clock; with the date when that is not today."""
        at = self.event.at
        ready = ready_at(self.order, self.store, confirmed=at) if self.order else self.store.ready_at(at)
        return clock(ready, at, self.store)


def clock(at: datetime, now: datetime, store: Store) -> str:
    """A time on the store's clock; with the date when that is not today."""
    local = at.astimezone(store.zone)
    hour = local.strftime("%H:%M")
    today = local.date() == now.astimezone(store.zone).date()
    return hour if today else f"{day_and_month(local.date(), store)} {hour}"


def day_and_month(day: date, store: Store) -> str:
    """A date without its year, as the store's country writes it."""
    return f"{day:%m/%d}" if store.country == "US" else f"{day:%d/%m}"


def shortened(lines: Iterable[str], *, rows: int = MOST_ROWS) -> str:
    """Rows one under the other, at most so many; how many more there are stands at the end."""
    every = list(lines)
    more = [f"… +{len(every) - rows}"] if len(every) > rows else []
    return "\n".join([*every[:rows], *more])


def _never(event: Event, order: Order | None) -> bool:
    del event, order
    return False


def _needed(telling: Telling) -> bool:
    del telling
    return False


@dataclass(frozen=True, kw_only=True)
class Milestone:
    """One thing a customer is told. ``template`` None: worth saying only while the window is open."""

    event: type[Event]
    free_form: Callable[[Telling], OutboundMessage]
    template: Callable[[Telling], TemplateMessage] | None = None
    overtaken: Callable[[Any, Order | None], bool] = _never
    #: The same for what only the parcels and returns of the order tell, or a rule of the store.
    needless: Callable[[Telling], bool] = _needed
    #: Held until the store's quiet hours are over.
    can_wait: bool = False
    asks_if_first: bool = False
