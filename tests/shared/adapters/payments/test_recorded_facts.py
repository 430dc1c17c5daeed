"""Every recorded webhook of a gateway, and the facts it tells. A new file under `events/payments` has its line here."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.payments.facts import facts_in
from shared.domain.gateway_facts import (
    Dispute,
    DisputeState,
    Fact,
    LinkClosed,
    PaymentProgress,
    PaymentState,
    Payout,
    PayoutState,
    Refund,
    RefundedSoFar,
    RefundState,
)
from shared.domain.money import Money
from shared.domain.payment import Payment

EVENTS = Path(__file__).parents[4] / "events" / "payments"
TEA, RICE = Money(1472, "USD"), Money(82500, "INR")
NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
PI, PAY = "pi_5f3c9a7e21d84b605f3c9a02", "pay_5f3c9a7e21d802"
SESSION, LINK = "cs_test_5f3c9a7e21d84b605f3c9a7e21d84b605f3c9a7e21d84b01", "plink_5f3c9a7e21d801"


def stripe_paid(link: str | None = SESSION) -> Payment:
    """The tea, paid at Stripe."""
    return Payment(provider="stripe", transaction_id=PI, order_id="order-1", amount=TEA, link_id=link, live=False)


def razorpay_paid(link: str | None = None, amount: Money = RICE) -> Payment:
    """The rice, paid at Razorpay."""
    return Payment(provider="razorpay", transaction_id=PAY, order_id="order-1", amount=amount, link_id=link)


def stripe_refund(state: RefundState, reason: str | None = None) -> Refund:
    """4.72 of the tea."""
    return Refund(
        provider="stripe",
        id="re_5f3c9a7e21d84b605f3c9a01",
        transaction_id=PI,
        amount=Money(472, "USD"),
        state=state,
        order_id="order-1",
        reason=reason,
        at=NOW,
        live=False,
    )


def razorpay_refund(state: RefundState) -> Refund:
    """25.00 of the rice."""
    return Refund(
        provider="razorpay",
        id="rfnd_5f3c9a7e21d801",
        transaction_id=PAY,
        amount=Money(2500, "INR"),
        state=state,
        order_id="order-1",
        at=NOW,
    )


def stripe_dispute(state: DisputeState, *, taken: int = 1472, returned: int = 0, fee: int = 1500) -> Dispute:
    """The tea, disputed."""
    return Dispute(
        provider="stripe",
        id="du_5f3c9a7e21d84b605f3c9a01",
        transaction_id=PI,
        amount=TEA,
        state=state,
        taken=taken,
        returned=returned,
        fee=fee,
        reason="fraudulent",
        respond_by=datetime(2026, 11, 28, 18, 0, tzinfo=UTC),
        at=NOW,
        live=False,
    )


def razorpay_dispute(state: DisputeState, *, taken: int = 0) -> Dispute:
    """The rice, disputed."""
    return Dispute(
        provider="razorpay",
        id="disp_5f3c9a7e21d801",
        transaction_id=PAY,
        amount=RICE,
        state=state,
        taken=taken,
        reason="chargeback",
        respond_by=datetime(2026, 11, 24, 18, 0, tzinfo=UTC),
        at=NOW,
    )


def stripe_payout(state: PayoutState, reason: str | None = None) -> Payout:
    """20.51 dollars."""
    id_ = "po_5f3c9a7e21d84b605f3c9a01"
    amount = Money(2051, "USD")
    return Payout(provider="stripe", id=id_, amount=amount, state=state, reason=reason, at=NOW, live=False)


def progress(state: PaymentState, **more: Any) -> PaymentProgress:
    """A payment of the tea that is not money."""
    values = {"provider": "stripe", "transaction_id": PI, "amount": TEA, "order_id": "order-1", "live": False, **more}
    return PaymentProgress(state=state, **values)


def closed(link: str, order_id: str, provider: str = "razorpay", live: bool | None = None) -> LinkClosed:  # noqa: FBT001
    """A link that is over."""
    return LinkClosed(provider=provider, link_id=link, order_id=order_id, live=live)


RUPEES_BACK = RefundedSoFar(provider="razorpay", transaction_id=PAY, total=Money(2500, "INR"))
DOLLARS_BACK = RefundedSoFar(provider="stripe", transaction_id=PI, total=Money(472, "USD"), live=False)
R, D, P = RefundState, DisputeState, PayoutState
RAZORPAY: dict[str, Any] = {"provider": "razorpay", "amount": RICE, "live": None}

TOLD: dict[str, tuple[Fact, ...]] = {
    "razorpay_order_paid": (razorpay_paid(),),
    "razorpay_payment_authorized": (progress(PaymentState.AUTHORIZED, transaction_id=PAY, **RAZORPAY),),
    "razorpay_payment_captured": (razorpay_paid(),),
    "razorpay_payment_dispute_action_required": (razorpay_dispute(D.OPEN),),
    "razorpay_payment_dispute_closed": (razorpay_dispute(D.WON),),
    "razorpay_payment_dispute_created": (razorpay_dispute(D.OPEN),),
    "razorpay_payment_dispute_lost": (razorpay_dispute(D.LOST, taken=82500),),
    "razorpay_payment_dispute_under_review": (razorpay_dispute(D.OPEN),),
    "razorpay_payment_dispute_won": (razorpay_dispute(D.WON),),
    "razorpay_payment_failed": (
        progress(PaymentState.FAILED, transaction_id="pay_5f3c9a7e21d801", reason="payment_declined", **RAZORPAY),
    ),
    # Its notes are empty: the reference of the attempt, `order-2`, is all there is.
    "razorpay_payment_link_cancelled": (closed("plink_5f3c9a7e21d802", "order"),),
    "razorpay_payment_link_expired": (closed("plink_5f3c9a7e21d803", "order-1"),),
    "razorpay_payment_link_paid": (razorpay_paid(LINK),),
    "razorpay_payment_link_partially_paid": (razorpay_paid(LINK, Money(40000, "INR")),),
    "razorpay_refund_created": (razorpay_refund(R.PENDING), RUPEES_BACK),
    "razorpay_refund_failed": (razorpay_refund(R.FAILED),),
    "razorpay_refund_processed": (razorpay_refund(R.SUCCEEDED), RUPEES_BACK),
    "razorpay_refund_speed_changed": (razorpay_refund(R.SUCCEEDED), RUPEES_BACK),
    "razorpay_settlement_processed": (
        Payout(
            provider="razorpay",
            id="setl_5f3c9a7e21d801",
            amount=Money(276268, "INR"),
            state=P.PAID,
            fees=8732,
            tax=1332,
            bank_reference="1795284000632815",
            at=NOW,
        ),
    ),
    "stripe_charge_dispute_closed": (stripe_dispute(D.WON, returned=1472),),
    "stripe_charge_dispute_closed_inquiry": (stripe_dispute(D.WON, taken=0, fee=0),),
    "stripe_charge_dispute_closed_lost": (stripe_dispute(D.LOST),),
    "stripe_charge_dispute_created": (stripe_dispute(D.OPEN, taken=0, fee=0),),
    "stripe_charge_dispute_funds_reinstated": (stripe_dispute(D.WON, returned=1472),),
    "stripe_charge_dispute_funds_withdrawn": (stripe_dispute(D.OPEN),),
    "stripe_charge_dispute_updated": (stripe_dispute(D.OPEN),),
    "stripe_charge_refund_updated": (stripe_refund(R.SUCCEEDED),),
    "stripe_charge_refunded": (DOLLARS_BACK,),
    "stripe_charge_refunded_old_shape": (DOLLARS_BACK, stripe_refund(R.SUCCEEDED)),
    "stripe_checkout_session_async_payment_failed": (progress(PaymentState.FAILED, link_id=SESSION),),
    "stripe_checkout_session_async_payment_succeeded": (stripe_paid(),),
    "stripe_checkout_session_completed": (stripe_paid(),),
    "stripe_checkout_session_completed_unpaid": (progress(PaymentState.PENDING, link_id=SESSION),),
    "stripe_checkout_session_expired": (closed(f"{SESSION[:-1]}2", "order-1", "stripe", live=False),),
    "stripe_payment_intent_payment_failed": (
        progress(PaymentState.FAILED, transaction_id="pi_5f3c9a7e21d84b605f3c9a01", reason="insufficient_funds"),
    ),
    "stripe_payment_intent_succeeded": (stripe_paid(None),),
    "stripe_payout_failed": (stripe_payout(P.FAILED, "account_closed"),),
    "stripe_payout_paid": (stripe_payout(P.PAID),),
    "stripe_refund_created": (stripe_refund(R.SUCCEEDED),),
    "stripe_refund_created_pending": (stripe_refund(R.PENDING),),
    "stripe_refund_failed": (stripe_refund(R.FAILED, "expired_or_canceled_card"),),
    "stripe_refund_updated": (stripe_refund(R.SUCCEEDED),),
    "stripe_refund_updated_canceled": (stripe_refund(R.FAILED),),
}


def test_every_recorded_webhook_is_in_the_table() -> None:
    """Nothing is recorded that nobody reads."""
    assert {file.stem for file in EVENTS.glob("*.json")} == set(TOLD)


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_recorded_webhook_tells_its_facts(name: str) -> None:
    """In our words, whichever gateway said it."""
    event = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    assert facts_in(event, provider=name.partition("_")[0]) == TOLD[name]
