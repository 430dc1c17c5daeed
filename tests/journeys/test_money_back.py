"""Money that comes back: partly by a manager, whole by rule, and asked for by a bank, at both gateways."""

from __future__ import annotations

import pytest

from tests.journeys.books import of_order, sums
from tests.journeys.world import Customer, Json, Sale, StoreDoor, World, eventually, words_of

#: 6.95 with 9.03 % of tax in it at Stripe, which charges 15.00 for a dispute; 620.00 with 5 % at Razorpay. Of both
#: 2.00 and then 3.00 went back.
BOTH = pytest.mark.parametrize(
    ("store", "sale", "left", "books"),
    [
        (
            "mpls",
            Sale("WAFFLE", 1, 695),
            195,
            {"gateway_clearing": -1305, "gateway_fees": 1500, "refunds": 458, "sales": -637, "tax": -16},
        ),
        (
            "pune",
            Sale("GHEE-1", 1, 62000),
            61500,
            {"gateway_clearing": 61500, "refunds": 476, "sales": -59048, "tax": -2928},
        ),
    ],
    ids=["mpls", "pune"],
)


def give_back(door: StoreDoor, order_id: str, amount: int, *, times: int = 1) -> None:
    """A manager gives a part back, and presses the button so often; it arrives."""
    asked = {"amount": amount, "reason": "it was cold"}
    key = {"Idempotency-Key": f"refund-{order_id}-{amount}"}
    for _ in range(times):
        answer = door.staff("POST", f"/orders/{order_id}/refunds", role="manager", json=asked, headers=key)
        assert answer.status_code == 200, answer.text

    def look() -> list[Json]:
        refunds = door.order(order_id)["refunds"]
        return [one for one in refunds if one["amount"] == amount and one["state"] == "succeeded"]

    assert len(eventually(look, what=f"a refund of {amount}")) == 1


@BOTH
def test_an_order_is_paid_partly_refunded_twice_disputed_and_won(
    world: World, store: str, sale: Sale, left: int, books: dict[str, int]
) -> None:
    """The customer is told of each refund and its end, a person of the dispute; the order stays paid all along."""
    door, customer = world[store], Customer()
    order = door.buy(customer, sale)
    door.hear(customer, "text")
    give_back(door, order["id"], 200, times=2)
    door.hear(customer, "text", number=3)
    give_back(door, order["id"], 300)
    door.hear(customer, "text", number=5)
    refused = door.staff(
        "POST",
        f"/orders/{order['id']}/refunds",
        role="manager",
        json={"amount": left + 1, "reason": "it was cold"},
        headers={"Idempotency-Key": f"too-much-{order['id']}"},
    )
    assert refused.status_code == 409
    assert str(left) in refused.text
    at_gateway = [one for one in door.payments() if one["kind"] == "refund" and one["order_id"] == order["id"]]
    assert sorted((one["amount"], one["status"]) for one in at_gateway) == [(200, "succeeded"), (300, "succeeded")]

    at_once = {"at_once": True} if store == "pune" else {}
    asked = {"amount": left, **at_once}
    dispute = world.sim("POST", f"/payments/{door.link_for(order['id'])['id']}/dispute", json=asked)

    def case() -> Json | None:
        cases = door.staff("GET", "/queue").json()["items"]
        return next((one for one in cases if one["order_id"] == order["id"]), None)

    opened = eventually(case, what="a case of the dispute")
    assert (opened["reason"], "answer by 20" in opened["note"]) == ("dispute", True)
    world.sim("POST", f"/payments/{dispute['id']}/settle", json={"outcome": "won"})
    fees = ["gateway_fee"] if store == "mpls" else []
    facts = ["order_confirmed", "payment_captured", "refund_made", "refund_made", "dispute_taken", "dispute_won", *fees]
    assert of_order(door, order["id"], kinds=facts) == books
    assert set(sums(door).values()) == {0}
    seen = door.order(order["id"])
    assert (seen["status"], seen["payment_status"]) == ("confirmed", "paid")
    assert sorted(one["amount"] for one in seen["refunds"]) == [200, 300]
    disputes = [one["data"] for one in seen["timeline"] if one["name"] == "PaymentDisputed"]
    assert [(one["state"], one["amount"]) for one in disputes] == [("open", left), ("won", left)]
    # The confirmation, and twice: it is asked for, it is on its way. Of the dispute the customer hears from their bank.
    door.exchange_greetings(customer)
    told = [words_of(body) for body in door.heard(customer, "text")]
    assert len(told) == 5
    assert sum("is on its way" in one for one in told) == 2
