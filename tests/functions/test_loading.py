"""A worker looks for garbage neither before nor while it loads: a fifteenth of its cold start."""

import ast
import gc
import importlib
from pathlib import Path

import pytest

from shared.runtime import loading

FUNCTIONS = Path(__file__).resolve().parents[2] / "functions"
#: They load so little that there is nothing to win, and are held to what they may load by test_cold_start.py.
HOT = {"parcel_webhook", "payment_webhook", "queue_message", "whatsapp_webhook"}
WORKERS = sorted(file.parent.name for file in FUNCTIONS.glob("*/handler.py") if file.parent.name not in HOT)


def first_import(name: str) -> str:
    """What a handler imports first, apart from Python's own switches."""
    parsed = ast.parse((FUNCTIONS / name / "handler.py").read_text(encoding="utf-8"))
    imports = [node for node in parsed.body if isinstance(node, ast.Import | ast.ImportFrom)]
    return next(line for line in map(ast.unparse, imports) if "__future__" not in line)


@pytest.mark.parametrize("name", WORKERS)
def test_a_worker_imports_it_before_anything_else(name: str) -> None:
    """What is loaded before it would be gone through again and again."""
    assert first_import(name) == "from shared.runtime import loading"


def test_garbage_is_still_looked_for() -> None:
    """Seldom, not never: a worker that is warm for hours would grow."""
    importlib.reload(loading)
    assert gc.isenabled()
    assert gc.get_threshold()[0] == 200_000
