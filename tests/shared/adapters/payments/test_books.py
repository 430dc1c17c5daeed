"""The port GatewayBooks: what Stripe and Razorpay (both simulated) list is what happened, and it adds up."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from typing import Any, TypeVar

import pytest

from shared.adapters.payments.money_gateways import books_for
from shared.domain.gateway_books import ListedLink, MovementKind, Unread
from shared.domain.gateway_facts import DisputeState, PaymentState, Payout, PayoutState, RefundState
from shared.domain.money import Money
from shared.ports import Refused, Unavailable
from tests.fakes.gateway_account import Account, account_at
from tests.fakes.gateway_books import FakeBooks
from tests.fakes.simulated_world import NOW, LocalWorld, a_shop, local_world

DAY: dict[str, datetime] = {"since": NOW, "until": NOW + timedelta(hours=2)}
BEFORE: dict[str, datetime] = {"since": NOW - timedelta(days=1), "until": NOW}
PRICE = {"stripe": Money(1845, "USD"), "razorpay": Money(45000, "INR")}
#: 2.9 % and 30 cents; 2 % and 18 % tax on them.
FEE, TAX = {"stripe": 84, "razorpay": 1062}, {"stripe": 0, "razorpay": 162}
_T = TypeVar("_T")


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture(params=["stripe", "razorpay"])
def account(request: pytest.FixtureRequest, served: LocalWorld) -> Iterator[Account]:
    """Each gateway in turn, with nothing in it."""
    with a_shop() as shop:
        served.begin_anew(shop)
        yield account_at(request.param, served)


def all_read(entries: Iterable[_T | Unread]) -> list[_T]:
    """The entries of a list in which nothing is odd."""
    read = []
    for entry in entries:
        assert not isinstance(entry, Unread), entry
        read.append(entry)
    return read


def test_an_empty_account_lists_nothing(account: Account) -> None:
    """No list is an error."""
    books = account.books
    lists = (books.links, books.payments, books.refunds, books.disputes, books.payouts, books.movements)
    assert [list(one(**DAY)) for one in lists] == [[]] * 6


def test_links_say_what_came_of_them(account: Account) -> None:
    """Open, paid, closed; each with our order and attempt; newest first."""
    paid, still_open = account.sold(1), account.sold(2, pay=False)
    links = all_read(account.books.links(**DAY))
    price = PRICE[account.provider]
    assert [(one.id, one.order_id, one.attempt_id) for one in links] == [
        (still_open, "ord_2", "ord_2-1"),
        (paid, "ord_1", "ord_1-1"),
    ]
    assert [(one.amount, one.open, one.paid) for one in links] == [(price, True, 0), (price, False, price.amount)]
    assert [one.transaction_id for one in links] == [None, account.transaction(paid)]
    assert list(account.books.links(**BEFORE)) == []


def test_payments_have_their_fee_and_their_order(account: Account) -> None:
    """Whether their webhooks arrived or not."""
    account.world.arm(account.provider, "never_deliver", times=5)
    link = account.sold()
    account.do("refund", link, amount=500)
    [payment] = all_read(account.books.payments(**DAY))
    assert payment.transaction_id == account.transaction(link)
    assert (payment.order_id, payment.attempt_id, payment.live) == ("ord_1", "ord_1-1", False)
    assert (payment.amount, payment.state, payment.refunded) == (PRICE[account.provider], PaymentState.PAID, 500)
    assert (payment.fee, payment.tax, payment.at) == (FEE[account.provider], TAX[account.provider], NOW)
    assert account.world.shop.received == []


def test_a_payment_of_the_wrong_amount_is_listed_as_it_is(account: Account) -> None:
    """It is for us to see that it is not what was asked for."""
    account.sold(amount=1000, currency="EUR")
    [payment] = all_read(account.books.payments(**DAY))
    assert payment.amount == Money(1000, "EUR")


def test_refunds_of_whoever_made_them_are_listed(account: Account) -> None:
    """In the state they are in."""
    link = account.sold()
    account.world.post("/sim/refunds", json={"provider": account.provider, "outcome": "pending"})
    refund = account.do("refund", link, amount=500)
    [listed] = all_read(account.books.refunds(**DAY))
    assert (listed.id, listed.transaction_id) == (refund["id"], account.transaction(link))
    assert (listed.amount.amount, listed.state, listed.reference) == (500, RefundState.PENDING, None)
    account.do("settle", refund["id"], outcome="failed")
    assert [one.state for one in all_read(account.books.refunds(**DAY))] == [RefundState.FAILED]


def test_disputes_are_listed_as_they_stand(account: Account) -> None:
    """Open, then lost."""
    link = account.sold()
    dispute = account.do("dispute", link)
    [listed] = all_read(account.books.disputes(**DAY))
    assert (listed.id, listed.transaction_id) == (dispute["id"], account.transaction(link))
    assert (listed.amount, listed.state) == (PRICE[account.provider], DisputeState.OPEN)
    account.do("settle", dispute["id"], outcome="lost")
    [lost] = all_read(account.books.disputes(**DAY))
    assert (lost.state, lost.held) == (DisputeState.LOST, PRICE[account.provider].amount)
    assert list(account.books.disputes(**BEFORE)) == []


def test_a_payout_is_the_sum_of_its_movements(account: Account) -> None:
    """After payments, refunds, a failed refund, disputes won and lost: to the last cent."""
    links = [account.sold(number) for number in range(1, 6)]
    account.do("refund", links[0])
    account.world.post("/sim/refunds", json={"provider": account.provider, "outcome": "failed"})
    account.do("refund", links[1], amount=700)
    at_once = {"at_once": True} if account.provider == "razorpay" else {}
    for link, outcome in ((links[2], "won"), (links[3], "lost")):
        account.do("settle", account.do("dispute", link, **at_once)["id"], outcome=outcome)
    account.pay_out()
    [payout] = all_read(account.books.payouts(**DAY))
    assert payout.state is PayoutState.PAID
    moves = all_read(account.books.movements_of(payout))
    assert {one.payout_id for one in moves} == {payout.id}
    inward = [one for one in moves if one.kind is not MovementKind.PAYOUT]
    assert sum(one.net for one in inward) == payout.amount.amount == EXPECTED[account.provider]
    assert sorted(one.id for one in moves) == sorted(one.id for one in all_read(account.books.movements(**DAY)))
    kinds = [one.kind for one in inward]
    assert (kinds.count(MovementKind.PAYMENT), kinds.count(MovementKind.REFUND)) == (5, 2)
    assert (kinds.count(MovementKind.DISPUTE), kinds.count(MovementKind.DISPUTE_RETURNED)) == (2, 1)
    if account.provider == "stripe":
        assert kinds.count(MovementKind.REFUND_FAILED) == 1
        assert sum(one.net for one in moves) == 0
    else:
        assert kinds.count(MovementKind.OTHER) == 1
        assert (payout.fees, payout.tax) == (5310, 810)


#: Five payments less fees, one given back, one lost (and, at Stripe, 15 dollars for each dispute).
EXPECTED = {"stripe": 2115, "razorpay": 129690}


def test_movements_lead_to_their_payment(account: Account) -> None:
    """And to the order, where the gateway says so."""
    link = account.sold()
    account.do("refund", link, amount=500)
    account.pay_out()
    moves = {one.kind: one for one in all_read(account.books.movements(**DAY))}
    paid, refunded = moves[MovementKind.PAYMENT], moves[MovementKind.REFUND]
    assert {paid.transaction_id, refunded.transaction_id} == {account.transaction(link)}
    assert (paid.order_id, paid.gross, paid.fee) == ("ord_1", PRICE[account.provider].amount, FEE[account.provider])
    assert (refunded.gross, refunded.fee, refunded.net) == (-500, 0, -500)


def test_a_payout_that_failed_says_so(account: Account) -> None:
    """Its money comes with the next."""
    account.sold()
    account.pay_out()
    [first] = all_read(account.books.payouts(**DAY))
    account.do("settle", first.id, outcome="failed")
    account.pay_out()
    payouts = all_read(account.books.payouts(**DAY))
    assert sorted(one.state for one in payouts) == [PayoutState.FAILED, PayoutState.PAID]
    assert len({one.amount for one in payouts}) == 1


def test_long_lists_are_read_page_by_page(account: Account) -> None:
    """All of them, each once, and no page before its time."""
    ids = [account.sold(number, pay=False) for number in range(1, 251)]
    pages = _count_calls(account.books)
    reader = account.books.links(**DAY)
    first = next(reader)
    assert (isinstance(first, ListedLink) and first.id, len(pages)) == (ids[-1], 1)
    assert [one.id for one in all_read(reader)] == ids[-2::-1]
    assert len(pages) == 3


def test_what_is_made_meanwhile_doubles_and_hides_nothing(account: Account) -> None:
    """The list is read from where it began."""
    ids = [account.sold(number, pay=False) for number in range(1, 121)]
    reader = account.books.links(**DAY)
    read = [next(reader)]
    later = [account.sold(number, pay=False) for number in range(201, 206)]
    read.extend(reader)
    assert [one.id for one in read] == ids[::-1]
    assert {one.id for one in all_read(account.books.links(**DAY))} == {*ids, *later}


def test_time_cuts_the_lists(account: Account) -> None:
    """The beginning is in it, the end is not."""
    first = account.sold(1)
    account.world.pass_time(3600)
    second = account.sold(2)
    hour = timedelta(hours=1)

    def between(since: datetime, until: datetime) -> list[str | None]:
        return [one.order_id for one in all_read(account.books.payments(since=since, until=until))]

    assert account.transaction(first) != account.transaction(second)
    assert between(NOW, NOW + hour) == ["ord_1"]
    assert between(NOW, NOW + hour + timedelta(seconds=1)) == ["ord_2", "ord_1"]
    assert between(NOW + timedelta(seconds=1), NOW + 2 * hour) == ["ord_2"]
    links = all_read(account.books.links(since=NOW + timedelta(seconds=1), until=NOW + 2 * hour))
    assert [one.order_id for one in links] == ["ord_2"]


@pytest.mark.parametrize("fault", ["429", "5xx"])
def test_a_gateway_in_passing_trouble_is_asked_again(account: Account, fault: str) -> None:
    """Twice; the third time it is given up."""
    account.sold()
    account.world.arm(account.provider, fault, times=2)
    assert len(all_read(account.books.payments(**DAY))) == 1
    account.world.arm(account.provider, fault, times=3)
    with pytest.raises(Unavailable):
        list(account.books.payments(**DAY))


def test_a_wrong_key_calls_a_person(account: Account) -> None:
    """Nobody can reconcile until somebody acts."""
    url = f"{account.world.url}/sim/{account.provider}/v1"
    books = books_for(account.provider, api_url=url, api_key="nobody:nothing")
    with pytest.raises(Refused) as no:
        list(books.payouts(**DAY))
    assert no.value.alarm is True


def _count_calls(books: Any) -> list[str]:
    asked: list[str] = []
    call = books._pages._wire.call

    def noting(method: str, path: str, **more: Any) -> Any:
        asked.append(path)
        return call(method, path, **more)

    books._pages._wire.call = noting
    return asked


def test_the_fake_cuts_by_time_and_breaks_when_it_is_read() -> None:
    """As the real ones do."""
    made = [
        Payout(
            provider="stripe",
            id=f"po_{hour}",
            amount=Money(1, "USD"),
            state=PayoutState.PAID,
            at=NOW + timedelta(hours=hour),
        )
        for hour in range(4)
    ]
    books = FakeBooks(all_payouts=made)
    listed = books.payouts(since=NOW + timedelta(hours=1), until=NOW + timedelta(hours=3))
    assert [one.id for one in all_read(listed)] == ["po_2", "po_1"]
    books.troubles.append(Unavailable("busy"))
    later = books.payouts(**DAY)
    with pytest.raises(Unavailable):
        next(later)
