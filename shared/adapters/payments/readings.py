"""The readings that facts need and payments do not: states, ids, lists and times out of a gateway's JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any, TypeVar

from shared.adapters.payments.verdict import UnreadableEvent, mapping, text

#: The last second of the year 9999: beyond it there is no datetime.
LATEST = 253402300799

_S = TypeVar("_S")


def state_in(states: Mapping[str, _S], status: object, what: str) -> _S:
    """Our word for a status. Raises UnreadableEvent for one that is not in the table: never a guess."""
    said = text(status)
    if said not in states:
        raise UnreadableEvent(f"a {what} that is {said[:40] or 'without a status'}")
    return states[said]


def id_in(about: Mapping[str, Any], what: str) -> str:
    """The id. Raises UnreadableEvent."""
    found = text(about.get("id"))
    if not found:
        raise UnreadableEvent(f"a {what} without an id")
    return found


def objects_in(value: object) -> list[Mapping[str, Any]]:
    """The objects of a list; none when it is anything else."""
    return [mapping(one) for one in value] if isinstance(value, list) else []


def moment(value: object) -> datetime | None:
    """Unix seconds in UTC; None for 0, for what is no time, and for times that no calendar has."""
    if isinstance(value, bool) or not isinstance(value, int) or not 0 < value <= LATEST:
        return None
    return datetime.fromtimestamp(value, UTC)


def whole(value: object) -> int:
    """A whole number of minor units, of either sign. Raises UnreadableEvent."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise UnreadableEvent(f"an amount that is {type(value).__name__}")
    return value
