"""Calls to companies outside AWS: one kept connection, a timeout on every call, and an answer to "did it leave?"."""

from __future__ import annotations

import time
from functools import cache
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, MaxRetryError, NewConnectionError, ProxyError

CONNECT_SECONDS = 2
READ_SECONDS = 8
IDLE_SECONDS = 20
"""A connection that was quiet for longer is not trusted any more."""


class FreshSession(requests.Session):
    """A session for a function that may be frozen between two calls.

    A peer closes a quiet connection; what is then written into it is lost, and nobody can say whether it was read. So a
    connection that was quiet for ``IDLE_SECONDS`` is opened anew. The wall clock decides: others stand still while a
    function is frozen. Proxies and credential files of the machine are ignored, redirects are not followed.
    """

    def __init__(self) -> None:
        super().__init__()
        self.trust_env = False
        self._used_at = time.time()

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``, with this session's rules."""
        kwargs.setdefault("timeout", (CONNECT_SECONDS, READ_SECONDS))
        kwargs.setdefault("allow_redirects", False)
        if not 0 <= time.time() - self._used_at < IDLE_SECONDS:
            self.close()
        try:
            return super().request(method, url, *args, **kwargs)
        finally:
            self._used_at = time.time()


@cache
def kept_session() -> FreshSession:
    """The process's own session: while it is warm, connections outlive the adapters that use them."""
    return FreshSession()


def never_left(error: requests.RequestException) -> bool:
    """Whether the call failed before a byte of it could reach the other side."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if error.args else None
    if isinstance(cause, MaxRetryError):
        cause = cause.reason
    return isinstance(cause, (NewConnectionError, ConnectTimeoutError, ProxyError))


def json_object(response: requests.Response) -> dict[str, Any] | None:
    """The answer's JSON object, or None when it is anything else."""
    try:
        body = response.json()
    except (ValueError, RecursionError):
        return None
    return body if isinstance(body, dict) else None
