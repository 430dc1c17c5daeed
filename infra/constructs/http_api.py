"""The store's HTTP API: the providers' webhooks, and the staff's routes behind their tokens."""

import json

from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_apigatewayv2_authorizers as authorizers
from aws_cdk import aws_apigatewayv2_integrations as integrations
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarms import Alarms, metric
from infra.deployment import Deployment
from infra.store_settings import StoreSettings

# No address, no path parameter, no query: those can name a customer. `$context` is API Gateway's own syntax.
_ACCESS_LOG = {
    "at": "$context.requestTime",
    "request": "$context.requestId",
    "route": "$context.routeKey",
    "status": "$context.status",
    "error": "$context.error.messageString",
    "milliseconds": "$context.responseLatency",
    "integration_milliseconds": "$context.integrationLatency",
    "bytes": "$context.responseLength",
}
STAGE = "$default"


class StoreApi(Construct):
    """One HTTP API with one stage, throttled as the store's file says."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        store: StoreSettings,
        alarms: Alarms,
        deployment: Deployment,
    ) -> None:
        super().__init__(scope, id_)
        self.api = api.HttpApi(self, "Http", api_name=name, create_default_stage=False)
        log = logs.LogGroup(
            self,
            "AccessLog",
            log_group_name=f"/tillhook/{store.id}/access",
            retention=logs.RetentionDays.ONE_MONTH,
            removal_policy=deployment.removal,
        )
        self.stage = api.CfnStage(
            self,
            "Stage",
            api_id=self.api.api_id,
            stage_name=STAGE,
            auto_deploy=True,
            access_log_settings=api.CfnStage.AccessLogSettingsProperty(
                destination_arn=log.log_group_arn, format=json.dumps(_ACCESS_LOG)
            ),
            default_route_settings=api.CfnStage.RouteSettingsProperty(
                throttling_rate_limit=store.throttle.requests_per_second,
                throttling_burst_limit=store.throttle.burst,
                detailed_metrics_enabled=True,
            ),
        )
        self._watch(alarms, store)

    def webhook(self, path: str, function: lambda_.IFunction, *, methods: list[api.HttpMethod]) -> None:
        """A route whose caller proves itself by a signature that the function checks."""
        integration = integrations.HttpLambdaIntegration(f"{path.strip('/')}-function", function)
        for route in self.api.add_routes(path=path, methods=methods, integration=integration):
            acknowledge(route, "AwsSolutions-APIG4")

    def page(self, path: str, function: lambda_.IFunction) -> None:
        """A page for whoever has its link: the link itself cannot be guessed."""
        integration = integrations.HttpLambdaIntegration("pages-function", function)
        for route in self.api.add_routes(path=path, methods=[api.HttpMethod.GET], integration=integration):
            acknowledge(route, "AwsSolutions-APIG4")

    def staff(self, function: lambda_.IFunction, *, pool: cognito.IUserPool, client: cognito.IUserPoolClient) -> None:
        """All below `/staff/`, for tokens that the pool gave to this store's own app client."""
        self.api.add_routes(
            path="/staff/{proxy+}",
            methods=[api.HttpMethod.ANY],
            integration=integrations.HttpLambdaIntegration("staff-function", function),
            authorizer=authorizers.HttpUserPoolAuthorizer("staff-token", pool, user_pool_clients=[client]),
        )

    def _watch(self, alarms: Alarms, store: StoreSettings) -> None:
        dimensions = {"ApiId": self.api.api_id, "Stage": STAGE}
        alarms.add(
            self,
            name="api-errors",
            metric=metric("AWS/ApiGateway", "5xx", dimensions),
            threshold=1,
            says="The store's API answers with errors of ours; senders will repeat.",
            anchor="api-errors",
        )
        seconds = store.alarms.api_latency_seconds
        alarms.add(
            self,
            name="api-slow",
            metric=metric("AWS/ApiGateway", "Latency", dimensions, statistic="p99"),
            threshold=seconds * 1000,
            says=f"One answer in a hundred takes more than {seconds} s.",
            anchor="api-slow",
            periods=3,
        )
