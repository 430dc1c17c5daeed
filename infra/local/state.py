"""What the launcher remembers between `up` and `down`: the processes it started, on which ports, from which code."""

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from infra.local.contract import write
from infra.local.processes import Process
from infra.local.settings import ROOT

# What a running world was deployed from. A change here means that the world must be started anew to show it.
DEPLOYED = ("functions", "shared", "infra", "requirements/runtime.txt", "requirements/infra.txt")
NOT_CODE = {"__pycache__", "node_modules", "cdk.out"}


@dataclass(frozen=True, kw_only=True)
class State:
    """The content of the state file. `ready`: the contract is written; `launcher` works on it until then."""

    code: str
    ready: bool = False
    launcher: Process | None = None
    processes: tuple[Process, ...] = field(default=())

    @property
    def coming_up(self) -> bool:
        """Whether a launcher is at work on it right now."""
        return not self.ready and self.launcher is not None and self.launcher.alive

    @property
    def alive(self) -> bool:
        """Whether everything that was started is still running."""
        return bool(self.processes) and all(process.alive for process in self.processes)

    def save(self, path: Path) -> None:
        """Remember it."""
        processes = [process.as_dict() for process in self.processes]
        launcher = self.launcher.as_dict() if self.launcher else None
        write(path, {"code": self.code, "ready": self.ready, "launcher": launcher, "processes": processes})


def load_state(path: Path) -> State | None:
    """What was remembered; None when there is nothing, or nothing that can be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        processes = tuple(Process(**entry) for entry in raw["processes"])
        launcher = Process(**raw["launcher"]) if raw["launcher"] else None
        return State(code=raw["code"], ready=raw["ready"], launcher=launcher, processes=processes)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def code_fingerprint(root: Path = ROOT) -> str:
    """A SHA-256 over everything that is deployed or plays a part in the local world."""
    digest = hashlib.sha256()
    for name in DEPLOYED:
        top = root / name
        for path in sorted(top.rglob("*")) if top.is_dir() else [top]:
            if path.is_file() and not NOT_CODE.intersection(path.parts):
                digest.update(str(path.relative_to(root)).encode())
                digest.update(path.read_bytes())
    return digest.hexdigest()
