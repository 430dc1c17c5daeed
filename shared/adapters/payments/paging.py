"""Reading a gateway's lists: a page when it is needed, again after a pause when the gateway is in trouble.

Lists may grow while they are read; what was there at the beginning is given once, and not left out.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from shared.adapters.payments.readings import objects_in
from shared.adapters.payments.verdict import text
from shared.adapters.payments.wire import Wire
from shared.ports import Refused, Unavailable

READ_TRIES = 3
#: Seconds; with the tries and the timeouts of a call, one page takes a minute at most before it is given up.
LONGEST_PAUSE = 15
STRIPE_PAGE = 100
RAZORPAY_PAGE = 100


class Pages:
    """Lists behind one ``wire``. A page is tried ``tries`` times; ``pause`` waits so many seconds between two."""

    def __init__(self, wire: Wire, *, tries: int = READ_TRIES, pause: Callable[[float], None] = time.sleep) -> None:
        self._wire = wire
        self._tries = tries
        self._pause = pause

    def by_cursor(self, path: str, params: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
        """Stripe's way: what comes after the last id, while there is more. Raises Unavailable, Refused."""
        after = ""
        while True:
            asked = {**params, "limit": STRIPE_PAGE, **({"starting_after": after} if after else {})}
            answer = self._read(path, asked)
            found = objects_in(answer.get("data"))
            yield from found
            last = text(found[-1].get("id")) if found else ""
            if not answer.get("has_more"):
                return
            if not last or last == after:
                # Going on would ask for the same page for ever; stopping would pass for the end of the list.
                raise Refused("paging", f"{path} says there is more, but not after what", alarm=True)
            after = last

    def by_count(
        self, path: str, params: Mapping[str, Any], *, key: str = "items", id_key: str = "id", size: int = RAZORPAY_PAGE
    ) -> Iterator[Mapping[str, Any]]:
        """Razorpay's way: so many after the first so many. Raises Unavailable, Refused.

        What is made meanwhile pushes the rest down, so that a page may begin with what the one before ended with.
        """
        seen: set[str] = set()
        skip = 0
        while True:
            found = objects_in(self._read(path, {**params, "count": size, "skip": skip}).get(key))
            for one in found:
                id_ = text(one.get(id_key))
                if not id_ or id_ not in seen:
                    yield one
                seen.add(id_)
            if len(found) < size:
                return
            skip += len(found)

    def _read(self, path: str, params: Mapping[str, Any]) -> dict[str, Any]:
        for _ in range(self._tries - 1):
            try:
                return self._wire.call("GET", path, params=params)
            except Unavailable as later:
                self._pause(min(later.retry_after, LONGEST_PAUSE))
        return self._wire.call("GET", path, params=params)
