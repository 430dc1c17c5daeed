"""Money that no gateway sees: at the counter, at the door, in the drawer; and a day that ends with 5.00 too little."""

from __future__ import annotations

import uuid
from collections.abc import Iterator

import pytest

from tests.journeys.books import entries, of_order, sums
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, words_of


def do(door: StoreDoor, path: str, body: Json | None = None, *, role: str = "staff") -> Json:
    """Staff do something, under a key of its own."""
    headers = {"Idempotency-Key": uuid.uuid4().hex}
    answer = door.staff("POST", path, role=role, json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def test_an_order_paid_at_the_door_is_counted_in_the_drawer(world: World) -> None:
    """Agreed, collected by Ravi, handed in: the drawer expects it, and nothing is missing."""
    pune, asha = world["pune"], Customer(name="Asha", wa_id=f"91{Customer().wa_id[1:]}")
    order = pune.order_from(pune.send_cart(asha, Sale("SALT-1", 2, 2800), note="Flat 4, Karve Road, Pune 411004"))
    pune.hear(asha, "cta_url")
    agreed = do(pune, f"/orders/{order['id']}/payments", {"method": "cash_on_delivery", "amount": 5600})
    assert (agreed["order"]["status"], agreed["due"]) == ("confirmed", 5600)
    assert "in cash ready" in words_of(pune.hear(asha, "text"))
    do(pune, "/drawer/open", {"opening": 10_000})
    collected = {"method": "cash_on_delivery", "amount": 5600, "collected_by": "Ravi"}
    assert do(pune, f"/orders/{order['id']}/payments", collected)["due"] == 0
    drawer = do(pune, "/drawer/hand-in", {"rider": "Ravi", "counted": 5600})
    assert (drawer["shift"]["expected"], drawer["riders"]) == (15_600, {})
    do(pune, "/drawer/count", {"counted": 15_600})
    assert do(pune, "/drawer/close")["shift"]["difference"] == 0
    # 56.00 with 5 % of tax in it, which the rider had in between.
    kinds = ["order_confirmed", "rider_collected"]
    assert of_order(pune, order["id"], kinds=kinds) == {"rider_cash": 5600, "sales": -5333, "tax": -267}
    assert sum(one["postings"].get("rider_cash", 0) for one in entries(pune)) == 0
    assert set(sums(pune).values()) == {0}


@pytest.fixture
def day_of_its_own(world: World) -> Iterator[World]:
    """A day without a past, and without consequences: what is locked here is open again for the next story."""
    world.sim("POST", "/reset")
    yield world
    world.sim("POST", "/reset")


def test_a_day_closed_with_a_missing_five_names_it(day_of_its_own: World) -> None:
    """Sold for 6.95 in cash, counted 5.00 too little: the report says which shift and who, and the day is locked."""
    mpls = day_of_its_own["mpls"]
    order = mpls.order_from(mpls.send_cart(Customer(), Sale("WAFFLE", 1, 695)))
    do(mpls, "/drawer/open", {"opening": 5_000})
    paid = do(mpls, f"/orders/{order['id']}/payments", {"method": "cash", "amount": 695, "tendered": 1000})
    assert (paid["order"]["status"], paid["change"]) == ("confirmed", 305)
    do(mpls, "/drawer/count", {"counted": 5_195})
    do(mpls, "/drawer/close")
    report = do(mpls, "/drawer/close-day", {}, role="manager")
    (missing,) = report["differences"]
    assert (missing["what"], missing["expected"], missing["counted"], missing["difference"]) == (
        "drawer, shift 1",
        5695,
        5195,
        -500,
    )
    assert missing["by"] == report["shifts"][0]["counted_by"] != ""
    assert (report["orders"], report["sales"], report["tax"], report["by_method"]) == (1, 637, 58, {"cash": 695})
    table = mpls.staff("GET", f"/drawer/days/{report['day']}/csv")
    assert table.headers["content-type"] == "text/csv; charset=utf-8"
    assert 'difference,"drawer, shift 1",-5.00,' in table.text
    # What is paid later this evening has a ticket of the next day.
    later = mpls.order_from(mpls.send_cart(Customer(), Sale("WAFFLE", 1, 695)))
    after = do(mpls, f"/orders/{later['id']}/payments", {"method": "card", "amount": 695})["order"]
    assert after["ticket_day"] > report["day"]
    assert do(mpls, "/drawer/close-day", {"day": report["day"]}, role="manager") == report
    assert set(sums(mpls).values()) == {0}
