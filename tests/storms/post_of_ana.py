"""The post between a store's workers while a parcel is on its way: what is announced goes where the rules say, more
than once, and each delivery may be broken off. Courier, Meta and their webhooks are the simulated ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random
from typing import Any

import boto3
import pytest

from functions.arm_timers import handler as arm_timers
from functions.ask_courier import handler as ask_courier
from functions.message_customer import handler as message_customer
from functions.process_inbox import handler as process_inbox
from functions.record_parcels import handler as record_parcels
from functions.record_statuses import handler as record_statuses
from functions.request_payment import handler as request_payment
from functions.run_timer import handler as run_timer
from infra.cli.templates import sync_templates
from infra.store_files import load_stores
from shared.adapters.couriers import shiprocket_wire
from shared.domain import events
from shared.domain.order import OrderStatus
from shared.domain.parcel import ParcelState
from shared.runtime import courier as couriers
from shared.usecases.milestones import MILESTONES
from shared.usecases.move_order import Said, move_order
from shared.usecases.parcel_room import ParcelRoom
from tests.fakes.simulated_world import MPLS_TOKEN, PUNE_TOKEN, LocalWorld, a_shop
from tests.storms.parcel_of_ana import courier_at, profile, sell, shop_of, the_parcel
from tests.storms.stage import REGION, TOKEN, Faults, Killed, Stage, stage
from tests.storms.test_crashes import CART, ORDER, PAID

#: Where what happened goes, beside the customer.
RULES = {
    request_payment: (events.OrderReceived,),
    ask_courier: (events.ParcelRequested, events.ParcelGivenUp, events.DeliveryInstructed, events.OrderCancelled),
    arm_timers: (events.ParcelAttemptFailed, events.ParcelDelivered, events.OrderCollected),
}
_P = ParcelState
#: What must be true of a parcel at the moment in which its customer is told so.
TRUE_WHILE = {
    "ParcelDispatched": {_P.IN_TRANSIT},
    "ParcelOutForDelivery": {_P.OUT_FOR_DELIVERY},
    "ParcelAttemptFailed": {_P.FAILED_ATTEMPT},
    "DeliveryReminded": {_P.FAILED_ATTEMPT},
    "ParcelDelivered": {_P.DELIVERED},
    "FollowUpDue": {_P.DELIVERED},
}
#: So often the delivery of a letter is broken off.
STRIKES = 3
#: Meta's numbers of the stores in the simulators, with their tokens.
NUMBERS = {"easypost": ("mpls", "1065001", MPLS_TOKEN), "shiprocket": ("pune", "1065002", PUNE_TOKEN)}


@dataclass
class Letter:
    """Something on its way to a function."""

    function: Any
    body: Mapping[str, Any]


@dataclass
class Post:
    """What is under way between the workers of Ana's store.

    ``strike``: how each letter's first deliveries are broken off, and at which of its calls the first one is; the next
    one is at the next call. To be killed before a call is to be killed after the one before it. ``share``: of a hundred
    letters so many come again later.
    """

    stage: Stage
    world: LocalWorld
    courier: str
    random: Random
    strike: tuple[str, int] | None = None
    share: int = 30
    pool: list[Letter] = field(default_factory=list)
    late: list[Letter] = field(default_factory=list)
    announced: int = 0
    taken: int = 0
    struck: int = 0
    order_id: str = "ord_1"
    fired: set[str] = field(default_factory=set)
    told: list[str] = field(default_factory=list)

    def collect(self) -> bool:
        """Put into the post what was announced, told by the courier, or is due; whether there was anything."""
        before = len(self.pool)
        file = self.stage.record.orders.read_all(self.order_id)
        fresh = file.events[self.announced :] if file else ()
        self.announced += len(fresh)
        for event in fresh:
            rules = [function for function, kinds in RULES.items() if isinstance(event, kinds)]
            self.pool += [Letter(function, {"detail": event.detail()}) for function in rules]
            self.pool += [Letter(message_customer, event.detail())] if type(event) in MILESTONES else []
        self.world.attempts()
        hooks = [one for one in self.world.shop.received if one.path.endswith("/parcel")]
        self.pool += [Letter(record_parcels, self.news(one.json)) for one in hooks[self.taken :]]
        self.taken = len(hooks)
        self.pool += [Letter(run_timer, body) for body in self._due()]
        return len(self.pool) > before

    def news(self, payload: Mapping[str, Any]) -> Mapping[str, Any]:
        """A webhook as its function queues it."""
        if self.courier == "easypost":
            return {"kind": "courier_event", "courier": "easypost", "event_id": payload["id"], "payload": payload}
        return {"kind": "look", "courier": "shiprocket", "tracking_code": str(payload["awb"]), "why": "webhook"}

    def settle(self) -> None:
        """Deliver what there is, and what comes of it, in turn; then some of what comes again."""
        while self.pool or self.collect():
            self.deliver(self.pool.pop(0))
        for letter in [one for one in self.late if self.random.random() < 0.5]:
            self.late.remove(letter)
            self.deliver(letter, again=True)
        if self.collect():
            self.settle()

    def rage(self) -> None:
        """Deliver everything in no order at all, and what comes of it."""
        self.collect()
        while self.pool or self.late or self.collect():
            self.pool += self.late
            self.late.clear()
            letter = self.pool.pop(self.random.randrange(len(self.pool)))
            self.deliver(letter)
            # What a message leaves behind is nothing that is announced.
            if letter.function is not message_customer:
                self.collect()

    def deliver(self, letter: Letter, *, again: bool = False) -> None:
        """Deliver until it is done, the first time broken off; Meta reports in between."""
        s = self.stage
        if not again and self.random.randrange(100) < self.share:
            self.late.append(letter)
        for receives in range(1, 6):
            if receives <= STRIKES and self.strike is not None:
                s.faults.how, first = self.strike
                s.faults.at = len(s.faults.calls) + first + receives - 1
            try:
                failed = s.deliver(letter.function, letter.body, receives=receives)
            except Killed:
                failed = ["killed"]
            self.struck += s.faults.at is not None and len(s.faults.calls) > s.faults.at
            s.faults.at = None
            self._see()
            if not failed:
                return
            s.forget()
            self.passes(timedelta(minutes=1))
            self._meta_reports()
        raise AssertionError(f"{letter.function.__name__} is not done with {letter.body}")

    def passes(self, time: timedelta) -> None:
        """The clocks go on."""
        self.stage.now += time
        self.world.time[0] = self.stage.now

    def until(self, hours: float, since: datetime) -> None:
        """It is so many hours later."""
        self.passes(max(since + timedelta(hours=hours) - self.stage.now, timedelta(0)))

    def scanned(self, status: str) -> None:
        """The courier's next scan."""
        code = the_parcel(self.stage, self.order_id).tracking_code
        assert self.world.post(f"/sim/parcels/{code}", json={"status": status}).status_code == 200

    def says(self, status: OrderStatus) -> None:
        """Staff say how far the order is."""
        s, store = self.stage, shop_of(self.courier)
        room = ParcelRoom(store=store, orders=s.record.orders, commits=s.record.commits)
        move_order(room, order_id=self.order_id, said=Said(status=status, request="k", customer=None), now=s.now)

    def heard(self) -> list[dict[str, Any]]:
        """What Meta took for Ana."""
        store = NUMBERS[self.courier][0]
        sent: list[dict[str, Any]] = self.world.get("/sim/whatsapp/messages", params={"store": store})["messages"]
        return [one for one in sent if "biz_opaque_callback_data" in one["body"]]

    def _see(self) -> None:
        """What reached her is true of her parcel now."""
        tags = [one["body"]["biz_opaque_callback_data"].partition("|")[2] for one in self.heard()]
        for tag in tags[len(self.told) :]:
            name = tag.partition(".")[0]
            if name in TRUE_WHILE:
                assert the_parcel(self.stage, self.order_id).state in TRUE_WHILE[name], tag
            self.told.append(".".join(part for part in tag.split(".") if not part.startswith("pcl_")))

    def _meta_reports(self) -> None:
        told = [
            {
                "id": one["id"],
                "status": "sent",
                "timestamp": "1795284000",
                "biz_opaque_callback_data": one["body"]["biz_opaque_callback_data"],
            }
            for one in self.heard()
        ]
        if told:
            assert self.stage.deliver(record_statuses, {"statuses": told}) == []

    def _due(self) -> Iterator[Mapping[str, Any]]:
        scheduler = boto3.client("scheduler", region_name=REGION)
        for one in scheduler.list_schedules(GroupName="timers")["Schedules"]:
            found = scheduler.get_schedule(GroupName="timers", Name=one["Name"])
            at = datetime.fromisoformat(found["ScheduleExpression"][3:-1] + "+00:00")
            if at <= self.stage.now and one["Name"] not in self.fired:
                self.fired.add(one["Name"])
                yield json.loads(found["Target"]["Input"])


@contextmanager
def post(
    monkeypatch: pytest.MonkeyPatch,
    world: LocalWorld,
    courier: str,
    *,
    seed: int,
    strike: tuple[str, int] | None = None,
) -> Iterator[Post]:
    """A store's workers with nothing to do yet; Ana has written to the store."""
    store, number, token = NUMBERS[courier]
    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    for module in (ask_courier, couriers):
        monkeypatch.setattr(module, "courier", lambda name, **_: courier_at(name, world))
    with a_shop() as shop, stage(monkeypatch, Faults()) as s:
        world.begin_anew(shop)
        monkeypatch.setenv("STORE", json.dumps(profile(courier)))
        monkeypatch.setenv("WHATSAPP_API_URL", f"{world.url}/sim/graph/v25.0")
        monkeypatch.setenv("PHONE_NUMBER_ID", number)
        s.parameters[TOKEN] = token
        s.forget()
        world.say({"type": "text", "text": {"body": "hello"}}, store=store)
        yield Post(stage=s, world=world, courier=courier, random=Random(seed), strike=strike)


def hand_in_templates(world: LocalWorld) -> None:
    """Meta has approved what the stores may say at any time."""
    described = json.loads((world.folder / "world.json").read_text())["stores"]
    for store in load_stores():
        waba = described[store.id]["waba_id"]
        ours = replace(store, whatsapp=replace(store.whatsapp, waba_id=waba))
        token = described[store.id]["internal"]["whatsapp_token"]
        sync_templates(ours, api_url=f"{world.url}/sim/graph/v25.0", token=token)


def bought(p: Post) -> None:
    """Ana has her ticket: by a cart and its payment, or as the record has it."""
    if p.courier == "easypost":
        p.order_id = ORDER
        p.deliver(Letter(process_inbox, CART))
        p.settle()
        p.deliver(Letter(process_inbox, PAID))
    else:
        sell(p.stage, p.courier)
    p.settle()
