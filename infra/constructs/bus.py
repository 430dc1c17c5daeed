"""The store's event bus and its rules. A rule that cannot deliver keeps the event in the bus's dead-letter queue."""

from collections.abc import Sequence

import aws_cdk as cdk
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.alarms import Alarms, metric
from infra.constructs.queue import DeadLetterQueue
from infra.deployment import Deployment
from shared.domain.events import Event

SOURCE = "tillhook"
# What EventBridge does at most.
RETRIES, LONGEST = 185, cdk.Duration.hours(24)


class StoreBus(Construct):
    """What happened in one store, for whoever wants to know."""

    def __init__(self, scope: Construct, id_: str, *, name: str, alarms: Alarms, deployment: Deployment) -> None:
        super().__init__(scope, id_)
        self._name, self._alarms = name, alarms
        self.bus = events.EventBus(self, "Bus", event_bus_name=name)
        self.undelivered = DeadLetterQueue(
            self, "EventsFailed", name=f"{name}-events", alarms=alarms, deployment=deployment
        ).queue

    def to_queue(self, rule: str, *, when: Sequence[type[Event]], queue: sqs.IQueue) -> None:
        """Send these events whole to a queue."""
        target = targets.SqsQueue(
            queue, dead_letter_queue=self.undelivered, retry_attempts=RETRIES, max_event_age=LONGEST
        )
        self._rule(rule, when=[kind.__name__ for kind in when], target=target)

    def to_function(self, rule: str, *, when: Sequence[str], function: lambda_.IFunction) -> None:
        """Call a function with each of these events, named by their detail type."""
        target = targets.LambdaFunction(
            function, dead_letter_queue=self.undelivered, retry_attempts=RETRIES, max_event_age=LONGEST
        )
        self._rule(rule, when=when, target=target)

    def _rule(self, name: str, *, when: Sequence[str], target: events.IRuleTarget) -> None:
        full_name = f"{self._name}-{name}"
        rule = events.Rule(
            self,
            "".join(part.capitalize() for part in name.split("-")),
            rule_name=full_name,
            event_bus=self.bus,
            event_pattern=events.EventPattern(source=[SOURCE], detail_type=list(when)),
            targets=[target],
        )
        self._alarms.add(
            rule,
            name=f"{name}-lost-events",
            metric=metric(
                "AWS/Events", "InvocationsFailedToBeSentToDlq", {"EventBusName": self._name, "RuleName": full_name}
            ),
            threshold=1,
            says=f"Events of the rule {full_name} were neither delivered nor put aside.",
            anchor="lost-events",
        )
