"""Items of conversations, cases, drafts and profiles: read back whole, readable for ever, and never too large."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import MISSING, fields, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.dynamodb import chat_codec, codec, order_codec
from shared.adapters.dynamodb.stream import plain
from shared.adapters.dynamodb.tables import CustomersTable, OrdersTable
from shared.domain.case import Case, CaseReason, CaseStatus
from shared.domain.chat import Chat, Said, StoredMedia
from shared.domain.customer import Customer, Identity
from shared.domain.inbound import Media
from shared.domain.order import (
    Handover,
    Line,
    Order,
    OrderStatus,
    Problem,
    ProblemKind,
    Source,
    Ticket,
    Utterance,
)
from tests.fakes.people import order

GOLDEN: dict[str, dict[str, Any]] = json.loads(
    (Path(__file__).parent / "golden_conversation_items.json").read_text("utf-8")
)
AT = datetime(2026, 11, 21, 18, 0, 0, 250000, tzinfo=UTC)

PHOTO = Media(
    type="image",
    id="9914",
    mime_type="image/jpeg",
    sha256="c2hhMjU2",
    caption="टूटा हुआ",
    filename="a.jpg",
    voice=True,
)
#: One of each, in which no field has its default: what the codec forgets is seen.
FULL_ORDER = Order(
    id="ord_77",
    store="pune",
    customer_id="cus_9a1b",
    status=OrderStatus.DRAFT,
    version=4,
    lines=(
        Line(
            sku="ATTA-5",
            name="Wheat flour 5 kg",
            quantity=2,
            unit_price=25500,
            note="not the blue bag",
            tax_bp=500,
            tax_on_top=True,
        ),
    ),
    currency="INR",
    placed_at=AT,
    source=Source(channel="whatsapp", message_id="wamid.HBgN"),
    needs={"ATTA-5": 2},
    problems=(
        Problem(
            kind=ProblemKind.UNCLEAR,
            sku="",
            name="चाय",
            wanted=3,
            found=0,
            candidates=("TEA-250", "TEA-500"),
            names=("Tea 250 g", "Tea 500 g"),
        ),
    ),
    expires_at=AT + timedelta(minutes=30),
    ticket=Ticket(number=17, day=AT.date()),
    note="for 5pm",
    handover=Handover(
        kind="delivery",
        address="12 Market Yard, राम building",
        postal_code="411037",
        latitude="18.4897",
        longitude="73.8567",
        at=AT + timedelta(hours=5),
    ),
    heard=(
        Utterance(
            message_id="wamid.HBgN",
            at=AT,
            text="do packet atta aur teen chai",
            kind="order",
            confidence=0.62,
            corrected_by="lena",
        ),
    ),
    replaces="ord_76",
    credit=51000,
    spares={"SUGAR-1": 1},
)
FULL_SAID = Said(
    customer_id="cus_9a1b",
    place=1_795_284_000_000_042,
    message_id="wamid.HBgN",
    at=AT,
    direction="out",
    type="image",
    text="टूटा हुआ",
    understood="complaint",
    confidence=0.9,
    order_id="ord_77",
    case_id="case_5",
    reply_to="wamid.HBgM",
    media=StoredMedia(media=PHOTO, state="refused", key="chats/cus_9a1b/1795284000000042.jpg", reason="too large"),
    by="lena",
)
FULL_CHAT = Chat(
    customer_id="cus_9a1b",
    version=7,
    draft_id="ord_77",
    draft_at=AT,
    case_id="case_5",
    person_until=AT + timedelta(minutes=60),
    told_at=AT,
    misses=1,
    asked="order:ord_76:2:cancel_yes",
    asked_at=AT,
)
FULL_CASE = Case(
    id="case_5",
    store="pune",
    customer_id="cus_9a1b",
    reason=CaseReason.MEDIA,
    status=CaseStatus.CLOSED,
    version=3,
    opened_at=AT,
    first_place=1_795_284_000_000_042,
    order_id="ord_77",
    claimed_by="lena",
    closed_at=AT + timedelta(minutes=4),
)
FULL_CUSTOMER = Customer(
    id="cus_9a1b",
    identity=Identity(user_id="IN.1", wa_id="919812345678"),
    name="राम",
    language="hi",
    last_inbound_at=AT,
    language_chosen=True,
    address="12 Market Yard",
    postal_code="411037",
    marketing=False,
)
CODECS: dict[str, tuple[Callable[[Any], codec.Item], Callable[[codec.Item], Any]]] = {
    "order": (order_codec.order_item, order_codec.order_in),
    "said": (chat_codec.said_item, chat_codec.said_in),
    "chat": (chat_codec.chat_item, chat_codec.chat_in),
    "case": (chat_codec.case_item, chat_codec.case_in),
    "customer": (codec.customer_item, codec.customer_in),
}
FULL = {"order": FULL_ORDER, "said": FULL_SAID, "chat": FULL_CHAT, "case": FULL_CASE, "customer": FULL_CUSTOMER}
PARTS = [
    *FULL.values(),
    FULL_ORDER.lines[0],
    FULL_ORDER.problems[0],
    FULL_ORDER.handover,
    FULL_ORDER.heard[0],
    FULL_SAID.media,
    PHOTO,
]


@pytest.mark.parametrize("part", PARTS, ids=lambda part: type(part).__name__)
def test_the_samples_leave_no_field_at_its_default(part: Any) -> None:
    """A field that is added to the domain turns this red, until its sample (and so its codec) knows it."""
    for field in fields(part):
        default = field.default_factory() if field.default_factory is not MISSING else field.default
        assert getattr(part, field.name) != default, field.name


@pytest.mark.parametrize("kind", FULL)
def test_every_field_is_written_and_read_back(kind: str) -> None:
    """Nothing that is known is lost on the way."""
    write, read = CODECS[kind]
    assert read(write(FULL[kind])) == FULL[kind]


@pytest.mark.parametrize("name", GOLDEN)
def test_an_item_of_this_release_stays_readable(name: str) -> None:
    """It means what it meant, and is written the same. Never edit one; add."""
    kind, _, state = name.partition(" ")
    write, read = CODECS[kind]
    found = read(dict(GOLDEN[name]))
    assert found == (FULL[kind] if state == "full" else BARE[kind])
    assert write(found) == GOLDEN[name]


BARE: dict[str, Any] = {
    # Written before a line had a tax that is not in its price.
    "order": replace(FULL_ORDER, lines=(replace(FULL_ORDER.lines[0], tax_bp=0, tax_on_top=False),)),
    "said": Said(customer_id="cus_1", place=42, message_id="m", at=AT),
    "chat": Chat(customer_id="cus_1", version=1),
    "case": Case(
        id="case_1",
        store="mpls",
        customer_id="cus_1",
        reason=CaseReason.ASKED_FOR,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=AT,
        first_place=42,
    ),
}


def test_there_is_a_golden_item_of_each_kind() -> None:
    """With everything and, where that is new, with next to nothing."""
    assert set(GOLDEN) == {f"{kind} full" for kind in FULL} | {f"{kind} bare" for kind in BARE}


@pytest.mark.parametrize("kind", FULL)
def test_an_item_passes_through_its_table_model_unchanged(kind: str) -> None:
    """What pynamodb makes of it and takes for it is what was meant."""
    item = CODECS[kind][0](FULL[kind])
    model = OrdersTable if kind in ("order", "case") else CustomersTable
    sent = model.of(item).serialize()
    assert plain(sent) == item
    assert model.from_raw_data(sent).item() == item


def test_a_cart_pays_for_its_customers_index_and_for_nothing_else() -> None:
    """An order that has none of what conversations know is the item that it was, with one attribute more."""
    item = order_codec.order_item(order())
    assert item.pop("customer_id") == order().customer_id
    assert set(item) == {"pk", "sk", "status", "placed_at", "version", "body"}
    assert set(json.loads(item["body"])) == {"store", "customer", "currency", "source", "lines"}
    assert set(json.loads(item["body"])["lines"][0]) == {"sku", "name", "qty", "price"}


def test_what_was_said_expires_after_four_hundred_days() -> None:
    """In epoch seconds, as DynamoDB's TTL wants it: 2027-12-26T18:00:00Z."""
    assert chat_codec.said_item(FULL_SAID)["expires"] == 1829844000
    assert datetime.fromtimestamp(1829844000, UTC) == datetime(2027, 12, 26, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", ["order", "chat", "case", "customer"])
def test_nothing_else_expires(kind: str) -> None:
    """An order, a case, a profile are kept."""
    assert "expires" not in CODECS[kind][0](FULL[kind])


def test_a_case_is_not_among_its_customers_orders() -> None:
    """The index of a customer's orders takes whatever has the two attributes."""
    assert {"status", "placed_at"} <= set(GOLDEN["case full"])
    assert "customer_id" not in GOLDEN["case full"]


@given(st.integers(0, 10**16 - 1), st.integers(0, 10**16 - 1))
def test_places_sort_as_their_messages_do(one: int, other: int) -> None:
    """DynamoDB sorts text."""
    assert (chat_codec.said_place(one) < chat_codec.said_place(other)) == (one < other)


def test_the_chat_and_the_profile_lie_outside_the_messages() -> None:
    """A query for messages finds neither."""
    places = [chat_codec.said_place(0), chat_codec.said_place(10**16 - 1)]
    for sk in (chat_codec.chat_item(FULL_CHAT)["sk"], codec.customer_item(FULL_CUSTOMER)["sk"]):
        assert not places[0] <= sk <= places[1]


@pytest.mark.parametrize("marketing", [None, False, True])
def test_a_no_to_marketing_is_not_mistaken_for_never_asked(*, marketing: bool | None) -> None:
    """Never asked, no, yes: three answers."""
    item = codec.customer_item(replace(FULL_CUSTOMER, marketing=marketing))
    assert codec.customer_in(item).marketing is marketing
