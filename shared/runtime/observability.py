"""Logs and metrics of the worker functions: constant messages, data as fields, no name, number, address or word."""

from __future__ import annotations

from functools import cache

from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit, single_metric

from shared.runtime.environment import required

NAMESPACE = "Tillhook"


@cache
def log() -> Logger:
    """The function's logger: JSON lines with the function and the store on each."""
    return Logger(
        service=required("AWS_LAMBDA_FUNCTION_NAME"), store=required("STORE_ID"), log_uncaught_exceptions=False
    )


def count(metric: str, value: int = 1, *, unit: MetricUnit = MetricUnit.Count) -> None:
    """Write one metric as an embedded-metric log line. Which there are: docs/architecture.md, "What is counted"."""
    with single_metric(name=metric, unit=unit, value=value, namespace=NAMESPACE) as line:
        line.add_dimension(name="store", value=required("STORE_ID"))
