"""How long a customer waits after paying: from the gateway's webhook to the confirmation that Meta has accepted.

In a local world of its own: the embedded cloud with every function, queue, stream and rule as the CDK deploys them, and
the simulator of Meta. `python -m tests.bench.to_confirmation [warm] [cold]` measures this alone, over so many orders.
"""

import json
import os
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from infra.local.processes import free_port
from infra.local.settings import ROOT
from shared.domain.order import order_id_for
from tests.journeys.payments import events_of_one_payment
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually

#: Orders. A cold one takes seconds; whoever has less patience says `... to_confirmation 200 20`.
WARM, COLD = 200, 200
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
function has run before. "cold": before each order the processes of all five are ended, and the
cloud starts each anew: Python, imports, clients, secrets, five times one after the other. On AWS
the time to fetch the code comes on top, and a busy store meets one cold function, seldom five.
Milliseconds of this machine; what they say is how warm and cold compare, and what a change does.
"""


@dataclass(frozen=True, kw_only=True)
class Placed:
    """An order that waits for money, and what its gateway will tell."""

    customer: Customer
    order_id: str
    paid: Json


@contextmanager
def own_world() -> Iterator[Path]:
    """A local world for this alone, on free ports; the folder that it lives in."""
    with tempfile.TemporaryDirectory() as home:
        ports = {"TILLHOOK_CLOUD_PORT": str(free_port()), "TILLHOOK_CONSOLE_PORT": str(free_port())}
        environment = {**os.environ, **ports, "TILLHOOK_WORLD_HOME": home}
        try:
            _launch("up", environment, seconds=START_SECONDS)
            yield Path(home).resolve()
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


def cool(home: Path) -> None:
    """End the processes of the chain's functions in the world that lives in this folder; the cloud makes new ones."""
    for number in _chain_processes(home):
        os.kill(number, signal.SIGKILL)
    # A webhook that comes while one is ending would be given to it.
    eventually(lambda: not _chain_processes(home), what="the end of the chain's processes")


def _chain_processes(home: Path) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,args="], capture_output=True, text=True, timeout=20, check=True).stdout
    names = tuple(f"ministack-lambda-tillhook-{STORE}-{function}-" for function in CHAIN)
    running = (line.split(maxsplit=1) for line in listed.splitlines())
    return [
        int(number)
        for number, command in running
        if str(home) in command and "_worker.py" in command and any(name in command for name in names)
    ]


def measure(home: Path, *, warm: int, cold: int, say: Callable[[str], None]) -> Iterator[tuple[str, list[float]]]:
    """Seconds of so many orders, warm and then cold, in the world that lives in this folder."""
    door = World(json.loads((home / "world.json").read_text(encoding="utf-8")))[STORE]
    waiting = placed(door, warm + cold + 1, say=say)
    waited(door, waiting.pop())
    for state, orders in (("warm", warm), ("cold", cold)):
        taken: list[float] = []
        for number in range(1, orders + 1):
            if state == "cold":
                cool(home)
            taken.append(waited(door, waiting.pop()))
            if number % 10 == 0:
                say(f"{state}: {number} of {orders} orders confirmed")
        yield state, taken


def percentile(seconds: Sequence[float], share: int) -> float:
    """The value that so many in a hundred do not exceed."""
    return statistics.quantiles(seconds, n=100, method="inclusive")[share - 1]


HEAD = f"{'payment webhook -> confirmation, ms':40}{'orders':>8}{'median':>9}{'p99':>9}{'most':>9}"


def row(state: str, seconds: Sequence[float]) -> str:
    """Draw one."""
    figures = (percentile(seconds, 50), percentile(seconds, 99), max(seconds))
    return f"{state:40}{len(seconds):>8}" + "".join(f"{1000 * one:>9.0f}" for one in figures)


def main(warm: int = WARM, cold: int = COLD) -> None:
    """Measure and print, each row when it is known; progress goes to the terminal beside the table."""

    def say(text: str) -> None:
        print(f"  {text}", file=sys.stderr, flush=True)

    say("starting a local world")
    with own_world() as home:
        print(HEAD, flush=True)
        for state, seconds in measure(home, warm=warm, cold=cold, say=say):
            print(row(state, seconds), flush=True)
    print(EXPLANATION)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:3]))
