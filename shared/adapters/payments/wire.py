"""Calls to a payment gateway, with its failures in the port's words.

GatewayRefused      a Refused with the HTTP status and the gateway's own words, for the adapter that knows them

The gateway's calls that we make are all safe to repeat (an idempotency key, a unique reference, or no effect), so a
connection that broke is tried once more, and an answer that never came may be called Unavailable: the next try finds
what this one did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from shared.adapters.http_session import json_object, kept_session
from shared.ports import Refused, Unavailable

TRIES = 2
CONFLICT = 409
TOO_MANY_REQUESTS = 429
LONGEST_WAIT = 300
#: The key is wrong or may not do this: no retry helps, and no order can be paid until somebody acts.
KEY_REFUSED = frozenset({401, 403})


class GatewayRefused(Refused):
    """``status`` is HTTP's, ``reason`` the gateway's own description."""

    def __init__(self, code: str, reason: str, *, status: int, alarm: bool = False) -> None:
        super().__init__(code, reason, alarm=alarm)
        self.status = status


class Wire:
    """One gateway's API. ``headers`` and ``auth`` go with every call."""

    def __init__(
        self,
        *,
        api_url: str,
        session: requests.Session | None = None,
        headers: Mapping[str, str] | None = None,
        auth: tuple[str, str] | None = None,
    ) -> None:
        self._url = api_url.rstrip("/")
        self._session = session or kept_session()
        self._headers = dict(headers or {})
        self._auth = auth

    def call(
        self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **request: Any
    ) -> dict[str, Any]:
        """The answer's JSON object; ``request`` is ``data``, ``json`` or ``params``. Raises Unavailable, Refused."""
        answer = self._answer(method, path, headers={**self._headers, **(headers or {})}, **request)
        said = json_object(answer)
        if answer.ok and said is not None:
            return said
        if answer.ok or answer.status_code in (CONFLICT, TOO_MANY_REQUESTS) or answer.status_code >= 500:
            raise Unavailable(f"the gateway answered {answer.status_code}", retry_after=_wait(answer))
        error = (said or {}).get("error")
        error = error if isinstance(error, dict) else {}
        raise GatewayRefused(
            str(error.get("code") or error.get("type") or answer.status_code),
            str(error.get("description") or error.get("message") or "no reason given"),
            status=answer.status_code,
            alarm=answer.status_code in KEY_REFUSED,
        )

    def _answer(self, method: str, path: str, **request: Any) -> requests.Response:
        failure = ""
        for _ in range(TRIES):
            try:
                return self._session.request(method, self._url + path, auth=self._auth, **request)
            except requests.Timeout as error:
                # It had its time; asking again at once would only double the wait.
                failure = type(error).__name__
                break
            except requests.RequestException as error:
                failure = type(error).__name__
        raise Unavailable(f"the gateway cannot be reached: {failure}")


def _wait(answer: requests.Response) -> int:
    wanted = answer.headers.get("Retry-After", "")
    return min(max(int(wanted), 1), LONGEST_WAIT) if wanted.isascii() and wanted.isdecimal() else 15
