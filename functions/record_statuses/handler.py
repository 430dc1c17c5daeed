"""How far our messages came, in batches: at most one write for each message."""

from __future__ import annotations

from shared.runtime import loading  # noqa: F401 - before all else, which it makes quicker to load

# isort: split
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from shared.adapters.whatsapp.statuses import UnreadableStatus, status_in
from shared.ports import MessageLog
from shared.runtime.observability import log
from shared.runtime.queue import Delivery, work_off
from shared.runtime.wiring import record
from shared.usecases.record_statuses import StatusReport, record_statuses


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What this function was deployed with."""

    messages: MessageLog

    @classmethod
    @cache
    def from_env(cls) -> Settings:
        """Read once per process. Raises MissingVariable."""
        return cls(messages=record().messages)


def handler(event: Mapping[str, Any], context: object) -> dict[str, Any]:
    """Work the batch off; what failed comes again."""
    settings = Settings.from_env()

    def handle(delivery: Delivery) -> Mapping[str, object]:
        reports, unreadable = _reports(delivery.body["statuses"])
        tally = record_statuses(settings.messages, reports)
        if tally.failures:
            log().error("messages_failed", extra={"codes": list(tally.failures)})
        return {"moved": tally.moved, "unchanged": tally.unchanged, "unknown": tally.unknown, "unreadable": unreadable}

    return work_off(event, handle)


def _reports(statuses: list[Mapping[str, Any]]) -> tuple[list[StatusReport], int]:
    """The statuses in our words, and how many could not be read: a word that Meta adds must not hold up the others."""
    reports: list[StatusReport] = []
    unreadable = 0
    for status in statuses:
        try:
            told = status_in(status)
        except UnreadableStatus as error:
            log().error("unreadable_status", extra={"what": error.what})
            unreadable += 1
            continue
        if told is not None:
            reports.append(StatusReport(tag=told.tag, meta_id=told.meta_id, state=told.state, error=told.error))
    return reports, unreadable
