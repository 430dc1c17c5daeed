"""DynamoDB's bill, on examples worked out by hand."""

from typing import Any

import pytest

from tests.bench.write_units import Units, billed, size, started, write

KB = 1024


def item(**texts: str) -> dict[str, Any]:
    """An item of strings."""
    return {name: {"S": text} for name, text in texts.items()}


def sized(wanted: int, **texts: str) -> dict[str, Any]:
    """An item of exactly so many bytes."""
    rest = item(**texts)
    return {**rest, "x": {"S": "y" * (wanted - size(rest) - 1)}}


def test_an_item_weighs_its_names_and_its_values() -> None:
    """Names and texts in UTF-8 bytes; a number about a byte for two digits, and one more."""
    assert size({"pk": {"S": "चा"}}) == 2 + 6
    assert size({"n": {"N": "0"}}) == 1 + 1
    assert size({"n": {"N": "1234"}}) == 1 + 3
    assert size({"n": {"N": "-12"}}) == 1 + 3


def test_an_attribute_of_an_unknown_kind_is_not_guessed() -> None:
    """A map would need a rule of its own."""
    with pytest.raises(ValueError, match="has a M"):
        size({"m": {"M": {}}})


@pytest.mark.parametrize(("byte_count", "units"), [(0, 1), (1, 1), (1024, 1), (1025, 2), (2048, 2), (2049, 3)])
def test_every_started_kilobyte_counts(byte_count: int, units: int) -> None:
    """The first one even when nothing is in it."""
    assert started(byte_count, unit=KB) == units


def test_a_transaction_doubles_a_write() -> None:
    """1 for a KB, 2 in a transaction; 2 and 4 for a byte more."""
    for transactional, wanted in ((False, (1, 2)), (True, (2, 4))):
        units = [write(None, sized(n), transactional=transactional, indexed=False).table for n in (KB, KB + 1)]
        assert tuple(units) == wanted


def test_the_larger_of_old_and_new_is_billed() -> None:
    """Shrinking an item costs what it was."""
    assert write(sized(3 * KB), sized(10), transactional=False, indexed=False).table == 3


HEAD = {"status": "received", "placed_at": "2026"}


@pytest.mark.parametrize(
    ("old", "new", "index"),
    [
        pytest.param(None, item(pk="a"), 0, id="not in the index"),
        pytest.param(None, item(pk="a", **HEAD), 1, id="enters"),
        pytest.param(item(pk="a", **HEAD), item(pk="a", **HEAD), 0, id="unchanged"),
        pytest.param(item(pk="a", **HEAD), item(pk="b", **HEAD), 1, id="changed beside the key"),
        pytest.param(item(**HEAD), item(status="confirmed", placed_at="2026"), 2, id="moves"),
        pytest.param(sized(KB + 1, **HEAD), sized(KB, status="x", placed_at="2026"), 3, id="moves, once larger"),
        pytest.param(item(**HEAD), item(pk="a"), 1, id="leaves"),
    ],
)
def test_the_index_is_billed_for_what_changes_in_it(old: Any, new: Any, index: int) -> None:
    """Once for a write, twice when the key changes; a transaction does not double it."""
    assert write(old, new, transactional=True, indexed=True).index == index


OWNED = {"pk": "a", "sk": "HEAD", "customer_id": "ana", "placed_at": "2026"}


@pytest.mark.parametrize(
    ("old", "new", "index"),
    [
        pytest.param(None, sized(3 * KB, **OWNED), 1, id="enters with its keys alone"),
        pytest.param(item(**OWNED), sized(3 * KB, **OWNED), 0, id="changed beside the keys"),
        pytest.param(item(**OWNED), item(**{**OWNED, "placed_at": "2027"}), 2, id="moves"),
        pytest.param(None, sized(KB + 1, status="received", **OWNED), 3, id="enters both"),
    ],
)
def test_an_index_of_keys_is_billed_for_its_keys(old: Any, new: Any, index: int) -> None:
    """However large the item is, and only when a key changes."""
    assert write(old, new, transactional=True, indexed=True).index == index


def test_a_transaction_is_the_sum_of_its_writes() -> None:
    """A put of 2 KB with an index entry, and an update whose item is known from afterwards."""
    head = {**sized(2 * KB, pk="ORDER#1", sk="HEAD", **HEAD)}
    stock = item(pk="STOCK#a", sk="HEAD")
    request = {
        "TransactItems": [
            {"Put": {"TableName": "orders", "Item": head}},
            {"Update": {"TableName": "stock", "Key": stock}},
        ]
    }
    after = {("stock", "STOCK#a", "HEAD"): sized(KB + 1, pk="STOCK#a", sk="HEAD")}
    units = billed("TransactWriteItems", request, before={}, after=after)
    assert units == Units(table=4 + 4, index=2, reads=0)


def test_a_read_costs_half_unless_it_is_consistent() -> None:
    """A unit for each started 4 KB of one key; nothing found is billed as well."""
    place = ("stock", "STOCK#a", "HEAD")
    places = {place: sized(4 * KB + 1, pk="STOCK#a", sk="HEAD")}
    key = item(pk="STOCK#a", sk="HEAD")
    get = {"TableName": "stock", "Key": key, "ConsistentRead": True}
    assert billed("GetItem", get, before=places, after=places).reads == 2
    both = {"RequestItems": {"stock": {"Keys": [key, item(pk="STOCK#b", sk="HEAD")]}}}
    assert billed("BatchGetItem", both, before=places, after=places).reads == 1.5


def test_an_index_and_a_whole_table_are_read_by_what_lies_there() -> None:
    """Ana's two orders by their keys; then both with their nine KB."""
    places = {("orders", pk, "HEAD"): sized(9 * KB // 2, **{**OWNED, "pk": pk}) for pk in "ab"}
    asked = {":0": {"S": "ana"}}
    query = {"TableName": "orders", "IndexName": "ByCustomer", "ExpressionAttributeValues": asked}
    assert billed("Query", query, before=places, after=places).reads == 0.5
    assert billed("Scan", {"TableName": "orders"}, before=places, after=places).reads == 1.5


def test_what_has_no_price_is_refused() -> None:
    """A call that somebody adds is not counted as free."""
    with pytest.raises(ValueError, match="DeleteItem"):
        billed("DeleteItem", {}, before={}, after={})
