"""``dataclass(frozen=True, kw_only=True)`` as in the standard library, made without compiling any code.

The standard library writes six methods for each class as text and compiles them when the module is loaded: for the
hundred classes that a cart loads, a fifth of a cold start. Here all classes share one text of each. For type checkers
it is the standard library's own; ``fields``, ``replace`` and ``asdict`` work as ever. Why, and where it does not pay:
docs/decisions/0015.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any, NoReturn, TypeVar

TYPE_CHECKING = False

__all__ = ("dataclass",)

_T = TypeVar("_T")


class _Methods:
    """What each class is given. ``__plan__`` has its fields: name, default, factory of the default."""

    __plan__: tuple[tuple[str, Any, Any], ...]

    def __init__(self, **given: Any) -> None:
        # Past `__setattr__`, which refuses.
        values, missing = self.__dict__, []
        for name, default, factory in self.__plan__:
            if name in given:
                values[name] = given.pop(name)
            elif default is not dataclasses.MISSING:
                values[name] = default
            elif factory is not dataclasses.MISSING:
                values[name] = factory()
            else:
                missing.append(name)
        if missing or given:
            raise TypeError(f"{type(self).__qualname__}: missing {missing}, unknown {sorted(given)}")
        check = getattr(self, "__post_init__", None)
        if check is not None:
            check()

    def __setattr__(self, name: str, value: object) -> NoReturn:
        raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")

    def __delattr__(self, name: str) -> NoReturn:
        raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        return _values(self) == _values(other)

    def __hash__(self) -> int:
        return hash(_values(self))

    def __repr__(self) -> str:
        shown = (f"{name}={getattr(self, name)!r}" for name, _, _ in self.__plan__)
        return f"{type(self).__qualname__}({', '.join(shown)})"


def _values(one: Any) -> tuple[Any, ...]:
    return tuple([getattr(one, name) for name, _, _ in one.__plan__])


def _frozen(cls: type[_T]) -> type[_T]:
    made: Any = dataclasses.dataclass(kw_only=True, init=False, eq=False, repr=False)(cls)
    own = dataclasses.fields(made)
    if odd := [one.name for one in own if not (one.init and one.repr and one.compare and one.kw_only)]:
        raise TypeError(f"{cls.__qualname__}: options of a field are not honoured here: {odd}")
    made.__plan__ = tuple((one.name, one.default, one.default_factory) for one in own)
    for name in ("__init__", "__setattr__", "__delattr__", "__eq__", "__hash__", "__repr__"):
        # What the class defines by itself stays, as in the standard library. (Python puts a `__hash__` of None beside
        # an `__eq__`.)
        if cls.__dict__.get(name) is None:
            setattr(made, name, getattr(_Methods, name))
    return cls


if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, kw_only: bool) -> Callable[[type[_T]], type[_T]]:
        """A frozen, keyword-only dataclass; there is no other kind here, so both options are True."""
        if not (frozen and kw_only):
            raise TypeError("only frozen, keyword-only dataclasses are made here")
        return _frozen
