"""Typed words that are clear without being read as an order: a language, a score, an answer, "I want to pay"."""

from __future__ import annotations

from shared.domain.conversation.answers import agreed, language_asked_for, starts_again
from shared.domain.conversation.kinds import MessageKind
from shared.domain.conversation.paying import asks_to_pay, pays_in_cash
from shared.domain.order import Order
from shared.usecases.answer_in_words import answer_in_words
from shared.usecases.turn import Heard, Turn

#: Five stars, or a digit.
LONGEST_SCORE = 12


def hear_at_once(turn: Turn, draft: Order | None, text: str) -> Heard | None:
    """What came of it; None for words that have to be read. Raises Contended, PastChanging."""
    heard = _how_we_write(turn, text) or _how_it_was(turn, draft, text) or _answer(turn, draft, text)
    return _pays(turn, text) if heard is None and draft is None else heard


def _how_we_write(turn: Turn, text: str) -> Heard | None:
    """In which language, and whether of offers again."""
    if (code := language_asked_for(text)) is not None:
        from shared.usecases.switch_language import switch_language

        return switch_language(turn, code)
    if turn.customer.marketing is False and starts_again(text):
        from shared.usecases.stop_marketing import start_marketing

        return start_marketing(turn)
    return None


def _how_it_was(turn: Turn, draft: Order | None, text: str) -> Heard | None:
    """A score, or the review after one."""
    asked = (turn.chat.asked or "").startswith("score:")
    # A number may answer how many of the goods are broken.
    if not asked and (draft is not None or len(text) > LONGEST_SCORE or _asked_of_a_return(turn)):
        return None
    from shared.usecases.score_order import review_in_words, score_in_words

    return score_in_words(turn, text) or (review_in_words(turn, text) if asked else None)


def _answer(turn: Turn, draft: Order | None, text: str) -> Heard | None:
    """What the words answer to the question that stands, if they do: the one that was asked last goes first."""
    if (turn.chat.asked or "").startswith("parcel:"):
        from shared.usecases.answer_parcel_tap import answer_parcel_in_words

        heard = answer_parcel_in_words(turn, text)
    elif _asked_of_a_return(turn):
        from shared.usecases.answer_return_tap import answer_return_in_words

        heard = answer_return_in_words(turn, text)
    elif turn.chat.asked:
        heard = _sure(turn, text)
    else:
        heard = _about_a_parcel(turn, text) if draft is None else None
    if heard is not None:
        return heard
    return answer_in_words(turn, draft, text) if draft is not None else None


def _about_a_parcel(turn: Turn, text: str) -> Heard | None:
    """What is to happen to a parcel that nobody took."""
    from shared.domain.parcel_words import may_instruct

    if not may_instruct(text):
        return None
    from shared.usecases.answer_parcel_tap import decide_in_words

    return decide_in_words(turn, text)


def _asked_of_a_return(turn: Turn) -> bool:
    return (turn.chat.asked or "").startswith("return:")


def _pays(turn: Turn, text: str) -> Heard | None:
    """What only says that its writer pays, where there is something to pay."""
    if pays_in_cash(text):
        from shared.usecases.choose_cash import cash_in_words

        return cash_in_words(turn, text)
    if asks_to_pay(text):
        from shared.usecases.show_link import show_link

        return show_link(turn, text)
    return None


def _sure(turn: Turn, text: str) -> Heard | None:
    # "Yes, cancel it" begins with all that it says.
    first = text.split()[:1]
    yes = agreed(text)
    if yes is None and first and turn.talk.parser().parse(text).kind is MessageKind.CANCEL:
        yes = agreed(first[0].strip(",.!")) or None
    if yes is None:
        return None
    from shared.usecases.answer_order_tap import answer_asked

    return answer_asked(turn, text, yes=yes)
