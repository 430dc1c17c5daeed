"""Money that comes back: partly by a manager, whole by rule, and asked for by a bank, at both gateways."""

from __future__ import annotations

import pytest

from tests.journeys.world import Customer, Json, Sale, World, eventually, words_of

BOTH = pytest.mark.parametrize(
    ("store", "sale"), [("mpls", Sale("WAFFLE", 1, 695)), ("pune", Sale("GHEE-1", 1, 62000))]
)


def refund_of(world: World, store: str, order_id: str, *, state: str) -> Json:
    """The order's one refund, once it is there."""

    def look() -> Json | None:
        refunds = world[store].order(order_id)["refunds"]
        return next((one for one in refunds if one["state"] == state), None)

    return eventually(look, what=f"a refund that {state}")


@BOTH
def test_an_order_is_paid_partly_refunded_disputed_and_won(world: World, store: str, sale: Sale) -> None:
    """The customer is told of the refund, a person of the dispute, and the order stays paid all along."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    door.hear(customer, "text")
    asked = {"amount": 200, "reason": "it was cold"}
    key = {"Idempotency-Key": f"refund-{order['id']}"}
    for _ in range(2):
        answer = door.staff("POST", f"/orders/{order['id']}/refunds", role="manager", json=asked, headers=key)
        assert answer.status_code == 200, answer.text
    refund = refund_of(world, store, order["id"], state="succeeded")
    assert (refund["amount"], refund["requested_by"] != "rule") == (200, True)
    said = {words_of(door.hear(customer, "text", number=number)) for number in (2, 3)}
    assert any("back" in one for one in said)
    assert any("is on its way" in one for one in said)
    link = door.link_for(order["id"])
    at_once = {"at_once": True} if door.entry["payment_provider"] == "razorpay" else {}
    dispute = world.sim("POST", f"/payments/{link['id']}/dispute", json=at_once)

    def case() -> Json | None:
        cases = door.staff("GET", "/queue").json()["items"]
        return next((one for one in cases if one["order_id"] == order["id"]), None)

    assert eventually(case, what="a case of the dispute")["reason"] == "dispute"
    world.sim("POST", f"/payments/{dispute['id']}/settle", json={"outcome": "won"})
    seen = door.order(order["id"])
    assert (seen["status"], seen["payment_status"]) == ("confirmed", "paid")
    assert [one["amount"] for one in seen["refunds"]] == [200]
    assert [one["amount"] for one in door.payments() if one["kind"] == "refund"].count(200) >= 1
