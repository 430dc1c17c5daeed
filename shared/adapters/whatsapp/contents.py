"""What a WhatsApp message that is no cart, no text and no button says, by its type.

Everything is optional: what lacks the one thing that makes it what it is (a media id, coordinates, the id of the
message it is about) is None, and the caller calls it ``Other``.

Source: Meta, WhatsApp Cloud API, webhooks reference "messages"; and messages seen in the wild.
"""

from __future__ import annotations

import json
import math

from shared.adapters.whatsapp.fields import name, several, shape, words
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

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

MEDIA_TYPES = frozenset({"image", "video", "audio", "document", "sticker"})
LONGEST_TEXT = 4096
LONGEST_WORD = 200
MOST_CARDS = 20
MOST_FIELDS = 40
#: Meta's own bookkeeping in a form's answer.
NOT_FIELDS = frozenset({"flow_token", "saved_address_id"})


def content_in(kind: str, message: Mapping[str, Any]) -> Content | None:
    """What the message says; None when it is none of these kinds, or not whole."""
    if kind in MEDIA_TYPES:
        return _media(kind, shape(message.get(kind)))
    read = _READ.get(kind)
    return read(message) if read else None


def _media(kind: str, media: Mapping[str, Any]) -> Media | None:
    media_id = name(media.get("id"))[:LONGEST_WORD]
    if not media_id:
        return None
    return Media(
        type=kind,
        id=media_id,
        mime_type=words(media.get("mime_type"), LONGEST_WORD).lower(),
        sha256=name(media.get("sha256"))[:LONGEST_WORD],
        caption=words(media.get("caption"), LONGEST_TEXT),
        filename=words(media.get("filename"), LONGEST_WORD),
        voice=media.get("voice") is True,
    )


def _location(message: Mapping[str, Any]) -> Location | None:
    place = shape(message.get("location"))
    latitude, longitude = _degrees(place.get("latitude"), 90), _degrees(place.get("longitude"), 180)
    if latitude is None or longitude is None:
        return None
    return Location(
        latitude=latitude,
        longitude=longitude,
        name=words(place.get("name"), LONGEST_WORD),
        address=words(place.get("address"), LONGEST_TEXT),
    )


def _degrees(value: object, most: int) -> float | None:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return float(value) if math.isfinite(value) and abs(value) <= most else None


def _contacts(message: Mapping[str, Any]) -> Contacts | None:
    cards = [shape(card) for card in several(message.get("contacts"))[:MOST_CARDS]]
    names = [_card_name(card) for card in cards]
    phones = [
        words(shape(phone).get("phone"), LONGEST_WORD) or words(shape(phone).get("wa_id"), LONGEST_WORD)
        for card in cards
        for phone in several(card.get("phones"))[:MOST_CARDS]
    ]
    if not any(names) and not any(phones):
        return None
    return Contacts(names=tuple(filter(None, names)), phones=tuple(filter(None, phones)))


def _card_name(card: Mapping[str, Any]) -> str:
    person, company = shape(card.get("name")), shape(card.get("org"))
    return (
        words(person.get("formatted_name"), LONGEST_WORD)
        or words(person.get("first_name"), LONGEST_WORD)
        or words(company.get("company"), LONGEST_WORD)
    )


def _reaction(message: Mapping[str, Any]) -> Reaction | None:
    reaction = shape(message.get("reaction"))
    about = name(reaction.get("message_id"))
    return Reaction(message_id=about, emoji=words(reaction.get("emoji"), LONGEST_WORD)) if about else None


def _edit(message: Mapping[str, Any]) -> Edit | None:
    edit = shape(message.get("edit"))
    about, now = name(edit.get("original_message_id")), shape(edit.get("message"))
    content = shape(now.get(name(now.get("type"))))
    body = words(content.get("body"), LONGEST_TEXT) or words(content.get("caption"), LONGEST_TEXT)
    return Edit(message_id=about, body=body) if about else None


def _revoke(message: Mapping[str, Any]) -> Revoke | None:
    about = name(shape(message.get("revoke")).get("original_message_id"))
    return Revoke(message_id=about) if about else None


def _system(message: Mapping[str, Any]) -> IdentityChange:
    # Meta also tells here that a customer's security code is a new one: then neither name is.
    told = shape(message.get("system"))
    wa_id = (name(told.get("wa_id")) or name(told.get("new_wa_id"))).lstrip("+")
    return IdentityChange(wa_id=wa_id or None, user_id=name(told.get("user_id")) or None)


def _form(message: Mapping[str, Any]) -> FormReply | None:
    interactive = shape(message.get("interactive"))
    if interactive.get("type") != "nfm_reply":
        return None
    reply = shape(interactive.get("nfm_reply"))
    try:
        filled = shape(json.loads(words(reply.get("response_json"), 16 * LONGEST_TEXT)))
    except (ValueError, RecursionError):
        filled = {}
    # An address form puts what was filled in one level down.
    inner = shape(filled.get("values"))
    fields = [
        (words(key, LONGEST_WORD), words(value if isinstance(value, str) else json.dumps(value), LONGEST_TEXT))
        for key, value in {**{k: v for k, v in filled.items() if k != "values"}, **inner}.items()
        if key not in NOT_FIELDS and value not in (None, "", [], {})
    ]
    return FormReply(name=words(reply.get("name"), LONGEST_WORD) or "flow", fields=tuple(fields[:MOST_FIELDS]))


def _unsupported(message: Mapping[str, Any]) -> Other:
    return Other(type=words(shape(message.get("unsupported")).get("type"), LONGEST_WORD) or "unsupported")


_READ: Mapping[str, Callable[[Mapping[str, Any]], Content | None]] = {
    "location": _location,
    "contacts": _contacts,
    "reaction": _reaction,
    "edit": _edit,
    "revoke": _revoke,
    "system": _system,
    "interactive": _form,
    "unsupported": _unsupported,
}
