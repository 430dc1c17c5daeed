"""A customer's file waits at Meta: fetch it while it is there, keep it, or say why not and ask for it again."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from enum import StrEnum

from shared.domain.chat import Said, StoredMedia
from shared.domain.events import CustomerSpoke, MediaReceived
from shared.domain.frozen import dataclass
from shared.ports import Chats, MediaRefused, MediaShelf, MediaSource, Outbox

#: Reasons for which sending it once more may help; a file that is no file of that kind, or points elsewhere, stays out.
WORTH_ASKING = frozenset({"gone", "size", "digest", "empty", "type"})


class Stored(StrEnum):
    """What became of it."""

    STORED = "stored"
    REFUSED = "refused"
    REPEATED = "repeated"
    #: The message is no longer kept: the customer was erased meanwhile.
    FORGOTTEN = "forgotten"


@dataclass(frozen=True, kw_only=True)
class Darkroom:
    """The ports that this needs. ``store`` is the store's id."""

    store: str
    chats: Chats
    source: MediaSource
    shelf: MediaShelf
    outbox: Outbox


def store_media(room: Darkroom, received: MediaReceived, *, now: datetime) -> Stored:
    """Fetch and keep the file of a message, once. Raises Unavailable, Refused."""
    kept = room.chats.said_at(received.customer_id, received.place)
    if kept is None or kept.media is None:
        return Stored.FORGOTTEN
    if kept.media.state != "due":
        return Stored.REPEATED
    try:
        fetched = room.source.fetch(kept.media.media)
    except MediaRefused as refusal:
        return _refuse(room, kept, kept.media, why=refusal.why, now=now)
    key = f"chats/{kept.customer_id}/{kept.place}.{fetched.extension}"
    with fetched.file:
        room.shelf.put(key, fetched)
    stored = replace(kept.media, state="stored", key=key)
    first = room.chats.mark_media(kept.customer_id, kept.place, media=stored)
    return Stored.STORED if first else Stored.REPEATED


def _refuse(room: Darkroom, kept: Said, media: StoredMedia, *, why: str, now: datetime) -> Stored:
    if why in WORTH_ASKING:
        # Before the mark: a crash between the two asks again and is heard once.
        room.outbox.announce(_ask(room, kept, now=now))
    refused = replace(media, state="refused", reason=why)
    first = room.chats.mark_media(kept.customer_id, kept.place, media=refused)
    return Stored.REFUSED if first else Stored.REPEATED


def _ask(room: Darkroom, kept: Said, *, now: datetime) -> CustomerSpoke:
    return CustomerSpoke(
        store=room.store,
        subject=f"CUSTOMER#{kept.customer_id}",
        # Beside the event that the message itself was answered with, which has the message's place.
        sequence=kept.place + 1,
        at=now,
        customer_id=kept.customer_id,
        message_id=kept.message_id,
        topic="send_again",
    )
