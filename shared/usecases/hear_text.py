"""Typed words: first as the answer to what the open draft asks, then by what they are.

A person who is talking is not interrupted: what is typed then is only kept with the case. What is not understood is
asked about once; the second time in a row it is a person's.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace

from shared.domain.case import CaseReason
from shared.domain.changes import Change, PutOrder
from shared.domain.chat import Said
from shared.domain.conversation.answers import agreed, repeats
from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.parse import SURE, Parse
from shared.domain.draft import Asking, heard_too, question
from shared.domain.handover import Wish, address_given, looks_like_address, names_a_place, wish_in
from shared.domain.order import Order
from shared.usecases.answer_offer import ask_what_to_change
from shared.usecases.change_draft import change_draft, said_again, take_away
from shared.usecases.draft_order import (
    give_up,
    new_draft,
    put_forward,
    standing_draft,
    utterance,
    with_handover,
    with_words,
)
from shared.usecases.hand_over import case_of, hand_over_said
from shared.usecases.hear_at_once import hear_at_once
from shared.usecases.turn import Heard, Turn

NOT_UNDERSTOOD = "not_understood"
#: A hand that waves says hello in every language; any other sign alone is a smile.
_WAVES = frozenset("👋🙋")
#: Asked once; the next time in a row a person reads it.
MISSES = 2


def hear_text(turn: Turn, text: str) -> Heard:
    """End the turn of typed words. Raises Contended, PastChanging."""
    if turn.chat.with_person(turn.now):
        return hand_over_said(turn, turn.said(text), reason=CaseReason.QUESTION)
    draft = standing_draft(turn)
    if (heard := hear_at_once(turn, draft, text)) is not None:
        return heard
    wish = wish_in(text, store=turn.shop.store, now=turn.now)
    parse = turn.talk.parser().parse(text)
    if wish.address and not (parse.kind is MessageKind.QUESTION and "?" in text):
        # Any word may stand in an address: those of one say nothing of what the message is, but who asks, asks.
        parse = turn.talk.parser().parse(wish.rest)
    if (heard := _about_what_came(turn, draft, parse, text)) is not None:
        return heard
    if parse.kind in _ABOUT_GOODS and wish.anything:
        return _with_place(turn, draft, parse, text=text, wish=wish)
    if draft is not None and parse.kind in _ABOUT_GOODS and _asks_address(draft, turn) and not _orders(parse):
        return _take_address(turn, draft, text)
    return _by_kind(turn, draft, parse, text=text, wish=wish)


def _about_what_came(turn: Turn, draft: Order | None, parse: Parse, text: str) -> Heard | None:
    """Something is wrong with goods that came; an open draft is left only for a plain complaint."""
    if parse.kind not in _MAY_COMPLAIN or (draft is not None and parse.kind is not MessageKind.COMPLAINT):
        return None
    from shared.domain.return_words import complains

    if not complains(text):
        return None
    from shared.usecases.open_return import open_in_words

    return open_in_words(turn, text, kind=parse.kind)


# --- where to --------------------------------------------------------------------------------------


def _asks_address(draft: Order, turn: Turn) -> bool:
    return question(draft, turn.shop.store).asking in (Asking.ADDRESS, Asking.OUT_OF_REACH)


def _orders(parse: Parse) -> bool:
    """Whether goods are surely named."""
    return bool(parse.lines or parse.unclear or parse.removed) and not parse.unknown


def _take_address(turn: Turn, draft: Order, text: str) -> Heard:
    """Whatever is written when an address is asked for is one, unless it is far too little."""
    address = address_given(text, turn.shop.store.country)
    if not names_a_place(address):
        parse = turn.talk.parser().parse(text)
        changed = change_draft(turn, draft, parse, text=text, wish=Wish())
        if changed is not None:
            return put_forward(turn, changed, over=draft.version, said=_understood(turn, parse, text))
        address = ""
    wish = Wish(kind="delivery", address=address)
    return put_forward(turn, with_handover(turn, draft, wish), over=draft.version, said=turn.said(text))


def _with_place(turn: Turn, draft: Order | None, parse: Parse, *, text: str, wish: Wish) -> Heard:
    """Words that say where or when, perhaps beside what."""
    goods = turn.talk.parser().parse(wish.rest) if wish.rest else None
    if goods is not None and goods.kind in _ORDERING and (_orders(goods) or goods.unknown):
        return _by_kind(turn, draft, goods, text=text, wish=wish)
    if draft is not None:
        return put_forward(turn, with_handover(turn, draft, wish), over=draft.version, said=turn.said(text))
    if wish.address or wish.kind:
        from shared.usecases.place_of_order import tell_place

        if (heard := tell_place(turn, text=text, wish=wish)) is not None:
            return heard
    return _by_kind(turn, None, parse, text=text, wish=wish)


# --- by kind ---------------------------------------------------------------------------------------


def _by_kind(turn: Turn, draft: Order | None, parse: Parse, *, text: str, wish: Wish) -> Heard:
    if draft is None and repeats(text, turn.talk.parser()) and parse.kind in (*_ABOUT_GOODS, MessageKind.MENU):
        from shared.usecases.order_again import order_again

        return order_again(turn, None)
    match parse.kind:
        case MessageKind.ORDER:
            return _order(turn, draft, parse, text=text, wish=wish)
        case MessageKind.CHANGE:
            return _change(turn, draft, parse, text=text, wish=wish)
        case MessageKind.CANCEL if draft is not None:
            return give_up(turn, draft, said=_understood(turn, parse, text))
        case MessageKind.OTHER:
            return _other(turn, draft, parse, text)
    return _ELSEWHERE[parse.kind](turn, parse, text)


def _order(turn: Turn, draft: Order | None, parse: Parse, *, text: str, wish: Wish) -> Heard:
    if not (parse.lines or parse.unclear):
        if parse.unknown:
            return _strange(turn, draft, parse, text=text, wish=wish)
        from shared.usecases.browse_menu import show_menu

        return show_menu(turn)
    said = _understood(turn, parse, text)
    if draft is not None and (same := said_again(turn, draft, parse, text=text)) is not None:
        return put_forward(turn, same, over=draft.version, said=said)
    if draft is not None and (fewer := take_away(turn, draft, parse, text=text)) is not None:
        return (
            put_forward(turn, fewer, over=draft.version, said=said) if fewer.lines else give_up(turn, draft, said=said)
        )
    before = draft or new_draft(turn)
    after = with_words(turn, before, parse, text=text, wish=wish)
    return put_forward(turn, after, over=before.version or None, said=said)


def _strange(turn: Turn, draft: Order | None, parse: Parse, *, text: str, wish: Wish) -> Heard:
    """Something like an order of which nothing is known here: said once; the next time a person reads it."""
    before = draft or new_draft(turn)
    after = with_words(turn, before, parse, text=text, wish=wish)
    said = _understood(turn, parse, text)
    misses = turn.chat.misses + 1
    if misses >= MISSES:
        return _to_a_person(turn, draft, after, said=said)
    return put_forward(turn, after, over=before.version or None, said=said, misses=misses)


def _change(turn: Turn, draft: Order | None, parse: Parse, *, text: str, wish: Wish) -> Heard:
    said = _understood(turn, parse, text)
    changed = change_draft(turn, draft, parse, text=text, wish=wish) if draft is not None else None
    if draft is not None and changed is not None:
        if not changed.lines and not changed.problems:
            return give_up(turn, draft, said=said)
        return put_forward(turn, changed, over=draft.version, said=said)
    from shared.usecases.change_order import change
    from shared.usecases.placed_orders import placed_orders

    if draft is not None and not (parse.removed and placed_orders(turn)):
        return ask_what_to_change(turn, draft, said=said)
    return change(turn, parse)


def _other(turn: Turn, draft: Order | None, parse: Parse, text: str) -> Heard:
    if draft is None and looks_like_address(text, turn.shop.store.country):
        from shared.usecases.place_of_order import tell_place

        if (heard := tell_place(turn, text=text, wish=Wish(kind="delivery", address=text))) is not None:
            return heard
    if draft is not None and (changed := change_draft(turn, draft, parse, text=text, wish=Wish())) is not None:
        return put_forward(turn, changed, over=draft.version, said=_understood(turn, parse, text))
    if any(sign in _WAVES for sign in text):
        return _greeting(turn, parse, text)
    signs = any(unicodedata.category(sign) == "So" for sign in text)
    # A yes is an answer only while something is asked; else it is as good as a word of thanks.
    answers = draft is not None and agreed(text) is not None
    if parse.confidence >= SURE and not answers and (signs or any(map(str.isalpha, text))):
        return turn.close("thanks", turn.reply("thanks", order_id=draft.id if draft else ""), said=turn.said(text))
    return _missed(turn, draft, parse, text)


def _missed(turn: Turn, draft: Order | None, parse: Parse, text: str) -> Heard:
    said = _understood(turn, parse, text)
    misses = turn.chat.misses + 1
    # Who is waiting for a person says it to them.
    if misses >= MISSES or case_of(turn) is not None:
        told = utterance(turn, text=text, kind=parse.kind.value, confidence=parse.confidence)
        return _to_a_person(turn, draft, heard_too(draft, told) if draft else None, said=said)
    reply = turn.reply(NOT_UNDERSTOOD, order_id=draft.id if draft else "")
    return turn.close(NOT_UNDERSTOOD, reply, said=said, chat=replace(turn.chat, misses=misses))


def _to_a_person(turn: Turn, draft: Order | None, after: Order | None, *, said: Said) -> Heard:
    """A case, and with it, for staff, the draft with the words that it was not understood from.

    The customer's own draft stays in its version: what is only kept for staff makes no button stale. A new one, in
    version 0, has no timeline: the customer is not asked about it.
    """
    kept: list[Change] = []
    if after is not None and draft is not None:
        kept = [PutOrder(order=replace(draft, heard=after.heard), over=draft.version)]
    elif after is not None:
        kept = [PutOrder(order=after, over=None)]
    fresh = replace(turn, chat=replace(turn.chat, misses=0))
    order_id = after.id if after is not None else None
    return hand_over_said(fresh, said, *kept, reason=CaseReason.NOT_UNDERSTOOD, order_id=order_id)


def _understood(turn: Turn, parse: Parse, text: str) -> Said:
    return replace(turn.said(text), understood=parse.kind.value, confidence=parse.confidence)


# --- what others answer ----------------------------------------------------------------------------


def _about_the_last(turn: Turn, parse: Parse, text: str, *, reason: CaseReason) -> Heard:
    """A person is needed: with the order that it is most likely about."""
    from shared.usecases.placed_orders import placed_orders

    last = next(iter(placed_orders(turn)), None)
    said = _understood(turn, parse, text)
    return hand_over_said(turn, said, reason=reason, order_id=last.id if last else None)


def _complaint(turn: Turn, parse: Parse, text: str) -> Heard:
    return _about_the_last(turn, parse, text, reason=CaseReason.COMPLAINT)


def _human(turn: Turn, parse: Parse, text: str) -> Heard:
    return _about_the_last(turn, parse, text, reason=CaseReason.ASKED_FOR)


def _cancel(turn: Turn, parse: Parse, text: str) -> Heard:
    del text
    from shared.usecases.cancel_order import cancel

    return cancel(turn, parse)


def _status(turn: Turn, parse: Parse, text: str) -> Heard:
    del parse
    from shared.usecases.tell_status import tell_status

    return tell_status(turn, text)


def _question(turn: Turn, parse: Parse, text: str) -> Heard:
    del parse
    from shared.usecases.answer_question import answer_question

    return answer_question(turn, text)


def _greeting(turn: Turn, parse: Parse, text: str) -> Heard:
    del parse, text
    from shared.usecases.greet import greet

    return greet(turn)


def _menu(turn: Turn, parse: Parse, text: str) -> Heard:
    del parse, text
    from shared.usecases.browse_menu import show_menu

    return show_menu(turn)


def _stop(turn: Turn, parse: Parse, text: str) -> Heard:
    del parse, text
    from shared.usecases.stop_marketing import stop_marketing

    return stop_marketing(turn)


#: Kinds that may name goods, or say where they go.
_ABOUT_GOODS = frozenset({MessageKind.ORDER, MessageKind.CHANGE, MessageKind.OTHER})
#: Kinds that may say that something is wrong with goods that came.
_MAY_COMPLAIN = frozenset(
    {MessageKind.COMPLAINT, MessageKind.STATUS, MessageKind.CANCEL, MessageKind.QUESTION, MessageKind.OTHER}
)
_ORDERING = frozenset({MessageKind.ORDER, MessageKind.CHANGE})

_ELSEWHERE: Mapping[MessageKind, Callable[[Turn, Parse, str], Heard]] = {
    MessageKind.CANCEL: _cancel,
    MessageKind.STATUS: _status,
    MessageKind.QUESTION: _question,
    MessageKind.COMPLAINT: _complaint,
    MessageKind.HUMAN: _human,
    MessageKind.GREETING: _greeting,
    MessageKind.MENU: _menu,
    MessageKind.STOP: _stop,
}
