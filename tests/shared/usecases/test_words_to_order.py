"""From words to a confirmed order: read back, asked about, changed, and taken on the customer's own yes alone."""

from dataclasses import replace

import pytest

from shared.domain.inbound import ButtonTap
from shared.domain.messages import ButtonsMessage, CatalogMessage, LinkMessage, ListMessage
from shared.domain.order import OrderStatus
from tests.shared.usecases.chat_of_ana import ChatOfAna


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


def test_a_change_that_is_given_up_leaves_the_order_and_says_so(mpls: ChatOfAna) -> None:
    """Who cancels while a change is open must not believe that the order is off."""
    mpls.send("2 large taro")
    mpls.tap("Confirm")
    mpls.send("add a waffle")
    mpls.send("cancel")
    assert mpls.text().startswith("All right, nothing is changed: your earlier order stays as it was.")
    assert mpls.world.order("wamid.1").status is OrderStatus.AWAITING_PAYMENT


def test_hindi_words_become_an_order(pune: ChatOfAna) -> None:
    """In Latin letters, to the yes in the other script."""
    pune.send("do packet chai patti aur ek namak")
    pune.send("250 wala")
    pune.send("flat 4 karve road pune 411037 pe bhejo")
    assert "flat 4 karve road pune 411037" in pune.text()
    assert pune.send("हाँ").outcome == "received"
    assert sorted(pune.lines) == [("SALT-1", 1), ("TEA-250", 2)]
