"""The store's bucket for what customers send: theirs alone to see with staff, for as long as the chat is kept."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_wildcard
from infra.constructs.function import StoreFunction
from infra.constructs.grants import allow
from infra.deployment import Deployment

#: As long as the messages that the files came with (`expires` of the customers table).
KEPT_DAYS = 400
FOLDER = "chats"


class MediaBucket(Construct):
    """Private, under the store's own key, TLS only.

    Not versioned: a file is written once, under a key of its own, and erasing a customer has to leave nothing behind.
    """

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey, deployment: Deployment) -> None:
        super().__init__(scope, id_)
        stack = cdk.Stack.of(self)
        # Bucket names are shared with all the world: the account's number makes this one ours.
        self.name = f"{name}-{stack.account}"
        self._key, self._region = key, stack.region
        self._files = stack.format_arn(
            service="s3", region="", account="", resource=self.name, resource_name=f"{FOLDER}/*"
        )
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            bucket_name=self.name,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.KMS,
            encryption_key=key,
            bucket_key_enabled=True,
            enforce_ssl=deployment.tls,
            lifecycle_rules=[
                s3.LifecycleRule(
                    expiration=cdk.Duration.days(KEPT_DAYS),
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                )
            ],
            removal_policy=deployment.removal,
        )
        acknowledge(self.bucket, "AwsSolutions-S1")

    def may_put(self) -> list[iam.PolicyStatement]:
        """Add files of customers."""
        return [allow(("s3:PutObject",), self._files), self._with_key("kms:GenerateDataKey")]

    def may_show(self) -> list[iam.PolicyStatement]:
        """Read files of customers, or sign a link with which somebody else reads one."""
        return [allow(("s3:GetObject",), self._files), self._with_key("kms:Decrypt")]

    def acknowledge(self, function: StoreFunction) -> None:
        """A file is named after its customer and message, so the grant covers all names in the folder."""
        acknowledge_wildcard(
            function.role,
            resource=self._files,
            reason="A file is named after its customer and message; the bucket is the store's own.",
        )

    def _with_key(self, action: str) -> iam.PolicyStatement:
        service = f"s3.{self._region}.amazonaws.com"
        return allow((action,), self._key.key_arn, when={"StringEquals": {"kms:ViaService": service}})
