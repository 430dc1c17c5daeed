"""Tokens, numbers, packs, spelling and the language files, one by one."""

from fractions import Fraction

import pytest

from shared.domain.catalog import Product
from shared.domain.conversation.languages import LANGUAGES
from shared.domain.conversation.lexicon import Lexicon
from shared.domain.conversation.matching import ProductIndex
from shared.domain.conversation.numbers import read_number
from shared.domain.conversation.packs import Pack, pack_of, packs_for, read_pack
from shared.domain.conversation.spelling import closeness, latin, slips, sound
from shared.domain.conversation.tokens import plain, tokenize
from shared.domain.conversation.words import Role

WORDS = Lexicon(LANGUAGES)


def _product(sku: str, *, pack: str | None = None, size: str | None = None, name: str = "Tea") -> Product:
    return Product(sku=sku, name=name, price=100, recipe={sku: 1}, pack=pack, size=size)


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("2", 2),
        ("2taro", 2),
        ("1,000 taro", 1000),
        ("२ किलो", 2),
        ("٣ taro", 3),
        ("½ kg", Fraction(1, 2)),
        ("2.5 kg", Fraction(5, 2)),
        ("1/4 kg", Fraction(1, 4)),
        ("two", 2),
        ("twenty-five waffles", 25),
        ("a dozen", 12),
        ("half a dozen", 6),
        ("two dozen", 24),
        ("a couple of", 2),
        ("two hundred and", 200),
        ("a million", 1_000_000),
        ("dos", 2),
        ("treinta y dos waffles", 32),
        ("media docena", 6),
        ("una docena", 12),
        ("un par de", 2),
        ("once waffles", 11),
        ("do packet", 2),
        ("teen", 3),
        ("ek darjan", 12),
        ("dhai sau", 250),
        ("dedh kilo", Fraction(3, 2)),
        ("पाँच", 5),
        ("पांच", 5),
        ("ढाई किलो", Fraction(5, 2)),
        ("एक दर्जन", 12),
        ("1 lakh", 100_000),
    ],
)
def test_numbers_are_read_in_every_language(written: str, value: int | Fraction) -> None:
    """Digits of any script, words, multipliers and fractions."""
    number = read_number(tokenize(written), 0, WORDS)
    assert number is not None
    assert number.value == value


@pytest.mark.parametrize(
    ("written", "at"),
    [("do you have", 0), ("bhej do", 1), ("भेज दो", 1), ("half sugar", 0), ("un taro", 0), ("taro", 0)],
)
def test_words_that_only_look_like_numbers_are_not(written: str, at: int) -> None:
    """An English verb, a Hindi one, half of what is no unit, an article."""
    assert read_number(tokenize(written), at, WORDS) is None


def test_treinta_y_dos_joins_but_dos_y_un_does_not() -> None:
    """The "y" between an order's items is no part of a number."""
    number = read_number(tokenize("dos y un waffle"), 0, WORDS)
    assert number is not None
    assert number.value == 2
    assert number.end == 1


def test_a_row_of_digits_is_bounded() -> None:
    """No arithmetic with a number of a thousand digits."""
    number = read_number(tokenize("9" * 3000), 0, WORDS)
    assert number is not None
    assert number.value == 1_000_000_000


@pytest.mark.parametrize(
    ("written", "unit", "amount"),
    [
        ("5 kg", "g", 5000),
        ("5kg", "g", 5000),
        ("250 gm", "g", 250),
        ("5L", "ml", 5000),
        ("1 litre", "ml", 1000),
        ("200 ml", "ml", 200),
        ("aadha kilo", "g", 500),
        ("पाव किलो", "g", 250),
        ("dhai kilo", "g", 2500),
        ("dos kilos", "g", 2000),
        ("एक लीटर", "ml", 1000),
    ],
)
def test_a_number_with_a_unit_is_a_pack(written: str, unit: str, amount: int) -> None:
    """In grams and millilitres."""
    tokens = tokenize(written)
    number = read_number(tokens, 0, WORDS)
    assert number is not None
    pack = read_pack(tokens, number.end, number.value, WORDS)
    assert pack is not None
    assert pack.unit == unit
    assert pack.amount == amount


def test_a_count_is_no_pack() -> None:
    """Said as "5 packets" it counts, "pack of 4" cannot be weighed."""
    tokens = tokenize("5 packets")
    assert read_pack(tokens, 1, Fraction(5), WORDS) is None
    assert pack_of(_product("SOAP", pack="pack"), WORDS) is None


def test_the_pack_that_was_said_is_taken_else_the_largest_that_fits() -> None:
    """10 kg of what comes in 1 and 5 kg are two of 5 kg; 2.5 kg are none."""
    products = [_product("S1", pack="1 kg"), _product("S5", pack="5 kg"), _product("OIL", pack="1 l")]
    same = packs_for(Pack("g", Fraction(5000)), products, WORDS)
    assert same is not None
    assert (same.skus, same.count, same.exact) == (("S5",), 1, True)
    made_up = packs_for(Pack("g", Fraction(10000)), products, WORDS)
    assert made_up is not None
    assert (made_up.skus, made_up.count, made_up.exact) == (("S5",), 2, False)
    assert packs_for(Pack("g", Fraction(2500)), products, WORDS) is None


@pytest.mark.parametrize(
    ("one", "other"),
    [("cheeni", "chini"), ("aata", "atta"), ("daal", "dal"), ("chay", "chai"), ("चीनी", "chini"), ("अरहर", "arhar")],
)
def test_spellings_that_sound_alike_are_one_word(one: str, other: str) -> None:
    """In Latin letters and across scripts."""
    assert sound(one) == sound(other)
    assert closeness(one, other) >= 0.95


@pytest.mark.parametrize(
    ("one", "other"), [("toro", "taro"), ("matcah", "matcha"), ("waffel", "waffle"), ("sugr", "sugar")]
)
def test_a_slip_of_the_finger_is_forgiven_but_not_trusted(one: str, other: str) -> None:
    """Close enough to be read, not close enough to be sure."""
    assert 0.7 <= closeness(one, other) < 0.95


@pytest.mark.parametrize(
    ("one", "other"), [("ice", "rice"), ("price", "rice"), ("nice", "rice"), ("both", "bath"), ("tea", "ten")]
)
def test_other_words_are_not_slips(one: str, other: str) -> None:
    """Short words need their first letter, and the shortest are themselves or nothing; "both" is known as a word."""
    assert closeness(one, other) == 0 or one in WORDS.known


def test_slips_are_counted_with_swaps_as_one() -> None:
    """And no further than asked."""
    assert slips("matcah", "matcha", most=2) == 1
    assert slips("waffle", "mochi", most=2) == 3
    assert latin("नमक") == "namak"


def test_text_is_plain_without_accents_width_and_case() -> None:
    """Devanagari keeps its vowels, its digits become ours, its dots go."""
    assert plain("Té TAILANDÉS") == "te tailandes"
    assert plain("ＴＡＲＯ ２") == "taro 2"
    assert plain("पाँच १०") == "पांच 10"
    assert plain("बड़ा") == "बडा"


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.code)
def test_every_language_has_every_kind_and_the_roles_an_order_needs(language: object) -> None:
    """A language file that lacks a table would fail only in front of a customer."""
    one = next(each for each in LANGUAGES if each is language)
    assert {
        "stop",
        "human",
        "complaint",
        "cancel",
        "status",
        "change",
        "question",
        "menu",
        "greeting",
        "thanks",
    } <= set(one.cues)
    assert {Role.AND, Role.OR, Role.NEGATION, Role.CORRECTION, Role.WANT, Role.CONTAINER, Role.FILLER} <= set(one.roles)
    assert {"large", "regular"} <= set(one.sizes)
    assert len(one.numbers) > 20
    assert one.units


def test_the_stores_first_language_keeps_its_words() -> None:
    """The word "tin" is three in Hindi and a container in English."""
    english_first = Lexicon(LANGUAGES)
    hindi_first = Lexicon([each for each in LANGUAGES if each.code == "hi"])
    assert "tin" not in english_first.numbers
    assert hindi_first.numbers["tin"] == 3


def test_products_are_found_by_name_alias_sku_order_and_slip() -> None:
    """With a certainty that says how."""
    rice = Product(sku="RICE-5", name="Basmati rice 5 kg", price=1, recipe={}, aliases=("chawal",), pack="5 kg")
    index = ProductIndex([rice, _product("SALT", name="Iodised salt")], WORDS)
    for written, certainty in (("basmati rice", 1.0), ("chawal", 1.0), ("rice basmati", 0.9), ("chaawal", 0.95)):
        match = index.match(tokenize(written), 0)
        assert match is not None
        assert match.skus == ("RICE-5",)
        assert match.certainty == pytest.approx(certainty)
    assert index.match(tokenize("nice price"), 0) is None
    assert index.match(tokenize("pizza"), 0) is None
