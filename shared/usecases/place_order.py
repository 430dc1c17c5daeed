"""A cart becomes an order with its stock held, or an honest offer of what there is.

A cart is the customer's own explicit order and is never held up by a question: its stock is held and its link opened at
once, as ever. What is missing (where to deliver) or odd (the same cart minutes ago, an unusual quantity) stays with the
order as a problem and is asked in the very message that asks for the payment: paying is what confirms a cart. An
address that is written or sent afterwards becomes the order's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from enum import StrEnum

from shared.domain.catalog import MOST_OF_ONE_LINE, NEVER_ODD, Product, stock_needed
from shared.domain.changes import AppendEvent, Change, HoldStock, KeepSaid, PutChat, PutOrder
from shared.domain.customer import Customer
from shared.domain.events import OrderOffered, OrderReceived, order_event
from shared.domain.frozen import dataclass
from shared.domain.inbound import Cart, InboundMessage
from shared.domain.order import Handover, Line, Order, OrderStatus, Problem, ProblemKind, Source, order_id_for
from shared.domain.stock import affordable
from shared.domain.store import Store
from shared.ports import Catalog, Chats, Commits, Conflict, Contended, Orders, Outbox, StockRoom

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.usecases.replace_order import Behind

#: A shelf can empty and fill between our look at it and our transaction; this often we look again before giving up.
LOOKS = 4
#: So many of a customer's orders are looked at to tell a slip from a habit.
HABIT = 10

#: What is committed in the same transaction as an order, given the order as it is then: received, or a draft.
Beside = Callable[[Order], Sequence[Change]]


class Outcome(StrEnum):
    """What came of it."""

    RECEIVED = "received"
    #: A change that costs no more than was paid already: it is in force at once.
    CONFIRMED = "confirmed"
    OFFERED = "offered"
    REPEATED = "repeated"


@dataclass(frozen=True, kw_only=True)
class Placed:
    """The order as it now stands, and whether this call made it."""

    order: Order
    outcome: Outcome


@dataclass(frozen=True, kw_only=True)
class Shop:
    """The ports that reserving needs, and the store they belong to."""

    store: Store
    orders: Orders
    catalog: Catalog
    stock: StockRoom
    commits: Commits
    outbox: Outbox


def place_order(
    shop: Shop,
    *,
    message: InboundMessage,
    cart: Cart,
    customer: Customer,
    now: datetime,
    chats: Chats | None = None,
    lately: bool = True,
) -> Placed:
    """Take the cart at our prices. The same message always finds the same order. Raises Contended.

    With ``chats`` an offer becomes the conversation's open draft. ``lately`` False: the customer cannot have ordered
    within the last minutes, so nobody needs to look whether this cart is that order again.
    """
    products = shop.catalog.products({line.sku for line in cart.lines})
    lines, problems = _wish(cart, products, customer.language, shop.store)
    order = Order(
        id=order_id_for(message.id),
        store=shop.store.id,
        customer_id=customer.id,
        status=OrderStatus.RECEIVED,
        version=1,
        lines=lines,
        currency=shop.store.currency,
        placed_at=message.at,
        source=Source(channel="whatsapp", message_id=message.id),
        problems=problems,
        note=cart.note,
        handover=_handover(cart.note, shop.store, customer, now=now),
    )
    order = replace(order, problems=(*problems, *_slips(shop, order, lately=lately)))
    opened = _opening_its_draft(chats, customer, now=now) if chats else None
    return reserve(
        shop,
        order,
        over=None,
        products=products,
        now=now,
        hold=bool(lines) and not problems and not shop.store.hours.paused,
        language=customer.language,
        beside=opened,
    )


def reserve(
    shop: Shop,
    order: Order,
    *,
    over: int | None,
    products: Mapping[str, Product],
    now: datetime,
    hold: bool,
    language: str,
    beside: Beside | None = None,
) -> Placed:
    """Hold the order's stock and make it ``received``, or make it a draft that offers what the shelf can give.

    ``over`` is the version the order replaces (None: it is new). ``hold`` False skips the shelf: the customer has to be
    asked something first. An order that ``replaces`` another takes its place. Raises Contended, PastChanging.
    """
    for _ in range(LOOKS):
        behind = _behind(shop, order)
        if behind is not None and (moved := _rebased(order, behind)) != order:
            # What it was to replace has changed since it was read back: the customer has to see the new difference.
            order, hold = moved, False
        if hold:
            taken, changes = _taking(shop, order, products, behind=behind, over=over, now=now)
            if _commit(shop, changes, taken, beside, over=over):
                took = Outcome.RECEIVED if taken.status is OrderStatus.RECEIVED else Outcome.CONFIRMED
                return Placed(order=taken, outcome=took)
            if (standing := _standing(shop, order, over=over)) is not None:
                return Placed(order=standing, outcome=Outcome.REPEATED)
        offered, whole = offer(shop, order, products, spare=behind.units if behind else {}, language=language)
        if hold and whole:
            continue  # Somebody gave units back between our transaction and our look: there is enough after all.
        changes = [PutOrder(order=offered, over=over), AppendEvent(event=order_event(OrderOffered, offered, now=now))]
        if _commit(shop, changes, offered, beside, over=over):
            return Placed(order=offered, outcome=Outcome.OFFERED)
        if (standing := _standing(shop, order, over=over)) is not None:
            return Placed(order=standing, outcome=Outcome.REPEATED)
    raise Contended(f"order {order.id}: the shelf kept changing")


def offer(
    shop: Shop, order: Order, products: Mapping[str, Product], *, spare: Mapping[str, int], language: str
) -> tuple[Order, bool]:
    """The order as a draft of what the shelf can give, each shortage named; and whether that is all of it.

    ``spare`` is what the order may take besides: the units of the one that it replaces.
    """
    wanted = [(products[line.sku], line.quantity) for line in order.lines]
    levels = {item.id: item.available for item in shop.stock.items(stock_needed(wanted)).values()}
    levels |= {item: levels.get(item, 0) + units for item, units in spare.items()}
    given, whole = affordable(wanted, levels)
    short = tuple(
        _short(shop, line, granted, products[line.sku], language)
        for line, (_, granted) in zip(order.lines, given, strict=True)
        if granted < line.quantity
    )
    left = tuple(
        replace(line, quantity=granted) for line, (_, granted) in zip(order.lines, given, strict=True) if granted
    )
    kept = tuple(problem for problem in order.problems if problem.kind is not ProblemKind.SHORT or whole)
    return replace(order, status=OrderStatus.DRAFT, lines=left, problems=(*kept, *short), needs={}), whole


def spare_for(shop: Shop, order: Order) -> Mapping[str, int]:
    """Units that an order may take besides those on the shelf: those of the one it replaces. Raises PastChanging."""
    behind = _behind(shop, order)
    return behind.units if behind else {}


def _short(shop: Shop, line: Line, granted: int, product: Product, language: str) -> Problem:
    """Too few of a product; of one that is sold out also what could be had instead."""
    short = _problem(ProblemKind.SHORT, line.sku, line.name, line.quantity, granted)
    if granted:
        return short
    # A cart, measured from a cold start, hardly ever meets an empty shelf.
    from shared.domain.substitutes import substitutes

    every = {one.sku: one for one in shop.catalog.all_products()}
    items = shop.stock.items({item for one in every.values() for item in one.recipe})
    instead = substitutes(product, every.values(), {item.id: item.available for item in items.values()})
    return replace(short, candidates=instead, names=tuple(every[sku].name_in(language) for sku in instead))


def _wish(
    cart: Cart, products: Mapping[str, Product], language: str, store: Store
) -> tuple[tuple[Line, ...], tuple[Problem, ...]]:
    """The cart at our prices, and everything in it that the customer has to be told about."""
    lines: dict[str, Line] = {}
    problems: list[Problem] = []
    for wanted in cart.lines:
        product = products.get(wanted.sku)
        if product is None:
            problems.append(_problem(ProblemKind.UNKNOWN_PRODUCT, wanted.sku, wanted.sku, wanted.quantity, 0))
            continue
        name = product.name_in(language)
        earlier = lines[wanted.sku].quantity if wanted.sku in lines else 0
        total = earlier + wanted.quantity
        quantity = min(max(total, 0), MOST_OF_ONE_LINE)
        if wanted.quantity < 1 or total > MOST_OF_ONE_LINE:
            problems.append(_problem(ProblemKind.QUANTITY, wanted.sku, name, total, MOST_OF_ONE_LINE))
        if wanted.seen_price != product.price or cart.currency != store.currency:
            seen = wanted.seen_price if cart.currency == store.currency else None
            problems.append(_problem(ProblemKind.PRICE_CHANGED, wanted.sku, name, seen or 0, product.price))
        if quantity:
            lines[wanted.sku] = Line(
                sku=product.sku,
                name=name,
                quantity=quantity,
                unit_price=product.price,
                tax_bp=product.tax_bp,
                tax_on_top=store.tax_on_top,
            )
    return tuple(lines.values()), tuple(problems)


def _handover(note: str, store: Store, customer: Customer, *, now: datetime) -> Handover:
    """The store's usual way to the customer's last address, with what the note says about it."""
    usual = Handover(kind=store.fulfilment.kind)
    if usual.kind == "delivery":
        usual = replace(usual, address=customer.address, postal_code=customer.postal_code)
    if not note:
        return usual
    # A cart is measured from a cold start: the words of addresses and hours are loaded when there are words.
    from shared.domain.handover import from_note

    return from_note(usual, note, store=store, customer=customer, now=now)


def _slips(shop: Shop, order: Order, *, lately: bool) -> tuple[Problem, ...]:
    if not lately and all(line.quantity <= NEVER_ODD for line in order.lines):
        return ()
    from shared.domain.mistakes import mistakes

    recent = [one for one in shop.orders.recent(order.customer_id, limit=HABIT) if one.id != order.id]
    return mistakes(order.lines, recent=recent, at=order.placed_at)


def _opening_its_draft(chats: Chats, customer: Customer, *, now: datetime) -> Beside:
    def opened(order: Order) -> Sequence[Change]:
        if order.status is not OrderStatus.DRAFT:
            return ()
        return (PutChat(chat=chats.read(customer.id).drafting(order.id, now).next()),)

    return opened


def _behind(shop: Shop, order: Order) -> Behind | None:
    if order.replaces is None:
        return None
    # Loaded only for an order that changes another one: a cart, measured from a cold start, never does.
    from shared.usecases.replace_order import what_stands_behind

    return what_stands_behind(shop.orders, order)


def _rebased(order: Order, behind: Behind) -> Order:
    from shared.usecases.replace_order import rebased

    return rebased(order, behind)


def _taking(
    shop: Shop,
    order: Order,
    products: Mapping[str, Product],
    *,
    behind: Behind | None,
    over: int | None,
    now: datetime,
) -> tuple[Order, Sequence[Change]]:
    """The order as it is placed, and what has to change for it."""
    needs = stock_needed((products[line.sku], line.quantity) for line in order.lines)
    if behind is not None and order.replaces is not None and over is not None:
        from shared.usecases.replace_order import take_place

        return take_place(shop, order, behind, over=over, needs=needs, now=now)
    taken = replace(
        order,
        status=OrderStatus.RECEIVED,
        problems=tuple(one for one in order.problems if one.kind in _ASKED),
        needs=needs,
        expires_at=now + timedelta(minutes=shop.store.reservation_minutes),
    )
    event = order_event(OrderReceived, taken, now=now)
    held = [HoldStock(item=item, units=units, order_id=taken.id) for item, units in needs.items()]
    return taken, [PutOrder(order=taken, over=over), AppendEvent(event=event), *held]


#: Asked with the payment, and no reason not to hold the goods.
_ASKED = frozenset({ProblemKind.UNUSUAL, ProblemKind.REPEATED})


def _commit(shop: Shop, changes: Sequence[Change], order: Order, beside: Beside | None, *, over: int | None) -> bool:
    """False when the shelf, or another order, was in the way. Raises Conflict when the message of a turn was handled
    before, Contended when the conversation or the draft has moved on.
    """
    every = [*changes, *(beside(order) if beside else ())]
    message = next((change.said.message_id for change in every if isinstance(change, KeepSaid)), "")
    try:
        shop.commits.commit(every, token=f"{order.id}:{order.version}:{order.status}:{order.expires_at}:{message}")
    except Conflict as conflict:
        if any(isinstance(change, KeepSaid) for change in conflict.failed):
            raise
        moved = any(isinstance(change, PutOrder) and change.order.id == order.id for change in conflict.failed)
        if moved if over is not None else not moved and any(isinstance(one, PutChat) for one in conflict.failed):
            raise Contended(f"order {order.id}: the conversation moved on meanwhile") from conflict
        return False
    return True


def _standing(shop: Shop, order: Order, *, over: int | None) -> Order | None:
    """The order as somebody (or our own earlier try, whose answer was lost) already wrote it."""
    file = shop.orders.read(order.id)
    if file is None or file.order.version == over:
        return None
    return file.order


def _problem(kind: ProblemKind, sku: str, name: str, wanted: int, found: int) -> Problem:
    return Problem(kind=kind, sku=sku, name=name, wanted=wanted, found=found)
