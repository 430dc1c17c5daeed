"""Every answer in conversation, one file per topic of ``CustomerSpoke``. Adding one: its file, its line, its test."""

from __future__ import annotations

from shared.usecases.replies import greeting, stale_tap
from shared.usecases.replies.reply import Reply

REPLIES: dict[str, Reply] = {
    module.REPLY.topic: module.REPLY
    for module in (
        greeting,
        stale_tap,
    )
}
