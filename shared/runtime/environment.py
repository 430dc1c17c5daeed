"""The environment of a function, read inside its handler.

MissingVariable     the function was deployed without a setting it cannot work without
"""

from __future__ import annotations

import os


class MissingVariable(Exception):
    """The environment variable `name` is absent or empty."""

    def __init__(self, *, name: str) -> None:
        super().__init__(f"environment variable {name} is not set")
        self.name = name


def required(name: str) -> str:
    """Return the variable `name`. Raises `MissingVariable`."""
    value = os.environ.get(name)
    if not value:
        raise MissingVariable(name=name)
    return value
