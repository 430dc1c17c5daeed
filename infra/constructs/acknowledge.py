"""Findings of cdk-nag that we have looked at and keep, each with its reason. docs/security.md lists the same.

The prefix `AwsSolutions::` that cdk-nag's hints show must be left out of the id, or the acknowledgement has no effect.
"""

import re

from aws_cdk import Acknowledgment, Validations
from constructs import IConstruct

REASONS = {
    "AwsSolutions-APIG4": (
        "The webhooks are called by Meta and the gateways, which cannot hold our tokens: the function checks the "
        "signature over the raw body before anything else. A receipt's page is for who has its link, whose token "
        "nobody can guess. Every staff route has the JWT authorizer."
    ),
    "AwsSolutions-COG2": (
        "Staff share a tablet at the counter, so the second factor is each user's choice; managers should take it."
    ),
    "AwsSolutions-COG8": (
        "The plus tier is charged for every user and month; long passwords, tokens of one hour and Cognito's own "
        "lock-out after failed tries do without."
    ),
    "AwsSolutions-S1": (
        "Each bucket is written by one function. Files of customers are shown through links that last minutes, each of "
        "which the staff API logs with who asked; access logs would be a second store of who looked at whom."
    ),
    "AwsSolutions-SQS3": "This queue is the dead-letter queue.",
    "Serverless-SQSRedrivePolicy": "This queue is the dead-letter queue.",
    "Serverless-LambdaDLQ": (
        "Called by the HTTP API, a queue or a stream, never asynchronously: what fails is told to the sender, stays in "
        "the queue or goes to the mapping's destination. The asynchronous ones have a failure destination."
    ),
    "Serverless-LambdaTracing": (
        "X-Ray's default sampling traces nearly every request of a small shop and would be the largest AWS cost of an "
        "order; one order or event id runs through all log lines instead."
    ),
    "Serverless-LambdaEventSourceMappingDestination": (
        "An SQS source has no failure destination of its own: the queue's redrive policy moves what failed five times."
    ),
}


def acknowledge(construct: IConstruct, *findings: str) -> None:
    """Keep the findings on this construct and what is below it. Raises KeyError for one without a written reason."""
    for finding in findings:
        Validations.of(construct).acknowledge(Acknowledgment(id=finding, reason=REASONS[finding]))


def acknowledge_wildcard(construct: IConstruct, *, resource: str, reason: str) -> None:
    """Keep a wildcard in this one resource of a role's policy."""
    shown = re.sub(r"\$\{Token\[(AWS\.\w+)[^]]*\]\}", lambda token: f"<{token[1].replace('.', '::')}>", resource)
    Validations.of(construct).acknowledge(Acknowledgment(id=f"AwsSolutions-IAM5[Resource::{shown}]", reason=reason))
