"""Our signer and AWS's own library write the same signature."""

import string
from datetime import UTC, datetime
from unittest.mock import patch

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.aws_light.signing import Credentials, MissingCredentials, signed_headers

VISIBLE = string.ascii_letters + string.digits + string.punctuation
words = st.text(VISIBLE, min_size=1, max_size=40)
values = st.text(VISIBLE + "  \t", max_size=60)


def signed_by_botocore(
    *, headers: dict[str, str], body: bytes, host: str, region: str, service: str, credentials: Credentials, now: float
) -> str:
    """Return the authorization header that botocore gives the same request."""
    request = AWSRequest(method="POST", url=f"https://{host}/", data=body, headers=headers)
    signer = SigV4Auth(
        BotocoreCredentials(credentials.access_key, credentials.secret_key, credentials.session_token), service, region
    )
    with patch("botocore.auth.get_current_datetime", return_value=datetime.fromtimestamp(now, tz=UTC)):
        signer.add_auth(request)
    return str(request.headers["Authorization"])


@given(
    body=st.binary(max_size=2000),
    target=values,
    content_type=values,
    host=st.from_regex(r"[a-z][a-z0-9-]{0,20}(\.[a-z0-9]{1,10}){0,3}(:[1-9][0-9]{1,3})?", fullmatch=True),
    region=st.sampled_from(["us-east-1", "ap-south-1", "cn-north-1", "us-gov-west-1"]),
    service=st.sampled_from(["sqs", "ssm"]),
    access_key=words,
    secret_key=words,
    session_token=st.none() | words,
    now=st.integers(min_value=0, max_value=4102444799),
)
def test_signs_byte_for_byte_as_botocore(
    *,
    body: bytes,
    target: str,
    content_type: str,
    host: str,
    region: str,
    service: str,
    access_key: str,
    secret_key: str,
    session_token: str | None,
    now: int,
) -> None:
    """For any body, header value, key, token, region and second, the authorization header is the same."""
    credentials = Credentials(access_key=access_key, secret_key=secret_key, session_token=session_token)
    headers = {"content-type": content_type, "x-amz-target": target}
    ours = signed_headers(
        headers=headers, body=body, host=host, region=region, service=service, credentials=credentials, now=now
    )
    theirs = signed_by_botocore(
        headers=headers, body=body, host=host, region=region, service=service, credentials=credentials, now=now
    )
    assert ours["authorization"] == theirs


def test_writes_the_signature_of_a_known_request() -> None:
    """A literal, so that a change of both signers at once is seen too."""
    headers = signed_headers(
        headers={"content-type": "application/x-amz-json-1.0", "x-amz-target": "AmazonSQS.SendMessageBatch"},
        body=b'{"QueueUrl":"q"}',
        host="sqs.us-east-1.amazonaws.com",
        region="us-east-1",
        service="sqs",
        credentials=Credentials(access_key="AKIDEXAMPLE", secret_key="wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        now=1440938160.0,
    )
    assert headers["x-amz-date"] == "20150830T123600Z"
    assert headers["authorization"] == (
        "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/20150830/us-east-1/sqs/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-target, "
        "Signature=3c58ad5f9a8755256e55a4c3a9e6696cc9b5225f27db49ca8a37ccb400dea6ca"
    )


def test_says_which_credentials_are_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An unsigned call is never sent."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "")
    with pytest.raises(MissingCredentials, match="AWS_SECRET_ACCESS_KEY"):
        Credentials.from_env()
