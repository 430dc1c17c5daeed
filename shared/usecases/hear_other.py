"""What is neither a cart, nor a button of ours, nor typed words: each kind is answered, kept or handed over on purpose.

| what came | what becomes of it |
|---|---|
| reaction, given or taken back | kept; no answer: a thumb is neither a yes nor a question |
| edit of a draft's or an order's words, or of what is long ago | a word: what was noted stands (``edited``) |
| edit of what a person has | kept with the case |
| edit of what was only talk | read as if it had been sent like that (the caller's ``read``) |
| revoke of what became a draft or an order | a word: nothing is cancelled by it (``revoked``) |
| any other revoke | kept; no answer |
| new phone number, new business-scoped id | the profile has both names from then on; kept; no answer |
| contact cards, a filled form | handed over, with what is on them |
| a place on the map that nobody asked for | a word, and the catalog (``place_noted``) |
| sticker | kept; the catalog for who has nothing else going on (``sticker``) |
| Meta could not fetch the file (131052) | asked for again (``send_again``) |
| a message without its content (131000, bare types) | asked for again (``send_again``) |
| unsupported, unknown, from the future | handed over: a person answers that we cannot open it |
| request_welcome (the chat was opened) | greeted |
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from shared.domain.case import CaseReason
from shared.domain.chat import Said
from shared.domain.inbound import (
    Contacts,
    Content,
    Edit,
    FormReply,
    IdentityChange,
    Location,
    Media,
    Other,
    Reaction,
    Revoke,
)
from shared.usecases.hand_over import case_of, hand_over
from shared.usecases.in_words import in_words
from shared.usecases.turn import Heard, Turn

#: Meta's codes: the file is too large or could not be fetched; something went wrong on their side.
MEDIA_LOST, SOMETHING_LOST = 131052, 131000
#: How far back an edit or a revoke looks for the message it is about; Meta allows edits for 15 minutes.
LOOKED_THROUGH = 50

#: Kinds that say nothing by themselves: their content was lost on the way.
EMPTY_WITHOUT_CONTENT = frozenset(
    {"text", "image", "video", "audio", "document", "location", "contacts", "interactive", "edit", "order"}
)

NOTED = "noted"

#: Reads words as if they had been typed: the turn, and the words.
Read = Callable[[Turn, str], Heard]


def hear_other(turn: Turn, *, read: Read) -> Heard:
    """End the turn of a message that is no cart, no tap, no typed words. Raises Contended."""
    if MEDIA_LOST in turn.message.errors:
        return _answer(turn, "send_again")
    said = turn.message.said
    if isinstance(said, Edit):
        return _edit(turn, said, read=read)
    handle = HANDLED.get(type(said))
    return handle(turn, said) if handle else _unknown(turn, said)


def _answer(turn: Turn, topic: str, *, text: str = "", order_id: str | None = None) -> Heard:
    """Answer, unless a person is doing so."""
    if turn.chat.with_person(turn.now):
        return hand_over(turn, reason=CaseReason.QUESTION, text=text)
    return turn.close(topic, turn.reply(topic, order_id=order_id or ""), said=turn.said(text), order_id=order_id)


def _edit(turn: Turn, edit: Edit, *, read: Read) -> Heard:
    if not edit.body:
        return turn.close(NOTED, said=turn.said())
    before = _earlier(turn, edit.message_id)
    if before is not None and before.case_id is not None and before.case_id == turn.chat.case_id:
        return hand_over(turn, reason=CaseReason.QUESTION, text=edit.body)
    if before is not None and before.order_id is None:
        return read(turn, edit.body)
    return _answer(turn, "edited", text=edit.body, order_id=before.order_id if before else None)


def _revoke(turn: Turn, revoke: Revoke) -> Heard:
    before = _earlier(turn, revoke.message_id)
    if before is not None and before.order_id is not None:
        return _answer(turn, "revoked", order_id=before.order_id)
    return turn.close(NOTED, said=turn.said())


def _sticker(turn: Turn, said: Media) -> Heard:
    del said
    if turn.chat.with_person(turn.now) or turn.chat.open_draft(turn.now) or case_of(turn) is not None:
        return turn.close(NOTED, said=turn.said())
    return _answer(turn, "sticker")


def _earlier(turn: Turn, message_id: str) -> Said | None:
    recent = turn.talk.chats.said(turn.customer.id, limit=LOOKED_THROUGH)
    return next((one for one in recent if one.message_id == message_id), None)


def _unknown(turn: Turn, said: Content) -> Heard:
    kind = said.type if isinstance(said, Other) else turn.message.type
    if kind == "request_welcome":
        return _answer(turn, "greeting")
    if kind in EMPTY_WITHOUT_CONTENT or SOMETHING_LOST in turn.message.errors:
        return _answer(turn, "send_again")
    return hand_over(turn, reason=CaseReason.NOT_UNDERSTOOD, text=f"[{kind}]")


def _reaction(turn: Turn, said: Reaction) -> Heard:
    return turn.close(NOTED, said=turn.said(said.emoji))


def _identity(turn: Turn, said: IdentityChange) -> Heard:
    # The profile was given its new name before the turn began.
    del said
    return turn.close(NOTED, said=turn.said())


def _location(turn: Turn, place: Location) -> Heard:
    return _answer(turn, "place_noted", text=in_words(place))


def _for_a_person(turn: Turn, said: Content) -> Heard:
    return hand_over(turn, reason=CaseReason.QUESTION, text=in_words(said))


HANDLED: Mapping[type[Content], Callable[[Turn, Any], Heard]] = {
    Reaction: _reaction,
    Revoke: _revoke,
    IdentityChange: _identity,
    Location: _location,
    Contacts: _for_a_person,
    FormReply: _for_a_person,
    Media: _sticker,
}
