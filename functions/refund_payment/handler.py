"""Money that is due back, or that a person gives back, is asked for at the gateway and followed to its end."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.domain.events import RefundDue, from_detail
from shared.domain.refund import OrderRefund, RefundStep
from shared.ports import Contended, RefundDesk, Unavailable
from shared.runtime import clock
from shared.runtime.clients import client
from shared.runtime.environment import required
from shared.runtime.gateway import refund_desk
from shared.runtime.profile import store_profile
from shared.runtime.queue import Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.move_refund import RefundRoom
from shared.usecases.refund_payment import record_due, refund_payment

#: Seconds between tries while the gateway is down or thinks: 15, 30, 60 ... and then every quarter of an hour, which is
#: what SQS holds a message back at most.
FIRST_WAIT, LONGEST_WAIT = 15, 900
#: So often a refund is asked about: nine days. What no webhook told of by then is in the reconciler's report.
MOST_TRIES = 870


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    room: RefundRoom
    queue_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        room = RefundRoom(store=store_profile(), orders=tables.orders, commits=tables.commits)
        return cls(room=room, queue_url=required("REFUNDS_QUEUE_URL"))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        now = clock.utc_now()
        try:
            return _handle(settings, delivery.body, now=now)
        except Contended:
            raise TryAgain("contended", after=1) from None

    return work_off(event, handle, postpone=postponing(settings.queue_url))


def _handle(settings: Settings, body: Mapping[str, Any], *, now: datetime) -> Mapping[str, object]:
    detail = body["detail"]
    order_id = detail["order_id"]
    try:
        refund = _refunded(settings, detail, refund_desk(now=now), now=now)
    except Unavailable as down:
        return {"outcome": "gateway_down", "order_id": order_id, "tries": _later(settings, body), "why": down.reason}
    if refund.state is RefundStep.PENDING:
        return {"outcome": "pending", "order_id": order_id, "tries": _later(settings, body)}
    return {"outcome": refund.state.value, "order_id": order_id}


def _refunded(settings: Settings, detail: Mapping[str, Any], desk: RefundDesk, *, now: datetime) -> OrderRefund:
    refund_id = detail.get("refund_id")
    if detail["name"] == RefundDue.__name__:
        due = from_detail(dict(detail))
        assert isinstance(due, RefundDue)  # noqa: S101 - its name says so
        refund_id = record_due(settings.room, due, provider=desk.provider)
    return refund_payment(settings.room, order_id=detail["order_id"], refund_id=str(refund_id), desk=desk, now=now)


def _later(settings: Settings, body: Mapping[str, Any]) -> int:
    """Put the event back with a delay: waiting for a gateway is no failure, and no delivery of the queue's five."""
    tries = int(body.get("tries", 0)) + 1
    if tries <= MOST_TRIES:
        client("sqs").send_message(
            QueueUrl=settings.queue_url,
            MessageBody=json.dumps({**body, "tries": tries}),
            DelaySeconds=min(FIRST_WAIT * 2 ** min(tries - 1, 10), LONGEST_WAIT),
        )
    return tries
