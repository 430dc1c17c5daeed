"""What a function may do, in the words of docs/architecture.md. Own resources only, no wildcards.

Nothing may delete an item: the record only grows.
"""

from collections.abc import Mapping, Sequence

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms

from infra.constructs.table import StoreTable

READ = ("dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query")
WRITE = ("dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:ConditionCheckItem")


def allow(actions: tuple[str, ...], *resources: str, when: Mapping[str, object] | None = None) -> iam.PolicyStatement:
    """A statement that allows `actions` on `resources`, under the conditions `when`."""
    return iam.PolicyStatement(
        actions=list(actions), resources=list(resources), conditions=dict(when) if when else None
    )


def reads(table: StoreTable, *, indexes: Sequence[str] = (), scan: bool = False) -> list[iam.PolicyStatement]:
    """Read items, also by these `indexes`, and with `scan` all of them."""
    actions = (*READ, "dynamodb:Scan") if scan else READ
    statements = [allow(actions, table.arn), *_decrypts(table)]
    if indexes:
        statements.append(allow(("dynamodb:Query",), *map(table.index_arn, indexes)))
    return statements


def reads_and_writes(
    table: StoreTable, *, indexes: Sequence[str] = (), scan: bool = False
) -> list[iam.PolicyStatement]:
    """Read, add and change items, alone or in a transaction."""
    return [*reads(table, indexes=indexes, scan=scan), allow(WRITE, table.arn), *_encrypts(table)]


def only(table: StoreTable, *operations: str) -> list[iam.PolicyStatement]:
    """Just these operations of DynamoDB, such as `PutItem`."""
    return [
        allow(tuple(f"dynamodb:{operation}" for operation in operations), table.arn),
        *_decrypts(table),
        *_encrypts(table),
    ]


def follows(table: StoreTable) -> list[iam.PolicyStatement]:
    """Read the table's stream."""
    operations = ("GetRecords", "GetShardIterator", "DescribeStream", "ListStreams")
    return [allow(tuple(f"dynamodb:{operation}" for operation in operations), table.stream_arn), *_decrypts(table)]


def receives(queue_arn: str) -> list[iam.PolicyStatement]:
    """Be handed a queue's messages by Lambda."""
    return [allow(("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"), queue_arn)]


def postpones(queue_arn: str) -> list[iam.PolicyStatement]:
    """Say when a message comes again, instead of waiting for the queue's whole visibility timeout."""
    return [allow(("sqs:ChangeMessageVisibility",), queue_arn)]


def sends(*queue_arns: str) -> list[iam.PolicyStatement]:
    """Put messages on queues."""
    return [allow(("sqs:SendMessage",), *queue_arns)]


def knows(scope: cdk.Stack, *parameters: str) -> list[iam.PolicyStatement]:
    """Read these SSM parameters, by name. They are under the account's own SSM key, which needs no grant."""
    arns = [
        scope.format_arn(service="ssm", resource="parameter", resource_name=name.lstrip("/")) for name in parameters
    ]
    return [allow(("ssm:GetParameters",), *arns)]


def _decrypts(table: StoreTable) -> list[iam.PolicyStatement]:
    return [] if table.key is None else [_through_dynamodb(table.key, "kms:Decrypt", "kms:DescribeKey")]


def _encrypts(table: StoreTable) -> list[iam.PolicyStatement]:
    if table.key is None:
        return []
    actions = ("kms:Encrypt", "kms:GenerateDataKey", "kms:GenerateDataKeyWithoutPlaintext")
    return [_through_dynamodb(table.key, *actions, "kms:ReEncryptFrom", "kms:ReEncryptTo")]


def _through_dynamodb(key: kms.IKey, *actions: str) -> iam.PolicyStatement:
    service = f"dynamodb.{cdk.Stack.of(key).region}.amazonaws.com"
    return allow(actions, key.key_arn, when={"StringEquals": {"kms:ViaService": service}})
