"""From a request to typed values, or to an error that names each field and what is expected of it."""

from __future__ import annotations

import binascii
import re
from collections.abc import Mapping
from typing import Any, TypeVar

import msgspec

from functions.staff_api.contract import FieldError
from functions.staff_api.parcels_contract import COUNTRY, PHONE
from functions.staff_api.problems import Invalid, Malformed, MissingKey, NotFound, TooLarge

LARGEST_BODY = 64 * 1024
LONGEST_ID = 128
#: What patterns ask for that are not about one line of text, for somebody who reads no regular expressions.
ASKED_FOR = {
    COUNTRY: "two capital letters, such as US or IN (ISO 3166-1 alpha-2)",
    PHONE: "a phone number: digits, with + and the country's code",
}
_INSIDE = re.compile(r" - at `\$\.([\w.\[\]]+)`$")

_T = TypeVar("_T", bound=msgspec.Struct)


def read_body(event: Mapping[str, Any], shape: type[_T]) -> _T:
    """The JSON object in the body of an HTTP API event. Raises TooLarge, Malformed, Invalid."""
    text = event.get("body") or ""
    if len(text) > LARGEST_BODY * 4 // 3 + 4:
        raise TooLarge(LARGEST_BODY)
    try:
        raw = binascii.a2b_base64(text) if event.get("isBase64Encoded") else text.encode()
        content = msgspec.json.decode(raw)
    except (ValueError, RecursionError):
        raise Malformed("the body must be one JSON object in UTF-8") from None
    if len(raw) > LARGEST_BODY:
        raise TooLarge(LARGEST_BODY)
    if not isinstance(content, dict):
        raise Malformed("the body must be one JSON object in UTF-8")
    return read_fields(content, shape, strict=True)


def read_fields(values: Mapping[str, Any], shape: type[_T], *, strict: bool) -> _T:
    """Read each field for itself, so that all that is wrong is told at once. Raises Invalid.

    ``strict`` False reads numbers from text, as query parameters bring them.
    """
    fields = {field.encode_name: field for field in msgspec.structs.fields(shape)}
    known = ", ".join(fields) or "none"
    wrong = [
        FieldError(field=name[:100], expected=f"not to be there; fields: {known}") for name in values.keys() - fields
    ]
    read: dict[str, Any] = {}
    for name, field in fields.items():
        if name not in values:
            if field.required:
                wrong.append(FieldError(field=name, expected="to be there"))
            continue
        try:
            read[field.name] = msgspec.convert(values[name], field.type, strict=strict)
        except msgspec.ValidationError as refusal:
            wrong.append(_refused(name, str(refusal), field.type))
    if wrong:
        raise Invalid(*sorted(wrong, key=lambda error: error.field))
    return shape(**read)


def _refused(name: str, refusal: str, kind: Any) -> FieldError:
    """Which field it is, also one within another (``address.country``), and what it should be."""
    inside = _INSIDE.search(refusal)
    field = f"{name}.{inside.group(1)}" if inside else name
    return FieldError(field=field, expected=_expected(_INSIDE.sub("", refusal), kind))


def _expected(refusal: str, kind: Any) -> str:
    """What a field should be, for somebody who reads neither regular expressions nor our enumerations."""
    if refusal.startswith("Invalid enum value") and (choices := _choices(msgspec.inspect.type_info(kind))):
        return "one of " + ", ".join(choices)
    asked = next((words for pattern, words in ASKED_FOR.items() if refusal.endswith(f"regex {pattern!r}")), "")
    if asked:
        return asked
    if "matching regex" in refusal:
        return "text on one line that is not blank and neither begins nor ends with a space"
    if refusal == "Invalid RFC3339 encoded date":
        return "a date like 2026-11-21"
    return refusal.removeprefix("Expected ")


def _choices(kind: msgspec.inspect.Type) -> list[str]:
    match kind:
        case msgspec.inspect.UnionType(types=types):
            return [choice for one in types for choice in _choices(one)]
        case msgspec.inspect.LiteralType(values=values):
            return [str(value) for value in values]
        case msgspec.inspect.EnumType(cls=cls):
            return [str(one.value) for one in cls]
    return []


def read_key(event: Mapping[str, Any]) -> str:
    """The idempotency key of a request. Raises MissingKey."""
    headers = {name.lower(): value for name, value in (event.get("headers") or {}).items()}
    key = headers.get("idempotency-key", "")
    if not re.fullmatch(r"[\x21-\x7e]{1,255}", key):
        raise MissingKey
    return str(key)


def read_path(names: Mapping[str, str]) -> dict[str, str]:
    """The ids in a path. What cannot be an id of ours finds nothing. Raises NotFound."""
    if not all(len(value) <= LONGEST_ID and value.isprintable() for value in names.values()):
        raise NotFound
    return dict(names)
