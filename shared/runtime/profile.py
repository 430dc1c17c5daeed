"""The store's profile, as every function is given it."""

from __future__ import annotations

import json

from shared.domain.store import Store
from shared.runtime.environment import required


def store_profile() -> Store:
    """Read ``STORE``. Raises MissingVariable, and KeyError naming a field that is missing."""
    return Store.from_profile(json.loads(required("STORE")))
