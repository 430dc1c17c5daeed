"""What a customer reads about placed orders, in the stores' languages."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.events import (
    CustomerSpoke,
    Event,
    OrderCancelled,
    OrderConfirmed,
    OrderExpired,
    PaymentRequested,
    RefundDue,
    order_event,
)
from shared.domain.messages import (
    ButtonsMessage,
    CatalogMessage,
    LinkMessage,
    ListMessage,
    OutboundMessage,
    TextMessage,
)
from shared.domain.order import Handover, Line, Order, OrderStatus, Ticket
from shared.domain.store import Store
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.difference import difference
from shared.usecases.milestones.milestone import Telling
from shared.usecases.placed_orders import OVER, in_brief
from shared.usecases.replies import REPLIES
from tests.fakes.people import ANA, MPLS, NOW, PUNE, order

TICKET = Ticket(number=17, day=NOW.date())


def moment(event: Event, about: Order | None, *, store: Store = MPLS, language: str = "en") -> Telling:
    """The moment at which Ana is told."""
    customer = replace(ANA, language=language)
    return Telling(event=event, order=about, customer=customer, store=store, wording=all_texts(), now=NOW)


def reply(topic: str, about: Order | None = None, *, store: Store = MPLS, language: str = "en", **facts: Any) -> Any:
    """The answer on a topic."""
    event = CustomerSpoke(
        store=store.id,
        subject=f"CUSTOMER#{ANA.id}",
        sequence=1,
        at=NOW,
        customer_id=ANA.id,
        message_id="wamid.1",
        topic=topic,
        order_id=about.id if about else "",
        facts=facts,
    )
    return REPLIES[topic].free_form(moment(event, about, store=store, language=language))


def told(kind: type[Event], about: Order, *, store: Store = MPLS, language: str = "en", **more: Any) -> OutboundMessage:
    """What an event has said."""
    event = order_event(kind, about, now=NOW, **more)
    return MILESTONES[kind].free_form(moment(event, about, store=store, language=language))


def test_a_paid_order_is_told_with_its_ticket_its_items_its_time_and_its_place() -> None:
    """Noon in Minneapolis, twenty minutes to make it."""
    about = order(status=OrderStatus.CONFIRMED, ticket=TICKET)
    message = reply("order_status", about, confirmed_at=NOW.isoformat())
    assert isinstance(message, TextMessage)
    for fact in ("*Order 17* is paid and confirmed", "2 × Taro milk tea", "12:20", "North Loop Boba, 212 N 2nd St"):
        assert fact in message.body


def test_an_order_that_waits_for_money_carries_the_button_to_pay() -> None:
    """With what is asked for."""
    message = reply("order_status", order(), url="https://pay.example/1")
    assert isinstance(message, LinkMessage)
    assert (message.url, message.label) == ("https://pay.example/1", "Pay now")
    assert "waiting for your payment of *$18.45*" in message.body


def test_an_order_that_was_paid_before_this_is_said_carries_no_button() -> None:
    """What is told is what stands when it is told."""
    message = reply("order_status", order(status=OrderStatus.CONFIRMED, ticket=TICKET), url="https://pay.example/1")
    assert isinstance(message, TextMessage)


def test_a_change_that_waits_for_money_says_that_the_order_stays_as_it_was() -> None:
    """11.50 of 18.45 were paid."""
    message = reply("order_status", order(credit=1150, replaces="ord_0"), url="https://pay.example/1")
    assert "Your change is waiting for *$6.95*. Until it's paid, your order stays as it was." in message.body


def test_a_wished_time_is_the_one_that_is_told() -> None:
    """Three hours on."""
    wanted = Handover(kind="delivery", address="14 Elm St", at=NOW + timedelta(hours=3))
    about = order(status=OrderStatus.PREPARING, ticket=TICKET, handover=wanted)
    message = reply("order_status", about, confirmed_at=NOW.isoformat())
    assert "15:00" in message.body
    assert "14 Elm St" in message.body
    assert "North Loop Boba" not in message.body


def test_what_is_late_is_not_promised_anew() -> None:
    """It should have been ready an hour ago."""
    about = order(status=OrderStatus.PREPARING, ticket=TICKET)
    message = reply("order_status", about, confirmed_at=(NOW - timedelta(minutes=80)).isoformat())
    assert "Expected" not in message.body


@pytest.mark.parametrize("status", [one for one in OrderStatus if one is not OrderStatus.DRAFT])
@pytest.mark.parametrize(("language", "store"), [("en", MPLS), ("es", MPLS), ("hi", PUNE)])
def test_every_state_has_its_words(status: OrderStatus, language: str, store: Store) -> None:
    """In every language; what is over names no place to come to."""
    message = reply("order_status", order(status=status, ticket=TICKET, note="Flat 4"), store=store, language=language)
    assert "17" in message.body
    assert "₹" not in message.body or store is PUNE
    assert status not in OVER or (store.fulfilment.place_address not in message.body and "Flat 4" not in message.body)


ROWS = [
    in_brief(order(status=status, ticket=TICKET if status is not OrderStatus.AWAITING_PAYMENT else None))
    for status in OrderStatus
    if status not in OVER | {OrderStatus.DRAFT}
]


@pytest.mark.parametrize("verb", ["status", "cancel"])
@pytest.mark.parametrize("language", ["en", "es"])
def test_a_list_of_orders_fits_and_its_rows_lead_to_each(verb: str, language: str) -> None:
    """Meta: 24 characters of title, 72 of description, ten rows; a product's name may be as long as it likes."""
    rows: list[Mapping[str, Any]] = [{**row, "name": "Extra large brown sugar boba milk " * 3} for row in ROWS]
    message = reply("which_order", verb=verb, orders=rows, language=language)
    assert isinstance(message, ListMessage)
    assert len(message.rows) == len(ROWS) <= 10
    assert {row.id for row in message.rows} == {f"order:ord_1:2:{verb}"}
    assert all(0 < len(row.title) <= 24 and 0 < len(row.description) <= 72 for row in message.rows)
    assert all(row.description.endswith(" +1") for row in message.rows)


def test_being_sure_is_asked_with_what_comes_back() -> None:
    """Two buttons, under the version that was seen."""
    about = order(status=OrderStatus.CONFIRMED, ticket=TICKET, version=3)
    message = reply("cancel_sure", about, version=3, refund=1845)
    assert isinstance(message, ButtonsMessage)
    assert message.body.startswith("Cancel *Order 17* ($18.45)?")
    assert message.body.endswith("You'd get $18.45 back.")
    assert [one.id for one in message.buttons] == ["order:ord_1:3:cancel_yes", "order:ord_1:3:keep"]


def test_an_unpaid_order_promises_nothing_back() -> None:
    """There is nothing to come back."""
    assert "back" not in reply("cancel_sure", order(), version=2, refund=0).body


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_small_answers_have_their_words(language: str) -> None:
    """Kept, how to change, no order."""
    about = order(status=OrderStatus.CONFIRMED, ticket=TICKET)
    assert "17" in reply("order_kept", about, language=language).body
    assert "Egg waffle" in reply("change_how", about, language=language).body
    assert isinstance(reply("no_order", language=language), CatalogMessage)


def test_a_cancelled_order_that_was_paid_for_names_the_money_in_the_same_message() -> None:
    """By whomever it was cancelled."""
    about = order(status=OrderStatus.CANCELLED, ticket=TICKET)
    message = told(OrderCancelled, about, by="staff", refund=1845, refund_method="razorpay")
    said = "*Order 17* is cancelled. You'll get $18.45 back. Your bank usually shows it within 5 to 7 working days."
    assert message == TextMessage(body=said)
    several = told(OrderCancelled, about, by="staff", refund=1845, refund_method="several")
    assert isinstance(several, TextMessage)
    assert several.body.endswith("It goes back the way you paid; a colleague sees to it.")


@pytest.mark.parametrize(
    ("kind", "more", "silent"),
    [
        (OrderCancelled, {"by": "customer", "replaced_by": "ord_2"}, True),
        (OrderCancelled, {"by": "store"}, True),
        (OrderCancelled, {"by": "customer"}, False),
        (RefundDue, {"reason": "cancelled", "told_with": "OrderCancelled"}, True),
        (RefundDue, {"reason": "cancelled"}, False),
    ],
)
def test_what_another_message_tells_has_none_of_its_own(
    kind: type[Event], more: dict[str, Any], *, silent: bool
) -> None:
    """Messages that can be one are one."""
    money = {"transaction_id": "pi_1", "amount": 1, "currency": "USD"} if kind is RefundDue else {}
    event = order_event(kind, order(), now=NOW, **money, **more)
    assert MILESTONES[kind].overtaken(event, order()) is silent


@pytest.mark.parametrize(("language", "store"), [("en", MPLS), ("es", MPLS), ("hi", PUNE)])
def test_a_change_for_which_money_came_too_late_says_what_becomes_of_it(language: str, store: Store) -> None:
    """The order stays, the money goes back."""
    more = {"transaction_id": "pi_1", "amount": 575, "currency": "USD", "reason": "too_late"}
    message = told(RefundDue, order(), store=store, language=language, **more)
    assert isinstance(message, TextMessage)
    assert "$5.75" in message.body


CHANGED = order(replaces="ord_0", credit=1150)


def test_the_request_to_pay_for_a_change_asks_for_the_difference() -> None:
    """18.45 in all, 11.50 paid; the template outside the window asks for it too."""
    message = told(PaymentRequested, CHANGED, attempt_id="ord_1-1", url="https://pay.example/1")
    assert isinstance(message, LinkMessage)
    for fact in ("*$18.45*", "$11.50", "*$6.95* is left", "your order stays as it was"):
        assert fact in message.body
    template = MILESTONES[PaymentRequested].template
    assert template is not None
    event = order_event(PaymentRequested, CHANGED, now=NOW, attempt_id="ord_1-1", url="https://pay.example/1")
    assert template(moment(event, CHANGED)).values[1] == "$6.95"


def test_a_change_that_sends_money_back_says_so_in_its_confirmation() -> None:
    """20.00 paid, 18.45 now."""
    about = order(status=OrderStatus.CONFIRMED, replaces="ord_0", credit=2000, ticket=TICKET)
    message = told(
        OrderConfirmed, about, ticket=17, transaction_id="pi_1", amount=0, currency="USD", refund_method="stripe"
    )
    assert isinstance(message, TextMessage)
    assert message.body.startswith("Done, your order is changed! Its number is now *17*.")
    assert message.body.endswith("You'll get $1.55 back. Your bank usually shows it within 5 to 10 working days.")


def test_a_change_that_expired_does_not_frighten() -> None:
    """The order is as good as before."""
    message = told(OrderExpired, replace(CHANGED, status=OrderStatus.EXPIRED))
    assert message == TextMessage(body="The change wasn't paid in time, so your order stays as it was.")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"replaces": None}, ""),
        ({"credit": 0}, "This takes the place of your earlier order."),
        ({"credit": 1150}, "You've paid $11.50 already, so $6.95 more is to pay."),
        ({"credit": 1845}, "You've paid that already: there's nothing more to pay."),
        ({"credit": 2000}, "You've paid $20.00 already, so you'll get $1.55 back."),
    ],
)
def test_the_difference_of_a_change_is_one_sentence(changes: dict[str, Any], said: str) -> None:
    """Of an order that was not paid for there is none; of one that replaces nothing not even that."""
    about = order(**({"status": OrderStatus.DRAFT, "replaces": "ord_0"} | changes))
    assert difference(moment(order_event(OrderExpired, about, now=NOW), about)) == said


def test_many_lines_leave_room_for_the_buttons() -> None:
    """Meta: 1,024 characters in an interactive message."""
    lines = tuple(
        Line(sku=f"S{n}", name="Extra large brown sugar boba milk", quantity=9, unit_price=999) for n in range(30)
    )
    about = order(status=OrderStatus.CONFIRMED, ticket=TICKET, lines=lines)
    assert len(reply("cancel_sure", about, version=3, refund=1845).body) <= 1024
