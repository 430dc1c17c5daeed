"""What a customer may choose after a failed attempt, and until when."""

from __future__ import annotations

from shared.domain.messages import ListMessage, OutboundMessage, Row, TextMessage
from shared.domain.parcel import InstructionKind, ParcelState
from shared.usecases.milestones.days import moment_in_words
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.parcel_words import deadline_of, is_inbound, outside, the_parcel


def parcel_tap_id(order_id: str, parcel_id: str, attempt: int, kind: InstructionKind) -> str:
    """The id of the row that says what is to happen after that attempt."""
    return f"parcel:{order_id}:{parcel_id}:{attempt}:{kind}"


def with_choices(telling: Telling, body: str) -> OutboundMessage:
    """The text with what may be chosen, and until when; once that time is over a person takes care of it."""
    event = telling.event
    deadline = deadline_of(event)
    if deadline is not None and telling.now >= deadline:
        return TextMessage(body=f"{body}\n{telling.say('attempt_too_late')}")
    until = telling.say("attempt_until", time=moment_in_words(telling, deadline)) if deadline else ""
    rows = tuple(
        Row(
            id=parcel_tap_id(event.order_id, event.parcel_id, event.attempt, kind),
            title=telling.say(f"parcel_{kind}_row"),
        )
        for kind in InstructionKind
    )
    return ListMessage(body="\n".join(filter(None, (body, until))), button=telling.say("choose_button"), rows=rows)


def until_in_words(telling: Telling) -> str:
    """The deadline, as a template has it."""
    deadline = deadline_of(telling.event)
    return moment_in_words(telling, deadline) if deadline else "–"


_ELSEWHERE = outside(ParcelState.FAILED_ATTEMPT, ParcelState.AVAILABLE_FOR_PICKUP)


def answered_or_past(telling: Telling) -> bool:
    """Whether the parcel is elsewhere by now, the attempt not the last one, or the customer has answered."""
    if _ELSEWHERE(telling):
        return True
    parcel, attempt = the_parcel(telling), telling.event.attempt
    answered = any(one.attempt >= attempt for one in parcel.instructions)
    return is_inbound(parcel) or parcel.attempts > attempt or answered
