"""The `till` command."""

import io
import json
from pathlib import Path
from typing import Any

import boto3
import pytest

from infra.cli import target
from infra.cli.__main__ import main
from infra.cli.secret_commands import SECRETS
from infra.local.cloud import client
from tests.fakes.simulated_world import MPLS_TOKEN, local_world

TABLE = {
    "KeySchema": [{"AttributeName": "pk", "KeyType": "HASH"}, {"AttributeName": "sk", "KeyType": "RANGE"}],
    "AttributeDefinitions": [{"AttributeName": name, "AttributeType": "S"} for name in ("pk", "sk")],
    "BillingMode": "PAY_PER_REQUEST",
}
STACK = {
    "Resources": {
        name: {"Type": "AWS::DynamoDB::Table", "Properties": {"TableName": f"till-{name.lower()}", **TABLE}}
        for name in ("Catalog", "Stock")
    },
    "Outputs": {f"{name}Table": {"Value": {"Ref": name}} for name in ("Catalog", "Stock")},
}


@pytest.fixture
def cloud(empty_cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """A local world as far as the command looks at it: the cloud is there, nothing in it."""
    _describe(tmp_path, cloud=empty_cloud, console="http://127.0.0.1:9/")
    monkeypatch.setenv("TILLHOOK_WORLD_HOME", str(tmp_path))
    for path in SECRETS:
        client("ssm", cloud=empty_cloud).delete_parameters(Names=[f"/tillhook/mpls/{path}"])
    return empty_cloud


def _describe(folder: Path, **contract: str) -> None:
    (folder / "world.json").write_text(json.dumps(contract))


def _stdin(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def _parameter(cloud: str, path: str) -> dict[str, Any]:
    name = f"/tillhook/mpls/{path}"
    found: dict[str, Any] = client("ssm", cloud=cloud).get_parameter(Name=name, WithDecryption=True)["Parameter"]
    return found


def test_stores_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    """With what matters most about them."""
    assert main(["stores"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "mpls     North Loop Boba  USD  en, es  stripe  us-east-2",
        "pune     Sahyadri Traders  INR  en, hi  razorpay  ap-south-1",
    ]


def test_an_unknown_store_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    """With the stores there are."""
    assert main(["secrets", "list", "paris"]) == 1
    assert capsys.readouterr().err == "till: there is no store paris: choose one of mpls, pune\n"


def test_without_a_local_world_the_command_says_how_to_start_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Instead of reaching for AWS."""
    monkeypatch.setenv("TILLHOOK_WORLD_HOME", str(tmp_path))
    assert main(["secrets", "list", "mpls", "--local"]) == 1
    assert capsys.readouterr().err == "till: no local world is running: make up starts one\n"


@pytest.mark.parametrize("words", [["secrets", "list", "mpls"], ["reconcile", "--store", "mpls"]])
def test_without_credentials_the_command_says_where_else_it_works(
    words: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Who has just started the local world has none, and means that."""
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    for name in ("AWS_SHARED_CREDENTIALS_FILE", "AWS_CONFIG_FILE"):
        monkeypatch.setenv(name, "/nowhere")
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    # What an earlier test found would be found again.
    monkeypatch.setattr(boto3, "DEFAULT_SESSION", None)
    target._aws_client.cache_clear()
    assert main(words) == 1
    target._aws_client.cache_clear()
    assert capsys.readouterr().err == (
        "till: there are no AWS credentials here: set them, or add --local for the local world\n"
    )


def test_a_secret_is_read_from_stdin_stored_encrypted_and_never_shown(
    cloud: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Neither in the answer nor in the list."""
    _stdin(monkeypatch, "s3cret-value\n")
    assert main(["secrets", "put", "mpls", "whatsapp/app_secret", "--local"]) == 0
    kept = _parameter(cloud, "whatsapp/app_secret")
    assert (kept["Type"], kept["Value"]) == ("SecureString", "s3cret-value")
    assert main(["secrets", "list", "mpls", "--local"]) == 0
    told = capsys.readouterr().out
    assert "s3cret-value" not in told
    assert "set      /tillhook/mpls/whatsapp/app_secret" in told
    assert "missing  /tillhook/mpls/payment/api_key" in told


def test_rotation_keeps_the_old_value_valid_behind_the_new_one(cloud: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """One older value and no more: the first line signs, all verify."""
    for value in ("first", "second", "third"):
        _stdin(monkeypatch, value)
        assert main(["secrets", "put", "mpls", "payment/webhook_secret", "--rotate", "--local"]) == 0
    assert _parameter(cloud, "payment/webhook_secret")["Value"] == "third\nsecond"
    _stdin(monkeypatch, "fourth")
    assert main(["secrets", "put", "mpls", "payment/webhook_secret", "--local"]) == 0
    assert _parameter(cloud, "payment/webhook_secret")["Value"] == "fourth"


@pytest.mark.parametrize("value", ["", "  \n", "two\nlines"])
def test_a_secret_is_one_line(
    value: str, cloud: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """An empty one would let everybody in."""
    _stdin(monkeypatch, value)
    assert main(["secrets", "put", "mpls", "whatsapp/app_secret", "--local"]) == 1
    assert "a secret is one line that is not empty" in capsys.readouterr().err


def test_an_unknown_secret_is_refused(cloud: str, capsys: pytest.CaptureFixture[str]) -> None:
    """A misspelt one would never be read."""
    assert main(["secrets", "put", "mpls", "whatsapp/app-secret", "--local"]) == 1
    assert "there is no secret whatsapp/app-secret: choose one of whatsapp/app_secret" in capsys.readouterr().err


def test_a_catalog_is_put_without_touching_counters_that_exist(
    cloud: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Prices come from the file, what lies on the shelf from the store."""
    formation, dynamodb = client("cloudformation", cloud=cloud), client("dynamodb", cloud=cloud)
    assert main(["seed", "mpls", "--local"]) == 1
    assert "store mpls is not deployed: there is no stack" in capsys.readouterr().err

    stack = _stack_name()
    formation.create_stack(StackName=stack, TemplateBody=json.dumps(STACK))
    formation.get_waiter("stack_create_complete").wait(StackName=stack, WaiterConfig={"Delay": 1, "MaxAttempts": 30})
    key = {"pk": {"S": "STOCK#milk_ml"}, "sk": {"S": "HEAD"}}
    dynamodb.put_item(TableName="till-stock", Item=key | {"available": {"N": "7"}})
    assert main(["seed", "mpls", "--local"]) == 0
    assert capsys.readouterr().out == "mpls: 22 products and suppliers written, 14 new stock items\n"
    assert dynamodb.get_item(TableName="till-stock", Key=key)["Item"]["available"] == {"N": "7"}

    wrong = tmp_path / "wrong.json"
    wrong.write_text('{"store": "pune", "products": [], "stock_items": [], "suppliers": []}')
    assert main(["seed", "mpls", "--local", "--file", str(wrong)]) == 1
    assert "is the catalog of store 'pune', not of mpls" in capsys.readouterr().err


def _stack_name() -> str:
    from infra.cli.target import stack_name
    from infra.store_files import load_stores

    return stack_name(load_stores()[0])


def test_templates_are_handed_in_once_and_then_found_complete(
    cloud: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Before, the check names each one that is missing and fails."""
    simulated = tmp_path / "simulators"
    simulated.mkdir()
    with local_world(simulated) as world:
        contract = json.loads((simulated / "world.json").read_text())
        contract["stores"]["mpls"]["waba_id"] = "102290129340398"
        (simulated / "world.json").write_text(json.dumps(contract))
        _describe(tmp_path, cloud=cloud, console=f"{world.url}/")
        _stdin(monkeypatch, MPLS_TOKEN)
        assert main(["secrets", "put", "mpls", "whatsapp/access_token", "--local"]) == 0
        capsys.readouterr()

        assert main(["templates", "check", "mpls", "--local"]) == 1
        assert "mpls: missing  order_confirmed (es): ./till templates sync mpls" in capsys.readouterr().out
        assert main(["templates", "sync", "mpls", "--local"]) == 0
        told = capsys.readouterr().out
        assert "created  order_confirmed (en): approved" in told
        assert "(hi)" not in told
        assert main(["templates", "sync", "mpls", "--local"]) == 0
        assert capsys.readouterr().out == "mpls: all templates are there as they are here\n"
        assert main(["templates", "check", "mpls", "--local"]) == 0


def test_the_doctor_names_what_is_in_the_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And its exit status says whether anything is."""
    import socket

    monkeypatch.setenv("TILLHOOK_WORLD_HOME", str(tmp_path))
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        monkeypatch.setenv("TILLHOOK_CONSOLE_PORT", str(port))
        assert main(["doctor"]) == 1
    told = capsys.readouterr().out
    assert f"BAD  port {port} is in use: choose another with TILLHOOK_CONSOLE_PORT=" in told
    assert "ok   stores: mpls, pune" in told
