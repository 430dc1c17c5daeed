"""Which files of this repository a handler can reach by importing, so that its bundle holds those and no others.

UnreadableImport        a module is imported by a name that only exists at run time
"""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

#: Folders whose modules are ours.
OURS = ("functions", "shared")

# The standard library reads time zones from the package tzdata where the system has none, as in Lambda.
_NEEDS_PACKAGE = {"zoneinfo": "tzdata"}


class UnreadableImport(Exception):
    """What is imported cannot be known before running; the text says where."""


@dataclass(frozen=True, kw_only=True)
class Reach:
    """Our own files, sorted, relative to the root; and the top-level names of all other modules."""

    files: tuple[Path, ...]
    others: frozenset[str]

    def packages(self, standard_library: frozenset[str]) -> frozenset[str]:
        """The modules that must come from the dependency layer."""
        needed = {_NEEDS_PACKAGE.get(name, name) for name in self.others}
        return frozenset(needed - standard_library)


def reach_of(module: str, *, root: Path) -> Reach:
    """Follow the imports of `module`, also those inside functions, but not those for type checkers only.

    Raises ModuleNotFoundError when one of our own modules is named that does not exist, `UnreadableImport`.
    """
    files: set[Path] = set()
    others: set[str] = set()
    waiting, seen = [module], set[str]()
    while waiting:
        name = waiting.pop()
        if name in seen:
            continue
        seen.add(name)
        if name.partition(".")[0] not in OURS:
            others.add(name.partition(".")[0])
            continue
        file = _file_of(name, root)
        if file is None:
            raise ModuleNotFoundError(f"{name} is imported, but there is no such file", name=name)
        waiting += _parents(name)
        if file.suffix == ".py":
            files.add(file)
            waiting += _imports(file, root)
    files |= {data for file in files for data in _data_beside(file)}
    return Reach(files=tuple(sorted(file.relative_to(root) for file in files)), others=frozenset(others))


def _file_of(name: str, root: Path) -> Path | None:
    """The module's file, or the folder of a package without `__init__.py`."""
    path = root.joinpath(*name.split("."))
    candidates = (path.with_suffix(".py"), path / "__init__.py", path)
    return next((file for file in candidates if file.exists()), None)


def _parents(name: str) -> list[str]:
    parts = name.split(".")
    return [".".join(parts[:size]) for size in range(1, len(parts))]


def _imports(file: Path, root: Path) -> Iterator[str]:
    for node in _live_nodes(ast.parse(file.read_text(encoding="utf-8"), filename=str(file))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            if node.module.partition(".")[0] in OURS:
                inner = (f"{node.module}.{alias.name}" for alias in node.names)
                yield from (name for name in inner if _file_of(name, root))
        elif isinstance(node, ast.Call) and _is_import_module(node):
            argument = node.args[0]
            if not (isinstance(argument, ast.Constant) and isinstance(argument.value, str)):
                raise UnreadableImport(f"{file}:{node.lineno}: import_module needs a literal name to be packaged")
            yield argument.value


def _live_nodes(node: ast.AST) -> Iterator[ast.AST]:
    """Every node below, without the branches that only a type checker reads."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.unparse(child.test):
            for other in child.orelse:
                yield other
                yield from _live_nodes(other)
            continue
        yield child
        yield from _live_nodes(child)


def _is_import_module(call: ast.Call) -> bool:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    return name == "import_module" and bool(call.args)


def _data_beside(file: Path) -> Iterator[Path]:
    """Files that are not Python, in the module's own folder and in those of its subfolders that hold nothing else."""
    if file.parent.name in OURS:
        return
    for entry in file.parent.iterdir():
        if entry.is_file() and entry.suffix not in {".py", ".pyc", ".md"}:
            yield entry
        elif entry.is_dir() and entry.name != "__pycache__" and not any(entry.rglob("*.py")):
            yield from (data for data in entry.rglob("*") if data.is_file())
