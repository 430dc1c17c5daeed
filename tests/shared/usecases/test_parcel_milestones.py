"""What a customer reads of their parcels, from ready to the week after: in full, once, and never what is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest

from shared.domain.events import (
    DeliveryInstructionTaken,
    DeliveryReminded,
    Event,
    FollowUpDue,
    OrderCollected,
    OrderConfirmed,
    OrderPreparing,
    OrderReady,
    ParcelAttemptFailed,
    ParcelBooked,
    ParcelDelayed,
    ParcelDelivered,
    ParcelDispatched,
    ParcelOutForDelivery,
    ParcelReturned,
    ParcelReturning,
    RefundRequested,
    ReturnMoved,
)
from shared.domain.goods_return import Decision, ReturnState
from shared.domain.messages import ButtonsMessage, LinkMessage, ListMessage, OutboundMessage, TextMessage
from shared.domain.money import Money
from shared.domain.order import Handover, OrderStatus, Source
from shared.domain.parcel import OWN_RIDER, Direction, Instruction, InstructionKind, ParcelState, Scan
from shared.domain.refund import OrderRefund, RefundStep
from shared.domain.store import Store
from shared.usecases.milestones import MILESTONES
from shared.usecases.milestones.milestone import Telling
from tests.fakes.parcels_of_ana import HOME, PAGE, failed, goods_return, moment, parcel, sent_order
from tests.fakes.people import MPLS, MPLS_PROFILE, NOW, PUNE

TERMS: dict[str, Any] = {
    "courier": "easypost",
    "own_rider": True,
    "answer_hours": 20,
    "follow_up_days": 3,
    "parcel": {},
    "processing_over": 1845,
    "delivery_hours": ["09:00", "20:00"],
    "lasts_days": {"TARO-R": 5},
}
#: The store with all that its file may say of deliveries.
TELLING = Store.from_profile(MPLS_PROFILE | {"delivery": TERMS})
DEADLINE = "2026-11-22T14:00:00+00:00"


def said(telling: Telling) -> OutboundMessage:
    """What is told inside the 24-hour window; it is worth telling at all."""
    milestone = MILESTONES[type(telling.event)]
    assert not milestone.overtaken(telling.event, telling.order)
    assert not milestone.needless(telling)
    return milestone.free_form(telling)


def values(telling: Telling) -> tuple[str, ...]:
    """The values of the template outside it."""
    template = MILESTONES[type(telling.event)].template
    assert template is not None
    return template(telling).values


def silent(telling: Telling) -> bool:
    """Whether nothing is said of it."""
    milestone = MILESTONES[type(telling.event)]
    return milestone.overtaken(telling.event, telling.order) or milestone.needless(telling)


def test_a_dispatched_parcel_is_told_with_who_brings_it_its_number_its_day_and_its_page() -> None:
    """One button opens our own page."""
    telling = moment(ParcelDispatched, parcel(), parcel_id="pcl_1")
    assert said(telling) == LinkMessage(
        body=(
            "*Order 17* is on its way to you. 📦\nBrought by: UPS\nTracking number: EZ4000000004\n"
            "Expected: Tuesday, 11/24"
        ),
        label="Track it",
        url=PAGE,
    )
    assert values(telling) == ("Order 17", "UPS", "EZ4000000004", "Tuesday, 11/24", PAGE)


def test_of_two_parcels_each_is_named() -> None:
    """A parcel that was given up does not count."""
    both = (parcel(), parcel(id="pcl_2", number=2, state=ParcelState.CANCELLED), parcel(id="pcl_3", number=3))
    body = said(moment(ParcelDispatched, *both, parcel_id="pcl_3", language="es"))
    assert isinstance(body, LinkMessage)
    assert body.body.startswith("*Pedido 17, paquete 2 de 2*: va en camino.")


def test_the_stores_own_rider_goes_by_the_stores_name() -> None:
    """And has no tracking number; without our page and the courier's there is no button."""
    own = parcel(courier=OWN_RIDER, courier_name="", tracking_code=None, tracking_url="", expected=None)
    told = said(moment(ParcelDispatched, own, parcel_id="pcl_1", tracking=""))
    assert told == TextMessage(body="*Order 17* is on its way to you. 📦\nBrought by: North Loop Boba")
    # Once it is booked its number is our own id, which says nothing to anybody.
    booked = moment(ParcelDispatched, replace(own, tracking_code="pcl_1"), parcel_id="pcl_1", tracking="")
    assert said(booked) == told
    assert values(booked)[2] == "–"


@pytest.mark.parametrize("language", ["en", "es", "hi"])
def test_what_comes_back_after_it_was_delivered_is_not_called_undelivered(language: str) -> None:
    """Only of what nobody took is it said that it could not be delivered."""
    scans = [Scan(at=NOW, state=S.DELIVERED, code="delivered"), Scan(at=NOW, state=S.RETURN_TO_SENDER, code="back")]
    vain = parcel(state=S.RETURN_TO_SENDER, scans=tuple(scans[1:]))
    back = parcel(state=S.RETURN_TO_SENDER, scans=tuple(scans))
    store = PUNE if language == "hi" else MPLS
    told = [
        said(moment(ParcelReturning, one, parcel_id="pcl_1", language=language, store=store)) for one in (vain, back)
    ]
    bodies = [one.body for one in told if isinstance(one, LinkMessage)]
    failed = {"en": "couldn't be delivered", "es": "no se pudo entregar", "hi": "जा सका"}[language]
    assert [failed in body for body in bodies] == [True, False]


def test_out_for_delivery_tells_the_hours_the_phone_and_what_to_have_ready() -> None:
    """Nothing was paid yet: the whole price is due at the door."""
    today = parcel(state=ParcelState.OUT_FOR_DELIVERY, agent_phone="+16125550177")
    told = said(moment(ParcelOutForDelivery, today, store=TELLING, parcel_id="pcl_1", attempt=1))
    assert isinstance(told, LinkMessage)
    assert told.body == (
        "*Order 17* is out for delivery and comes today. 🚚\nBrought by: UPS\nBetween 09:00 and 20:00\n"
        "Who brings it: +16125550177\nPlease have *$18.45* ready."
    )


def test_an_attempt_that_has_failed_by_now_is_not_announced() -> None:
    """The courier is out for the second one."""
    second = parcel(state=ParcelState.OUT_FOR_DELIVERY, scans=failed())
    assert silent(moment(ParcelOutForDelivery, second, parcel_id="pcl_1", attempt=1))
    assert not silent(moment(ParcelOutForDelivery, second, parcel_id="pcl_1", attempt=2))


def test_a_failed_attempt_asks_with_four_answers_until_the_deadline_on_the_stores_clock() -> None:
    """14:00 UTC of the next day is 08:00 in Minneapolis; the ids carry order, parcel and attempt."""
    at_the_door = parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed())
    telling = moment(ParcelAttemptFailed, at_the_door, parcel_id="pcl_1", attempt=1, deadline=DEADLINE)
    told = said(telling)
    assert isinstance(told, ListMessage)
    assert told.body == (
        "*Order 17* couldn't be handed over today by UPS. What should happen now?\n"
        "Noted by the courier: Nobody home\nPlease choose by *11/22 08:00*."
    )
    assert [(row.id, row.title) for row in told.rows] == [
        ("parcel:ord_1:pcl_1:1:again", "Try again tomorrow"),
        ("parcel:ord_1:pcl_1:1:other_day", "Another day"),
        ("parcel:ord_1:pcl_1:1:other_address", "Another address"),
        ("parcel:ord_1:pcl_1:1:send_back", "Send it back"),
    ]
    assert values(telling) == ("Order 17", "UPS", "11/22 08:00")


def test_after_the_deadline_a_failed_attempt_is_told_without_a_choice() -> None:
    """A person has it by then."""
    at_the_door = parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed())
    telling = moment(ParcelAttemptFailed, at_the_door, parcel_id="pcl_1", attempt=1, deadline=DEADLINE)
    late = replace(telling, now=datetime(2026, 11, 22, 14, 0, tzinfo=UTC))
    told = said(late)
    assert isinstance(told, TextMessage)
    assert told.body.endswith("A colleague will take care of it and write to you in this chat.")


def test_who_has_answered_is_not_asked_again() -> None:
    """Neither by the reminder, nor by the first question if that comes late."""
    answer = Instruction(kind=InstructionKind.AGAIN, attempt=1, by="customer", at=NOW)
    answered = parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed(), instructions=(answer,))
    waiting = replace(answered, instructions=())
    about: dict[str, Any] = {"parcel_id": "pcl_1", "attempt": 1, "deadline": DEADLINE}
    assert silent(moment(DeliveryReminded, answered, **about))
    assert silent(moment(ParcelAttemptFailed, answered, **about))
    told = said(moment(DeliveryReminded, waiting, **about))
    assert isinstance(told, ListMessage)
    assert told.body.startswith("*Order 17* is still waiting for your word: what should happen now?")
    assert silent(replace(moment(DeliveryReminded, waiting, **about), now=NOW + timedelta(days=1)))


@pytest.mark.parametrize(
    ("kind", "more", "plan"),
    [
        (InstructionKind.AGAIN, {}, "They try again on the next working day."),
        (InstructionKind.OTHER_DAY, {"day": date(2026, 11, 25)}, "New delivery day: Wednesday, 11/25"),
        (
            InstructionKind.OTHER_ADDRESS,
            {"address": HOME},
            "It now goes to: 1420 W Lake St, Minneapolis, 55408",
        ),
        (InstructionKind.SEND_BACK, {}, "It goes back to us. We'll write when it's here."),
    ],
)
def test_what_the_courier_took_is_said_back(kind: InstructionKind, more: dict[str, Any], plan: str) -> None:
    """With its day or its place."""
    told_to = Instruction(kind=kind, attempt=1, by="customer", at=NOW, told_at=NOW, **more)
    waiting = parcel(state=ParcelState.FAILED_ATTEMPT, scans=failed(), instructions=(told_to,))
    telling = moment(DeliveryInstructionTaken, waiting, parcel_id="pcl_1", attempt=1, kind=kind.value)
    told = said(telling)
    assert isinstance(told, LinkMessage)
    assert told.body == f"Done, the courier knows. *Order 17*:\n{plan}"
    assert values(telling) == ("Order 17", plan)


def test_a_delivered_parcel_is_told_with_its_items_what_to_do_and_how_it_was() -> None:
    """Of two parcels only what is in this one; the first row begins a return of the order as it stands."""
    here = parcel(state=ParcelState.DELIVERED, lines={"WAFFLE": 1}, signed_by="R. Ruiz")
    telling = moment(ParcelDelivered, here, parcel_id="pcl_1")
    told = said(telling)
    assert isinstance(told, ListMessage)
    assert told.body == (
        "*Order 17* has been delivered. Enjoy!\nTaken by: R. Ruiz\n\n1 × Egg waffle\n\n"
        "Is something wrong or missing, or would you like to tell us how it was? Tap below."
    )
    assert [row.id for row in told.rows] == [
        "return:ord_1:6:start",
        "score:ord_1:5",
        "score:ord_1:4",
        "score:ord_1:3",
        "score:ord_1:2",
        "score:ord_1:1",
    ]
    assert values(telling) == ("Order 17", "1 × Egg waffle")


def test_a_new_day_is_told_while_it_is_the_newest() -> None:
    """Not once the courier has announced yet another."""
    late = parcel(expected=date(2026, 11, 26))
    about: dict[str, Any] = {"parcel_id": "pcl_1", "expected": "2026-11-26", "before": "2026-11-24"}
    told = said(moment(ParcelDelayed, late, **about))
    assert isinstance(told, LinkMessage)
    assert told.body == "Sorry, *Order 17* comes later than planned. The new day: *Thursday, 11/26*."
    assert silent(moment(ParcelDelayed, replace(late, expected=date(2026, 11, 27)), **about))


S = ParcelState


@pytest.mark.parametrize(
    ("kind", "more", "told_in"),
    [
        (ParcelDispatched, {}, {S.IN_TRANSIT, S.EXCEPTION}),
        (ParcelOutForDelivery, {"attempt": 1}, {S.OUT_FOR_DELIVERY}),
        (
            ParcelDelayed,
            {"expected": "2026-11-24"},
            {S.REQUESTED, S.PRE_TRANSIT, S.IN_TRANSIT, S.EXCEPTION},
        ),
        (
            ParcelAttemptFailed,
            {"attempt": 1, "deadline": DEADLINE},
            {S.FAILED_ATTEMPT, S.AVAILABLE_FOR_PICKUP},
        ),
        (ParcelDelivered, {}, {S.DELIVERED}),
        (ParcelReturning, {}, {S.RETURN_TO_SENDER}),
        (ParcelReturned, {}, {S.RETURNED}),
    ],
)
def test_what_a_parcel_has_passed_is_not_told_any_more(
    kind: type[Event], more: dict[str, Any], told_in: set[ParcelState]
) -> None:
    """Of a slow queue, only what is still true; what is brought back to the store is never told as a delivery."""
    for state in ParcelState:
        telling = moment(kind, parcel(state=state), parcel_id="pcl_1", **more)
        assert silent(telling) is (state not in told_in), state
        inbound = parcel(state=state, direction=Direction.INBOUND)
        assert silent(moment(kind, inbound, parcel_id="pcl_1", **more))
    assert silent(moment(kind, parcel_id="pcl_gone", **more))


def test_a_parcel_to_the_customer_that_is_merely_booked_is_no_news() -> None:
    """The label of one that brings goods back is."""
    back = parcel(state=S.PRE_TRANSIT, direction=Direction.INBOUND, return_id="ret_1", label_url="https://l.example/1")
    booked: dict[str, Any] = {"parcel_id": "pcl_1", "tracking_code": "EZ4000000004"}
    assert silent(moment(ParcelBooked, parcel(state=S.PRE_TRANSIT), **booked))
    telling = moment(ParcelBooked, back, **booked, return_id="ret_1")
    told = said(telling)
    assert isinstance(told, LinkMessage)
    assert (told.label, told.url) == ("Open the label", "https://l.example/1")
    assert told.body.endswith("3. Give the parcel to UPS.\nTracking number: EZ4000000004")
    assert values(telling) == ("Order 17", "UPS", "EZ4000000004", "https://l.example/1")
    fetched = said(moment(ParcelBooked, replace(back, label_url=""), **booked, return_id="ret_1"))
    assert isinstance(fetched, TextMessage)
    assert fetched.body.startswith("UPS comes to pick up the return of *Order 17* at your address.")
    at_the_door = moment(ParcelBooked, replace(back, courier="shiprocket"), **booked, return_id="ret_1")
    told = said(at_the_door)
    assert isinstance(told, LinkMessage)
    assert told.body.startswith("UPS comes to pick up the return of *Order 17* at your address.")
    assert told.url == "https://l.example/1"
    assert values(at_the_door) == ("Order 17", "UPS", "EZ4000000004")


def test_preparing_is_told_of_large_orders_and_of_the_first() -> None:
    """18.45 is as much as the store's file says; 18.44 would not be."""
    preparing = sent_order(status=OrderStatus.PREPARING)
    cheap = replace(preparing, lines=preparing.lines[:1])
    assert said(moment(OrderPreparing, of=preparing, store=TELLING)) == TextMessage(
        body="*Order 17* is being prepared right now. We'll write as soon as you can pick it up."
    )
    assert silent(moment(OrderPreparing, of=cheap, store=TELLING))
    assert not silent(moment(OrderPreparing, of=cheap, store=TELLING, first=True))
    assert silent(moment(OrderPreparing, of=preparing, store=MPLS))


def test_ready_names_the_place_and_the_number() -> None:
    """To be picked up."""
    ready = sent_order(status=OrderStatus.READY)
    telling = moment(OrderReady, of=ready)
    assert said(telling) == TextMessage(
        body=(
            "*Order 17* is ready! 🎉 Come and get it at North Loop Boba, 212 N 2nd St. "
            "Your order number is all you need."
        )
    )
    assert values(telling) == ("Order 17", "North Loop Boba, 212 N 2nd St")
    assert silent(moment(OrderReady, of=replace(ready, status=OrderStatus.COLLECTED)))


def test_ready_after_closing_says_from_when_it_can_be_picked_up() -> None:
    """Noon is before two in the afternoon."""
    afternoons = {"weekly": {"sat": [["14:00", "18:00"]]}, "holidays": [], "paused": False}
    closed = Store.from_profile(MPLS_PROFILE | {"hours": afternoons})
    told = said(moment(OrderReady, of=sent_order(status=OrderStatus.READY), store=closed))
    assert isinstance(told, TextMessage)
    assert told.body.endswith("\n\nWe're closed right now; you can pick it up from today at 14:00.")


def test_ready_for_the_courier_is_only_said_while_it_costs_nothing() -> None:
    """Outside the window the next message is the one that matters."""
    ready = sent_order(status=OrderStatus.READY, note="Flat 4")
    telling = moment(OrderReady, of=ready, store=PUNE)
    assert said(telling) == TextMessage(body="*Order 17* is packed and goes out next.")
    assert silent(replace(telling, now=NOW + timedelta(days=1)))


def test_collected_names_the_items_and_asks_how_it_was() -> None:
    """As a delivery does."""
    told = said(moment(OrderCollected, of=sent_order(status=OrderStatus.COLLECTED)))
    assert isinstance(told, ListMessage)
    assert "2 × Taro milk tea, regular\n1 × Egg waffle" in told.body
    assert told.rows[0].id == "return:ord_1:6:start"


def test_the_follow_up_asks_for_a_score_offers_the_same_again_and_says_what_runs_out() -> None:
    """Two that last five days each, three of which are gone: on the 28th."""
    delivered = sent_order(status=OrderStatus.DELIVERED)
    telling = moment(FollowUpDue, of=delivered, store=TELLING)
    told = said(telling)
    assert isinstance(told, ListMessage)
    assert told.body == (
        "Hi! *Order 17* has been with you for a few days: Taro milk tea, regular, Egg waffle. How was it?\n\n"
        "Taro milk tea, regular usually lasts about 10 days: time for more around Saturday, 11/28?"
    )
    assert [row.id for row in told.rows][-2:] == ["again:ord_1", "return:ord_1:6:start"]
    assert [row.title for row in told.rows][:2] == ["★★★★★ Great", "★★★★ Good"]
    assert values(telling) == ("Order 17", "Taro milk tea, regular, Egg waffle")


def test_who_scored_already_is_only_offered_the_same_again() -> None:
    """And who is sending goods back is not asked at all."""
    delivered = sent_order(status=OrderStatus.DELIVERED, score=5)
    told = said(moment(FollowUpDue, of=delivered))
    assert isinstance(told, ButtonsMessage)
    assert [button.id for button in told.buttons] == ["again:ord_1"]
    assert silent(moment(FollowUpDue, of=delivered, returns=(goods_return(),)))
    assert silent(moment(FollowUpDue, of=replace(delivered, status=OrderStatus.RETURNED)))


R = ReturnState


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        (
            {"state": R.REQUESTED},
            "we've noted everything. A colleague decides by Monday, 11/23 and writes to you here.",
        ),
        (
            {"state": R.ACCEPTED, "decision": Decision.REFUND},
            (
                "accepted. Please bring the goods back to North Loop Boba, 212 N 2nd St; once we've looked at them you "
                "get $6.95 back."
            ),
        ),
        (
            {"state": R.ACCEPTED, "decision": Decision.REFUND, "parcel_id": "pcl_2"},
            (
                "accepted. How the goods come back to us follows in a moment; once we've looked at them you get "
                "$6.95 back."
            ),
        ),
        (
            {"state": R.ACCEPTED, "decision": Decision.REPLACE},
            "accepted. How the goods come back to us follows in a moment; then we send you new ones.",
        ),
        (
            {"state": R.REFUSED, "explanation": "The waffle was eaten."},
            "sorry, we can't take it back. The waffle was eaten.",
        ),
        ({"state": R.ON_ITS_WAY}, "the parcel is on its way to us. We'll write when it's here."),
        ({"state": R.ARRIVED}, "it has arrived. We look at the goods by Monday, 11/23 and write to you."),
        ({"state": R.INSPECTED, "amount": 500}, "we've looked at the goods. You get $5.00 back."),
        (
            {"state": R.SETTLED, "decision": Decision.REFUND, "amount": 500},
            "all done. You get $5.00 back. It goes back the way you paid; a colleague sees to it.",
        ),
        (
            {"state": R.SETTLED, "decision": Decision.REFUND_WITHOUT_RETURN},
            (
                "accepted, and you needn't send anything back. You get $6.95 back. It goes back the way you paid; a "
                "colleague sees to it."
            ),
        ),
        (
            {"state": R.SETTLED, "decision": Decision.REPLACE},
            "all done: your replacement comes as an order of its own, and we'll write when it's on its way.",
        ),
        ({"state": R.CANCELLED}, "called off. Everything stays as it is."),
    ],
)
def test_every_step_of_a_return_is_told_with_its_date_or_amount(changes: dict[str, Any], told: str) -> None:
    """By its state and what was decided."""
    one = goods_return(**changes)
    telling = moment(ReturnMoved, returns=(one,), return_id="ret_1", state=one.state.value)
    assert said(telling) == TextMessage(body=f"Return, *Order 17*: {told}")
    assert values(telling) == ("Order 17", told)


@pytest.mark.parametrize(
    ("way", "how_soon"),
    [
        ("stripe", "Your bank usually shows it within 5 to 10 working days."),
        ("razorpay", "Your bank usually shows it within 5 to 7 working days."),
        (
            "cash_on_delivery",
            "We give it to you in cash: come by at North Loop Boba, 212 N 2nd St, or write to us here.",
        ),
    ],
)
def test_the_last_step_says_when_the_money_is_there_and_nothing_else_says_it_again(way: str, how_soon: str) -> None:
    """By the way it was paid; the refund that is asked for at the same moment is no second message."""
    one = goods_return(state=R.SETTLED, decision=Decision.REFUND, amount=500, refund_id="rf_1")
    given = OrderRefund(
        id="rf_1",
        order_id="ord_1",
        provider=way,
        transaction_id="pi_1",
        amount=Money(500, "USD"),
        reason="returned",
        state=RefundStep.REQUESTED,
        requested_by="sam",
        at=NOW,
    )
    told = moment(ReturnMoved, returns=(one,), return_id="ret_1", state="settled")
    assert told.file is not None
    told = replace(told, file=replace(told.file, refunds=(given,)))
    assert said(told) == TextMessage(body=f"Return, *Order 17*: all done. You get $5.00 back. {how_soon}")
    about: dict[str, Any] = {"transaction_id": "pi_1", "amount": 500, "currency": "USD", "method": way}
    assert silent(moment(RefundRequested, returns=(one,), refund_id="rf_1", **about))
    assert not silent(moment(RefundRequested, returns=(one,), refund_id="rf_2", **about))


def test_new_goods_are_no_sale() -> None:
    """Nobody paid: there is nothing to thank for, and no receipt."""
    home = Handover(kind="delivery", address="1420 W Lake St", postal_code="55408")
    anew = sent_order(status=OrderStatus.CONFIRMED, source=Source(channel="return", message_id="ret_1"), handover=home)
    anew = replace(anew, lines=tuple(replace(line, unit_price=0) for line in anew.lines))
    more: dict[str, Any] = {"ticket": 18, "transaction_id": "", "amount": 0, "currency": "USD"}
    told = replace(moment(OrderConfirmed, of=anew, **more), receipt=f"{PAGE}/receipt")
    message = said(told)
    assert isinstance(message, TextMessage)
    assert message.body.startswith(
        "Your replacement is *order 18*. There is nothing to pay.\n\n2 × Taro milk tea, regular\n1 × Egg waffle\n\n"
    )
    assert "1420 W Lake St" in message.body
    assert "$0.00" not in message.body
    assert message.body.endswith(PAGE)


@pytest.mark.parametrize("state", [R.OPENED, R.BOOKED])
def test_what_a_return_tells_elsewhere_is_not_told_twice(state: ReturnState) -> None:
    """The conversation itself, and the label; nor is a step that a newer one has overtaken."""
    one = goods_return(state=state)
    assert silent(moment(ReturnMoved, returns=(one,), return_id="ret_1", state=state.value))
    assert silent(moment(ReturnMoved, returns=(one,), return_id="ret_1", state="requested"))
    arrived = replace(one, state=R.ARRIVED)
    assert silent(moment(ReturnMoved, returns=(arrived,), return_id="ret_1", state="requested"))


def test_the_confirmation_has_the_link_to_follow_the_order() -> None:
    """Above the receipt's."""
    confirmed = sent_order(status=OrderStatus.CONFIRMED)
    more: dict[str, Any] = {"ticket": 17, "transaction_id": "pi_1", "amount": 1845, "currency": "USD"}
    telling = replace(moment(OrderConfirmed, of=confirmed, **more), receipt=f"{PAGE}/receipt")
    told = said(telling)
    assert isinstance(told, TextMessage)
    assert told.body.endswith(f"\n\nFollow your order: {PAGE}\nYour receipt: {PAGE}/receipt")


def test_products_may_have_days_of_their_own() -> None:
    """The longest that any of the goods takes, else the store's."""
    terms = replace(TELLING.delivery, follow_up_days_of={"TARO-R": 5})
    assert terms.follow_up_after(["TARO-R", "WAFFLE"]) == timedelta(days=5)
    assert terms.follow_up_after(["WAFFLE"]) == timedelta(days=3)
    assert terms.delivery_hours == (time(9), time(20))
