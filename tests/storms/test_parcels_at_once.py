"""Two workers at the same parcel, one breaking in at any call of the other: one label, or none if given up."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from functions.ask_courier import handler as ask_courier
from shared.adapters.couriers import shiprocket_wire
from shared.domain.parcel import ParcelState
from shared.usecases.book_parcel import book_parcel
from shared.usecases.give_up_parcel import give_up_parcel
from shared.usecases.parcel_room import ParcelRoom
from tests.fakes.people import NOW
from tests.fakes.simulated_world import LocalWorld, a_shop
from tests.shared.adapters.couriers.conftest import STORES
from tests.shared.usecases.parcels_of_a_shop import Shop
from tests.storms.parcel_of_ana import courier_at, shop_of, the_parcel, wanted
from tests.storms.stage import Stage, stage

BOTH = pytest.mark.parametrize("courier", ["easypost", "shiprocket"])


class Interrupted(requests.Session):
    """Before its call number ``at`` (from 0) leaves, something else happens, once."""

    def __init__(self, *, at: int, act: Callable[[], object]) -> None:
        super().__init__()
        self.trust_env = False
        self.at, self.act, self.calls = at, act, 0

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``, but for what happens before."""
        self.calls += 1
        if self.calls - 1 == self.at:
            self.act()
        return super().request(*args, **kwargs)


def booked_while(
    monkeypatch: pytest.MonkeyPatch,
    world: LocalWorld,
    s: Stage,
    *,
    courier: str,
    at: int,
    act: Callable[[Mapping[str, Any]], object],
) -> int:
    """Book the parcel, with something that happens before a call of the courier's; how many calls there were."""
    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    body = wanted(monkeypatch, s, courier)

    def meanwhile() -> None:
        # The other worker's own session is not interrupted.
        monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, world))
        act(body)

    session = Interrupted(at=at, act=meanwhile)
    monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, world, session))
    s.deliver_until_done(ask_courier, body)
    return session.calls


def labels(world: LocalWorld, *, voided: bool) -> list[str]:
    """The tracking codes of the labels that were bought, and given back or not."""
    made = world.get("/sim/parcels")["parcels"]
    return [one["tracking_code"] for one in made if (one["status"] == "cancelled") is voided]


def every_call(play: Callable[[int], int]) -> int:
    """Play it with the interruption at each call in turn; how many there were."""
    at = 0
    while play(at) > at:
        at += 1
    return at


@BOTH
def test_two_that_book_at_once_buy_one_label(monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str) -> None:
    """EasyPost sells a label for each shipment of the same reference: what is bought is on record before."""

    def play(at: int) -> int:
        with a_shop() as shop, stage(monkeypatch) as s:
            served.begin_anew(shop)
            calls = booked_while(
                monkeypatch, served, s, courier=courier, at=at, act=lambda body: s.deliver(ask_courier, body)
            )
            assert labels(served, voided=False) == [the_parcel(s).tracking_code], f"before call {at}"
            assert [one.name for one in s.order("ord_1").events] == ["ParcelRequested", "ParcelBooked"], at
        return calls

    assert every_call(play) >= 4


@BOTH
def test_a_parcel_that_is_given_up_while_it_is_booked_leaves_no_label(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str
) -> None:
    """Whichever of the two is quicker, the label is given back, if there was one."""

    def play(at: int) -> int:
        with a_shop() as shop, stage(monkeypatch) as s:
            served.begin_anew(shop)

            def give_up(_: Mapping[str, Any]) -> None:
                room = ParcelRoom(store=shop_of(courier), orders=s.record.orders, commits=s.record.commits)
                give_up_parcel(room, order_id="ord_1", parcel_id=the_parcel(s).id, now=s.now)
                told = s.order("ord_1").events[-1]
                s.deliver(ask_courier, {"detail": told.detail()})

            calls = booked_while(monkeypatch, served, s, courier=courier, at=at, act=give_up)
            if calls > at:
                assert labels(served, voided=False) == [], f"before call {at}"
                assert the_parcel(s).state is ParcelState.CANCELLED, at
        return calls

    assert every_call(play) >= 4


@BOTH
def test_a_booking_that_died_with_its_label_is_given_back_with_the_parcel(
    monkeypatch: pytest.MonkeyPatch, served: LocalWorld, courier: str
) -> None:
    """Nothing of the label is on record; our own id finds it."""
    monkeypatch.setattr(shiprocket_wire, "_tokens", {})
    with a_shop() as shop, stage(monkeypatch) as s:
        served.begin_anew(shop)
        body = wanted(monkeypatch, s, courier)
        file, parcel = s.order("ord_1"), the_parcel(s)
        store = shop_of(courier)
        bought = courier_at(courier, served).book(parcel, order=file.order, store=store, due=0, now=s.now)
        assert labels(served, voided=False) == [bought.tracking_code]
        room = ParcelRoom(store=store, orders=s.record.orders, commits=s.record.commits)
        give_up_parcel(room, order_id="ord_1", parcel_id=parcel.id, now=s.now)
        monkeypatch.setattr(ask_courier, "courier", lambda name, **_: courier_at(name, served))
        s.deliver_until_done(ask_courier, body)
        assert labels(served, voided=True) == [bought.tracking_code]


class Turns:
    """Two workers, of which one runs at a time, up to its next call of the courier's, in the order of ``steps``."""

    def __init__(self, steps: Sequence[str]) -> None:
        self.steps, self.over = list(steps[1:]), set[str]()
        self.changed = threading.Condition()
        self.running = steps[0]

    def give_way(self, name: str) -> None:
        """Let whose step it is run, and come back when it is one's own."""
        with self.changed:
            self._next()
            self.changed.wait_for(lambda: self.running == name, timeout=30)

    def run(self, name: str, act: Callable[[], str]) -> str:
        """Begin when it is one's turn; whoever is done is not waited for any more."""
        with self.changed:
            self.changed.wait_for(lambda: self.running == name, timeout=30)
        try:
            return act()
        finally:
            with self.changed:
                self.over.add(name)
                self._next()

    def _next(self) -> None:
        waiting = [one for one in "AB" if one not in self.over]
        self.steps = [one for one in self.steps if one in waiting]
        self.running = self.steps.pop(0) if self.steps else next(iter(waiting), "")
        self.changed.notify_all()


class InTurn(requests.Session):
    """Each call waits for its turn."""

    def __init__(self, name: str, turns: Turns) -> None:
        super().__init__()
        self.trust_env = False
        self.name, self.turns = name, turns

    def request(self, *args: Any, **kwargs: Any) -> requests.Response:
        """As ``requests.Session.request``, later."""
        self.turns.give_way(self.name)
        return super().request(*args, **kwargs)


#: Each looks, makes, looks again and buys, in every order that two can do so in: the second begins second.
ORDERS = [
    "".join("A" if place in chosen else "B" for place in range(10))
    for chosen in itertools.combinations(range(10), 5)
    if 0 in chosen
]


def test_two_bookings_in_any_order_of_their_calls_buy_one_label(served: LocalWorld) -> None:
    """All 126 of them, at EasyPost, which would sell both a label."""
    assert len(ORDERS) == 126
    with a_shop() as webhooks, ThreadPoolExecutor(2) as threads:
        for steps in ORDERS:
            served.begin_anew(webhooks)
            shop, turns = Shop(), Turns(steps)
            parcel = shop.requested()
            room = ParcelRoom(store=STORES["easypost"], orders=shop.record.orders, commits=shop.record.commits)

            def book(name: str, *, turns: Turns = turns, room: ParcelRoom = room, parcel_id: str = parcel.id) -> str:
                with InTurn(name, turns) as session:
                    courier = courier_at("easypost", served, session)
                    wish = {"order_id": "ord_1", "parcel_id": parcel_id}
                    return turns.run(name, lambda: book_parcel(room, **wish, courier=courier, now=NOW))

            assert list(threads.map(book, "AB")) == ["booked", "booked"], steps
            assert labels(served, voided=False) == [shop.parcel().tracking_code], steps
