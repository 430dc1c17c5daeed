"""Calls to a courier, with its failures in the port's words.

CourierRefused      a Refused with the HTTP status and the courier's own words, for the adapter that knows them

Couriers know no idempotency keys: a call that may have been taken is never repeated here. It is Unavailable, and
whoever comes again looks first what the last one did.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from shared.adapters.http_session import CONNECT_SECONDS, json_object, kept_session
from shared.ports import Refused, Unavailable

#: A label is drawn by the carrier behind the courier, which takes its time.
READ_SECONDS = 12
TOO_MANY_REQUESTS = 429
#: Not done, and worth another try: a timeout of theirs, a conflict with a call that is still running, too early.
LATER = frozenset({408, 409, 425, TOO_MANY_REQUESTS})
NOT_FOUND = 404
LONGEST_WAIT = 300
LONGEST_REASON = 300
#: The key is wrong or may not do this: nothing can be sent until somebody acts.
KEY_REFUSED = frozenset({401, 403})


class CourierRefused(Refused):
    """``status`` is HTTP's, ``reason`` the courier's own words."""

    def __init__(self, code: str, reason: str, *, status: int, alarm: bool = False) -> None:
        super().__init__(code, reason, alarm=alarm)
        self.status = status


class Wire:
    """One courier's API; ``auth`` goes with every call."""

    def __init__(
        self, *, api_url: str, session: requests.Session | None = None, auth: tuple[str, str] | None = None
    ) -> None:
        self._url = api_url.rstrip("/")
        self._session = session or kept_session()
        self._auth = auth

    def call(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        """The answer's JSON object, an empty one for an empty answer; ``request`` is ``json``, ``params``, ``headers``.

        Raises Unavailable, CourierRefused.
        """
        answer = self._answer(method, path, **request)
        said = json_object(answer)
        status = _status(answer, said)
        if status < 400:
            if said is None and answer.content:
                raise Unavailable(f"the courier answered {answer.status_code} with something that is no JSON object")
            return said or {}
        if status in LATER or status >= 500:
            raise Unavailable(f"the courier answered {status}", retry_after=_wait(answer))
        code, reason = _told(said or {})
        raise CourierRefused(code or str(status), reason, status=status, alarm=status in KEY_REFUSED)

    def _answer(self, method: str, path: str, **request: Any) -> requests.Response:
        tries = 2 if method == "GET" else 1
        failure = ""
        for _ in range(tries):
            try:
                return self._session.request(
                    method, self._url + path, auth=self._auth, timeout=(CONNECT_SECONDS, READ_SECONDS), **request
                )
            except requests.Timeout as error:
                # It had its time; asking again at once would only double the wait.
                failure = type(error).__name__
                break
            except requests.RequestException as error:
                failure = type(error).__name__
        raise Unavailable(f"the courier did not answer: {failure}")


def words(value: object) -> str:
    """What a courier wrote as the reason: a text, a list of them, or what is wrong with which field."""
    if isinstance(value, dict):
        named = value.get("message")
        if named:
            return ": ".join(filter(None, (words(value.get("field")), words(named))))
        return "; ".join(f"{name}: {words(wrong)}" for name, wrong in value.items())
    if isinstance(value, list):
        return "; ".join(filter(None, map(words, value)))
    return " ".join(str(value).split()) if isinstance(value, str | int) else ""


def _told(said: Mapping[str, Any]) -> tuple[str, str]:
    """The code and the words: EasyPost has both in ``error``, Shiprocket a message and its fields at the top."""
    error = said.get("error")
    found = error if isinstance(error, dict) else said
    code = words(found.get("code") or found.get("type"))
    parts = (words(found.get("message") or (error if isinstance(error, str) else "")), words(found.get("errors")))
    return code, "; ".join(filter(None, parts))[:LONGEST_REASON] or "no reason given"


def _status(answer: requests.Response, said: Mapping[str, Any] | None) -> int:
    """HTTP's status, or the one in the body: Shiprocket answers some errors with 200."""
    own = (said or {}).get("status_code")
    # The same name stands for the status of an order (1, 21, ...), which is never as large.
    return own if answer.ok and type(own) is int and 400 <= own < 600 else answer.status_code


def _wait(answer: requests.Response) -> int:
    wanted = answer.headers.get("Retry-After", "")
    return min(max(int(wanted), 1), LONGEST_WAIT) if wanted.isascii() and wanted.isdecimal() else 15
