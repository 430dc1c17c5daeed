"""The local world's launcher: `python -m infra.local.world up | run | down | status`."""

import argparse
import contextlib
import json
import signal
import sys
from collections.abc import Iterator
from types import FrameType

import requests
from botocore.exceptions import BotoCoreError, ClientError

from infra.local.cloud import answers
from infra.local.follow import follow
from infra.local.processes import call_off, port_is_free, stop
from infra.local.progress import Progress
from infra.local.settings import CLOUD_PORT, CONSOLE_PORT, WorldError, WorldSettings
from infra.local.state import State, code_fingerprint, load_state
from infra.store_files import InvalidStoreFiles


def main(words: list[str] | None = None) -> int:
    """Do what was asked. Every expected failure is one line on stderr. Returns the exit status for the shell."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.world", description=__doc__)
    verbs = {"up": up, "run": run, "down": down, "status": status}
    parser.add_argument("verb", choices=verbs)
    verb = parser.parse_args(words).verb
    for ending in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(ending, _interrupt)
    try:
        return verbs[verb](WorldSettings.from_env())
    except (WorldError, InvalidStoreFiles) as problem:
        print(f"world: {problem}", file=sys.stderr)
    except (ClientError, BotoCoreError) as refusal:
        print(f"world: the embedded cloud refused a step: {refusal}", file=sys.stderr)
    except KeyboardInterrupt:
        print("\nworld: stopped", file=sys.stderr)
        return 130
    return 1


def up(settings: WorldSettings) -> int:
    """Start in the background; a world that runs already is left as it is."""
    state = load_state(settings.state)
    if state and state.alive and state.ready:
        changed = state.code != code_fingerprint()
        print("The local world is already running" + (", with older code: make down, then make up" if changed else "."))
        _tell(settings)
        return 0
    _clear_away(settings, state)
    _bring_up(settings)
    _tell(settings)
    print("\nStop it with: make down")
    return 0


def run(settings: WorldSettings) -> int:
    """Start, show what happens, stop on Ctrl-C."""
    state = load_state(settings.state)
    if state and state.alive:
        raise WorldError("a local world is already running in the background: make down stops it, make status shows it")
    _clear_away(settings, state)
    _bring_up(settings)
    _tell(settings)
    print("\nWhat happens, as it happens (Ctrl-C stops everything):", flush=True)
    try:
        for line in _events(settings):
            print(line, flush=True)
    except KeyboardInterrupt:
        print("\nStopping ...")
    finally:
        _stop_everything(settings)
    return 0


def down(settings: WorldSettings) -> int:
    """Stop what `up` started, and only that; a start that is under way is called off."""
    state = load_state(settings.state)
    if state and state.coming_up and state.launcher:
        call_off(state.launcher)
    names = _stop_everything(settings) if state else []
    print(f"Stopped: {', '.join(names)}." if names else "No local world is running; nothing to stop.")
    return 0


def status(settings: WorldSettings) -> int:
    """Say what is running. Exit status 0 when a world is ready, 3 when not."""
    state = load_state(settings.state)
    if state and state.ready and state.alive and answers(f"{settings.cloud}/_ministack/health"):
        _tell(settings)
        return 0
    print("No local world is running: make up starts one.")
    return 3


def _bring_up(settings: WorldSettings) -> None:
    _check_ports(settings)
    # Definition and deployment bring heavy libraries; `down` and `status` do without.
    from infra.local.start import Starting

    progress = Progress()
    try:
        Starting(settings=settings, progress=progress).bring_up()
    except BaseException:
        _stop_everything(settings)
        raise
    progress.say("ready")


def _check_ports(settings: WorldSettings) -> None:
    for port, what, variable in (
        (settings.cloud_port, "the embedded cloud", CLOUD_PORT),
        (settings.console_port, "the console", CONSOLE_PORT),
    ):
        if not port_is_free(port):
            raise WorldError(
                f"port {port}, wanted for {what}, is in use by another program: stop that, or choose another port "
                f"with {variable}={port + 100} make ..."
            )


def _clear_away(settings: WorldSettings, state: State | None) -> None:
    """After a crash some of a world may still run, and its files tell of what is gone."""
    if state is not None and state.coming_up:
        raise WorldError("the local world is being started by another make: wait for it, or call it off with make down")
    if state is not None:
        names = _stop_everything(settings)
        left = f"stopped what was left of it ({', '.join(names)})" if names else "cleaned up after it"
        print(f"An earlier world did not end properly: {left}.")
    settings.contract.unlink(missing_ok=True)


def _stop_everything(settings: WorldSettings) -> list[str]:
    state = load_state(settings.state)
    # Whoever finds this file believes that the world is there.
    settings.contract.unlink(missing_ok=True)
    names = stop(state.processes) if state else []
    settings.state.unlink(missing_ok=True)
    return names


def _events(settings: WorldSettings) -> Iterator[str]:
    while True:
        state = load_state(settings.state)
        if state is None:
            return
        if ended := [process for process in state.processes if not process.alive]:
            raise WorldError(f"{ended[0].name} ended: {ended[0].last_words()} (log: {ended[0].log})")
        with contextlib.suppress(requests.RequestException):
            yield from follow(settings.console)


def _tell(settings: WorldSettings) -> None:
    contract = json.loads(settings.contract.read_text(encoding="utf-8"))
    print(f"\nConsole        {contract['console']}")
    print(f"Embedded AWS   {contract['cloud']}  (key and secret: test, region {contract['region']})")
    for id_, store in contract["stores"].items():
        print(f"{id_:<14} {store['name']}: staff API {store['staff_api']}")
    print("Open the console, choose a customer, send a cart and pay it.")
    print(f"URLs, secrets and tokens for tools: {settings.contract}")


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
