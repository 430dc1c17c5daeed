"""Money at the imitated Stripe: every movement with its fee, disputes, late banks, payouts, and lists page by page."""

from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld

ORDER: dict[str, Any] = {
    "mode": "payment",
    "success_url": "https://wa.me/16125550142",
    "client_reference_id": "order-1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "1472",
    "line_items[0][price_data][product_data][name]": "Tea",
    "line_items[0][quantity]": "1",
}


def opened(world: LocalWorld) -> str:
    """A session's id."""
    return str(world.stripe("/checkout/sessions", ORDER).json()["id"])


def paid(world: LocalWorld, **how: Any) -> str:
    """The id of a session that was paid like that."""
    id_ = opened(world)
    assert world.post(f"/sim/payments/{id_}/pay", json=how).status_code == 200
    return id_


def settle(world: LocalWorld, id_: str, outcome: str) -> int:
    """Decide something; the HTTP status."""
    return world.post(f"/sim/payments/{id_}/settle", json={"outcome": outcome}).status_code


def moved(world: LocalWorld, query: str = "") -> list[tuple[str, int, int, int]]:
    """Category, amount, fee and net of every movement, oldest first."""
    data = world.stripe(f"/balance_transactions?limit=100{query}").json()["data"][::-1]
    return [(one["reporting_category"], one["amount"], one["fee"], one["net"]) for one in data]


def names(world: LocalWorld) -> list[str]:
    """The events told, once all have arrived."""
    world.attempts()
    return sorted(one.json["type"] for one in world.shop.received)


def test_a_payment_costs_2_9_percent_and_30_cents(world: LocalWorld) -> None:
    """14.72: 42.688 cents round to 43, and 30 are 73; 13.99 stay."""
    paid(world)
    assert moved(world) == [("charge", 1472, 73, 1399)]


def test_a_refund_leaves_at_once_and_a_failed_one_comes_back(world: LocalWorld) -> None:
    """Pending, succeeded, failed: the fee of the payment is never returned."""
    session = paid(world)
    world.post("/sim/refunds", json={"provider": "stripe", "outcome": "pending"})
    refund = world.post(f"/sim/payments/{session}/refund", json={"amount": 472}).json()
    assert (refund["status"], refund["amount"]) == ("pending", 472)
    assert settle(world, refund["id"], "succeeded") == 200
    assert settle(world, refund["id"], "succeeded") == 409
    assert settle(world, refund["id"], "failed") == 200
    assert settle(world, refund["id"], "failed") == 409
    assert moved(world) == [("charge", 1472, 73, 1399), ("refund", -472, 0, -472), ("refund_failure", 472, 0, 472)]
    failed = world.stripe(f"/refunds/{refund['id']}").json()
    assert (failed["status"], failed["failure_reason"]) == ("failed", "expired_or_canceled_card")
    again = world.stripe("/refunds", {"payment_intent": refund["payment_intent"]}).json()
    assert again["amount"] == 1472
    listed = world.get("/sim/payments?store=mpls")["payments"]
    assert [(one["kind"], one["status"], one["amount"]) for one in listed] == [
        ("link", "paid", 1472),
        ("refund", "failed", 472),
        ("refund", "pending", 1472),
    ]


def test_a_dispute_takes_the_money_and_a_fee_and_winning_returns_the_money(world: LocalWorld) -> None:
    """15 dollars stay with Stripe."""
    session = paid(world)
    dispute = world.post(f"/sim/payments/{session}/dispute").json()["id"]
    assert settle(world, dispute, "under_review") == 200
    assert settle(world, dispute, "won") == 200
    assert settle(world, dispute, "lost") == 409
    assert moved(world) == [
        ("charge", 1472, 73, 1399),
        ("dispute", -1472, 1500, -2972),
        ("dispute_reversal", 1472, 0, 1472),
    ]
    assert names(world) == [
        "charge.dispute.closed",
        "charge.dispute.created",
        "charge.dispute.funds_reinstated",
        "charge.dispute.funds_withdrawn",
        "charge.dispute.updated",
        "checkout.session.completed",
        "payment_intent.succeeded",
    ]
    assert [one["status"] for one in world.get("/sim/disputes?store=mpls")["disputes"]] == ["won"]


def test_a_lost_dispute_returns_nothing_and_an_inquiry_takes_nothing(world: LocalWorld) -> None:
    """An inquiry that ends is closed."""
    lost = world.post(f"/sim/payments/{paid(world)}/dispute", json={"amount": 500}).json()["id"]
    asked = world.post(f"/sim/payments/{paid(world)}/dispute", json={"inquiry": True}).json()["id"]
    assert (settle(world, lost, "lost"), settle(world, asked, "won")) == (200, 200)
    assert [one for one in moved(world) if one[0] != "charge"] == [("dispute", -500, 1500, -2000)]
    statuses = {one["id"]: one["status"] for one in world.stripe("/disputes").json()["data"]}
    assert statuses == {lost: "lost", asked: "warning_closed"}


def test_a_bank_that_answers_later_pays_then(world: LocalWorld) -> None:
    """The session is complete and unpaid until then; nobody can pay it a second time."""
    session = paid(world, outcome="pending")
    assert world.get("/sim/payments")["payments"][0]["status"] == "pending"
    assert world.post(f"/sim/payments/{session}/pay").status_code == 409
    assert moved(world) == []
    assert (settle(world, session, "paid"), settle(world, session, "paid")) == (200, 409)
    assert moved(world) == [("charge", 1472, 73, 1399)]
    assert names(world) == [
        "checkout.session.async_payment_succeeded",
        "checkout.session.completed",
        "payment_intent.succeeded",
    ]


def test_a_bank_that_says_no_later_pays_nothing(world: LocalWorld) -> None:
    """The link is failed for good."""
    session = paid(world, outcome="pending")
    assert settle(world, session, "failed") == 200
    assert world.get("/sim/payments")["payments"][0]["status"] == "failed"
    assert world.post(f"/sim/payments/{session}/dispute").status_code == 409
    assert moved(world) == []


def test_a_payout_takes_what_is_there_and_a_failed_one_brings_it_back(world: LocalWorld) -> None:
    """Its movements can be asked for by its id, and add up to nothing with it."""
    for _ in range(2):
        paid(world)
    first = world.post("/sim/payouts", json={"store": "mpls"}).json()["payouts"]
    assert [(one["amount"], one["status"], one["currency"]) for one in first] == [(2798, "paid", "usd")]
    assert world.post("/sim/payouts", json={"store": "mpls"}).json()["payouts"] == []
    of_payout = moved(world, f"&payout={first[0]['id']}")
    assert of_payout == [("charge", 1472, 73, 1399), ("charge", 1472, 73, 1399), ("payout", -2798, 0, -2798)]
    assert settle(world, first[0]["id"], "failed") == 200
    second = world.post("/sim/payouts", json={"store": "mpls"}).json()["payouts"]
    assert [one["amount"] for one in second] == [2798]
    assert [one["status"] for one in world.stripe("/payouts").json()["data"]] == ["paid", "failed"]
    assert [one for one in names(world) if "payout" in one] == ["payout.failed", "payout.paid", "payout.paid"]


def test_lists_come_a_page_at_a_time(world: LocalWorld) -> None:
    """Newest first, ten unless asked otherwise, the next page after the last id."""
    ids = [opened(world) for _ in range(12)][::-1]
    first = world.stripe("/checkout/sessions").json()
    assert ([one["id"] for one in first["data"]], first["has_more"]) == (ids[:10], True)
    second = world.stripe(f"/checkout/sessions?starting_after={ids[9]}").json()
    assert ([one["id"] for one in second["data"]], second["has_more"]) == (ids[10:], False)
    before = world.stripe(f"/checkout/sessions?limit=3&ending_before={ids[5]}").json()
    assert [one["id"] for one in before["data"]] == ids[2:5]
    created = first["data"][0]["created"]
    assert world.stripe(f"/checkout/sessions?created[lt]={created}").json()["data"] == []
    assert len(world.stripe(f"/checkout/sessions?created[gte]={created}&limit=100").json()["data"]) == 12


@pytest.mark.parametrize("query", ["limit=0", "limit=101", "limit=x", "starting_after=cs_nobody", "page=2"])
def test_refuses_a_faulty_list_query(world: LocalWorld, query: str) -> None:
    """HTTP 400."""
    assert world.stripe(f"/balance_transactions?{query}").status_code == 400


def test_a_movement_can_show_what_caused_it(world: LocalWorld) -> None:
    """`expand[]=data.source` leads from the movement to the payment intent."""
    session = paid(world)
    intent = world.stripe(f"/checkout/sessions/{session}").json()["payment_intent"]
    plain, shown = (
        world.stripe(f"/balance_transactions?{more}").json()["data"][0] for more in ("", "expand[]=data.source")
    )
    assert shown["source"]["id"] == plain["source"]
    assert (shown["source"]["payment_intent"], shown["source"]["balance_transaction"]) == (intent, plain["id"])
