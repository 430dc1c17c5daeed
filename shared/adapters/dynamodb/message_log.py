"""``MessageLog`` on the orders table: every step is one conditional write, so that no two runs take the same one."""

from __future__ import annotations

from pynamodb.expressions.update import Action

from shared.adapters.dynamodb.codec import intent_in, intent_item, stamp
from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.tables import OrdersTable
from shared.domain.messages import RANK, Intent, MessageState


class TableMessageLog:
    """Messages to customers: intent first, then what became of it."""

    def __init__(self, table: type[OrdersTable], *, patience: Patience) -> None:
        self._table = table
        self._patience = patience

    def read(self, subject: str, intent_id: str) -> Intent | None:
        """One intent (consistent)."""
        with reading():
            try:
                row = self._table.get(subject, f"MESSAGE#{intent_id}", consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return intent_in(row.item())

    def begin(self, intent: Intent) -> bool:
        """Record an intent before it is sent; False when it was there already."""
        row = self._table.of(intent_item(intent))
        return done(lambda: row.save(self._table.pk.does_not_exist()), patience=self._patience)

    def retry(self, intent: Intent, *, seen_attempts: int) -> bool:
        """Record one more attempt, SENDING again, of an intent that is SENDING or WAITING after ``seen_attempts``."""
        table = self._table
        actions: list[Action] = [
            table.state.set(MessageState.SENDING.value),
            table.rank.set(RANK[MessageState.SENDING]),
            table.attempts.set(seen_attempts + 1),
            table.attempted_at.set(stamp(intent.attempted_at)),
        ]
        untouched = (table.attempts == seen_attempts) & (table.rank <= RANK[MessageState.WAITING])
        row = table.of({"pk": intent.subject, "sk": f"MESSAGE#{intent.id}"})
        return done(lambda: row.update(actions, condition=untouched), patience=self._patience)

    def advance(
        self, subject: str, intent_id: str, *, to: MessageState, meta_id: str | None = None, error: str | None = None
    ) -> bool:
        """Move to a state of higher RANK only; False when it already was as far or is not ours."""
        table = self._table
        actions: list[Action] = [table.state.set(to.value), table.rank.set(RANK[to])]
        if meta_id is not None:
            actions.append(table.meta_id.set(meta_id))
        if error is not None:
            actions.append(table.error.set(error))
        behind = table.pk.exists() & (table.rank < RANK[to])
        row = table.of({"pk": subject, "sk": f"MESSAGE#{intent_id}"})
        return done(lambda: row.update(actions, condition=behind), patience=self._patience)
