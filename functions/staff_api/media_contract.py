"""A file that a customer sent, as staff are shown it; see ``contract``."""

from __future__ import annotations

from msgspec import Struct


class MediaView(Struct, frozen=True, kw_only=True):
    """A file of a customer. ``url`` shows it for a few minutes, once it is ``stored``; ``reason`` why it is not."""

    type: str
    mime_type: str
    filename: str
    state: str
    url: str | None
    reason: str | None
