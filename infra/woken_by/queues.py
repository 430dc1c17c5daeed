"""The functions that messages in a queue wake, with how many at once."""

import aws_cdk as cdk

from infra.constructs.function import StoreFunction
from infra.constructs.grants import allow, only, postpones, reads, reads_and_writes, receives, sends
from infra.constructs.mapping import call_with_messages
from infra.workbench import Workbench


def process_inbox(bench: Workbench) -> None:
    """Works off what customers wrote and gateways reported."""
    parts = bench.parts
    function = bench.make(
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
            reads_and_writes(parts.orders, indexes=["ByCustomer"]),
            reads_and_writes(parts.stock),
            reads_and_writes(parts.customers),
            reads(parts.catalog, scan=True),
        ],
    )
    call_with_messages(function, parts.inbox.queue, batch=1, at_once=10)


def record_statuses(bench: Workbench) -> None:
    """Records what became of messages to customers."""
    parts = bench.parts
    function = bench.make(
        "record_statuses",
        given={"ORDERS_TABLE": parts.orders.name},
        may=[receives(parts.statuses.queue.queue_arn), only(parts.orders, "GetItem", "UpdateItem")],
    )
    call_with_messages(function, parts.statuses.queue, batch=10, at_once=5, window_seconds=2)


def request_payment(bench: Workbench) -> None:
    """Asks for an order's payment, and closes links that are not to be paid any more."""
    parts, queue = bench.parts, bench.parts.payment_requests.queue
    function = bench.make(
        "request_payment",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "CUSTOMERS_TABLE": parts.customers.name,
            "PAYMENT_REQUESTS_QUEUE_URL": queue.queue_url,
            **bench.gateway(),
            **parts.timers.environment,
        },
        may=[
            receives(queue.queue_arn),
            sends(queue.queue_arn),
            reads_and_writes(parts.orders),
            reads(parts.customers),
            bench.knows("payment/api_key"),
            parts.timers.may_set(),
        ],
    )
    parts.timers.acknowledge(function)
    call_with_messages(function, queue, batch=5, at_once=5)


def refund_payment(bench: Workbench) -> None:
    """Gives money back."""
    parts, queue = bench.parts, bench.parts.refunds.queue
    function = bench.make(
        "refund_payment",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "REFUNDS_QUEUE_URL": queue.queue_url,
            **bench.gateway(),
        },
        may=[
            receives(queue.queue_arn),
            sends(queue.queue_arn),
            postpones(queue.queue_arn),
            reads_and_writes(parts.orders),
            bench.knows("payment/api_key"),
        ],
    )
    call_with_messages(function, queue, batch=5, at_once=2)


def message_customer(bench: Workbench) -> StoreFunction:
    """Tells customers what happened."""
    parts, queue = bench.parts, bench.parts.messages.queue
    function = bench.make(
        "message_customer",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "CUSTOMERS_TABLE": parts.customers.name,
            "MESSAGES_QUEUE_URL": queue.queue_url,
            "WHATSAPP_API_URL": parts.whatsapp_url,
            "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
            "WHATSAPP_TOKEN_PARAMETER": bench.parameter("whatsapp/access_token"),
            "TRACKING_KEY_PARAMETER": bench.parameter("tracking/key"),
            **parts.timers.environment,
        },
        may=[
            receives(queue.queue_arn),
            postpones(queue.queue_arn),
            reads_and_writes(parts.orders, indexes=["ByCustomer"]),
            reads(parts.customers),
            bench.knows("tracking/key", "whatsapp/access_token"),
            parts.timers.may_set(),
        ],
    )
    parts.timers.acknowledge(function)
    call_with_messages(function, queue, batch=5, at_once=10)
    return function


def email_supplier(bench: Workbench) -> None:
    """Reorders what runs low."""
    parts, queue = bench.parts, bench.parts.supplier_emails.queue
    sender = parts.store.sender_email
    stack = cdk.Stack.of(bench.scope)
    identities = [
        stack.format_arn(service="ses", resource="identity", resource_name=name)
        for name in (sender, sender.partition("@")[2])
    ]
    function = bench.make(
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


def store_media(bench: Workbench) -> None:
    """Fetches what customers sent as pictures and files, while Meta still has it."""
    parts, queue = bench.parts, bench.parts.media_downloads.queue
    function = bench.make(
        "store_media",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "CUSTOMERS_TABLE": parts.customers.name,
            "MEDIA_BUCKET": parts.media.name,
            "MEDIA_HOSTS": parts.media_hosts,
            "MEDIA_DOWNLOADS_QUEUE_URL": queue.queue_url,
            "WHATSAPP_API_URL": parts.whatsapp_url,
            "PHONE_NUMBER_ID": parts.store.whatsapp.phone_number_id,
            "WHATSAPP_TOKEN_PARAMETER": bench.parameter("whatsapp/access_token"),
        },
        may=[
            receives(queue.queue_arn),
            postpones(queue.queue_arn),
            only(parts.customers, "GetItem", "UpdateItem"),
            only(parts.orders, "PutItem"),
            parts.media.may_put(),
            bench.knows("whatsapp/access_token"),
        ],
    )
    parts.media.acknowledge(function)
    call_with_messages(function, queue, batch=1, at_once=5)


def record_parcels(bench: Workbench) -> None:
    """Records what couriers say of parcels."""
    parts, queue = bench.parts, bench.parts.parcel_news.queue
    function = bench.make(
        "record_parcels",
        given={"ORDERS_TABLE": parts.orders.name, "PARCEL_NEWS_QUEUE_URL": queue.queue_url, **bench.courier()},
        may=[
            receives(queue.queue_arn),
            postpones(queue.queue_arn),
            reads_and_writes(parts.orders),
            bench.knows("courier/api_key"),
        ],
    )
    call_with_messages(function, queue, batch=1, at_once=5)


def ask_courier(bench: Workbench) -> None:
    """Books parcels, gives them up, and says what is to be done after a failed attempt."""
    parts, queue = bench.parts, bench.parts.courier_requests.queue
    function = bench.make(
        "ask_courier",
        given={"ORDERS_TABLE": parts.orders.name, "COURIER_REQUESTS_QUEUE_URL": queue.queue_url, **bench.courier()},
        may=[
            receives(queue.queue_arn),
            sends(queue.queue_arn),
            postpones(queue.queue_arn),
            reads_and_writes(parts.orders),
            bench.knows("courier/api_key"),
        ],
    )
    call_with_messages(function, queue, batch=1, at_once=2)


def arm_timers(bench: Workbench) -> None:
    """Puts on the clock what has to happen later about parcels."""
    parts, queue = bench.parts, bench.parts.timer_requests.queue
    function = bench.make(
        "arm_timers",
        given={"ORDERS_TABLE": parts.orders.name, **parts.timers.environment},
        may=[receives(queue.queue_arn), reads(parts.orders), parts.timers.may_set()],
    )
    parts.timers.acknowledge(function)
    call_with_messages(function, queue, batch=5, at_once=2)


def run_timer(bench: Workbench) -> None:
    """Does what was put off to a certain time."""
    parts, queue = bench.parts, bench.parts.timers_queue.queue
    function = bench.make(
        "run_timer",
        given={
            "ORDERS_TABLE": parts.orders.name,
            "STOCK_TABLE": parts.stock.name,
            "TIMERS_QUEUE_URL": queue.queue_url,
            "MESSAGES_QUEUE_URL": parts.messages.queue.queue_url,
            **bench.gateway(),
        },
        may=[
            receives(queue.queue_arn),
            postpones(queue.queue_arn),
            sends(parts.messages.queue.queue_arn),
            reads_and_writes(parts.orders),
            reads_and_writes(parts.stock),
            bench.knows("payment/api_key"),
        ],
    )
    call_with_messages(function, queue, batch=5, at_once=5)
