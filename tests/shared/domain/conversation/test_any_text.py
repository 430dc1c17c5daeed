"""Any text at all may arrive."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.domain.catalog import MOST_OF_ONE_LINE
from shared.domain.conversation.parse import Parse
from shared.domain.conversation.tokens import LARGEST_NUMBER, LONGEST_TEXT
from tests.bench.parse_accuracy import corpus, parser

STORES = st.sampled_from(["mpls", "pune"])
WORDS = sorted({word for part in ("tuned",) for one in corpus(part) for word in one["text"].split()})
ODD = [
    "\u200b",
    "\u200f",
    "\u202e",
    "\x00",
    "\ufeff",
    "\u0301",
    "🧋",
    "2️⃣",
    "½",
    "𝟚",
    "٣",
    "-",
    "x",
    "\n",
    "99999999999999",
]


def out_of_bounds(store: str, parse: Parse) -> list[str]:
    """What no reading may say, whatever the text was."""
    known = set(parser(store).index.products)
    bounds = {
        "confidence": 0 <= parse.confidence <= 1,
        "products": {line.sku for line in parse.lines} | set(parse.removed) <= known,
        "quantities": all(1 <= line.quantity <= MOST_OF_ONE_LINE for line in parse.lines),
        "unclear quantities": all(1 <= one.quantity <= LARGEST_NUMBER for one in parse.unclear),
        "candidates": all(one.candidates and set(one.candidates) <= known for one in parse.unclear),
    }
    return [what for what, kept in bounds.items() if not kept]


@given(store=STORES, text=st.text(max_size=400))
@settings(max_examples=150, deadline=None)
def test_any_unicode_is_read_without_a_crash(store: str, text: str) -> None:
    """Only products of the catalog come out, in bounded quantities."""
    assert out_of_bounds(store, parser(store).parse(text)) == []


@given(store=STORES, words=st.lists(st.sampled_from([*WORDS, *ODD]), max_size=40))
@settings(max_examples=250, deadline=None)
def test_any_mixture_of_real_words_is_read_without_a_crash(store: str, words: list[str]) -> None:
    """Real words in a senseless order reach further into the parser than random letters."""
    assert out_of_bounds(store, parser(store).parse(" ".join(words))) == []


@given(words=st.lists(st.sampled_from(WORDS), max_size=15))
@settings(max_examples=60, deadline=None)
def test_the_same_text_is_always_read_the_same(words: list[str]) -> None:
    """Nothing is remembered from one message to the next."""
    text = " ".join(words)
    first = parser("mpls").parse(text)
    parser("mpls").parse("2 large taro, both with extra boba")
    assert parser("mpls").parse(text) == first


@pytest.mark.parametrize(
    "text",
    [
        "taro " * 13_000,
        "2 " * 32_000,
        "a" * 65_536,
        "no " * 21_000,
        "ﷺ" * 20_000,
        "1.\n" * 20_000,
        "चावल दो " * 8_000,
        "both large or " * 4_000,
        "\u202e\u200b\x00" * 20_000,
        " ".join(f"zq{chr(97 + n % 26)}{chr(97 + n // 26 % 26)}{chr(97 + n // 676)}v" for n in range(9_000)),
    ],
    ids=lambda text: text[:8].encode("ascii", "replace").decode(),
)
def test_64_kilobytes_are_read_within_a_second(text: str) -> None:
    """Whatever they are, and never surely: nobody orders like that."""
    for store in ("mpls", "pune"):
        started = time.process_time()
        parse = parser(store).parse(text)
        assert time.process_time() - started < 1
        assert parse.confidence <= 0.5
        assert out_of_bounds(store, parse) == []


def test_what_stands_behind_the_longest_text_is_not_read() -> None:
    """A text longer than WhatsApp sends is read up to its limit, and never surely."""
    parse = parser("mpls").parse("2 large taro, thanks" + " " * LONGEST_TEXT + "3 waffles")
    assert [(line.sku, line.quantity) for line in parse.lines] == [("TARO-L", 2)]
    assert parse.confidence == 0.5


@pytest.mark.parametrize("hidden", ["\u200b", "\u200f", "\u202e", "\ufeff"])
def test_invisible_characters_change_nothing(hidden: str) -> None:
    """Phones put them between words and into them."""
    plain = parser("mpls").parse("2 large taro and 1 waffle")
    odd = parser("mpls").parse(f"{hidden}2 lar{hidden}ge ta{hidden}ro{hidden} and 1 waffle")
    assert odd.lines == plain.lines
    assert odd.confidence == plain.confidence
