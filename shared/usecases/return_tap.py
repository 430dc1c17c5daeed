"""A tapped button or row of a return: something is wrong with an order, or a step of telling what."""

from __future__ import annotations

from shared.domain.frozen import dataclass
from shared.domain.goods_return import GoodsReturn, Trouble

#: What is said before a question: that something was noted; to who has just begun, a kind word.
NOTED, SORRY = "noted", "sorry"
_UNITS = "units."
_ITEM = "item."
_TROUBLE = "trouble."


def edition(one: GoodsReturn) -> int:
    """The version of what was told, photos apart: each adds one to the return's version, and makes no button stale."""
    return one.version - len(one.photos)


@dataclass(frozen=True, kw_only=True)
class ReturnTap:
    """Which order, which return of it (empty: begin one), which edition of that was seen, and what is answered.

    ``answer`` is one of the words below, or begins with ``item.`` (a sku), ``units.`` (a number, then a sku) or
    ``trouble.`` (a ``Trouble``). For a return that is to begin, ``version`` is the order's and counts for nothing.
    """

    order_id: str
    return_id: str
    version: int
    answer: str

    START = "start"
    ALL = "all"
    #: One more of the order's goods.
    MORE = "more"
    #: Asks what is wrong; a tap on it is none.
    WHAT = "what"
    DONE = "done"
    SEND = "send"
    CHANGE = "change"
    CANCEL = "cancel"

    @classmethod
    def about(cls, one: GoodsReturn, answer: str) -> ReturnTap:
        """An answer about a return as it stands."""
        return cls(order_id=one.order_id, return_id=one.id, version=edition(one), answer=answer)

    @classmethod
    def start(cls, order_id: str, version: int, trouble: Trouble | None = None) -> ReturnTap:
        """Something is wrong with that order; ``trouble`` when it was said before which order is meant."""
        answer = f"{cls.START}.{trouble}" if trouble else cls.START
        return cls(order_id=order_id, return_id="", version=version, answer=answer)

    @staticmethod
    def item(sku: str) -> str:
        """The answer that it is that product."""
        return f"{_ITEM}{sku}"

    @staticmethod
    def units(sku: str, count: int) -> str:
        """The answer that it is so many of that product."""
        return f"{_UNITS}{count}.{sku}"

    @staticmethod
    def trouble(trouble: Trouble) -> str:
        """The answer that this is wrong."""
        return f"{_TROUBLE}{trouble}"

    @property
    def id(self) -> str:
        """The id that the button or row is sent with."""
        parts = ("return", self.order_id, *filter(None, (self.return_id,)), str(self.version), self.answer)
        return ":".join(parts)

    @property
    def starts(self) -> bool:
        """Whether it begins a return."""
        return not self.return_id

    @property
    def sku(self) -> str:
        """The product that it names; empty when it names none."""
        if self.answer.startswith(_ITEM):
            return self.answer.removeprefix(_ITEM)
        return self.answer.removeprefix(_UNITS).partition(".")[2] if self.answer.startswith(_UNITS) else ""

    @property
    def count(self) -> int | None:
        """How many of it; None when it does not say."""
        number = self.answer.removeprefix(_UNITS).partition(".")[0] if self.answer.startswith(_UNITS) else ""
        return int(number) if number else None

    @property
    def wrong(self) -> Trouble | None:
        """What is wrong, where the answer says so."""
        kind, _, word = self.answer.partition(".")
        return Trouble(word) if kind in ("trouble", self.START) and word in set(Trouble) else None

    @classmethod
    def parse(cls, button_id: str) -> ReturnTap | None:
        """The tap an id stands for, or None if it is not of a return."""
        kind, _, rest = button_id.partition(":")
        if kind != "return":
            return None
        parts = rest.split(":", 2)
        if len(parts) == 3 and _is_number(parts[1]) and parts[2].partition(".")[0] == cls.START:
            order_id, version, answer = parts
            tap = cls(order_id=order_id, return_id="", version=int(version), answer=answer)
            return tap if answer == cls.START or tap.wrong else None
        parts = rest.split(":", 3)
        if len(parts) != 4 or not parts[1] or not _is_number(parts[2]):
            return None
        order_id, return_id, version, answer = parts
        tap = cls(order_id=order_id, return_id=return_id, version=int(version), answer=answer)
        return tap if _is_answer(tap) else None


def _is_answer(tap: ReturnTap) -> bool:
    own = ReturnTap
    if tap.answer in (own.ALL, own.MORE, own.WHAT, own.DONE, own.SEND, own.CHANGE, own.CANCEL):
        return True
    if tap.answer.startswith(_UNITS):
        number, _, sku = tap.answer.removeprefix(_UNITS).partition(".")
        return _is_number(number) and bool(sku)
    return bool(tap.sku) if tap.answer.startswith(_ITEM) else tap.answer.startswith(_TROUBLE) and tap.wrong is not None


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 9
