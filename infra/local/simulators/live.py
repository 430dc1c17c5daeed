"""Server-sent events: what just happened, to every open console."""

import asyncio
import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import StreamingResponse

from infra.local.simulators.world import Json

KEEP_ALIVE_SECONDS = 15
BACKLOG = 1000


class Live:
    """A fan-out without memory: who is not listening misses it and reads the lists instead."""

    def __init__(self) -> None:
        self._listeners: set[asyncio.Queue[str]] = set()

    @property
    def watched(self) -> bool:
        """Whether anybody listens; nobody polls the cloud for an empty room."""
        return bool(self._listeners)

    def tell(self, event: str, data: Json) -> None:
        """Say `event` with `data` to everybody; a listener that stopped reading loses its oldest."""
        text = f"event: {event}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"
        for queue in self._listeners:
            if queue.full():
                queue.get_nowait()
            queue.put_nowait(text)

    async def endpoint(self, _: Request) -> StreamingResponse:
        """`GET /sim/live`."""
        return StreamingResponse(self._stream(), media_type="text/event-stream", headers={"Cache-Control": "no-store"})

    async def _stream(self) -> AsyncIterator[str]:
        queue: asyncio.Queue[str] = asyncio.Queue(maxsize=BACKLOG)
        self._listeners.add(queue)
        try:
            yield "retry: 1000\n\n"
            while True:
                try:
                    yield await asyncio.wait_for(queue.get(), KEEP_ALIVE_SECONDS)
                except TimeoutError:
                    yield ": still here\n\n"
        finally:
            self._listeners.discard(queue)
