"""One signed call of an AWS JSON service, with its timeouts and its one retry.

AwsFailed           the service could not be asked, or answered with a failure that may pass
└── AwsRefused      the service understood and said no; asking again will not help
"""

from __future__ import annotations

import json
import os
import time

from shared.adapters.aws_light.connection import Connection, ConnectionFailed
from shared.adapters.aws_light.signing import Credentials, signed_headers

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from shared.adapters.aws_light.connection import Answer

THROTTLES = frozenset(
    {
        "RequestThrottled",
        "RequestLimitExceeded",
        "SlowDown",
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "TooManyRequestsException",
    }
)
PAUSE_SECONDS = 0.1


class AwsFailed(Exception):
    """A call did not succeed: `operation`, and the service's error `code`. Holds nothing of what was sent."""

    def __init__(self, *, operation: str, code: str) -> None:
        super().__init__(f"{operation}: {code}")
        self.operation = operation
        self.code = code


class AwsRefused(AwsFailed):
    """The service refused the request itself: a missing right, a missing queue, a malformed entry."""


class JsonService:
    """An AWS service that speaks JSON: `service` is its signing name, `target` the prefix of `X-Amz-Target`."""

    def __init__(self, *, service: str, target: str, version: str, endpoint: str, region: str) -> None:
        self._service = service
        self._target = target
        self._content_type = f"application/x-amz-json-{version}"
        self._region = region
        self._connection = Connection(endpoint=endpoint)

    def call(self, operation: str, request: Mapping[str, Any]) -> dict[str, Any]:
        """Call `operation` and return its answer.

        A failure that may pass is tried once more. Raises `AwsFailed`, `AwsRefused`.
        """
        body = json.dumps(request).encode()
        try:
            return self._tried_once(operation, body)
        except AwsRefused:
            raise
        except AwsFailed:
            self._connection.close()
            time.sleep(PAUSE_SECONDS)
            return self._tried_once(operation, body)

    def _tried_once(self, operation: str, body: bytes) -> dict[str, Any]:
        try:
            answer = self._sent(operation, body)
        except ConnectionFailed as failure:
            raise AwsFailed(operation=operation, code="ConnectionFailed") from failure
        return _understood(operation, answer)

    def _sent(self, operation: str, body: bytes) -> Answer:
        if self._connection.is_open:
            try:
                return self._connection.post(headers=self._headers(operation, body), body=body)
            except ConnectionFailed:
                # A frozen function wakes up with a connection that the service closed long ago; that says nothing
                # about the service.
                pass
        return self._connection.post(headers=self._headers(operation, body), body=body)

    def _headers(self, operation: str, body: bytes) -> dict[str, str]:
        return signed_headers(
            headers={"content-type": self._content_type, "x-amz-target": f"{self._target}.{operation}"},
            body=body,
            host=self._connection.host,
            region=self._region,
            service=self._service,
            credentials=Credentials.from_env(),
            now=time.time(),
        )


def _understood(operation: str, answer: Answer) -> dict[str, Any]:
    try:
        said = json.loads(answer.body) if answer.body else {}
    except ValueError:
        said = None
    if answer.status == 200 and isinstance(said, dict):
        return said
    code = f"Status{answer.status}"
    if isinstance(said, dict) and isinstance(said.get("__type"), str):
        code = said["__type"].rpartition("#")[2]
    may_pass = answer.status in {200, 429} or answer.status >= 500 or code in THROTTLES
    raise (AwsFailed if may_pass else AwsRefused)(operation=operation, code=code)


def endpoint_of(service: str, *, region: str) -> str:
    """Return where `service` (`sqs`, `ssm`) answers: AWS itself in `region`, or what AWS_ENDPOINT_URL says.

    AWS_ENDPOINT_URL_SQS and AWS_ENDPOINT_URL_SSM go before it.
    """
    named = os.environ.get(f"AWS_ENDPOINT_URL_{service.upper()}") or os.environ.get("AWS_ENDPOINT_URL")
    suffix = "amazonaws.com.cn" if region.startswith("cn-") else "amazonaws.com"
    return named or f"https://{service}.{region}.{suffix}"
