"""Bytecode that stays valid in a zip: a missing or stale .pyc doubles every cold start."""

import subprocess
from pathlib import Path

_COMPILE = """
import compileall, os, py_compile, sys
good = compileall.compile_dir(sys.argv[1], quiet=1, force=True, stripdir=sys.argv[1], prependdir=sys.argv[2],
                              invalidation_mode=py_compile.PycInvalidationMode.UNCHECKED_HASH)
sys.exit(not good)
"""


class BytecodeFailed(Exception):
    """A source file does not compile with the target's Python; the text says which."""


def compile_folder(folder: Path, *, interpreter: Path, shown_as: str) -> None:
    """Compile all below `folder`. Tracebacks will show files under `shown_as`, where Lambda unpacks them.

    The check by modification time is left out (`unchecked-hash`), because a zip made reproducibly resets those.
    """
    command = [str(interpreter), "-I", "-c", _COMPILE, str(folder), shown_as]
    done = subprocess.run(command, check=False, capture_output=True, text=True, timeout=300)
    if done.returncode != 0:
        raise BytecodeFailed(done.stdout.strip() or done.stderr.strip())
