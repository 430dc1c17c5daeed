"""Facts about money from any webhook: its traps, and that no order of arrival changes what is known in the end."""

import json
from contextlib import suppress
from itertools import permutations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.payments import razorpay_facts, stripe_facts
from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.facts import facts_in
from shared.adapters.payments.verdict import Nothing, UnreadableEvent
from shared.domain.gateway_facts import DisputeState, Fact, MoneyKnown, PaymentProgress, Refund, RefundState
from shared.domain.money import Money

EVENTS = Path(__file__).parents[4] / "events" / "payments"


def sample(name: str, **changes: Any) -> dict[str, Any]:
    """A recorded webhook, its object changed: Stripe's `object`, or Razorpay's entity named by `entity`."""
    event: dict[str, Any] = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    entity = changes.pop("entity", None)
    about = event["payload"][entity]["entity"] if entity else event.get("data", {}).get("object", {})
    about |= changes
    return event


def told(event: dict[str, Any]) -> tuple[Fact, ...]:
    """The facts of an event that has some."""
    found = facts_in(event, provider="razorpay" if "payload" in event else "stripe")
    assert not isinstance(found, Nothing), found
    return found


STRIPE_LIFE = [
    sample("stripe_checkout_session_completed"),
    sample("stripe_payment_intent_succeeded"),
    sample("stripe_refund_created_pending"),
    sample("stripe_charge_refunded"),
    sample("stripe_refund_updated"),
    sample("stripe_charge_dispute_closed"),
]
STRIPE_BAD_LIFE = [
    sample("stripe_checkout_session_completed_unpaid"),
    sample("stripe_checkout_session_async_payment_succeeded"),
    sample("stripe_refund_updated"),
    sample("stripe_refund_failed"),
    sample("stripe_charge_dispute_created"),
    sample("stripe_charge_dispute_closed_lost"),
]
RAZORPAY_LIFE = [
    sample("razorpay_payment_failed", entity="payment", id="pay_5f3c9a7e21d802"),
    sample("razorpay_payment_authorized"),
    sample("razorpay_payment_captured"),
    sample("razorpay_payment_link_paid"),
    sample("razorpay_refund_created"),
    sample("razorpay_refund_processed"),
]
RAZORPAY_BAD_LIFE = [
    sample("razorpay_order_paid"),
    sample("razorpay_payment_link_expired"),
    sample("razorpay_refund_created"),
    sample("razorpay_refund_failed"),
    sample("razorpay_payment_dispute_created"),
    sample("razorpay_payment_dispute_lost"),
]


@pytest.mark.parametrize(
    ("life", "refund", "dispute", "given_back", "held"),
    [
        (STRIPE_LIFE, RefundState.SUCCEEDED, DisputeState.WON, 472, 0),
        (STRIPE_BAD_LIFE, RefundState.FAILED, DisputeState.LOST, 0, 1472),
        (RAZORPAY_LIFE, RefundState.SUCCEEDED, None, 2500, 0),
        (RAZORPAY_BAD_LIFE, RefundState.FAILED, DisputeState.LOST, 0, 82500),
    ],
    ids=["stripe", "stripe, a bad day", "razorpay", "razorpay, a bad day"],
)
def test_all_720_orders_of_a_payments_life_end_in_the_same_knowledge(
    life: list[dict[str, Any]], refund: RefundState, dispute: DisputeState | None, given_back: int, held: int
) -> None:
    """Paid stays paid, a refund and a dispute end where they ended, each event twice for good measure."""
    facts = [told(event) for event in life]
    ends = [
        MoneyKnown().heard(fact for told_at_once in order for fact in told_at_once * 2) for order in permutations(facts)
    ]
    assert len(ends) == 720
    end = ends[0]
    assert all(one == end for one in ends)
    [transaction_id] = end.payments
    assert end.paid(transaction_id)
    assert [one.state for one in end.refunds.values()] == [refund]
    assert [one.state for one in end.disputes.values()] == ([dispute] if dispute else [])
    assert (end.given_back(transaction_id), end.refunded_elsewhere(transaction_id)) == (given_back, 0)
    assert sum(one.held for one in end.disputes.values()) == held


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        ({"type": "customer.created", "data": {"object": {}}}, "customer.created says nothing of money"),
        ({"type": None}, "an event without a type says nothing of money"),
        (sample("stripe_payment_intent_succeeded", metadata={}), "the payment intent names no order of ours"),
    ],
)
def test_what_says_nothing_says_why(event: dict[str, Any], reason: str) -> None:
    """For the log."""
    assert facts_in(event, provider="stripe") == Nothing(reason)


def test_a_capture_that_was_refunded_before_it_was_told_is_a_payment() -> None:
    """The snapshot says `refunded`: the money came, and went."""
    event = sample("razorpay_payment_captured", entity="payment", status="refunded", amount_refunded=82500)
    known = MoneyKnown().heard(told(event))
    assert known.paid("pay_5f3c9a7e21d802")
    assert known.refunded_elsewhere("pay_5f3c9a7e21d802") == 82500


@pytest.mark.parametrize("notes", [[], {}, None, "text", [["order_id", "x"]]])
def test_a_refund_finds_its_order_by_its_payment_when_its_notes_are_empty(notes: object) -> None:
    """However Razorpay writes none."""
    [refund, _] = told(sample("razorpay_refund_processed", entity="refund", notes=notes))
    assert isinstance(refund, Refund)
    assert refund.order_id == "order-1"


def test_our_own_refund_is_known_by_our_id() -> None:
    """In the metadata, the notes, or the receipt."""
    ours = {"refund_id": "ref_1", "order_id": "order-1"}
    for event in (
        sample("stripe_refund_created", metadata=ours),
        sample("razorpay_refund_created", entity="refund", notes=ours),
        sample("razorpay_refund_created", entity="refund", receipt="ref_1"),
    ):
        refund = told(event)[0]
        assert isinstance(refund, Refund)
        assert refund.reference == "ref_1"


def test_an_expanded_intent_and_an_old_charge_without_one_are_found() -> None:
    """By the intent's id, else by the charge's."""
    whole = told(sample("stripe_refund_created", payment_intent={"id": "pi_9", "object": "payment_intent"}))[0]
    old = told(sample("stripe_refund_created", payment_intent=None, charge="ch_9"))[0]
    assert [one.transaction_id for one in (whole, old) if isinstance(one, Refund)] == ["pi_9", "ch_9"]


def test_a_currency_without_cents_is_counted_in_whole_units() -> None:
    """Stripe counts yen as they are, and shillings of Uganda in hundredths."""
    amounts = [
        fact.amount
        for code, figure in (("jpy", 1472), ("ugx", 147200), ("kwd", 14720))
        for fact in told(sample("stripe_payment_intent_payment_failed", currency=code, amount=figure))
        if isinstance(fact, PaymentProgress)
    ]
    assert amounts == [Money(1472, "JPY"), Money(1472, "UGX"), Money(14720, "KWD")]


def test_a_dispute_closed_with_the_money_taken_is_lost() -> None:
    """Razorpay's `closed` alone does not say who has it."""
    event = sample("razorpay_payment_dispute_closed", entity="dispute", amount_deducted=82500)
    assert [one.state for one in MoneyKnown().heard(told(event)).disputes.values()] == [DisputeState.LOST]


@pytest.mark.parametrize(
    "event",
    [
        sample("stripe_refund_created", status="teleported"),
        sample("stripe_refund_created", status=None),
        sample("stripe_refund_created", amount=4.72),
        sample("stripe_refund_created", currency=""),
        sample("stripe_refund_created", payment_intent=None, charge=None),
        sample("stripe_refund_created", id=""),
        sample("stripe_charge_dispute_closed", status="drawn"),
        sample("stripe_payout_paid", amount="2051"),
        sample("stripe_payment_intent_payment_failed", currency="ugx", amount=147250),
        sample("razorpay_refund_processed", entity="refund", status="done"),
        sample("razorpay_refund_processed", entity="refund", payment_id="") | {"payload": {"refund": {"entity": {}}}},
        sample("razorpay_payment_dispute_won", entity="dispute", status="drawn"),
        sample("razorpay_settlement_processed", entity="settlement", amount=None),
        sample("razorpay_payment_failed", entity="payment", status=None),
        sample("razorpay_payment_link_expired", entity="payment_link", id=None),
    ],
)
def test_money_that_cannot_be_understood_calls_a_person(event: dict[str, Any]) -> None:
    """It is neither a fact nor nothing."""
    with pytest.raises(UnreadableEvent):
        told(event)


def test_an_unknown_gateway_is_named() -> None:
    """With those there are."""
    with pytest.raises(UnknownProvider, match="no payment gateway 'paypal'"):
        facts_in({}, provider="paypal")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
FIELDS = ["id", "amount", "currency", "status", "payment_intent", "charge", "refunds", "balance_transactions", "notes"]
FIELDS += ["created", "metadata", "payment_id", "amount_refunded", "amount_deducted", "respond_by", "evidence_details"]


@given(
    about=JSON | st.dictionaries(st.sampled_from(FIELDS), JSON, max_size=12),
    kind=st.sampled_from(sorted({*stripe_facts.EVENTS, *razorpay_facts.EVENTS})),
    provider=st.sampled_from(["stripe", "razorpay"]),
)
def test_an_event_is_facts_or_nothing_or_unreadable(about: Any, kind: str, provider: str) -> None:
    """And no other outcome, whatever it holds."""
    names = ("payment", "payment_link", "refund", "dispute", "settlement", "order")
    payload = {name: {"entity": about} for name in names}
    event = {"type": kind, "event": kind, "data": {"object": about}, "payload": payload, "livemode": about}
    with suppress(UnreadableEvent):
        assert facts_in(event, provider=provider)
