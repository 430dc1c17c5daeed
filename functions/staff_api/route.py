"""What a route of the staff API is: who may call it, what it takes, what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from functions.staff_api.access import Role
from functions.staff_api.answers import Call
from functions.staff_api.contract import Query

PREFIX = "/staff"
EVERYONE = frozenset({Role.STAFF, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})


@dataclass(frozen=True, kw_only=True)
class Route:
    """One row of the table. Every POST takes an ``Idempotency-Key``. ``path`` is under PREFIX, ids as ``{name}``."""

    method: str
    path: str
    roles: frozenset[Role]
    summary: str
    does: Callable[[Call], msgspec.Struct | dict[str, Any] | str]
    answer: Any
    query: type[Query] = Query
    body: type[msgspec.Struct] | None = None
    #: What the answer is; anything but JSON is given as text.
    media: str = "application/json"

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the ids in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    def fits(self, path: str) -> bool:
        """Whether a path without PREFIX is this route's."""
        return (
            re.fullmatch(re.sub(r"{\w+}", "[^/]+", re.escape(self.path).replace(r"\{", "{").replace(r"\}", "}")), path)
            is not None
        )
