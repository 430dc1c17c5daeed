"""What only a person can settle reaches one with all that was said, and the bot keeps quiet while they talk."""

import secrets
from typing import Any

import pytest
import requests

from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, kind_of, words_of

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + bytes(range(256)) * 8
VOICE = b"OggS\x00\x02" + bytes(200)


def say(door: StoreDoor, customer: Customer, words: str) -> str:
    """The customer types."""
    return door.send(customer, {"type": "text", "text": {"body": words}})


def upload(world: World, store: str, data: bytes, mime_type: str) -> str:
    """The phone hands a file to WhatsApp; its media id."""
    answer = world.http.post(
        f"{world.console}/sim/whatsapp/media",
        params={"store": store},
        data=data,
        headers={"Content-Type": mime_type},
        timeout=30,
    )
    assert answer.ok, answer.text
    return str(answer.json()["id"])


def cases_of(door: StoreDoor, customer: Customer) -> list[Json]:
    """What waits for a person because of this customer."""
    answer = door.staff("GET", "/queue", params={"limit": "200"})
    assert answer.status_code == 200, answer.text
    return [one for one in answer.json()["items"] if one["customer"]["phone"] == f"+{customer.wa_id}"]


def case_of(door: StoreDoor, customer: Customer) -> Json:
    """The customer's one case with everything around it."""
    (case,) = eventually(lambda: cases_of(door, customer), what="a case")
    found: Json = door.staff("GET", f"/queue/{case['id']}").json()
    return found


def post(door: StoreDoor, path: str, body: Any = None) -> requests.Response:
    """A person does something, once."""
    answer = door.staff("POST", path, json=body, headers={"Idempotency-Key": secrets.token_hex(16)})
    assert answer.status_code == 200, answer.text
    return answer


def test_an_album_with_a_text_is_one_case_and_one_answer_and_every_photo_is_kept(world: World) -> None:
    """Four photos and a complaint: five messages; a person sees all five, and the files themselves."""
    mpls, customer = world["mpls"], Customer()
    photos = [upload(world, "mpls", JPEG + bytes([number]), "image/jpeg") for number in range(4)]
    for photo in photos:
        mpls.send(customer, {"type": "image", "image": {"id": photo}})
    say(mpls, customer, "my order arrived broken, this is terrible")

    def all_there() -> Json | None:
        case = case_of(mpls, customer)
        stored = [one for one in case["messages"] if one["media"] and one["media"]["state"] == "stored"]
        return case if len(case["messages"]) == 5 and len(stored) == 4 else None

    case = eventually(all_there, what="five messages with four stored photos")
    links = [one["media"]["url"] for one in case["messages"] if one["media"]]
    kept = [world.http.get(link, timeout=30) for link in links]
    # Within one second of WhatsApp's clock, messages have no order.
    assert {answer.content for answer in kept} == {JPEG + bytes([number]) for number in range(4)}
    assert {answer.headers["content-type"] for answer in kept} == {"image/jpeg"}
    assert world.http.get(links[0].partition("?")[0], timeout=30).status_code == 403
    eventually(lambda: mpls.heard(customer), what="the answer")
    assert len(mpls.heard(customer)) == 1
    assert len(cases_of(mpls, customer)) == 1


def test_a_voice_note_is_told_that_somebody_will_listen(world: World) -> None:
    """In the customer's language, and somebody can."""
    mpls, customer = world["mpls"], Customer()
    say(mpls, customer, "hola, buenas tardes")
    mpls.hear(customer, "catalog_message")
    note = upload(world, "mpls", VOICE, "audio/ogg; codecs=opus")
    mpls.send(customer, {"type": "audio", "audio": {"id": note, "voice": True}})
    assert "nota de voz" in words_of(mpls.hear(customer, "text"))
    assert case_of(mpls, customer)["reason"] == "voice"


def test_while_a_person_talks_the_bot_is_silent_and_carts_still_work(world: World) -> None:
    """Asked for, claimed, answered, written back, closed; then the bot speaks again."""
    mpls, customer = world["mpls"], Customer()
    say(mpls, customer, "I want to talk to a person")
    told = mpls.hear(customer, "text")
    assert "colleague" in words_of(told)
    case = case_of(mpls, customer)
    assert (case["reason"], case["status"]) == ("asked_for", "case_open")

    assert post(mpls, f"/queue/{case['id']}/claim").json()["status"] == "case_claimed"
    post(mpls, f"/queue/{case['id']}/messages", {"text": "Hi, this is Sam. How can I help?"})
    assert words_of(mpls.hear(customer, "text", number=2)) == "Hi, this is Sam. How can I help?"
    say(mpls, customer, "hello? I wanted 2 taro")

    order = mpls.order_from(mpls.send_cart(customer, Sale("WAFFLE", 1, 695)))
    assert mpls.link_for(order["id"])["amount"] == 695
    said = case_of(mpls, customer)["messages"]
    # Within one second of WhatsApp's clock, messages have no order.
    assert "hello? I wanted 2 taro" in [one["text"] for one in said if one["direction"] == "in"]
    assert [one["by"] is not None for one in said if one["direction"] == "out"] == [True]
    mpls.hear(customer, "cta_url")
    # Between the person's words and the link for the cart, nothing.
    assert [kind_of(body) for body in mpls.heard(customer)] == ["text", "text", "cta_url"]

    assert post(mpls, f"/queue/{case['id']}/close").json()["status"] == "case_closed"
    say(mpls, customer, "what are your opening hours?")
    eventually(lambda: len(mpls.heard(customer)) == 4, what="the bot's own answer again")
    assert cases_of(mpls, customer) == []


def test_a_corrected_draft_is_confirmed_by_the_customer_and_taught_to_the_store(world: World) -> None:
    """A person reads strange words, the customer says yes to what they read; the name is known from then on."""
    mpls, customer = world["mpls"], Customer()
    draft = mpls.order_from(say(mpls, customer, "2 large taro"))
    post(mpls, f"/orders/{draft['id']}/lines", {"lines": [{"sku": "WAFFLE", "quantity": 2}]})

    def read_back() -> str | None:
        buttons = mpls.heard(customer, "button")
        ids = [one["reply"]["id"] for one in buttons[-1]["interactive"]["action"]["buttons"]] if buttons else []
        current = [one for one in ids if one.startswith(f"offer:{draft['id']}:2:accept")]
        return current[0] if current else None

    mpls.tap(customer, eventually(read_back, what="the corrected read-back"), "Yes")
    assert mpls.link_for(draft["id"])["amount"] == 2 * 695
    taught = post(mpls, "/products/WAFFLE/aliases", {"alias": "grid cake"}).json()
    assert "grid cake" in taught["aliases"]


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "५५५५ ५५५५ ५५५५ ४४४४"])
def test_a_card_number_is_warned_of_and_kept_nowhere(world: World, card: str) -> None:
    """Not with the chat that staff read; the rest of the message still counts."""
    mpls, customer = world["mpls"], Customer()
    say(mpls, customer, f"please charge my card {card} for the last order, this is a complaint")
    eventually(
        lambda: any("card number" in words_of(body) for body in mpls.heard(customer, "text")), what="the warning"
    )
    case = case_of(mpls, customer)
    assert card not in str(case)
    assert "••••" in case["text"]
