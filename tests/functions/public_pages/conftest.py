"""Ana's order 1 behind its link, in a record that tests may change."""

from __future__ import annotations

import itertools
import json

import pytest

from functions.public_pages import handler as public_pages
from shared.runtime import clock, observability
from tests.fakes.people import ANA, MPLS_PROFILE, NOW
from tests.fakes.record import FakeRecord
from tests.functions.public_pages.pages import CASH, KEY, PAID
from tests.shared.domain.test_receipt import ORDER

_numbers = itertools.count(1)


class Keys:
    """The parameter store with one key."""

    def of(self, name: str, *, now: float) -> tuple[str, ...]:
        """The port."""
        del name, now
        return (KEY,)


@pytest.fixture
def record(monkeypatch: pytest.MonkeyPatch) -> FakeRecord:
    """Ana's order, paid in cash."""
    filled = FakeRecord()
    filled.state.profiles[ANA.id] = ANA
    filled.state.orders[ORDER.id] = PAID
    filled.state.payments[ORDER.id, CASH.id] = CASH
    given = {
        "STORE": json.dumps(MPLS_PROFILE | {"colour": "#6b2fa0"}),
        "STORE_ID": "mpls",
        "AWS_REGION": "us-east-1",
        "AWS_LAMBDA_FUNCTION_NAME": f"public_pages_{next(_numbers)}",
        "TRACKING_KEY_PARAMETER": "/tillhook/mpls/tracking/key",
    }
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(public_pages, "record", lambda: filled)
    monkeypatch.setattr(public_pages, "SecretParameters", lambda **_: Keys())
    monkeypatch.setattr(clock, "utc_now", lambda: NOW)
    public_pages.Settings.from_env.cache_clear()
    observability.log.cache_clear()
    return filled
