"""Signed calls survive what networks do, and say so when they cannot."""

import hashlib
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.aws_light import amazon_roots, connection, service
from shared.adapters.aws_light.connection import Connection
from shared.adapters.aws_light.service import AwsFailed, AwsRefused, endpoint_of
from shared.adapters.aws_light.sqs import Message, NotQueued, Queues
from shared.adapters.aws_light.ssm import SecretMissing, SecretParameters, secrets_in
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.certificates import certificate_for

INBOX = "https://sqs.us-east-1.amazonaws.com/000000000000/Inbox.fifo"


@pytest.fixture
def aws() -> Iterator[AwsEndpoint]:
    """An endpoint that works."""
    with AwsEndpoint() as endpoint:
        yield endpoint


@pytest.fixture(autouse=True)
def role(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give the function a role, and no pause between two tries."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIAEXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "secret")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "token")
    monkeypatch.setattr(service, "PAUSE_SECONDS", 0.0)


def queues_at(endpoint: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> Queues:
    """Point SQS at the endpoint."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
    return Queues(region="us-east-1")


def numbered(count: int) -> list[Message]:
    """Make `count` small messages."""
    return [Message(body=f'"{n}"', group="g", deduplication=str(n)) for n in range(count)]


def test_sends_many_messages_in_order_over_one_connection(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """25 messages are three calls, one connection, and arrive as they were given."""
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(25))
    assert aws.bodies(INBOX) == [str(n) for n in range(25)]
    assert aws.calls == ["SendMessageBatch"] * 3
    assert aws.connections == 1
    assert aws.queues[INBOX][7] == {
        "Id": "7",
        "MessageBody": '"7"',
        "MessageGroupId": "g",
        "MessageDeduplicationId": "7",
    }


def test_signs_with_the_role_and_its_token(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """The call carries what AWS needs to know who is asking for what."""
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
    headers = aws.headers[0]
    assert headers["x-amz-target"] == "AmazonSQS.SendMessageBatch"
    assert headers["content-type"] == "application/x-amz-json-1.0"
    assert headers["x-amz-security-token"] == "token"
    assert headers["host"] == aws.url.removeprefix("http://")
    assert headers["authorization"].startswith("AWS4-HMAC-SHA256 Credential=ASIAEXAMPLE/")
    assert "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target" in headers["authorization"]


def test_never_puts_more_in_a_call_than_it_may_carry(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Three messages of 100 KB are two calls: 200 KB and 100 KB."""
    body = '"' + "a" * (100 * 1024) + '"'
    messages = [Message(body=body, group="g", deduplication=str(n)) for n in range(3)]
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=messages)
    assert len(aws.queues[INBOX]) == 3
    assert len(aws.calls) == 2


def test_calls_nobody_when_there_is_nothing_to_send(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty batch would be an error at AWS."""
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=[])
    assert aws.calls == []


@pytest.mark.parametrize("fault", ["500", "503", "429", "throttle", "drop", "lose", "cut", "garbage"])
def test_tries_once_more_after_a_failure_that_may_pass(
    fault: str, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One bad answer costs a second call on a fresh connection, and nothing else."""
    aws.faults.append(fault)
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(2))
    assert {"0", "1"} == set(aws.bodies(INBOX))
    assert len(aws.calls) == 2
    assert aws.connections == 2


@pytest.mark.parametrize(
    ("fault", "code"), [("500", "Status500"), ("throttle", "RequestThrottled"), ("drop", "ConnectionFailed")]
)
def test_gives_up_after_the_second_failure(
    fault: str, code: str, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Not two tries and a wait, and not silence: an error with the service's code."""
    aws.faults.extend([fault, fault])
    with pytest.raises(AwsFailed) as failure:
        queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
    assert failure.value.code == code
    assert len(aws.calls) == 2
    assert aws.bodies(INBOX) == []


def test_does_not_repeat_what_was_refused_for_good(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """A missing right does not appear by asking again."""
    aws.faults.append("denied")
    with pytest.raises(AwsRefused, match="SendMessageBatch: AccessDeniedException"):
        queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
    assert len(aws.calls) == 1


def test_wakes_up_with_a_dead_connection_and_still_has_its_retry(
    aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A connection that died while the function was frozen is replaced without using up the one retry."""
    queues = queues_at(aws, monkeypatch)
    queues.send(queue_url=INBOX, messages=numbered(1))
    aws.faults.extend(["drop", "500"])
    queues.send(queue_url=INBOX, messages=numbered(1))
    assert len(aws.bodies(INBOX)) == 2


def test_sends_again_only_what_was_refused(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of ten refused: the second call carries those two."""
    aws.faults.append("refuse:3,8")
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(10))
    assert aws.bodies(INBOX) == ["0", "1", "2", "4", "5", "6", "7", "9", "3", "8"]


def test_takes_an_entry_the_answer_forgets_for_not_stored(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Only a message that AWS says it stored counts as stored."""
    aws.faults.append("forget")
    queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(2))
    assert aws.bodies(INBOX) == ["0", "1", "0"]


def test_says_how_many_were_refused_twice(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second refusal is final; the caller must not answer 200."""
    aws.faults.extend(["refuse:0,1,2", "refuse:1"])
    with pytest.raises(NotQueued) as failure:
        queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(4))
    assert (failure.value.count, failure.value.code) == (1, "InternalError")


def test_does_not_wait_for_ever(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """An endpoint that takes the call and says nothing is given up on after the time set, twice."""
    monkeypatch.setattr(connection, "ANSWER_SECONDS", 0.1)
    aws.faults.extend(["hang", "hang"])
    with pytest.raises(AwsFailed, match="ConnectionFailed"):
        queues_at(aws, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
    assert len(aws.calls) == 2


def test_says_that_nobody_listens(monkeypatch: pytest.MonkeyPatch) -> None:
    """A closed port is an error, not a crash of another kind."""
    endpoint = AwsEndpoint()
    endpoint.close_port()
    with pytest.raises(AwsFailed, match="ConnectionFailed"):
        queues_at(endpoint, monkeypatch).send(queue_url=INBOX, messages=numbered(1))


@pytest.mark.parametrize(("chunked", "close", "connections"), [(True, False, 1), (False, True, 3), (True, True, 3)])
def test_reads_answers_of_every_framing(
    *, chunked: bool, close: bool, connections: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Chunks with extensions and trailers, and servers that close after each answer."""
    with AwsEndpoint(chunked=chunked, close=close) as endpoint:
        queues_at(endpoint, monkeypatch).send(queue_url=INBOX, messages=numbered(25))
        assert len(endpoint.bodies(INBOX)) == 25
        assert endpoint.connections == connections


@pytest.mark.parametrize("close", [False, True])
def test_keeps_a_connection_only_while_the_other_side_does(*, close: bool) -> None:
    """`Connection: close` is believed, rather than found out at the next call."""
    with AwsEndpoint(close=close) as endpoint:
        opened = Connection(endpoint=endpoint.url)
        headers = {"host": opened.host, "x-amz-target": "AmazonSSM.GetParameters"}
        assert opened.post(headers=headers, body=b'{"Names":[]}').status == 200
        assert opened.is_open is not close


def test_speaks_tls_to_who_the_bundle_vouches_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A certificate under AWS_CA_BUNDLE with the right name is spoken to."""
    certificate = certificate_for("localhost", tmp_path / "localhost.pem")
    monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    monkeypatch.setattr(connection, "_trust", None)
    with AwsEndpoint(certificate=certificate) as endpoint:
        queues_at(endpoint, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
        assert endpoint.bodies(INBOX) == ["0"]


@pytest.mark.parametrize("name", ["localhost", "elsewhere.example"])
def test_tells_a_stranger_nothing(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An unknown authority, or a known one for another name, never sees a request."""
    certificate = certificate_for(name, tmp_path / "stranger.pem")
    if name == "localhost":
        monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    else:
        monkeypatch.setenv("AWS_CA_BUNDLE", str(certificate))
    monkeypatch.setattr(connection, "_trust", None)
    with AwsEndpoint(certificate=certificate) as endpoint:
        with pytest.raises(AwsFailed, match="ConnectionFailed"):
            queues_at(endpoint, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
        assert endpoint.calls == []


def test_falls_back_to_the_authorities_of_the_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Should AWS answer under an authority we do not ship, the machine's own store decides."""
    certificate = certificate_for("localhost", tmp_path / "localhost.pem")
    monkeypatch.delenv("AWS_CA_BUNDLE", raising=False)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(connection, "_trust", None)
    with AwsEndpoint(certificate=certificate) as endpoint:
        queues_at(endpoint, monkeypatch).send(queue_url=INBOX, messages=numbered(1))
        assert endpoint.bodies(INBOX) == ["0"]


def test_ships_the_roots_amazon_publishes() -> None:
    """The five authorities are those of Amazon's own list, by fingerprint."""
    ends = "-----END CERTIFICATE-----"
    certificates = [part + ends for part in amazon_roots.PEM.split(ends) if part.strip()]
    assert [hashlib.sha256(ssl.PEM_cert_to_DER_cert(one.strip())).hexdigest() for one in certificates] == [
        "8ecde6884f3d87b1125ba31ac3fcb13d7016de7f57cc904fe1cb97c6ae98196e",
        "1ba5b2aa8c65401a82960118f80bec4f62304d83cec4713a19c39c011ea46db4",
        "18ce6cfe7bf14e60b2e347b8dfe868cb31d02ebb3ada271569f50343b46db3a4",
        "e35d28419ed02025cfa69038cd623962458da5c695fbdea3c22b0bfb25897092",
        "568d6905a2c88708a4b3025190edcfedb1974a606a13c6e5290fcb2ae63edab5",
    ]


@pytest.mark.parametrize(
    ("variables", "region", "expected"),
    [
        ({}, "ap-south-1", "https://sqs.ap-south-1.amazonaws.com"),
        ({}, "cn-north-1", "https://sqs.cn-north-1.amazonaws.com.cn"),
        ({"AWS_ENDPOINT_URL": "http://127.0.0.1:4566"}, "us-east-1", "http://127.0.0.1:4566"),
        ({"AWS_ENDPOINT_URL": "http://a", "AWS_ENDPOINT_URL_SQS": "http://b"}, "us-east-1", "http://b"),
        ({"AWS_ENDPOINT_URL_SSM": "http://c"}, "us-east-1", "https://sqs.us-east-1.amazonaws.com"),
    ],
)
def test_finds_the_endpoint(
    variables: dict[str, str], region: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same variables as AWS's own libraries, in the same order of precedence."""
    for name in ("AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_SQS", "AWS_ENDPOINT_URL_SSM"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert endpoint_of("sqs", region=region) == expected


@pytest.mark.parametrize(
    ("endpoint", "host", "address"),
    [
        ("https://sqs.us-east-1.amazonaws.com", "sqs.us-east-1.amazonaws.com", (b"sqs.us-east-1.amazonaws.com", 443)),
        ("http://127.0.0.1:4566/", "127.0.0.1:4566", (b"127.0.0.1", 4566)),
        ("http://[::1]:4566", "[::1]:4566", (b"::1", 4566)),
        ("https://[::1]", "[::1]", (b"::1", 443)),
    ],
)
def test_takes_an_endpoint_apart(endpoint: str, host: str, address: tuple[bytes, int]) -> None:
    """The Host header keeps the port; the socket gets name and number."""
    opened = Connection(endpoint=endpoint)
    assert opened.host == host
    assert (opened._name, opened._port) == address


def test_refuses_an_endpoint_that_is_none() -> None:
    """A mistyped endpoint is named, not guessed at."""
    with pytest.raises(ValueError, match="localhost:4566"):
        Connection(endpoint="localhost:4566")


def test_remembers_secrets_for_five_minutes(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """One call in five minutes; after them, the new secret is known and the retired one is gone."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    aws.parameters.update({"/s/app": "new\nold\n", "/s/verify": "token"})
    parameters = SecretParameters(region="us-east-1", names=["/s/app", "/s/verify"])
    assert parameters.of("/s/app", now=1000.0) == ("new", "old")
    assert parameters.of("/s/verify", now=1000.0) == ("token",)
    aws.parameters["/s/app"] = "newest"
    assert parameters.of("/s/app", now=1299.9) == ("new", "old")
    assert aws.calls == ["GetParameters"]
    assert aws.headers[0]["x-amz-target"] == "AmazonSSM.GetParameters"
    assert parameters.of("/s/app", now=1300.0) == ("newest",)
    assert aws.calls == ["GetParameters"] * 2


@pytest.mark.parametrize("value", [None, "\n", "  \n \n"])
def test_does_not_do_without_a_secret(value: str | None, aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """An absent or blank parameter is an error each time, and is looked for again at once."""
    monkeypatch.setenv("AWS_ENDPOINT_URL", aws.url)
    if value is not None:
        aws.parameters["/s/app"] = value
    parameters = SecretParameters(region="us-east-1", names=["/s/app"])
    with pytest.raises(SecretMissing, match="/s/app"):
        parameters.of("/s/app", now=1000.0)
    aws.parameters["/s/app"] = "found"
    assert parameters.of("/s/app", now=1000.1) == ("found",)


def test_reads_one_secret_per_line() -> None:
    """Blank lines and a line's surroundings are not part of a secret."""
    assert secrets_in(" new \r\n\n old\n") == ("new", "old")
