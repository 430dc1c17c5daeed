"""Stands in front of the providers' APIs and lets the armed call faults strike."""

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Protocol

from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.simulators.faults import Fault, FaultBoard
from infra.local.simulators.world import Json


class Api(Protocol):
    """What the middleware needs to know of a provider."""

    name: str
    prefix: str

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """Status and body with which this provider says `429` or `5xx`."""
        ...


class FaultyApi:
    """ASGI middleware. `hold_seconds` is how long an accepted call is left without an answer before the line drops."""

    def __init__(self, app: ASGIApp, *, providers: Mapping[str, Api], faults: FaultBoard, hold_seconds: float) -> None:
        self._app = app
        self._providers = providers
        self._faults = faults
        self._hold_seconds = hold_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, possibly badly."""
        provider = self._provider(scope)
        # A read has no effect that an answer could be lost for.
        spare = frozenset({Fault.TIMEOUT_AFTER_ACCEPT}) if scope.get("method") == "GET" else frozenset[Fault]()
        armed = self._faults.for_call(provider.name, spare=spare) if provider else None
        if provider is None or armed is None:
            await self._app(scope, receive, send)
        elif armed.fault is Fault.TIMEOUT_AFTER_ACCEPT:
            await self._swallow(provider, scope, receive, send)
        elif armed.fault is Fault.DELAY:
            await asyncio.sleep(armed.seconds)
            await self._app(scope, receive, send)
        else:
            status, body = provider.fault_answer(armed.fault)
            await JSONResponse(body, status_code=status)(scope, receive, send)

    def _provider(self, scope: Scope) -> Api | None:
        if scope["type"] != "http":
            return None
        return next((one for one in self._providers.values() if scope["path"].startswith(one.prefix)), None)

    async def _swallow(self, provider: Api, scope: Scope, receive: Receive, send: Send) -> None:
        answer: list[Message] = []

        async def keep(message: Message) -> None:
            answer.append(message)

        await self._app(scope, receive, keep)
        if not _took_effect(answer):
            self._faults.give_back(provider.name, Fault.TIMEOUT_AFTER_ACCEPT)
            for message in answer:
                await send(message)
            return
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(self._hold_seconds):
                await _gone(receive)
        _hang_up(send)
        await _gone(receive)


async def _gone(receive: Receive) -> None:
    """Wait until the connection is closed, by whichever side."""
    while (await receive())["type"] != "http.disconnect":
        pass


def _took_effect(answer: list[Message]) -> bool:
    """Refusals and read receipts are not worth losing: nothing new came to be."""
    body = b"".join(message.get("body", b"") for message in answer if message["type"] == "http.response.body")
    return bool(answer) and answer[0]["status"] < 400 and body != b'{"success":true}'


def _hang_up(send: Send) -> None:
    """Close the line without a byte. ASGI has no word for that, so the server's own transport is asked."""
    transport = getattr(getattr(send, "__self__", None), "transport", None)
    if transport is not None:
        transport.abort()
