"""The books of one store: immutable entries that sum to zero, never changed, corrected by their reversal.

Unbalanced          an entry whose postings do not sum to zero, or that says nothing
WrongBook           an entry of another store
Contradiction       an entry whose id is taken by one that says something else

Debits are positive, credits negative, all in minor units of the entry's currency. An entry's id is made from the fact
it records, so that the same fact, heard again in whatever order, is the same entry. ``bookings.py`` has the facts.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType

from shared.domain.frozen import dataclass


class Account(StrEnum):
    """Where money is, where it came from and where it went. Debit grows the first ten, credit the rest."""

    #: What customers owe; below zero: what they paid too much.
    RECEIVABLE = "receivable"
    #: What the gateway holds for the store.
    GATEWAY_CLEARING = "gateway_clearing"
    #: What the card terminal and wallets at the counter hold for the store.
    COUNTER_CLEARING = "counter_clearing"
    BANK = "bank"
    CASH_DRAWER = "cash_drawer"
    SAFE = "safe"
    #: What riders collected and have not handed in.
    RIDER_CASH = "rider_cash"
    #: What a gateway took for disputes that are not decided.
    DISPUTED = "disputed"
    GATEWAY_FEES = "gateway_fees"
    EXPENSES = "expenses"
    REFUNDS = "refunds"
    #: What lost disputes cost.
    DISPUTES = "disputes"
    SALES = "sales"
    TAX = "tax"
    DELIVERY_FEE = "delivery_fee"
    TIPS = "tips"
    #: Fractions that cash or a currency cannot show, either way.
    ROUNDING = "rounding"
    #: What a count of the drawer or of a rider's purse found too much or too little, either way.
    CASH_DIFFERENCES = "cash_differences"
    #: Money that came and that nobody can assign yet.
    SUSPENSE = "suspense"


class Unbalanced(ValueError):
    """``entry_id`` sums to ``difference`` instead of zero, or moves nothing."""

    def __init__(self, entry_id: str, difference: int) -> None:
        super().__init__(f"entry {entry_id} sums to {difference}" if difference else f"entry {entry_id} moves nothing")
        self.entry_id, self.difference = entry_id, difference


class WrongBook(ValueError):
    """``entry_id`` belongs to ``store``, not to the one whose ledger this is."""

    def __init__(self, entry_id: str, store: str) -> None:
        super().__init__(f"entry {entry_id} is of store {store}")
        self.entry_id, self.store = entry_id, store


class Contradiction(ValueError):
    """``entry_id`` was posted before, and said something else."""

    def __init__(self, entry_id: str) -> None:
        super().__init__(f"entry {entry_id} was posted before and said something else")
        self.entry_id = entry_id


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One fact in the books. ``kind`` is the booking's name, ``reverses`` the id of the entry it takes back.

    Raises Unbalanced.
    """

    id: str
    kind: str
    store: str
    currency: str
    at: datetime
    postings: Mapping[Account, int]
    order_id: str | None = None
    reverses: str | None = None
    note: str = ""

    def __post_init__(self) -> None:
        """An entry that does not balance cannot exist."""
        moved = {account: amount for account, amount in self.postings.items() if amount}
        object.__setattr__(self, "postings", MappingProxyType(moved))
        difference = sum(moved.values())
        if difference or not moved:
            raise Unbalanced(self.id, difference)

    def says_the_same_as(self, other: Entry) -> bool:
        """Whether both record one fact: when it was heard does not matter, nor in which words it was noted."""
        return (self.kind, self.store, self.currency, self.postings, self.order_id, self.reverses) == (
            other.kind,
            other.store,
            other.currency,
            other.postings,
            other.order_id,
            other.reverses,
        )


@dataclass(frozen=True, kw_only=True)
class Ledger:
    """All entries of one store, by id."""

    store: str
    entries: Mapping[str, Entry] = field(default_factory=dict)

    def posted(self, *entries: Entry) -> Ledger:
        """The ledger with these too; one that is there already changes nothing. Raises WrongBook, Contradiction."""
        known = dict(self.entries)
        for entry in entries:
            if entry.store != self.store:
                raise WrongBook(entry.id, entry.store)
            before = known.setdefault(entry.id, entry)
            if not before.says_the_same_as(entry):
                raise Contradiction(entry.id)
        return Ledger(store=self.store, entries=known)

    def balance(self, account: Account, currency: str) -> int:
        """Minor units on one account."""
        return self.trial_balance(currency).get(account, 0)

    def trial_balance(self, currency: str, *, of: Iterable[Entry] | None = None) -> dict[Account, int]:
        """Every account that is not at zero, in the order of the chart; the sum of all is zero, always."""
        total: Counter[Account] = Counter()
        for entry in self.entries.values() if of is None else of:
            if entry.currency == currency:
                total.update(entry.postings)
        return {account: total[account] for account in Account if total[account]}

    def owed(self, order_id: str, currency: str) -> int:
        """What is still owed for an order; below zero when too much was paid."""
        of_order = [entry for entry in self.entries.values() if entry.order_id == order_id]
        return self.trial_balance(currency, of=of_order).get(Account.RECEIVABLE, 0)

    def currencies(self) -> list[str]:
        """Those with entries."""
        return sorted({entry.currency for entry in self.entries.values()})


def reversal(entry: Entry, *, at: datetime, note: str) -> Entry:
    """What takes an entry back. It is an entry like others, and can be reversed itself."""
    return Entry(
        id=f"{entry.id}/reversed",
        kind="reversal",
        store=entry.store,
        currency=entry.currency,
        at=at,
        postings={account: -amount for account, amount in entry.postings.items()},
        order_id=entry.order_id,
        reverses=entry.id,
        note=note,
    )
