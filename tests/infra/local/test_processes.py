"""Only what was started here is ever stopped, and all of it."""

import os
import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from infra.local.processes import Process, free_port, port_is_free, start, stop, wait_until
from infra.local.settings import WorldError

SLEEPER = "import time; time.sleep(60)"
PARENT = f"""
import subprocess, sys, time
print(subprocess.Popen([sys.executable, "-c", "{SLEEPER}"]).pid, flush=True)
time.sleep(60)
"""
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('deaf', flush=True); time.sleep(60)"


@pytest.fixture
def started(tmp_path: Path) -> Iterator[list[Process]]:
    """Processes of a test, ended with it."""
    processes: list[Process] = []
    yield processes
    stop(processes, patience=0.2)


def _start(started: list[Process], code: str, folder: Path) -> Process:
    process = start("sleeper", [sys.executable, "-c", code], environment={}, log=folder / f"{len(started)}.log")
    started.append(process)
    return process


def _said(process: Process) -> str:
    log = Path(process.log)
    for _ in range(600):
        if text := log.read_text().strip():
            return text
        time.sleep(0.05)
    raise AssertionError("the process said nothing")


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A child whose parent is gone may wait to be collected for a moment.
    record = Path(f"/proc/{pid}/stat")
    return not record.exists() or ") Z" not in record.read_text()


def test_a_started_process_is_alive_until_it_is_stopped(started: list[Process], tmp_path: Path) -> None:
    """And stopping says what it stopped, once."""
    process = _start(started, SLEEPER, tmp_path)
    assert process.alive
    assert stop([process]) == ["sleeper"]
    assert not process.alive
    assert stop([process]) == []


def test_what_a_process_started_ends_with_it(started: list[Process], tmp_path: Path) -> None:
    """Functions run as children of the embedded cloud."""
    child = int(_said(_start(started, PARENT, tmp_path)))
    assert _runs(child)
    stop(started)
    for _ in range(400):
        if not _runs(child):
            return
        time.sleep(0.05)
    raise AssertionError("the child is still running")


def test_one_that_does_not_listen_is_ended_all_the_same(started: list[Process], tmp_path: Path) -> None:
    """After its patience, `stop` asks no longer."""
    process = _start(started, DEAF, tmp_path)
    assert _said(process) == "deaf"
    stop([process], patience=0.3)
    assert not process.alive


def test_a_stranger_with_a_remembered_number_is_left_alone(started: list[Process], tmp_path: Path) -> None:
    """Process numbers come again; the time of birth does not."""
    process = _start(started, SLEEPER, tmp_path)
    remembered = replace(process, born="1")
    assert not remembered.alive
    assert stop([remembered]) == []
    assert process.alive


def test_one_that_ends_while_starting_is_reported_with_its_last_words(started: list[Process], tmp_path: Path) -> None:
    """Not with a wait until the patience is over."""
    process = _start(started, "print('no such option'); raise SystemExit(2)", tmp_path)
    with pytest.raises(WorldError, match=r"sleeper ended while starting: no such option \(log: the log\)"):
        wait_until(lambda: False, process=process, seconds=30, log_hint="the log")


def test_one_that_never_answers_is_reported(started: list[Process], tmp_path: Path) -> None:
    """With the time that was waited."""
    process = _start(started, SLEEPER, tmp_path)
    with pytest.raises(WorldError, match="sleeper did not answer within 0 s"):
        wait_until(lambda: False, process=process, seconds=0, log_hint="the log")


def test_a_port_in_use_is_not_free() -> None:
    """What the launcher asks before it starts a server."""
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        assert not port_is_free(server.getsockname()[1])
    assert port_is_free(free_port())
