"""Metrics in the functions' log lines (CloudWatch's embedded metric format) made into metrics.

On AWS CloudWatch does this itself; the embedded cloud does not, and its dashboards would stay empty.
Format: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from infra.local.cloud import client

# Lines may be stored a little after the time they carry, so each look reaches back by this much. Milliseconds.
OVERLAP = 60_000


class MetricForwarder:
    """Reads new log lines of all functions on each call of `forward` and puts the metrics they hold, each once."""

    def __init__(self, *, cloud: str, log_groups: str = "/") -> None:
        self._logs = client("logs", cloud=cloud)
        self._cloudwatch = client("cloudwatch", cloud=cloud)
        self._prefix = log_groups
        self._sizes: dict[str, int] = {}
        self._newest: dict[str, int] = {}
        self._seen: dict[str, set[tuple[int, str, str]]] = {}

    def forward(self) -> int:
        """Put what is new; returns the number of values. Groups that did not grow are not read."""
        sent = 0
        for group, size in self._groups():
            if self._sizes.get(group) != size:
                self._sizes[group] = size
                sent += self._forward_group(group)
        return sent

    def _groups(self) -> Iterator[tuple[str, int]]:
        for page in self._logs.get_paginator("describe_log_groups").paginate(logGroupNamePrefix=self._prefix):
            for group in page["logGroups"]:
                yield group["logGroupName"], group.get("storedBytes", 0)

    def _forward_group(self, group: str) -> int:
        seen, sent = self._seen.setdefault(group, set()), 0
        since = max(0, self._newest.get(group, 0) - OVERLAP)
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, startTime=since, filterPattern='"CloudWatchMetrics"'
        )
        for line in (line for page in pages for line in page["events"]):
            mark = (line["timestamp"], line.get("logStreamName", ""), line["message"])
            if mark not in seen:
                seen.add(mark)
                self._newest[group] = max(self._newest.get(group, 0), line["timestamp"])
                sent += self._put(line["message"])
        oldest = self._newest.get(group, 0) - OVERLAP
        self._seen[group] = {mark for mark in seen if mark[0] >= oldest}
        return sent

    def _put(self, message: str) -> int:
        sent = 0
        for namespace, data in metrics_in(message):
            self._cloudwatch.put_metric_data(Namespace=namespace, MetricData=data)
            sent += len(data)
        return sent


def metrics_in(message: str) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """The namespaces and metric data (as PutMetricData takes them) that one log line holds; none for other lines."""
    try:
        line = json.loads(message[message.index("{") :])
        about = line["_aws"]
        at = datetime.fromtimestamp(about["Timestamp"] / 1000, tz=UTC)
        directives = about["CloudWatchMetrics"]
    except (ValueError, KeyError, TypeError):
        return
    for directive in directives:
        data = [
            _datum(line, metric, dimensions, at)
            for dimensions in directive.get("Dimensions") or [[]]
            for metric in directive.get("Metrics", [])
            if metric.get("Name") in line
        ]
        if data:
            yield directive["Namespace"], data


def _datum(line: dict[str, Any], metric: dict[str, str], dimensions: list[str], at: datetime) -> dict[str, Any]:
    value = line[metric["Name"]]
    return {
        "MetricName": metric["Name"],
        "Dimensions": [{"Name": name, "Value": str(line.get(name, ""))} for name in dimensions],
        "Timestamp": at,
        "Values": [float(one) for one in (value if isinstance(value, list) else [value])],
        "Unit": metric.get("Unit", "None"),
    }
