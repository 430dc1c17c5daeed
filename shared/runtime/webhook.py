"""What the webhook functions share: the request as it was sent, the answers, and the one log line of a request.

    Refused     the request is answered with a 4xx and changes nothing

Standard library only, and little of it: see ADR 0002.
"""

from __future__ import annotations

import binascii
import json
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

METRICS_NAMESPACE = "Tillhook"
IMPOSTORS = frozenset({401, 403})
LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")


class Refused(Exception):
    """Not from who it claims, or not for us: `status` to answer with and a one-word `reason`."""

    def __init__(self, *, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Request:
    """An HTTP request: `method`, the raw `body` as sent, `headers` by lower-case name, decoded `query`."""

    __slots__ = ("body", "headers", "method", "query")

    def __init__(self, *, method: str, body: bytes, headers: Mapping[str, str], query: Mapping[str, str]) -> None:
        self.method = method
        self.body = body
        self.headers = headers
        self.query = query


class Done:
    """A request that was taken: `outcome` in one word, the `text` to answer with, how many of what were in it."""

    __slots__ = ("counts", "outcome", "text")

    def __init__(self, *, outcome: str, text: str = "", counts: Mapping[str, int] | None = None) -> None:
        self.outcome = outcome
        self.text = text
        self.counts = counts or {}


def request_of(event: Mapping[str, Any], *, largest: int) -> Request:
    """Read an API Gateway HTTP API event (payload 2.0).

    Raises `Refused` when the body has more than `largest` bytes.
    """
    text = event.get("body") or ""
    if len(text) > largest * 4 // 3 + 4:
        raise Refused(status=413, reason="too_large")
    if event.get("isBase64Encoded"):
        try:
            body = binascii.a2b_base64(text)
        except ValueError:
            raise Refused(status=400, reason="encoding") from None
    else:
        body = text.encode("utf-8", "surrogatepass")
    if len(body) > largest:
        raise Refused(status=413, reason="too_large")
    return Request(
        method=event["requestContext"]["http"]["method"],
        body=body,
        headers={name.lower(): value for name, value in (event.get("headers") or {}).items()},
        query=event.get("queryStringParameters") or {},
    )


def served(
    event: Mapping[str, Any], *, function: str, store: str, largest: int, take: Callable[[Request], Done]
) -> dict[str, Any]:
    """Answer `event` with what `take` makes of it, and log one line.

    `Refused` becomes its status. Any other failure is ours: it is logged by its class and raised again, so that the
    sender is told 5xx and repeats.
    """
    try:
        done = take(request_of(event, largest=largest))
    except Refused as refused:
        metrics = ("WebhookRefused",) if refused.status in IMPOSTORS else ()
        _log("WARNING", "webhook.refused", function, store, refused.reason, {}, metrics=metrics)
        return answer(refused.status, refused.reason)
    except Exception as failure:
        _log("ERROR", "webhook.failed", function, store, type(failure).__name__, {})
        raise
    _log("INFO", "webhook.taken", function, store, done.outcome, done.counts)
    return answer(200, done.text)


def answer(status: int, text: str) -> dict[str, Any]:
    """Return a plain-text HTTP answer."""
    headers = {"content-type": "text/plain; charset=utf-8", "x-content-type-options": "nosniff"}
    return {"statusCode": status, "headers": headers, "body": text}


def _log(
    level: str,
    code: str,
    function: str,
    store: str,
    outcome: str,
    counts: Mapping[str, int],
    *,
    metrics: tuple[str, ...] = (),
) -> None:
    wanted = os.environ.get("LOG_LEVEL", "INFO").upper()
    if wanted in LEVELS and LEVELS.index(level) < LEVELS.index(wanted) and not metrics:
        return
    line: dict[str, Any] = {
        "level": level,
        "code": code,
        "function": function,
        "store": store,
        "outcome": outcome,
        "counts": dict(counts),
    }
    if metrics:
        # CloudWatch's embedded metric format: the log line is the metric, without a call.
        described = [{"Name": name, "Unit": "Count"} for name in metrics]
        line["_aws"] = {
            "Timestamp": int(time.time() * 1000),
            "CloudWatchMetrics": [{"Namespace": METRICS_NAMESPACE, "Dimensions": [["store"]], "Metrics": described}],
        }
        line.update(dict.fromkeys(metrics, 1))
    print(json.dumps(line), flush=True)  # noqa: T201 - a Lambda's log is its standard output
