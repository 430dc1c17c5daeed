"""Deploys the platform and all stores into the local world: package, synthesize, `cdk deploy`.

    python -m infra.deploy --cloud http://127.0.0.1:4566 --console http://127.0.0.1:4580

What did not change since the last time is not made again. To AWS one deploys with the CDK's own command (README).

DeployFailed            the text is one line for the person at the terminal, and names the log
"""

import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path

from infra.local.cloud import ACCOUNT, REGION, credentials
from infra.local.node import use as use_fitting_node
from infra.packaging.build import ROOT, Bundles, PackagingFailed, Say, build

CDK = ROOT / "node_modules" / ".bin" / "cdk"
# All that a template is made from, besides the bundles.
_SOURCES = (
    "infra/*.py",
    "infra/constructs/*.py",
    "infra/packaging/*.py",
    "infra/stores/*.toml",
    "shared/domain/*.py",
    "cdk.json",
)
_PATIENCE_SECONDS = 600


class DeployFailed(Exception):
    """Nothing can run; the text says why in one line."""


def deploy(
    *, environment: Mapping[str, str], cloud: str, console: str, home: Path, say: Say = print
) -> dict[str, dict[str, str]]:
    """Deploy to the embedded cloud at `cloud`; functions will call the simulators at `console`.

    `environment` holds the credentials and endpoint for AWS tools; assembly, log and stamps are kept under `home`.
    Returns the outputs of each stack by its name. Raises `DeployFailed`.
    """
    if not CDK.is_file():
        raise DeployFailed("the CDK command is missing: run make setup")
    home.mkdir(parents=True, exist_ok=True)
    try:
        bundles = build("local", say=say)
    except PackagingFailed as failure:
        raise DeployFailed(str(failure)) from failure
    run = _Commands(environment={**os.environ, **environment, **_QUIET}, log=home / "deploy.log", say=say)
    assembly = _assembly(bundles, cloud=cloud, console=console, home=home, run=run, say=say)
    outputs = home / "outputs.json"
    outputs.unlink(missing_ok=True)
    place = f"aws://{ACCOUNT}/{REGION}"
    run([str(CDK), "bootstrap", place, "--app", str(assembly)], f"the embedded cloud at {cloud} was not prepared")
    # The platform first, then the stores side by side.
    command = [str(CDK), "deploy", "--all", "--app", str(assembly), "--require-approval", "never"]
    command += ["--concurrency", "4", "--outputs-file", str(outputs), "--method", "direct"]
    run(command, "the stacks were not deployed")
    told: dict[str, dict[str, str]] = json.loads(outputs.read_text(encoding="utf-8"))
    return told


#: No notices, no reports to the CDK's makers: the local world speaks to nobody outside.
_QUIET = {"CDK_DISABLE_CLI_TELEMETRY": "true", "CDK_DISABLE_VERSION_CHECK": "1", "NO_COLOR": "1", "CI": "true"}


class _Commands:
    """Runs commands with their words in a log; what they finish is said, as it happens."""

    def __init__(self, *, environment: Mapping[str, str], log: Path, say: Say) -> None:
        self._environment, self._log, self._say = environment, log, say
        log.write_text("")

    def __call__(self, command: list[str], failure: str, extra: Mapping[str, str] | None = None) -> None:
        """Run it from the repository's root. Raises `DeployFailed` with `failure` and the command's own reason."""
        environment = {**self._environment, **(extra or {})}
        with (
            self._log.open("a", encoding="utf-8") as log,
            subprocess.Popen(
                command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
            ) as process,
        ):
            lines: list[str] = []
            for line in process.stdout or ():
                log.write(line)
                log.flush()
                lines.append(line.strip())
                if done := re.match(r"\s*✅\s+(Tillhook-\S+)", line):
                    self._say(f"deploy: {done[1]} is deployed")
            status = process.wait(timeout=_PATIENCE_SECONDS)
        if status != 0:
            raise DeployFailed(f"{failure}: {_reason(lines)} (all of it: {self._log})")


def _assembly(bundles: Bundles, *, cloud: str, console: str, home: Path, run: _Commands, say: Say) -> Path:
    """The synthesized templates, made again only when what they are made from has changed."""
    assembly, stamp = home / "assembly", home / "assembly.sha256"
    wanted = _fingerprint(bundles, cloud, console)
    if stamp.is_file() and stamp.read_text() == wanted and (assembly / "manifest.json").is_file():
        return assembly
    started = time.monotonic()
    stamp.unlink(missing_ok=True)
    shutil.rmtree(assembly, ignore_errors=True)
    # The templates' rules are checked by `make check`; a start need not wait for that.
    context = {"target": "local", "cloud": cloud, "console": console, "nag": "false"}
    run(
        [sys.executable, "-m", "infra.app"],
        "the CDK templates could not be made",
        {"CDK_OUTDIR": str(assembly), "CDK_CONTEXT_JSON": json.dumps(context)},
    )
    stamp.write_text(wanted)
    say(f"deploy: the CDK templates are made ({time.monotonic() - started:.0f} s)")
    return assembly


def _fingerprint(bundles: Bundles, cloud: str, console: str) -> str:
    digest = hashlib.sha256(f"{version('aws-cdk-lib')} {cloud} {console} {bundles.target}\n".encode())
    for name, bundle in sorted({**bundles.functions, "layer": bundles.layer}.items()):
        digest.update(f"{name} {bundle.digest} {bundle.needs_layer}\n".encode())
    for pattern in _SOURCES:
        for file in sorted(ROOT.glob(pattern)):
            digest.update(f"{file.relative_to(ROOT)}\n".encode() + file.read_bytes())
    return digest.hexdigest()


def _reason(lines: list[str]) -> str:
    said = [line for line in lines if line]
    telling = [line for line in said if re.search(r"error|fail|❌|invalid|denied", line, re.IGNORECASE)]
    return " ".join((telling or said or ["no reason given"])[-2:])[:400]


def main() -> int:
    """Deploy as the command line says and print the outputs as JSON. Returns the exit status."""
    parser = argparse.ArgumentParser(description="Deploy the platform and all stores into the local world.")
    parser.add_argument("--cloud", required=True, help="base URL of the embedded cloud")
    parser.add_argument("--console", required=True, help="origin of the simulators")
    parser.add_argument("--home", type=Path, default=ROOT / ".local")
    wanted = parser.parse_args()
    use_fitting_node()
    try:
        keys = credentials(wanted.cloud)
        outputs = deploy(environment=keys, cloud=wanted.cloud, console=wanted.console, home=wanted.home)
    except DeployFailed as failure:
        print(f"deploy: {failure}", file=sys.stderr)
        return 1
    print(json.dumps(outputs, indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
