"""What wakes the reconciler, keeps its reports as files, and notices when it does not run or finds differences."""

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_kms as kms
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import Alarms, metric
from infra.constructs.bus import LONGEST, RETRIES
from infra.constructs.function import StoreFunction
from infra.constructs.private_bucket import PrivateBucket
from infra.deployment import Deployment

#: Who audits a year looks at it in the next.
KEPT_DAYS = 800
FOLDER = "reconciliation"
#: Written by every hourly run, so that its absence tells that there was none.
COUNTED = "ReconciliationDifferences"
NAMESPACE = "Tillhook"


class ReportBucket(PrivateBucket):
    """Reports as tables for spreadsheets."""

    def __init__(self, scope: Construct, id_: str, *, name: str, key: kms.IKey, deployment: Deployment) -> None:
        super().__init__(
            scope,
            id_,
            name=name,
            folder=FOLDER,
            named="A report is named after its day",
            kept_days=KEPT_DAYS,
            key=key,
            deployment=deployment,
        )


def run_hourly(scope: Construct, id_: str, *, name: str, function: StoreFunction, failed: sqs.IQueue) -> events.Rule:
    """Wake `function` every hour; a wake-up that cannot be delivered is kept in `failed`."""
    target = targets.LambdaFunction(
        function.function, dead_letter_queue=failed, retry_attempts=RETRIES, max_event_age=LONGEST
    )
    hourly = events.Schedule.rate(cdk.Duration.hours(1))
    return events.Rule(scope, id_, rule_name=name, schedule=hourly, targets=[target])


def watch_reconciler(scope: Construct, *, store_id: str, alarms: Alarms) -> None:
    """Call somebody about differences, and about two hours without a run."""
    found = metric(NAMESPACE, COUNTED, {"store": store_id}, statistic="Maximum", minutes=60)
    alarms.add(
        scope,
        name="reconciliation-differences",
        metric=found,
        threshold=1,
        says="The gateway's lists and the record differ in what only a person can settle.",
        anchor="reconciliation-differences",
    )
    alarms.add(
        scope,
        name="reconciler-silent",
        metric=metric(NAMESPACE, COUNTED, {"store": store_id}, statistic="SampleCount", minutes=60),
        threshold=1,
        says="The reconciler did not finish a run for two hours.",
        anchor="reconciler-silent",
        periods=2,
        falls_short=True,
    )
