"""Alarms that somebody can act on: each calls the topic and names its line in docs/runbook.md."""

import aws_cdk as cdk
from aws_cdk import aws_cloudwatch as cloudwatch
from aws_cdk import aws_cloudwatch_actions as actions
from aws_cdk import aws_sns as sns
from constructs import Construct

RUNBOOK = "docs/runbook.md"


class Alarms:
    """Makes the alarms of one store (or of the platform); `prefix` begins their names."""

    def __init__(self, *, topic: sns.ITopic, prefix: str) -> None:
        self._action = actions.SnsAction(topic)
        self._prefix = prefix

    def add(
        self,
        scope: Construct,
        *,
        name: str,
        metric: cloudwatch.IMetric,
        threshold: float,
        says: str,
        anchor: str,
        periods: int = 1,
        falls_short: bool = False,
    ) -> cloudwatch.Alarm:
        """Call somebody when `metric` is at or over `threshold` for `periods` of its periods. No data is no alarm.

        With `falls_short` it is the other way round: below `threshold`, and no data, is an alarm.
        `says` tells what is wrong; `anchor` is the runbook's heading.
        """
        alarm = cloudwatch.Alarm(
            scope,
            f"Alarm{''.join(part.capitalize() for part in anchor.split('-'))}",
            alarm_name=f"{self._prefix}-{name}",
            alarm_description=f"{says} {RUNBOOK}#{anchor}",
            metric=metric,
            threshold=threshold,
            evaluation_periods=periods,
            comparison_operator=(
                cloudwatch.ComparisonOperator.LESS_THAN_THRESHOLD
                if falls_short
                else cloudwatch.ComparisonOperator.GREATER_THAN_OR_EQUAL_TO_THRESHOLD
            ),
            treat_missing_data=(
                cloudwatch.TreatMissingData.BREACHING if falls_short else cloudwatch.TreatMissingData.NOT_BREACHING
            ),
        )
        alarm.add_alarm_action(self._action)
        return alarm


def metric(
    namespace: str, name: str, dimensions: dict[str, str], *, statistic: str = "Sum", minutes: int = 5, label: str = ""
) -> cloudwatch.Metric:
    """A CloudWatch metric by name: known before the resource is, and the same in every stack."""
    return cloudwatch.Metric(
        namespace=namespace,
        metric_name=name,
        dimensions_map=dimensions,
        statistic=statistic,
        period=cdk.Duration.minutes(minutes),
        label=label or None,
    )
