"""While something of ours is down, Meta is not thanked, and so sends again."""

import pytest

from functions.whatsapp_webhook.handler import Settings
from shared.adapters.aws_light.service import AwsFailed, AwsRefused
from shared.adapters.aws_light.sqs import NotQueued
from shared.adapters.aws_light.ssm import SecretMissing
from shared.runtime.environment import MissingVariable
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.webhook_world import ENVIRONMENT, INBOX, STATUSES
from tests.functions.whatsapp_webhook.deliveries import METADATA, deliver, status, text


@pytest.mark.parametrize("faults", [["500", "500"], ["drop", "drop"], ["throttle", "503"]])
def test_does_not_acknowledge_while_the_queue_is_down(faults: list[str], aws: AwsEndpoint) -> None:
    """Our failure is raised, so that Meta is told 5xx and comes again; then everything is there."""
    value = {"metadata": METADATA, "messages": [text(1)], "statuses": [status(1)]}
    aws.faults.extend(["", *faults])
    with pytest.raises(AwsFailed):
        deliver(value)
    assert deliver(value)["statusCode"] == 200
    assert [kept["message"]["id"] for kept in aws.bodies(INBOX)] == ["wamid.1"]
    assert aws.bodies(STATUSES) == [{"statuses": [status(1)]}]


def test_does_not_acknowledge_when_only_the_second_queue_is_down(aws: AwsEndpoint) -> None:
    """Messages stored, statuses not: still no 200."""
    aws.faults.extend(["", "", "500", "500"])
    with pytest.raises(AwsFailed):
        deliver({"metadata": METADATA, "messages": [text(1)], "statuses": [status(1)]})
    assert STATUSES not in aws.queues


def test_does_not_acknowledge_a_batch_with_a_message_left_out(aws: AwsEndpoint) -> None:
    """One refused twice of twelve: no 200. Refused once: stored by the second try."""
    value = {"metadata": METADATA, "messages": [text(n) for n in range(12)]}
    aws.faults.extend(["", "refuse:4", "refuse:0"])
    with pytest.raises(NotQueued):
        deliver(value)
    aws.queues.clear()
    aws.faults.extend(["refuse:4"])
    assert deliver(value)["statusCode"] == 200
    assert {kept["message"]["id"] for kept in aws.bodies(INBOX)} == {f"wamid.{n}" for n in range(12)}


def test_does_not_acknowledge_without_its_secrets(aws: AwsEndpoint) -> None:
    """SSM down, forbidden or empty: nobody is let in, and the sender comes again."""
    value = {"metadata": METADATA, "messages": [text(1)]}
    aws.faults.extend(["500", "500"])
    with pytest.raises(AwsFailed):
        deliver(value)
    aws.faults.extend(["denied"])
    with pytest.raises(AwsRefused):
        deliver(value)
    aws.parameters[ENVIRONMENT["APP_SECRET_PARAMETER"]] = "\n"
    with pytest.raises(SecretMissing):
        deliver(value)
    assert aws.queues == {}


def test_names_the_variable_it_was_deployed_without(aws: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """A wrong deployment says what is missing."""
    monkeypatch.delenv("PHONE_NUMBER_ID")
    with pytest.raises(MissingVariable, match="PHONE_NUMBER_ID"):
        Settings.from_env()
