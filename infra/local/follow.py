"""What happens in the world, one plain line per event: what `make run` shows until Ctrl-C."""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import requests

# The live stream sends something at least this often. Seconds.
SILENCE = 60.0


def follow(console: str) -> Iterator[str]:
    """Lines for a person, as events arrive from the console's live stream. Ends when the stream ends.

    Raises `requests.RequestException` when the console cannot be reached or falls silent.
    """
    with requests.get(f"{console}/sim/live", stream=True, timeout=(5.0, SILENCE)) as stream:
        stream.raise_for_status()
        # Server-sent events are UTF-8 by definition; requests would guess.
        stream.encoding = "utf-8"
        kind = "message"
        for line in stream.iter_lines(decode_unicode=True):
            field, _, value = line.partition(": ")
            if field == "event":
                kind = value
            elif field == "data":
                if told := describe(kind, json.loads(value)):
                    yield told
            elif not line:
                kind = "message"


def describe(kind: str, data: Mapping[str, Any]) -> str | None:
    """One event of the live stream as a line; None for those that only tell a page to draw itself again."""
    match kind:
        case "timeline":
            return f"{_clock(data.get('at'))}  {data['store']:<5} {data['name']:<24} {data['subject']}"
        case "stock":
            low = "  LOW" if data["available"] <= data.get("reorder_point", -1) else ""
            return f"{_clock(None)}  {data['store']:<5} {'stock':<24} {data['id']}: {data['available']} left{low}"
        case "email":
            return f"{_clock(data.get('at'))}  {data.get('store', ''):<5} {'email':<24} {data.get('subject', '')}"
        case "payment":
            return f"{_clock(None)}  {data['store']:<5} {'payment ' + data['status']:<24} {data['id']}"
        case _:
            return None


def _clock(at: str | None) -> str:
    moment = datetime.fromisoformat(at) if at else datetime.now().astimezone()
    return moment.astimezone().strftime("%H:%M:%S")
