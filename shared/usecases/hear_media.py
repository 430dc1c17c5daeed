"""A picture, a voice note, a document: kept, fetched at once, and shown to a person."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent
from shared.domain.events import MediaReceived
from shared.domain.inbound import Content, Media
from shared.usecases.hand_over import hand_over_said
from shared.usecases.turn import Heard, Turn

#: Reads words as if they had been typed: the turn, and the words.
Read = Callable[[Turn, str], Heard]
#: From here on a caption is taken for an order.
SURE = 0.85
#: Meta's words for what is heard, not looked at.
HEARD = frozenset({"audio"})


def is_file(said: Content) -> TypeGuard[Media]:
    """Whether it is a file to be kept. A sticker is none: nobody has to look at one."""
    return isinstance(said, Media) and said.type != "sticker"


def hear_media(turn: Turn, media: Media, *, read: Read) -> Heard:
    """Keep the message with its media due, have it fetched, and put it with the customer's case. Raises Contended.

    Several pictures and a text are several messages and one case: the first opens it and has the customer told, the
    others join it without a word. A picture of an order is still an order, by its caption, which ``read`` reads.
    """
    if media.caption and not turn.chat.with_person(turn.now) and _orders(turn, media.caption):
        heard = read(turn, media.caption)
        # After the turn, whose message has to be there first; a repeat that finds it done comes this way again.
        turn.shop.outbox.announce(_fetched(turn, media))
        return heard
    reason = CaseReason.VOICE if media.type in HEARD else CaseReason.MEDIA
    return hand_over_said(turn, turn.said(media.caption), fetching(turn, media), reason=reason)


def fetching(turn: Turn, media: Media) -> AppendEvent:
    """The change that has the media fetched from Meta while it is still there."""
    return AppendEvent(event=_fetched(turn, media))


def _orders(turn: Turn, caption: str) -> bool:
    parse = turn.talk.parser().parse(caption)
    return parse.kind == "order" and parse.confidence >= SURE and bool(parse.lines)


def _fetched(turn: Turn, media: Media) -> MediaReceived:
    return MediaReceived(
        store=turn.shop.store.id,
        subject=f"MEDIA#{turn.customer.id}",
        sequence=turn.message.place,
        at=turn.now,
        customer_id=turn.customer.id,
        place=turn.message.place,
        media_id=media.id,
    )
