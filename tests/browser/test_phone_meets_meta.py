"""The console's phone in front of the real simulators: what leaves the phone reaches a store as Meta would send it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests
from playwright.sync_api import Page, expect

from tests.browser.stand_in import opened
from tests.fakes.simulated_world import MPLS_TOKEN, LocalWorld, local_world

Json = dict[str, Any]
MAYA = "16125550100"


@pytest.fixture
def meta(tmp_path: Path) -> Iterator[LocalWorld]:
    """Simulators without a cloud behind them."""
    with local_world(tmp_path) as running:
        yield running


@pytest.fixture
def phone(page: Page, meta: LocalWorld) -> Page:
    """The console of `mpls`. The lists that come from the cloud are empty."""
    for path in ("stock", "orders"):
        page.route(f"**/sim/{path}?*", lambda route: route.fulfill(json={"items": []}))
    page.route("**/sim/emails", lambda route: route.fulfill(json={"emails": []}))
    return opened(page, meta.url)


def message(meta: LocalWorld, number: int) -> Json:
    """The nth message that reached the store."""
    webhooks = meta.shop.wait_for(number, where=lambda one: b'"messages"' in one.body and b'"contacts"' in one.body)
    told: Json = webhooks[number - 1].json["entry"][0]["changes"][0]["value"]["messages"][0]
    return told


def kept(media: Json) -> bytes:
    """What a store finds behind the link in a webhook."""
    answer = requests.get(media["url"], headers={"Authorization": f"Bearer {MPLS_TOKEN}"}, timeout=10)
    assert (answer.status_code, answer.headers["content-type"]) == (200, media["mime_type"])
    return answer.content


def test_a_store_can_fetch_what_the_phone_sends(phone: Page, meta: LocalWorld) -> None:
    """A photo and a voice note: the bytes behind the webhook's link are a JPEG and an Opus stream."""
    phone.get_by_test_id("attach").click()
    phone.get_by_test_id("attach-photos").click()
    phone.get_by_test_id("photo-1").click()
    phone.get_by_test_id("photos-caption").fill("it leaked")
    phone.get_by_test_id("photos-send").click()

    photo = message(meta, 1)
    assert (photo["type"], photo["image"]["caption"], photo["from"]) == ("image", "it leaked", MAYA)
    assert kept(photo["image"]).startswith(b"\xff\xd8\xff")
    expect(phone.get_by_test_id("bubble")).to_have_attribute("data-status", "delivered")

    phone.get_by_test_id("attach").click()
    phone.get_by_test_id("attach-voice").click()
    phone.get_by_test_id("voice-send").click()

    note = message(meta, 2)
    assert (note["audio"]["voice"], note["audio"]["mime_type"]) == (True, "audio/ogg; codecs=opus")
    assert kept(note["audio"])[28:36] == b"OpusHead"
    expect(phone.get_by_test_id("sound")).to_contain_text("0:05")


def test_what_a_store_uploads_and_reads_is_seen_on_the_phone(phone: Page, meta: LocalWorld) -> None:
    """Blue ticks and three dots by the read receipt, then the picture that the store sent by its id."""
    phone.get_by_test_id("chat-input").fill("what does it look like?")
    phone.get_by_test_id("chat-send").click()
    asked = message(meta, 1)
    typing = {"type": "text"}
    meta.graph(
        {"messaging_product": "whatsapp", "status": "read", "message_id": asked["id"], "typing_indicator": typing}
    )
    expect(phone.get_by_test_id("bubble")).to_have_attribute("data-status", "read")
    expect(phone.get_by_test_id("window")).to_have_text("typing…")

    jpeg = phone.evaluate(
        """() => new Promise((done) => {
          const canvas = document.createElement('canvas');
          canvas.getContext('2d').fillRect(0, 0, 9, 9);
          canvas.toBlob(async (blob) => done([...new Uint8Array(await blob.arrayBuffer())]), 'image/jpeg');
        })"""
    )
    upload = requests.post(
        f"{meta.url}/sim/graph/v25.0/1065001/media",
        data={"messaging_product": "whatsapp"},
        files={"file": ("tea.jpg", bytes(jpeg), "image/jpeg")},
        headers={"Authorization": f"Bearer {MPLS_TOKEN}"},
        timeout=10,
    )
    picture = {"id": upload.json()["id"], "caption": "like this"}
    meta.graph({"messaging_product": "whatsapp", "to": MAYA, "type": "image", "image": picture})

    shown = phone.get_by_test_id("bubble").last
    expect(shown).to_contain_text("like this")
    assert shown.get_by_test_id("picture").evaluate("one => one.decode().then(() => one.naturalWidth)") == 300
    expect(phone.get_by_test_id("window")).to_contain_text("window open")


def test_somebody_without_a_number_is_followed_by_the_user_id(phone: Page, meta: LocalWorld) -> None:
    """The webhook has neither `from` nor `wa_id`, and the store's answer to the user id stands in the open chat."""
    phone.get_by_test_id("customer-select").select_option("hidden")
    phone.get_by_test_id("chat-input").fill("hola")
    phone.get_by_test_id("chat-send").click()
    told = message(meta, 1)
    assert "from" not in told
    contact = meta.shop.received[0].json["entry"][0]["changes"][0]["value"]["contacts"][0]
    assert set(contact) == {"profile", "user_id"}
    assert contact["profile"]["username"].startswith("@")

    answer = {"messaging_product": "whatsapp", "type": "text", "text": {"body": "hello, whoever you are"}}
    assert meta.graph({**answer, "recipient": told["from_user_id"]}).status_code == 200

    expect(phone.get_by_test_id("bubble").last).to_contain_text("hello, whoever you are")
