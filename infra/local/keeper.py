"""Keeps a world that runs in order: turns logged metrics into metrics, and renews staff tokens before they expire.

`python -m infra.local.keeper --home .local`, started and stopped by the launcher.
"""

import argparse
import json
import logging
import time
from pathlib import Path
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from infra.local.contract import write
from infra.local.metrics import MetricForwarder
from infra.local.staff import staff_tokens

LOGGER = logging.getLogger("keeper")
# Seconds between two looks at the log groups, and between two renewals (a token of the local world lives a day).
LOOK = 5.0
RENEW = 8 * 3600.0


def keep(home: Path) -> None:
    """Work until the process is ended."""
    contract = home / "world.json"
    forwarder = MetricForwarder(cloud=json.loads(contract.read_text(encoding="utf-8"))["cloud"])
    renewed = time.monotonic()
    while True:
        time.sleep(LOOK)
        try:
            forwarder.forward()
            if time.monotonic() - renewed > RENEW:
                renew_tokens(contract)
                renewed = time.monotonic()
        except (BotoCoreError, ClientError):
            # The cloud may be busy or about to be stopped; the next look is soon.
            LOGGER.warning("the embedded cloud did not answer", exc_info=True)


def renew_tokens(contract: Path) -> None:
    """Write fresh tokens of every store into the world's contract."""
    world: dict[str, Any] = json.loads(contract.read_text(encoding="utf-8"))
    for id_, store in world["stores"].items():
        internal = store["internal"]
        store["tokens"] = staff_tokens(
            cloud=world["cloud"], pool=internal["user_pool_id"], app_client=internal["staff_client_id"], store=id_
        )
    write(contract, world)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m infra.local.keeper", description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    logging.basicConfig(level=logging.WARNING)
    keep(parser.parse_args().home)
