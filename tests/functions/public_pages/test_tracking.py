"""The page on which an order is followed: honest, small, in the customer's language, without a word about them."""

from __future__ import annotations

import itertools
import random
import re
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.goods_return import Decision, ReturnState
from shared.domain.order import Handover, OrderStatus
from shared.domain.parcel import (
    OWN_RIDER,
    Address,
    Direction,
    Instruction,
    InstructionKind,
    Parcel,
    ParcelState,
    Scan,
)
from shared.domain.receipt import receipt_token
from shared.runtime import clock
from tests.fakes.parcels_of_ana import failed, goods_return, parcel
from tests.fakes.people import ANA, NOW
from tests.fakes.record import FakeRecord
from tests.functions.public_pages.pages import KEY, PAID, ask, words
from tests.shared.domain.test_receipt import ORDER

TOKEN = receipt_token(ORDER.id, key=KEY) or ""
#: All that is known about Ana, and nobody but the store may read.
CANARIES = (
    "Ana",
    "Ruiz",
    "16505551234",
    "Elm",
    "ring twice",
    "Lake St",
    "Bloomington",
    "55408",
    "5550100",
    "signer",
    "Oak",
    "Nobody home",
    "Luis",
    "Kim",
    "proof-of",
    "no such street",
    "all wet",
    ANA.id,
    ORDER.id,
)


def given(record: FakeRecord, status: OrderStatus, *parcels: Parcel) -> None:
    """Her order is to be brought, and that is how far it came."""
    record.state.orders[ORDER.id] = replace(
        PAID, status=status, handover=Handover(kind="delivery", address="212 Elm St", postal_code="55408")
    )
    for one in parcels:
        record.state.parcels[ORDER.id, one.id] = replace(one, order_id=ORDER.id)


def follow(lang: str = "") -> str:
    """The page's words."""
    answer = ask(TOKEN, page="", lang=lang)
    assert answer["statusCode"] == 200
    return words(answer["body"])


def test_an_order_on_its_way_shows_its_line_its_parcels_and_what_to_do(record: FakeRecord) -> None:
    """From top to bottom, as it is read."""
    out = (Scan(at=NOW, state=ParcelState.OUT_FOR_DELIVERY, code="out"),)
    rides = parcel(id="pcl_2", number=2, courier=OWN_RIDER, courier_name="", tracking_url="", lines={"TARO-R": 2})
    rides = replace(rides, tracking_code=rides.id, state=ParcelState.OUT_FOR_DELIVERY, scans=out, expected=None)
    given(record, OrderStatus.DISPATCHED, parcel(lines={"WAFFLE": 1}), rides)
    assert follow() == (
        "North Loop Boba | English | Español | Order 1 | On its way | Expected: | Tuesday, 11/24"
        " | Confirmed | (done) | Being prepared | (done) | On its way | (now) | Out for delivery | Delivered"
        " | What to do now | Nothing: we'll write to you on WhatsApp as soon as there is news."
        " | Parcels | In transit | Parcel 1 of 2 | Expected: Tuesday, 11/24 | 1 × Egg waffle | UPS"
        " | Tracking number: | EZ4000000004 | Follow it at UPS"
        " | Out for delivery | Parcel 2 of 2 | Expected: today | 2 × Taro <milk> tea"
        " | Last news: today, 12:00 | North Loop Boba"
        " | Write to us on WhatsApp | Receipt"
    ).replace("In transit", "On its way")
    # On the day that one of them comes, somebody has to be there for that one.
    given(record, OrderStatus.OUT_FOR_DELIVERY, parcel(lines={"WAFFLE": 1}), rides)
    assert "Order 1 | Out for delivery | Expected: | today | Confirmed" in follow()


def test_a_parcel_that_was_only_booked_has_no_news(record: FakeRecord) -> None:
    """The courier was not heard of it yet."""
    made = (Scan(at=NOW, state=ParcelState.PRE_TRANSIT, code="booked"),)
    given(record, OrderStatus.READY, parcel(state=ParcelState.PRE_TRANSIT, scans=made))
    assert "| Parcels | Waiting for the courier | UPS | Tracking number: | EZ4000000004" in follow()
    taken = (*made, Scan(at=NOW, state=ParcelState.IN_TRANSIT, code="in_transit"))
    given(record, OrderStatus.DISPATCHED, parcel(state=ParcelState.IN_TRANSIT, scans=taken))
    assert "| Parcels | On its way | Last news: today, 12:00 | UPS" in follow()


def test_the_links_lead_to_the_receipt_the_courier_and_the_stores_chat(record: FakeRecord) -> None:
    """Relative to the page where it is ours; the receipt keeps the language."""
    given(record, OrderStatus.DISPATCHED, parcel())
    page = ask(TOKEN, page="", lang="es")["body"]
    assert re.findall(r'href="([^"]*)"', page) == [
        "data:,",
        "?lang=en",
        "https://track.easypost.example/djE6",
        "https://wa.me/16125550142",
        f"{TOKEN}/receipt?lang=es",
    ]


def test_a_courier_cannot_put_a_script_behind_its_link(record: FakeRecord) -> None:
    """Only https; and its words are words."""
    given(
        record,
        OrderStatus.DISPATCHED,
        parcel(tracking_url="javascript:alert(1)", courier_name="<b>UPS</b>", tracking_code='"><script>'),
    )
    page = ask(TOKEN, page="")["body"]
    assert "javascript:" not in page
    assert "<script" not in page
    assert "&lt;b&gt;UPS&lt;/b&gt;" in page


@pytest.mark.parametrize(
    ("status", "state", "told"),
    [
        (OrderStatus.OUT_FOR_DELIVERY, ParcelState.OUT_FOR_DELIVERY, "Please have somebody at home to take it."),
        (
            OrderStatus.DELIVERY_FAILED,
            ParcelState.FAILED_ATTEMPT,
            "Tell us on WhatsApp what should happen with the parcel.",
        ),
        (
            OrderStatus.DISPATCHED,
            ParcelState.AVAILABLE_FOR_PICKUP,
            "A parcel waits for you at the courier's counter.",
        ),
        (OrderStatus.DELIVERED, ParcelState.DELIVERED, "Is something wrong? Just write to us on WhatsApp."),
        (
            OrderStatus.RETURNED,
            ParcelState.RETURNED,
            "Tell us on WhatsApp: shall we send it once more, or give your money back?",
        ),
        (OrderStatus.CANCELLED, ParcelState.CANCELLED, "Do you have a question? Just write to us on WhatsApp."),
        (OrderStatus.RETURNING, ParcelState.RETURN_TO_SENDER, "On its way back to the store"),
    ],
)
def test_what_to_do_follows_from_where_it_stands(
    record: FakeRecord, status: OrderStatus, state: ParcelState, told: str
) -> None:
    """And trouble is told as trouble."""
    given(record, status, parcel(state=state))
    assert f"| {told} |" in follow()


def test_what_came_back_by_agreement_asks_for_nothing(record: FakeRecord) -> None:
    """It was decided what becomes of it; only what a courier brought back unasked waits for the customer's word."""
    given(record, OrderStatus.RETURNED, parcel())
    asked = goods_return(order_id=ORDER.id, state=ReturnState.SETTLED, decision=Decision.REFUND)
    record.state.returns[ORDER.id, asked.id] = asked
    assert "| What to do now | Do you have a question? Just write to us on WhatsApp. |" in follow()
    assert '<section class="card ask">' not in ask(TOKEN, page="")["body"]
    record.state.returns[ORDER.id, asked.id] = replace(asked, state=ReturnState.CANCELLED)
    assert "shall we send it once more" in follow()


def test_what_was_chosen_after_a_failed_attempt_is_not_asked_again(record: FakeRecord) -> None:
    """Only what nobody answered waits for the customer, and is marked so; the day they chose is the day it comes."""
    missed = parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed())
    given(record, OrderStatus.DELIVERY_FAILED, missed)
    assert "| Tell us on WhatsApp what should happen with the parcel. |" in follow()
    assert '<section class="card ask">' in ask(TOKEN, page="")["body"]
    chosen = Instruction(kind=InstructionKind.OTHER_DAY, attempt=1, by="customer", at=NOW, day=date(2026, 11, 23))
    given(record, OrderStatus.DELIVERY_FAILED, replace(missed, instructions=(chosen,)))
    told = follow()
    assert "| Nothing: the courier is told what you chose. |" in told
    assert "Order 1 | Could not be handed over | Expected: | Monday, 11/23 | Confirmed" in told
    assert '<section class="card ask">' not in ask(TOKEN, page="")["body"]


def test_a_pickup_order_names_the_place_once_it_is_ready(record: FakeRecord) -> None:
    """And when it will be, before; 18:20 UTC is 12:20 in Minneapolis."""
    record.state.orders[ORDER.id] = replace(PAID, status=OrderStatus.PREPARING)
    assert "Being prepared | Ready: | today, 12:20 | Confirmed | (done)" in follow()
    record.state.orders[ORDER.id] = replace(PAID, status=OrderStatus.READY)
    assert '<section class="card ask">' in ask(TOKEN, page="")["body"]
    assert "Pick it up here: North Loop Boba, 212 N 2nd St. Your order number is all you need." in follow()


def test_neither_page_names_anybody(record: FakeRecord) -> None:
    """Not the name, number, address or note of the customer, nor who signed, came, or wrote what, in any state."""
    home = Address(name="Ana Ruiz", line1="1420 W Lake St", city="Bloomington", postal_code="55408", country="US")
    elsewhere = Instruction(
        kind=InstructionKind.OTHER_ADDRESS, attempt=1, by="Luis Staff", at=NOW, address=replace(home, line1="9 Oak Ave")
    )
    known = parcel(
        to=home,
        scans=failed(),
        instructions=(elsewhere,),
        signed_by="signer",
        agent_phone="+16125550100",
        rider="Kim Rider",
        proof="proof-of-ana",
        refused="no such street",
        return_id="ret_1",
    )
    told = goods_return(order_id=ORDER.id, words="arrived all wet", explanation="says Luis", decided_by="Luis Staff")
    record.state.returns[ORDER.id, told.id] = told
    again = replace(known, id="pcl_3", number=3, lines={})
    back = replace(known, id="pcl_2", number=2, direction=Direction.INBOUND)
    for status in (one for one in OrderStatus if one not in ("draft", "received")):
        for state in ParcelState:
            given(record, status, *(replace(one, state=state) for one in (known, back, again)))
            for lang, shown in (("en", ""), ("es", ""), ("en", "/receipt")):
                page = ask(TOKEN, page=shown, lang=lang)["body"].replace(TOKEN, "")
                assert [one for one in CANARIES if one in page] == []


def test_the_page_is_small_and_allows_nothing_but_its_own_style(record: FakeRecord) -> None:
    """One request: no script, no picture, no font, nobody else's address but behind a link."""
    given(record, OrderStatus.DISPATCHED, *(parcel(id=f"pcl_{n}", number=n) for n in range(1, 9)))
    answer = ask(TOKEN, page="")
    assert len(answer["body"].encode()) < 20_000
    assert not re.search(r"<(script|img|iframe|object|form)|url\(|@import| src=", answer["body"])
    assert ":root{--colour:#6b2fa0;--ink:#ffffff;--line:#6b2fa0}" in answer["body"]
    assert answer["headers"] == {
        "content-type": "text/html; charset=utf-8",
        "cache-control": "no-store",
        "x-robots-tag": "noindex, nofollow",
        "referrer-policy": "no-referrer",
        "x-content-type-options": "nosniff",
        "content-security-policy": answer["headers"]["content-security-policy"],
    }
    assert re.fullmatch(
        r"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]{43}='; img-src data:; "
        r"base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
        answer["headers"]["content-security-policy"],
    )


def test_the_page_speaks_the_customers_language_or_the_one_they_choose(record: FakeRecord) -> None:
    """One that the store does not speak is nobody's choice."""
    record.state.profiles[ANA.id] = replace(ANA, language="es")
    given(record, OrderStatus.DISPATCHED, parcel())
    assert "Pedido 1 | En camino | Llegada prevista: | martes, 11/24" in follow()
    assert "Order 1 | On its way" in follow("en")
    assert "Pedido 1" in follow("hi")


def test_whatever_cannot_be_followed_looks_the_same(record: FakeRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Guesses, other stores' links, orders that are not confirmed or long over, in any language, receipt or not."""
    dice = random.Random(11)
    guesses = [f"{dice.getrandbits(224):056x}" for _ in range(300)]
    answers = [ask(one, page="") for one in (None, "x", "é" * 56, "../" * 9, "0" * 5000, *guesses)]
    answers.append(ask(receipt_token(ORDER.id, key="other"), page="", lang="es"))
    answers.append(ask(receipt_token("ord_" + "0" * 24, key=KEY), page=""))
    record.state.orders[ORDER.id] = replace(PAID, ticket=None)
    answers.append(ask(TOKEN, page=""))
    record.state.orders[ORDER.id] = PAID
    monkeypatch.setattr(clock, "utc_now", lambda: NOW + timedelta(days=90))
    answers.append(ask(TOKEN, page=""))
    answers.append(ask("x"))
    assert all(answer == answers[0] for answer in answers)
    assert answers[0]["statusCode"] == 404
    assert "There is nothing to see here" in answers[0]["body"]
    # The receipt outlives the page.
    assert ask(TOKEN)["statusCode"] == 200


def test_a_hundred_thousand_guesses_find_nothing(record: FakeRecord, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever knows the order's id, and tries signatures; whoever changes a true link by one sign; whoever just tries.

    Each gets the very same answer, and nothing is looked up for it.
    """
    monkeypatch.setenv("LOG_LEVEL", "ERROR")
    dice, known = random.Random(17), TOKEN[:24]
    near = (TOKEN[:at] + sign + TOKEN[at + 1 :] for at in range(56) for sign in "0123456789abcdef" if sign != TOKEN[at])
    signatures = (f"{known}{dice.getrandbits(128):032x}" for _ in range(60_000))
    blind = (f"{dice.getrandbits(224):056x}" for _ in range(39_160))
    reads = Counter[str]()
    monkeypatch.setattr(record.orders, "read", lambda order_id: reads.update([order_id]))
    first, tried = ask("x", page=""), 0
    for guess in itertools.chain(near, signatures, blind):
        tried += 1
        assert ask(guess, page="") == first
    assert (tried, first["statusCode"], reads) == (100_000, 404, Counter())


def test_a_day_that_is_over_is_not_promised(record: FakeRecord) -> None:
    """A courier that said Friday and is late."""
    given(record, OrderStatus.DISPATCHED, parcel(expected=date(2026, 11, 20)))
    told = follow()
    assert "Order 1 | On its way | Confirmed |" in told
    assert "Expected" not in told
