"""Fires the stores' one-time schedules now, as EventBridge Scheduler would when their hour comes."""

import asyncio
import json
import re
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.clock import Clock, rfc3339
from infra.local.simulators.cloud import Cloud
from infra.local.simulators.desk import BadRequest, json_object, store_named
from infra.local.simulators.world import Json, Store, World

ONE_TIME = re.compile(r"at\((.+)\)")
AT_A_TIME = 8


class Timers:
    """`POST /sim/timers/run`."""

    def __init__(self, world: World, clock: Clock, cloud: Cloud) -> None:
        self._world = world
        self._clock = clock
        self._cloud = cloud

    def routes(self) -> Sequence[BaseRoute]:
        """Run them, or look at what is pending."""
        return [
            Route("/sim/timers/run", self._run, methods=["POST"]),
            Route("/sim/timers", self._pending, methods=["GET"]),
        ]

    async def _run(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        until = self._clock.now() if asked.get("due_only") else _until(asked.get("until"))
        fired = await asyncio.to_thread(self._fire, self._stores(asked.get("store")), until=until)
        return JSONResponse({"fired": len(fired), "timers": fired})

    async def _pending(self, request: Request) -> JSONResponse:
        found = await asyncio.to_thread(self._schedules, self._stores(request.query_params.get("store")))
        return JSONResponse({"timers": [_described(store, one) for store, one in found]})

    def _stores(self, wanted: str | None) -> list[Store]:
        return [store_named(self._world, wanted)] if wanted else list(self._world.stores.values())

    def _fire(self, stores: list[Store], *, until: datetime | None) -> list[Json]:
        """Those whose hour comes by then; None: all."""
        chosen = [
            (store, schedule)
            for store, schedule in self._schedules(stores)
            if until is None or ((at := _moment(schedule)) is not None and at <= until)
        ]
        with ThreadPoolExecutor(AT_A_TIME) as threads:
            sent = list(threads.map(lambda pair: self._send(*pair), chosen))
        return [_described(*pair) for pair, done in zip(chosen, sent, strict=True) if done]

    def _schedules(self, stores: list[Store]) -> list[tuple[Store, Json]]:
        """Every schedule of the stores' groups with its target, the earliest first."""
        if not self._cloud.ready:
            raise BadRequest("the cloud is not up yet", code=503)
        scheduler = self._cloud.client("scheduler")
        found: list[tuple[Store, Json]] = []
        for store in stores:
            group = store.internal("timers_group")
            for page in scheduler.get_paginator("list_schedules").paginate(GroupName=group) if group else ():
                for entry in page["Schedules"]:
                    try:
                        found.append((store, scheduler.get_schedule(GroupName=group, Name=entry["Name"])))
                    except scheduler.exceptions.ResourceNotFoundException:
                        continue
        return sorted(found, key=lambda pair: str(pair[1]["ScheduleExpression"]))

    def _send(self, store: Store, schedule: Json) -> bool:
        """Deliver, then delete: at least once, like the Scheduler."""
        target, scheduler = schedule["Target"], self._cloud.client("scheduler")
        arn, body = str(target["Arn"]), str(target.get("Input") or "{}")
        if ":sqs:" in arn:
            sqs = self._cloud.client("sqs")
            url = store.internal("timers_queue_url")
            if not url.endswith("/" + arn.rsplit(":", 1)[1]):
                url = sqs.get_queue_url(QueueName=arn.rsplit(":", 1)[1])["QueueUrl"]
            group = (target.get("SqsParameters") or {}).get("MessageGroupId")
            sqs.send_message(QueueUrl=url, MessageBody=body, **({"MessageGroupId": group} if group else {}))
        elif ":lambda:" in arn:
            self._cloud.client("lambda").invoke(FunctionName=arn, InvocationType="Event", Payload=body.encode())
        else:
            return False
        try:
            scheduler.delete_schedule(GroupName=schedule["GroupName"], Name=schedule["Name"])
        except scheduler.exceptions.ResourceNotFoundException:
            # The cloud's own sweep was quicker; its consumers tolerate a timer that rings twice.
            return True
        return True


def _until(asked: object) -> datetime | None:
    if asked is None:
        return None
    try:
        moment = datetime.fromisoformat(str(asked))
    except ValueError:
        raise BadRequest("until is a time, RFC 3339") from None
    if moment.tzinfo is None:
        raise BadRequest("until is a time with its offset")
    return moment


def _moment(schedule: Json) -> datetime | None:
    found = ONE_TIME.fullmatch(str(schedule["ScheduleExpression"]).strip())
    if found is None:
        return None
    at = datetime.fromisoformat(found.group(1))
    return at if at.tzinfo else at.replace(tzinfo=UTC)


def _described(store: Store, schedule: Json) -> Json:
    at = _moment(schedule)
    text = schedule["Target"].get("Input") or "{}"
    try:
        input_ = json.loads(text)
    except ValueError:
        input_ = text
    return {"store": store.id, "name": schedule["Name"], "at": rfc3339(at) if at else None, "input": input_}
