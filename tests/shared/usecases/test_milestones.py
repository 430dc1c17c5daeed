"""What a customer reads at each milestone, in full, in the store's languages."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from shared.adapters.whatsapp.texts import all_texts
from shared.domain.events import (
    FOR_CUSTOMERS,
    CustomerSpoke,
    Event,
    OrderCancelled,
    OrderConfirmed,
    OrderExpired,
    OrderOffered,
    PaymentRequested,
    RefundDue,
    RefundFailed,
    RefundRequested,
    RefundSucceeded,
    order_event,
)
from shared.domain.messages import ButtonsMessage, CatalogMessage, LinkMessage, TemplateMessage, TextMessage
from shared.domain.order import Order, OrderStatus, Problem, ProblemKind
from shared.domain.store import Store
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from tests.fakes.people import ANA, MPLS, NOW, PUNE, order


def telling(
    kind: type[Event], *, of: Order | None = None, store: Store = MPLS, language: str = "en", **more: Any
) -> Telling:
    """The moment at which Ana is told of an event."""
    about = of or order()
    customer = replace(ANA, language=language)
    event = order_event(kind, about, now=NOW, **more)
    return Telling(event=event, order=about, customer=customer, store=store, wording=all_texts(), now=NOW)


def test_every_event_for_customers_has_its_milestone_and_no_other_has() -> None:
    """An event that customers should hear of cannot be forgotten."""
    assert {kind.__name__ for kind in MILESTONES} == set(FOR_CUSTOMERS)


def test_the_request_to_pay_sums_the_order_up_on_one_button() -> None:
    """Total, lines, time to pay, and the gateway's page behind the button."""
    moment = telling(PaymentRequested, attempt_id="ord_1-1", url="https://pay.example/1")
    message = MILESTONES[PaymentRequested].free_form(moment)
    assert isinstance(message, LinkMessage)
    assert (message.label, message.url) == ("Pay now", "https://pay.example/1")
    for fact in ("$18.45", "30 minutes", "2 × Taro milk tea, regular  $11.50", "1 × Egg waffle  $6.95"):
        assert fact in message.body


def test_the_confirmation_names_ticket_items_total_place_and_time() -> None:
    """18:00 UTC is noon in Minneapolis; the shop takes 20 minutes."""
    moment = telling(OrderConfirmed, ticket=17, transaction_id="pi_1", amount=1845, currency="USD")
    message = MILESTONES[OrderConfirmed].free_form(moment)
    assert isinstance(message, TextMessage)
    for fact in ("*17*", "2 × Taro", "$18.45", "North Loop Boba, 212 N 2nd St", "12:20"):
        assert fact in message.body


def test_a_store_that_delivers_names_the_address_the_customer_gave() -> None:
    """The note that came with the cart; a day's preparation shows the date."""
    about = order(note="Flat 4, Karve Road", currency="INR")
    moment = telling(
        OrderConfirmed,
        of=about,
        store=PUNE,
        language="hi",
        ticket=3,
        transaction_id="pay_1",
        amount=1845,
        currency="INR",
    )
    message = MILESTONES[OrderConfirmed].free_form(moment)
    assert isinstance(message, TextMessage)
    for fact in ("*3*", "Flat 4, Karve Road", "₹18.45", "22/11 23:30"):
        assert fact in message.body


def test_the_confirmation_fits_its_template_outside_the_window() -> None:
    """Five values, in the order that the template's file gives them, on one line each."""
    moment = telling(OrderConfirmed, language="es", ticket=17, transaction_id="pi_1", amount=1845, currency="USD")
    template = MILESTONES[OrderConfirmed].template
    assert template is not None
    assert template(moment) == TemplateMessage(
        name="order_confirmed",
        language="es",
        values=(
            "17",
            "2 × Taro milk tea, regular  $11.50, 1 × Egg waffle  $6.95",
            "$18.45",
            "North Loop Boba, 212 N 2nd St",
            "12:20",
        ),
    )


OFFERED = order(
    status=OrderStatus.DRAFT,
    version=1,
    problems=(
        Problem(kind=ProblemKind.PRICE_CHANGED, sku="TARO-R", name="Taro", wanted=500, found=575),
        Problem(kind=ProblemKind.PRICE_CHANGED, sku="WAFFLE", name="Waffle", wanted=0, found=695),
        Problem(kind=ProblemKind.UNKNOWN_PRODUCT, sku="OLD", name="OLD", wanted=1, found=0),
        Problem(kind=ProblemKind.SHORT, sku="MOCHI-6", name="Mochi", wanted=5, found=2),
        Problem(kind=ProblemKind.SHORT, sku="THAI-R", name="Thai", wanted=5, found=0),
        Problem(kind=ProblemKind.QUANTITY, sku="TOP", name="Pearls", wanted=100, found=99),
    ),
)


def test_an_offer_names_every_difference_and_asks_with_two_buttons() -> None:
    """Each kind of problem in its own words; the buttons carry order, version and answer."""
    message = MILESTONES[OrderOffered].free_form(telling(OrderOffered, of=OFFERED))
    assert isinstance(message, ButtonsMessage)
    for fact in (
        "Taro now costs $5.75 instead of $5.00",
        "Waffle costs $6.95",
        "OLD is not in our catalog",
        "Mochi: you asked for 5, we have 2 left",
        "Thai is sold out",
        "Pearls: we can take 1 to 99",
        "$18.45",
    ):
        assert fact in message.body
    assert [button.id for button in message.buttons] == ["offer:ord_1:1:accept", "offer:ord_1:1:change"]


def test_an_offer_of_nothing_shows_the_catalog_instead_of_buttons() -> None:
    """There is nothing to say yes to."""
    message = MILESTONES[OrderOffered].free_form(telling(OrderOffered, of=replace(OFFERED, lines=())))
    assert isinstance(message, CatalogMessage)
    assert "Thai is sold out" in message.body


@pytest.mark.parametrize(
    ("kind", "more", "status", "version", "overtaken"),
    [
        (OrderOffered, {}, OrderStatus.DRAFT, 2, False),
        (OrderOffered, {}, OrderStatus.RECEIVED, 3, True),
        (OrderOffered, {}, OrderStatus.DRAFT, 3, True),
        (PaymentRequested, {"attempt_id": "a", "url": "u"}, OrderStatus.AWAITING_PAYMENT, 2, False),
        (PaymentRequested, {"attempt_id": "a", "url": "u"}, OrderStatus.CONFIRMED, 3, True),
        (OrderExpired, {}, OrderStatus.EXPIRED, 3, False),
        (OrderExpired, {}, OrderStatus.CONFIRMED, 4, True),
    ],
)
def test_what_has_been_overtaken_is_not_said(
    kind: type[Event], more: dict[str, Any], status: OrderStatus, version: int, *, overtaken: bool
) -> None:
    """A link to an order that is paid, or an offer that was answered, would only confuse."""
    event = order_event(kind, order(), now=NOW, **more)
    assert MILESTONES[kind].overtaken(event, order(status=status, version=version)) is overtaken


@pytest.mark.parametrize("reason", ["sold_out", "cancelled", "paid_twice"])
@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_every_reason_for_a_refund_has_its_words(reason: str, language: str) -> None:
    """The amount is in all of them."""
    store = PUNE if language == "hi" else MPLS
    moment = telling(
        RefundDue, store=store, language=language, transaction_id="pi_1", amount=1845, currency="USD", reason=reason
    )
    message = MILESTONES[RefundDue].free_form(moment)
    assert isinstance(message, TextMessage)
    assert "$18.45" in message.body


def test_giving_up_an_offer_shows_the_catalog_again() -> None:
    """The customer wants something else, not an apology."""
    assert isinstance(MILESTONES[OrderCancelled].free_form(telling(OrderCancelled, by="customer")), CatalogMessage)
    assert isinstance(MILESTONES[OrderCancelled].free_form(telling(OrderCancelled, by="staff")), TextMessage)


def test_an_evening_order_is_expected_on_the_stores_own_clock() -> None:
    """23:50 in Minneapolis plus 20 minutes is tomorrow, and says so the way dates are written there."""
    moment = telling(OrderConfirmed, ticket=1, transaction_id="pi", amount=1, currency="USD")
    late = replace(moment, event=replace(moment.event, at=NOW + timedelta(hours=11, minutes=50)))
    assert late.expected() == "11/22 00:10"
    elsewhere = replace(late.store, country="IN")
    assert replace(late, store=elsewhere).expected() == "22/11 00:10"


def test_a_stranger_is_shown_the_catalog() -> None:
    """Greeting in Spanish, with the store's name."""
    event = CustomerSpoke(
        store="mpls", subject="CUSTOMER#c", sequence=1, at=NOW, customer_id="c", message_id="m", topic="greeting"
    )
    moment = replace(telling(OrderExpired, language="es"), event=event, order=None)
    message = MILESTONES[CustomerSpoke].free_form(moment)
    assert isinstance(message, CatalogMessage)
    assert "North Loop Boba" in message.body


def test_a_long_offer_still_ends_with_its_question() -> None:
    """Thirty lines and thirty problems: the first are named, and total and buttons are not cut off."""
    lines = tuple(replace(order().lines[0], sku=f"S{n}", name=f"Brown sugar boba milk, large {n}") for n in range(30))
    problems = tuple(replace(OFFERED.problems[3], sku=f"S{n}", name=line.name) for n, line in enumerate(lines))
    message = MILESTONES[OrderOffered].free_form(
        telling(OrderOffered, of=replace(OFFERED, lines=lines, problems=problems))
    )
    assert isinstance(message, ButtonsMessage)
    assert message.body.count("… +22") == 2
    assert message.body.endswith("That makes *$345.00*. Shall we go on with this?")
    assert len(message.body) <= 1024


BANK = "Your bank usually shows it within"


@pytest.mark.parametrize(
    ("kind", "method", "language", "said", "values"),
    [
        (
            RefundRequested,
            "razorpay",
            "en",
            f"We're giving you $5.00 back, and will write again when it's on its way. {BANK} 5 to 7 working days.",
            ("$5.00", "5", "7"),
        ),
        (
            RefundSucceeded,
            "stripe",
            "es",
            "Tu devolución de $5.00 está en camino. Suele verse en tu banco en 5 a 10 días hábiles.",
            ("$5.00", "5", "10"),
        ),
        (
            RefundSucceeded,
            "",
            "en",
            f"Your refund of $5.00 is on its way. {BANK} 5 to 10 working days.",
            ("$5.00", "5", "10"),
        ),
        (RefundSucceeded, "cash", "en", "We've given you $5.00 back in cash.", ("$5.00", "cash")),
        (RefundSucceeded, "wallet", "en", "We've given you $5.00 back: wallet.", ("$5.00", "wallet")),
        (
            RefundSucceeded,
            "transfer",
            "en",
            f"We've given you $5.00 back: bank transfer. {BANK} 1 to 3 working days.",
            ("$5.00", "bank transfer"),
        ),
        (
            RefundFailed,
            "stripe",
            "en",
            (
                "Your refund of $5.00 didn't go through. A colleague is looking into it and will write to you in this "
                "chat."
            ),
            ("$5.00",),
        ),
    ],
)
def test_a_refund_is_told_with_its_amount_and_how_long_it_takes(
    kind: type[Event], method: str, language: str, said: str, values: tuple[str, ...]
) -> None:
    """Inside the window in words, outside as a template with the same amount and days."""
    about: dict[str, Any] = {"refund_id": "rf_1", "transaction_id": "pi_1", "amount": 500, "currency": "USD"}
    moment = telling(kind, language=language, method=method, **about)
    milestone = MILESTONES[kind]
    assert milestone.free_form(moment) == TextMessage(body=said)
    assert milestone.template is not None
    assert milestone.template(moment).values == values


@pytest.mark.parametrize(
    ("method", "end", "template"),
    [
        ("stripe", f"{BANK} 5 to 10 working days.", ("refund_due", ("$5.00", "5", "10"))),
        ("razorpay", f"{BANK} 5 to 7 working days.", ("refund_due", ("$5.00", "5", "7"))),
        ("card", "It goes back the way you paid; a colleague sees to it.", ("refund_by_hand", ("$5.00",))),
        (
            "cash_on_delivery",
            "We give it to you in cash: come by at North Loop Boba, 212 N 2nd St, or write to us here.",
            ("refund_by_hand", ("$5.00",)),
        ),
    ],
)
def test_what_is_due_back_is_told_with_how_soon(method: str, end: str, template: tuple[str, tuple[str, ...]]) -> None:
    """By the bank's days, or in person where nobody but the store has the money."""
    about: dict[str, Any] = {"transaction_id": "pi_1", "amount": 500, "currency": "USD", "reason": "paid_twice"}
    moment = telling(RefundDue, method=method, **about)
    milestone = MILESTONES[RefundDue]
    message = milestone.free_form(moment)
    assert isinstance(message, TextMessage)
    assert message.body.endswith(f"You'll get that second payment back. {end}")
    assert milestone.template is not None
    outside = milestone.template(moment)
    assert (outside.name, outside.values) == template
