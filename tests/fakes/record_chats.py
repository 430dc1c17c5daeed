"""Conversations and cases in memory."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from shared.adapters.dynamodb.cursors import cursor_of, place_in
from shared.domain.case import Case
from shared.domain.chat import Chat, Said, StoredMedia
from tests.fakes.record_state import Port, call


class Chats(Port):
    """Conversations."""

    @call
    def read(self, customer_id: str) -> Chat:
        """The port."""
        return self.state.chats.get(customer_id) or Chat(customer_id=customer_id)

    @call
    def said(self, customer_id: str, *, limit: int, before: int | None = None) -> list[Said]:
        """The port."""
        places = (place for owner, place in self.state.said if owner == customer_id)
        newest = sorted((place for place in places if before is None or place < before), reverse=True)
        return [self.state.said[customer_id, place] for place in newest[:limit]]

    @call
    def said_at(self, customer_id: str, place: int) -> Said | None:
        """The port."""
        return self.state.said.get((customer_id, place))

    @call
    def mark_media(self, customer_id: str, place: int, *, media: StoredMedia) -> bool:
        """The port."""
        standing = self.state.said.get((customer_id, place))
        if standing is None or standing.media is None or standing.media.state != "due":
            return False
        self.state.said[customer_id, place] = replace(standing, media=media)
        return True


class Cases(Port):
    """Cases."""

    @call
    def read(self, case_id: str) -> Case | None:
        """The port."""
        return self.state.cases.get(case_id)

    @call
    def list_by_status(self, status: str, *, limit: int, cursor: str | None) -> tuple[list[Case], str | None]:
        """The port."""
        found = sorted(
            (one for one in self.state.cases.values() if one.status == status),
            key=lambda one: (one.opened_at, one.id),
            reverse=True,
        )
        if cursor:
            opened_at, case_id = place_in(cursor, parts=2)
            last = (datetime.fromisoformat(opened_at), case_id)
            found = [one for one in found if (one.opened_at, one.id) < last]
        page = found[:limit]
        more = len(found) > limit
        return page, cursor_of(page[-1].opened_at.isoformat(), page[-1].id) if more else None
