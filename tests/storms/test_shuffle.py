"""Everything arrives, ten times, in any order, while processes die: one order, one payment, one ticket, one message.

A seed decides order and crashes; a failure names it.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from functions.message_customer import handler as message_customer
from functions.process_inbox import handler as process_inbox
from functions.request_payment import handler as request_payment
from shared.domain.changes import AppendEvent, PutOrder, PutPayment
from shared.domain.events import OrderReceived, PaymentRequested, order_event
from shared.domain.order import OrderStatus, order_id_for
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.runtime import clock, observability
from shared.usecases.milestones import MILESTONES
from tests.fakes.people import MPLS_PROFILE, NOW, PUNE_PROFILE, order
from tests.fakes.record import FakeRecord
from tests.storms.stage import Faults, Killed, Stage, stage

Json = dict[str, Any]
SEEDS = range(20261121, 20261127)
PEOPLE = 3
WAYS = ("before", "after", "lost")
#: Of a hundred deliveries so many meet a crash or lose an answer.
CRASHES = 20
TOTAL = 1845


@dataclass
class Letter:
    """Something on its way to a function."""

    function: Any
    body: Mapping[str, Any]
    order_id: str
    receives: int = 0


@dataclass
class Storm:
    """Letters in no order, and what they set off."""

    stage: Stage
    random: Random
    post: list[Letter] = field(default_factory=list)
    announced: set[tuple[str, int]] = field(default_factory=set)

    def rage(self) -> None:
        """Deliver in any order until nothing is left."""
        for _ in range(5_000):
            if not self.post:
                return
            self.deliver(self.post.pop(self.random.randrange(len(self.post))))
        raise AssertionError(f"{len(self.post)} letters are never done")

    def deliver(self, letter: Letter) -> None:
        """One delivery, which may meet a crash. What the queue would give up on, the sender or a person sends again."""
        stage, faults = self.stage, self.stage.faults
        letter.receives = letter.receives % 4 + 1
        if self.random.randrange(100) < CRASHES:
            faults.at, faults.how = len(faults.calls) + self.random.randrange(4), self.random.choice(WAYS)
        try:
            failed = stage.deliver(letter.function, letter.body, receives=letter.receives)
        except Killed:
            stage.forget()
            failed = ["killed"]
        faults.at = None
        if failed:
            stage.now += timedelta(seconds=20)
            self.post.append(letter)
            stage.deliver_statuses("sent")
        elif self.random.randrange(4) == 0:
            stage.deliver_statuses(*self.random.sample(("sent", "delivered", "read"), k=2))
        if letter.function is not message_customer:
            self.announce(letter.order_id)

    def announce(self, order_id: str) -> None:
        """The stream and the bus: what is new on the order's timeline goes where its rules say, twice."""
        file = self.stage.record.orders.read_all(order_id)
        for event in file.events if file else ():
            if (order_id, event.sequence) in self.announced:
                continue
            self.announced.add((order_id, event.sequence))
            if isinstance(event, OrderReceived):
                self.post += [Letter(request_payment, {"detail": event.detail()}, order_id) for _ in range(2)]
            if type(event) in MILESTONES:
                self.post += [Letter(message_customer, event.detail(), order_id) for _ in range(2)]


def cart(number: int) -> Json:
    """The cart of one customer: two taro and a waffle."""
    lines = (("TARO-R", 2, 5.75), ("WAFFLE", 1, 6.95))
    items = [{"product_retailer_id": sku, "quantity": n, "item_price": p, "currency": "USD"} for sku, n, p in lines]
    sender = {"wa_id": f"1651555{number:04d}", "user_id": f"US.{number:020d}"}
    message = {
        "id": f"wamid.cart-{number}",
        "from": sender["wa_id"],
        "from_user_id": sender["user_id"],
        "timestamp": "1795284000",
        "type": "order",
        "order": {"catalog_id": "194836987003835", "product_items": items},
    }
    return {"kind": "whatsapp_message", "message": message, "contact": {**sender, "profile": {"name": "Ana"}}}


def stripe(kind: str, number: int, order_id: str, *, session: str = "cs_1", **changes: Any) -> Json:
    """A Stripe event about the order's session (``cs_1`` is what the stage's gateway opens) or ``pi_<number>``."""
    about = {"currency": "usd", "livemode": False, "metadata": {"order_id": order_id, "store": "mpls"}}
    if kind.startswith("payment_intent"):
        about |= {"id": f"pi_{number}", "status": "succeeded", "amount": TOTAL, "amount_received": TOTAL}
    else:
        about |= {
            "id": session,
            "payment_status": "paid",
            "amount_total": TOTAL,
            "payment_intent": f"pi_{number}",
        }
    payload = {"id": f"evt_{kind}_{number}", "type": kind, "data": {"object": {**about, **changes}}}
    return {"kind": "payment_event", "provider": "stripe", "event_id": payload["id"], "payload": payload}


STRIPE_PAID = ("checkout.session.completed", "checkout.session.async_payment_succeeded", "payment_intent.succeeded")


@pytest.mark.parametrize("seed", SEEDS)
def test_everything_in_any_order_with_crashes_has_one_effect(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Carts ten times, payments ten times in all three kinds, events twice, reports at random."""
    random = Random(seed)
    with stage(monkeypatch, Faults()) as s:
        start = s.available("tapioca_pearls_g")
        storm, ids = Storm(stage=s, random=random), [order_id_for(f"wamid.cart-{number}") for number in range(PEOPLE)]
        for number, order_id in enumerate(ids):
            kinds = [*STRIPE_PAID * 3, random.choice(STRIPE_PAID)]
            storm.post += [Letter(process_inbox, cart(number), order_id) for _ in range(10)]
            storm.post += [Letter(process_inbox, stripe(kind, number, order_id), order_id) for kind in kinds]
        storm.rage()
        where = f"seed {seed}"
        assert s.orders() == sorted(f"ORDER#{order_id}" for order_id in ids), where
        for number, order_id in enumerate(ids):
            done_once(s, order_id, transaction=f"pi_{number}", where=f"{where}, order {number}")
        tickets = [file.order.ticket for file in map(s.order, ids)]
        assert sorted(ticket.number for ticket in tickets if ticket) == [1, 2, 3], where
        assert len(s.tags()) == len(set(s.tags())), where
        assert s.available("tapioca_pearls_g") == start - PEOPLE * 100, where


def done_once(s: Stage, order_id: str, *, transaction: str, where: str) -> None:
    """Confirmed, paid and told once; the timeline is whole."""
    file = s.order(order_id)
    names = [event.name for event in file.events]
    assert file.order.status is OrderStatus.CONFIRMED, where
    # Money may be there before the link is.
    assert names in (["OrderReceived", "OrderConfirmed"], ["OrderReceived", "PaymentRequested", "OrderConfirmed"]), (
        where
    )
    assert [event.sequence for event in file.events] == list(range(1, len(names) + 1)), where
    assert [(one.status, one.transaction_id) for one in file.payments] == [(AttemptStatus.PAID, transaction)], where
    assert s.tags().count(f"ORDER#{order_id}|OrderConfirmed.{len(names)}") == 1, where


def razorpay(kind: str, number: int, order_id: str, *, status: str = "captured") -> Json:
    """A Razorpay event about the link ``plink_<number>`` and its payment ``pay_<number>``."""
    notes = {"order_id": order_id}
    payment = {"id": f"pay_{number}", "amount": TOTAL, "currency": "INR", "status": status, "notes": notes}
    link = {"id": f"plink_{number}", "reference_id": f"{order_id}-1", "notes": notes}
    entities = {"payment": {"entity": payment}, "payment_link": {"entity": link}}
    if not kind.startswith("payment_link"):
        del entities["payment_link"]
    payload = {"event": kind, "payload": entities}
    return {"kind": "payment_event", "provider": "razorpay", "event_id": f"{kind}-{number}", "payload": payload}


def stripe_story(number: int, order_id: str) -> Sequence[Json]:
    """All that Stripe may say of one payment that was slow and succeeded."""
    session = f"cs_{number}"
    unpaid: Json = {"payment_status": "unpaid", "payment_intent": None, "session": session}
    return (
        *(stripe(kind, number, order_id, session=session) for kind in STRIPE_PAID),
        stripe("checkout.session.completed", number, order_id, **unpaid),
        stripe("payment_intent.payment_failed", number, order_id, status="requires_payment_method"),
        stripe("checkout.session.expired", number, order_id, **unpaid),
    )


def razorpay_story(number: int, order_id: str) -> Sequence[Json]:
    """All that Razorpay may say of one payment that failed once and succeeded."""
    return (
        *(razorpay(kind, number, order_id) for kind in ("payment.captured", "order.paid", "payment_link.paid")),
        razorpay("payment.authorized", number, order_id, status="authorized"),
        razorpay("payment.failed", number, order_id, status="failed"),
        razorpay("payment_link.expired", number, order_id, status="created"),
    )


@pytest.mark.parametrize(
    ("provider", "story", "link", "transaction"),
    [("stripe", stripe_story, "cs_1", "pi_1"), ("razorpay", razorpay_story, "plink_1", "pay_1")],
)
def test_all_720_orders_of_a_payments_events_end_alike(
    provider: str,
    story: Callable[[int, str], Sequence[Json]],
    link: str,
    transaction: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Confirmed once, with the first ticket, paid by the link it was asked through; on the record in memory."""
    events = story(1, "ord_1")
    for permutation in itertools.permutations(events):
        kinds = [event["event_id"] for event in permutation]
        with store_at(provider, monkeypatch) as record:
            awaiting_payment(record, provider=provider, link=link)
            for event in permutation:
                assert delivered(event), kinds
            file = record.orders.read_all("ord_1")
            assert file is not None
            assert (file.order.status, file.order.ticket and file.order.ticket.number) == ("confirmed", 1), kinds
            assert [event.name for event in file.events] == ["PaymentRequested", "OrderConfirmed"], kinds
            assert [(one.id, one.status, one.link_id, one.transaction_id) for one in file.payments] == [
                ("ord_1-1", "paid", link, transaction)
            ], kinds
            assert record.orders.last_ticket(file.order.ticket.day if file.order.ticket else NOW.date()) == 1, kinds


@contextmanager
def store_at(provider: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[FakeRecord]:
    """The store that uses this gateway, with a fresh record in memory."""
    record = FakeRecord()
    profile = MPLS_PROFILE if provider == "stripe" else PUNE_PROFILE
    with monkeypatch.context() as patched:
        for name, value in (
            ("STORE", json.dumps(profile)),
            ("STORE_ID", profile["id"]),
            ("PAYMENT_PROVIDER", provider),
            ("PAYMENT_LIVE", "false"),
            ("INBOX_QUEUE_URL", "https://sqs.example/Inbox.fifo"),
            ("LOG_LEVEL", "CRITICAL"),
            ("AWS_LAMBDA_FUNCTION_NAME", "under-test"),
        ):
            patched.setenv(name, value)
        patched.setattr(process_inbox, "record", lambda: record)
        patched.setattr(clock, "utc_now", lambda: NOW)
        process_inbox.Settings.from_env.cache_clear()
        observability.log.cache_clear()
        yield record
    process_inbox.Settings.from_env.cache_clear()
    observability.log.cache_clear()


def delivered(event: Json) -> bool:
    """Whether the function is done with it."""
    attributes = {"ApproximateReceiveCount": "1", "MessageGroupId": "g"}
    message = {"messageId": "m", "receiptHandle": "r", "body": json.dumps(event), "attributes": attributes}
    answer: Json = process_inbox.handler({"Records": [message]}, None)
    return answer == {"batchItemFailures": []}


def awaiting_payment(record: FakeRecord, *, provider: str, link: str) -> None:
    """An order whose customer has the link."""
    currency, store = ("USD", "mpls") if provider == "stripe" else ("INR", "pune")
    asked = order(currency=currency, store=store)
    attempt = PaymentAttempt(
        id="ord_1-1",
        order_id="ord_1",
        provider=provider,
        amount=asked.total,
        status=AttemptStatus.OPEN,
        created_at=NOW,
        link_id=link,
    )
    event = order_event(PaymentRequested, asked, now=NOW, attempt_id=attempt.id, url="https://pay.example")
    record.commits.commit(
        [PutOrder(order=asked, over=None), PutPayment(attempt=attempt, new=True), AppendEvent(event=event)],
        token="asked",
    )
