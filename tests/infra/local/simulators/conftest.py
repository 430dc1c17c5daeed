"""One process plays the companies for all tests; each test begins with nothing but the stores."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fakes.simulated_world import LocalWorld, a_shop, local_world


@pytest.fixture(scope="session")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalWorld]:
    """Simulators that assume nothing of customers they never heard of."""
    with local_world(tmp_path_factory.mktemp("world")) as running:
        yield running


@pytest.fixture
def world(served: LocalWorld) -> Iterator[LocalWorld]:
    """The shared simulators, reset, with a shop of the test's own. Templates outlive a reset."""
    with a_shop() as shop:
        served.begin_anew(shop)
        yield served


@pytest.fixture
def fresh_world(tmp_path: Path) -> Iterator[LocalWorld]:
    """Simulators of the test's own, without templates."""
    with local_world(tmp_path) as running:
        yield running
