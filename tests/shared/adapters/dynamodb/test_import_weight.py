"""What a worker loads before its first message: every module here is paid for at each cold start."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

PORTS = [
    "books",
    "cases",
    "catalog",
    "chats",
    "commits",
    "customers",
    "gateway_file",
    "message_log",
    "orders",
    "outbox",
    "parcels",
    "purchases",
    "record",
    "stock",
    "till",
]
#: Heavy, and not needed to speak to DynamoDB.
NEVER = {"boto3", "s3transfer", "requests", "pydantic", "msgspec", "jinja2", "asyncio", "multiprocessing", "moto"}
SDK = {"botocore", "pynamodb", "urllib3"}


def loaded_by(module: str) -> set[str]:
    """The top-level modules that a fresh process has after importing one; without any variable of the environment."""
    code = f"import sys, {module}; print(*sorted({{name.partition('.')[0] for name in sys.modules}}))"
    clean = {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PATH": os.environ["PATH"]}
    answer = subprocess.run([sys.executable, "-c", code], env=clean, capture_output=True, text=True, check=True)
    return set(answer.stdout.split())


@pytest.mark.parametrize("module", [*[f"shared.adapters.dynamodb.{port}" for port in PORTS], "shared.runtime.wiring"])
def test_a_port_loads_pynamodb_and_nothing_heavier(module: str) -> None:
    """And reads no variable, for there is none."""
    loaded = loaded_by(module)
    assert loaded >= {"botocore", "pynamodb"}
    assert not loaded & NEVER


@pytest.mark.parametrize(
    "module",
    [
        "codec",
        "chat_codec",
        "drawer_codec",
        "ledger_codec",
        "money_codec",
        "order_codec",
        "parcel_codec",
        "return_codec",
        "stock_codec",
        "stream",
        "cursors",
    ],
)
def test_reading_an_item_needs_no_sdk(module: str) -> None:
    """The functions behind the streams are handed their items."""
    assert not loaded_by(f"shared.adapters.dynamodb.{module}") & (NEVER | SDK)
