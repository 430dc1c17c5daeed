"""The functions that EventBridge wakes without a queue between: its rules and its clock."""

from infra.constructs.function import StoreFunction
from infra.constructs.grants import reads, reads_and_writes, sends
from infra.constructs.reconciler import run_hourly
from infra.workbench import WEBHOOK_MEGABYTES, WEBHOOK_SECONDS, Workbench

#: It reads a gateway's lists page by page; what it does not finish it goes on with in its next run.
RECONCILER_SECONDS = 900


def queue_message(bench: Workbench) -> StoreFunction:
    """Puts events that a customer hears of in the customer's line."""
    parts = bench.parts
    function = bench.make(
        "queue_message",
        given={"MESSAGES_QUEUE_URL": parts.messages.queue.queue_url},
        may=[sends(parts.messages.queue.queue_arn, parts.async_failures.queue.queue_arn)],
        seconds=WEBHOOK_SECONDS,
        megabytes=WEBHOOK_MEGABYTES,
    )
    function.keep_failed_calls(parts.async_failures.queue)
    return function


def reconcile(bench: Workbench) -> None:
    """Compares the record with the gateway's lists."""
    parts = bench.parts
    function = bench.make(
        "reconcile",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "STOCK_TABLE": parts.stock.name,
            "PAYMENT_LIVE": str(parts.store.payment.live).lower(),
            "REPORTS_BUCKET": parts.reports.name,
            **bench.gateway(),
        },
        may=[
            reads_and_writes(parts.orders, indexes=["ByStatus"]),
            reads_and_writes(parts.stock),
            parts.reports.may_put(),
            sends(parts.async_failures.queue.queue_arn),
            bench.knows("payment/api_key"),
        ],
        seconds=RECONCILER_SECONDS,
    )
    parts.reports.acknowledge(function)
    function.keep_failed_calls(parts.async_failures.queue)
    run_hourly(
        bench.scope,
        "ReconcileHourly",
        name=f"{bench.home.prefix}-reconcile-hourly",
        function=function,
        failed=parts.bus.undelivered,
    )


def poll_parcels(bench: Workbench) -> None:
    """Has parcels looked at of which nothing was heard for long."""
    parts = bench.parts
    function = bench.make(
        "poll_parcels",
        given={"ORDERS_TABLE": parts.orders.name, "PARCEL_NEWS_QUEUE_URL": parts.parcel_news.queue.queue_url},
        may=[
            reads(parts.orders, indexes=["ByStatus"]),
            sends(parts.parcel_news.queue.queue_arn, parts.async_failures.queue.queue_arn),
        ],
    )
    function.keep_failed_calls(parts.async_failures.queue)
    run_hourly(
        bench.scope,
        "PollParcelsHourly",
        name=f"{bench.home.prefix}-poll-parcels-hourly",
        function=function,
        failed=parts.bus.undelivered,
    )
