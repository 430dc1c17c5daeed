"""Processor time of warm handlers, step by step of one order, beside one bare botocore call in the same rounds.

Of this thread only: the cloud that answers works in another.
"""

import contextlib
import importlib
import io
import os
import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest

from shared.runtime import clients, clock, gateway, observability, timers, wiring
from tests.bench.per_order import TO_CONFIRMED
from tests.bench.stateless_cloud import stateless_cloud
from tests.bench.story import Step, Story
from tests.bench.workers import environment
from tests.fakes.people import NOW

ROUNDS, WARM_UP = 15, 2
EXPLANATION = """\
Medians of warm handlers, processor time of their own thread. "x" compares with one botocore
TransactWriteItems of the reservation's seven items (client made as the workers make theirs),
taken in the same rounds.
"""


@dataclass(frozen=True, kw_only=True)
class Spent:
    """Milliseconds on a processor: a step's, and the bare call's beside it."""

    step: Step
    cpu: float
    bare: float


def spent(step: Step, story: Story) -> Spent:
    """Play one step again and again."""
    transaction = story.step("reserve").transactions[0]
    with pytest.MonkeyPatch.context() as patch, stateless_cloud(step.tables) as (url, _):
        for name in [name for name in os.environ if name.startswith("AWS_")]:
            patch.delenv(name)
        for name, value in environment(story, url=url).items():
            patch.setenv(name, value)
        patch.setattr(clock, "utc_now", lambda: NOW)
        handler = importlib.import_module(f"functions.{step.function}.handler")
        _forget(handler)
        bare = clients.client("dynamodb")
        runs = [
            (
                _timed(lambda: handler.handler(step.event, None)),
                _timed(lambda: bare.transact_write_items(**transaction)),
            )
            for _ in range(WARM_UP + ROUNDS)
        ][WARM_UP:]
        _forget(handler)
    own, other = (statistics.median(column) for column in zip(*runs, strict=True))
    return Spent(step=step, cpu=own, bare=other)


def _timed(call: Callable[[], Any]) -> float:
    with contextlib.redirect_stdout(io.StringIO()):
        started = time.thread_time()
        told = call()
        ended = time.thread_time()
    assert not told.get("batchItemFailures"), told
    return (ended - started) * 1000


def _forget(handler: Any) -> None:
    for kept in (wiring.record, clients.client, timers.timers, gateway._secrets, observability.log):
        kept.cache_clear()
    handler.Settings.from_env.cache_clear()


def table(rows: list[Spent]) -> str:
    """Draw the rows, and the whole order."""
    lines = [f"{'processor time, warm':28}{'function':18}{'ms':>7}{'x':>7}"]
    lines += [f"{row.step.name:28}{row.step.function:18}{row.cpu:>7.2f}{row.cpu / row.bare:>7.2f}" for row in rows]
    whole, bare = sum(row.cpu for row in rows), statistics.median(row.bare for row in rows)
    lines.append(f"{'the whole order':28}{'':18}{whole:>7.2f}{whole / bare:>7.2f}")
    lines.append(f"{'one TransactWriteItems':28}{'botocore':18}{bare:>7.2f}{1:>7.2f}")
    return "\n".join(lines)


def main(story: Story) -> None:
    """Measure and print."""
    print(table([spent(story.step(name), story) for name in TO_CONFIRMED]))
    print(EXPLANATION)
