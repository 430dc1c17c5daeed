"""What every simulated company shares, and the role it plays in the application."""

import hashlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from starlette.requests import Request
from starlette.routing import BaseRoute

from infra.local.simulators.clock import Clock
from infra.local.simulators.delivery import Courier
from infra.local.simulators.faults import Fault, FaultBoard
from infra.local.simulators.live import Live
from infra.local.simulators.world import Json, Store, World


@dataclass(frozen=True, kw_only=True)
class Desk:
    """The shared tools of the simulators of one process."""

    world: World
    clock: Clock
    faults: FaultBoard
    courier: Courier
    live: Live

    def find_store(self, matches: Callable[[Store], bool]) -> Store | None:
        """The first store `matches` says yes to."""
        return next((store for store in self.world.stores.values() if matches(store)), None)

    def origin(self, request: Request) -> str:
        """Where people reach the console: `world.json` knows, before it exists the caller's own view of us."""
        return self.world.console or str(request.base_url).rstrip("/")


class Provider(Protocol):
    """One outside company. A new one is a file with such a class and a line in `app.py`."""

    name: str
    prefix: str

    def routes(self) -> Sequence[BaseRoute]:
        """Its API under `prefix`, and its own routes under `/sim`."""
        ...

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Status and body with which it says `429` or `5xx`."""
        ...

    def reset(self) -> None:
        """Forget everybody and everything that happened."""
        ...


class BadRequest(Exception):
    """A tester's request under `/sim` that makes no sense; `code` is the HTTP status."""

    def __init__(self, message: str, *, code: int = 400) -> None:
        super().__init__(message)
        self.message = message
        self.code = code


async def json_object(request: Request) -> Json:
    """The request's body as a JSON object; an empty body is an empty object."""
    raw = await request.body()
    try:
        parsed = json.loads(raw) if raw.strip() else {}
    except ValueError:
        raise BadRequest("the body is not JSON") from None
    if not isinstance(parsed, dict):
        raise BadRequest("the body is not a JSON object")
    return parsed


def store_named(world: World, id_: object) -> Store:
    """The store a tester names, or a 404 that says which ones there are."""
    store = world.stores.get(str(id_ or ""))
    if store is None:
        known = ", ".join(world.stores) or "none yet: the world is still being built"
        raise BadRequest(f"no store {id_!r}; there is {known}", code=404)
    return store


def jitter(key: str, low: float, high: float) -> float:
    """A number in [low, high) that looks random and is the same for the same key."""
    share = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") / 2**32
    return low + share * (high - low)
