"""What reaches a store from Meta: customers' messages and the fate of the store's own."""

import hashlib
import hmac

from tests.fakes.simulated_world import CUSTOMER, LocalWorld, Received


def signed_by(secret: str, webhook: Received) -> bool:
    """Whether the header is the HMAC of exactly the bytes that came."""
    expected = "sha256=" + hmac.new(secret.encode(), webhook.body, hashlib.sha256).hexdigest()
    return webhook.headers["x-hub-signature-256"] == expected


def about_statuses(webhook: Received) -> bool:
    """Whether the webhook carries statuses."""
    return b'"statuses"' in webhook.body


def test_a_customers_message_arrives_as_meta_writes_it(world: LocalWorld) -> None:
    """Envelope, contacts with both identities, string timestamp, escaped non-ASCII, signature over the raw bytes."""
    id_ = world.say({"type": "text", "text": {"body": "¿Té de taro?"}})
    webhook = world.shop.wait_for(1)[0]
    assert webhook.path == "/mpls/whatsapp"
    assert signed_by("test_app_secret", webhook)
    assert b"\\u00bfT\\u00e9 de taro?" in webhook.body
    user_id = webhook.json["entry"][0]["changes"][0]["value"]["contacts"][0]["user_id"]
    assert user_id.startswith("US.")
    assert webhook.json == {
        "object": "whatsapp_business_account",
        "entry": [
            {
                "id": "2065001",
                "changes": [
                    {
                        "field": "messages",
                        "value": {
                            "messaging_product": "whatsapp",
                            "metadata": {"display_phone_number": "16125550142", "phone_number_id": "1065001"},
                            "contacts": [{"profile": {"name": "Ana Peña"}, "wa_id": "16505551234", "user_id": user_id}],
                            "messages": [
                                {
                                    "from": "16505551234",
                                    "from_user_id": user_id,
                                    "id": id_,
                                    "timestamp": "1795284000",
                                    "type": "text",
                                    "text": {"body": "¿Té de taro?"},
                                }
                            ],
                        },
                    }
                ],
            }
        ],
    }


def test_a_customer_without_a_number_has_no_from(world: LocalWorld) -> None:
    """What Meta does not know is left out, not empty."""
    world.say({"type": "text", "text": {"body": "hi"}}, sender={"user_id": "US.77", "name": "Bo"})
    value = world.shop.wait_for(1)[0].json["entry"][0]["changes"][0]["value"]
    assert value["contacts"] == [{"profile": {"name": "Bo"}, "user_id": "US.77"}]
    assert "from" not in value["messages"][0]
    assert value["messages"][0]["from_user_id"] == "US.77"


def test_a_webhook_is_repeated_until_it_is_answered_with_200(world: LocalWorld) -> None:
    """500, a redirect and even 202 are not enough for Meta; the bytes stay the same."""
    world.shop.answers.extend([500, 302, 202])
    world.say({"type": "text", "text": {"body": "hola"}})
    webhooks = world.shop.wait_for(4)
    assert len({webhook.body for webhook in webhooks}) == 1
    assert world.attempts() == [(1, "500"), (2, "302"), (3, "202"), (4, "200")]


def test_a_message_has_its_second_tick_once_the_store_took_it(world: LocalWorld) -> None:
    """Not before; and it turns blue only by the store's read receipt."""
    world.shop.answers.extend([500] * 3)
    id_ = world.say({"type": "text", "text": {"body": "hola"}})
    world.shop.wait_for(1)
    assert _tick(world) == "sent"

    assert world.attempts()[-1] == (4, "200")
    assert _tick(world) == "delivered"

    world.graph({"messaging_product": "whatsapp", "status": "read", "message_id": id_})
    assert _tick(world) == "read"


def _tick(world: LocalWorld) -> str:
    (message,) = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["messages"]
    return str(message["status"])


def test_the_fate_of_a_message_is_told_with_its_callback_data(world: LocalWorld) -> None:
    """sent, delivered and read arrive signed, each once, with our own mark and, for the first two, a price."""
    world.say({"type": "text", "text": {"body": "hola"}})
    body = {
        "messaging_product": "whatsapp",
        "to": "+" + CUSTOMER,
        "type": "text",
        "text": {"body": "hi"},
        "biz_opaque_callback_data": "ORDER-1/confirmed",
    }
    id_ = world.graph(body).json()["messages"][0]["id"]
    told = {one["status"]: one for one in world.shop.wait_for_statuses(3)}
    webhooks = [one for one in world.shop.received if about_statuses(one)]
    assert all(signed_by("test_app_secret", webhook) for webhook in webhooks)
    assert set(told) == {"sent", "delivered", "read"}
    assert {one["id"] for one in told.values()} == {id_}
    assert {one["biz_opaque_callback_data"] for one in told.values()} == {"ORDER-1/confirmed"}
    assert told["sent"]["timestamp"] == "1795284000"
    assert told["sent"]["pricing"] == {
        "billable": False,
        "pricing_model": "PMP",
        "type": "free_customer_service",
        "category": "service",
    }
    assert "pricing" not in told["read"]


def test_a_tester_can_let_a_message_fail(world: LocalWorld) -> None:
    """A failed status carries Meta's error, and nothing is told after it."""
    world.say({"type": "text", "text": {"body": "hola"}})
    text = {"messaging_product": "whatsapp", "to": "+" + CUSTOMER, "type": "text", "text": {"body": "hi"}}
    id_ = world.graph(text).json()["messages"][0]["id"]
    failed = {"store": "mpls", "id": id_, "status": "failed", "code": 131026}
    assert world.post("/sim/whatsapp/statuses", json=failed).json()["status"] == "failed"
    world.shop.wait_for(1, where=lambda one: b'"failed"' in one.body)
    told = world.shop.wait_for_statuses(1)
    assert [one["errors"][0]["code"] for one in told if one["status"] == "failed"] == [131026]


def test_reset_empties_the_chats_and_closes_the_windows(world: LocalWorld) -> None:
    """After a reset the customer never wrote, and what was armed is disarmed."""
    world.say({"type": "text", "text": {"body": "hola"}})
    world.arm("whatsapp", "5xx", times=3)
    assert world.post("/sim/reset").json() == {"reset": True, "seeded": False}
    chat = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})
    assert chat == {"messages": [], "window_open": False, "typing": False}
    assert world.get("/sim/faults") == {"faults": {}}


def test_an_unknown_store_is_named(world: LocalWorld) -> None:
    """The tester reads which stores there are."""
    answer = world.post("/sim/whatsapp/inbound", json={"store": "oslo", "message": {"type": "text"}})
    assert (answer.status_code, answer.json()) == (404, {"error": "no store 'oslo'; there is mpls, pune"})
