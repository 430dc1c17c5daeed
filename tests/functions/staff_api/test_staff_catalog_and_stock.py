"""Products and counters as staff read them, and the correction of a counter."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.stock import Cause, Movement
from shared.ports import Contended
from tests.fakes.people import NOW
from tests.functions.staff_api.conftest import StaffApi

CUPS_MOVEMENTS = "/stock/cup_regular/movements"


def move(api: StaffApi, *versions: int) -> None:
    """Sales of one cup each."""
    for version in versions:
        api.record.stock.record_movement(
            Movement(
                item="cup_regular",
                version=version,
                at=NOW + timedelta(minutes=version),
                cause=Cause.RESERVATION,
                reference=f"ord_{version}",
                available_delta=-1,
                reserved_delta=1,
                available=50 - version,
                reserved=version,
            )
        )


def test_products_are_listed_by_sku_with_price_and_recipe(api: StaffApi) -> None:
    """The contract of a product; the currency is the store's."""
    answer = api.ask("GET", "/products")
    assert answer.status == 200
    assert [product["sku"] for product in answer.body["items"]] == ["TARO-R", "WAFFLE"]
    assert answer.body["items"][0] == {
        "sku": "TARO-R",
        "name": "Taro milk tea, regular",
        "names": {"es": "Té con leche de taro, normal"},
        "aliases": ["taro"],
        "price": 575,
        "currency": "USD",
        "tax_bp": 903,
        "size": "regular",
        "pack": None,
        "recipe": {"tapioca_pearls_g": 50, "cup_regular": 1},
    }


def test_one_product_is_read_by_its_sku(api: StaffApi) -> None:
    """The same shape as in the list."""
    assert api.ask("GET", "/products/WAFFLE").body["price"] == 695
    assert api.ask("GET", "/products/waffle").status == 404


def test_stock_is_listed_by_id_with_its_counters(api: StaffApi) -> None:
    """The contract of a stock item, and nothing more."""
    assert api.ask("GET", "/stock").body == {
        "items": [
            {"id": "cup_regular", "available": 40, "reserved": 2, "reorder_point": 60},
            {"id": "tapioca_pearls_g", "available": 2000, "reserved": 100, "reorder_point": 1500},
        ],
        "next_cursor": None,
    }


def test_one_stock_item_also_says_how_it_is_reordered(api: StaffApi) -> None:
    """What a person needs to know before ordering by hand."""
    assert api.ask("GET", "/stock/cup_regular").body == {
        "id": "cup_regular",
        "available": 40,
        "reserved": 2,
        "reorder_point": 60,
        "reorder_quantity": 500,
        "supplier": "packit",
        "lead_time_days": 2,
        "open_purchase": "po_cup_regular_7",
    }
    assert api.ask("GET", "/stock/sugar").status == 404


@pytest.mark.parametrize(("path", "key", "names"), [("/stock", "id", 2), ("/products", "sku", 2)])
def test_short_lists_have_pages_too(api: StaffApi, path: str, key: str, names: int) -> None:
    """One at a time, then the end."""
    first = api.ask("GET", path, query={"limit": "1"}).body
    second = api.ask("GET", path, query={"limit": "1", "cursor": first["next_cursor"]}).body
    assert len({first["items"][0][key], second["items"][0][key]}) == names
    assert second["next_cursor"] is None


def test_movements_are_listed_newest_first_page_by_page(api: StaffApi) -> None:
    """Three movements in pages of two."""
    move(api, 1, 2, 3)
    first = api.ask("GET", CUPS_MOVEMENTS, query={"limit": "2"}).body
    assert first["items"][0] == {
        "version": 3,
        "at": "2026-11-21T18:03:00Z",
        "cause": "reservation",
        "reference": "ord_3",
        "available_delta": -1,
        "reserved_delta": 1,
        "available": 47,
        "reserved": 3,
    }
    second = api.ask("GET", CUPS_MOVEMENTS, query={"limit": "2", "cursor": first["next_cursor"]}).body
    assert [one["version"] for one in first["items"] + second["items"]] == [3, 2, 1]
    assert second["next_cursor"] is None
    assert api.ask("GET", "/stock/sugar/movements").status == 404


@pytest.mark.parametrize("path", ["/orders", "/products", "/stock", CUPS_MOVEMENTS])
@pytest.mark.parametrize("cursor", ["x", "!!!", "bnVsbA", "W10", "eyJhIjoxfQ", "WyIyMDI2IixbXSx7fV0", "é", "A" * 5001])
def test_a_cursor_that_we_never_gave_is_named_as_what_is_wrong(api: StaffApi, path: str, cursor: str) -> None:
    """422 for the field ``cursor``; a short list may also take it for a place in the list, never for a failure."""
    answer = api.ask("GET", path, query={"cursor": cursor})
    if answer.status == 200:
        assert path in ("/products", "/stock")
        return
    assert answer.status == 422
    assert [error["field"] for error in answer.body["errors"]] == ["cursor"]


def test_a_correction_changes_the_counter_and_answers_with_it(api: StaffApi) -> None:
    """Thirty cups found in the back."""
    answer = api.ask("POST", CUPS_MOVEMENTS, body={"delta": 30, "reason": "found in the back"}, key="k-1")
    assert answer.status == 200
    assert answer.body == {"id": "cup_regular", "available": 70, "reserved": 2, "reorder_point": 60}
    assert api.record.levels()["cup_regular"] == (70, 2)
    assert [(change.cause, change.reference) for change in api.record.state.counter_changes] == [
        (Cause.CORRECTION, "found in the back")
    ]


def test_a_body_that_arrives_as_base64_is_the_same_body(api: StaffApi) -> None:
    """API Gateway encodes a body whose content type is not textual."""
    answer = api.ask("POST", CUPS_MOVEMENTS, body={"delta": 1, "reason": "count"}, key="k-1", as_base64=True)
    assert answer.body["available"] == 41


def test_a_repeated_correction_changes_nothing_and_is_told_the_same(api: StaffApi) -> None:
    """Five times the same key and body, with a sale in between: one change, one answer."""
    wanted = {"delta": -40, "reason": "wet"}
    first = api.ask("POST", CUPS_MOVEMENTS, body=wanted, key="k-1")
    pearls = api.ask("POST", "/stock/tapioca_pearls_g/movements", body=wanted, key="k-2")
    repeats = [api.ask("POST", CUPS_MOVEMENTS, body=wanted, key="k-1") for _ in range(4)]
    assert first.body["available"] == 0
    assert pearls.body["available"] == 1960
    assert {(repeat.status, repeat.text) for repeat in repeats} == {(200, first.text)}
    assert api.record.levels()["cup_regular"] == (0, 2)


@pytest.mark.parametrize(
    ("path", "body"),
    [
        (CUPS_MOVEMENTS, {"delta": 2, "reason": "count"}),
        (CUPS_MOVEMENTS, {"delta": 1, "reason": "recount"}),
        ("/stock/tapioca_pearls_g/movements", {"delta": 1, "reason": "count"}),
    ],
)
def test_a_key_that_was_used_for_something_else_is_refused(api: StaffApi, path: str, body: object) -> None:
    """Another amount, another reason or another item under the same key is a mistake of the caller."""
    api.ask("POST", CUPS_MOVEMENTS, body={"delta": 1, "reason": "count"}, key="k-1")
    before = api.record.levels()
    refused = api.ask("POST", path, body=body, key="k-1")
    assert (refused.status, refused.body["type"]) == (422, "urn:tillhook:problem:idempotency-key-reused")
    assert api.record.levels() == before


def test_more_than_there_is_cannot_be_taken_away(api: StaffApi) -> None:
    """409 with the numbers; forty-one of forty."""
    refused = api.ask("POST", CUPS_MOVEMENTS, body={"delta": -41, "reason": "wet"}, key="k-1")
    assert refused.status == 409
    assert refused.body == {
        "type": "urn:tillhook:problem:not-enough-stock",
        "title": "Not enough stock",
        "status": 409,
        "detail": "cup_regular has 40 available, a change by -41 would leave -1.",
    }
    assert api.record.levels()["cup_regular"] == (40, 2)


def test_an_item_that_is_not_counted_cannot_be_corrected(api: StaffApi) -> None:
    """404, like any other thing that is not here."""
    assert api.ask("POST", "/stock/sugar/movements", body={"delta": 1, "reason": "count"}, key="k").status == 404


@pytest.mark.parametrize("key", [None, "", " ", "two words", "tabs\t", "é", "k" * 256])
def test_a_correction_without_a_usable_key_is_told_how_to_make_one(api: StaffApi, key: str | None) -> None:
    """400, with advice, and nothing is changed."""
    refused = api.ask("POST", CUPS_MOVEMENTS, body={"delta": 1, "reason": "count"}, key=key)
    assert refused.status == 400
    assert "Idempotency-Key" in refused.body["detail"]
    assert api.record.levels()["cup_regular"] == (40, 2)


def test_a_record_that_is_too_busy_asks_to_be_asked_again(api: StaffApi) -> None:
    """503 with the seconds to wait."""
    api.record.strike(1, Contended("others"), after=False)
    busy = api.ask("POST", CUPS_MOVEMENTS, body={"delta": 1, "reason": "count"}, key="k-1")
    assert (busy.status, busy.headers["retry-after"]) == (503, "1")
    assert api.ask("POST", CUPS_MOVEMENTS, body={"delta": 1, "reason": "count"}, key="k-1").status == 200


def test_a_failure_of_ours_is_raised_and_not_dressed_up(api: StaffApi) -> None:
    """The function fails, its alarm sees it, and API Gateway answers 500."""
    api.record.strike(1, RuntimeError("a bug"), after=False)
    with pytest.raises(RuntimeError, match="a bug"):
        api.ask("GET", "/stock")


def test_goods_that_fill_the_shelf_close_the_open_purchase(api: StaffApi) -> None:
    """What staff did with one number is seen when the item is read."""
    api.record.state.stock["cup_regular"] = replace(api.record.state.stock["cup_regular"], available=60)
    api.ask("POST", CUPS_MOVEMENTS, body={"delta": 500, "reason": "receipt"}, key="k-1")
    assert api.ask("GET", "/stock/cup_regular").body["open_purchase"] is None
