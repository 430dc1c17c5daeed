"""Setting up a bare machine: nothing twice, and one clear line when it cannot be done."""

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

from infra.local import prepare
from infra.local.prepare import Broken, check_python, fingerprint, prepare_node, prepare_venv

SCRIPT = Path(prepare.__file__)


def test_an_old_python_is_refused_with_advice() -> None:
    """3.10 lacks what the code is written in."""
    with pytest.raises(Broken, match=r"Python 3\.10\.4 is too old: install Python 3\.11 or newer"):
        check_python(version=(3, 10, 4))
    check_python(version=(3, 11, 0))


def test_the_script_can_be_read_by_an_old_python() -> None:
    """It must live long enough there to say that it is too old."""
    compiled = subprocess.run(
        [sys.executable, "-c", f"import ast; ast.parse(open({str(SCRIPT)!r}).read(), feature_version=(3, 7))"],
        check=False,
    )
    assert compiled.returncode == 0
    assert "from __future__ import annotations" in SCRIPT.read_text(encoding="utf-8")


def test_a_missing_venv_module_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Debian ships Python without it."""
    _locks(tmp_path)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _: None)
    with pytest.raises(Broken, match=r"no module venv: install it .*apt-get install python3-venv"):
        prepare_venv(root=tmp_path)


def test_a_checkout_without_locks_is_refused(tmp_path: Path) -> None:
    """Nothing is ever installed without its hash."""
    with pytest.raises(Broken, match=r"bootstrap\.txt is missing"):
        prepare_venv(root=tmp_path)


def test_unchanged_locks_are_not_installed_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second `make` starts at once."""
    _locks(tmp_path)
    venv = tmp_path / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "bin" / "python").symlink_to(sys.executable)
    locks = [tmp_path / name for name in prepare.LOCKS]
    (venv / "locks.sha256").write_text(fingerprint(locks, extra=sys.version))
    monkeypatch.setattr(prepare, "_run", _no_command)
    prepare_venv(root=tmp_path)

    locks[1].write_text("another version")
    with pytest.raises(AssertionError, match="was run"):
        prepare_venv(root=tmp_path)


def test_what_an_installer_complains_of_is_shown_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And the exit status stops make."""
    for name in prepare.LOCKS:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("not-a-package==0 --hash=md5:nonsense\n")
    monkeypatch.setattr(prepare, "ROOT", tmp_path)
    monkeypatch.setattr(prepare, "_make_venv", lambda _: [sys.executable, "-m", "pip"])
    assert prepare.main() == 1
    told = capsys.readouterr().err
    assert told.startswith("setup: pip could not install uv: ")
    assert told.count("\n") == 1


def test_node_packages_are_left_alone_without_a_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """There is nothing to install then."""
    monkeypatch.setattr(prepare, "_run", _no_command)
    prepare_node(root=tmp_path)
    (tmp_path / "package-lock.json").write_text("{}")
    with pytest.raises(AssertionError, match="was run"):
        prepare_node(root=tmp_path)


def _locks(root: Path) -> None:
    for name in prepare.LOCKS:
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_text("")


def _no_command(*command: object) -> None:
    raise AssertionError(f"{command} was run")
