"""The few readings that the answers of all couriers need. Pure; what is not as it should be reads as nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, tzinfo
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from shared.domain.money import exponent

#: A courier's remark is kept so far: enough to understand it.
LONGEST_NOTE = 200
#: Shiprocket's forms beside ISO 8601: of `current_timestamp`, of older ones, of a price's day of delivery.
TIME_FORMATS = ("%d %m %Y %H:%M:%S", "%d-%m-%Y %H:%M:%S", "%b %d, %Y")


def mapping(value: object) -> Mapping[str, Any]:
    """The JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def rows(value: object) -> Sequence[Mapping[str, Any]]:
    """The JSON objects of a list; couriers write ``null`` where they have none."""
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """The text, or what a number would be as text; empty for anything else."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return ""
    return str(value).strip()


def note(value: object) -> str:
    """A courier's words on one line, cut to what is kept."""
    return " ".join(text(value).split())[:LONGEST_NOTE]


def moment(value: object, *, zone: tzinfo) -> datetime | None:
    """UTC. A time in any of the couriers' forms; without an offset it is the time in ``zone``."""
    written = text(value)
    for read in (datetime.fromisoformat, *(_reader(form) for form in TIME_FORMATS)):
        try:
            found = read(written)
        except ValueError:
            continue
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    return None


def day(value: object, *, zone: tzinfo) -> date | None:
    """The day of a date or of a time as it is written, whose hour says nothing."""
    written = text(value)
    try:
        return date.fromisoformat(written[:10])
    except ValueError:
        found = moment(written, zone=zone)
        return found.astimezone(zone).date() if found else None


def minor_units(value: object, *, currency: str) -> int | None:
    """An amount written in whole units (``"6.07"``, ``84.5``) in minor ones; None when it is no amount."""
    try:
        amount = Decimal(str(value)) if not isinstance(value, bool) else Decimal("NaN")
        if not amount.is_finite() or amount < 0:
            return None
        return int((amount * 10 ** exponent(currency)).quantize(Decimal(1), rounding=ROUND_HALF_UP))
    except InvalidOperation:
        return None


def _reader(form: str) -> Callable[[str], datetime]:
    # The zone is given by the caller.
    return lambda written: datetime.strptime(written, form)  # noqa: DTZ007
