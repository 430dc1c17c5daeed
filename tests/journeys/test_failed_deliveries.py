"""Nobody was there: what the customer decides, what the courier is told of it, and what a silent customer is told."""

from __future__ import annotations

from datetime import datetime

import pytest

from tests.journeys.test_after_delivery import SALES, later, rows
from tests.journeys.test_parcels import booked, scanned, send
from tests.journeys.world import Customer, Json, StoreDoor, World, eventually, words_of

BOTH = pytest.mark.parametrize("store", ["mpls", "pune"])


def turned_away(door: StoreDoor, customer: Customer) -> tuple[Json, Json]:
    """An order that its courier could not hand over, and its parcel as staff see it."""
    order = door.buy(customer, SALES[door.id])
    send(door, order["id"])
    parcel = booked(door, order["id"])
    scanned(door, parcel, "in_transit")
    door.until(order["id"], status="dispatched")
    scanned(door, parcel, "failed_attempt")
    (parcel,) = door.until(order["id"], status="delivery_failed")["parcels"]
    return order, parcel


def choose(door: StoreDoor, customer: Customer, asked: Json, *, ending: str) -> str:
    """Tap the row of a list whose id ends so; the id."""
    chosen = next(one for one in rows(asked) if one.endswith(ending))
    door.tap(customer, chosen, rows(asked)[chosen])
    return chosen


def hears_words(door: StoreDoor, customer: Customer, words: str) -> str:
    """The first message with these words, once it is there."""
    return eventually(
        lambda: next((found for body in door.heard(customer) if words in (found := _read(body))), ""),
        what=f"{words!r} to a customer of {door.id}",
    )


def _read(body: Json) -> str:
    return words_of(body) if body["type"] in ("text", "interactive") else ""


def case_of(door: StoreDoor, order_id: str, reason: str) -> Json:
    """What waits for a person because of an order, once it does."""

    def look() -> Json | None:
        found = door.staff("GET", "/queue").json()["items"]
        return next((one for one in found if (one["order_id"], one["reason"]) == (order_id, reason)), None)

    return eventually(look, what=f"a case {reason} of {order_id}")


def haul_of(door: StoreDoor, parcel: Json) -> Json:
    """The parcel in its courier's own books."""
    hauls = door.world.sim("GET", "/parcels", params={"store": door.id})["parcels"]
    return next(one for one in hauls if one["tracking_code"] == parcel["tracking_code"])


def timers_of(door: StoreDoor, parcel: Json) -> dict[str, str]:
    """When what wakes because of a parcel, once both are set: timer to time."""

    def look() -> dict[str, str] | None:
        pending = door.world.sim("GET", "/timers", params={"store": door.id})["timers"]
        ours = {one["input"]["timer"]: one["at"] for one in pending if one["input"].get("parcel_id") == parcel["id"]}
        return ours if ours.keys() >= {"remind_delivery", "end_of_waiting"} else None

    return eventually(look, what="the timers of a failed attempt")


def reminders(door: StoreDoor, order_id: str) -> int:
    """How often the customer was reminded."""
    return sum(
        one["kind"] == "message" and one["name"].startswith("DeliveryReminded") and bool(one["data"]["message_id"])
        for one in door.order(order_id)["timeline"]
    )


def test_the_day_that_a_customer_chose_is_the_couriers_and_the_parcel_comes(world: World) -> None:
    """Failed, another day by two taps, told to Shiprocket in time and confirmed; delivered, asked, and not content."""
    door, customer = world["pune"], Customer()
    order, parcel = turned_away(door, customer)
    choose(door, customer, door.hear(customer, "list"), ending=":other_day")
    chosen = choose(door, customer, door.hear(customer, "list", number=2), ending="")
    day = chosen.rpartition(":day.")[2]

    (asked,) = eventually(lambda: haul_of(door, parcel)["instructions"], what="the courier's instruction")
    assert (asked["action"], asked["attempt"], asked["deferred_date"]) == ("re-attempt", 1, day)
    assert datetime.fromisoformat(asked["at"]) < datetime.fromisoformat(parcel["deadline"])
    assert "New delivery day" in hears_words(door, customer, "the courier knows")
    (seen,) = door.order(order["id"])["parcels"]
    (said,) = seen["instructions"]
    assert (said["kind"], said["by"], said["day"], bool(said["told_at"])) == ("other_day", "customer", day, True)

    for status in ("out_for_delivery", "delivered"):
        scanned(door, parcel, status)
        door.until(order["id"], status=status)
    hears_words(door, customer, "has been delivered")
    later(door, order)
    hears_words(door, customer, "How was it?")
    door.tap(customer, f"score:{order['id']}:1", "★ Bad")
    assert case_of(door, order["id"], "low_score")["order_id"] == order["id"]
    assert door.order(order["id"])["score"] == 1
    assert (len(haul_of(door, parcel)["instructions"]), reminders(door, order["id"])) == (1, 0)


def test_what_a_courier_takes_no_word_about_is_a_persons_to_call_about(world: World) -> None:
    """EasyPost passes nothing on: staff see what the customer wants, and that somebody has to call."""
    door, customer = world["mpls"], Customer()
    order, parcel = turned_away(door, customer)
    choose(door, customer, door.hear(customer, "list"), ending=":again")
    case = case_of(door, order["id"], "courier_refused")
    assert "call USPS" in case["note"]
    (seen,) = door.order(order["id"])["parcels"]
    assert [(one["kind"], one["told_at"]) for one in seen["instructions"]] == [("again", None)]
    scanned(door, parcel, "delivered")
    door.until(order["id"], status="delivered")


@BOTH
def test_who_says_nothing_is_reminded_once_and_is_a_persons_at_the_deadline(world: World, store: str) -> None:
    """The clock goes to the reminder, and then to the end of the time to answer."""
    door, customer = world[store], Customer()
    order, parcel = turned_away(door, customer)
    door.hear(customer, "list")
    at = timers_of(door, parcel)
    assert at["remind_delivery"] < at["end_of_waiting"]
    for until in (at["remind_delivery"], at["end_of_waiting"]):
        world.sim("POST", "/timers/run", json={"store": store, "until": until})
        eventually(lambda: reminders(door, order["id"]), what="a reminder")
    case_of(door, order["id"], "delivery_undecided")
    assert reminders(door, order["id"]) == 1
