"""The WhatsApp webhook: 200 only when everything of ours is stored, and nothing at all for a stranger."""

import base64
import json
import time

import pytest

from shared.adapters.aws_light.service import AwsFailed
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.webhook_world import APP_SECRET, INBOX, PHONE_NUMBER_ID, STATUSES, VERIFY_TOKEN
from tests.functions.whatsapp_webhook.deliveries import (
    CONTACT,
    METADATA,
    OTHER_STORE,
    deliver,
    post,
    shake_hands,
    status,
    text,
    webhook,
)


def test_gives_the_challenge_back_as_plain_text(aws: AwsEndpoint) -> None:
    """The whole body is the challenge, as it came, leading zero included."""
    answer = shake_hands(mode="subscribe", verify_token=VERIFY_TOKEN, challenge="0115820440")
    assert (answer["statusCode"], answer["body"]) == (200, "0115820440")
    assert answer["headers"]["content-type"].startswith("text/plain")


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
