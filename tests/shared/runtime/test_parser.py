"""The parser is made when it is needed, follows the catalog within a minute, and is not made twice for nothing."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace

import pytest

from shared.domain.catalog import Product
from shared.ports import Unavailable
from shared.runtime.parser import parser_of
from tests.fakes.record import FakeRecord

TARO = Product(sku="TARO-R", name="Taro milk tea", price=575, recipe={"pearls": 1}, aliases=("taro",))
WAFFLE = Product(sku="WAFFLE", name="Egg waffle", price=695, recipe={"batter": 1})
READ = "catalog.all_products"


def skus(parser: object, text: str) -> list[str]:
    """What a message orders."""
    return [line.sku for line in parser.parse(text).lines]  # type: ignore[attr-defined]


def test_nothing_is_read_before_words_come_and_then_once_a_minute() -> None:
    """Two messages within 60 seconds: one look at the catalog, one parser."""
    record, now = FakeRecord(products=[TARO]), [1000.0]
    parser = parser_of(record.catalog, languages=("en",), seconds=lambda: now[0])
    assert record.calls == []
    first = parser()
    now[0] = 1059.9
    assert parser() is first
    assert record.calls == [READ]


def test_a_product_that_is_new_is_understood_a_minute_later() -> None:
    """Without a deployment."""
    record, now = FakeRecord(products=[TARO]), [0.0]
    parser = parser_of(record.catalog, languages=("en",), seconds=lambda: now[0])
    assert skus(parser(), "one egg waffle") == []
    record.state.products["WAFFLE"] = WAFFLE
    now[0] = 60.0
    assert skus(parser(), "one egg waffle") == ["WAFFLE"]


def test_a_catalog_that_did_not_change_keeps_its_parser() -> None:
    """The look is cheap, the making is not; an alias that was learned is a change."""
    record, now = FakeRecord(products=[TARO]), [0.0]
    parser = parser_of(record.catalog, languages=("en",), seconds=lambda: now[0])
    first = parser()
    now[0] = 61.0
    assert parser() is first
    record.state.products["TARO-R"] = replace(TARO, aliases=("taro", "the purple one"))
    now[0] = 122.0
    assert skus(parser(), "2 the purple one") == ["TARO-R"]
    assert record.calls == [READ, READ, READ]


def test_a_catalog_that_cannot_be_read_is_asked_again() -> None:
    """The message comes again, and so does the question."""
    record = FakeRecord(products=[TARO])
    parser = parser_of(record.catalog, languages=("en",), seconds=lambda: 0.0)
    record.strike(1, Unavailable("down"), after=False)
    with pytest.raises(Unavailable):
        parser()
    assert skus(parser(), "1 taro") == ["TARO-R"]


def test_the_languages_are_not_loaded_before_they_are_needed() -> None:
    """A cart's cold start pays nothing for them."""
    code = "import sys, shared.runtime.parser, shared.usecases.turn; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert "shared.usecases.turn" in loaded
    assert [name for name in loaded if name.startswith("shared.domain.conversation")] == []
