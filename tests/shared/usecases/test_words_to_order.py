"""From words to a confirmed order: read back, asked about, changed, and taken on the customer's own yes alone."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from shared.domain.case import CaseReason
from shared.domain.inbound import ButtonTap, Location
from shared.domain.messages import ButtonsMessage, CatalogMessage, LinkMessage, ListMessage, LocationRequest
from shared.domain.order import Handover, OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna


@pytest.fixture
def mpls() -> ChatOfAna:
    """A chat with the bubble-tea shop, at noon; it picks up by default and delivers to 554."""
    return ChatOfAna("mpls")


@pytest.fixture
def pune() -> ChatOfAna:
    """A chat with the distributor, in the evening; it only delivers, to 411."""
    return ChatOfAna("pune")


def test_a_sure_order_is_read_back_and_holds_nothing_until_yes(mpls: ChatOfAna) -> None:
    """Lines, place, time and total with three buttons; then stock and a link."""
    mpls.send("2 large taro and a waffle")
    assert (mpls.order.status, mpls.held) == (OrderStatus.DRAFT, 0)
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    for fact in ("2 × Taro milk tea, large  $13.50", "1 × Egg waffle  $6.95", "212 N 2nd St", "12:20", "*$20.45*"):
        assert fact in mpls.text()
    assert mpls.tap("Confirm").outcome == "received"
    assert (mpls.order.status, mpls.order.total.amount) == (OrderStatus.AWAITING_PAYMENT, 2045)
    assert isinstance(mpls.last, LinkMessage)
    assert mpls.held > 0


@pytest.mark.parametrize("yes", ["yes", "ok, go ahead", "sí", "haan", "👍"])
def test_a_typed_yes_is_as_good_as_the_button(mpls: ChatOfAna, yes: str) -> None:
    """In any of the languages."""
    mpls.send("2 large taro")
    assert mpls.send(yes).outcome == "received"


@pytest.mark.parametrize(
    "said", ["hmm", "how much is a waffle?", "hello", "thanks", "where is my order", "no", "maybe"]
)
def test_nothing_else_is_a_yes(mpls: ChatOfAna, said: str) -> None:
    """The draft stays open through all of it, and its buttons still work or lead to those that do."""
    mpls.send("2 large taro")
    button = mpls.choices[0]
    mpls.send(said)
    assert (mpls.order.status, mpls.held) == (OrderStatus.DRAFT, 0)
    mpls.send(ButtonTap(id=button.id, title=button.title))
    if mpls.order.status is OrderStatus.DRAFT:
        mpls.tap("Confirm")
    assert mpls.order.status is OrderStatus.AWAITING_PAYMENT


def test_only_what_is_unclear_is_asked(mpls: ChatOfAna) -> None:
    """Two sizes are two buttons and a way out; the rest waits for the read-back."""
    mpls.send("a waffle and 2 mango")
    assert isinstance(mpls.last, ButtonsMessage)
    assert mpls.titles == ["Regular", "Large", "None of these"]
    assert "2 mango" in mpls.text()
    assert "waffle" not in mpls.text().lower()
    mpls.tap("Large")
    assert mpls.lines == [("WAFFLE", 1), ("MANGO-L", 2)]
    assert mpls.titles == ["Confirm", "Change", "Cancel"]


@pytest.mark.parametrize(("answer", "sku"), [("large", "MANGO-L"), ("the small one", "MANGO-R"), ("second", "MANGO-L")])
def test_a_choice_may_be_typed(mpls: ChatOfAna, answer: str, sku: str) -> None:
    """By size or by place."""
    mpls.send("2 mango")
    mpls.send(answer)
    assert mpls.lines == [(sku, 2)]


def test_none_of_these_leaves_the_rest(mpls: ChatOfAna) -> None:
    """And of nothing else, nothing."""
    mpls.send("a waffle and 2 mango")
    mpls.tap("None of these")
    assert mpls.lines == [("WAFFLE", 1)]
    mpls.send("cancel")
    mpls.send("2 mango")
    mpls.send("none")
    assert mpls.order.status in (OrderStatus.CANCELLED, OrderStatus.DRAFT)
    assert mpls.held == 0


def test_what_was_asked_about_may_be_taken_back(mpls: ChatOfAna) -> None:
    """Then it is asked no more."""
    mpls.send("2 large taro and a mango")
    mpls.send("remove the mango")
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.lines == [("TARO-L", 2)]


def test_more_than_three_products_are_a_list(mpls: ChatOfAna) -> None:
    """Every tea is a tea."""
    mpls.send("a green tea")
    assert isinstance(mpls.last, ListMessage)
    assert len(mpls.titles) > 4
    assert mpls.titles[-1] == "None of these"
    row = mpls.choices[0]
    mpls.send(ButtonTap(id=row.id, title=row.title))
    assert [quantity for _, quantity in mpls.lines] == [1]


def test_what_is_sold_out_is_never_a_choice() -> None:
    """No large cups: the large mango is not asked about."""
    chat = ChatOfAna("mpls", cup_large=0, lychee_syrup_ml=0)
    chat.send("a waffle and 2 mango")
    assert "Mango green tea, regular" in chat.text()
    assert chat.titles == ["Yes", "No, thanks"]
    chat.tap("Yes")
    assert chat.lines == [("WAFFLE", 1), ("MANGO-R", 2)]


def test_sold_out_comes_with_what_could_be_had_instead() -> None:
    """One tap takes it."""
    chat = ChatOfAna("mpls", cup_large=0)
    chat.send("2 large taro")
    assert "sold out" in chat.text()
    chat.tap(chat.titles[0])
    assert chat.lines == [("TARO-R", 2)]


def test_what_is_not_sold_is_named(mpls: ChatOfAna) -> None:
    """And the rest read back."""
    mpls.send("a waffle and 2 cheeseburgers")
    assert 'We don\'t have "2 cheeseburgers"' in mpls.text()
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.lines == [("WAFFLE", 1)]


@pytest.mark.parametrize(
    ("words", "lines"),
    [
        ("make the taro 3", [("TARO-L", 3), ("WAFFLE", 1)]),
        ("3 taro instead of 2", [("TARO-L", 3), ("WAFFLE", 1)]),
        ("add a waffle", [("TARO-L", 2), ("WAFFLE", 2)]),
        ("no waffle", [("TARO-L", 2)]),
        ("instead of the waffle a mochi box", [("TARO-L", 2), ("MOCHI-6", 1)]),
        ("make the taro regular", [("WAFFLE", 1), ("TARO-R", 2)]),
        ("and a large mango", [("TARO-L", 2), ("WAFFLE", 1), ("MANGO-L", 1)]),
        ("sin el waffle", [("TARO-L", 2)]),
        ("one taro less", [("TARO-L", 1), ("WAFFLE", 1)]),
        ("one less waffle", [("TARO-L", 2)]),
    ],
)
def test_words_change_the_draft(mpls: ChatOfAna, words: str, lines: list[tuple[str, int]]) -> None:
    """And it is read back again, at the catalog's prices."""
    mpls.send("2 large taro and a waffle")
    mpls.send(words)
    assert mpls.lines == lines
    assert mpls.order.status is OrderStatus.DRAFT
    assert len(mpls.orders) == 1


def test_a_number_alone_is_about_the_only_line(mpls: ChatOfAna) -> None:
    """And "large" about its size."""
    mpls.send("2 large taro")
    mpls.send("make it 4")
    assert mpls.lines == [("TARO-L", 4)]
    mpls.send("make it regular")
    assert mpls.lines == [("TARO-R", 4)]


def test_taking_everything_out_gives_the_order_up(mpls: ChatOfAna) -> None:
    """There is nothing to confirm."""
    mpls.send("a waffle")
    assert mpls.send("no waffle").outcome == "given_up"
    assert mpls.order.status is OrderStatus.CANCELLED


@pytest.mark.parametrize("how", ["cancel", "tap"])
def test_a_draft_is_cancelled_without_another_question(mpls: ChatOfAna, how: str) -> None:
    """Nothing was held, so nothing is lost."""
    mpls.send("2 large taro")
    if how == "tap":
        mpls.tap("Cancel")
    else:
        mpls.send(how)
    assert mpls.order.status is OrderStatus.CANCELLED
    assert isinstance(mpls.last, CatalogMessage)


def test_change_asks_what_to_change_and_keeps_the_draft(mpls: ChatOfAna) -> None:
    """Nothing has to be typed twice."""
    mpls.send("2 large taro")
    mpls.tap("Change")
    assert "what should be different" in mpls.text()
    mpls.send("make it 3")
    assert mpls.lines == [("TARO-L", 3)]


def test_notes_stay_with_the_line_and_the_order(mpls: ChatOfAna) -> None:
    """The kitchen reads them; so does the customer."""
    mpls.send("2 large taro no ice and a waffle")
    assert "(no ice)" in mpls.text()
    mpls.send("less sugar please")
    mpls.tap("Confirm")
    assert mpls.order.lines[0].note == "no ice"
    assert "less sugar" in mpls.order.note


def test_what_was_said_is_kept_with_the_order(mpls: ChatOfAna) -> None:
    """The original words, how they were read, and how surely."""
    mpls.send("2 large taro")
    mpls.send("add a waffle")
    assert [(one.text, one.kind) for one in mpls.order.heard] == [
        ("2 large taro", "order"),
        ("add a waffle", "change"),
    ]
    assert mpls.order.heard[0].confidence >= 0.85


def test_prices_are_todays_when_the_customer_says_yes(mpls: ChatOfAna) -> None:
    """A price that moved since the read-back is asked about, not charged."""
    mpls.send("2 large taro")
    products = mpls.world.record.state.products
    products["TARO-L"] = replace(products["TARO-L"], price=700)
    mpls.send("yes")
    assert mpls.order.status is OrderStatus.DRAFT
    assert "now costs $7.00 instead of $6.75" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.total.amount == 1400


# --- slips -----------------------------------------------------------------------------------------


def test_a_digit_too_many_is_asked_about_once(mpls: ChatOfAna) -> None:
    """Kept, it is read back like anything else."""
    mpls.send("33 waffles")
    assert "33 × Egg waffle: that's a lot" in mpls.text()
    mpls.tap("Yes, 33")
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    mpls.tap("Confirm")
    assert mpls.lines == [("WAFFLE", 33)]


def test_a_number_answers_the_question_of_how_many(mpls: ChatOfAna) -> None:
    """Three were meant."""
    mpls.send("33 waffles")
    mpls.send("3")
    assert mpls.lines == [("WAFFLE", 3)]
    assert mpls.titles == ["Confirm", "Change", "Cancel"]


def test_who_goes_on_is_not_asked_again(mpls: ChatOfAna) -> None:
    """The read-back shows the number."""
    mpls.send("33 waffles")
    mpls.send("and a large taro")
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert "33 × Egg waffle" in mpls.text()


def test_more_than_an_order_may_hold_is_asked_about(mpls: ChatOfAna) -> None:
    """99 of one line is all that WhatsApp's own cart takes."""
    mpls.send("500 waffles")
    assert "up to 99" in mpls.text()
    assert mpls.titles == ["Yes", "No, thanks"]
    mpls.tap("No, thanks")
    assert mpls.held == 0


def test_the_number_in_the_answer_is_the_number(mpls: ChatOfAna) -> None:
    """Who is asked whether 99 will do, and writes "10 waffles", wants ten."""
    mpls.send("500 waffles")
    mpls.send("10 waffles")
    assert mpls.lines == [("WAFFLE", 10)]
    mpls.tap("Confirm")
    assert mpls.lines == [("WAFFLE", 10)]


def test_the_same_words_minutes_later_are_asked_about(mpls: ChatOfAna) -> None:
    """Once more, or a second thumb?"""
    for _ in range(2):
        mpls.send("2 large taro")
        mpls.tap(mpls.titles[0])
    assert mpls.counts() == [OrderStatus.AWAITING_PAYMENT]
    assert mpls.titles == ["Confirm", "Change", "Cancel"]


def test_a_cart_is_never_held_up_but_a_second_one_alike_is_pointed_out(mpls: ChatOfAna) -> None:
    """Both are held; the message that asks for the money says how to cancel."""
    for _ in range(2):
        assert mpls.send(cart(("WAFFLE", 1, 695))).outcome == "received"
    assert isinstance(mpls.last, LinkMessage)
    assert "You ordered exactly this 1 min ago too" in mpls.text()
    assert 'write "cancel"' in mpls.text()
    mpls.send(cart(("WAFFLE", 2, 695)))
    assert "ago too" not in mpls.text()


# --- where and when ---------------------------------------------------------------------------------


def test_delivery_is_one_word_away_and_needs_an_address(mpls: ChatOfAna) -> None:
    """Asked for with a button that sends the place."""
    mpls.send("2 large taro, delivery please")
    assert isinstance(mpls.last, LocationRequest)
    mpls.send("12 Main St, 55401")
    assert "Delivery to: 12 Main St, 55401" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover == Handover(kind="delivery", address="12 Main St, 55401", postal_code="55401")
    assert mpls.world.customer().address == "12 Main St, 55401"


def test_who_asks_where_an_unconfirmed_order_is_learns_that_it_is_not_placed(mpls: ChatOfAna) -> None:
    """And can place it with the buttons under that."""
    mpls.send("2 large taro")
    mpls.send("where is my order?")
    assert mpls.text().startswith("Your order isn't placed yet: it waits for your answer.\n\n2 × Taro milk tea, large")
    mpls.tap("Confirm")
    assert mpls.order.status is OrderStatus.AWAITING_PAYMENT


@pytest.mark.parametrize("words", ["what's the total?", "kitna hua total?", "total?"])
def test_the_total_of_an_open_order_is_told_and_not_a_persons_matter(mpls: ChatOfAna, words: str) -> None:
    """However it is asked for."""
    mpls.send("2 large taro")
    mpls.send(words)
    assert "$13.50" in mpls.text()
    assert not mpls.world.record.state.cases


def test_the_same_words_again_are_the_same_order(mpls: ChatOfAna) -> None:
    """Who gets impatient and sends it twice wants it once; "more" is more."""
    mpls.send("2 large taro and a waffle")
    mpls.send("2 large taro and a waffle")
    assert [(line.sku, line.quantity) for line in mpls.order.lines] == [("TARO-L", 2), ("WAFFLE", 1)]
    mpls.send("2 more large taro and another waffle")
    assert [(line.sku, line.quantity) for line in mpls.order.lines] == [("TARO-L", 4), ("WAFFLE", 2)]


def test_the_question_for_the_address_says_what_was_understood(mpls: ChatOfAna) -> None:
    """Nobody writes an address for goods that were read wrongly, and what is not sold is told at once."""
    mpls.send("2 large taro and a unicorn, delivery please")
    assert isinstance(mpls.last, LocationRequest)
    for words in ("2 × Taro milk tea, large  $13.50", "unicorn", "Where shall we deliver it?"):
        assert words in mpls.text()


def test_a_change_that_is_given_up_leaves_the_order_and_says_so(mpls: ChatOfAna) -> None:
    """Who cancels while a change is open must not believe that the order is off."""
    mpls.send("2 large taro")
    mpls.tap("Confirm")
    mpls.send("add a waffle")
    mpls.send("cancel")
    assert mpls.text().startswith("All right, nothing is changed: your earlier order stays as it was.")
    assert mpls.world.order("wamid.1").status is OrderStatus.AWAITING_PAYMENT


@pytest.mark.parametrize("text", ["👍", "ok", "yes", "ok thanks"])
def test_a_yes_to_nothing_is_no_riddle(mpls: ChatOfAna, text: str) -> None:
    """Nobody is told that they were not understood for being polite."""
    mpls.send(text)
    assert mpls.text() == "You're welcome! 😊"


def test_the_last_address_is_offered_and_can_be_changed(mpls: ChatOfAna) -> None:
    """Read back, not asked for."""
    mpls.send("2 large taro deliver to 12 Main St 55401")
    mpls.tap("Confirm")
    mpls.send("a waffle, delivered")
    assert "Delivery to: 12 Main St 55401" in mpls.text()
    mpls.send("deliver to 9 Elm St 55402")
    assert "Delivery to: 9 Elm St 55402" in mpls.text()
    mpls.send("pickup")
    assert "Pick-up" in mpls.text()


def test_an_address_too_far_away_is_said_with_a_way_to_pick_up(mpls: ChatOfAna) -> None:
    """Nothing is taken for an address that nobody drives to."""
    mpls.send("2 large taro deliver to 1 State St 60601")
    assert "60601" in mpls.text()
    assert mpls.titles == ["Pick it up", "Cancel"]
    assert mpls.send("yes").outcome != "received"
    mpls.send("deliver to 1 State St 60601")
    mpls.tap("Pick it up")
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.order.handover == Handover(kind="pickup")


@pytest.mark.parametrize("words", ["do you deliver to 55401?", "where are you? I live at 12 Main St 55401"])
def test_a_question_about_places_is_a_question(mpls: ChatOfAna, words: str) -> None:
    """And sets nothing."""
    mpls.send("2 large taro")
    mpls.send(words)
    assert mpls.order.handover == Handover(kind="pickup")
    assert mpls.order.status is OrderStatus.DRAFT


def test_a_street_may_be_called_anything(mpls: ChatOfAna) -> None:
    """State Street, where is no complaint; asked for or not."""
    mpls.send("2 large taro deliver to 1 State St 55401")
    assert "Delivery to: 1 State St 55401" in mpls.text()
    mpls.send("cancel")
    mpls.send("2 large taro, delivery please")
    mpls.send("9 Help Me Stop Road 55402")
    assert "Delivery to: 9 Help Me Stop Road 55402" in mpls.text()


def test_a_place_on_the_map_is_an_address(mpls: ChatOfAna) -> None:
    """A pin has no words: a link opens it."""
    mpls.send("2 large taro, delivery please")
    mpls.send(Location(latitude=44.9871, longitude=-93.2712))
    assert "https://maps.google.com/?q=44.987100,-93.271200" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover is not None
    assert mpls.order.handover.latitude == "44.987100"


def test_a_time_is_kept_and_shown_on_the_stores_clock(mpls: ChatOfAna) -> None:
    """Five in the afternoon in Minneapolis."""
    mpls.send("2 large taro for 5pm")
    assert "Ready around 17:00" in mpls.text()
    mpls.tap("Confirm")
    assert mpls.order.handover == Handover(kind="pickup", at=datetime(2026, 11, 21, 23, 0, tzinfo=UTC))


def test_outside_the_hours_the_customer_is_told_when(mpls: ChatOfAna) -> None:
    """Two in the morning: the shop opens at ten, and may be ordered from ahead."""
    mpls.world.now = datetime(2026, 11, 23, 8, 0, tzinfo=UTC)
    mpls.send("2 large taro")
    assert "open today at 10:00" in mpls.text()
    assert "Ready around 10:20" in mpls.text()
    assert mpls.tap("Confirm").outcome == "received"


def test_a_store_that_takes_a_rest_keeps_the_draft(mpls: ChatOfAna) -> None:
    """Nothing is held till it is back; a cart is kept in the same way."""
    store = mpls.world.store
    mpls.world.store = replace(store, hours=replace(store.hours, paused=True))
    mpls.send("2 large taro")
    mpls.tap("Confirm")
    assert "taking a break" in mpls.text()
    assert mpls.send(cart(("WAFFLE", 1, 695))).outcome == "offered"
    assert (mpls.counts(), mpls.held) == ([], 0)
    mpls.world.store = store
    assert mpls.tap(mpls.titles[0]).outcome == "received"


def test_a_cart_without_an_address_is_held_and_asked_with_the_payment(pune: ChatOfAna) -> None:
    """Three messages to the confirmation, one of them the answer to the address."""
    assert pune.send(cart(("GHEE-1", 2, 62000), currency="INR")).outcome == "received"
    assert isinstance(pune.last, LinkMessage)
    assert "Where shall we deliver it?" in pune.text()
    pune.send("Flat 4, Karve Road, Pune 411004")
    assert pune.text() == "Thank you! We'll deliver to: Flat 4, Karve Road, Pune 411004"
    assert pune.order.handover == Handover(
        kind="delivery", address="Flat 4, Karve Road, Pune 411004", postal_code="411004"
    )
    pune.world.paid(pune.world.gateway.pay(f"{pune.order.id}-1"))
    pune.follow()
    assert "We deliver to: Flat 4, Karve Road, Pune 411004" in pune.text()
    assert len(pune.heard) == 3


def test_the_next_cart_goes_to_the_same_address(pune: ChatOfAna) -> None:
    """Known customers are asked nothing."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR", note="Flat 4, Karve Road, Pune 411004"))
    assert "Delivery to: Flat 4, Karve Road, Pune 411004" in pune.text()
    pune.send(cart(("SALT-1", 1, 2800), currency="INR"))
    assert "Delivery to: Flat 4, Karve Road, Pune 411004" in pune.text()


def test_a_placed_order_takes_a_pin_too(pune: ChatOfAna) -> None:
    """The button of the payment's question sends one."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR"))
    pune.send(Location(latitude=18.5, longitude=73.8, name="Home", address="Karve Road 411004"))
    assert pune.order.handover is not None
    assert pune.order.handover.address == "Home, Karve Road 411004"
    assert "Home, Karve Road 411004" in pune.text()


def test_hindi_words_become_an_order(pune: ChatOfAna) -> None:
    """In Latin letters, to the yes in the other script."""
    pune.send("do packet chai patti aur ek namak")
    pune.send("250 wala")
    pune.send("flat 4 karve road pune 411037 pe bhejo")
    assert "flat 4 karve road pune 411037" in pune.text()
    assert pune.send("हाँ").outcome == "received"
    assert sorted(pune.lines) == [("SALT-1", 1), ("TEA-250", 2)]


def test_a_size_is_no_address(pune: ChatOfAna) -> None:
    """Asked where to, the customer may still be with what: goods never go to "5 kg wala"."""
    pune.send("2 kilo chawal aur 3 namak bhej do")
    pune.send("5 kg wala")
    assert sorted(pune.lines) == [("RICE-BAS-5", 2), ("SALT-1", 3)]
    assert pune.order.handover == Handover(kind="delivery")
    pune.send("Flat 4, Karve Road, Pune 411004")
    assert pune.tap(pune.titles[0]).outcome == "received"


# --- persons and riddles ----------------------------------------------------------------------------


def test_what_is_not_understood_is_asked_once_and_then_a_persons(mpls: ChatOfAna) -> None:
    """With a way to the menu and to a person."""
    assert mpls.send("glorp zib").outcome == "not_understood"
    assert mpls.titles == ["Menu", "Talk to a person"]
    assert mpls.send("fnord wibble").outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert case.reason is CaseReason.NOT_UNDERSTOOD
    assert mpls.send("skrz").outcome == "case_joined"


def test_an_order_in_progress_goes_on_while_a_person_is_waited_for(mpls: ChatOfAna) -> None:
    """What is not understood is kept for the person, and the step that stands is shown: no message meets silence."""
    mpls.send("glorp zib")
    mpls.send("fnord wibble")
    mpls.send("2 large taro")
    told = len(mpls.heard)
    assert mpls.send("skrz").outcome == "case_joined_and_shown"
    assert len(mpls.heard) == told + 1
    assert mpls.titles == ["Confirm", "Change", "Cancel"]
    assert mpls.tap("Confirm").outcome == "received"


def test_what_looked_like_an_order_is_kept_for_staff(mpls: ChatOfAna) -> None:
    """The draft with the original words hangs on the case."""
    mpls.send("glorp zib")
    assert mpls.send("3 unicorn burgers").outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert case.order_id == mpls.order.id
    assert [one.text for one in mpls.order.heard] == ["3 unicorn burgers"]
    assert mpls.order.status is OrderStatus.DRAFT
    mpls.send("2 large taro")
    assert mpls.tap("Confirm").outcome == "received"


@pytest.mark.parametrize(
    ("words", "outcome"), [("thanks!", "thanks"), ("😊", "thanks"), ("👋", "greeting"), ("?", "not_understood")]
)
def test_small_talk_has_small_answers(mpls: ChatOfAna, words: str, outcome: str) -> None:
    """A wave is a hello; a question mark alone is a riddle."""
    assert mpls.send(words).outcome == outcome


def test_something_understood_in_between_begins_anew(mpls: ChatOfAna) -> None:
    """Two riddles in a row are what counts."""
    mpls.send("glorp zib")
    mpls.send("2 large taro")
    assert mpls.send("fnord wibble").outcome == "not_understood"


@pytest.mark.parametrize(
    ("words", "reason"), [("my tea was cold and awful", "complaint"), ("can I talk to someone", "asked_for")]
)
def test_a_complaint_and_a_wish_for_a_person_are_a_case_about_the_last_order(
    mpls: ChatOfAna, words: str, reason: str
) -> None:
    """So that nobody has to ask which."""
    mpls.send(cart(("WAFFLE", 1, 695)))
    assert mpls.send(words).outcome == "case_opened"
    (case,) = mpls.world.record.state.cases.values()
    assert (case.reason, case.order_id) == (reason, mpls.order.id)


def test_while_a_person_is_talking_words_are_only_kept(mpls: ChatOfAna) -> None:
    """Carts and taps work; after the hour the bot speaks again."""
    mpls.send("2 large taro")
    button = mpls.choices[0]
    chats = mpls.world.record.state.chats
    (customer_id,) = chats
    until = mpls.world.now + timedelta(hours=1)
    chats[customer_id] = replace(chats[customer_id], person_until=until)
    told = len(mpls.heard)
    assert mpls.send("and a waffle").outcome == "case_opened"
    assert len(mpls.heard) == told
    said = mpls.world.record.chats.said(customer_id, limit=1)[0]
    (case,) = mpls.world.record.state.cases.values()
    assert (said.text, said.case_id) == ("and a waffle", case.id)
    assert mpls.send(ButtonTap(id=button.id, title=button.title)).outcome == "received"
    assert mpls.send(cart(("WAFFLE", 1, 695))).outcome == "received"
    mpls.world.now = until
    assert mpls.send("hello").outcome == "greeting"


def test_the_same_message_twice_is_one(mpls: ChatOfAna) -> None:
    """Meta delivers again for days."""
    mpls.send("2 large taro")
    before = mpls.order
    assert mpls.again(1).outcome == "repeated"
    assert mpls.order == before
    mpls.tap("Confirm")
    held = mpls.held
    assert mpls.again(2).outcome == "repeated"
    assert (mpls.held, len(mpls.orders)) == (held, 1)


def test_a_button_under_an_older_step_shows_the_one_that_stands(mpls: ChatOfAna) -> None:
    """Nothing is taken that was not on the screen."""
    mpls.send("2 large taro")
    old = mpls.choices[0]
    mpls.send("add a waffle")
    mpls.send(ButtonTap(id=old.id, title=old.title))
    assert mpls.order.status is OrderStatus.DRAFT
    assert "Egg waffle" in mpls.text()
    assert mpls.tap("Confirm").outcome == "received"
