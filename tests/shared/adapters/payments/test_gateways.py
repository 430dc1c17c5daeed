"""The port PaymentGateway: the same promises from Stripe, from Razorpay (both simulated) and from the fake."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.payments.events import payment_in
from shared.adapters.payments.gateways import gateway_for
from shared.adapters.payments.stripe import StripeGateway
from shared.domain.money import Money
from shared.domain.order import Line, Order
from shared.domain.payment import AttemptStatus, Payment, PaymentAttempt, attempt_id
from shared.domain.store import Store
from shared.ports import PaymentGateway, PaymentLink, Refused, Unavailable
from tests.fakes.gateway import FakeGateway
from tests.fakes.people import MPLS, NOW, PUNE, order
from tests.fakes.simulated_world import RAZORPAY_PAIR, STRIPE_KEY, LocalWorld, local_world

ORDER_ID = "ord_0123456789abcdef01234567"
EXPIRES = NOW + timedelta(minutes=30)


@dataclass
class Till:
    """A gateway of one store, and the customer's side of it."""

    gateway: PaymentGateway
    order: Order
    store: Store
    world: LocalWorld | None

    def attempt(self, number: int = 1) -> PaymentAttempt:
        """The n-th attempt to pay the order."""
        return PaymentAttempt(
            id=attempt_id(self.order.id, number),
            order_id=self.order.id,
            provider=self.gateway.provider,
            amount=self.order.to_pay,
            status=AttemptStatus.OPEN,
            created_at=NOW,
        )

    def open(self, *, now: datetime = NOW, number: int = 1, expires_at: datetime = EXPIRES) -> PaymentLink:
        """Open the attempt's link."""
        return self.gateway.open_link(
            attempt=self.attempt(number), order=self.order, store=self.store, expires_at=expires_at, now=now
        )

    def opened(self) -> PaymentAttempt:
        """The attempt with its open link."""
        link = self.open()
        return replace(self.attempt(), link_id=link.id, url=link.url)

    def pay(self, link: PaymentLink) -> None:
        """The customer pays on the page."""
        if self.world is None:
            assert isinstance(self.gateway, FakeGateway)
            self.gateway.pay(self.attempt().id)
        else:
            assert self.world.post(f"/sim/payments/{link.id}/pay").status_code == 200

    def links(self) -> list[dict[str, Any]]:
        """What the gateway has, as the simulator lists it."""
        if self.world is None:
            assert isinstance(self.gateway, FakeGateway)
            return [{"id": one.link.id, "status": one.status} for one in self.gateway.links.values()]
        return list(self.world.get("/sim/payments", params={"store": self.store.id})["payments"])

    def trouble(self, fault: str, error: Exception) -> None:
        """The next call is answered with this fault."""
        if self.world is not None:
            self.world.arm(self.gateway.provider, fault)
        elif isinstance(self.gateway, FakeGateway):
            assert isinstance(error, Unavailable)
            self.gateway.fail_next(error)


INR_LINES = (
    Line(sku="RICE-BAS-1", name="बासमती चावल 1 किलो", quantity=2, unit_price=14500),
    Line(sku="DAL-1", name="Toor dal 1 kg", quantity=1, unit_price=16000),
)


@pytest.fixture(params=["stripe", "razorpay", "fake"])
def till(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Till]:
    """Each gateway in turn."""
    if request.param == "fake":
        yield Till(gateway=FakeGateway(), order=order(id=ORDER_ID), store=MPLS, world=None)
        return
    with local_world(tmp_path) as world:
        if request.param == "stripe":
            gateway = gateway_for("stripe", api_url=f"{world.url}/sim/stripe/v1", api_key=STRIPE_KEY)
            yield Till(gateway=gateway, order=order(id=ORDER_ID), store=MPLS, world=world)
        else:
            key = ":".join(RAZORPAY_PAIR)
            gateway = gateway_for("razorpay", api_url=f"{world.url}/sim/razorpay/v1", api_key=key)
            asked = order(id=ORDER_ID, store="pune", currency="INR", lines=INR_LINES)
            yield Till(gateway=gateway, order=asked, store=PUNE, world=world)


def test_an_attempt_opened_again_finds_the_same_link(till: Till) -> None:
    """However often, and some minutes later too: the customer has one page to pay on."""
    first = till.open()
    assert first.url.startswith("http")
    assert {till.open(), till.open(now=NOW + timedelta(seconds=20)), till.open(now=NOW + timedelta(minutes=4))} == {
        first
    }
    assert len(till.links()) == 1


def test_a_second_attempt_has_a_link_of_its_own(till: Till) -> None:
    """A link that failed the customer is not the end."""
    assert till.open(number=1) != till.open(number=2)


def test_an_opening_whose_answer_was_lost_is_found_again(till: Till) -> None:
    """The gateway made the link and we never heard: the next try hears."""
    if till.world is not None:
        till.world.arm(till.gateway.provider, "timeout_after_accept", times=2)
    elif isinstance(till.gateway, FakeGateway):
        till.gateway.lose_next_answer()
    try:
        link = till.open()
    except Unavailable:
        link = till.open()
    assert [one["id"] for one in till.links()] == [link.id]


def test_a_closed_link_brings_nothing_and_stays_closed(till: Till) -> None:
    """Closing again is not an error: a timer may come twice."""
    attempt = till.opened()
    assert till.gateway.close_link(attempt) is None
    assert till.gateway.close_link(attempt) is None
    assert [one["status"] for one in till.links()] in (["expired"], ["cancelled"], ["closed"])


def test_closing_a_paid_link_hands_over_its_payment(till: Till) -> None:
    """The webhook may be late: what was paid at the last second counts."""
    attempt = till.opened()
    assert attempt.link_id
    assert attempt.url
    till.pay(PaymentLink(id=attempt.link_id, url=attempt.url))
    paid = till.gateway.close_link(attempt)
    assert paid is not None
    assert (paid.provider, paid.order_id, paid.link_id) == (till.gateway.provider, ORDER_ID, attempt.link_id)
    assert paid.amount == Money(1845, "USD") if till.store is MPLS else Money(45000, "INR")
    assert paid.transaction_id.startswith(("pi_", "pay_"))
    assert paid.live is False


def test_an_attempt_without_a_link_has_nothing_to_close(till: Till) -> None:
    """Its link was never made, or nobody knows it."""
    assert till.gateway.close_link(till.attempt()) is None


@pytest.mark.parametrize("fault", ["429", "5xx"])
def test_a_gateway_in_trouble_is_unavailable(till: Till, fault: str) -> None:
    """For opening and closing; the next try works."""
    till.trouble(fault, Unavailable("busy"))
    with pytest.raises(Unavailable):
        till.open()
    attempt = till.opened()
    till.trouble(fault, Unavailable("busy"))
    with pytest.raises(Unavailable):
        till.gateway.close_link(attempt)
    assert till.gateway.close_link(attempt) is None


# What only the real ones have.


@pytest.fixture
def world(tmp_path: Path) -> Iterator[LocalWorld]:
    """Simulated gateways."""
    with local_world(tmp_path) as running:
        yield running


def stripe_till(world: LocalWorld, **changes: Any) -> Till:
    """Stripe at the store `mpls`."""
    gateway = gateway_for("stripe", api_url=f"{world.url}/sim/stripe/v1", api_key=STRIPE_KEY)
    return Till(gateway=gateway, order=order(id=ORDER_ID, **changes), store=MPLS, world=world)


@pytest.mark.parametrize("till", ["stripe", "razorpay"], indirect=True)
def test_the_webhooks_of_a_paid_link_lead_to_what_closing_it_says(till: Till) -> None:
    """Both ways name one transaction, so the money is counted once."""
    attempt = till.opened()
    assert attempt.link_id
    assert till.world
    till.pay(PaymentLink(id=attempt.link_id, url=""))
    by_hand = till.gateway.close_link(attempt)
    posts = till.world.shop.wait_for(2 if till.store is MPLS else 3, where=lambda post: post.path.endswith("/payment"))
    told = [payment_in(post.json, provider=till.gateway.provider) for post in posts]
    assert by_hand is not None
    for one in told:
        assert isinstance(one, Payment)
        assert (one.transaction_id, one.order_id, one.amount) == (
            by_hand.transaction_id,
            by_hand.order_id,
            by_hand.amount,
        )


def test_a_session_lists_the_order_and_leads_back_to_the_chat(world: LocalWorld) -> None:
    """Stripe knows our ids on the session and on the payment; lines, prices and the way back are right."""
    link = stripe_till(world).open()
    session = world.stripe(f"/checkout/sessions/{link.id}").json()
    lines = world.stripe(f"/checkout/sessions/{link.id}/line_items").json()["data"]
    ours = {"order_id": ORDER_ID, "attempt_id": f"{ORDER_ID}-1", "store": "mpls"}
    assert (session["client_reference_id"], session["metadata"]) == (ORDER_ID, ours)
    assert (session["amount_total"], session["currency"]) == (1845, "usd")
    assert session["success_url"] == session["cancel_url"] == "https://wa.me/16125550142"
    assert [(one["description"], one["quantity"], one["amount_total"]) for one in lines] == [
        ("Taro milk tea, regular", 2, 1150),
        ("Egg waffle", 1, 695),
    ]
    assert session["expires_at"] == int((NOW + timedelta(minutes=35)).timestamp())


def test_an_order_with_more_lines_than_stripe_takes_keeps_its_total(world: LocalWorld) -> None:
    """The rest is one line."""
    lines = tuple(Line(sku=f"S{n}", name=f"Item {n}", quantity=2, unit_price=100 + n) for n in range(130))
    till = stripe_till(world, lines=lines)
    session = world.stripe(f"/checkout/sessions/{till.open().id}").json()
    assert session["amount_total"] == sum(2 * (100 + n) for n in range(130))


def test_tax_that_the_prices_do_not_contain_is_a_line_of_its_own(world: LocalWorld) -> None:
    """9.03 % of 11.50; with as many lines as Stripe takes, too."""
    tea = Line(sku="T", name="Taro", quantity=2, unit_price=575, tax_bp=903, tax_on_top=True)
    link = stripe_till(world, lines=(tea,)).open()
    listed = world.stripe(f"/checkout/sessions/{link.id}/line_items").json()["data"]
    assert [(one["description"], one["quantity"], one["amount_total"]) for one in listed] == [
        ("Taro", 2, 1150),
        ("Tax", 1, 104),
    ]
    many = stripe_till(world, lines=(tea,) * 100).open(number=2)
    assert world.stripe(f"/checkout/sessions/{many.id}").json()["amount_total"] == 125_400


def test_a_changed_order_asks_for_the_difference_only(world: LocalWorld) -> None:
    """18.45 in all, 11.50 paid before: the page asks for 6.95, in one line that names the order."""
    till = stripe_till(world, credit=1150)
    link = till.open()
    lines = world.stripe(f"/checkout/sessions/{link.id}/line_items").json()["data"]
    assert [(one["description"], one["quantity"], one["amount_total"]) for one in lines] == [
        ("2 × Taro milk tea, regular, 1 × Egg waffle", 1, 695)
    ]


@pytest.mark.parametrize(("currency", "asked"), [("JPY", 1845), ("UGX", 184500), ("USD", 1845)])
def test_a_currency_is_asked_for_and_read_in_its_own_units(world: LocalWorld, currency: str, asked: int) -> None:
    """Stripe wants shillings of Uganda in hundredths; what closing and the webhooks say is what we meant."""
    till = stripe_till(world, currency=currency)
    link = till.open()
    assert world.stripe(f"/checkout/sessions/{link.id}").json()["amount_total"] == asked
    till.pay(link)
    attempt = replace(till.attempt(), link_id=link.id)
    told: list[Any] = [till.gateway.close_link(attempt)]
    told += [payment_in(post.json, provider="stripe") for post in world.shop.wait_for(2)]
    assert [one.amount for one in told if isinstance(one, Payment)] == [Money(1845, currency)] * 3


def test_an_amount_with_a_digit_too_many_is_refused_before_it_is_asked_for(world: LocalWorld) -> None:
    """Thousandths of a dinar: nobody may round but a person."""
    with pytest.raises(Refused) as no:
        stripe_till(world, currency="KWD").open()
    assert (no.value.code, no.value.alarm) == ("amount_not_payable", True)
    assert world.get("/sim/payments")["payments"] == []


def test_a_link_that_comes_late_is_still_taken_by_stripe(world: LocalWorld) -> None:
    """Stripe wants half an hour from the call: after a long outage the link's life is counted from then."""
    till = stripe_till(world)
    first = till.open()
    world.pass_time(20 * 60)
    late = till.open(now=NOW + timedelta(minutes=20))
    assert late != first
    assert till.open(now=NOW + timedelta(minutes=20, seconds=15)) == late
    expires = world.stripe(f"/checkout/sessions/{late.id}").json()["expires_at"]
    assert 50 * 60 <= expires - NOW.timestamp() <= 70 * 60


def test_a_short_reservation_gets_as_long_a_link_as_stripe_insists_on(world: LocalWorld) -> None:
    """The timer closes it when the reservation ends."""
    till = stripe_till(world)
    till.store = replace(MPLS, reservation_minutes=10)
    link = till.open(expires_at=NOW + timedelta(minutes=10))
    expires = world.stripe(f"/checkout/sessions/{link.id}").json()["expires_at"]
    assert expires == int((NOW + timedelta(minutes=35)).timestamp())


def test_a_razorpay_link_names_order_and_attempt(world: LocalWorld) -> None:
    """The attempt is its reference, the notes travel to the payment, and Razorpay writes to nobody."""
    gateway = gateway_for("razorpay", api_url=f"{world.url}/sim/razorpay/v1", api_key=":".join(RAZORPAY_PAIR))
    asked = order(id=ORDER_ID, store="pune", currency="INR", lines=INR_LINES)
    till = Till(gateway=gateway, order=asked, store=PUNE, world=world)
    link = world.razorpay(f"/payment_links/{till.open().id}").json()
    assert (link["amount"], link["currency"], link["reference_id"]) == (45000, "INR", f"{ORDER_ID}-1")
    assert link["notes"] == {"order_id": ORDER_ID, "attempt_id": f"{ORDER_ID}-1", "store": "pune"}
    assert link["notify"] == {"sms": False, "email": False}
    assert link["description"] == "Sahyadri Traders\n2 × बासमती चावल 1 किलो\n1 × Toor dal 1 kg"
    assert (link["callback_url"], link["accept_partial"]) == ("https://wa.me/912055501234", False)
    assert link["expire_by"] == int(EXPIRES.timestamp())


def test_a_link_that_comes_late_is_still_taken_by_razorpay(world: LocalWorld) -> None:
    """Razorpay wants a quarter of an hour from the call; the timer closes the link when the reservation ends."""
    gateway = gateway_for("razorpay", api_url=f"{world.url}/sim/razorpay/v1", api_key=":".join(RAZORPAY_PAIR))
    asked = order(id=ORDER_ID, store="pune", currency="INR", lines=INR_LINES)
    till = Till(gateway=gateway, order=asked, store=PUNE, world=world)
    world.pass_time(20 * 60)
    link = till.open(now=NOW + timedelta(minutes=20))
    expires = world.razorpay(f"/payment_links/{link.id}").json()["expire_by"]
    assert expires == int((NOW + timedelta(minutes=36)).timestamp())


def test_razorpay_finds_and_closes_a_link_we_lost_sight_of(world: LocalWorld) -> None:
    """An attempt that was recorded without its link can still be closed, by its reference."""
    gateway = gateway_for("razorpay", api_url=f"{world.url}/sim/razorpay/v1", api_key=":".join(RAZORPAY_PAIR))
    asked = order(id=ORDER_ID, store="pune", currency="INR", lines=INR_LINES)
    till = Till(gateway=gateway, order=asked, store=PUNE, world=world)
    till.open()
    assert gateway.close_link(till.attempt()) is None
    assert [one["status"] for one in till.links()] == ["cancelled"]


@pytest.mark.parametrize(
    ("provider", "path", "key"),
    [("stripe", "/sim/stripe/v1", "sk_test_wrong"), ("razorpay", "/sim/razorpay/v1", "rzp_test:wrong")],
)
def test_a_wrong_key_calls_a_person(world: LocalWorld, provider: str, path: str, key: str) -> None:
    """No retry helps, and no order can be paid."""
    gateway = gateway_for(provider, api_url=world.url + path, api_key=key)
    with pytest.raises(Refused) as refusal:
        Till(gateway=gateway, order=order(id=ORDER_ID), store=MPLS, world=world).open()
    assert refusal.value.alarm is True


def test_an_amount_below_stripes_least_is_refused(world: LocalWorld) -> None:
    """With Stripe's own code, and once and for all."""
    till = stripe_till(world, lines=(Line(sku="S", name="Straw", quantity=1, unit_price=10),))
    with pytest.raises(Refused) as refusal:
        till.open()
    assert (refusal.value.code, refusal.value.alarm) == ("amount_too_small", False)


def test_a_gateway_is_a_stripe_gateway_by_name() -> None:
    """As the store's file names it."""
    assert isinstance(gateway_for("stripe", api_url="http://x", api_key="k"), StripeGateway)
