"""``Chats`` on the customers table: the state of a conversation and its messages lie beside the profile.

What a chat is made of is loaded by the first call: a cold start that takes a cart makes none.
"""

from __future__ import annotations

from pynamodb.expressions.update import Action

from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.tables import CustomersTable

TYPE_CHECKING = False
if TYPE_CHECKING:
    from shared.domain.chat import Chat, Said, StoredMedia


class TableChats:
    """Conversations and what was said in them (consistent reads). Writing them is part of a turn's transaction."""

    def __init__(self, table: type[CustomersTable], *, patience: Patience) -> None:
        self._table = table
        self._patience = patience

    def read(self, customer_id: str) -> Chat:
        """The state of a conversation; a fresh one when nothing was ever written."""
        from shared.adapters.dynamodb.chat_codec import CHAT, chat_in
        from shared.domain.chat import Chat

        with reading():
            try:
                row = self._table.get(f"CUSTOMER#{customer_id}", CHAT, consistent_read=True)
            except self._table.DoesNotExist:
                return Chat(customer_id=customer_id)
        return chat_in(row.item())

    def said(self, customer_id: str, *, limit: int, before: int | None = None) -> list[Said]:
        """The newest messages kept, newest first; those with a place below ``before`` when it is given."""
        from shared.adapters.dynamodb.chat_codec import LAST_PLACE, said_in, said_place

        newest = LAST_PLACE if before is None else before - 1
        messages = self._table.sk.between("SAID#", said_place(newest))
        with reading():
            rows = self._table.query(
                f"CUSTOMER#{customer_id}", messages, limit=limit, scan_index_forward=False, consistent_read=True
            )
            return [said_in(row.item()) for row in rows]

    def said_at(self, customer_id: str, place: int) -> Said | None:
        """One message."""
        from shared.adapters.dynamodb.chat_codec import said_in, said_place

        with reading():
            try:
                row = self._table.get(f"CUSTOMER#{customer_id}", said_place(place), consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return said_in(row.item())

    def mark_media(self, customer_id: str, place: int, *, media: StoredMedia) -> bool:
        """Note what became of a message's media; False when it was no longer due."""
        from shared.adapters.dynamodb.chat_codec import media_text, said_place

        table = self._table
        row = table.of({"pk": f"CUSTOMER#{customer_id}", "sk": said_place(place)})
        actions: list[Action] = [table.media.set(media_text(media)), table.media_state.set(media.state)]
        return done(lambda: row.update(actions, condition=table.media_state == "due"), patience=self._patience)
