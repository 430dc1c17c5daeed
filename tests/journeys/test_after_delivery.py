"""A week after: the page that was followed, how it was, what a bad score starts, and the same once more."""

from __future__ import annotations

import re

import pytest
import requests

from tests.journeys.test_parcels import booked, hears, scanned, send
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of

SALES = {"mpls": Sale("WAFFLE", 1, 695), "pune": Sale("GHEE-1", 1, 62000)}
BOTH = pytest.mark.parametrize("store", ["mpls", "pune"])


def page_of(door: StoreDoor, customer: Customer) -> str:
    """The link to follow the order, as the confirmation has it."""
    found = eventually(
        lambda: [
            link for body in door.heard(customer) for link in re.findall(r"https?://\S+/track/\w+", words_of(body))
        ],
        what="a link to follow the order",
    )
    return str(found[0])


def delivered(door: StoreDoor, customer: Customer) -> Json:
    """An order that was brought by the courier, with the customer told so."""
    order = door.buy(customer, SALES[door.id])
    send(door, order["id"])
    parcel = booked(door, order["id"])
    scanned(door, parcel, "delivered")
    door.until(order["id"], status="delivered")
    hears(door, order["id"], 1)
    return order


def later(door: StoreDoor, order: Json) -> None:
    """Some days go by, once the clock is set for them."""

    def armed() -> bool:
        timers = door.world.sim("GET", "/timers", params={"store": door.id})["timers"]
        return any(
            one["input"].get("timer") == "follow_up" and one["input"]["order_id"] == order["id"] for one in timers
        )

    eventually(armed, what="the follow-up's timer")
    door.world.run_timers(door.id)


def rows(body: Json) -> dict[str, str]:
    """The rows of a list: id to title."""
    sections = body["interactive"]["action"]["sections"]
    return {row["id"]: row["title"] for section in sections for row in section["rows"]}


@BOTH
def test_the_page_follows_the_order_and_names_nobody(world: World, store: str) -> None:
    """From the confirmation to the door, in the language that is asked for; one letter more and it is nobody's."""
    door, customer = world[store], Customer()
    order = door.buy(customer, SALES[store])
    link = page_of(door, customer)
    assert "Confirmed" in requests.get(link, timeout=30).text
    send(door, order["id"])
    parcel = booked(door, order["id"])
    scanned(door, parcel, "in_transit")
    door.until(order["id"], status="dispatched")
    answer = requests.get(link, params={"lang": door.entry.get("languages", ["en", "es", "hi"])[0]}, timeout=30)
    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert parcel["tracking_code"] in answer.text
    assert "On its way" in answer.text
    assert not [one for one in (customer.name, customer.wa_id, order["id"], "Karve", "Lake St") if one in answer.text]
    assert requests.get(f"{link}/receipt", timeout=30).status_code == 200
    wrong = [requests.get(one, timeout=30) for one in (f"{link}0", link[:-1] + "g", f"{link}0/receipt")]
    assert [one.status_code for one in wrong] == [404, 404, 404]
    assert len({one.text for one in wrong}) == 1


@BOTH
def test_a_good_score_is_kept_with_its_review_and_the_same_can_be_had_again(world: World, store: str) -> None:
    """Asked once, some days after the goods came."""
    door, customer = world[store], Customer()
    order = delivered(door, customer)
    later(door, order)
    asked = door.hear(customer, "list", number=2)
    assert next(iter(rows(asked))) == f"score:{order['id']}:5"
    assert f"again:{order['id']}" in rows(asked)
    door.tap(customer, f"score:{order['id']}:5", "★★★★★ Great")
    eventually(lambda: door.order(order["id"])["score"] == 5, what="the score")
    door.send(customer, {"type": "text", "text": {"body": "Loved it, thank you so much"}})
    eventually(lambda: door.order(order["id"])["review"] == "Loved it, thank you so much", what="the review")
    door.tap(customer, f"again:{order['id']}", "Same again")
    eventually(lambda: len(door.orders_of(customer)) == 2, what="the same once more")
    world.run_timers(store)
    assert len([one for one in door.order(order["id"])["timeline"] if one["name"] == "FollowUpDue"]) == 1


@BOTH
def test_a_bad_score_is_a_persons_at_once(world: World, store: str) -> None:
    """And the customer is told so; the row to say what is wrong was there from the delivery on."""
    door, customer = world[store], Customer()
    order = delivered(door, customer)
    told = door.hear(customer, "list")
    wrong = next(iter(rows(told)))
    assert re.fullmatch(rf"return:{order['id']}:\d+:start", wrong)
    door.tap(customer, f"score:{order['id']}:1", "★ Bad")

    def case() -> Json | None:
        found = door.staff("GET", "/queue").json()["items"]
        return next((one for one in found if one["order_id"] == order["id"]), None)

    assert eventually(case, what="a case")["reason"] == "low_score"
    eventually(
        lambda: any("that's not how it should be" in words_of(body) for body in door.heard(customer)),
        what="a word about the bad score",
    )
