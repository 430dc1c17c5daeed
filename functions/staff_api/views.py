"""The record as staff see it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from functions.staff_api.contract import (
    CustomerView,
    LineView,
    MoneyView,
    MovementView,
    OrderDetail,
    OrderSummary,
    PaymentView,
    ProblemView,
    ProductView,
    RefundView,
    SourceView,
    StockDetail,
    StockView,
    TimelineEntry,
)
from functions.staff_api.media_contract import MediaView
from functions.staff_api.parcel_views import parcel_view
from functions.staff_api.return_views import Photos, return_view
from functions.staff_api.talking_contract import MessageView
from shared.domain.case import Case
from shared.domain.catalog import Product
from shared.domain.chat import Said, StoredMedia
from shared.domain.customer import Customer
from shared.domain.messages import MessageState
from shared.domain.order import Order
from shared.domain.payment import PaymentAttempt
from shared.domain.payment_status import payment_status
from shared.domain.refund import OrderRefund
from shared.domain.stock import Movement, StockItem
from shared.ports import OrderFile

#: Makes the link that shows a stored file.
Links = Callable[[StoredMedia], str]
#: Said once for the whole order, not again on each event.
SAID_ELSEWHERE = ("id", "name", "version", "store", "subject", "at", "order_id", "customer_id")


def order_summary(order: Order, customer: Customer | None) -> OrderSummary:
    """An order in a list."""
    return OrderSummary(**_order_fields(order, customer))


def order_detail(file: OrderFile, customer: Customer | None, *, photos: Photos) -> OrderDetail:
    """An order with its payments, parcels and returns, and its timeline; ``photos`` shows what a customer sent."""
    return OrderDetail(
        **_order_fields(file.order, customer),
        payment_status=payment_status(file.order, file.payments, file.refunds),
        payments=[payment_view(attempt) for attempt in file.payments],
        refunds=[refund_view(refund) for refund in file.refunds],
        parcels=[parcel_view(parcel) for parcel in file.parcels],
        returns=[return_view(one, currency=file.order.currency, photos=photos) for one in file.returns],
        timeline=sorted(_timeline(file), key=lambda entry: entry.at),
        score=file.order.score,
        review=file.order.review,
    )


def customer_view(customer_id: str, customer: Customer | None) -> CustomerView:
    """The customer, phone number included: staff may call."""
    number = customer.identity.wa_id if customer else None
    return CustomerView(
        id=customer_id,
        name=customer.name if customer else None,
        language=customer.language if customer else None,
        phone=f"+{number}" if number else None,
        user_id=customer.identity.user_id if customer else None,
    )


def payment_view(attempt: PaymentAttempt) -> PaymentView:
    """One attempt to pay."""
    received = attempt.received
    return PaymentView(
        id=attempt.id,
        provider=attempt.provider,
        amount=attempt.amount.amount,
        currency=attempt.amount.currency,
        status=attempt.status,
        created_at=attempt.created_at,
        url=attempt.url,
        transaction_id=attempt.transaction_id,
        received=MoneyView(amount=received.amount, currency=received.currency) if received else None,
        reason=attempt.reason,
    )


def refund_view(refund: OrderRefund) -> RefundView:
    """One refund."""
    return RefundView(
        id=refund.id,
        amount=refund.amount.amount,
        currency=refund.amount.currency,
        reason=refund.reason,
        state=refund.state,
        requested_by=refund.requested_by,
        at=refund.at,
        transaction_id=refund.transaction_id,
        gateway_id=refund.gateway_id,
        code=refund.code,
        method=refund.provider,
        given_by=refund.given_by,
        slip=refund.slip,
    )


def product_view(product: Product, *, currency: str) -> ProductView:
    """A product of the store's catalog."""
    return ProductView(
        sku=product.sku,
        name=product.name,
        names=dict(product.names),
        aliases=list(product.aliases),
        price=product.price,
        currency=currency,
        tax_bp=product.tax_bp,
        size=product.size,
        pack=product.pack,
        recipe=dict(product.recipe),
    )


def stock_view(item: StockItem) -> StockView:
    """A stock item in a list, or after a correction."""
    return StockView(id=item.id, available=item.available, reserved=item.reserved, reorder_point=item.reorder_point)


def stock_detail(item: StockItem) -> StockDetail:
    """A stock item alone."""
    return StockDetail(
        id=item.id,
        available=item.available,
        reserved=item.reserved,
        reorder_point=item.reorder_point,
        reorder_quantity=item.reorder_quantity,
        supplier=item.supplier,
        lead_time_days=item.lead_time_days,
        open_purchase=item.open_purchase,
    )


def movement_view(movement: Movement) -> MovementView:
    """One change of a counter."""
    return MovementView(
        version=movement.version,
        at=movement.at,
        cause=movement.cause,
        reference=movement.reference,
        available_delta=movement.available_delta,
        reserved_delta=movement.reserved_delta,
        available=movement.available,
        reserved=movement.reserved,
    )


def _order_fields(order: Order, customer: Customer | None) -> dict[str, Any]:
    return {
        "id": order.id,
        "ticket": order.ticket.number if order.ticket else None,
        "ticket_day": order.ticket.day if order.ticket else None,
        "status": order.status,
        "customer": customer_view(order.customer_id, customer),
        "lines": [
            LineView(
                sku=line.sku,
                name=line.name,
                quantity=line.quantity,
                unit_price=line.unit_price,
                total=line.total,
            )
            for line in order.lines
        ],
        "total": order.total.amount,
        "tax": sum(line.tax for line in order.taxed_lines()),
        "added_tax": order.added_tax.amount,
        "currency": order.currency,
        "placed_at": order.placed_at,
        "expires_at": order.expires_at,
        "problems": [
            ProblemView(
                kind=problem.kind, sku=problem.sku, name=problem.name, wanted=problem.wanted, found=problem.found
            )
            for problem in order.problems
        ],
        "assignee": order.assignee or None,
        "source": SourceView(channel=order.source.channel, message_id=order.source.message_id),
    }


def _timeline(file: OrderFile) -> Iterator[TimelineEntry]:
    # Events come first: of two entries at the same moment, the message tells of the event.
    for event in file.events:
        data = {name: value for name, value in event.detail().items() if name not in SAID_ELSEWHERE}
        yield TimelineEntry(at=event.at, kind="event", name=event.name, data=data)
    for message in file.messages:
        said = {
            "state": message.state,
            "attempts": message.attempts,
            "message_id": message.meta_id,
            "error": message.error,
        }
        yield TimelineEntry(at=message.attempted_at, kind="message", name=message.id, data=said)


def message_view(said: Said, *, links: Links, state: MessageState | None = None) -> MessageView:
    """One message of a chat."""
    return MessageView(
        id=said.message_id,
        at=said.at,
        direction="out" if said.direction == "out" else "in",
        type=said.type,
        text=said.text,
        by=said.by,
        understood=said.understood,
        confidence=said.confidence,
        order_id=said.order_id,
        case_id=said.case_id,
        reply_to=said.reply_to,
        media=media_view(said.media, links=links) if said.media else None,
        state=state,
    )


def case_fields(case: Case, customer: Customer | None, *, text: str) -> dict[str, Any]:
    """What a case shows in a list."""
    return {
        "id": case.id,
        "status": case.status,
        "reason": case.reason,
        "customer": customer_view(case.customer_id, customer),
        "order_id": case.order_id,
        "claimed_by": case.claimed_by,
        "opened_at": case.opened_at,
        "closed_at": case.closed_at,
        "note": case.note,
        "text": text,
    }


def media_view(stored: StoredMedia, *, links: Links) -> MediaView:
    """One file of a customer."""
    media = stored.media
    return MediaView(
        type=media.type,
        mime_type=media.mime_type,
        filename=media.filename,
        state=stored.state,
        url=links(stored) if stored.state == "stored" and stored.key else None,
        reason=stored.reason,
    )
