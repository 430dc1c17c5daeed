"""What several kinds of tests need: a browser, an empty embedded cloud, a local world; each started when asked for."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from botocore.loaders import create_loader
from xdist.scheduler import LoadScopeScheduling

from infra.local import browser, node
from infra.local.cloud import answers, server_environment
from infra.local.processes import free_port, start, stop, wait_until
from infra.local.settings import ROOT, WorldSettings
from infra.local.state import code_fingerprint, load_state

# What is slow to start and shared by many files stays in one process, by the beginnings of the files' paths.
WORLD = (
    "tests/journeys/",
    "tests/browser/test_journey.py",
    "tests/infra/local/test_contract.py",
    "tests/storms/test_isolation.py",
    "tests/storms/test_poison.py",
    "tests/storms/test_run_on_the_shop.py",
)
TEMPLATES = ("tests/infra/test_",)
# Each test of these makes all it needs, and takes long.
ALONE = ("tests/storms/test_crashes", "tests/storms/test_shuffle.py")

# A first start synthesizes, packages and deploys on whatever machine this is. Seconds.
WORLD_START = 300


def pytest_configure() -> None:
    """The CDK's library starts `node` by itself, in whichever test imports it first."""
    node.use()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes longest comes first, so that nobody waits for it at the end."""
    for item in items:
        if "world_contract" in getattr(item, "fixturenames", ()) and not item.nodeid.startswith(WORLD):
            raise pytest.UsageError(f"{item.path} uses the local world: name it in WORLD of tests/conftest.py")
    items.sort(key=lambda item: (not item.nodeid.startswith(WORLD), not item.nodeid.startswith("tests/storms/")))


class SideBySide(LoadScopeScheduling):  # type: ignore[misc]
    """Tests in several processes (`pytest -n`): those of a file in one, which makes its fixtures once."""

    def _split_scope(self, nodeid: str) -> str:
        if nodeid.startswith(ALONE):
            return nodeid
        for together in (WORLD, TEMPLATES):
            if nodeid.startswith(together):
                return together[0]
        return nodeid.partition("::")[0]


def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> SideBySide:
    """Instead of the scheduler that `--dist` names."""
    return SideBySide(config, log)


@pytest.fixture(scope="session", autouse=True)
def _read_once() -> Iterator[None]:
    """Reading botocore's descriptions of the services takes most of a client's start: once a process is enough."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("botocore.session.create_loader", cache(create_loader))
        yield


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The browser of the browser tests. Without one they are skipped, which CI counts as a failure."""
    found = browser.find()
    if found is None:
        missing = "no Chromium on this machine: `make test` installs one where it may"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    return found


@pytest.fixture(scope="session")
def empty_cloud(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Base URL of an embedded cloud in which nothing is deployed."""
    scratch, port = tmp_path_factory.mktemp("cloud"), free_port()
    environment = server_environment(port=port, scratch=scratch)
    process = start("cloud", [sys.executable, "-m", "ministack"], environment=environment, log=scratch / "log")
    url = f"http://127.0.0.1:{port}"
    try:
        wait_until(
            lambda: answers(f"{url}/_ministack/health"), process=process, seconds=90, log_hint=str(scratch / "log")
        )
        yield url
    finally:
        stop([process])


@pytest.fixture(scope="session")
def world_contract(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Any]]:
    """The content of `world.json` of a local world: one that runs with this very code, else one for this session."""
    running = WorldSettings.from_env()
    state = load_state(running.state)
    if state and state.ready and state.alive and state.code == code_fingerprint():
        yield json.loads(running.contract.read_text(encoding="utf-8"))
        return
    home = tmp_path_factory.mktemp("world")
    environment = {
        **os.environ,
        "TILLHOOK_WORLD_HOME": str(home),
        "TILLHOOK_CLOUD_PORT": str(free_port()),
        "TILLHOOK_CONSOLE_PORT": str(free_port()),
    }
    try:
        started = _launcher("up", environment, timeout=WORLD_START)
        assert started.returncode == 0, f"the local world did not start: {started.stdout[-2000:]}{started.stderr}"
        yield json.loads((home / "world.json").read_text(encoding="utf-8"))
    finally:
        _launcher("down", environment, timeout=60)


def _launcher(verb: str, environment: dict[str, str], *, timeout: float) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "infra.local.world", verb]
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=timeout, check=False
    )
