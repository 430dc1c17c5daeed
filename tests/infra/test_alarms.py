"""Alarms: on everything that can go wrong, each calling somebody and telling them what to do."""

import json
import re

from infra.packaging.build import ROOT
from tests.infra.templates import Template, Templates

FUNCTIONS = (
    "ArmTimers",
    "AskCourier",
    "EmailSupplier",
    "MessageCustomer",
    "ParcelWebhook",
    "PaymentWebhook",
    "PollParcels",
    "ProcessInbox",
    "PublicPages",
    "PublishEvents",
    "Reconcile",
    "QueueMessage",
    "RecordParcels",
    "RecordStatuses",
    "RefundPayment",
    "RequestPayment",
    "RunTimer",
    "StaffApi",
    "StoreMedia",
    "TrackStock",
    "WhatsappWebhook",
)
QUEUES = (
    "CourierRequests",
    "Inbox",
    "MediaDownloads",
    "Messages",
    "ParcelNews",
    "PaymentRequests",
    "Refunds",
    "Statuses",
    "SupplierEmails",
    "TimerRequests",
    "Timers",
)
# Logged by their functions as metrics; see "What is counted" in docs/architecture.md.
COUNTED = {
    "OrdersReceived",
    "OrdersConfirmed",
    "OrdersExpired",
    "PaymentsQuarantined",
    "Revenue",
    "MessagesSent",
    "MessagesUnknown",
    "WebhookRefused",
    "ReconciliationDifferences",
}


def test_everything_that_can_go_wrong_is_watched(store: Template) -> None:
    """The whole list, by name."""
    expected = {
        *(f"{name}-errors" for name in FUNCTIONS),
        *(f"{name}-throttles" for name in FUNCTIONS),
        *(f"{name}-waiting" for name in QUEUES),
        *(f"{name}Failed-not-empty" for name in QUEUES),
        "EventsFailed-not-empty",
        "StreamFailures-not-empty",
        "CallFailures-not-empty",
        "PublishEvents-behind",
        "TrackStock-behind",
        "message-customer-lost-events",
        "request-payment-lost-events",
        "refund-payment-lost-events",
        "ask-courier-lost-events",
        "arm-timers-lost-events",
        "email-supplier-lost-events",
        "store-media-lost-events",
        "timers-lost",
        "api-errors",
        "api-slow",
        "quarantined-payments",
        "unknown-messages",
        "refused-webhooks",
        "reconciliation-differences",
        "reconciler-silent",
    }
    assert {one["AlarmName"].split("-", 2)[2] for one in store.all("AWS::CloudWatch::Alarm")} == expected


def test_every_alarm_calls_somebody(store: Template) -> None:
    """The platform's topic; an alarm without an action is a picture."""
    for alarm in store.all("AWS::CloudWatch::Alarm"):
        assert len(alarm["AlarmActions"]) == 1
        assert "Alarms" in json.dumps(alarm["AlarmActions"][0]["Fn::ImportValue"])
        assert alarm.get("ActionsEnabled", True) is True


def test_every_alarm_names_a_heading_of_the_runbook(store: Template) -> None:
    """And every heading is named by some alarm."""
    text = (ROOT / "docs" / "runbook.md").read_text(encoding="utf-8")
    headings = {title.lower().replace(" ", "-") for title in re.findall(r"^## (.+)$", text, re.MULTILINE)}
    named = set()
    for alarm in store.all("AWS::CloudWatch::Alarm"):
        told = re.fullmatch(r"\S.*[.;] docs/runbook\.md#([a-z-]+)", alarm["AlarmDescription"])
        assert told, alarm["AlarmDescription"]
        named.add(told[1])
    assert named == headings


def test_alarms_go_off_where_they_should(store: Template) -> None:
    """One thing put aside, five minutes of waiting, a minute behind, a slow answer in a hundred."""
    limits = {one["AlarmName"].split("-", 2)[2]: one for one in store.all("AWS::CloudWatch::Alarm")}
    assert limits["InboxFailed-not-empty"]["Threshold"] == 1
    assert limits["Inbox-waiting"]["Threshold"] == 300
    assert limits["PublishEvents-behind"]["Threshold"] == 60_000
    assert (limits["api-slow"]["Threshold"], limits["api-slow"]["ExtendedStatistic"]) == (1000, "p99")
    assert limits["unknown-messages"]["Threshold"] == 1
    silent = limits.pop("reconciler-silent")
    assert (silent["ComparisonOperator"], silent["TreatMissingData"]) == ("LessThanThreshold", "breaching")
    assert (silent["Statistic"], silent["EvaluationPeriods"], silent["Period"]) == ("SampleCount", 2, 3600)
    assert limits["reconciliation-differences"]["Statistic"] == "Maximum"
    for alarm in limits.values():
        assert alarm["ComparisonOperator"] == "GreaterThanOrEqualToThreshold"
        assert alarm["TreatMissingData"] == "notBreaching"


def test_dashboards_and_alarms_read_only_what_is_counted(templates: Templates) -> None:
    """Nine metrics a store, because each is paid for by the store and month."""
    read = set()
    for content in templates.by_stack.values():
        for alarm in Template(content).all("AWS::CloudWatch::Alarm"):
            if alarm["Namespace"] == "Tillhook":
                read.add(alarm["MetricName"])
        for board in Template(content).all("AWS::CloudWatch::Dashboard"):
            read |= set(re.findall(r'"Tillhook","(\w+)"', json.dumps(board).replace("\\", "")))
    assert read == COUNTED


def test_the_owners_dashboard_shows_every_store_in_its_own_region(templates: Templates) -> None:
    """Also those whose platform is elsewhere."""
    for platform in ("Tillhook-Platform-us-east-2", "Tillhook-Platform-ap-south-1"):
        (board,) = Template(templates.by_stack[platform]).all("AWS::CloudWatch::Dashboard")
        text = json.dumps(board)
        for name, region in (("North Loop Boba", "us-east-2"), ("Sahyadri Traders", "ap-south-1")):
            assert name in text
            assert region in text or '"AWS::Region"' in text


def test_the_alarm_topic_lets_cloudwatch_in_and_nobody_without_tls(templates: Templates) -> None:
    """Encrypted under a key that CloudWatch may use: with SNS's own key every alarm would be lost."""
    platform = Template(templates.by_stack["Tillhook-Platform-us-east-2"])
    (topic,) = platform.all("AWS::SNS::Topic")
    assert topic["KmsMasterKeyId"]
    (key,) = platform.all("AWS::KMS::Key")
    assert "cloudwatch.amazonaws.com" in json.dumps(key["KeyPolicy"])
    (policy,) = platform.all("AWS::SNS::TopicPolicy")
    statements = {one["Effect"]: one for one in policy["PolicyDocument"]["Statement"]}
    assert statements["Deny"]["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert (statements["Allow"]["Action"], statements["Allow"]["Principal"]) == (
        "sns:Publish",
        {"Service": "cloudwatch.amazonaws.com"},
    )
