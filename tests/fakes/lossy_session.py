"""A session on which one call's answer is lost, after it was taken or before it left."""

from __future__ import annotations

from typing import Any

import requests


class LossySession(requests.Session):
    """Breaks call number ``breaks`` (from 1): ``how`` is ``after`` it was taken, or ``before`` it left.

    ``calls`` is what was asked, as ``POST /orders``.
    """

    def __init__(self, *, breaks: int = 0, how: str = "after") -> None:
        super().__init__()
        self.trust_env = False
        self.breaks, self.how = breaks, how
        self.calls: list[str] = []

    def request(self, method: str | bytes, url: str | bytes, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``, but for the one call."""
        self.calls.append(f"{method!s} {url!s}")
        broken = len(self.calls) == self.breaks
        if broken and self.how == "before":
            raise requests.ConnectionError("broken by the test")
        answer = super().request(method, url, *args, **kwargs)
        if broken:
            raise requests.ReadTimeout("lost by the test")
        return answer
