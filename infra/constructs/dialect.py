"""How the embedded cloud reads policies, where that is not how AWS does. Only the local world's roles are put so.

- A batch call is an action of its own there: on AWS `sqs:SendMessage` covers `SendMessageBatch`.
- A call that names several parameters is checked against the resource `*`, on AWS against each parameter.
- An email is checked against the resource `*` and without its sender, on AWS against the sender's identity and address.
- A new schedule is checked as if it were in the group `default`, on AWS in the group it is put into.
"""

import re
from collections.abc import Sequence

from aws_cdk import aws_iam as iam


def for_embedded_cloud(statements: Sequence[iam.PolicyStatement]) -> list[iam.PolicyStatement]:
    """The same permissions, in its words."""
    return [_translated(statement) for statement in statements]


def _translated(statement: iam.PolicyStatement) -> iam.PolicyStatement:
    actions = list(statement.actions)
    if actions in (["ssm:GetParameters"], ["ses:SendEmail"]):
        return iam.PolicyStatement(actions=actions, resources=["*"])
    if "sqs:SendMessage" in actions:
        actions.append("sqs:SendMessageBatch")
        return iam.PolicyStatement(actions=actions, resources=list(statement.resources))
    if actions == ["scheduler:CreateSchedule"]:
        resources = [re.sub(r":schedule/[^/]+/", ":schedule/default/", resource) for resource in statement.resources]
        return iam.PolicyStatement(actions=actions, resources=resources)
    return statement
