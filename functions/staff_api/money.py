"""What each route on money does: payments at the counter, the drawer, the end of a business day."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date

from functions.staff_api.answers import Call, detail_of
from functions.staff_api.contract import FieldError
from functions.staff_api.money_contract import (
    DayReportView,
    DifferenceView,
    DrawerView,
    LateView,
    PaymentResult,
    ShiftView,
)
from functions.staff_api.problems import Invalid, NotFound
from shared.domain.day_report import DayReport
from shared.domain.drawer import Drawer, Shift
from shared.domain.standing import standing
from shared.usecases import run_drawer
from shared.usecases.close_day import close_day
from shared.usecases.day_report_csv import csv_of
from shared.usecases.run_drawer import Act
from shared.usecases.take_payment import Counter, Taking, take_payment


def add_payment(call: Call) -> PaymentResult:
    """Take money for an order. Raises what ``take_payment`` does, NotFound."""
    asked = call.body
    taking = Taking(
        order_id=call.path["order_id"],
        method=asked.method,
        amount=asked.amount,
        request=f"{call.path['order_id']}:{call.key}",
        tendered=asked.tendered,
        collected_by=asked.collected_by,
    )
    take_payment(_counter(call), taking, now=call.now)
    file = call.shop.orders.read_all(taking.order_id)
    if file is None:
        raise NotFound
    money = standing(file.order, file.payments)
    return PaymentResult(order=detail_of(call, file), paid=money.paid, due=money.due, change=taking.change)


def read_drawer(call: Call) -> DrawerView:
    """The drawer as it stands."""
    return _view(call, call.shop.till.drawer())


def open_drawer(call: Call) -> DrawerView:
    """Begin a shift."""
    return _view(call, run_drawer.open_drawer(_counter(call), _act(call), opening=call.body.opening, now=call.now))


def pay_in(call: Call) -> DrawerView:
    """Cash into the drawer."""
    body = call.body
    return _view(
        call, run_drawer.pay_in(_counter(call), _act(call), amount=body.amount, reason=body.reason, now=call.now)
    )


def pay_out(call: Call) -> DrawerView:
    """Cash out of the drawer."""
    body = call.body
    after = run_drawer.pay_out(
        _counter(call), _act(call), amount=body.amount, reason=body.reason, to=body.to, now=call.now
    )
    return _view(call, after)


def count_drawer(call: Call) -> DrawerView:
    """Say what is in the drawer."""
    return _view(call, run_drawer.count_drawer(_counter(call), _act(call), counted=call.body.counted, now=call.now))


def hand_in(call: Call) -> DrawerView:
    """A rider hands in."""
    body = call.body
    after = run_drawer.hand_in(_counter(call), _act(call), rider=body.rider, counted=body.counted, now=call.now)
    return _view(call, after)


def close_drawer(call: Call) -> DrawerView:
    """End the shift."""
    return _view(call, run_drawer.close_drawer(_counter(call), _act(call), now=call.now))


def end_day(call: Call) -> DayReportView:
    """Lock a business day and report it."""
    report = close_day(_counter(call), call.shop.books, day=call.body.day, by=call.caller.name, now=call.now)
    return _report_view(report)


def read_day(call: Call) -> DayReportView:
    """The report of a locked day. Raises NotFound, Invalid."""
    return _report_view(_report(call))


def read_day_as_csv(call: Call) -> str:
    """The same as a table. Raises NotFound, Invalid."""
    return csv_of(_report(call))


def _report(call: Call) -> DayReport:
    try:
        day = date.fromisoformat(call.path["day"])
    except ValueError:
        raise Invalid(FieldError(field="day", expected="a date like 2026-11-21")) from None
    report = call.shop.till.report(day)
    if report is None:
        raise NotFound
    return report


def _counter(call: Call) -> Counter:
    shop = call.shop
    return Counter(store=shop.store, orders=shop.orders, till=shop.till, commits=shop.commits)


def _act(call: Call) -> Act:
    return Act(by=call.caller.name, request=call.key)


def _view(call: Call, drawer: Drawer) -> DrawerView:
    shift = _shift_view(drawer.shift) if drawer.shift else None
    return DrawerView(open=drawer.is_open, currency=call.shop.store.currency, shift=shift, riders=dict(drawer.riders))


def _shift_view(shift: Shift) -> ShiftView:
    return ShiftView(**asdict(shift), expected=shift.expected, difference=shift.difference)


def _report_view(report: DayReport) -> DayReportView:
    nested = {
        "shifts": [_shift_view(one) for one in report.shifts],
        "differences": [DifferenceView(**asdict(one)) for one in report.differences],
        "late": [LateView(**asdict(one)) for one in report.late],
        "by_method": dict(report.by_method),
    }
    return DayReportView(**{**vars(report), **nested})
