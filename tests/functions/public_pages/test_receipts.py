"""The page of a receipt: complete, small, in the customer's language, without a word about the customer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.receipt import receipt_token
from shared.domain.refund import OrderRefund, RefundStep
from shared.runtime import clock
from tests.fakes.people import ANA, NOW
from tests.fakes.record import FakeRecord
from tests.functions.public_pages.pages import CASH, KEY, PAID, ask, words
from tests.shared.domain.test_receipt import ORDER


@pytest.mark.usefixtures("record")
def test_the_receipt_has_number_lines_tax_and_method() -> None:
    """As it was paid."""
    answer = ask(receipt_token(ORDER.id, key=KEY))
    assert answer["statusCode"] == 200
    assert words(answer["body"]) == (
        "North Loop Boba | 212 N 2nd St | Receipt · | 2026-11-21 | No. 1 | 2 × Taro <milk> tea | $11.50"
        " | 1 × Egg waffle | $6.95 | Total | $18.45 | Tax included | $0.95 | Paid: cash | $18.45"
    )


def test_tax_that_the_prices_do_not_contain_stands_before_the_total(record: FakeRecord) -> None:
    """9.03 % of 11.50 is 1.04: 19.49 in all, of which 18.45 came."""
    record.state.orders[ORDER.id] = replace(PAID, lines=tuple(replace(line, tax_on_top=True) for line in PAID.lines))
    assert words(ask(receipt_token(ORDER.id, key=KEY))["body"]).endswith(
        "1 × Egg waffle | $6.95 | Tax | $1.04 | Total | $19.49 | Paid: cash | $18.45 | Still to pay | $1.04"
    )


def test_what_went_back_stands_on_the_receipt(record: FakeRecord) -> None:
    """By hand and online; what failed, or is still under way, is not back."""
    one = OrderRefund(
        id="rf_1",
        order_id=ORDER.id,
        provider="transfer",
        transaction_id="ctr_1",
        amount=Money(500, "USD"),
        reason="cold",
        state=RefundStep.SUCCEEDED,
        requested_by="kim",
        at=NOW,
        earned=True,
    )
    for number, state in enumerate(RefundStep, start=2):
        record.state.refunds[ORDER.id, f"rf_{number}"] = replace(
            one, id=f"rf_{number}", provider="stripe", amount=Money(number, "USD"), state=state
        )
    record.state.refunds[ORDER.id, one.id] = one
    assert words(ask(receipt_token(ORDER.id, key=KEY))["body"]).endswith(
        "Paid: cash | $18.45 | Refunded: bank transfer | -$5.00 | Refunded: online | -$0.04"
    )


def test_a_cancelled_order_asks_for_no_money(record: FakeRecord) -> None:
    """It was paid, and that is on its way back."""
    record.state.orders[ORDER.id] = replace(PAID, status=OrderStatus.CANCELLED)
    record.state.payments[ORDER.id, CASH.id] = replace(CASH, status=AttemptStatus.REFUND_DUE)
    page = words(ask(receipt_token(ORDER.id, key=KEY))["body"])
    assert "No. 1 | Cancelled | 2 × Taro" in page
    assert page.endswith("Paid: cash | $18.45")


@pytest.mark.usefixtures("record")
def test_the_page_needs_no_script_and_names_nobody() -> None:
    """Small, not indexed, not cached; no name, number, address or id of the customer."""
    answer = ask(receipt_token(ORDER.id, key=KEY))
    page = answer["body"]
    assert len(page.encode()) < 50_000
    assert "<script" not in page
    assert "@media print" in page
    assert not [one for one in ("Ana", "16505551234", "Elm", ANA.id, ORDER.id) if one in page]
    assert answer["headers"]["x-robots-tag"] == "noindex, nofollow"
    assert answer["headers"]["cache-control"] == "no-store"
    assert answer["headers"]["content-security-policy"].startswith("default-src 'none'; style-src 'sha256-")


def test_the_page_speaks_the_customers_language(record: FakeRecord) -> None:
    """Spanish for who writes Spanish."""
    record.state.profiles[ANA.id] = replace(ANA, language="es")
    page = ask(receipt_token(ORDER.id, key=KEY))["body"]
    assert '<html lang="es">' in page
    assert "Pagado: efectivo" in page


def test_an_order_that_is_not_all_paid_says_what_is_due(record: FakeRecord) -> None:
    """Cash on delivery, before the rider came."""
    record.state.payments.clear()
    assert words(ask(receipt_token(ORDER.id, key=KEY))["body"]).endswith("Still to pay | $18.45")


def test_whatever_cannot_be_shown_looks_the_same(record: FakeRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """A guess, an order that is not confirmed, one of another store's key, none at all, one of long ago."""
    token = receipt_token(ORDER.id, key=KEY)
    answers = [ask(None), ask("x"), ask(receipt_token(ORDER.id, key="other"))]
    answers.append(ask(receipt_token("ord_" + "0" * 24, key=KEY)))
    record.state.orders[ORDER.id] = replace(PAID, ticket=None)
    answers.append(ask(token))
    record.state.orders[ORDER.id] = PAID
    monkeypatch.setattr(clock, "utc_now", lambda: NOW + timedelta(days=401))
    answers.append(ask(token))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["statusCode"] == 404
    assert "There is nothing to see here" in answers[0]["body"]
    assert date(2026, 11, 21).isoformat() not in answers[0]["body"]
