"""Log lines and metrics as CloudWatch reads them."""

import json
from typing import Any

import pytest

from shared.runtime import observability
from shared.runtime.observability import count, log


@pytest.fixture(autouse=True)
def deployed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A worker of Pune, freshly started."""
    monkeypatch.setenv("AWS_LAMBDA_FUNCTION_NAME", "pune-process-inbox")
    monkeypatch.setenv("STORE_ID", "pune")
    monkeypatch.setenv("LOG_LEVEL", "INFO")
    observability.log.cache_clear()


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, Any]]:
    """The lines that were written."""
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_a_line_names_the_function_and_the_store(capsys: pytest.CaptureFixture[str]) -> None:
    """One JSON object with the fields given, and a time in UTC."""
    log().info("handled", extra={"receives": 1, "outcome": "received"}, order_id="ord_1")
    (line,) = said(capsys)
    assert line.pop("timestamp").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "message": "handled",
        "service": "pune-process-inbox",
        "store": "pune",
        "receives": 1,
        "outcome": "received",
        "order_id": "ord_1",
    }


def test_lines_below_the_level_are_not_written(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """At ERROR, what happens every day is not told."""
    monkeypatch.setenv("LOG_LEVEL", "error")
    log().info("handled")
    log().error("failed")
    assert [line["message"] for line in said(capsys)] == ["failed"]


def test_an_unknown_level_means_info(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing mistake in a deployment silences nobody."""
    monkeypatch.setenv("LOG_LEVEL", "LOUD")
    log().info("handled")
    assert len(said(capsys)) == 1


def test_a_metric_is_a_line_with_the_store_as_its_one_dimension(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """In CloudWatch's embedded metric format, whatever the log level."""
    monkeypatch.setenv("LOG_LEVEL", "CRITICAL")
    count("Revenue", 175900, unit="None")
    (line,) = said(capsys)
    assert line["_aws"].pop("Timestamp") > 1_700_000_000_000
    assert line == {
        "_aws": {
            "CloudWatchMetrics": [
                {
                    "Namespace": "Tillhook",
                    "Dimensions": [["store"]],
                    "Metrics": [{"Name": "Revenue", "Unit": "None"}],
                }
            ]
        },
        "store": "pune",
        "Revenue": 175900,
    }
