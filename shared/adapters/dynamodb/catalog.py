"""``Catalog`` on the catalog table. Read without locking: a price is fixed in the order's own line when it is taken."""

from __future__ import annotations

from collections.abc import Iterable

from shared.adapters.dynamodb.codec import HEAD
from shared.adapters.dynamodb.failures import reading
from shared.adapters.dynamodb.stock_codec import product_in, supplier_in
from shared.adapters.dynamodb.tables import CatalogTable
from shared.domain.catalog import Product, Supplier


class TableCatalog:
    """Products and suppliers."""

    def __init__(self, table: type[CatalogTable]) -> None:
        self._table = table

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

    def supplier(self, supplier_id: str) -> Supplier | None:
        """One supplier."""
        with reading():
            try:
                return supplier_in(self._table.get(f"SUPPLIER#{supplier_id}", HEAD).item())
            except self._table.DoesNotExist:
                return None
