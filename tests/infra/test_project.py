"""The project around the code keeps what it promises to someone with a fresh clone."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

from infra.local.lock import GROUPS

ROOT = Path(__file__).resolve().parents[2]
MAKEFILE = (ROOT / "Makefile").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCKS = sorted(f"requirements/{name}.txt" for name in (*GROUPS, "bootstrap"))
PINNED = re.compile(r"^([a-z0-9._-]+)==(\S+)(?: ; [^\\]+?)? \\$", re.MULTILINE)


def _make(*words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(["make", *words], cwd=ROOT, capture_output=True, text=True, check=False, timeout=30)


def test_help_is_the_default_and_names_every_target() -> None:
    """`make` alone tells a newcomer what there is."""
    phony = re.search(r"^\.PHONY: (.*)$", MAKEFILE, re.MULTILINE)
    assert phony
    targets = set(phony[1].split())
    assert {"help", "run", "up", "down", "test", "check", "bench", "lock", "format", "clean"} <= targets
    told = _make().stdout
    assert set(re.findall(r"^  ([a-z]+) ", told, re.MULTILINE)) == targets


def test_an_unknown_target_is_one_line() -> None:
    """As make says it."""
    asked = _make("moke")
    assert asked.returncode != 0
    assert asked.stderr.count("\n") == 1


def test_without_a_python_make_says_what_to_install() -> None:
    """And where to point it."""
    asked = _make("setup", "PYTHON=no-such-python")
    assert asked.returncode != 0
    assert "Tillhook needs Python 3.11 or newer" in asked.stdout


def test_ci_runs_check_which_runs_the_command_for_tests() -> None:
    """One command for people and machines, with the tests last so that their closing line is the last."""
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    assert subprocess.run(["bash", "-n", str(ROOT / ".ci" / "run")], check=False).returncode == 0
    assert script.rstrip().endswith("exec make check")
    check = re.search(r"^check: (.*?) *##", MAKEFILE, re.MULTILINE)
    assert check
    assert check[1].split() == ["setup", "lint", "types", "architecture", "dependencies", "test"]
    assert "make test" in (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", LOCKS)
def test_every_locked_version_has_its_hashes(name: str) -> None:
    """What is installed is what was tested, to the byte."""
    text = (ROOT / name).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert blocks
    for block in blocks:
        assert PINNED.match(block), block.splitlines()[0]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", block), block.splitlines()[0]


@pytest.mark.parametrize("name", LOCKS)
def test_no_lock_names_a_package_index(name: str) -> None:
    """Where packages come from is the reader's own setting."""
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "://" not in text
    assert not re.search(r"--(extra-)?index-url|--find-links", text)


def test_all_locks_agree() -> None:
    """What runs in the functions is what the tests ran with."""
    widest = set(PINNED.findall((ROOT / "requirements/dev.txt").read_text(encoding="utf-8")))
    for name in LOCKS:
        assert set(PINNED.findall((ROOT / name).read_text(encoding="utf-8"))) <= widest, name


def test_every_declared_dependency_is_locked_in_its_group() -> None:
    """A name in pyproject.toml without `make lock` fails here, not on somebody's machine."""
    for lock, groups in GROUPS.items():
        locked = {found[0] for found in PINNED.findall((ROOT / f"requirements/{lock}.txt").read_text(encoding="utf-8"))}
        declared = {
            re.split(r"[<>=\[; ]", one)[0].lower() for group in groups for one in PROJECT["dependency-groups"][group]
        }
        assert declared <= locked


def test_the_architecture_is_guarded() -> None:
    """Design §3, as contracts that `make check` enforces."""
    contracts = PROJECT["tool"]["importlinter"]["contracts"]
    layers = [one["layers"] for one in contracts if one["type"] == "layers"]
    assert ["functions", "shared.runtime", "shared.adapters", "shared.ports", "shared.domain"] in layers
    assert ["functions", "shared.usecases", "shared.ports", "shared.domain"] in layers
    assert ["functions.*"] in [one["modules"] for one in contracts if one["type"] == "independence"]
    forbidden = {
        (*one["source_modules"],): set(one["forbidden_modules"]) for one in contracts if one["type"] == "forbidden"
    }
    assert "functions" in forbidden[("infra",)]
    assert {"boto3", "botocore", "pynamodb", "requests", "msgspec", "logging", "os"} <= forbidden[("shared.domain",)]
    assert [one["containers"] for one in contracts if one.get("exhaustive")] == [["shared"]]


def test_every_folder_of_code_is_seen_by_the_guards() -> None:
    """A folder without `__init__.py` would be invisible to them."""
    blind = [
        str(path.relative_to(ROOT))
        for top in ("functions", "shared", "infra")
        for path in (ROOT / top).rglob("*.py")
        if not (path.parent / "__init__.py").exists()
    ]
    assert blind == []


def test_every_ignored_rule_has_its_reason() -> None:
    """In pyproject.toml, beside the rule."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    lint = text[text.index("[tool.ruff.lint]") : text.index("[tool.ruff.lint.pydocstyle]")]
    for line in lint.splitlines():
        if re.match(r'\s+"[A-Z]+\d+"', line):
            assert re.search(r"# \S+ \S+", line), line


def test_the_licence_is_apache() -> None:
    """Its full text."""
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
