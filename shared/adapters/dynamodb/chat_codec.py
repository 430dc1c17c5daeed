"""Conversations as they lie in the customers table, and cases as they lie in the orders table (see ``codec``)."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from shared.adapters.dynamodb.codec import (
    HEAD,
    LONGEST_TEXT,
    Item,
    id_in,
    moment,
    optional_moment,
    optional_stamp,
    packed,
    present,
    stamp,
)
from shared.domain.case import Case, CaseReason, CaseStatus
from shared.domain.chat import Chat, Said, StoredMedia
from shared.domain.inbound import Media

#: What was said is kept this long; then DynamoDB takes it away by itself (TTL attribute ``expires``, in epoch seconds).
KEPT = timedelta(days=400)
#: The sort key of a conversation's state.
CHAT = "CHAT"
LAST_PLACE = 10**16 - 1
#: The index of heads by status lists orders as well, under statuses of their own.
CASE_STATUSES = frozenset(one.value for one in CaseStatus)


def chat_item(chat: Chat) -> Item:
    """A conversation's state, beside the profile."""
    body = {
        "draft": chat.draft_id,
        "draft_at": optional_stamp(chat.draft_at),
        "case": chat.case_id,
        "person_until": optional_stamp(chat.person_until),
        "told_at": optional_stamp(chat.told_at),
        "misses": chat.misses or None,
        "asked": chat.asked,
        "asked_at": optional_stamp(chat.asked_at),
    }
    return {"pk": f"CUSTOMER#{chat.customer_id}", "sk": CHAT, "version": chat.version, "body": packed(body)}


def chat_in(item: Item) -> Chat:
    """The state of a conversation's item."""
    body = json.loads(item["body"])
    return Chat(
        customer_id=id_in(item["pk"]),
        version=item["version"],
        draft_id=body.get("draft"),
        draft_at=optional_moment(body.get("draft_at")),
        case_id=body.get("case"),
        person_until=optional_moment(body.get("person_until")),
        told_at=optional_moment(body.get("told_at")),
        misses=body.get("misses", 0),
        asked=body.get("asked"),
        asked_at=optional_moment(body.get("asked_at")),
    )


def said_place(place: int) -> str:
    """The sort key of a message of a chat."""
    return f"SAID#{min(place, LAST_PLACE):016d}"


def said_item(said: Said) -> Item:
    """One message of a chat. Its media is an attribute of its own, because it is the one part that changes."""
    body = {
        "message": said.message_id,
        "at": stamp(said.at),
        "direction": said.direction if said.direction != "in" else None,
        "type": said.type if said.type != "text" else None,
        "text": said.text[:LONGEST_TEXT],
        "understood": said.understood,
        "confidence": said.confidence,
        "order": said.order_id,
        "case": said.case_id,
        "reply_to": said.reply_to,
        "by": said.by,
    }
    return present(
        {
            "pk": f"CUSTOMER#{said.customer_id}",
            "sk": said_place(said.place),
            "expires": _expiry(said.at),
            "body": packed(body),
            "media": media_text(said.media) if said.media else None,
            "media_state": said.media.state if said.media else None,
        }
    )


def _expiry(at: datetime) -> int:
    return int((at + KEPT).timestamp())


def said_in(item: Item) -> Said:
    """The message of a chat's item."""
    body = json.loads(item["body"])
    return Said(
        customer_id=id_in(item["pk"]),
        place=int(id_in(item["sk"])),
        message_id=body["message"],
        at=moment(body["at"]),
        direction=body.get("direction", "in"),
        type=body.get("type", "text"),
        text=body.get("text", ""),
        understood=body.get("understood"),
        confidence=body.get("confidence"),
        order_id=body.get("order"),
        case_id=body.get("case"),
        reply_to=body.get("reply_to"),
        media=_media_in(item["media"]) if "media" in item else None,
        by=body.get("by"),
    )


def media_text(stored: StoredMedia) -> str:
    """Where a message's media is, as its item holds it."""
    media = stored.media
    return packed(
        {
            "state": stored.state,
            "key": stored.key,
            "reason": stored.reason,
            "type": media.type,
            "id": media.id,
            "mime_type": media.mime_type,
            "sha256": media.sha256,
            "caption": media.caption[:LONGEST_TEXT],
            "filename": media.filename[:LONGEST_TEXT],
            "voice": media.voice or None,
        }
    )


def _media_in(text: str) -> StoredMedia:
    body: dict[str, Any] = json.loads(text)
    media = Media(
        type=body.get("type", ""),
        id=body.get("id", ""),
        mime_type=body.get("mime_type", ""),
        sha256=body.get("sha256", ""),
        caption=body.get("caption", ""),
        filename=body.get("filename", ""),
        voice=body.get("voice", False),
    )
    return StoredMedia(media=media, state=body["state"], key=body.get("key"), reason=body.get("reason"))


def case_item(case: Case) -> Item:
    """A case, with the keys of the status index; its customer is not an attribute, for the index of their orders."""
    body = {
        "store": case.store,
        "customer": case.customer_id,
        "reason": case.reason.value,
        "first_place": case.first_place,
        "order": case.order_id,
        "claimed_by": case.claimed_by,
        "closed_at": optional_stamp(case.closed_at),
        "note": case.note[:LONGEST_TEXT],
    }
    return {
        "pk": f"CASE#{case.id}",
        "sk": HEAD,
        "status": case.status.value,
        "placed_at": stamp(case.opened_at),
        "version": case.version,
        "body": packed(body),
    }


def case_in(item: Item) -> Case:
    """The case of an item."""
    body = json.loads(item["body"])
    return Case(
        id=id_in(item["pk"]),
        store=body["store"],
        customer_id=body.get("customer", ""),
        reason=CaseReason(body["reason"]),
        status=CaseStatus(item["status"]),
        version=item["version"],
        opened_at=moment(item["placed_at"]),
        first_place=body["first_place"],
        order_id=body.get("order"),
        claimed_by=body.get("claimed_by"),
        closed_at=optional_moment(body.get("closed_at")),
        note=body.get("note", ""),
    )
