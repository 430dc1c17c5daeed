"""What couriers say of parcels is recorded: EasyPost's signed events, and what Shiprocket answers when it is asked."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from shared.domain.case import CaseReason
from shared.domain.parcel import ParcelNews
from shared.ports import Contended, Parcels, Refused, Unavailable
from shared.runtime import clock
from shared.runtime.environment import required
from shared.runtime.profile import store_profile
from shared.runtime.queue import LAST_DELIVERY, Delivery, TryAgain, postponing, work_off
from shared.runtime.wiring import record
from shared.usecases.parcel_room import ParcelRoom, found, show_to_staff
from shared.usecases.record_parcel import NotOurParcelYet, ask_again, find_parcel, heard_nothing_new, record_parcel

#: Seconds until the next try, by how many there were: a booking is recorded within seconds, a courier's trouble lasts.
WAITS = (10, 60, 300, 900)


class UnknownNews(Exception):
    """A message that is none of this release's."""


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    room: ParcelRoom
    parcels: Parcels
    queue_url: str

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        tables = record()
        room = ParcelRoom(store=store_profile(), orders=tables.orders, commits=tables.commits)
        return cls(room=room, parcels=tables.parcels, queue_url=required("PARCEL_NEWS_QUEUE_URL"))


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        now = clock.utc_now()
        try:
            return _handle(settings, delivery.body, now=now)
        except NotOurParcelYet as nobodys:
            if delivery.receives >= LAST_DELIVERY:
                return _nobodys(settings, delivery.body, code=str(nobodys), now=now)
            raise TryAgain("not_ours_yet", after=_wait(delivery)) from None
        except Unavailable as down:
            if delivery.receives >= LAST_DELIVERY:
                return _later(settings, delivery.body, down, now=now)
            raise TryAgain(down.reason, after=max(_wait(delivery), down.retry_after)) from None
        except Contended:
            raise TryAgain("contended", after=1) from None

    return work_off(event, handle, postpone=postponing(settings.queue_url))


def _wait(delivery: Delivery) -> int:
    return WAITS[min(delivery.receives, len(WAITS)) - 1]


def _handle(settings: Settings, body: Mapping[str, Any], *, now: datetime) -> Mapping[str, object]:
    if body.get("kind") == "courier_event" and body.get("courier") == "easypost":
        return _told(settings, body, now=now)
    if body.get("kind") == "look":
        return _looked(settings, body, now=now)
    raise UnknownNews(str(body.get("kind"))[:40])


def _told(settings: Settings, body: Mapping[str, Any], *, now: datetime) -> Mapping[str, object]:
    from shared.adapters.couriers.easypost_news import news_of_event

    news = news_of_event(body["payload"])
    if news is None:
        return {"outcome": "no_parcel"}
    order_id, parcel_id = find_parcel(settings.parcels, courier=news.courier, tracking_code=news.tracking_code)
    return _recorded(settings, order_id, parcel_id, news, now=now)


def _looked(settings: Settings, body: Mapping[str, Any], *, now: datetime) -> Mapping[str, object]:
    # Loaded only here: what EasyPost signed is believed without asking anybody.
    from shared.adapters.couriers.couriers import UnknownCourier
    from shared.runtime.courier import courier

    order_id, parcel_id = find_parcel(
        settings.parcels, courier=body["courier"], tracking_code=str(body["tracking_code"])
    )
    file, parcel = found(settings.room, order_id, parcel_id)
    try:
        news = courier(parcel.courier, now=now).track(parcel, now=now)
    except (Refused, UnknownCourier) as no:
        if body.get("why") != "poll" or (isinstance(no, Refused) and no.alarm):
            raise
        # It would be asked about every hour for ever: a courier that knows it no more, or that the store has left.
        about = f"{parcel_id}:untraced"
        show_to_staff(
            settings.room, reason=CaseReason.PARCEL_TROUBLE, about=about, order=file.order, note=str(no), now=now
        )
        heard_nothing_new(settings.room, order_id=order_id, parcel_id=parcel_id, now=now)
        return {"outcome": "untraced", "order_id": order_id}
    outcome = _recorded(settings, order_id, parcel_id, news, now=now)
    if outcome["outcome"] == "nothing_new":
        heard_nothing_new(settings.room, order_id=order_id, parcel_id=parcel_id, now=now)
    return {**outcome, "why": body.get("why")}


def _later(settings: Settings, body: Mapping[str, Any], down: Unavailable, *, now: datetime) -> Mapping[str, object]:
    """A courier that is down for half an hour is asked by the hourly run, as about a parcel that is silent."""
    if body.get("kind") != "look":
        raise down
    order_id, parcel_id = find_parcel(
        settings.parcels, courier=body["courier"], tracking_code=str(body["tracking_code"])
    )
    ask_again(settings.room, order_id=order_id, parcel_id=parcel_id, now=now)
    return {"outcome": "courier_down", "order_id": order_id, "why": down.reason}


def _recorded(
    settings: Settings, order_id: str, parcel_id: str, news: ParcelNews, *, now: datetime
) -> dict[str, object]:
    before = found(settings.room, order_id, parcel_id)[1]
    done = record_parcel(settings.room, order_id=order_id, parcel_id=parcel_id, news=news, now=now)
    outcome = "nothing_new" if done.parcel.version == before.version else "recorded"
    return {"outcome": outcome, "order_id": order_id, "state": done.parcel.state.value, "event": done.event}


def _nobodys(settings: Settings, body: Mapping[str, Any], *, code: str, now: datetime) -> Mapping[str, object]:
    """Staff see the code: a parcel that was booked by hand, or another shop's."""
    about = f"{body.get('courier')}:{code}"
    show_to_staff(settings.room, reason=CaseReason.UNKNOWN_PARCEL, about=about, note=about, now=now)
    return {"outcome": "unknown_parcel"}
