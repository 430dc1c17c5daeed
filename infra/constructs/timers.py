"""One-time schedules: EventBridge Scheduler puts a message on the Timers queue when the time has come."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_scheduler as scheduler
from constructs import Construct

from infra.constructs.acknowledge import acknowledge_wildcard
from infra.constructs.alarms import Alarms, metric
from infra.constructs.function import StoreFunction
from infra.constructs.grants import allow, sends
from infra.constructs.queue import QueueWithDlq


class Timers(Construct):
    """The store's group of schedules and the role they act with. What cannot be queued goes to the queue's own DLQ."""

    def __init__(self, scope: Construct, id_: str, *, name: str, queue: QueueWithDlq, alarms: Alarms) -> None:
        super().__init__(scope, id_)
        stack = cdk.Stack.of(self)
        self._queue = queue
        self.group = name
        group = scheduler.CfnScheduleGroup(self, "Group", name=name)
        self._schedules = stack.format_arn(service="scheduler", resource="schedule", resource_name=f"{name}/*")
        within = {
            "StringEquals": {"aws:SourceAccount": stack.account},
            "ArnEquals": {"aws:SourceArn": group.attr_arn},
        }
        self._role = iam.Role(
            self,
            "Role",
            assumed_by=iam.ServicePrincipal("scheduler.amazonaws.com", conditions=within),
            description=f"Lets the schedules of {name} put their message on the Timers queue",
            inline_policies={
                "queue": iam.PolicyDocument(
                    statements=sends(queue.queue.queue_arn, queue.dead_letters.queue_arn), minimize=True
                )
            },
        )
        alarms.add(
            self,
            name="timers-lost",
            metric=metric("AWS/Scheduler", "InvocationDroppedCount", {"ScheduleGroup": name}),
            threshold=1,
            says=f"A timer of {name} could not be delivered.",
            anchor="lost-timers",
        )

    @property
    def environment(self) -> dict[str, str]:
        """What a function needs to know to set a timer."""
        return {
            "TIMERS_GROUP": self.group,
            "TIMERS_QUEUE_ARN": self._queue.queue.queue_arn,
            "TIMERS_ROLE_ARN": self._role.role_arn,
            "TIMERS_DLQ_ARN": self._queue.dead_letters.queue_arn,
        }

    def may_set(self) -> list[iam.PolicyStatement]:
        """Set timers in this group, and hand them this role."""
        passed = {"StringEquals": {"iam:PassedToService": "scheduler.amazonaws.com"}}
        return [
            allow(("scheduler:CreateSchedule",), self._schedules),
            allow(("iam:PassRole",), self._role.role_arn, when=passed),
        ]

    def acknowledge(self, function: StoreFunction) -> None:
        """A schedule is named after its order, so the grant covers all names in the store's group."""
        acknowledge_wildcard(
            function.role,
            resource=self._schedules,
            reason="A schedule is named after what it waits for; the group is the store's own and holds nothing else.",
        )
