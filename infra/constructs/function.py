"""Every Lambda: own role, own log group, explicit memory and timeout, JSON logs, alarms on errors and throttles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarms import Alarms, metric
from infra.constructs.dialect import for_embedded_cloud
from infra.constructs.grants import allow
from infra.deployment import Deployment


@dataclass(frozen=True, kw_only=True)
class FunctionHome:
    """What all functions of a store share: `prefix` begins their names, `common` is in every environment."""

    prefix: str
    common: Mapping[str, str]
    layer: lambda_.ILayerVersion
    alarms: Alarms
    deployment: Deployment


class StoreFunction(Construct):
    """The function in `functions/<name>/`, allowed what `may` says and to write its own log, nothing else."""

    def __init__(
        self,
        scope: Construct,
        name: str,
        *,
        home: FunctionHome,
        environment: Mapping[str, str],
        may: Sequence[iam.PolicyStatement],
        seconds: int,
        megabytes: int,
    ) -> None:
        super().__init__(scope, "".join(part.capitalize() for part in name.split("_")))
        deployment, bundle = home.deployment, home.deployment.bundles.functions[name]
        self.full_name = f"{home.prefix}-{name}"
        self.log_group = self._log_group(name, home)
        self.role = self._role(for_embedded_cloud(may) if deployment.local else may)
        self.function = lambda_.Function(
            self,
            "Function",
            function_name=self.full_name,
            handler=f"functions.{name}.handler.handler",
            code=lambda_.Code.from_asset(
                str(bundle.path), asset_hash=bundle.digest, asset_hash_type=cdk.AssetHashType.CUSTOM
            ),
            layers=[home.layer] if bundle.needs_layer else None,
            runtime=deployment.runtime,
            architecture=deployment.architecture,
            # The bundle's interface is this role: the construct must not add to it.
            role=self.role.without_policy_updates(),
            environment={**home.common, **environment},
            timeout=cdk.Duration.seconds(seconds),
            memory_size=megabytes,
            log_group=self.log_group,
            logging_format=lambda_.LoggingFormat.JSON,
        )
        acknowledge(self, "Serverless-LambdaDLQ", "Serverless-LambdaTracing")
        self._watch(home.alarms)

    def keep_failed_calls(self, queue: sqs.IQueue) -> None:
        """Put asynchronous calls that failed three times on `queue`, which the role must be allowed to send to."""
        config = lambda_.CfnEventInvokeConfig(
            self,
            "FailedCalls",
            function_name=self.function.function_name,
            qualifier="$LATEST",
            maximum_retry_attempts=2,
            maximum_event_age_in_seconds=6 * 3600,
            destination_config=lambda_.CfnEventInvokeConfig.DestinationConfigProperty(
                on_failure=lambda_.CfnEventInvokeConfig.OnFailureProperty(destination=queue.queue_arn)
            ),
        )
        config.node.add_dependency(self.role)

    def _log_group(self, name: str, home: FunctionHome) -> logs.LogGroup:
        return logs.LogGroup(
            self,
            "Log",
            log_group_name=f"/tillhook/{home.prefix.removeprefix('tillhook-')}/{name}",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=home.deployment.removal,
        )

    def _role(self, may: Sequence[iam.PolicyStatement]) -> iam.Role:
        writes_log = allow(("logs:CreateLogStream", "logs:PutLogEvents"), self.log_group.log_group_arn)
        return iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            description=f"What {self.full_name} may do",
            inline_policies={"log": _document([writes_log]), "work": _document(may)},
        )

    def _watch(self, alarms: Alarms) -> None:
        for what, limit, says in (
            ("Errors", 1, f"{self.full_name} fails."),
            ("Throttles", 1, f"{self.full_name} is refused to run: too many run at once."),
        ):
            alarms.add(
                self,
                name=f"{self.node.id}-{what.lower()}",
                metric=metric("AWS/Lambda", what, {"FunctionName": self.full_name}),
                threshold=limit,
                says=says,
                anchor=f"function-{what.lower()}",
            )


def _document(statements: Sequence[iam.PolicyStatement]) -> iam.PolicyDocument:
    return iam.PolicyDocument(statements=list(statements), minimize=True)
