"""The shelf runs low, and its supplier hears of it: once, until the goods have come."""

import json
from typing import Any

import pytest

from infra.local.cloud import client
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually


@pytest.mark.parametrize(
    ("store", "sale", "item", "reorder_point", "supplier", "another", "ordered"),
    [
        (
            "mpls",
            Sale("TOP-JELLY", 1, 75),
            "lychee_jelly_g",
            500,
            "orders@north-loop-tapioca.example",
            "pudding_g",
            ("Item:      lychee_jelly_g", "Quantity:  2000", "your days: Tue, Fri; lead time 3 days"),
        ),
        (
            "pune",
            Sale("OIL-MUS-1", 1, 18500),
            "OIL-MUS-1",
            30,
            "sales@deccan-oils.example",
            "OIL-SUN-5",
            ("Item:      OIL-MUS-1", "Quantity:  150", "your days: Wed; lead time 2 days"),
        ),
    ],
    ids=["mpls", "pune"],
)
def test_a_low_shelf_is_ordered_once_until_the_goods_are_there(
    world: World,
    store: str,
    sale: Sale,
    item: str,
    reorder_point: int,
    supplier: str,
    another: str,
    ordered: tuple[str, ...],
) -> None:
    """One email per shortage with what, how much and when; units that come and go with an order are no new shortage."""
    door = world[store]
    door.let_go(sale.sku)
    _stand_just_above(door, item, reorder_point)
    earlier = len(_emails(world, supplier, item))
    order = door.order_from(door.send_cart(Customer(), sale))
    first = eventually(lambda: _emails(world, supplier, item)[earlier:], what=f"an email about {item}")
    for fact in ordered:
        assert fact in first[0]["text"]
    purchase = eventually(lambda: _purchase_on_the_way(door, item), what="a purchase order that is sent")
    assert purchase["id"] in first[0]["subject"]
    assert f"Quantity:  {purchase['quantity']}" in first[0]["text"]

    # The customer does not pay, the units go back, the next customer takes them: the goods are still on their way.
    door.until(order["id"], status="awaiting_payment")
    world.run_timers(store)
    door.until(order["id"], status="expired")
    assert door.stock()[item]["available"] == reorder_point + 1
    door.order_from(door.send_cart(Customer(), sale))
    assert door.stock()[item]["available"] <= reorder_point
    _run_another_shelf_low(door, supplier, another)
    assert len(_emails(world, supplier, item)) == earlier + 1

    # The goods come, the shelf is sold down again: a new shortage.
    _stand_just_above(door, item, reorder_point)
    door.order_from(door.send_cart(Customer(), sale))
    second = eventually(lambda: _emails(world, supplier, item)[earlier + 1 :], what=f"a second email about {item}")
    assert purchase["id"] not in second[0]["subject"]
    _run_another_shelf_low(door, supplier, another)
    assert len(_emails(world, supplier, item)) == earlier + 2


def _run_another_shelf_low(door: StoreDoor, supplier: str, item: str) -> None:
    """Cross another item's reorder point and wait for its email: crossings before this one have been dealt with."""
    earlier = len(_emails(door.world, supplier, item))
    _stand_just_above(door, item, int(door.stock()[item]["reorder_point"]))
    door.correct(item, -1)
    eventually(lambda: _emails(door.world, supplier, item)[earlier:], what=f"an email about {item}")
    eventually(lambda: _on_order(door, item), what=f"{item} on order")


def _stand_just_above(door: StoreDoor, item: str, reorder_point: int) -> None:
    """Let the shelf hold one unit more than its reorder point, as some time after a delivery: nothing is on order."""
    available = int(door.stock()[item]["available"])
    door.correct(item, max(1, reorder_point + 2 - available), reason="delivery")
    door.shelve(item, reorder_point + 1)
    assert _on_order(door, item) is None


def _on_order(door: StoreDoor, item: str) -> str | None:
    found: str | None = door.staff("GET", f"/stock/{item}").json()["open_purchase"]
    return found


def _emails(world: World, supplier: str, item: str) -> list[Json]:
    return [one for one in world.emails(to=supplier) if one["subject"].endswith(f" x {item}")]


def _purchase_on_the_way(door: StoreDoor, item: str) -> dict[str, Any] | None:
    """The item's purchase order as the table has it, once its email is sent."""
    number = _on_order(door, item)
    if number is None:
        return None
    row = client("dynamodb", cloud=door.world.contract["cloud"]).get_item(
        TableName=door.entry["internal"]["stock_table"],
        Key={"pk": {"S": f"PURCHASE#{number}"}, "sk": {"S": "HEAD"}},
    )["Item"]
    return {"id": number, **json.loads(row["body"]["S"])} if row["status"]["S"] == "sent" else None
