"""The customer chooses the language in so many words: it holds until they choose another."""

from __future__ import annotations

from dataclasses import replace

from shared.usecases.browse_menu import tapped, understood
from shared.usecases.turn import Heard, Turn


def switch_language(turn: Turn, code: str) -> Heard:
    """End the turn in that language (``es``), or with those that the store speaks. Raises Contended."""
    said = turn.said(tapped(turn))
    draft = turn.chat.open_draft(turn.now) or ""
    if code not in turn.shop.store.languages:
        return turn.close("language_unknown", turn.reply("language_unknown"), said=said)
    chosen = replace(turn.customer, language=code, language_chosen=True)
    if chosen != turn.customer:
        turn.talk.customers.save(chosen)
    return turn.close(
        "language_changed", turn.reply("language_changed", order_id=draft), said=said, chat=understood(turn)
    )
