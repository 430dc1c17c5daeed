"""Whatever the store does about returns, in any order and twice: never more goes back than was paid, no unit twice.

The use cases themselves, against the courier and the gateway of the fakes; each step is done a second time at once, and
old ones come again at any moment.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from shared.domain.case import CaseStatus
from shared.domain.catalog import stock_needed
from shared.domain.gateway_facts import RefundState
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.ledger import Account
from shared.domain.money import Money
from shared.domain.order import Line, OrderStatus
from shared.domain.parcel import Direction, ParcelNews, ParcelState, Scan
from shared.domain.refund import RefundStep, refund_id_for
from shared.domain.returned_goods import FUTILE, UNDECIDED, units_of, worth
from shared.usecases.book_parcel import book_parcel
from shared.usecases.cancel_return import cancel_return
from shared.usecases.decide_return import Verdict, decide_return
from shared.usecases.inspect_return import Finding, MoreThanSent, inspect_return
from shared.usecases.move_refund import RefundRoom
from shared.usecases.parcel_room import ParcelRoom
from shared.usecases.record_parcel import record_parcel
from shared.usecases.refund_payment import refund_payment
from shared.usecases.replace_goods import NotReplaceable
from shared.usecases.request_refund import MoreThanLeft, request_refund
from shared.usecases.request_return import Complaint as Said
from shared.usecases.request_return import NothingToReturn, NotToReturn, request_return
from shared.usecases.return_room import NotNow
from tests.fakes.courier import FakeCourier
from tests.fakes.refund_desk import FakeRefundDesk
from tests.shared.usecases.returns_of_a_shop import PAID, SENT, Complaint, bought

R, P = ReturnState, ParcelState
SKUS = ("TARO-R", "WAFFLE")
REFUSALS = (NotNow, NotReplaceable, MoreThanLeft, MoreThanSent, NothingToReturn, NotToReturn)
#: How the courier tells of the way back; EXCEPTION may come at any point of it.
ROAD = (P.IN_TRANSIT, P.OUT_FOR_DELIVERY, P.EXCEPTION, P.DELIVERED)
UNITS = st.dictionaries(st.sampled_from(SKUS), st.integers(0, 3), max_size=2)


class AnyReturns(RuleBasedStateMachine):
    """One delivered order of up to three taro and three waffles, at odd prices."""

    @initialize(
        quantities=st.tuples(st.integers(1, 3), st.integers(1, 3)),
        prices=st.tuples(st.integers(1, 999), st.integers(1, 999)),
        rate=st.sampled_from([0, 888, 1800]),
        on_top=st.booleans(),
        shelf=st.sampled_from([0, 150, 10_000]),
    )
    def it_was_delivered(
        self,
        quantities: tuple[int, int],
        prices: tuple[int, int],
        rate: int,
        on_top: bool,  # noqa: FBT001 (drawn by name)
        shelf: int,
    ) -> None:
        """And paid for; the shelf may have nothing for a replacement."""
        self.shop = Complaint()
        self.state = self.shop.record.state
        lines = tuple(
            Line(sku=sku, name=sku, quantity=units, unit_price=price, tax_bp=rate, tax_on_top=on_top)
            for sku, units, price in zip(SKUS, quantities, prices, strict=True)
        )
        order = bought(lines=lines, needs=self._needs(dict(zip(SKUS, quantities, strict=True))))
        self.state.orders["ord_1"] = order
        self.paid = order.total.amount
        amount = Money(self.paid, "USD")
        self.state.payments["ord_1", PAID.id] = replace(PAID, amount=amount, received=amount)
        sent = replace(SENT, lines=dict(zip(SKUS, quantities, strict=True)))
        self.state.parcels["ord_1", SENT.id] = sent
        for item, counter in self.state.stock.items():
            self.state.stock[item] = replace(counter, available=shelf)
        self.shelf = {item: counter.available for item, counter in self.state.stock.items()}
        self.courier, self.desk = FakeCourier(), FakeRefundDesk(paid={"pi_1": amount})
        self.parcels = ParcelRoom(
            store=self.shop.store, orders=self.shop.record.orders, commits=self.shop.record.commits
        )
        self.money = RefundRoom(store=self.shop.store, orders=self.shop.record.orders, commits=self.shop.record.commits)
        self.keys = 0
        self.done: list[Callable[[], Any]] = []

    def _needs(self, items: dict[str, int]) -> dict[str, int]:
        products = self.shop.record.catalog.products(items)
        return stock_needed([(products[sku], units) for sku, units in items.items()])

    def _does(self, step: Callable[[], Any]) -> None:
        """Do it, and do it again at once, which changes nothing."""
        self.done.append(step)
        with suppress(*REFUSALS):
            step()
        before = self._all()
        self.shop.record.forget_tokens()
        with suppress(*REFUSALS):
            step()
        assert self._all() == before

    def _all(self) -> tuple[Any, ...]:
        s = self.state
        kept = (s.orders, s.returns, s.parcels, s.refunds, s.stock, s.cases, s.entries)
        return (*(dict(one) for one in kept), list(s.events))

    def _any(self, data: st.DataObject) -> GoodsReturn:
        return data.draw(st.sampled_from(self.shop.file.returns))

    # The customer, on the phone.

    @rule(items=UNITS, everything=st.booleans(), trouble=st.sampled_from(Trouble))
    def complains(self, items: dict[str, int], everything: bool, trouble: Trouble) -> None:  # noqa: FBT001
        """About some of it, or all; perhaps more than there is."""
        self.keys += 1
        key, wanted = f"k{self.keys}", {sku: units for sku, units in items.items() if units} or {"WAFFLE": 1}
        said = Said(trouble=trouble, items=None if everything else wanted)
        self._does(
            lambda: request_return(self.shop.room, order_id="ord_1", complaint=said, request=key, now=self.shop.now)
        )

    # The store.

    @precondition(lambda self: self.shop.file.returns)
    @rule(decision=st.sampled_from(Decision), data=st.data())
    def decides(self, decision: Decision, data: st.DataObject) -> None:
        """Whatever the state."""
        one, verdict = self._any(data), Verdict(decision=decision, by="sam", explanation="so")
        self._does(
            lambda: decide_return(
                self.shop.room, order_id="ord_1", return_id=one.id, verdict=verdict, now=self.shop.now
            )
        )

    @precondition(lambda self: self.shop.file.returns)
    @rule(restocked=UNITS, damaged=UNITS, data=st.data())
    def looks(self, restocked: dict[str, int], damaged: dict[str, int], data: st.DataObject) -> None:
        """Perhaps at less than was sent, perhaps at nothing, perhaps at what cannot be."""
        one, finding = self._any(data), Finding(restocked=restocked, damaged=damaged, by="sam")
        self._does(
            lambda: inspect_return(
                self.shop.room, order_id="ord_1", return_id=one.id, finding=finding, now=self.shop.now
            )
        )

    @precondition(lambda self: self.shop.file.returns)
    @rule(data=st.data())
    def calls_off(self, data: st.DataObject) -> None:
        """Whatever the state."""
        one = self._any(data)
        self._does(lambda: cancel_return(self.shop.room, order_id="ord_1", return_id=one.id, now=self.shop.now))

    @rule(amount=st.integers(1, 500))
    def gives_something(self, amount: int) -> None:
        """Out of goodwill, beside all returns."""
        self.keys += 1
        key = f"g{self.keys}"
        self._does(
            lambda: request_refund(
                self.money, order_id="ord_1", amount=amount, reason="late", by="sam", request=key, now=self.shop.now
            )
        )

    # The courier and the gateway.

    @rule(data=st.data())
    def books(self, data: st.DataObject) -> None:
        """A way back; one that was given up is given up there too."""
        back = [one for one in self.shop.file.parcels if one.direction is Direction.INBOUND]
        if back:
            one = data.draw(st.sampled_from(back))
            self._does(
                lambda: book_parcel(
                    self.parcels, order_id="ord_1", parcel_id=one.id, courier=self.courier, now=self.shop.now
                )
            )

    @rule(data=st.data(), state=st.sampled_from(ROAD), hours=st.integers(1, 90))
    def tells(self, data: st.DataObject, state: ParcelState, hours: int) -> None:
        """What happened long ago may be told last."""
        known = [one for one in self.shop.file.parcels if one.direction is Direction.INBOUND and one.tracking_code]
        if known:
            one = data.draw(st.sampled_from(known))
            scan = Scan(at=self.shop.now + timedelta(hours=hours), state=state, code=state.value)
            news = ParcelNews(courier="easypost", tracking_code=str(one.tracking_code), scans=(scan,))
            self._does(lambda: record_parcel(self.parcels, order_id="ord_1", parcel_id=one.id, news=news, now=scan.at))

    @precondition(lambda self: self.shop.file.refunds)
    @rule(data=st.data(), ending=st.sampled_from([RefundState.SUCCEEDED, RefundState.FAILED]))
    def pays_back(self, data: st.DataObject, ending: RefundState) -> None:
        """Or cannot."""
        one, self.desk.ending = data.draw(st.sampled_from(self.shop.file.refunds)), ending
        self._does(
            lambda: refund_payment(self.money, order_id="ord_1", refund_id=one.id, desk=self.desk, now=self.shop.now)
        )

    @precondition(lambda self: self.done)
    @rule(data=st.data())
    def comes_again(self, data: st.DataObject) -> None:
        """Something of before, as a tablet or a queue repeats it."""
        with suppress(*REFUSALS):
            data.draw(st.sampled_from(self.done))()

    # What always holds.

    @invariant()
    def no_more_goes_back_than_was_paid(self) -> None:
        """One refund of each return, none above what its goods were paid for, all together within the payment."""
        file = self.shop.file
        alive = [one for one in file.refunds if one.state is not RefundStep.FAILED]
        assert sum(one.amount.amount for one in alive) <= self.paid
        by_id = {one.id: one for one in file.refunds}
        for one in file.returns:
            assert one.refund_id in ("", refund_id_for(f"return:{one.id}"))
            if one.refund_id:
                assert by_id[one.refund_id].amount.amount == one.amount <= worth(file.order, one.items).amount + 2
        own = [one for one in file.refunds if one.reason == "returned"]
        assert len(own) == len([one for one in file.returns if one.refund_id])
        assert sum(one.tax for one in alive) <= sum(line.tax for line in file.order.taxed_lines())

    @invariant()
    def no_unit_comes_back_twice(self) -> None:
        """Restocked and damaged within what is in the return, the returns within what was bought."""
        file = self.shop.file
        in_returns: Counter[str] = Counter()
        for one in file.returns:
            came = Counter(one.restocked or {}) + Counter(one.damaged or {})
            assert came <= Counter(one.items)
            in_returns.update({} if one.state in FUTILE else one.items)
        assert in_returns <= units_of(file.order)

    @invariant()
    def the_shelf_has_what_came_back_less_what_was_sent_anew(self) -> None:
        """Counter by counter."""
        shelf = Counter(self.shelf)
        for one in self.shop.file.returns:
            shelf.update(self._needs({sku: units for sku, units in (one.restocked or {}).items() if units}))
            if one.replacement_id:
                shelf.subtract(self._needs(dict(one.items)))
        assert {item: counter.available for item, counter in self.state.stock.items()} == dict(shelf)

    @invariant()
    def the_books_balance(self) -> None:
        """What the gateway gave back is what the entries say, and each sums to zero."""
        entries = list(self.state.entries.values())
        assert all(sum(entry.postings.values()) == 0 for entry in entries)
        gone = sum(one.amount.amount for one in self.shop.file.refunds if one.state is RefundStep.SUCCEEDED)
        assert -sum(entry.postings.get(Account.GATEWAY_CLEARING, 0) for entry in entries) == gone

    @invariant()
    def the_story_has_no_gaps_and_staff_see_what_waits(self) -> None:
        """An event for every version; a case is open as long as nobody has decided."""
        file = self.shop.file
        assert [one.sequence for one in file.events] == list(range(7, file.order.version + 1))
        cases = [one for one in self.state.cases.values() if one.reason == "return"]
        waiting = [one for one in cases if one.status is not CaseStatus.CLOSED]
        assert len(waiting) == len([one for one in file.returns if one.state in UNDECIDED])


TestReturnedGoods = AnyReturns.TestCase
TestReturnedGoods.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)


def test_the_way_back_ends_the_same_in_whatever_order_it_is_told() -> None:
    """24 orders of four scans, each told twice: arrived, the whole order with it, and no step goes back."""
    order_of = list(R)
    for told in permutations(enumerate(ROAD)):
        shop = Complaint()
        shop.asked(items={"TARO-R": 2, "WAFFLE": 1})
        parcel_id = shop.decides(Decision.REFUND).parcel_id
        room = ParcelRoom(store=shop.store, orders=shop.record.orders, commits=shop.record.commits)
        book_parcel(room, order_id="ord_1", parcel_id=parcel_id, courier=FakeCourier(), now=shop.now)
        states = [shop.goods_return.state]
        for hour, state in told:
            scan = Scan(at=shop.now + timedelta(hours=hour), state=state, code=state.value)
            news = ParcelNews(courier="easypost", tracking_code="TRACK1", scans=(scan,))
            for _ in range(2):
                record_parcel(room, order_id="ord_1", parcel_id=parcel_id, news=news, now=shop.now)
            states.append(shop.goods_return.state)
        assert states == sorted(states, key=order_of.index)
        assert (states[-1], shop.file.parcels[-1].state) == (R.ARRIVED, P.DELIVERED), told
        assert shop.file.order.status is OrderStatus.RETURNING
        steps = [one for one in shop.told() if one.startswith("ReturnMoved")]
        assert len(steps) == len(set(steps))
        assert steps[-1] == "ReturnMoved arrived"


@pytest.mark.parametrize("rate", [0, 888])
def test_goods_that_come_back_one_by_one_are_paid_back_to_the_cent(rate: int) -> None:
    """Three returns of one each give back what was paid for three, and all of its tax."""
    shop = Complaint()
    lines = (Line(sku="TARO-R", name="Taro", quantity=3, unit_price=333, tax_bp=rate, tax_on_top=True),)
    order = bought(lines=lines, needs={})
    shop.record.state.orders["ord_1"] = order
    paid = Money(999 if rate == 0 else 1088, "USD")
    assert order.total == paid
    shop.record.state.payments["ord_1", PAID.id] = replace(PAID, amount=paid, received=paid)
    for number in range(3):
        shop.asked(id=f"ret_{number}", items={"TARO-R": 1})
        shop.decides(Decision.REFUND_WITHOUT_RETURN, return_id=f"ret_{number}")
    refunds = shop.file.refunds
    assert (sum(one.amount.amount for one in refunds), sum(one.tax for one in refunds)) == (
        paid.amount,
        89 if rate else 0,
    )
