"""Each event is told once, in order of truth: sent, waiting, or known to be unknown."""

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.changes import KeepSaid
from shared.domain.chat import Said
from shared.domain.events import CustomerSpoke, Event, StaffSpoke
from shared.domain.messages import ButtonsMessage, LinkMessage, MessageState, TemplateMessage, TextMessage
from shared.ports import Refused, Unavailable
from shared.usecases.record_statuses import StatusReport, record_statuses
from shared.usecases.tell_customer import StillInFlight, give_up, settle_message
from tests.fakes.people import ANA, NOW, cart
from tests.shared.usecases.conftest import World


@pytest.fixture
def asked(world: World) -> World:
    """Ana's link exists; she has not been told yet."""
    world.hear(cart(("TARO-R", 2, 575)))
    world.request(world.order())
    return world


def requested(world: World) -> Event:
    """The event that her link exists."""
    return world.record.state.events[1]


def state(world: World, event: Event) -> MessageState:
    """How far the message about an event came."""
    intent = world.record.messages.read(event.subject, f"{event.name}.{event.sequence}")
    assert intent is not None
    return intent.state


def told_by_meta(world: World, *words: str) -> None:
    """Meta's statuses of all that reached it, all in one batch."""
    states = {"sent": MessageState.SENT, "delivered": MessageState.DELIVERED, "read": MessageState.READ}
    reports = [
        StatusReport(tag=status["biz_opaque_callback_data"], meta_id=status["id"], state=states[status["status"]])
        for status in world.messenger.statuses(*words)
    ]
    record_statuses(world.record.messages, reports)


def test_the_link_is_told_once_however_often_the_event_comes(asked: World) -> None:
    """Ten deliveries."""
    told = [asked.tell(requested(asked)) for _ in range(10)]
    assert [one.repeated for one in told] == [False] + [True] * 9
    assert len(asked.messenger.sent) == 1
    assert isinstance(asked.messenger.sent[0].message, LinkMessage)


def test_a_message_that_certainly_did_not_leave_is_tried_again(asked: World) -> None:
    """Meta's pair limit; the next delivery sends it, at once."""
    asked.messenger.fail_next(Unavailable("131056", retry_after=6))
    with pytest.raises(Unavailable):
        asked.tell(requested(asked))
    assert state(asked, requested(asked)) is MessageState.WAITING
    assert asked.tell(requested(asked)).state is MessageState.SENT


def test_a_lost_answer_is_never_sent_again_and_settled_by_metas_status(asked: World) -> None:
    """Our tag comes back in the status webhook."""
    asked.messenger.lose_next_answer()
    assert asked.tell(requested(asked)).state is MessageState.AMBIGUOUS
    assert asked.tell(requested(asked)).state is MessageState.AMBIGUOUS
    assert len(asked.messenger.sent) == 1
    told_by_meta(asked, "sent")
    assert state(asked, requested(asked)) is MessageState.SENT


def test_a_message_nobody_tells_of_becomes_unknown_after_five_minutes(asked: World) -> None:
    """The timer was armed with the doubt; a status that comes even later still settles it."""
    asked.messenger.lose_next_answer()
    asked.tell(requested(asked))
    (name,) = [name for name in asked.timers.armed if name.startswith("settle-")]
    assert asked.timers.armed[name].at == asked.now + timedelta(minutes=5)
    payload = asked.timers.fire(name)
    assert settle_message(asked.record.messages, subject=payload["subject"], intent_id=payload["intent"])
    assert state(asked, requested(asked)) is MessageState.UNKNOWN
    assert not settle_message(asked.record.messages, subject=payload["subject"], intent_id=payload["intent"])
    told_by_meta(asked, "delivered")
    assert state(asked, requested(asked)) is MessageState.DELIVERED


def test_a_run_that_may_still_be_sending_is_waited_for(asked: World) -> None:
    """Its intent is there, its outcome is not; after longer than a run can last, it is sent."""
    reads_before_the_intent = 3
    asked.record.strike(reads_before_the_intent + 1, KeyboardInterrupt(), after=True)
    with pytest.raises(KeyboardInterrupt):
        asked.tell(requested(asked))
    asked.now += timedelta(seconds=10)
    with pytest.raises(StillInFlight):
        asked.tell(requested(asked))
    assert asked.messenger.sent == []
    asked.now += timedelta(seconds=36)
    assert asked.tell(requested(asked)).state is MessageState.SENT
    assert len(asked.messenger.sent) == 1


def test_a_refusal_ends_the_message_and_says_whether_a_person_must_look(asked: World) -> None:
    """Not on WhatsApp: nothing to repeat. A bad token: somebody has to act."""
    asked.messenger.fail_next(Refused("131026", "undeliverable"))
    told = asked.tell(requested(asked))
    assert (told.state, told.code, told.alarm) == (MessageState.FAILED, "131026", False)
    assert asked.tell(requested(asked)).state is MessageState.FAILED
    assert asked.messenger.sent == []


def test_outside_the_window_the_template_is_sent(asked: World) -> None:
    """A day later; without a template the decision not to send is kept."""
    asked.now += timedelta(hours=25)
    asked.tell(requested(asked))
    assert isinstance(asked.messenger.sent[0].message, TemplateMessage)


def test_a_window_that_closed_between_our_look_and_metas_falls_back_to_the_template(asked: World) -> None:
    """131047 at send time."""
    asked.messenger.window_open = False
    assert asked.tell(requested(asked)).state is MessageState.SENT
    assert isinstance(asked.messenger.sent[0].message, TemplateMessage)


def test_a_link_to_an_order_that_is_paid_is_not_sent(asked: World) -> None:
    """The decision is on the timeline."""
    event = requested(asked)
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    told = asked.tell(event)
    assert (told.state, told.code) == (MessageState.SKIPPED, "overtaken")
    assert asked.messenger.sent == []


def test_a_confirmation_is_told_after_the_payment(asked: World) -> None:
    """With its ticket, as plain text in the open window."""
    asked.paid(asked.gateway.pay(f"{asked.order().id}-1"))
    asked.tell(asked.record.state.events[-1])
    message = asked.messenger.sent[0].message
    assert isinstance(message, TextMessage)
    assert "*1*" in message.body


def test_the_queues_last_delivery_ends_the_message_as_failed(asked: World) -> None:
    """Never silence: failed, with an alarm."""
    asked.messenger.fail_next(Unavailable("503"))
    with pytest.raises(Unavailable):
        asked.tell(requested(asked))
    told = give_up(asked.desk, requested(asked))
    assert (told.state, told.alarm, state(asked, requested(asked))) == (
        MessageState.FAILED,
        True,
        MessageState.FAILED,
    )


def test_statuses_only_move_forward_and_cost_one_write_each_message(asked: World) -> None:
    """Read, sent and delivered in one batch are one write; a late ``sent`` moves nothing."""
    asked.tell(requested(asked))
    writes = len(asked.record.calls)
    told_by_meta(asked, "read", "sent", "delivered")
    assert state(asked, requested(asked)) is MessageState.READ
    assert len(asked.record.calls) - writes <= 2
    told_by_meta(asked, "sent")
    assert state(asked, requested(asked)) is MessageState.READ


def test_a_status_of_a_message_that_is_not_ours_is_counted_and_left(world: World) -> None:
    """A person answered from the phone app."""
    report = StatusReport(tag=None, meta_id="wamid.x", state=MessageState.SENT)
    foreign = StatusReport(tag="hello", meta_id="wamid.y", state=MessageState.SENT)
    lost = StatusReport(tag="ORDER#x|OrderConfirmed.3", meta_id="wamid.z", state=MessageState.SENT)
    tally = record_statuses(world.record.messages, [report, foreign, lost])
    assert (tally.moved, tally.unchanged, tally.unknown) == (0, 1, 2)


def staff_spoke(world: World, text: str | None) -> StaffSpoke:
    """A person wrote to Ana; None: those words are gone since."""
    world.record.customers.save(ANA)
    if text is not None:
        kept = Said(customer_id=ANA.id, place=7, message_id="staff.1", at=NOW, direction="out", text=text, by="sam")
        world.record.commits.commit([KeepSaid(said=kept)], token="staff")
    return StaffSpoke(store="mpls", subject=f"CUSTOMER#{ANA.id}", sequence=7, at=NOW, customer_id=ANA.id, place=7)


def test_a_persons_words_are_sent_as_they_were_written(world: World) -> None:
    """They travel neither on the bus nor in a queue: they are read where they are kept."""
    event = staff_spoke(world, "Yes, the pearls are vegan {name}")
    assert "vegan" not in str(event.detail())
    assert world.tell(event).state is MessageState.SENT
    (sent,) = world.messenger.sent
    assert sent.message == TextMessage(body="Yes, the pearls are vegan {name}")


def test_words_that_are_gone_are_not_sent(world: World) -> None:
    """A customer may have been erased while the message waited."""
    told = world.tell(staff_spoke(world, None))
    assert (told.state, told.code) == (MessageState.SKIPPED, "no_words")
    assert world.messenger.sent == []


def test_outside_the_window_a_persons_words_are_not_sent(world: World) -> None:
    """Meta would refuse them: the API told the person so before."""
    event = staff_spoke(world, "Hello")
    world.record.customers.save(replace(ANA, last_inbound_at=NOW - timedelta(hours=25)))
    assert world.tell(event).code == "window_closed"


def spoke(topic: str, **facts: object) -> CustomerSpoke:
    """Ana wrote something that is answered on a topic."""
    return CustomerSpoke(
        store="mpls",
        subject=f"CUSTOMER#{ANA.id}",
        sequence=7,
        at=NOW,
        customer_id=ANA.id,
        message_id="wamid.7",
        topic=topic,
        facts=facts,
    )


def test_a_message_that_was_answered_shows_as_read(world: World) -> None:
    """After the answer, so that nothing delays it; a repeat of the event marks nothing again."""
    world.record.customers.save(ANA)
    for _ in range(2):
        world.tell(spoke("greeting"))
    assert len(world.messenger.sent) == 1
    assert world.messenger.read == ["wamid.7"]


def test_an_offer_marks_the_words_that_it_reads_back_as_read(world: World) -> None:
    """A cart that asks too much is answered with an offer: the cart is what was read."""
    world.hear(cart(("TARO-R", 9, 575)))
    (offered,) = [event for event in world.record.state.events if event.name == "OrderOffered"]
    world.tell(offered)
    assert world.messenger.read == ["wamid.1"]


def test_a_message_that_is_not_answered_is_not_shown_as_read(world: World) -> None:
    """Two blue ticks and silence would be a lie."""
    world.record.customers.save(ANA)
    world.messenger.fail_next(Refused("131026", "undeliverable"))
    world.tell(spoke("greeting"))
    assert world.messenger.read == []


@pytest.mark.parametrize(
    ("event", "body"),
    [
        (spoke("greeting"), "Hi, welcome to North Loop Boba"),
        (
            spoke("menu_products", sections=[{"title": "", "skus": ["TARO-R"]}], missed=False),
            "Tap below to see what we have",
        ),
    ],
)
def test_a_catalog_that_meta_does_not_show_becomes_a_menu_to_tap(world: World, event: CustomerSpoke, body: str) -> None:
    """A catalog that was never connected is no reason for silence: a list needs none."""
    world.record.customers.save(ANA)
    world.messenger.fail_next(Refused("131009", "Products not found in FB catalog", alarm=True))
    told = world.tell(event)
    assert (told.state, told.code, told.alarm) == (MessageState.SENT, "131009", False)
    (sent,) = world.messenger.sent
    assert isinstance(sent.message, ButtonsMessage)
    assert sent.message.body.startswith(body)
    assert [button.id for button in sent.message.buttons] == ["menu:page:1"]


def test_any_other_no_to_a_catalog_stays_a_no(world: World) -> None:
    """A button cannot reach whom a catalog did not."""
    world.record.customers.save(ANA)
    world.messenger.fail_next(Refused("131026", "undeliverable"))
    assert world.tell(spoke("greeting")).state is MessageState.FAILED
    assert world.messenger.sent == []
