"""How queues and streams call functions: in batches that report each failure by itself."""

import json
from collections.abc import Mapping
from typing import Any

from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarms import Alarms, metric
from infra.constructs.function import StoreFunction

#: How often a stream's record is tried; with backoff that is about an hour, and the stream keeps a day.
STREAM_RETRIES = 20


def call_with_messages(
    function: StoreFunction, queue: sqs.IQueue, *, batch: int, at_once: int, window_seconds: int = 0
) -> None:
    """Hand the queue's messages to the function, up to `batch` each time, in at most `at_once` copies of it."""
    mapping = lambda_.CfnEventSourceMapping(
        function,
        "Messages",
        function_name=function.function.function_name,
        event_source_arn=queue.queue_arn,
        batch_size=batch,
        maximum_batching_window_in_seconds=window_seconds or None,
        function_response_types=["ReportBatchItemFailures"],
        scaling_config=lambda_.CfnEventSourceMapping.ScalingConfigProperty(maximum_concurrency=at_once),
    )
    mapping.node.add_dependency(function.role)
    acknowledge(mapping, "Serverless-LambdaEventSourceMappingDestination")


def call_with_changes(
    function: StoreFunction,
    stream_arn: str,
    *,
    pattern: Mapping[str, Any],
    batch: int,
    failed: sqs.IQueue,
    alarms: Alarms,
) -> None:
    """Hand a table's changes that match `pattern` to the function, in order; what cannot be done goes to `failed`."""
    source = lambda_.CfnEventSourceMapping
    mapping = lambda_.CfnEventSourceMapping(
        function,
        "Changes",
        function_name=function.function.function_name,
        event_source_arn=stream_arn,
        starting_position="TRIM_HORIZON",
        batch_size=batch,
        bisect_batch_on_function_error=True,
        maximum_retry_attempts=STREAM_RETRIES,
        function_response_types=["ReportBatchItemFailures"],
        destination_config=source.DestinationConfigProperty(
            on_failure=source.OnFailureProperty(destination=failed.queue_arn)
        ),
        filter_criteria=source.FilterCriteriaProperty(filters=[source.FilterProperty(pattern=json.dumps(pattern))]),
    )
    mapping.node.add_dependency(function.role)
    alarms.add(
        function,
        name=f"{function.node.id}-behind",
        metric=metric(
            "AWS/Lambda", "IteratorAge", {"FunctionName": function.full_name}, statistic="Maximum", minutes=1
        ),
        threshold=60_000,
        says=f"{function.full_name} is more than a minute behind its table.",
        anchor="stream-behind",
    )
