"""What lies in the stock and catalog tables, and what it means (see ``codec``)."""

from __future__ import annotations

import json
from datetime import date

from shared.adapters.dynamodb.codec import HEAD, Item, id_in, moment, packed, present, stamp, written
from shared.domain.catalog import Product, Supplier
from shared.domain.purchase import PurchaseOrder, PurchaseStatus
from shared.domain.stock import Cause, Movement, StockItem


def cause_text(kind: Cause, reference: str) -> str:
    """Why a counter changed, kept on the counter itself, so that its stream tells."""
    return written({"kind": kind.value, "reference": reference})


def cause_in(text: str) -> tuple[Cause, str]:
    """Kind and reference of ``cause_text``."""
    cause = json.loads(text)
    return Cause(cause["kind"]), cause.get("reference", "")


def stock_in(item: Item) -> StockItem:
    """The counter of a stock head."""
    body = json.loads(item["body"])
    return StockItem(
        id=id_in(item["pk"]),
        available=item["available"],
        reserved=item["reserved"],
        reorder_point=item["reorder_point"],
        reorder_quantity=body["reorder_quantity"],
        supplier=body["supplier"],
        lead_time_days=body["lead_time_days"],
        version=item["version"],
        open_purchase=item.get("open_purchase"),
    )


def movement_place(version: int) -> str:
    """The sort key of a movement."""
    return f"MOVE#{version:012d}"


def movement_item(movement: Movement) -> Item:
    """One movement, under the counter's version that it made."""
    body = {
        "cause": movement.cause.value,
        "reference": movement.reference,
        "available_delta": movement.available_delta,
        "reserved_delta": movement.reserved_delta,
        "available": movement.available,
        "reserved": movement.reserved,
    }
    return {
        "pk": f"STOCK#{movement.item}",
        "sk": movement_place(movement.version),
        "at": stamp(movement.at),
        "version": movement.version,
        "body": packed(body),
    }


def movement_in(item: Item) -> Movement:
    """The movement of a movement item."""
    body = json.loads(item["body"])
    return Movement(
        item=id_in(item["pk"]),
        version=item["version"],
        at=moment(item["at"]),
        cause=Cause(body["cause"]),
        reference=body.get("reference", ""),
        available_delta=body["available_delta"],
        reserved_delta=body["reserved_delta"],
        available=body["available"],
        reserved=body["reserved"],
    )


def purchase_item(purchase: PurchaseOrder) -> Item:
    """A purchase order."""
    body = {
        "item": purchase.item,
        "quantity": purchase.quantity,
        "supplier": purchase.supplier,
        "created_at": stamp(purchase.created_at),
        "expected_on": purchase.expected_on.isoformat(),
    }
    return present(
        {
            "pk": f"PURCHASE#{purchase.id}",
            "sk": HEAD,
            "status": purchase.status.value,
            "email_id": purchase.email_id,
            "body": packed(body),
        }
    )


def purchase_in(item: Item) -> PurchaseOrder:
    """The purchase order of an item."""
    body = json.loads(item["body"])
    return PurchaseOrder(
        id=id_in(item["pk"]),
        item=body["item"],
        quantity=body["quantity"],
        supplier=body["supplier"],
        status=PurchaseStatus(item["status"]),
        created_at=moment(body["created_at"]),
        expected_on=date.fromisoformat(body["expected_on"]),
        email_id=item.get("email_id"),
    )


def product_in(item: Item) -> Product:
    """The product of an entry as the store's catalog file has it; ``name_es`` and the like are its other names."""
    entry = json.loads(item["body"])
    return Product(
        sku=entry["sku"],
        name=entry["name"],
        price=entry["price"],
        recipe=entry["recipe"],
        names={key.removeprefix("name_"): name for key, name in entry.items() if key.startswith("name_")},
        aliases=tuple(entry.get("aliases", ())),
        tax_bp=entry.get("tax_bp", 0),
        size=entry.get("size"),
        pack=entry.get("pack"),
    )


def supplier_in(item: Item) -> Supplier:
    """The supplier of an entry of the store's catalog file."""
    entry = json.loads(item["body"])
    return Supplier(id=entry["id"], name=entry["name"], email=entry["email"], delivers=tuple(entry.get("delivers", ())))
