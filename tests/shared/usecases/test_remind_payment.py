"""Ten minutes before the reservation ends: reminded once, with the same link, and not when there is nothing to pay."""

from datetime import timedelta

import pytest

from shared.domain.events import PaymentReminded
from shared.domain.messages import ButtonsMessage, LinkMessage
from shared.ports import Ambiguous
from shared.usecases.remind_payment import remind_payment
from tests.fakes.people import cart
from tests.shared.usecases.conftest import World


@pytest.fixture
def asked(world: World) -> World:
    """Ana has her link for 11.50 since noon."""
    world.hear(cart(("TARO-R", 2, 575)))
    assert world.request(world.order()) == "requested"
    return world


def remind(world: World, *, minutes: int = 20) -> str:
    """The timer goes off so many minutes after the order."""
    order = world.order()
    end = order.placed_at + timedelta(minutes=30)
    now = order.placed_at + timedelta(minutes=minutes)
    return remind_payment(
        order_id=order.id, expires_at=end, orders=world.record.orders, commits=world.record.commits, now=now
    )


def test_the_reminder_is_armed_with_the_expiry(asked: World) -> None:
    """Ten minutes before it."""
    order = asked.order()
    assert order.expires_at is not None
    armed = asked.timers.armed[f"remind-{order.id}"]
    assert armed.at == order.expires_at - timedelta(minutes=10)
    assert armed.payload == {
        "timer": "remind_payment",
        "order_id": order.id,
        "expires_at": order.expires_at.isoformat(),
    }


def test_who_has_not_paid_is_reminded_once_with_the_same_link(asked: World) -> None:
    """However often the timer goes off."""
    assert [remind(asked) for _ in range(3)] == ["reminded", "repeated", "repeated"]
    event = asked.record.state.events[-1]
    assert isinstance(event, PaymentReminded)
    asked.tell(event)
    told = asked.messenger.sent[-1].message
    assert isinstance(told, LinkMessage)
    link = asked.gateway.links[f"{asked.order().id}-1"]
    assert told.url == link.link.url
    assert told.body == "Your order of *$11.50* is still waiting. We hold it until 12:30; here is the link again."


def test_nobody_is_reminded_of_what_is_paid_or_over(asked: World) -> None:
    """Too late; expired; paid."""
    assert remind(asked, minutes=30) == "too_late"
    payment = asked.gateway.pay(f"{asked.order().id}-1")
    asked.paid(payment)
    assert remind(asked) == "moved_on"
    assert "PaymentReminded" not in asked.events()


def test_a_reminder_that_was_overtaken_is_not_sent(asked: World) -> None:
    """It was paid while the reminder stood in the queue."""
    remind(asked)
    event = asked.record.state.events[-1]
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    sent = len(asked.messenger.sent)
    asked.tell(event)
    assert len(asked.messenger.sent) == sent


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("nth", range(1, 3))
def test_a_crash_and_a_repeat_is_one_reminder(asked: World, nth: int, *, after: bool) -> None:
    """At every call."""
    asked.record.strike(nth, Ambiguous("no answer"), after=after)
    with pytest.raises(Ambiguous):
        remind(asked)
    asked.record.forget_tokens()
    remind(asked)
    assert asked.events().count("PaymentReminded") == 1


def test_who_came_too_late_gets_the_same_again_with_one_tap(asked: World) -> None:
    """Under the words that it was let go; the tap makes a new order, and with it a new link."""
    asked.expire(asked.order())
    asked.tell(asked.record.state.events[-1])
    told = asked.messenger.sent[-1].message
    assert isinstance(told, ButtonsMessage)
    assert [one.id for one in told.buttons] == [f"again:{asked.order().id}"]
