"""How well free text is understood, over the corpus of messages in `tests/shared/domain/conversation/corpus`."""

import json
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from infra.cli.parse import parser_of
from shared.domain.conversation.parse import SURE, Parse, Parser

CORPUS = Path(__file__).resolve().parents[1] / "shared" / "domain" / "conversation" / "corpus"
PARTS = ("tuned", "unseen")
#: Kinds whose lines and unclear parts count.
WITH_LINES = frozenset({"order", "change"})


@dataclass(frozen=True, kw_only=True)
class Accuracy:
    """Shares are 0 to 1.

    ``sure``: of the orders of which nothing is open, how many are read back at once. ``surely_wrong``: orders read
    wrongly with a confidence that asks nothing.
    """

    messages: int
    orders: int
    lines: float
    kinds: float
    sure: float
    surely_wrong: tuple[str, ...]
    misses: tuple[str, ...] = field(repr=False, default=())
    milliseconds: float = 0.0


@cache
def parser(store: str) -> Parser:
    """One parser per store."""
    return parser_of(store)


def corpus(part: str) -> Iterator[dict[str, Any]]:
    """The messages of one part of the corpus, each with what it means."""
    for line in (CORPUS / f"{part}.jsonl").read_text(encoding="utf-8").splitlines():
        yield json.loads(line)


def accuracy(part: str, *, writing: str | None = None) -> Accuracy:
    """The accuracy over one part, or over one way of writing in it."""
    chosen = [one for one in corpus(part) if writing in {None, one["writing"]}]
    orders = right_orders = right_kinds = whole = sure = 0
    misses, surely_wrong = [], []
    started = time.perf_counter()
    found = [parser(one["store"]).parse(one["text"]) for one in chosen]
    spent = time.perf_counter() - started
    for one, parse in zip(chosen, found, strict=True):
        right = parse.kind == one["kind"]
        right_kinds += right
        if one["kind"] in WITH_LINES or parse.kind.value in WITH_LINES:
            exact = parts_of(parse) == wanted_of(one)
            if one["kind"] in WITH_LINES:
                orders += 1
                right_orders += exact
            if one["kind"] == "order" and not (one["unclear"] or one["unknown"]):
                whole += 1
                sure += parse.confidence >= SURE
            if parse.confidence >= SURE and not (exact and right):
                surely_wrong.append(one["text"])
            right = right and exact
        if not right:
            misses.append(f"{one['text']!r}: {parse.to_json()}")
    return Accuracy(
        messages=len(chosen),
        orders=orders,
        lines=right_orders / max(orders, 1),
        kinds=right_kinds / max(len(chosen), 1),
        sure=sure / max(whole, 1),
        surely_wrong=tuple(surely_wrong),
        misses=tuple(misses),
        milliseconds=1000 * spent / max(len(chosen), 1),
    )


def parts_of(parse: Parse) -> tuple[list[Any], list[Any], list[str]]:
    """Lines, unclear parts and unknown texts as they are compared."""
    lines = _summed((line.sku, line.quantity) for line in parse.lines)
    unclear = sorted((one.quantity, sorted(one.candidates)) for one in parse.unclear)
    return lines, unclear, sorted(parse.unknown)


def wanted_of(one: Mapping[str, Any]) -> tuple[list[Any], list[Any], list[str]]:
    """The same of a corpus entry."""
    lines = _summed((line["sku"], line["quantity"]) for line in one["lines"])
    unclear = sorted((each["quantity"], sorted(each["candidates"])) for each in one["unclear"])
    return lines, unclear, sorted(one["unknown"])


def _summed(lines: Iterable[tuple[str, int]]) -> list[tuple[str, int]]:
    # Two lines of one product differ in their notes only.
    total: Counter[str] = Counter()
    for sku, quantity in lines:
        total[sku] += quantity
    return sorted(total.items())


def rows() -> list[str]:
    """The table for `make bench`: one line per part of the corpus and way of writing."""
    made = [f"{'free text':<22}{'messages':>9}{'lines':>8}{'kinds':>8}{'sure':>7}{'wrong, sure':>13}{'ms each':>9}"]
    for part in PARTS:
        for writing in (None, "en", "es", "hi", "hi-Latn"):
            got = accuracy(part, writing=writing)
            made.append(
                f"{part + ' ' + (writing or 'all'):<22}{got.messages:>9}{got.lines:>8.1%}{got.kinds:>8.1%}"
                f"{got.sure:>7.0%}{len(got.surely_wrong):>13}{got.milliseconds:>9.2f}"
            )
    return made


if __name__ == "__main__":
    print("\n".join(rows()))
