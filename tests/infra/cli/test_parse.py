"""`till parse`, as an operator types it."""

import io
import json
from pathlib import Path

import pytest

from infra.cli.__main__ import main


def test_a_text_is_one_json_object(capsys: pytest.CaptureFixture[str]) -> None:
    """With the agreed keys, Hindi as Hindi."""
    assert main(["parse", "--store", "pune", "2 नमक और 3 समोसे"]) == 0
    out = capsys.readouterr().out
    assert out.count("\n") == 1
    assert json.loads(out) == {
        "kind": "order",
        "confidence": 0.6,
        "lines": [{"sku": "SALT-1", "quantity": 2, "note": ""}],
        "unclear": [],
        "unknown": ["3 समोसे"],
    }
    assert "समोसे" in out


def test_a_file_has_one_message_per_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty line is a message that says nothing: answers stay beside their lines."""
    file = tmp_path / "messages.txt"
    file.write_text("\ufeff2 large taro\r\n\nwhere is my order\n", encoding="utf-8")
    assert main(["parse", "--store", "mpls", "--file", str(file)]) == 0
    kinds = [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()]
    assert kinds == ["order", "other", "status"]


def test_without_text_and_file_stdin_is_read(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """One message per line there too."""
    monkeypatch.setattr("sys.stdin", io.StringIO("hi\nmenu\n"))
    assert main(["parse", "--store", "mpls"]) == 0
    assert [json.loads(line)["kind"] for line in capsys.readouterr().out.splitlines()] == ["greeting", "menu"]


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (["--store", "paris", "hi"], "till: there is no store paris: choose one of mpls, pune\n"),
        (["--store", "mpls", "--file", "/nowhere/at/all", "hi"], "till: give a TEXT or a --file, not both\n"),
        (["--store", "mpls", "--file", "/nowhere/at/all"], "till: /nowhere/at/all cannot be read: "),
    ],
)
def test_a_mistake_is_one_line(words: list[str], complaint: str, capsys: pytest.CaptureFixture[str]) -> None:
    """That says what to do."""
    assert main(["parse", *words]) == 1
    err = capsys.readouterr().err
    assert err.startswith(complaint)
    assert err.count("\n") == 1
