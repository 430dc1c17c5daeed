"""Some storms break over a whole local world."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.fakes.simulated_world import LocalWorld, local_world
from tests.journeys.world import World


@pytest.fixture(scope="session")
def world(world_contract: dict[str, Any]) -> World:
    """The local world as people meet it from outside. It is shared: who changes it for all puts it back."""
    return World(world_contract)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulated couriers, and Meta."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running
