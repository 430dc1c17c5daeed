"""The companies around the store fail in their ways; customers notice a delay at most."""

from collections.abc import Iterator
from functools import partial

import pytest

from tests.journeys.world import Customer, Sale, StoreDoor, World, eventually

# A gateway or WhatsApp that failed is asked again after 15 s or more; several customers wait at the same time.
PATIENT = 240.0
SALES = {"mpls": Sale("WAFFLE", 1, 695), "pune": Sale("SALT-1", 2, 2800)}
PROVIDERS = ("whatsapp", "stripe", "razorpay")
pytestmark = pytest.mark.timeout(600)


@pytest.fixture(autouse=True)
def _no_fault_left_behind(world: World) -> Iterator[None]:
    """The next story starts on a good day."""
    yield
    for provider in PROVIDERS:
        world.arm(provider, "none")


def test_a_gateway_that_fails_delays_the_link_and_makes_no_second_one(world: World) -> None:
    """An error, and an answer that is lost after the link was made: each customer gets one link, once."""
    waiting: list[tuple[StoreDoor, Customer, str]] = []
    for fault in ("5xx", "timeout_after_accept"):
        for store, provider in (("mpls", "stripe"), ("pune", "razorpay")):
            world.arm(provider, fault)
            door, customer = world[store], Customer()
            order = door.order_from(door.send_cart(customer, SALES[store]))
            waiting.append((door, customer, order["id"]))
            _has_struck(world, provider)
    for door, _, order_id in waiting:
        door.until(order_id, status="awaiting_payment", seconds=PATIENT)
    for door, customer, order_id in waiting:
        url = door.hear(customer, "cta_url")["interactive"]["action"]["parameters"]["url"]
        door.exchange_greetings(customer)
        assert [one["url"] for one in door.links_for(order_id)] == [url]
        assert len(door.heard(customer, "cta_url")) == 1


def test_whatsapp_that_fails_gets_the_confirmation_through_once(world: World) -> None:
    """Too many requests, an error, an answer lost after the message was taken: one confirmation, known to be so."""
    waiting: list[tuple[StoreDoor, Customer, str]] = []
    for fault in ("429", "5xx", "timeout_after_accept"):
        for door in (world["mpls"], world["pune"]):
            customer = Customer()
            order = door.order_from(door.send_cart(customer, SALES[door.id]))
            door.hear(customer, "cta_url")
            world.arm("whatsapp", fault)
            door.pay(door.link_for(order["id"])["id"])
            waiting.append((door, customer, order["id"]))
            _has_struck(world, "whatsapp")
    for door, customer, order_id in waiting:
        eventually(partial(_arrived, door, order_id), what="a confirmation known to have arrived", seconds=PATIENT)
        door.exchange_greetings(customer)
        assert len(door.heard(customer, "text")) == 1


@pytest.mark.parametrize("fault", ["duplicate", "drop", "reorder"])
def test_webhooks_that_come_twice_late_or_crossed_change_nothing(world: World, fault: str) -> None:
    """Whatever happens on the way to us: one order, one payment, one confirmation at each store."""
    for provider in PROVIDERS:
        world.arm(provider, fault, times=4)
    doors = [world["mpls"], world["pune"]]
    customers = [Customer(), Customer()]
    carts = [door.send_cart(who, SALES[door.id]) for door, who in zip(doors, customers, strict=True)]
    orders = [door.order_from(cart)["id"] for door, cart in zip(doors, carts, strict=True)]
    for door, order_id in zip(doors, orders, strict=True):
        door.pay(door.link_for(order_id)["id"])
    for door, customer, order_id in zip(doors, customers, orders, strict=True):
        door.until(order_id, status="confirmed")
        door.hear(customer, "text")
        door.exchange_greetings(customer)
        assert [one["id"] for one in door.orders_of(customer)] == [order_id]
        seen = door.order(order_id)
        assert [one["status"] for one in seen["payments"]] == ["paid"]
        assert [len(door.heard(customer, kind)) for kind in ("cta_url", "text")] == [1, 1]


def _has_struck(world: World, provider: str) -> None:
    """Wait until the armed fault is used up."""
    eventually(lambda: not world.sim("GET", "/faults")["faults"].get(provider), what=f"a fault striking {provider}")


def _arrived(door: StoreDoor, order_id: str) -> bool:
    """Whether the timeline says that the confirmation reached WhatsApp or the customer."""
    told = [one for one in door.order(order_id)["timeline"] if one["name"].startswith("OrderConfirmed.")]
    return [one["data"]["state"] in {"sent", "delivered", "read"} for one in told] == [True]
