"""Faults a tester switches on: some befall a provider's next webhooks, some the next calls its API receives."""

import random
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum


class Fault(StrEnum):
    """The words of `POST /sim/faults`."""

    DROP = "drop"
    DUPLICATE = "duplicate"
    REORDER = "reorder"
    DELAY = "delay"
    NEVER_DELIVER = "never_deliver"
    TWICE_AT_ONCE = "twice_at_once"
    OLD_AFTER_NEW = "old_after_new"
    TOO_MANY = "429"
    SERVER_ERROR = "5xx"
    TIMEOUT_AFTER_ACCEPT = "timeout_after_accept"
    NONE = "none"


ON_CALLS = frozenset({Fault.TOO_MANY, Fault.SERVER_ERROR, Fault.TIMEOUT_AFTER_ACCEPT, Fault.DELAY})
ON_DELIVERIES = frozenset(Fault) - ON_CALLS - {Fault.NONE} | {Fault.DELAY}


@dataclass(slots=True)
class Armed:
    """A fault and how often it will still strike; `seconds` matters to `delay` only.

    `what` lets it strike webhooks of that name only; `share` (0 to 1) of those it could strike, as `dice` fall.
    """

    fault: Fault
    times: int
    seconds: float
    what: str | None = None
    share: float = 1.0
    dice: random.Random = field(default_factory=lambda: random.Random(0))  # noqa: S311 (faults, not secrets)

    def strikes(self, what: str) -> bool:
        """Whether this occasion is one of those."""
        return self.what in {None, what} and (self.share >= 1 or self.dice.random() < self.share)


class FaultBoard:
    """What will go wrong next, per provider. Faults strike in the order they were armed, one per delivery or call."""

    def __init__(self) -> None:
        self._deliveries: dict[str, list[Armed]] = defaultdict(list)
        self._calls: dict[str, list[Armed]] = defaultdict(list)

    def arm(
        self,
        provider: str,
        fault: Fault,
        *,
        times: int = 1,
        seconds: float = 2.0,
        what: str | None = None,
        share: float = 1.0,
        seed: int = 0,
    ) -> None:
        """Let `fault` strike the next `times` occasions; `none` clears what was armed for the provider.

        Which webhooks a `share` below 1 strikes is decided by `seed`, so that a bad day can be had again.
        """
        if fault is Fault.NONE:
            self.clear(provider)
        if fault in ON_DELIVERIES:
            dice = random.Random(seed)  # noqa: S311
            self._deliveries[provider].append(Armed(fault, times, seconds, what, share, dice))
        if fault in ON_CALLS:
            self._calls[provider].append(Armed(fault, times, seconds))

    def for_delivery(self, provider: str, what: str = "") -> Armed | None:
        """Use up one fault for a webhook of this name that is about to leave."""
        return self._take(self._deliveries[provider], lambda one: one.strikes(what))

    def for_call(self, provider: str, *, spare: frozenset[Fault] = frozenset()) -> Armed | None:
        """Use up one fault for a call that came in, but none of `spare`."""
        return self._take(self._calls[provider], lambda one: one.fault not in spare)

    def give_back(self, provider: str, fault: Fault) -> None:
        """The fault found nothing to strike: it waits for the next call."""
        self._calls[provider].insert(0, Armed(fault, 1, 0.0))

    def clear(self, provider: str | None = None) -> None:
        """Nothing goes wrong any more, with one provider or with all."""
        for side in (self._deliveries, self._calls):
            if provider is None:
                side.clear()
            else:
                side.pop(provider, None)

    def pending(self) -> dict[str, dict[str, int]]:
        """What is still armed: provider -> fault -> times left."""
        found: dict[str, dict[str, int]] = {}
        for side in (self._deliveries, self._calls):
            for provider, armed in side.items():
                for one in armed:
                    left = found.setdefault(provider, {})
                    left[one.fault] = max(left.get(one.fault, 0), one.times)
        return found

    @staticmethod
    def _take(armed: list[Armed], fits: Callable[[Armed], bool]) -> Armed | None:
        for position, one in enumerate(armed):
            if not fits(one):
                continue
            one.times -= 1
            if one.times <= 0:
                del armed[position]
            return Armed(one.fault, 1, one.seconds)
        return None
