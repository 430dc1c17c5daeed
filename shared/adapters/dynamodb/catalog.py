"""``Catalog`` on the catalog table. Read without locking: a price is fixed in the order's own line when it is taken."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pynamodb.expressions.update import Action

from shared.adapters.dynamodb.codec import HEAD, written
from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.stock_codec import product_in, supplier_in
from shared.adapters.dynamodb.tables import CatalogTable
from shared.domain.catalog import Product, Supplier
from shared.ports import Contended

#: Aliases are added by hand, one at a time.
TRIES = 3


class TableCatalog:
    """Products and suppliers."""

    def __init__(self, table: type[CatalogTable], *, patience: Patience) -> None:
        self._table = table
        self._patience = patience

    def products(self, skus: Iterable[str]) -> dict[str, Product]:
        """Those that exist, by sku. One call for up to 100."""
        keys = {(f"PRODUCT#{sku}", HEAD) for sku in skus}
        with reading():
            found = [product_in(row.item()) for row in self._table.batch_get(keys)] if keys else []
        return {product.sku: product for product in found}

    def all_products(self) -> list[Product]:
        """Every product, by sku: a scan, for staff; the table holds nothing but the catalog."""
        with reading():
            rows = self._table.scan(self._table.pk.startswith("PRODUCT#"))
            return sorted((product_in(row.item()) for row in rows), key=lambda product: product.sku)

    def add_alias(self, sku: str, alias: str) -> Product | None:
        """The product with that alias among its own; None when there is none. Raises Contended, Ambiguous, Refused."""
        for _ in range(TRIES):
            found = self._entry(sku)
            if found is None:
                return None
            row, entry = found
            aliases = entry.get("aliases", [])
            if alias in aliases or self._wrote(row, {**entry, "aliases": [*aliases, alias]}):
                return product_in(row.item())
        raise Contended(f"product {sku} kept changing")

    def _wrote(self, row: CatalogTable, entry: dict[str, Any]) -> bool:
        """Whether the entry took the row's place; whoever else changed it meanwhile is not undone."""
        actions: list[Action] = [self._table.body.set(written(entry))]
        unchanged = self._table.body == row.body
        return done(lambda: row.update(actions, condition=unchanged), patience=self._patience)

    def _entry(self, sku: str) -> tuple[CatalogTable, dict[str, Any]] | None:
        with reading():
            try:
                row = self._table.get(f"PRODUCT#{sku}", HEAD, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return row, json.loads(row.body)

    def supplier(self, supplier_id: str) -> Supplier | None:
        """One supplier."""
        with reading():
            try:
                return supplier_in(self._table.get(f"SUPPLIER#{supplier_id}", HEAD).item())
            except self._table.DoesNotExist:
                return None
