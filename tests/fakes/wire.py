"""Trouble on the wire to moto: what an AWS call meets before it arrives, and what happens to its answer.

Only for single-threaded tests: moto's tables are not atomic.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import ConnectionClosedError
from moto.core.botocore_stubber import BotocoreStubber, MockRawResponse

Forward = Callable[[], AWSResponse | None]
#: Is given the operation's name, like ``PutItem``, and what passes the call on; answers in its place.
Hook = Callable[[str, Forward], AWSResponse | None]


@contextmanager
def on_the_wire(hook: Hook) -> Iterator[None]:
    """Let ``hook`` stand between botocore and moto."""
    real = BotocoreStubber.__call__

    def between(self: Any, event_name: str, request: AWSPreparedRequest, **kwargs: Any) -> AWSResponse | None:
        target = request.headers.get("X-Amz-Target", b"")
        operation = (target.decode() if isinstance(target, bytes) else target).rpartition(".")[2]
        return hook(operation, lambda: real(self, event_name, request, **kwargs))

    BotocoreStubber.__call__ = between  # type: ignore[method-assign]
    try:
        yield
    finally:
        BotocoreStubber.__call__ = real  # type: ignore[method-assign]


class Trouble:
    """A hook that lets ``times`` calls of one operation fail, then none. ``met`` counts them."""

    def __init__(
        self, operation: str, *, times: int, effective: bool, answer: Callable[[], AWSResponse] | None
    ) -> None:
        self._operation, self._left, self._effective, self._answer = operation, times, effective, answer
        self.met = 0

    def __call__(self, operation: str, forward: Forward) -> AWSResponse | None:
        """Answer one call."""
        if operation != self._operation or not self._left:
            return forward()
        self._left -= 1
        self.met += 1
        if self._effective:
            forward()
        if self._answer is None:
            raise ConnectionClosedError(endpoint_url="https://dynamodb")
        return self._answer()


def lost_answer(operation: str, *, times: int = 1) -> Trouble:
    """The call is done, its answer never comes."""
    return Trouble(operation, times=times, effective=True, answer=None)


def lost_call(operation: str, *, times: int = 1) -> Trouble:
    """The call never arrives."""
    return Trouble(operation, times=times, effective=False, answer=None)


def refused(operation: str, code: str, *, times: int = 1, status: int = 400, **fields: Any) -> Trouble:
    """The call is answered with an error and not done. ``fields`` go into the answer."""
    return Trouble(operation, times=times, effective=False, answer=lambda: _error(code, status, fields))


def cancelled(*reasons: str, times: int = 1) -> Trouble:
    """A transaction is cancelled, for one reason (or ``None`` as text) for each of its items in the order sent."""
    told = [{"Code": reason, "Message": reason} for reason in reasons]
    return refused("TransactWriteItems", "TransactionCanceledException", times=times, CancellationReasons=told)


def _error(code: str, status: int, fields: dict[str, Any]) -> AWSResponse:
    body = json.dumps({"__type": f"com.amazonaws.dynamodb.v20120810#{code}", "message": code, **fields})
    headers = {"content-type": "application/x-amz-json-1.0", "x-amzn-requestid": "test"}
    return AWSResponse("https://dynamodb", status, headers, MockRawResponse(body))
