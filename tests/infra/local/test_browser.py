"""Finding a browser for the browser tests."""

from pathlib import Path

import pytest

from infra.local import browser


def _program(path: Path) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n")
    path.chmod(0o755)
    return path


@pytest.fixture(autouse=True)
def _bare_machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path / "playwright"))
    monkeypatch.delenv("TILLHOOK_CHROMIUM", raising=False)
    monkeypatch.delenv("CI", raising=False)


def test_the_systems_chromium_is_found(tmp_path: Path) -> None:
    """By any of its names."""
    program = _program(tmp_path / "bin" / "google-chrome")
    assert browser.find() == program


def test_playwrights_own_is_found(tmp_path: Path) -> None:
    """In Playwright's own folder."""
    program = _program(tmp_path / "playwright" / "chromium-1200" / "chrome-linux64" / "chrome")
    assert browser.find() == program


def test_the_one_that_was_chosen_goes_before_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """TILLHOOK_CHROMIUM is an order, not a hint: a wrong path is not replaced."""
    _program(tmp_path / "bin" / "chromium")
    chosen = _program(tmp_path / "mine")
    monkeypatch.setenv("TILLHOOK_CHROMIUM", str(chosen))
    assert browser.find() == chosen
    monkeypatch.setenv("TILLHOOK_CHROMIUM", str(tmp_path / "not-there"))
    assert browser.find() is None


def test_without_a_browser_one_plain_line_is_said_and_ci_fails(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """A person's machine may go without, CI may not."""
    monkeypatch.setattr(browser, "install", lambda: None)
    assert browser.main() == 0
    assert capsys.readouterr().out.count("\n") == 1
    monkeypatch.setenv("CI", "true")
    assert browser.main() == 1
    assert "browser tests are skipped" in capsys.readouterr().out
