"""The line of steps on which an order is followed, told honestly."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.order import OrderStatus
from shared.domain.tracking_steps import may_be_followed, steps_of
from tests.fakes.people import NOW
from tests.shared.domain.test_receipt import ORDER

S = OrderStatus


def line(status: OrderStatus, *, delivered: bool) -> str:
    """The steps as words: ``+`` done, ``>`` now, ``!`` trouble."""
    marks = {"done": "+", "now": ">", "to_come": " "}
    steps = steps_of(replace(ORDER, status=status), delivered=delivered)
    return "|".join(f"{marks[one.place]}{'!' if one.trouble else ''}{one.status}".strip() for one in steps)


@pytest.mark.parametrize(
    ("status", "delivered", "told"),
    [
        (S.CONFIRMED, False, ">confirmed|preparing|ready|collected"),
        (S.READY, False, "+confirmed|+preparing|>ready|collected"),
        (S.COLLECTED, False, "+confirmed|+preparing|+ready|+collected"),
        (S.PREPARING, True, "+confirmed|>preparing|dispatched|out_for_delivery|delivered"),
        (S.READY, True, "+confirmed|>preparing|dispatched|out_for_delivery|delivered"),
        (S.OUT_FOR_DELIVERY, True, "+confirmed|+preparing|+dispatched|>out_for_delivery|delivered"),
        (S.DELIVERED, True, "+confirmed|+preparing|+dispatched|+out_for_delivery|+delivered"),
        (S.DELIVERY_FAILED, True, "+confirmed|+preparing|+dispatched|>!delivery_failed|delivered"),
        (S.RETURNING, True, "+confirmed|+preparing|+dispatched|>!returning|!returned"),
        (S.RETURNED, True, "+confirmed|+preparing|+dispatched|+!returning|+!returned"),
        (S.CANCELLED, True, "+confirmed|>!cancelled"),
        (S.DISPATCHED, False, "+confirmed|+preparing|>dispatched|out_for_delivery|delivered"),
        (S.COLLECTED, True, "+confirmed|+preparing|+ready|+collected"),
    ],
)
def test_each_step_is_done_now_or_to_come(status: OrderStatus, told: str, *, delivered: bool) -> None:
    """Failures and returns stand in the line; an order that went the other way is shown the way it went."""
    assert line(status, delivered=delivered) == told


def test_every_status_of_a_confirmed_order_has_its_line() -> None:
    """A status that is added later must be drawn."""
    before = {S.DRAFT, S.RECEIVED, S.AWAITING_PAYMENT, S.EXPIRED}
    for status in set(S) - before:
        for delivered in (True, False):
            assert status in {one.status for one in steps_of(replace(ORDER, status=status), delivered=delivered)} | (
                {S.READY} if delivered else set()
            )


def test_an_order_may_be_followed_from_its_confirmation_for_90_days() -> None:
    """Not before, not after."""
    assert may_be_followed(ORDER, now=NOW + timedelta(days=89))
    assert not may_be_followed(ORDER, now=NOW + timedelta(days=90))
    assert not may_be_followed(replace(ORDER, ticket=None), now=NOW)
