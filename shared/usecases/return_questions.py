"""What is still to be told of a return, asked one thing at a time: which goods, what happened, photos, and is it so.

What is told is written with its case, so that whoever falls silent is with the staff all the same.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from shared.domain.changes import Change, PutReturn
from shared.domain.chat import Said
from shared.domain.frozen import dataclass
from shared.domain.goods_return import GoodsReturn, Trouble
from shared.domain.returned_goods import FUTILE
from shared.ports import OrderFile
from shared.usecases.goods_at_hand import at_hand
from shared.usecases.hand_over import case_of
from shared.usecases.return_room import case_shown
from shared.usecases.return_tap import ReturnTap, edition
from shared.usecases.turn import Heard, Turn

WHICH_ITEMS, HOW_MANY, WHAT_HAPPENED = "return_items", "return_units", "return_trouble"
PHOTOS, CHECK, STANDS = "return_photos", "return_check", "return_stands"
#: There is nothing to be seen of what is missing, or of a change of mind.
SHOWN_BY_PHOTOS = frozenset({Trouble.DAMAGED, Trouble.WRONG_ITEM})


@dataclass(frozen=True, kw_only=True)
class Telling:
    """What a message tells of a return that may have to be begun first. ``changes`` are the message's own."""

    text: str = ""
    trouble: Trouble | None = None
    photos: tuple[int, ...] = ()
    changes: tuple[Change, ...] = ()


def written(turn: Turn, before: GoodsReturn, **told: Any) -> tuple[list[Change], GoodsReturn]:
    """The changes that write what is told now, with the return's case; none when it was all told before."""
    if all(getattr(before, name) == value for name, value in told.items()):
        return [], before
    after = replace(before, **told, version=before.version + 1)
    shown = case_shown(turn.talk.cases, after, store=turn.shop.store, now=turn.now)
    return [PutReturn(goods_return=after, over=before.version), *shown], after


def ask(
    turn: Turn,
    file: OrderFile,
    one: GoodsReturn,
    *changes: Change,
    text: str = "",
    opening: str = "",
    photos_over: bool = False,
) -> Heard:
    """Close the turn with the question that stands: ``one`` is the return after the changes, ``file`` as it was before.

    ``opening`` is said first: ``NOTED``, ``SORRY`` or nothing. ``photos_over``: there are no (more) photos.
    """
    kept_as = kept(turn, text)
    facts: dict[str, object] = {"opening": opening}
    left = _others(file, one)
    if not one.items and not left:
        # All of it went into another return meanwhile.
        others = [each for each in file.returns if each.id != one.id and each.state not in FUTILE]
        return stands(turn, others[-1] if others else one, Telling(text=text), *changes)
    if not one.items:
        return _which(turn, one, left, *changes, said=kept_as, opening=opening)
    if one.trouble is None:
        more = bool(left)
        return _close(
            turn, one, WHAT_HAPPENED, ReturnTap.WHAT, *changes, said=kept_as, items=dict(one.items), more=more, **facts
        )
    if one.trouble in SHOWN_BY_PHOTOS and not photos_over:
        return _close(turn, one, PHOTOS, ReturnTap.DONE, *changes, said=kept_as, photos=len(one.photos), **facts)
    return _close(
        turn,
        one,
        CHECK,
        ReturnTap.SEND,
        *changes,
        said=kept_as,
        items=dict(one.items),
        trouble=one.trouble.value,
        photos=len(one.photos),
        **facts,
    )


def one_more(turn: Turn, file: OrderFile, one: GoodsReturn) -> Heard:
    """Ask for a further product of the same return; with none left, the question that stands."""
    left = _others(file, one)
    if not left:
        return ask(turn, file, one)
    return _which(turn, one, left, said=kept(turn))


def units_of_which(
    turn: Turn, one: GoodsReturn, sku: str, most: int, *changes: Change, text: str = "", opening: str = ""
) -> Heard:
    """Ask how many units of a product it is about, of at most so many."""
    return _how_many(turn, one, sku, most, *changes, said=kept(turn, text), opening=opening)


def stands(turn: Turn, one: GoodsReturn, telling: Telling, *changes: Change) -> Heard:
    """Close the turn with where the return stands: what is told now is with the staff."""
    told = turn.reply(STANDS, order_id=one.order_id, return_id=one.id, version=edition(one))
    every = changes or telling.changes
    return turn.close(STANDS, *every, told, said=kept(turn, telling.text), order_id=one.order_id)


def kept(turn: Turn, text: str = "") -> Said:
    """The message as it is kept: with the case that a person has of this customer, if there is one."""
    said, joined = turn.said(text), case_of(turn)
    return replace(said, case_id=joined.id) if joined else said


def _which(
    turn: Turn, one: GoodsReturn, left: Mapping[str, int], *changes: Change, said: Said, opening: str = ""
) -> Heard:
    """Which goods; of the only product that is left, how many."""
    if len(left) == 1:
        ((sku, most),) = left.items()
        return _how_many(turn, one, sku, most, *changes, said=said, opening=opening)
    return _close(turn, one, WHICH_ITEMS, ReturnTap.MORE, *changes, said=said, left=dict(left), opening=opening)


def _how_many(
    turn: Turn, one: GoodsReturn, sku: str, most: int, *changes: Change, said: Said, opening: str = ""
) -> Heard:
    answer = ReturnTap.item(sku)
    return _close(turn, one, HOW_MANY, answer, *changes, said=said, sku=sku, most=most, opening=opening)


def _others(file: OrderFile, one: GoodsReturn) -> dict[str, int]:
    return {sku: units for sku, units in at_hand(file, but=one).items() if sku not in one.items}


def _close(
    turn: Turn, one: GoodsReturn, topic: str, answer: str, *changes: Change, said: Said, **facts: object
) -> Heard:
    told = turn.reply(topic, order_id=one.order_id, return_id=one.id, version=edition(one), **facts)
    chat = turn.chat.asking(ReturnTap.about(one, answer).id, turn.now)
    return turn.close(topic, *changes, told, said=said, chat=chat, order_id=one.order_id)
