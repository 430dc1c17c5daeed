"""A bucket of one store's own: for nobody else to see, under the store's key, emptied by time."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct

from infra.constructs.acknowledge import acknowledge, acknowledge_wildcard
from infra.constructs.function import StoreFunction
from infra.constructs.grants import allow
from infra.deployment import Deployment


class PrivateBucket(Construct):
    """Private, under the store's own key, TLS only. All files are in `folder`; `named` says how, for the reviewer.

    Not versioned: what has to go has to be gone.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        folder: str,
        named: str,
        kept_days: int,
        key: kms.IKey,
        deployment: Deployment,
    ) -> None:
        super().__init__(scope, id_)
        stack = cdk.Stack.of(self)
        # Bucket names are shared with all the world: the account's number makes this one ours.
        self.name = f"{name}-{stack.account}"
        self._key, self._region, self._named = key, stack.region, named
        self._files = stack.format_arn(
            service="s3", region="", account="", resource=self.name, resource_name=f"{folder}/*"
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
                    expiration=cdk.Duration.days(kept_days),
                    abort_incomplete_multipart_upload_after=cdk.Duration.days(1),
                )
            ],
            removal_policy=deployment.removal,
        )
        acknowledge(self.bucket, "AwsSolutions-S1")

    def may_put(self) -> list[iam.PolicyStatement]:
        """Add files."""
        return [allow(("s3:PutObject",), self._files), self._with_key("kms:GenerateDataKey")]

    def may_show(self) -> list[iam.PolicyStatement]:
        """Read files, or sign a link with which somebody else reads one."""
        return [allow(("s3:GetObject",), self._files), self._with_key("kms:Decrypt")]

    def acknowledge(self, function: StoreFunction) -> None:
        """The grant covers all names in the folder."""
        acknowledge_wildcard(
            function.role,
            resource=self._files,
            reason=f"{self._named}; the bucket is the store's own.",
        )

    def _with_key(self, action: str) -> iam.PolicyStatement:
        service = f"s3.{self._region}.amazonaws.com"
        return allow((action,), self._key.key_arn, when={"StringEquals": {"kms:ViaService": service}})
