"""What each route does: one use case or one look at the record, and its answer in the words of the contract."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from functions.staff_api import views
from functions.staff_api.access import Caller
from functions.staff_api.contract import (
    FieldError,
    MovementList,
    OrderDetail,
    OrderList,
    ProductList,
    ProductView,
    StockDetail,
    StockList,
    StockView,
)
from functions.staff_api.media_contract import MediaView
from functions.staff_api.paging import page_of
from functions.staff_api.problems import Invalid, NotFound
from functions.staff_api.return_views import Photos
from shared.domain.chat import StoredMedia
from shared.domain.order import OrderStatus
from shared.domain.store import Store
from shared.ports import (
    Books,
    Cases,
    Catalog,
    Chats,
    Commits,
    Customers,
    FileLinks,
    MessageLog,
    OrderFile,
    Orders,
    Outbox,
    Reconciliations,
    StockRoom,
    Till,
)
from shared.usecases.correct_stock import correct_stock
from shared.usecases.give_back import Wish, give_back
from shared.usecases.read_orders import read_orders
from shared.usecases.take_payment import Counter

#: A link to a customer's file works for so long: enough to look at it, too short to be passed around.
LINK_SECONDS = 300
#: Shown in the browser; everything else is saved.
SHOWN = frozenset({"image", "audio", "video"})
FOREIGN_CURSOR = Invalid(FieldError(field="cursor", expected="`next_cursor` of the page before, unchanged"))


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The store, and its records as ports."""

    store: Store
    orders: Orders
    catalog: Catalog
    stock: StockRoom
    customers: Customers
    chats: Chats
    cases: Cases
    messages: MessageLog
    commits: Commits
    outbox: Outbox
    files: FileLinks
    books: Books
    till: Till
    reconciliations: Reconciliations


@dataclass(frozen=True, kw_only=True)
class Call:
    """A request that has been read: ids from its path, query and body of the route's types, a POST's key; who asks."""

    shop: Shop
    path: Mapping[str, str]
    query: Any
    body: Any
    key: str
    caller: Caller
    now: datetime


def list_orders(call: Call) -> OrderList:
    """Orders, newest first. Raises Invalid."""
    query = call.query
    try:
        page = read_orders(
            orders=call.shop.orders,
            customers=call.shop.customers,
            statuses=[query.status] if query.status else list(OrderStatus),
            text=query.text,
            assignee=query.assignee,
            limit=query.limit,
            cursor=query.cursor,
        )
    except ValueError:
        raise FOREIGN_CURSOR from None
    return OrderList(items=[views.order_summary(*row) for row in page.rows], next_cursor=page.cursor)


def read_order(call: Call) -> OrderDetail:
    """One order with its timeline. Raises NotFound."""
    return detail_of(call, call.shop.orders.read_all(call.path["order_id"]))


def detail_of(call: Call, file: OrderFile | None) -> OrderDetail:
    """The order of a whole file. Raises NotFound when there is none."""
    if file is None:
        raise NotFound
    return views.order_detail(file, call.shop.customers.read(file.order.customer_id), photos=_photos(call))


def link_to(call: Call, stored: StoredMedia) -> str:
    """What shows a customer's file, or saves it, for a few minutes."""
    saved_as = None if stored.media.type in SHOWN else stored.media.filename or str(stored.key).rpartition("/")[2]
    return call.shop.files.link(str(stored.key), seconds=LINK_SECONDS, now=call.now, filename=saved_as)


def _photos(call: Call) -> Photos:
    def photo(customer_id: str, place: int) -> MediaView | None:
        said = call.shop.chats.said_at(customer_id, place)
        return views.media_view(said.media, links=lambda stored: link_to(call, stored)) if said and said.media else None

    return photo


def add_refund(call: Call) -> OrderDetail:
    """Give money back. Raises UnknownOrder, MoreThanLeft, DrawerClosed, RequestReused, Contended."""
    shop, body = call.shop, call.body
    wish = Wish(
        order_id=call.path["order_id"],
        amount=body.amount,
        reason=body.reason,
        by=call.caller.name,
        request=call.key,
        method=body.method,
        slip=body.slip,
    )
    give_back(Counter(store=shop.store, orders=shop.orders, till=shop.till, commits=shop.commits), wish, now=call.now)
    return read_order(call)


def list_products(call: Call) -> ProductList:
    """Products, by sku. Raises Invalid."""
    try:
        page, cursor = page_of(
            call.shop.catalog.all_products(),
            key=lambda product: product.sku,
            limit=call.query.limit,
            cursor=call.query.cursor,
        )
    except ValueError:
        raise FOREIGN_CURSOR from None
    currency = call.shop.store.currency
    return ProductList(items=[views.product_view(product, currency=currency) for product in page], next_cursor=cursor)


def read_product(call: Call) -> ProductView:
    """One product. Raises NotFound."""
    product = call.shop.catalog.products([call.path["sku"]]).get(call.path["sku"])
    if product is None:
        raise NotFound
    return views.product_view(product, currency=call.shop.store.currency)


def list_stock(call: Call) -> StockList:
    """Stock items, by id. Raises Invalid."""
    try:
        page, cursor = page_of(
            call.shop.stock.all_items(), key=lambda item: item.id, limit=call.query.limit, cursor=call.query.cursor
        )
    except ValueError:
        raise FOREIGN_CURSOR from None
    return StockList(items=[views.stock_view(item) for item in page], next_cursor=cursor)


def read_stock_item(call: Call) -> StockDetail:
    """One stock item. Raises NotFound."""
    item = call.shop.stock.items([call.path["item"]]).get(call.path["item"])
    if item is None:
        raise NotFound
    return views.stock_detail(item)


def list_movements(call: Call) -> MovementList:
    """What moved a counter, newest first. Raises NotFound, Invalid."""
    item = call.path["item"]
    if item not in call.shop.stock.items([item]):
        raise NotFound
    try:
        page, cursor = call.shop.stock.movements(item, limit=call.query.limit, cursor=call.query.cursor)
    except ValueError:
        raise FOREIGN_CURSOR from None
    return MovementList(items=[views.movement_view(movement) for movement in page], next_cursor=cursor)


def add_movement(call: Call) -> StockView:
    """Correct a counter. Raises Invalid, UnknownItem, NotEnoughStock, RequestReused, Contended."""
    if call.body.delta == 0:
        raise Invalid(FieldError(field="delta", expected="`int` other than 0"))
    item = correct_stock(
        item_id=call.path["item"],
        delta=call.body.delta,
        reason=call.body.reason,
        request=call.key,
        stock=call.shop.stock,
    )
    return views.stock_view(item)
