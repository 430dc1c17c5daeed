"""The launcher: one clear line for everything that can be in its way, and only its own processes touched."""

import json
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import world
from infra.local.processes import Process, free_port, start, stop
from infra.local.state import State, code_fingerprint, load_state

SLEEPER = [sys.executable, "-c", "import time; time.sleep(60)"]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A world's folder and ports of its own; signals as they were."""
    import signal

    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    monkeypatch.setenv("TILLHOOK_WORLD_HOME", str(tmp_path))
    monkeypatch.setenv("TILLHOOK_CLOUD_PORT", str(free_port()))
    monkeypatch.setenv("TILLHOOK_CONSOLE_PORT", str(free_port()))
    yield tmp_path
    for number, handler in before.items():
        signal.signal(number, handler)


@pytest.fixture
def sleeper(home: Path) -> Iterator[Process]:
    """Something that runs as part of a world."""
    process = start("cloud", SLEEPER, environment={}, log=home / "cloud.log")
    yield process
    stop([process])


def _never_started(_: object) -> None:
    raise AssertionError("a world was started")


@pytest.mark.parametrize("variable", ["TILLHOOK_CLOUD_PORT", "TILLHOOK_CONSOLE_PORT"])
def test_a_busy_port_is_one_line_that_says_how_to_choose_another(
    variable: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Not a stack trace, and nothing is left running."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        port = server.getsockname()[1]
        monkeypatch.setenv(variable, str(port))
        assert world.main(["up"]) == 1
    told = capsys.readouterr().err
    assert f"port {port}" in told
    assert f"{variable}={port + 100}" in told
    assert told.count("\n") == 1


def test_a_wrong_port_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """Whatever the verb."""
    monkeypatch.setenv("TILLHOOK_CLOUD_PORT", "cloud")
    assert world.main(["down"]) == 1
    assert capsys.readouterr().err.startswith("world: TILLHOOK_CLOUD_PORT is 'cloud'")


def test_down_stops_what_up_started_and_says_so(
    home: Path, sleeper: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    """Then nothing is left to stop."""
    (home / "world.json").write_text("{}")
    State(code="1", ready=True, processes=(sleeper,)).save(home / "state.json")
    assert world.main(["down"]) == 0
    assert not sleeper.alive
    assert not (home / "world.json").exists()
    assert world.main(["down"]) == 0
    assert capsys.readouterr().out == "Stopped: cloud.\nNo local world is running; nothing to stop.\n"


def test_a_half_dead_world_is_cleared_away_before_a_new_one_starts(
    home: Path, sleeper: Process, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Its pieces would hold the ports; its contract would tell of what is gone."""
    gone = Process(name="simulators", pid=sleeper.pid, born="1", log="")
    State(code="1", ready=True, processes=(sleeper, gone)).save(home / "state.json")
    (home / "world.json").write_text("old")
    started: list[str] = []

    def _bring_up(_: object) -> None:
        assert not sleeper.alive
        assert not (home / "world.json").exists()
        (home / "world.json").write_text('{"console": "", "cloud": "", "region": "", "stores": {}}')
        started.append("anew")

    monkeypatch.setattr(world, "_bring_up", _bring_up)
    assert world.main(["up"]) == 0
    assert started == ["anew"]
    assert "An earlier world did not end properly: stopped what was left of it (cloud)." in capsys.readouterr().out


def test_a_state_file_that_cannot_be_read_is_no_world(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A crash may leave half of one."""
    (home / "state.json").write_text('{"processes": [{"pid":')
    assert world.main(["status"]) == 3
    assert world.main(["down"]) == 0
    assert "No local world is running" in capsys.readouterr().out


def test_a_second_up_leaves_the_running_world_alone(
    home: Path, sleeper: Process, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It says where it is, and when its code is not this code any more."""
    contract = {"console": "http://127.0.0.1:4711/", "cloud": "", "region": "", "stores": {}}
    (home / "world.json").write_text(json.dumps(contract))
    monkeypatch.setattr(world, "_bring_up", _never_started)
    State(code=code_fingerprint(), ready=True, processes=(sleeper,)).save(home / "state.json")
    assert world.main(["up"]) == 0
    told = capsys.readouterr().out
    assert told.startswith("The local world is already running.\n")
    assert "http://127.0.0.1:4711/" in told

    State(code="older", ready=True, processes=(sleeper,)).save(home / "state.json")
    assert world.main(["up"]) == 0
    assert "with older code: make down, then make up" in capsys.readouterr().out
    assert sleeper.alive


def test_a_start_that_is_under_way_is_neither_doubled_nor_killed_by_another(
    home: Path, sleeper: Process, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two impatient `make up` must not fight over the ports; `make down` calls the start off."""
    launcher = start("launcher", SLEEPER, environment={}, log=home / "launcher.log")
    try:
        State(code="1", launcher=launcher, processes=(sleeper,)).save(home / "state.json")
        monkeypatch.setattr(world, "_bring_up", _never_started)
        assert world.main(["up"]) == 1
        assert "is being started by another make" in capsys.readouterr().err
        assert sleeper.alive
        assert world.main(["down"]) == 0
        assert not launcher.alive
        assert not sleeper.alive
    finally:
        stop([launcher])


def test_run_beside_a_running_world_is_refused(
    home: Path, sleeper: Process, capsys: pytest.CaptureFixture[str]
) -> None:
    """Two worlds cannot have the same ports."""
    State(code="1", ready=True, processes=(sleeper,)).save(home / "state.json")
    assert world.main(["run"]) == 1
    assert "make down stops it" in capsys.readouterr().err
    assert sleeper.alive


def test_what_was_remembered_can_be_read_again(home: Path, sleeper: Process) -> None:
    """From `up` to `down` there is nothing but the file."""
    state = State(code="abc", ready=True, processes=(sleeper,))
    state.save(home / "state.json")
    assert load_state(home / "state.json") == state


def test_the_fingerprint_follows_what_is_deployed(tmp_path: Path) -> None:
    """Caches and documents change nothing, code does."""
    for name in ("functions", "shared", "infra", "docs", "requirements"):
        (tmp_path / name / "__pycache__").mkdir(parents=True)
    for name in ("functions/handler.py", "requirements/runtime.txt", "requirements/infra.txt"):
        (tmp_path / name).write_text("1")
    first = code_fingerprint(tmp_path)
    (tmp_path / "docs" / "page.md").write_text("words")
    (tmp_path / "functions" / "__pycache__" / "handler.pyc").write_text("cached")
    assert code_fingerprint(tmp_path) == first
    (tmp_path / "functions" / "handler.py").write_text("2")
    assert code_fingerprint(tmp_path) != first


def test_an_unknown_verb_is_explained() -> None:
    """With the verbs there are."""
    asked = subprocess.run(
        [sys.executable, "-m", "infra.local.world", "restart"], capture_output=True, text=True, check=False
    )
    assert asked.returncode == 2
    assert "up" in asked.stderr
    assert "Traceback" not in asked.stderr
