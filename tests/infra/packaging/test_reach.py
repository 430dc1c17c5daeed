"""A bundle holds what its handler reaches by importing, and nothing else."""

from pathlib import Path

import pytest

from infra.packaging.reach import UnreadableImport, reach_of


def house(tmp_path: Path, files: dict[str, str]) -> Path:
    """A small repository."""
    for name, text in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return tmp_path


def reached(root: Path) -> list[str]:
    """The files that `functions.f.handler` reaches."""
    return [str(file) for file in reach_of("functions.f.handler", root=root).files]


def test_imports_are_followed_through_files_and_packages(tmp_path: Path) -> None:
    """Also those inside functions, and the packages around what is imported."""
    root = house(
        tmp_path,
        {
            "functions/f/handler.py": "from shared.a import one\n",
            "shared/__init__.py": "",
            "shared/a/__init__.py": "",
            "shared/a/one.py": "def late():\n    import shared.b\n",
            "shared/b.py": "",
            "shared/unused.py": "",
        },
    )
    assert reached(root) == [
        "functions/f/handler.py",
        "shared/__init__.py",
        "shared/a/__init__.py",
        "shared/a/one.py",
        "shared/b.py",
    ]


def test_what_only_a_type_checker_reads_stays_out(tmp_path: Path) -> None:
    """Both ways of saying it; the other branch is followed."""
    root = house(
        tmp_path,
        {
            "functions/f/handler.py": (
                "import typing\nTYPE_CHECKING = False\n"
                "if TYPE_CHECKING:\n    from shared import big\nelse:\n    from shared import small\n"
                "if typing.TYPE_CHECKING:\n    import botocore\n"
            ),
            "shared/big.py": "",
            "shared/small.py": "",
        },
    )
    assert reached(root) == ["functions/f/handler.py", "shared/small.py"]
    assert reach_of("functions.f.handler", root=root).others == {"typing"}


def test_data_beside_a_module_comes_along(tmp_path: Path) -> None:
    """Templates and the like, in the module's folder or one below that holds no code."""
    root = house(
        tmp_path,
        {
            "functions/f/handler.py": "from shared.w import t\n",
            "shared/w/t.py": "",
            "shared/w/t.toml": "",
            "shared/w/texts/en.toml": "",
            "shared/w/other/o.py": "",
            "shared/w/other/o.toml": "",
        },
    )
    assert reached(root) == ["functions/f/handler.py", "shared/w/t.py", "shared/w/t.toml", "shared/w/texts/en.toml"]


def test_a_module_that_does_not_exist_is_found_before_it_is_deployed(tmp_path: Path) -> None:
    """A misspelt import fails the build, not the first customer."""
    root = house(tmp_path, {"functions/f/handler.py": "import shared.nowhere\n"})
    with pytest.raises(ModuleNotFoundError, match=r"shared\.nowhere is imported"):
        reached(root)


def test_an_import_by_a_computed_name_is_refused(tmp_path: Path) -> None:
    """What it needs cannot be packaged; by a literal name it can."""
    root = house(
        tmp_path,
        {
            "functions/f/handler.py": "from importlib import import_module\nimport_module('shared.a')\n",
            "shared/a.py": "import importlib\nimportlib.import_module('shared.' + 'b')\n",
        },
    )
    with pytest.raises(UnreadableImport, match=r"a\.py:2"):
        reached(root)


def test_time_zones_need_their_package(tmp_path: Path) -> None:
    """Lambda's system has none, so a function that uses zones needs the layer."""
    root = house(tmp_path, {"functions/f/handler.py": "import json, zoneinfo\n"})
    assert reach_of("functions.f.handler", root=root).packages(frozenset({"json", "zoneinfo"})) == {"tzdata"}
