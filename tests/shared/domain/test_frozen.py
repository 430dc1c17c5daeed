"""A dataclass made without compiling is one that the standard library would have made."""

import copy
import dataclasses
import pickle
from collections.abc import Mapping
from dataclasses import FrozenInstanceError, asdict, field, fields, is_dataclass, replace
from typing import Any, ClassVar

import pytest

from shared.domain.frozen import dataclass


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """A class with all that the domain's classes have."""

    VERSION: ClassVar[int] = 1

    id: str
    weight: int = 500
    marks: tuple[str, ...] = ()
    facts: Mapping[str, int] = field(default_factory=dict)

    @property
    def heavy(self) -> bool:
        """More than a kilogram."""
        return self.weight > 1000


@dataclass(frozen=True, kw_only=True)
class Express(Parcel):
    """A subclass adds fields, also such as have no default."""

    before: int


@dataclass(frozen=True, kw_only=True)
class Checked:
    """A class that refuses some values."""

    units: int

    def __post_init__(self) -> None:
        if self.units < 0:
            raise ValueError("below zero")


@dataclasses.dataclass(frozen=True, kw_only=True)
class Written:
    """What the standard library makes, to compare with."""

    id: str
    weight: int = 500


@dataclass(frozen=True, kw_only=True)
class Shared:
    """The same, made here."""

    id: str
    weight: int = 500


def test_takes_what_is_given_and_defaults_for_the_rest() -> None:
    """Each instance has a default of its own where a factory makes it."""
    one, other = Parcel(id="p1", marks=("glass",)), Parcel(id="p1")
    assert (one.id, one.weight, one.marks, one.facts, one.heavy) == ("p1", 500, ("glass",), {}, False)
    assert one.facts is not other.facts


def test_a_subclass_has_the_fields_of_both() -> None:
    """In the order of the standard library: the parent's first."""
    assert [one.name for one in fields(Express)] == ["id", "weight", "marks", "facts", "before"]
    assert Express(id="p1", before=12).before == 12


@pytest.mark.parametrize("values", [{}, {"weight": 1}, {"id": "p1", "colour": "red"}])
def test_refuses_what_is_missing_or_unknown(values: dict[str, Any]) -> None:
    """A misspelled field is an error, never an attribute."""
    with pytest.raises(TypeError):
        Parcel(**values)


def test_refuses_values_by_place() -> None:
    """Keyword-only."""
    with pytest.raises(TypeError):
        Parcel("p1")  # type: ignore[call-arg]


def test_cannot_be_changed() -> None:
    """Neither a field nor anything else, and nothing can be taken away."""
    one = Parcel(id="p1")
    with pytest.raises(FrozenInstanceError):
        one.id = "p2"  # type: ignore[misc]
    with pytest.raises(FrozenInstanceError):
        one.colour = "red"  # type: ignore[attr-defined]
    with pytest.raises(FrozenInstanceError):
        del one.id
    assert one == Parcel(id="p1")


def test_is_equal_by_class_and_values() -> None:
    """A subclass with the same values is another thing, and so is a stranger."""
    assert Shared(id="p1") == Shared(id="p1", weight=500)
    assert Shared(id="p1") != Shared(id="p2")
    assert Shared(id="p1") != Written(id="p1")  # type: ignore[comparison-overlap]
    assert Parcel(id="p1") != Express(id="p1", before=1)


def test_hashes_by_its_values() -> None:
    """Equal ones are one member of a set; what holds something that has no hash has none."""
    assert len({Shared(id="p1"), Shared(id="p1"), Shared(id="p2")}) == 2
    with pytest.raises(TypeError):
        hash(Parcel(id="p1"))


def test_runs_the_check_of_the_class_also_on_a_replaced_copy() -> None:
    """As ``__post_init__`` does everywhere."""
    one = Checked(units=1)
    with pytest.raises(ValueError, match="below zero"):
        replace(one, units=-1)


def test_is_shown_as_the_standard_library_shows_it() -> None:
    """A failing test names the values."""
    assert repr(Express(id="p1", before=7)) == "Express(id='p1', weight=500, marks=(), facts={}, before=7)"
    assert repr(Shared(id="p1")) == repr(Written(id="p1")).replace("Written", "Shared")


def test_works_with_the_tools_of_the_standard_library() -> None:
    """replace, asdict, copy, pickle."""
    one = Parcel(id="p1", facts={"fee": 3})
    assert is_dataclass(Parcel)
    assert replace(one, weight=7) == Parcel(id="p1", weight=7, facts={"fee": 3})
    assert asdict(one) == {"id": "p1", "weight": 500, "marks": (), "facts": {"fee": 3}}
    assert copy.deepcopy(one) == one
    assert pickle.loads(pickle.dumps(one)) == one  # noqa: S301 - our own bytes


def test_refuses_options_that_it_would_not_honour() -> None:
    """A field that is left out of comparing, or a class that may change, is made by the standard library."""
    with pytest.raises(TypeError, match="secret"):

        @dataclass(frozen=True, kw_only=True)
        class _Hidden:
            secret: str = field(repr=False)

    with pytest.raises(TypeError, match="frozen"):
        dataclass(frozen=False, kw_only=True)


def test_keeps_what_the_class_defines_by_itself() -> None:
    """Its own way of being shown or compared."""

    @dataclass(frozen=True, kw_only=True)
    class Own:
        id: str

        def __repr__(self) -> str:
            return f"<{self.id}>"

    assert repr(Own(id="p1")) == "<p1>"
