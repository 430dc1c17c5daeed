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
#: DynamoDB's limit for an item; the index of orders by status holds a whole copy of a head.
MOST_OF_AN_ITEM = 400 * 1024

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
    lines=(Line(sku="ATTA-5", name="Wheat flour 5 kg", quantity=2, unit_price=25500, note="not the blue bag"),),
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


# Whatever anybody writes

#: Half characters, NUL, marks that turn the writing round, and long ones.
ANY_TEXT = st.one_of(
    st.text(max_size=60),
    st.text(st.sampled_from('\x00\ud83e\u202e\u200b\u200d\ufeff"\\\n🧋ש'), max_size=60),
    st.builds(lambda unit, times: unit * times, st.text(min_size=1, max_size=4), st.integers(1000, 66_000)),
)


def kept(text: str) -> str:
    """What a table gives back of a customer's words."""
    return text[:4096].encode("utf-8", "replace").decode()


@given(ANY_TEXT, ANY_TEXT)
def test_any_words_survive_in_the_chat(text: str, caption: str) -> None:
    """Cut to 4,096 characters, half characters as question marks, otherwise as they were."""
    media = StoredMedia(media=replace(PHOTO, caption=caption))
    item = chat_codec.said_item(replace(FULL_SAID, text=text, media=media))
    found = chat_codec.said_in(item)
    assert found == replace(FULL_SAID, text=kept(text), media=StoredMedia(media=replace(PHOTO, caption=kept(caption))))
    assert item_bytes(item) < MOST_OF_AN_ITEM


@given(note=ANY_TEXT, line=ANY_TEXT, heard=ANY_TEXT, address=ANY_TEXT, name=ANY_TEXT)
def test_any_words_survive_with_the_order(note: str, line: str, heard: str, address: str, name: str) -> None:
    """Notes, addresses, what was heard and what could not be understood."""
    wild = worded(FULL_ORDER, note=note, line=line, heard=heard, address=address, name=name)
    item = order_codec.order_item(wild)
    assert order_codec.order_in(item) == worded(
        FULL_ORDER, note=kept(note), line=kept(line), heard=kept(heard), address=kept(address), name=kept(name)
    )
    assert item_bytes(item) < MOST_OF_AN_ITEM


def worded(one: Order, *, note: str, line: str, heard: str, address: str, name: str) -> Order:
    """The order in a customer's own words."""
    assert one.handover is not None
    return replace(
        one,
        note=note,
        lines=(replace(one.lines[0], note=line),),
        heard=(replace(one.heard[0], text=heard),),
        handover=replace(one.handover, address=address),
        problems=(replace(one.problems[0], name=name),),
    )


@pytest.mark.parametrize(
    ("text", "longest"),
    [("taro ", 4096), ("🧋", 256), ("\x00", 256)],
    ids=["plain", "four bytes each", "six bytes each"],
)
def test_a_draft_that_is_talked_about_for_ever_still_fits(text: str, longest: int) -> None:
    """500 messages of 64 KB: the newest 50 are kept with the order, each shorter if all would be too large."""
    heard = tuple(
        replace(FULL_ORDER.heard[0], message_id=f"m{number}", text=text * (65_536 // len(text)))
        for number in range(500)
    )
    item = order_codec.order_item(replace(FULL_ORDER, heard=heard))
    assert item_bytes(item) < MOST_OF_AN_ITEM
    found = order_codec.order_in(item).heard
    assert [one.message_id for one in found] == [f"m{number}" for number in range(450, 500)]
    assert {len(one.text) for one in found} == {longest}


def test_an_order_of_a_hundred_noted_lines_still_fits() -> None:
    """Each with 64 KB of what takes most room."""
    lines = tuple(replace(FULL_ORDER.lines[0], sku=f"S{number}", note="\x00" * 65_536) for number in range(100))
    item = order_codec.order_item(replace(FULL_ORDER, lines=lines))
    assert item_bytes(item) < MOST_OF_AN_ITEM
    assert len(order_codec.order_in(item).lines) == 100


def item_bytes(item: codec.Item) -> int:
    """At least what DynamoDB counts."""
    return sum(len(name) + len(str(value).encode()) for name, value in item.items())


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
def test_a_no_to_marketing_is_not_mistaken_for_never_asked(marketing: bool | None) -> None:
    """Never asked, no, yes: three answers."""
    item = codec.customer_item(replace(FULL_CUSTOMER, marketing=marketing))
    assert codec.customer_in(item).marketing is marketing
