"""What each business fact is in the books: one function for each, pure, the same entry for the same fact.

Ids begin with what the fact is about (``payment/stripe/pi_1``): a fact that is heard again finds its entry. Amounts are
minor units of the book's currency and not negative; the function knows which way they go. Facts that move no money
raise Unbalanced, so that nobody posts them by mistake.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from shared.domain.frozen import dataclass
from shared.domain.ledger import Account, Entry
from shared.domain.tax import Taxed

_A = Account


class NotAnAmount(ValueError):
    """``amount`` is negative: what goes the other way is another fact."""

    def __init__(self, amount: int) -> None:
        super().__init__(f"{amount} is not an amount from 0")
        self.amount = amount


@dataclass(frozen=True, kw_only=True)
class Book:
    """The books of one store in one currency, at one moment."""

    store: str
    currency: str
    at: datetime

    def entry(
        self, id_: str, kind: str, postings: Mapping[Account, int], *, order_id: str | None = None, note: str = ""
    ) -> Entry:
        """An entry of this book. Raises Unbalanced."""
        return Entry(
            id=id_,
            kind=kind,
            store=self.store,
            currency=self.currency,
            at=self.at,
            postings=postings,
            order_id=order_id,
            note=note,
        )

    def moved(
        self, id_: str, kind: str, amount: int, *, to: Account, out_of: Account, order_id: str | None = None
    ) -> Entry:
        """An amount from one account to another. Raises NotAnAmount, Unbalanced."""
        return self.entry(id_, kind, {to: _amount(amount), out_of: -amount}, order_id=order_id)


# Sales.


def order_confirmed(
    book: Book,
    *,
    order_id: str,
    lines: Sequence[Taxed],
    delivery: Taxed | None = None,
    tip: int = 0,
    rounding: int = 0,
) -> Entry:
    """Goods are sold and owed for. ``rounding`` is what the total was rounded up by (below zero: down)."""
    delivery = delivery or Taxed(net=0, tax=0)
    sales = sum(_amount(line.net) for line in lines)
    tax = sum(_amount(line.tax) for line in lines) + _amount(delivery.tax)
    owed = sales + tax + _amount(delivery.net) + _amount(tip) + rounding
    postings = {
        _A.RECEIVABLE: owed,
        _A.SALES: -sales,
        _A.TAX: -tax,
        _A.DELIVERY_FEE: -delivery.net,
        _A.TIPS: -tip,
        _A.ROUNDING: -rounding,
    }
    return book.entry(f"order/{order_id}", "order_confirmed", postings, order_id=order_id)


def tip_given(book: Book, *, tip_id: str, order_id: str, amount: int) -> Entry:
    """What was paid beyond the order is meant as a tip."""
    return book.moved(f"tip/{tip_id}", "tip_given", amount, to=_A.RECEIVABLE, out_of=_A.TIPS, order_id=order_id)


def rounded_off(book: Book, *, order_id: str, amount: int) -> Entry:
    """What is left of an order after paying is too little to be asked for (below zero: to be given back)."""
    postings = {_A.ROUNDING: amount, _A.RECEIVABLE: -amount}
    return book.entry(f"order/{order_id}/rounding", "rounded_off", postings, order_id=order_id)


# The gateway.


def payment_captured(book: Book, *, provider: str, transaction_id: str, order_id: str | None, amount: int) -> Entry:
    """Money came; of an order that nobody knows, it waits in suspense."""
    what_for = _A.RECEIVABLE if order_id else _A.SUSPENSE
    id_ = f"payment/{provider}/{transaction_id}"
    return book.moved(id_, "payment_captured", amount, to=_A.GATEWAY_CLEARING, out_of=what_for, order_id=order_id)


def payment_assigned(book: Book, *, provider: str, transaction_id: str, order_id: str, amount: int) -> Entry:
    """Somebody found out what money in suspense was for."""
    id_ = f"payment/{provider}/{transaction_id}/assigned"
    return book.moved(id_, "payment_assigned", amount, to=_A.SUSPENSE, out_of=_A.RECEIVABLE, order_id=order_id)


def gateway_fee(book: Book, *, provider: str, source_id: str, amount: int, order_id: str | None = None) -> Entry:
    """The gateway kept its fee (with the tax on it) for a payment or whatever else it charges for."""
    id_ = f"fee/{provider}/{source_id}"
    return book.moved(id_, "gateway_fee", amount, to=_A.GATEWAY_FEES, out_of=_A.GATEWAY_CLEARING, order_id=order_id)


def refund_made(
    book: Book,
    *,
    provider: str,
    refund_id: str,
    order_id: str | None,
    amount: int,
    tax: int = 0,
    earned: bool = True,
    unassigned: bool = False,
) -> Entry:
    """The gateway gives money back, of which ``tax`` is no longer owed to the state.

    Not ``earned``: too much was paid, or the sale was reversed; then it was the customer's all along. ``unassigned``:
    and nobody had said yet what it was for.
    """
    postings = _given_back(amount, tax, out_of=_A.GATEWAY_CLEARING, earned=earned, unassigned=unassigned)
    return book.entry(f"refund/{provider}/{refund_id}", "refund_made", postings, order_id=order_id)


def refund_failed(
    book: Book,
    *,
    provider: str,
    refund_id: str,
    order_id: str | None,
    amount: int,
    tax: int = 0,
    earned: bool = True,
    unassigned: bool = False,
) -> Entry:
    """It did not reach the customer: the gateway holds it again. May be heard before the refund itself."""
    gone = _given_back(amount, tax, out_of=_A.GATEWAY_CLEARING, earned=earned, unassigned=unassigned)
    back = {account: -moved for account, moved in gone.items()}
    return book.entry(f"refund/{provider}/{refund_id}/failed", "refund_failed", back, order_id=order_id)


def refund_unearned(book: Book, *, refund_id: str, order_id: str, amount: int, tax: int = 0) -> Entry:
    """The sale was reversed of which this was given back: it was the customer's all along. ``refund_id`` is ours."""
    postings = {_A.RECEIVABLE: _amount(amount), _A.REFUNDS: tax - amount, _A.TAX: -_amount(tax)}
    return book.entry(f"refund-unearned/{refund_id}", "refund_unearned", postings, order_id=order_id)


def dispute_taken(
    book: Book, *, provider: str, dispute_id: str, amount: int, fee: int = 0, order_id: str | None = None
) -> Entry:
    """The gateway withdrew disputed money, and its fee for that."""
    postings = {
        _A.DISPUTED: _amount(amount),
        _A.GATEWAY_FEES: _amount(fee),
        _A.GATEWAY_CLEARING: -amount - fee,
    }
    return book.entry(f"dispute/{provider}/{dispute_id}", "dispute_taken", postings, order_id=order_id)


def dispute_won(book: Book, *, provider: str, dispute_id: str, amount: int, order_id: str | None = None) -> Entry:
    """What was withdrawn came back."""
    id_ = f"dispute/{provider}/{dispute_id}/ended"
    return book.moved(id_, "dispute_won", amount, to=_A.GATEWAY_CLEARING, out_of=_A.DISPUTED, order_id=order_id)


def dispute_lost(book: Book, *, provider: str, dispute_id: str, amount: int, order_id: str | None = None) -> Entry:
    """What was withdrawn is gone."""
    id_ = f"dispute/{provider}/{dispute_id}/ended"
    return book.moved(id_, "dispute_lost", amount, to=_A.DISPUTES, out_of=_A.DISPUTED, order_id=order_id)


def payout_made(book: Book, *, provider: str, payout_id: str, amount: int) -> Entry:
    """The gateway sent money to the bank."""
    id_ = f"payout/{provider}/{payout_id}"
    return book.moved(id_, "payout_made", amount, to=_A.BANK, out_of=_A.GATEWAY_CLEARING)


def payout_failed(book: Book, *, provider: str, payout_id: str, amount: int) -> Entry:
    """The bank sent it back. May be heard before the payout itself."""
    id_ = f"payout/{provider}/{payout_id}/failed"
    return book.moved(id_, "payout_failed", amount, to=_A.GATEWAY_CLEARING, out_of=_A.BANK)


# Counter and doorstep.


def cash_taken(book: Book, *, payment_id: str, order_id: str, amount: int, rounding: int = 0) -> Entry:
    """Cash in the drawer, change deducted; ``rounding``: coins that do not exist, taken too much (below zero: less)."""
    postings = {_A.CASH_DRAWER: _amount(amount) + rounding, _A.RECEIVABLE: -amount, _A.ROUNDING: -rounding}
    return book.entry(f"cash/{payment_id}", "cash_taken", postings, order_id=order_id)


def card_taken(book: Book, *, payment_id: str, order_id: str, amount: int) -> Entry:
    """Paid at the terminal or with a wallet."""
    id_ = f"card/{payment_id}"
    return book.moved(id_, "card_taken", amount, to=_A.COUNTER_CLEARING, out_of=_A.RECEIVABLE, order_id=order_id)


def cash_refunded(
    book: Book,
    *,
    refund_id: str,
    order_id: str,
    amount: int,
    tax: int = 0,
    earned: bool = True,
    unassigned: bool = False,
) -> Entry:
    """Cash given back over the counter; ``tax`` and what it was as for ``refund_made``."""
    postings = _given_back(amount, tax, out_of=_A.CASH_DRAWER, earned=earned, unassigned=unassigned)
    return book.entry(f"cash-refund/{refund_id}", "cash_refunded", postings, order_id=order_id)


def refunded_by_hand(
    book: Book,
    *,
    refund_id: str,
    order_id: str,
    amount: int,
    out_of: Account,
    tax: int = 0,
    earned: bool = True,
    unassigned: bool = False,
) -> Entry:
    """Given back at the terminal, with a wallet or by bank transfer; ``tax`` and what it was as for ``refund_made``."""
    postings = _given_back(amount, tax, out_of=out_of, earned=earned, unassigned=unassigned)
    return book.entry(f"hand-refund/{refund_id}", "refunded_by_hand", postings, order_id=order_id)


def rider_collected(book: Book, *, payment_id: str, order_id: str, amount: int) -> Entry:
    """A rider took cash on delivery."""
    id_ = f"rider/{payment_id}"
    return book.moved(id_, "rider_collected", amount, to=_A.RIDER_CASH, out_of=_A.RECEIVABLE, order_id=order_id)


def rider_handed_in(book: Book, *, handover_id: str, collected: int, counted: int) -> Entry:
    """A rider hands in what was collected; what is counted goes into the drawer, the difference is named."""
    postings = {
        _A.CASH_DRAWER: _amount(counted),
        _A.RIDER_CASH: -_amount(collected),
        _A.CASH_DIFFERENCES: collected - counted,
    }
    return book.entry(f"handover/{handover_id}", "rider_handed_in", postings)


def cash_paid_in(book: Book, *, move_id: str, amount: int) -> Entry:
    """Cash from the safe into the drawer: the opening float, more change."""
    return book.moved(f"drawer/{move_id}", "cash_paid_in", amount, to=_A.CASH_DRAWER, out_of=_A.SAFE)


def cash_paid_out(book: Book, *, move_id: str, amount: int, to: Account = Account.SAFE) -> Entry:
    """Cash out of the drawer: into the safe, to the bank, or for an expense."""
    return book.moved(f"drawer/{move_id}", "cash_paid_out", amount, to=to, out_of=_A.CASH_DRAWER)


def drawer_counted(book: Book, *, count_id: str, expected: int, counted: int) -> Entry | None:
    """The drawer holds what was counted; None when that is what was expected."""
    if _amount(counted) == expected:
        return None
    postings = {_A.CASH_DRAWER: counted - expected, _A.CASH_DIFFERENCES: expected - counted}
    return book.entry(f"count/{count_id}", "drawer_counted", postings)


def _given_back(amount: int, tax: int, *, out_of: Account, earned: bool, unassigned: bool) -> dict[Account, int]:
    net = _amount(_amount(amount) - _amount(tax))
    if earned:
        return {_A.REFUNDS: net, _A.TAX: tax, out_of: -amount}
    return {_A.SUSPENSE if unassigned else _A.RECEIVABLE: amount, out_of: -amount}


def _amount(value: int) -> int:
    if value < 0:
        raise NotAnAmount(value)
    return value
