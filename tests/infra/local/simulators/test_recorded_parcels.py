"""The samples under events/parcels and the imitated couriers say the same thing in the same form."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld
from tests.infra.local.simulators.test_easypost_simulator import bought
from tests.infra.local.simulators.test_easypost_simulator import scanned as easypost_scanned
from tests.infra.local.simulators.test_recorded_samples import form
from tests.infra.local.simulators.test_shiprocket_simulator import assigned, is_older, ordered, scanned

EVENTS = Path(__file__).parents[4] / "events" / "parcels"


def sample(name: str) -> Any:
    """A recorded webhook's form."""
    return form(json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8")))


@pytest.mark.parametrize(
    ("status", "name"),
    [
        ("pre_transit", "easypost_pre_transit"),
        ("in_transit", "easypost_in_transit"),
        ("out_for_delivery", "easypost_out_for_delivery"),
        ("failed_attempt", "easypost_failure"),
        ("available_for_pickup", "easypost_available_for_pickup"),
        ("return_to_sender", "easypost_return_to_sender"),
        ("exception", "easypost_error"),
    ],
)
def test_easyposts_events_have_the_form_of_their_samples(world: LocalWorld, status: str, name: str) -> None:
    """Name by name and type by type."""
    code = bought(world)["tracking_code"]
    easypost_scanned(world, code, "pre_transit")
    world.shop.wait_for(1, where=lambda one: b'"tracker.updated"' in one.body)
    easypost_scanned(world, code, status)
    told = world.shop.wait_for(2, where=lambda one: b'"tracker.updated"' in one.body)[1].json
    # The last change of another kind is told in the same form.
    assert form({**told, "previous_attributes": {"status": ""}}) == sample(name)


def test_shiprockets_webhooks_have_the_form_of_their_samples(world: LocalWorld) -> None:
    """The newer form, and the older one, which is another."""
    awb = assigned(world, ordered(world))
    for _ in range(3):
        scanned(world, awb, "in_transit")
    told = world.shop.wait_for(3)
    assert form(next(one.json for one in told if not is_older(one))) == sample("shiprocket_in_transit")
    assert form(next(one.json for one in told if is_older(one))) == sample("shiprocket_older_in_transit")
