"""Files are put where AWS's own library would put them, under the signature that it would write."""

import hashlib
import io
from collections.abc import Iterator
from datetime import UTC, datetime
from unittest.mock import patch
from urllib.parse import parse_qs, urlsplit

import pytest
from botocore.auth import S3SigV4Auth, S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shared.adapters.media_bucket import MediaBucket
from shared.ports import FetchedMedia, Refused, Unavailable
from tests.fakes.scripted_server import Answer, ScriptedServer, closed_port

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
KEY = "chats/cus_0a1b/1795285805123456.jpg"
PHOTO = b"\xff\xd8\xff bubble tea"
THEIRS = Credentials("ASIAEXAMPLE", "secret-canary", "token-canary")


@pytest.fixture(autouse=True)
def role(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function's own credentials, and AWS itself."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", THEIRS.access_key)
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", THEIRS.secret_key)
    monkeypatch.setenv("AWS_SESSION_TOKEN", str(THEIRS.token))
    monkeypatch.delenv("AWS_ENDPOINT_URL", raising=False)
    monkeypatch.delenv("AWS_ENDPOINT_URL_S3", raising=False)


@pytest.fixture
def s3(monkeypatch: pytest.MonkeyPatch) -> Iterator[ScriptedServer]:
    """S3 on the loopback."""
    with ScriptedServer(Answer()) as server:
        monkeypatch.setenv("AWS_ENDPOINT_URL", server.url)
        yield server


def photo() -> FetchedMedia:
    """A checked file, read to its end."""
    file = io.BytesIO(PHOTO)
    file.read()
    digest = hashlib.sha256(PHOTO).hexdigest()
    return FetchedMedia(file=file, size=len(PHOTO), sha256=digest, extension="jpg", mime_type="image/jpeg")


def bucket() -> MediaBucket:
    """The store's bucket."""
    return MediaBucket(bucket="media-1", region="us-east-2")


def test_a_file_is_put_whole_with_its_type_and_botocores_signature(s3: ScriptedServer) -> None:
    """Byte for byte, with the digest that was checked before."""
    bucket().put(KEY, photo())
    (asked,) = s3.asked
    assert (asked.method, asked.path, asked.body) == ("PUT", f"/media-1/{KEY}", PHOTO)
    assert asked.headers["content-type"] == "image/jpeg"
    assert "transfer-encoding" not in asked.headers
    names = ("content-type", "content-length", "x-amz-content-sha256")
    request = AWSRequest(
        method="PUT", url=f"{s3.url}/media-1/{KEY}", data=PHOTO, headers={name: asked.headers[name] for name in names}
    )
    request.context["payload_signing_enabled"] = True
    at = datetime.strptime(asked.headers["x-amz-date"], "%Y%m%dT%H%M%SZ").replace(tzinfo=UTC)
    with patch("botocore.auth.get_current_datetime", return_value=at):
        S3SigV4Auth(THEIRS, "s3", "us-east-2").add_auth(request)
    assert asked.headers["authorization"] == request.headers["Authorization"]


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (Answer(status=500), Unavailable),
        (Answer(status=503), Unavailable),
        (Answer(status=429), Unavailable),
        (Answer(how="reset"), Unavailable),
        (Answer(status=403), Refused),
        (Answer(status=404), Refused),
    ],
)
def test_what_the_bucket_says_is_told_as_what_it_means(
    s3: ScriptedServer, answer: Answer, error: type[Exception]
) -> None:
    """Later, or never without a person."""
    s3.answers.clear()
    s3.answers.append(answer)
    with pytest.raises(error):
        bucket().put(KEY, photo())


def test_a_bucket_out_of_reach_is_tried_later(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing was stored."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{closed_port()}")
    with pytest.raises(Unavailable):
        bucket().put(KEY, photo())


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    key=st.text("abcXYZ019_-./ +é", min_size=1, max_size=30).filter(lambda key: not key.startswith("/")),
    seconds=st.integers(1, 3600),
)
def test_a_link_is_signed_as_botocore_signs_it(key: str, seconds: int) -> None:
    """For any key, at AWS's own host."""
    link = bucket().link(key, seconds=seconds, now=NOW)
    bare = link.partition("?")[0]
    request = AWSRequest(method="GET", url=bare)
    with patch("botocore.auth.get_current_datetime", return_value=NOW):
        S3SigV4QueryAuth(THEIRS, "s3", "us-east-2", expires=seconds).add_auth(request)
    assert urlsplit(link).netloc == "media-1.s3.us-east-2.amazonaws.com"
    assert parse_qs(urlsplit(link).query) == parse_qs(urlsplit(request.url).query)


def test_a_document_is_saved_and_not_shown() -> None:
    """Under the name that the customer gave it, whatever is in that name."""
    query = parse_qs(urlsplit(bucket().link(KEY, seconds=60, now=NOW, filename='bill "1"\r\n.pdf')).query)
    assert query["response-content-disposition"] == ["attachment; filename*=UTF-8''bill%20%221%22%0D%0A.pdf"]
