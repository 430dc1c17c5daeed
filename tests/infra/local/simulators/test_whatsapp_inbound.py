"""What a phone can say, and how it reaches the store: every type whole, people without a number included."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.simulated_world import CUSTOMER, LocalWorld, Received

Json = dict[str, Any]
EVENTS = Path(__file__).parents[4] / "events" / "whatsapp"
HIDDEN = {"user_id": "US.13491208655302741918", "name": "Noor", "username": "@noor"}


def value_of(webhook: Received) -> Json:
    """The `value` of a webhook with one change."""
    value: Json = webhook.json["entry"][0]["changes"][0]["value"]
    return value


def recorded_messages() -> dict[str, Json]:
    """Every message among the recorded webhooks, as the phone sends it: without what Meta adds."""
    found = {}
    for path in sorted(EVENTS.glob("*.json")):
        for entry in json.loads(path.read_text())["entry"]:
            for change in entry["changes"]:
                for number, message in enumerate(change["value"].get("messages", [])):
                    added = {"from", "from_user_id", "from_parent_user_id", "id", "timestamp", "group_id"}
                    said = {key: one for key, one in message.items() if key not in added}
                    found[f"{path.stem} {number}"] = said
    return found


RECORDED = recorded_messages()


@pytest.mark.parametrize("name", RECORDED)
def test_passes_on_whole_what_was_ever_recorded(world: LocalWorld, name: str) -> None:
    """Whatever the type, known or not: nothing of it is lost, and only who, which and when are added."""
    id_ = world.say(RECORDED[name])
    value = value_of(world.shop.wait_for(1)[0])
    sent = value["messages"][0]
    who = {"from": CUSTOMER, "from_user_id": sent["from_user_id"]}
    assert sent == {**who, "id": id_, "timestamp": "1795284000", **RECORDED[name]}
    assert ("contacts" in value) is (sent["type"] != "system")


def test_an_answer_names_who_wrote_what_it_answers(world: LocalWorld) -> None:
    """The store for its own message, the customer for theirs; a forwarded message names nobody."""
    first = world.say({"type": "text", "text": {"body": "hola"}})
    answer = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "text", "text": {"body": "hi"}}
    theirs = world.graph(answer).json()["messages"][0]["id"]
    asked = [{"id": theirs}, {"id": first}, {"frequently_forwarded": True}, {"from": "1", "id": "wamid.elsewhere"}]
    for context in asked:
        world.say({"type": "text", "text": {"body": "this"}, "context": context})
    webhooks = world.shop.wait_for(4, where=lambda one: b'"context"' in one.body)
    told = [value_of(one)["messages"][0]["context"] for one in webhooks]
    assert sorted(told, key=str) == [
        {"frequently_forwarded": True},
        {"from": "1", "id": "wamid.elsewhere"},
        {"from": "16125550142", "id": theirs},
        {"from": CUSTOMER, "id": first},
    ]


def test_a_customer_without_a_number_is_served_from_end_to_end(world: LocalWorld) -> None:
    """Written to by user id, read in the chat and the list by user id, told of by user id: no number anywhere."""
    id_ = world.say({"type": "text", "text": {"body": "hi"}}, sender=HIDDEN)
    value = value_of(world.shop.wait_for(1)[0])
    assert value["contacts"] == [
        {"profile": {"name": "Noor", "username": "@noor"}, "user_id": "US.13491208655302741918"}
    ]
    assert "from" not in value["messages"][0]

    answer = {"messaging_product": "whatsapp", "type": "text", "text": {"body": "hello"}}
    given = world.graph({**answer, "recipient": HIDDEN["user_id"]}).json()
    assert given["contacts"] == [{"input": HIDDEN["user_id"], "user_id": HIDDEN["user_id"]}]
    told = world.shop.wait_for_statuses(3)
    assert {one["recipient_user_id"] for one in told} == {HIDDEN["user_id"]}
    assert not any("recipient_id" in one for one in told)

    for who in ({"wa_id": HIDDEN["user_id"]}, {"user_id": HIDDEN["user_id"]}):
        chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", **who})
        assert [one["id"] for one in chat["messages"]] == [id_, given["messages"][0]["id"]]
        assert chat["window_open"] is True
    listed = world.get("/sim/whatsapp/messages", params={"to": HIDDEN["user_id"]})["messages"]
    assert [one["to"] for one in listed] == [HIDDEN["user_id"]]
    window = {"store": "mpls", "user_id": HIDDEN["user_id"], "open": False}
    assert world.post("/sim/whatsapp/window", json=window).json() == {"window_open": False}


def test_two_people_without_numbers_are_two(world: LocalWorld) -> None:
    """Each has a chat of their own."""
    for number in (1, 2):
        world.say({"type": "text", "text": {"body": "hi"}}, sender={"user_id": f"US.{number}", "name": f"Nr {number}"})
    chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", "user_id": "US.1"})
    assert len(chat["messages"]) == 1


@pytest.mark.parametrize(
    "system",
    [
        {"type": "user_changed_number", "wa_id": "16505555678", "user_id": "US.99", "body": "A changed"},
        {"type": "customer_changed_number", "new_wa_id": "16505555678", "user_id": "US.99", "body": "A changed"},
    ],
)
def test_a_customer_who_changed_the_number_is_the_same_person(world: LocalWorld, system: Json) -> None:
    """The old number is told as the sender, without contacts; the chat goes on under the new one."""
    world.say({"type": "text", "text": {"body": "hola"}})
    told = world.say({"type": "system", "system": system})
    webhook = world.shop.wait_for(1, where=lambda one: told.encode() in one.body)[0]
    assert value_of(webhook)["messages"][0]["from"] == CUSTOMER
    assert "contacts" not in value_of(webhook)

    world.say({"type": "text", "text": {"body": "me again"}}, sender={"wa_id": "16505555678", "user_id": "US.99"})
    chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": "16505555678"})
    assert [one["body"]["type"] for one in chat["messages"]] == ["text", "system", "text"]


def test_a_system_message_opens_no_window(world: LocalWorld) -> None:
    """Nobody wrote."""
    world.say({"type": "system", "system": {"type": "customer_identity_changed", "body": "new phone"}})
    chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})
    assert chat["window_open"] is False


def test_errors_may_stand_beside_a_message(world: LocalWorld) -> None:
    """Seen in the wild: an interactive message without its object, and the reason in `value.errors`."""
    errors = [{"code": 131000, "title": "Something went wrong"}]
    asked = {"store": "mpls", "from": {"wa_id": CUSTOMER}, "message": {"type": "interactive"}, "errors": errors}
    assert world.post("/sim/whatsapp/inbound", json=asked).status_code == 200
    value = value_of(world.shop.wait_for(1)[0])
    assert value["errors"] == errors
    assert value["messages"][0]["type"] == "interactive"
    assert "interactive" not in value["messages"][0]


def test_tells_any_other_change(world: LocalWorld) -> None:
    """Errors without messages name the number; what is about the account does not, but says when it happened."""
    errors = {"errors": [{"code": 130429, "title": "Rate limit hit"}]}
    assert world.post("/sim/whatsapp/change", json={"store": "mpls", "value": errors}).json() == {"field": "messages"}
    about_errors = world.shop.wait_for(1)[0]
    assert value_of(about_errors) == {
        "messaging_product": "whatsapp",
        "metadata": {"display_phone_number": "16125550142", "phone_number_id": "1065001"},
        "errors": [{"code": 130429, "title": "Rate limit hit"}],
    }
    assert "time" not in about_errors.json["entry"][0]

    update = {"event": "PAUSED", "message_template_name": "order_ready"}
    change = {"store": "mpls", "field": "message_template_status_update", "value": update}
    assert world.post("/sim/whatsapp/change", json=change).status_code == 200
    about_template = world.shop.wait_for(2)[1].json["entry"][0]
    assert about_template["time"] == 1795284000
    assert about_template["changes"] == [{"field": "message_template_status_update", "value": update}]


def test_reading_a_message_reads_what_came_before(world: LocalWorld) -> None:
    """Blue ticks up to the message named, none after it."""
    ids = [world.say({"type": "text", "text": {"body": str(n)}}) for n in range(3)]
    world.attempts()
    world.graph({"messaging_product": "whatsapp", "status": "read", "message_id": ids[1]})
    chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})
    assert [one["status"] for one in chat["messages"]] == ["read", "read", "delivered"]


def test_three_dots_stand_until_the_answer_comes_or_25_seconds(world: LocalWorld) -> None:
    """A read receipt may say that the store is typing."""
    id_ = world.say({"type": "text", "text": {"body": "hola"}})
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": id_}
    typing = {**read, "typing_indicator": {"type": "text"}}

    def dots() -> bool:
        return bool(world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["typing"])

    assert world.graph(read).json() == {"success": True}
    assert not dots()
    world.graph(typing)
    assert dots()
    world.pass_time(25)
    assert not dots()
    world.graph(typing)
    answer = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "text", "text": {"body": "hi"}}
    assert world.graph(answer).status_code == 200
    assert not dots()
    wrong = world.graph({**read, "typing_indicator": {"type": "audio"}})
    assert wrong.json()["error"]["code"] == 131009


def test_the_phone_shows_no_product_that_does_not_exist(world: LocalWorld) -> None:
    """Dropped on the screen with the section it leaves empty; the list of sends keeps what was sent."""
    world.say({"type": "text", "text": {"body": "menu"}})
    known, unknown = {"product_retailer_id": "TARO-R"}, {"product_retailer_id": "NO-SUCH"}
    sections = [{"title": "Tea", "product_items": [known, unknown]}, {"title": "Odd", "product_items": [unknown]}]
    body = {
        "messaging_product": "whatsapp",
        "to": CUSTOMER,
        "type": "interactive",
        "interactive": {
            "type": "product_list",
            "header": {"type": "text", "text": "Menu"},
            "body": {"text": "Choose"},
            "action": {"catalog_id": "3065001", "sections": sections},
        },
    }
    assert world.graph(body).status_code == 200
    shown = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["messages"][1]["body"]
    assert shown["interactive"]["action"]["sections"] == [{"title": "Tea", "product_items": [known]}]
    assert world.get("/sim/whatsapp/messages")["messages"][0]["body"] == body


def test_a_voice_note_may_be_played(world: LocalWorld) -> None:
    """Told by a tester, after which it is never merely read."""
    world.say({"type": "text", "text": {"body": "say it"}})
    audio = {"link": "https://example.com/hello.ogg"}
    sent = world.graph({"messaging_product": "whatsapp", "to": CUSTOMER, "type": "audio", "audio": audio}).json()
    played = {"store": "mpls", "id": sent["messages"][0]["id"], "status": "played"}
    assert world.post("/sim/whatsapp/statuses", json=played).json()["status"] == "played"
    assert "played" in {one["status"] for one in world.shop.wait_for_statuses(1)}
    assert world.post("/sim/whatsapp/statuses", json={**played, "status": "read"}).json()["status"] == "played"
