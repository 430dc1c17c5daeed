"""The suppliers' inbox: what the embedded cloud's SES took."""

import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime

import requests
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.clock import rfc3339
from infra.local.simulators.live import Live
from infra.local.simulators.world import Json, World

LOOK_SECONDS = 1.0


class Emails:
    """`GET /sim/emails`, and `event: email` for each new one."""

    def __init__(self, world: World, live: Live) -> None:
        self._world = world
        self._live = live
        self._cleared: set[str] = set()

    def routes(self) -> Sequence[BaseRoute]:
        """The inbox."""
        return [Route("/sim/emails", self._list, methods=["GET"])]

    async def reset(self) -> None:
        """An empty inbox: the cloud keeps its emails, those of before are no longer shown."""
        self._cleared |= {email["MessageId"] for email in await asyncio.to_thread(self._sent)}

    async def watch(self) -> None:
        """Tell the consoles of new emails, for as long as somebody watches."""
        told: set[str] | None = None
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            if not self._live.watched:
                told = None
                continue
            sent = await asyncio.to_thread(self._sent)
            if told is not None:
                for email in sent:
                    if email["MessageId"] not in told:
                        self._live.tell("email", shown(email))
            told = {email["MessageId"] for email in sent}

    async def _list(self, request: Request) -> JSONResponse:
        to = request.query_params.get("to", "").lower()
        sent = [
            shown(email) for email in await asyncio.to_thread(self._sent) if email["MessageId"] not in self._cleared
        ]
        return JSONResponse({"emails": [email for email in sent if to in email["to"].lower()]})

    def _sent(self) -> list[Json]:
        if not self._world.cloud:
            return []
        try:
            with requests.Session() as session:
                session.trust_env = False
                answer = session.get(self._world.cloud + "/_ministack/ses/messages", timeout=5)
            answer.raise_for_status()
            accounts = answer.json()["messages"]
        except (requests.RequestException, ValueError):
            # The cloud is starting or stopping: no inbox at this moment.
            return []
        return sorted((one for mails in accounts.values() for one in mails), key=lambda one: float(one["Timestamp"]))


def shown(email: Json) -> Json:
    """An email as the local contract shows it; several addressees are joined by a comma."""
    return {
        "at": rfc3339(datetime.fromtimestamp(float(email["Timestamp"]), UTC)),
        "to": ", ".join(email["To"]),
        "subject": str(email["Subject"]),
        "text": str(email["BodyText"] or email["BodyHtml"] or ""),
    }
