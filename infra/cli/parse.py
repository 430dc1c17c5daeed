"""`till parse`: what the conversation would make of a customer's words. Needs no cloud."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from infra.cli.target import CommandError
from infra.local import seed
from infra.store_files import load_stores
from shared.domain.catalog import Product
from shared.domain.conversation.parse import Parser


def parsed(store_id: str, *, text: str | None, file: Path | None) -> Iterator[str]:
    """One JSON object per message: TEXT, or every line of a file or of stdin. Raises `CommandError`."""
    parser = parser_of(store_id)
    for message in _messages(text, file):
        yield json.dumps(parser.parse(message).to_json(), ensure_ascii=False)


def parser_of(store_id: str) -> Parser:
    """The parser of a demo store, from its catalog file and its languages. Raises `CommandError`."""
    stores = {store.id: store for store in load_stores()}
    if store_id not in stores:
        raise CommandError(f"there is no store {store_id}: choose one of {', '.join(stores)}")
    try:
        entries = seed.catalog(store_id)
    except (OSError, ValueError) as reason:
        raise CommandError(f"the catalog infra/local/seed/{store_id}.json cannot be read: {reason}") from reason
    products = [product_of(entry) for entry in entries["products"]]
    return Parser(products, languages=stores[store_id].languages)


def product_of(entry: dict[str, Any]) -> Product:
    """One product of a catalog file."""
    names = {key.removeprefix("name_"): str(value) for key, value in entry.items() if key.startswith("name_")}
    return Product(
        sku=entry["sku"],
        name=entry["name"],
        price=entry["price"],
        recipe=entry["recipe"],
        names=names,
        aliases=tuple(entry.get("aliases", ())),
        tax_bp=entry.get("tax_bp", 0),
        size=entry.get("size"),
        pack=entry.get("pack"),
    )


def _messages(text: str | None, file: Path | None) -> Iterator[str]:
    if text is not None and file is not None:
        raise CommandError("give a TEXT or a --file, not both")
    if text is not None:
        yield text
        return
    try:
        raw = sys.stdin.read() if file is None else file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as reason:
        raise CommandError(f"{file or 'stdin'} cannot be read: {reason}") from reason
    yield from raw.removesuffix("\n").split("\n") if raw else ()
