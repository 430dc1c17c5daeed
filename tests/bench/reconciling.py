"""What one run of the reconciler asks of the record when the gateway lists 1,000 payments, ten of them never heard of.

With the real tables' adapter on the embedded cloud's DynamoDB; the gateway's lists are in memory.
"""

import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from infra.local.cloud import answers, server_environment
from infra.local.processes import free_port, start, stop, wait_until
from shared.adapters.dynamodb.record import Record
from shared.adapters.dynamodb.tables import connected
from shared.domain.changes import Change, PutOrder, PutPayment
from shared.domain.payment import Payment
from shared.domain.reconciliation import Scope
from shared.usecases.reconcile import Counting, reconcile
from shared.usecases.record_payment import record_payment
from tests.bench.write_units import request_of
from tests.fakes.people import MPLS, NOW
from tests.fakes.tables import make_tables
from tests.shared.usecases.night import TODAY, Night, Shelf

PAYMENTS, LOST_EVERY = 1000, 100
WRITES = ("PutItem", "UpdateItem", "TransactWriteItems")
EXPLANATION = """\
"calls" to DynamoDB, of them "writes", and the "items" that these wrote: counted at botocore's
sending, so the same on every machine. The first run heals what lost webhooks left behind; the
second finds nothing left to do. Seconds are this machine's, with the embedded cloud's DynamoDB and
the gateway's lists in memory (at the gateway: a call for each 100 payments). A run that takes more
than eight minutes is gone on with by the next one.
"""


@dataclass(frozen=True, kw_only=True)
class Run:
    """One run: what it compared and healed, what it asked for, and how long it took (seconds)."""

    name: str
    payments: int
    healed: int
    differences: int
    calls: Counter[str]
    items: int
    seconds: float

    @property
    def writes(self) -> int:
        """Calls that change something."""
        return sum(self.calls[one] for one in WRITES)


def runs(payments: int = PAYMENTS) -> list[Run]:
    """A night on which every hundredth webhook was lost, and a moment after it."""
    with _cloud() as url, pytest.MonkeyPatch.context() as patch:
        for name, value in {"AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}.items():
            patch.setenv(name, value)
        connection = connected(region="us-east-1", endpoint=url)
        own = make_tables(connection.client, prefix="bench")
        record = Record(
            connection=connection,
            orders=own["orders"],
            stock=own["stock"],
            catalog=own["catalog"],
            customers=own["customers"],
        )
        night = _night(record, payments)
        heard: list[tuple[str, Any]] = []
        connection.client.meta.events.register(
            "before-send.dynamodb", lambda request, event_name, **_: heard.append((event_name, request.body))
        )
        return [_run(name, night, record, heard) for name in ("every hundredth webhook lost", "nothing lost")]


@contextmanager
def _cloud() -> Iterator[str]:
    """An embedded cloud in which nothing is deployed; its URL."""
    with tempfile.TemporaryDirectory() as folder:
        scratch, port = Path(folder), free_port()
        environment = server_environment(port=port, scratch=scratch)
        argv = [sys.executable, "-m", "ministack"]
        process = start("cloud", argv, environment=environment, log=scratch / "log")
        url = f"http://127.0.0.1:{port}"
        try:
            ready = f"{url}/_ministack/health"
            wait_until(lambda: answers(ready), process=process, seconds=60, log_hint=str(scratch / "log"))
            yield url
        finally:
            stop([process])


def _night(record: Record, payments: int) -> Night:
    """The orders of the last day, each with a link and a payment that the gateway lists; all but some were heard of."""
    night = Night()
    for number in range(payments):
        order = night.order(number, hours_ago=1 + 20 * number / payments)
        attempt = night.record.state.payments[order.id, f"{order.id}-1"]
        changes: list[Change] = [PutOrder(order=order, over=None), PutPayment(attempt=attempt, new=True)]
        record.commits.commit(changes, token=order.id)
        listed = night.listed(number)
        if number % LOST_EVERY:
            payment = Payment(
                provider=listed.provider,
                transaction_id=listed.transaction_id,
                order_id=order.id,
                amount=listed.amount,
                link_id=attempt.link_id,
            )
            record_payment(payment=payment, store=MPLS, orders=record.orders, commits=record.commits, now=NOW)
    return night


def _run(name: str, night: Night, record: Record, heard: list[tuple[str, Any]]) -> Run:
    before = record.reconciliations.read(TODAY, Scope.ROLLING)
    # A day's report goes on naming what its earlier runs healed.
    already = len(before.healed) if before else 0
    room = Counting(
        store=MPLS,
        live=False,
        gateway=night.lists,
        orders=record.orders,
        commits=record.commits,
        books=record.books,
        gateway_file=record.gateway_file,
        reports=record.reconciliations,
        files=Shelf(),
    )
    heard.clear()
    started = time.perf_counter()
    report = reconcile(room, day=TODAY, scope=Scope.ROLLING, now=night.now, in_time=lambda: True)
    seconds = time.perf_counter() - started
    assert report.complete
    night.now += timedelta(minutes=1)
    return Run(
        name=name,
        payments=report.payments,
        healed=len(report.healed) - already,
        differences=len(report.differences),
        calls=Counter(operation.rpartition(".")[2] for operation, _ in heard),
        items=sum(_items(operation.rpartition(".")[2], body) for operation, body in heard),
        seconds=seconds,
    )


def _items(operation: str, body: Any) -> int:
    return len(request_of(body)["TransactItems"]) if operation == "TransactWriteItems" else operation in WRITES


def table(found: list[Run]) -> str:
    """Draw the rows."""
    head = ("payments", "healed", "left", "calls", "writes", "items", "seconds")
    lines = [f"{'reconciler, one run':32}" + "".join(f"{one:>9}" for one in head)]
    for run in found:
        counts = (run.payments, run.healed, run.differences, run.calls.total(), run.writes, run.items)
        lines.append(f"{run.name:32}" + "".join(f"{one:>9}" for one in counts) + f"{run.seconds:>9.1f}")
    return "\n".join(lines)


def main() -> None:
    """Measure and print."""
    print("  placing 1,000 paid orders for the reconciler", file=sys.stderr, flush=True)
    print(table(runs()))
    print(EXPLANATION)


if __name__ == "__main__":
    main()
