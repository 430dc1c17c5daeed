"""Items: read back as they were written, still read when they were written by an earlier release, and small."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.dynamodb import codec, order_codec, stock_codec
from shared.adapters.dynamodb.stream import counter_change, plain
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.customer import Customer, Identity
from shared.domain.events import OrderReceived, order_event
from shared.domain.messages import Intent, MessageState
from shared.domain.money import Money
from shared.domain.order import Line, Order, OrderStatus, Problem, ProblemKind, Source, Ticket
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.domain.stock import Cause, Movement, StockItem
from tests.fakes.people import NOW

GOLDEN: dict[str, dict[str, Any]] = json.loads((Path(__file__).parent / "golden_items.json").read_text("utf-8"))
#: UTF-8 knows no half characters; tables hold none either.
WORDS = st.text(st.characters(exclude_categories=["Cs"]), max_size=40)
IDS = st.text("abcdefghijklmnopqrstuvwxyz0123456789._-", min_size=1, max_size=30)
COUNTS = st.integers(0, 10**9)
TIMES = st.integers(0, 4 * 10**15).map(lambda us: datetime(1970, 1, 1, tzinfo=UTC) + timedelta(microseconds=us))
DAYS = st.dates(date(2020, 1, 1), date(2100, 1, 1))


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """A value or None; no empty text, which is None once it is stored."""
    return st.none() | strategy.filter(bool)


MONEY = st.builds(Money, COUNTS, st.sampled_from(["USD", "INR", "JPY"]))
ORDERS = st.builds(
    Order,
    id=IDS,
    store=IDS,
    customer_id=IDS,
    status=st.sampled_from(OrderStatus),
    version=st.integers(1, 10**6),
    lines=st.lists(
        st.builds(Line, sku=IDS, name=WORDS, quantity=st.integers(1, 99), unit_price=COUNTS), max_size=5
    ).map(tuple),
    currency=st.sampled_from(["USD", "INR"]),
    placed_at=TIMES,
    source=st.builds(Source, channel=IDS, message_id=WORDS),
    needs=st.dictionaries(IDS, COUNTS, max_size=5),
    problems=st.lists(
        st.builds(Problem, kind=st.sampled_from(ProblemKind), sku=IDS, name=WORDS, wanted=COUNTS, found=COUNTS),
        max_size=3,
    ).map(tuple),
    expires_at=maybe(TIMES),
    ticket=maybe(st.builds(Ticket, number=st.integers(1, 9999), day=DAYS)),
    note=WORDS,
    score=maybe(st.integers(1, 5)),
    review=WORDS,
)
PAYMENTS = st.builds(
    PaymentAttempt,
    id=IDS,
    order_id=IDS,
    provider=IDS,
    amount=MONEY,
    status=st.sampled_from(AttemptStatus),
    created_at=TIMES,
    link_id=maybe(IDS),
    url=maybe(WORDS),
    transaction_id=maybe(IDS),
    received=maybe(MONEY),
    reason=maybe(WORDS),
)
INTENTS = st.builds(
    Intent,
    subject=IDS.map("ORDER#{}".format),
    id=IDS,
    customer_id=IDS,
    state=st.sampled_from(MessageState),
    attempted_at=TIMES,
    attempts=st.integers(1, 9),
    meta_id=maybe(WORDS),
    error=maybe(WORDS),
)
MOVEMENTS = st.builds(
    Movement,
    item=IDS,
    version=st.integers(1, 10**9),
    at=TIMES,
    cause=st.sampled_from(Cause),
    reference=WORDS,
    available_delta=st.integers(-(10**6), 10**6),
    reserved_delta=st.integers(-(10**6), 10**6),
    available=COUNTS,
    reserved=COUNTS,
)
PURCHASES = st.builds(
    PurchaseOrder,
    id=IDS,
    item=IDS,
    quantity=COUNTS,
    supplier=IDS,
    status=st.sampled_from(PurchaseStatus),
    created_at=TIMES,
    expected_on=DAYS,
    email_id=maybe(IDS),
)
CUSTOMERS = st.builds(
    Customer,
    id=IDS,
    identity=st.builds(Identity, user_id=maybe(IDS), wa_id=maybe(IDS)),
    name=WORDS,
    language=IDS,
    last_inbound_at=maybe(TIMES),
)
#: Every kind of item by what writes and what reads it.
CODECS: dict[str, tuple[Callable[[Any], codec.Item], Callable[[codec.Item], Any]]] = {
    "order": (order_codec.order_item, order_codec.order_in),
    "payment": (codec.payment_item, codec.payment_in),
    "event": (codec.event_item, codec.event_in),
    "intent": (codec.intent_item, codec.intent_in),
    "customer": (codec.customer_item, codec.customer_in),
    "movement": (stock_codec.movement_item, stock_codec.movement_in),
    "purchase": (stock_codec.purchase_item, stock_codec.purchase_in),
}
KINDS = {
    "order": ORDERS,
    "payment": PAYMENTS,
    "intent": INTENTS,
    "customer": CUSTOMERS,
    "movement": MOVEMENTS,
    "purchase": PURCHASES,
}


@pytest.mark.parametrize("kind", KINDS)
def test_whatever_is_written_is_read_back(kind: str) -> None:
    """Any text of any script, any number, any time; and what was read writes the same item again."""
    write, read = CODECS[kind]

    @given(KINDS[kind])
    def holds(thing: Any) -> None:
        item = write(thing)
        assert read(item) == thing
        assert write(read(item)) == item
        json.dumps(item, ensure_ascii=False).encode()

    holds()


@given(ORDERS)
def test_an_item_passes_through_the_table_model_unchanged(order: Order) -> None:
    """What pynamodb makes of it and takes for it is what was meant."""
    item = order_codec.order_item(order)
    sent = OrdersTable.of(item).serialize()
    assert plain(sent) == item
    assert OrdersTable.from_raw_data(sent).item() == item


def test_half_a_character_is_written_as_a_question_mark() -> None:
    """JSON can carry one in, UTF-8 cannot carry it out: the customer's order must not fail on it."""
    ana = Customer(id="cus_1", identity=Identity(wa_id="1"), name="Ana \ud83c", language="en")
    item = codec.customer_item(ana)
    assert codec.customer_in(item).name == "Ana ?"


def test_times_are_written_in_utc() -> None:
    """Whatever zone they came in."""
    noon = datetime(2026, 11, 21, 12, 0, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    assert codec.stamp(noon) == "2026-11-21T06:30:00Z"


# Golden items: what today's release writes, kept so that tomorrow's is held to reading it. Never edit one; add.


@pytest.mark.parametrize("name", GOLDEN)
def test_an_item_of_an_earlier_release_is_still_read(name: str) -> None:
    """It means what it meant, and this release would write the same; an attribute may have come to it since."""
    item: Mapping[str, Any] = GOLDEN[name]
    kind = name.partition(" ")[0]
    if kind in CODECS:
        write, read = CODECS[kind]
        assert write(read(dict(item))).items() >= item.items()
    assert MEANT[name](dict(item))


ORDER = Order(
    id="ord_5f0c",
    store="pune",
    customer_id="cus_9a1b",
    status=OrderStatus.CONFIRMED,
    version=3,
    lines=(Line(sku="ATTA-5", name="गेहूँ का आटा 5 किलो", quantity=2, unit_price=25500),),
    currency="INR",
    placed_at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
    source=Source(channel="whatsapp", message_id="wamid.HBgL"),
    needs={"ATTA-5": 2},
    expires_at=datetime(2026, 11, 21, 7, 0, tzinfo=UTC),
    ticket=Ticket(number=17, day=date(2026, 11, 21)),
    note="12 Market Yard",
)
DRAFT = Order(
    id="ord_5f0d",
    store="pune",
    customer_id="cus_9a1b",
    status=OrderStatus.DRAFT,
    version=1,
    lines=(),
    currency="INR",
    placed_at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
    source=Source(channel="whatsapp", message_id="wamid.HBgM"),
    problems=(Problem(kind=ProblemKind.SHORT, sku="ATTA-5", name="Wheat flour 5 kg", wanted=2, found=0),),
)
MEANT: dict[str, Callable[[codec.Item], bool]] = {
    "order confirmed": lambda item: order_codec.order_in(item) == ORDER,
    "order scored": lambda item: (
        order_codec.order_in(item) == replace(ORDER, status=OrderStatus.DELIVERED, score=2, review="Came late")
    ),
    "order offered": lambda item: order_codec.order_in(item) == DRAFT,
    "payment paid": lambda item: (
        codec.payment_in(item)
        == PaymentAttempt(
            id="ord_5f0c-1",
            order_id="ord_5f0c",
            provider="razorpay",
            amount=Money(51000, "INR"),
            status=AttemptStatus.PAID,
            created_at=datetime(2026, 11, 21, 6, 30, 2, 250000, tzinfo=UTC),
            link_id="plink_1",
            url="https://rzp.io/i/1",
            transaction_id="pay_1",
            received=Money(51000, "INR"),
        )
    ),
    "event received": lambda item: (
        codec.event_in(item)
        == OrderReceived(
            store="pune",
            subject="ORDER#ord_5f0c",
            sequence=1,
            at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
            customer_id="cus_9a1b",
            order_id="ord_5f0c",
        )
    ),
    "intent sent": lambda item: (
        codec.intent_in(item)
        == Intent(
            subject="ORDER#ord_5f0c",
            id="OrderConfirmed.3",
            customer_id="cus_9a1b",
            state=MessageState.SENT,
            attempted_at=datetime(2026, 11, 21, 6, 31, tzinfo=UTC),
            attempts=2,
            meta_id="wamid.out1",
        )
    ),
    "customer known": lambda item: (
        codec.customer_in(item)
        == Customer(
            id="cus_9a1b",
            identity=Identity(user_id="IN.1", wa_id="919812345678"),
            name="राम",
            language="hi",
            last_inbound_at=datetime(2026, 11, 21, 6, 30, tzinfo=UTC),
        )
    ),
    "movement hold": lambda item: (
        stock_codec.movement_in(item)
        == Movement(
            item="ATTA-5",
            version=41,
            at=datetime(2026, 11, 21, 6, 30, 1, tzinfo=UTC),
            cause=Cause.RESERVATION,
            reference="ord_5f0c",
            available_delta=-2,
            reserved_delta=2,
            available=10,
            reserved=2,
        )
    ),
    "purchase sent": lambda item: (
        stock_codec.purchase_in(item)
        == PurchaseOrder(
            id="po_ATTA-5_41",
            item="ATTA-5",
            quantity=60,
            supplier="staples",
            status=PurchaseStatus.SENT,
            created_at=datetime(2026, 11, 21, 6, 30, 3, tzinfo=UTC),
            expected_on=date(2026, 11, 26),
            email_id="ses-1",
        )
    ),
    "counter seeded": lambda item: (
        stock_codec.stock_in(item)
        == StockItem(
            id="ATTA-5",
            available=12,
            reserved=0,
            reorder_point=10,
            reorder_quantity=60,
            supplier="staples",
            lead_time_days=2,
            version=0,
        )
    ),
    "product seeded": lambda item: stock_codec.product_in(item).name_in("hi") == "गेहूँ का आटा 5 किलो",
    "supplier seeded": lambda item: stock_codec.supplier_in(item).delivers == ("mon", "thu"),
}


def test_every_kind_of_item_has_a_golden_one() -> None:
    """A kind that is added comes with its sample."""
    assert set(GOLDEN) == set(MEANT)
    assert {name.partition(" ")[0] for name in GOLDEN} >= set(CODECS)


def test_what_a_later_release_adds_is_passed_over() -> None:
    """During an upgrade both releases run."""
    item = GOLDEN["order confirmed"]
    body = json.loads(item["body"]) | {"gift": True}
    newer = {**item, "body": json.dumps(body), "colour": "red"}
    assert order_codec.order_in(newer) == ORDER
    raw = OrdersTable.of(dict(item)).serialize() | {"colour": {"S": "red"}}
    assert OrdersTable.from_raw_data(raw).item() == item


# The stream


def test_a_stream_record_tells_what_moved_and_why() -> None:
    """Images as DynamoDB streams carry them: numbers as text; a seeded counter has a cause without a reference."""
    old = {
        "pk": {"S": "STOCK#ATTA-5"},
        "sk": {"S": "HEAD"},
        "available": {"N": "12"},
        "reserved": {"N": "0"},
        "reorder_point": {"N": "10"},
        "version": {"N": "0"},
        "cause": {"S": '{"kind": "seed"}'},
        "body": {"S": '{"reorder_quantity":60,"supplier":"staples","lead_time_days":2}'},
    }
    moved = {"available": {"N": "10"}, "reserved": {"N": "2"}, "version": {"N": "1"}}
    why = {"cause": {"S": '{"kind":"reservation","reference":"ord_5f0c"}'}, "flags": {"BOOL": True}}
    change = counter_change({"OldImage": old, "NewImage": {**old, **moved, **why}, "SequenceNumber": "1"})
    assert (change.before.available, change.before.version) == (12, 0)
    assert (change.after.available, change.after.reserved, change.after.version) == (10, 2, 1)
    assert (change.cause, change.reference) == (Cause.RESERVATION, "ord_5f0c")
    ordered = counter_change({"OldImage": old, "NewImage": {**old, "open_purchase": {"S": "po_1"}}})
    assert (ordered.after.open_purchase, ordered.cause, ordered.reference) == ("po_1", Cause.SEED, "")


# What an order costs


def units(item: codec.Item) -> int:
    """Bytes of an item as DynamoDB counts them: names and texts in UTF-8; numbers half their digits, plus one."""
    return sum(
        len(name.encode()) + (len(value.encode()) if isinstance(value, str) else (len(str(value)) + 1) // 2 + 1)
        for name, value in item.items()
    )


FIVE_LINES = Order(
    id="ord_0123456789abcdef01234567",
    store="pune",
    customer_id="cus_0123456789abcdef01234567",
    status=OrderStatus.RECEIVED,
    version=1,
    lines=(
        Line(sku="RICE-BAS-5", name="बासमती चावल 5 किलो", quantity=2, unit_price=68000),
        Line(sku="ATTA-5", name="गेहूँ का आटा 5 किलो", quantity=10, unit_price=25500),
        Line(sku="DAL-TOOR-1", name="अरहर (तूर) दाल 1 किलो", quantity=5, unit_price=16500),
        Line(sku="OIL-SUN-5", name="सूरजमुखी तेल 5 लीटर", quantity=12, unit_price=72000),
        Line(sku="SUGAR-1", name="चीनी 1 किलो", quantity=20, unit_price=4800),
    ),
    currency="INR",
    placed_at=NOW,
    source=Source(channel="whatsapp", message_id="wamid.HBgMOTE5ODEyMzQ1Njc4FQIAEhgUM0EwQjFDMkQzRTRGNUE2QjdDOEQA"),
    needs={"RICE-BAS-5": 2, "ATTA-5": 10, "DAL-TOOR-1": 5, "OIL-SUN-5": 12, "SUGAR-1": 20},
    expires_at=NOW + timedelta(minutes=30),
)


def test_a_five_line_order_in_hindi_costs_fourteen_write_units() -> None:
    """Head, event and five counters, each within 1 KB, each twice for the transaction. (The index takes one more.)"""
    head = units(order_codec.order_item(FIVE_LINES))
    event = units(codec.event_item(order_event(OrderReceived, FIVE_LINES, now=NOW)))
    counter = units({**GOLDEN["counter seeded"], "cause": stock_codec.cause_text(Cause.RESERVATION, FIVE_LINES.id)})
    print(f"order {head} B, event {event} B, counter {counter} B")
    sizes = [head, event, *[counter] * 5]
    assert sum(2 * -(-size // 1024) for size in sizes) == 14
