"""What `make run` shows while the world runs."""

import pytest

from infra.local.follow import describe


@pytest.fixture(autouse=True)
def _utc(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    monkeypatch.setenv("TZ", "UTC")
    time.tzset()


def test_an_event_of_an_order_is_one_line() -> None:
    """Time, store, what, about which order."""
    data = {
        "store": "mpls",
        "name": "OrderConfirmed",
        "subject": "ORDER#o1",
        "sequence": 3,
        "at": "2026-11-21T18:00:05Z",
    }
    assert describe("timeline", data) == "18:00:05  mpls  OrderConfirmed           ORDER#o1"


def test_a_low_shelf_is_marked() -> None:
    """At the reorder point already."""
    stock = {"store": "mpls", "id": "milk_ml", "available": 12000, "reserved": 0, "reorder_point": 12000}
    assert str(describe("stock", stock)).endswith("milk_ml: 12000 left  LOW")
    assert str(describe("stock", stock | {"available": 12001})).endswith("milk_ml: 12001 left")


def test_what_only_redraws_the_page_is_not_shown() -> None:
    """A changed chat says nothing new."""
    assert describe("chat", {"store": "mpls", "wa_id": "16505551234"}) is None
