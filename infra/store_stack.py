"""One store: tables, queues, bus, timers, functions, HTTP API, alarms, dashboards. It shares no data with another."""

from typing import Any

import aws_cdk as cdk
from aws_cdk import aws_apigatewayv2 as api
from aws_cdk import aws_cognito as cognito
from aws_cdk import aws_dynamodb as dynamodb
from aws_cdk import aws_kms as kms
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_ssm as ssm
from constructs import Construct

from infra.constructs.alarms import Alarms, metric
from infra.constructs.bus import StoreBus
from infra.constructs.dashboards import NAMESPACE, BusinessDashboard, MachineDashboard
from infra.constructs.function import FunctionHome
from infra.constructs.http_api import StoreApi
from infra.constructs.media import MediaBucket
from infra.constructs.queue import DeadLetterQueue, QueueWithDlq
from infra.constructs.reconciler import ReportBucket, watch_reconciler
from infra.constructs.table import StoreTable
from infra.constructs.timers import Timers
from infra.deployment import Deployment
from infra.platform_stack import LAYER_PARAMETER, ROLES, PlatformStack
from infra.store_functions import StoreFunctions
from infra.store_settings import StoreSettings
from infra.workbench import WORKER_SECONDS, StoreParts
from shared.domain.events import (
    FOR_CUSTOMERS,
    DeliveryInstructed,
    MediaReceived,
    OrderCancelled,
    OrderCollected,
    OrderReceived,
    ParcelAttemptFailed,
    ParcelDelivered,
    ParcelGivenUp,
    ParcelRequested,
    PaymentTaken,
    RefundDue,
    RefundRequested,
    StockLow,
)


class StoreStack(cdk.Stack):
    """The stack of one store file."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        store: StoreSettings,
        platform: PlatformStack,
        deployment: Deployment,
        **kwargs: Any,
    ) -> None:
        super().__init__(scope, id_, **kwargs)
        self._store, self._platform, self._deployment = store, platform, deployment
        self._prefix = f"tillhook-{store.id}"
        self._alarms = Alarms(topic=platform.alarm_topic, prefix=self._prefix)
        # The layer is found through the parameter that the platform writes, not through an export.
        self.add_stack_dependency(platform)
        cdk.Tags.of(self).add("store", store.id)
        parts = self._parts()
        functions = StoreFunctions(self, parts=parts, home=self._home())
        self._connect_bus(parts, functions)
        client = self._staff_client()
        store_api = self._api(functions, client)
        self._watch_business()
        self._dashboards(store_api)
        self._outputs(parts, store_api, client)

    def _parts(self) -> StoreParts:
        store, deployment = self._store, self._deployment
        key = kms.Key(
            self,
            "Key",
            description=f"Orders and customers of {store.id}",
            enable_key_rotation=True,
            removal_policy=deployment.removal,
        )
        both = dynamodb.StreamViewType.NEW_AND_OLD_IMAGES
        orders = self._table("Orders", key=key, stream=dynamodb.StreamViewType.NEW_IMAGE)
        orders.index("ByStatus", partition="status", sort="placed_at")
        orders.index("ByCustomer", partition="customer_id", sort="placed_at", keys_only=True)
        timers_queue = self._queue("Timers")
        urls = deployment.urls(store)
        return StoreParts(
            store=store,
            orders=orders,
            stock=self._table("Stock", stream=both),
            catalog=self._table("Catalog"),
            customers=self._table("Customers", key=key, expiry="expires"),
            inbox=self._queue("Inbox", fifo=True),
            messages=self._queue("Messages", fifo=True),
            statuses=self._queue("Statuses"),
            payment_requests=self._queue("PaymentRequests"),
            refunds=self._queue("Refunds"),
            parcel_news=self._queue("ParcelNews", fifo=True),
            courier_requests=self._queue("CourierRequests"),
            timer_requests=self._queue("TimerRequests"),
            supplier_emails=self._queue("SupplierEmails"),
            media_downloads=self._queue("MediaDownloads"),
            timers_queue=timers_queue,
            stream_failures=self._dead_letters("StreamFailures"),
            async_failures=self._dead_letters("CallFailures"),
            bus=StoreBus(self, "Events", name=self._prefix, alarms=self._alarms, deployment=deployment),
            timers=Timers(self, "Schedules", name=self._prefix, queue=timers_queue, alarms=self._alarms),
            media=MediaBucket(self, "Media", name=f"{self._prefix}-media", key=key, deployment=deployment),
            reports=ReportBucket(self, "Reports", name=f"{self._prefix}-reports", key=key, deployment=deployment),
            whatsapp_url=urls.whatsapp,
            payment_url=urls.payment,
            courier_url=urls.courier,
            media_hosts=urls.media_hosts,
        )

    def _table(self, id_: str, **options: Any) -> StoreTable:
        return StoreTable(self, id_, name=f"{self._prefix}-{id_.lower()}", deployment=self._deployment, **options)

    def _queue(self, id_: str, *, fifo: bool = False) -> QueueWithDlq:
        return QueueWithDlq(
            self,
            id_,
            name=f"{self._prefix}-{id_}",
            worker_seconds=WORKER_SECONDS,
            oldest_seconds=self._store.alarms.queue_age_seconds,
            alarms=self._alarms,
            deployment=self._deployment,
            fifo=fifo,
        )

    def _dead_letters(self, id_: str) -> DeadLetterQueue:
        return DeadLetterQueue(
            self, id_, name=f"{self._prefix}-{id_}", alarms=self._alarms, deployment=self._deployment
        )

    def _home(self) -> FunctionHome:
        layer_arn = ssm.StringParameter.value_for_string_parameter(self, LAYER_PARAMETER)
        return FunctionHome(
            prefix=self._prefix,
            common={"STORE_ID": self._store.id, "STORE": self._store.profile(), "LOG_LEVEL": "INFO"},
            layer=lambda_.LayerVersion.from_layer_version_arn(self, "DependencyLayer", layer_arn),
            alarms=self._alarms,
            deployment=self._deployment,
        )

    def _connect_bus(self, parts: StoreParts, functions: StoreFunctions) -> None:
        bus = parts.bus
        bus.to_queue(
            "request-payment", when=[OrderReceived, OrderCancelled, PaymentTaken], queue=parts.payment_requests.queue
        )
        bus.to_queue("refund-payment", when=[RefundDue, RefundRequested], queue=parts.refunds.queue)
        bus.to_queue(
            "ask-courier",
            when=[ParcelRequested, ParcelGivenUp, DeliveryInstructed, OrderCancelled],
            queue=parts.courier_requests.queue,
        )
        bus.to_queue(
            "arm-timers", when=[ParcelAttemptFailed, ParcelDelivered, OrderCollected], queue=parts.timer_requests.queue
        )
        bus.to_queue("email-supplier", when=[StockLow], queue=parts.supplier_emails.queue)
        bus.to_queue("store-media", when=[MediaReceived], queue=parts.media_downloads.queue)
        bus.to_function("message-customer", when=FOR_CUSTOMERS, function=functions.queue_message.function)

    def _staff_client(self) -> cognito.UserPoolClient:
        pool = self._platform.user_pool
        for role in ROLES:
            cognito.CfnUserPoolGroup(
                self,
                f"{role.capitalize()}Group",
                user_pool_id=pool.user_pool_id,
                group_name=f"{self._store.id}-{role}",
                description=f"{role.capitalize()} of {self._store.name}",
            )
        return cognito.UserPoolClient(
            self,
            "StaffClient",
            user_pool=pool,
            user_pool_client_name=self._prefix,
            generate_secret=False,
            auth_flows=cognito.AuthFlow(user_srp=True, admin_user_password=True),
            disable_o_auth=True,
            prevent_user_existence_errors=True,
            # Tokens of the local world are written into its contract and must last for a day's work.
            id_token_validity=cdk.Duration.hours(24 if self._deployment.local else 1),
            access_token_validity=cdk.Duration.hours(24 if self._deployment.local else 1),
            refresh_token_validity=cdk.Duration.days(30),
        )

    def _api(self, functions: StoreFunctions, client: cognito.UserPoolClient) -> StoreApi:
        store_api = StoreApi(
            self, "Api", name=self._prefix, store=self._store, alarms=self._alarms, deployment=self._deployment
        )
        get, post = api.HttpMethod.GET, api.HttpMethod.POST
        store_api.webhook("/whatsapp", functions.whatsapp_webhook.function, methods=[get, post])
        store_api.webhook("/payment", functions.payment_webhook.function, methods=[post])
        store_api.webhook("/parcel", functions.parcel_webhook.function, methods=[get, post])
        store_api.page("/track/{token}", functions.public_pages.function)
        store_api.page("/track/{token}/receipt", functions.public_pages.function)
        where = self._deployment.api_url(store_api.api)
        functions.message_customer.function.add_environment("TRACKING_URL", f"{where}/track")
        store_api.staff(functions.staff_api.function, pool=self._platform.user_pool, client=client)
        return store_api

    def _watch_business(self) -> None:
        scope = Construct(self, "Business")
        for metric_name, limit, says, anchor in (
            ("PaymentsQuarantined", 1, "Money came that is not what was asked for.", "quarantined-payments"),
            ("MessagesUnknown", 1, "Nobody knows whether a message reached its customer.", "unknown-messages"),
            ("WebhookRefused", 5, "Requests come that are not from who they claim.", "refused-webhooks"),
        ):
            self._alarms.add(
                scope,
                name=anchor,
                metric=metric(NAMESPACE, metric_name, {"store": self._store.id}),
                threshold=limit,
                says=says,
                anchor=anchor,
            )
        watch_reconciler(scope, store_id=self._store.id, alarms=self._alarms)

    def _dashboards(self, store_api: StoreApi) -> None:
        functions = [child.full_name for child in self.node.children if hasattr(child, "full_name")]
        queues = [child for child in self.node.find_all() if isinstance(child, QueueWithDlq)]
        failed = [child for child in self.node.find_all() if isinstance(child, DeadLetterQueue)]
        tables = [child.name for child in self.node.children if isinstance(child, StoreTable)]
        BusinessDashboard(
            self,
            "BusinessDashboard",
            name=f"{self._prefix}-business",
            store=self._store,
            low_stock_rule=f"{self._prefix}-email-supplier",
        )
        MachineDashboard(
            self,
            "MachineDashboard",
            name=f"{self._prefix}-machine",
            api_id=store_api.api.api_id,
            functions=functions,
            queues=[one.queue.queue_name for one in queues],
            dead_letters=[one.queue.queue_name for one in failed],
            tables=tables,
        )

    def _outputs(self, parts: StoreParts, store_api: StoreApi, client: cognito.UserPoolClient) -> None:
        for name, value in (
            ("ApiUrl", store_api.api.api_endpoint),
            ("ApiId", store_api.api.api_id),
            ("OrdersTable", parts.orders.name),
            ("StockTable", parts.stock.name),
            ("CatalogTable", parts.catalog.name),
            ("CustomersTable", parts.customers.name),
            ("InboxQueueUrl", parts.inbox.queue.queue_url),
            ("MessagesQueueUrl", parts.messages.queue.queue_url),
            ("TimersQueueUrl", parts.timers_queue.queue.queue_url),
            ("MediaBucket", parts.media.name),
            ("ReportsBucket", parts.reports.name),
            ("BusName", parts.bus.bus.event_bus_name),
            ("TimersGroup", parts.timers.group),
            ("StaffClientId", client.user_pool_client_id),
        ):
            cdk.CfnOutput(self, name, value=value)
