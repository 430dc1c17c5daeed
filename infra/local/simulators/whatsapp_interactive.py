"""What an `interactive` message must look like: buttons, lists, links, products, forms and India's payments."""

import re
from collections.abc import Callable, Collection

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.whatsapp_fields import a_list, a_text, a_word, an_object, check_media, named, need
from infra.local.simulators.world import Json

WITH_MEDIA_HEADER = frozenset({"button", "cta_url", "flow"})
WITHOUT_HEADER = frozenset({"product", "catalog_message", "location_request_message", "order_status"})
ORDER_STATES = frozenset({"pending", "processing", "partially_shipped", "shipped", "completed", "canceled"})


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
    if kind in WITHOUT_HEADER:
        raise GraphError(131009, f"A header is not allowed in an interactive message of type {kind}.")
    allowed = {"image"} if kind == "order_details" else {"text"}
    if type_ not in (allowed | {"text", "image", "video", "document"} if kind in WITH_MEDIA_HEADER else allowed):
        raise GraphError(131009, f"header['type'] '{type_}' is not allowed in an interactive message of type {kind}.")
    if type_ == "text":
        a_text(header, "text", "header", most=60)
    else:
        check_media(an_object(header, type_, "header"), type_)


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
    named(action, "cta_url")
    parameters = an_object(action, "parameters", "action")
    a_text(parameters, "display_text", "parameters", most=20)
    url = a_text(parameters, "url", "parameters", most=2000)
    if not url.startswith(("https://", "http://")):
        raise GraphError(131009, "parameters['url'] must start with http:// or https://.")


def _check_catalog(action: Json, kind: str, *, catalog_id: str, skus: Collection[str]) -> None:
    if kind == "catalog_message":
        named(action, "catalog_message")
        thumbnail = (action.get("parameters") or {}).get("thumbnail_product_retailer_id")
        if thumbnail is not None and thumbnail not in skus:
            raise GraphError(131009, "The thumbnail_product_retailer_id is not in the catalog.")
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


def _check_flow(action: Json) -> None:
    named(action, "flow")
    parameters = an_object(action, "parameters", "action")
    a_word(parameters, "flow_message_version", "parameters", of={"3"})
    if bool(parameters.get("flow_id")) == bool(parameters.get("flow_name")):
        raise GraphError(131009, "Exactly one of parameters['flow_id'] and parameters['flow_name'] is required.")
    a_text(parameters, "flow_cta", "parameters", most=30)
    if "mode" in parameters:
        a_word(parameters, "mode", "parameters", of={"draft", "published"})
    if "flow_action" in parameters:
        a_word(parameters, "flow_action", "parameters", of={"navigate", "data_exchange"})
    if "flow_action_payload" in parameters:
        a_text(an_object(parameters, "flow_action_payload", "parameters"), "screen", "flow_action_payload", most=256)


def _check_order_details(action: Json) -> None:
    named(action, "review_and_pay")
    parameters = an_object(action, "parameters", "action")
    _check_reference(parameters)
    a_word(parameters, "type", "parameters", of={"digital-goods", "physical-goods"})
    a_word(parameters, "currency", "parameters", of={"INR"})
    a_list(parameters, "payment_settings", "parameters", most=1)
    order = an_object(parameters, "order", "parameters")
    a_word(order, "status", "order", of={"pending"})
    for item in a_list(order, "items", "order", most=999):
        a_text(item, "retailer_id", "items[]", most=100)
        a_text(item, "name", "items[]", most=60)
        _sum_of(item, "amount", "items[]")
        quantity = need(item, "quantity", "items[]")
        if isinstance(quantity, bool) or not isinstance(quantity, int) or quantity < 1:
            raise GraphError(131009, "Param items[]['quantity'] must be a whole number from 1.")
    sums = {key: _sum_of(order, key, "order") for key in ("subtotal", "tax", "shipping", "discount") if key in order}
    for key in ("subtotal", "tax"):
        need(order, key, "order")
    total = sums["subtotal"] + sums["tax"] + sums.get("shipping", 0) - sums.get("discount", 0)
    if _sum_of(parameters, "total_amount", "parameters") != total:
        raise GraphError(131009, "total_amount must be subtotal + tax + shipping - discount.")


def _sum_of(parent: Json, key: str, path: str) -> int:
    """An amount in paise."""
    amount = an_object(parent, key, path)
    value, offset = amount.get("value"), amount.get("offset")
    if isinstance(value, bool) or not isinstance(value, int) or value < 0 or offset != 100:
        raise GraphError(131009, f"Param {path}['{key}'] must have a whole value in paise and the offset 100.")
    return value


def _check_order_status(action: Json) -> None:
    named(action, "review_order")
    parameters = an_object(action, "parameters", "action")
    _check_reference(parameters)
    order = an_object(parameters, "order", "parameters")
    a_word(order, "status", "order", of=ORDER_STATES)
    if "description" in order:
        a_text(order, "description", "order", most=120)


def _check_reference(parameters: Json) -> None:
    reference = a_text(parameters, "reference_id", "parameters", most=35)
    if not re.fullmatch(r"[A-Za-z0-9_.-]+", reference):
        raise GraphError(131009, "parameters['reference_id'] may hold letters, digits, underscores, dots and dashes.")


def without_unknown(body: Json, *, skus: Collection[str]) -> Json:
    """A message as the customer gets it: products that the catalog does not have are dropped, and empty sections."""
    interactive = body.get("interactive")
    if not isinstance(interactive, dict) or interactive.get("type") != "product_list":
        return body
    action = interactive["action"]
    sections = [
        {**section, "product_items": [one for one in section["product_items"] if one["product_retailer_id"] in skus]}
        for section in action["sections"]
    ]
    kept = [section for section in sections if section["product_items"]]
    return {**body, "interactive": {**interactive, "action": {**action, "sections": kept}}}


_WITH_CATALOG = frozenset({"product", "product_list", "catalog_message"})
_INTERACTIVE: dict[str, Callable[[Json], None]] = {
    "button": _check_buttons,
    "list": _check_list,
    "cta_url": _check_cta,
    "location_request_message": lambda action: named(action, "send_location"),
    "flow": _check_flow,
    "order_details": _check_order_details,
    "order_status": _check_order_status,
    **dict.fromkeys(_WITH_CATALOG, lambda _: None),
}
