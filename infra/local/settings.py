"""Where a local world lives: its ports and its folder."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
CLOUD_PORT = "TILLHOOK_CLOUD_PORT"
CONSOLE_PORT = "TILLHOOK_CONSOLE_PORT"
HOME = "TILLHOOK_WORLD_HOME"


class WorldError(Exception):
    """The local world cannot go on; the text is one line for a person and says what to do."""


@dataclass(frozen=True, kw_only=True)
class WorldSettings:
    """Ports on loopback, and the folder that holds everything the world writes."""

    cloud_port: int = 4566
    console_port: int = 4580
    home: Path = ROOT / ".local"

    @classmethod
    def from_env(cls, environment: Mapping[str, str] = os.environ) -> "WorldSettings":
        """Read TILLHOOK_CLOUD_PORT, TILLHOOK_CONSOLE_PORT, TILLHOOK_WORLD_HOME. Raises `WorldError` on a wrong port."""
        settings = cls(
            cloud_port=_port(environment, CLOUD_PORT, default=cls.cloud_port),
            console_port=_port(environment, CONSOLE_PORT, default=cls.console_port),
            home=Path(environment.get(HOME) or cls.home).resolve(),
        )
        if settings.cloud_port == settings.console_port:
            raise WorldError(f"{CLOUD_PORT} and {CONSOLE_PORT} are both {settings.cloud_port}: give each its own port")
        return settings

    @property
    def cloud(self) -> str:
        """Base URL of the embedded cloud."""
        return f"http://127.0.0.1:{self.cloud_port}"

    @property
    def console(self) -> str:
        """Origin of console and simulators."""
        return f"http://127.0.0.1:{self.console_port}"

    @property
    def contract(self) -> Path:
        """The file that tells people, tests and tools where everything is."""
        return self.home / "world.json"

    @property
    def state(self) -> Path:
        """What the launcher must remember to stop the world."""
        return self.home / "state.json"


def _port(environment: Mapping[str, str], name: str, *, default: int) -> int:
    text = environment.get(name, "").strip()
    if not text:
        return default
    if not text.isdigit() or not 1 <= int(text) <= 65535:
        raise WorldError(f"{name} is {text!r}: give a port number between 1 and 65535")
    return int(text)
