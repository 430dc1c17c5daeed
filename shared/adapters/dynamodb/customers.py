"""``Customers`` on the customers table: profiles, and an alias for every name that Meta used."""

from __future__ import annotations

from shared.adapters.dynamodb.codec import HEAD, Item, customer_in, customer_item
from shared.adapters.dynamodb.failures import Patience, done, reading
from shared.adapters.dynamodb.tables import CustomersTable
from shared.domain.customer import Customer, Identity


class TableCustomers:
    """Profiles, found by whatever name Meta used.

    Aliases are written before the profile. A crash between the two leaves aliases that lead nowhere, and those count
    for nothing: the profile's id is derived from a name, so it is looked for under each name as well.
    """

    def __init__(self, table: type[CustomersTable], *, patience: Patience) -> None:
        self._table = table
        self._patience = patience
        #: The aliases that the last ``find`` saw: what is right already is not written again.
        self._seen: dict[str, str] = {}

    def find(self, identity: Identity) -> Customer | None:
        """The customer behind any of the identity's names (consistent): one call, two if an alias leads elsewhere."""
        guesses = [Identity(user_id=key).customer_id() for key in identity.keys]
        keys = {(f"IDENTITY#{key}", HEAD) for key in identity.keys} | {(f"CUSTOMER#{one}", HEAD) for one in guesses}
        with reading():
            rows = [row.item() for row in self._table.batch_get(keys, consistent_read=True)]
        found: dict[str, Item] = {row["pk"]: row for row in rows}
        aliases = {key: found[f"IDENTITY#{key}"]["customer"] for key in identity.keys if f"IDENTITY#{key}" in found}
        self._seen = aliases
        for customer_id in dict.fromkeys(aliases.values()):
            if (profile := found.get(f"CUSTOMER#{customer_id}")) is not None:
                return customer_in(profile)
            if (elsewhere := self.read(customer_id)) is not None:
                return elsewhere
        return next((customer_in(found[f"CUSTOMER#{one}"]) for one in guesses if f"CUSTOMER#{one}" in found), None)

    def read(self, customer_id: str) -> Customer | None:
        """One profile (consistent)."""
        with reading():
            try:
                row = self._table.get(f"CUSTOMER#{customer_id}", HEAD, consistent_read=True)
            except self._table.DoesNotExist:
                return None
        return customer_in(row.item())

    def save(self, customer: Customer) -> None:
        """Write an alias for each of the customer's names, then the profile. Raises Contended, Ambiguous, Refused.

        A name that led to another profile leads to this one from now on: Meta has just said whose it is. The profile is
        put whole: its one writer is the Inbox, which hands over one customer's messages one by one.
        """
        for key in customer.identity.keys:
            if self._seen.get(key) != customer.id:
                self._put({"pk": f"IDENTITY#{key}", "sk": HEAD, "customer": customer.id})
        self._put(customer_item(customer))
        self._seen |= dict.fromkeys(customer.identity.keys, customer.id)

    def _put(self, item: Item) -> None:
        done(self._table.of(item).save, patience=self._patience)
