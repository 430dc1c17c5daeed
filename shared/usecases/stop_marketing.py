"""No more offers, or offers again: what the customer says about advertising holds at once."""

from __future__ import annotations

from dataclasses import replace

from shared.usecases.browse_menu import tapped, understood
from shared.usecases.turn import Heard, Turn


def stop_marketing(turn: Turn) -> Heard:
    """End the turn with no more advertising; messages about orders still come. Raises Contended."""
    return _set(turn, wanted=False, topic="marketing_stopped")


def start_marketing(turn: Turn) -> Heard:
    """End the turn with advertising allowed again. Raises Contended."""
    return _set(turn, wanted=True, topic="marketing_started")


def _set(turn: Turn, *, wanted: bool, topic: str) -> Heard:
    if turn.customer.marketing is not wanted:
        # Before the turn ends: a crash in between repeats it, and nobody who said stop is written to meanwhile.
        turn.talk.customers.save(replace(turn.customer, marketing=wanted))
    draft = turn.chat.open_draft(turn.now)
    said = replace(turn.said(tapped(turn)), understood="stop")
    return turn.close(topic, turn.reply(topic, order_id=draft or ""), said=said, chat=understood(turn))
