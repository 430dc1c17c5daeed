"""Money over the staff API: taken for an order, counted in the drawer, closed with the day."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from functions.staff_api.money_contract import DayReportView, DrawerView, PaymentResult
from shared.domain.order import Line, Order, OrderStatus, Source
from shared.runtime import clock
from tests.fakes.people import ANA
from tests.functions.staff_api.conftest import Answered, StaffApi

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
MANAGER = "[mpls-manager]"


@pytest.fixture(autouse=True)
def _saturday(monkeypatch: pytest.MonkeyPatch, api: StaffApi) -> None:
    """It is noon of 21 November at the store; Ana's order of 11.50 waits for money."""
    monkeypatch.setattr(clock, "utc_now", lambda: NOW)
    api.record.state.orders["ord_1"] = Order(
        id="ord_1",
        store="mpls",
        customer_id=ANA.id,
        status=OrderStatus.AWAITING_PAYMENT,
        version=2,
        lines=(Line(sku="TARO-R", name="Taro milk tea", quantity=2, unit_price=575, tax_bp=903),),
        currency="USD",
        placed_at=NOW,
        source=Source(channel="whatsapp", message_id="wamid.1"),
    )


def post(api: StaffApi, path: str, key: str, *, groups: str = "[mpls-staff]", **body: object) -> Answered:
    """Ask for something to be done."""
    return api.ask("POST", path, body=body, key=key, groups=groups)


def test_a_day_with_a_missing_five_from_opening_to_its_report(api: StaffApi) -> None:
    """Opened with 50.00, sold for 11.50, counted 56.50."""
    assert post(api, "/drawer/open", "k1", opening=5_000).body["shift"]["expected"] == 5_000
    paid = post(api, "/orders/ord_1/payments", "k2", method="cash", amount=1150, tendered=2000)
    assert (paid.status, paid.body["change"], paid.body["due"]) == (200, 850, 0)
    assert (paid.body["order"]["status"], paid.body["order"]["ticket"]) == ("confirmed", 1)
    assert api.ask("GET", "/drawer").body["shift"]["expected"] == 6_150
    assert post(api, "/drawer/close", "k3").body["type"] == "urn:tillhook:problem:not-counted"
    assert post(api, "/drawer/count", "k4", counted=5_650).body["shift"]["difference"] == -500
    assert post(api, "/drawer/close", "k5").body["open"] is False
    assert post(api, "/drawer/close-day", "k6").status == 403
    report = post(api, "/drawer/close-day", "k7", groups=MANAGER).body
    assert [(one["what"], one["difference"]) for one in report["differences"]] == [("drawer, shift 1", -500)]
    assert (report["sales"], report["tax"], report["by_method"], report["tickets"]) == (
        1055,
        95,
        {"cash": 1150},
        [1, 1],
    )
    assert api.ask("GET", "/drawer/days/2026-11-21").body == report
    msgspec.convert(report, DayReportView, strict=False)
    msgspec.convert(paid.body, PaymentResult, strict=False)
    msgspec.convert(api.ask("GET", "/drawer").body, DrawerView, strict=False)


def test_the_report_is_a_table_too(api: StaffApi) -> None:
    """As CSV, in major units."""
    post(api, "/orders/ord_1/payments", "k1", method="card", amount=1150)
    post(api, "/drawer/close-day", "k2", groups=MANAGER)
    event_headers, text = _csv(api, "/drawer/days/2026-11-21/csv")
    assert event_headers["content-type"] == "text/csv; charset=utf-8"
    assert "total,sales,10.55,\r\ntotal,tax,0.95,\r\n" in text
    assert "method,card,11.50,\r\n" in text


def _csv(api: StaffApi, path: str) -> tuple[dict[str, str], str]:
    """What the handler answers as it is."""
    from functions.staff_api import handler
    from tests.fakes.http_api import http_event
    from tests.functions.staff_api.conftest import CLIENT

    event = http_event(method="GET", path=f"/staff{path}", body=None, headers=None, query=None, as_base64=False)
    claims = {"sub": "3c1f", "aud": CLIENT, "token_use": "id", "cognito:groups": "[mpls-staff]"}
    event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    answer = handler.handler(event, object())
    return {name.lower(): value for name, value in answer["headers"].items()}, answer["body"]


@pytest.mark.parametrize(
    ("path", "body", "status", "problem"),
    [
        ("/orders/ord_1/payments", {"method": "cash", "amount": 1150}, 409, "drawer-closed"),
        ("/orders/ord_1/payments", {"method": "cash_on_delivery", "amount": 1150}, 409, "method-not-taken"),
        ("/orders/ord_1/payments", {"method": "cash", "amount": 1151}, 409, "more-than-due"),
        ("/orders/ord_1/payments", {"method": "cash", "amount": 1150, "tendered": 1000}, 409, "too-little-tendered"),
        ("/orders/ord_9/payments", {"method": "card", "amount": 1150}, 404, "not-found"),
        ("/orders/ord_1/payments", {"method": "beads", "amount": 1150}, 422, "invalid"),
        ("/orders/ord_1/payments", {"method": "card", "amount": 0}, 422, "invalid"),
        ("/drawer/count", {"counted": 1}, 409, "drawer-closed"),
        ("/drawer/hand-in", {"rider": "ravi", "counted": 1}, 409, "nothing-carried"),
    ],
)
def test_what_cannot_be_done_is_a_problem_with_a_name(
    api: StaffApi, path: str, body: dict[str, object], status: int, problem: str
) -> None:
    """And nothing is booked."""
    refused = api.ask("POST", path, body=body, key="k1")
    assert (refused.status, refused.body["type"]) == (status, f"urn:tillhook:problem:{problem}")
    assert not api.record.state.entries


def test_a_slip_of_the_finger_at_the_drawer_is_told_with_what_is_in_it(api: StaffApi) -> None:
    """2.50 for milk, with too many zeros."""
    post(api, "/drawer/open", "k1", opening=5_000)
    refused = post(api, "/drawer/paid-out", "k2", amount=250_000, reason="milk")
    assert (refused.status, refused.body["type"]) == (409, "urn:tillhook:problem:not-in-drawer")
    assert refused.body["detail"].startswith("$50.00 should be in the drawer;")
    assert post(api, "/drawer/paid-out", "k2", amount=250, reason="milk").body["shift"]["expected"] == 4_750


def test_the_same_key_takes_the_money_once(api: StaffApi) -> None:
    """And another amount under it is refused."""
    answers = [post(api, "/orders/ord_1/payments", "k1", method="card", amount=1000).body["paid"] for _ in range(3)]
    assert answers == [1000, 1000, 1000]
    assert post(api, "/orders/ord_1/payments", "k1", method="card", amount=150).status == 422
    assert post(api, "/orders/ord_1/payments", "k2", method="wallet", amount=150).body["order"]["status"] == "confirmed"


def test_a_day_that_was_not_closed_has_no_report(api: StaffApi) -> None:
    """And what is no day is no day."""
    assert api.ask("GET", "/drawer/days/2026-11-21").status == 404
    assert api.ask("GET", "/drawer/days/soon").status == 422


@pytest.mark.parametrize(
    ("path", "body", "field", "expected"),
    [
        (
            "/orders/ord_1/payments",
            {"method": "gold", "amount": 1},
            "method",
            "one of cash, card, wallet, cash_on_delivery",
        ),
        ("/drawer/paid-out", {"amount": 1, "reason": "milk", "to": "moon"}, "to", "one of bank, expenses, safe"),
        (
            "/orders/ord_1/refunds",
            {"amount": 1, "reason": "x", "method": "gold"},
            "method",
            "one of card, cash, transfer, wallet",
        ),
        (
            "/drawer/paid-in",
            {"amount": 1, "reason": " "},
            "reason",
            "text on one line that is not blank and neither begins nor ends with a space",
        ),
    ],
)
def test_a_wrong_word_is_told_with_the_right_ones(
    api: StaffApi, path: str, body: dict[str, object], field: str, expected: str
) -> None:
    """For somebody at a tablet, not for somebody who reads patterns."""
    refused = post(api, path, "k1", groups=MANAGER, **body)
    assert refused.status == 422
    assert refused.body["errors"] == [{"field": field, "expected": expected}]
