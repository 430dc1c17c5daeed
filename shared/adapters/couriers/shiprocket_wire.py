"""Shiprocket's API with its login: a token holds ten days, and is fetched anew before that or when it is refused.

Source: Shiprocket API, "Authentication".
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import requests

from shared.adapters.couriers.readings import text
from shared.adapters.couriers.wire import CourierRefused, Wire
from shared.ports import Refused

#: Ten days, less one: a clock may be wrong, and a call may be long.
TOKEN_LIFE = timedelta(days=9)
UNAUTHORIZED = 401

#: By address and user, while the process is warm: a login for every parcel would soon be refused.
_tokens: dict[tuple[str, str], tuple[str, datetime]] = {}


class ShiprocketWire:
    """One store's account. ``api_key`` is ``email:password`` of its API user."""

    def __init__(self, *, api_url: str, api_key: str, session: requests.Session | None = None) -> None:
        self._wire = Wire(api_url=api_url, session=session)
        self._email, _, self._password = api_key.partition(":")
        self._account = (api_url, self._email)

    def call(self, method: str, path: str, *, now: datetime, **request: Any) -> dict[str, Any]:
        """The answer's JSON object. Raises Unavailable, CourierRefused, Refused."""
        token = self._token(now) or self._log_in(now)
        try:
            return self._wire.call(method, path, headers=_bearer(token), **request)
        except CourierRefused as refusal:
            if refusal.status != UNAUTHORIZED:
                raise
        # Refused before it was read, so nothing was done yet.
        return self._wire.call(method, path, headers=_bearer(self._log_in(now)), **request)

    def _token(self, now: datetime) -> str:
        token, until = _tokens.get(self._account, ("", now))
        return token if now < until else ""

    def _log_in(self, now: datetime) -> str:
        _tokens.pop(self._account, None)
        asked = {"email": self._email, "password": self._password}
        token = text(self._wire.call("POST", "/auth/login", json=asked).get("token"))
        if not token:
            raise Refused("no_token", "Shiprocket's login gave no token", alarm=True)
        _tokens[self._account] = token, now + TOKEN_LIFE
        return token


def _bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}
