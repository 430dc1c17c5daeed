"""One order at each gateway, paid, partly refunded, disputed and won, paid out: told badly, known well, booked right.

Webhooks are lost, doubled and turned around on their way. What the gateway's own lists say makes up for it, and the
books agree with the gateway to the last unit.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from shared.adapters.payments.facts import facts_in
from shared.adapters.payments.verdict import Nothing
from shared.domain import bookings as b
from shared.domain.gateway_books import Unread
from shared.domain.gateway_facts import DisputeState, MoneyKnown, PaymentState, PayoutState, RefundState
from shared.domain.ledger import Account, Ledger
from shared.domain.tax import Taxed
from tests.fakes.gateway_account import Account as GatewayAccount
from tests.fakes.gateway_account import account_at
from tests.fakes.simulated_world import NOW, LocalWorld, a_shop, local_world

DAY: dict[str, datetime] = {"since": NOW, "until": NOW + timedelta(hours=2)}
A = Account


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture(params=["stripe", "razorpay"])
def account(request: pytest.FixtureRequest, served: LocalWorld) -> Iterator[GatewayAccount]:
    """Each gateway in turn, with nothing in it."""
    with a_shop() as shop:
        served.begin_anew(shop)
        yield account_at(request.param, served)


def lived(account: GatewayAccount) -> str:
    """All of it happens; the payment's id."""
    link = account.sold()
    account.do("refund", link, amount=500)
    at_once = {"at_once": True} if account.provider == "razorpay" else {}
    account.do("settle", account.do("dispute", link, **at_once)["id"], outcome="won")
    # A second order, so that after the dispute's fee there is something to pay out.
    account.sold(2)
    account.pay_out()
    account.world.attempts()
    return account.transaction(link)


def told(account: GatewayAccount) -> MoneyKnown:
    """What the webhooks that arrived tell."""
    known = MoneyKnown()
    for post in account.world.shop.received:
        found = facts_in(post.json, provider=account.provider)
        known = known.heard(() if isinstance(found, Nothing) else found)
    return known


def listed(account: GatewayAccount, known: MoneyKnown) -> MoneyKnown:
    """What is known when the gateway was asked too."""
    books: Any = account.books
    for payment in books.payments(**DAY):
        assert not isinstance(payment, Unread)
        known = known.heard(payment.facts())
    for which in (books.refunds, books.disputes, books.payouts):
        known = known.heard(which(**DAY))
    return known


def booked(account: GatewayAccount, known: MoneyKnown) -> Ledger:
    """The books of that knowledge, with the fees that only the lists tell. The orders cost what was paid."""
    at: dict[str, Any] = {"provider": account.provider}
    currency = "USD" if account.provider == "stripe" else "INR"
    book = b.Book(store="mpls", currency=currency, at=NOW)
    ledger = Ledger(store="mpls")
    for id_, paid in known.payments.items():
        assert paid.amount
        assert paid.order_id
        ledger = ledger.posted(
            b.order_confirmed(book, order_id=paid.order_id, lines=[Taxed(net=paid.amount.amount, tax=0)]),
            b.payment_captured(book, transaction_id=id_, order_id=paid.order_id, amount=paid.amount.amount, **at),
        )
    books: Any = account.books
    for payment in books.payments(**DAY):
        ledger = ledger.posted(b.gateway_fee(book, source_id=payment.transaction_id, amount=payment.fee, **at))
    for refund in known.refunds.values():
        ledger = ledger.posted(
            b.refund_made(book, refund_id=refund.id, order_id=refund.order_id, amount=refund.amount.amount, **at)
        )
    for dispute in known.disputes.values():
        if dispute.taken:
            ledger = ledger.posted(
                b.dispute_taken(book, dispute_id=dispute.id, amount=dispute.taken, fee=dispute.fee, **at),
                b.dispute_won(book, dispute_id=dispute.id, amount=dispute.taken, **at),
            )
    for payout in known.payouts.values():
        ledger = ledger.posted(b.payout_made(book, payout_id=payout.id, amount=payout.amount.amount, **at))
    return ledger


#: Two payments less their fees, 5.00 given back and, at Stripe, 15.00 for the dispute.
EXPECTED: dict[str, dict[Account, int]] = {
    "stripe": {A.BANK: 1522, A.GATEWAY_FEES: 1668, A.REFUNDS: 500, A.SALES: -3690},
    "razorpay": {A.BANK: 87376, A.GATEWAY_FEES: 2124, A.REFUNDS: 500, A.SALES: -90000},
}


@pytest.mark.parametrize(
    "fault",
    [
        {"fault": "none"},
        {"fault": "twice_at_once", "times": 100},
        {"fault": "old_after_new", "times": 3},
        {"fault": "never_deliver", "times": 100, "share": 0.5, "seed": 1},
        {"fault": "never_deliver", "times": 100, "share": 0.5, "seed": 2},
        {"fault": "never_deliver", "times": 100},
    ],
    ids=["a good day", "twice", "turned around", "half lost", "the other half lost", "all lost"],
)
def test_badly_told_money_is_known_and_booked_to_the_last_unit(account: GatewayAccount, fault: dict[str, Any]) -> None:
    """Whatever became of the webhooks."""
    account.world.arm(account.provider, **fault)
    transaction_id = lived(account)
    known = listed(account, told(account))
    assert [one.state for one in known.payments.values()] == [PaymentState.PAID] * 2
    assert {one.order_id for one in known.payments.values()} == {"ord_1", "ord_2"}
    assert [one.state for one in known.refunds.values()] == [RefundState.SUCCEEDED]
    assert (known.given_back(transaction_id), known.refunded_elsewhere(transaction_id)) == (500, 0)
    assert [(one.state, one.held) for one in known.disputes.values()] == [(DisputeState.WON, 0)]
    assert [one.state for one in known.payouts.values()] == [PayoutState.PAID]
    ledger = booked(account, known)
    assert ledger.trial_balance("USD" if account.provider == "stripe" else "INR") == EXPECTED[account.provider]


def test_without_the_lists_lost_webhooks_stay_lost(account: GatewayAccount) -> None:
    """So the test above is one of the lists, and not of luck."""
    account.world.arm(account.provider, "never_deliver", times=100)
    lived(account)
    assert told(account) == MoneyKnown()
