"""The record's one door in memory: transactions, with the conditions that DynamoDB holds them to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from shared.adapters.dynamodb.chat_codec import said_in, said_item
from shared.adapters.dynamodb.drawer_codec import (
    drawer_in,
    drawer_item,
    report_in,
    report_item,
    shift_in,
    shift_item,
)
from shared.adapters.dynamodb.ledger_codec import entry_in, entry_item
from shared.adapters.dynamodb.money_codec import heard_in, heard_item, refund_in, refund_item
from shared.adapters.dynamodb.order_codec import order_in, order_item
from shared.adapters.dynamodb.parcel_codec import parcel_in, parcel_item
from shared.adapters.dynamodb.return_codec import return_in, return_item
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
from shared.domain.stock import Cause, StockItem
from shared.ports import Conflict
from tests.fakes.record_state import Port, call


class Commits(Port):
    """Transactions. A token is remembered, as DynamoDB does for ten minutes, until ``FakeRecord.forget_tokens``.

    What customers wrote goes through the tables' own codec: what is cut there is cut here.
    """

    @call
    def commit(self, changes: Sequence[Change], *, token: str) -> None:
        """The port."""
        if len(changes) > 100:
            raise ValueError(f"{len(changes)} changes in one transaction; DynamoDB takes 100")
        if len({_place(change) for change in changes}) < len(changes):
            raise ValueError("two changes of one record in one transaction")
        if any(isinstance(change, HoldStock | FreeStock) and change.units < 0 for change in changes):
            raise ValueError("units below zero")
        if any(isinstance(change, PutChat) and change.chat.version < 1 for change in changes):
            raise ValueError("a chat is written from version 1 on")
        if token in self.state.tokens:
            if self.state.tokens[token] != tuple(changes):
                raise Conflict(changes)
            return
        asked: Sequence[Change] = changes
        while failed := [change for change in (*asked, *days_posted_to(asked)) if not self._allowed(change)]:
            later = posted_later(asked, failed)
            if later is None:
                raise Conflict(failed)
            asked = later
        for change in asked:
            self._make(change)
        self.state.tokens[token] = tuple(changes)

    def _allowed(self, change: Change) -> bool:  # noqa: C901 - one line for each kind of change
        state = self.state
        match change:
            case PutOrder(order=order, over=over):
                standing = state.orders.get(order.id)
                allowed = (standing.version if standing else None) == over
            case HoldStock(item=item, units=units):
                allowed = item in state.stock and state.stock[item].available >= units
            case FreeStock(item=item, units=units):
                allowed = item in state.stock and state.stock[item].reserved >= units
            case AppendEvent(event=event):
                allowed = not any((e.subject, e.sequence) == (event.subject, event.sequence) for e in state.events)
            case PutPayment(attempt=attempt, new=new):
                allowed = not new or (attempt.order_id, attempt.id) not in state.payments
            case SeeTransaction(provider=provider, transaction_id=transaction_id):
                allowed = (provider, transaction_id) not in state.seen
            case TakeTicket(day=day, number=number):
                allowed = state.tickets.get(day, 0) == number - 1 and day not in state.locked
            case KeepSaid() | PutChat() | PutCase():
                allowed = self._talk_allows(change)
            case PostEntry() | DayOpen() | LockDay() | PutDayReport() | PutDrawer() | PutShift():
                allowed = self._booking_allowed(change)
            case PutRefund(refund=refund, over=step):
                was = state.refunds.get((refund.order_id, refund.id))
                allowed = (was.state if was else None) == step
            case PutHeard(heard=heard, over=over):
                known = state.heard.get((heard.provider, heard.id))
                allowed = (known[1] if known else None) == over
            case PutParcel() | FileTracking() | PutReturn():
                allowed = self._sending_allowed(change)
        return allowed

    def _make(self, change: Change) -> None:  # noqa: C901 - one line for each kind of change
        state = self.state
        match change:
            case PutOrder(order=order):
                state.orders[order.id] = order_in(order_item(order))
            case HoldStock(item=item, units=units, order_id=order_id):
                state.move(_held(state.stock[item], units), cause=Cause.RESERVATION, reference=order_id)
            case FreeStock(item=item, units=units, order_id=order_id, cause=cause):
                state.move(_held(state.stock[item], -units), cause=cause, reference=order_id)
            case AppendEvent(event=event):
                state.events.append(event)
            case PutPayment(attempt=attempt):
                state.payments[attempt.order_id, attempt.id] = attempt
            case SeeTransaction(provider=provider, transaction_id=transaction_id, order_id=order_id):
                state.seen[provider, transaction_id] = order_id
            case TakeTicket(day=day, number=number):
                state.tickets[day] = number
            case KeepSaid() | PutChat() | PutCase():
                self._talk(change)
            case PostEntry() | DayOpen() | LockDay() | PutDayReport() | PutDrawer() | PutShift():
                self._book(change)
            case PutRefund(refund=refund):
                state.refunds[refund.order_id, refund.id] = refund_in(refund_item(refund))
            case PutHeard(heard=heard, over=over):
                state.heard[heard.provider, heard.id] = heard_in(heard_item(heard, version=(over or 0) + 1))
            case PutParcel() | FileTracking() | PutReturn():
                self._send(change)

    def _sending_allowed(self, change: PutParcel | FileTracking | PutReturn) -> bool:
        state = self.state
        match change:
            case PutParcel(parcel=parcel, over=over):
                sent = state.parcels.get((parcel.order_id, parcel.id))
                allowed = (sent.version if sent else None) == over
            case FileTracking(courier=courier, tracking_code=code, parcel_id=parcel_id):
                allowed = state.tracking.get((courier, code), ("", parcel_id))[1] == parcel_id
            case PutReturn(goods_return=one, over=over):
                known = state.returns.get((one.order_id, one.id))
                allowed = (known.version if known else None) == over
        return allowed

    def _send(self, change: PutParcel | FileTracking | PutReturn) -> None:
        state = self.state
        match change:
            case PutParcel(parcel=parcel):
                state.parcels[parcel.order_id, parcel.id] = parcel_in(parcel_item(parcel))
            case FileTracking(courier=courier, tracking_code=code, order_id=order_id, parcel_id=parcel_id):
                state.tracking[courier, code] = (order_id, parcel_id)
            case PutReturn(goods_return=one):
                state.returns[one.order_id, one.id] = return_in(return_item(one))

    def _booking_allowed(self, change: PostEntry | DayOpen | LockDay | PutDayReport | PutDrawer | PutShift) -> bool:
        state = self.state
        match change:
            case PostEntry(entry=entry, day=day):
                allowed = (day, entry.id) not in state.entries
            case DayOpen(day=day):
                allowed = day not in state.locked
            case LockDay(day=day, last_ticket=number):
                allowed = day not in state.locked and state.tickets.get(day, 0) == number
            case PutDayReport(report=report):
                allowed = report.day not in state.day_reports
            case PutDrawer(drawer=drawer):
                allowed = (state.drawer.version if state.drawer else 0) == drawer.version - 1
            case PutShift(shift=shift):
                allowed = (shift.day, shift.number) not in state.shifts
        return allowed

    def _book(self, change: PostEntry | DayOpen | LockDay | PutDayReport | PutDrawer | PutShift) -> None:
        state = self.state
        match change:
            case PostEntry(entry=entry, day=day):
                state.entries[day, entry.id] = entry_in(entry_item(entry, day=day))
            case LockDay(day=day):
                state.locked.add(day)
            case PutDayReport(report=report):
                state.day_reports[report.day] = report_in(report_item(report))
            case PutDrawer(drawer=drawer):
                state.drawer = drawer_in(drawer_item(drawer))
            case PutShift(shift=shift):
                state.shifts[shift.day, shift.number] = shift_in(shift_item(shift))

    def _talk_allows(self, change: KeepSaid | PutChat | PutCase) -> bool:
        state = self.state
        match change:
            case KeepSaid(said=said):
                allowed = (said.customer_id, said.place) not in state.said
            case PutChat(chat=chat):
                before = state.chats.get(chat.customer_id)
                allowed = (before.version if before else 0) == chat.version - 1
            case PutCase(case=case, over=over):
                known = state.cases.get(case.id)
                allowed = (known.version if known else None) == over
        return allowed

    def _talk(self, change: KeepSaid | PutChat | PutCase) -> None:
        state = self.state
        match change:
            case KeepSaid(said=said):
                state.said[said.customer_id, said.place] = said_in(said_item(said))
            case PutChat(chat=chat):
                state.chats[chat.customer_id] = chat
            case PutCase(case=case):
                state.cases[case.id] = case


def _held(item: StockItem, units: int) -> StockItem:
    return replace(item, available=item.available - units, reserved=item.reserved + units, version=item.version + 1)


def _place(change: Change) -> tuple[Any, ...]:  # noqa: C901, PLR0912 - one line for each kind of change
    match change:
        case PutOrder(order=order):
            place: tuple[Any, ...] = ("order", order.id)
        case HoldStock(item=item) | FreeStock(item=item):
            place = ("stock", item)
        case AppendEvent(event=event):
            place = ("event", event.subject, event.sequence)
        case PutPayment(attempt=attempt):
            place = ("payment", attempt.order_id, attempt.id)
        case SeeTransaction(provider=provider, transaction_id=transaction_id):
            place = ("seen", provider, transaction_id)
        case TakeTicket(day=day) | LockDay(day=day) | DayOpen(day=day):
            place = ("ticket", day)
        case PostEntry(entry=entry, day=day):
            place = ("entry", day, entry.id)
        case PutRefund(refund=refund):
            place = ("refund", refund.order_id, refund.id)
        case PutHeard(heard=heard):
            place = ("heard", heard.provider, heard.id)
        case PutParcel() | FileTracking() | PutReturn():
            place = _place_of_goods(change)
        case PutDayReport(report=report):
            place = ("report", report.day)
        case PutDrawer():
            place = ("drawer",)
        case PutShift(shift=shift):
            place = ("shift", shift.day, shift.number)
        case KeepSaid() | PutChat() | PutCase():
            place = _place_of_talk(change)
    return place


def _place_of_goods(change: PutParcel | FileTracking | PutReturn) -> tuple[Any, ...]:
    match change:
        case PutParcel(parcel=parcel):
            place: tuple[Any, ...] = ("parcel", parcel.order_id, parcel.id)
        case FileTracking(courier=courier, tracking_code=code):
            place = ("tracking", courier, code)
        case PutReturn(goods_return=one):
            place = ("return", one.order_id, one.id)
    return place


def _place_of_talk(change: KeepSaid | PutChat | PutCase) -> tuple[Any, ...]:
    match change:
        case KeepSaid(said=said):
            place: tuple[Any, ...] = ("said", said.customer_id, said.place)
        case PutChat(chat=chat):
            place = ("chat", chat.customer_id)
        case PutCase(case=case):
            place = ("case", case.id)
    return place
