"""The functions of a store: what each is given, may do and is woken by. The table in docs/architecture.md, in code."""

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.bus import StoreBus
from infra.constructs.function import FunctionHome, StoreFunction
from infra.constructs.grants import allow, follows, knows, only, postpones, reads, reads_and_writes, receives, sends
from infra.constructs.mapping import call_with_changes, call_with_messages
from infra.constructs.media import MediaBucket
from infra.constructs.queue import DeadLetterQueue, QueueWithDlq
from infra.constructs.reconciler import ReportBucket, run_hourly
from infra.constructs.table import StoreTable
from infra.constructs.timers import Timers
from infra.store_settings import StoreSettings

WEBHOOK_SECONDS, WORKER_SECONDS = 10, 30
WEBHOOK_MEGABYTES, WORKER_MEGABYTES = 256, 512
#: It reads a gateway's lists page by page; what it does not finish it goes on with in its next run.
RECONCILER_SECONDS = 900

_EVENTS = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVENT#"}]}}}}
_COUNTERS = {
    "eventName": ["MODIFY"],
    "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "STOCK#"}]}, "sk": {"S": ["HEAD"]}}},
}


@dataclass(frozen=True, kw_only=True)
class StoreParts:
    """What the functions of one store work with."""

    store: StoreSettings
    orders: StoreTable
    stock: StoreTable
    catalog: StoreTable
    customers: StoreTable
    inbox: QueueWithDlq
    messages: QueueWithDlq
    statuses: QueueWithDlq
    payment_requests: QueueWithDlq
    refunds: QueueWithDlq
    supplier_emails: QueueWithDlq
    media_downloads: QueueWithDlq
    timers_queue: QueueWithDlq
    stream_failures: DeadLetterQueue
    async_failures: DeadLetterQueue
    bus: StoreBus
    timers: Timers
    media: MediaBucket
    reports: ReportBucket
    whatsapp_url: str
    payment_url: str
    media_hosts: str


class StoreFunctions:
    """Creates all functions in `scope` and connects those that queues and streams wake."""

    def __init__(self, scope: Construct, *, parts: StoreParts, home: FunctionHome) -> None:
        self._scope, self._parts, self._home = scope, parts, home
        self.whatsapp_webhook = self._whatsapp_webhook()
        self.payment_webhook = self._payment_webhook()
        self.queue_message = self._queue_message()
        self.staff_api = self._staff_api()
        self.public_pages = self._public_pages()
        self._process_inbox()
        self._record_statuses()
        self._publish_events()
        self._track_stock()
        self._request_payment()
        self._refund_payment()
        self.message_customer = self._message_customer()
        self._email_supplier()
        self._store_media()
        self._run_timer()
        self._reconcile()

    def _make(
        self,
        name: str,
        *,
        given: dict[str, str],
        may: Sequence[list[iam.PolicyStatement]],
        seconds: int = WORKER_SECONDS,
        megabytes: int = WORKER_MEGABYTES,
    ) -> StoreFunction:
        return StoreFunction(
            self._scope,
            name,
            home=self._home,
            environment=given,
            may=[statement for group in may for statement in group],
            seconds=seconds,
            megabytes=megabytes,
        )

    def _parameter(self, path: str) -> str:
        return f"/tillhook/{self._parts.store.id}/{path}"

    def _knows(self, *paths: str) -> list[iam.PolicyStatement]:
        return knows(cdk.Stack.of(self._scope), *map(self._parameter, paths))

    def _gateway(self) -> dict[str, str]:
        return {
            "PAYMENT_PROVIDER": self._parts.store.payment.provider,
            "PAYMENT_API_URL": self._parts.payment_url,
            "PAYMENT_API_KEY_PARAMETER": self._parameter("payment/api_key"),
        }

    def _whatsapp_webhook(self) -> StoreFunction:
        parts = self._parts
        return self._make(
            "whatsapp_webhook",
            given={
                "INBOX_QUEUE_URL": parts.inbox.queue.queue_url,
                "STATUSES_QUEUE_URL": parts.statuses.queue.queue_url,
                "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
                "APP_SECRET_PARAMETER": self._parameter("whatsapp/app_secret"),
                "VERIFY_TOKEN_PARAMETER": self._parameter("whatsapp/verify_token"),
            },
            may=[
                sends(parts.inbox.queue.queue_arn, parts.statuses.queue.queue_arn),
                self._knows("whatsapp/app_secret", "whatsapp/verify_token"),
            ],
            seconds=WEBHOOK_SECONDS,
            megabytes=WEBHOOK_MEGABYTES,
        )

    def _payment_webhook(self) -> StoreFunction:
        parts = self._parts
        return self._make(
            "payment_webhook",
            given={
                "INBOX_QUEUE_URL": parts.inbox.queue.queue_url,
                "PAYMENT_PROVIDER": parts.store.payment.provider,
                "PAYMENT_WEBHOOK_SECRET_PARAMETER": self._parameter("payment/webhook_secret"),
            },
            may=[sends(parts.inbox.queue.queue_arn), self._knows("payment/webhook_secret")],
            seconds=WEBHOOK_SECONDS,
            megabytes=WEBHOOK_MEGABYTES,
        )

    def _process_inbox(self) -> None:
        parts = self._parts
        function = self._make(
            "process_inbox",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "STOCK_TABLE": parts.stock.name,
                "CATALOG_TABLE": parts.catalog.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "PAYMENT_PROVIDER": parts.store.payment.provider,
                "PAYMENT_LIVE": str(parts.store.payment.live).lower(),
                "INBOX_QUEUE_URL": parts.inbox.queue.queue_url,
            },
            may=[
                receives(parts.inbox.queue.queue_arn),
                postpones(parts.inbox.queue.queue_arn),
                reads_and_writes(parts.orders, index="ByCustomer"),
                reads_and_writes(parts.stock),
                reads_and_writes(parts.customers),
                reads(parts.catalog, scan=True),
            ],
        )
        call_with_messages(function, parts.inbox.queue, batch=1, at_once=10)

    def _record_statuses(self) -> None:
        parts = self._parts
        function = self._make(
            "record_statuses",
            given={"ORDERS_TABLE": parts.orders.name},
            may=[receives(parts.statuses.queue.queue_arn), only(parts.orders, "GetItem", "UpdateItem")],
        )
        call_with_messages(function, parts.statuses.queue, batch=10, at_once=5, window_seconds=2)

    def _publish_events(self) -> None:
        parts, failed = self._parts, self._parts.stream_failures.queue
        function = self._make(
            "publish_events",
            given={"BUS_NAME": parts.bus.bus.event_bus_name},
            may=[
                follows(parts.orders),
                sends(failed.queue_arn),
                [allow(("events:PutEvents",), parts.bus.bus.event_bus_arn)],
            ],
        )
        stream = parts.orders.stream_arn
        call_with_changes(function, stream, pattern=_EVENTS, batch=10, failed=failed, alarms=self._home.alarms)

    def _track_stock(self) -> None:
        parts, failed = self._parts, self._parts.stream_failures.queue
        function = self._make(
            "track_stock",
            given={"STOCK_TABLE": parts.stock.name, "ORDERS_TABLE": parts.orders.name},
            may=[
                follows(parts.stock),
                sends(failed.queue_arn),
                only(parts.stock, "PutItem"),
                only(parts.orders, "PutItem"),
            ],
        )
        stream = parts.stock.stream_arn
        call_with_changes(function, stream, pattern=_COUNTERS, batch=10, failed=failed, alarms=self._home.alarms)

    def _request_payment(self) -> None:
        parts, queue = self._parts, self._parts.payment_requests.queue
        function = self._make(
            "request_payment",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "PAYMENT_REQUESTS_QUEUE_URL": queue.queue_url,
                **self._gateway(),
                **parts.timers.environment,
            },
            may=[
                receives(queue.queue_arn),
                sends(queue.queue_arn),
                reads_and_writes(parts.orders),
                reads(parts.customers),
                self._knows("payment/api_key"),
                parts.timers.may_set(),
            ],
        )
        parts.timers.acknowledge(function)
        call_with_messages(function, queue, batch=5, at_once=5)

    def _refund_payment(self) -> None:
        parts, queue = self._parts, self._parts.refunds.queue
        function = self._make(
            "refund_payment",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "REFUNDS_QUEUE_URL": queue.queue_url,
                **self._gateway(),
            },
            may=[
                receives(queue.queue_arn),
                sends(queue.queue_arn),
                postpones(queue.queue_arn),
                reads_and_writes(parts.orders),
                self._knows("payment/api_key"),
            ],
        )
        call_with_messages(function, queue, batch=5, at_once=2)

    def _queue_message(self) -> StoreFunction:
        parts = self._parts
        function = self._make(
            "queue_message",
            given={"MESSAGES_QUEUE_URL": parts.messages.queue.queue_url},
            may=[sends(parts.messages.queue.queue_arn, parts.async_failures.queue.queue_arn)],
            seconds=WEBHOOK_SECONDS,
            megabytes=WEBHOOK_MEGABYTES,
        )
        function.keep_failed_calls(parts.async_failures.queue)
        return function

    def _message_customer(self) -> StoreFunction:
        parts, queue = self._parts, self._parts.messages.queue
        function = self._make(
            "message_customer",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "MESSAGES_QUEUE_URL": queue.queue_url,
                "WHATSAPP_API_URL": parts.whatsapp_url,
                "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
                "WHATSAPP_TOKEN_PARAMETER": self._parameter("whatsapp/access_token"),
                "TRACKING_KEY_PARAMETER": self._parameter("tracking/key"),
                **parts.timers.environment,
            },
            may=[
                receives(queue.queue_arn),
                postpones(queue.queue_arn),
                reads_and_writes(parts.orders),
                reads(parts.customers),
                self._knows("tracking/key", "whatsapp/access_token"),
                parts.timers.may_set(),
            ],
        )
        parts.timers.acknowledge(function)
        call_with_messages(function, queue, batch=5, at_once=10)
        return function

    def _public_pages(self) -> StoreFunction:
        parts = self._parts
        return self._make(
            "public_pages",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "TRACKING_KEY_PARAMETER": self._parameter("tracking/key"),
            },
            may=[reads(parts.orders), reads(parts.customers), self._knows("tracking/key")],
        )

    def _email_supplier(self) -> None:
        parts, queue = self._parts, self._parts.supplier_emails.queue
        sender = parts.store.sender_email
        stack = cdk.Stack.of(self._scope)
        identities = [
            stack.format_arn(service="ses", resource="identity", resource_name=name)
            for name in (sender, sender.partition("@")[2])
        ]
        function = self._make(
            "email_supplier",
            given={
                "STOCK_TABLE": parts.stock.name,
                "CATALOG_TABLE": parts.catalog.name,
                "SENDER_EMAIL": sender,
            },
            may=[
                receives(queue.queue_arn),
                reads_and_writes(parts.stock),
                reads(parts.catalog),
                [allow(("ses:SendEmail",), *identities, when={"StringEquals": {"ses:FromAddress": sender}})],
            ],
        )
        call_with_messages(function, queue, batch=5, at_once=2)

    def _store_media(self) -> None:
        parts, queue = self._parts, self._parts.media_downloads.queue
        function = self._make(
            "store_media",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "MEDIA_BUCKET": parts.media.name,
                "MEDIA_HOSTS": parts.media_hosts,
                "MEDIA_DOWNLOADS_QUEUE_URL": queue.queue_url,
                "WHATSAPP_API_URL": parts.whatsapp_url,
                "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
                "WHATSAPP_TOKEN_PARAMETER": self._parameter("whatsapp/access_token"),
            },
            may=[
                receives(queue.queue_arn),
                postpones(queue.queue_arn),
                only(parts.customers, "GetItem", "UpdateItem"),
                only(parts.orders, "PutItem"),
                parts.media.may_put(),
                self._knows("whatsapp/access_token"),
            ],
        )
        parts.media.acknowledge(function)
        call_with_messages(function, queue, batch=1, at_once=5)

    def _run_timer(self) -> None:
        parts, queue = self._parts, self._parts.timers_queue.queue
        function = self._make(
            "run_timer",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "STOCK_TABLE": parts.stock.name,
                "TIMERS_QUEUE_URL": queue.queue_url,
                **self._gateway(),
            },
            may=[
                receives(queue.queue_arn),
                postpones(queue.queue_arn),
                reads_and_writes(parts.orders),
                reads_and_writes(parts.stock),
                self._knows("payment/api_key"),
            ],
        )
        call_with_messages(function, queue, batch=5, at_once=5)

    def _reconcile(self) -> None:
        parts = self._parts
        function = self._make(
            "reconcile",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "STOCK_TABLE": parts.stock.name,
                "PAYMENT_LIVE": str(parts.store.payment.live).lower(),
                "REPORTS_BUCKET": parts.reports.name,
                **self._gateway(),
            },
            may=[
                reads_and_writes(parts.orders, index="ByStatus"),
                reads_and_writes(parts.stock),
                parts.reports.may_put(),
                sends(parts.async_failures.queue.queue_arn),
                self._knows("payment/api_key"),
            ],
            seconds=RECONCILER_SECONDS,
        )
        parts.reports.acknowledge(function)
        function.keep_failed_calls(parts.async_failures.queue)
        run_hourly(
            self._scope,
            name=f"{self._home.prefix}-reconcile-hourly",
            function=function,
            failed=parts.bus.undelivered,
        )

    def _staff_api(self) -> StoreFunction:
        parts = self._parts
        function = self._make(
            "staff_api",
            given={
                "ORDERS_TABLE": parts.orders.name,
                "STOCK_TABLE": parts.stock.name,
                "CATALOG_TABLE": parts.catalog.name,
                "CUSTOMERS_TABLE": parts.customers.name,
                "MEDIA_BUCKET": parts.media.name,
            },
            may=[
                reads_and_writes(parts.orders, index="ByStatus"),
                reads_and_writes(parts.stock, scan=True),
                reads(parts.catalog, scan=True),
                only(parts.catalog, "UpdateItem"),
                reads_and_writes(parts.customers),
                parts.media.may_show(),
            ],
        )
        parts.media.acknowledge(function)
        return function
