"""The functions that a table's changes wake, with which changes."""

from infra.constructs.grants import allow, follows, only, sends
from infra.constructs.mapping import call_with_changes
from infra.workbench import Workbench

_EVENTS = {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVENT#"}]}}}}
_COUNTERS = {
    "eventName": ["MODIFY"],
    "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "STOCK#"}]}, "sk": {"S": ["HEAD"]}}},
}


def publish_events(bench: Workbench) -> None:
    """Puts what was recorded on the store's bus."""
    parts, failed = bench.parts, bench.parts.stream_failures.queue
    function = bench.make(
        "publish_events",
        given={"BUS_NAME": parts.bus.bus.event_bus_name},
        may=[
            follows(parts.orders),
            sends(failed.queue_arn),
            [allow(("events:PutEvents",), parts.bus.bus.event_bus_arn)],
        ],
    )
    stream = parts.orders.stream_arn
    call_with_changes(function, stream, pattern=_EVENTS, batch=10, failed=failed, alarms=bench.home.alarms)


def track_stock(bench: Workbench) -> None:
    """Records each movement of stock, and notices what runs low."""
    parts, failed = bench.parts, bench.parts.stream_failures.queue
    function = bench.make(
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
    call_with_changes(function, stream, pattern=_COUNTERS, batch=10, failed=failed, alarms=bench.home.alarms)
