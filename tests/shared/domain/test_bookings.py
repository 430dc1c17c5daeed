"""Each business fact in the books: which accounts move, and by how much."""

from datetime import UTC, datetime

import pytest

from shared.domain import bookings as b
from shared.domain.ledger import Account, Contradiction, Entry, Ledger, Unbalanced, reversal
from shared.domain.tax import Taxed, tax_share, taxed

A = Account
BOOK = b.Book(store="mpls", currency="USD", at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC))
TEA = Taxed(net=1000, tax=80)

FACTS: list[tuple[Entry | None, str, dict[A, int]]] = [
    (
        b.order_confirmed(
            BOOK, order_id="ord_1", lines=[TEA, TEA], delivery=Taxed(net=300, tax=24), tip=200, rounding=-4
        ),
        "order/ord_1",
        {A.RECEIVABLE: 2680, A.SALES: -2000, A.TAX: -184, A.DELIVERY_FEE: -300, A.TIPS: -200, A.ROUNDING: 4},
    ),
    (
        b.tip_given(BOOK, tip_id="pi_1", order_id="ord_1", amount=50),
        "tip/pi_1",
        {A.RECEIVABLE: 50, A.TIPS: -50},
    ),
    (
        b.rounded_off(BOOK, order_id="ord_1", amount=-3),
        "order/ord_1/rounding",
        {A.ROUNDING: -3, A.RECEIVABLE: 3},
    ),
    (
        b.payment_captured(BOOK, provider="stripe", transaction_id="pi_1", order_id="ord_1", amount=2160),
        "payment/stripe/pi_1",
        {A.GATEWAY_CLEARING: 2160, A.RECEIVABLE: -2160},
    ),
    (
        b.payment_captured(BOOK, provider="stripe", transaction_id="pi_2", order_id=None, amount=2160),
        "payment/stripe/pi_2",
        {A.GATEWAY_CLEARING: 2160, A.SUSPENSE: -2160},
    ),
    (
        b.payment_assigned(BOOK, provider="stripe", transaction_id="pi_2", order_id="ord_1", amount=2160),
        "payment/stripe/pi_2/assigned",
        {A.SUSPENSE: 2160, A.RECEIVABLE: -2160},
    ),
    (
        b.gateway_fee(BOOK, provider="stripe", source_id="ch_1", amount=93, order_id="ord_1"),
        "fee/stripe/ch_1",
        {A.GATEWAY_FEES: 93, A.GATEWAY_CLEARING: -93},
    ),
    (
        b.refund_made(BOOK, provider="stripe", refund_id="re_1", order_id="ord_1", amount=1080, tax=80),
        "refund/stripe/re_1",
        {A.REFUNDS: 1000, A.TAX: 80, A.GATEWAY_CLEARING: -1080},
    ),
    (
        b.refund_failed(BOOK, provider="stripe", refund_id="re_1", order_id="ord_1", amount=1080, tax=80),
        "refund/stripe/re_1/failed",
        {A.REFUNDS: -1000, A.TAX: -80, A.GATEWAY_CLEARING: 1080},
    ),
    (
        b.refund_made(BOOK, provider="stripe", refund_id="re_2", order_id="ord_1", amount=1080, earned=False),
        "refund/stripe/re_2",
        {A.RECEIVABLE: 1080, A.GATEWAY_CLEARING: -1080},
    ),
    (
        b.refund_failed(BOOK, provider="stripe", refund_id="re_2", order_id="ord_1", amount=1080, earned=False),
        "refund/stripe/re_2/failed",
        {A.RECEIVABLE: -1080, A.GATEWAY_CLEARING: 1080},
    ),
    (
        b.cash_refunded(BOOK, refund_id="ref_2", order_id="ord_1", amount=540, earned=False),
        "cash-refund/ref_2",
        {A.RECEIVABLE: 540, A.CASH_DRAWER: -540},
    ),
    (
        b.dispute_taken(BOOK, provider="stripe", dispute_id="du_1", amount=2160, fee=1500),
        "dispute/stripe/du_1",
        {A.DISPUTED: 2160, A.GATEWAY_FEES: 1500, A.GATEWAY_CLEARING: -3660},
    ),
    (
        b.dispute_won(BOOK, provider="stripe", dispute_id="du_1", amount=2160),
        "dispute/stripe/du_1/ended",
        {A.GATEWAY_CLEARING: 2160, A.DISPUTED: -2160},
    ),
    (
        b.dispute_lost(BOOK, provider="stripe", dispute_id="du_2", amount=2160),
        "dispute/stripe/du_2/ended",
        {A.DISPUTES: 2160, A.DISPUTED: -2160},
    ),
    (
        b.payout_made(BOOK, provider="stripe", payout_id="po_1", amount=900),
        "payout/stripe/po_1",
        {A.BANK: 900, A.GATEWAY_CLEARING: -900},
    ),
    (
        b.payout_failed(BOOK, provider="stripe", payout_id="po_1", amount=900),
        "payout/stripe/po_1/failed",
        {A.BANK: -900, A.GATEWAY_CLEARING: 900},
    ),
    (
        b.cash_taken(BOOK, payment_id="cash_1", order_id="ord_1", amount=2158, rounding=2),
        "cash/cash_1",
        {A.CASH_DRAWER: 2160, A.RECEIVABLE: -2158, A.ROUNDING: -2},
    ),
    (
        b.card_taken(BOOK, payment_id="card_1", order_id="ord_1", amount=2160),
        "card/card_1",
        {A.COUNTER_CLEARING: 2160, A.RECEIVABLE: -2160},
    ),
    (
        b.cash_refunded(BOOK, refund_id="ref_1", order_id="ord_1", amount=540, tax=40),
        "cash-refund/ref_1",
        {A.REFUNDS: 500, A.TAX: 40, A.CASH_DRAWER: -540},
    ),
    (
        b.rider_collected(BOOK, payment_id="cod_1", order_id="ord_1", amount=2160),
        "rider/cod_1",
        {A.RIDER_CASH: 2160, A.RECEIVABLE: -2160},
    ),
    (
        b.rider_handed_in(BOOK, handover_id="h_1", collected=2160, counted=2100),
        "handover/h_1",
        {A.CASH_DRAWER: 2100, A.CASH_DIFFERENCES: 60, A.RIDER_CASH: -2160},
    ),
    (
        b.cash_paid_in(BOOK, move_id="m_1", amount=10000),
        "drawer/m_1",
        {A.CASH_DRAWER: 10000, A.SAFE: -10000},
    ),
    (
        b.cash_paid_out(BOOK, move_id="m_2", amount=700, to=A.EXPENSES),
        "drawer/m_2",
        {A.EXPENSES: 700, A.CASH_DRAWER: -700},
    ),
    (
        b.drawer_counted(BOOK, count_id="c_1", expected=12000, counted=11500),
        "count/c_1",
        {A.CASH_DRAWER: -500, A.CASH_DIFFERENCES: 500},
    ),
    (b.drawer_counted(BOOK, count_id="c_2", expected=12000, counted=12000), "", {}),
]


@pytest.mark.parametrize(("entry", "id_", "postings"), FACTS, ids=[id_ or "count/c_2" for _, id_, _ in FACTS])
def test_a_fact_moves_these_accounts(entry: Entry | None, id_: str, postings: dict[A, int]) -> None:
    """Debits positive, credits negative; a count that is right moves nothing."""
    assert (entry.id if entry else "", dict(entry.postings) if entry else {}) == (id_, postings)
    assert sum(postings.values()) == 0
    if entry:
        assert (entry.store, entry.currency, entry.at) == ("mpls", "USD", BOOK.at)


def test_every_account_is_moved_by_some_fact() -> None:
    """No account exists that nothing is ever booked on."""
    assert {account for _, _, postings in FACTS for account in postings} == set(A)


def test_a_sale_is_settled_by_what_pays_for_it() -> None:
    """Sold for 21.60, paid half in cash and half by card, a cup given back, tax to the cent."""
    tea = taxed(1080, tax_bp=800, inclusive=True)
    assert tea == TEA
    ledger = Ledger(store="mpls").posted(
        b.order_confirmed(BOOK, order_id="ord_1", lines=[tea, tea]),
        b.cash_taken(BOOK, payment_id="1", order_id="ord_1", amount=1080),
        b.card_taken(BOOK, payment_id="2", order_id="ord_1", amount=1080),
    )
    assert ledger.owed("ord_1", "USD") == 0
    share = tax_share(160, part=1080, whole=2160)
    ledger = ledger.posted(b.cash_refunded(BOOK, refund_id="r", order_id="ord_1", amount=1080, tax=share))
    assert ledger.trial_balance("USD") == {
        A.COUNTER_CLEARING: 1080,
        A.REFUNDS: 1000,
        A.SALES: -2000,
        A.TAX: -80,
    }


def test_a_disputed_and_won_sale_costs_the_fees() -> None:
    """All else is as if nothing had been."""
    ledger = Ledger(store="mpls").posted(
        b.order_confirmed(BOOK, order_id="ord_1", lines=[TEA, TEA]),
        b.payment_captured(BOOK, provider="stripe", transaction_id="pi_1", order_id="ord_1", amount=2160),
        b.gateway_fee(BOOK, provider="stripe", source_id="ch_1", amount=93),
        b.dispute_won(BOOK, provider="stripe", dispute_id="du_1", amount=2160),
        b.dispute_taken(BOOK, provider="stripe", dispute_id="du_1", amount=2160, fee=1500),
        b.payout_made(BOOK, provider="stripe", payout_id="po_1", amount=567),
    )
    assert ledger.trial_balance("USD") == {A.BANK: 567, A.GATEWAY_FEES: 1593, A.SALES: -2000, A.TAX: -160}


def test_a_cancelled_sale_leaves_the_money_with_the_customer() -> None:
    """The sale is reversed; what was paid is owed to them until it is refunded."""
    sold = b.order_confirmed(BOOK, order_id="ord_1", lines=[TEA])
    ledger = Ledger(store="mpls").posted(
        sold,
        b.payment_captured(BOOK, provider="stripe", transaction_id="pi_1", order_id="ord_1", amount=1080),
        reversal(sold, at=BOOK.at, note="out of stock"),
    )
    assert ledger.owed("ord_1", "USD") == -1080
    assert ledger.trial_balance("USD") == {A.RECEIVABLE: -1080, A.GATEWAY_CLEARING: 1080}
    back = b.refund_made(BOOK, provider="stripe", refund_id="re_1", order_id="ord_1", amount=1080, earned=False)
    assert ledger.posted(back).trial_balance("USD") == {}


def test_a_dispute_ends_once() -> None:
    """Won and lost is a contradiction, and nobody's guess."""
    won = b.dispute_won(BOOK, provider="stripe", dispute_id="du_1", amount=5)
    with pytest.raises(Contradiction):
        Ledger(store="mpls").posted(won, b.dispute_lost(BOOK, provider="stripe", dispute_id="du_1", amount=5))


def test_amounts_are_not_negative() -> None:
    """What goes the other way is another fact."""
    with pytest.raises(b.NotAnAmount):
        b.payout_made(BOOK, provider="stripe", payout_id="po_1", amount=-1)
    with pytest.raises(b.NotAnAmount):
        b.refund_made(BOOK, provider="stripe", refund_id="re_1", order_id="o", amount=10, tax=11)
    with pytest.raises(b.NotAnAmount):
        b.order_confirmed(BOOK, order_id="o", lines=[Taxed(net=-1, tax=0)])


def test_a_fact_that_moves_nothing_is_not_booked() -> None:
    """A refund of nothing is a mistake of whoever asked for it."""
    with pytest.raises(Unbalanced):
        b.refund_made(BOOK, provider="stripe", refund_id="re_1", order_id="o", amount=0)
    with pytest.raises(Unbalanced):
        b.order_confirmed(BOOK, order_id="o", lines=[])
