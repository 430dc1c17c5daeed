"""Money at the imitated Razorpay: fees and their tax, late authorisation, parts, disputes, settlements, lists."""

from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld


def created(world: LocalWorld, reference: str = "order-1", **more: Any) -> str:
    """A link's id."""
    asked = {"amount": 82500, "currency": "INR", "reference_id": reference, "notes": {"order_id": "order-1"}, **more}
    return str(world.razorpay("/payment_links", asked).json()["id"])


def paid(world: LocalWorld, reference: str = "order-1", **how: Any) -> str:
    """The id of a link that was paid like that."""
    id_ = created(world, reference)
    assert world.post(f"/sim/payments/{id_}/pay", json=how).status_code == 200
    return id_


def settle(world: LocalWorld, id_: str, outcome: str) -> int:
    """Decide something; the HTTP status."""
    return world.post(f"/sim/payments/{id_}/settle", json={"outcome": outcome}).status_code


def recon(world: LocalWorld, query: str = "year=2026&month=11&day=21") -> list[tuple[str, int, int, int, int]]:
    """Type, credit, debit, fee and tax of the lines that were settled."""
    lines = world.razorpay(f"/settlements/recon/combined?{query}").json()["items"]
    return [(one["type"], one["credit"], one["debit"], one["fee"], one["tax"]) for one in lines]


def names(world: LocalWorld) -> list[str]:
    """The events told, once all have arrived."""
    world.attempts()
    return sorted(one.json["event"] for one in world.shop.received)


def test_a_settlement_adds_up(world: LocalWorld) -> None:
    """825.00 less 2 % and 18 % tax on them (19.47), less 25.00 refunded, are 780.53; nothing is left for another."""
    link = paid(world)
    world.post(f"/sim/payments/{link}/refund", json={"amount": 2500})
    assert recon(world) == []
    made = world.post("/sim/payouts", json={"store": "pune"}).json()["payouts"]
    assert [(one["amount"], one["fees"], one["tax"], one["status"]) for one in made] == [
        (78053, 1947, 297, "processed")
    ]
    assert recon(world) == [("payment", 80553, 0, 1947, 297), ("refund", 0, 2500, 0, 0)]
    assert recon(world, "year=2026&month=11") == recon(world)
    assert recon(world, "year=2026&month=11&day=22") == []
    assert world.post("/sim/payouts", json={"store": "pune"}).json()["payouts"] == []
    assert world.razorpay("/settlements").json()["items"] == made
    assert "settlement.processed" in names(world)


def test_a_settlement_that_fails_leaves_its_lines_for_the_next(world: LocalWorld) -> None:
    """Only the list tells of it."""
    paid(world)
    first = world.post("/sim/payouts", json={"store": "pune"}).json()["payouts"][0]
    assert (settle(world, first["id"], "failed"), settle(world, first["id"], "failed")) == (200, 409)
    assert recon(world) == []
    again = world.post("/sim/payouts", json={"store": "pune"}).json()["payouts"][0]
    assert again["amount"] == first["amount"] == 80553
    assert [one["status"] for one in world.razorpay("/settlements").json()["items"]] == ["processed", "failed"]


def test_a_failed_payment_may_be_authorised_late_and_then_captured(world: LocalWorld) -> None:
    """One payment id through all of it."""
    link = paid(world, outcome="failed")
    assert world.get("/sim/payments")["payments"][0]["status"] == "open"
    assert settle(world, link, "pending") == 200
    assert world.get("/sim/payments")["payments"][0]["status"] == "pending"
    assert world.post(f"/sim/payments/{link}/pay").status_code == 409
    assert (settle(world, link, "paid"), settle(world, link, "paid")) == (200, 409)
    payments = world.razorpay("/payments").json()["items"]
    assert [(one["status"], one["captured"], one["error_code"]) for one in payments] == [("captured", True, None)]
    assert names(world) == [
        "order.paid",
        "payment.authorized",
        "payment.captured",
        "payment.failed",
        "payment_link.paid",
    ]


def test_a_link_that_takes_parts_is_paid_by_the_last(world: LocalWorld) -> None:
    """400.00, then the remaining 425.00."""
    link = created(world, accept_partial=True)
    world.post(f"/sim/payments/{link}/pay", json={"amount": 40000})
    seen = world.razorpay(f"/payment_links/{link}").json()
    assert (seen["status"], seen["amount_paid"]) == ("partially_paid", 40000)
    world.post(f"/sim/payments/{link}/pay")
    seen = world.razorpay(f"/payment_links/{link}").json()
    assert (seen["status"], seen["amount_paid"], len(seen["payments"])) == ("paid", 82500, 2)


def test_a_refund_may_stay_pending_and_fail(world: LocalWorld) -> None:
    """What failed can be refunded again, and is owed to the store again."""
    link = paid(world)
    world.post("/sim/refunds", json={"provider": "razorpay", "outcome": "pending"})
    refund = world.post(f"/sim/payments/{link}/refund").json()
    assert (refund["status"], refund["amount"]) == ("pending", 82500)
    assert (settle(world, refund["id"], "failed"), settle(world, refund["id"], "succeeded")) == (200, 409)
    payment = world.razorpay(f"/payments/{refund['payment_id']}").json()
    assert (payment["amount_refunded"], payment["refund_status"]) == (0, None)
    second = world.post(f"/sim/payments/{link}/refund", json={"amount": 500}).json()
    assert settle(world, second["id"], "succeeded") == 200
    world.post("/sim/payouts", json={"store": "pune"})
    assert recon(world) == [
        ("payment", 80553, 0, 1947, 297),
        ("refund", 0, 82500, 0, 0),
        ("adjustment", 82500, 0, 0, 0),
        ("refund", 0, 500, 0, 0),
    ]


@pytest.mark.parametrize(
    ("at_once", "outcome", "deducted", "adjustments"),
    [
        (False, "won", 0, []),
        (False, "lost", 82500, [(0, 82500)]),
        (False, "closed", 0, []),
        (True, "won", 0, [(0, 82500), (82500, 0)]),
        (True, "lost", 82500, [(0, 82500)]),
    ],
)
def test_a_dispute_takes_money_when_it_is_lost_or_at_once(
    world: LocalWorld,
    at_once: bool,  # noqa: FBT001 (a table)
    outcome: str,
    deducted: int,
    adjustments: list[tuple[int, int]],
) -> None:
    """As agreed with Razorpay; what was taken comes back when it is won."""
    link = paid(world)
    paid(world, "order-2")
    dispute = world.post(f"/sim/payments/{link}/dispute", json={"at_once": at_once}).json()["id"]
    assert (settle(world, dispute, "under_review"), settle(world, dispute, outcome)) == (200, 200)
    assert settle(world, dispute, "won") == 409
    seen = world.razorpay("/disputes").json()["items"]
    assert [(one["status"], one["amount_deducted"]) for one in seen] == [(outcome, deducted)]
    world.post("/sim/payouts", json={"store": "pune"})
    assert [line[1:3] for line in recon(world) if line[0] == "adjustment"] == adjustments
    assert f"payment.dispute.{outcome}" in names(world)


def test_lists_come_a_page_at_a_time(world: LocalWorld) -> None:
    """Newest first, ten unless asked otherwise, after as many as are skipped, within `from` and `to`."""
    ids = [created(world, f"order-{n}") for n in range(12)][::-1]
    pages = [world.razorpay(f"/payment_links?{query}").json()["payment_links"] for query in ("", "skip=10", "count=2")]
    assert [[one["id"] for one in page] for page in pages] == [ids[:10], ids[10:], ids[:2]]
    now = pages[0][0]["created_at"]
    paid(world, "order-x")
    assert world.razorpay(f"/payments?from={now}&to={now}").json()["count"] == 1
    assert world.razorpay(f"/payments?from={now + 1}").json() == {"entity": "collection", "count": 0, "items": []}


@pytest.mark.parametrize("path", ["/payments?count=101", "/payments?skip=x", "/settlements/recon/combined?year=2026"])
def test_refuses_a_faulty_list_query(world: LocalWorld, path: str) -> None:
    """HTTP 400."""
    assert world.razorpay(path).status_code == 400
