"""The one door through which the record changes: a list of changes as one DynamoDB transaction.

A lost answer can look like a failed condition (botocore repeats the call; after ten minutes DynamoDB has forgotten the
token): whoever gets a Conflict reads its own record again before telling anybody.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import field
from datetime import date
from functools import partial

from pynamodb.connection import Connection
from pynamodb.exceptions import TransactWriteError
from pynamodb.expressions.condition import Condition
from pynamodb.expressions.update import Action
from pynamodb.transactions import TransactWrite

from shared.adapters.dynamodb import codec
from shared.adapters.dynamodb.codec import HEAD, Item
from shared.adapters.dynamodb.failures import HELD, Held, Patience, code_of, port_error
from shared.adapters.dynamodb.order_codec import order_item
from shared.adapters.dynamodb.stock_codec import cause_text
from shared.adapters.dynamodb.tables import CustomersTable, OrdersTable, StockTable, Table
from shared.domain.changes import (
    AppendEvent,
    Change,
    DayOpen,
    FileTracking,
    FreeStock,
    HoldStock,
    KeepSaid,
    LockDay,
    PostEntry,
    PutCase,
    PutChat,
    PutDayReport,
    PutDrawer,
    PutHeard,
    PutOrder,
    PutParcel,
    PutPayment,
    PutRefund,
    PutReturn,
    PutShift,
    SeeTransaction,
    TakeTicket,
    days_posted_to,
    posted_later,
)
from shared.domain.frozen import dataclass
from shared.domain.stock import Cause
from shared.ports import Conflict, Refused

#: DynamoDB's own limit for one transaction.
MOST_CHANGES = 100
#: DynamoDB takes a ClientRequestToken of at most 36 characters.
TOKEN_LENGTH = 36
CANCELLED = "TransactionCanceledException"
TOKEN_REUSED = "IdempotentParameterMismatchException"  # noqa: S105 - an error's name
#: Reasons that pass by themselves. Source: DynamoDB API reference, TransactWriteItems, cancellation reasons.
PASSING = frozenset({"TransactionConflict", "ThrottlingError", "ProvisionedThroughputExceeded"})
CONDITION = "ConditionalCheckFailed"


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One change as DynamoDB is asked for it: an item put, with ``actions`` updated in place, or only looked at."""

    change: Change
    item: Table
    condition: Condition | None
    actions: Sequence[Action] = field(default=())
    looks: bool = False


class TransactionalCommits:
    """``Commits`` on the orders, stock and customers tables."""

    def __init__(
        self,
        *,
        orders: type[OrdersTable],
        stock: type[StockTable],
        customers: type[CustomersTable],
        connection: Connection,
        patience: Patience,
    ) -> None:
        self._orders = orders
        self._stock = stock
        self._customers = customers
        self._connection = connection
        self._patience = patience

    def commit(self, changes: Sequence[Change], *, token: str) -> None:
        """Make all changes or none.

        Raises Conflict with those whose condition failed, Contended, Ambiguous, Refused; ValueError for more than 100
        changes, two of one record, units below zero, or a chat's version below 1.
        """
        asked: Sequence[Change] | None = changes
        while asked:
            try:
                return self._commit(asked, token=token)
            except Conflict as conflict:
                asked = posted_later(asked, conflict.failed)
                if asked is None:
                    raise
                # What is asked for now is another request to DynamoDB, and the same again when it is repeated.
                token += "+"
        return None

    def _commit(self, changes: Sequence[Change], *, token: str) -> None:
        operations = [self._operation(change) for change in (*changes, *days_posted_to(changes))]
        if len(operations) > MOST_CHANGES:
            raise ValueError(f"{len(operations)} changes in one transaction; DynamoDB takes {MOST_CHANGES}")
        places = {(type(one.item).Meta.table_name, one.item.pk, one.item.sk) for one in operations}
        if len(places) < len(operations):
            raise ValueError("two changes of one record in one transaction")
        self._patience.insist(partial(self._once, operations, token=request_token(token, table=self._orders)))

    def _once(self, operations: Sequence[Operation], *, token: str) -> None:
        try:
            with TransactWrite(connection=self._connection, client_request_token=token) as transaction:
                for one in operations:
                    if one.looks:
                        transaction.condition_check(type(one.item), one.item.pk, one.item.sk, condition=one.condition)
                    elif one.actions:
                        transaction.update(one.item, actions=list(one.actions), condition=one.condition)
                    else:
                        transaction.save(one.item, condition=one.condition)
        except TransactWriteError as error:
            raise verdict(error, operations) from error

    def _operation(self, change: Change) -> Operation:  # noqa: C901 - one line for each kind of change
        match change:
            case PutOrder(order=order, over=over):
                wanted = self._head(change, order_item(order), over=over)
            case AppendEvent():
                wanted = self._put(change, codec.event_item(change.event), new=True)
            case PutPayment():
                wanted = self._put(change, codec.payment_item(change.attempt), new=change.new)
            case SeeTransaction():
                key = f"GATEWAY#{change.provider}#{change.transaction_id}"
                wanted = self._put(change, {"pk": key, "sk": "SEEN", "order_id": change.order_id}, new=True)
            case TakeTicket():
                wanted = self._take(change)
            case HoldStock():
                wanted = self._move(change, held=change.units, cause=Cause.RESERVATION)
            case FreeStock():
                wanted = self._move(change, held=-change.units, cause=change.cause)
            case KeepSaid() | PutChat() | PutCase():
                wanted = self._talk(change)
            case PutRefund() | PutHeard():
                wanted = self._heard(change)
            case PutParcel() | FileTracking() | PutReturn():
                wanted = self._sent(change)
            case PostEntry() | DayOpen() | LockDay() | PutDayReport() | PutDrawer() | PutShift():
                wanted = self._booked(change)
        return wanted

    def _booked(self, change: PostEntry | DayOpen | LockDay | PutDayReport | PutDrawer | PutShift) -> Operation:
        # Loaded by who books money or stands at the drawer: a cold start that takes a cart does not need it.
        from shared.adapters.dynamodb import drawer_codec
        from shared.adapters.dynamodb.ledger_codec import entry_item

        table = self._orders
        match change:
            case PostEntry(entry=entry, day=day):
                wanted = self._put(change, entry_item(entry, day=day), new=True)
            case DayOpen(day=day):
                unlocked = table.locked.does_not_exist()
                wanted = Operation(change=change, item=self._counter(day), condition=unlocked, looks=True)
            case LockDay(day=day, last_ticket=number):
                lock = [table.locked.set("yes")]
                wanted = Operation(
                    change=change, item=self._counter(day), condition=self._at_ticket(number), actions=lock
                )
            case PutDayReport(report=report):
                wanted = self._put(change, drawer_codec.report_item(report), new=True)
            case PutDrawer(drawer=drawer):
                if drawer.version < 1:
                    raise ValueError(f"a drawer is written from version 1 on, not {drawer.version}")
                before = drawer.version - 1 or None
                wanted = self._head(change, drawer_codec.drawer_item(drawer), over=before)
            case PutShift(shift=shift):
                wanted = self._put(change, drawer_codec.shift_item(shift), new=True)
        return wanted

    def _heard(self, change: PutRefund | PutHeard) -> Operation:
        # Loaded by who hears of more than payments: a cold start that takes a cart does not need it.
        from shared.adapters.dynamodb.money_codec import heard_item, refund_item

        table = self._orders
        match change:
            case PutRefund(refund=refund, over=step):
                before = table.pk.does_not_exist() if step is None else table.state == step.value
                wanted = Operation(change=change, item=table.of(refund_item(refund)), condition=before)
            case PutHeard(heard=heard, over=over):
                wanted = self._head(change, heard_item(heard, version=(over or 0) + 1), over=over)
        return wanted

    def _sent(self, change: PutParcel | FileTracking | PutReturn) -> Operation:
        # Loaded by who sends goods: a cold start that takes a cart does not need it.
        from shared.adapters.dynamodb.parcel_codec import parcel_item, tracking_item
        from shared.adapters.dynamodb.return_codec import return_item

        table = self._orders
        match change:
            case PutParcel(parcel=parcel, over=over):
                wanted = self._head(change, parcel_item(parcel), over=over)
            case FileTracking(courier=courier, tracking_code=code, order_id=order_id, parcel_id=parcel_id):
                item = tracking_item(courier, code, order_id=order_id, parcel_id=parcel_id)
                free = table.pk.does_not_exist() | (table.body == item["body"])
                wanted = Operation(change=change, item=table.of(item), condition=free)
            case PutReturn(goods_return=goods_return, over=over):
                wanted = self._head(change, return_item(goods_return), over=over)
        return wanted

    def _counter(self, day: date) -> OrdersTable:
        return self._orders.of({"pk": tickets_key(day.isoformat()), "sk": "COUNTER"})

    def _at_ticket(self, last: int) -> Condition:
        """The day is open, and ``last`` its last ticket."""
        table = self._orders
        given: Condition = table.last == last if last else table.last.does_not_exist()
        both: Condition = given & table.locked.does_not_exist()
        return both

    def _put(self, change: Change, item: Item, *, new: bool) -> Operation:
        absent = self._orders.pk.does_not_exist() if new else None
        return Operation(change=change, item=self._orders.of(item), condition=absent)

    def _head(self, change: Change, item: Item, *, over: int | None) -> Operation:
        condition = self._orders.pk.does_not_exist() if over is None else self._orders.version == over
        return Operation(change=change, item=self._orders.of(item), condition=condition)

    def _talk(self, change: KeepSaid | PutChat | PutCase) -> Operation:
        # Loaded by who talks: a cold start that takes a cart does not need it.
        from shared.adapters.dynamodb import chat_codec

        table = self._customers
        match change:
            case KeepSaid(said=said):
                row = table.of(chat_codec.said_item(said))
                wanted = Operation(change=change, item=row, condition=table.pk.does_not_exist())
            case PutChat(chat=chat):
                if chat.version < 1:
                    raise ValueError(f"a chat is written from version 1 on, not {chat.version}")
                before = table.pk.does_not_exist() if chat.version == 1 else table.version == chat.version - 1
                wanted = Operation(change=change, item=table.of(chat_codec.chat_item(chat)), condition=before)
            case PutCase(case=case, over=over):
                wanted = self._head(change, chat_codec.case_item(case), over=over)
        return wanted

    def _take(self, change: TakeTicket) -> Operation:
        taken = [self._orders.last.set(change.number)]
        free = self._at_ticket(change.number - 1)
        return Operation(change=change, item=self._counter(change.day), condition=free, actions=taken)

    def _move(self, change: HoldStock | FreeStock, *, held: int, cause: Cause) -> Operation:
        if change.units < 0:
            raise ValueError(f"{change.units} units of {change.item}")
        table = self._stock
        enough = table.available >= held if isinstance(change, HoldStock) else table.reserved >= -held
        actions: list[Action] = [
            table.available.set(table.available - held),
            table.reserved.set(table.reserved + held),
            table.version.set(table.version + 1),
            table.cause.set(cause_text(cause, change.order_id)),
        ]
        head = table.of({"pk": f"STOCK#{change.item}", "sk": HEAD})
        return Operation(change=change, item=head, condition=enough, actions=actions)


def tickets_key(day: str) -> str:
    """The partition key of a business day's ticket counter (``2026-11-21``)."""
    return f"TICKETS#{day}"


def request_token(token: str, *, table: type[Table]) -> str:
    """A token of any length as one that DynamoDB takes.

    The table is part of it: DynamoDB keeps one list of tokens for all tables of an account, of all its stores.
    """
    return hashlib.sha256(f"{table.Meta.table_name}:{token}".encode()).hexdigest()[:TOKEN_LENGTH]


def verdict(error: TransactWriteError, operations: Sequence[Operation] = ()) -> Exception:
    """What a refused transaction means: Conflict naming what failed, Held, or another of the ports' errors."""
    code = code_of(error)
    if code == TOKEN_REUSED:
        return Conflict([one.change for one in operations])
    if code in HELD:
        return Held()
    if code != CANCELLED:
        return port_error(error, wrote=True)
    reasons = [reason.code if reason else "" for reason in error.cancellation_reasons]
    if PASSING.intersection(reasons):
        # Somebody is changing one of these records right now: what the other conditions found may not last.
        return Held()
    if CONDITION not in reasons:
        return Refused(next(filter(None, reasons), CANCELLED), "DynamoDB cancelled the transaction", alarm=True)
    # pynamodb sends looks before puts and puts before updates, whatever order they were given in; the reasons come in
    # the order sent.
    sent = sorted(operations, key=lambda one: (not one.looks, bool(one.actions)))
    failed = {id(one) for one, reason in zip(sent, reasons, strict=False) if reason == CONDITION}
    return Conflict([one.change for one in operations if id(one) in failed])
