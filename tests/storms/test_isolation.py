"""What each deployed function may really do: every right of the table below is tried, and so is everything beside it.

The embedded cloud enforces roles by action and resource. Some things it cannot tell apart, so that only the templates
prove them (tests/infra/test_permissions.py): one SSM parameter from another, one schedule group from another, one
sender of emails from another (see infra/constructs/dialect.py); which role is passed on; who may follow a table's
stream.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3
import pytest
from botocore.config import Config
from botocore.exceptions import ClientError

from infra.local.cloud import ACCOUNT, REGION, client
from tests.journeys.world import World

STORES = ("mpls", "pune")
TABLES = ("orders", "stock", "catalog", "customers")
QUEUES = (
    *("Inbox.fifo", "Messages.fifo", "Statuses", "PaymentRequests", "SupplierEmails", "Timers"),
    *("MediaDownloads", "MediaDownloads-dlq", "Refunds", "Refunds-dlq", "ParcelNews.fifo", "ParcelNews-dlq.fifo"),
    *("CourierRequests", "CourierRequests-dlq", "TimerRequests", "TimerRequests-dlq"),
    *("Inbox-dlq.fifo", "Messages-dlq.fifo", "Statuses-dlq", "PaymentRequests-dlq", "SupplierEmails-dlq", "Timers-dlq"),
    *("CallFailures-dlq", "StreamFailures-dlq", "events-dlq"),
)
FUNCTIONS = (
    *("whatsapp_webhook", "payment_webhook", "queue_message", "process_inbox", "record_statuses", "publish_events"),
    *("track_stock", "request_payment", "message_customer", "email_supplier", "run_timer", "staff_api"),
    *("store_media", "reconcile", "refund_payment", "public_pages"),
    *("parcel_webhook", "record_parcels", "ask_courier", "poll_parcels", "arm_timers"),
)

READ = frozenset({"GetItem", "BatchGetItem", "Query"})
WRITE = frozenset({"PutItem", "UpdateItem", "ConditionCheckItem"})
SEND = frozenset({"SendMessage", "SendMessageBatch"})
RECEIVE = frozenset({"ReceiveMessage", "DeleteMessage", "GetQueueAttributes"})
POSTPONE = frozenset({"ChangeMessageVisibility"})
SECRETS = {"parameters": frozenset({"GetParameters"})}
TIMERS = {"schedules": frozenset({"CreateSchedule"})}

#: docs/architecture.md, "Functions": what each may do in its own store. In another store: nothing at all.
MAY: Mapping[str, Mapping[str, frozenset[str]]] = {
    "whatsapp_webhook": {"Inbox.fifo": SEND, "Statuses": SEND, **SECRETS},
    "payment_webhook": {"Inbox.fifo": SEND, **SECRETS},
    "queue_message": {"Messages.fifo": SEND, "CallFailures-dlq": SEND},
    "process_inbox": {
        "Inbox.fifo": RECEIVE | POSTPONE,
        "orders": READ | WRITE,
        "stock": READ | WRITE,
        "customers": READ | WRITE,
        "catalog": READ | {"Scan"},
        "orders index of customers": frozenset({"Query"}),
    },
    "record_statuses": {"Statuses": RECEIVE, "orders": frozenset({"GetItem", "UpdateItem"})},
    "publish_events": {"StreamFailures-dlq": SEND, "bus": frozenset({"PutEvents"})},
    "track_stock": {
        "StreamFailures-dlq": SEND,
        "stock": frozenset({"PutItem"}),
        "orders": frozenset({"PutItem"}),
    },
    "request_payment": {
        "PaymentRequests": RECEIVE | SEND,
        "orders": READ | WRITE,
        "customers": READ,
        **SECRETS,
        **TIMERS,
    },
    "refund_payment": {"Refunds": RECEIVE | SEND | POSTPONE, "orders": READ | WRITE, **SECRETS},
    "parcel_webhook": {"ParcelNews.fifo": SEND, **SECRETS},
    "record_parcels": {"ParcelNews.fifo": RECEIVE | POSTPONE, "orders": READ | WRITE, **SECRETS},
    "ask_courier": {"CourierRequests": RECEIVE | SEND | POSTPONE, "orders": READ | WRITE, **SECRETS},
    "poll_parcels": {
        "ParcelNews.fifo": SEND,
        "CallFailures-dlq": SEND,
        "orders": READ,
        "orders index": frozenset({"Query"}),
    },
    "arm_timers": {"TimerRequests": RECEIVE, "orders": READ, **TIMERS},
    "message_customer": {
        "Messages.fifo": RECEIVE | POSTPONE,
        "orders": READ | WRITE,
        "orders index of customers": frozenset({"Query"}),
        "customers": READ,
        **SECRETS,
        **TIMERS,
    },
    "email_supplier": {
        "SupplierEmails": RECEIVE,
        "stock": READ | WRITE,
        "catalog": READ,
        "email": frozenset({"SendEmail"}),
    },
    "store_media": {
        "MediaDownloads": RECEIVE | POSTPONE,
        "customers": frozenset({"GetItem", "UpdateItem"}),
        "orders": frozenset({"PutItem"}),
        "media": frozenset({"PutObject"}),
        **SECRETS,
    },
    "run_timer": {
        "Timers": RECEIVE | POSTPONE,
        "Messages.fifo": SEND,
        "orders": READ | WRITE,
        "stock": READ | WRITE,
        **SECRETS,
    },
    "reconcile": {
        "orders": READ | WRITE,
        "orders index": frozenset({"Query"}),
        "stock": READ | WRITE,
        "reports": frozenset({"PutObject"}),
        "CallFailures-dlq": SEND,
        **SECRETS,
    },
    "public_pages": {"orders": READ, "customers": READ, **SECRETS},
    "staff_api": {
        "orders": READ | WRITE,
        "orders index": frozenset({"Query"}),
        "orders index of customers": frozenset({"Query"}),
        "stock": READ | WRITE | {"Scan"},
        "catalog": READ | {"Scan", "UpdateItem"},
        "customers": READ | WRITE,
        "media": frozenset({"GetObject"}),
    },
}
#: The embedded cloud checks these without looking whose they are.
BLIND = {("parameters", "GetParameters"), ("schedules", "CreateSchedule"), ("email", "SendEmail")}
DENIED = {"AccessDenied", "AccessDeniedException", "AuthorizationError", "AuthorizationErrorException"}

Clients = Callable[[str], Any]


@dataclass(frozen=True, kw_only=True)
class Probe:
    """One call that does no harm where it is allowed: it fails for another reason, or finds nothing."""

    store: str
    thing: str
    action: str
    service: str
    operation: str
    request: Mapping[str, Any]

    def allowed(self, clients: Clients) -> bool:
        """Whether the role may make the call."""
        try:
            getattr(clients(self.service), self.operation)(**self.request)
        except ClientError as error:
            return error.response["Error"]["Code"] not in DENIED
        return True


def table_probes(store: str, table: str) -> Iterator[Probe]:
    """Every way to touch a table's items. Writes have a condition that never holds."""
    name, key = f"tillhook-{store}-{table}", {"pk": {"S": "PROBE#1"}, "sk": {"S": "HEAD"}}
    never = {"ConditionExpression": "attribute_exists(pk)"}
    by_key = {"KeyConditionExpression": "pk = :p", "ExpressionAttributeValues": {":p": {"S": "PROBE#1"}}}
    by_status, by_customer = (
        {
            "IndexName": index,
            "KeyConditionExpression": "#k = :k",
            "ExpressionAttributeNames": {"#k": attribute},
            "ExpressionAttributeValues": {":k": {"S": "probe"}},
        }
        for index, attribute in (("ByStatus", "status"), ("ByCustomer", "customer_id"))
    )
    check = {"ConditionCheck": {"TableName": name, "Key": key, **never}}
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "GetItem": ("get_item", {"TableName": name, "Key": key}),
        "BatchGetItem": ("batch_get_item", {"RequestItems": {name: {"Keys": [key]}}}),
        "Query": ("query", {"TableName": name, **by_key}),
        "Scan": ("scan", {"TableName": name, "Limit": 1}),
        "PutItem": ("put_item", {"TableName": name, "Item": key, **never}),
        "UpdateItem": ("update_item", {"TableName": name, "Key": key, **never}),
        "ConditionCheckItem": ("transact_write_items", {"TransactItems": [check]}),
        "DeleteItem": ("delete_item", {"TableName": name, "Key": key, **never}),
        "BatchWriteItem": ("batch_write_item", {"RequestItems": {name: [{"DeleteRequest": {"Key": key}}]}}),
        "UpdateTable": ("update_table", {"TableName": name}),
    }
    for action, (operation, request) in calls.items():
        yield probe(store, table, action, "dynamodb", operation, **request)
    if table == "orders":
        yield probe(store, "orders index", "Query", "dynamodb", "query", TableName=name, **by_status)
        yield probe(store, "orders index of customers", "Query", "dynamodb", "query", TableName=name, **by_customer)


def queue_probes(store: str, queue: str, url: str) -> Iterator[Probe]:
    """Every way to touch a queue. What is sent is refused for its form, after the role has been looked at."""
    calls: dict[str, tuple[str, dict[str, Any]]] = {
        "SendMessage": ("send_message", {"MessageBody": "x", "DelaySeconds": 100_000}),
        "SendMessageBatch": ("send_message_batch", {"Entries": []}),
        "ReceiveMessage": ("receive_message", {"MaxNumberOfMessages": 99}),
        "DeleteMessage": ("delete_message", {"ReceiptHandle": "probe"}),
        "ChangeMessageVisibility": (
            "change_message_visibility",
            {"ReceiptHandle": "probe", "VisibilityTimeout": 100_000},
        ),
        "GetQueueAttributes": ("get_queue_attributes", {"AttributeNames": ["QueueArn"]}),
        "SetQueueAttributes": ("set_queue_attributes", {"Attributes": {"Probe": "x"}}),
    }
    for action, (operation, request) in calls.items():
        if "-dlq" in queue and action not in ("SendMessage", "SendMessageBatch", "ReceiveMessage"):
            continue
        yield probe(store, queue, action, "sqs", operation, QueueUrl=url, **request)


def other_probes(store: str, *, sender: str) -> Iterator[Probe]:
    """Secrets, timers, bus, email, and what no function has any business with."""
    secret, policy = f"/tillhook/{store}/payment/api_key", json.dumps({"Version": "2012-10-17", "Statement": []})
    timer = {"Name": "probe", "GroupName": f"tillhook-{store}"}
    target = {"Arn": f"arn:aws:sqs:{REGION}:{ACCOUNT}:probe", "RoleArn": f"arn:aws:iam::{ACCOUNT}:role/probe"}
    mail = {"Subject": {"Data": "probe"}, "Body": {"Text": {"Data": "probe"}}}
    role, function = f"tillhook-{store}-probe", f"tillhook-{store}-staff_api"
    entry = {"Source": "probe", "DetailType": "Probe", "Detail": "{}", "EventBusName": f"tillhook-{store}"}
    say = {"Source": sender, "Destination": {"ToAddresses": ["probe@probe.example"]}, "Message": mail}
    log = {"logGroupName": f"/tillhook/{store}/access", "logStreamName": "probe"}
    yield probe(store, "bus", "PutEvents", "events", "put_events", Entries=[entry])
    yield probe(store, "bus", "PutRule", "events", "put_rule", Name="probe", ScheduleExpression="x")
    yield probe(store, "email", "SendEmail", "ses", "send_email", **say)
    yield probe(store, "parameters", "GetParameters", "ssm", "get_parameters", Names=[secret])
    yield probe(store, "parameters", "GetParameter", "ssm", "get_parameter", Name=secret)
    yield probe(store, "parameters", "GetParametersByPath", "ssm", "get_parameters_by_path", Path="/tillhook")
    yield probe(store, "parameters", "PutParameter", "ssm", "put_parameter", Name=secret, Value="x", Type="Probe")
    yield probe(
        store,
        "schedules",
        "CreateSchedule",
        "scheduler",
        "create_schedule",
        **timer,
        ScheduleExpression="never",
        Target=target,
        FlexibleTimeWindow={"Mode": "OFF"},
    )
    yield probe(store, "schedules", "DeleteSchedule", "scheduler", "delete_schedule", **timer)
    yield probe(store, "roles", "ListRoles", "iam", "list_roles")
    yield probe(
        store, "roles", "PutRolePolicy", "iam", "put_role_policy", RoleName=role, PolicyName="p", PolicyDocument=policy
    )
    yield probe(store, "roles", "AssumeRole", "sts", "assume_role", RoleArn=target["RoleArn"], RoleSessionName="probe")
    yield probe(store, "functions", "Invoke", "lambda", "invoke", FunctionName=function, Payload=b"{}")
    yield probe(store, "functions", "GetFunction", "lambda", "get_function", FunctionName=function)
    for bucket, folder in (("media", "chats"), ("reports", "reconciliation")):
        file = {"Bucket": f"tillhook-{store}-{bucket}-{ACCOUNT}", "Key": f"{folder}/probe"}
        yield probe(store, bucket, "PutObject", "s3", "put_object", **file, Body=b"probe")
        yield probe(store, bucket, "GetObject", "s3", "get_object", **file)
        yield probe(store, bucket, "DeleteObject", "s3", "delete_object", **file)
        yield probe(store, bucket, "ListBucket", "s3", "list_objects_v2", Bucket=file["Bucket"])
    yield probe(store, "tables", "ListTables", "dynamodb", "list_tables")
    yield probe(store, "queues", "ListQueues", "sqs", "list_queues")
    yield probe(store, "logs", "CreateLogStream", "logs", "create_log_stream", **log)
    yield probe(store, "stacks", "DescribeStacks", "cloudformation", "describe_stacks")
    yield probe(store, "staff", "ListUsers", "cognito-idp", "list_users", UserPoolId="probe")
    yield probe(store, "keys", "ListKeys", "kms", "list_keys")


def probe(store: str, thing: str, action: str, service: str, operation: str, /, **request: Any) -> Probe:
    """A probe."""
    return Probe(store=store, thing=thing, action=action, service=service, operation=operation, request=request)


@pytest.fixture(scope="module")
def probes(world: World) -> list[Probe]:
    """Every probe of both stores."""
    cloud = world.contract["cloud"]
    sender = {"mpls": "orders@northloopboba.example", "pune": "orders@sahyadritraders.example"}
    found: list[Probe] = []
    for store in STORES:
        for table in TABLES:
            found += table_probes(store, table)
        for queue in QUEUES:
            found += queue_probes(store, queue, f"{cloud}/{ACCOUNT}/tillhook-{store}-{queue}")
        found += other_probes(store, sender=sender[store])
    return found


@pytest.fixture
def role_of(world: World) -> Iterator[Callable[[str, str], Clients]]:
    """Makes clients that act as a deployed function. Its role lets us in meanwhile, besides Lambda."""
    cloud = world.contract["cloud"]
    iam, functions = client("iam", cloud=cloud), client("lambda", cloud=cloud)
    trusted: dict[str, Any] = {}

    def of(store: str, function: str) -> Clients:
        arn = functions.get_function(FunctionName=f"tillhook-{store}-{function}")["Configuration"]["Role"]
        name = arn.rpartition("/")[2]
        trusted[name] = iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"]
        us = {"Effect": "Allow", "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"}, "Action": "sts:AssumeRole"}
        both = {**trusted[name], "Statement": [*trusted[name]["Statement"], us]}
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(both))
        key = client("sts", cloud=cloud).assume_role(RoleArn=arn, RoleSessionName="probe")["Credentials"]
        session = boto3.Session(key["AccessKeyId"], key["SecretAccessKey"], key["SessionToken"], region_name=REGION)
        s3 = {"us_east_1_regional_endpoint": "regional", "addressing_style": "path"}
        quick = Config(parameter_validation=False, retries={"total_max_attempts": 1}, s3=s3)
        made: dict[str, Any] = {}

        def clients(service: str) -> Any:
            if service not in made:
                made[service] = session.client(service, endpoint_url=cloud, config=quick)
            return made[service]

        return clients

    yield of
    for name, document in trusted.items():
        iam.update_assume_role_policy(RoleName=name, PolicyDocument=json.dumps(document))


@pytest.mark.parametrize("store", STORES)
@pytest.mark.parametrize("function", FUNCTIONS)
def test_a_function_may_do_what_its_page_says_and_nothing_else(
    store: str, function: str, probes: list[Probe], role_of: Callable[[str, str], Clients]
) -> None:
    """Everything listed is allowed in its own store; all the rest, and everything in the other store, is denied."""
    clients = role_of(store, function)
    mine = {(store, thing, action) for thing, actions in MAY[function].items() for action in actions}
    blind = {(other, *right) for other in STORES for right in BLIND if (store, *right) in mine}
    allowed = {(one.store, one.thing, one.action) for one in probes if one.allowed(clients)}
    assert allowed == mine | blind
