"""A picture, a voice note, a document: kept, fetched at once, and shown to a person."""

from __future__ import annotations

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent
from shared.domain.chat import said
from shared.domain.events import MediaReceived
from shared.domain.inbound import Media
from shared.usecases.hand_over import hand_over_said
from shared.usecases.turn import Heard, Turn

#: Meta's words for what is heard, not looked at.
HEARD = frozenset({"audio"})


def hear_media(turn: Turn, media: Media) -> Heard:
    """Keep the message with its media due, have it fetched, and put it with the customer's case. Raises Contended.

    Several pictures and a text are several messages and one case: the first opens it and has the customer told, the
    others join it without a word.
    """
    kept = said(turn.message, customer_id=turn.customer.id, text=media.caption, media=media)
    reason = CaseReason.VOICE if media.type in HEARD else CaseReason.MEDIA
    return hand_over_said(turn, kept, fetching(turn, media), reason=reason)


def fetching(turn: Turn, media: Media) -> AppendEvent:
    """The change that has the media fetched from Meta while it is still there."""
    return AppendEvent(
        event=MediaReceived(
            store=turn.shop.store.id,
            subject=f"MEDIA#{turn.customer.id}",
            sequence=turn.message.place,
            at=turn.now,
            customer_id=turn.customer.id,
            place=turn.message.place,
            media_id=media.id,
        )
    )
