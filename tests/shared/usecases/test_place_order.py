"""A cart becomes an order with its stock held, or an offer; the same cart never twice."""

from botocore.exceptions import ConnectionClosedError

from shared.domain.order import OrderStatus
from shared.ports import Conflict
from shared.usecases.offer_tap import OfferTap
from tests.fakes.people import cart, tap
from tests.shared.usecases.conftest import World

FULL = cart(("TARO-R", 2, 575), ("WAFFLE", 1, 695))


def accept(world: World, version: int, message_id: str = "wamid.tap", answer: str = OfferTap.ACCEPT) -> str:
    """Ana taps a button under an offer of her order."""
    button = OfferTap(order_id=world.order().id, version=version, answer=answer).button_id
    return world.hear(tap(button), message_id).outcome


def test_a_cart_is_taken_at_our_prices_and_its_stock_is_held(world: World) -> None:
    """Two taro and a waffle: 18.45; pearls and cups by recipe; thirty minutes to pay."""
    assert world.hear(FULL).outcome == "received"
    order = world.order()
    assert (order.status, order.total.amount, order.version) == (OrderStatus.RECEIVED, 1845, 1)
    assert order.needs == {"cup": 2, "mix": 110, "pearls": 100}
    assert order.expires_at is not None
    assert (order.expires_at - world.now).total_seconds() == 1800
    assert world.record.levels() == {"pearls": (200, 100), "cup": (98, 2), "mix": (110, 110)}
    assert world.events() == ["OrderReceived"]


def test_the_same_cart_ten_times_is_one_order(world: World) -> None:
    """Also after DynamoDB has forgotten the transaction's token."""
    outcomes = []
    for _ in range(10):
        outcomes.append(world.hear(FULL).outcome)
        world.record.forget_tokens()
    assert outcomes == ["received"] + ["repeated"] * 9
    assert world.record.levels()["pearls"] == (200, 100)


def test_a_short_line_takes_nothing_and_offers_what_is_left(world: World) -> None:
    """Seven drinks of six: nothing held, six offered; the waffle is offered whole."""
    assert world.hear(cart(("TARO-R", 7, 575), ("WAFFLE", 1, 695))).outcome == "offered"
    order = world.order()
    assert order.status is OrderStatus.DRAFT
    assert [(line.sku, line.quantity) for line in order.lines] == [("TARO-R", 6), ("WAFFLE", 1)]
    assert [(p.kind, p.wanted, p.found) for p in order.problems] == [("short", 7, 6)]
    assert world.record.levels() == {"pearls": (300, 0), "cup": (100, 0), "mix": (220, 0)}


def test_the_offer_is_taken_with_one_tap(world: World) -> None:
    """The draft becomes the order, under the same id, one version on."""
    world.hear(cart(("TARO-R", 7, 575)))
    assert accept(world, 1) == "received"
    assert (world.order().status, world.order().version) == (OrderStatus.RECEIVED, 2)
    assert world.record.levels()["pearls"] == (0, 300)
    assert world.events() == ["OrderOffered", "OrderReceived"]


def test_a_second_tap_on_the_same_button_is_the_same_thumb(world: World) -> None:
    """No second reservation, no lecture."""
    world.hear(cart(("TARO-R", 7, 575)))
    accept(world, 1)
    assert accept(world, 1, "wamid.tap2") == "repeated"
    assert world.record.levels()["pearls"] == (0, 300)
    assert [event.name for event in world.record.state.events] == ["OrderOffered", "OrderReceived"]


def test_a_tap_under_an_older_offer_is_shown_the_one_that_stands(world: World) -> None:
    """The price moved between offer and tap, so there is a new offer; the old button leads to it."""
    world.hear(cart(("TARO-R", 7, 575)))
    world.record.state.products["TARO-R"] = world.record.state.products["MANGO-R"].__class__(
        sku="TARO-R", name="Taro milk tea, regular", price=600, recipe={"pearls": 50, "cup": 1}
    )
    assert accept(world, 1) == "offered"
    assert [(p.kind, p.wanted, p.found) for p in world.order().problems] == [("price_changed", 575, 600)]
    assert accept(world, 1, "wamid.tap2") == "offered"
    assert (world.order().version, world.events()) == (3, ["OrderOffered", "OrderOffered", "OrderOffered"])
    assert accept(world, 3, "wamid.tap3") == "received"
    assert world.order().total.amount == 3600


def test_somebody_elses_button_does_nothing_to_the_order(world: World) -> None:
    """A forwarded offer is no way into another customer's order."""
    world.hear(cart(("TARO-R", 7, 575)))
    order = world.order()
    world.record.state.orders[order.id] = order.__class__(**{**order.__dict__, "customer_id": "cus_other"})
    assert accept(world, 1) == "greeting"
    assert world.order().status is OrderStatus.DRAFT


def test_changing_the_cart_gives_the_draft_up(world: World) -> None:
    """The customer is shown the catalog again."""
    world.hear(cart(("TARO-R", 7, 575)))
    accept(world, 1, answer=OfferTap.CHANGE)
    assert world.order().status is OrderStatus.CANCELLED
    assert world.events() == ["OrderOffered", "OrderCancelled"]


def test_yesterdays_price_is_asked_about_and_never_charged(world: World) -> None:
    """Cheaper, dearer or unreadable on the phone: the offer names ours."""
    world.hear(cart(("TARO-R", 1, 500), ("MANGO-R", 1, None), ("WAFFLE", 1, 695)))
    order = world.order()
    assert (order.status, order.total.amount) == (OrderStatus.DRAFT, 575 + 525 + 695)
    assert [(p.kind, p.sku, p.wanted, p.found) for p in order.problems] == [
        ("price_changed", "TARO-R", 500, 575),
        ("price_changed", "MANGO-R", 0, 525),
    ]


def test_another_currency_is_a_changed_price(world: World) -> None:
    """575 rupees are not 5.75 dollars."""
    world.hear(cart(("TARO-R", 1, 575), currency="INR"))
    assert [(p.kind, p.wanted) for p in world.order().problems] == [("price_changed", 0)]


def test_a_product_that_is_gone_is_named_and_the_rest_offered(world: World) -> None:
    """An old cart."""
    world.hear(cart(("GONE", 1, 100), ("WAFFLE", 1, 695)))
    assert [(p.kind, p.sku) for p in world.order().problems] == [("unknown_product", "GONE")]
    assert [line.sku for line in world.order().lines] == ["WAFFLE"]


def test_quantities_outside_one_to_ninety_nine_are_asked_about(world: World) -> None:
    """Nought, a hundred, and the same product twice."""
    world.hear(cart(("TARO-R", 0, 575), ("WAFFLE", 60, 695), ("WAFFLE", 60, 695)))
    assert [(p.kind, p.sku, p.wanted, p.found) for p in world.order().problems[:2]] == [
        ("quantity", "TARO-R", 0, 99),
        ("quantity", "WAFFLE", 120, 99),
    ]
    assert world.order().status is OrderStatus.DRAFT


def test_an_empty_cart_is_an_offer_of_nothing(world: World) -> None:
    """Never an order over nothing."""
    world.hear(cart())
    assert (world.order().status, world.order().lines) == (OrderStatus.DRAFT, ())


def test_the_last_units_with_a_lost_answer_belong_to_who_took_them(world: World) -> None:
    """The transaction happened, its answer did not arrive, the repeat meets its own conditions."""
    lost = ConnectionClosedError(endpoint_url="dynamodb")
    calls = ["find", "save", "products", "commit"]
    world.record.strike(len(calls), lost, after=True)
    try:
        world.hear(cart(("TARO-R", 6, 575)))
    except ConnectionClosedError:
        world.record.forget_tokens()
    assert world.hear(cart(("TARO-R", 6, 575))).outcome == "repeated"
    assert (world.order().status, world.record.levels()["pearls"]) == (OrderStatus.RECEIVED, (0, 300))


def test_a_conflict_that_was_our_own_write_is_not_called_sold_out(world: World) -> None:
    """The SDK repeated the call by itself: what comes back is a refusal, and the order is there."""
    world.record.strike(4, Conflict(()), after=True)
    assert world.hear(cart(("TARO-R", 6, 575))).outcome == "repeated"
    assert world.events() == ["OrderReceived"]


def test_a_conflict_while_enough_is_left_is_tried_again(world: World) -> None:
    """Somebody took and gave back between our look and our transaction."""
    world.record.strike(4, Conflict(()), after=False)
    assert world.hear(FULL).outcome == "received"


def test_two_customers_meet_at_the_last_unit_and_one_is_told_clearly(world: World) -> None:
    """Six drinks each, of six."""
    assert world.hear(cart(("TARO-R", 6, 575)), "wamid.1").outcome == "received"
    assert world.hear(cart(("MANGO-R", 6, 525)), "wamid.2").outcome == "offered"
    assert world.order("wamid.2").lines == ()
    assert [(p.kind, p.found) for p in world.order("wamid.2").problems] == [("short", 0)]
