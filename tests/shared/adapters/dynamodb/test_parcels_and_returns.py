"""The contract of PutParcel, FileTracking, PutReturn and Parcels: by version, once for ever, silent ones found."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.dynamodb import parcel_codec, return_codec
from shared.adapters.dynamodb.stream import plain
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.case import CaseReason
from shared.domain.changes import FileTracking, PutCase, PutOrder, PutParcel, PutReturn
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.order import OrderStatus
from shared.domain.parcel import (
    OWN_RIDER,
    Address,
    Direction,
    Instruction,
    InstructionKind,
    Parcel,
    ParcelState,
    Scan,
)
from shared.ports import Conflict
from shared.usecases.move_refund import money_case
from tests.fakes.people import NOW, order

GOLDEN: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "golden_parcel_items.json").read_text("utf-8"))
DOOR = Address(
    name="Ana Gómez",
    line1="1200 Washington Ave S",
    line2="Apt 4",
    city="Minneapolis",
    postal_code="55415",
    country="US",
    state="MN",
    phone="+16505551234",
)
OFFICE = Address(name="Ana Gómez", line1="80 S 8th St", city="Minneapolis", postal_code="55402", country="US")
BARE_PARCEL = Parcel(
    id="pcl_1",
    order_id="ord_1",
    number=1,
    courier="easypost",
    direction=Direction.OUTBOUND,
    to=OFFICE,
    lines={},
    at=NOW,
)
FULL_PARCEL = Parcel(
    id="pcl_2",
    order_id="ord_1",
    number=2,
    courier="shiprocket",
    direction=Direction.INBOUND,
    to=DOOR,
    lines={"TARO-R": 2, "WAFFLE": 1},
    at=NOW,
    state=ParcelState.FAILED_ATTEMPT,
    version=7,
    scans=(
        Scan(at=NOW, state=ParcelState.IN_TRANSIT, code="18"),
        Scan(at=NOW + timedelta(hours=2), state=ParcelState.FAILED_ATTEMPT, code="21", note="Door locked"),
    ),
    tracking_code="19041424751540",
    tracking_url="https://shiprocket.co/tracking/19041424751540",
    shipment_id="290381021",
    courier_name="Delhivery Surface",
    label_url="https://kr-shipmultichannel.s3.amazonaws.com/label.pdf",
    cost=6450,
    cost_currency="INR",
    expected=date(2026, 11, 24),
    heard_at=NOW + timedelta(hours=3),
    signed_by="R. Joshi",
    agent_phone="+919845012345",
    deadline=NOW + timedelta(hours=22),
    instructions=(
        Instruction(
            kind=InstructionKind.OTHER_ADDRESS,
            attempt=1,
            by="customer",
            at=NOW + timedelta(hours=4),
            address=OFFICE,
            told_at=NOW + timedelta(hours=5),
        ),
        Instruction(
            kind=InstructionKind.OTHER_DAY, attempt=2, by="kim", at=NOW + timedelta(hours=6), day=date(2026, 11, 26)
        ),
    ),
    return_id="ret_1",
    rider="kim",
    proof="proofs/ord_1/pcl_2.jpg",
    refused="Pincode not serviceable",
)
BARE_RETURN = GoodsReturn(
    id="ret_1",
    order_id="ord_1",
    customer_id="cus_1",
    state=ReturnState.OPENED,
    version=1,
    at=NOW,
    items={},
)
FULL_RETURN = GoodsReturn(
    id="ret_2",
    order_id="ord_1",
    customer_id="cus_1",
    state=ReturnState.SETTLED,
    version=6,
    at=NOW,
    items={"TARO-R": 1},
    trouble=Trouble.DAMAGED,
    words="the lid was open",
    photos=(1795285805123456, 1795285805123457),
    decision=Decision.REFUND,
    decided_by="kim",
    parcel_id="pcl_2",
    amount=575,
    refund_id="rf_1",
    replacement_id="ord_2",
    restocked={},
    damaged={"TARO-R": 1},
    explanation="We are sorry.",
)
KINDS: dict[str, Any] = {
    "parcel full": FULL_PARCEL,
    "parcel bare": BARE_PARCEL,
    "return full": FULL_RETURN,
    "return bare": BARE_RETURN,
}
CODECS: Mapping[str, tuple[Callable[[Any], dict[str, Any]], Callable[[dict[str, Any]], Any]]] = {
    "parcel": (parcel_codec.parcel_item, parcel_codec.parcel_in),
    "return": (return_codec.return_item, return_codec.return_in),
}


def put(record: Any, parcel: Parcel, *, over: int | None = None) -> None:
    """Write a parcel."""
    record.commits.commit([PutParcel(parcel=parcel, over=over)], token=f"{parcel.id}:{over}")


@pytest.mark.parametrize("name", KINDS)
def test_a_golden_item_is_what_is_written_and_read(name: str) -> None:
    """A release that writes or reads otherwise must still understand what this one wrote."""
    write, read = CODECS[name.split(maxsplit=1)[0]]
    assert write(KINDS[name]) == GOLDEN[name]
    assert read(GOLDEN[name]) == KINDS[name]


@pytest.mark.parametrize("name", KINDS)
def test_an_item_passes_through_its_table_model_unchanged(name: str) -> None:
    """What pynamodb makes of it and takes for it is what was meant."""
    model = OrdersTable.of(GOLDEN[name])
    assert plain(model.serialize()) == GOLDEN[name]
    assert OrdersTable.from_raw_data(model.serialize()).item() == GOLDEN[name]


@pytest.mark.parametrize("name", KINDS)
def test_what_is_sent_is_not_among_its_customers_orders(name: str) -> None:
    """The index of a customer's orders takes whatever has a customer and a time."""
    assert {"status", "placed_at"} <= set(GOLDEN[name])
    assert "customer_id" not in GOLDEN[name]


def test_a_parcel_is_read_back_with_its_order_and_written_over_the_version_that_was_read(record: Any) -> None:
    """Two workers who both read version 1: one of them writes version 2."""
    record.commits.commit([PutOrder(order=order(version=1), over=None)], token="o")
    put(record, FULL_PARCEL)
    put(record, BARE_PARCEL)
    assert record.orders.read("ord_1").parcels == (BARE_PARCEL, FULL_PARCEL)
    moved = replace(BARE_PARCEL, version=2, state=ParcelState.PRE_TRANSIT)
    put(record, moved, over=1)
    for late in (None, 1):
        with pytest.raises(Conflict):
            record.commits.commit([PutParcel(parcel=moved, over=late)], token=f"late{late}")
    assert record.orders.read_all("ord_1").parcels == (moved, FULL_PARCEL)


def test_a_return_is_read_back_with_its_order_and_written_over_the_version_that_was_read(record: Any) -> None:
    """What nobody counted stays None, what was counted as nothing stays empty."""
    record.commits.commit([PutOrder(order=order(version=1), over=None)], token="o")
    record.commits.commit([PutReturn(goods_return=FULL_RETURN, over=None)], token="a")
    record.commits.commit([PutReturn(goods_return=BARE_RETURN, over=None)], token="b")
    assert record.orders.read("ord_1").returns == (BARE_RETURN, FULL_RETURN)
    asked = BARE_RETURN.become(ReturnState.REQUESTED)
    record.commits.commit([PutReturn(goods_return=asked, over=1)], token="c")
    with pytest.raises(Conflict):
        record.commits.commit([PutReturn(goods_return=asked, over=1)], token="d")
    assert record.orders.read_all("ord_1").returns == (asked, FULL_RETURN)


def test_a_tracking_code_leads_to_one_parcel_for_ever(record: Any) -> None:
    """The same couriers' code again is no conflict for its own parcel, and one for another's."""
    assert record.parcels.behind("easypost", "9400") is None
    mine = FileTracking(courier="easypost", tracking_code="9400", order_id="ord_1", parcel_id="pcl_1")
    record.commits.commit([mine], token="a")
    record.commits.commit([mine], token="again, ten minutes later")
    with pytest.raises(Conflict):
        record.commits.commit([replace(mine, parcel_id="pcl_2")], token="b")
    other = replace(mine, courier="shiprocket", order_id="ord_2", parcel_id="pcl_2")
    record.commits.commit([other], token="c")
    assert record.parcels.behind("easypost", "9400") == ("ord_1", "pcl_1")
    assert record.parcels.behind("shiprocket", "9400") == ("ord_2", "pcl_2")


def test_the_longest_silent_parcels_are_found_first(record: Any) -> None:
    """Those on their way with a courier that can be asked; one that was never heard of is silent since it was made."""
    hours = {
        "pcl_new": (ParcelState.IN_TRANSIT, 1),
        "pcl_old": (ParcelState.IN_TRANSIT, 30),
        "pcl_older": (ParcelState.PRE_TRANSIT, 50),
        "pcl_lost": (ParcelState.EXCEPTION, 40),
        "pcl_there": (ParcelState.DELIVERED, 60),
        "pcl_asked": (ParcelState.REQUESTED, 70),
        "pcl_given_up": (ParcelState.CANCELLED, 70),
    }
    for name, (state, ago) in hours.items():
        put(record, replace(BARE_PARCEL, id=name, state=state, heard_at=NOW - timedelta(hours=ago)))
    put(
        record,
        replace(BARE_PARCEL, id="pcl_own", courier=OWN_RIDER, state=ParcelState.IN_TRANSIT, at=NOW - timedelta(days=9)),
    )
    put(record, replace(BARE_PARCEL, id="pcl_never", state=ParcelState.PRE_TRANSIT, at=NOW - timedelta(hours=45)))
    since = NOW - timedelta(hours=24)
    found = record.parcels.silent(since=since, limit=10)
    assert [one.id for one in found] == ["pcl_older", "pcl_never", "pcl_lost", "pcl_old"]
    assert [one.id for one in record.parcels.silent(since=since, limit=2)] == ["pcl_older", "pcl_never"]


def test_lists_of_orders_and_cases_hold_no_parcel_and_no_return(record: Any) -> None:
    """They share the index that lists by status, under statuses of their own."""
    placed = order(version=1, status=OrderStatus.RETURNED)
    case = money_case(placed, reason=CaseReason.REFUND_FAILED, about="rf_1", now=NOW)
    record.commits.commit([PutOrder(order=placed, over=None), case], token="o")
    assert isinstance(case, PutCase)
    for state in ParcelState:
        put(record, replace(BARE_PARCEL, id=f"pcl_{state}", state=state))
    for step in ReturnState:
        one = replace(BARE_RETURN, id=f"ret_{step}", state=step)
        record.commits.commit([PutReturn(goods_return=one, over=None)], token=one.id)
    assert [one.id for one in record.orders.list_by_status("returned", limit=50, cursor=None)[0]] == ["ord_1"]
    assert [one.id for one in record.cases.list_by_status("case_open", limit=50, cursor=None)[0]] == [case.case.id]
    for status in ("parcel_returned", "parcel_in_transit", "return_settled"):
        assert record.orders.list_by_status(status, limit=50, cursor=None) == ([], None)
        assert record.cases.list_by_status(status, limit=50, cursor=None) == ([], None)
