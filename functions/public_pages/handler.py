"""Pages for whoever has their link: how far an order came, and its receipt. What may not be shown looks the same."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache, partial
from typing import Any

from shared.adapters.aws_light.ssm import SecretMissing, SecretParameters
from shared.adapters.dynamodb.record import Record
from shared.adapters.receipt_page import STYLE_HASH, receipt_page
from shared.adapters.tracking_look import look_of
from shared.adapters.tracking_page import Followed, missing_page, tracking_page
from shared.adapters.whatsapp.texts import texts_of
from shared.domain.receipt import has_receipt, order_behind
from shared.domain.store import Store
from shared.domain.tracking_steps import may_be_followed
from shared.ports import OrderFile
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.observability import log
from shared.runtime.profile import store_profile
from shared.runtime.wiring import record

HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "cache-control": "no-store",
    "x-robots-tag": "noindex, nofollow",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
#: A page is its own style and nothing else: no script, no form, no frame, no other address; its icon is an empty one.
POLICY = (
    "default-src 'none'; style-src '{style}'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    store: Store
    tables: Record
    secrets: SecretParameters
    key: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        key = required("TRACKING_KEY_PARAMETER")
        secrets = SecretParameters(region=required("AWS_REGION"), names=[key])
        return cls(store=store_profile(), tables=record(), secrets=secrets, key=key)


@dataclass(frozen=True, kw_only=True)
class Visit:
    """What a visitor may see: the order behind their link, in the language that they are to read it in."""

    file: OrderFile
    language: str
    now: datetime


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answer one visitor. The token is not logged: who has it has the page."""
    settings = Settings.from_env()
    token = (event.get("pathParameters") or {}).get("token", "")
    wanted = (event.get("queryStringParameters") or {}).get("lang", "")
    answer = _receipt if event.get("rawPath", "").endswith("/receipt") else _tracking
    found = answer(settings, token, wanted)
    log().info("page.answered", status=200 if found else 404)
    if found is not None:
        return found
    store = settings.store
    language = store.languages[0]
    page = missing_page(store=store, language=language, say=partial(texts_of(store.id).say, language))
    return _answer(404, page, style=look_of(store.colour).source)


def _answer(status: int, page: str, *, style: str) -> dict[str, Any]:
    headers = HEADERS | {"content-security-policy": POLICY.format(style=style)}
    return {"statusCode": status, "headers": headers, "body": page}


def _receipt(settings: Settings, token: str, wanted: str) -> dict[str, Any] | None:
    visit = _visit(settings, token, wanted, shown=has_receipt)
    if visit is None:
        return None
    page = receipt_page(
        file=visit.file,
        store=settings.store,
        language=visit.language,
        say=partial(texts_of(settings.store.id).say, visit.language),
    )
    return _answer(200, page, style=STYLE_HASH)


def _tracking(settings: Settings, token: str, wanted: str) -> dict[str, Any] | None:
    visit = _visit(settings, token, wanted, shown=may_be_followed)
    if visit is None:
        return None
    store, texts = settings.store, texts_of(settings.store.id)
    followed = Followed(
        order=visit.file.order,
        parcels=visit.file.parcels,
        returns=visit.file.returns,
        store=store,
        language=visit.language,
        say=partial(texts.say, visit.language),
        receipt=f"{token}/receipt?lang={visit.language}",
        names={code: texts.say(code, "language_name") for code in store.languages},
        now=visit.now,
    )
    return _answer(200, tracking_page(followed), style=look_of(store.colour).source)


def _visit(settings: Settings, token: str, wanted: str, *, shown: Callable[..., bool]) -> Visit | None:
    """None for who has nothing to see: a guess, another store's link, an order of long ago."""
    now = clock.utc_now()
    try:
        keys = settings.secrets.of(settings.key, now=now.timestamp())
    except SecretMissing:
        return None
    order_id = order_behind(token, keys=keys)
    file = settings.tables.orders.read(order_id) if order_id else None
    if file is None or not shown(file.order, now=now):
        return None
    if wanted in settings.store.languages:
        return Visit(file=file, language=wanted, now=now)
    customer = settings.tables.customers.read(file.order.customer_id)
    return Visit(file=file, language=settings.store.spoken(customer.language if customer else None), now=now)
