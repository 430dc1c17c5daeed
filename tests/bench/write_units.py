"""What DynamoDB bills for a request, computed from the request and the items it touched. Pure arithmetic.

Source: Amazon DynamoDB Developer Guide, "DynamoDB read and write operations" and "Item sizes and formats": a write
costs one unit per started KB of the larger of the old and the new item, twice that in a transaction; a read half a unit
per started 4 KB, twice that when strongly consistent. An index is written on its own: once per started KB, twice when
its key changes (the old entry is removed); no source says that a transaction doubles it.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

WRITE_KB, READ_KB = 1024, 4096
TRANSACTIONAL = 2
#: The indexes of the orders table: an entry exists for items that have both parts of its key.
INDEXES = {"ByStatus": ("status", "placed_at"), "ByCustomer": ("customer_id", "placed_at")}
#: Of those, the index that repeats no attribute but the keys.
KEYS_ONLY = "ByCustomer"

Item = Mapping[str, Any]
#: Items by table, partition and sort key.
Places = Mapping[tuple[str, str, str], Item]


@dataclass(frozen=True, kw_only=True)
class Units:
    """Billed units: writes to tables, writes to indexes, reads."""

    table: int = 0
    index: int = 0
    reads: float = 0

    def __add__(self, other: "Units") -> "Units":
        return Units(table=self.table + other.table, index=self.index + other.index, reads=self.reads + other.reads)


def size(item: Item) -> int:
    """Bytes of an item in DynamoDB's JSON."""
    return sum(len(name.encode()) + _value_size(value) for name, value in item.items())


def _value_size(value: Mapping[str, Any]) -> int:
    ((kind, content),) = value.items()
    content = str(content)
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        digits = content.lstrip("-").replace(".", "").strip("0")
        return (len(digits) + 1) // 2 + 1 + int(content.startswith("-"))
    if kind in ("BOOL", "NULL"):
        return 1
    raise ValueError(f"no item of ours has a {kind}")


def started(byte_count: int, *, unit: int) -> int:
    """How many units of that size are begun; at least one."""
    return max(1, -(-byte_count // unit))


def write(old: Item | None, new: Item, *, transactional: bool, indexed: bool) -> Units:
    """One put or update, from the item as it was (None: absent) to what it became."""
    largest = max(size(old or {}), size(new))
    table = started(largest, unit=WRITE_KB) * (TRANSACTIONAL if transactional else 1)
    return Units(table=table, index=_index_units(old, new) if indexed else 0)


def _index_units(old: Item | None, new: Item) -> int:
    return sum(_one_index(_entry(old, name), _entry(new, name), INDEXES[name]) for name in INDEXES)


def _entry(item: Item | None, index: str) -> Item | None:
    if item is None or not all(name in item for name in INDEXES[index]):
        return None
    kept = {"pk", "sk", *INDEXES[index]} if index == KEYS_ONLY else set(item)
    return {name: value for name, value in item.items() if name in kept}


def _one_index(before: Item | None, after: Item | None, key: Sequence[str]) -> int:
    if before and after:
        if before == after:
            return 0
        if all(before[name] == after[name] for name in key):
            return started(max(size(before), size(after)), unit=WRITE_KB)
    return sum(started(size(entry), unit=WRITE_KB) for entry in (before, after) if entry)


def billed(operation: str, request: Mapping[str, Any], *, before: Places, after: Places) -> Units:
    """The units of one request, between the tables as they were and as they are."""
    if operation in ("GetItem", "BatchGetItem", "Query", "Scan"):
        return Units(reads=_reads(operation, request, before))
    total = Units()
    for table, key, put, transactional in _writes(operation, request):
        place = (table, key["pk"]["S"], key["sk"]["S"])
        new = put or after[place]
        total += write(before.get(place), new, transactional=transactional, indexed=table == "orders")
    return total


def _writes(operation: str, request: Mapping[str, Any]) -> Iterator[tuple[str, Item, Item | None, bool]]:
    match operation:
        case "PutItem":
            yield request["TableName"], request["Item"], request["Item"], False
        case "UpdateItem":
            yield request["TableName"], request["Key"], None, False
        case "TransactWriteItems":
            for action in request["TransactItems"]:
                ((kind, one),) = action.items()
                item = one["Item"] if kind == "Put" else None
                yield one["TableName"], item or one["Key"], item, True
        case _:
            raise ValueError(f"no price is known for {operation}")


def _reads(operation: str, request: Mapping[str, Any], places: Places) -> float:
    match operation:
        case "GetItem":
            return _read(
                _at(places, request["TableName"], [request["Key"]]), consistent=bool(request["ConsistentRead"])
            )
        case "BatchGetItem":
            return sum(
                _read(_at(places, table, [key]), consistent=bool(one.get("ConsistentRead")))
                for table, one in request["RequestItems"].items()
                for key in one["Keys"]
            )
        case "Scan":
            rows = [item for (table, _, _), item in places.items() if table == request["TableName"]]
            return _read(rows, consistent=bool(request.get("ConsistentRead")))
    return _read(_queried(request, places), consistent=bool(request.get("ConsistentRead")))


def _queried(request: Mapping[str, Any], places: Places) -> list[Item]:
    """All rows of the partition: what a sort key's condition or a limit leaves out is counted too."""
    partition = next(iter(request["ExpressionAttributeValues"].values()))
    index = request.get("IndexName")
    key = INDEXES[index][0] if index else "pk"
    rows = [
        _entry(item, index) if index else item
        for (table, _, _), item in places.items()
        if table == request["TableName"]
    ]
    return [row for row in rows if row and row[key] == partition]


def _at(places: Places, table: str, keys: Sequence[Item]) -> list[Item]:
    found = (places.get((table, key["pk"]["S"], key["sk"]["S"])) for key in keys)
    return [item for item in found if item is not None]


def _read(items: Sequence[Item], *, consistent: bool) -> float:
    return started(sum(map(size, items)), unit=READ_KB) * (1 if consistent else 0.5)


def request_of(body: bytes | str | None) -> Mapping[str, Any]:
    """The JSON of a DynamoDB request."""
    parsed: Mapping[str, Any] = json.loads(body or "{}")
    return parsed
