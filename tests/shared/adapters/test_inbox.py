"""Everything genuine fits on the queue, in a form SQS takes."""

import base64
import json
from typing import Any

import pytest

from shared.adapters.inbox import (
    Unreadable,
    digest,
    inbox_messages,
    legal_group,
    read_object,
    status_messages,
    unreadable_messages,
    written,
)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"[]",
        b'"text"',
        b"null",
        b'{"a":NaN}',
        b'{"a":-Infinity}',
        b'{"a":"\xff"}',
        b"\xef\xbb\xbf{}",
        b'{"a":' * 100_000,
        b'{"a":' + b"[" * 500_000,
        b'{"a":' + b"9" * 5000 + b"}",
    ],
    ids=lambda raw: f"{raw[:12]!r}...{len(raw)}",
)
def test_calls_unreadable_what_is_no_json_object(raw: bytes) -> None:
    """Broken, not an object, not JSON's numbers, not UTF-8, endlessly deep: one named error."""
    with pytest.raises(Unreadable):
        read_object(raw)


@pytest.mark.parametrize("value", [float("inf"), float("nan")])
def test_does_not_write_what_others_cannot_read(value: float) -> None:
    """A number too large for JSON (1e999) is not passed on as `Infinity`."""
    with pytest.raises(Unreadable):
        written({"a": value})


def test_writes_only_ascii() -> None:
    """SQS refuses some characters; escaped, they all pass and come back the same."""
    value = {"a": "🧋 \x00 \ufffe \ud83d", "b": 7.99}
    text = written(value)
    assert text == '{"a":"\\ud83e\\uddcb \\u0000 \\ufffe \\ud83d","b":7.99}'
    assert json.loads(text) == value


def test_names_a_message_by_its_senders_id() -> None:
    """The deduplication id is the SHA-256 of the id, so a repeat is recognised and any id is legal."""
    (message,) = inbox_messages({"kind": "k"}, source="whatsapp", group="1650", identity="wamid.1")
    assert message.body == '{"kind":"k"}'
    assert message.group == "1650"
    assert message.deduplication == "da2f7f8d6171c4b37c6bbbfa87c9126b492af7a815aa4bc4d3633aab323a0e5f"


def whole(parts: list[dict[str, Any]]) -> bytes:
    """Put the parts of an unreadable body together again."""
    return b"".join(base64.b64decode(part["base64"]) for part in sorted(parts, key=lambda part: part["part"]))


@pytest.mark.parametrize("size", [0, 1, 180 * 1024, 180 * 1024 + 1, 3 * 1024 * 1024])
def test_keeps_every_byte_of_what_cannot_be_read(size: int) -> None:
    """A body of any size is on the queue, in parts that fit, that can be joined, and that block nobody else."""
    raw = bytes(range(256)) * (size // 256) + bytes(size % 256)
    messages = unreadable_messages(raw, source="whatsapp")
    parts = [json.loads(message.body) for message in messages]
    assert whole(parts) == raw
    assert {(part["kind"], part["source"], part["parts"]) for part in parts} == {("unreadable", "whatsapp", len(parts))}
    assert max(len(message.body) for message in messages) <= 256 * 1024
    assert {message.group for message in messages} == {parts[0]["sha256"]}
    assert len({message.deduplication for message in messages}) == len(messages)


def test_does_not_lose_a_message_too_large_to_queue() -> None:
    """It travels in parts, and ends where a person looks."""
    content = {"kind": "whatsapp_message", "message": {"text": "a" * 300_000}}
    messages = inbox_messages(content, source="whatsapp", group="1650", identity="wamid.1")
    assert json.loads(whole([json.loads(message.body) for message in messages])) == content


def test_packs_a_thousand_statuses_into_few_messages() -> None:
    """In order, each once, none above 200 KB and a little."""
    statuses = [{"id": f"wamid.{n}", "status": "sent", "padding": "p" * 460} for n in range(1000)]
    messages, too_large = status_messages(statuses)
    assert too_large == []
    assert len(messages) == 3
    assert [status for message in messages for status in json.loads(message.body)["statuses"]] == statuses
    assert max(len(message.body) for message in messages) <= 200 * 1024 + 20
    assert {(message.group, message.deduplication) for message in messages} == {(None, None)}


def test_packs_no_statuses_into_no_messages_and_sets_a_giant_apart() -> None:
    """An empty message is never sent; a status that fits none is handed back."""
    giant = {"id": "wamid.1", "padding": "p" * 210_000}
    assert status_messages([]) == ([], [])
    messages, too_large = status_messages([giant, {"id": "wamid.2"}])
    assert [json.loads(message.body) for message in messages] == [{"statuses": [{"id": "wamid.2"}]}]
    assert too_large == [giant]


@pytest.mark.parametrize("name", ["US.13491208655302741918", "16505551234", "ord_1!~", "x" * 128])
def test_leaves_a_legal_group_as_it_is(name: str) -> None:
    """A person reading the queue sees the id."""
    assert legal_group(name) == name


@pytest.mark.parametrize("name", ["", "a b", "नाम", "x" * 129, "a\n"])
def test_makes_any_other_name_a_legal_group(name: str) -> None:
    """SQS takes 1 to 128 visible ASCII characters."""
    assert legal_group(name) == digest(name)
    assert len(digest(name)) == 64
