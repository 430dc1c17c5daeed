"""Ten minutes before the reservation ends: reminded once, with the same link, and not when there is nothing to pay."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.events import PaymentReminded
from shared.domain.messages import ButtonsMessage, LinkMessage
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.ports import Ambiguous
from shared.usecases.remind_payment import remind_payment
from shared.usecases.take_payment import Counter, Method, Taking, take_payment
from tests.fakes.people import cart
from tests.shared.usecases import orders_of_ana as ana
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


@pytest.mark.parametrize(
    ("held", "before", "armed"),
    [(30, 10, 20), (30, 5, 25), (120, 45, 75), (30, 25, 5), (30, 26, None), (30, 0, None)],
)
def test_the_stores_file_says_how_long_before(world: World, held: int, before: int, armed: int | None) -> None:
    """Not within five minutes of the order, where nobody has forgotten it; 0 is never."""
    world.store = replace(world.store, reservation_minutes=held, reminder_minutes=before)
    world.hear(cart(("TARO-R", 2, 575)))
    world.request(world.order())
    found = world.timers.armed.get(f"remind-{world.order().id}")
    minutes = (found.at - world.order().placed_at) // timedelta(minutes=1) if found else None
    assert minutes == armed


def test_nobody_is_reminded_with_a_link_that_is_closed(asked: World) -> None:
    """It would lead to a page that takes no money."""
    for key, one in asked.record.state.payments.items():
        asked.record.state.payments[key] = replace(one, status=AttemptStatus.CLOSED)
    assert remind(asked) == "nothing_open"
    assert "PaymentReminded" not in asked.events()


def test_less_than_a_minute_before_the_end_is_too_late(asked: World) -> None:
    """The timer's queue was slow: the link would close while it is read."""
    order = asked.order()
    end = order.placed_at + timedelta(minutes=30)
    for left, said in ((59, "too_late"), (61, "reminded")):
        done = remind_payment(
            order_id=order.id,
            expires_at=end,
            orders=asked.record.orders,
            commits=asked.record.commits,
            now=end - timedelta(seconds=left),
        )
        assert done == said


def test_a_change_that_can_no_longer_be_made_is_not_asked_for_again(world: World) -> None:
    """The order that it would change is being prepared; before that it is."""
    first = ana.paid(world, ("TARO-R", 1))
    changed = ana.accept(world, ana.change(world, first, ("TARO-R", 2), number=2), number=3)
    world.request(changed)
    changed = ana.now(world, changed)
    assert changed.expires_at is not None
    for status, said in ((OrderStatus.PREPARING, "superseded"), (OrderStatus.CONFIRMED, "reminded")):
        world.record.state.orders[first.id] = replace(ana.now(world, first), status=status)
        done = remind_payment(
            order_id=changed.id,
            expires_at=changed.expires_at,
            orders=world.record.orders,
            commits=world.record.commits,
            now=changed.expires_at - timedelta(minutes=10),
        )
        assert done == said


def test_what_was_paid_in_part_or_promised_is_not_asked_for_again(asked: World) -> None:
    """At the counter, or at the door: no reservation ends any more."""
    counter = Counter(
        store=asked.store, orders=asked.record.orders, till=asked.record.till, commits=asked.record.commits
    )
    taking = Taking(order_id=asked.order().id, method=Method.CARD, amount=500, request="k")
    take_payment(counter, taking, now=asked.now)
    assert remind(asked) == "moved_on"


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
