"""Every route of the staff API: who may call it, what it takes, what it answers. What is not here does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import msgspec

from functions.staff_api import answers, money, reports, talking
from functions.staff_api.access import Role
from functions.staff_api.answers import Call
from functions.staff_api.contract import (
    MovementList,
    NewRefund,
    OrderDetail,
    OrderList,
    OrdersQuery,
    PageQuery,
    ProductList,
    ProductView,
    Query,
    StockCorrection,
    StockDetail,
    StockList,
    StockView,
)
from functions.staff_api.money_contract import (
    CashIn,
    CashOut,
    DayReportView,
    DayToClose,
    DrawerCount,
    DrawerOpening,
    DrawerView,
    HandIn,
    NewPayment,
    PaymentResult,
)
from functions.staff_api.openapi import openapi_document
from functions.staff_api.reports import ReconciliationView, ReportQuery
from functions.staff_api.talking_contract import (
    CaseDetail,
    CaseList,
    CaseView,
    LinesCorrection,
    MessageList,
    MessageView,
    NewAlias,
    StaffMessage,
)

PREFIX = "/staff"
EVERYONE = frozenset({Role.STAFF, Role.MANAGER})
MANAGERS = frozenset({Role.MANAGER})


@dataclass(frozen=True, kw_only=True)
class Route:
    """One row of the table. Every POST takes an ``Idempotency-Key``. ``path`` is under PREFIX, ids as ``{name}``."""

    method: str
    path: str
    roles: frozenset[Role]
    summary: str
    does: Callable[[Call], msgspec.Struct | dict[str, Any] | str]
    answer: Any
    query: type[Query] = Query
    body: type[msgspec.Struct] | None = None
    #: What the answer is; anything but JSON is given as text.
    media: str = "application/json"

    @property
    def ids(self) -> tuple[str, ...]:
        """The names of the ids in the path."""
        return tuple(re.findall(r"{(\w+)}", self.path))

    def fits(self, path: str) -> bool:
        """Whether a path without PREFIX is this route's."""
        return (
            re.fullmatch(re.sub(r"{\w+}", "[^/]+", re.escape(self.path).replace(r"\{", "{").replace(r"\}", "}")), path)
            is not None
        )


def describe_api(call: Call) -> dict[str, Any]:
    """This table as OpenAPI 3.1."""
    return openapi_document(ROUTES, title=f"{call.shop.store.name}: staff API")


ROUTES: tuple[Route, ...] = (
    Route(
        method="GET",
        path="/orders",
        roles=EVERYONE,
        summary="List orders, newest first",
        does=answers.list_orders,
        answer=OrderList,
        query=OrdersQuery,
    ),
    Route(
        method="GET",
        path="/orders/{order_id}",
        roles=EVERYONE,
        summary="Read an order with its payments and timeline",
        does=answers.read_order,
        answer=OrderDetail,
    ),
    Route(
        method="GET",
        path="/products",
        roles=EVERYONE,
        summary="List products",
        does=answers.list_products,
        answer=ProductList,
        query=PageQuery,
    ),
    Route(
        method="GET",
        path="/products/{sku}",
        roles=EVERYONE,
        summary="Read a product",
        does=answers.read_product,
        answer=ProductView,
    ),
    Route(
        method="GET",
        path="/stock",
        roles=EVERYONE,
        summary="List stock items",
        does=answers.list_stock,
        answer=StockList,
        query=PageQuery,
    ),
    Route(
        method="GET",
        path="/stock/{item}",
        roles=EVERYONE,
        summary="Read a stock item",
        does=answers.read_stock_item,
        answer=StockDetail,
    ),
    Route(
        method="GET",
        path="/stock/{item}/movements",
        roles=EVERYONE,
        summary="List what moved a stock item, newest first",
        does=answers.list_movements,
        answer=MovementList,
        query=PageQuery,
    ),
    Route(
        method="POST",
        path="/stock/{item}/movements",
        roles=EVERYONE,
        summary="Correct a stock item, with the reason; answers with the item as the correction left it",
        does=answers.add_movement,
        answer=StockView,
        body=StockCorrection,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/lines",
        roles=EVERYONE,
        summary="Say what a draft's words mean; the customer is asked to confirm it",
        does=talking.correct_lines,
        answer=OrderDetail,
        body=LinesCorrection,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/messages",
        roles=EVERYONE,
        summary="Write to the customer of an order; the bot is silent for a while",
        does=talking.write_about_order,
        answer=MessageView,
        body=StaffMessage,
    ),
    Route(
        method="GET",
        path="/queue",
        roles=EVERYONE,
        summary="List what waits for a person, the longest waiting first",
        does=talking.list_cases,
        answer=CaseList,
        query=PageQuery,
    ),
    Route(
        method="GET",
        path="/queue/{case_id}",
        roles=EVERYONE,
        summary="Read a case with the messages around it and its order",
        does=talking.read_case,
        answer=CaseDetail,
    ),
    Route(
        method="POST",
        path="/queue/{case_id}/claim",
        roles=EVERYONE,
        summary="Take a case; the bot is silent for a while",
        does=talking.claim_case,
        answer=CaseView,
    ),
    Route(
        method="POST",
        path="/queue/{case_id}/release",
        roles=EVERYONE,
        summary="Give a case back to the queue",
        does=talking.release_case,
        answer=CaseView,
    ),
    Route(
        method="POST",
        path="/queue/{case_id}/messages",
        roles=EVERYONE,
        summary="Write to the customer of a case; the bot is silent for a while",
        does=talking.write_about_case,
        answer=MessageView,
        body=StaffMessage,
    ),
    Route(
        method="POST",
        path="/queue/{case_id}/close",
        roles=EVERYONE,
        summary="Be done with a case; the bot speaks again",
        does=talking.close_case,
        answer=CaseView,
    ),
    Route(
        method="GET",
        path="/customers/{customer_id}/messages",
        roles=EVERYONE,
        summary="List what a customer and people of the store wrote, newest first",
        does=talking.list_messages,
        answer=MessageList,
        query=PageQuery,
    ),
    Route(
        method="POST",
        path="/products/{sku}/aliases",
        roles=EVERYONE,
        summary="Teach the store another name of a product",
        does=talking.add_alias,
        answer=ProductView,
        body=NewAlias,
    ),
    Route(
        method="GET",
        path="/reports/reconciliation",
        roles=MANAGERS,
        summary="Read what comparing a business day with the gateway's lists found",
        does=reports.read_reconciliation,
        answer=ReconciliationView,
        query=ReportQuery,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/payments",
        roles=EVERYONE,
        summary="Take money for an order; paid in full it is confirmed",
        does=money.add_payment,
        answer=PaymentResult,
        body=NewPayment,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/refunds",
        roles=MANAGERS,
        summary="Give money back through the gateway that took it, or record that it was given by hand",
        does=answers.add_refund,
        answer=OrderDetail,
        body=NewRefund,
    ),
    Route(
        method="GET",
        path="/drawer",
        roles=EVERYONE,
        summary="Read the drawer: what should be in it, what was counted, what riders carry",
        does=money.read_drawer,
        answer=DrawerView,
    ),
    Route(
        method="POST",
        path="/drawer/open",
        roles=EVERYONE,
        summary="Begin a shift with what is in the drawer",
        does=money.open_drawer,
        answer=DrawerView,
        body=DrawerOpening,
    ),
    Route(
        method="POST",
        path="/drawer/paid-in",
        roles=EVERYONE,
        summary="Put cash from the safe into the drawer",
        does=money.pay_in,
        answer=DrawerView,
        body=CashIn,
    ),
    Route(
        method="POST",
        path="/drawer/paid-out",
        roles=EVERYONE,
        summary="Take cash out of the drawer",
        does=money.pay_out,
        answer=DrawerView,
        body=CashOut,
    ),
    Route(
        method="POST",
        path="/drawer/hand-in",
        roles=EVERYONE,
        summary="Take in what a rider collected",
        does=money.hand_in,
        answer=DrawerView,
        body=HandIn,
    ),
    Route(
        method="POST",
        path="/drawer/count",
        roles=EVERYONE,
        summary="Say what is in the drawer",
        does=money.count_drawer,
        answer=DrawerView,
        body=DrawerCount,
    ),
    Route(
        method="POST",
        path="/drawer/close",
        roles=EVERYONE,
        summary="End the shift; what was counted goes into the safe",
        does=money.close_drawer,
        answer=DrawerView,
    ),
    Route(
        method="POST",
        path="/drawer/close-day",
        roles=MANAGERS,
        summary="Lock a business day for good and report it",
        does=money.end_day,
        answer=DayReportView,
        body=DayToClose,
    ),
    Route(
        method="GET",
        path="/drawer/days/{day}",
        roles=EVERYONE,
        summary="Read the report of a locked day",
        does=money.read_day,
        answer=DayReportView,
    ),
    Route(
        method="GET",
        path="/drawer/days/{day}/csv",
        roles=EVERYONE,
        summary="Read the report of a locked day as a table",
        does=money.read_day_as_csv,
        answer=str,
        media="text/csv; charset=utf-8",
    ),
    Route(
        method="GET",
        path="/openapi.json",
        roles=EVERYONE,
        summary="This description",
        does=describe_api,
        answer=dict[str, Any],
    ),
)
