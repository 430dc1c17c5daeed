"""A cold function in a working cloud, for each test anew."""

from collections.abc import Iterator

import pytest

from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.webhook_world import webhook_world


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """A cold function and a working cloud."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint
