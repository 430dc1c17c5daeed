"""Requests that are wrong, hostile or both: each is told what is wrong with it, and none is a failure of ours."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from functions.staff_api.access import Role
from functions.staff_api.routes import ROUTES
from tests.functions.staff_api.conftest import StaffApi

MOVEMENTS = "/stock/cup_regular/movements"
PATHS = {
    route.path.format(
        order_id="ord_1",
        sku="TARO-R",
        item="cup_regular",
        case_id="c",
        customer_id="cus",
        day="2026-11-21",
        parcel_id="pcl",
        return_id="ret",
    )
    for route in ROUTES
}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({"reason": "count"}, {"delta": "to be there"}),
        ({}, {"delta": "to be there", "reason": "to be there"}),
        ({"delta": "5", "reason": "count"}, {"delta": "`int`, got `str`"}),
        ({"delta": 1.5, "reason": "count"}, {"delta": "`int`, got `float`"}),
        ({"delta": True, "reason": "count"}, {"delta": "`int`, got `bool`"}),
        ({"delta": None, "reason": "count"}, {"delta": "`int`, got `null`"}),
        ({"delta": 0, "reason": "count"}, {"delta": "`int` other than 0"}),
        ({"delta": 10**9 + 1, "reason": "count"}, {"delta": "`int` <= 1000000000"}),
        ({"delta": -(10**400), "reason": "count"}, {"delta": "`int` >= -1000000000"}),
        ({"delta": 1, "reason": ""}, {"reason": "`str` of length >= 1"}),
        ({"delta": 1, "reason": "x" * 201}, {"reason": "`str` of length <= 200"}),
        ({"delta": 1, "reason": ["count"]}, {"reason": "`str`, got `array`"}),
        (
            {"delta": 1, "reason": "count", "available": 9, "store": "pune"},
            {
                "available": "not to be there; fields: delta, reason",
                "store": "not to be there; fields: delta, reason",
            },
        ),
    ],
)
def test_each_field_that_is_wrong_is_named_with_what_is_expected(
    api: StaffApi, body: object, errors: dict[str, str]
) -> None:
    """422 with every field at once; fields that nobody asked for are refused, not ignored."""
    refused = api.ask("POST", MOVEMENTS, body=body, key="k-1")
    assert refused.status == 422
    assert {error["field"]: error["expected"] for error in refused.body["errors"]} == errors
    assert api.record.levels()["cup_regular"] == (40, 2)


@pytest.mark.parametrize("reason", [" ", "\t\n", "two\nlines", "nul\x00", "\u2003"])
def test_a_reason_is_one_line_with_something_in_it(api: StaffApi, reason: str) -> None:
    """It is read by people, in a list."""
    refused = api.ask("POST", MOVEMENTS, body={"delta": 1, "reason": reason}, key="k-1")
    assert [error["field"] for error in refused.body["errors"]] == ["reason"]


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'"text"',
        b"\xff\xfe",
        b'{"delta": NaN}',
        b'{"delta": 1, "reason": "\\ud800"}',
        b'{"delta": 1, "reason": "count"} trailing',
        b"[" * 30_000,
        b'{"a":' * 10_000,
    ],
)
def test_a_body_that_is_no_json_object_is_called_that(api: StaffApi, raw: bytes) -> None:
    """400; deep nesting costs nothing more."""
    for as_base64 in (False, True):
        if raw.startswith(b"\xff") and not as_base64:
            continue
        refused = api.ask("POST", MOVEMENTS, raw=raw, key="k-1", as_base64=as_base64)
        assert (refused.status, refused.body["type"]) == (400, "urn:tillhook:problem:malformed")


def test_a_body_that_is_not_the_base64_it_says_is_malformed(api: StaffApi) -> None:
    """The flag and the body come from outside."""
    refused = api.ask("POST", MOVEMENTS, raw=b"", key="k-1", as_base64=True)
    assert refused.status == 400


def test_a_body_that_is_too_large_is_refused_before_it_is_read(api: StaffApi) -> None:
    """413 above 64 KB, however it arrives."""
    body = {"delta": 1, "reason": "x" * 70_000}
    assert api.ask("POST", MOVEMENTS, body=body, key="k-1").status == 413
    assert api.ask("POST", MOVEMENTS, body=body, key="k-1", as_base64=True).status == 413
    assert api.ask("POST", MOVEMENTS, raw=b" " * 200_000, key="k-1").status == 413


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("/orders", {"status": "paid"}, "status"),
        ("/orders", {"status": ""}, "status"),
        ("/orders", {"limit": "0"}, "limit"),
        ("/orders", {"limit": "201"}, "limit"),
        ("/orders", {"limit": "ten"}, "limit"),
        ("/orders", {"limit": "1,2"}, "limit"),
        ("/orders", {"text": ""}, "text"),
        ("/orders", {"text": "   "}, "text"),
        ("/orders", {"text": "x" * 101}, "text"),
        ("/orders", {"cursor": ""}, "cursor"),
        ("/orders", {"sort": "name"}, "sort"),
        ("/orders/ord_1", {"expand": "all"}, "expand"),
        ("/stock", {"limit": "-1"}, "limit"),
        ("/openapi.json", {"format": "yaml"}, "format"),
    ],
)
def test_a_query_that_is_wrong_is_named_too(api: StaffApi, path: str, query: dict[str, str], field: str) -> None:
    """A misspelled filter must not silently show everything."""
    refused = api.ask("GET", path, query=query)
    assert refused.status == 422
    assert [error["field"] for error in refused.body["errors"]] == [field]


@pytest.mark.parametrize("path", sorted(PATHS))
def test_a_method_that_a_path_does_not_take_is_told_which_it_does(api: StaffApi, path: str) -> None:
    """405 with ``Allow``."""
    fitting = sorted({route.method for route in ROUTES if route.fits(path)})
    for method in set(METHODS) - set(fitting):
        refused = api.ask(method, path)
        assert refused.status == 405
        assert refused.headers["allow"] == ", ".join(fitting)


@pytest.mark.parametrize("path", ["", "/", "/order", "/orders/", "/orders/a/b", "//orders", "/stock//movements"])
def test_a_path_that_is_no_route_is_not_found(api: StaffApi, path: str) -> None:
    """404, for every method."""
    assert {api.ask(method, path).status for method in METHODS} == {404}


WORDS = ("", "\x00", "%00", "null", "[]", "-1", "1e99", "é" * 60, "\u202e", "'; --", "{{7*7}}", "x" * 9000)
BODIES: tuple[Any, ...] = (
    None, True, [], [1], {}, {"delta": {}}, {"delta": [1]}, {"reason": {"$ne": 1}}, "x", 1, 1.5
)  # fmt: skip
HOSTILE: list[dict[str, Any]] = [
    *({"query": dict.fromkeys(("limit", "cursor", "text", "status"), word)} for word in WORDS),
    *({"body": body, "key": "k"} for body in BODIES),
]


def route_groups(roles: frozenset[Role]) -> str:
    """Somebody who may ask for it: hostile words must get as far as they can."""
    return "[mpls-staff]" if Role.STAFF in roles else "[mpls-manager]"


@pytest.mark.parametrize("hostile", HOSTILE, ids=lambda hostile: json.dumps(hostile)[:40])
def test_whatever_is_sent_is_answered_by_the_contract(api: StaffApi, hostile: dict[str, Any]) -> None:
    """Every route, with ids of ours and strange ones: never a failure, always no-store, problems as problem+json."""
    for route in ROUTES:
        for strange in ("cup_regular", "\x00", "..", "%2e%2e%2f", "a b", "🧋", "x" * 3000, "-", "STOCK#cup_regular"):
            path = strange.join(re.split(r"{\w+}", route.path))
            answer = api.ask(route.method, path, groups=route_groups(route.roles), **hostile)
            assert answer.status in (200, 400, 404, 409, 422)
            assert answer.headers["cache-control"] == "no-store"
            assert answer.headers["x-content-type-options"] == "nosniff"
            if answer.status != 200:
                assert answer.headers["content-type"] == "application/problem+json"
                assert answer.body["status"] == answer.status
                assert {"type", "title", "status", "detail"} <= set(answer.body)
    assert api.record.levels() == {"cup_regular": (40, 2), "tapioca_pearls_g": (2000, 100)}
