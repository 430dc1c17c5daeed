"""What each route on conversations does: the queue of cases, a customer's messages, what a person says and corrects."""

from __future__ import annotations

from collections.abc import Iterator

from functions.staff_api import views
from functions.staff_api.answers import FOREIGN_CURSOR, Call, detail_of, link_to
from functions.staff_api.contract import FieldError, OrderDetail, ProductView
from functions.staff_api.paging import page_of
from functions.staff_api.problems import Invalid, NotFound
from functions.staff_api.talking_contract import CaseDetail, CaseList, CaseView, MessageList, MessageView
from shared.domain.case import Case, CaseStatus
from shared.domain.chat import Said
from shared.domain.customer import Customer
from shared.domain.messages import MessageState
from shared.usecases.correct_draft import Corrected, UnknownProducts, correct_draft
from shared.usecases.move_case import move_case
from shared.usecases.place_order import Shop
from shared.usecases.staff_desk import MARGIN, Desk, UnknownCase, request_id
from shared.usecases.write_to_customer import write_to_customer

#: Cases that are looked through for the oldest; a shop with more waiting has other worries than their order.
MOST_CASES = 1000
#: So much of a chat is shown with a case.
MOST_MESSAGES = 50


def list_cases(call: Call) -> CaseList:
    """Open and claimed cases, the longest waiting first. Raises Invalid."""
    waiting = (case for status in (CaseStatus.OPEN, CaseStatus.CLAIMED) for case in _cases(call, status))
    try:
        page, cursor = page_of(
            waiting,
            key=lambda case: f"{case.opened_at.isoformat()} {case.id}",
            limit=call.query.limit,
            cursor=call.query.cursor,
        )
    except ValueError:
        raise FOREIGN_CURSOR from None
    return CaseList(items=[_case_view(call, case) for case in page], next_cursor=cursor)


def read_case(call: Call) -> CaseDetail:
    """A case with the messages around it and its order. Raises NotFound."""
    case = call.shop.cases.read(call.path["case_id"])
    if case is None:
        raise NotFound
    customer = call.shop.customers.read(case.customer_id)
    newest = call.shop.chats.said(case.customer_id, limit=MOST_MESSAGES)
    file = call.shop.orders.read(case.order_id) if case.order_id else None
    return CaseDetail(
        **views.case_fields(case, customer, text=_first_words(call, case)),
        messages=[_message_view(call, said) for said in reversed(newest)],
        order=views.order_summary(file.order, customer) if file else None,
        window_open=customer is not None and customer.window_open(call.now + MARGIN),
    )


def claim_case(call: Call) -> CaseView:
    """Take a case: the bot is silent for a while. Raises UnknownCase, ClaimedByAnother, IllegalCaseMove, Contended."""
    return _moved(call, CaseStatus.CLAIMED)


def release_case(call: Call) -> CaseView:
    """Give a case back. Raises UnknownCase, IllegalCaseMove, Contended."""
    return _moved(call, CaseStatus.OPEN)


def close_case(call: Call) -> CaseView:
    """Be done with a case: the bot speaks again. Raises UnknownCase, Contended."""
    return _moved(call, CaseStatus.CLOSED)


def write_about_case(call: Call) -> MessageView:
    """Write to the customer of a case. Raises UnknownCase, WindowClosed, RequestReused, Contended."""
    case = call.shop.cases.read(call.path["case_id"])
    customer = call.shop.customers.read(case.customer_id) if case else None
    if case is None or customer is None:
        raise UnknownCase
    return _written(call, customer, case_id=case.id, order_id=case.order_id)


def write_about_order(call: Call) -> MessageView:
    """Write to the customer of an order. Raises NotFound, WindowClosed, RequestReused, Contended."""
    file = call.shop.orders.read(call.path["order_id"])
    customer = call.shop.customers.read(file.order.customer_id) if file else None
    if file is None or customer is None:
        raise NotFound
    return _written(call, customer, case_id=None, order_id=file.order.id)


def list_messages(call: Call) -> MessageList:
    """What a customer and people of the store wrote, newest first. Raises NotFound, Invalid."""
    customer_id, limit = call.path["customer_id"], call.query.limit
    if call.shop.customers.read(customer_id) is None:
        raise NotFound
    before = call.query.cursor
    if before is not None and not (before.isascii() and before.isdecimal() and len(before) <= 16):
        raise FOREIGN_CURSOR
    found = call.shop.chats.said(customer_id, limit=limit + 1, before=int(before) if before else None)
    page = found[:limit]
    return MessageList(
        items=[_message_view(call, said) for said in page],
        next_cursor=str(page[-1].place) if len(found) > limit else None,
    )


def correct_lines(call: Call) -> OrderDetail:
    """Say what a draft's words mean; the customer is asked to confirm. Raises UnknownOrder, NotADraft, Invalid."""
    order_id, own = call.path["order_id"], call.shop
    file = own.orders.read(order_id)
    customer = own.customers.read(file.order.customer_id) if file else None
    shop = Shop(
        store=own.store,
        orders=own.orders,
        catalog=own.catalog,
        stock=own.stock,
        commits=own.commits,
        outbox=own.outbox,
    )
    lines = [Corrected(sku=line.sku, quantity=line.quantity, note=line.note) for line in call.body.lines]
    try:
        correct_draft(
            shop,
            own.chats,
            order_id=order_id,
            lines=lines,
            customer=customer,
            by=call.caller.name,
            request=request_id(call.key),
            now=call.now,
        )
    except UnknownProducts as unknown:
        raise Invalid(FieldError(field="lines", expected=f"skus of this store; {unknown}")) from None
    return detail_of(call, own.orders.read_all(order_id))


def add_alias(call: Call) -> ProductView:
    """Teach the store another name of a product. Raises NotFound, Contended."""
    product = call.shop.catalog.add_alias(call.path["sku"], call.body.alias)
    if product is None:
        raise NotFound
    return views.product_view(product, currency=call.shop.store.currency)


def _cases(call: Call, status: CaseStatus) -> Iterator[Case]:
    cursor, seen = None, 0
    while seen < MOST_CASES:
        page, cursor = call.shop.cases.list_by_status(status, limit=100, cursor=cursor)
        seen += len(page)
        # The index follows within a moment: one that has just moved on is not listed twice.
        yield from (case for case in page if case.status is status)
        if cursor is None:
            return


def _desk(call: Call) -> Desk:
    own = call.shop
    return Desk(store=own.store, customers=own.customers, chats=own.chats, cases=own.cases, commits=own.commits)


def _moved(call: Call, to: CaseStatus) -> CaseView:
    moved = move_case(_desk(call), case_id=call.path["case_id"], to=to, by=call.caller.name, now=call.now)
    return _case_view(call, moved)


def _written(call: Call, customer: Customer, *, case_id: str | None, order_id: str | None) -> MessageView:
    said = write_to_customer(
        _desk(call),
        customer=customer,
        text="".join(letter for letter in call.body.text if letter >= " " or letter == "\n").strip(),
        by=call.caller.name,
        request=call.key,
        now=call.now,
        case_id=case_id,
        order_id=order_id,
    )
    return _message_view(call, said)


def _case_view(call: Call, case: Case) -> CaseView:
    customer = call.shop.customers.read(case.customer_id)
    return CaseView(**views.case_fields(case, customer, text=_first_words(call, case)))


def _first_words(call: Call, case: Case) -> str:
    first = call.shop.chats.said_at(case.customer_id, case.first_place)
    return first.text if first else ""


def _message_view(call: Call, said: Said) -> MessageView:
    return views.message_view(said, links=lambda stored: link_to(call, stored), state=_state(call, said))


def _state(call: Call, said: Said) -> MessageState | None:
    """How far a message of ours came."""
    if said.direction != "out":
        return None
    intent = call.shop.messages.read(f"CUSTOMER#{said.customer_id}", f"StaffSpoke.{said.place}")
    return intent.state if intent else MessageState.WAITING
