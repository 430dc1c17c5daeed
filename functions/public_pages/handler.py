"""Pages for whoever has their link: the receipt of an order. What cannot be shown always looks the same."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

from shared.adapters.aws_light.ssm import SecretMissing, SecretParameters
from shared.adapters.dynamodb.record import Record
from shared.adapters.receipt_page import STYLE_HASH, missing_page, receipt_page
from shared.adapters.whatsapp.texts import all_texts
from shared.domain.receipt import has_receipt, order_behind
from shared.domain.store import Store
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
    "content-security-policy": f"default-src 'none'; style-src '{STYLE_HASH}'; frame-ancestors 'none'",
}


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


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Answer one visitor. The token is not logged: who has it has the receipt."""
    settings = Settings.from_env()
    page = _receipt(settings, (event.get("pathParameters") or {}).get("token", ""))
    log().info("page.answered", status=200 if page else 404)
    if page is not None:
        return {"statusCode": 200, "headers": HEADERS, "body": page}
    language = settings.store.languages[0]
    body = missing_page(store=settings.store, language=language, say=partial(all_texts().say, language))
    return {"statusCode": 404, "headers": HEADERS, "body": body}


def _receipt(settings: Settings, token: str) -> str | None:
    now = clock.utc_now()
    try:
        keys = settings.secrets.of(settings.key, now=now.timestamp())
    except SecretMissing:
        return None
    order_id = order_behind(token, keys=keys)
    file = settings.tables.orders.read(order_id) if order_id else None
    if file is None or not has_receipt(file.order, now=now):
        return None
    customer = settings.tables.customers.read(file.order.customer_id)
    language = settings.store.spoken(customer.language if customer else None)
    return receipt_page(
        file=file,
        store=settings.store,
        language=language,
        say=partial(all_texts().say, language),
    )
