"""Orders as staff read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from functions.staff_api.contract import OrderDetail
from shared.domain.events import OrderConfirmed, OrderReceived, PaymentRequested, order_event
from shared.domain.messages import Intent, MessageState
from shared.domain.money import Money
from shared.domain.order import OrderStatus, Problem, ProblemKind, Ticket
from shared.domain.payment import AttemptStatus, PaymentAttempt
from tests.fakes.people import ANA, NOW, order
from tests.functions.staff_api.conftest import StaffApi


def place(api: StaffApi, *numbers: int, **changes: Any) -> None:
    """Orders ``ord_<n>``, each placed n minutes after noon, UTC."""
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)
    for number in numbers:
        one = order(**{"id": f"ord_{number}", "placed_at": noon + timedelta(minutes=number)} | changes)
        api.record.state.orders[one.id] = one


def paid_order(api: StaffApi) -> None:
    """Ana's order from reservation to confirmation, with its payment and two messages."""
    confirmed = order(
        status=OrderStatus.CONFIRMED, version=3, ticket=Ticket(number=7, day=date(2026, 11, 21)), expires_at=NOW
    )
    state = api.record.state
    state.orders["ord_1"] = confirmed
    received = order(version=1)
    asked = order(version=2)
    state.events += [
        order_event(OrderReceived, received, now=NOW),
        order_event(PaymentRequested, asked, now=NOW + timedelta(seconds=2), attempt_id="ord_1-1", url="https://pay/1"),
        order_event(
            OrderConfirmed,
            confirmed,
            now=NOW + timedelta(seconds=60),
            ticket=7,
            transaction_id="pi_1",
            amount=1845,
            currency="USD",
        ),
    ]
    state.payments["ord_1", "ord_1-1"] = PaymentAttempt(
        id="ord_1-1",
        order_id="ord_1",
        provider="stripe",
        amount=Money(1845, "USD"),
        status=AttemptStatus.PAID,
        created_at=NOW + timedelta(seconds=1),
        link_id="cs_1",
        url="https://pay/1",
        transaction_id="pi_1",
        received=Money(1845, "USD"),
    )
    for intent, seconds, meta_id in (("PaymentRequested.2", 2, "wamid.out1"), ("OrderConfirmed.3", 61, "wamid.out2")):
        state.intents["ORDER#ord_1", intent] = Intent(
            subject="ORDER#ord_1",
            id=intent,
            customer_id=ANA.id,
            state=MessageState.DELIVERED,
            attempted_at=NOW + timedelta(seconds=seconds),
            meta_id=meta_id,
        )


def test_an_order_is_read_with_its_payments_and_its_timeline_in_order(api: StaffApi) -> None:
    """The contract of an order, whole; of two entries at one moment the event stands before the message about it."""
    paid_order(api)
    answer = api.ask("GET", "/orders/ord_1")
    assert answer.status == 200
    assert answer.body == {
        "id": "ord_1",
        "ticket": 7,
        "ticket_day": "2026-11-21",
        "status": "confirmed",
        "customer": {
            "id": ANA.id,
            "name": "Ana",
            "language": "en",
            "phone": "+16505551234",
            "user_id": "US.13491208655302741918",
        },
        "lines": [
            {"sku": "TARO-R", "name": "Taro milk tea, regular", "quantity": 2, "unit_price": 575, "total": 1150},
            {"sku": "WAFFLE", "name": "Egg waffle", "quantity": 1, "unit_price": 695, "total": 695},
        ],
        "total": 1845,
        "tax": 0,
        "added_tax": 0,
        "currency": "USD",
        "placed_at": "2026-11-21T18:00:00Z",
        "expires_at": "2026-11-21T18:00:00Z",
        "problems": [],
        "source": {"channel": "whatsapp", "message_id": "wamid.1"},
        "assignee": None,
        "payment_status": "paid",
        "refunds": [],
        "payments": [
            {
                "id": "ord_1-1",
                "provider": "stripe",
                "amount": 1845,
                "currency": "USD",
                "status": "paid",
                "created_at": "2026-11-21T18:00:01Z",
                "url": "https://pay/1",
                "transaction_id": "pi_1",
                "received": {"amount": 1845, "currency": "USD"},
                "reason": None,
            }
        ],
        "parcels": [],
        "returns": [],
        "score": None,
        "review": "",
        "timeline": [
            {"at": "2026-11-21T18:00:00Z", "kind": "event", "name": "OrderReceived", "data": {"sequence": 1}},
            {
                "at": "2026-11-21T18:00:02Z",
                "kind": "event",
                "name": "PaymentRequested",
                "data": {"sequence": 2, "attempt_id": "ord_1-1", "url": "https://pay/1"},
            },
            {
                "at": "2026-11-21T18:00:02Z",
                "kind": "message",
                "name": "PaymentRequested.2",
                "data": {"state": "delivered", "attempts": 1, "message_id": "wamid.out1", "error": None},
            },
            {
                "at": "2026-11-21T18:01:00Z",
                "kind": "event",
                "name": "OrderConfirmed",
                "data": {
                    "sequence": 3,
                    "ticket": 7,
                    "transaction_id": "pi_1",
                    "amount": 1845,
                    "currency": "USD",
                    "refund_method": "",
                },
            },
            {
                "at": "2026-11-21T18:01:01Z",
                "kind": "message",
                "name": "OrderConfirmed.3",
                "data": {"state": "delivered", "attempts": 1, "message_id": "wamid.out2", "error": None},
            },
        ],
    }


def test_an_answer_names_every_field_of_its_contract(api: StaffApi) -> None:
    """None is written as null, so that a reader finds the same names in every order."""
    place(api, 1)
    body = api.ask("GET", "/orders/ord_1").body
    assert set(body) == set(OrderDetail.__struct_encode_fields__)
    assert (body["ticket"], body["ticket_day"]) == (None, None)


def test_an_erased_customer_leaves_an_id_and_nothing_else(api: StaffApi) -> None:
    """The order stays readable."""
    del api.record.state.profiles[ANA.id]
    place(api, 1)
    customer = api.ask("GET", "/orders/ord_1").body["customer"]
    assert customer == {"id": ANA.id, "name": None, "language": None, "phone": None, "user_id": None}


def test_a_wish_that_could_not_be_taken_shows_why(api: StaffApi) -> None:
    """A draft lists what was wanted and what there is."""
    short = Problem(kind=ProblemKind.SHORT, sku="TARO-R", name="Taro milk tea, regular", wanted=4, found=2)
    place(api, 1, status=OrderStatus.DRAFT, problems=(short,))
    assert api.ask("GET", "/orders/ord_1").body["problems"] == [
        {"kind": "short", "sku": "TARO-R", "name": "Taro milk tea, regular", "wanted": 4, "found": 2}
    ]


def test_orders_of_all_statuses_are_listed_newest_first(api: StaffApi) -> None:
    """One list, merged."""
    place(api, 1, 4, status=OrderStatus.CONFIRMED)
    place(api, 2, status=OrderStatus.EXPIRED)
    place(api, 3, status=OrderStatus.AWAITING_PAYMENT)
    answer = api.ask("GET", "/orders")
    assert [row["id"] for row in answer.body["items"]] == ["ord_4", "ord_3", "ord_2", "ord_1"]
    assert answer.body["next_cursor"] is None
    assert answer.body["items"][0]["customer"]["name"] == "Ana"


def test_one_status_lists_only_its_own(api: StaffApi) -> None:
    """The status is one of the words of the order's table."""
    place(api, 1, 4, status=OrderStatus.CONFIRMED)
    place(api, 2, status=OrderStatus.EXPIRED)
    answer = api.ask("GET", "/orders", query={"status": "confirmed"})
    assert [row["id"] for row in answer.body["items"]] == ["ord_4", "ord_1"]


def test_pages_follow_each_other_until_the_last_has_no_cursor(api: StaffApi) -> None:
    """Five orders in pages of two."""
    place(api, 1, 3, 5, status=OrderStatus.CONFIRMED)
    place(api, 2, 4, status=OrderStatus.EXPIRED)
    pages: list[list[str]] = []
    query = {"limit": "2"}
    while True:
        body = api.ask("GET", "/orders", query=query).body
        pages.append([row["id"] for row in body["items"]])
        if body["next_cursor"] is None:
            break
        query["cursor"] = body["next_cursor"]
    assert pages == [["ord_5", "ord_4"], ["ord_3", "ord_2"], ["ord_1"]]


@pytest.mark.parametrize(
    ("text", "found"),
    [("7", ["ord_1"]), ("#7", ["ord_1"]), ("ana", ["ord_2", "ord_1"]), ("waffle", ["ord_2", "ord_1"]), ("zoe", [])],
)
def test_orders_are_found_by_what_staff_remember_of_them(api: StaffApi, text: str, found: list[str]) -> None:
    """A ticket, a name, a product."""
    place(api, 1, ticket=Ticket(number=7, day=date(2026, 11, 21)))
    place(api, 2, ticket=Ticket(number=17, day=date(2026, 11, 21)))
    answer = api.ask("GET", "/orders", query={"text": text})
    assert [row["id"] for row in answer.body["items"]] == found


@pytest.mark.parametrize("stranger", ["ord_404", "ord_1%00", "ORDER#ord_1", "x" * 5000, "ord_1\u202e", "../ord_1"])
def test_an_order_that_is_not_here_reads_like_any_other_thing_that_is_not(api: StaffApi, stranger: str) -> None:
    """The same 404, byte for byte, for a guessed id, an impossible id and a route that does not exist."""
    place(api, 1)
    missing, unrouted = api.ask("GET", f"/orders/{stranger}"), api.ask("GET", "/nothing")
    assert missing.status == 404
    assert (missing.text, missing.headers) == (unrouted.text, unrouted.headers)


@pytest.mark.parametrize("impossible", ["x" * 129, "ord_1\x00", "ord_1\u200b"])
def test_the_record_is_not_asked_for_what_cannot_be_an_id(api: StaffApi, impossible: str) -> None:
    """DynamoDB would refuse a key that is too long, and our failure would be the caller's doing."""
    for path in ("/orders/{}", "/products/{}", "/stock/{}", "/stock/{}/movements"):
        assert api.ask("GET", path.format(impossible)).status == 404
    assert api.record.calls == []


def test_no_word_about_the_customer_is_logged(api: StaffApi, capsys: pytest.CaptureFixture[str]) -> None:
    """One line a request: route, status, the caller's pseudonym."""
    paid_order(api)
    api.ask("GET", "/orders", query={"text": "Ana"})
    api.ask("GET", "/orders/ord_1")
    written = capsys.readouterr().out
    assert written.count('"staff.answered"') == 2
    assert '"route":"GET /orders/{order_id}"' in written
    for secret in ("Ana", "16505551234", "US.1349", "ord_1", "wamid"):
        assert secret not in written
