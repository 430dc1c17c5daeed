"""A crash before or after any call while a return is decided, booked, inspected or paid: one parcel, order and refund.

Staff press the button again when no answer came, as their tablet tells them to.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest

from functions.ask_courier import handler as ask_courier
from functions.refund_payment import handler as refund_payment
from functions.staff_api import handler as staff_api
from shared.adapters.couriers import shiprocket_wire
from shared.domain.changes import Change, HoldStock, PutOrder, PutParcel, PutPayment, PutReturn
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction
from shared.domain.refund import RefundStep
from shared.ports import OrderFile
from tests.fakes.http_api import http_event
from tests.fakes.people import ANA, NOW, order
from tests.fakes.refund_desk import FakeRefundDesk
from tests.fakes.simulated_world import LocalWorld, a_shop
from tests.shared.usecases.returns_of_a_shop import PAID, SENT
from tests.storms.parcel_of_ana import CURRENCY, HOMES, courier_at, profile
from tests.storms.stage import Faults, Killed, Stage, stage

WAYS = ("before", "after", "lost")
R = ReturnState
DECIDED = {
    Decision.REFUND: R.ACCEPTED,
    Decision.REFUND_WITHOUT_RETURN: R.SETTLED,
    Decision.REPLACE: R.SETTLED,
    Decision.REFUSE: R.REFUSED,
}


def complained(monkeypatch: pytest.MonkeyPatch, s: Stage, courier: str = "easypost") -> None:
    """Ana's order was paid and came, its stock is held, and the waffle is broken."""
    monkeypatch.setenv("STORE", json.dumps(profile(courier)))
    s.forget()
    needs = dict(s.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe)
    bought = order(status=OrderStatus.DELIVERED, version=1, needs=needs, currency=CURRENCY[courier])
    amount = Money(bought.total.amount, CURRENCY[courier])
    asked = GoodsReturn(
        id="ret_1",
        order_id="ord_1",
        customer_id=ANA.id,
        state=R.REQUESTED,
        version=1,
        at=NOW,
        items={"WAFFLE": 1},
        trouble=Trouble.DAMAGED,
    )
    changes: list[Change] = [
        PutOrder(order=bought, over=None),
        PutPayment(attempt=replace(PAID, amount=amount, received=amount), new=True),
        PutParcel(parcel=replace(SENT, to=HOMES[courier]), over=None),
        PutReturn(goods_return=asked, over=None),
        *(HoldStock(item=item, units=units, order_id="ord_1") for item, units in needs.items()),
    ]
    s.record.customers.save(ANA)
    s.record.commits.commit(changes, token="came")


def press(s: Stage, step: str, body: Mapping[str, Any], *, most: int = 4) -> dict[str, Any]:
    """A manager's button, pressed again as long as no answer comes; the return as it is answered."""
    event = http_event(
        method="POST",
        path=f"/staff/orders/ord_1/returns/ret_1/{step}",
        body=json.dumps(body).encode(),
        headers={"Idempotency-Key": "k1"},
    )
    claims = {"sub": "sam", "token_use": "id", "cognito:groups": "[mpls-manager pune-manager]"}
    event["requestContext"]["authorizer"] = {"jwt": {"claims": claims, "scopes": None}}
    for _ in range(most):
        staff_api.Settings.from_env.cache_clear()
        try:
            answer = staff_api.handler(event, object())
        except Killed:
            s.forget()
            continue
        if answer["statusCode"] == 200:
            (one,) = json.loads(answer["body"])["returns"]
            return dict(one)
        assert answer["statusCode"] == 503, answer["body"]
        s.forget()
    raise AssertionError(f"{step} was never answered")


def swept(life: Any) -> None:
    """Live a life once without a fault, and then with each fault at each of its calls."""
    calls = life(None, "before")
    assert len(calls) >= 3
    for at, name in enumerate(calls):
        for how in WAYS:
            assert len(life(at, how)) > at, f"{how} {name} was never reached"


def struck(s: Stage, at: int | None) -> None:
    """From here on a fault waits."""
    s.forget()
    s.faults.calls.clear()
    s.faults.at = at


def story(file: OrderFile) -> list[str]:
    """What befell the order, with no gap in its numbers."""
    assert [one.sequence for one in file.events] == list(range(2, 2 + len(file.events)))
    return [one.name for one in file.events]


@pytest.mark.parametrize("decision", list(Decision))
def test_a_decision_survives_a_crash_at_every_call(monkeypatch: pytest.MonkeyPatch, decision: Decision) -> None:
    """Killed before each call, killed after it, its answer lost: all that follows from it is there, and there once."""

    def life(at: int | None, how: str) -> list[str]:
        with stage(monkeypatch, Faults(how=how)) as s:
            complained(monkeypatch, s)
            shelf = {item: s.available(item) for item in s.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe}
            struck(s, at)
            one = press(s, "decide", {"decision": decision.value, "explanation": "so"})
            calls, s.faults.at = list(s.faults.calls), None
            assert press(s, "decide", {"decision": decision.value}) == one
            file, where = s.order("ord_1"), f"{how} {at}"
            assert one["state"] == DECIDED[decision], where
            assert s.orders().count("ORDER#ord_1") == 1
            back = [parcel for parcel in file.parcels if parcel.direction is Direction.INBOUND]
            assert [parcel.id for parcel in back] == ([one["parcel_id"]] if decision is Decision.REFUND else []), where
            keeps = decision is Decision.REFUND_WITHOUT_RETURN
            assert [refund.amount.amount for refund in file.refunds] == ([695] if keeps else []), where
            made = [name for name in s.orders() if name.startswith("ORDER#") and name != "ORDER#ord_1"]
            anew = decision is Decision.REPLACE
            assert made == ([f"ORDER#{one['replacement_id']}"] if anew else []), where
            recipe = s.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe
            taken = {item: shelf[item] - s.available(item) for item in shelf}
            assert taken == (dict(recipe) if anew else dict.fromkeys(shelf, 0)), where
            more = ["ParcelRequested"] if back else ["RefundRequested"] if keeps else []
            assert story(file) == ["ReturnMoved", *more], where
        return calls

    swept(life)


@pytest.mark.parametrize("courier", ["easypost", "shiprocket"])
def test_the_way_back_is_booked_once_wherever_it_breaks_off(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str
) -> None:
    """One shipment at the courier, one label, and the return says so."""
    monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, served))

    def life(at: int | None, how: str) -> list[str]:
        with a_shop() as shop, stage(monkeypatch, Faults(how=how)) as s:
            served.begin_anew(shop)
            monkeypatch.setattr(shiprocket_wire, "_tokens", {})
            complained(monkeypatch, s, courier)
            press(s, "decide", {"decision": "refund"})
            body = {"detail": s.order("ord_1").events[-1].detail()}
            struck(s, at)
            s.deliver_until_done(ask_courier, body)
            calls, s.faults.at = list(s.faults.calls), None
            s.deliver_until_done(ask_courier, body)
            file, where = s.order("ord_1"), f"{how} {at}"
            made = served.get("/sim/parcels")["parcels"]
            (parcel,) = [one for one in file.parcels if one.direction is Direction.INBOUND]
            assert [(one["tracking_code"], one["direction"]) for one in made] == [(parcel.tracking_code, "inbound")], (
                where
            )
            assert parcel.label_url, where
            assert [one.state for one in file.returns] == [R.BOOKED], where
            assert story(file) == ["ReturnMoved", "ParcelRequested", "ParcelBooked"], where
        return calls

    swept(life)


def test_an_inspection_survives_a_crash_at_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """The shelf, the refund and the end of the return are one: all of it, once."""

    def life(at: int | None, how: str) -> list[str]:
        with stage(monkeypatch, Faults(how=how)) as s:
            complained(monkeypatch, s)
            press(s, "decide", {"decision": "refund"})
            recipe = s.record.catalog.products(["WAFFLE"])["WAFFLE"].recipe
            shelf = {item: s.available(item) for item in recipe}
            struck(s, at)
            one = press(s, "inspect", {"restocked": {"WAFFLE": 1}})
            calls, s.faults.at = list(s.faults.calls), None
            assert press(s, "inspect", {"restocked": {"WAFFLE": 1}}) == one
            file, where = s.order("ord_1"), f"{how} {at}"
            assert (one["state"], one["amount"]) == ("settled", 695), where
            assert [(refund.id, refund.amount.amount) for refund in file.refunds] == [(one["refund_id"], 695)], where
            assert {item: s.available(item) - shelf[item] for item in recipe} == dict(recipe), where
            assert story(file) == ["ReturnMoved", "ParcelRequested", "ReturnMoved", "RefundRequested"], where
        return calls

    swept(life)


def test_the_money_of_a_return_goes_back_once_wherever_it_breaks_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """The gateway sees one refund, the books one entry."""

    def life(at: int | None, how: str) -> list[str]:
        desk = FakeRefundDesk(paid={"pi_1": Money(1845, "USD")})
        monkeypatch.setattr(refund_payment, "refund_desk", lambda **_: desk)
        with stage(monkeypatch, Faults(how=how)) as s:
            complained(monkeypatch, s)
            press(s, "decide", {"decision": "refund_without_return"})
            body = {"detail": s.order("ord_1").events[-1].detail()}
            struck(s, at)
            s.deliver_until_done(refund_payment, body)
            calls, s.faults.at = list(s.faults.calls), None
            s.deliver_until_done(refund_payment, body)
            file, where = s.order("ord_1"), f"{how} {at}"
            assert [one.amount.amount for one in desk.refunds.values()] == [695], where
            assert [one.state for one in file.refunds] == [RefundStep.SUCCEEDED], where
            entries = s.record.books.entries(NOW.date())
            assert [sum(one.postings.values()) for one in entries] == [0], where
            assert story(file) == ["ReturnMoved", "RefundRequested", "RefundSucceeded"], where
        return calls

    swept(life)
