"""Looking around: what is in stock, at today's prices, to be ordered by tapping."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from shared.domain.case import CaseReason
from shared.domain.catalog import Product
from shared.domain.chat import Chat, Said
from shared.domain.frozen import dataclass
from shared.domain.inbound import ButtonTap
from shared.domain.menu import Family, families, page_of, sections
from shared.domain.money import Money
from shared.domain.substitutes import substitutes
from shared.usecases.turn import Heard, Turn

#: The parser's word for asking for the menu, kept with what was said.
MENU = "menu"
#: Who asks for the menu twice within this time has a phone that cannot show the catalog: rows to tap come instead.
ASKED_AGAIN = timedelta(minutes=15)
#: So many of the last messages are looked at for that.
LOOKED_THROUGH = 5
#: A row's title has 24 characters (Meta); the description of a longer one says it whole.
ROW_TITLE = 24

#: One thing to tap, as it travels in an event's facts: ``id``, ``title``, ``description``.
Choice = dict[str, str]


@dataclass(frozen=True, kw_only=True)
class Shelves:
    """The catalog as it stands on the shelf at this moment, in a customer's language."""

    families: Sequence[Family]
    levels: Mapping[str, int]
    language: str
    currency: str

    @classmethod
    def seen_by(cls, turn: Turn) -> Shelves:
        """Two reads: the catalog, and the counters of everything in it."""
        products = turn.shop.catalog.all_products()
        items = turn.shop.stock.items({item for product in products for item in product.recipe})
        levels = {item.id: item.available for item in items.values()}
        store = turn.shop.store
        return cls(
            families=families(products, levels),
            levels=levels,
            language=store.spoken(turn.customer.language),
            currency=store.currency,
        )

    @property
    def products(self) -> dict[str, Product]:
        """All there is, in stock or not, by sku."""
        return {product.sku: product for family in self.families for product in family.products}

    @property
    def stocked(self) -> list[Family]:
        """The families of which something is in stock."""
        return [family for family in self.families if family.left]

    def of(self, sku: str) -> Family | None:
        """The family that a product belongs to."""
        return next((one for one in self.families if any(product.sku == sku for product in one.products)), None)

    def has(self, product: Product) -> bool:
        """Whether the shelf can give one."""
        return any(product in family.left for family in self.families)

    def instead_of(self, product: Product) -> list[Product]:
        """What is in stock and most like a product that is not."""
        every = self.products
        return [every[sku] for sku in substitutes(product, every.values(), self.levels)]

    def price(self, product: Product) -> str:
        """As the customer reads it."""
        return str(Money(product.price, self.currency))

    def named(self, product: Product) -> str:
        """The product's whole name."""
        return product.name_in(self.language)

    def row(self, family: Family) -> Choice:
        """The row of a product: tapping it orders it, or asks for the size, each told with its price."""
        if len(family.left) == 1:
            return _choice(f"menu:sku:{family.left[0].sku}", self.named(family.left[0]), self.price(family.left[0]))
        sizes = " · ".join(f"{family.label_in(self.language, one)} {self.price(one)}" for one in family.left)
        return _choice(f"menu:group:{family.products[0].sku}", family.name_in(self.language), sizes)

    def choices(self, products: Sequence[Product]) -> list[Choice]:
        """One thing to tap for each product: sizes of one product are told apart by size, others by name."""
        home = self.of(products[0].sku) if products else None
        if home is None or len(products) == 1 or not all(product in home.products for product in products):
            return [_choice(f"menu:sku:{one.sku}", self.named(one), self.price(one)) for one in products]
        return [
            {
                "id": f"menu:sku:{one.sku}",
                "title": f"{home.label_in(self.language, one)} · {self.price(one)}",
                "description": self.named(one),
            }
            for one in products
        ]


def show_menu(turn: Turn, page: int | None = None, *, missed: bool = False) -> Heard:
    """End the turn with what is in stock. Raises Contended.

    Without a ``page`` the products are shown from the catalog, with their pictures, if they fit one message; who asks
    again at once gets rows to tap, as with a page. ``missed``: the customer asked for what is not sold here.
    """
    shelves = Shelves.seen_by(turn)
    if not shelves.stocked:
        return _end(turn, "nothing_in_stock")
    if page is None and turn.shop.store.catalog_id and not _asked_just_now(turn):
        drawn = sections(shelves.stocked, language=shelves.language)
        if drawn is not None:
            facts = [{"title": title, "skus": skus} for title, skus in drawn]
            return _end(turn, "menu_products", sections=facts, missed=missed)
    rows, at, pages = page_of([shelves.row(family) for family in shelves.stocked], page or 1)
    return _end(turn, "menu", rows=list(rows), page=at, pages=pages, missed=missed)


def menu_tap(turn: Turn, button_id: str) -> Heard | None:
    """End the turn of a tapped row or button of the menu; None when the id is not one of them. Raises Contended."""
    kind, _, rest = button_id.partition(":")
    verb, _, argument = rest.partition(":")
    handle = TAPS.get(verb) if kind == MENU else None
    return handle(turn, argument) if handle else None


def _page(turn: Turn, argument: str) -> Heard:
    return show_menu(turn, int(argument) if argument.isdecimal() and len(argument) < 5 else 1)


def _group(turn: Turn, argument: str) -> Heard:
    """The sizes of one product; ``<sku>:<n>`` is a further page of them."""
    shelves = Shelves.seen_by(turn)
    sku, _, page = argument.rpartition(":") if shelves.of(argument) is None else (argument, "", "1")
    family = shelves.of(sku)
    if family is None or not family.left:
        return _gone(turn, shelves, family.products[0] if family else None)
    shown, at, pages = page_of(shelves.choices(family.left), int(page) if page.isdecimal() else 1)
    more = f"menu:group:{sku}:{at + 1}" if at < pages else ""
    name = family.name_in(shelves.language)
    return _end(turn, "menu_sizes", name=name, choices=list(shown), more=more, page=at, pages=pages)


def _product(turn: Turn, sku: str) -> Heard:
    shelves = Shelves.seen_by(turn)
    product = shelves.products.get(sku)
    if product is None or not shelves.has(product):
        return _gone(turn, shelves, product)
    # Loaded only for a product that is ordered by tapping: drafts are nothing that a menu needs to be shown.
    from shared.usecases.draft_order import add_to_draft

    return add_to_draft(turn, {sku: 1}, kind=MENU)


def _gone(turn: Turn, shelves: Shelves, product: Product | None) -> Heard:
    """What was tapped has been sold since: say so, with what is most like it."""
    if product is None:
        return show_menu(turn, 1, missed=True)
    choices = shelves.choices(shelves.instead_of(product))
    return _end(turn, "sold_out", name=shelves.named(product), choices=choices)


def _person(turn: Turn, argument: str) -> Heard:
    del argument
    from shared.usecases.hand_over import hand_over

    return hand_over(turn, reason=CaseReason.ASKED_FOR, text=tapped(turn))


def _language(turn: Turn, code: str) -> Heard:
    from shared.usecases.switch_language import switch_language

    return switch_language(turn, code)


def _start(turn: Turn, argument: str) -> Heard:
    del argument
    from shared.usecases.stop_marketing import start_marketing

    return start_marketing(turn)


#: What may stand behind ``menu:`` in a tapped id; its argument stands behind the next colon.
TAPS: Mapping[str, Callable[[Turn, str], Heard]] = {
    "page": _page,
    "group": _group,
    "sku": _product,
    "person": _person,
    "language": _language,
    "start": _start,
}


def tapped(turn: Turn) -> str:
    """What the customer typed, or the words on what they tapped."""
    said = turn.message.said
    return said.title if isinstance(said, ButtonTap) else getattr(said, "body", "")


def understood(turn: Turn) -> Chat:
    """The conversation with nothing misunderstood: what was asked before counts no more."""
    return replace(turn.chat, misses=0)


def _end(turn: Turn, topic: str, **facts: Any) -> Heard:
    kept = replace(turn.said(tapped(turn)), understood=MENU)
    return turn.close(topic, turn.reply(topic, **facts), said=kept, chat=understood(turn))


def _asked_just_now(turn: Turn) -> bool:
    recent: list[Said] = turn.talk.chats.said(turn.customer.id, limit=LOOKED_THROUGH)
    return any(one.understood == MENU and turn.message.at - one.at < ASKED_AGAIN for one in recent)


def _choice(button_id: str, title: str, description: str) -> Choice:
    """A row; the description of a title that will be cut says the whole of it."""
    told = f"{title}: {description}" if len(title) > ROW_TITLE else description
    return {"id": button_id, "title": title, "description": told}
