"""Card numbers are found however people write them, and nothing else is taken for one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.cards import without_cards


@pytest.mark.parametrize(
    ("written", "left"),
    [
        ("4111111111111111", "••••"),
        ("my card is 4111 1111 1111 1111, thanks", "my card is ••••, thanks"),
        ("4111-1111-1111-1111 12/26 123", "••••"),
        ("4111 1111 1111 1111 12 26", "••••"),
        ("4111111111111111 exp 12/2027 cvv 123", "••••"),
        ("4111111111111111, my cvv is 1234 ok", "••••, my cvv is •••• ok"),
        ("cvc: 987 and 4111111111111111", "cvc: •••• and ••••"),
        ("4111.1111.1111.1111", "••••"),
        ("4111  1111 - 1111 – 1111", "••••"),
        ("4111\u00a01111\u00a01111\u00a01111", "••••"),
        ("4111\u200b1111\u200b1111\u200b1111", "••••"),
        ("4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1", "••••"),
        ("3782 822463 10005", "••••"),
        ("3056 930902 5904", "••••"),
        ("5555555555554444 or 4222222222222", "•••• or ••••"),
        ("४१११ ११११ ११११ ११११ से ले लो", "•••• से ले लो"),
        ("٤١١١١١١١١١١١١١١١", "••••"),
        ("6521 1111 1111 1110", "••••"),
        ("8171 9999 2766 0000", "••••"),
        ("visa4111111111111111!", "visa••••!"),
        ("2 taro 4111 1111 1111 1111 1 mango", "2 taro •••• 1 mango"),
        ("4111 1111\n1111 1111", "••••"),
        ("+16505551234 4111111111111111", "+16505551234 ••••"),
        ("6304 1000 0000 0008 1234", "••••"),
    ],
)
def test_a_card_number_is_taken_out_and_the_rest_stays(written: str, left: str) -> None:
    """In one piece, in groups, in any digits; its expiry date and its code go with it."""
    assert without_cards(written) == left


@pytest.mark.parametrize(
    "written",
    [
        "4111 1111 1111 1112",
        "411111111111111111111111",
        "+49 1511 2345678",
        "+4915112345678",
        "98765 43210 411001",
        "9876543210, 9876543211",
        "00919876543210",
        "ord_4f2a9c1d7e6b5a3f2c1d0e9f",
        "wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQ1RjNDOUE3",
        "1795284000123456",
        "0000 0000 0000 0000",
        "2 taro, 3 mango, 10 packets of 500 g at 5:30",
        "10 20 30 40 50 60 70 80",
        "²²²²²²²²²²²²²²²²",
        "",
    ],
)
def test_nothing_else_is_touched(written: str) -> None:
    """Phone numbers, ids, times, quantities, and numbers that fail the check digit."""
    assert without_cards(written) == written


@given(st.text(alphabet=st.characters(categories=["L", "N", "Z", "P", "Cf"]), max_size=300))
def test_any_text_can_be_looked_at_and_a_second_look_changes_nothing(text: str) -> None:
    """What was cleaned is clean."""
    once = without_cards(text)
    assert without_cards(once) == once


def test_a_page_of_digits_is_looked_at_in_no_time() -> None:
    """Sixty-four kilobytes of single digits cannot keep a worker busy."""
    text = "4 " * 32_768
    assert len(without_cards(text)) <= len(text)
