"""A crash before or after any call, or a lost answer: after redelivery there is exactly one effect.

Every call of the real handlers is a point: the sweep counts them in a clean run and then fails at each in turn.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import pytest

from functions.message_customer import handler as message_customer
from functions.process_inbox import handler as process_inbox
from functions.request_payment import handler as request_payment
from functions.run_timer import handler as run_timer
from shared.domain.conversation.parse import Parser
from shared.domain.messages import MessageState
from shared.domain.order import order_id_for
from shared.runtime.queue import LAST_DELIVERY
from tests.fakes.people import ANA
from tests.storms.stage import Faults, Stage, stage

WAYS = ("before", "after", "lost")
MESSAGE = "wamid.cart-1"
ORDER = order_id_for(MESSAGE)
#: Two regular taro and a waffle: 2 x 5.75 + 6.95 dollars.
TOTAL = 1845
CART = {
    "kind": "whatsapp_message",
    "message": {
        "id": MESSAGE,
        "from": "16505551234",
        "from_user_id": "US.13491208655302741918",
        "timestamp": "1795284000",
        "type": "order",
        "order": {
            "catalog_id": "194836987003835",
            "product_items": [
                {"product_retailer_id": "TARO-R", "quantity": 2, "item_price": 5.75, "currency": "USD"},
                {"product_retailer_id": "WAFFLE", "quantity": 1, "item_price": 6.95, "currency": "USD"},
            ],
        },
    },
    "contact": {"wa_id": "16505551234", "user_id": "US.13491208655302741918", "profile": {"name": "Ana"}},
}
SENDER = {"from": "16505551234", "from_user_id": "US.13491208655302741918", "timestamp": "1795284000"}
WORDS: dict[str, Any] = CART | {
    "message": {**SENDER, "id": MESSAGE, "type": "text", "text": {"body": "2 regular taro and a waffle"}}
}
YES: dict[str, Any] = CART | {
    "message": {
        **SENDER,
        "id": "wamid.yes-1",
        "type": "interactive",
        "interactive": {
            "type": "button_reply",
            "button_reply": {"id": f"offer:{ORDER}:1:accept", "title": "Confirm"},
        },
    }
}
PAID = {
    "kind": "payment_event",
    "provider": "stripe",
    "event_id": "evt_1",
    "payload": {
        "id": "evt_1",
        "object": "event",
        "type": "checkout.session.completed",
        "livemode": False,
        "data": {
            "object": {
                "id": "cs_1",
                "object": "checkout.session",
                "payment_status": "paid",
                "status": "complete",
                "amount_total": TOTAL,
                "currency": "usd",
                "client_reference_id": ORDER,
                "payment_intent": "pi_1",
                "metadata": {"order_id": ORDER, "store": "mpls"},
                "livemode": False,
            }
        },
    },
}
REQUESTED = {"detail": {"name": "OrderReceived", "order_id": ORDER}}


@dataclass(frozen=True)
class Act:
    """What is delivered to which function, after what has gone before; and what must be true afterwards."""

    function: Any
    before: Callable[[Stage], None]
    body: Callable[[Stage], Mapping[str, Any]]
    promise: Callable[[Stage, str], None]

    def play(self, s: Stage, body: Mapping[str, Any]) -> None:
        """Deliver until done; Meta reports in between, as it does."""
        s.deliver_until_done(self.function, body, statuses=self.function is message_customer)


def sweep(monkeypatch: pytest.MonkeyPatch, act: Act) -> int:
    """Play the act with a fault at every one of its calls in every way; returns how many calls there are."""
    calls = _played(monkeypatch, act, at=None, how="", where="a clean run")
    for at, name in enumerate(calls):
        for how in WAYS:
            where = f"{how} call {at}: {name}"
            assert len(_played(monkeypatch, act, at=at, how=how, where=where)) > at, f"{where} was never reached"
    return len(calls)


def _played(monkeypatch: pytest.MonkeyPatch, act: Act, *, at: int | None, how: str, where: str) -> list[str]:
    faults = Faults(how=how)
    with stage(monkeypatch, faults) as s:
        act.before(s)
        body = act.body(s)
        s.forget()
        faults.calls.clear()
        faults.at = at
        act.play(s, body)
        calls, faults.at = list(faults.calls), None
        act.promise(s, where)
    return calls


def nothing(_: Stage) -> None:
    """No history."""


def placed(s: Stage) -> None:
    """Ana has sent her cart."""
    s.deliver_until_done(process_inbox, CART)


def requested(s: Stage) -> None:
    """Ana has her link."""
    placed(s)
    s.deliver_until_done(request_payment, REQUESTED)


def event_to_tell(s: Stage) -> Mapping[str, Any]:
    """The event that her link exists."""
    return s.order(ORDER).events[1].detail()


def timer(s: Stage) -> Mapping[str, Any]:
    """The wake-up call at the end of her reservation."""
    ends = s.order(ORDER).order.expires_at
    assert ends is not None
    return {"timer": "expire_reservation", "order_id": ORDER, "expires_at": ends.isoformat()}


def expired(s: Stage) -> None:
    """Ana has not paid in time."""
    requested(s)
    s.deliver_until_done(run_timer, timer(s))


def emptied(s: Stage) -> None:
    """There are pearls for one drink left, and somebody took the waffles."""
    for item, left in (("tapioca_pearls_g", 60), ("waffle_mix_g", 0)):
        held = s.record.stock.items([item])[item]
        s.record.stock.correct(held, delta=left - held.available, reason="count", request=item, close_purchase=False)


def one_order(s: Stage, where: str) -> None:
    """One order, its stock taken once, its timeline without a gap, one customer."""
    file = s.order(ORDER)
    assert s.orders() == [f"ORDER#{ORDER}"], where
    assert (file.order.status, file.order.total.amount) == ("received", TOTAL), where
    assert [(event.name, event.sequence) for event in file.events] == [("OrderReceived", 1)], where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000 - 100, 4400 - 110), where
    known = s.record.customers.find(ANA.identity)
    assert known is not None, where
    assert known.id == file.order.customer_id, where


def one_confirmation(s: Stage, where: str) -> None:
    """Confirmed once, ticket 1, one paid attempt, stock as it was."""
    file = s.order(ORDER)
    assert file.order.status == "confirmed", where
    assert file.order.ticket is not None, where
    assert file.order.ticket.number == 1, where
    assert s.record.orders.last_ticket(file.order.ticket.day) == 1, where
    assert [event.name for event in file.events] == ["OrderReceived", "PaymentRequested", "OrderConfirmed"], where
    assert [(attempt.status, attempt.transaction_id) for attempt in file.payments] == [("paid", "pi_1")], where
    assert s.available("tapioca_pearls_g") == 9000 - 100, where


def one_late_confirmation(s: Stage, where: str) -> None:
    """The stock was there, so it was taken again, once; ticket 1."""
    file = s.order(ORDER)
    assert (file.order.status, file.order.ticket and file.order.ticket.number) == ("confirmed", 1), where
    names = ["OrderReceived", "PaymentRequested", "OrderExpired", "OrderConfirmed"]
    assert [event.name for event in file.events] == names, where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000 - 100, 4400 - 110), where


def one_offer(s: Stage, where: str) -> None:
    """Nothing is taken; one drink is offered, the waffle is named as sold out."""
    file = s.order(ORDER)
    assert (file.order.status, [event.name for event in file.events]) == ("draft", ["OrderOffered"]), where
    assert [(line.sku, line.quantity) for line in file.order.lines] == [("TARO-R", 1)], where
    assert [(p.kind, p.sku, p.wanted, p.found) for p in file.order.problems] == [
        ("short", "TARO-R", 2, 1),
        ("short", "WAFFLE", 1, 0),
    ], where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (60, 0), where


def spoken(s: Stage) -> None:
    """Ana has written what she wants, and was read it back."""
    s.deliver_until_done(process_inbox, WORDS)


def one_draft(s: Stage, where: str) -> None:
    """One draft, offered once; nothing is taken; the message is kept, and the conversation knows its draft."""
    file = s.order(ORDER)
    assert s.orders() == [f"ORDER#{ORDER}"], where
    assert (file.order.status, file.order.total.amount) == ("draft", TOTAL), where
    assert [(event.name, event.sequence) for event in file.events] == [("OrderOffered", 1)], where
    assert s.available("tapioca_pearls_g") == 9000, where
    customer_id = file.order.customer_id
    assert s.record.chats.read(customer_id).draft_id == ORDER, where
    assert [one.text for one in s.record.chats.said(customer_id, limit=9)] == [WORDS["message"]["text"]["body"]], where


def one_confirmed_draft(s: Stage, where: str) -> None:
    """The draft became the order, with its stock, once."""
    file = s.order(ORDER)
    assert s.orders() == [f"ORDER#{ORDER}"], where
    assert (file.order.status, file.order.version) == ("received", 2), where
    assert [event.name for event in file.events] == ["OrderOffered", "OrderReceived"], where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000 - 100, 4400 - 110), where
    assert s.record.chats.read(file.order.customer_id).draft_id is None, where


def one_link(s: Stage, where: str) -> None:
    """One attempt with one idempotency key, however often the gateway was asked."""
    file = s.order(ORDER)
    assert file.order.status == "awaiting_payment", where
    assert [event.name for event in file.events] == ["OrderReceived", "PaymentRequested"], where
    assert [(attempt.id, attempt.link_id) for attempt in file.payments] == [(f"{ORDER}-1", "cs_1")], where
    opened = [asked for asked in s.gateway.asked if asked.path.endswith("/checkout/sessions")]
    assert {asked.headers["idempotency-key"] for asked in opened} == {f"{ORDER}-1"}, where
    assert len({asked.body for asked in opened}) == 1, where


def one_message(s: Stage, where: str) -> None:
    """Meta got it once, and we know that it did."""
    assert s.tags() == [f"ORDER#{ORDER}|PaymentRequested.2"], where
    (intent,) = s.order(ORDER).messages
    assert intent.state is MessageState.SENT, where


def one_expiry(s: Stage, where: str) -> None:
    """Expired once, the stock back once."""
    file = s.order(ORDER)
    assert file.order.status == "expired", where
    assert [event.name for event in file.events] == ["OrderReceived", "PaymentRequested", "OrderExpired"], where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000, 4400), where
    assert {attempt.status for attempt in file.payments} == {"closed"}, where


@pytest.mark.parametrize(
    ("act", "calls"),
    [
        pytest.param(Act(process_inbox, nothing, lambda _: CART, one_order), 6, id="a cart"),
        pytest.param(Act(process_inbox, requested, lambda _: PAID, one_confirmation), 3, id="a payment"),
        pytest.param(Act(process_inbox, expired, lambda _: PAID, one_late_confirmation), 3, id="a late payment"),
        pytest.param(Act(process_inbox, emptied, lambda _: CART, one_offer), 12, id="a cart for an empty shelf"),
        pytest.param(Act(process_inbox, nothing, lambda _: WORDS, one_draft), 12, id="words"),
        pytest.param(Act(process_inbox, spoken, lambda _: YES, one_confirmed_draft), 5, id="a confirming tap"),
        pytest.param(Act(request_payment, placed, lambda _: REQUESTED, one_link), 4, id="a payment link"),
        pytest.param(Act(message_customer, requested, event_to_tell, one_message), 5, id="a message"),
        pytest.param(Act(run_timer, requested, timer, one_expiry), 2, id="an expiry"),
    ],
)
def test_a_crash_at_any_call_leaves_one_effect(act: Act, calls: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before, killed after, answer lost: at each call. The number of calls is part of the promise."""
    assert sweep(monkeypatch, act) == calls


def test_a_message_we_fail_on_again_and_again_is_a_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times it comes again; the fifth failure opens a case with the words, and tells the customer; once."""

    def broken(self: Parser, text: str) -> None:
        raise RuntimeError(len(text))

    monkeypatch.setattr(Parser, "parse", broken)
    with stage(monkeypatch, Faults()) as s:
        for receives in range(1, LAST_DELIVERY + 2):
            assert s.deliver(process_inbox, WORDS, receives=receives) != []
            cases, _ = s.record.cases.list_by_status("case_open", limit=9, cursor=None)
            assert len(cases) == (receives >= LAST_DELIVERY)
        (case,) = cases
        assert case.reason == "failure"
        (said,) = s.record.chats.said(case.customer_id, limit=9)
        assert (said.text, said.case_id) == ("2 regular taro and a waffle", case.id)


def test_a_repeat_of_anything_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cart, link, payment and message, each ten times."""
    with stage(monkeypatch) as s:
        for body, function in ((CART, process_inbox), (REQUESTED, request_payment), (PAID, process_inbox)):
            for _ in range(10):
                s.deliver_until_done(function, body)
        one_confirmation(s, "ten times each")
        confirmed = s.order(ORDER).events[2]
        for _ in range(10):
            s.deliver_until_done(message_customer, confirmed.detail())
        assert s.tags() == [f"ORDER#{ORDER}|OrderConfirmed.3"]
