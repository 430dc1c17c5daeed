"""What slips when people order in words: a digit too many, the same twice. Asked about once, never held up."""

from shared.domain.messages import LinkMessage
from shared.domain.order import OrderStatus
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna


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


def test_the_same_words_again_are_the_same_order(mpls: ChatOfAna) -> None:
    """Who gets impatient and sends it twice wants it once; "more" is more."""
    mpls.send("2 large taro and a waffle")
    mpls.send("2 large taro and a waffle")
    assert [(line.sku, line.quantity) for line in mpls.order.lines] == [("TARO-L", 2), ("WAFFLE", 1)]
    mpls.send("2 more large taro and another waffle")
    assert [(line.sku, line.quantity) for line in mpls.order.lines] == [("TARO-L", 4), ("WAFFLE", 2)]
