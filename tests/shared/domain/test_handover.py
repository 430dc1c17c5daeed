"""Pickup, delivery, addresses and times are found in what customers write; nothing else is taken for them."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from shared.domain.customer import Customer
from shared.domain.handover import (
    Wish,
    address_given,
    applied,
    from_note,
    lacks_address,
    looks_like_address,
    names_a_place,
    out_of_reach,
    postal_code_in,
    ready_at,
    usual,
    wish_in,
)
from shared.domain.order import Handover, OrderStatus
from shared.domain.store import Store
from tests.fakes.people import ANA, MPLS, MPLS_PROFILE, NOW, PUNE, order

#: Picks up or delivers, to postal codes that begin with 554; open from ten to ten.
BOTH = Store.from_profile(
    MPLS_PROFILE
    | {
        "fulfilment": MPLS_PROFILE["fulfilment"] | {"kinds": ["pickup", "delivery"], "area": ["554"]},
        "hours": {"weekly": {day: [["10:00", "22:00"]] for day in ("mon", "tue", "wed", "thu", "fri", "sat", "sun")}},
    }
)
AT_HOME = replace(ANA, address="12 Main St 55401", postal_code="55401")


@pytest.mark.parametrize(
    ("text", "kind", "address", "rest"),
    [
        ("2 taro deliver to 12 Main St 55401", "delivery", "12 Main St 55401", "2 taro"),
        ("2 taro, 12 Main St, Minneapolis 55401", "delivery", "12 Main St, Minneapolis 55401", "2 taro"),
        ("2 milk tea\n1 waffle\n500 5th Ave apt 3", "delivery", "500 5th Ave apt 3", "2 milk tea, 1 waffle"),
        ("envíalo a Calle 5 No 12, 55401 por favor", "delivery", "Calle 5 No 12, 55401", "por favor"),
        ("3 waffles to go", "pickup", "", "3 waffles"),
        ("pickup please", "pickup", "", "please"),
        ("quiero 2 taros a domicilio", "delivery", "", "quiero 2 taros"),
        ("2 large taro", None, "", "2 large taro"),
        ("can you send me 2 waffles", None, "", "can you send me 2 waffles"),
        ("less sugar, 2 straws", None, "", "less sugar, 2 straws"),
        ("12345 taro", None, "", "12345 taro"),
        ("20000 large taro please", None, "", "20000 large taro please"),
    ],
)
def test_where_is_told_apart_from_what(text: str, kind: str | None, address: str, rest: str) -> None:
    """What is left is the order."""
    wish = wish_in(text, store=BOTH, now=NOW)
    assert (wish.kind, wish.address, wish.rest) == (kind, address, rest)


@pytest.mark.parametrize(
    ("text", "address", "rest"),
    [
        ("flat 4 karve road pune 411037 pe bhejo", "flat 4 karve road pune 411037", ""),
        ("2 namak flat 4 karve road 411004 pe bhejo", "flat 4 karve road 411004", "2 namak"),
        ("2 kg basmati, Flat 4, Karve Road 411004", "Flat 4, Karve Road 411004", "2 kg basmati"),
        ("Flat 4, Karve Road", "Flat 4, Karve Road", ""),
        ("2 namak\nफ्लैट 4, कर्वे रोड, पुणे 411004 पर भेज दो", "फ्लैट 4, कर्वे रोड, पुणे 411004", "2 namak\nदो"),
    ],
)
def test_indian_addresses_stand_before_the_verb(text: str, address: str, rest: str) -> None:
    """In both scripts, with and without the words for sending."""
    wish = wish_in(text, store=PUNE, now=NOW)
    assert (wish.kind, wish.address, wish.rest) == ("delivery", address, rest)


def test_at_my_place_names_no_address() -> None:
    """It is a delivery all the same."""
    assert wish_in("5 kg atta ghar pe bhej do", store=PUNE, now=NOW).kind == "delivery"
    assert wish_in("5 kg atta ghar pe bhej do", store=PUNE, now=NOW).address == ""


def test_a_time_is_taken_out_of_the_order() -> None:
    """Five in the afternoon in Minneapolis is 23:00 UTC."""
    wish = wish_in("2 taro deliver to 12 Main St 55401 at 5pm please", store=BOTH, now=NOW)
    assert wish.at == datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    assert wish.address == "12 Main St 55401"
    assert "5pm" not in wish.rest


@pytest.mark.parametrize(
    "text", ["x" * 65536, "1 2 " * 16384, "deliver to " * 6000, "12 , st " * 8000, "pe bhejo " * 7000]
)
def test_long_texts_are_read_no_further_than_anybody_says_where(text: str) -> None:
    """64 KB of anything is done at once; the suite's timeout would tell."""
    assert len(wish_in(text, store=PUNE, now=NOW).rest) <= 1500


def test_an_address_that_was_asked_for_needs_no_street() -> None:
    """The polite words around it go."""
    assert address_given("deliver to 12 Main St 55401 please", "US") == "12 Main St 55401"
    assert address_given("behind the temple, Kothrud", "IN") == "behind the temple, Kothrud"


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("behind the temple, Kothrud", True),
        ("12 Main St", True),
        ("my home please", False),
        ("मेरे घर भेज दो", False),
        ("Kothrud", False),
        ("5 kg wala", False),
        ("2", False),
        ("411004", True),
        ("221B", True),
    ],
)
def test_home_is_no_place_that_can_be_driven_to(text: str, *, place: bool) -> None:
    """It is asked again."""
    assert names_a_place(text) is place


def test_nobodys_note_is_an_address_without_a_number_and_a_street_or_code() -> None:
    """A cart's note is first of all a note."""
    assert looks_like_address("Gate 2, Market Yard, Pune", "IN")
    assert looks_like_address("15 Oak Minneapolis 55401", "US")
    assert not looks_like_address("no ice in 2 of them", "US")
    assert not looks_like_address("for the street party", "US")


def test_the_last_code_counts() -> None:
    """House numbers may have five digits; six-digit codes may have a blank."""
    assert postal_code_in("10450 Main St, 55401", "US") == "55401"
    assert postal_code_in("Karve Road, Pune 411 004", "IN") == "411004"
    assert postal_code_in("12 Main St", "US") == ""


@pytest.mark.parametrize(
    ("wish", "after"),
    [
        (Wish(), Handover(kind="pickup")),
        (Wish(kind="delivery"), Handover(kind="delivery", address="12 Main St 55401", postal_code="55401")),
        (Wish(address="9 Elm St 55402"), Handover(kind="delivery", address="9 Elm St 55402", postal_code="55402")),
        (Wish(at=NOW), Handover(kind="pickup", at=NOW)),
    ],
)
def test_a_wish_changes_what_it_names(wish: Wish, after: Handover) -> None:
    """The last address is offered again; a new one takes its place."""
    assert applied(Handover(kind="pickup"), wish, store=BOTH, customer=AT_HOME) == after


def test_a_store_does_only_what_it_does() -> None:
    """No delivery from a store that has none, no pickup at one that only delivers."""
    assert applied(Handover(kind="pickup"), Wish(kind="delivery"), store=MPLS, customer=ANA).kind == "pickup"
    assert applied(Handover(kind="delivery"), Wish(kind="pickup"), store=PUNE, customer=ANA).kind == "delivery"


@pytest.mark.parametrize(
    ("store", "customer", "handover"),
    [
        (MPLS, AT_HOME, Handover(kind="pickup")),
        (PUNE, ANA, Handover(kind="delivery")),
        (PUNE, AT_HOME, Handover(kind="delivery", address="12 Main St 55401", postal_code="55401")),
    ],
)
def test_an_order_begins_with_the_stores_usual_way(store: Store, customer: Customer, handover: Handover) -> None:
    """And with the customer's last address where goods are brought."""
    assert usual(store, customer) == handover


def test_a_cart_whose_note_is_an_address_goes_there() -> None:
    """All of the note: what else it says is for who brings it."""
    gone = from_note(usual(PUNE, ANA), "Flat 4, Karve Road, ring twice", store=PUNE, customer=ANA, now=NOW)
    assert gone.address == "Flat 4, Karve Road, ring twice"
    assert from_note(usual(PUNE, ANA), "less spicy", store=PUNE, customer=ANA, now=NOW) == Handover(kind="delivery")


@pytest.mark.parametrize(
    ("note", "kind"),
    [
        ("Gate 2, Market Yard", "pickup"),
        ("12 Main St", "pickup"),
        ("12 Main St 55401", "delivery"),
        ("deliver to 12 Main St", "delivery"),
        ("delivery, 12 Main St", "delivery"),
        ("12 Main St, Chicago 60601", "pickup"),
        ("no ice in 2 of them", "pickup"),
    ],
)
def test_where_goods_are_picked_up_a_note_has_to_say_more(note: str, kind: str) -> None:
    """A word for bringing, or the code of a place that is reached."""
    assert from_note(usual(BOTH, ANA), note, store=BOTH, customer=ANA, now=NOW).kind == kind


def test_an_address_outside_the_area_is_out_of_reach() -> None:
    """One without a code is not known to be."""
    assert out_of_reach(Handover(kind="delivery", address="1 A St 60601", postal_code="60601"), BOTH)
    assert not out_of_reach(Handover(kind="delivery", address="1 A St 55499", postal_code="55499"), BOTH)
    assert not out_of_reach(Handover(kind="delivery", address="1 A St"), BOTH)
    assert not out_of_reach(Handover(kind="pickup", postal_code="60601"), BOTH)


@pytest.mark.parametrize(
    ("handover", "status", "lacks"),
    [
        (Handover(kind="delivery"), OrderStatus.AWAITING_PAYMENT, True),
        (Handover(kind="delivery"), OrderStatus.CONFIRMED, True),
        (Handover(kind="delivery"), OrderStatus.DELIVERED, False),
        (Handover(kind="delivery", latitude="44.98", longitude="-93.27"), OrderStatus.CONFIRMED, False),
        (Handover(kind="pickup"), OrderStatus.CONFIRMED, False),
        (None, OrderStatus.CONFIRMED, False),
    ],
)
def test_an_address_is_missing_until_the_goods_have_left(
    handover: Handover | None, status: OrderStatus, *, lacks: bool
) -> None:
    """A pin on the map is one; orders from before there was a handover lack nothing."""
    assert lacks_address(order(handover=handover, status=status)) is lacks


def test_goods_are_ready_when_they_can_be_and_not_before_they_are_wanted() -> None:
    """Twenty minutes in open hours; wanted at five, ready at five; wanted at once, ready in twenty minutes."""
    five = datetime(2026, 11, 21, 23, 0, tzinfo=UTC)
    assert ready_at(order(), BOTH, confirmed=NOW) == datetime(2026, 11, 21, 18, 20, tzinfo=UTC)
    assert ready_at(order(handover=Handover(kind="pickup", at=five)), BOTH, confirmed=NOW) == five
    assert ready_at(order(handover=Handover(kind="pickup", at=NOW)), BOTH, confirmed=NOW) > NOW
