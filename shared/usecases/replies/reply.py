"""What every reply has: its topic and its words. All are for the open window: the customer has just spoken."""

from __future__ import annotations

from collections.abc import Callable

from shared.domain.frozen import dataclass
from shared.domain.messages import OutboundMessage
from shared.usecases.milestones.milestone import Telling


@dataclass(frozen=True, kw_only=True)
class Reply:
    """The answer on one topic. ``telling.event`` is the ``CustomerSpoke``; its ``facts`` are what it tells."""

    topic: str
    free_form: Callable[[Telling], OutboundMessage]
