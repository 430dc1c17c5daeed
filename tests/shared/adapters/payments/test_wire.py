"""Gateways on the wire: broken lines, odd answers, and what is tried again."""

from datetime import timedelta
from typing import Any

import pytest

from shared.adapters import http_session
from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.gateways import gateway_for
from shared.adapters.payments.wire import GatewayRefused, Wire
from shared.domain.money import Money
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.ports import Refused, Unavailable
from tests.fakes.people import MPLS, NOW, order
from tests.fakes.scripted_server import Answer, ScriptedServer, closed_port

SESSION = {"id": "cs_1", "url": "https://checkout.stripe.com/c/1", "status": "open"}
OPEN = PaymentAttempt(
    id="ord_1-1",
    order_id="ord_1",
    provider="stripe",
    amount=Money(1845, "USD"),
    status=AttemptStatus.OPEN,
    created_at=NOW,
    link_id="link_1",
)
REFUSED_400 = Answer(status=400, body={"error": {"code": "x", "message": "no", "description": "no"}})


def call(server: ScriptedServer) -> dict[str, Any]:
    """One POST."""
    return Wire(api_url=server.url).call("POST", "/things", data={"a": "b"})


def close(provider: str, *answers: Answer, link_id: str | None = "link_1") -> tuple[Payment | None, list[str]]:
    """Close the link of a gateway that answers like that; what comes of it, and what was asked."""
    attempt = OPEN if link_id else PaymentAttempt(**{**OPEN.__dict__, "link_id": None})
    with ScriptedServer(*answers) as server:
        gateway = gateway_for(provider, api_url=server.url, api_key="rzp_live_1:secret")
        return gateway.close_link(attempt), [f"{one.method} {one.path}" for one in server.asked]


@pytest.mark.parametrize("broken", [Answer(how="reset"), Answer(how="cut", body=b'{"id"')])
def test_a_line_that_breaks_is_tried_once_more(broken: Answer) -> None:
    """With the same words: every call here may be repeated."""
    with ScriptedServer(broken, Answer(body={"id": "1"})) as server:
        assert call(server) == {"id": "1"}
    assert server.asked[0].body == server.asked[1].body == b"a=b"


def test_a_line_that_breaks_twice_is_unavailable() -> None:
    """Two tries, not more."""
    with ScriptedServer(Answer(how="reset")) as server, pytest.raises(Unavailable):
        call(server)
    assert len(server.asked) == 2


def test_a_gateway_that_does_not_answer_had_its_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """One wait is enough within a function's own time."""
    monkeypatch.setattr(http_session, "READ_SECONDS", 0.2)
    with ScriptedServer(Answer(how="hang")) as server, pytest.raises(Unavailable):
        call(server)
    assert len(server.asked) == 1


def test_a_gateway_nobody_listens_at_is_unavailable() -> None:
    """The connection is refused at once."""
    with pytest.raises(Unavailable):
        Wire(api_url=f"http://127.0.0.1:{closed_port()}").call("GET", "/things")


@pytest.mark.parametrize(
    ("answer", "wait"),
    [
        (Answer(status=429, body={}, headers={"Retry-After": "7"}), 7),
        (Answer(status=429, body={}, headers={"Retry-After": "86400"}), 300),
        (Answer(status=429, body={}, headers={"Retry-After": "Wed, 21 Oct 2026 07:28:00 GMT"}), 15),
        (Answer(status=409, body={"error": {"code": "idempotency_key_in_use"}}), 15),
        (Answer(status=500, body={}), 15),
        (Answer(status=503, body=b"<html>"), 15),
        (Answer(status=200, body=b"<html>"), 15),
        (Answer(status=200, body=[]), 15),
    ],
)
def test_what_may_pass_is_unavailable_for_as_long_as_it_says(answer: Answer, wait: int) -> None:
    """Within reason."""
    with ScriptedServer(answer) as server, pytest.raises(Unavailable) as later:
        call(server)
    assert later.value.retry_after == wait


@pytest.mark.parametrize(
    ("answer", "code", "alarm"),
    [
        (
            Answer(status=400, body={"error": {"type": "invalid_request_error", "message": "m"}}),
            "invalid_request_error",
            False,
        ),
        (Answer(status=400, body={"error": {"code": "amount_too_small", "type": "t"}}), "amount_too_small", False),
        (
            Answer(status=400, body={"error": {"code": "BAD_REQUEST_ERROR", "description": "d"}}),
            "BAD_REQUEST_ERROR",
            False,
        ),
        (Answer(status=402, body={"error": {"code": "card_declined"}}), "card_declined", False),
        (Answer(status=404, body=b""), "404", False),
        (Answer(status=400, body={"error": "text"}), "400", False),
        (Answer(status=401, body={"error": {}}), "401", True),
        (Answer(status=403, body={"error": {"code": "forbidden"}}), "forbidden", True),
    ],
)
def test_a_no_carries_the_gateways_code(answer: Answer, code: str, alarm: bool) -> None:  # noqa: FBT001 (a table)
    """A key that is refused calls a person."""
    with ScriptedServer(answer) as server, pytest.raises(GatewayRefused) as no:
        call(server)
    assert (no.value.code, no.value.alarm, no.value.status) == (code, alarm, answer.status)


def test_stripe_is_asked_with_key_version_and_idempotency_key() -> None:
    """The attempt is the idempotency key; a repeat is the same call to the letter."""
    with ScriptedServer(Answer(body=SESSION)) as server:
        gateway = gateway_for("stripe", api_url=server.url, api_key="sk_test_1")
        for later in (0, 90, 240):
            gateway.open_link(
                attempt=OPEN,
                order=order(),
                store=MPLS,
                expires_at=NOW + timedelta(minutes=30),
                now=NOW + timedelta(seconds=later),
            )
    first = server.asked[0]
    assert (first.method, first.path) == ("POST", "/checkout/sessions")
    assert first.headers["authorization"] == "Bearer sk_test_1"
    assert first.headers["stripe-version"] == "2026-10-28.endive"
    assert first.headers["content-type"] == "application/x-www-form-urlencoded"
    assert {one.headers["idempotency-key"] for one in server.asked} == {"ord_1-1"}
    assert {one.body for one in server.asked} == {first.body}


@pytest.mark.parametrize("session", [{"id": "cs_1", "url": None}, {"url": "https://x"}, {}])
def test_a_session_without_a_page_calls_a_person(session: dict[str, Any]) -> None:
    """There is nothing to send to the customer."""
    with ScriptedServer(Answer(body=session)) as server, pytest.raises(Refused) as no:
        gateway_for("stripe", api_url=server.url, api_key="k").open_link(
            attempt=OPEN, order=order(), store=MPLS, expires_at=NOW + timedelta(minutes=30), now=NOW
        )
    assert no.value.alarm is True


def test_a_session_that_waits_for_its_bank_is_closed_without_a_payment() -> None:
    """Complete, not paid: the money may come later, and is dealt with then."""
    waiting = {"id": "cs_1", "status": "complete", "payment_status": "unpaid"}
    paid, asked = close("stripe", REFUSED_400, Answer(body=waiting))
    assert paid is None
    assert asked == [
        "POST /checkout/sessions/link_1/expire",
        "GET /checkout/sessions/link_1?expand%5B%5D=payment_intent",
    ]


def test_a_session_that_stays_open_is_tried_again() -> None:
    """The link must not outlive the reservation unnoticed."""
    with pytest.raises(Unavailable):
        close("stripe", REFUSED_400, Answer(body=SESSION))


def test_a_session_paid_in_a_way_we_cannot_read_calls_a_person() -> None:
    """Not silently nothing."""
    odd = {
        "id": "cs_1",
        "status": "complete",
        "payment_status": "paid",
        "client_reference_id": "o",
        "amount_total": 1.5,
    }
    with pytest.raises(Refused) as no:
        close("stripe", REFUSED_400, Answer(body=odd))
    assert no.value.alarm is True


def test_a_link_that_is_gone_is_a_refusal() -> None:
    """Another store's, perhaps: nothing to make up."""
    gone = Answer(status=404, body={"error": {"code": "resource_missing"}})
    for provider in ("stripe", "razorpay"):
        with pytest.raises(Refused):
            close(provider, gone)


PAID_LINK = {
    "id": "link_1",
    "status": "paid",
    "reference_id": "ord_1-1",
    "currency": "INR",
    "notes": [],
    "order_id": "order_1",
    "payments": [
        {"payment_id": "pay_0", "amount": 29000, "status": "failed"},
        {"payment_id": "pay_1", "amount": 29000, "status": "captured"},
    ],
}


def test_razorpays_short_list_of_payments_is_enough() -> None:
    """The captured one counts; a live key means real money."""
    paid, _ = close("razorpay", REFUSED_400, Answer(body=PAID_LINK))
    assert paid == Payment(
        provider="razorpay",
        transaction_id="pay_1",
        order_id="ord_1",
        amount=Money(29000, "INR"),
        link_id="link_1",
        live=True,
    )


def test_a_paid_link_without_its_list_is_looked_up_by_its_order() -> None:
    """Razorpay gives null there at times."""
    items = {"items": [{"id": "pay_1", "amount": 29000, "currency": "INR", "status": "captured"}]}
    paid, asked = close("razorpay", REFUSED_400, Answer(body=PAID_LINK | {"payments": None}), Answer(body=items))
    assert paid is not None
    assert paid.transaction_id == "pay_1"
    assert asked[2] == "GET /orders/order_1/payments"


def test_a_paid_link_that_does_not_say_by_what_is_asked_again() -> None:
    """Paid is never taken for not paid."""
    nothing = PAID_LINK | {"payments": None, "order_id": ""}
    with pytest.raises(Unavailable):
        close("razorpay", REFUSED_400, Answer(body=nothing))


def test_a_razorpay_link_that_stays_open_is_tried_again() -> None:
    """As at Stripe."""
    with pytest.raises(Unavailable):
        close("razorpay", REFUSED_400, Answer(body={"id": "link_1", "status": "created", "payments": None}))


def test_an_attempt_whose_link_nobody_finds_is_closed() -> None:
    """There never was one."""
    paid, asked = close("razorpay", Answer(body={"payment_links": []}), link_id=None)
    assert (paid, asked) == (None, ["GET /payment_links?reference_id=ord_1-1"])


def test_an_unknown_gateway_is_named() -> None:
    """Before any call."""
    with pytest.raises(UnknownProvider):
        gateway_for("paypal", api_url="http://x", api_key="k")
