"""Many at once, on an embedded cloud whose transactions are atomic."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import date
from typing import Any

from shared.domain.changes import AppendEvent, Change, HoldStock, KeepSaid, PutChat, PutOrder, TakeTicket
from shared.domain.chat import Chat, Said
from shared.domain.events import OrderReceived, order_event
from shared.domain.messages import Intent, MessageState
from shared.domain.order import OrderStatus
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.ports import Conflict
from tests.fakes.people import ANA, NOW, order

TODAY = date(2026, 11, 21)


def crowd(size: int, act: Callable[[int], Any]) -> list[Any]:
    """What ``act(0)`` ... ``act(size - 1)`` return or raise, all let go at the same moment."""
    results: list[Any] = [None] * size
    start = threading.Barrier(size)

    def run(number: int) -> None:
        start.wait()
        try:
            results[number] = act(number)
        except Exception as error:  # noqa: BLE001 - the test looks at it
            results[number] = error

    threads = [threading.Thread(target=run, args=(number,)) for number in range(size)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def test_two_hundred_buyers_of_fifty_units_get_fifty(cloud_tables: Any) -> None:
    """Exactly fifty orders, nothing left, a hundred and fifty told which shelf is empty."""
    record = cloud_tables.record
    milk = record.stock.items(["milk"])["milk"]
    record.stock.correct(milk, delta=50 - milk.available, reason="count", request="r", close_purchase=False)

    def buy(number: int) -> str:
        one = order(id=f"o{number}", version=1, status=OrderStatus.RECEIVED)
        hold = HoldStock(item="milk", units=1, order_id=one.id)
        event = order_event(OrderReceived, one, now=NOW)
        changes: list[Change] = [PutOrder(order=one, over=None), AppendEvent(event=event), hold]
        try:
            record.commits.commit(changes, token=one.id)
        except Conflict as conflict:
            return "sold out" if conflict.failed == (hold,) else "something else"
        return "bought"

    told = crowd(200, buy)
    assert (told.count("bought"), told.count("sold out")) == (50, 150)
    milk = record.stock.items(["milk"])["milk"]
    assert (milk.available, milk.reserved) == (0, 50)
    kept = [record.orders.read(f"o{number}") is not None for number in range(200)]
    assert kept == [word == "bought" for word in told]


def test_eight_counters_give_tickets_without_a_gap(cloud_tables: Any) -> None:
    """Five tickets for each of eight threads: 1 to 40, each once."""
    record = cloud_tables.record
    given: list[int] = []

    def take(thread: int) -> None:
        for turn in range(5):
            while True:
                number = record.orders.last_ticket(TODAY) + 1
                try:
                    record.commits.commit([TakeTicket(day=TODAY, number=number)], token=f"{thread}.{turn}.{number}")
                except Conflict:
                    continue
                given.append(number)
                break

    assert crowd(8, take) == [None] * 8
    assert sorted(given) == list(range(1, 41))
    assert record.orders.last_ticket(TODAY) == 40


def test_of_twenty_runs_one_begins_a_message(cloud_tables: Any) -> None:
    """And one takes each retry."""
    messages = cloud_tables.record.messages
    intent = Intent(
        subject="ORDER#ord_1", id="OrderConfirmed.3", customer_id="c", state=MessageState.SENDING, attempted_at=NOW
    )
    assert sorted(crowd(20, lambda _: messages.begin(intent))) == [False] * 19 + [True]
    assert sorted(crowd(20, lambda _: messages.retry(intent, seen_attempts=1))) == [False] * 19 + [True]


def test_of_twenty_deliveries_of_one_message_one_is_a_turn(cloud_tables: Any) -> None:
    """Each a run of its own: nineteen are told that the message is there."""
    record = cloud_tables.record
    one = Said(customer_id=ANA.id, place=42, message_id="wamid.1", at=NOW, text="2 taro")
    turn: list[Change] = [KeepSaid(said=one), PutChat(chat=Chat(customer_id=ANA.id, version=1, misses=1))]

    def hear(number: int) -> str:
        try:
            record.commits.commit(turn, token=f"run {number}")
        except Conflict as conflict:
            return "repeated" if turn[0] in conflict.failed else "something else"
        return "heard"

    assert sorted(crowd(20, hear)) == ["heard", *["repeated"] * 19]
    assert record.chats.said(ANA.id, limit=9) == [one]
    assert record.chats.read(ANA.id).version == 1


def test_of_twenty_corrections_of_one_request_one_is_made(cloud_tables: Any) -> None:
    """The same button pressed twenty times."""
    stock = cloud_tables.record.stock
    milk = stock.items(["milk"])["milk"]
    told = crowd(20, lambda _: stock.correct(milk, delta=-1, reason="damage", request="r", close_purchase=False))
    assert sum(isinstance(one, Conflict) for one in told) == 19
    assert stock.items(["milk"])["milk"].available == 999


def test_of_twenty_drafts_one_is_the_first(cloud_tables: Any) -> None:
    """Twenty deliveries of one event: one email."""
    purchase = PurchaseOrder(
        id="po_milk_7",
        item="milk",
        quantity=2000,
        supplier="dairy",
        status=PurchaseStatus.DRAFTED,
        created_at=NOW,
        expected_on=TODAY,
    )
    assert sorted(crowd(20, lambda _: cloud_tables.record.purchases.draft(purchase))) == [False] * 19 + [True]
