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
    """The content of the state file. `ready` is set once the world's contract is written."""

    code: str
    ready: bool = False
    processes: tuple[Process, ...] = field(default=())

    @property
    def alive(self) -> bool:
        """Whether everything that was started is still running."""
        return bool(self.processes) and all(process.alive for process in self.processes)

    def save(self, path: Path) -> None:
        """Remember it."""
        processes = [process.as_dict() for process in self.processes]
        write(path, {"code": self.code, "ready": self.ready, "processes": processes})


def load_state(path: Path) -> State | None:
    """What was remembered; None when there is nothing, or nothing that can be read."""
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        processes = tuple(Process(**entry) for entry in raw["processes"])
        return State(code=raw["code"], ready=raw["ready"], processes=processes)
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
