"""The hot path stays light: nothing that is slow to load is loaded."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.bench.cold_start import EVENTS, HOT_PATH, ROOT, environment
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.webhook_world import PARAMETERS

TOO_HEAVY = {
    "asyncio",
    "aws_lambda_powertools",
    "boto3",
    "botocore",
    "dataclasses",
    "decimal",
    "email",
    "encodings.idna",
    "http.client",
    "inspect",
    "logging",
    "msgspec",
    "pydantic",
    "pynamodb",
    "requests",
    "typing",
    "urllib.parse",
    "urllib3",
}


@pytest.mark.parametrize("function", EVENTS)
@pytest.mark.parametrize("transport", ["ssl", "-"])
def test_loads_nothing_heavy(function: str, transport: str, tmp_path: Path) -> None:
    """After one event in a fresh process, taken and queued, none of the slow modules is in memory."""
    event = tmp_path / "event.json"
    event.write_text(json.dumps(EVENTS[function]()))
    with AwsEndpoint() as aws:
        aws.parameters.update(PARAMETERS)
        finished = subprocess.run(
            [sys.executable, str(HOT_PATH), function, str(event), transport, "modules"],
            env=environment(url=aws.url, place=ROOT),
            check=True,
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert sum(len(entries) for entries in aws.queues.values()) == 1
    loaded = set(json.loads(finished.stdout.splitlines()[-1]))
    assert f"functions.{function}.handler" in loaded
    assert ("ssl" in loaded) is (transport == "ssl")
    assert loaded & TOO_HEAVY == set()
