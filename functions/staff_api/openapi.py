"""The route table as OpenAPI 3.1."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from functions.staff_api.contract import Problem

if TYPE_CHECKING:
    from functions.staff_api.route import Route

VERSION = "1.0.0"
REFERENCE = "#/components/schemas/{name}"
KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": True,
    "description": "A new one for each thing to be done, the same one when it is repeated",
    "schema": {"type": "string", "pattern": "^[!-~]{1,255}$"},
}


def openapi_document(routes: Sequence[Route], *, title: str) -> dict[str, Any]:
    """The document for these routes."""
    shapes: list[Any] = [Problem, *(route.answer for route in routes), *(r.body for r in routes if r.body)]
    schemas, components = msgspec.json.schema_components(shapes, ref_template=REFERENCE)
    named = dict(zip((str(shape) for shape in shapes), schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for route in routes:
        paths.setdefault(route.path, {})[route.method.lower()] = _operation(route, named)
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": VERSION},
        # Relative to where this document was read from, whatever host and stage that is.
        "servers": [{"url": "../staff"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}},
        },
    }


def _operation(route: Route, named: dict[str, Any]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": route.does.__name__,
        "summary": route.summary,
        "x-roles": sorted(route.roles),
        "parameters": list(_parameters(route)),
        "responses": {
            "200": {
                "description": "Done",
                "content": {route.media.partition(";")[0]: {"schema": named[str(route.answer)]}},
            },
            **{
                status: {
                    "description": meaning,
                    "content": {"application/problem+json": {"schema": named[str(Problem)]}},
                }
                for status, meaning in _refusals(route)
            },
        },
    }
    if route.body:
        operation["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": named[str(route.body)]}},
        }
    return operation


def _parameters(route: Route) -> Iterable[dict[str, Any]]:
    for name in route.ids:
        yield {"name": name, "in": "path", "required": True, "schema": {"type": "string", "minLength": 1}}
    for field in msgspec.structs.fields(route.query):
        schema = _without_null(msgspec.json.schema(field.type))
        if field.default not in (msgspec.NODEFAULT, None):
            schema["default"] = field.default
        yield {"name": field.encode_name, "in": "query", "required": field.required, "schema": schema}
    if route.method == "POST":
        yield KEY_HEADER


def _refusals(route: Route) -> Iterable[tuple[str, str]]:
    if route.method == "POST":
        yield "400", "The body is not a JSON object, or Idempotency-Key is missing"
    yield "401", "No token of this store"
    yield "403", "The role may not do this"
    if route.ids:
        yield "404", "There is no such thing at this store"
    if route.method == "POST":
        yield "409", "The record is in a state that does not allow it"
        yield "413", "The body is too large"
    yield "422", "Fields are not as expected; says which"
    yield "503", "Not right now; repeat the same request"


def _without_null(schema: dict[str, Any]) -> dict[str, Any]:
    # A query parameter is text or absent, never null.
    kinds = [kind for kind in schema.pop("anyOf", [schema]) if kind != {"type": "null"}]
    plain: dict[str, Any] = dict(kinds[0])
    if reference := plain.pop("$ref", None):
        plain = dict(schema["$defs"][reference.rpartition("/")[2]])
    return plain
