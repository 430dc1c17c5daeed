"""What a customer says about advertising holds at once."""

import pytest

from shared.domain.messages import ButtonsMessage, TextMessage
from shared.usecases.browse_menu import menu_tap
from shared.usecases.stop_marketing import stop_marketing
from tests.fakes.people import ANA
from tests.shared.usecases.chat_of_ana import ChatOfAna
from tests.shared.usecases.demo import demo


def test_stop_means_stop_and_is_confirmed() -> None:
    """The profile says no from then on; orders are still told of."""
    shop = demo()
    assert shop.says("STOP", stop_marketing) == "marketing_stopped"
    assert shop.customer.marketing is False
    assert isinstance(shop.shown, ButtonsMessage)
    assert (
        shop.shown.body
        == 'Done: no more offers from us. We\'ll only write to you about your orders. Changed your mind? Write "start".'
    )


def test_start_again_is_one_tap() -> None:
    """Consent that the customer gave."""
    shop = demo()
    shop.says("STOP", stop_marketing)
    assert shop.taps("menu:start", menu_tap) == "marketing_started"
    assert shop.customer.marketing is True
    assert isinstance(shop.shown, TextMessage)


def test_stop_said_twice_writes_the_profile_once() -> None:
    """Nothing changes the second time, and it is answered all the same."""
    shop = demo()
    for _ in range(2):
        shop.says("stop", stop_marketing)
    assert shop.record.calls.count("customers.save") == 1
    assert len(shop.record.state.events) == 2


def test_stop_in_the_middle_of_an_order_gives_up_no_order() -> None:
    """No advertising is not no tea."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    shop.says("stop sending me offers", stop_marketing)
    assert isinstance(shop.shown, ButtonsMessage)
    assert "1 × Egg waffle  $6.95" in shop.shown.body
    assert shop.record.chats.read(ANA.id).draft_id is not None


@pytest.mark.parametrize("words", ["START", "start!", "unstop", "empezar", "शुरू"])
def test_start_again_may_be_typed(words: str) -> None:
    """As everybody knows it from text messages; it means nothing to who never stopped."""
    chat = ChatOfAna("mpls")
    assert chat.send(words).outcome != "marketing_started"
    assert chat.send("STOP").outcome == "marketing_stopped"
    assert chat.send(words).outcome == "marketing_started"
