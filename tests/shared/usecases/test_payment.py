"""From the link to the money: asked for once, confirmed once, and money that does not fit is put where it is seen."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.case import CaseReason, CaseStatus
from shared.domain.money import Money
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus, Payment
from shared.ports import Unavailable
from shared.usecases.record_payment import NotOurOrderYet
from tests.fakes.people import cart
from tests.shared.usecases.conftest import World


@pytest.fixture
def asked(world: World) -> World:
    """Ana has her link for 18.45."""
    world.hear(cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695)))
    assert world.request(world.order()) == "requested"
    return world


def pay(world: World, *, amount: Money | None = None, late: bool = False) -> Payment:
    """Ana pays on the gateway's page."""
    return world.gateway.pay(f"{world.order().id}-1", amount=amount, late=late)


def attempts(world: World) -> list[AttemptStatus]:
    """What became of each attempt."""
    file = world.record.orders.read(world.order().id)
    assert file is not None
    return [attempt.status for attempt in file.payments]


def test_the_expiry_is_armed_before_the_link_is_asked_for(world: World) -> None:
    """A gateway that is down cannot hold the stock for ever."""
    world.hear(cart(("TARO-R", 2, 575)))
    world.gateway.fail_next(Unavailable("down"))
    with pytest.raises(Unavailable):
        world.request(world.order())
    order = world.order()
    assert order.status is OrderStatus.RECEIVED
    assert world.timers.armed[f"expire-{order.id}"].at == order.expires_at + timedelta(seconds=1)  # type: ignore[operator]
    assert world.request(order) == "requested"


def test_the_link_is_asked_for_once_however_often_we_try(asked: World) -> None:
    """Ten times, and once with the answer lost."""
    for _ in range(10):
        assert asked.request(asked.order()) == "moved_on"
    assert list(asked.gateway.links) == [f"{asked.order().id}-1"]
    assert asked.events() == ["OrderReceived", "PaymentRequested"]


def test_a_link_whose_answer_was_lost_is_found_again(world: World) -> None:
    """The attempt's id is the gateway's idempotency key."""
    world.hear(cart(("TARO-R", 2, 575)))
    world.gateway.lose_next_answer()
    with pytest.raises(Unavailable):
        world.request(world.order())
    assert world.request(world.order()) == "requested"
    assert len(world.gateway.links) == 1


def test_no_link_is_opened_when_the_time_is_over(world: World) -> None:
    """The gateway was down for the whole reservation."""
    world.hear(cart(("TARO-R", 2, 575)))
    world.now += timedelta(minutes=30)
    assert world.request(world.order()) == "too_late"
    assert not world.gateway.links


def test_a_payment_confirms_the_order_with_the_next_ticket(asked: World) -> None:
    """Ticket 1 of Saturday in Minneapolis, and the gateway's transaction id."""
    recorded = asked.paid(pay(asked))
    assert (recorded.outcome, recorded.order.status) == ("confirmed", OrderStatus.CONFIRMED)
    assert recorded.order.ticket is not None
    assert (recorded.order.ticket.number, recorded.order.ticket.day.isoformat()) == (1, "2026-11-21")
    assert asked.events() == ["OrderReceived", "PaymentRequested", "OrderConfirmed"]
    assert attempts(asked) == [AttemptStatus.PAID]


def test_the_same_payment_ten_times_is_one_confirmation(asked: World) -> None:
    """The gateway's three events about one payment, each repeated, also a month later."""
    payment = pay(asked)
    outcomes = []
    for _ in range(10):
        outcomes.append(asked.paid(payment).outcome)
        asked.record.forget_tokens()
    assert outcomes == ["confirmed"] + ["repeated"] * 9
    assert asked.record.orders.last_ticket(asked.store.business_day(asked.now)) == 1


def test_tickets_have_no_gaps(world: World) -> None:
    """Three orders, the second paid last."""
    for number in ("1", "2", "3"):
        world.hear(cart(("TARO-R", 1, 575)), f"wamid.{number}")
        world.request(world.order(f"wamid.{number}"))
    for number in ("1", "3", "2"):
        order = world.order(f"wamid.{number}")
        world.paid(world.gateway.pay(f"{order.id}-1"))
    tickets = {n: world.order(f"wamid.{n}").ticket for n in ("1", "3", "2")}
    assert [ticket.number for ticket in tickets.values() if ticket] == [1, 2, 3]


@pytest.mark.parametrize("received", [Money(1844, "USD"), Money(1846, "USD"), Money(1845, "INR"), Money(0, "USD")])
def test_a_wrong_amount_or_currency_is_never_paid(asked: World, received: Money) -> None:
    """Quarantined, shown, and the right payment still confirms."""
    wrong = replace(pay(asked), amount=received, transaction_id="pi_wrong", link_id="elsewhere")
    recorded = asked.paid(wrong)
    assert (recorded.outcome, recorded.order.status) == ("quarantined", OrderStatus.AWAITING_PAYMENT)
    assert asked.events()[-1] == "PaymentQuarantined"
    right = asked.gateway.links[f"{asked.order().id}-1"].payment
    assert right is not None
    assert asked.paid(right).outcome == "confirmed"
    assert sorted(attempts(asked)) == [AttemptStatus.PAID, AttemptStatus.QUARANTINED]


@pytest.mark.parametrize(
    ("received", "note"),
    [
        (Money(1844, "USD"), "stripe pi_wrong: $18.44 (USD) came, $18.45 (USD) was asked for"),
        (Money(1845, "INR"), "stripe pi_wrong: ₹18.45 (INR) came, $18.45 (USD) was asked for"),
    ],
)
def test_a_wrong_payment_opens_one_case_with_both_amounts(asked: World, received: Money, note: str) -> None:
    """However often it is told; a second wrong payment is a second thing to settle. The chat goes on as it was."""
    wrong = replace(pay(asked), amount=received, transaction_id="pi_wrong", link_id="elsewhere")
    for _ in range(3):
        asked.paid(wrong)
        asked.record.forget_tokens()
    (case,) = asked.record.state.cases.values()
    assert (case.reason, case.order_id, case.note) == (CaseReason.WRONG_AMOUNT, asked.order().id, note)
    assert (case.status, case.customer_id) == (CaseStatus.OPEN, asked.order().customer_id)
    assert asked.record.chats.read(case.customer_id).case_id is None
    assert "CaseOpened" not in asked.events()
    asked.paid(replace(wrong, transaction_id="pi_wrong_again"))
    assert len(asked.record.state.cases) == 2


def test_a_right_payment_opens_no_case(asked: World) -> None:
    """Nobody has to look at what went well."""
    asked.paid(pay(asked))
    assert not asked.record.state.cases


def test_a_second_payment_of_a_paid_order_is_due_back(asked: World) -> None:
    """Two cards, one order."""
    first = pay(asked)
    asked.paid(first)
    recorded = asked.paid(replace(first, transaction_id="pi_second"))
    assert recorded.outcome == "refund_due"
    assert asked.events()[-1] == "RefundDue"
    assert asked.order().status is OrderStatus.CONFIRMED


def test_a_payment_of_an_order_we_do_not_know_is_not_swallowed(world: World) -> None:
    """Perhaps it comes before its order."""
    stranger = Payment(provider="stripe", transaction_id="pi_9", order_id="ord_9", amount=Money(1, "USD"))
    with pytest.raises(NotOurOrderYet):
        world.paid(stranger)


def test_an_unpaid_order_expires_once_and_gives_its_stock_back(asked: World) -> None:
    """Timer fired five times."""
    order = asked.order()
    assert [asked.expire(order) for _ in range(5)] == ["expired"] + ["moved_on"] * 4
    assert asked.order().status is OrderStatus.EXPIRED
    assert asked.record.levels() == {"pearls": (300, 0), "cup": (100, 0), "mix": (220, 0)}
    assert asked.gateway.links[f"{order.id}-1"].status == "closed"
    assert attempts(asked) == [AttemptStatus.CLOSED]
    assert asked.events() == ["OrderReceived", "PaymentRequested", "OrderExpired"]


def test_a_timer_of_a_paid_order_does_nothing(asked: World) -> None:
    """It goes off anyway, half an hour later."""
    order = asked.order()
    asked.paid(pay(asked))
    assert asked.expire(order) == "moved_on"
    assert asked.order().status is OrderStatus.CONFIRMED


def test_a_link_that_turns_out_paid_confirms_instead_of_expiring(asked: World) -> None:
    """The payment webhook was lost."""
    order = asked.order()
    payment = pay(asked)
    assert asked.expire(order) == "paid_confirmed"
    assert asked.order().status is OrderStatus.CONFIRMED
    assert asked.paid(payment).outcome == "repeated"


def test_a_gateway_that_is_down_does_not_keep_the_stock(asked: World) -> None:
    """The link stays open there; a payment through it is dealt with when it comes."""
    asked.gateway.fail_next(Unavailable("down"))
    assert asked.expire(asked.order()) == "expired"
    assert asked.record.levels()["pearls"] == (300, 0)
    assert attempts(asked) == [AttemptStatus.OPEN]


def test_money_after_expiry_takes_the_stock_again_if_it_is_there(asked: World) -> None:
    """Money that was under way."""
    asked.expire(asked.order())
    recorded = asked.paid(pay(asked, late=True))
    assert (recorded.outcome, recorded.order.status) == ("confirmed", OrderStatus.CONFIRMED)
    assert asked.record.levels()["pearls"] == (200, 100)


def test_money_after_expiry_is_due_back_when_the_shelf_is_empty(asked: World) -> None:
    """Somebody else bought all six drinks meanwhile."""
    asked.expire(asked.order())
    asked.hear(cart(("TARO-R", 6, 575)), "wamid.2")
    recorded = asked.paid(pay(asked, late=True))
    assert (recorded.outcome, recorded.order.status) == ("refund_due", OrderStatus.EXPIRED)
    assert asked.record.state.events[-1].name == "RefundDue"
    assert asked.record.levels()["pearls"] == (0, 300)
    assert attempts(asked) == [AttemptStatus.REFUND_DUE]
    assert asked.record.orders.last_ticket(asked.store.business_day(asked.now)) == 0


def test_a_link_made_while_the_order_expired_is_closed_again(world: World) -> None:
    """The gateway was slow: the reservation ended while it made the link."""
    world.hear(cart(("TARO-R", 2, 575)))
    order = world.order()
    opened = world.gateway.open_link

    def slow(**about: object) -> object:
        link = opened(**about)  # type: ignore[arg-type]
        world.expire(order)
        return link

    world.gateway.open_link = slow  # type: ignore[assignment, method-assign]
    assert world.request(order) == "moved_on"
    assert world.gateway.links[f"{order.id}-1"].status == "closed"
