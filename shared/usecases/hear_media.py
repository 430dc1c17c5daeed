"""A picture, a voice note, a document: kept, fetched at once, and shown to a person; or part of a return."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeGuard

from shared.domain.case import CaseReason
from shared.domain.changes import AppendEvent, Change
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
    others join it without a word. A picture of an order is still an order, by its caption, which ``read`` reads. One of
    goods that something is wrong with goes to their return.
    """
    silent = turn.chat.with_person(turn.now)
    if not silent and _asked_of_a_return(turn) and (heard := _of_a_return(turn, media)) is not None:
        return heard
    if media.caption and not silent and _orders(turn, media.caption):
        heard = read(turn, media.caption)
        # After the turn, whose message has to be there first; a repeat that finds it done comes this way again.
        turn.shop.outbox.announce(_fetched(turn, media))
        return heard
    if not silent and (heard := _of_a_return(turn, media)) is not None:
        return heard
    reason = CaseReason.VOICE if media.type in HEARD else CaseReason.MEDIA
    also = _added_to_a_return(turn, media) if silent else []
    return hand_over_said(turn, turn.said(media.caption), fetching(turn, media), *also, reason=reason)


def _asked_of_a_return(turn: Turn) -> bool:
    return (turn.chat.asked or "").startswith("return:")


def _of_a_return(turn: Turn, media: Media) -> Heard | None:
    if media.type in HEARD:
        return None
    from shared.usecases.photo_of_return import is_photo, open_with_photo, photo_of_return

    if not is_photo(media):
        return None
    fetched = fetching(turn, media)
    return photo_of_return(turn, media, fetched) or open_with_photo(turn, media, fetched)


def _added_to_a_return(turn: Turn, media: Media) -> list[Change]:
    """A person answers, and the photo is with what they decide on as well."""
    if media.type in HEARD:
        return []
    from shared.usecases.photo_of_return import added_photo, is_photo

    return added_photo(turn, media) if is_photo(media) else []


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
