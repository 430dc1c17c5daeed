"""What the use cases of returns share: the ports, how one finds a return, and the case that stands beside it."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.domain.case import Case, CaseReason, CaseStatus, case_id_for
from shared.domain.changes import PutCase
from shared.domain.frozen import dataclass
from shared.domain.goods_return import GoodsReturn
from shared.domain.store import Store
from shared.ports import Cases, Catalog, Commits, OrderFile, Orders

#: The customer, staff and the courier meet at the same order.
TRIES = 8
#: Of the customer's words in a case; all of them are in the chat.
LONGEST_NOTE = 400


class UnknownReturn(Exception):
    """The order has no such return."""


class NotNow(Exception):
    """The return does not stand where that can be done."""

    def __init__(self, one: GoodsReturn) -> None:
        super().__init__(f"the return is {one.state}")
        self.goods_return = one


@dataclass(frozen=True, kw_only=True)
class ReturnRoom:
    """The store, and the ports that a return needs."""

    store: Store
    orders: Orders
    commits: Commits
    catalog: Catalog
    cases: Cases


def return_in(file: OrderFile | None, return_id: str) -> GoodsReturn | None:
    """The return of an order's file."""
    return next((one for one in file.returns if one.id == return_id), None) if file else None


def found_return(room: ReturnRoom, order_id: str, return_id: str) -> tuple[OrderFile, GoodsReturn]:
    """The order's file, with its timeline, and the return. Raises UnknownReturn."""
    file = room.orders.read_all(order_id)
    one = return_in(file, return_id)
    if file is None or one is None:
        raise UnknownReturn(return_id)
    return file, one


def case_shown(cases: Cases, one: GoodsReturn, *, store: Store, now: datetime) -> list[PutCase]:
    """The return's case with what is known by now: from the first question on, so that silence leaves it with staff.

    It stands beside the conversation and silences nobody.
    """
    note = _note(one)
    case = cases.read(_case_id(one))
    if case is not None:
        open_still = case.status is not CaseStatus.CLOSED and case.note != note
        return (
            [PutCase(case=replace(case, note=note, version=case.version + 1), over=case.version)] if open_still else []
        )
    fresh = Case(
        id=_case_id(one),
        store=store.id,
        customer_id=one.customer_id,
        reason=CaseReason.RETURN,
        status=CaseStatus.OPEN,
        version=1,
        opened_at=now,
        first_place=0,
        order_id=one.order_id,
        note=note,
    )
    return [PutCase(case=fresh, over=None)]


def case_closed(cases: Cases, one: GoodsReturn, *, now: datetime) -> list[PutCase]:
    """The return's case closed, if it is still open: nobody has to decide any more."""
    case = cases.read(_case_id(one))
    if case is None or case.status is CaseStatus.CLOSED:
        return []
    return [PutCase(case=case.become(CaseStatus.CLOSED, now=now), over=case.version)]


def _case_id(one: GoodsReturn) -> str:
    return case_id_for(f"{CaseReason.RETURN}:{one.id}")


def _note(one: GoodsReturn) -> str:
    goods = ", ".join(f"{units} x {sku}" for sku, units in one.items.items())
    photos = f"{len(one.photos)} photos" if one.photos else ""
    told = (one.state.value, goods, one.trouble.value if one.trouble else "", photos, one.words[:LONGEST_NOTE])
    return "; ".join(filter(None, told))
