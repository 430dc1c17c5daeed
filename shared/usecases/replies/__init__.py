"""Every answer in conversation, one file per topic of ``CustomerSpoke``. Adding one: its file, its line, its test."""

from __future__ import annotations

from shared.usecases.replies import (
    card_warning,
    case_noted,
    edited,
    greeting,
    place_noted,
    revoked,
    send_again,
    stale_tap,
    sticker,
)
from shared.usecases.replies.reply import Reply

REPLIES: dict[str, Reply] = {
    module.REPLY.topic: module.REPLY
    for module in (
        card_warning,
        case_noted,
        edited,
        greeting,
        place_noted,
        revoked,
        send_again,
        stale_tap,
        sticker,
    )
}
