"""What was said apart from its product is brought to it: "one large and one regular taro", "make that 2"."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from shared.domain.conversation.items import Gathered, Item
from shared.domain.conversation.pieces import Part
from shared.domain.conversation.words import Role


@dataclass(frozen=True, eq=False, repr=False)
class Settled:
    """Whole items. ``loose``: things that found no product; ``corrected``: whether something was taken back."""

    wanted: tuple[Item, ...]
    refused: tuple[Item, ...]
    loose: int
    corrected: bool


def settle(gathered: Gathered) -> Settled:
    """Put every number, size and pack that stands alone where it belongs."""
    items = [item for item in gathered.items if not item.empty and (item.match or not item.refused)]
    corrected, loose = False, 0
    whole: list[Item] = []
    waiting: list[Item] = []
    for_all: list[Item] = []
    for place, item in enumerate(items):
        if item.corrects and whole and not item.refused:
            corrected = _correct(whole, item) or corrected
        elif item.match or item.strange:
            whole += [_cloned(one, item) for one in waiting]
            waiting = []
            if not (_mentioned(whole, item) or _sized_later(whole, item)):
                whole.append(item)
        elif item.for_all or _heads(items, place):
            for_all.append(item)
        elif _belongs_ahead(items, place, whole):
            waiting.append(item)
        elif not _bring_back(whole, items, place):
            loose += 1
    for item in for_all:
        _spread(whole, item)
    whole = _without_total(whole)
    refused = tuple(item for item in whole if item.refused)
    wanted = tuple(item for item in whole if not item.refused)
    if refused and wanted:
        wanted = _taken_back(wanted, refused)
    return Settled(wanted, refused, loose + len(waiting), corrected)


def _correct(whole: list[Item], item: Item) -> bool:
    if item.match:
        same = [one for one in whole if one.match and set(one.match.family) & set(item.match.family)]
        old = same[-1] if same else _meant_by(whole)
        item.number = old.number if item.number is None else item.number
        item.size, item.pack = item.size or old.size, item.pack or (old.pack if same else None)
        item.refused = False
        item.first = min(item.first, old.first)  # what is said between them is said within the order
        whole[whole.index(old)] = item
        return True
    last = next((one for one in reversed(whole) if one.match or one.goods or one.number is not None), None)
    if last is None:
        return False
    last.refused = False
    if item.number is not None:
        last.number, last.weak = item.number, False
    elif item.pack and last.pack is None:
        last.number = None  # "chini 2, no, 3 kilo"
    last.size, last.pack = item.size or last.size, item.pack or last.pack
    return True


def _meant_by(whole: list[Item]) -> Item:
    # "1 large taro, sorry not taro, thai": what is named only to be denied says no size, what it denies does.
    last = whole[-1]
    if last.refused and last.match and not last.said:
        for one in whole[:-1]:
            if one.match and one.match.family == last.match.family:
                whole.pop()
                return one
    return last


def _belongs_ahead(items: list[Item], place: int, whole: list[Item]) -> bool:
    # "one large and one regular taro": the product is named with the last of them. "2 taro, one large": it was named.
    item = items[place]
    ahead = next((one for one in items[place + 1 :] if one.match), None)
    if ahead is None or ahead.sentence != item.sentence or item.again:
        return False
    between = items[place + 1 : items.index(ahead)]
    if item.size and ahead.size and item.number is not None and ahead.number is not None and ahead.size != item.size:
        last = whole[-1] if whole else None
        if (
            last is not None
            and last.match
            and not last.size
            and last.sentence == item.sentence
            and last.number == item.number
        ):
            return False
        return all(not one.match for one in between)
    return False


def _mentioned(whole: list[Item], item: Item) -> bool:
    # "2 large taro, half sugar on the taro": nothing new is wanted.
    if not (item.match and item.definite) or item.said or item.refused or item.number is not None or item.beside:
        return False
    for one in whole:
        if one.match and one.match.family == item.match.family and not one.refused:
            one.notes += item.notes
            return True
    return False


def _sized_later(whole: list[Item], item: Item) -> bool:
    # As in "2 thai and 3 taro, thai large, taro regular".
    if not (item.match and item.size) or item.number is not None or item.refused or item.beside:
        return False
    for one in whole:
        if one.match and one.match.family == item.match.family and not one.size and not one.refused:
            one.size, one.notes = item.size, one.notes + item.notes
            return True
    return False


def _heads(items: list[Item], place: int) -> bool:
    # As in "two larges: one taro and one matcha".
    item, counted = items[place], items[place + 1 :]
    if not item.size or item.number is None or len(counted) < 2 or any(one.size or not one.match for one in counted):
        return False
    if sum((one.number or Fraction(1) for one in counted), Fraction(0)) != item.number:
        return False
    item.number = None
    return True


def _cloned(item: Item, of: Item) -> Item:
    item.match = of.match
    return item


def _named_last(whole: list[Item], *, refused: bool) -> Item | None:
    return next((one for one in reversed(whole) if one.match and one.refused == refused), None)


def _wanted_again(item: Item) -> Item:
    item.refused = False
    return item


def _bring_back(whole: list[Item], items: list[Item], place: int) -> bool:  # noqa: C901, PLR0911 - a table of rules
    item = items[place]
    last = _named_last(whole, refused=False)
    gone = _named_last(whole, refused=True)
    if last is None and gone is not None and item.number is not None:
        whole.append(_wanted_again(_cloned(item, gone)))  # "instead of 2 waffles I want 3"
        return True
    if item.size or item.pack:
        last = last or gone
    if last is None:
        return False
    if item.again or (item.number is not None and (item.size or item.pack)):
        if item.pack and not item.size and last.pack is None and last.number is None:
            last.pack, last.number = item.pack, item.number
            return True
        clone = _cloned(item, last)
        clone.refused = False
        whole.append(clone)
        return True
    if item.number is not None and last.number is None:
        last.number = item.number
        return True
    if item.pack and last.pack is None:
        last.pack = item.pack
        return True
    if (item.size or item.pack) and (last.refused or (item.pack and last.pack)):
        clone = _cloned(item, last)
        clone.refused = False
        whole.append(clone)
        return True
    if item.size and not last.size:
        for one in whole if item.joined is Part.COMMA and not any(one.size for one in whole) else [last]:
            one.size = item.size
        return True
    return False


def _spread(whole: list[Item], item: Item) -> None:
    for one in whole:
        if one.match and not one.size:
            one.size = item.size
        if one.match and one.number is None and item.number is not None:
            one.number = item.number
        if one.match and one.pack is None and item.pack is not None:
            one.pack = item.pack


def _part_of(one: Item, item: Item) -> bool:
    # Of "4 teas: 2 mango, 2 lychee" or "3 taro: 2 large, 1 regular".
    if one.match is item.match:
        return bool(one.size)
    if one.match is None or item.match is None or not item.match.generic:
        return False
    return set(one.match.skus) < set(item.match.skus)


def _without_total(whole: list[Item]) -> list[Item]:
    # "3 taro: 2 large and 1 regular" names three drinks, not six.
    kept = list(whole)
    for place, item in enumerate(whole):
        parts = []
        for one in whole[place + 1 :]:
            if not _part_of(one, item):
                break
            parts.append(one)
        if item.match and not item.size and parts:
            total = sum((one.number or Fraction(1) for one in parts), Fraction(0))
            if item.number is None or total == item.number:
                kept.remove(item)
            elif len(parts) == 1 and item.number > total:
                continue
    return kept


def _taken_back(wanted: tuple[Item, ...], refused: tuple[Item, ...]) -> tuple[Item, ...]:
    # "a taro and a waffle, scratch the waffle": what was wanted before it was refused is not wanted.
    kept = []
    for item in wanted:
        gone = any(
            one.match
            and item.match
            and set(one.match.skus) & set(item.match.skus)
            and one.first > item.end
            and not one.size
            and item.joined is not Role.WITH
            for one in refused
        )
        if not gone:
            kept.append(item)
    return tuple(kept)
