"""The customer tells what is wrong with goods that came, tap by tap or in words, and has it sent once it is read back.

A tap on what was changed since is answered with the question that stands. Whoever writes about something else is
answered about that: a return waits.
"""

from __future__ import annotations

import re

from shared.domain.conversation.answers import agreed
from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.parse import Parse
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble
from shared.domain.return_words import LONGEST_WORDS, means_done, trouble_in, with_words
from shared.domain.returned_goods import UNDECIDED
from shared.ports import OrderFile
from shared.usecases.cancel_return import called_off
from shared.usecases.goods_at_hand import at_hand, items_in, names_others
from shared.usecases.open_return import start_return
from shared.usecases.return_questions import Telling, ask, kept, one_more, stands, units_of_which, written
from shared.usecases.return_room import case_closed, return_in
from shared.usecases.return_tap import NOTED, ReturnTap, edition
from shared.usecases.send_return import send_return
from shared.usecases.turn import Heard, Turn

CALLED_OFF = "return_called_off"
#: "two of them, please".
_FEW = 4
#: Who calls an order off, not the return.
_NAMED_ORDER = re.compile(r"\d|\border|\bpedido|ऑर्डर|आर्डर", re.IGNORECASE)
_K = MessageKind
#: Words that tell nothing of a return: the customer wants something else now.
_ELSEWHERE = frozenset({_K.CHANGE, _K.GREETING, _K.HUMAN, _K.MENU, _K.QUESTION, _K.STATUS, _K.STOP})


def answer_return_tap(turn: Turn, button_id: str) -> Heard | None:
    """What came of it; None for what is no such button, or about nothing of this customer's. Raises Contended."""
    tap = ReturnTap.parse(button_id)
    if tap is None:
        return None
    if tap.starts:
        return start_return(turn, tap)
    file = turn.shop.orders.read_all(tap.order_id)
    one = return_in(file, tap.return_id)
    if file is None or one is None or one.customer_id != turn.customer.id:
        return None
    return _answer(turn, tap, file, one)


def answer_return_in_words(turn: Turn, text: str) -> Heard | None:
    """Words that answer what was asked last about a return; None when they say something else. Raises Contended."""
    asked = ReturnTap.parse(turn.chat.asked or "")
    file = turn.shop.orders.read_all(asked.order_id) if asked else None
    one = return_in(file, asked.return_id) if asked else None
    if asked is None or file is None or one is None or one.state is not ReturnState.OPENED:
        return None
    tap = _meant(one, asked, text)
    return _answer(turn, tap, file, one, text=text) if tap is not None else _read(turn, file, one, asked, text)


def _read(turn: Turn, file: OrderFile, one: GoodsReturn, asked: ReturnTap, text: str) -> Heard | None:
    if asked.sku and (heard := _count(turn, file, one, asked, text)) is not None:
        return heard
    parse = turn.talk.parser().parse(text)
    if parse.kind is _K.CANCEL and _NAMED_ORDER.search(text):
        return None
    if parse.kind is _K.CANCEL and trouble_in(text) is not Trouble.NOT_WANTED:
        return _call_off(turn, file, one, text=text)
    if parse.kind in _ELSEWHERE or len(text) > LONGEST_WORDS:
        return None
    if asked.answer == ReturnTap.MORE and (heard := _items(turn, file, one, text)) is not None:
        return heard
    return None if _orders(parse) else _note(turn, file, one, asked, text)


def _items(turn: Turn, file: OrderFile, one: GoodsReturn, text: str) -> Heard | None:
    """Which goods it is about; None when the words name none of them, or order some."""
    left = at_hand(file, but=one)
    items, which = items_in(turn, text, left) if not names_others(turn, text, left) else ({}, "")
    if which:
        return units_of_which(turn, one, which, left[which], text=text)
    return _tell(turn, file, one, text=text, items={**one.items, **items}) if items else None


def _answer(turn: Turn, tap: ReturnTap, file: OrderFile, one: GoodsReturn, *, text: str = "") -> Heard:
    if tap.answer == ReturnTap.CANCEL and one.state in UNDECIDED:
        return _call_off(turn, file, one, text=text)
    if one.state is not ReturnState.OPENED:
        return stands(turn, one, Telling(text=text))
    done = tap.answer == ReturnTap.DONE
    if done or tap.version != edition(one):
        return ask(turn, file, one, text=text, photos_over=done)
    if tap.answer == ReturnTap.SEND and one.items and one.trouble:
        return send_return(turn, file, one, text=text)
    if tap.answer == ReturnTap.MORE:
        return one_more(turn, file, one)
    return (
        _choose(turn, tap, file, one, text=text)
        if tap.sku
        else _tell(turn, file, one, text=text, **_told(tap, file, one))
    )


def _told(tap: ReturnTap, file: OrderFile, one: GoodsReturn) -> dict[str, object]:
    """What a tap tells, as fields of the return."""
    left = at_hand(file, but=one)
    if tap.answer == ReturnTap.ALL:
        return {"items": left}
    if tap.answer == ReturnTap.CHANGE:
        # What is only one unit is never asked about.
        return {"items": left if sum(left.values()) == 1 else {}, "trouble": None}
    return {"trouble": tap.wrong} if tap.wrong else {}


def _choose(turn: Turn, tap: ReturnTap, file: OrderFile, one: GoodsReturn, *, text: str) -> Heard:
    """A product, and how many of it, unless that is clear."""
    most = at_hand(file, but=one).get(tap.sku, 0)
    count = tap.count or (1 if most == 1 else 0)
    if most and not count:
        return units_of_which(turn, one, tap.sku, most, text=text)
    if not 1 <= count <= most:
        return ask(turn, file, one, text=text)
    return _tell(turn, file, one, text=text, items={**one.items, tap.sku: count})


def _meant(one: GoodsReturn, asked: ReturnTap, text: str) -> ReturnTap | None:
    """The button that the words stand for."""
    if asked.answer == ReturnTap.SEND and (yes := agreed(text)) is not None:
        return ReturnTap.about(one, asked.answer) if yes and asked.version == edition(one) else _again(one, yes=yes)
    if asked.answer == ReturnTap.DONE and (means_done(text) or agreed(text) is False):
        return asked
    return None


def _again(one: GoodsReturn, *, yes: bool) -> ReturnTap:
    return ReturnTap.about(one, ReturnTap.WHAT if yes else ReturnTap.CHANGE)


def _count(turn: Turn, file: OrderFile, one: GoodsReturn, asked: ReturnTap, text: str) -> Heard | None:
    """How many of the product that was asked about; None when the words do not say."""
    most = at_hand(file, but=one).get(asked.sku, 0)
    items, _ = items_in(turn, text, {asked.sku: most})
    numbers = [int(token.value) for token in turn.talk.parser().tokens(text) if token.value is not None]
    count = items.get(asked.sku) or (numbers[0] if len(numbers) == 1 and len(text.split()) <= _FEW else None)
    if count is None:
        return None
    if not 1 <= count <= most:
        return units_of_which(turn, one, asked.sku, most, text=text)
    return _tell(turn, file, one, text=text, items={**one.items, asked.sku: count})


def _note(turn: Turn, file: OrderFile, one: GoodsReturn, asked: ReturnTap, text: str) -> Heard:
    """The customer's own words go with the return; what is wrong may be clear from them."""
    if agreed(text) is not None:
        return ask(turn, file, one, text=text, photos_over=asked.answer == ReturnTap.SEND)
    trouble = one.trouble or trouble_in(text)
    changes, after = written(turn, one, words=with_words(one.words, text), trouble=trouble)
    opening = NOTED if trouble is one.trouble else ""
    return ask(turn, file, after, *changes, text=text, opening=opening, photos_over=asked.answer == ReturnTap.SEND)


def _tell(turn: Turn, file: OrderFile, one: GoodsReturn, *, text: str = "", **told: object) -> Heard:
    changes, after = written(turn, one, **told)
    # Photos that were shown are not asked for once more; more of them are always taken.
    return ask(turn, file, after, *changes, text=text, photos_over=bool(one.photos))


def _call_off(turn: Turn, file: OrderFile, one: GoodsReturn, *, text: str) -> Heard:
    changes = [*called_off(file, one, now=turn.now), *case_closed(turn.talk.cases, one, now=turn.now)]
    return turn.close(CALLED_OFF, *changes, said=kept(turn, text), order_id=one.order_id)


def _orders(parse: Parse) -> bool:
    return parse.kind is _K.ORDER and bool(parse.lines or parse.unclear)
