"""What functions may do: what their page says, on their own store, and no more."""

import json
import re

import pytest

from tests.infra.templates import Template, Templates, as_list

#: docs/architecture.md, "Functions"; log writing is every function's.
ALLOWED = {
    "whatsapp_webhook": {"sqs:SendMessage", "ssm:GetParameters"},
    "payment_webhook": {"sqs:SendMessage", "ssm:GetParameters"},
    "queue_message": {"sqs:SendMessage"},
    "publish_events": {"events:PutEvents", "sqs:SendMessage"},
    "track_stock": {"dynamodb:PutItem", "sqs:SendMessage"},
    "record_statuses": {"dynamodb:GetItem", "dynamodb:UpdateItem"},
    "process_inbox": {"dynamodb:Scan", "sqs:ChangeMessageVisibility"},
    "request_payment": {"scheduler:CreateSchedule", "iam:PassRole", "ssm:GetParameters", "sqs:SendMessage"},
    "refund_payment": {"ssm:GetParameters", "sqs:SendMessage", "sqs:ChangeMessageVisibility"},
    "message_customer": {
        "scheduler:CreateSchedule",
        "iam:PassRole",
        "ssm:GetParameters",
        "sqs:ChangeMessageVisibility",
    },
    "email_supplier": {"ses:SendEmail"},
    "store_media": {
        "dynamodb:GetItem",
        "dynamodb:UpdateItem",
        "dynamodb:PutItem",
        "s3:PutObject",
        "ssm:GetParameters",
        "sqs:ChangeMessageVisibility",
    },
    "run_timer": {"ssm:GetParameters", "sqs:ChangeMessageVisibility", "sqs:SendMessage"},
    "parcel_webhook": {"sqs:SendMessage", "ssm:GetParameters"},
    "record_parcels": {"ssm:GetParameters", "sqs:ChangeMessageVisibility"},
    "ask_courier": {"ssm:GetParameters", "sqs:SendMessage", "sqs:ChangeMessageVisibility"},
    "poll_parcels": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "sqs:SendMessage"},
    "arm_timers": {
        "dynamodb:GetItem",
        "dynamodb:BatchGetItem",
        "dynamodb:Query",
        "scheduler:CreateSchedule",
        "iam:PassRole",
    },
    "reconcile": {"s3:PutObject", "sqs:SendMessage", "ssm:GetParameters"},
    "staff_api": {"dynamodb:Scan", "s3:GetObject"},
    "public_pages": {"dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query", "ssm:GetParameters"},
}
READS_AND_WRITES = {
    "dynamodb:GetItem",
    "dynamodb:BatchGetItem",
    "dynamodb:Query",
    "dynamodb:PutItem",
    "dynamodb:UpdateItem",
    "dynamodb:ConditionCheckItem",
}
WORKERS = {"process_inbox", "request_payment", "message_customer", "email_supplier", "run_timer", "staff_api"}
WORKERS |= {"reconcile", "refund_payment", "record_parcels", "ask_courier"}
# What Lambda itself needs to hand over messages and changes, and DynamoDB to use the store's key.
PLUMBING = re.compile(
    r"logs:(CreateLogStream|PutLogEvents)|sqs:(ReceiveMessage|DeleteMessage|GetQueueAttributes)"
    r"|dynamodb:(GetRecords|GetShardIterator|DescribeStream|ListStreams)|kms:[A-Za-z]+"
)


def test_each_function_may_do_what_the_architecture_says(store: Template) -> None:
    """Exactly: an action more or less must first be written down."""
    may = {name: {one for one in store.actions(name) if not PLUMBING.fullmatch(one)} for name in store.functions()}
    assert may == {name: extra | (READS_AND_WRITES if name in WORKERS else set()) for name, extra in ALLOWED.items()}


def test_only_publish_events_may_put_events(store: Template) -> None:
    """What happened is announced from the record, never beside it."""
    assert [name for name in store.functions() if "events:PutEvents" in store.actions(name)] == ["publish_events"]


def test_nothing_may_delete_an_item(store: Template) -> None:
    """The record only grows."""
    assert "Delete" not in "".join(
        action for name in store.functions() for action in store.actions(name) if action.startswith("dynamodb:")
    )


def test_webhooks_cannot_read_the_record(store: Template) -> None:
    """Who is spoken to by the whole internet sees no table."""
    for name in ("whatsapp_webhook", "payment_webhook", "parcel_webhook", "queue_message"):
        assert not any(action.startswith("dynamodb:") for action in store.actions(name))


def test_every_function_has_a_role_of_its_own(store: Template) -> None:
    """A role is shared by nobody and holds no policy of AWS's."""
    roles = [one["Role"]["Fn::GetAtt"][0] for one in store.all("AWS::Lambda::Function")]
    assert len(set(roles)) == len(roles) == 21
    assert not any("ManagedPolicyArns" in role for role in store.all("AWS::IAM::Role"))
    assert not list(store.resources("AWS::IAM::Policy"))


def test_no_statement_has_a_wildcard_but_the_names_of_schedules_and_files(store: Template) -> None:
    """Own resources, by their names."""
    for name in store.functions():
        for statement in store.statements(name):
            assert not any("*" in action for action in as_list(statement["Action"]))
            stars = [json.dumps(one) for one in as_list(statement["Resource"]) if "*" in json.dumps(one)]
            named = {"scheduler:CreateSchedule": r":schedule/tillhook-(mpls|pune)/\*"}
            folders = r":tillhook-(mpls|pune)-(media-.*/chats|reports-.*/reconciliation)/\*"
            named |= dict.fromkeys(("s3:PutObject", "s3:GetObject"), folders)
            assert all(re.search(named[statement["Action"]], one) for one in stars), (name, stars)


def test_only_who_needs_it_may_read_a_secret(store: Template) -> None:
    """The webhooks know what verifies, the senders what signs; nobody knows all."""
    store_id = store.all("AWS::Events::EventBus")[0]["Name"].removeprefix("tillhook-")
    known = {}
    for name in store.functions():
        text = json.dumps([one for one in store.statements(name) if one["Action"] == "ssm:GetParameters"])
        known[name] = sorted(re.findall(rf":parameter/tillhook/{store_id}/([a-z_/]+)", text))
    assert {name: secrets for name, secrets in known.items() if secrets} == {
        "whatsapp_webhook": ["whatsapp/app_secret", "whatsapp/verify_token"],
        "payment_webhook": ["payment/webhook_secret"],
        "request_payment": ["payment/api_key"],
        "refund_payment": ["payment/api_key"],
        "run_timer": ["payment/api_key"],
        "reconcile": ["payment/api_key"],
        "parcel_webhook": ["parcel/webhook_secret"],
        "record_parcels": ["courier/api_key"],
        "ask_courier": ["courier/api_key"],
        "message_customer": ["tracking/key", "whatsapp/access_token"],
        "public_pages": ["tracking/key"],
        "store_media": ["whatsapp/access_token"],
    }


def test_schedules_may_only_put_their_message_on_the_timers_queue(store: Template) -> None:
    """The role of the schedules is passed by functions; it must be worth nothing else."""
    (role,) = (
        role
        for role in store.all("AWS::IAM::Role")
        if "scheduler.amazonaws.com" in json.dumps(role["AssumeRolePolicyDocument"])
    )
    (statement,) = role["Policies"][0]["PolicyDocument"]["Statement"]
    assert statement["Action"] == "sqs:SendMessage"
    queues = [store.content["Resources"][one["Fn::GetAtt"][0]]["Properties"] for one in statement["Resource"]]
    assert sorted(queue["QueueName"].partition("-Timers")[2] for queue in queues) == ["", "-dlq"]
    assert set(role["AssumeRolePolicyDocument"]["Statement"][0]["Condition"]) == {"StringEquals", "ArnEquals"}


@pytest.mark.parametrize(("one", "other"), [("mpls", "pune"), ("pune", "mpls")])
def test_no_store_names_anything_of_another(templates: Templates, one: str, other: str) -> None:
    """Not in a role, not in an environment, not anywhere: names hold the store's id, so a leak can be seen."""
    text = json.dumps(templates.store(one).content)
    assert f"tillhook-{one}" in text
    assert not re.search(rf"tillhook-{other}|/tillhook/{other}|Tillhook-{other}", text)


def test_emails_leave_under_the_stores_own_address_only(templates: Templates) -> None:
    """A store cannot write in another's name."""
    (send,) = (one for one in templates.store("pune").statements("email_supplier") if one["Action"] == "ses:SendEmail")
    assert send["Condition"] == {"StringEquals": {"ses:FromAddress": "orders@sahyadritraders.example"}}


def test_the_embedded_cloud_is_told_the_same_in_its_own_words(local_templates: Templates) -> None:
    """Locally nothing more is allowed than on AWS, but for what the embedded cloud cannot tell apart."""
    local = local_templates.store("mpls")
    for name in local.functions():
        extra = {one for one in local.actions(name) if not PLUMBING.fullmatch(one)} - ALLOWED[name] - READS_AND_WRITES
        assert extra <= {"sqs:SendMessageBatch"}, name
