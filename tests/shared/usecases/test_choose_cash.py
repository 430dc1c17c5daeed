"""Cash on delivery, chosen in the chat: confirmed unpaid in one transaction, its link closed, its stock kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import count

import pytest

from shared.domain.inbound import ButtonTap
from shared.domain.ledger import Account, Ledger
from shared.domain.messages import ButtonsMessage, LinkMessage, LocationRequest
from shared.domain.order import OrderStatus
from shared.domain.payment import AttemptStatus
from shared.domain.payment_status import PaymentStatus, payment_status
from shared.ports import OrderFile, PortError, Unavailable
from shared.usecases.close_links import close_links
from shared.usecases.run_drawer import Act, hand_in, open_drawer
from shared.usecases.take_payment import Counter, Method, Taking, take_payment
from tests.fakes.people import cart
from tests.shared.usecases.chat_of_ana import ChatOfAna

HOME = "Flat 4, Karve Road, Pune 411004"
GHEE = cart(("GHEE-1", 1, 62000), currency="INR", note=HOME)
TODAY = date(2026, 11, 21)
OFFER = "Or pay in cash when it comes: just write *cash*."


@pytest.fixture
def pune() -> ChatOfAna:
    """A chat with the distributor, which takes cash on delivery up to ₹50,000."""
    return ChatOfAna("pune")


def file(chat: ChatOfAna) -> OrderFile:
    """The order and what hangs on it."""
    found = chat.world.record.orders.read_all(chat.order.id)
    assert found is not None
    return found


def test_the_request_to_pay_offers_it_beside_the_link(pune: ChatOfAna) -> None:
    """One message, as ever with the link as its button."""
    pune.send(GHEE)
    request = pune.heard[-1]
    assert isinstance(request, LinkMessage)
    assert request.body.endswith(OFFER)
    assert request.url == "https://pay.example.com/link_1"


@pytest.mark.parametrize(
    "words",
    [
        "cash",
        "COD please",
        "cash on delivery",
        "I'll pay cash on delivery",
        "नकद",
        "कैश ऑन डिलीवरी",
        "cash dunga",
        "C.O.D.",
    ],
)
def test_a_word_confirms_the_order_unpaid(pune: ChatOfAna, words: str) -> None:
    """With its ticket; the link takes no money any more, the stock stays, and what is owed stands in the books."""
    pune.send(GHEE)
    held = pune.world.record.levels()["GHEE-1"]
    assert pune.send(words).outcome == "cash_chosen"
    order = pune.order
    assert (order.status, order.ticket.number if order.ticket else 0) == (OrderStatus.CONFIRMED, 1)
    assert [event.name for event in file(pune).events][-2:] == ["PaymentTaken", "OrderConfirmed"]
    assert [(one.provider, one.status.value) for one in file(pune).payments] == [
        ("stripe", "closed"),
        ("cash_on_delivery", "open"),
    ]
    assert pune.world.record.levels()["GHEE-1"] == held
    assert payment_status(order, file(pune).payments) is PaymentStatus.UNPAID
    books = Ledger(store="pune").posted(*pune.world.record.books.entries(TODAY)).trial_balance("INR")
    assert books[Account.RECEIVABLE] == 62000
    text = pune.text()
    assert "₹620" in text
    assert HOME in text


def test_the_rider_then_records_the_money(pune: ChatOfAna) -> None:
    """Collected, handed in, counted: paid."""
    pune.send(GHEE)
    pune.send("cod")
    world = pune.world
    counter = Counter(
        store=world.store, orders=world.record.orders, till=world.record.till, commits=world.record.commits
    )
    open_drawer(counter, Act(by="mia", request="o"), opening=0, now=world.now)
    taking = Taking(
        order_id=pune.order.id, method=Method.CASH_ON_DELIVERY, amount=62000, request="door", collected_by="sam"
    )
    take_payment(counter, taking, now=world.now)
    hand_in(counter, Act(by="mia", request="h"), rider="sam", counted=62000, now=world.now)
    assert payment_status(pune.order, file(pune).payments) is PaymentStatus.PAID
    assert world.record.till.drawer().open_shift.expected == 62000


def test_a_question_about_it_is_answered_with_a_button(pune: ChatOfAna) -> None:
    """A tap is as good as the word; tapped again it tells where the order stands, and what to have ready."""
    pune.send(GHEE)
    assert pune.send("do you take cash on delivery?").outcome == "answer_payment"
    assert isinstance(pune.heard[-1], ButtonsMessage)
    tap = ButtonTap(id=pune.choices[0].id, title="Cash on delivery")
    assert tap.id.endswith(":cash")
    assert pune.tap("Cash on delivery").outcome == "cash_chosen"
    assert pune.send(tap).outcome == "status"
    assert "*Order 1* is confirmed." in pune.text()
    assert "Please have *₹620* in cash ready." in pune.text()
    assert "paid" not in pune.text()


def test_an_unknown_door_is_asked_for_first(pune: ChatOfAna) -> None:
    """Then the choice is one tap away."""
    pune.send(cart(("GHEE-1", 1, 62000), currency="INR"))
    assert pune.send("cod").outcome == "cash_where"
    assert isinstance(pune.heard[-1], LocationRequest)
    assert pune.order.status is OrderStatus.AWAITING_PAYMENT
    pune.send(HOME)
    assert pune.tap("Cash on delivery").outcome == "cash_chosen"


def test_an_order_above_the_stores_limit_is_paid_online(pune: ChatOfAna) -> None:
    """It is not offered, and who asks for it is told."""
    pune.world.store = replace(pune.world.store, cash_on_delivery_most=61999)
    pune.send(GHEE)
    assert OFFER not in pune.text()
    assert pune.send("cod").outcome == "answer_payment"
    assert pune.text().endswith("Your open order can only be paid with the link we sent you.")
    assert pune.order.status is OrderStatus.AWAITING_PAYMENT


def test_a_store_that_takes_none_offers_none() -> None:
    """The shop in Minneapolis: the word is answered with how one may pay, and the order waits on."""
    mpls = ChatOfAna("mpls")
    mpls.send(cart(("TARO-R", 1, 575)))
    assert "cash" not in mpls.text()
    assert mpls.send("cash").outcome == "answer_payment"
    assert mpls.text().startswith("You can pay by: card")
    assert mpls.order.status is OrderStatus.AWAITING_PAYMENT


def test_the_word_alone_is_no_order(pune: ChatOfAna) -> None:
    """Without an order that waits for money it is read as any other word, and confirms nothing."""
    pune.send("cod")
    assert not pune.world.record.state.orders


def test_a_repeat_promises_once(pune: ChatOfAna) -> None:
    """However often Meta delivers it."""
    pune.send(GHEE)
    pune.send("cod")
    for _ in range(2):
        assert pune.again(2).outcome in ("repeated", "status")
    assert [one.provider for one in file(pune).payments].count("cash_on_delivery") == 1
    assert pune.world.record.orders.last_ticket(TODAY) == 1


def test_the_link_is_closed_at_the_gateway(pune: ChatOfAna) -> None:
    """As for money that was taken at the counter."""
    pune.send(GHEE)
    pune.send("cod")
    assert _close(pune) == "closed"
    assert [link.status for link in pune.world.gateway.links.values()] == ["closed"]


def test_a_link_that_was_paid_at_the_same_moment_pays_the_order(pune: ChatOfAna) -> None:
    """Not to be paid twice, nor sent back: nothing is owed at the door, and she is told so."""
    pune.send(GHEE)
    payment = pune.world.gateway.pay(f"{pune.order.id}-1")
    pune.send("cod")
    assert _close(pune) == "paid_settled"
    assert pune.world.paid(payment).outcome == "repeated"
    pune.follow()
    assert "₹620 has come in for *Order 1*" in pune.text()
    assert payment_status(pune.order, file(pune).payments) is PaymentStatus.PAID
    assert [one.status for one in file(pune).payments] == [AttemptStatus.PAID, AttemptStatus.CLOSED]
    books = Ledger(store="pune").posted(*pune.world.record.books.entries(TODAY)).trial_balance("INR")
    assert (books.get(Account.RECEIVABLE), books[Account.GATEWAY_CLEARING]) == (None, 62000)


def test_a_payment_that_names_no_link_is_not_taken_for_the_promise(pune: ChatOfAna) -> None:
    """As the reconciler hears of it: the link is what was paid, the promise is what ends."""
    pune.send(GHEE)
    payment = pune.world.gateway.pay(f"{pune.order.id}-1")
    pune.send("cod")
    assert pune.world.paid(replace(payment, link_id=None)).outcome == "settled"
    assert [(one.provider, one.status, one.transaction_id) for one in file(pune).payments] == [
        ("stripe", AttemptStatus.PAID, payment.transaction_id),
        ("cash_on_delivery", AttemptStatus.CLOSED, None),
    ]


def _close(chat: ChatOfAna) -> str:
    world = chat.world
    return close_links(
        order_id=chat.order.id,
        store=world.store,
        orders=world.record.orders,
        gateway=world.gateway,
        commits=world.record.commits,
        now=world.now,
    )


@pytest.mark.parametrize("after", [False, True], ids=["before", "after"])
def test_a_crash_at_any_call_confirms_once(*, after: bool) -> None:
    """Struck at every call to the record in turn, and delivered again: one ticket, one promise, one confirmation."""
    for nth in count(1):
        chat = ChatOfAna("pune")
        chat.send(GHEE)
        chat.world.record.strike(nth, Unavailable("struck"), after=after)
        try:
            chat.send("cod")
        except PortError:
            for _ in range(4):
                try:
                    chat.again(2)
                except PortError:
                    continue
                break
        missed = bool(chat.world.record.state.faults)
        chat.world.record.state.faults.clear()
        assert [event.name for event in file(chat).events].count("OrderConfirmed") == 1
        assert [one.provider for one in file(chat).payments].count("cash_on_delivery") == 1
        assert chat.world.record.orders.last_ticket(TODAY) == 1
        if missed:
            assert nth > 5
            return
