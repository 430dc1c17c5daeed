"""The rule packs: applied, clean, and every finding that is kept written down with its reason."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from infra.constructs.acknowledge import REASONS
from infra.packaging.build import ROOT
from tests.infra.templates import Templates


def test_the_rules_are_applied(tmp_path: Path) -> None:
    """A queue without encryption, TLS and dead-letter queue does not get through the app's own checks."""
    import aws_cdk as cdk
    from aws_cdk import aws_sqs as sqs

    from infra.app import apply_rules, new_app

    app = new_app(outdir=str(tmp_path))
    sqs.CfnQueue(cdk.Stack(app, "Careless"), "Queue")
    apply_rules(app)
    with pytest.raises(RuntimeError, match="ValidationFailed"):
        app.synth()
    report = (tmp_path / "validation-report.json").read_text(encoding="utf-8")
    found = set(re.findall(r'"ruleName": "([\w-]+)"', report))
    assert found == {"AwsSolutions-SQS3", "AwsSolutions-SQS4", "Serverless-SQSRedrivePolicy"}


def test_both_packs_find_nothing_that_is_not_acknowledged(templates: Templates) -> None:
    """Synthesis would have failed; the report says the same."""
    assert '"violations"' not in (templates.folder / "validation-report.json").read_text(encoding="utf-8")


def test_every_acknowledgement_is_listed_with_its_reason() -> None:
    """docs/security.md names exactly what the code keeps, and IAM5, whose reason stands at its resource."""
    text = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`((?:AwsSolutions|Serverless)-\w+)`", text))
    assert listed == {*REASONS, "AwsSolutions-IAM5"}
    assert all(len(reason) > 30 for reason in REASONS.values())


def test_cfn_lint_has_nothing_to_say(templates: Templates) -> None:
    """No error, no warning; W3005 is the CDK's habit of stating a dependency twice."""
    files = [str(path) for path in sorted(templates.folder.glob("*.template.json"))]
    assert len(files) == 4
    command = [
        str(Path(sys.executable).with_name("cfn-lint")),
        "--ignore-checks",
        "W3005",
        "--format",
        "parseable",
        "--",
    ]
    done = subprocess.run([*command, *files], check=False, capture_output=True, text=True, timeout=150)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
