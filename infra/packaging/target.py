"""What the code is packaged for: AWS Lambda on arm64, or this machine."""

import platform
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

#: The newest Python that both Lambda and the CDK know.
AWS_PYTHON = "3.14"


@dataclass(frozen=True, kw_only=True)
class Target:
    """A platform and a Python version, such as `3.14`. `wheels` is pip's platform tag, None for this machine's own."""

    name: str
    python: str
    wheels: str | None

    @property
    def runtime(self) -> str:
        """Lambda's name for the Python."""
        return f"python{self.python}"

    def interpreter(self) -> Path | None:
        """A Python of this version on this machine, or None. Its bytecode fits every platform."""
        if self.python == _this_python():
            return Path(sys.executable)
        found = shutil.which(self.runtime)
        if found is None:
            return None
        ask = [found, "-c", "import sys; print('%d.%d' % sys.version_info[:2])"]
        told = subprocess.run(ask, check=False, capture_output=True, text=True, timeout=20)
        return Path(found) if told.stdout.strip() == self.python else None


def target_named(name: str) -> Target:
    """`aws` or `local`."""
    if name == "aws":
        return Target(name=name, python=AWS_PYTHON, wheels="manylinux2014_aarch64")
    if name == "local":
        return Target(name=name, python=_this_python(), wheels=None)
    raise ValueError(f'there is no target "{name}"; write aws or local')


def machine_is_arm() -> bool:
    """Whether this machine's functions must be declared as arm64."""
    return platform.machine().lower() in {"arm64", "aarch64"}


def _this_python() -> str:
    return f"{sys.version_info.major}.{sys.version_info.minor}"
