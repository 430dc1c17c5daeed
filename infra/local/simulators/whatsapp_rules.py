"""What a message must look like before Meta takes it: required fields and limits of every type we may send."""

from collections.abc import Callable, Collection, Iterator
from typing import Any

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.whatsapp_fields import a_list, a_text, a_word, an_object, check_media, need
from infra.local.simulators.whatsapp_interactive import check_interactive
from infra.local.simulators.world import Json

MEDIA = frozenset({"image", "document", "video", "audio", "sticker"})


def check_message(body: Json, *, catalog_id: str, skus: Collection[str]) -> str:
    """Check everything but the recipient and answer the message's type.

    Templates are checked further by the template shelf. Raises `GraphError`.
    """
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'.")
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(131009, "recipient_type must be 'individual'.")
    if "biz_opaque_callback_data" in body:
        a_text(body, "biz_opaque_callback_data", "message", most=512, code=100)
    if "context" in body:
        a_text(an_object(body, "context", "message"), "message_id", "context", most=512)
    type_ = str(body.get("type", "text"))
    if type_ in MEDIA:
        check_media(an_object(body, type_, "message"), type_)
    elif type_ in _PLAIN:
        _PLAIN[type_](body)
    elif type_ == "interactive":
        check_interactive(an_object(body, "interactive", "message"), catalog_id=catalog_id, skus=skus)
    elif type_ == "template":
        an_object(body, "template", "message")
    else:
        raise GraphError(131051, f"Message type '{type_}' is not supported.")
    return type_


def media_ids(body: Json) -> Iterator[tuple[str, str]]:
    """Type and id of every uploaded file that a message names: its own, its header's, its template's."""
    type_ = body.get("type", "text")
    carriers: list[tuple[str, Any]] = [(type_, body.get(type_))]
    if type_ == "interactive":
        header = body["interactive"].get("header") or {}
        carriers = [(str(header.get("type")), header.get(header.get("type")))]
    elif type_ == "template":
        components = body["template"].get("components") or []
        parameters = [one for component in components for one in component.get("parameters") or []]
        carriers = [(str(one.get("type")), one.get(one.get("type"))) for one in parameters]
    for kind, carrier in carriers:
        if kind in MEDIA and isinstance(carrier, dict) and carrier.get("id"):
            yield kind, str(carrier["id"])


def check_receipt(body: Json) -> None:
    """A read receipt, with which the store may say that it is typing. Raises `GraphError`."""
    if body.get("messaging_product") != "whatsapp":
        raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'.")
    if body["status"] != "read" or not str(body.get("message_id", "")).startswith("wamid."):
        raise GraphError(100, "status must be 'read' and message_id the id of a received message.")
    if "typing_indicator" in body:
        a_word(an_object(body, "typing_indicator", "message"), "type", "typing_indicator", of={"text"})


def _check_text(body: Json) -> None:
    text = an_object(body, "text", "message")
    a_text(text, "body", "text", most=4096, code=100)
    if not isinstance(text.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean.")


def _check_location(body: Json) -> None:
    location = an_object(body, "location", "message")
    for key, most in (("latitude", 90), ("longitude", 180)):
        try:
            degrees = float(need(location, key, "location"))
        except (TypeError, ValueError):
            raise GraphError(100, f"Param location['{key}'] must be a number.") from None
        if not -most <= degrees <= most:
            raise GraphError(131009, f"Param location['{key}'] is not on this planet.")
    for key in ("name", "address"):
        if key in location:
            a_text(location, key, "location", most=1000)


def _check_contacts(body: Json) -> None:
    for contact in a_list(body, "contacts", "message", most=257):
        name = an_object(contact, "name", "contacts[]")
        a_text(name, "formatted_name", "name", most=1024)
        if len(name) == 1:
            raise GraphError(131009, "contacts[]['name'] needs a part besides formatted_name.")


def _check_reaction(body: Json) -> None:
    reaction = an_object(body, "reaction", "message")
    a_text(reaction, "message_id", "reaction", most=512)
    if not isinstance(reaction.get("emoji"), str):
        raise GraphError(131008, "The parameter reaction['emoji'] is required; an empty one takes a reaction back.")


_PLAIN: dict[str, Callable[[Json], None]] = {
    "text": _check_text,
    "location": _check_location,
    "contacts": _check_contacts,
    "reaction": _check_reaction,
}
