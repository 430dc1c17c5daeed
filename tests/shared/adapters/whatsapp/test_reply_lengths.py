"""Every answer of the conversation, with the longest real names of both stores, as Meta takes it: nothing cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from infra.local.simulators.whatsapp_rules import check_message
from shared.adapters.whatsapp.bodies import graph_body, shortened
from shared.adapters.whatsapp.texts import all_texts
from shared.domain.events import CustomerSpoke
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.inbound import Text
from shared.domain.menu import page_of
from shared.domain.messages import ListMessage, OutboundMessage, ProductsMessage, Row
from shared.domain.order import Handover, Line, Order, OrderStatus, Problem, ProblemKind, Ticket, Utterance
from shared.ports import OrderFile
from shared.usecases.browse_menu import Shelves
from shared.usecases.milestones.milestone import Telling
from shared.usecases.placed_orders import in_brief
from shared.usecases.replies import REPLIES
from tests.fakes.people import ANA, NOW, order
from tests.shared.usecases.demo import Demo, demo

SPOKEN = [("mpls", "en"), ("mpls", "es"), ("pune", "en"), ("pune", "hi")]
Facts = dict[str, Any]


def shelves_of(shop: Demo) -> Shelves:
    """What the store has, as this customer sees it."""
    return Shelves.seen_by(shop.turn(Text(body="menu")))


def nothing(shop: Demo) -> Iterator[Facts]:
    """The answer needs no facts."""
    del shop
    yield {}


def longest(shelves: Shelves, count: int) -> list[Any]:
    """The products with the longest names."""
    return sorted(shelves.products.values(), key=lambda one: -len(shelves.named(one)))[:count]


def menus(shop: Demo) -> Iterator[Facts]:
    """Every page, for who asked for the menu and for who asked for something else."""
    shelves = shelves_of(shop)
    rows = [shelves.row(family) for family in shelves.stocked]
    for page in range(1, page_of(rows, 1)[2] + 1):
        shown, at, pages = page_of(rows, page)
        for missed in (False, True):
            yield {"rows": list(shown), "page": at, "pages": pages, "missed": missed}


def pictures(shop: Demo) -> Iterator[Facts]:
    """All products at once."""
    shelves = shelves_of(shop)
    sections = [
        {"title": family.name_in(shelves.language), "skus": [one.sku for one in family.left]}
        for family in shelves.stocked[:9]
    ]
    yield {"sections": [*sections, {"title": "", "skus": ["LAST"]}], "missed": True}


def sizes(shop: Demo) -> Iterator[Facts]:
    """Every product that has sizes."""
    shelves = shelves_of(shop)
    for family in shelves.stocked:
        name, choices = family.name_in(shelves.language), shelves.choices(family.left)
        yield {"name": name, "choices": choices, "more": "", "page": 1, "pages": 1}
        yield {"name": name, "choices": choices, "more": "menu:group:X:2", "page": 1, "pages": 2}


def gone(shop: Demo) -> Iterator[Facts]:
    """Every product, sold out."""
    shelves = shelves_of(shop)
    for product in shelves.products.values():
        yield {"name": shelves.named(product), "choices": shelves.choices(shelves.instead_of(product))}


def prices(shop: Demo) -> Iterator[Facts]:
    """Ten prices, each sold out, and taps for three others."""
    shelves = shelves_of(shop)
    told = [{"name": shelves.named(one), "price": shelves.price(one), "sold_out": True} for one in longest(shelves, 10)]
    for product in shelves.products.values():
        offered = {one.sku: one for one in (product, *longest(shelves, 3))}
        yield {"prices": told, "choices": shelves.choices(list(offered.values())[:3])}


def stocks(shop: Demo) -> Iterator[Facts]:
    """Five here, five gone, three instead."""
    shelves = shelves_of(shop)
    told = [{"name": shelves.named(one), "price": shelves.price(one)} for one in longest(shelves, 10)]
    names = [one["name"] for one in told[5:]]
    choices = shelves.choices(longest(shelves, 3))
    yield {"left": told[:5], "gone": names, "instead": told[:3], "choices": choices}
    yield {"left": [], "gone": names, "instead": [], "choices": []}


def areas(shop: Demo) -> Iterator[Facts]:
    """Inside, outside, and no code at all."""
    del shop
    yield from ({}, {"code": "411 004", "reached": True}, {"code": "99999-1234", "reached": False})


def hellos(shop: Demo) -> Iterator[Facts]:
    """A stranger, and somebody whose last order was long."""
    shelves = shelves_of(shop)
    summary = ", ".join(f"99 × {shelves.named(one)}" for one in longest(shelves, 3)) + ", +37"
    yield from ({}, {"again": "ord_" + "f" * 24, "summary": summary})


def several(shop: Demo) -> Iterator[Facts]:
    """Ten orders to choose from."""
    orders = [replace(big(shop, OrderStatus.OUT_FOR_DELIVERY), ticket=None) for _ in range(5)]
    brief = [in_brief(one) | {"id": f"ord_{number}"} for number, one in enumerate(orders)]
    yield from ({"verb": verb, "orders": brief, "trouble": ""} for verb in ("status", "cancel", "return"))
    yield {"verb": "return", "orders": brief, "trouble": "not_wanted"}


def cancels(shop: Demo) -> Iterator[Facts]:
    """With and without money that comes back."""
    del shop
    yield from ({"version": 12, "refund": refund} for refund in (0, 9_999_900))


def standings(shop: Demo) -> Iterator[Facts]:
    """With a link, and with cash to have ready."""
    del shop
    yield from ({}, {"url": "https://checkout.stripe.com/c/pay/cs_test_a1B2", "due": 9_999_900})


def scores(shop: Demo) -> Iterator[Facts]:
    """From bad to great."""
    del shop
    yield from ({"score": score} for score in range(1, 6))


def days(shop: Demo) -> Iterator[Facts]:
    """A week to choose from, at first and after a wrong answer."""
    del shop
    week = [f"2026-12-{number}" for number in range(10, 17)]
    about = {"parcel_id": "pcl_" + "f" * 24, "attempt": 9, "days": week}
    yield from (about | {"problem": problem} for problem in ("", "day"))


def addresses(shop: Demo) -> Iterator[Facts]:
    """At first, without its code, and out of reach."""
    del shop
    yield from ({"problem": problem} for problem in ("", "postal_code", "area"))


def attempts(shop: Demo) -> Iterator[Facts]:
    """With and without a deadline."""
    del shop
    about = {"parcel_id": "pcl_" + "f" * 24, "attempt": 9}
    yield from (about | {"deadline": until} for until in ("", "2026-12-24T23:59:00+00:00"))


RETURN = GoodsReturn(
    id="ret_" + "f" * 24,
    order_id="ord_1",
    customer_id=ANA.id,
    state=ReturnState.REQUESTED,
    version=99,
    at=NOW,
    items={},
    words="it was broken when it came and " * 30,
    photos=tuple(range(20)),
    explanation="we looked at it for a long time, " * 18,
)
ABOUT_RETURN = {"return_id": RETURN.id, "version": 99}


def goods(shop: Demo) -> dict[str, int]:
    """All that can be bought at once, 99 of each."""
    return {one.sku: 99 for one in longest(shelves_of(shop), 40)}


def returned_items(shop: Demo) -> Iterator[Facts]:
    """Of everything there is, and of one."""
    for left in (goods(shop), dict(list(goods(shop).items())[:1])):
        yield from (ABOUT_RETURN | {"left": left, "opening": opening} for opening in ("sorry", ""))


def returned_units(shop: Demo) -> Iterator[Facts]:
    """A few, and many."""
    about = ABOUT_RETURN | {"opening": "sorry"}
    yield from (about | {"sku": sku, "most": most} for sku in goods(shop) for most in (2, 3, 4, 10, 11, 99))


def troubles(shop: Demo) -> Iterator[Facts]:
    """With and without something beside it."""
    yield from (ABOUT_RETURN | {"items": goods(shop), "more": bool(more), "opening": more} for more in ("noted", ""))


def photos(shop: Demo) -> Iterator[Facts]:
    """Before the first one, and after it."""
    del shop
    yield from (ABOUT_RETURN | {"photos": count, "opening": "sorry"} for count in (0, 20))


def checks(shop: Demo) -> Iterator[Facts]:
    """Everything, with words as long as they may be."""
    about = ABOUT_RETURN | {"items": goods(shop), "photos": 20, "opening": "noted"}
    yield from (about | {"trouble": trouble.value} for trouble in Trouble)


def returns(shop: Demo) -> Iterator[Facts]:
    """The one return that there is."""
    del shop
    yield ABOUT_RETURN


def too_late(shop: Demo) -> Iterator[Facts]:
    """After two weeks."""
    del shop
    yield {"days": 14}


#: What each topic may have to say. A new topic has its line here.
SAMPLES: Mapping[str, Callable[[Demo], Iterator[Facts]]] = {
    "address_noted": nothing,
    "address_out_of_reach": nothing,
    "answer_address": nothing,
    "answer_area": areas,
    "answer_hours": nothing,
    "answer_payment": nothing,
    "answer_price": prices,
    "answer_stock": stocks,
    "answer_total": nothing,
    "cancel_sure": cancels,
    "card_warning": nothing,
    "case_noted": nothing,
    "cash_where": nothing,
    "change_draft": nothing,
    "change_how": nothing,
    "edited": nothing,
    "greeting": hellos,
    "language_changed": nothing,
    "language_unknown": nothing,
    "marketing_started": nothing,
    "marketing_stopped": nothing,
    "menu": menus,
    "menu_products": pictures,
    "menu_sizes": sizes,
    "no_order": nothing,
    "not_understood": nothing,
    "nothing_in_stock": nothing,
    "order_kept": nothing,
    "order_status": standings,
    "paid_instead": nothing,
    "parcel_choices": attempts,
    "parcel_noted": nothing,
    "place_noted": nothing,
    "return_check": checks,
    "return_items": returned_items,
    "return_photos": photos,
    "return_stands": returns,
    "return_too_late": too_late,
    "return_trouble": troubles,
    "return_units": returned_units,
    "review_kept": nothing,
    "revoked": nothing,
    "scored": scores,
    "send_again": nothing,
    "send_back_sure": attempts,
    "sold_out": gone,
    "stale_tap": nothing,
    "sticker": nothing,
    "which_address": addresses,
    "which_day": days,
    "draft_waits": nothing,
    "thanks": nothing,
    "which_order": several,
}


def big(shop: Demo, status: OrderStatus) -> Order:
    """An order of everything there is, 99 of each, to a long address."""
    shelves = shelves_of(shop)
    return order(
        store=shop.store.id,
        status=status,
        currency=shop.store.currency,
        lines=tuple(
            Line(sku=one.sku, name=shelves.named(one), quantity=99, unit_price=one.price)
            for one in longest(shelves, 40)
        ),
        ticket=Ticket(number=1234, day=NOW.date()),
        handover=Handover(kind=shop.store.fulfilment.kind, address="Flat 7, " * 30, postal_code="411004"),
        heard=(Utterance(message_id="wamid.1", at=NOW, text="all of it", kind="order", confidence=1.0),),
    )


def drafts(shop: Demo) -> Iterator[Order | None]:
    """No draft, one that is read back, one that asks which product is meant, one that asks for the address."""
    read_back = big(shop, OrderStatus.DRAFT)
    shelves = shelves_of(shop)
    found = longest(shelves, 9)
    unclear = Problem(
        kind=ProblemKind.UNCLEAR,
        sku="",
        name="the usual one that I had last week with everything in it",
        wanted=2,
        found=0,
        candidates=tuple(one.sku for one in found),
        names=tuple(shelves.named(one) for one in found),
    )
    yield from (None, read_back, replace(read_back, problems=(unclear,)))
    yield replace(read_back, handover=Handover(kind="delivery"))
    yield replace(read_back, lines=())


def said_to(shop: Demo, topic: str, facts: Facts, about: Order | None, *, one: GoodsReturn = RETURN) -> OutboundMessage:
    """The answer on a topic, late on a Saturday evening: the store is closed and says so."""
    file = OrderFile(order=about, returns=(one,)) if about else None
    event = CustomerSpoke(
        store=shop.store.id,
        subject=f"CUSTOMER#{ANA.id}",
        sequence=1,
        at=NOW + timedelta(hours=12),
        customer_id=ANA.id,
        message_id="wamid.1",
        topic=topic,
        order_id=about.id if about else "",
        facts=facts,
    )
    return REPLIES[topic].free_form(
        Telling(
            event=event,
            order=about,
            customer=shop.customer,
            store=shop.store,
            wording=all_texts(),
            now=event.at,
            file=file,
        )
    )


def cut(message: OutboundMessage) -> list[str]:
    """What of our own words would be shortened. Names may be, where the whole of them stands beside."""
    texts = [(getattr(message, "body", ""), 4096 if isinstance(message, ListMessage) else 1024)]
    texts += [(button.title, 20) for button in getattr(message, "buttons", ())]
    if isinstance(message, ListMessage):
        texts += [(message.button, 20), *((row.description, 72) for row in message.rows if row.description)]
        texts += [(row.title, 24) for row in message.rows if not _told_whole(row)]
    if isinstance(message, ProductsMessage):
        texts += [(message.header, 60)]
    return [text for text, most in texts if shortened(text, most) != text.strip()]


def _told_whole(row: Row) -> bool:
    return row.description.startswith(row.title)


#: About an order that was placed: there is nothing to say on these without one.
ABOUT_ORDERS = {
    "address_noted",
    "address_out_of_reach",
    "cancel_sure",
    "change_how",
    "order_kept",
    "order_status",
    "paid_instead",
    "parcel_choices",
    "parcel_noted",
    "return_check",
    "return_items",
    "return_photos",
    "return_stands",
    "return_too_late",
    "return_trouble",
    "return_units",
    "send_back_sure",
    "which_address",
    "which_day",
}


@pytest.mark.parametrize(("store", "language"), SPOKEN)
@pytest.mark.parametrize("topic", sorted(REPLIES))
def test_every_answer_fits_as_it_is(topic: str, store: str, language: str) -> None:
    """Whatever stands behind it, Meta takes it, and nothing that we say is cut off."""
    shop = demo(store, language=language)
    skus = {*shelves_of(shop).products, "LAST"}
    placed = [big(shop, status) for status in OrderStatus if status is not OrderStatus.DRAFT]
    abouts = placed if topic in ABOUT_ORDERS else list(drafts(shop))
    for facts in SAMPLES[topic](shop):
        for about in abouts:
            if topic == "answer_total" and about is None:
                continue
            message = said_to(shop, topic, facts, about)
            assert cut(message) == []
            body = graph_body(message, to=ANA.identity, tag="T", catalog_id=shop.store.catalog_id)
            check_message(body, catalog_id=shop.store.catalog_id, skus=skus)


@pytest.mark.parametrize(("store", "language"), SPOKEN)
@pytest.mark.parametrize("state", list(ReturnState))
def test_every_state_of_a_return_can_be_told(state: ReturnState, store: str, language: str) -> None:
    """To whoever begins it once more."""
    shop = demo(store, language=language)
    one = replace(RETURN, state=state, decision=Decision.REFUND, amount=9_999_900)
    message = said_to(shop, "return_stands", ABOUT_RETURN, big(shop, OrderStatus.DELIVERED), one=one)
    assert cut(message) == []
    body = graph_body(message, to=ANA.identity, tag="T", catalog_id=shop.store.catalog_id)
    check_message(body, catalog_id=shop.store.catalog_id, skus=set())


def test_every_topic_has_its_sample() -> None:
    """An answer that is never drawn here may be refused by Meta in a shop."""
    assert set(SAMPLES) == set(REPLIES)
