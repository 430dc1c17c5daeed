"""Deploying into the local world: what is not made again, and how a failure is told. Journeys use what it deploys."""

import sys
from pathlib import Path

import pytest

from infra import deploy as deploying
from infra.deploy import DeployFailed, deploy
from infra.packaging.build import ROOT
from tests.infra.templates import stand_in_bundles

PYTHON = sys.executable
CDK = """#!{python}
import json, pathlib, sys
words = sys.argv[1:]
with open({calls!r}, "a") as calls:
    calls.write(words[0] + "\\n")
if words[0] == "deploy":
    outputs = pathlib.Path(words[words.index("--outputs-file") + 1])
    outputs.write_text(json.dumps({{"Tillhook-mpls": {{"ApiId": "a1"}}}}))
    print("\\n ✅  Tillhook-mpls\\n")
{extra}
"""


@pytest.fixture
def scene(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A CDK command and an app that only write down that they were called."""
    bundles = stand_in_bundles(tmp_path / "bundles", target="local")
    monkeypatch.setattr(deploying, "build", lambda *_args, **_options: bundles)
    play(tmp_path, monkeypatch)
    return tmp_path


def play(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, extra: str = "") -> None:
    """Put the playing CDK command and synthesizing Python in place."""
    cdk, python = tmp_path / "cdk", tmp_path / "python"
    calls = str(tmp_path / "calls")
    cdk.write_text(CDK.format(python=PYTHON, calls=calls, extra=extra))
    python.write_text(
        f"#!/bin/sh\necho synth >> {calls}\n"
        'mkdir -p "$CDK_OUTDIR"\necho "$CDK_CONTEXT_JSON" > "$CDK_OUTDIR/manifest.json"\n'
    )
    for file in (cdk, python):
        file.chmod(0o755)
    monkeypatch.setattr(deploying, "CDK", cdk)
    monkeypatch.setattr(sys, "executable", str(python))


def run(home: Path, *, console: str = "http://127.0.0.1:4580") -> tuple[dict[str, dict[str, str]], list[str]]:
    """Deploy; returns the outputs and what was said."""
    said: list[str] = []
    outputs = deploy(environment={}, cloud="http://127.0.0.1:4566", console=console, home=home, say=said.append)
    return outputs, said


def calls_in(scene: Path) -> list[str]:
    """What was called, in order, and forget it."""
    calls = (scene / "calls").read_text().split()
    (scene / "calls").unlink()
    return calls


def test_the_outputs_of_every_stack_come_back_and_each_is_said(scene: Path) -> None:
    """The local world reads them; a person sees what is done."""
    outputs, said = run(scene / "home")
    assert outputs == {"Tillhook-mpls": {"ApiId": "a1"}}
    assert said[-1] == "deploy: Tillhook-mpls is deployed"
    assert calls_in(scene) == ["synth", "bootstrap", "deploy"]


def test_templates_are_made_again_only_when_something_changed(scene: Path) -> None:
    """Synthesis takes most of a start; the simulators' address is part of the templates."""
    run(scene / "home")
    calls_in(scene)
    run(scene / "home")
    assert calls_in(scene) == ["bootstrap", "deploy"]
    run(scene / "home", console="http://127.0.0.1:4590")
    assert calls_in(scene) == ["synth", "bootstrap", "deploy"]


def test_a_failure_is_one_line_that_names_the_log(scene: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The reason is the command's own last word on it."""
    play(scene, monkeypatch, extra='print("❌ Tillhook-mpls failed: AccessDenied"); sys.exit(1)')
    with pytest.raises(DeployFailed) as caught:
        run(scene / "home")
    assert "Tillhook-mpls failed: AccessDenied" in str(caught.value)
    assert str(scene / "home" / "deploy.log") in str(caught.value)
    assert "\n" not in str(caught.value)


def test_without_the_cdk_command_it_says_what_to_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A checkout whose setup did not run."""
    monkeypatch.setattr(deploying, "CDK", tmp_path / "nowhere")
    with pytest.raises(DeployFailed, match="the CDK command is missing: run make setup"):
        run(tmp_path)


def test_the_command_and_the_library_are_versions_that_understand_each_other() -> None:
    """The CDK's command 3.x cannot read what the library 2.x writes: both are pinned, without a registry's address."""
    lock = (ROOT / "package-lock.json").read_text(encoding="utf-8")
    assert '"aws-cdk": "2.1148.1"' in lock
    assert "resolved" not in lock
    assert "sha512-" in lock
    assert (ROOT / "cdk.json").is_file()
