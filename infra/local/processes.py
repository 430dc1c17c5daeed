"""Processes the world starts: each in its own group, remembered so that only they are ever stopped."""

import contextlib
import os
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.settings import ROOT, WorldError


@dataclass(frozen=True, kw_only=True)
class Process:
    """A started process. `born` tells it from a later one that was given the same number."""

    name: str
    pid: int
    born: str
    log: str

    def as_dict(self) -> dict[str, str | int]:
        """As kept in the state file."""
        return asdict(self)

    @property
    def alive(self) -> bool:
        """Whether this very process is still running."""
        return _birth(self.pid) == self.born

    def last_words(self) -> str:
        """The last line of its log, for a message about why it ended."""
        with contextlib.suppress(OSError):
            lines = [line.strip() for line in Path(self.log).read_text(errors="replace").splitlines() if line.strip()]
            return lines[-1][:300] if lines else "it said nothing"
        return "it left no log"


def start(name: str, command: Sequence[str], *, environment: Mapping[str, str], log: Path) -> Process:
    """Start a command in its own process group, its output going to `log`."""
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("w") as output:
        child = subprocess.Popen(
            list(command),
            cwd=ROOT,
            env={**os.environ, **environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    return Process(name=name, pid=child.pid, born=_birth(child.pid) or "", log=str(log))


def this_process(name: str) -> Process:
    """The process that asks."""
    return Process(name=name, pid=os.getpid(), born=_birth(os.getpid()) or "", log="")


def stop(processes: Iterable[Process], *, patience: float = 5.0) -> list[str]:
    """End these processes and what they started; returns the names of those that ran. `patience` in seconds."""
    running = [process for process in processes if process.alive]
    for process in running:
        _signal(process, signal.SIGTERM)
    _wait_for_end(running, seconds=patience)
    for process in running:
        # Workers of a leader that is gone still are in its group.
        _signal(process, signal.SIGKILL)
    _wait_for_end(running, seconds=patience)
    return [process.name for process in running]


def call_off(process: Process, *, patience: float = 10.0) -> None:
    """Ask one process, without its group, to end, and wait until it has. `patience` in seconds."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.kill(process.pid, signal.SIGTERM)
    _wait_for_end([process], seconds=patience)


def wait_until(ready: Callable[[], bool], *, process: Process, seconds: float, log_hint: str) -> None:
    """Wait for a started process to be ready. Raises `WorldError` when it ends or takes too long."""
    deadline = time.monotonic() + seconds
    while not ready():
        if not process.alive:
            raise WorldError(f"{process.name} ended while starting: {process.last_words()} (log: {log_hint})")
        if time.monotonic() > deadline:
            raise WorldError(f"{process.name} did not answer within {seconds:.0f} s (log: {log_hint})")
        time.sleep(0.1)


def port_is_free(port: int) -> bool:
    """Whether a server may be started on this port of the loopback."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """A port that is free at this moment."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for_end(processes: Iterable[Process], *, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while any(process.alive for process in processes) and time.monotonic() < deadline:
        time.sleep(0.05)


def _signal(process: Process, what: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, what)
    with contextlib.suppress(ChildProcessError):
        os.waitpid(process.pid, os.WNOHANG)


def _birth(pid: int) -> str | None:
    """When a process was born, in the system's own words; None when there is none or it only waits to be collected."""
    with contextlib.suppress(ChildProcessError):
        os.waitpid(pid, os.WNOHANG)
    record = Path(f"/proc/{pid}/stat")
    if record.parent.parent.joinpath("self").exists():
        with contextlib.suppress(OSError):
            # The command's name, in brackets, may hold spaces: the fields are counted after it.
            fields = record.read_text().rpartition(")")[2].split()
            return None if fields[0] == "Z" else fields[19]
        return None
    told = subprocess.run(
        ["ps", "-o", "stat=,lstart=", "-p", str(pid)], check=False, capture_output=True, text=True
    ).stdout
    state, _, born = told.strip().partition(" ")
    return None if not state or state.startswith("Z") else born.strip()
