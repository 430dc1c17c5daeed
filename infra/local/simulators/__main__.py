"""Starts the simulators and the console: `python -m infra.local.simulators --port 4580 --world .local/world.json`."""

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

import uvicorn

from infra.local.simulators.app import Simulators


def main() -> None:
    """Serve until interrupted, on loopback only."""
    parser = argparse.ArgumentParser(prog="python -m infra.local.simulators", description=__doc__)
    parser.add_argument("--port", type=int, default=4580)
    parser.add_argument("--world", type=Path, default=Path(".local/world.json"), help="may appear later")
    parser.add_argument("--reset-hook", help="module:function, called by POST /sim/reset to seed the tables again")
    parser.add_argument(
        "--strict-windows", action="store_true", help="refuse free-form messages to customers never heard of"
    )
    options = parser.parse_args()
    simulators = Simulators(
        options.world, reset_hook=_hook(options.reset_hook), assume_windows=not options.strict_windows
    )
    uvicorn.run(
        simulators.application(),
        host="127.0.0.1",
        port=options.port,
        log_level="warning",
        access_log=False,
        # Open consoles hold a stream for ever; they are not waited for.
        timeout_graceful_shutdown=1,
    )


def _hook(name: str | None) -> Callable[[], None] | None:
    """Resolve `module:function` only when it is called: the launcher's modules may be heavy."""
    if name is None:
        return None
    module, _, function = name.partition(":")

    def call() -> None:
        getattr(importlib.import_module(module), function)()

    return call


if __name__ == "__main__":
    main()
