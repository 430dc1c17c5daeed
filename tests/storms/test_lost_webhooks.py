"""Hundreds of payments at a gateway that loses webhooks at random: one run over its own lists makes up for all of them.

The simulated gateways list, page and lose; the real adapters read the webhooks that came and the lists.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta

import pytest

from shared.adapters.payments.events import payment_in
from shared.domain.ledger import Account as Books
from shared.domain.ledger import Ledger
from shared.domain.order import Line, OrderStatus, Source
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt
from shared.domain.reconciliation import Scope
from shared.usecases.reconcile import Counting, reconcile
from tests.fakes.demo_stores import STORES
from tests.fakes.gateway_account import Account, account_at
from tests.fakes.people import ANA, order
from tests.fakes.record import FakeRecord
from tests.fakes.simulated_world import NOW, LocalWorld, Shop, a_shop, local_world
from tests.journeys.world import eventually
from tests.shared.usecases.conftest import World
from tests.shared.usecases.night import Shelf

#: More than two pages of either gateway's lists.
PAYMENTS = 250
#: Of all webhooks, so that of many a payment none arrives: each is told of by two at Stripe, by three at Razorpay.
LOST = 0.4
STORE = {"stripe": "mpls", "razorpay": "pune"}
PRICE = {"stripe": 1845, "razorpay": 45000}
#: 2.9 % and 30 cents; 2 % and 18 % tax on them.
FEE = {"stripe": 84, "razorpay": 1062}


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.mark.parametrize("provider", STORE)
def test_webhooks_lost_at_random_leave_no_difference_after_one_run(provider: str, served: LocalWorld) -> None:
    """Every order is confirmed, each customer is told once, and the books agree with what the gateway holds."""
    with a_shop() as shop:
        served.begin_anew(shop)
        account = account_at(provider, served)
        world = orders_at(provider)
        fault = {"provider": provider, "fault": "never_deliver", "times": 10_000, "share": LOST, "seed": 20261121}
        assert served.post("/sim/faults", json=fault).status_code == 200
        links = {account.sold(number): f"ord_{number}" for number in range(PAYMENTS)}
        arrived = heard(provider, shop, served)
        for payment in arrived:
            world.paid(payment)
        unheard = set(links.values()) - {one.order_id for one in arrived}
        assert len(unheard) > 5
        world.now = served.time[0] = NOW + timedelta(hours=3)
        report = reconcile(room(account, world), day=NOW.date(), scope=Scope.DAY, now=world.now, in_time=lambda: True)
        assert (report.complete, report.payments, report.differences) == (True, PAYMENTS, ())
        assert {one.order_id for one in report.healed} == unheard
    state = world.record.state
    assert {one.status for one in state.orders.values()} == {OrderStatus.CONFIRMED}
    confirmed = Counter(one.order_id for one in state.events if one.name == "OrderConfirmed")  # type: ignore[attr-defined]
    assert confirmed == dict.fromkeys(links.values(), 1)
    for event in [*state.events, *state.events]:
        world.tell(event)
    assert len(world.messenger.sent) == PAYMENTS
    ledger = Ledger(store=world.store.id).posted(*state.entries.values())
    balance = ledger.trial_balance(world.store.currency)
    assert sum(balance.values()) == 0
    assert balance[Books.GATEWAY_CLEARING] == PAYMENTS * (PRICE[provider] - FEE[provider])


def orders_at(provider: str) -> World:
    """As many orders as payments, each with its link."""
    store = STORES[STORE[provider]]
    world = World(record=FakeRecord(), store=store, now=NOW)
    world.record.customers.save(ANA)
    for number in range(PAYMENTS):
        asked = order(
            id=f"ord_{number}",
            store=store.id,
            status=OrderStatus.AWAITING_PAYMENT,
            lines=(Line(sku="TEA", name="Tea", quantity=1, unit_price=PRICE[provider]),),
            currency=store.currency,
            needs={},
            source=Source(channel="whatsapp", message_id=f"wamid.{number}"),
        )
        world.record.state.orders[asked.id] = asked
        world.record.state.payments[asked.id, f"{asked.id}-1"] = PaymentAttempt(
            id=f"{asked.id}-1",
            order_id=asked.id,
            provider=provider,
            amount=asked.to_pay,
            status=AttemptStatus.OPEN,
            created_at=NOW,
        )
    return world


def heard(provider: str, shop: Shop, served: LocalWorld) -> list[Payment]:
    """The payments in the webhooks that arrived, once none is under way any more; most are told of twice."""
    eventually(lambda: not served.get("/sim/deliveries")["under_way"] or None, what="an end of the webhooks")
    told = [payment_in(json.loads(one.body), provider=provider) for one in shop.received]
    return [one for one in told if isinstance(one, Payment)]


def room(account: Account, world: World) -> Counting:
    """What the reconciler needs: the gateway's lists over the wire."""
    own = world.record
    return Counting(
        store=world.store,
        live=False,
        gateway=account.books,
        orders=own.orders,
        commits=own.commits,
        books=own.books,
        gateway_file=own.gateway_file,
        reports=own.reconciliations,
        files=Shelf(),
    )
