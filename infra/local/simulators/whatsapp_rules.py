"""What a message must look like before Meta takes it: required fields and limits of every type we may send."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.world import Json

MEDIA = frozenset({"image", "document", "video", "audio", "sticker"})


def need(parent: Mapping[str, Any], key: str, path: str) -> Any:
    """The value of a required field, or 131008."""
    value = parent.get(key)
    if value is None or value in ("", [], {}):
        raise GraphError(131008, f"The parameter {path}['{key}'] is required.")
    return value


def an_object(parent: Mapping[str, Any], key: str, path: str) -> Json:
    """A required JSON object."""
    value = need(parent, key, path)
    if not isinstance(value, dict):
        raise GraphError(100, f"Param {path}['{key}'] must be a JSON object.")
    return value


def a_list(parent: Mapping[str, Any], key: str, path: str, *, most: int) -> list[Json]:
    """A required list of 1 to `most` JSON objects."""
    value = need(parent, key, path)
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        raise GraphError(100, f"Param {path}['{key}'] must be an array of JSON objects.")
    if len(value) > most:
        raise GraphError(131009, f"{path}['{key}'] has {len(value)} elements, at most {most} are allowed.")
    return value


def a_text(parent: Mapping[str, Any], key: str, path: str, *, most: int, code: int = 131009) -> str:
    """A required text of 1 to `most` characters."""
    value = need(parent, key, path)
    if not isinstance(value, str):
        raise GraphError(100, f"Param {path}['{key}'] must be a string.")
    if len(value) > most:
        raise GraphError(code, f"Param {path}['{key}'] must be at most {most} characters long.")
    return value


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
        _check_media(an_object(body, type_, "message"), type_)
    elif type_ == "text":
        _check_text(an_object(body, "text", "message"))
    elif type_ == "interactive":
        check_interactive(an_object(body, "interactive", "message"), catalog_id=catalog_id, skus=skus)
    elif type_ == "template":
        an_object(body, "template", "message")
    else:
        raise GraphError(131051, f"Message type '{type_}' is not supported.")
    return type_


def _check_text(text: Json) -> None:
    a_text(text, "body", "text", most=4096, code=100)
    if not isinstance(text.get("preview_url", False), bool):
        raise GraphError(100, "Param text['preview_url'] must be a boolean.")


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


def _check_media(media: Json, type_: str) -> None:
    link, id_ = media.get("link"), media.get("id")
    if not link and not id_:
        raise GraphError(131008, f"One of the parameters {type_}['id'] and {type_}['link'] is required.")
    if link and id_:
        raise GraphError(131009, f"Only one of {type_}['id'] and {type_}['link'] may be given.")
    if link and not str(link).startswith(("https://", "http://")):
        raise GraphError(131009, f"{type_}['link'] is not a URL.")
    if "caption" in media:
        a_text(media, "caption", type_, most=1024)
    if type_ == "document" and "filename" in media:
        a_text(media, "filename", type_, most=240)


def check_interactive(interactive: Json, *, catalog_id: str, skus: Collection[str]) -> None:
    """Check an `interactive` object by its own type."""
    kind = str(need(interactive, "type", "interactive"))
    if kind not in _INTERACTIVE:
        raise GraphError(131009, f"interactive['type'] '{kind}' is not supported.")
    _check_frame(interactive, kind)
    action = an_object(interactive, "action", "interactive")
    if kind in _WITH_CATALOG:
        _check_catalog(action, kind, catalog_id=catalog_id, skus=skus)
    else:
        _INTERACTIVE[kind](action)


def _check_frame(interactive: Json, kind: str) -> None:
    if kind != "product":
        body = an_object(interactive, "body", "interactive")
        a_text(body, "text", "body", most=4096 if kind == "list" else 1024)
    elif "body" in interactive:
        a_text(an_object(interactive, "body", "interactive"), "text", "body", most=1024)
    if "footer" in interactive:
        a_text(an_object(interactive, "footer", "interactive"), "text", "footer", most=60)
    if kind == "product_list" or "header" in interactive:
        _check_header(an_object(interactive, "header", "interactive"), kind)


def _check_header(header: Json, kind: str) -> None:
    type_ = need(header, "type", "header")
    allowed = {"button": {"text", "image", "video", "document"}, "cta_url": {"text", "image", "video", "document"}}
    if kind in {"product", "catalog_message", "location_request_message"}:
        raise GraphError(131009, f"A header is not allowed in an interactive message of type {kind}.")
    if type_ not in allowed.get(kind, {"text"}):
        raise GraphError(131009, f"header['type'] '{type_}' is not allowed in an interactive message of type {kind}.")
    if type_ == "text":
        a_text(header, "text", "header", most=60)
    else:
        _check_media(an_object(header, type_, "header"), type_)


def _check_buttons(action: Json) -> None:
    titles = []
    ids = []
    for button in a_list(action, "buttons", "action", most=3):
        if button.get("type") != "reply":
            raise GraphError(131009, "buttons[]['type'] must be 'reply'.")
        reply = an_object(button, "reply", "buttons[]")
        ids.append(a_text(reply, "id", "reply", most=256))
        titles.append(a_text(reply, "title", "reply", most=20))
    if len(set(titles)) < len(titles) or len(set(ids)) < len(ids):
        raise GraphError(131009, "Button titles and ids must be unique.")


def _check_list(action: Json) -> None:
    a_text(action, "button", "action", most=20)
    sections = a_list(action, "sections", "action", most=10)
    ids = []
    for section in sections:
        if len(sections) > 1 or "title" in section:
            a_text(section, "title", "sections[]", most=24)
        for row in a_list(section, "rows", "sections[]", most=10):
            ids.append(a_text(row, "id", "rows[]", most=200))
            a_text(row, "title", "rows[]", most=24)
            if "description" in row:
                a_text(row, "description", "rows[]", most=72)
    if len(ids) > 10:
        raise GraphError(131009, f"The list has {len(ids)} rows in total, at most 10 are allowed.")
    if len(set(ids)) < len(ids):
        raise GraphError(131009, "Row ids must be unique.")


def _check_cta(action: Json) -> None:
    _named(action, "cta_url")
    parameters = an_object(action, "parameters", "action")
    a_text(parameters, "display_text", "parameters", most=20)
    url = a_text(parameters, "url", "parameters", most=2000)
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "parameters['url'] must start with http:// or https://.")


def _check_location_request(action: Json) -> None:
    _named(action, "send_location")


def _check_catalog(action: Json, kind: str, *, catalog_id: str, skus: Collection[str]) -> None:
    if kind == "catalog_message":
        _named(action, "catalog_message")
        return
    if need(action, "catalog_id", "action") != catalog_id:
        raise GraphError(131009, "action['catalog_id'] is not the catalog connected to this account.")
    if kind == "product":
        wanted = [a_text(action, "product_retailer_id", "action", most=100)]
    else:
        wanted = _listed_products(action)
    if not set(wanted) & set(skus):
        raise GraphError(131009, "Products not found in the catalog: none of the product_retailer_id values exists.")


def _listed_products(action: Json) -> list[str]:
    sections = a_list(action, "sections", "action", most=10)
    wanted: list[str] = []
    for section in sections:
        if len(sections) > 1 or "title" in section:
            a_text(section, "title", "sections[]", most=24)
        items = a_list(section, "product_items", "sections[]", most=30)
        wanted.extend(a_text(item, "product_retailer_id", "product_items[]", most=100) for item in items)
    if len(wanted) > 30:
        raise GraphError(131009, f"The message has {len(wanted)} products, at most 30 are allowed.")
    return wanted


def _named(action: Json, name: str) -> None:
    if need(action, "name", "action") != name:
        raise GraphError(131009, f"action['name'] must be '{name}'.")


_WITH_CATALOG = frozenset({"product", "product_list", "catalog_message"})
_INTERACTIVE: dict[str, Callable[[Json], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_cta,
    "location_request_message": _check_location_request,
    **dict.fromkeys(_WITH_CATALOG, lambda _: None),
}
