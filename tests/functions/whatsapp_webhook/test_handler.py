"""The WhatsApp webhook: 200 only when everything of ours is stored, and nothing at all for a stranger."""

import base64
import json
import random
import time
from collections.abc import Iterator
from typing import Any

import pytest

from functions.whatsapp_webhook.handler import Settings, handler
from shared.adapters.aws_light.service import AwsFailed, AwsRefused
from shared.adapters.aws_light.sqs import NotQueued
from shared.adapters.aws_light.ssm import SecretMissing
from shared.runtime.environment import MissingVariable
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import (
    APP_SECRET,
    ENVIRONMENT,
    INBOX,
    PHONE_NUMBER_ID,
    STATUSES,
    VERIFY_TOKEN,
    hex_hmac,
    webhook_world,
)

METADATA = {"display_phone_number": "16125550142", "phone_number_id": PHONE_NUMBER_ID}
OTHER_STORE = {"display_phone_number": "919876543210", "phone_number_id": "999"}
CONTACT = {"profile": {"name": "Ana Canary"}, "wa_id": "16505550199", "user_id": "US.1349120865"}


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """A cold function and a working cloud."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint


def text(number: int, body: str = "hola canary") -> dict[str, Any]:
    """Make a text message of our contact."""
    return {
        "id": f"wamid.{number}",
        "from": "16505550199",
        "timestamp": "1739321024",
        "type": "text",
        "text": {"body": body},
    }


def status(number: int) -> dict[str, Any]:
    """Make a delivery status."""
    return {"id": f"wamid.out{number}", "status": "delivered", "timestamp": "1739321024", "recipient_id": "16505550199"}


def webhook(*values: dict[str, Any]) -> dict[str, Any]:
    """Wrap values as Meta does."""
    changes = [{"field": "messages", "value": {"messaging_product": "whatsapp", **value}} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "waba", "changes": changes}]}


def post(body: bytes, *, signature: str | None = None, as_base64: bool = False) -> dict[str, Any]:
    """Deliver a body, signed by Meta unless told otherwise."""
    claimed = f"sha256={hex_hmac(APP_SECRET, body)}" if signature is None else signature
    event = http_event(body=body, headers={"X-Hub-Signature-256": claimed}, as_base64=as_base64)
    return handler(event, None)


def deliver(*values: dict[str, Any]) -> dict[str, Any]:
    """Deliver these values."""
    return post(json.dumps(webhook(*values)).encode())


def shake_hands(**query: str) -> dict[str, Any]:
    """Call as Meta does when a callback URL is saved."""
    return handler(http_event(method="GET", query={f"hub.{name}": value for name, value in query.items()}), None)


def test_gives_the_challenge_back_as_plain_text(aws: AwsEndpoint) -> None:
    """The whole body is the challenge, as it came, leading zero included."""
    answer = shake_hands(mode="subscribe", verify_token=VERIFY_TOKEN, challenge="0115820440")
    assert (answer["statusCode"], answer["body"]) == (200, "0115820440")
    assert answer["headers"]["content-type"].startswith("text/plain")


@pytest.mark.parametrize(
    "query",
    [
        {"mode": "subscribe", "verify_token": "wrong", "challenge": "1"},
        {"mode": "subscribe", "verify_token": "", "challenge": "1"},
        {"mode": "subscribe", "challenge": "1"},
        {"mode": "unsubscribe", "verify_token": VERIFY_TOKEN, "challenge": "1"},
        {"mode": "subscribe", "verify_token": VERIFY_TOKEN},
        {},
    ],
)
def test_shakes_no_strangers_hand(query: dict[str, str], aws: AwsEndpoint) -> None:
    """Without the token, the mode and a challenge there is nothing to confirm."""
    answer = shake_hands(**query)
    assert answer["statusCode"] == 403
    assert VERIFY_TOKEN not in answer["body"]


def test_queues_a_message_with_who_sent_it(aws: AwsEndpoint) -> None:
    """The Inbox gets Meta's message, its contact and the number it came to, under the customer's group."""
    answer = deliver({"metadata": METADATA, "contacts": [CONTACT], "messages": [text(1)]})
    assert answer["statusCode"] == 200
    assert aws.bodies(INBOX) == [
        {"kind": "whatsapp_message", "message": text(1), "contact": CONTACT, "metadata": METADATA}
    ]
    (entry,) = aws.queues[INBOX]
    assert entry["MessageGroupId"] == "US.1349120865"
    assert entry["MessageDeduplicationId"] == "da2f7f8d6171c4b37c6bbbfa87c9126b492af7a815aa4bc4d3633aab323a0e5f"
    assert aws.calls == ["GetParameters", "SendMessageBatch"]


def test_names_a_repeat_the_same(aws: AwsEndpoint) -> None:
    """Ten deliveries of one message carry one deduplication id, so that the queue keeps one; secrets are read once."""
    for _ in range(10):
        assert deliver({"metadata": METADATA, "contacts": [CONTACT], "messages": [text(1)]})["statusCode"] == 200
    assert {entry["MessageDeduplicationId"] for entry in aws.queues[INBOX]} == {
        "da2f7f8d6171c4b37c6bbbfa87c9126b492af7a815aa4bc4d3633aab323a0e5f"
    }
    assert aws.calls.count("GetParameters") == 1


@pytest.mark.parametrize("as_base64", [False, True])
@pytest.mark.parametrize("escaped", [False, True])
def test_checks_the_bytes_that_were_sent(*, as_base64: bool, escaped: bool, aws: AwsEndpoint) -> None:
    """200 bodies with emoji and odd spacing, escaped or not, base64 or not: each is verified and kept as it was."""
    dice = random.Random(7)
    said = []
    for number in range(50):
        words = "".join(dice.choice('🧋👩‍🍳ñüé नमस्ते \u2028"\\/<>&\t') for _ in range(dice.randint(1, 40)))
        said.append(words)
        body = json.dumps(
            webhook({"metadata": METADATA, "messages": [text(number, words)]}),
            ensure_ascii=escaped,
            indent=dice.choice([None, 1, 4]),
        ).encode()
        if dice.random() < 0.5:
            body = body.replace(b"/", b"\\/")
        assert post(body, as_base64=as_base64)["statusCode"] == 200
    assert [kept["message"]["text"]["body"] for kept in aws.bodies(INBOX)] == said


def test_takes_the_header_in_any_case(aws: AwsEndpoint) -> None:
    """HTTP header names have no case."""
    body = json.dumps(webhook({"metadata": METADATA, "messages": [text(1)]})).encode()
    for name in ("x-hub-signature-256", "X-HUB-SIGNATURE-256"):
        event = http_event(body=body, headers={name: f"sha256={hex_hmac(APP_SECRET, body)}"})
        assert handler(event, None)["statusCode"] == 200


@pytest.mark.parametrize(
    "signature",
    ["", "sha256=", "sha256=" + "0" * 64, "sha1=" + "0" * 40, "sha256=" + hex_hmac("pune's secret", b"{}")],
)
def test_refuses_a_stranger_and_keeps_nothing(
    signature: str, aws: AwsEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """401, no message on any queue, one count in the metrics."""
    body = json.dumps(webhook({"metadata": METADATA, "messages": [text(1)]})).encode()
    assert post(body, signature=signature)["statusCode"] == 401
    assert aws.queues == {}
    line = json.loads(capsys.readouterr().out)
    assert (line["level"], line["code"], line["outcome"]) == ("WARNING", "webhook.refused", "signature")
    assert (line["WebhookRefused"], line["store"]) == (1, "mpls")
    (described,) = line["_aws"]["CloudWatchMetrics"]
    assert described == {
        "Namespace": "Tillhook",
        "Dimensions": [["store"]],
        "Metrics": [{"Name": "WebhookRefused", "Unit": "Count"}],
    }


def test_refuses_a_body_without_any_header(aws: AwsEndpoint) -> None:
    """A plain POST from the internet."""
    assert handler(http_event(body=b"{}"), None)["statusCode"] == 401
    assert handler(http_event(body=None), None)["statusCode"] == 401


def test_accepts_none_of_a_thousand_altered_webhooks(aws: AwsEndpoint) -> None:
    """Through the real handler: one bit of the body or one digit of the signature changed, and nothing is queued."""
    dice = random.Random(20261121)
    body = json.dumps(webhook({"metadata": METADATA, "messages": [text(1)]})).encode()
    signature = f"sha256={hex_hmac(APP_SECRET, body)}"
    answers = set()
    for _ in range(1000):
        at, place = dice.randrange(len(body)), dice.randrange(7, len(signature))
        flipped = body[:at] + bytes([body[at] ^ (1 << dice.randrange(8))]) + body[at + 1 :]
        digit = "0" if signature[place] != "0" else "f"
        altered, claimed = dice.choice(
            [(flipped, signature), (body, signature[:place] + digit + signature[place + 1 :]), (body[:at], signature)]
        )
        answers.add(post(altered, signature=claimed, as_base64=True)["statusCode"])
    assert answers == {401}
    assert aws.queues == {}


def test_refuses_another_method_and_a_body_too_large(aws: AwsEndpoint) -> None:
    """405 and 413, before any signature is computed; exactly 3 MB still passes."""
    assert handler(http_event(method="PUT", body=b"{}"), None)["statusCode"] == 405
    assert post(b" " * (3 * 1024 * 1024 + 1))["statusCode"] == 413
    assert post(b" " * (3 * 1024 * 1024 + 1), as_base64=True)["statusCode"] == 413
    assert aws.calls == []
    body = json.dumps(webhook({"metadata": METADATA, "messages": [text(1)]})).encode()
    assert post(body.ljust(3 * 1024 * 1024))["statusCode"] == 200


def test_refuses_a_body_whose_base64_is_broken(aws: AwsEndpoint) -> None:
    """A gateway never sends that; it is a 400, not a crash."""
    event = http_event(body=b"{}", as_base64=True)
    event["body"] = "a"
    assert handler(event, None)["statusCode"] == 400


def test_takes_a_batch_of_a_thousand_updates(aws: AwsEndpoint) -> None:
    """600 messages and 400 statuses in one POST are all stored before the 200, in order, statuses packed."""
    values = [
        {
            "metadata": METADATA,
            "contacts": [CONTACT],
            "messages": [text(n) for n in range(start, start + 60)],
            "statuses": [status(n) for n in range(start, start + 40)],
        }
        for start in range(0, 1000, 100)
    ]
    assert deliver(*values)["statusCode"] == 200
    expected = [f"wamid.{n}" for start in range(0, 1000, 100) for n in range(start, start + 60)]
    assert [kept["message"]["id"] for kept in aws.bodies(INBOX)] == expected
    packed = [kept for body in aws.bodies(STATUSES) for kept in body["statuses"]]
    assert packed == [status(n) for start in range(0, 1000, 100) for n in range(start, start + 40)]
    assert aws.calls.count("SendMessageBatch") == 61


def test_takes_only_ours_from_a_webhook_of_two_stores(aws: AwsEndpoint, capsys: pytest.CaptureFixture[str]) -> None:
    """Ours is queued, the other store's is counted, and Meta is told 200."""
    answer = deliver(
        {"metadata": OTHER_STORE, "messages": [text(1)], "statuses": [status(1)]},
        {"metadata": METADATA, "messages": [text(2)], "statuses": [status(2)]},
    )
    assert answer["statusCode"] == 200
    assert [kept["message"]["id"] for kept in aws.bodies(INBOX)] == ["wamid.2"]
    assert aws.bodies(STATUSES) == [{"statuses": [status(2)]}]
    assert json.loads(capsys.readouterr().out)["counts"] == {
        "messages": 1,
        "statuses": 1,
        "notices": 0,
        "broken": 0,
        "foreign": 2,
    }


def test_refuses_a_webhook_of_another_store(aws: AwsEndpoint) -> None:
    """Genuine, but not ours: 403, and nothing is stored."""
    assert deliver({"metadata": OTHER_STORE, "messages": [text(1)]})["statusCode"] == 403
    assert aws.queues == {}


def test_keeps_notices_in_the_numbers_own_group(aws: AwsEndpoint) -> None:
    """An opt-out, a template update or an account error reaches the Inbox."""
    errors = [{"code": 130429, "title": "Rate limit hit"}]
    assert deliver({"metadata": METADATA, "errors": errors})["statusCode"] == 200
    (kept,) = aws.bodies(INBOX)
    assert (kept["kind"], kept["field"], kept["value"]["errors"]) == ("whatsapp_notice", "messages", errors)
    assert aws.queues[INBOX][0]["MessageGroupId"] == PHONE_NUMBER_ID


def test_answers_an_empty_webhook(aws: AwsEndpoint) -> None:
    """Nothing to store is nothing to repeat."""
    assert post(b'{"object":"whatsapp_business_account","entry":[]}')["statusCode"] == 200
    assert aws.calls == ["GetParameters"]


@pytest.mark.parametrize(
    "body",
    [b"", b"not json", b"[]", b'{"a":' * 100_000, b'{"entry":NaN}', b'{"entry":"\xff"}', b'{"entry":[{"id":1e999}]}'],
    ids=["empty", "text", "list", "deep", "nan", "not utf-8", "infinite"],
)
def test_keeps_a_genuine_body_that_cannot_be_read(body: bytes, aws: AwsEndpoint) -> None:
    """Poison is taken once, whole and at once, out of everybody's way; Meta need not repeat it for a week."""
    started = time.monotonic()
    assert post(body, as_base64=True)["statusCode"] == 200
    # Half of what the function may take, on a machine that has other things to do.
    assert time.monotonic() - started < 5
    kept = aws.bodies(INBOX)
    assert {part["kind"] for part in kept} == {"unreadable"}
    assert b"".join(base64.b64decode(part["base64"]) for part in kept) == body


def test_serves_the_neighbours_of_a_malformed_update(aws: AwsEndpoint) -> None:
    """A string among the messages is kept apart; the messages around it are queued."""
    assert deliver({"metadata": METADATA, "messages": [text(1), "?", text(2)]})["statusCode"] == 200
    assert [body["kind"] for body in aws.bodies(INBOX)] == ["whatsapp_message", "whatsapp_message", "unreadable"]


@pytest.mark.parametrize("faults", [["500", "500"], ["drop", "drop"], ["throttle", "503"]])
def test_does_not_acknowledge_while_the_queue_is_down(faults: list[str], aws: AwsEndpoint) -> None:
    """Our failure is raised, so that Meta is told 5xx and comes again; then everything is there."""
    value = {"metadata": METADATA, "messages": [text(1)], "statuses": [status(1)]}
    aws.faults.extend(["", *faults])
    with pytest.raises(AwsFailed):
        deliver(value)
    assert deliver(value)["statusCode"] == 200
    assert [kept["message"]["id"] for kept in aws.bodies(INBOX)] == ["wamid.1"]
    assert aws.bodies(STATUSES) == [{"statuses": [status(1)]}]


def test_does_not_acknowledge_when_only_the_second_queue_is_down(aws: AwsEndpoint) -> None:
    """Messages stored, statuses not: still no 200."""
    aws.faults.extend(["", "", "500", "500"])
    with pytest.raises(AwsFailed):
        deliver({"metadata": METADATA, "messages": [text(1)], "statuses": [status(1)]})
    assert STATUSES not in aws.queues


def test_does_not_acknowledge_a_batch_with_a_message_left_out(aws: AwsEndpoint) -> None:
    """One refused twice of twelve: no 200. Refused once: stored by the second try."""
    value = {"metadata": METADATA, "messages": [text(n) for n in range(12)]}
    aws.faults.extend(["", "refuse:4", "refuse:0"])
    with pytest.raises(NotQueued):
        deliver(value)
    aws.queues.clear()
    aws.faults.extend(["refuse:4"])
    assert deliver(value)["statusCode"] == 200
    assert {kept["message"]["id"] for kept in aws.bodies(INBOX)} == {f"wamid.{n}" for n in range(12)}


def test_does_not_acknowledge_without_its_secrets(aws: AwsEndpoint) -> None:
    """SSM down, forbidden or empty: nobody is let in, and the sender comes again."""
    value = {"metadata": METADATA, "messages": [text(1)]}
    aws.faults.extend(["500", "500"])
    with pytest.raises(AwsFailed):
        deliver(value)
    aws.faults.extend(["denied"])
    with pytest.raises(AwsRefused):
        deliver(value)
    aws.parameters[ENVIRONMENT["APP_SECRET_PARAMETER"]] = "\n"
    with pytest.raises(SecretMissing):
        deliver(value)
    assert aws.queues == {}


def test_takes_old_and_new_secret_during_a_rotation(aws: AwsEndpoint) -> None:
    """1,000 webhooks signed with either: none is refused."""
    aws.parameters[ENVIRONMENT["APP_SECRET_PARAMETER"]] = f"new-secret\n{APP_SECRET}\n"
    dice = random.Random(3)
    body = b'{"object":"whatsapp_business_account","entry":[]}'
    answers = {
        post(body, signature=f"sha256={hex_hmac(dice.choice(['new-secret', APP_SECRET]), body)}")["statusCode"]
        for _ in range(1000)
    }
    assert answers == {200}
    assert post(body, signature=f"sha256={hex_hmac('older', body)}")["statusCode"] == 401


def test_names_the_variable_it_was_deployed_without(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong deployment says what is missing."""
    monkeypatch.delenv("PHONE_NUMBER_ID")
    with pytest.raises(MissingVariable, match="PHONE_NUMBER_ID"):
        Settings.from_env()


def test_writes_one_log_line_and_nothing_personal(aws: AwsEndpoint, capsys: pytest.CaptureFixture[str]) -> None:
    """Taken, refused or failed: one JSON line each, without names, numbers, words, secrets or tokens."""
    value = {"metadata": METADATA, "contacts": [CONTACT], "messages": [text(1)], "statuses": [status(1)]}
    deliver(value)
    post(json.dumps(webhook(value)).encode(), signature="sha256=00")
    shake_hands(mode="subscribe", verify_token="wrong-canary", challenge="challenge-canary")
    aws.faults.extend(["500", "500"])
    with pytest.raises(AwsFailed):
        deliver(value)
    said = capsys.readouterr()
    lines = [json.loads(line) for line in said.out.splitlines()]
    assert [(line["level"], line["code"], line["outcome"]) for line in lines] == [
        ("INFO", "webhook.taken", "queued"),
        ("WARNING", "webhook.refused", "signature"),
        ("WARNING", "webhook.refused", "verify_token"),
        ("ERROR", "webhook.failed", "AwsFailed"),
    ]
    assert all({"level", "code", "function", "store", "outcome", "counts"} <= set(line) for line in lines)
    for secret in ("canary", "Canary", "16505550199", "1349120865", "hola", APP_SECRET, VERIFY_TOKEN):
        assert secret not in said.out + said.err


def test_keeps_quiet_about_the_ordinary_when_told(
    aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """LOG_LEVEL=WARNING drops the line of a taken webhook, not that of a refused one."""
    monkeypatch.setenv("LOG_LEVEL", "WARNING")
    deliver({"metadata": METADATA, "messages": [text(1)]})
    post(b"{}", signature="")
    assert [json.loads(line)["code"] for line in capsys.readouterr().out.splitlines()] == ["webhook.refused"]


@pytest.mark.parametrize("card", ["4111 1111 1111 1111", "5555555555554444", "३७८२ ८२२४६३ १०००५"])
def test_a_card_number_reaches_no_queue_and_no_log(
    card: str, aws: AwsEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is taken out before anything is stored, and the message says so; the next one is as it was."""
    value = {"metadata": METADATA, "contacts": [CONTACT], "messages": [text(1, f"charge {card} pls"), text(2)]}
    assert deliver(value)["statusCode"] == 200
    warned, plain = aws.bodies(INBOX)
    assert warned["message"]["text"]["body"] == "charge •••• pls"
    assert (warned["cards_removed"], "cards_removed" in plain) == (True, False)
    out = capsys.readouterr()
    kept = json.dumps([aws.bodies(INBOX), aws.bodies(STATUSES)], ensure_ascii=False) + out.out + out.err
    assert not any(part in kept for part in card.split())
