"""A shelf ran low: ask its supplier for more, once per crossing of the reorder point."""

from __future__ import annotations

from datetime import datetime

from shared.domain.catalog import Supplier
from shared.domain.events import StockLow
from shared.domain.purchase import PurchaseOrder, PurchaseStatus, delivery_day, in_words, purchase_id
from shared.domain.stock import StockItem
from shared.domain.store import Store
from shared.ports import Catalog, Mailer, Purchases, StockRoom


class NoSupplier(Exception):
    """Nobody is named who delivers the item: a person has to complete the catalog."""

    def __init__(self, item: str, supplier: str) -> None:
        super().__init__(f"stock item {item} names supplier {supplier!r}, who is not in the catalog")
        self.item, self.supplier = item, supplier


def reorder_stock(
    *,
    low: StockLow,
    store: Store,
    catalog: Catalog,
    stock: StockRoom,
    purchases: Purchases,
    mailer: Mailer,
    now: datetime,
) -> str:
    """Draft the purchase order, email it, mark it sent; returns ``sent``, ``repeated`` or ``on_order``.

    A shelf that is already on order is not ordered again when released units lift it over its reorder point and the
    next customer takes them: only goods that came, or a count, close the purchase. A crash between email and mark may
    send the same email, with the same purchase order number, once more. Raises NoSupplier, Unavailable, Refused.
    """
    purchase_number = purchase_id(low.item, low.sequence)
    item = stock.items([low.item])[low.item]
    supplier = catalog.supplier(item.supplier)
    if supplier is None:
        raise NoSupplier(item.id, item.supplier)
    today = now.astimezone(store.zone).date()
    drafted = PurchaseOrder(
        id=purchase_number,
        item=item.id,
        quantity=item.reorder_quantity,
        supplier=supplier.id,
        status=PurchaseStatus.DRAFTED,
        created_at=now,
        expected_on=delivery_day(ordered_on=today, lead_time_days=item.lead_time_days, delivers=supplier.delivers),
    )
    if not purchases.draft(drafted):
        standing = purchases.read(purchase_number)
        if standing is None:
            return "on_order"
        if standing.status is not PurchaseStatus.DRAFTED:
            return "repeated"
        drafted = standing
    subject, text = purchase_email(drafted, item=item, supplier=supplier, store=store)
    email_id = mailer.send(to=supplier.email, subject=subject, text=text)
    purchases.mark_sent(drafted.id, email_id=email_id)
    return "sent"


def purchase_email(purchase: PurchaseOrder, *, item: StockItem, supplier: Supplier, store: Store) -> tuple[str, str]:
    """Subject and text of the email, in plain words."""
    day = purchase.expected_on.strftime("%A, %d %B %Y")
    delivers = ", ".join(weekday.capitalize() for weekday in supplier.delivers) or "any day"
    name, quantity = in_words(purchase.item, purchase.quantity)
    also = f" ({name})" if name != purchase.item else ""
    subject = f"{store.name}: purchase order {purchase.id}: {purchase.quantity} x {purchase.item}"
    text = (
        f"Dear {supplier.name},\n\n"
        f"please deliver to {store.name}:\n\n"
        f"  Item:      {purchase.item}{also}\n"
        f"  Quantity:  {quantity}\n"
        f"  Delivery:  {day} (your days: {delivers}; lead time {item.lead_time_days} days)\n"
        f"  To:        {store.fulfilment.place_name}, {store.fulfilment.place_address}\n"
        f"  Our order: {purchase.id}\n\n"
        f"{item.available} are left on our shelf. Please answer this email if you cannot deliver on that day.\n\n"
        f"{store.name}\n"
    )
    return subject, text
