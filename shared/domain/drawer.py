"""The cash drawer: shift by shift, what should be in it and what was counted; and what riders still carry.

DrawerClosed        cash without an open shift
DrawerOpen          a shift is open that has to be closed first
NotCounted          a shift cannot be closed before somebody counted, after the last move of cash
NotInDrawer         more is to be taken out of the drawer than should be in it
NothingCarried      that rider has nothing to hand in
RequestReused       the idempotency key belongs to another act on the drawer

Amounts are minor units of the store's currency. Between shifts all cash lies in the safe: what a shift opens with comes
out of it, what is counted at its end goes into it, so that the books' drawer and this one never differ.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date, datetime

from shared.domain.frozen import dataclass
from shared.domain.money import Money

#: A store has one drawer.
MAIN = "main"
#: Acts that are remembered to see a repeat: more than a busy evening's tablet has under way.
REMEMBERED = 60


class DrawerClosed(Exception):
    """No shift is open: cash has no drawer to go into."""

    def __init__(self) -> None:
        super().__init__("no shift is open; open the drawer with what is in it first")


class DrawerOpen(Exception):
    """A shift is open."""

    def __init__(self, shift: int, by: str) -> None:
        super().__init__(f"shift {shift}, opened by {by}, is open; count the drawer and close it first")
        self.shift, self.by = shift, by


class NotCounted(Exception):
    """Nobody counted since cash last moved."""

    def __init__(self) -> None:
        super().__init__("count the drawer first; cash moved since it was last counted, or nobody did")


class NotInDrawer(Exception):
    """More is to be taken out than ``there``, which is what should be in the drawer."""

    def __init__(self, there: Money) -> None:
        super().__init__(f"{there} should be in the drawer; write the amount in minor units, or pay in what is missing")
        self.there = there


class NothingCarried(Exception):
    """That rider has nothing to hand in."""

    def __init__(self, rider: str) -> None:
        super().__init__("this rider has nothing to hand in")
        self.rider = rider


class RequestReused(Exception):
    """The idempotency key belongs to another act."""

    def __init__(self) -> None:
        super().__init__("this idempotency key was used before for something else")


@dataclass(frozen=True, kw_only=True)
class Shift:
    """One shift: the figures of its cash. ``day`` is the business day it was opened on, ``number`` counts from 1."""

    day: date
    number: int
    opened_by: str
    opened_at: datetime
    opening: int
    paid_in: int = 0
    paid_out: int = 0
    sales: int = 0
    refunds: int = 0
    handed_in: int = 0
    counted: int | None = None
    counted_by: str | None = None
    closed_at: datetime | None = None

    @property
    def expected(self) -> int:
        """What should be in the drawer."""
        return self.opening + self.paid_in + self.sales + self.handed_in - self.paid_out - self.refunds

    @property
    def difference(self) -> int:
        """What was counted too much (below zero: what is missing); zero while nobody counted."""
        return 0 if self.counted is None else self.counted - self.expected

    @property
    def id(self) -> str:
        """Like ``2026-11-21-1``."""
        return f"{self.day.isoformat()}-{self.number}"

    def moved(self, **amounts: int) -> Shift:
        """The shift with these amounts added to its figures. What was counted before no longer holds."""
        figures = {name: getattr(self, name) + amount for name, amount in amounts.items()}
        return replace(self, **figures, counted=None, counted_by=None)


@dataclass(frozen=True, kw_only=True)
class Drawer:
    """The drawer as it stands. ``shift`` is the newest, open unless it has ``closed_at``; None before the first.

    ``riders`` is what each carries of cash on delivery; ``done`` the acts of late by their keys.
    """

    version: int = 0
    shift: Shift | None = None
    riders: Mapping[str, int] = field(default_factory=dict)
    done: Mapping[str, str] = field(default_factory=dict)

    @property
    def open_shift(self) -> Shift:
        """The shift that is open. Raises DrawerClosed."""
        if self.shift is None or self.shift.closed_at is not None:
            raise DrawerClosed
        return self.shift

    @property
    def is_open(self) -> bool:
        """Whether cash has somewhere to go."""
        return self.shift is not None and self.shift.closed_at is None

    def did(self, key: str, what: str) -> bool:
        """Whether this was done before. Raises RequestReused when the key stands for something else."""
        before = self.done.get(key)
        if before not in (None, what):
            raise RequestReused
        return before is not None

    def after(self, key: str, what: str, *, shift: Shift | None = None, riders: Mapping[str, int] = {}) -> Drawer:
        """The drawer one version on, with what was done kept in mind. ``riders``: what some of them carry now."""
        done = dict(list({**self.done, key: what}.items())[-REMEMBERED:])
        carried = {name: amount for name, amount in {**self.riders, **riders}.items() if amount}
        return replace(self, version=self.version + 1, shift=shift or self.shift, riders=carried, done=done)

    def opened(self, *, day: date, by: str, opening: int, now: datetime) -> Shift:
        """The next shift. Raises DrawerOpen."""
        if self.is_open and self.shift is not None:
            raise DrawerOpen(self.shift.number, self.shift.opened_by)
        number = self.shift.number + 1 if self.shift and self.shift.day == day else 1
        return Shift(day=day, number=number, opened_by=by, opened_at=now, opening=opening)

    def closed(self, *, now: datetime) -> Shift:
        """The shift that is over. Raises DrawerClosed, NotCounted."""
        shift = self.open_shift
        if shift.counted is None:
            raise NotCounted
        return replace(shift, closed_at=now)

    def carried_by(self, rider: str) -> int:
        """What that rider has to hand in. Raises NothingCarried."""
        if rider not in self.riders:
            raise NothingCarried(rider)
        return self.riders[rider]
