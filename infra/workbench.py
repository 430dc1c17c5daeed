"""What the functions of a store are made of and made with."""

from collections.abc import Sequence
from dataclasses import dataclass

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from constructs import Construct

from infra.constructs.bus import StoreBus
from infra.constructs.function import FunctionHome, StoreFunction
from infra.constructs.grants import knows
from infra.constructs.media import MediaBucket
from infra.constructs.queue import DeadLetterQueue, QueueWithDlq
from infra.constructs.reconciler import ReportBucket
from infra.constructs.table import StoreTable
from infra.constructs.timers import Timers
from infra.store_settings import StoreSettings

WEBHOOK_SECONDS, WORKER_SECONDS = 10, 30
WEBHOOK_MEGABYTES, WORKER_MEGABYTES = 256, 512


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
    parcel_news: QueueWithDlq
    courier_requests: QueueWithDlq
    timer_requests: QueueWithDlq
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
    courier_url: str
    media_hosts: str


@dataclass(frozen=True, kw_only=True)
class Workbench:
    """Makes a store's functions in `scope`, and knows where their secrets, gateway and courier are."""

    scope: Construct
    parts: StoreParts
    home: FunctionHome

    def make(
        self,
        name: str,
        *,
        given: dict[str, str],
        may: Sequence[list[iam.PolicyStatement]],
        seconds: int = WORKER_SECONDS,
        megabytes: int = WORKER_MEGABYTES,
    ) -> StoreFunction:
        """The function in `functions/<name>/`: `given` is its environment beyond the common, `may` all it may do."""
        return StoreFunction(
            self.scope,
            name,
            home=self.home,
            environment=given,
            may=[statement for group in may for statement in group],
            seconds=seconds,
            megabytes=megabytes,
        )

    def parameter(self, path: str) -> str:
        """The full name of one of the store's SSM parameters."""
        return f"/tillhook/{self.parts.store.id}/{path}"

    def knows(self, *paths: str) -> list[iam.PolicyStatement]:
        """Read these of the store's SSM parameters."""
        return knows(cdk.Stack.of(self.scope), *map(self.parameter, paths))

    def courier(self) -> dict[str, str]:
        """The environment of a function that calls the store's courier."""
        return {
            "COURIER": self.parts.store.courier.provider,
            "COURIER_API_URL": self.parts.courier_url,
            "COURIER_API_KEY_PARAMETER": self.parameter("courier/api_key"),
        }

    def gateway(self) -> dict[str, str]:
        """The environment of a function that calls the payment gateway."""
        return {
            "PAYMENT_PROVIDER": self.parts.store.payment.provider,
            "PAYMENT_API_URL": self.parts.payment_url,
            "PAYMENT_API_KEY_PARAMETER": self.parameter("payment/api_key"),
        }
