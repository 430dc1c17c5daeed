"""What DynamoDB says no with, in the ports' words; and how long we insist."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from pynamodb.exceptions import PynamoDBException

from shared.domain.frozen import dataclass
from shared.ports import Ambiguous, Contended, PortError, Refused, Unavailable

CONDITION_FAILED = "ConditionalCheckFailedException"
#: Another transaction holds an item at this very moment. botocore does not repeat these calls; see ``Patience``.
#: Source: DynamoDB, "Transaction conflict handling"; TransactWriteItems, "Errors".
HELD = frozenset({"TransactionConflictException", "TransactionInProgressException"})
#: More than the table takes, even after botocore's own repeats.
THROTTLED = frozenset({"ProvisionedThroughputExceededException", "RequestLimitExceeded", "ThrottlingException"})
#: DynamoDB's own trouble: the call may or may not have been done.
TROUBLE = frozenset({"InternalServerError", "InternalFailure", "ServiceUnavailable", "ServiceUnavailableException"})

_T = TypeVar("_T")


class Held(Exception):
    """Another transaction was at the same item; nothing was changed."""


@dataclass(frozen=True, kw_only=True)
class Patience:
    """Repeats what others' transactions were in the way of, after waits of full jitter that double up to ``longest``.

    Eight tries wait 1.3 s on average and 2.6 s at most. ``draw`` gives a number from 0 to 1, ``sleep`` takes seconds.
    """

    tries: int = 8
    first: float = 0.025
    longest: float = 1.0
    sleep: Callable[[float], None] = time.sleep
    draw: Callable[[], float] = random.random

    def insist(self, call: Callable[[], _T]) -> _T:
        """What ``call`` returns once it is not ``Held``. Raises Contended."""
        for attempt in range(self.tries):
            try:
                return call()
            except Held as held:
                if attempt == self.tries - 1:
                    raise Contended("others were at the same records each time") from held
            self.sleep(self.draw() * min(self.longest, self.first * 2**attempt))
        raise Contended("no try allowed")


@contextmanager
def reading() -> Iterator[None]:
    """Turn pynamodb's errors into the ports': Contended, Unavailable, Refused."""
    try:
        yield
    except PynamoDBException as error:
        raise port_error(error, wrote=False) from error


@contextmanager
def writing() -> Iterator[None]:
    """Turn pynamodb's errors into the ports': Contended, Ambiguous, Refused; or into Held."""
    try:
        yield
    except PynamoDBException as error:
        if code_of(error) in HELD:
            raise Held from error
        raise port_error(error, wrote=True) from error


def code_of(error: PynamoDBException) -> str | None:
    """DynamoDB's error code; None when no answer came.

    pynamodb's own ``cause_response_code`` fails on botocore's connection errors, whose ``response`` is None.
    """
    response = getattr(error.cause, "response", None) or {}
    code: str | None = response.get("Error", {}).get("Code")
    return code


def port_error(error: PynamoDBException, *, wrote: bool) -> PortError:
    """The port's error for one of pynamodb's. A write whose answer was lost is Ambiguous, a read is just not there."""
    code = code_of(error)
    if code in THROTTLED:
        return Contended(f"DynamoDB: {code}")
    if code is None or code in TROUBLE:
        reason = code or type(error.cause).__name__
        return Ambiguous(reason) if wrote else Unavailable(reason)
    return Refused(code, "DynamoDB refused the call", alarm=True)


def done(call: Callable[[], object], *, patience: Patience) -> bool:
    """Whether a conditional write was done; False when its condition did not hold.

    False may also be our own write, if its answer was lost and botocore repeated it: whoever it matters to reads again.
    Raises Contended, Ambiguous, Refused.
    """

    def once() -> bool:
        with writing():
            try:
                call()
            except PynamoDBException as error:
                if code_of(error) == CONDITION_FAILED:
                    return False
                raise
            return True

    return patience.insist(once)
