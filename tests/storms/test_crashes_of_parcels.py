"""A crash before or after any call while a parcel is booked or heard of: one shipment, and each step told once."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import boto3
import pytest

from functions.arm_timers import handler as arm_timers
from functions.ask_courier import handler as ask_courier
from functions.poll_parcels import handler as poll_parcels
from functions.record_parcels import handler as record_parcels
from functions.run_timer import handler as run_timer
from shared.adapters.couriers import shiprocket_wire
from shared.adapters.couriers.couriers import UnknownCourier
from shared.domain.order import OrderStatus
from shared.domain.parcel import ParcelState
from shared.ports import Courier
from shared.runtime import courier as couriers
from shared.usecases.poll_parcels import SILENCE
from tests.fakes.people import NOW
from tests.fakes.simulated_world import LocalWorld, a_shop
from tests.storms.parcel_of_ana import courier_at, the_parcel, wanted
from tests.storms.stage import REGION, Faults, Stage, stage

WAYS = ("before", "after", "lost")


@pytest.mark.parametrize("courier", ["easypost", "shiprocket"])
def test_a_booking_survives_a_crash_at_every_call(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str
) -> None:
    """Killed before each call, killed after it, its answer lost: one shipment with one label, announced once."""
    calls = booked(monkeypatch, served, courier, at=None, how="before")
    assert len(calls) >= 3
    for at, name in enumerate(calls):
        for how in WAYS:
            reached = booked(monkeypatch, served, courier, at=at, how=how)
            assert len(reached) > at, f"{how} {name} was never reached"


def booked(monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str, *, at: int | None, how: str) -> list[str]:
    """One life of the booking, with a fault at one call; the calls that were made."""
    faults = Faults(how=how)
    monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, served))
    with a_shop() as shop, stage(monkeypatch, faults) as s:
        served.begin_anew(shop)
        monkeypatch.setattr(shiprocket_wire, "_tokens", {})
        body = wanted(monkeypatch, s, courier)
        s.forget()
        faults.calls.clear()
        faults.at = at
        s.deliver_until_done(ask_courier, body)
        calls, faults.at = list(faults.calls), None
        s.deliver_until_done(ask_courier, body)
        where, parcel = f"{how} {at}", the_parcel(s)
        made = served.get("/sim/parcels")["parcels"]
        assert [one["tracking_code"] for one in made] == [parcel.tracking_code], where
        assert [one.name for one in s.order("ord_1").events] == ["ParcelRequested", "ParcelBooked"], where
        assert s.record.parcels.behind(courier, str(parcel.tracking_code)) == ("ord_1", parcel.id), where
    return calls


#: What EasyPost tells of one parcel: status and hours after it was booked.
LIFE = (("in_transit", 5), ("out_for_delivery", 20), ("failure", 24), ("out_for_delivery", 44), ("delivered", 48))
TOLD = [
    ("ParcelDispatched", None),
    ("ParcelOutForDelivery", 1),
    ("ParcelAttemptFailed", 1),
    ("ParcelOutForDelivery", 2),
    ("ParcelDelivered", None),
]


def news(code: str, upto: int) -> Mapping[str, Any]:
    """EasyPost's event after so many scans, all of which its tracker tells."""
    details = [
        {"object": "TrackingDetail", "status": status, "datetime": (NOW + timedelta(hours=hour)).isoformat()}
        for status, hour in LIFE[:upto]
    ]
    tracker = {
        "object": "Tracker",
        "tracking_code": code,
        "status": LIFE[upto - 1][0],
        "tracking_details": details,
        "est_delivery_date": None,
    }
    payload = {"id": f"evt_{upto}", "object": "Event", "description": "tracker.updated", "result": tracker}
    return {"kind": "courier_event", "courier": "easypost", "event_id": f"evt_{upto}", "payload": payload}


def milestones(s: Stage) -> list[tuple[str, Any]]:
    """What customers are told of, with the attempt."""
    told = s.order("ord_1").events[2:]
    return [(one.name, getattr(one, "attempt", None)) for one in told if one.name != "ParcelMoved"]


def on_its_way(monkeypatch: pytest.MonkeyPatch, served: LocalWorld, s: Stage) -> str:
    """A parcel is booked at EasyPost; its tracking code."""
    monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, served))
    s.deliver_until_done(ask_courier, wanted(monkeypatch, s, "easypost"))
    return str(the_parcel(s).tracking_code)


def test_news_survive_a_crash_at_every_call(monkeypatch: pytest.MonkeyPatch, served: LocalWorld) -> None:
    """Killed before each call, killed after it, its answer lost: the step is told once."""
    calls = heard(monkeypatch, served, at=None, how="before")
    assert len(calls) >= 3
    for at in range(len(calls)):
        for how in WAYS:
            assert len(heard(monkeypatch, served, at=at, how=how)) > at


def heard(monkeypatch: pytest.MonkeyPatch, served: LocalWorld, *, at: int | None, how: str) -> list[str]:
    """One life of a failed attempt's news, with a fault at one call; the calls that were made."""
    faults = Faults(how=how)
    with a_shop() as shop, stage(monkeypatch, faults) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        s.forget()
        faults.calls.clear()
        faults.at = at
        s.deliver_until_done(record_parcels, news(code, 3))
        calls, faults.at = list(faults.calls), None
        s.deliver_until_done(record_parcels, news(code, 3))
        assert milestones(s) == [("ParcelAttemptFailed", 1)], f"{how} {at}"
        assert s.order("ord_1").order.status is OrderStatus.DELIVERY_FAILED, f"{how} {at}"
    return calls


@pytest.mark.parametrize("seed", range(6))
def test_thirty_percent_duplicates_in_any_order_tell_each_step_at_most_once(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, seed: int
) -> None:
    """Nothing twice, nothing that was overtaken, and delivered at the end."""
    chance = random.Random(seed)
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        told = [news(code, upto) for upto in range(1, len(LIFE) + 1)]
        bodies = [*told, *(one for one in told if chance.random() < 0.3)]
        if seed:
            chance.shuffle(bodies)
        for body in bodies:
            s.deliver_until_done(record_parcels, body)
        said = milestones(s)
        assert [one for one in TOLD if one in said] == said
        assert (said[-1], the_parcel(s).state) == (TOLD[-1], ParcelState.DELIVERED)
        assert s.order("ord_1").order.status is OrderStatus.DELIVERED
        assert said == TOLD or seed


def test_a_forged_delivery_delivers_nothing_where_the_courier_is_asked(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld
) -> None:
    """Shiprocket's webhook only has us look: what it claims is not even queued, and what is true is recorded."""
    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, served))
    monkeypatch.setattr(couriers, "courier", lambda name, **_: courier_at(name, served))
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        s.deliver_until_done(ask_courier, wanted(monkeypatch, s, "shiprocket"))
        code = str(the_parcel(s).tracking_code)
        look = {"kind": "look", "courier": "shiprocket", "tracking_code": code, "why": "webhook", "status": "Delivered"}
        s.deliver_until_done(record_parcels, look)
        assert (the_parcel(s).state, milestones(s)) == (ParcelState.PRE_TRANSIT, [])
        assert served.post(f"/sim/parcels/{code}", json={"status": "in_transit"}).status_code == 200
        s.deliver_until_done(record_parcels, look)
        assert milestones(s) == [("ParcelDispatched", None)]


def test_silent_parcels_are_looked_at_once_an_hour_however_often_the_clock_strikes(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld
) -> None:
    """A day without a word: one look in the courier's line, which is heard as the courier's own news."""
    monkeypatch.setattr(couriers, "courier", lambda name, **_: courier_at(name, served))
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        client = boto3.client("sqs", region_name=REGION)
        url = client.create_queue(QueueName="news.fifo", Attributes={"FifoQueue": "true"})["QueueUrl"]
        monkeypatch.setenv("PARCEL_NEWS_QUEUE_URL", url)
        for hours in (23, 25, 25):
            s.now = NOW + timedelta(hours=hours)
            poll_parcels.Settings.from_env.cache_clear()
            assert poll_parcels.handler({}, None) == {"silent": int(hours > 24)}
        (asked,) = client.receive_message(QueueUrl=url, MaxNumberOfMessages=10)["Messages"]
        look = json.loads(asked["Body"])
        assert look == {"kind": "look", "courier": "easypost", "tracking_code": code, "why": "poll"}
        assert served.post(f"/sim/parcels/{code}", json={"status": "in_transit"}).status_code == 200
        s.deliver_until_done(record_parcels, look)
        assert milestones(s) == [("ParcelDispatched", None)]


def silent(s: Stage) -> list[str]:
    """The parcels that the next hourly run has looked at."""
    return [one.id for one in s.record.parcels.silent(since=s.now + timedelta(hours=1) - SILENCE, limit=9)]


def a_look(code: str, why: str) -> Mapping[str, Any]:
    """A parcel is to be looked at."""
    return {"kind": "look", "courier": "easypost", "tracking_code": code, "why": why}


def test_a_courier_that_is_down_for_long_is_asked_by_the_next_hourly_run(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld
) -> None:
    """Five deliveries are over in half an hour; what it would have said is not lost until tomorrow."""
    monkeypatch.setattr(couriers, "courier", lambda name, **_: courier_at(name, served))
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        assert served.post(f"/sim/parcels/{code}", json={"status": "in_transit"}).status_code == 200
        served.arm("easypost", "5xx", times=9)
        for receives in range(1, 6):
            assert s.deliver(record_parcels, a_look(code, "webhook"), receives=receives) == ["m0"] * (receives < 5)
        served.arm("easypost", "none")
        assert (silent(s), milestones(s)) == ([the_parcel(s).id], [])
        s.deliver_until_done(record_parcels, a_look(code, "poll"))
        assert (silent(s), milestones(s)) == ([], [("ParcelDispatched", None)])


def test_a_parcel_that_can_be_asked_of_nobody_is_shown_once_and_holds_up_no_other(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld
) -> None:
    """The store has another courier now: the hourly run does not ask in vain for ever, and staff know."""

    def nobody(name: str, **_: object) -> Courier:
        raise UnknownCourier(name)

    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        monkeypatch.setattr(couriers, "courier", nobody)
        assert s.deliver(record_parcels, a_look(code, "webhook")) == ["m0"]
        for _ in range(2):
            s.now += SILENCE
            assert silent(s) == [the_parcel(s).id]
            assert s.deliver(record_parcels, a_look(code, "poll")) == []
            assert silent(s) == []
        ((case,), _) = s.record.cases.list_by_status("case_open", limit=9, cursor=None)
        assert (case.reason, case.order_id) == ("parcel_trouble", "ord_1")


def test_a_failed_attempt_arms_its_reminder_and_its_end_once(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld
) -> None:
    """And what they wake is done once: a reminder, then a case for a person."""
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        code = on_its_way(monkeypatch, served, s)
        s.deliver_until_done(record_parcels, news(code, 3))
        (failed,) = (one for one in s.order("ord_1").events if one.name == "ParcelAttemptFailed")
        arm_timers.Settings.from_env.cache_clear()
        for _ in range(2):
            assert s.deliver(arm_timers, {"detail": failed.detail()}) == []
        scheduler = boto3.client("scheduler", region_name=REGION)
        names = [one["Name"] for one in scheduler.list_schedules(GroupName="timers")["Schedules"]]
        armed = [scheduler.get_schedule(GroupName="timers", Name=name)["Target"]["Input"] for name in sorted(names)]
        reminder, end = map(json.loads, armed)
        assert (reminder["timer"], end["timer"]) == ("remind_delivery", "end_of_waiting")
        for body in (reminder, reminder, end, end):
            s.deliver_until_done(run_timer, body)
        assert milestones(s)[-1] == ("DeliveryReminded", 1)
        ((case,), _) = s.record.cases.list_by_status("case_open", limit=9, cursor=None)
        assert case.reason == "delivery_undecided"


def test_news_of_nobodys_parcel_come_again_and_then_are_a_persons(monkeypatch: pytest.MonkeyPatch) -> None:
    """Four times later, the fifth time as a case with the code."""
    with stage(monkeypatch) as s:
        for receives in range(1, 5):
            assert s.deliver(record_parcels, news("TRACK9", 1), receives=receives) == ["m0"]
        assert s.record.cases.list_by_status("case_open", limit=9, cursor=None)[0] == []
        assert s.deliver(record_parcels, news("TRACK9", 1), receives=5) == []
        ((case,), _) = s.record.cases.list_by_status("case_open", limit=9, cursor=None)
        assert (case.reason, case.note, case.customer_id) == ("unknown_parcel", "easypost:TRACK9", "")
