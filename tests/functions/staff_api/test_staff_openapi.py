"""The description of the API is the table of its routes, and its answers keep to it."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from functions.staff_api.reports import ReportQuery
from functions.staff_api.routes import ROUTES
from shared.domain.order import OrderStatus
from tests.fakes.people import ANA, order
from tests.functions.staff_api.conftest import CASE, StaffApi, open_case
from tests.functions.staff_api.test_staff_reports import REPORT

NEED_A_STORY = ("/payments", "/refunds", "/status", "/cancel", "/orders/{order_id}/claim", "/assign")


@pytest.fixture
def document(api: StaffApi) -> dict[str, Any]:
    """What ``GET /staff/openapi.json`` answers."""
    answered = api.ask("GET", "/openapi.json")
    assert (answered.status, answered.headers["content-type"]) == (200, "application/json")
    body: dict[str, Any] = answered.body
    return body


def references(node: object) -> set[str]:
    """Every ``$ref`` below a node."""
    if isinstance(node, dict):
        own = {node["$ref"]} if "$ref" in node else set()
        return own.union(*map(references, node.values()))
    return set().union(*map(references, node)) if isinstance(node, list) else set()


def test_the_description_has_every_route_and_its_roles(document: dict[str, Any]) -> None:
    """Written out: what staff can do."""
    described = {
        f"{method.upper()} {path}": (operation["operationId"], operation["x-roles"])
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    }
    everyone = ["manager", "staff"]
    assert described == {
        "GET /orders": ("list_orders", everyone),
        "GET /orders/{order_id}": ("read_order", everyone),
        "GET /products": ("list_products", everyone),
        "GET /products/{sku}": ("read_product", everyone),
        "GET /stock": ("list_stock", everyone),
        "GET /stock/{item}": ("read_stock_item", everyone),
        "GET /stock/{item}/movements": ("list_movements", everyone),
        "POST /stock/{item}/movements": ("add_movement", everyone),
        "POST /orders/{order_id}/lines": ("correct_lines", everyone),
        "POST /orders/{order_id}/messages": ("write_about_order", everyone),
        "POST /orders/{order_id}/refunds": ("add_refund", ["manager"]),
        "GET /queue": ("list_cases", everyone),
        "GET /queue/{case_id}": ("read_case", everyone),
        "POST /queue/{case_id}/claim": ("claim_case", everyone),
        "POST /queue/{case_id}/release": ("release_case", everyone),
        "POST /queue/{case_id}/messages": ("write_about_case", everyone),
        "POST /queue/{case_id}/close": ("close_case", everyone),
        "GET /customers/{customer_id}/messages": ("list_messages", everyone),
        "POST /products/{sku}/aliases": ("add_alias", everyone),
        "GET /reports/reconciliation": ("read_reconciliation", ["manager"]),
        "POST /orders/{order_id}/payments": ("add_payment", everyone),
        "POST /orders/{order_id}/status": ("set_status", everyone),
        "POST /orders/{order_id}/claim": ("claim_order", everyone),
        "POST /orders/{order_id}/assign": ("set_assignee", everyone),
        "POST /orders/{order_id}/cancel": ("cancel_order", ["manager"]),
        "POST /orders/{order_id}/parcels": ("add_parcel", everyone),
        "POST /orders/{order_id}/parcels/{parcel_id}/scans": ("add_scan", everyone),
        "POST /orders/{order_id}/parcels/{parcel_id}/instruct": ("add_instruction", everyone),
        "POST /orders/{order_id}/parcels/{parcel_id}/cancel": ("cancel_parcel", everyone),
        "POST /orders/{order_id}/returns": ("add_return", everyone),
        "POST /orders/{order_id}/returns/{return_id}/decide": ("decide", ["manager"]),
        "POST /orders/{order_id}/returns/{return_id}/inspect": ("inspect", ["manager"]),
        "POST /orders/{order_id}/returns/{return_id}/cancel": ("cancel", everyone),
        "GET /drawer": ("read_drawer", everyone),
        "POST /drawer/open": ("open_drawer", everyone),
        "POST /drawer/paid-in": ("pay_in", everyone),
        "POST /drawer/paid-out": ("pay_out", everyone),
        "POST /drawer/hand-in": ("hand_in", everyone),
        "POST /drawer/count": ("count_drawer", everyone),
        "POST /drawer/close": ("close_drawer", everyone),
        "POST /drawer/close-day": ("end_day", ["manager"]),
        "GET /drawer/days/{day}": ("read_day", everyone),
        "GET /drawer/days/{day}/csv": ("read_day_as_csv", everyone),
        "GET /openapi.json": ("describe_api", everyone),
    }
    assert (document["openapi"], document["info"]["title"]) == ("3.1.0", "North Loop Boba: staff API")


def test_the_correction_is_described_with_its_limits(document: dict[str, Any]) -> None:
    """A client can check a body and knows that it needs a key."""
    operation = document["paths"]["/stock/{item}/movements"]["post"]
    assert operation["requestBody"]["content"]["application/json"]["schema"] == {
        "$ref": "#/components/schemas/StockCorrection"
    }
    correction = document["components"]["schemas"]["StockCorrection"]
    assert correction["additionalProperties"] is False
    assert sorted(correction["required"]) == ["delta", "reason"]
    assert correction["properties"]["delta"]["not"] == {"const": 0}
    assert [(one["name"], one["in"], one["required"]) for one in operation["parameters"]] == [
        ("item", "path", True),
        ("Idempotency-Key", "header", True),
    ]
    assert set(operation["responses"]) == {"200", "400", "401", "403", "404", "409", "413", "422", "503"}


def test_query_parameters_are_described_without_null(document: dict[str, Any]) -> None:
    """A parameter is there or it is not."""
    parameters = {one["name"]: one for one in document["paths"]["/orders"]["get"]["parameters"]}
    assert set(parameters) == {"status", "assignee", "text", "limit", "cursor"}
    assert sorted(parameters["status"]["schema"]["enum"]) == sorted(OrderStatus)
    assert parameters["limit"]["schema"] == {"type": "integer", "minimum": 1, "maximum": 200, "default": 25}
    assert not any(one["required"] for one in parameters.values())
    assert "null" not in str(parameters)


def test_every_reference_in_the_description_leads_somewhere(document: dict[str, Any]) -> None:
    """All are components of the same document."""
    components = {f"#/components/schemas/{name}" for name in document["components"]["schemas"]}
    assert references(document) == components


def test_what_is_answered_has_the_shape_that_is_described(api: StaffApi) -> None:
    """Each answer is read back with the type that the table names, strictly."""
    open_case(api.record, ANA)
    api.record.state.orders["ord_1"] = order(status=OrderStatus.DRAFT, needs={}, expires_at=None)
    bodies = {
        "StockCorrection": {"delta": 1, "reason": "count"},
        "LinesCorrection": {"lines": [{"sku": "TARO-R", "quantity": 1}]},
        "StaffMessage": {"text": "Hi"},
        "NewAlias": {"alias": "ube"},
    }
    api.record.reconciliations.save(REPORT)
    for route in ROUTES:
        told_elsewhere = "/parcels" in route.path or "/returns" in route.path
        if route.path.startswith("/drawer") or route.path.endswith(NEED_A_STORY) or told_elsewhere:
            # One answer each in test_staff_money, test_staff_refunds, test_staff_parcels and test_staff_returns.
            continue
        path = route.path.format(order_id="ord_1", sku="TARO-R", item="cup_regular", case_id=CASE, customer_id=ANA.id)
        body = bodies[route.body.__name__] if route.body else None
        query = {"date": "2026-11-21"} if route.query is ReportQuery else None
        answer = api.ask(route.method, path, groups="[mpls-manager]", body=body, key="k-1", query=query)
        assert answer.status == 200
        msgspec.json.decode(answer.text, type=route.answer)
