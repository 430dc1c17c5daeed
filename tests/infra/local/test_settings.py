"""Where a local world lives."""

from pathlib import Path

import pytest

from infra.local.settings import WorldError, WorldSettings


def test_ports_are_the_agreed_ones_unless_told() -> None:
    """4566 for the cloud, 4580 for the console."""
    settings = WorldSettings.from_env({})
    assert (settings.cloud, settings.console) == ("http://127.0.0.1:4566", "http://127.0.0.1:4580")


def test_ports_and_folder_can_be_set(tmp_path: Path) -> None:
    """Two worlds can live on one machine."""
    settings = WorldSettings.from_env(
        {"TILLHOOK_CLOUD_PORT": "4710", "TILLHOOK_CONSOLE_PORT": "4711", "TILLHOOK_WORLD_HOME": str(tmp_path)}
    )
    assert (settings.cloud_port, settings.console_port) == (4710, 4711)
    assert settings.contract == tmp_path / "world.json"


@pytest.mark.parametrize("port", ["http", "0", "65536", "-1"])
def test_a_port_that_is_none_is_named_with_its_variable(port: str) -> None:
    """The line says which variable is wrong and what it should be."""
    with pytest.raises(WorldError, match=f"TILLHOOK_CLOUD_PORT is '{port}': give a port number between 1 and 65535"):
        WorldSettings.from_env({"TILLHOOK_CLOUD_PORT": port})


def test_one_port_for_both_is_refused() -> None:
    """Cloud and console cannot share."""
    with pytest.raises(WorldError, match="both 4700"):
        WorldSettings.from_env({"TILLHOOK_CLOUD_PORT": "4700", "TILLHOOK_CONSOLE_PORT": "4700"})
