"""Build .venv and node_modules from the locks: what every `make` target does first, in no time when nothing changed.

Runs on the machine's own Python, which may be too old or lack parts: so it uses nothing but the standard library, is
readable for Python 3.7, and ends every failure in one line that says what to do.
"""

from __future__ import annotations

import hashlib
import importlib.util
import shutil
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST = (3, 11)
LOCKS = ("requirements/bootstrap.txt", "requirements/dev.txt")
NODE_LOCK = "package-lock.json"


class Broken(Exception):
    """Setting up cannot go on; the text is the line shown to the person."""


def main() -> int:
    """Set up what is missing. Returns the exit status for the shell."""
    try:
        check_python(version=sys.version_info[:3])
        prepare_venv(root=ROOT)
        prepare_node(root=ROOT)
    except Broken as broken:
        print(f"setup: {broken}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nsetup: stopped; the next make goes on from here", file=sys.stderr)
        return 130
    return 0


def check_python(*, version: tuple[int, ...]) -> None:
    """Refuse a Python that cannot run the project."""
    if tuple(version[:2]) < OLDEST:
        found = ".".join(str(part) for part in version)
        raise Broken(
            f"Python {found} is too old: install Python 3.11 or newer, or say where one is: make PYTHON=/path/to/it"
        )


def prepare_venv(*, root: Path) -> None:
    """Install the locked packages into .venv, unless exactly these locks are there already."""
    venv, stamp = root / ".venv", root / ".venv" / "locks.sha256"
    wanted = fingerprint([root / name for name in LOCKS], extra=sys.version)
    python = venv / "bin" / "python"
    if stamp.is_file() and stamp.read_text() == wanted and _works(python):
        return
    started = time.monotonic()
    print("setup: installing the locked Python packages into .venv (once; about a minute, depending on the network)")
    pip = _make_venv(venv) if not _works(python) else [str(python), "-m", "pip"]
    _run([*pip, "install", "--quiet", "--require-hashes", "-r", str(root / LOCKS[0])], "pip could not install uv")
    _install(python, pip, root / LOCKS[1])
    stamp.write_text(wanted)
    print(f"setup: Python packages are ready ({time.monotonic() - started:.0f} s)")


def prepare_node(*, root: Path) -> None:
    """Install the locked command of the CDK into node_modules, unless exactly this lock is there already."""
    lock, stamp = root / NODE_LOCK, root / "node_modules" / ".lock.sha256"
    if not lock.is_file():
        return
    wanted = fingerprint([lock], extra="")
    if stamp.is_file() and stamp.read_text() == wanted:
        return
    started = time.monotonic()
    print("setup: installing the locked CDK command into node_modules (once)")
    python = root / ".venv" / "bin" / "python"
    _run([str(python), "-m", "infra.local.node", "ci"], "npm could not install the packages of package-lock.json", root)
    stamp.write_text(wanted)
    print(f"setup: the CDK command is ready ({time.monotonic() - started:.0f} s)")


def fingerprint(paths: list[Path], *, extra: str) -> str:
    """What a stamp holds: the files' content and `extra`, as one SHA-256."""
    digest = hashlib.sha256(extra.encode())
    for path in paths:
        try:
            digest.update(path.read_bytes())
        except FileNotFoundError as missing:
            raise Broken(f"{path.name} is missing: this checkout is not complete, clone it again") from missing
    return digest.hexdigest()


def _works(python: Path) -> bool:
    """A .venv that was moved, or whose Python was removed, is made anew."""
    try:
        return subprocess.run([str(python), "-c", ""], check=False, capture_output=True).returncode == 0
    except OSError:
        return False


def _make_venv(venv: Path) -> list[str]:
    """Create the environment; returns the pip command that installs into it."""
    missing = [name for name in ("venv", "ensurepip", "pip") if importlib.util.find_spec(name) is None]
    advice = "Debian, Ubuntu: apt-get install python3-venv"
    if "venv" in missing or {"ensurepip", "pip"} <= set(missing):
        raise Broken(f"this Python has no module {missing[0]}: install it ({advice}), then run make again")
    shutil.rmtree(venv, ignore_errors=True)
    own_pip = "ensurepip" not in missing
    command = [sys.executable, "-m", "venv", *([] if own_pip else ["--without-pip"]), str(venv)]
    _run(command, f"could not create .venv ({advice})")
    python = str(venv / "bin" / "python")
    return [python, "-m", "pip"] if own_pip else [sys.executable, "-m", "pip", "--python", python]


def _install(python: Path, pip: list[str], lock: Path) -> None:
    """With uv, which takes seconds; where its binary does not run, with pip, which takes minutes."""
    uv = [str(python), "-m", "uv", "pip", "install", "--quiet", "--python", str(python)]
    tried = subprocess.run([*uv, "--require-hashes", "-r", str(lock)], check=False, capture_output=True, text=True)
    if tried.returncode == 0:
        return
    print("setup: uv did not manage, trying pip (slower)")
    _run([*pip, "install", "--quiet", "--require-hashes", "-r", str(lock)], "pip could not install the locked packages")


def _run(command: list[str], failure: str, cwd: Path | None = None) -> None:
    done = subprocess.run(command, check=False, cwd=cwd, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode != 0:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        told = next((line for line in lines if "error" in line.lower()), lines[-1] if lines else "no reason given")
        raise Broken(f"{failure}: {told[:300]}")


if __name__ == "__main__":
    sys.exit(main())
