"""How long a customer waits after paying: from the gateway's webhook to the confirmation that Meta has accepted.

In a local world of its own: the embedded cloud with every function, queue, stream and rule as the CDK deploys them, and
the simulator of Meta. `python -m tests.bench.to_confirmation [orders]` measures this alone.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import botocore.session

from infra.local.processes import free_port
from infra.local.settings import ROOT
from shared.domain.order import order_id_for
from tests.journeys.payments import events_of_one_payment
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually

ORDERS = 200
STORE, SUGAR = "pune", Sale(sku="SUGAR-1", quantity=1, price=4800)
#: The functions between the webhook and the message, one after the other.
CHAIN = ("payment_webhook", "process_inbox", "publish_events", "queue_message", "message_customer")
#: Carts under way at once while the orders are being placed, which is not measured.
AT_ONCE = 10
#: Seconds between two looks at the simulator: the figures are too long by up to that.
LOOK = 0.01
LONGEST = 60.0
#: Seconds between one confirmation and the next payment.
PAUSE = 0.5
START_SECONDS, STOP_SECONDS = 300, 60
EXPLANATION = """\
From sending the signed webhook to the message's acceptance by Meta's simulator, one order after
the other, each of a customer of its own: HTTP API, payment_webhook, Inbox.fifo, process_inbox,
table stream, publish_events, bus, queue_message, Messages.fifo, message_customer. The embedded
cloud polls queues and streams in its own rhythm, which is part of it and not AWS's. "warm": every
function has run before. "cold": before each order the processes of all five are ended, as a
function is that nobody called for long: each starts anew, its secrets and its clients too.
Milliseconds of this machine; what they say is how warm and cold compare, and what a change does.
"""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An order that waits for money, and what its gateway will tell."""

    customer: Customer
    order_id: str
    paid: Json


@contextmanager
def own_world() -> Iterator[World]:
    """A local world for this alone, on free ports."""
    with tempfile.TemporaryDirectory() as home:
        ports = {"TILLHOOK_CLOUD_PORT": str(free_port()), "TILLHOOK_CONSOLE_PORT": str(free_port())}
        environment = {**os.environ, **ports, "TILLHOOK_WORLD_HOME": home}
        try:
            _launch("up", environment, seconds=START_SECONDS)
            yield World(json.loads((Path(home) / "world.json").read_text(encoding="utf-8")))
        finally:
            _launch("down", environment, seconds=STOP_SECONDS)


def _launch(verb: str, environment: dict[str, str], *, seconds: float) -> None:
    command = [sys.executable, "-m", "infra.local.world", verb]
    subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, timeout=seconds, check=True)


def placed(door: StoreDoor, orders: int, *, say: Callable[[str], None]) -> list[Placed]:
    """So many orders with a link, of as many customers who have been asked for the money."""
    door.shelve(SUGAR.sku, orders + 100)
    found: list[Placed] = []
    while len(found) < orders:
        customers = [Customer() for _ in range(min(AT_ONCE, orders - len(found)))]
        sent = {one: door.send_cart(one, SUGAR) for one in customers}
        for customer, message in sent.items():
            order_id = order_id_for(message)
            link = door.link_for(order_id)
            eventually(lambda who=customer: door.messages(who), what=f"the link of {order_id}")  # type: ignore[misc]
            paid = events_of_one_payment(door, order_id, link)[0]
            found.append(Placed(customer=customer, order_id=order_id, paid=paid))
        say(f"orders placed: {len(found)} of {orders}")
    return found


def waited(door: StoreDoor, order: Placed) -> float:
    """Seconds from sending the webhook until Meta has accepted the confirmation."""
    before = len(door.messages(order.customer))
    started = time.monotonic()
    answer = door.deliver_payment(order.paid)
    assert answer.status_code == 200, answer.text
    while len(door.messages(order.customer)) == before:
        assert time.monotonic() - started < LONGEST, f"no confirmation of {order.order_id}"
        time.sleep(LOOK)
    taken = time.monotonic() - started
    assert door.order(order.order_id)["status"] == "confirmed"
    # message_customer still has to note that it was sent: it must not be ended, nor the next one be slowed, by that.
    time.sleep(PAUSE)
    return taken


class Chain:
    """The functions of one store between webhook and message, in the embedded cloud."""

    def __init__(self, world: World) -> None:
        self._lambda: Any = botocore.session.get_session().create_client(
            "lambda",
            endpoint_url=world.contract["cloud"],
            region_name=world.contract["region"],
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
        pages = self._lambda.get_paginator("list_functions").paginate()
        known = {one["FunctionName"]: one for page in pages for one in page["Functions"]}
        self._own = [one for name, one in known.items() if STORE in name and name.endswith(CHAIN)]
        assert len(self._own) == len(CHAIN), sorted(known)

    def cool(self) -> None:
        """End the functions' processes. A changed configuration does; the timeout is set to what it is."""
        for one in self._own:
            name = one["FunctionName"]
            self._lambda.update_function_configuration(FunctionName=name, Timeout=one["Timeout"])
            self._lambda.get_waiter("function_updated").wait(FunctionName=name, WaiterConfig={"Delay": 0.05})


def measure(world: World, orders: int, *, say: Callable[[str], None]) -> dict[str, list[float]]:
    """Seconds of each order, warm and cold."""
    door, chain = world[STORE], Chain(world)
    waiting = placed(door, 2 * orders + 1, say=say)
    waited(door, waiting.pop())
    taken: dict[str, list[float]] = {"warm": [], "cold": []}
    for state, seconds in taken.items():
        for number in range(1, orders + 1):
            if state == "cold":
                chain.cool()
            seconds.append(waited(door, waiting.pop()))
            if number % 10 == 0:
                say(f"{state}: {number} of {orders} orders confirmed")
    return taken


def percentile(seconds: Sequence[float], share: int) -> float:
    """The value that so many in a hundred do not exceed."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1]


def table(taken: dict[str, list[float]]) -> str:
    """Draw the rows."""
    lines = [f"{'payment webhook -> confirmation, ms':40}{'orders':>8}{'median':>9}{'p99':>9}{'most':>9}"]
    for state, seconds in taken.items():
        figures = (percentile(seconds, 50), percentile(seconds, 99), max(seconds))
        lines.append(f"{state:40}{len(seconds):>8}" + "".join(f"{1000 * one:>9.0f}" for one in figures))
    return "\n".join(lines)


def main(orders: int = ORDERS) -> None:
    """Measure and print; progress goes to the terminal beside the table."""

    def say(text: str) -> None:
        print(f"  {text}", file=sys.stderr, flush=True)

    say("starting a local world")
    with own_world() as world:
        print(table(measure(world, orders, say=say)))
    print(EXPLANATION)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else ORDERS)
