"""An entry of the ledger as it lies in the orders table (see ``codec``), under its business day."""

from __future__ import annotations

import json
from datetime import date

from shared.adapters.dynamodb.codec import Item, id_in, moment, packed, present, stamp
from shared.domain.ledger import Account, Entry


def ledger_key(day: date) -> str:
    """The partition key of a business day's books."""
    return f"LEDGER#{day.isoformat()}"


def entry_place(entry_id: str) -> str:
    """The sort key of an entry."""
    return f"ENTRY#{entry_id}"


def entry_item(entry: Entry, *, day: date) -> Item:
    """An entry in the books of a day; ``name`` is its kind."""
    body = {
        "store": entry.store,
        "currency": entry.currency,
        "postings": {account.value: amount for account, amount in entry.postings.items()},
        "reverses": entry.reverses,
        "note": entry.note,
    }
    return present(
        {
            "pk": ledger_key(day),
            "sk": entry_place(entry.id),
            "name": entry.kind,
            "at": stamp(entry.at),
            "order_id": entry.order_id,
            "body": packed(body),
        }
    )


def entry_in(item: Item) -> Entry:
    """The entry of an item."""
    body = json.loads(item["body"])
    return Entry(
        id=id_in(item["sk"]),
        kind=item["name"],
        store=body["store"],
        currency=body["currency"],
        at=moment(item["at"]),
        postings={Account(name): amount for name, amount in body["postings"].items()},
        order_id=item.get("order_id"),
        reverses=body.get("reverses"),
        note=body.get("note", ""),
    )
