"""More customers than units, all at once, in a whole shop over HTTP."""

from __future__ import annotations

import secrets
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.journeys.world import Customer as Phone
from tests.journeys.world import Sale, StoreDoor, World, eventually

SOLD_OUT = (
    "• Mochi, box of 6 is sold out.\n\n"
    "So there is nothing in this cart that we could bring you right now. Sorry! Have a look at what else we have."
)


@pytest.fixture
def fifteen_boxes(world: World) -> Iterator[StoreDoor]:
    """The deployed store in Minneapolis with fifteen boxes of mochi; everything is put back afterwards."""
    world.sim("POST", "/reset")
    mpls = world["mpls"]
    answer = mpls.staff(
        "POST",
        "/stock/mochi_box/movements",
        json={"delta": 15 - mpls.stock()["mochi_box"]["available"], "reason": "count"},
        headers={"Idempotency-Key": secrets.token_hex(8)},
    )
    assert answer.status_code == 200, answer.text
    yield mpls
    world.sim("POST", "/reset")


def test_sixty_signed_carts_for_fifteen_boxes(fifteen_boxes: StoreDoor, world: World) -> None:
    """Over HTTP, through every queue and function: 15 are asked to pay, 45 read that it is sold out, each once."""
    mpls, phones = fifteen_boxes, [Phone() for _ in range(60)]
    numbers = {phone.wa_id for phone in phones}

    def send(phone: Phone) -> int:
        """As Meta does: what is not taken is sent again."""
        cart_message = mpls.message(phone, type="order", order=mpls.order_object(Sale("MOCHI-6", 1, 899)))
        for _ in range(5):
            status = mpls.deliver(mpls.webhook(cart_message, customer=phone)).status_code
            if status == 200:
                break
        return status

    def bodies() -> list[Any]:
        """What these sixty were told: a message of an earlier story may still be on its way."""
        sent = world.sim("GET", "/whatsapp/messages", params={"store": "mpls"})["messages"]
        return [(one["to"], one["body"]["interactive"]) for one in sent if one["to"].lstrip("+") in numbers]

    with ThreadPoolExecutor(len(phones)) as pool:
        assert Counter(pool.map(send, phones)) == {200: 60}
    eventually(lambda: len(bodies()) >= 60, what="60 messages", seconds=120)
    assert Counter(one["status"] for one in mpls.orders()) == {"awaiting_payment": 15, "draft": 45}
    box = mpls.stock()["mochi_box"]
    assert (box["available"], box["reserved"]) == (0, 15)
    told = bodies()
    assert len({to for to, _ in told}) == len(told) == 60
    assert Counter(interactive["type"] for _, interactive in told) == {"cta_url": 15, "catalog_message": 45}
    sold_out = {interactive["body"]["text"] for _, interactive in told if interactive["type"] == "catalog_message"}
    assert sold_out == {SOLD_OUT}
