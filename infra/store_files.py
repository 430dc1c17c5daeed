"""Reads the stores' TOML files. Every mistake in any of them is reported at once, with its line and what to write.

InvalidStoreFiles       one or more files cannot be used; `problems` has one line for each mistake
"""

import difflib
import re
import tomllib
from pathlib import Path
from typing import Any

from infra.store_rules import FIELDS
from infra.store_settings import StoreSettings

FOLDER = Path(__file__).parent / "stores"

#: AWS gives a function 4 KB for all its variables; the addresses beside the profile take up to 1,400 bytes.
PROFILE_BYTES = 2350

_HEADER = re.compile(r"\s*\[([\w.-]+)\]\s*(#.*)?")
_KEY = re.compile(r"\s*([\w.-]+)\s*=")


class InvalidStoreFiles(Exception):
    """Each of `problems` is `file:line: field value what is wrong; what to write`."""

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


def load_stores(folder: Path = FOLDER) -> tuple[StoreSettings, ...]:
    """All stores, by id. Raises `InvalidStoreFiles`."""
    paths = sorted(folder.glob("*.toml"))
    if not paths:
        raise InvalidStoreFiles((f"{_shown(folder)}: there is no store; write one file <id>.toml for each",))
    read = [_read(path) for path in paths]
    problems = [problem for _, found in read for problem in found]
    stores = tuple(store for store, _ in read if store)
    problems += _shared_numbers(stores, folder)
    if problems:
        raise InvalidStoreFiles(tuple(problems))
    return stores


def _read(path: Path) -> tuple[StoreSettings | None, list[str]]:
    text = path.read_text(encoding="utf-8")
    try:
        values = _flat(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        line = re.search(r"line (\d+)", str(error))
        where = line[1] if line else str(text.count("\n") + 1)
        return None, [f"{_shown(path)}:{where}: is not TOML: {error}"]
    lines = _lines(text)
    found = [*_unknown(values), *_wrong(values)]
    if not found and values["id"] != path.stem:
        found = [("id", f'id "{values["id"]}" is not the name of the file; write "{path.stem}" or rename the file')]
    if not found:
        found = _at_odds(values)
    if found:
        ordered = sorted((_line_of(field, lines), what) for field, what in found)
        return None, [f"{_shown(path)}:{line}: {what}" for line, what in ordered]
    complete = {field.name: values.get(field.name, field.default) for field in FIELDS}
    store = StoreSettings.from_values(complete)
    size = len(store.profile().encode())
    if size > PROFILE_BYTES:
        advice = "shorten its names, its holidays or its delivery area"
        return None, [f"{_shown(path)}:1: makes a profile of {size} bytes, more than {PROFILE_BYTES}; {advice}"]
    return store, []


def _at_odds(values: dict[str, Any]) -> list[tuple[str, str]]:
    """Fields that are right alone and not together."""
    kind, kinds = values["fulfilment.kind"], values.get("fulfilment.kinds")
    if kinds and kind not in kinds:
        return [("fulfilment.kinds", f'fulfilment.kinds {kinds} lacks the usual way "{kind}"; add it')]
    held, before = values.get("reservation_minutes", 30), values.get("reminder_minutes", 10)
    if before >= held:
        told = f"reminder_minutes {before} is not less than reservation_minutes {held}; write less, or 0 for none"
        return [("reminder_minutes", told)]
    return []


def _wrong(values: dict[str, Any]) -> list[tuple[str, str]]:
    found = []
    for field in FIELDS:
        if field.name in values:
            value = values[field.name]
            complaint = field.check(value)
            if complaint:
                found.append((field.name, f"{field.name} {_quoted(value)} {complaint}"))
        elif not field.optional:
            advice = (field.check(None) or "").partition("; ")[2]
            found.append((field.name, f"{field.name} is missing; {advice}"))
    return found


def _unknown(values: dict[str, Any]) -> list[tuple[str, str]]:
    known = [field.name for field in FIELDS]
    found = []
    for name in values:
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            advice = f'did you mean "{near[0]}"?' if near else "remove it"
            found.append((name, f"{name} is not a field of a store; {advice}"))
    return found


def _shared_numbers(stores: tuple[StoreSettings, ...], folder: Path) -> list[str]:
    """A WhatsApp number belongs to one store: it is how a webhook's store is known."""
    found, owners = [], dict[str, str]()
    for store in stores:
        number = store.whatsapp.phone_number_id
        if number in owners:
            path = folder / f"{store.id}.toml"
            line = _line_of("whatsapp.phone_number_id", _lines(path.read_text(encoding="utf-8")))
            what = f'whatsapp.phone_number_id "{number}" is that of store "{owners[number]}"'
            found.append(f"{_shown(path)}:{line}: {what}; each store has its own number")
        owners.setdefault(number, store.id)
    return found


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[prefix + key] = value
    return flat


def _lines(text: str) -> dict[str, int]:
    """Line of every key and table header, by dotted name."""
    table, lines = "", {}
    for number, line in enumerate(text.splitlines(), start=1):
        if header := _HEADER.fullmatch(line):
            table = header[1]
            lines[table] = number
        elif key := _KEY.match(line):
            lines[f"{table}.{key[1]}".lstrip(".")] = number
    return lines


def _line_of(field: str, lines: dict[str, int]) -> int:
    """The field's own line, else that of the innermost table around it, else the first of the file."""
    while field and field not in lines:
        field = field.rpartition(".")[0]
    return lines.get(field, 1)


def _quoted(value: object) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _shown(path: Path) -> str:
    root = Path(__file__).parent.parent
    return str(path.relative_to(root)) if path.is_relative_to(root) else str(path)
