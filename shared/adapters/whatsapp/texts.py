"""The port Wording: every text a customer may read, one file per language under ``texts/``.

A store may say some of them in its own words: ``texts/<store id>/<language>.toml`` holds only those.

A language is read when somebody is first spoken to in it: parsing all of them took a tenth of a cold start.

MissingText         no such language or key
MissingValue        a placeholder of the text was given no value
BadTexts            a file holds something that is not a plain text with plain placeholders
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"


class MissingText(KeyError):
    """The language has no text of that key."""

    def __init__(self, language: str, key: str) -> None:
        super().__init__(f"no text {key!r} in language {language!r}")
        self.language, self.key = language, key


class MissingValue(KeyError):
    """The text has a placeholder for which nothing was given."""

    def __init__(self, language: str, key: str, placeholder: str) -> None:
        super().__init__(f"text {key!r} in language {language!r} needs a value for {placeholder!r}")
        self.language, self.key, self.placeholder = language, key, placeholder


class BadTexts(ValueError):
    """A language's file cannot be used."""


class Texts:
    """Languages by code (``en``), texts by key, placeholders in braces. Values are put in as they are."""

    def __init__(self, languages: Mapping[str, Mapping[str, str]]) -> None:
        self._languages = languages

    @property
    def languages(self) -> Mapping[str, Mapping[str, str]]:
        """All texts: language, key, text."""
        return self._languages

    def say(self, language: str, key: str, **values: object) -> str:
        """The text with its placeholders filled. Raises MissingText, MissingValue (both KeyErrors)."""
        text = self._languages.get(language, {}).get(key)
        if text is None:
            raise MissingText(language, key)
        for name in placeholders(text):
            if name not in values:
                raise MissingValue(language, key, name)
        return text.format_map(values)


def placeholders(text: str) -> tuple[str, ...]:
    """Names in braces, in order of first appearance. Raises BadTexts for anything but a plain name."""
    found: dict[str, None] = {}
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise BadTexts(str(error)) from None
    for _, name, form, conversion in parsed:
        if name is None:
            continue
        if not name.isidentifier() or form or conversion:
            raise BadTexts(f"placeholder {{{name}}} is not a plain name")
        found[name] = None
    return tuple(found)


class _Folder(Mapping[str, Mapping[str, str]]):
    """The languages of a folder, each read when it is asked for. Raises BadTexts then."""

    def __init__(self, folder: Path, *, store: str = "") -> None:
        self._own = folder / store if store else None
        self._files = {file.stem: file for file in sorted(folder.glob("*.toml"))}
        self._read: dict[str, Mapping[str, str]] = {}

    def __getitem__(self, language: str) -> Mapping[str, str]:
        if language not in self._read:
            texts = _texts_in(self._files[language])
            own = self._own / f"{language}.toml" if self._own else None
            self._read[language] = {**texts, **_in_own_words(own, texts)} if own and own.exists() else texts
        return self._read[language]

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


@cache
def all_texts() -> Texts:
    """The texts of this repository, each language read once. Using one raises BadTexts."""
    return load_texts(FOLDER)


@cache
def texts_of(store: str) -> Texts:
    """The same as a store says them: in its own words where it has some. Using one raises BadTexts."""
    return load_texts(FOLDER, store=store)


def load_texts(folder: Path, *, store: str = "") -> Texts:
    """The texts of a folder of ``<language>.toml`` files, each a flat table of texts. Using one raises BadTexts."""
    return Texts(_Folder(folder, store=store))


def _in_own_words(file: Path, texts: Mapping[str, str]) -> Mapping[str, str]:
    """A store's own texts. What nobody would ever say, or could not be filled, is found before a customer is told."""
    own = _texts_in(file)
    for key, text in own.items():
        if key not in texts:
            raise BadTexts(f"{file.parent.name}/{file.name}: there is no text {key} to say in other words")
        if strange := set(placeholders(text)) - set(placeholders(texts[key])):
            raise BadTexts(f"{file.parent.name}/{file.name}: {key} has no value for {', '.join(sorted(strange))}")
    return own


def _texts_in(file: Path) -> Mapping[str, str]:
    texts = tomllib.loads(file.read_text(encoding="utf-8"))
    for key, text in texts.items():
        if not isinstance(text, str) or not text.strip():
            raise BadTexts(f"{file.name}: {key} is not a text")
        placeholders(text)
    return texts
