"""Which Node runs the CDK."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from infra.local import node


@pytest.fixture(autouse=True)
def _asked_anew() -> Iterator[None]:
    node.node_environment.cache_clear()
    yield
    node.node_environment.cache_clear()


def _machine_with(version: str | None, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if version is not None:
        fake = folder / "node"
        fake.write_text(f"#!/bin/sh\necho {version}\n")
        fake.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_the_machines_own_node_is_used_when_it_is_new_enough(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is put before it on the PATH."""
    _machine_with("v20.11.0", tmp_path, monkeypatch)
    assert node.node_environment()["PATH"] == str(tmp_path)


@pytest.mark.parametrize("version", ["v18.19.1", None])
def test_else_the_one_from_the_package_index_comes_first(
    version: str | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An old Node, or none, is no reason to fail."""
    _machine_with(version, tmp_path, monkeypatch)
    first = Path(node.node_environment()["PATH"].split(os.pathsep)[0])
    assert first == node.brought_node()
    assert os.access(first / "node", os.X_OK)


def test_the_librarys_warning_about_an_old_node_is_silenced() -> None:
    """It would print thirteen lines on every run."""
    assert "20" in node.node_environment()["JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION"].split(",")
