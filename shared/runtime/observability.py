"""Logs and metrics of the worker functions: constant messages, data as fields, no name, number, address or word.

Lines in the form of Powertools for AWS Lambda, without it: importing its logger and metrics took a tenth of a worker's
cold start (`make bench`).
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cache

from shared.runtime.environment import required

NAMESPACE = "Tillhook"
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Log:
    """Writes JSON lines with the function and the store on each; below ``LOG_LEVEL`` it is silent."""

    def __init__(self, *, service: str, store: str) -> None:
        self._own = {"service": service, "store": store}
        wanted = os.environ.get("LOG_LEVEL", "INFO").upper()
        self._lowest = LEVELS.index(wanted) if wanted in LEVELS else LEVELS.index("INFO")

    def info(self, message: str, *, extra: Mapping[str, object] | None = None, **fields: object) -> None:
        """Something that happens every day."""
        self._write("INFO", message, {**(extra or {}), **fields})

    def error(self, message: str, *, extra: Mapping[str, object] | None = None, **fields: object) -> None:
        """Something that a person may have to see."""
        self._write("ERROR", message, {**(extra or {}), **fields})

    def _write(self, level: str, message: str, fields: Mapping[str, object]) -> None:
        if LEVELS.index(level) >= self._lowest:
            now = datetime.now(UTC).isoformat(timespec="milliseconds")
            _line({"level": level, "message": message, "timestamp": now, **self._own, **fields})


@cache
def log() -> Log:
    """The function's log. Raises MissingVariable."""
    return Log(service=required("AWS_LAMBDA_FUNCTION_NAME"), store=required("STORE_ID"))


def count(metric: str, value: int = 1, *, unit: str = "Count") -> None:
    """Write one metric as an embedded-metric log line. Which there are: docs/architecture.md, "What is counted".

    Source: CloudWatch embedded metric format, specification: the line is the metric, without a call.
    """
    described = {"Namespace": NAMESPACE, "Dimensions": [["store"]], "Metrics": [{"Name": metric, "Unit": unit}]}
    meta = {"Timestamp": int(time.time() * 1000), "CloudWatchMetrics": [described]}
    _line({"_aws": meta, "store": required("STORE_ID"), metric: value})


def _line(fields: Mapping[str, object]) -> None:
    # A Lambda's log is its standard output.
    print(json.dumps(fields, ensure_ascii=False, separators=(",", ":"), default=str), flush=True)  # noqa: T201
