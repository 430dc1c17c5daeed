"""Metrics in log lines become metrics, each once."""

import json
import time
from datetime import UTC, datetime

from infra.local.cloud import client
from infra.local.metrics import MetricForwarder, metrics_in

AT = 1_795_284_000_000
LINE = {
    "_aws": {
        "Timestamp": AT,
        "CloudWatchMetrics": [
            {
                "Namespace": "Tillhook",
                "Dimensions": [["store"]],
                "Metrics": [{"Name": "OrdersReceived", "Unit": "Count"}, {"Name": "Revenue"}],
            }
        ],
    },
    "store": "mpls",
    "OrdersReceived": 1,
    "Revenue": [1845, 575],
}


def test_a_line_gives_one_datum_for_each_metric_and_dimension_set() -> None:
    """As CloudWatch reads the embedded metric format."""
    at = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)
    store = [{"Name": "store", "Value": "mpls"}]
    assert list(metrics_in("2026 INFO " + json.dumps(LINE))) == [
        (
            "Tillhook",
            [
                {
                    "MetricName": "OrdersReceived",
                    "Dimensions": store,
                    "Timestamp": at,
                    "Values": [1.0],
                    "Unit": "Count",
                },
                {
                    "MetricName": "Revenue",
                    "Dimensions": store,
                    "Timestamp": at,
                    "Values": [1845.0, 575.0],
                    "Unit": "None",
                },
            ],
        )
    ]


def test_other_lines_give_nothing() -> None:
    """Most lines are not metrics; some only look so."""
    for line in ("START RequestId: 1", '{"level": "INFO"}', '{"_aws": 1}', '{"_aws": {"Timestamp": 1', "{}"):
        assert list(metrics_in(line)) == []


def test_each_logged_metric_is_put_once(empty_cloud: str) -> None:
    """However often the logs are looked at; what comes later is put too."""
    logs = client("logs", cloud=empty_cloud)
    logs.create_log_group(logGroupName="/tillhook/once")
    logs.create_log_stream(logGroupName="/tillhook/once", logStreamName="a")
    forwarder = MetricForwarder(cloud=empty_cloud, log_groups="/tillhook/")

    def log(line: str) -> None:
        event = {"timestamp": int(time.time() * 1000), "message": line}
        logs.put_log_events(logGroupName="/tillhook/once", logStreamName="a", logEvents=[event])

    log(json.dumps(LINE))
    log("nothing to count")
    assert [forwarder.forward(), forwarder.forward()] == [2, 0]
    log(json.dumps(LINE | {"OrdersReceived": 2}))
    assert [forwarder.forward(), forwarder.forward()] == [2, 0]

    found = client("cloudwatch", cloud=empty_cloud).get_metric_statistics(
        Namespace="Tillhook",
        MetricName="OrdersReceived",
        Dimensions=[{"Name": "store", "Value": "mpls"}],
        StartTime=datetime(2026, 11, 21, 17, 0, tzinfo=UTC),
        EndTime=datetime(2026, 11, 21, 19, 0, tzinfo=UTC),
        Period=7200,
        Statistics=["Sum"],
    )
    assert [point["Sum"] for point in found["Datapoints"]] == [3.0]
