"""The store's record, wired to the tables this function may use, and kept while warm."""

from __future__ import annotations

import os
from functools import cache

from shared.adapters.dynamodb.record import Record
from shared.adapters.dynamodb.tables import connected
from shared.runtime.environment import required

#: Stands for a table that this function was not given and has no right to: DynamoDB's refusal will name it.
NOT_GIVEN = "table-not-given-to-this-function"


@cache
def record() -> Record:
    """The record of this function's store; no call is made yet. Raises MissingVariable."""
    return Record(
        connection=connected(region=required("AWS_REGION")),
        orders=_table("ORDERS"),
        stock=_table("STOCK"),
        catalog=_table("CATALOG"),
        customers=_table("CUSTOMERS"),
    )


def _table(name: str) -> str:
    return os.environ.get(f"{name}_TABLE") or f"{NOT_GIVEN}-{name.lower()}"
