"""What a visitor asks for, and what they read."""

from __future__ import annotations

from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

from functions.public_pages import handler as public_pages
from shared.domain.money import Money
from shared.domain.order import Line, Order
from shared.domain.payment import AttemptStatus, PaymentAttempt
from tests.fakes.people import NOW
from tests.shared.domain.test_receipt import ORDER

KEY = "tracking-key-canary"
PAID: Order = replace(
    ORDER,
    lines=(
        Line(sku="TARO-R", name="Taro <milk> tea", quantity=2, unit_price=575, tax_bp=903),
        Line(sku="WAFFLE", name="Egg waffle", quantity=1, unit_price=695),
    ),
    note="212 Elm St, ring twice",
)
CASH = PaymentAttempt(
    id="ctr_1",
    order_id=ORDER.id,
    provider="cash",
    amount=Money(1845, "USD"),
    received=Money(1845, "USD"),
    status=AttemptStatus.PAID,
    created_at=NOW,
)


def ask(token: str | None, *, page: str = "/receipt", lang: str = "") -> dict[str, Any]:
    """Open the link."""
    asked = {"rawPath": f"/track/{token}{page}", "pathParameters": {"token": token} if token else {}}
    if lang:
        asked["queryStringParameters"] = {"lang": lang}
    answer: dict[str, Any] = public_pages.handler(asked, object())
    return answer


class Reader(HTMLParser):
    """Reads a page's words."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_data(self, data: str) -> None:
        """The parser's."""
        self.found.append(data.strip())


def words(page: str) -> str:
    """What is read on the page."""
    reader = Reader()
    reader.feed(page.partition("<body>")[2])
    return " | ".join(reader.found)
