"""Bundles and layer as they are deployed: complete, small, quick to start."""

import importlib.util
import json
import os
import shutil
import struct
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from infra.packaging.build import ROOT, Bundle, Bundles, PackagingFailed, build
from infra.packaging.trim import SERVICES

FUNCTIONS = [
    "arm_timers",
    "ask_courier",
    "email_supplier",
    "message_customer",
    "parcel_webhook",
    "payment_webhook",
    "poll_parcels",
    "process_inbox",
    "public_pages",
    "publish_events",
    "queue_message",
    "reconcile",
    "record_parcels",
    "record_statuses",
    "refund_payment",
    "request_payment",
    "run_timer",
    "staff_api",
    "store_media",
    "track_stock",
    "whatsapp_webhook",
]
HOT = ["parcel_webhook", "payment_webhook", "queue_message", "whatsapp_webhook"]
UNCHECKED_HASH = 0b01

# Only the bundle and the layer: no site-packages, no working folder, no environment.
IMPORT_ALL = """
import importlib, json, pathlib, sys
bundle, layer, handler = sys.argv[1], sys.argv[2], sys.argv[3]
sys.path[:0] = [bundle] + ([layer] if layer else [])
assert callable(importlib.import_module(handler).handler)
for file in sorted(pathlib.Path(bundle).rglob("*.py")):
    parts = file.relative_to(bundle).with_suffix("").parts
    importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
foreign = [name for name, module in sys.modules.items()
           if getattr(module, "__file__", None) and "site-packages" in module.__file__]
print(json.dumps({"foreign": foreign, "botocore": "botocore" in sys.modules}))
"""


def silent(_text: str) -> None:
    """Progress that nobody reads."""


@pytest.fixture(scope="session")
def bundles() -> Bundles:
    """This machine's bundles, from the same cache as the local world's."""
    return build("local", say=silent)


def import_alone(bundle: Bundle, *, layer: Bundle, handler: str) -> dict[str, object]:
    """Import all of a bundle in a process that sees nothing else. Returns what else it saw."""
    layer_path = str(layer.path / "python") if bundle.needs_layer else ""
    command = [sys.executable, "-I", "-S", "-c", IMPORT_ALL, str(bundle.path), layer_path, handler]
    environment = {"AWS_REGION": "us-east-1", "PATH": os.environ["PATH"]}
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60, env=environment)
    assert done.returncode == 0, done.stderr
    told: dict[str, object] = json.loads(done.stdout)
    return told


def test_there_is_a_bundle_for_every_function(bundles: Bundles) -> None:
    """All of docs/architecture.md."""
    assert sorted(bundles.functions) == FUNCTIONS


@pytest.mark.parametrize("name", FUNCTIONS)
def test_a_handler_needs_nothing_but_its_bundle_and_the_layer(bundles: Bundles, name: str) -> None:
    """The embedded cloud would find a missing package in its own environment; AWS would not."""
    told = import_alone(bundles.functions[name], layer=bundles.layer, handler=f"functions.{name}.handler")
    assert told["foreign"] == []


def test_the_check_fails_when_a_package_is_missing(bundles: Bundles) -> None:
    """A worker without its layer is found out."""
    bundle = bundles.functions["process_inbox"]
    alone = Bundle(path=bundle.path, digest=bundle.digest, needs_layer=False)
    with pytest.raises(AssertionError, match="ModuleNotFoundError"):
        import_alone(alone, layer=bundles.layer, handler="functions.process_inbox.handler")


@pytest.mark.parametrize("name", HOT)
def test_the_hot_path_needs_no_layer_and_is_small(bundles: Bundles, name: str, tmp_path: Path) -> None:
    """At most 0.3 MB zipped, standard library only: a webhook's cold start is somebody waiting."""
    bundle = bundles.functions[name]
    assert bundle.needs_layer is False
    assert import_alone(bundle, layer=bundles.layer, handler=f"functions.{name}.handler")["botocore"] is False
    assert zipped(bundle.path, tmp_path).stat().st_size < 300_000


def test_workers_and_layer_are_at_most_twelve_megabytes(bundles: Bundles, tmp_path: Path) -> None:
    """Of which the bundle itself is next to nothing."""
    layer = zipped(bundles.layer.path, tmp_path).stat().st_size
    largest = max(zipped(bundles.functions[name].path, tmp_path).stat().st_size for name in FUNCTIONS)
    assert largest < 1_500_000
    assert layer + largest < 12_000_000


def test_bytecode_is_there_and_stays_valid_in_a_zip(bundles: Bundles, tmp_path: Path) -> None:
    """Every source has a `.pyc` that says not to look at times, and the zip keeps it."""
    for bundle in (bundles.functions["whatsapp_webhook"], bundles.functions["process_inbox"], bundles.layer):
        sources = list(bundle.path.rglob("*.py"))
        assert sources
        for source in sources:
            compiled = Path(importlib.util.cache_from_source(str(source)))
            flags = struct.unpack("<I", compiled.read_bytes()[4:8])[0]
            assert flags == UNCHECKED_HASH, compiled
    archive = zipped(bundles.functions["whatsapp_webhook"].path, tmp_path)
    with zipfile.ZipFile(archive) as content:
        content.extractall(tmp_path / "unpacked")
    source = tmp_path / "unpacked" / "functions" / "whatsapp_webhook" / "handler.py"
    source.write_text("raise SystemExit('the source was read, not the bytecode')")
    command = [
        sys.executable,
        "-I",
        "-S",
        "-c",
        "import sys; sys.path.insert(0, sys.argv[1]); import functions.whatsapp_webhook.handler",
    ]
    command.append(str(tmp_path / "unpacked"))
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")


def test_only_the_services_that_are_called_are_described(bundles: Bundles) -> None:
    """Botocore reads its list of services and their endpoints on every cold start."""
    data = bundles.layer.path / "python" / "botocore" / "data"
    kept = {entry.name for entry in data.iterdir() if entry.is_dir()}
    assert kept <= set(SERVICES)
    assert {"dynamodb", "events", "sqs", "scheduler"} <= kept
    assert (data / "endpoints.json").stat().st_size < 60_000


@pytest.mark.parametrize("service", ["dynamodb", "events", "scheduler", "sesv2", "sqs", "ssm"])
def test_every_kept_service_still_makes_a_client(bundles: Bundles, service: str) -> None:
    """With its right endpoint in both stores' regions."""
    make = (
        "import sys; sys.path.insert(0, sys.argv[1])\nfrom botocore.session import Session\n"
        "for region in ('us-east-2', 'ap-south-1'):\n"
        "    print(Session().create_client(sys.argv[2], region_name=region, aws_access_key_id='a',"
        " aws_secret_access_key='b').meta.endpoint_url)"
    )
    command = [sys.executable, "-I", "-S", "-c", make, str(bundles.layer.path / "python"), service]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    host = {"sesv2": "email"}.get(service, service)
    assert done.stdout.split() == [f"https://{host}.{region}.amazonaws.com" for region in ("us-east-2", "ap-south-1")]


def test_no_cold_start_pays_for_a_protocol_that_is_not_spoken(bundles: Bundles) -> None:
    """urllib3 is whole without what would switch it to HTTP/2, and asks importlib.metadata for nothing."""
    ask = (
        "import sys; sys.path.insert(0, sys.argv[1])\nimport urllib3\n"
        "pool = urllib3.PoolManager().connection_from_url('https://example.com')\n"
        "print(pool.scheme, 'importlib.metadata' in sys.modules)"
    )
    command = [sys.executable, "-I", "-S", "-c", ask, str(bundles.layer.path / "python")]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=60)
    assert (done.stdout.split(), done.stderr) == (["https", "False"], "")


def test_nothing_is_made_again_that_did_not_change(tmp_path: Path) -> None:
    """And a change in one use case changes the bundles that reach it, no others."""
    root = copy_of_the_code(tmp_path)
    said: list[str] = []
    first = build("local", root=root, say=said.append)
    assert len(said) == 2
    again = build("local", root=root, say=said.append)
    assert (again, len(said)) == (first, 2)
    changed = root / "shared" / "usecases" / "record_statuses.py"
    changed.write_text(changed.read_text() + "\n# changed\n")
    then = build("local", root=root, say=said.append)
    assert [name for name in FUNCTIONS if then.functions[name] != first.functions[name]] == ["record_statuses"]
    assert not first.functions["record_statuses"].path.exists()


def test_a_lock_that_does_not_match_is_refused_in_one_line(tmp_path: Path) -> None:
    """A tampered package never reaches the layer, and half a layer is not left behind."""
    root = copy_of_the_code(tmp_path)
    wrong = "0" * 64
    (root / "requirements" / "runtime.txt").write_text(f"six==1.17.0 --hash=sha256:{wrong}\n")
    with pytest.raises(PackagingFailed) as caught:
        build("local", root=root, say=silent)
    assert str(caught.value).startswith("the packages of runtime.txt could not be installed for local: ")
    assert "\n" not in str(caught.value)
    assert not list((root / "build" / "local").glob("layer-*"))


def test_the_layer_for_aws_is_for_arm64(tmp_path: Path) -> None:
    """Compiled modules are of the machine that runs them, not of the one that builds."""
    said: list[str] = []
    try:
        layer = build("aws", out=tmp_path, say=said.append).layer
    except PackagingFailed as failure:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(f"the packages for arm64 could not be fetched: {failure}")
    compiled = list(layer.path.rglob("*.so"))
    assert any(path.name.startswith("_core.cpython-314-aarch64") for path in compiled)
    arm64 = 183
    for path in compiled:
        assert struct.unpack("<H", path.read_bytes()[18:20])[0] == arm64, path
    if shutil.which("python3.14") is None:
        assert said[0] == (
            "packaging: no python3.14 on this machine, so no bytecode: cold starts will take about twice as long"
        )


def copy_of_the_code(tmp_path: Path) -> Path:
    """The parts of the repository that are packaged, to be changed."""
    for name in ("functions", "shared", "requirements"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def zipped(folder: Path, place: Path) -> Path:
    """The folder as it is uploaded."""
    return Path(shutil.make_archive(str(place / folder.name), "zip", folder))
