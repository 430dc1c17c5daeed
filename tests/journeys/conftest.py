"""Journeys happen in a whole local world, over HTTP, with IAM enforced."""

from typing import Any

import pytest

from tests.journeys.world import World


@pytest.fixture(scope="session")
def world(world_contract: dict[str, Any]) -> World:
    """The local world as people meet it from outside. It is shared: each story brings its own customer."""
    return World(world_contract)
