"""One message of a conversation while it is handled, and the one way in which that ends."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from shared.domain.changes import AppendEvent, Change, KeepSaid, PutChat
from shared.domain.customer import Customer
from shared.domain.events import CustomerSpoke
from shared.domain.frozen import dataclass
from shared.domain.inbound import InboundMessage, Media
from shared.ports import Cases, Chats, Conflict, Contended, Customers
from shared.usecases.place_order import Shop

if TYPE_CHECKING:
    # A cold start that takes a cart does not load what conversations are made of.
    from shared.domain.chat import Chat, Said
    from shared.domain.conversation.parse import Parser

#: The message was handled before: nothing was done.
REPEATED = "repeated"


@dataclass(frozen=True, kw_only=True)
class Heard:
    """What came of a message: a word for the log, and the order it is about, if any."""

    outcome: str
    order_id: str | None = None


@dataclass(frozen=True, kw_only=True)
class Talk:
    """All that a conversation needs. ``parser`` is asked for only when words are to be read: building it takes time."""

    shop: Shop
    customers: Customers
    chats: Chats
    cases: Cases
    parser: Callable[[], Parser]


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A message, who sent it, and the conversation as it stood before."""

    talk: Talk
    message: InboundMessage
    customer: Customer
    chat: Chat
    now: datetime

    @property
    def shop(self) -> Shop:
        """The ports on orders, stock and catalog."""
        return self.talk.shop

    def said(self, text: str = "") -> Said:
        """What will be kept of the message, its file included; ``text`` is free of card numbers, as the Inbox is."""
        from shared.domain.chat import said

        what = self.message.said
        # A sticker is not worth keeping; every other file is, and is then due to be fetched (``hear_media.fetching``).
        file = what if isinstance(what, Media) and what.type != "sticker" else None
        return said(self.message, customer_id=self.customer.id, text=text, media=file)

    def reply(self, topic: str, *, order_id: str = "", **facts: object) -> AppendEvent:
        """The change that has the customer answered on a topic of ``usecases/replies``. One per turn."""
        return AppendEvent(
            event=CustomerSpoke(
                store=self.shop.store.id,
                subject=f"CUSTOMER#{self.customer.id}",
                sequence=self.message.place,
                at=self.now,
                customer_id=self.customer.id,
                message_id=self.message.id,
                topic=topic,
                order_id=order_id,
                facts=facts,
            )
        )

    def close(
        self,
        outcome: str,
        *changes: Change,
        said: Said,
        chat: Chat | None = None,
        order_id: str | None = None,
    ) -> Heard:
        """Commit everything this message does, with the message itself: once, however often it comes.

        ``chat`` is the conversation's new state, None when it stays as it was. Raises Contended when something that
        was read has moved meanwhile: the whole turn is then worth another try.
        """
        every: list[Change] = [*self.beside(said=said, chat=chat, order_id=order_id), *changes]
        try:
            self.shop.commits.commit(every, token=self._token(every))
        except Conflict as conflict:
            if any(isinstance(change, KeepSaid) for change in conflict.failed):
                return Heard(outcome=REPEATED, order_id=order_id)
            raise Contended(f"message {self.message.place}: the conversation moved on meanwhile") from conflict
        return Heard(outcome=outcome, order_id=order_id)

    def beside(self, *, said: Said, chat: Chat | None = None, order_id: str | None = None) -> list[Change]:
        """The changes that every turn commits: the message, and the chat's new state when it is another one."""
        kept: list[Change] = [KeepSaid(said=replace(said, order_id=order_id or said.order_id))]
        after = chat or self.chat
        if after.asked_at != self.now:
            # What was asked before is answered by this message, or was passed over.
            after = replace(after, asked=None, asked_at=None)
        if after != self.chat:
            kept.append(PutChat(chat=replace(after, version=self.chat.version + 1)))
        return kept

    def _token(self, changes: Sequence[Change]) -> str:
        """A repeat that finds the same state asks for the same thing; one that finds another state does not."""
        what = ",".join(type(change).__name__ for change in changes)
        return f"turn:{self.customer.id}:{self.message.id}:{self.chat.version}:{what}:{self.now.isoformat()}"
