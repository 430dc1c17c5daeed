"""The link to a receipt: opens for who has it, for 400 days, and for nobody who guesses."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest

from shared.domain.order import Line, Order, OrderStatus, Source, Ticket, order_id_for
from shared.domain.receipt import has_receipt, order_behind, receipt_token
from tests.fakes.people import ANA, NOW

ORDER = Order(
    id=order_id_for("wamid.1"),
    store="mpls",
    customer_id=ANA.id,
    status=OrderStatus.CONFIRMED,
    version=3,
    lines=(Line(sku="TARO-R", name="Taro", quantity=1, unit_price=575),),
    currency="USD",
    placed_at=NOW,
    source=Source(channel="whatsapp", message_id="wamid.1"),
    ticket=Ticket(number=1, day=date(2026, 11, 21)),
)


def test_a_token_opens_its_order_and_no_other() -> None:
    """Also under the key before the newest one; not under a stranger's."""
    token = receipt_token(ORDER.id, key="k1")
    assert token is not None
    assert (len(token), order_behind(token, keys=["k1"])) == (56, ORDER.id)
    assert order_behind(token, keys=["k2", "k1"]) == ORDER.id
    assert order_behind(token, keys=["k2"]) is None
    assert receipt_token(order_id_for("wamid.2"), key="k1") != token


@pytest.mark.parametrize("changed", [0, 10, 23, 24, 40, 55])
def test_one_changed_character_opens_nothing(changed: int) -> None:
    """Neither of the order nor of its signature."""
    token = receipt_token(ORDER.id, key="k1") or ""
    other = "0" if token[changed] != "0" else "1"
    assert order_behind(token[:changed] + other + token[changed + 1 :], keys=["k1"]) is None


@pytest.mark.parametrize("token", ["", "a", "../..", "0" * 56, "é" * 56, "A" * 56, "0" * 57])
def test_what_is_no_token_opens_nothing(token: str) -> None:
    """Whatever somebody types; an empty key signs nothing."""
    assert order_behind(token, keys=["k1", ""]) is None


def test_none_of_100_000_guesses_opens_anything() -> None:
    """Of an order whose id is known, and of any other; half of them one character away from the truth."""
    dice = random.Random(7)
    token = receipt_token(ORDER.id, key="k1") or ""
    opened = []
    for number in range(100_000):
        if number % 2:
            at = dice.randrange(24, 56)
            guess = token[:at] + dice.choice("0123456789abcdef".replace(token[at], "")) + token[at + 1 :]
        else:
            guess = f"{dice.getrandbits(224):056x}"
        if order_behind(guess, keys=["k1", "k0"]):
            opened.append(guess)
    assert opened == []


def test_an_order_has_a_receipt_from_its_confirmation_for_400_days() -> None:
    """Not before, not after."""
    assert has_receipt(ORDER, now=NOW + timedelta(days=399))
    assert not has_receipt(ORDER, now=NOW + timedelta(days=400))
    assert not has_receipt(replace(ORDER, ticket=None), now=NOW)
