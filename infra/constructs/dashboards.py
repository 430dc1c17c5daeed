"""What is seen at a glance: a store's business, a store's machinery, and all stores of their owner."""

from collections.abc import Sequence

from aws_cdk import aws_cloudwatch as cloudwatch
from constructs import Construct

from infra.constructs.alarms import metric
from infra.store_settings import StoreSettings

#: The namespace of our own metrics; docs/architecture.md lists them ("What is counted").
NAMESPACE = "Tillhook"


def counted(store: StoreSettings, name: str, *, label: str, region: str | None = None) -> cloudwatch.IMetric:
    """One of our own metrics of a store, summed over an hour."""
    own = metric(NAMESPACE, name, {"store": store.id}, minutes=60, label=label)
    return own.with_(region=region) if region else own


class BusinessDashboard(Construct):
    """One store for its owner: orders by state, money, messages, what needs a person."""

    def __init__(self, scope: Construct, id_: str, *, name: str, store: StoreSettings, low_stock_rule: str) -> None:
        super().__init__(scope, id_)
        low = metric("AWS/Events", "MatchedEvents", low_stock_rule_dimensions(low_stock_rule, store), minutes=60)
        board = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=name)
        board.add_widgets(
            _graph(
                "Orders",
                counted(store, "OrdersReceived", label="received"),
                counted(store, "OrdersConfirmed", label="confirmed"),
                counted(store, "OrdersExpired", label="expired unpaid"),
            ),
            _graph(f"Revenue ({store.currency}, minor units)", counted(store, "Revenue", label="confirmed")),
        )
        board.add_widgets(
            _graph("Messages to customers", counted(store, "MessagesSent", label="sent")),
            _graph("Shelves that ran low", low),
        )
        board.add_widgets(
            _today("Today", store, ("OrdersReceived", "OrdersConfirmed", "OrdersExpired", "Revenue")),
            _today("Needs a person", store, ("PaymentsQuarantined", "MessagesUnknown", "WebhookRefused")),
        )


class MachineDashboard(Construct):
    """One store for who runs it: its API, functions, queues and tables."""

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        api_id: str,
        functions: Sequence[str],
        queues: Sequence[str],
        dead_letters: Sequence[str],
        tables: Sequence[str],
    ) -> None:
        super().__init__(scope, id_)
        board = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=name)
        board.add_widgets(
            _graph(
                "Requests", *(metric("AWS/ApiGateway", what, {"ApiId": api_id}) for what in ("Count", "4xx", "5xx"))
            ),
            _graph(
                "Answer time (p50, p99, ms)",
                *(metric("AWS/ApiGateway", "Latency", {"ApiId": api_id}, statistic=part) for part in ("p50", "p99")),
            ),
        )
        board.add_widgets(
            _graph("Function errors", *_each("AWS/Lambda", "Errors", "FunctionName", functions)),
            _graph("Function time (p99, ms)", *_each("AWS/Lambda", "Duration", "FunctionName", functions, "p99")),
        )
        board.add_widgets(
            _graph(
                "Oldest waiting message (s)",
                *_each("AWS/SQS", "ApproximateAgeOfOldestMessage", "QueueName", queues, "Maximum"),
            ),
            _graph(
                "Put aside",
                *_each("AWS/SQS", "ApproximateNumberOfMessagesVisible", "QueueName", dead_letters, "Maximum"),
            ),
        )
        board.add_widgets(
            _graph("Table writes", *_each("AWS/DynamoDB", "ConsumedWriteCapacityUnits", "TableName", tables)),
            _graph("Table throttling", *_each("AWS/DynamoDB", "ThrottledRequests", "TableName", tables)),
        )


class OwnerDashboard(Construct):
    """All stores side by side, each in its own region."""

    def __init__(self, scope: Construct, id_: str, *, name: str, stores: Sequence[tuple[StoreSettings, str]]) -> None:
        super().__init__(scope, id_)
        board = cloudwatch.Dashboard(self, "Dashboard", dashboard_name=name)
        for title, wanted in (
            ("Orders confirmed", "OrdersConfirmed"),
            ("Revenue (minor units of each store's currency)", "Revenue"),
            ("Orders expired unpaid", "OrdersExpired"),
            ("Messages of unknown fate", "MessagesUnknown"),
        ):
            board.add_widgets(
                _graph(title, *(counted(store, wanted, label=store.name, region=region) for store, region in stores))
            )


def low_stock_rule_dimensions(rule: str, store: StoreSettings) -> dict[str, str]:
    """Which metric EventBridge counts the events of a store's rule under."""
    return {"EventBusName": f"tillhook-{store.id}", "RuleName": rule}


def _each(
    namespace: str, name: str, dimension: str, values: Sequence[str], statistic: str = "Sum"
) -> list[cloudwatch.Metric]:
    return [metric(namespace, name, {dimension: value}, statistic=statistic, label=value) for value in values]


def _graph(title: str, *metrics: cloudwatch.IMetric) -> cloudwatch.GraphWidget:
    axis = cloudwatch.YAxisProps(min=0, show_units=False)
    return cloudwatch.GraphWidget(title=title, left=list(metrics), width=12, height=6, left_y_axis=axis)


def _today(title: str, store: StoreSettings, names: Sequence[str]) -> cloudwatch.SingleValueWidget:
    return cloudwatch.SingleValueWidget(
        title=title,
        metrics=[counted(store, name, label=name) for name in names],
        set_period_to_time_range=True,
        width=12,
        height=4,
    )
