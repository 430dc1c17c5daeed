"""What the phone sends besides text: each type in Meta's exact shape, drawn in the chat as it goes."""

import base64
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.measures import WIDER_THAN_THE_SCREEN
from tests.browser.outbound_samples import SENT
from tests.browser.stand_in import StandIn, opened

Json = dict[str, Any]
#: A PNG of one red pixel.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg=="
)


def attach(console: Page, what: str) -> None:
    """Opens one of the choices behind the plus."""
    console.get_by_test_id("attach").click()
    console.get_by_test_id(f"attach-{what}").click()


def delivered(console: Page, count: int) -> Locator:
    """The bubbles, once there are `count` and the last one was delivered."""
    bubbles = console.get_by_test_id("bubble")
    expect(bubbles).to_have_count(count)
    expect(bubbles.last).to_have_attribute("data-status", "delivered")
    return bubbles


def messages(stand_in: StandIn) -> list[Json]:
    """Everything said as the customer."""
    return [body["message"] for path, body in stand_in.posted if path == "/sim/whatsapp/inbound"]


def test_an_album_is_a_message_for_each_photo_in_the_order_chosen(console: Page, stand_in: StandIn) -> None:
    """JPEGs all of them, the caption under the first only, and every bubble shows its picture."""
    attach(console, "photos")
    expect(console.get_by_test_id("photos-send")).to_be_disabled()
    console.get_by_test_id("photo-3").click()
    console.get_by_test_id("photo-1").click()
    console.get_by_test_id("photo-2").click()
    console.get_by_test_id("photo-1").click()
    expect(console.get_by_test_id("photos-send")).to_have_text("Send 2 photos")
    expect(console.get_by_test_id("photo-2")).to_have_attribute("aria-pressed", "true")
    console.get_by_test_id("photos-caption").fill("  this came  ")

    console.get_by_test_id("photos-send").click()

    delivered(console, 2)
    jpeg = {"mime_type": "image/jpeg"}
    assert messages(stand_in) == [
        {"type": "image", "image": {"caption": "this came", **jpeg, "sha256": "digest-1", "id": "100000000000001"}},
        {"type": "image", "image": {**jpeg, "sha256": "digest-2", "id": "100000000000002"}},
    ]
    assert stand_in.uploads == [{"store": "mpls"}, {"store": "mpls"}]
    first, second = (data for _, data in stand_in.files.values())
    assert first.startswith(b"\xff\xd8\xff")
    assert first != second
    pictures = console.get_by_test_id("picture")
    expect(pictures).to_have_count(2)
    for number in range(2):
        expect(pictures.nth(number)).to_have_js_property("naturalWidth", 960)


def test_photos_of_this_device_are_sent_as_jpeg(console: Page, stand_in: StandIn, tmp_path: Path) -> None:
    """Whatever they were; what is no photo is said to be none, and the others go all the same."""
    attach(console, "photos")
    (tmp_path / "dot.png").write_bytes(PIXEL)
    (tmp_path / "odd.png").write_bytes(b"no picture at all")
    console.get_by_test_id("photos-file").set_input_files([tmp_path / "dot.png", tmp_path / "odd.png"])
    expect(console.locator("#toasts")).to_contain_text("odd.png is no photo this browser can read.")

    console.get_by_test_id("photos-send").click()

    delivered(console, 1)
    (sent,) = messages(stand_in)
    assert sent == {
        "type": "image",
        "image": {"mime_type": "image/jpeg", "sha256": "digest-1", "id": "100000000000001"},
    }
    assert stand_in.files["100000000000001"][1].startswith(b"\xff\xd8\xff")


def test_a_voice_note_is_opus_and_can_be_played(console: Page, stand_in: StandIn) -> None:
    """`voice` tells it from a song; the file is a real Ogg stream of five seconds."""
    attach(console, "voice")

    console.get_by_test_id("voice-send").click()

    bubble = delivered(console, 1)
    type_ = "audio/ogg; codecs=opus"
    audio = {"mime_type": type_, "sha256": "digest-1", "id": "100000000000001", "voice": True}
    assert stand_in.said["message"] == {"type": "audio", "audio": audio}
    kept_type, data = stand_in.files["100000000000001"]
    assert (kept_type, data[:4], data[28:36]) == (type_, b"OggS", b"OpusHead")
    expect(bubble.get_by_test_id("sound")).to_contain_text("0:05")
    bubble.get_by_test_id("sound-play").click()
    expect(bubble.get_by_role("button", name="Pause: Voice note")).to_be_visible()


def test_a_document_keeps_its_name_and_type(console: Page, stand_in: StandIn, tmp_path: Path) -> None:
    """The device's own, or the small one that is at hand."""
    attach(console, "document")
    (tmp_path / "wishes.txt").write_text("two of each")
    console.get_by_test_id("document-file").set_input_files(tmp_path / "wishes.txt")
    delivered(console, 1)
    assert stand_in.said["message"] == {
        "type": "document",
        "document": {
            "filename": "wishes.txt",
            "mime_type": "text/plain",
            "sha256": "digest-1",
            "id": "100000000000001",
        },
    }
    assert stand_in.uploads == [{"store": "mpls", "filename": "wishes.txt"}]

    attach(console, "document")
    console.get_by_test_id("document-sample").click()

    bubbles = delivered(console, 2)
    expect(bubbles.last).to_contain_text("receipt.pdf")
    assert stand_in.files["100000000000002"][1].startswith(b"%PDF-")


def test_the_current_location_has_only_coordinates(console: Page, stand_in: StandIn) -> None:
    """Numbers, as the fields say; a place that is on no map is not sent."""
    attach(console, "location")
    console.get_by_test_id("place-latitude").fill("91")
    console.get_by_test_id("place-here").click()
    expect(console.locator("#toasts")).to_contain_text("on no map")
    console.get_by_test_id("place-latitude").fill("44.95")

    console.get_by_test_id("place-here").click()

    expect(delivered(console, 1)).to_contain_text("44.9500, -93.2759")
    assert messages(stand_in) == [{"type": "location", "location": {"latitude": 44.95, "longitude": -93.2759}}]


def test_a_place_has_a_name_and_an_address(console: Page, stand_in: StandIn) -> None:
    """As when it was picked from the map's list."""
    attach(console, "location")

    console.get_by_test_id("place-Loring Park").click()

    expect(delivered(console, 1)).to_contain_text("Loring Park")
    assert stand_in.said["message"] == {
        "type": "location",
        "location": {
            "latitude": 44.969,
            "longitude": -93.2842,
            "name": "Loring Park",
            "address": "1382 Willow St, Minneapolis, MN 55403",
        },
    }


def test_a_contact_is_a_card_of_somebody_else(console: Page, stand_in: StandIn) -> None:
    """Name in its parts, number with and without the plus."""
    attach(console, "contact")
    expect(console.get_by_test_id("contact-16125550100")).to_have_count(0)

    console.get_by_test_id("contact-16125550101").click()

    expect(delivered(console, 1)).to_contain_text("Lucía Torres")
    assert stand_in.said["message"] == {
        "type": "contacts",
        "contacts": [
            {
                "name": {"formatted_name": "Lucía Torres", "first_name": "Lucía", "last_name": "Torres"},
                "phones": [{"phone": "+16125550101", "wa_id": "16125550101", "type": "CELL"}],
            }
        ],
    }


def test_a_file_that_cannot_be_handed_over_is_said(console: Page, stand_in: StandIn) -> None:
    """Nothing is sent, and the phone goes on working."""
    console.route(
        "**/sim/whatsapp/media?*", lambda route: route.fulfill(status=503, json={"error": "down for a while"})
    )
    attach(console, "photos")
    console.get_by_test_id("photo-1").click()
    console.get_by_test_id("photos-send").click()
    expect(console.locator("#toasts")).to_contain_text("down for a while")

    console.get_by_test_id("chat-input").fill("hello?")
    console.get_by_test_id("chat-send").click()

    delivered(console, 1)
    assert messages(stand_in) == [{"type": "text", "text": {"body": "hello?"}}]


@pytest.mark.parametrize("what", ["photos", "voice", "document", "location", "contact"])
def test_every_choice_can_be_left_by_escape(console: Page, what: str) -> None:
    """The focus goes back to the plus."""
    console.get_by_test_id("attach").focus()
    console.keyboard.press("Enter")
    console.get_by_test_id(f"attach-{what}").press("Enter")
    expect(console.get_by_role("dialog")).to_have_count(1)

    console.keyboard.press("Escape")

    expect(console.get_by_role("dialog")).to_have_count(0)
    expect(console.get_by_test_id("attach")).to_be_focused()


def test_fits_a_320_pixel_screen(page: Page, stand_in: StandIn) -> None:
    """Every sheet behind the plus, every kind of bubble, and the answer above the composer."""
    page.set_viewport_size({"width": 320, "height": 640})
    opened(page, stand_in.origin)
    for what in ("photos", "voice", "document", "location", "contact"):
        page.get_by_test_id("attach").click()
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
        page.get_by_test_id(f"attach-{what}").click()
        assert page.evaluate(WIDER_THAN_THE_SCREEN) == [], what
        page.keyboard.press("Escape")
    long = "https://example.com/" + "verylongword" * 12
    location = {"latitude": 44.95, "longitude": -93.27, "name": long, "address": long}
    samples = [
        *(body for body, _, _ in SENT.values()),
        {"type": "document", "document": {"id": "1", "filename": long}},
        {"type": "audio", "audio": {"id": "1", "voice": True}},
        {"type": "location", "location": location},
    ]
    for number, body in enumerate(samples):
        stand_in.says(body, id_=f"wamid.out{number}")
    expect(page.get_by_test_id("bubble")).to_have_count(len(samples))
    page.get_by_test_id("bubble-menu").last.focus()
    page.keyboard.press("Enter")
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    page.get_by_test_id("message-reply").click()

    expect(page.get_by_test_id("about")).to_be_visible()
    assert page.evaluate(WIDER_THAN_THE_SCREEN) == []
    assert page.evaluate("document.documentElement.scrollWidth") == 320
