"""Something is wrong with goods that came, told in the chat: which, what, photos; then by staff or by rule."""

from __future__ import annotations

import secrets

import pytest
import requests

from tests.journeys.test_goods_back import delivered, does, stands
from tests.journeys.test_parcels import scanned
from tests.journeys.test_people_take_over import JPEG, say, upload
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, kind_of, words_of

TWO = pytest.mark.parametrize(
    ("store", "sale"), [("mpls", Sale("WAFFLE", 2, 695)), ("pune", Sale("GHEE-1", 2, 62000))], ids=["mpls", "pune"]
)


def choices(body: Json) -> dict[str, str]:
    """What may be tapped in a message: title to id."""
    if body["type"] != "interactive":
        return {}
    action = body["interactive"]["action"]
    rows = [row for section in action.get("sections", ()) for row in section.get("rows", ())]
    buttons = [one["reply"] for one in action.get("buttons", ())]
    return {one["title"]: one["id"] for one in (*rows, *buttons)}


def asked(door: StoreDoor, customer: Customer, words: str) -> Json:
    """The newest message, once it is the question that begins with these words or has them in it."""

    def look() -> Json | None:
        newest = door.heard(customer)[-1]
        return newest if kind_of(newest) in ("list", "button") and words in words_of(newest) else None

    return eventually(look, what=f"the question {words!r} to a customer of {door.id}")


def answers(door: StoreDoor, customer: Customer, question: str, title: str) -> None:
    """The customer waits for that question and taps this answer to it."""
    door.tap(customer, choices(asked(door, customer, question))[title], title)


def has_heard(door: StoreDoor, customer: Customer, words: str) -> int:
    """How many messages with these words the customer got; waits for the first."""

    def look() -> int:
        return sum(words in str(body) for body in door.heard(customer))

    return eventually(look, what=f"{words!r} to a customer of {door.id}")


def refunds(door: StoreDoor, order_id: str) -> list[tuple[int, str]]:
    """What the gateway gave back for the order, once it did."""

    def look() -> list[tuple[int, str]]:
        own = [one for one in door.payments() if one["kind"] == "refund" and one["order_id"] == order_id]
        return [(one["amount"], one["status"]) for one in own if one["status"] == "succeeded"]

    return eventually(look, what=f"the refund of {order_id}")


@TWO
def test_damaged_goods_are_told_with_an_album_sent_back_and_paid_back(world: World, store: str, sale: Sale) -> None:
    """Every step is told once; both photos are with what the staff decide on."""
    door, customer = world[store], Customer()
    order_id = str(delivered(door, customer, sale)["id"])
    answers(door, customer, "Tap below", "Something is wrong")
    answers(door, customer, "How many of", "2")
    answers(door, customer, "What happened?", "Damaged")
    asked(door, customer, "a photo of it")
    photos = [JPEG + secrets.token_bytes(8) for _ in range(2)]
    for photo in photos:
        door.send(customer, {"type": "image", "image": {"id": upload(world, store, photo, "image/jpeg")}})

    def both() -> list[Json] | None:
        shown = [photo for one in door.order(order_id)["returns"] for photo in one["photos"]]
        return shown if [photo["state"] for photo in shown] == ["stored", "stored"] else None

    stored = eventually(both, what="both photos with the return")
    assert {requests.get(one["url"], timeout=30).content for one in stored} == set(photos)
    answers(door, customer, "Thank you, got it!", "That's all")
    read_back = words_of(asked(door, customer, "Have we got it right?"))
    assert "What happened: Damaged" in read_back
    assert "Photos: 2" in read_back
    answers(door, customer, "Have we got it right?", "Yes, send it")
    stands(door, order_id, "requested")
    assert has_heard(door, customer, "we've noted everything") == 1

    does(door, order_id, "decide", {"decision": "refund"}, times=2)
    stands(door, order_id, "booked")
    (back,) = [parcel for parcel in door.order(order_id)["parcels"] if parcel["direction"] == "inbound"]
    assert has_heard(door, customer, back["label_url"]) == 1
    for status, state, words in (
        ("in_transit", "on_its_way", "is on its way to us"),
        ("delivered", "arrived", "it has arrived"),
    ):
        scanned(door, back, status)
        stands(door, order_id, state)
        assert has_heard(door, customer, words) == 1
    one = does(door, order_id, "inspect", {"restocked": {sale.sku: 1}, "damaged": {sale.sku: 1}}, times=2)
    assert (one["state"], one["amount"]) == ("settled", 2 * sale.price)
    assert refunds(door, order_id) == [(2 * sale.price, "succeeded")]
    has_heard(door, customer, "all done")
    told = (
        "Thank you, got it!",
        "noted everything",
        "accepted.",
        back["label_url"],
        "is on its way to us",
        "it has arrived",
        "all done",
    )
    assert [has_heard(door, customer, words) for words in told] == [1] * 7


@pytest.mark.parametrize(
    ("store", "sale", "words"),
    [
        ("mpls", Sale("TOP-PUDDING", 1, 75), "it arrived broken"),
        ("pune", Sale("SUGAR-1", 1, 4800), "cheeni ka packet phata hua tha"),
    ],
    ids=["mpls", "pune"],
)
def test_what_is_cheap_and_damaged_is_paid_back_at_once(world: World, store: str, sale: Sale, words: str) -> None:
    """In words from the first to the last; nobody decides, nothing is sent back, no case is left."""
    door, customer = world[store], Customer()
    order_id = str(delivered(door, customer, sale)["id"])
    has_heard(door, customer, "Tap below")
    say(door, customer, words)
    asked(door, customer, "a photo of it")
    say(door, customer, "no photo")
    asked(door, customer, words)
    say(door, customer, "yes")
    one = stands(door, order_id, "settled")
    assert (one["decision"], one["decided_by"], one["words"]) == ("refund_without_return", "rule", words)
    assert refunds(door, order_id) == [(sale.price, "succeeded")]
    assert has_heard(door, customer, "you needn't send anything back") == 1
    seen = door.order(order_id)
    assert (seen["status"], len(seen["parcels"]), len(seen["returns"])) == ("delivered", 1, 1)
    cases = door.staff("GET", "/queue", params={"limit": "200"}).json()["items"]
    assert [case for case in cases if case["order_id"] == order_id] == []
