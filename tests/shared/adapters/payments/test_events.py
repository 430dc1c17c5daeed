"""What gateways tell about money, with every trap their webhooks are known for."""

import subprocess
import sys
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.payments.events import UnknownProvider, payment_in
from shared.adapters.payments.verdict import Nothing, UnreadableEvent
from shared.domain.money import Money
from shared.domain.payment import Payment

OURS = {"order_id": "ord_1", "attempt_id": "ord_1-1", "store": "mpls"}


def without_none(whole: dict[str, Any]) -> dict[str, Any]:
    """The object without the fields a test takes away."""
    return {key: value for key, value in whole.items() if value != "gone"}


def session(**more: Any) -> dict[str, Any]:
    """A paid Checkout Session; "gone" removes a field."""
    return without_none(
        {
            "id": "cs_test_1",
            "object": "checkout.session",
            "amount_total": 1845,
            "currency": "usd",
            "client_reference_id": "ord_1",
            "metadata": OURS,
            "payment_intent": "pi_1",
            "payment_status": "paid",
            "status": "complete",
            "livemode": False,
        }
        | more
    )


def intent(**more: Any) -> dict[str, Any]:
    """A PaymentIntent that succeeded; "gone" removes a field."""
    return without_none(
        {
            "id": "pi_1",
            "object": "payment_intent",
            "amount": 1845,
            "amount_received": 1845,
            "currency": "usd",
            "metadata": OURS,
            "status": "succeeded",
            "livemode": False,
        }
        | more
    )


def stripe(kind: str, about: Any) -> Payment | Nothing:
    """What a Stripe event comes to."""
    event = {"id": "evt_1", "object": "event", "type": kind, "livemode": False, "data": {"object": about}}
    return payment_in(event, provider="stripe")


@pytest.mark.parametrize(
    ("kind", "about", "link"),
    [
        ("checkout.session.completed", session(), "cs_test_1"),
        ("checkout.session.async_payment_succeeded", session(), "cs_test_1"),
        ("checkout.session.completed", session(payment_intent={"id": "pi_1", "object": "payment_intent"}), "cs_test_1"),
        ("checkout.session.completed", session(metadata={}), "cs_test_1"),
        ("checkout.session.completed", session(client_reference_id=None), "cs_test_1"),
        ("payment_intent.succeeded", intent(), None),
    ],
)
def test_session_and_intent_tell_of_one_payment(kind: str, about: Any, link: str | None) -> None:
    """The same transaction id, the same order, the same amount; the currency in upper case."""
    assert stripe(kind, about) == Payment(
        provider="stripe",
        transaction_id="pi_1",
        order_id="ord_1",
        amount=Money(1845, "USD"),
        link_id=link,
        live=False,
    )


def test_real_money_is_told_from_test_money() -> None:
    """`livemode` is Stripe's word for it."""
    paid = stripe("payment_intent.succeeded", intent(livemode=True))
    assert isinstance(paid, Payment)
    assert paid.live is True


def test_an_order_that_costs_nothing_needs_no_intent() -> None:
    """Then the session stands for the payment."""
    free = stripe(
        "checkout.session.completed",
        session(payment_status="no_payment_required", amount_total=0, payment_intent=None),
    )
    assert isinstance(free, Payment)
    assert (free.transaction_id, free.amount) == ("cs_test_1", Money(0, "USD"))


def test_another_amount_and_currency_arrive_as_they_are() -> None:
    """Whether that is enough is not for the adapter to say."""
    paid = stripe("checkout.session.completed", session(amount_total=5, currency="jpy"))
    assert isinstance(paid, Payment)
    assert paid.amount == Money(5, "JPY")


@pytest.mark.parametrize(
    ("kind", "about", "reason"),
    [
        ("checkout.session.completed", session(payment_status="unpaid"), "the session is not paid yet"),
        (
            "checkout.session.completed",
            session(payment_status="no_payment_required"),
            "the session asks for no payment yet",
        ),
        (
            "checkout.session.completed",
            session(metadata={}, client_reference_id=None),
            "the session names no order of ours",
        ),
        ("payment_intent.succeeded", intent(metadata=None), "the payment intent names no order of ours"),
        (
            "payment_intent.succeeded",
            intent(status="requires_payment_method"),
            "the payment intent is requires_payment_method",
        ),
        ("checkout.session.expired", session(), "checkout.session.expired brings no money"),
        (
            "checkout.session.async_payment_failed",
            session(),
            "checkout.session.async_payment_failed brings no money",
        ),
        ("payment_intent.payment_failed", intent(), "payment_intent.payment_failed brings no money"),
        ("charge.refunded", {}, "charge.refunded brings no money"),
        ("", {}, "an event without a type brings no money"),
    ],
)
def test_what_is_no_payment_says_why(kind: str, about: Any, reason: str) -> None:
    """The reason goes into the log."""
    assert stripe(kind, about) == Nothing(reason)


@pytest.mark.parametrize(
    "about",
    [
        session(payment_status="half_paid"),
        session(payment_status="gone"),
        session(payment_intent=None),
        session(amount_total=18.45),
        session(amount_total="1845"),
        session(amount_total=-1),
        session(amount_total=True),
        session(currency=None),
        None,
    ],
)
def test_money_that_cannot_be_understood_calls_a_person(about: Any) -> None:
    """It is neither paid nor nothing."""
    with pytest.raises(UnreadableEvent):
        stripe("checkout.session.completed", about)


def payment(**more: Any) -> dict[str, Any]:
    """A captured Razorpay payment; "gone" removes a field."""
    return without_none(
        {
            "id": "pay_1",
            "entity": "payment",
            "amount": 29000,
            "currency": "INR",
            "status": "captured",
            "captured": True,
            "order_id": "order_1",
            "notes": OURS,
        }
        | more
    )


def link(**more: Any) -> dict[str, Any]:
    """The payment link behind it."""
    return without_none(
        {"id": "plink_1", "reference_id": "ord_1-1", "status": "paid", "currency": "INR", "notes": OURS} | more
    )


def razorpay(kind: str, **entities: Any) -> Payment | Nothing:
    """What a Razorpay webhook comes to."""
    payload = {name: {"entity": entity} for name, entity in entities.items()}
    event = {"entity": "event", "account_id": "acc_1", "event": kind, "contains": list(entities), "payload": payload}
    return payment_in(event, provider="razorpay")


@pytest.mark.parametrize(
    ("kind", "entities", "link_id"),
    [
        ("payment.captured", {"payment": payment()}, None),
        ("order.paid", {"payment": payment(), "order": {"id": "1", "notes": []}}, None),
        ("order.paid", {"payment": payment(notes=[]), "order": {"id": "1", "notes": OURS}}, None),
        ("order.paid", {"payment": payment(notes=[]), "order": {"receipt": "ord_1-1", "notes": []}}, None),
        ("payment_link.paid", {"payment": payment(), "payment_link": link(), "order": {"id": "1"}}, "plink_1"),
        ("payment_link.paid", {"payment": payment(notes=[]), "payment_link": link()}, "plink_1"),
        ("payment_link.paid", {"payment": payment(notes=None), "payment_link": link(notes=None)}, "plink_1"),
        ("payment_link.paid", {"payment": payment(notes={}), "payment_link": link(notes=[])}, "plink_1"),
        ("payment_link.partially_paid", {"payment": payment(), "payment_link": link()}, "plink_1"),
    ],
)
def test_three_events_tell_of_one_payment(kind: str, entities: dict[str, Any], link_id: str | None) -> None:
    """The same `pay_` id, and our order from whichever notes or reference there is."""
    assert razorpay(kind, **entities) == Payment(
        provider="razorpay",
        transaction_id="pay_1",
        order_id="ord_1",
        amount=Money(29000, "INR"),
        link_id=link_id,
        live=None,
    )


@pytest.mark.parametrize(
    ("kind", "entities", "reason"),
    [
        ("payment.captured", {"payment": payment(notes=[])}, "payment.captured names no order of ours"),
        ("payment.captured", {"payment": payment(status="failed", captured=True)}, "the payment is failed"),
        ("order.paid", {"payment": payment(status="authorized")}, "the payment is authorized"),
        ("payment.captured", {"payment": payment(status="refunded")}, "the payment is refunded"),
        ("payment.failed", {"payment": payment(status="failed")}, "payment.failed brings no money"),
        ("payment.authorized", {"payment": payment(status="authorized")}, "payment.authorized brings no money"),
        ("payment_link.cancelled", {"payment_link": link()}, "payment_link.cancelled brings no money"),
        ("payment_link.expired", {"payment_link": link()}, "payment_link.expired brings no money"),
        ("refund.processed", {"payment": payment(), "refund": {}}, "refund.processed brings no money"),
    ],
)
def test_what_is_no_razorpay_payment_says_why(kind: str, entities: dict[str, Any], reason: str) -> None:
    """A sample of Razorpay's has a failed payment marked as captured: its status is trusted."""
    assert razorpay(kind, **entities) == Nothing(reason)


@pytest.mark.parametrize(
    "entities",
    [
        {},
        {"payment": None},
        {"payment": payment(status="teleported")},
        {"payment": payment(id="")},
        {"payment": payment(amount=290.0)},
        {"payment": payment(currency=None)},
    ],
)
def test_razorpay_money_that_cannot_be_understood_calls_a_person(entities: dict[str, Any]) -> None:
    """It is neither paid nor nothing."""
    with pytest.raises(UnreadableEvent):
        razorpay("payment.captured", **entities)


def test_a_late_capture_after_a_failure_is_a_payment() -> None:
    """A failure at Razorpay is not final."""
    failed = razorpay("payment.failed", payment=payment(status="failed"))
    captured = razorpay("payment.captured", payment=payment())
    assert isinstance(failed, Nothing)
    assert isinstance(captured, Payment)


def test_an_unknown_gateway_is_named() -> None:
    """With those there are."""
    with pytest.raises(UnknownProvider, match="no payment gateway 'paypal': there are razorpay, stripe"):
        payment_in({}, provider="paypal")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = sorted({*session(), *payment(), *link()})


@given(
    about=JSON | st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=8),
    kind=st.sampled_from(["checkout.session.completed", "payment_intent.succeeded", "payment.captured", "order.paid"]),
    provider=st.sampled_from(["stripe", "razorpay"]),
)
def test_an_event_is_a_payment_or_nothing_or_unreadable(about: Any, kind: str, provider: str) -> None:
    """And no other outcome, whatever it holds."""
    payload = {"payment": {"entity": about}, "payment_link": {"entity": about}}
    event = {"type": kind, "event": kind, "data": {"object": about}, "payload": payload}
    with suppress(UnreadableEvent):
        assert isinstance(payment_in(event, provider=provider), (Payment, Nothing))


def test_reading_what_arrives_loads_no_http_client() -> None:
    """The worker that reads the Inbox starts without `requests`, botocore or the other gateways' callers."""
    program = (
        "import sys\n"
        "import shared.adapters.payments.events, shared.adapters.whatsapp.inbound, shared.adapters.whatsapp.statuses\n"
        "print(sorted({name.partition('.')[0] for name in sys.modules} & "
        "{'requests', 'urllib3', 'botocore', 'http', 'email', 'ssl', 'pydantic', 'msgspec'}))"
    )
    run = subprocess.run([sys.executable, "-S", "-c", program], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
