"""What the store does about a return is done once, and never gives more back than was paid."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.goods_return import Decision, ReturnState, Trouble
from shared.domain.order import Handover, OrderStatus
from shared.domain.parcel import Direction, ParcelNews, ParcelState, Scan
from shared.usecases.book_parcel import book_parcel
from shared.usecases.cancel_return import cancel_return
from shared.usecases.inspect_return import MoreThanSent
from shared.usecases.move_refund import RefundRoom
from shared.usecases.parcel_room import ParcelRoom
from shared.usecases.record_parcel import record_parcel
from shared.usecases.replace_goods import NotReplaceable
from shared.usecases.request_refund import MoreThanLeft, request_refund
from shared.usecases.return_room import NotNow
from tests.fakes.courier import FakeCourier
from tests.shared.usecases.returns_of_a_shop import HOME, Complaint

R = ReturnState


def test_goods_that_are_to_come_back_get_a_parcel_and_no_money_yet() -> None:
    """From where they were sent, with what is in the return."""
    shop = Complaint()
    shop.asked()
    one = shop.decides(Decision.REFUND)
    assert (one.state, one.decided_by, one.amount, one.refund_id) == (R.ACCEPTED, "sam", 695, "")
    parcel = shop.file.parcels[-1]
    assert (parcel.id, parcel.direction, parcel.to) == (one.parcel_id, Direction.INBOUND, HOME)
    assert (parcel.lines, parcel.return_id) == ({"WAFFLE": 1}, "ret_1")
    assert shop.told() == ["ReturnMoved accepted", "ParcelRequested"]
    assert [event.sequence for event in shop.file.events] == [7, 8]
    assert shop.file.order.version == 8
    assert shop.file.refunds == ()


def test_goods_that_need_not_come_back_are_paid_back_at_once() -> None:
    """In the same transaction."""
    shop = Complaint()
    shop.asked()
    one = shop.decides(Decision.REFUND_WITHOUT_RETURN)
    (refund,) = shop.file.refunds
    assert (one.state, one.amount, one.refund_id) == (R.SETTLED, 695, refund.id)
    assert (refund.amount.amount, refund.reason, refund.requested_by, refund.earned) == (695, "returned", "sam", True)
    assert shop.told() == ["ReturnMoved settled", "RefundRequested"]


def test_what_never_came_cannot_be_sent_back() -> None:
    """A refund of missing goods is one without a return."""
    shop = Complaint()
    shop.asked(trouble=Trouble.MISSING)
    assert shop.decides(Decision.REFUND).state is R.SETTLED
    assert len(shop.file.parcels) == 1
    assert shop.decides(Decision.REFUND).state is R.SETTLED
    assert len(shop.file.refunds) == 1


@pytest.mark.parametrize("decision", list(Decision))
def test_the_same_decision_again_changes_nothing_and_another_is_refused(decision: Decision) -> None:
    """Whoever asks again is told how it stands."""
    shop = Complaint()
    shop.asked()
    first = shop.decides(decision, explanation="No")
    before = list(shop.record.state.events)
    assert shop.decides(decision, explanation="No") == first
    assert shop.record.state.events == before
    other = Decision.REFUSE if decision is not Decision.REFUSE else Decision.REFUND
    with pytest.raises(NotNow):
        shop.decides(other)


def test_new_goods_are_an_order_of_their_own_with_nothing_to_pay() -> None:
    """Confirmed with a ticket, its stock held."""
    shop = Complaint()
    shop.asked()
    recipe = shop.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe
    before = {item: shop.record.state.stock[item].available for item in recipe}
    one = shop.decides(Decision.REPLACE)
    made = shop.record.state.orders[one.replacement_id]
    assert (one.state, made.status, made.total.amount) == (R.SETTLED, OrderStatus.CONFIRMED, 0)
    assert [(line.sku, line.quantity) for line in made.lines] == [("WAFFLE", 1)]
    assert made.source.channel == "return"
    assert made.handover == Handover(kind="delivery", address="1420 W Lake St", postal_code="55408")
    assert {item: before[item] - shop.record.state.stock[item].available for item in recipe} == dict(recipe)
    assert shop.file.refunds == ()


def test_what_is_sold_out_is_said_to_staff_and_nothing_is_done() -> None:
    """They may decide again."""
    shop = Complaint()
    shop.asked()
    for item in shop.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe:
        shop.record.state.stock[item] = replace(shop.record.state.stock[item], available=0)
    with pytest.raises(NotReplaceable):
        shop.decides(Decision.REPLACE)
    assert shop.goods_return.state is R.REQUESTED
    assert shop.decides(Decision.REFUND_WITHOUT_RETURN).state is R.SETTLED


def test_a_refusal_has_its_explanation() -> None:
    """Which the customer reads."""
    shop = Complaint()
    shop.asked()
    one = shop.decides(Decision.REFUSE, explanation="It was eaten")
    assert (one.state, one.explanation) == (R.REFUSED, "It was eaten")
    assert shop.told() == ["ReturnMoved refused"]


def test_never_more_goes_back_than_is_left_of_the_payment() -> None:
    """What was given out of goodwill before counts; with nothing left staff are told."""
    shop = Complaint()
    shop.asked()
    refunds = RefundRoom(store=shop.store, orders=shop.record.orders, commits=shop.record.commits)
    request_refund(refunds, order_id="ord_1", amount=1500, reason="late", by="sam", request="k", now=shop.now)
    assert shop.decides(Decision.REFUND_WITHOUT_RETURN).amount == 345
    shop.asked(id="ret_2", items={"TARO-R": 1})
    with pytest.raises(MoreThanLeft):
        shop.decides(Decision.REFUND_WITHOUT_RETURN, return_id="ret_2")
    assert sum(one.amount.amount for one in shop.file.refunds) == 1845


def test_inspected_goods_go_on_the_shelf_and_the_money_goes_back_once() -> None:
    """In one transaction; the same finding again changes nothing."""
    shop = Complaint()
    shop.asked()
    shop.decides(Decision.REFUND)
    recipe = shop.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe
    before = {item: shop.record.state.stock[item].available for item in recipe}
    one = shop.looks({"WAFFLE": 1})
    assert (one.state, one.amount) == (R.SETTLED, 695)
    assert {item: shop.record.state.stock[item].available - before[item] for item in recipe} == dict(recipe)
    assert shop.looks({"WAFFLE": 1}) == one
    assert [refund.amount.amount for refund in shop.file.refunds] == [695]
    assert {item: shop.record.state.stock[item].available - before[item] for item in recipe} == dict(recipe)
    with pytest.raises(NotNow):
        shop.looks({}, {"WAFFLE": 1})


def test_damaged_goods_are_paid_back_and_not_sold_again() -> None:
    """The counters stand."""
    shop = Complaint()
    shop.asked()
    shop.decides(Decision.REFUND)
    before = dict(shop.record.state.stock)
    assert shop.looks({}, {"WAFFLE": 1}).amount == 695
    assert shop.record.state.stock == before


def test_what_did_not_come_is_not_paid_for() -> None:
    """One of two taro came: its price; more than two cannot come; nothing at all is refused."""
    shop = Complaint()
    shop.asked(items={"TARO-R": 2})
    shop.decides(Decision.REFUND)
    with pytest.raises(MoreThanSent):
        shop.looks({"TARO-R": 2}, {"TARO-R": 1})
    assert shop.looks({}, {"TARO-R": 1}).amount == 575
    other = Complaint()
    other.asked()
    other.decides(Decision.REFUND)
    assert other.looks({}).state is R.REFUSED
    assert other.file.refunds == ()


def test_an_order_that_came_back_whole_is_returned() -> None:
    """Not one of which some was kept."""
    shop = Complaint()
    shop.asked(items={"TARO-R": 2, "WAFFLE": 1})
    shop.decides(Decision.REFUND)
    one = shop.looks({"WAFFLE": 1}, {"TARO-R": 2})
    assert (one.amount, shop.file.order.status) == (1845, OrderStatus.RETURNED)
    part = Complaint()
    part.asked()
    part.decides(Decision.REFUND)
    part.looks({"WAFFLE": 1})
    assert part.file.order.status is OrderStatus.DELIVERED


def test_a_return_is_called_off_with_its_parcel() -> None:
    """As long as the courier does not have it; the same again."""
    shop = Complaint()
    shop.asked()
    shop.decides(Decision.REFUND)
    for _ in range(2):
        gone = cancel_return(shop.room, order_id="ord_1", return_id="ret_1", now=shop.now)
        assert gone.state is R.CANCELLED
    assert shop.file.parcels[-1].state is ParcelState.CANCELLED
    assert shop.told().count("ReturnMoved cancelled") == 1
    with pytest.raises(NotNow):
        shop.decides(Decision.REFUSE)


def test_the_return_follows_its_parcel_and_the_whole_order_with_it() -> None:
    """Booked with the label, on its way with the first scan, arrived at the store."""
    shop = Complaint()
    shop.asked(items={"TARO-R": 2, "WAFFLE": 1})
    parcel_id = shop.decides(Decision.REFUND).parcel_id
    room = ParcelRoom(store=shop.store, orders=shop.record.orders, commits=shop.record.commits)
    book_parcel(room, order_id="ord_1", parcel_id=parcel_id, courier=FakeCourier(), now=shop.now)
    assert shop.goods_return.state is R.BOOKED
    seen = []
    for hours, state in enumerate((ParcelState.IN_TRANSIT, ParcelState.DELIVERED), 1):
        scan = Scan(at=shop.now + timedelta(hours=hours), state=state, code=state.value)
        news = ParcelNews(courier="easypost", tracking_code="EZ2", scans=(scan,))
        for _ in range(2):
            record_parcel(room, order_id="ord_1", parcel_id=parcel_id, news=news, now=scan.at)
        seen.append((shop.goods_return.state, shop.file.order.status))
    assert seen == [(R.ON_ITS_WAY, OrderStatus.RETURNING), (R.ARRIVED, OrderStatus.RETURNING)]
    shop.looks({"WAFFLE": 1}, {"TARO-R": 2})
    assert shop.file.order.status is OrderStatus.RETURNED
    assert [one for one in shop.told() if one.startswith("Return")] == [
        "ReturnMoved accepted",
        "ReturnMoved on_its_way",
        "ReturnMoved arrived",
        "ReturnMoved settled",
    ]
