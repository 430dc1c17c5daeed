"""Photos, voice notes and documents: what a phone uploads, what a store fetches, what a store uploads itself."""

from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import CUSTOMER, MPLS_TOKEN, PUNE_TOKEN, LocalWorld

Json = dict[str, Any]
PHOTO = b"\xff\xd8\xff\xe0 a photo of a waffle \r\n--\x00 with every kind of byte \xff\xd9"
# openssl dgst -sha256 of PHOTO, in base64 and in hexadecimal
DIGEST = "OhiagziQuOWW32Iga1JNSaVhbqD5TaH7lC5rWz2SBy8="
HEX = "3a189a833890b8e596df62206b524d49a5616ea0f94da1fb942e6b5b3d92072f"


def uploaded(world: LocalWorld, data: bytes = PHOTO, *, mime_type: str = "image/jpeg", filename: str = "") -> Json:
    """What the phone is told of a file it sent to `mpls`."""
    answer = world.post(
        "/sim/whatsapp/media",
        params={"store": "mpls", "filename": filename},
        data=data,
        headers={"Content-Type": mime_type},
    )
    assert answer.status_code == 200, answer.text
    told: Json = answer.json()
    return told


def graph(world: LocalWorld, path: str, *, token: str = MPLS_TOKEN, method: str = "GET") -> requests.Response:
    """A Graph API call of a store."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.request(method, f"{world.url}/sim/graph/v25.0/{path}", headers=headers, timeout=10)


def fetched(url: str, *, token: str = MPLS_TOKEN) -> requests.Response:
    """GET of a media link."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    return requests.get(url, headers=headers, timeout=10)


def stored(world: LocalWorld, *, token: str = MPLS_TOKEN, mime_type: str = "image/png", data: bytes = PHOTO) -> Any:
    """The answer to a store's own upload."""
    return requests.post(
        f"{world.url}/sim/graph/v25.0/1065001/media",
        data={"messaging_product": "whatsapp"},
        files={"file": ("menu.png", data, mime_type)},
        headers={"Authorization": f"Bearer {token}"},
        timeout=10,
    )


def test_a_store_fetches_what_the_phone_sent(world: LocalWorld) -> None:
    """Id, then link, then the very bytes; the digest is base64 in the webhook and hexadecimal at the Graph API."""
    told = uploaded(world)
    assert told == {"id": told["id"], "mime_type": "image/jpeg", "sha256": DIGEST, "file_size": len(PHOTO)}
    assert told["id"].isdigit()
    assert len(told["id"]) in {15, 16}

    about = graph(world, told["id"]).json()
    assert about == {
        "messaging_product": "whatsapp",
        "url": about["url"],
        "mime_type": "image/jpeg",
        "sha256": HEX,
        "file_size": len(PHOTO),
        "id": told["id"],
    }
    file = fetched(about["url"])
    assert (file.status_code, file.headers["content-type"], file.content) == (200, "image/jpeg", PHOTO)


def test_a_link_lives_five_minutes(world: LocalWorld) -> None:
    """After that it is a 404, and the id gives a new one."""
    id_ = uploaded(world)["id"]
    url = graph(world, id_).json()["url"]
    world.pass_time(299)
    assert fetched(url).status_code == 200
    world.pass_time(1)
    assert fetched(url).status_code == 404
    assert fetched(graph(world, id_).json()["url"]).content == PHOTO


def test_a_customers_file_lives_seven_days(world: LocalWorld) -> None:
    """Then the id is an object that does not exist: HTTP 400, code 100, subcode 33."""
    id_ = uploaded(world)["id"]
    world.pass_time(7 * 86_400 - 1)
    assert graph(world, id_).status_code == 200
    world.pass_time(1)
    error = graph(world, id_).json()["error"]
    assert (graph(world, id_).status_code, error["code"], error["error_subcode"]) == (400, 100, 33)


@pytest.mark.parametrize("token", ["", "EAAG-guess"])
def test_neither_id_nor_link_opens_without_the_token(world: LocalWorld, token: str) -> None:
    """HTTP 401, code 190."""
    id_ = uploaded(world)["id"]
    url = graph(world, id_).json()["url"]
    for answer in (graph(world, id_, token=token), fetched(url, token=token)):
        assert (answer.status_code, answer.json()["error"]["code"]) == (401, 190)


def test_another_store_finds_nothing(world: LocalWorld) -> None:
    """Its token is good, but not for this file."""
    id_ = uploaded(world)["id"]
    url = graph(world, id_).json()["url"]
    assert graph(world, id_, token=PUNE_TOKEN).json()["error"]["error_subcode"] == 33
    assert fetched(url, token=PUNE_TOKEN).status_code == 404


def test_an_altered_link_is_none(world: LocalWorld) -> None:
    """Neither a longer life nor another file can be written into it."""
    url = graph(world, uploaded(world)["id"]).json()["url"]
    other = uploaded(world)["id"]
    until = url.partition("ext=")[2].partition("&")[0]
    assert fetched(url.replace(until, str(int(until) + 3600))).status_code == 404
    assert fetched(url.replace(url.partition("mid=")[2].partition("&")[0], other)).status_code == 404


def test_a_number_that_does_not_fit_hides_the_file(world: LocalWorld) -> None:
    """`phone_number_id` is optional; given, it must be the one the file came to."""
    id_ = uploaded(world)["id"]
    assert graph(world, f"{id_}?phone_number_id=1065001").status_code == 200
    assert graph(world, f"{id_}?phone_number_id=1065002").status_code == 400


def test_a_store_uploads_shows_and_deletes_its_own(world: LocalWorld) -> None:
    """The id can be sent and fetched, and is gone once deleted."""
    id_ = stored(world).json()["id"]
    assert fetched(graph(world, id_).json()["url"]).content == PHOTO
    world.say({"type": "text", "text": {"body": "menu?"}})
    image = {"messaging_product": "whatsapp", "to": CUSTOMER, "type": "image", "image": {"id": id_}}
    assert world.graph(image).status_code == 200

    assert graph(world, id_, method="DELETE").json() == {"success": True}
    assert graph(world, id_).status_code == 400
    assert world.graph(image).json()["error"]["code"] == 131009


@pytest.mark.parametrize(
    ("type_", "code"), [("sticker", 131053), ("audio", 131053), ("video", 131053), ("document", None), ("image", None)]
)
def test_a_file_is_sent_as_what_it_is(world: LocalWorld, type_: str, code: int | None) -> None:
    """A picture is no sticker and no sound; as a document anything goes."""
    id_ = stored(world).json()["id"]
    world.say({"type": "text", "text": {"body": "menu?"}})
    answer = world.graph({"messaging_product": "whatsapp", "to": CUSTOMER, "type": type_, type_: {"id": id_}}).json()
    assert answer.get("error", {}).get("code") == code


def test_refuses_uploads_that_meta_refuses(world: LocalWorld) -> None:
    """131053 for the type and the size; 190 and 100 (33) for whose token it is; 100 for a form that is none."""
    assert stored(world, mime_type="image/gif").json()["error"]["code"] == 131053
    assert stored(world, data=b"x" * (5 * 1024 * 1024 + 1)).json()["error"]["code"] == 131053
    assert stored(world, data=b"x" * (5 * 1024 * 1024)).status_code == 200
    assert stored(world, token="EAAG-guess").json()["error"]["code"] == 190
    assert stored(world, token=PUNE_TOKEN).json()["error"]["error_subcode"] == 33
    no_form = requests.post(
        f"{world.url}/sim/graph/v25.0/1065001/media",
        json={"messaging_product": "whatsapp"},
        headers={"Authorization": f"Bearer {MPLS_TOKEN}"},
        timeout=10,
    )
    assert no_form.json()["error"]["code"] == 100


def test_the_webhook_describes_the_file(world: LocalWorld) -> None:
    """The phone names an id; the store is told type, digest, file name and a link that works."""
    id_ = uploaded(world, mime_type="application/pdf", filename="bill.pdf")["id"]
    world.say({"type": "document", "document": {"id": id_, "caption": "the bill"}})
    document = world.shop.wait_for(1)[0].json["entry"][0]["changes"][0]["value"]["messages"][0]["document"]
    assert document == {
        "mime_type": "application/pdf",
        "sha256": DIGEST,
        "filename": "bill.pdf",
        "url": document["url"],
        "id": id_,
        "caption": "the bill",
    }
    assert fetched(document["url"]).content == PHOTO


def test_a_voice_note_stays_one(world: LocalWorld) -> None:
    """`voice` is what the phone says, and false when it says nothing."""
    id_ = uploaded(world, mime_type="audio/ogg; codecs=opus")["id"]
    world.say({"type": "audio", "audio": {"id": id_, "voice": True}})
    world.say({"type": "audio", "audio": {"id": id_}})
    told = [one.json["entry"][0]["changes"][0]["value"]["messages"][0]["audio"] for one in world.shop.wait_for(2)]
    assert sorted(audio["voice"] for audio in told) == [False, True]
    assert {audio["mime_type"] for audio in told} == {"audio/ogg; codecs=opus"}


def test_the_phone_shows_a_file_without_a_token_and_never_runs_it(world: LocalWorld) -> None:
    """What a tester uploads must not become a page of the console."""
    id_ = uploaded(world, b"<script>alert(1)</script>", mime_type="text/html")["id"]
    shown = requests.get(f"{world.url}/sim/whatsapp/media/{id_}?store=mpls", timeout=10)
    assert shown.content == b"<script>alert(1)</script>"
    assert shown.headers["content-security-policy"].startswith("sandbox")
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_nothing_is_no_file(world: LocalWorld) -> None:
    """An empty upload is refused; so is an unknown store."""
    assert world.post("/sim/whatsapp/media", params={"store": "mpls"}, data=b"").status_code == 400
    assert world.post("/sim/whatsapp/media", params={"store": "oslo"}, data=b"x").status_code == 404


@pytest.mark.parametrize(("fault", "status"), [("429", 400), ("5xx", 500)])
def test_faults_strike_ids_and_links(world: LocalWorld, fault: str, status: int) -> None:
    """Once each, without effect."""
    id_ = uploaded(world)["id"]
    world.arm("whatsapp", fault)
    assert graph(world, id_).status_code == status
    url = graph(world, id_).json()["url"]
    world.arm("whatsapp", fault)
    assert fetched(url).status_code == status
    assert fetched(url).content == PHOTO


def test_a_reset_forgets_the_files(world: LocalWorld) -> None:
    """Ids of before are unknown."""
    id_ = uploaded(world)["id"]
    world.post("/sim/reset")
    assert graph(world, id_).status_code == 400
