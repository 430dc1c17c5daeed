"""Whatever colour a store chooses, what stands on it can be read."""

from __future__ import annotations

import pytest

from shared.domain.look import contrast, ink_on, is_colour


@pytest.mark.parametrize(
    ("one", "other", "ratio"),
    [("#000", "#fff", 21.0), ("#777777", "#ffffff", 4.48), ("#767676", "#ffffff", 4.54), ("#0a7", "#00aa77", 1.0)],
)
def test_contrast_is_as_wcag_counts_it(one: str, other: str, ratio: float) -> None:
    """Known pairs, also in short digits, in either order."""
    assert round(contrast(one, other), 2) == ratio
    assert contrast(one, other) == contrast(other, one)


@pytest.mark.parametrize(
    ("colour", "ink"),
    [("#000", "#ffffff"), ("#fff", "#000000"), ("#ffd400", "#000000"), ("#0a7", "#000000"), ("#6b2fa0", "#ffffff")],
)
def test_the_ink_is_the_one_that_can_be_read(colour: str, ink: str) -> None:
    """Black on bright colours, white on dark ones."""
    assert ink_on(colour) == ink


def test_on_every_colour_there_is_an_ink_that_can_be_read() -> None:
    """4,096 colours, evenly spread."""
    digits = "0123456789abcdef"
    every = [f"#{red}{green}{blue}" for red in digits for green in digits for blue in digits]
    assert [one for one in every if contrast(one, ink_on(one)) < 4.5] == []


@pytest.mark.parametrize("text", ["", "0a7", "#0a", "#00aa7", "red", "#0a7;}", "#ggg", "#0a7\n"])
def test_what_is_no_colour_is_none(text: str) -> None:
    """It would end in a page's style."""
    assert not is_colour(text)
    assert is_colour("#0A7")
    assert is_colour("#00aa77")
