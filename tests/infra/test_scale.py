"""docs/scale.md counts what a store really uses."""

import re

import pytest

from infra.packaging.build import ROOT
from tests.infra.templates import Template

ROWS = {
    "IAM roles in the account (all regions)": "AWS::IAM::Role",
    "Event buses": "AWS::Events::EventBus",
    "HTTP APIs": "AWS::ApiGatewayV2::Api",
    "DynamoDB tables": "AWS::DynamoDB::Table",
    "KMS keys": "AWS::KMS::Key",
    "Scheduler schedule groups": "AWS::Scheduler::ScheduleGroup",
    "CloudWatch alarms": "AWS::CloudWatch::Alarm",
    "Cognito app clients of a user pool": "AWS::Cognito::UserPoolClient",
    "Cognito groups of a user pool": "AWS::Cognito::UserPoolGroup",
    "Log groups": "AWS::Logs::LogGroup",
}


def written(row: str) -> int:
    """The number that docs/scale.md gives for one store."""
    text = (ROOT / "docs" / "scale.md").read_text(encoding="utf-8")
    found = re.search(rf"^\| {re.escape(row)} \| (\d+)", text, re.MULTILINE)
    assert found, f"docs/scale.md has no row {row!r}"
    return int(found[1])


@pytest.mark.parametrize("row", list(ROWS))
def test_what_one_store_uses_is_written_down(store: Template, row: str) -> None:
    """The number of stores at which a quota is met follows from it."""
    assert written(row) == len(store.all(ROWS[row]))


def test_a_stack_has_room_for_more(store: Template) -> None:
    """CloudFormation takes 500 resources in one stack; past 400 the stack is to be split."""
    assert written("CloudFormation resources in one stack") == len(store.content["Resources"]) < 400
