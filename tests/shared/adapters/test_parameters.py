"""Secrets of the worker functions."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from shared.adapters.parameters import Secrets
from shared.ports import Refused, Unavailable
from tests.fakes.aws_endpoint import AwsEndpoint

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
TOKEN = "/tillhook/mpls/whatsapp/access_token"


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """SSM on loopback."""
    with AwsEndpoint() as endpoint:
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
        monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
        yield endpoint


def test_the_current_secret_is_the_first_line_for_five_minutes(aws: AwsEndpoint) -> None:
    """One call serves many messages; a rotated secret is known five minutes later."""
    aws.parameters[TOKEN] = "EAAG-new\nEAAG-old\n"
    secrets = Secrets(region="us-east-1", names=[TOKEN])
    assert secrets.current(TOKEN, now=NOW) == "EAAG-new"
    aws.parameters[TOKEN] = "EAAG-newer"
    assert secrets.current(TOKEN, now=NOW + timedelta(seconds=299)) == "EAAG-new"
    assert secrets.current(TOKEN, now=NOW + timedelta(seconds=300)) == "EAAG-newer"
    assert len(aws.calls) == 2


def test_an_absent_secret_calls_a_person(aws: AwsEndpoint) -> None:
    """By the parameter's name, never its value."""
    with pytest.raises(Refused, match="access_token is absent") as no:
        Secrets(region="us-east-1", names=[TOKEN]).current(TOKEN, now=NOW)
    assert (no.value.code, no.value.alarm) == ("no_secret", True)


def test_a_secret_that_may_not_be_read_calls_a_person(aws: AwsEndpoint) -> None:
    """The role lacks a right."""
    aws.parameters[TOKEN] = "EAAG"
    aws.faults.extend(["denied"])
    with pytest.raises(Refused) as no:
        Secrets(region="us-east-1", names=[TOKEN]).current(TOKEN, now=NOW)
    assert no.value.alarm is True


def test_an_ssm_in_trouble_is_unavailable(aws: AwsEndpoint) -> None:
    """After its one retry."""
    aws.parameters[TOKEN] = "EAAG"
    aws.faults.extend(["500", "500"])
    secrets = Secrets(region="us-east-1", names=[TOKEN])
    with pytest.raises(Unavailable):
        secrets.current(TOKEN, now=NOW)
    assert secrets.current(TOKEN, now=NOW) == "EAAG"
