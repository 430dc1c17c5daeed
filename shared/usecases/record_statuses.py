"""Meta tells how far our messages came: most of all inbound traffic, so at most one write for each message."""

from __future__ import annotations

from collections.abc import Iterable

from shared.domain.frozen import dataclass
from shared.domain.messages import RANK, MessageState, split_tag
from shared.ports import MessageLog


@dataclass(frozen=True, kw_only=True)
class StatusReport:
    """One status of one message: our tag, Meta's id, the state, and Meta's error code when it failed."""

    tag: str | None
    meta_id: str
    state: MessageState
    error: str | None = None


@dataclass(frozen=True, kw_only=True)
class Tally:
    """How many messages moved on, stayed, were not ours; and the error codes of those that failed."""

    moved: int
    unchanged: int
    unknown: int
    failures: tuple[str, ...]


def record_statuses(log: MessageLog, reports: Iterable[StatusReport]) -> Tally:
    """Move each message to the furthest state told of it, never back."""
    furthest: dict[str, StatusReport] = {}
    unknown = 0
    for report in reports:
        if report.tag is None or split_tag(report.tag) is None:
            unknown += 1
        elif report.tag not in furthest or RANK[report.state] > RANK[furthest[report.tag].state]:
            furthest[report.tag] = report
    moved: list[StatusReport] = []
    for tag, report in furthest.items():
        parts = split_tag(tag)
        if parts and log.advance(*parts, to=report.state, meta_id=report.meta_id, error=report.error):
            moved.append(report)
    return Tally(
        moved=len(moved),
        unchanged=len(furthest) - len(moved),
        unknown=unknown,
        failures=tuple(report.error or "" for report in moved if report.state is MessageState.FAILED),
    )
