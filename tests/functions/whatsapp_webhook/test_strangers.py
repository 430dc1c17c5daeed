"""Who does not hold the secret of the app gets nothing in, whatever they send."""

import json
import random

import pytest

from functions.whatsapp_webhook.handler import handler
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import APP_SECRET, ENVIRONMENT, INBOX, VERIFY_TOKEN, hex_hmac
from tests.functions.whatsapp_webhook.deliveries import METADATA, OTHER_STORE, deliver, post, shake_hands, text, webhook


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


def test_refuses_a_webhook_of_another_store(aws: AwsEndpoint) -> None:
    """Genuine, but not ours: 403, and nothing is stored."""
    assert deliver({"metadata": OTHER_STORE, "messages": [text(1)]})["statusCode"] == 403
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
