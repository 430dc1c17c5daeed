"""The port RefundDesk: the same promises from Stripe, from Razorpay (both simulated) and from the fake."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import pytest

from shared.adapters.payments.events import UnknownProvider
from shared.adapters.payments.facts import facts_in
from shared.adapters.payments.money_gateways import refund_desk_for
from shared.domain.gateway_facts import MoneyKnown, Refund, RefundState
from shared.domain.money import Money
from shared.ports import RefundDesk, Refused, Unavailable
from tests.fakes.refund_desk import FakeRefundDesk
from tests.fakes.scripted_server import Answer, ScriptedServer
from tests.fakes.simulated_world import RAZORPAY_PAIR, STRIPE_KEY, LocalWorld, a_shop, local_world

WHOLE = {"stripe": Money(1845, "USD"), "razorpay": Money(45000, "INR"), "fake": Money(1845, "USD")}
STRIPE_FORM = {
    "mode": "payment",
    "success_url": "https://wa.me/16125550142",
    "client_reference_id": "ord_1",
    "metadata[order_id]": "ord_1",
    "payment_intent_data[metadata][order_id]": "ord_1",
    "line_items[0][price_data][currency]": "usd",
    "line_items[0][price_data][unit_amount]": "1845",
    "line_items[0][price_data][product_data][name]": "Tea",
    "line_items[0][quantity]": "1",
}
RAZORPAY_LINK = {"amount": 45000, "currency": "INR", "reference_id": "ord_1-1", "notes": {"order_id": "ord_1"}}


@dataclass
class Paid:
    """A paid payment, and who refunds it."""

    desk: RefundDesk
    transaction_id: str
    whole: Money
    world: LocalWorld | None = None

    def refund(self, refund_id: str = "ref_0001-1", amount: int | None = None, *, store: str = "mpls") -> Refund:
        """Ask for a refund."""
        return self.desk.refund(
            refund_id=refund_id,
            transaction_id=self.transaction_id,
            amount=Money(self.whole.amount if amount is None else amount, self.whole.currency),
            order_id="ord_1",
            store_id=store,
        )

    def refunds(self) -> list[tuple[int, str]]:
        """Amount and state of the refunds that the gateway has."""
        if self.world is None:
            assert isinstance(self.desk, FakeRefundDesk)
            return [(one.amount.amount, one.state.value) for one in self.desk.refunds.values()]
        listed = self.world.get("/sim/payments")["payments"]
        return [(one["amount"], one["status"]) for one in listed if one["kind"] == "refund"]

    def become(self, ending: RefundState) -> None:
        """What becomes of refunds from now on."""
        if self.world is None:
            assert isinstance(self.desk, FakeRefundDesk)
            self.desk.ending = ending
        else:
            asked = {"provider": self.desk.provider, "outcome": ending.value}
            assert self.world.post("/sim/refunds", json=asked).status_code == 200

    def end(self, refund: Refund, outcome: RefundState) -> None:
        """The gateway decides on a refund."""
        if self.world is None:
            assert isinstance(self.desk, FakeRefundDesk)
            assert refund.reference
            self.desk.end(refund.reference, outcome)
        else:
            answer = self.world.post(f"/sim/payments/{refund.id}/settle", json={"outcome": outcome.value})
            assert answer.status_code == 200, answer.text


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def world(served: LocalWorld) -> Iterator[LocalWorld]:
    """The gateways, with nothing in them."""
    with a_shop() as shop:
        served.begin_anew(shop)
        yield served


def paid_at(world: LocalWorld, provider: str) -> Paid:
    """A payment at one of the simulated gateways."""
    if provider == "stripe":
        session = world.stripe("/checkout/sessions", STRIPE_FORM).json()["id"]
        world.post(f"/sim/payments/{session}/pay")
        transaction = world.stripe(f"/checkout/sessions/{session}").json()["payment_intent"]
        desk = refund_desk_for("stripe", api_url=f"{world.url}/sim/stripe/v1", api_key=STRIPE_KEY)
    else:
        link = world.razorpay("/payment_links", RAZORPAY_LINK).json()["id"]
        world.post(f"/sim/payments/{link}/pay")
        transaction = world.razorpay(f"/payment_links/{link}").json()["payments"][0]["payment_id"]
        key = ":".join(RAZORPAY_PAIR)
        desk = refund_desk_for("razorpay", api_url=f"{world.url}/sim/razorpay/v1", api_key=key)
    return Paid(desk=desk, transaction_id=transaction, whole=WHOLE[provider], world=world)


@pytest.fixture(params=["stripe", "razorpay", "fake"])
def paid(request: pytest.FixtureRequest) -> Paid:
    """Each desk in turn."""
    if request.param == "fake":
        whole = WHOLE["fake"]
        return Paid(desk=FakeRefundDesk(paid={"pi_1": whole}), transaction_id="pi_1", whole=whole)
    return paid_at(request.getfixturevalue("world"), request.param)


def test_a_refund_knows_its_payment_and_its_order(paid: Paid) -> None:
    """Of a part, and of the rest."""
    part, rest = paid.refund("ref_0001-1", 500), paid.refund("ref_0001-2", paid.whole.amount - 500)
    for refund, reference, amount in ((part, "ref_0001-1", 500), (rest, "ref_0001-2", paid.whole.amount - 500)):
        assert (refund.transaction_id, refund.reference, refund.order_id) == (paid.transaction_id, reference, "ord_1")
        assert refund.amount == Money(amount, paid.whole.currency)
        assert paid.desk.follow(refund).state is RefundState.SUCCEEDED
    assert part.id != rest.id


def test_a_refund_asked_for_again_is_the_same_one(paid: Paid) -> None:
    """However often."""
    assert len({paid.refund(amount=500).id for _ in range(3)}) == 1
    assert paid.refunds() == [(500, "succeeded")]


def test_a_refund_whose_answer_was_lost_is_found_again(paid: Paid) -> None:
    """The gateway made it and we never heard: the next try hears, and there is one."""
    if paid.world is not None:
        paid.world.arm(paid.desk.provider, "timeout_after_accept", times=2)
    elif isinstance(paid.desk, FakeRefundDesk):
        paid.desk.lose_next_answer()
    try:
        refund = paid.refund(amount=500)
    except Unavailable:
        refund = paid.refund(amount=500)
    assert refund.amount.amount == 500
    assert [amount for amount, _ in paid.refunds()] == [500]


@pytest.mark.parametrize("fault", ["429", "5xx"])
def test_a_gateway_in_trouble_is_unavailable(paid: Paid, fault: str) -> None:
    """At whichever of the calls; nothing was refunded, and the next try works."""
    for lucky_calls in (0, 1):
        if paid.world is None:
            assert isinstance(paid.desk, FakeRefundDesk)
            paid.desk.fail_next(Unavailable("busy"))
        else:
            if lucky_calls:
                paid.world.arm(paid.desk.provider, "delay", seconds=0)
            paid.world.arm(paid.desk.provider, fault)
        with pytest.raises(Unavailable):
            paid.refund(amount=500)
        assert paid.refunds() == []
        if paid.world is not None:
            paid.world.arm(paid.desk.provider, "none")
    assert paid.refund(amount=500).amount.amount == 500


def test_more_than_is_left_is_refused(paid: Paid) -> None:
    """The refusal will not change, so nobody tries it again and again."""
    paid.refund("ref_0001-1", paid.whole.amount - 100)
    with pytest.raises(Refused):
        paid.refund("ref_0001-2", 101)
    paid.refund("ref_0001-3", 100)
    with pytest.raises(Refused):
        paid.refund("ref_0001-4", 100)
    assert len(paid.refunds()) == 2


@pytest.mark.parametrize("outcome", [RefundState.SUCCEEDED, RefundState.FAILED])
def test_a_pending_refund_is_followed_to_its_end(paid: Paid, outcome: RefundState) -> None:
    """Pending is not the end; what failed can be refunded anew, under a new id."""
    paid.become(RefundState.PENDING)
    refund = paid.refund()
    assert paid.desk.follow(refund).state is RefundState.PENDING
    paid.end(refund, outcome)
    assert paid.desk.follow(refund).state is outcome
    assert paid.refund().id == refund.id
    paid.become(RefundState.SUCCEEDED)
    if outcome is RefundState.FAILED:
        assert paid.refund("ref_0001-2").id != refund.id


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_a_refund_is_found_when_the_gateway_has_forgotten_the_key(world: LocalWorld, provider: str) -> None:
    """A day later: our id is with the refund, among however many."""
    paid = paid_at(world, provider)
    first = paid.refund("ref_0001-1", 500)
    for number in range(2, 15):
        paid.refund(f"ref_0001-{number}", 100)
    desk: Any = paid.desk
    asked: list[str] = []
    call = desk._wire.call

    def noting(method: str, path: str, **more: Any) -> Any:
        asked.append(method)
        return call(method, path, **more)

    desk._wire.call = noting
    assert replace(paid.refund("ref_0001-1", 500), state=first.state) == first
    assert asked == ["GET"]


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_a_refund_asked_for_by_two_at_once_is_one(world: LocalWorld, provider: str) -> None:
    """Neither finds the other's when it looks; the key is what makes them one."""
    paid = paid_at(world, provider)
    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(paid.refund, "ref_0001-1", 500) for _ in range(8)]
    assert len({one.result().id for one in asked}) == 1
    assert paid.refunds() == [(500, "succeeded")]


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_the_webhooks_of_a_refund_say_what_asking_for_it_said(world: LocalWorld, provider: str) -> None:
    """Both name one refund, with our id, so that its end is told once."""
    paid = paid_at(world, provider)
    refund = paid.refund(amount=500)
    world.attempts()
    known = MoneyKnown()
    for post in world.shop.received:
        found = facts_in(post.json, provider=provider)
        assert isinstance(found, tuple)
        known = known.heard(found)
    assert list(known.refunds) == [refund.id]
    told = known.refunds[refund.id]
    assert (told.reference, told.state, told.amount) == ("ref_0001-1", RefundState.SUCCEEDED, refund.amount)
    assert (known.given_back(paid.transaction_id), known.refunded_elsewhere(paid.transaction_id)) == (500, 0)


def test_stripe_is_asked_with_our_ids_and_an_idempotency_key() -> None:
    """Of an intent or, for payments that have none, of a charge; yen are whole yen."""
    made = {"id": "re_1", "amount": 500, "currency": "jpy", "status": "pending", "charge": "ch_1"}
    with ScriptedServer(Answer(body={"data": [], "has_more": False}), Answer(body=made)) as server:
        desk = refund_desk_for("stripe", api_url=server.url, api_key="k")
        desk.refund(
            refund_id="ref_1", transaction_id="ch_1", amount=Money(500, "JPY"), order_id="ord_1", store_id="mpls"
        )
    look, ask = server.asked
    assert (look.method, look.path) == ("GET", "/refunds?charge=ch_1&limit=100")
    assert (ask.method, ask.path, ask.headers["idempotency-key"]) == ("POST", "/refunds", "ref_1")
    assert ask.body == (
        b"charge=ch_1&amount=500&reason=requested_by_customer&metadata%5Border_id%5D=ord_1"
        b"&metadata%5Brefund_id%5D=ref_1&metadata%5Bstore%5D=mpls"
    )


@pytest.mark.parametrize(
    ("refund_id", "key"),
    [
        ("ref_0123456789", "ref_0123456789"),
        ("short", "f9b0078b5df596d2ea19010c001bbd009e651de2"),
        ("ref:with.dots/and-more", "7a491b1a82e3f508295628b7e2e113d12a1f188f"),
    ],
)
def test_razorpay_gets_a_key_it_takes(refund_id: str, key: str) -> None:
    """Ten characters or more of a few kinds; the same id gives the same key."""
    made = {"id": "rfnd_1", "amount": 500, "currency": "INR", "status": "pending", "payment_id": "pay_1"}
    with ScriptedServer(Answer(body={"items": []}), Answer(body=made)) as server:
        desk = refund_desk_for("razorpay", api_url=server.url, api_key="a:b")
        desk.refund(
            refund_id=refund_id, transaction_id="pay_1", amount=Money(500, "INR"), order_id="ord_1", store_id="pune"
        )
    _, ask = server.asked
    assert (ask.method, ask.path) == ("POST", "/payments/pay_1/refund")
    assert ask.headers["x-refund-idempotency"] == key
    assert ask.json == {
        "amount": 500,
        "speed": "normal",
        "notes": {"order_id": "ord_1", "refund_id": refund_id, "store": "pune"},
    }


@pytest.mark.parametrize("provider", ["stripe", "razorpay"])
def test_an_answer_that_cannot_be_understood_calls_a_person(provider: str) -> None:
    """Something was refunded, and nobody can say what."""
    empty = Answer(body={"data": [], "items": []})
    with ScriptedServer(empty, Answer(body={"id": "re_1"})) as server, pytest.raises(Refused) as no:
        refund_desk_for(provider, api_url=server.url, api_key="a:b").refund(
            refund_id="ref_1", transaction_id="x", amount=Money(500, "USD"), order_id="o", store_id="s"
        )
    assert no.value.alarm is True


def test_an_unknown_gateway_is_named() -> None:
    """Before any call."""
    with pytest.raises(UnknownProvider):
        refund_desk_for("paypal", api_url="http://x", api_key="k")
