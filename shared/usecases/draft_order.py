"""A wish becomes a draft order: at today's prices, with everything odd or unclear about it, put to the customer.

Nothing is held and nothing counts; every step is one turn and a new version of the draft.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from shared.domain import draft as drafts
from shared.domain.catalog import MOST_OF_ONE_LINE, Product
from shared.domain.changes import AppendEvent, PutOrder
from shared.domain.chat import Said
from shared.domain.events import OrderCancelled, OrderOffered, order_event
from shared.domain.frozen import dataclass
from shared.domain.handover import Wish, applied, postal_code_in, usual
from shared.domain.inbound import ButtonTap, Text
from shared.domain.mistakes import mistakes, unusual
from shared.domain.order import (
    Handover,
    Line,
    Order,
    OrderStatus,
    Problem,
    ProblemKind,
    Source,
    Utterance,
    order_id_for,
)
from shared.domain.stock import affordable
from shared.usecases.place_order import HABIT, offer, spare_for
from shared.usecases.turn import Heard, Turn

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.conversation.parse import Parse, Unclear

OFFERED, GIVEN_UP = "offered", "given_up"
#: A list has ten rows (Meta), one of which says that it is none of these.
MOST_CANDIDATES = 9
#: Of words that name nothing we sell, so much is said back.
LONGEST_WORDS = 60
LONGEST_NOTE = 500


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """So many of a product, as a menu row or an earlier order says it."""

    sku: str
    quantity: int = 1
    note: str = ""


def standing_draft(turn: Turn) -> Order | None:
    """The open draft that what is said next belongs to, if there is one."""
    draft_id = turn.chat.open_draft(turn.now)
    file = turn.shop.orders.read(draft_id) if draft_id else None
    if file is None or file.order.status is not OrderStatus.DRAFT or file.order.customer_id != turn.customer.id:
        return None
    return file.order


def add_to_draft(turn: Turn, quantities: Mapping[str, int], *, kind: str) -> Heard:
    """End the turn with so many of these products (by sku) in the open draft, or in a new one. Raises Contended.

    ``kind`` says for the record how they were chosen (``menu``); what was typed or tapped is kept with it.
    """
    said = turn.message.said
    text = said.title if isinstance(said, ButtonTap) else said.body if isinstance(said, Text) else ""
    wanted = [Wanted(sku=sku, quantity=quantity) for sku, quantity in quantities.items()]
    before = standing_draft(turn) or new_draft(turn)
    told = utterance(turn, text=text, kind=kind, confidence=1.0)
    after = drafts.heard_too(with_wanted(turn, before, wanted), told)
    return put_forward(turn, after, over=before.version or None, said=turn.said(text))


def with_wanted(turn: Turn, before: Order, wanted: Sequence[Wanted], *, asked: bool = False) -> Order:
    """The draft with these products at today's prices, and with what may be a slip in them, unless it was ``asked``."""
    lines, problems = _priced(turn, wanted, turn.shop.catalog.products({one.sku for one in wanted}))
    after = drafts.asked_too(drafts.with_lines(before, lines), problems)
    if asked:
        return after
    return drafts.asked_too(after, _slips(turn, after, [line.sku for line in lines], new=not before.version))


def new_draft(turn: Turn) -> Order:
    """An empty draft in version 0: nothing of it is written yet."""
    return Order(
        id=order_id_for(turn.message.id),
        store=turn.shop.store.id,
        customer_id=turn.customer.id,
        status=OrderStatus.DRAFT,
        version=0,
        lines=(),
        currency=turn.shop.store.currency,
        placed_at=turn.message.at,
        source=Source(channel="whatsapp", message_id=turn.message.id),
        handover=usual(turn.shop.store, turn.customer),
    )


def utterance(turn: Turn, *, text: str, kind: str, confidence: float) -> Utterance:
    """What was said for a draft and how it was read, for the record."""
    return Utterance(message_id=turn.message.id, at=turn.message.at, text=text, kind=kind, confidence=confidence)


def with_words(turn: Turn, before: Order, parse: Parse, *, text: str, wish: Wish) -> Order:
    """The draft with what the words order: lines at our prices, what is unclear or not sold, notes, where and when."""
    skus = {line.sku for line in parse.lines} | {sku for one in parse.unclear for sku in one.candidates}
    products = turn.shop.catalog.products(skus)
    wanted = [Wanted(sku=line.sku, quantity=line.quantity, note=line.note) for line in parse.lines]
    lines, problems = _priced(turn, wanted, products)
    levels = _levels(turn, products)
    unclear = [problem for one in parse.unclear if (problem := _unclear(turn, one, products, levels))]
    strange = [
        Problem(kind=ProblemKind.NOT_SOLD, sku="", name=words[:LONGEST_WORDS], wanted=1, found=0)
        for words in parse.unknown
    ]
    after = drafts.asked_too(drafts.with_lines(before, lines), [*unclear, *strange, *problems])
    after = drafts.asked_too(after, _slips(turn, after, [line.sku for line in lines], new=not before.version))
    after = drafts.heard_too(after, utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence))
    return noted(with_handover(turn, after, wish), parse.notes)


def with_handover(turn: Turn, draft: Order, wish: Wish) -> Order:
    """The draft with what the customer said about where and when."""
    handover = draft.handover or usual(turn.shop.store, turn.customer)
    return replace(draft, handover=applied(handover, wish, store=turn.shop.store, customer=turn.customer))


def with_place(turn: Turn, draft: Order, place: Handover) -> Order:
    """The draft brought to that place; when it is wanted stays as it was."""
    code = postal_code_in(place.address, turn.shop.store.country)
    return replace(draft, handover=replace(place, postal_code=code, at=draft.handover.at if draft.handover else None))


def noted(draft: Order, notes: Iterable[str]) -> Order:
    """The draft with the customer's own words about all of it."""
    return replace(draft, note=", ".join(dict.fromkeys(filter(None, (draft.note, *notes))))[:LONGEST_NOTE])


def put_forward(
    turn: Turn, draft: Order, *, over: int | None, said: Said | None = None, misses: int = 0, outcome: str = OFFERED
) -> Heard:
    """End the turn with the draft written and its open question asked. Raises Contended.

    ``over`` is the version that it replaces (None: it is new). Names and prices are those of this moment; what is no
    longer sold, and what the shelf cannot give, is cut, and said.
    """
    products = turn.shop.catalog.products(line.sku for line in draft.lines)
    today = replace(_of_today(turn, draft, products), version=(over or 0) + 1)
    offered, _ = offer(turn.shop, today, products, spare=spare_for(turn.shop, draft), language=turn.customer.language)
    return turn.close(
        outcome,
        PutOrder(order=offered, over=over),
        AppendEvent(event=order_event(OrderOffered, offered, now=turn.now)),
        said=said or turn.said(),
        chat=replace(turn.chat.drafting(offered.id, turn.now), misses=misses),
        order_id=offered.id,
    )


def give_up(turn: Turn, draft: Order, *, said: Said | None = None) -> Heard:
    """End the turn with the draft gone and the customer shown the catalog. Raises Contended."""
    cancelled = draft.become(OrderStatus.CANCELLED)
    own = turn.chat.draft_id == draft.id
    return turn.close(
        GIVEN_UP,
        PutOrder(order=cancelled, over=draft.version),
        AppendEvent(event=order_event(OrderCancelled, cancelled, now=turn.now, by="customer")),
        said=said or turn.said(),
        chat=turn.chat.drafting(None, turn.now) if own else None,
        order_id=draft.id,
    )


def _of_today(turn: Turn, draft: Order, products: Mapping[str, Product]) -> Order:
    language = turn.customer.language
    gone = [
        Problem(kind=ProblemKind.UNKNOWN_PRODUCT, sku=line.sku, name=line.name, wanted=line.quantity, found=0)
        for line in draft.lines
        if line.sku not in products
    ]
    lines = tuple(
        replace(line, name=found.name_in(language), unit_price=found.price)
        for line in draft.lines
        if (found := products.get(line.sku)) is not None
    )
    return drafts.asked_too(replace(draft, lines=lines), gone)


def _priced(turn: Turn, wanted: Sequence[Wanted], products: Mapping[str, Product]) -> tuple[list[Line], list[Problem]]:
    lines, gone = [], []
    for one in wanted:
        product = products.get(one.sku)
        if product is None:
            gone.append(
                Problem(kind=ProblemKind.UNKNOWN_PRODUCT, sku=one.sku, name=one.sku, wanted=one.quantity, found=0)
            )
            continue
        name, quantity = product.name_in(turn.customer.language), min(max(one.quantity, 1), MOST_OF_ONE_LINE)
        note = one.note[:LONGEST_NOTE]
        lines.append(
            Line(
                sku=product.sku,
                name=name,
                quantity=quantity,
                unit_price=product.price,
                note=note,
                tax_bp=product.tax_bp,
                tax_on_top=turn.shop.store.tax_on_top,
            )
        )
    return lines, gone


def _unclear(turn: Turn, one: Unclear, products: Mapping[str, Product], levels: Mapping[str, int]) -> Problem | None:
    """What the words may mean, of what is there; of what is all gone, that it is sold out."""
    meant = [products[sku] for sku in one.candidates if sku in products]
    if not meant:
        return Problem(kind=ProblemKind.NOT_SOLD, sku="", name=one.text[:LONGEST_WORDS], wanted=one.quantity, found=0)
    left = [product for product in meant if affordable([(product, 1)], levels)[1]][:MOST_CANDIDATES]
    if not left:
        name = meant[0].name_in(turn.customer.language)
        return Problem(kind=ProblemKind.SHORT, sku=meant[0].sku, name=name, wanted=one.quantity, found=0)
    return Problem(
        kind=ProblemKind.UNCLEAR,
        sku="",
        name=one.text[:LONGEST_WORDS],
        wanted=one.quantity,
        found=0,
        candidates=tuple(product.sku for product in left),
        names=tuple(product.name_in(turn.customer.language) for product in left),
    )


def _levels(turn: Turn, products: Mapping[str, Product]) -> Mapping[str, int]:
    items = {item for product in products.values() for item in product.recipe}
    return {item.id: item.available for item in turn.shop.stock.items(items).values()} if items else {}


def _slips(turn: Turn, draft: Order, skus: Iterable[str], *, new: bool) -> tuple[Problem, ...]:
    """What may be a slip in what was just said; what was asked about before is not asked again."""
    said = frozenset(skus)
    lines = [line for line in draft.lines if line.sku in said]
    if not lines:
        return ()
    recent = [one for one in turn.shop.orders.recent(turn.customer.id, limit=HABIT) if one.id != draft.id]
    if not new or draft.replaces is not None:
        return unusual(lines, recent=recent)
    return mistakes(lines, recent=recent, at=turn.message.at)
