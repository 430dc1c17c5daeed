"""What becomes of answers that get lost, transactions in each other's way, and a DynamoDB that says no."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from botocore.validate import ParamValidationDecorator

from shared.adapters.dynamodb.commits import request_token
from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.adapters.dynamodb.failures import Held, Patience
from shared.adapters.dynamodb.tables import OrdersTable, bound, connected
from shared.domain.changes import AppendEvent, Change, HoldStock, PutOrder
from shared.domain.customer import Customer, Identity
from shared.domain.events import OrderReceived, order_event
from shared.domain.messages import Intent, MessageState
from shared.domain.order import OrderStatus
from shared.ports import Ambiguous, Conflict, Contended, PortError, Refused, Unavailable
from tests.fakes.people import NOW, order
from tests.fakes.wire import Trouble, cancelled, lost_answer, lost_call, on_the_wire, refused

FIRST = order(version=1, status=OrderStatus.RECEIVED)
RECEIVED = order_event(OrderReceived, FIRST, now=NOW)
CHANGES: list[Change] = [
    HoldStock(item="last", units=1, order_id="ord_1"),
    PutOrder(order=FIRST, over=None),
    AppendEvent(event=RECEIVED),
]
#: In the order sent: puts, then updates.
HELD = ("None", "None", "TransactionConflict")


def levels(tables: Any) -> tuple[int, int]:
    """What is left of the last unit."""
    last = tables.record.stock.items(["last"])["last"]
    return last.available, last.reserved


def test_a_shelf_in_anothers_hands_is_tried_again_until_it_is_free(moto_tables: Any) -> None:
    """Three conflicts, then success: nobody is told that anything is sold out."""
    with on_the_wire(trouble := cancelled(*HELD, times=3)):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (trouble.met, len(moto_tables.naps), levels(moto_tables)) == (3, 3, (0, 1))


def test_a_shelf_that_is_never_free_is_contended_and_not_sold_out(moto_tables: Any) -> None:
    """After eight tries the whole thing is worth another, later."""
    with on_the_wire(trouble := cancelled(*HELD, times=99)), pytest.raises(Contended):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (trouble.met, len(moto_tables.naps), levels(moto_tables)) == (8, 7, (1, 0))


@pytest.mark.parametrize("reason", ["ThrottlingError", "ProvisionedThroughputExceeded"])
def test_a_throttled_transaction_is_tried_again(moto_tables: Any, reason: str) -> None:
    """As one that was in another's way."""
    with on_the_wire(cancelled("None", "None", reason)):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert levels(moto_tables) == (0, 1)


def test_a_condition_that_failed_beside_a_conflict_is_asked_again(moto_tables: Any) -> None:
    """While somebody else holds the order, what the shelf said may be about to change."""
    with on_the_wire(trouble := cancelled("TransactionConflict", "None", "ConditionalCheckFailed")):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (trouble.met, levels(moto_tables)) == (1, (0, 1))


def test_a_lost_answer_of_a_commit_is_found_again_by_reading_the_order(moto_tables: Any) -> None:
    """A Conflict, for moto forgets tokens at once, as DynamoDB does after ten minutes; but the order has its unit."""
    with on_the_wire(trouble := lost_answer("TransactWriteItems")), pytest.raises(Conflict) as conflict:
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (trouble.met, conflict.value.failed) == (1, tuple(CHANGES))
    assert moto_tables.record.orders.read("ord_1").order == FIRST
    assert levels(moto_tables) == (0, 1)


def test_a_commit_that_is_never_answered_is_ambiguous(moto_tables: Any) -> None:
    """Three tries of botocore's, none answered: it was done, and we cannot know."""
    with on_the_wire(trouble := lost_answer("TransactWriteItems", times=9)), pytest.raises(Ambiguous):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (trouble.met, levels(moto_tables)) == (3, (0, 1))


def test_a_token_that_was_used_for_something_else_fails_everything(moto_tables: Any) -> None:
    """Somebody did this already, in other words: read again."""
    with (
        on_the_wire(refused("TransactWriteItems", "IdempotentParameterMismatchException")),
        pytest.raises(Conflict) as conflict,
    ):
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert conflict.value.failed == tuple(CHANGES)


def test_a_malformed_transaction_is_refused_aloud(moto_tables: Any) -> None:
    """A bug is neither a conflict nor worth a retry."""
    with on_the_wire(cancelled("None", "ValidationError", "None")), pytest.raises(Refused) as no:
        moto_tables.record.commits.commit(CHANGES, token="a")
    assert (no.value.code, no.value.alarm) == ("ValidationError", True)


READ: Callable[[Any], object] = lambda record: record.orders.read("ord_1")  # noqa: E731
WRITE: Callable[[Any], object] = lambda record: record.outbox.announce(RECEIVED)  # noqa: E731


@pytest.mark.parametrize(
    ("call", "trouble", "error"),
    [
        (READ, refused("Query", "ProvisionedThroughputExceededException", times=9), Contended),
        (READ, refused("Query", "InternalServerError", status=500, times=9), Unavailable),
        (READ, lost_call("Query", times=9), Unavailable),
        (READ, refused("Query", "AccessDeniedException", times=9), Refused),
        (WRITE, refused("PutItem", "ThrottlingException", times=9), Contended),
        (WRITE, refused("PutItem", "InternalServerError", status=500, times=9), Ambiguous),
        (WRITE, lost_call("PutItem", times=9), Ambiguous),
        (WRITE, refused("PutItem", "AccessDeniedException", times=9), Refused),
        (WRITE, refused("PutItem", "TransactionConflictException", times=9), Contended),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_every_no_has_its_word_among_the_ports(
    moto_tables: Any, call: Callable[[Any], object], trouble: Trouble, error: type[PortError], monkeypatch: Any
) -> None:
    """Nothing of botocore's or pynamodb's crosses the border."""
    monkeypatch.setattr("time.sleep", lambda _: None)
    with on_the_wire(trouble), pytest.raises(error) as raised:
        call(moto_tables.record)
    assert type(raised.value) is error
    assert trouble.met


def test_a_write_in_a_transactions_way_is_tried_again(moto_tables: Any) -> None:
    """A plain write may meet a transaction too."""
    with on_the_wire(trouble := refused("PutItem", "TransactionConflictException", times=3)):
        assert WRITE(moto_tables.record) is True
    assert (trouble.met, len(moto_tables.naps)) == (3, 3)


def test_a_lost_answer_of_an_intent_looks_like_somebody_elses(moto_tables: Any) -> None:
    """False is what the caller waits on: the intent stands, once."""
    intent = Intent(
        subject="ORDER#ord_1", id="OrderReceived.1", customer_id="c", state=MessageState.SENDING, attempted_at=NOW
    )
    with on_the_wire(lost_answer("PutItem")):
        assert moto_tables.record.messages.begin(intent) is False
    assert moto_tables.record.messages.read("ORDER#ord_1", "OrderReceived.1") == intent


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_a_customer_survives_a_crash_at_any_write(moto_tables: Any, nth: int) -> None:
    """Two aliases, then the profile: whichever write the crash fell on, the repeat finds or makes one customer."""

    class Killed(BaseException):
        """The function was killed."""

    seen: list[str] = []

    def kill(operation: str, forward: Callable[[], Any]) -> Any:
        answer = forward()
        seen.append(operation)
        if seen.count("PutItem") == nth:
            raise Killed
        return answer

    identity = Identity(user_id="US.1", wa_id="16505551234")
    ana = Customer(id=identity.customer_id(), identity=identity, name="Ana", language="en")
    with on_the_wire(kill), pytest.raises(Killed):
        moto_tables.record.customers.save(ana)
    assert moto_tables.record.customers.find(identity) == (ana if nth == 3 else None)
    moto_tables.record.customers.save(ana)
    for name in (identity, Identity(user_id="US.1"), Identity(wa_id="16505551234")):
        assert moto_tables.record.customers.find(name) == ana


def test_a_known_customer_costs_one_call_and_one_write(moto_tables: Any) -> None:
    """Aliases that are right are not written again."""
    identity = Identity(user_id="US.1", wa_id="16505551234")
    ana = Customer(id=identity.customer_id(), identity=identity, name="Ana", language="en")
    moto_tables.record.customers.save(ana)
    calls: list[str] = []

    def count(operation: str, forward: Callable[[], Any]) -> Any:
        calls.append(operation)
        return forward()

    with on_the_wire(count):
        found = moto_tables.record.customers.find(identity)
        moto_tables.record.customers.save(found)
    assert calls == ["BatchGetItem", "PutItem"]


def test_only_the_aliases_of_the_last_customer_are_remembered(moto_tables: Any) -> None:
    """What a warm function saw of a customer an hour ago may be wrong by now."""
    record, number = moto_tables.record, Identity(wa_id="16505551234")
    ana = Customer(id=number.customer_id(), identity=number, name="Ana", language="en")
    record.customers.save(ana)
    record.customers.find(Identity(wa_id="16505550000"))
    alias = {"pk": {"S": "IDENTITY#16505551234"}, "sk": {"S": "HEAD"}, "customer": {"S": "cus_other"}}
    moto_tables.client.put_item(TableName=moto_tables.names["customers"], Item=alias)
    record.customers.save(ana)
    assert moto_tables.item("customers", "IDENTITY#16505551234")["customer"] == {"S": ana.id}


def test_what_decides_is_read_consistently(moto_tables: Any) -> None:
    """Orders, counters, profiles and intents as they are now; prices and lists may be a moment old."""
    record = moto_tables.record
    asked: dict[str, bool] = {}
    reading = ""

    def note(params: dict[str, Any], model: Any, **_: Any) -> None:
        by_table = params.get("RequestItems", {}).values()
        asked[reading] = params.get("ConsistentRead") or any(one.get("ConsistentRead") for one in by_table)

    record._connection.client.meta.events.register("provide-client-params.dynamodb.*", note)
    reads: dict[str, Callable[[], object]] = {
        "order": lambda: record.orders.read("ord_1"),
        "timeline": lambda: record.orders.read_all("ord_1"),
        "ticket": lambda: record.orders.last_ticket(NOW.date()),
        "counters": lambda: record.stock.items(["milk"]),
        "correction": lambda: record.stock.correction("r1"),
        "purchase": lambda: record.purchases.read("po_1"),
        "names": lambda: record.customers.find(Identity(wa_id="1")),
        "profile": lambda: record.customers.read("cus_1"),
        "intent": lambda: record.messages.read("ORDER#ord_1", "OrderReceived.1"),
        "prices": lambda: record.catalog.products(["TARO-R"]),
    }
    for reading, read in reads.items():  # noqa: B007 - note() tells by it what is being read
        read()
    assert [reading for reading, consistent in asked.items() if not consistent] == ["prices"]
    assert list(asked) == list(reads)


def test_a_token_is_of_its_table_and_as_long_as_dynamodb_takes(moto_tables: Any) -> None:
    """All stores of an account share DynamoDB's list of tokens: the same key at two stores is two transactions."""
    connection = connected(region="us-east-1")
    mpls, pune = (bound(OrdersTable, name=name, connection=connection) for name in ("mpls-orders", "pune-orders"))
    tokens = [request_token(token, table=table) for table in (mpls, pune) for token in ("a", "b" * 300)]
    assert len(set(tokens)) == 4
    assert {len(token) for token in tokens} == {36}


def test_a_cursor_is_taken_as_it_was_given_and_no_other_way() -> None:
    """Padded, cut or stuffed, it is not ours."""
    cursor = cursor_of("2026-11-21", "ñ")
    assert place_in(cursor, parts=2) == ["2026-11-21", "ñ"]
    for other in (cursor + "==", cursor[:-1], " " + cursor, cursor.replace("W", "w")):
        with pytest.raises(ValueError, match="cursor"):
            place_in(other, parts=2)


def test_a_profile_without_its_aliases_is_found_by_its_own_name(moto_tables: Any) -> None:
    """An alias that leads nowhere counts for nothing."""
    identity = Identity(wa_id="16505551234")
    ana = Customer(id=identity.customer_id(), identity=identity, name="Ana", language="en")
    moto_tables.record.customers.save(ana)
    alias = {"pk": {"S": "IDENTITY#16505551234"}, "sk": {"S": "HEAD"}, "customer": {"S": "cus_gone"}}
    moto_tables.client.put_item(TableName=moto_tables.names["customers"], Item=alias)
    assert moto_tables.record.customers.find(identity) == ana


def test_waits_double_up_to_a_second_and_are_drawn_at_random() -> None:
    """Full jitter: anything from nothing to the whole wait."""
    naps: list[float] = []

    def never() -> None:
        raise Held

    with pytest.raises(Contended):
        Patience(sleep=naps.append, draw=lambda: 1.0).insist(never)
    assert naps == [0.025, 0.05, 0.1, 0.2, 0.4, 0.8, 1.0]
    naps.clear()
    with pytest.raises(Contended):
        Patience(sleep=naps.append, draw=lambda: 0.0).insist(never)
    assert naps == [0.0] * 7


def test_every_call_has_a_timeout_and_few_retries(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second to connect, three to answer, two more tries; nothing is checked that tests have checked."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    client: Any = connected(region="us-east-1").client
    config = client.meta.config
    assert (config.connect_timeout, config.read_timeout) == (1, 3)
    assert not isinstance(client._serializer, ParamValidationDecorator)
    assert (config.retries["mode"], config.retries["total_max_attempts"]) == ("standard", 3)
