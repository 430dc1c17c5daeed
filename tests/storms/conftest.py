"""Some storms break over a whole local world."""

from typing import Any

import pytest

from tests.journeys.world import World


@pytest.fixture(scope="session")
def world(world_contract: dict[str, Any]) -> World:
    """The local world as people meet it from outside. It is shared: who changes it for all puts it back."""
    return World(world_contract)
