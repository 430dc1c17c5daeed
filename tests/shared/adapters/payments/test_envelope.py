"""A gateway's event is filed under its payment, whichever of its events comes first."""

from typing import Any

import pytest

from shared.adapters.inbox import Unreadable
from shared.adapters.payments.envelope import PaymentEvent, ThinEvent, razorpay_event, stripe_event

BODY_DIGEST = "a24584972e33e732e2047555069c83f295efbb23cd920f6a8c097700616da954"


def stripe(**subject: Any) -> PaymentEvent:
    """Read a Stripe event about this object."""
    return stripe_event({"id": "evt_1", "object": "event", "data": {"object": {"id": "cs_1", **subject}}})


def razorpay(header: str | None = "evt_header", body: bytes = b"{}", **entities: Any) -> PaymentEvent:
    """Read a Razorpay event about these entities."""
    payload = {"payload": {name: {"entity": entity} for name, entity in entities.items()}}
    return razorpay_event(payload, body=body, event_id_header=header)


@pytest.mark.parametrize(
    ("subject", "payment"),
    [
        ({"client_reference_id": "ord_1", "metadata": {"order_id": "ord_2"}, "payment_intent": "pi_1"}, "ord_1"),
        ({"client_reference_id": None, "metadata": {"order_id": "ord_2"}, "payment_intent": "pi_1"}, "ord_2"),
        ({"id": "pi_1", "metadata": {"order_id": "ord_1"}}, "ord_1"),
        ({"id": "ch_1", "metadata": {}, "payment_intent": "pi_1"}, "pi_1"),
        ({"id": "re_1", "metadata": None, "payment_intent": None}, "re_1"),
        ({"id": "ch_1", "payment_intent": {"id": "pi_expanded"}}, "ch_1"),
        ({"id": None}, "evt_1"),
    ],
)
def test_files_a_stripe_event_under_our_order(subject: dict[str, Any], payment: str) -> None:
    """Our reference if there is one, else the payment intent, else the object."""
    event = stripe(**subject)
    assert (event.event_id, event.payment) == ("evt_1", payment)


@pytest.mark.parametrize(
    ("payload", "error"),
    [
        ({"id": "evt_1", "object": "v2.core.event", "related_object": {}}, ThinEvent),
        ({"object": "event", "data": {"object": {"id": "cs_1"}}}, Unreadable),
        ({"id": 7, "data": {"object": {"id": "cs_1"}}}, Unreadable),
        ({"id": "evt_1", "data": []}, Unreadable),
    ],
)
def test_refuses_what_is_not_a_stripe_event(payload: dict[str, Any], error: type[Exception]) -> None:
    """Thin events carry no object and are a wrong set-up; the rest is no event at all."""
    with pytest.raises(error):
        stripe_event(payload)


@pytest.mark.parametrize("empty", [[], {}, None])
def test_reads_razorpay_notes_however_they_are_empty(empty: object) -> None:
    """`[]`, `{}` and null all mean no notes."""
    event = razorpay(payment={"id": "pay_1", "order_id": "order_1", "notes": empty})
    assert (event.payment, event.stores) == ("order_1", frozenset())


def test_files_all_events_of_one_razorpay_payment_together() -> None:
    """Captured, order paid, link paid: one group, by our reference."""
    notes = {"order_id": "ord_1", "store": "pune"}
    captured = razorpay(payment={"id": "pay_1", "order_id": "order_1", "notes": notes})
    order_paid = razorpay(payment={"id": "pay_1", "notes": []}, order={"id": "order_1", "notes": notes})
    link_paid = razorpay(payment={"id": "pay_1", "notes": []}, payment_link={"id": "plink_1", "notes": notes})
    assert [event.payment for event in (captured, order_paid, link_paid)] == ["ord_1", "ord_1", "ord_1"]
    assert link_paid.stores == {"pune"}


def test_files_unreferenced_razorpay_payments_by_the_gateways_order() -> None:
    """Where nothing names our order, the gateway's order still holds a payment's events together."""
    captured = razorpay(payment={"id": "pay_1", "order_id": "order_1"})
    link_paid = razorpay(payment={"id": "pay_1", "order_id": "order_1"}, payment_link={"id": "plink_1"})
    refund = razorpay(refund={"id": "rfnd_1", "payment_id": "pay_1"})
    assert [event.payment for event in (captured, link_paid, refund)] == ["order_1", "order_1", "pay_1"]


@pytest.mark.parametrize("header", [None, "", "x" * 129])
def test_knows_a_razorpay_repeat_without_its_header(header: str | None) -> None:
    """The same body is the same event; another body is another."""
    body = b'{"event":"payment.captured"}'
    once, again = razorpay(header, body, payment={"id": "p"}), razorpay(header, body, payment={"id": "p"})
    assert once.event_id == again.event_id == BODY_DIGEST
    assert razorpay(header, b'{"event":"payment.failed"}', payment={"id": "p"}).event_id != BODY_DIGEST


def test_takes_the_event_id_of_razorpays_header() -> None:
    """The body has none."""
    assert razorpay("CfSKFmNhHsRBwe", payment={"id": "p"}).event_id == "CfSKFmNhHsRBwe"


def test_refuses_a_razorpay_body_without_payload() -> None:
    """An event about nothing is not one."""
    with pytest.raises(Unreadable):
        razorpay_event({"payload": []}, body=b"", event_id_header="e")


def test_says_every_store_an_event_names() -> None:
    """One of several disagreeing is enough to be noticed."""
    assert stripe(metadata={"store": "mpls"}).stores == {"mpls"}
    assert stripe(metadata={"store": 7}).stores == {"7"}
    payment, order = {"id": "p", "notes": {"store": "pune"}}, {"id": "o", "notes": {"store": "mpls"}}
    assert razorpay(payment=payment, order=order).stores == {"pune", "mpls"}
