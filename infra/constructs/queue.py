"""Every queue: encrypted, TLS only, with a dead-letter queue that keeps what failed for 14 days, and alarms on both."""

import aws_cdk as cdk
from aws_cdk import aws_sqs as sqs
from constructs import Construct

from infra.constructs.acknowledge import acknowledge
from infra.constructs.alarms import Alarms, metric
from infra.deployment import Deployment

#: Deliveries before a message is put aside.
MAX_RECEIVES = 5


class DeadLetterQueue(Construct):
    """Where failures of one source wait for a person. Its name ends in `-dlq` (`-dlq.fifo`)."""

    def __init__(
        self, scope: Construct, id_: str, *, name: str, alarms: Alarms, deployment: Deployment, fifo: bool = False
    ) -> None:
        super().__init__(scope, id_)
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=f"{name}-dlq{'.fifo' if fifo else ''}",
            fifo=fifo or None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=deployment.tls,
            retention_period=cdk.Duration.days(14),
            removal_policy=deployment.removal,
        )
        acknowledge(self.queue, "Serverless-SQSRedrivePolicy", "AwsSolutions-SQS3")
        alarms.add(
            self,
            name=f"{id_}-not-empty",
            metric=metric(
                "AWS/SQS",
                "ApproximateNumberOfMessagesVisible",
                {"QueueName": self.queue.queue_name},
                statistic="Maximum",
                minutes=1,
            ),
            threshold=1,
            says=f"Something could not be done and was put aside in {name}-dlq.",
            anchor="dead-letters",
        )


class QueueWithDlq(Construct):
    """A queue and its dead-letter queue. `worker_seconds` is the timeout of the function that reads it.

    A FIFO queue takes its deduplication ids from the sender: equal bodies are not always equal messages.
    """

    def __init__(
        self,
        scope: Construct,
        id_: str,
        *,
        name: str,
        worker_seconds: int,
        oldest_seconds: int,
        alarms: Alarms,
        deployment: Deployment,
        fifo: bool = False,
    ) -> None:
        super().__init__(scope, id_)
        failed = DeadLetterQueue(self, f"{id_}Failed", name=name, alarms=alarms, deployment=deployment, fifo=fifo)
        self.dead_letters = failed.queue
        self.queue = sqs.Queue(
            self,
            "Queue",
            queue_name=f"{name}{'.fifo' if fifo else ''}",
            fifo=fifo or None,
            content_based_deduplication=False if fifo else None,
            # Each group has its own quota, so one busy customer does not slow the rest.
            deduplication_scope=sqs.DeduplicationScope.MESSAGE_GROUP if fifo else None,
            fifo_throughput_limit=sqs.FifoThroughputLimit.PER_MESSAGE_GROUP_ID if fifo else None,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            enforce_ssl=deployment.tls,
            retention_period=cdk.Duration.days(4),
            visibility_timeout=cdk.Duration.seconds(6 * worker_seconds),
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=MAX_RECEIVES),
            removal_policy=deployment.removal,
        )
        alarms.add(
            self,
            name=f"{id_}-waiting",
            metric=metric(
                "AWS/SQS",
                "ApproximateAgeOfOldestMessage",
                {"QueueName": self.queue.queue_name},
                statistic="Maximum",
                minutes=1,
            ),
            threshold=oldest_seconds,
            says=f"Work has been waiting in {name} for more than {oldest_seconds} s.",
            anchor="waiting-queue",
        )
