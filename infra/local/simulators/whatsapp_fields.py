"""The fields of a message, checked one by one: what is missing, malformed or too long is refused with Meta's codes."""

from collections.abc import Collection, Mapping
from typing import Any

from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.world import Json


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


def a_word(parent: Mapping[str, Any], key: str, path: str, *, of: Collection[str]) -> str:
    """A required text that is one of a few."""
    value = need(parent, key, path)
    if value not in of:
        raise GraphError(131009, f"Param {path}['{key}'] must be one of {', '.join(sorted(of))}.")
    return str(value)


def named(action: Mapping[str, Any], name: str) -> None:
    """`action.name` must be `name`."""
    a_word(action, "name", "action", of={name})


def check_media(media: Json, type_: str) -> None:
    """A file by id or by link, with what may stand beside it."""
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
