"""A store with a few orders, products and counters, and the real handler in front of it."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest

from functions.staff_api import handler as staff_api
from shared.domain.case import Case, CaseReason, CaseStatus, case_id_for
from shared.domain.catalog import Product
from shared.domain.chat import Chat, Said, StoredMedia
from shared.domain.customer import Customer
from shared.domain.inbound import Media
from shared.domain.stock import StockItem
from shared.runtime import clock, observability
from tests.fakes.http_api import http_event
from tests.fakes.people import ANA, MPLS_PROFILE
from tests.fakes.record import FakeRecord

CLIENT = "7f3staffclientofmpls"
#: The case that the first message opens.
CASE = case_id_for("wamid.1")
TARO = Product(
    sku="TARO-R",
    name="Taro milk tea, regular",
    names={"es": "Té con leche de taro, normal"},
    aliases=("taro",),
    price=575,
    tax_bp=903,
    size="regular",
    recipe={"tapioca_pearls_g": 50, "cup_regular": 1},
)
WAFFLE = Product(sku="WAFFLE", name="Egg waffle", price=695, recipe={"waffle_mix_g": 120})
PEARLS = StockItem(
    id="tapioca_pearls_g",
    available=2000,
    reserved=100,
    reorder_point=1500,
    reorder_quantity=6000,
    supplier="bobalink",
    lead_time_days=3,
    version=4,
)
CUPS = StockItem(
    id="cup_regular",
    available=40,
    reserved=2,
    reorder_point=60,
    reorder_quantity=500,
    supplier="packit",
    lead_time_days=2,
    version=9,
    open_purchase="po_cup_regular_7",
)


_numbers = itertools.count(1)


@dataclass(frozen=True, kw_only=True)
class Answered:
    """An answer: ``body`` decoded, header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: Any
    text: str


@dataclass(frozen=True, kw_only=True)
class StaffApi:
    """The handler, asked as API Gateway asks it after the authorizer let somebody in."""

    record: FakeRecord

    def ask(
        self,
        method: str,
        path: str,
        *,
        groups: object = "[mpls-staff]",
        claims: Mapping[str, Any] | None = None,
        body: object = None,
        raw: bytes | None = None,
        key: str | None = None,
        query: Mapping[str, str] | None = None,
        as_base64: bool = False,
    ) -> Answered:
        """Ask for ``/staff`` + ``path``. ``body`` is sent as JSON, ``raw`` as it is; ``claims`` replace the token's."""
        if claims is None:
            claims = {"sub": "3c1f", "aud": CLIENT, "token_use": "id", "cognito:groups": groups}
        sent = raw if raw is not None else json.dumps(body).encode() if body is not None else None
        event = http_event(
            method=method,
            path=f"/staff{path}",
            body=sent,
            headers={"Idempotency-Key": key} if key is not None else None,
            query=query,
            as_base64=as_base64,
        )
        event["requestContext"]["authorizer"] = {"jwt": {"claims": dict(claims), "scopes": None}}
        return self.send(event)

    def send(self, event: dict[str, Any]) -> Answered:
        """Hand an event to the handler as it is."""
        answer = staff_api.handler(event, object())
        return Answered(
            status=answer["statusCode"],
            headers={name.lower(): value for name, value in answer["headers"].items()},
            body=json.loads(answer["body"]),
            text=answer["body"],
        )


@pytest.fixture
def served(monkeypatch: pytest.MonkeyPatch) -> Callable[..., StaffApi]:
    """Put a record behind the handler, as deployed with these further variables."""

    def serve(record: FakeRecord, **variables: str) -> StaffApi:
        # A logger writes to where standard output was when its name was first used: each test has a name of its own.
        name = f"staff_api_{next(_numbers)}"
        given = {
            "STORE_ID": "mpls",
            "STORE": json.dumps(MPLS_PROFILE),
            "AWS_LAMBDA_FUNCTION_NAME": name,
            "AWS_REGION": "us-east-1",
            "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE",
            "AWS_SECRET_ACCESS_KEY": "secret-key-canary",
            "MEDIA_BUCKET": "tillhook-mpls-media-1",
        }
        for variable, value in (given | variables).items():
            monkeypatch.setenv(variable, value)
        monkeypatch.setattr(staff_api, "record", lambda: record)
        staff_api.Settings.from_env.cache_clear()
        observability.log.cache_clear()
        return StaffApi(record=record)

    return serve


def open_case(record: FakeRecord, customer: Customer, *, number: int = 1, text: str = "it leaks") -> str:
    """The customer's n-th message is a case of its own, with a photo that is kept; its id."""
    media = Media(type="image", id="m-1", mime_type="image/jpeg")
    kept = StoredMedia(media=media, state="stored", key=f"chats/{customer.id}/{number}.jpg")
    case = Case(
        id=case_id_for(f"wamid.{number}"),
        store="mpls",
        customer_id=customer.id,
        reason=CaseReason.COMPLAINT,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=clock.utc_now() - timedelta(minutes=number),
        first_place=number,
        order_id="ord_1",
    )
    state = record.state
    state.cases[case.id] = case
    state.profiles[customer.id] = replace(customer, last_inbound_at=clock.utc_now())
    state.chats[customer.id] = Chat(customer_id=customer.id, version=1, case_id=case.id)
    state.said[customer.id, number] = Said(
        customer_id=customer.id,
        place=number,
        message_id=f"wamid.{number}",
        at=case.opened_at,
        type="image",
        text=text,
        case_id=case.id,
        media=kept,
    )
    return case.id


@pytest.fixture
def record() -> FakeRecord:
    """Two products, two counters, Ana's profile, no order."""
    filled = FakeRecord(products=[WAFFLE, TARO], stock=[PEARLS, CUPS])
    filled.state.profiles[ANA.id] = ANA
    return filled


@pytest.fixture
def api(served: Callable[..., StaffApi], record: FakeRecord) -> StaffApi:
    """The staff API in front of ``record``."""
    return served(record)
