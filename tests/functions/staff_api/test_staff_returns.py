"""Staff note, decide and inspect returns; what cannot be is refused with the reason."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

import msgspec
import pytest

from functions.staff_api.contract import OrderDetail
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble
from shared.domain.order import OrderStatus
from tests.fakes.people import ANA, NOW, order
from tests.fakes.record import FakeRecord
from tests.functions.staff_api.conftest import StaffApi, open_case
from tests.functions.staff_api.test_staff_orders import paid_order
from tests.functions.staff_api.test_staff_parcels import ADDRESS, PROFILE, problem, send, status

RETURNS = "/orders/ord_1/returns"
MANAGER = "[mpls-manager]"


@pytest.fixture
def shop(served: Callable[..., StaffApi], record: FakeRecord) -> StaffApi:
    """Ana paid two taro and a waffle, 18.45 dollars, and they came in a parcel."""
    api = served(record, STORE=json.dumps(PROFILE | {"delivery": PROFILE["delivery"] | {"returns": {"days": 14}}}))
    paid_order(api)
    held = {"waffle_mix_g": 120, "tapioca_pearls_g": 100, "cup_regular": 2}
    record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED, version=3, needs=held)
    for item in (*record.state.stock, "waffle_mix_g"):
        known = record.state.stock.get(item) or replace(record.state.stock["cup_regular"], id=item)
        record.state.stock[item] = replace(known, reserved=1_000)
    send(api, address=ADDRESS, courier="own_rider")
    status(api, "delivered")
    return api


def noted(shop: StaffApi, key: str = "r1", **body: Any) -> Any:
    """Note that the waffle came broken."""
    return shop.ask("POST", RETURNS, key=key, body={"trouble": "damaged", "items": {"WAFFLE": 1}} | body)


def does(shop: StaffApi, step: str, *, groups: str = MANAGER, key: str = "k", **body: Any) -> Any:
    """One step with the order's first return."""
    one = shop.ask("GET", "/orders/ord_1").body["returns"][0]["id"]
    sent = None if step == "cancel" else body
    return shop.ask("POST", f"{RETURNS}/{one}/{step}", groups=groups, key=key, body=sent)


def shown(answer: Any) -> dict[str, Any]:
    """The order's only return, whose answer has the shape that is described."""
    msgspec.json.decode(answer.text, type=OrderDetail)
    (one,) = answer.body["returns"]
    return dict(one)


def test_a_complaint_by_phone_is_noted_once_and_waits_for_a_decision(shop: StaffApi) -> None:
    """Anybody of the store may note it, in the customer's words."""
    for _ in range(2):
        answer = noted(shop, words="It came in two halves,\nshe says")
        one = shown(answer)
    assert (answer.status, one["state"], one["trouble"], one["items"]) == (200, "requested", "damaged", {"WAFFLE": 1})
    assert (one["words"], one["decision"], one["amount"], one["currency"]) == (
        "It came in two halves,\nshe says",
        None,
        0,
        "USD",
    )
    assert one["next"] == ["decide", "cancel"]
    (case,) = shop.ask("GET", "/queue").body["items"]
    assert (case["reason"], case["order_id"]) == ("return", "ord_1")
    moved = [entry["data"] for entry in answer.body["timeline"] if entry["name"] == "ReturnMoved"]
    assert [(data["return_id"], data["state"]) for data in moved] == [(one["id"], "requested")]
    assert problem(noted(shop, items={"TARO-R": 1})) == (422, "idempotency-key-reused")


def test_what_is_not_there_cannot_come_back(shop: StaffApi) -> None:
    """Not more than came, not twice, and nothing of an order that is still here."""
    answer = noted(shop, items={"TARO-R": 3})
    assert problem(answer) == (409, "not-to-return")
    assert answer.body["detail"] == "3 of TARO-R were to come back, and 2 can."
    assert problem(noted(shop, items={"LATTE": 1})) == (409, "not-to-return")
    everything = shop.ask("POST", RETURNS, key="all", body={"trouble": "wrong_item"})
    assert shown(everything)["items"] == {"TARO-R": 2, "WAFFLE": 1}
    assert problem(noted(shop, key="more")) == (409, "nothing-to-return")
    assert shop.ask("POST", "/orders/ord_none/returns", key="k", body={"trouble": "missing"}).status == 404
    assert shop.ask("POST", f"{RETURNS}/ret_none/cancel", key="k").status == 404
    shop.record.state.orders["ord_1"] = order(status=OrderStatus.CONFIRMED, version=30)
    shop.record.state.parcels.clear()
    shop.record.state.returns.clear()
    assert problem(noted(shop, key="early")) == (409, "nothing-to-return")


@pytest.mark.parametrize(
    "body",
    [
        {"items": {}},
        {"items": {"WAFFLE": 0}},
        {"items": {"WAFFLE": 1.5}},
        {"items": {"": 1}},
        {"items": ["WAFFLE"]},
        {"trouble": "ugly"},
        {"words": "a\x00b"},
        {"words": "x" * 601},
        {"amount": 5},
    ],
)
def test_a_complaint_is_read_strictly(shop: StaffApi, body: dict[str, Any]) -> None:
    """What is not as expected is named, and nothing is written."""
    answer = noted(shop, **body)
    assert answer.status == 422
    assert [one["field"] for one in answer.body["errors"]] == list(body)
    assert shop.record.state.returns == {}


def test_goods_come_back_and_the_money_goes_back(shop: StaffApi) -> None:
    """A manager decides, somebody looks, and the shelf and the refund say so; a repeat changes nothing."""
    noted(shop)
    decided = [does(shop, "decide", decision="refund") for _ in range(2)]
    one = shown(decided[1])
    assert (one["state"], one["decision"], one["decided_by"], one["amount"]) == ("accepted", "refund", "3c1f", 695)
    back = decided[1].body["parcels"][-1]
    assert (one["parcel_id"], back["direction"], back["to"]["line1"]) == (back["id"], "inbound", "2400 Hennepin Ave")
    assert back["lines"] == [{"sku": "WAFFLE", "quantity": 1}]
    assert (one["next"], one["refund_id"]) == (["inspect", "cancel"], None)
    free = shop.record.state.stock["waffle_mix_g"].available
    seen = [does(shop, "inspect", restocked={"WAFFLE": 1}, damaged={"TARO-R": 0}) for _ in range(2)]
    one = shown(seen[1])
    (refund,) = seen[1].body["refunds"]
    assert (one["state"], one["refund_id"], one["restocked"], one["damaged"]) == (
        "settled",
        refund["id"],
        {"WAFFLE": 1},
        {},
    )
    assert (refund["amount"], refund["requested_by"], one["next"]) == (695, "3c1f", [])
    assert shop.record.state.stock["waffle_mix_g"].available == free + 120
    assert shop.ask("GET", "/queue").body["items"] == []


def test_a_refusal_is_told_with_its_reason_and_stays(shop: StaffApi) -> None:
    """Who decides otherwise later is told how it stands."""
    noted(shop)
    one = shown(does(shop, "decide", decision="refuse", explanation="  It was eaten.\nSorry  "))
    assert (one["state"], one["explanation"], one["next"]) == ("refused", "It was eaten.\nSorry", [])
    answer = does(shop, "decide", decision="refund")
    assert problem(answer) == (409, "not-now")
    assert answer.body["detail"] == "the return is refused."
    assert problem(does(shop, "inspect", restocked={"WAFFLE": 1})) == (409, "not-now")
    assert problem(does(shop, "cancel")) == (409, "not-now")


def test_new_goods_are_shown_as_the_order_that_sends_them(shop: StaffApi) -> None:
    """Sold out, it is said, and nothing is decided."""
    noted(shop)
    shop.record.state.stock["waffle_mix_g"] = replace(shop.record.state.stock["waffle_mix_g"], available=0)
    assert problem(does(shop, "decide", decision="replace")) == (409, "not-replaceable")
    shop.record.state.stock["waffle_mix_g"] = replace(shop.record.state.stock["waffle_mix_g"], available=500)
    one = shown(does(shop, "decide", decision="replace"))
    new = shop.ask("GET", f"/orders/{one['replacement_id']}").body
    assert (new["status"], new["total"], new["source"]["channel"]) == ("confirmed", 0, "return")
    assert [(line["sku"], line["quantity"]) for line in new["lines"]] == [("WAFFLE", 1)]


@pytest.mark.parametrize("decision", ["refund", "refund_without_return"])
def test_what_cost_nothing_is_not_paid_back(shop: StaffApi, decision: str) -> None:
    """A replacement that is broken as well can be replaced, or its first order's money given back by hand."""
    order_before = shop.record.state.orders["ord_1"]
    free = tuple(replace(line, unit_price=0) for line in order_before.lines)
    shop.record.state.orders["ord_1"] = replace(order_before, lines=free)
    shop.record.state.stock["waffle_mix_g"] = replace(shop.record.state.stock["waffle_mix_g"], available=500)
    noted(shop)
    assert problem(does(shop, "decide", decision=decision)) == (409, "nothing-was-paid")
    assert shown(does(shop, "decide", decision="replace"))["state"] == "settled"


def test_an_inspection_finds_no_more_than_was_sent_and_says_why_nothing_is_paid(shop: StaffApi) -> None:
    """An empty form sent by mistake keeps nobody's money."""
    noted(shop)
    does(shop, "decide", decision="refund")
    answer = does(shop, "inspect", restocked={"WAFFLE": 1}, damaged={"WAFFLE": 1})
    assert problem(answer) == (409, "more-than-sent")
    assert answer.body["detail"] == "2 of WAFFLE were found, and the return has 1."
    for empty in ({}, {"restocked": {"WAFFLE": 0}}, {"explanation": "  "}):
        answer = does(shop, "inspect", **empty)
        assert (answer.status, answer.body["errors"][0]["field"]) == (422, "explanation")
    one = shown(does(shop, "inspect", explanation="The box was empty"))
    assert (one["state"], one["explanation"]) == ("refused", "The box was empty")
    assert shop.ask("GET", "/orders/ord_1").body["refunds"] == []


def test_only_a_manager_lets_money_go(shop: StaffApi) -> None:
    """Others note complaints, and call them off."""
    noted(shop)
    staff = "[mpls-staff]"
    assert problem(does(shop, "decide", groups=staff, decision="refund_without_return")) == (403, "forbidden")
    assert problem(does(shop, "inspect", groups=staff, restocked={"WAFFLE": 1})) == (403, "forbidden")
    for _ in range(2):
        assert shown(does(shop, "cancel", groups=staff))["state"] == "cancelled"


def test_more_money_than_was_paid_is_refused(shop: StaffApi) -> None:
    """What went back before counts."""
    shop.ask("POST", "/orders/ord_1/refunds", groups=MANAGER, key="f", body={"amount": 1845, "reason": "sorry"})
    noted(shop)
    assert problem(does(shop, "decide", decision="refund_without_return")) == (409, "more-than-left")
    assert shown(shop.ask("GET", "/orders/ord_1"))["state"] == "requested"


def test_the_photos_are_shown_with_links_and_one_that_is_gone_is_left_out(shop: StaffApi) -> None:
    """They lie in the customer's chat."""
    open_case(shop.record, ANA)
    shop.record.state.returns["ord_1", "ret_1"] = GoodsReturn(
        id="ret_1",
        order_id="ord_1",
        customer_id=ANA.id,
        state=ReturnState.REQUESTED,
        version=1,
        at=NOW,
        items={"WAFFLE": 1},
        trouble=Trouble.DAMAGED,
        photos=(1, 99),
    )
    (photo,) = shown(shop.ask("GET", "/orders/ord_1"))["photos"]
    assert (photo["type"], photo["state"], urlsplit(photo["url"]).path) == ("image", "stored", f"/chats/{ANA.id}/1.jpg")
