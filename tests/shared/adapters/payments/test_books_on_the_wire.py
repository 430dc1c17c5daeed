"""A gateway's lists, with what the simulators are too well-behaved for: odd entries, circles, odd days."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.money_gateways import books_for
from shared.domain.gateway_books import BalanceMovement, MovementKind, Unread
from shared.ports import Refused
from tests.fakes.scripted_server import Answer, ScriptedServer

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
DAY: dict[str, datetime] = {"since": NOW, "until": NOW + timedelta(hours=2)}


def read(provider: str, which: str, *answers: Answer) -> list[Any]:
    """A list of a gateway that answers like that."""
    with ScriptedServer(*answers) as server:
        books = books_for(provider, api_url=server.url, api_key="rzp_live_a:b", pause=lambda _: None)
        return list(getattr(books, which)(**DAY))


def test_one_odd_entry_does_not_hide_the_rest() -> None:
    """It is handed over as unread, with its id, for a person."""
    odd = {"id": "re_1", "object": "refund", "status": "teleported"}
    good = {"id": "re_2", "amount": 5, "currency": "usd", "status": "succeeded", "payment_intent": "pi_1"}
    found = read("stripe", "refunds", Answer(body={"data": [odd, good], "has_more": False}))
    assert found[0] == Unread(provider="stripe", id="re_1", what="a refund of no payment")
    assert found[1].id == "re_2"


def test_a_list_that_goes_in_circles_is_an_error() -> None:
    """Not an endless loop, and not the end of the list."""
    page = {"data": [{"id": "po_1"}], "has_more": True}
    with pytest.raises(Refused) as no:
        read("stripe", "payouts", Answer(body=page))
    assert no.value.alarm is True


@pytest.mark.parametrize(
    ("line", "what"),
    [
        ({"amount": 100, "fee": 10, "net": 91}, "a movement whose amount and fee do not make its net"),
        ({"amount": 100, "fee": 10, "net": 90, "currency": ""}, "a movement without a currency"),
        ({"amount": 100, "fee": 10, "net": 90, "created": 0}, "an entry without a time"),
        ({"amount": None, "fee": 10, "net": 90}, "an amount that is NoneType"),
        ({"amount": 150, "fee": 0, "net": 150, "currency": "ugx"}, "an amount of part of a UGX"),
    ],
)
def test_a_movement_that_does_not_add_up_is_not_read(line: dict[str, Any], what: str) -> None:
    """A person must look."""
    whole = {"id": "txn_1", "currency": "usd", "created": 1795284000, "reporting_category": "charge", **line}
    assert read("stripe", "movements", Answer(body={"data": [whole]})) == [
        Unread(provider="stripe", id="txn_1", what=what)
    ]


def test_a_movement_of_an_unknown_kind_counts() -> None:
    """With the tax that Stripe lists among its fee's parts."""
    line = {
        "id": "txn_1",
        "amount": 1000,
        "fee": 59,
        "net": 941,
        "currency": "eur",
        "created": 1795284000,
        "reporting_category": "climate_order_purchase",
        "source": None,
        "fee_details": [{"type": "stripe_fee", "amount": 50}, {"type": "tax", "amount": 9}],
    }
    [found] = read("stripe", "movements", Answer(body={"data": [line]}))
    assert found == BalanceMovement(
        provider="stripe",
        id="txn_1",
        kind=MovementKind.OTHER,
        currency="EUR",
        gross=1000,
        fee=59,
        tax=9,
        at=NOW,
        source_id="",
    )


@pytest.mark.parametrize("notes", [None, [], {}, '{"order_id":"ord_9"}', "[]"])
def test_the_settlement_reports_notes_do_not_matter(notes: object) -> None:
    """They are a text, or null; our reference is enough."""
    line = {
        "entity_id": "pay_1",
        "type": "payment",
        "credit": 43938,
        "debit": 0,
        "amount": 45000,
        "fee": 1062,
        "tax": 162,
        "currency": "INR",
        "created_at": 1795284000,
        "settled_at": 1795284000,
        "settlement_id": "setl_1",
        "order_receipt": "ord_1-1",
        "notes": notes,
    }
    [found] = read("razorpay", "movements", Answer(body={"items": [line]}), Answer(body={"items": []}))
    assert (found.gross, found.fee, found.tax, found.net) == (45000, 1062, 162, 43938)
    assert (found.transaction_id, found.order_id, found.payout_id) == ("pay_1", "ord_1", "setl_1")


def test_the_settlement_report_is_asked_for_by_the_day_in_india() -> None:
    """Half past six in the evening in UTC is midnight there."""
    with ScriptedServer(Answer(body={"items": []})) as server:
        books = books_for("razorpay", api_url=server.url, api_key="a:b")
        until = datetime(2026, 11, 21, 18, 31, tzinfo=UTC)
        assert list(books.movements(since=datetime(2026, 11, 20, 18, 29, tzinfo=UTC), until=until)) == []
    days = [one.path.partition("day=")[2][:2] for one in server.asked]
    assert days == ["20", "21", "22"]


def test_an_unknown_gateway_is_named() -> None:
    """Before any call."""
    with pytest.raises(UnknownProvider):
        books_for("paypal", api_url="http://x", api_key="k")
