"""A tapped button or row that says what is to happen to a parcel after a failed attempt."""

from __future__ import annotations

from datetime import date

from shared.domain.frozen import dataclass
from shared.domain.parcel import InstructionKind

_DAY = "day."


@dataclass(frozen=True, kw_only=True)
class ParcelTap:
    """Which parcel of which order, after which attempt, and what the customer wants.

    ``verb`` is a kind of instruction; with ``day``, that very day; ``SURE``: to send it back, said twice; ``CHOICES``:
    to see once more what there is to choose from.
    """

    order_id: str
    parcel_id: str
    attempt: int
    verb: str
    day: date | None = None

    SURE = "send_back_yes"
    CHOICES = "choices"

    @property
    def id(self) -> str:
        """The id that the button or row is sent with."""
        verb = f"{_DAY}{self.day.isoformat()}" if self.day else self.verb
        return f"parcel:{self.order_id}:{self.parcel_id}:{self.attempt}:{verb}"

    @classmethod
    def parse(cls, button_id: str) -> ParcelTap | None:
        """The tap an id stands for, or None if it is not of a parcel."""
        kind, _, rest = button_id.partition(":")
        parts = rest.split(":")
        if kind != "parcel" or len(parts) != 4 or not (parts[2].isascii() and parts[2].isdecimal()):
            return None
        order_id, parcel_id, attempt, verb = parts
        day = None
        if verb.startswith(_DAY):
            try:
                day = date.fromisoformat(verb.removeprefix(_DAY))
            except ValueError:
                return None
            verb = InstructionKind.OTHER_DAY.value
        if len(attempt) > 4 or verb not in (*map(str, InstructionKind), cls.SURE, cls.CHOICES):
            return None
        return cls(order_id=order_id, parcel_id=parcel_id, attempt=int(attempt), verb=verb, day=day)
