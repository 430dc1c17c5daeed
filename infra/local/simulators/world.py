"""What the simulators know of the local world: `.local/world.json`, read when it appears and again when it changes."""

import json
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Any

Json = dict[str, Any]


@dataclass(frozen=True)
class Store:
    """One store of the local world. `entry` is its part of `world.json`, `about` its TOML, `catalog` its seed file."""

    id: str
    entry: Mapping[str, Any]
    about: Mapping[str, Any]
    catalog: Mapping[str, Any]

    def text(self, key: str) -> str:
        """A plain value of the contract, such as `phone_number_id` or `whatsapp_webhook`; empty when missing."""
        return str(self.entry.get(key) or "")

    def secret(self, key: str) -> str:
        """A shared secret; of several lines the first one signs."""
        lines = str(self.entry.get("secrets", {}).get(key) or "").splitlines()
        return lines[0] if lines else ""

    def internal(self, key: str) -> str:
        """A value only the simulators use: table names, queue URLs, API keys."""
        return str(self.entry.get("internal", {}).get(key) or "")

    @property
    def name(self) -> str:
        """The name on the shop's door."""
        return str(self.entry.get("name") or self.about.get("name") or self.id)

    @property
    def languages(self) -> list[str]:
        """Languages the store speaks, its own first; without a TOML those its catalog is written in."""
        declared = self.entry.get("languages") or self.about.get("languages")
        return list(declared) if declared else ["en", *self._catalog_languages()]

    def _catalog_languages(self) -> list[str]:
        keys = {key for product in self.catalog.get("products", []) for key in product if key.startswith("name_")}
        return sorted(key.removeprefix("name_") for key in keys)

    @cached_property
    def skus(self) -> frozenset[str]:
        """What Meta's catalog of this store holds."""
        return frozenset(product["sku"] for product in self.catalog.get("products", []))

    @property
    def digits(self) -> str:
        """The store's own WhatsApp number, digits only."""
        return "".join(filter(str.isdigit, self.text("display_phone_number")))


class World:
    """The stores and URLs of `world.json`. Empty until the file is there: the simulators start before the stacks."""

    def __init__(self, path: Path, *, seed: Path, stores: Path) -> None:
        self._path = path
        self._seed = seed
        self._about = stores
        self._stamp: tuple[int, int] | None = None
        self._raw: Json = {}
        self._stores: Mapping[str, Store] = MappingProxyType({})

    @property
    def cloud(self) -> str:
        """Base URL of the embedded cloud, empty before it is known."""
        self._refresh()
        return str(self._raw.get("cloud") or "").rstrip("/")

    @property
    def console(self) -> str:
        """Origin of the console without a final slash, empty before it is known."""
        self._refresh()
        return str(self._raw.get("console") or "").rstrip("/")

    @property
    def stores(self) -> Mapping[str, Store]:
        """The stores by id."""
        self._refresh()
        return self._stores

    def _refresh(self) -> None:
        try:
            status = self._path.stat()
            stamp = (status.st_mtime_ns, status.st_size)
            if stamp == self._stamp:
                return
            raw = json.loads(self._path.read_text())
        except (FileNotFoundError, json.JSONDecodeError):
            # Not written yet, or being written at this moment: the last good state stays until the next look.
            return
        self._raw, self._stamp = raw, stamp
        self._stores = MappingProxyType({id_: self._store(id_, entry) for id_, entry in raw.get("stores", {}).items()})

    def _store(self, id_: str, entry: Json) -> Store:
        about = self._about / f"{id_}.toml"
        catalog = self._seed / f"{id_}.json"
        return Store(
            id=id_,
            entry=entry,
            about=tomllib.loads(about.read_text()) if about.is_file() else {},
            catalog=json.loads(catalog.read_text()) if catalog.is_file() else {},
        )
