"""Every table: on demand, restorable to any second, protected from deletion on AWS."""

import aws_cdk as cdk
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from constructs import Construct

from infra.deployment import Deployment


class StoreTable(Construct):
    """A table with string keys `pk` and `sk`. With `key`, what it holds is under the store's own KMS key.

    An item with the attribute that `expiry` names, in epoch seconds, is taken away some time after that.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        deployment: Deployment,
        key: kms.IKey | None = None,
        stream: dynamodb.StreamViewType | None = None,
        expiry: str | None = None,
    ) -> None:
        super().__init__(scope, id_)
        self.key = key
        self.table = dynamodb.Table(
            self,
            "Table",
            table_name=name,
            partition_key=dynamodb.Attribute(name="pk", type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name="sk", type=dynamodb.AttributeType.STRING),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            encryption=dynamodb.TableEncryption.CUSTOMER_MANAGED if key else dynamodb.TableEncryption.DEFAULT,
            encryption_key=key,
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            stream=stream,
            time_to_live_attribute=expiry,
            deletion_protection=not deployment.local,
            removal_policy=deployment.removal,
        )
        self.indexes: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The table's name."""
        return self.table.table_name

    @property
    def arn(self) -> str:
        """The table's ARN."""
        return self.table.table_arn

    @property
    def stream_arn(self) -> str:
        """The ARN of the stream. Raises ValueError when the table has none."""
        if self.table.table_stream_arn is None:
            raise ValueError(f"{self.node.path} has no stream")
        return self.table.table_stream_arn

    def index(self, name: str, *, partition: str, sort: str, keys_only: bool = False) -> None:
        """Add an index of string attributes that repeats all others, or with `keys_only` none."""
        self.table.add_global_secondary_index(
            index_name=name,
            partition_key=dynamodb.Attribute(name=partition, type=dynamodb.AttributeType.STRING),
            sort_key=dynamodb.Attribute(name=sort, type=dynamodb.AttributeType.STRING),
            projection_type=dynamodb.ProjectionType.KEYS_ONLY if keys_only else dynamodb.ProjectionType.ALL,
        )
        self.indexes = (*self.indexes, name)

    def index_arn(self, name: str) -> str:
        """The ARN of an index."""
        return cdk.Fn.join("/", [self.arn, "index", name])
