"""Whether two words are the same word, written otherwise: by sound, or by a slip of the finger."""

from __future__ import annotations

import functools
import re

_CONSONANTS = (
    {"क": "k", "ख": "kh", "ग": "g", "घ": "gh", "ङ": "n", "च": "ch", "छ": "chh", "ज": "j", "झ": "jh", "ञ": "n"}
    | {"ट": "t", "ठ": "th", "ड": "d", "ढ": "dh", "ण": "n", "त": "t", "थ": "th", "द": "d", "ध": "dh", "न": "n"}
    | {"प": "p", "फ": "ph", "ब": "b", "भ": "bh", "म": "m", "य": "y", "र": "r", "ल": "l", "व": "v"}
    | {"श": "sh", "ष": "sh", "स": "s", "ह": "h"}
)
_VOWELS = {
    "अ": "a",
    "आ": "a",
    "इ": "i",
    "ई": "i",
    "उ": "u",
    "ऊ": "u",
    "ए": "e",
    "ऐ": "ai",
    "ओ": "o",
    "औ": "au",
    "ऑ": "o",
}
_SIGNS = {"ा": "a", "ि": "i", "ी": "i", "ु": "u", "ू": "u", "े": "e", "ै": "ai", "ो": "o", "ौ": "au", "ॉ": "o", "ृ": "ri"}
_VIRAMA, _NASALS = "्", "ंः"
_SCHWA = "ə"
#: The unwritten vowel is not spoken between two consonants that have vowels around them: अरहर is arhar.
_SWALLOWED = re.compile(f"(?<=[aeiou{_SCHWA}][^aeiou{_SCHWA}]){_SCHWA}(?=[^aeiou{_SCHWA}][aeiou{_SCHWA}])")

_DOUBLED = re.compile(r"(.)\1+")
_SAME_SOUND = (
    (re.compile("(?:ee|ii|ea)"), "i"),
    (re.compile("oo|uu"), "u"),
    (re.compile("aa+"), "a"),
    (re.compile("ph"), "f"),
    (re.compile("^gu(?=a)"), "v"),
    (re.compile("tch"), "ch"),
    (re.compile("x"), "ks"),
    (re.compile("[wv]"), "v"),
    (re.compile("z"), "j"),
    (re.compile("ck|q"), "k"),
    (re.compile("(?<=[aeiou])y(?![aeiou])"), "i"),
    (re.compile(r"(?<=[tdkgbp])h"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


@functools.lru_cache(maxsize=4096)
def sound(word: str) -> str:
    """How a word sounds, roughly: `cheeni`, `chini` and `चीनी` are one."""
    word = latin(word)
    for spelled, same in _SAME_SOUND:
        word = spelled.sub(same, word)
    return word


@functools.lru_cache(maxsize=4096)
def latin(word: str) -> str:
    """Devanagari in Latin letters; the vowel that nobody speaks at the end of a word is left out."""
    if not any("\u0900" <= character <= "\u097f" for character in word):
        return word
    spelled: list[str] = []
    for place, character in enumerate(word):
        following = word[place + 1 : place + 2]
        if character in _CONSONANTS:
            silent = not following or following in _SIGNS or following == _VIRAMA
            spelled.append(_CONSONANTS[character] + ("" if silent else _SCHWA))
        elif character in _NASALS:
            spelled.append("n" if character == "ं" else "")
        else:
            spelled.append(_SIGNS.get(character) or _VOWELS.get(character, ""))
    return _SWALLOWED.sub("", "".join(spelled)).replace(_SCHWA, "a")


def is_devanagari(word: str) -> bool:
    """Whether a word is written in Devanagari, as far as its first letter says."""
    return "\u0900" <= word[:1] <= "\u097f"


_SPELLED_OTHERWISE = (
    (re.compile("(?<=[aeiou])[vw](?![aeiou])"), ""),
    (re.compile("c(?=[eiy])"), "s"),
    (re.compile("c(?!h)"), "k"),
    (re.compile("[aeiouyh]"), ""),
)


@functools.lru_cache(maxsize=4096)
def _bones(word: str) -> str:
    # The consonants of a word that was written down by ear in the other script: वॉफल is "waffle". Two are too few.
    bones = sound(word)
    for spelled, same in _SPELLED_OTHERWISE:
        bones = spelled.sub(same, bones)
    return bones if len(bones) > 2 else word


def slips(one: str, other: str, *, most: int) -> int:
    """Letters typed wrongly, left out, doubled or swapped between two words; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    before, row = list[int](), list(range(len(other) + 1))
    for i, left in enumerate(one, 1):
        before, last, row = row, before, [i]
        for j, right in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (left != right))
            if i > 1 and j > 1 and left == other[j - 2] and one[i - 2] == right:
                cost = min(cost, last[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


def slips_allowed(length: int) -> int:
    """How many slips a word of this length may hold and still be taken for another."""
    if length < 4:
        return 0
    return 1 if length < 7 else 2


def _heard(word: str, other: str) -> float:
    if sound(word) == sound(other):
        return 0.95
    if _DOUBLED.sub(r"\1", word) == _DOUBLED.sub(r"\1", other):
        return 0.9
    return 0.78 if is_devanagari(word) != is_devanagari(other) and _bones(word) == _bones(other) else 0.0


def closeness(word: str, other: str) -> float:
    """How surely `word` was meant to be `other`: 1 when equal, 0 when it is another word."""
    if word == other:
        return 1.0
    if len(word) > 2 and (alike := _heard(word, other)):
        return alike
    word, other = latin(word), latin(other)
    most = slips_allowed(min(len(word), len(other)))
    shaken = len(word) > 4 and word[0] == other[0] and _letters(word) == _letters(other)
    if not most or shaken or not _may_be_slips(word, other, most=most):
        return 0.75 if shaken else 0.0
    found = slips(word, other, most=most)
    if found > most or (word[:1] != other[:1] and found > 1):
        return 0.0
    return max(0.75, 1 - 1.2 * found / len(other))


def _letters(word: str) -> list[str]:
    return sorted(_DOUBLED.sub(r"\1", word))


def _may_be_slips(word: str, other: str, *, most: int) -> bool:
    # Cheap reasons why not, before the letters are compared one by one.
    if abs(len(word) - len(other)) > most or (word[:1] != other[:1] and len(other) < 6):
        return False
    return len(set(word) ^ set(other)) <= 2 * most
