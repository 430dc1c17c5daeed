"""How long a worker takes from nothing: a fresh process, imports, one event worked off, with what is deployed.

On the path are the packaged bundle and the dependency layer, nothing else. Compared with `python -c pass` of the same
interpreter in the same rounds.
"""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

from infra.packaging.build import Bundles, build
from tests.bench.fresh_process import Race, table
from tests.bench.stateless_cloud import Tables
from tests.bench.story import ROOT, Step, Story

PROGRAM = Path(__file__).with_name("cold_worker.py")
#: Times bare Python. Source of the bars: the issue (worker 20), measured libraries (API 30).
BARS = {"a cart": 20.0, "a payment": 20.0, "an event": 20.0, "a message": 20.0, "staff read an order": 30.0}
#: What is worked off, and the step of the story that it is. Those without a bar stand for themselves.
STEPS = {
    "a cart": "reserve",
    "a payment": "confirm",
    "an event": "publish OrderReceived",
    "a message": "message: pay",
    "a link": "record the link",
    "movements": "count the movements",
    "statuses": "statuses: pay",
    "a timer": "timer, nothing to do",
    "staff read an order": "staff read the order",
}
ROUNDS = 9
EXPLANATION = """\
A row: fresh process, import from the packaged bundle and layer (trimmed botocore, bytecode that
needs no check), one event worked off: a cart of five lines, its payment, one event to the bus,
one message sent, one link made, one order read ... AWS, the gateway and WhatsApp: plain http on
loopback, another process; so on a busy machine the processor's columns are the steadier ones.
The process ends without Python's tidying up, as a Lambda does. Compared with python -c pass in the
same rounds.
"""


@contextmanager
def cloud(tables: Tables) -> Iterator[str]:
    """Serve a recorded state from a process of its own; give the URL."""
    argv = [sys.executable, "-m", "tests.bench.stateless_cloud"]
    with subprocess.Popen(argv, cwd=ROOT, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        server.stdin.write(json.dumps(tables) + "\n")
        server.stdin.flush()
        try:
            yield server.stdout.readline().strip()
        finally:
            server.terminate()


def environment(story: Story, *, url: str) -> dict[str, str]:
    """The deployed function's variables, with everything outside at `url`."""
    outside = ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SSM", "WHATSAPP_API_URL", "PAYMENT_API_URL")
    return {**story.environment, **dict.fromkeys(outside, url)}


def on_path(bundles: Bundles, function: str) -> dict[str, str]:
    """Python's search path: the bundle and the layer."""
    return {"PYTHONPATH": f"{bundles.functions[function].path}:{bundles.layer.path / 'python'}"}


def arguments(step: Step, *, place: Path) -> list[str]:
    """The program of one cold start; its event is written into `place`."""
    file = place / f"{step.function}.json"
    file.write_text(json.dumps(step.event))
    return [str(PROGRAM), step.function, str(file)]


def enter(race: Race, story: Story, bundles: Bundles, *, urls: Mapping[str, str], place: Path) -> None:
    """Enter every worker of `STEPS` into the race."""
    for work, name in STEPS.items():
        step, own = story.step(name), place / name.replace(" ", "-")
        own.mkdir()
        env = environment(story, url=urls[work]) | on_path(bundles, step.function)
        race.measure(f"{step.function}: {work}", arguments(step, place=own), env=env, bar=BARS.get(work))


@contextmanager
def clouds(story: Story) -> Iterator[dict[str, str]]:
    """One cloud for each worker, in the state before its step."""
    with ExitStack() as stack:
        yield {work: stack.enter_context(cloud(story.step(name).tables)) for work, name in STEPS.items()}


def main(story: Story) -> None:
    """Measure and print."""
    race = Race(rounds=ROUNDS)
    bundles = build("local", say=lambda _: None)
    with tempfile.TemporaryDirectory() as folder, clouds(story) as urls:
        enter(race, story, bundles, urls=urls, place=Path(folder))
        print(table(race.run()))
    print(EXPLANATION)
