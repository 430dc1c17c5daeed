"""Packages the functions and their dependency layer, without Docker.

    python -m infra.packaging.build local|aws

A function's bundle holds its handler and what that reaches; the layer holds the locked runtime packages, trimmed.
Results are kept under `build/<target>/` by the hash of what they were made from: only what changed is made again.

PackagingFailed     the layer's packages could not be installed; the text is the installer's reason
"""

import hashlib
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from infra.packaging.bytecode import compile_folder
from infra.packaging.reach import reach_of
from infra.packaging.target import Target, target_named
from infra.packaging.trim import trim

ROOT = Path(__file__).resolve().parents[2]
LOCK = ROOT / "requirements" / "runtime.txt"

# 1980-01-01, the oldest time a zip can hold: two builds of the same content are the same bytes.
_TIMELESS = 315532800

Say = Callable[[str], None]


class PackagingFailed(Exception):
    """The layer could not be built; the text is one line for the person at the terminal."""


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """A folder to zip, the hash of what it was made from, and (of a function) whether it needs the layer."""

    path: Path
    digest: str
    needs_layer: bool = False


@dataclass(frozen=True, kw_only=True)
class Bundles:
    """Everything that is deployed to one target. `functions` is by name; `layer` has its packages under `python/`."""

    target: Target
    functions: Mapping[str, Bundle]
    layer: Bundle


def build(target: str, *, root: Path = ROOT, out: Path | None = None, say: Say = print) -> Bundles:
    """Package for `aws` or `local` into `out` (default `build/<target>`). Raises `PackagingFailed`."""
    goal = target_named(target)
    place = out or root / "build" / target
    interpreter = goal.interpreter()
    if interpreter is None:
        say(f"packaging: no {goal.runtime} on this machine, so no bytecode: cold starts will take about twice as long")
    names = sorted(file.parent.name for file in (root / "functions").glob("*/handler.py"))
    layer = _layer(goal, place=place, interpreter=interpreter, lock=root / "requirements" / "runtime.txt", say=say)
    functions = {name: _function(name, root=root, place=place, interpreter=interpreter) for name in names}
    _forget_others(place, kept={layer.path, *(bundle.path for bundle in functions.values())})
    return Bundles(target=goal, functions=functions, layer=layer)


def _function(name: str, *, root: Path, place: Path, interpreter: Path | None) -> Bundle:
    reach = reach_of(f"functions.{name}.handler", root=root)
    needs_layer = bool(reach.packages(frozenset(sys.stdlib_module_names)))
    content = [(str(file), (root / file).read_bytes()) for file in reach.files]
    digest = _digest([*content, ("interpreter", _version(interpreter)), ("packaging", _own_source())])

    def fill(folder: Path) -> None:
        for file, data in content:
            (folder / file).parent.mkdir(parents=True, exist_ok=True)
            (folder / file).write_bytes(data)
        if interpreter:
            compile_folder(folder, interpreter=interpreter, shown_as="/var/task")

    return Bundle(path=_made(place, f"{name}-{digest[:16]}", fill), digest=digest, needs_layer=needs_layer)


def _layer(target: Target, *, place: Path, interpreter: Path | None, lock: Path, say: Say) -> Bundle:
    goal = f"{target.python} {target.wheels} {os.uname().machine if target.wheels is None else ''}"
    facts = [("lock", lock.read_bytes()), ("goal", goal.encode()), ("interpreter", _version(interpreter))]
    digest = _digest([*facts, ("packaging", _own_source())])

    def fill(folder: Path) -> None:
        started = time.monotonic()
        say(f"packaging: building the dependency layer for {target.name} (once for each lock)")
        _install(folder / "python", target=target, lock=lock)
        trim(folder / "python")
        if interpreter:
            compile_folder(folder / "python", interpreter=interpreter, shown_as="/opt/python")
        say(f"packaging: the layer is ready ({_megabytes(folder):.1f} MB, {time.monotonic() - started:.0f} s)")

    return Bundle(path=_made(place, f"layer-{digest[:16]}", fill), digest=digest)


def _install(folder: Path, *, target: Target, lock: Path) -> None:
    """With uv; where its binary does not run, with pip. Both check every hash and take wheels only."""
    common = ["--quiet", "--no-deps", "--require-hashes", "-r", str(lock), "--target", str(folder)]
    uv = [sys.executable, "-m", "uv", "pip", "install", "--only-binary", ":all:", *common]
    pip = [sys.executable, "-m", "pip", "install", "--disable-pip-version-check", "--only-binary=:all:", *common]
    if target.wheels:
        uv += ["--python-version", target.python, "--python-platform", "aarch64-manylinux2014"]
        pip += ["--python-version", target.python, "--platform", target.wheels, "--implementation", "cp"]
    else:
        uv += ["--python", sys.executable]
    for command in (uv, pip):
        done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=600)
        if done.returncode == 0:
            return
        shutil.rmtree(folder, ignore_errors=True)
    lines = [line.strip() for line in done.stderr.splitlines() if line.strip()]
    reason = next((line for line in lines if line.startswith("ERROR")), lines[-1] if lines else "no reason given")
    raise PackagingFailed(f"the packages of {lock.name} could not be installed for {target.name}: {reason[:300]}")


def _made(place: Path, name: str, fill: Callable[[Path], None]) -> Path:
    """The folder `name`, filled if it is not there yet. A build that is cut short leaves nothing under that name."""
    done = place / name
    if done.is_dir():
        return done
    work = place / f".{name}.{os.getpid()}"
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    fill(work)
    for entry in work.rglob("*"):
        os.utime(entry, (_TIMELESS, _TIMELESS))
    try:
        work.rename(done)
    except OSError:
        # Another process made the same at the same time.
        if not done.is_dir():
            raise
        shutil.rmtree(work)
    return done


def _forget_others(place: Path, *, kept: set[Path]) -> None:
    for entry in place.iterdir():
        # A hidden folder is another process's build under way.
        if entry not in kept and not entry.name.startswith("."):
            shutil.rmtree(entry, ignore_errors=True)


def _digest(facts: Iterable[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for name, content in facts:
        digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()


def _own_source() -> bytes:
    return b"".join(file.read_bytes() for file in sorted(Path(__file__).parent.glob("*.py")))


def _version(interpreter: Path | None) -> bytes:
    if interpreter is None:
        return b"none"
    return sys.version.encode() if interpreter == Path(sys.executable) else str(interpreter).encode()


def _megabytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 1e6


def main() -> int:
    """Package for the target named on the command line and print what came of it."""
    try:
        bundles = build(sys.argv[1] if len(sys.argv) > 1 else "local")
    except (PackagingFailed, ValueError) as failure:
        print(f"packaging: {failure}", file=sys.stderr)
        return 1
    for name, bundle in {**bundles.functions, "layer": bundles.layer}.items():
        note = "" if name == "layer" or bundle.needs_layer else "  no dependencies"
        print(f"{name:20} {_megabytes(bundle.path):6.2f} MB{note}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
