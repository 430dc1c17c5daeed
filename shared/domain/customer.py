"""A customer: one profile; the identities Meta gives are aliases of it."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import datetime, timedelta

from shared.domain.frozen import dataclass

#: Meta's customer service window: free-form messages may be sent this long after the customer's last message.
SERVICE_WINDOW = timedelta(hours=24)
#: The window mark is written at most this often; it then errs on the closed side, never on the open one.
WINDOW_MARK_EVERY = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Identity:
    """Who spoke, as Meta said it. Either id may be missing, never both. ``wa_id`` is digits without a plus."""

    user_id: str | None = None
    wa_id: str | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The identity's names, the business-scoped one first."""
        return tuple(key for key in (self.user_id, self.wa_id) if key)

    def customer_id(self) -> str:
        """The id a customer gets who is first seen under this identity."""
        return "cus_" + hashlib.sha256(self.keys[0].encode()).hexdigest()[:24]


@dataclass(frozen=True, kw_only=True)
class Customer:
    """One person at one store. ``last_inbound_at`` (UTC) opened the service window."""

    id: str
    identity: Identity
    name: str
    language: str
    last_inbound_at: datetime | None = None
    #: The customer chose the language in so many words: what is merely detected no longer changes it.
    language_chosen: bool = False
    #: Where the last delivery went: offered again with the next order.
    address: str = ""
    postal_code: str = ""
    #: False once the customer said stop. Marketing needs True; None: never asked.
    marketing: bool | None = None

    def may_have_spoken(self, *, within: timedelta, before: datetime) -> bool:
        """False when it is certain that the last message is longer ago: the mark lags by an hour at most."""
        return self.last_inbound_at is not None and before - self.last_inbound_at < WINDOW_MARK_EVERY + within

    def window_open(self, now: datetime) -> bool:
        """Whether a free-form message may be sent now."""
        return self.last_inbound_at is not None and now - self.last_inbound_at < SERVICE_WINDOW


def renamed(customer: Customer, now: Identity) -> Customer:
    """The profile under the names that Meta says are the customer's from now on.

    The names before stay aliases of it. Nothing was said, so the service window stays as it was.
    """
    own = customer.identity
    return replace(customer, identity=Identity(user_id=now.user_id or own.user_id, wa_id=now.wa_id or own.wa_id))


def spoke(customer: Customer, *, identity: Identity, name: str, at: datetime, language: str | None = None) -> Customer:
    """The profile after the customer spoke: newest identity, name, language; window mark moved when worth a write."""
    last = customer.last_inbound_at
    moved = at if last is None or at - last >= WINDOW_MARK_EVERY else last
    merged = Identity(
        user_id=identity.user_id or customer.identity.user_id, wa_id=identity.wa_id or customer.identity.wa_id
    )
    return replace(
        customer,
        identity=merged,
        name=name or customer.name,
        language=customer.language if customer.language_chosen else language or customer.language,
        last_inbound_at=moved,
    )
