"""What every store's stack promises about queues, tables, streams, the bus, the API and logs."""

import json
import re

import pytest

from infra.packaging.build import ROOT
from infra.store_files import PROFILE_BYTES
from shared.domain.events import CATALOGUE, FOR_CUSTOMERS
from tests.infra.templates import Template, Templates

DAY = 86400


def named_queues(store: Template) -> dict[str, dict[str, object]]:
    """Every queue's properties by its name without the store's."""
    return {one["QueueName"].split("-", 2)[2]: one for one in store.all("AWS::SQS::Queue")}


def test_the_queues_are_those_of_the_architecture(store: Template) -> None:
    """Eleven queues with their dead-letter queues, and three more for what fails elsewhere."""
    assert sorted(named_queues(store)) == [
        "CallFailures-dlq",
        "CourierRequests",
        "CourierRequests-dlq",
        "Inbox-dlq.fifo",
        "Inbox.fifo",
        "MediaDownloads",
        "MediaDownloads-dlq",
        "Messages-dlq.fifo",
        "Messages.fifo",
        "ParcelNews-dlq.fifo",
        "ParcelNews.fifo",
        "PaymentRequests",
        "PaymentRequests-dlq",
        "Refunds",
        "Refunds-dlq",
        "Statuses",
        "Statuses-dlq",
        "StreamFailures-dlq",
        "SupplierEmails",
        "SupplierEmails-dlq",
        "TimerRequests",
        "TimerRequests-dlq",
        "Timers",
        "Timers-dlq",
        "events-dlq",
    ]


def test_every_queue_puts_aside_what_failed_five_times(store: Template) -> None:
    """And a dead-letter queue keeps it for 14 days."""
    for name, queue in named_queues(store).items():
        if "-dlq" in name:
            assert queue["MessageRetentionPeriod"] == 14 * DAY
            continue
        redrive = queue["RedrivePolicy"]
        assert isinstance(redrive, dict)
        assert redrive["maxReceiveCount"] == 5
        aside = store.content["Resources"][redrive["deadLetterTargetArn"]["Fn::GetAtt"][0]]["Properties"]
        assert aside["QueueName"].split("-", 2)[2].replace("-dlq", "") == name
        assert queue["MessageRetentionPeriod"] == 4 * DAY


def test_every_queue_is_encrypted_and_refuses_plain_http(store: Template) -> None:
    """SSE is said, not left to a default; each queue has its policy."""
    assert all(queue["SqsManagedSseEnabled"] is True for queue in store.all("AWS::SQS::Queue"))
    refusing = [
        one for one in store.all("AWS::SQS::QueuePolicy") if '"aws:SecureTransport": "false"' in json.dumps(one)
    ]
    assert len(refusing) == len(store.all("AWS::SQS::Queue")) == 25


def test_fifo_senders_name_their_deduplication_ids(store: Template) -> None:
    """Two equal bodies are not always one message."""
    fifo = [one for one in store.all("AWS::SQS::Queue") if one.get("FifoQueue")]
    assert len(fifo) == 6
    assert all(one.get("ContentBasedDeduplication", False) is False for one in fifo)


def test_a_message_is_hidden_for_six_times_its_workers_timeout(store: Template) -> None:
    """So that a worker that dies does not meet its own message."""
    functions = dict(store.resources("AWS::Lambda::Function"))
    woken = 0
    for mapping in store.all("AWS::Lambda::EventSourceMapping"):
        source = store.content["Resources"][mapping["EventSourceArn"]["Fn::GetAtt"][0]]
        if source["Type"] == "AWS::SQS::Queue":
            timeout = functions[mapping["FunctionName"]["Ref"]]["Timeout"]
            assert source["Properties"]["VisibilityTimeout"] >= 6 * timeout
            woken += 1
    assert woken == 11


def test_every_mapping_reports_each_failure_by_itself_and_has_a_limit(store: Template) -> None:
    """Queues: a number of copies. Streams: bisection, retries, a destination."""
    for mapping in store.all("AWS::Lambda::EventSourceMapping"):
        assert mapping["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
        if "StartingPosition" in mapping:
            assert mapping["BisectBatchOnFunctionError"] is True
            assert mapping["MaximumRetryAttempts"] == 20
            assert mapping["DestinationConfig"]["OnFailure"]["Destination"]
        else:
            assert mapping["ScalingConfig"]["MaximumConcurrency"] >= 2


def test_streams_wake_only_for_what_the_functions_are_for(store: Template) -> None:
    """A timeline event is published, a counter's change is tracked; a purchase order is neither."""
    patterns = [
        json.loads(mapping["FilterCriteria"]["Filters"][0]["Pattern"])
        for mapping in store.all("AWS::Lambda::EventSourceMapping")
        if "StartingPosition" in mapping
    ]
    assert patterns == [
        {"eventName": ["INSERT"], "dynamodb": {"Keys": {"sk": {"S": [{"prefix": "EVENT#"}]}}}},
        {"eventName": ["MODIFY"], "dynamodb": {"Keys": {"pk": {"S": [{"prefix": "STOCK#"}]}, "sk": {"S": ["HEAD"]}}}},
    ]


def test_tables_can_be_restored_and_are_kept(store: Template) -> None:
    """To any second of the last 35 days; neither a deletion nor a deleted stack takes them along."""
    tables = {id_: one for id_, one in store.content["Resources"].items() if one["Type"] == "AWS::DynamoDB::Table"}
    assert len(tables) == 4
    for table in tables.values():
        properties = table["Properties"]
        assert properties["PointInTimeRecoverySpecification"] == {"PointInTimeRecoveryEnabled": True}
        assert properties["DeletionProtectionEnabled"] is True
        assert properties["BillingMode"] == "PAY_PER_REQUEST"
        assert (table["DeletionPolicy"], table["UpdateReplacePolicy"]) == ("Retain", "Retain")


def test_what_is_about_people_is_under_the_stores_own_key(store: Template) -> None:
    """Orders and customers; the key is rotated."""
    tables = store.all("AWS::DynamoDB::Table")
    keyed = [one["TableName"].split("-", 2)[2] for one in tables if "KMSMasterKeyId" in one["SSESpecification"]]
    assert keyed == ["orders", "customers"]
    assert [key["EnableKeyRotation"] for key in store.all("AWS::KMS::Key")] == [True]


def test_tables_have_the_keys_and_indexes_of_the_architecture(store: Template) -> None:
    """A changed key schema replaces a table: it cannot be an accident."""
    for table in store.all("AWS::DynamoDB::Table"):
        assert [(key["AttributeName"], key["KeyType"]) for key in table["KeySchema"]] == [
            ("pk", "HASH"),
            ("sk", "RANGE"),
        ]
    indexes = {
        table["TableName"].split("-", 2)[2]: [
            (
                index["IndexName"],
                [key["AttributeName"] for key in index["KeySchema"]],
                index["Projection"]["ProjectionType"],
            )
            for index in table.get("GlobalSecondaryIndexes", [])
        ]
        for table in store.all("AWS::DynamoDB::Table")
    }
    of_orders = [
        ("ByStatus", ["status", "placed_at"], "ALL"),
        ("ByCustomer", ["customer_id", "placed_at"], "KEYS_ONLY"),
    ]
    assert indexes == {"orders": of_orders, "stock": [], "catalog": [], "customers": []}


def test_only_what_was_said_goes_by_itself(store: Template) -> None:
    """Nothing else has the attribute; orders and stock are kept."""
    expiries = {
        table["TableName"].split("-", 2)[2]: table["TimeToLiveSpecification"]
        for table in store.all("AWS::DynamoDB::Table")
        if "TimeToLiveSpecification" in table
    }
    assert expiries == {"customers": {"AttributeName": "expires", "Enabled": True}}


def test_logical_ids_of_what_holds_data_never_change(templates: Templates) -> None:
    """The snapshot is edited by hand, and only to add: another id would make a new, empty table."""
    held = {
        *("AWS::DynamoDB::Table", "AWS::KMS::Key", "AWS::S3::Bucket"),
        *("AWS::Cognito::UserPool", "AWS::Cognito::UserPoolClient"),
    }
    snapshot = json.loads((ROOT / "tests" / "infra" / "stateful_ids.json").read_text(encoding="utf-8"))
    found = {
        stack: {id_: one["Type"] for id_, one in sorted(content["Resources"].items()) if one["Type"] in held}
        for stack, content in templates.by_stack.items()
    }
    assert found == snapshot


def test_files_are_private_encrypted_and_go_after_400_days_reports_after_800(store: Template) -> None:
    """Nobody but the store's own functions, over TLS; no version is left of what was erased."""
    kept = []
    for bucket in store.all("AWS::S3::Bucket"):
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert bucket["OwnershipControls"]["Rules"] == [{"ObjectOwnership": "BucketOwnerEnforced"}]
        (rule,) = bucket["BucketEncryption"]["ServerSideEncryptionConfiguration"]
        assert rule["ServerSideEncryptionByDefault"]["SSEAlgorithm"] == "aws:kms"
        assert rule["BucketKeyEnabled"] is True
        (lifecycle,) = bucket["LifecycleConfiguration"]["Rules"]
        kept.append((lifecycle["ExpirationInDays"], lifecycle["Status"]))
        assert "VersioningConfiguration" not in bucket
    assert sorted(kept) == [(400, "Enabled"), (800, "Enabled")]
    policies = store.all("AWS::S3::BucketPolicy")
    assert len(policies) == 2
    for policy in policies:
        (refusal,) = policy["PolicyDocument"]["Statement"]
        assert (refusal["Effect"], refusal["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})


def test_every_rule_names_events_of_the_catalogue(store: Template) -> None:
    """And nothing a customer should hear of is left out."""
    patterns = {one["Name"].split("-", 2)[2]: one.get("EventPattern") for one in store.all("AWS::Events::Rule")}
    assert patterns.pop("reconcile-hourly") is None
    assert patterns.pop("poll-parcels-hourly") is None
    assert patterns == {
        "refund-payment": {"source": ["tillhook"], "detail-type": ["RefundDue", "RefundRequested"]},
        "request-payment": {
            "source": ["tillhook"],
            "detail-type": ["OrderReceived", "OrderCancelled", "PaymentTaken"],
        },
        "ask-courier": {
            "source": ["tillhook"],
            "detail-type": ["ParcelRequested", "ParcelGivenUp", "DeliveryInstructed", "OrderCancelled"],
        },
        "arm-timers": {
            "source": ["tillhook"],
            "detail-type": ["ParcelAttemptFailed", "ParcelDelivered", "OrderCollected"],
        },
        "email-supplier": {"source": ["tillhook"], "detail-type": ["StockLow"]},
        "store-media": {"source": ["tillhook"], "detail-type": ["MediaReceived"]},
        "message-customer": {"source": ["tillhook"], "detail-type": list(FOR_CUSTOMERS)},
    }
    assert {name for pattern in patterns.values() for name in pattern["detail-type"]} <= set(CATALOGUE)


def test_no_rule_is_longer_than_eventbridge_takes(store: Template) -> None:
    """A pattern may have 2,048 characters; the events that customers hear of are many."""
    for rule in store.all("AWS::Events::Rule"):
        assert len(json.dumps(rule.get("EventPattern", {}))) <= 2048


def test_the_reconciler_and_the_poller_of_parcels_are_woken_every_hour(store: Template) -> None:
    """By the clock, and by nothing else."""
    rules = [one for one in store.all("AWS::Events::Rule") if "ScheduleExpression" in one]
    assert len(rules) == 2
    for rule in rules:
        assert rule["ScheduleExpression"] == "rate(1 hour)"
        assert "EventBusName" not in rule


def test_every_rule_tries_for_a_day_and_then_keeps_the_event(store: Template) -> None:
    """An event is never dropped in silence."""
    for rule in store.all("AWS::Events::Rule"):
        for target in rule["Targets"]:
            assert target["RetryPolicy"] == {"MaximumEventAgeInSeconds": DAY, "MaximumRetryAttempts": 185}
            assert target["DeadLetterConfig"]["Arn"]


def test_the_bus_may_put_events_on_its_targets_and_aside(store: Template) -> None:
    """Each queue lets in its own rules only; the dead-letter queue those of all nine."""
    let_in = {}
    for policy in store.all("AWS::SQS::QueuePolicy"):
        queue = store.content["Resources"][policy["Queues"][0]["Ref"]]["Properties"]["QueueName"].split("-", 2)[2]
        allowed = [one for one in policy["PolicyDocument"]["Statement"] if one["Effect"] == "Allow"]
        assert all(one["Principal"] == {"Service": "events.amazonaws.com"} for one in allowed)
        assert all("aws:SourceArn" in one["Condition"]["ArnEquals"] for one in allowed)
        let_in[queue] = len(allowed)
    assert {queue: rules for queue, rules in let_in.items() if rules} == {
        "PaymentRequests": 1,
        "Refunds": 1,
        "CourierRequests": 1,
        "TimerRequests": 1,
        "SupplierEmails": 1,
        "MediaDownloads": 1,
        "events-dlq": 9,
    }


def test_the_routes_are_the_agreed_ones_and_only_webhooks_have_no_token(store: Template) -> None:
    """The reason for the acknowledged finding APIG4 holds for exactly these."""
    routes = {one["RouteKey"]: one["AuthorizationType"] for one in store.all("AWS::ApiGatewayV2::Route")}
    assert routes == {
        "GET /whatsapp": "NONE",
        "POST /whatsapp": "NONE",
        "POST /payment": "NONE",
        "GET /parcel": "NONE",
        "POST /parcel": "NONE",
        "GET /track/{token}": "NONE",
        "GET /track/{token}/receipt": "NONE",
        "ANY /staff/{proxy+}": "JWT",
    }


def test_no_path_of_a_couriers_webhook_holds_a_word_that_shiprocket_refuses(store: Template) -> None:
    """Its panel takes no address with one of these anywhere in it, inside words too; the stage adds nothing."""
    (stage,) = store.all("AWS::ApiGatewayV2::Stage")
    assert stage["StageName"] == "$default"
    (path,) = {
        one["RouteKey"].partition(" ")[2]
        for one in store.all("AWS::ApiGatewayV2::Route")
        if "parcel" in one["RouteKey"]
    }
    refused = ("shiprocket", "kartrocket", "sr", "kr")
    assert [word for word in refused if word in path.lower()] == []


def test_the_staffs_tokens_are_for_this_store_alone(store: Template) -> None:
    """The audience is the store's own app client."""
    (authorizer,) = store.all("AWS::ApiGatewayV2::Authorizer")
    ((client, _),) = store.resources("AWS::Cognito::UserPoolClient")
    assert authorizer["JwtConfiguration"]["Audience"] == [{"Ref": client}]
    assert authorizer["IdentitySource"] == ["$request.header.Authorization"]


def test_the_api_is_throttled_as_the_stores_file_says(store: Template) -> None:
    """And its access log holds nothing that could name a customer."""
    (stage,) = store.all("AWS::ApiGatewayV2::Stage")
    settings = stage["DefaultRouteSettings"]
    assert (settings["ThrottlingRateLimit"], settings["ThrottlingBurstLimit"]) == (100, 200)
    fields = json.loads(stage["AccessLogSettings"]["Format"])
    assert not re.search(r"sourceIp|path|queryString|header|identity|authorizer", json.dumps(fields))
    assert fields["route"] == "$context.routeKey"


def test_every_function_is_said_in_full(store: Template) -> None:
    """Newest Python, arm64, JSON logs into its own group, memory and time written down."""
    groups = store.all("AWS::Logs::LogGroup")
    used = []
    for function in store.all("AWS::Lambda::Function"):
        assert (function["Runtime"], function["Architectures"]) == ("python3.14", ["arm64"])
        assert function["LoggingConfig"]["LogFormat"] == "JSON"
        long = function["Handler"].startswith("functions.reconcile.")
        assert (function["MemorySize"], function["Timeout"]) in ({(512, 900)} if long else {(256, 10), (512, 30)})
        used.append(function["LoggingConfig"]["LogGroup"]["Ref"])
    assert len(set(used)) == 21
    assert {one["RetentionInDays"] for one in groups} == {30}


def test_the_largest_profile_fits_beside_a_functions_other_variables(store: Template) -> None:
    """AWS takes 4 KB of variables; an address or a name that is only known when it is deployed counts 200 bytes."""
    for function in store.all("AWS::Lambda::Function"):
        others = dict(function["Environment"]["Variables"])
        own = others.pop("STORE")
        taken = sum(
            len(name) + (len(value.encode()) if isinstance(value, str) else 200) for name, value in others.items()
        )
        assert len(own.encode()) <= PROFILE_BYTES
        assert taken + len("STORE") + PROFILE_BYTES <= 4096, function["Handler"]


def test_no_template_holds_a_secret(templates: Templates) -> None:
    """Environments name parameters; a value has no way into CloudFormation."""
    for name, content in templates.by_stack.items():
        text = json.dumps(content)
        assert not re.search(
            r"sk_(live|test)_|rzp_(live|test)_|whsec_|EAA[A-Za-z0-9]{20}|BEGIN [A-Z ]*PRIVATE", text
        ), name
        assert "SecureString" not in text
        for function in Template(content).all("AWS::Lambda::Function"):
            for variable, value in function["Environment"]["Variables"].items():
                if re.search(r"SECRET|TOKEN|KEY", variable):
                    assert variable.endswith("_PARAMETER")
                    assert re.fullmatch(r"/tillhook/(mpls|pune)/[a-z_/]+", value)


@pytest.mark.parametrize(
    ("store_id", "gateway", "courier"),
    [
        ("mpls", "https://api.stripe.com/v1", "https://api.easypost.com/v2"),
        ("pune", "https://api.razorpay.com/v1", "https://apiv2.shiprocket.in/v1/external"),
    ],
)
def test_on_aws_the_companies_own_apis_are_called(
    templates: Templates, store_id: str, gateway: str, courier: str
) -> None:
    """Without a console there are no simulators."""
    assert environment_urls(templates.store(store_id)) == {
        "WHATSAPP_API_URL": "https://graph.facebook.com/v25.0",
        "PAYMENT_API_URL": gateway,
        "COURIER_API_URL": courier,
    }


@pytest.mark.parametrize(
    ("store_id", "gateway", "courier"),
    [("mpls", "stripe/v1", "easypost/v2"), ("pune", "razorpay/v1", "shiprocket/v1/external")],
)
def test_locally_the_simulators_are_called(
    local_templates: Templates, store_id: str, gateway: str, courier: str
) -> None:
    """Nothing in the local world knows an address outside this machine."""
    origin = "http://127.0.0.1:4580/sim"
    assert environment_urls(local_templates.store(store_id)) == {
        "WHATSAPP_API_URL": f"{origin}/graph/v25.0",
        "PAYMENT_API_URL": f"{origin}/{gateway}",
        "COURIER_API_URL": f"{origin}/{courier}",
    }


def environment_urls(store: Template) -> dict[str, str]:
    """Every URL of a company that some function is given."""
    variables = [one["Environment"]["Variables"] for one in store.all("AWS::Lambda::Function")]
    return {name: value for each in variables for name, value in each.items() if name.endswith("_API_URL")}


def test_the_local_world_leaves_nothing_behind(local_templates: Templates) -> None:
    """All stores in one region, deletable, nothing protected."""
    assert sorted(local_templates.by_stack) == ["Tillhook-Platform", "Tillhook-mpls", "Tillhook-pune"]
    for content in local_templates.by_stack.values():
        assert '"Retain"' not in json.dumps(content)
        for table in Template(content).all("AWS::DynamoDB::Table"):
            assert table["DeletionProtectionEnabled"] is False


def test_every_region_of_the_stores_has_its_platform(templates: Templates) -> None:
    """Mpls is served from Ohio, pune from Mumbai."""
    assert sorted(templates.by_stack) == [
        "Tillhook-Platform-ap-south-1",
        "Tillhook-Platform-us-east-2",
        "Tillhook-mpls",
        "Tillhook-pune",
    ]


def test_the_outputs_are_those_others_rely_on(templates: Templates) -> None:
    """The local world and the `till` command read them."""
    assert set(templates.by_stack["Tillhook-mpls"]["Outputs"]) == {
        "ApiUrl",
        "ApiId",
        "OrdersTable",
        "StockTable",
        "CatalogTable",
        "CustomersTable",
        "InboxQueueUrl",
        "MessagesQueueUrl",
        "TimersQueueUrl",
        "MediaBucket",
        "ReportsBucket",
        "BusName",
        "TimersGroup",
        "StaffClientId",
    }
    assert {"UserPoolId", "AlarmTopicArn", "DependencyLayerArn"} <= set(
        templates.by_stack["Tillhook-Platform-us-east-2"]["Outputs"]
    )
