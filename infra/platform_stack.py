"""Once per account and region: the dependency layer, the alarm topic, the staff's user pool, the owner's dashboard."""

from collections.abc import Sequence
from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sns as sns
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.dashboards import OwnerDashboard
from infra.deployment import Deployment
from infra.store_settings import StoreSettings

#: Where stores find the newest layer. Not a stack export: a value in use by another stack can never change.
LAYER_PARAMETER = "/tillhook/platform/dependency_layer"
#: What a person may be at a store. The groups `<store>-<role>` stand in each store's stack; none counts at every store.
ROLES = ("staff", "manager")


class PlatformStack(cdk.Stack):
    """What the stores of one account and region share. `stores` are all the owner's, for the dashboard."""

    def __init__(
        self, scope: Construct, id_: str, *, deployment: Deployment, stores: Sequence[StoreSettings], **kwargs: Any
    ) -> None:
        super().__init__(scope, id_, **kwargs)
        self._deployment = deployment
        self.alarm_topic = self._topic()
        self.user_pool = self._pool()
        layer = self._layer()
        regions = [(store, str(deployment.place(store).region)) for store in stores]
        OwnerDashboard(self, "Owner", name=f"tillhook-owner-{self.region}", stores=regions)
        for name, value in (
            ("UserPoolId", self.user_pool.user_pool_id),
            ("AlarmTopicArn", self.alarm_topic.topic_arn),
            ("DependencyLayerArn", layer.layer_version_arn),
        ):
            cdk.CfnOutput(self, name, value=value)

    def _layer(self) -> lambda_.LayerVersion:
        bundle, target = self._deployment.bundles.layer, self._deployment.bundles.target
        layer = lambda_.LayerVersion(
            self,
            "DependencyLayer",
            layer_version_name="tillhook-dependencies",
            code=lambda_.Code.from_asset(
                str(bundle.path), asset_hash=bundle.digest, asset_hash_type=cdk.AssetHashType.CUSTOM
            ),
            compatible_runtimes=[self._deployment.runtime],
            compatible_architectures=[self._deployment.architecture],
            description=f"The locked packages that functions import, for {target.runtime}",
            # Stores that are not deployed yet still name the old version.
            removal_policy=self._deployment.removal,
        )
        ssm.StringParameter(
            self,
            "DependencyLayerName",
            parameter_name=LAYER_PARAMETER,
            string_value=layer.layer_version_arn,
            description="The newest dependency layer; each store takes it up when it is deployed",
        )
        return layer

    def _topic(self) -> sns.Topic:
        key = kms.Key(
            self,
            "AlarmKey",
            description="Alarms on their way to people",
            enable_key_rotation=True,
            removal_policy=self._deployment.removal,
        )
        # The key that AWS manages for SNS does not let CloudWatch in.
        key.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["kms:Decrypt", "kms:GenerateDataKey"],
                resources=["*"],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        tls = self._deployment.tls
        topic = sns.Topic(self, "Alarms", topic_name="tillhook-alarms", master_key=key, enforce_ssl=tls)
        # A topic with a policy of its own loses the default one, which lets the account's alarms in.
        topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": self.account}},
            )
        )
        return topic

    def _pool(self) -> cognito.UserPool:
        pool = cognito.UserPool(
            self,
            "Staff",
            user_pool_name="tillhook-staff",
            self_sign_up_enabled=False,
            sign_in_case_sensitive=False,
            account_recovery=cognito.AccountRecovery.NONE,
            mfa=cognito.Mfa.OPTIONAL,
            mfa_second_factor=cognito.MfaSecondFactor(otp=True, sms=False),
            password_policy=cognito.PasswordPolicy(
                min_length=14, require_digits=True, require_lowercase=True, require_uppercase=True, require_symbols=True
            ),
            deletion_protection=not self._deployment.local,
            removal_policy=self._deployment.removal,
        )
        acknowledge(pool, "AwsSolutions-COG2", "AwsSolutions-COG8")
        return pool
