"""What Meta tells of our messages."""

from datetime import UTC, datetime
from typing import Any

import pytest

from shared.adapters.whatsapp.statuses import MessageStatus, UnreadableStatus, status_in
from shared.domain.messages import MessageState


def status(word: Any = "delivered", **more: Any) -> dict[str, Any]:
    """One element of ``statuses``; None removes a field."""
    whole = {
        "id": "wamid.HBgL",
        "status": word,
        "timestamp": "1795284000",
        "recipient_id": "16505551234",
        "biz_opaque_callback_data": "ORDER#ord_1|OrderConfirmed.3",
    } | more
    return {key: value for key, value in whole.items() if value is not None}


@pytest.mark.parametrize(
    ("word", "state"),
    [
        ("sent", MessageState.SENT),
        ("delivered", MessageState.DELIVERED),
        ("read", MessageState.READ),
        ("played", MessageState.READ),
    ],
)
def test_a_status_says_which_message_of_ours_came_how_far(word: str, state: MessageState) -> None:
    """Our own tag comes back, with Meta's id and time; a voice message heard is a message read."""
    assert status_in(status(word)) == MessageStatus(
        tag="ORDER#ord_1|OrderConfirmed.3",
        meta_id="wamid.HBgL",
        state=state,
        at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    ("errors", "code"),
    [
        ([{"code": 131026, "title": "Message undeliverable"}], "131026"),
        ([{"title": "?"}], "unknown"),
        ([], "unknown"),
        (None, "unknown"),
        ("odd", "unknown"),
    ],
)
def test_a_failure_carries_metas_code(errors: Any, code: str) -> None:
    """Without one it is still a failure."""
    read = status_in(status("failed", errors=errors))
    assert read is not None
    assert (read.state, read.error) == (MessageState.FAILED, code)


def test_a_message_of_somebody_else_has_no_tag() -> None:
    """People who answer from the phone app send without one."""
    read = status_in(status(biz_opaque_callback_data=None, recipient_id=None))
    assert read is not None
    assert read.tag is None


@pytest.mark.parametrize(
    "payment",
    [
        status("captured", type="payment", payment={"reference_id": "1"}),
        status("failed", type="payment"),
        status("failed", payment={"reference_id": "1"}),
        status("pending"),
        status("deleted"),
        status("warning"),
    ],
)
def test_what_is_not_about_how_far_a_message_came_is_left_out(payment: dict[str, Any]) -> None:
    """Payments in India share the list and the word ``pending``."""
    assert status_in(payment) is None


@pytest.mark.parametrize(
    ("odd", "what"),
    [
        (status("teleported"), "word: teleported"),
        (status(None), "word: None"),
        (status(["sent"]), "word: ['sent']"),
        (status(id=None), "id"),
        (status(timestamp="now"), "time"),
    ],
)
def test_a_word_we_do_not_know_is_a_failure_and_no_guess(odd: dict[str, Any], what: str) -> None:
    """The reader says what it stumbled over."""
    with pytest.raises(UnreadableStatus) as stumble:
        status_in(odd)
    assert stumble.value.what == what
