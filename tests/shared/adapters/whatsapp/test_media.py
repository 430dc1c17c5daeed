"""A file is fetched in Meta's two steps and checked on the way; what is wrong with it is said in one word."""

import base64
import hashlib
from collections.abc import Iterator
from typing import Any

import pytest

from shared.adapters.whatsapp import media as adapter
from shared.adapters.whatsapp.media import WhatsAppMedia
from shared.domain.inbound import Media
from shared.ports import FetchedMedia, MediaRefused, Refused, Unavailable
from tests.fakes.scripted_server import Answer, ScriptedServer

JPEG = b"\xff\xd8\xff\xe0" + b"bubble tea" * 2000
HEX = hashlib.sha256(JPEG).hexdigest()
BASE64 = base64.b64encode(hashlib.sha256(JPEG).digest()).decode()
PHOTO = Media(type="image", id="1003383421387256", mime_type="image/jpeg", sha256=BASE64)
GONE = {"error": {"code": 100, "error_subcode": 33, "message": "Unsupported request"}}


@pytest.fixture
def meta() -> Iterator[ScriptedServer]:
    """Meta on the loopback, which has nothing to say yet."""
    with ScriptedServer() as server:
        yield server


def described(meta: ScriptedServer, **changes: Any) -> Answer:
    """The first step's answer."""
    body = {"url": f"{meta.url}/file?mid=1", "mime_type": "image/jpeg", "sha256": HEX, "file_size": len(JPEG)}
    return Answer(body=body | changes)


def fetch(meta: ScriptedServer, *answers: Answer, media: Media = PHOTO) -> FetchedMedia:
    """Fetch while Meta answers like this."""
    meta.answers.extend(answers)
    source = WhatsAppMedia(api_url=f"{meta.url}/v25.0", phone_number_id="1065", token="token-canary", hosts=[meta.url])
    return source.fetch(media)


def refused(meta: ScriptedServer, *answers: Answer, media: Media = PHOTO) -> str:
    """Why it is not kept."""
    with pytest.raises(MediaRefused) as refusal:
        fetch(meta, *answers, media=media)
    return refusal.value.why


def test_the_file_is_asked_for_and_fetched_with_the_token(meta: ScriptedServer) -> None:
    """Two requests, both authorized; the second goes where the first said."""
    fetched = fetch(meta, described(meta), Answer(body=JPEG))
    with fetched.file as file:
        assert file.read() == JPEG
    assert (fetched.size, fetched.sha256, fetched.extension, fetched.mime_type) == (len(JPEG), HEX, "jpg", "image/jpeg")
    first, second = meta.asked
    assert (first.path, second.path) == ("/v25.0/1003383421387256?phone_number_id=1065", "/file?mid=1")
    assert {one.headers["authorization"] for one in meta.asked} == {"Bearer token-canary"}


@pytest.mark.parametrize("claimed", [BASE64, HEX, HEX.upper(), ""])
def test_the_digest_is_understood_in_both_forms(meta: ScriptedServer, claimed: str) -> None:
    """Webhooks write base64, the Graph API hexadecimal, and documents disagree."""
    media = Media(type="image", id="1", mime_type="image/jpeg", sha256=claimed)
    fetched = fetch(meta, described(meta, sha256=claimed or None), Answer(body=JPEG), media=media)
    with fetched.file as file:
        assert (fetched.sha256, file.read()) == (HEX, JPEG)


@pytest.mark.parametrize("where", ["webhook", "answer"])
def test_another_file_than_the_one_that_was_sent_is_refused(meta: ScriptedServer, where: str) -> None:
    """Whoever put it there."""
    other = base64.b64encode(hashlib.sha256(b"other").digest()).decode()
    media = Media(type="image", id="1", mime_type="image/jpeg", sha256=other if where == "webhook" else BASE64)
    answer = described(meta, sha256=other if where == "answer" else HEX)
    assert refused(meta, answer, Answer(body=JPEG), media=media) == "digest"


def test_a_file_that_says_it_is_too_large_is_not_even_asked_for(meta: ScriptedServer) -> None:
    """A photo may have 5 MB."""
    assert refused(meta, described(meta, file_size=5 * 1024 * 1024 + 1), Answer(body=JPEG)) == "size"
    assert len(meta.asked) == 1


def test_a_file_that_turns_out_too_large_is_given_up_on_the_way(
    meta: ScriptedServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever its size was said to be."""
    monkeypatch.setattr(adapter, "LARGEST", {"image": 1000})
    assert refused(meta, described(meta, file_size=10), Answer(body=JPEG)) == "size"


def test_a_page_that_calls_itself_a_photo_is_refused(meta: ScriptedServer) -> None:
    """Its beginning tells."""
    page = b"<html>" * 50
    media = Media(type="image", id="1", mime_type="image/jpeg")
    assert refused(meta, described(meta, sha256=None), Answer(body=page), media=media) == "type"


def test_an_empty_file_is_refused(meta: ScriptedServer) -> None:
    """There is nothing to look at."""
    assert refused(meta, described(meta), Answer(body=b"")) == "empty"


def test_a_file_that_meta_no_longer_has_is_gone(meta: ScriptedServer) -> None:
    """After seven days, or never there."""
    assert refused(meta, Answer(status=400, body=GONE)) == "gone"


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/x", "https://169.254.169.254/latest", "file:///etc/passwd", None, 7, ""]
)
def test_a_link_that_leads_elsewhere_is_not_followed(meta: ScriptedServer, url: object) -> None:
    """Also when Meta's own answer names it."""
    assert refused(meta, described(meta, url=url), Answer(body=JPEG)).startswith("host_")
    assert len(meta.asked) == 1


def test_a_redirect_is_followed_within_the_list_and_not_beyond_it(meta: ScriptedServer) -> None:
    """The second hop is checked like the first."""
    hop = Answer(status=302, headers={"Location": f"{meta.url}/other"})
    fetch(meta, described(meta), hop, Answer(body=JPEG)).file.close()
    assert meta.asked[-1].path == "/other"
    meta.answers.clear()
    out = Answer(status=302, headers={"Location": "http://169.254.169.254/"})
    assert refused(meta, described(meta), out, Answer(body=JPEG)) == "host_scheme"


def test_redirects_in_a_circle_end(meta: ScriptedServer) -> None:
    """After three of them."""
    circle = Answer(status=302, headers={"Location": f"{meta.url}/file?mid=1"})
    assert refused(meta, described(meta), circle) == "redirects"
    assert len(meta.asked) == 5


@pytest.mark.parametrize("media_id", ["../../me", "1?x=", "1/2", "", "a b", "1#", "%2e%2e"])
def test_an_id_that_is_no_id_is_asked_for_nowhere(meta: ScriptedServer, media_id: str) -> None:
    """It would be part of a path."""
    assert refused(meta, media=Media(type="image", id=media_id, mime_type="image/jpeg")) == "unknown"
    assert meta.asked == []


@pytest.mark.parametrize(
    ("answers", "error"),
    [
        ([Answer(status=500, body=b"oops")], Unavailable),
        ([Answer(status=429, body={})], Unavailable),
        ([Answer(how="reset")], Unavailable),
        ([Answer(status=401, body={"error": {"code": 190, "message": "expired"}})], Refused),
        (["described", Answer(status=404, body=b"Not Found")], Unavailable),
        (["described", Answer(status=503, body=b"")], Unavailable),
        (["described", Answer(body=JPEG, how="cut")], Unavailable),
        (["described", Answer(how="reset")], Unavailable),
    ],
)
def test_trouble_on_metas_side_is_tried_again_later(
    meta: ScriptedServer, answers: list[Any], error: type[Exception]
) -> None:
    """A link that expired, a line that broke; only a bad token needs a person."""
    with pytest.raises(error):
        fetch(meta, *(described(meta) if one == "described" else one for one in answers))


def test_a_file_that_drips_is_given_up_in_time(meta: ScriptedServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The whole of it has one deadline."""
    monkeypatch.setattr(adapter, "TOTAL_SECONDS", -1.0)
    with pytest.raises(Unavailable, match="slowly"):
        fetch(meta, described(meta), Answer(body=JPEG))
