"""`make lock`: write the newest versions that fit pyproject.toml, with their hashes, to requirements/*.txt.

The files name no package index: each reader's configuration says where packages come from, the hashes what they are.
"""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

# Each lock after the first is held to the versions of the first, so that what is tested is what is deployed.
WIDEST = "dev"
GROUPS = {WIDEST: ("runtime", "infra", "dev"), "infra": ("runtime", "infra"), "runtime": ("runtime",)}
# What a machine with nothing but pip needs to install the rest quickly.
BOOTSTRAP = "uv"


def main() -> int:
    """Write all locks. Returns the exit status for the shell."""
    for name, groups in GROUPS.items():
        print(f"requirements/{name}.txt")
        if status := _compile(name, [part for group in groups for part in ("--group", group)]):
            return status
    print("requirements/bootstrap.txt")
    return _compile("bootstrap", ["-"], requirements=BOOTSTRAP)


def _compile(name: str, what: list[str], *, requirements: str = "") -> int:
    held = [] if name == WIDEST else ["--constraints", f"requirements/{WIDEST}.txt"]
    command = [
        *(sys.executable, "-m", "uv", "pip", "compile", "--quiet", "--universal", "--python-version", "3.11"),
        *("--generate-hashes", "--no-emit-index-url", "--no-emit-find-links", "--no-header", "--no-annotate"),
        *("--upgrade", "--output-file", f"requirements/{name}.txt", *held, *what),
    ]
    return subprocess.run(command, cwd=ROOT, input=requirements, text=True, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
