"""The functions that requests wake, through the store's API (`infra/constructs/http_api.py`)."""

from infra.constructs.function import StoreFunction
from infra.constructs.grants import only, reads, reads_and_writes, sends
from infra.workbench import WEBHOOK_MEGABYTES, WEBHOOK_SECONDS, Workbench


def whatsapp_webhook(bench: Workbench) -> StoreFunction:
    """Takes what Meta sends to the store's number, and queues it."""
    parts = bench.parts
    return bench.make(
        "whatsapp_webhook",
        given={
            "INBOX_QUEUE_URL": parts.inbox.queue.queue_url,
            "STATUSES_QUEUE_URL": parts.statuses.queue.queue_url,
            "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
            "APP_SECRET_PARAMETER": bench.parameter("whatsapp/app_secret"),
            "VERIFY_TOKEN_PARAMETER": bench.parameter("whatsapp/verify_token"),
        },
        may=[
            sends(parts.inbox.queue.queue_arn, parts.statuses.queue.queue_arn),
            bench.knows("whatsapp/app_secret", "whatsapp/verify_token"),
        ],
        seconds=WEBHOOK_SECONDS,
        megabytes=WEBHOOK_MEGABYTES,
    )


def payment_webhook(bench: Workbench) -> StoreFunction:
    """Takes what the gateway reports, and queues it."""
    parts = bench.parts
    return bench.make(
        "payment_webhook",
        given={
            "INBOX_QUEUE_URL": parts.inbox.queue.queue_url,
            "PAYMENT_PROVIDER": parts.store.payment.provider,
            "PAYMENT_WEBHOOK_SECRET_PARAMETER": bench.parameter("payment/webhook_secret"),
        },
        may=[sends(parts.inbox.queue.queue_arn), bench.knows("payment/webhook_secret")],
        seconds=WEBHOOK_SECONDS,
        megabytes=WEBHOOK_MEGABYTES,
    )


def parcel_webhook(bench: Workbench) -> StoreFunction:
    """Takes what the courier reports, and queues it."""
    parts = bench.parts
    return bench.make(
        "parcel_webhook",
        given={
            "PARCEL_NEWS_QUEUE_URL": parts.parcel_news.queue.queue_url,
            "COURIER": parts.store.courier.provider,
            "PARCEL_WEBHOOK_SECRET_PARAMETER": bench.parameter("parcel/webhook_secret"),
        },
        may=[sends(parts.parcel_news.queue.queue_arn), bench.knows("parcel/webhook_secret")],
        seconds=WEBHOOK_SECONDS,
        megabytes=WEBHOOK_MEGABYTES,
    )


def public_pages(bench: Workbench) -> StoreFunction:
    """Shows the pages that a customer opens with a link."""
    parts = bench.parts
    return bench.make(
        "public_pages",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "CUSTOMERS_TABLE": parts.customers.name,
            "TRACKING_KEY_PARAMETER": bench.parameter("tracking/key"),
        },
        may=[reads(parts.orders), reads(parts.customers), bench.knows("tracking/key")],
    )


def staff_api(bench: Workbench) -> StoreFunction:
    """Serves the staff who logged in."""
    parts = bench.parts
    function = bench.make(
        "staff_api",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "STOCK_TABLE": parts.stock.name,
            "CATALOG_TABLE": parts.catalog.name,
            "CUSTOMERS_TABLE": parts.customers.name,
            "MEDIA_BUCKET": parts.media.name,
        },
        may=[
            reads_and_writes(parts.orders, indexes=["ByStatus", "ByCustomer"]),
            reads_and_writes(parts.stock, scan=True),
            reads(parts.catalog, scan=True),
            only(parts.catalog, "UpdateItem"),
            reads_and_writes(parts.customers),
            parts.media.may_show(),
        ],
    )
    parts.media.acknowledge(function)
    return function
