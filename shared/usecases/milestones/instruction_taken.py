"""The courier took what the customer wants after a failed attempt: say it back, with its day or place."""

from __future__ import annotations

from shared.domain.events import DeliveryInstructionTaken
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import Address, Instruction, InstructionKind, ParcelState
from shared.usecases.milestones.days import day_in_words
from shared.usecases.milestones.handover_words import LONGEST_ADDRESS, shown
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import outside, parcel_name, the_parcel, with_link


def _instruction(telling: Telling) -> Instruction | None:
    """The newest of that kind after that attempt."""
    event = telling.event
    found = [one for one in the_parcel(telling).instructions if (one.attempt, one.kind) == (event.attempt, event.kind)]
    return found[-1] if found else None


def _plan(telling: Telling) -> str:
    """What happens now, as one sentence."""
    instruction = _instruction(telling)
    match telling.event.kind:
        case InstructionKind.OTHER_DAY if instruction and instruction.day:
            return telling.say("taken_other_day", day=day_in_words(telling, instruction.day))
        case InstructionKind.OTHER_ADDRESS if instruction and instruction.address:
            return telling.say("taken_other_address", address=_one_line(instruction.address))
        case InstructionKind.SEND_BACK:
            return telling.say("taken_send_back")
    return telling.say("taken_again")


def _one_line(to: Address) -> str:
    return shown(", ".join(filter(None, (to.line1, to.line2, to.city, to.postal_code))), LONGEST_ADDRESS)


def _free_form(telling: Telling) -> OutboundMessage:
    return with_link(telling, telling.say("instruction_taken", what=parcel_name(telling)), _plan(telling))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template("parcel_instruction", parcel_name(telling), _plan(telling))


_GONE_ON = outside(
    ParcelState.FAILED_ATTEMPT,
    ParcelState.AVAILABLE_FOR_PICKUP,
    ParcelState.IN_TRANSIT,
    ParcelState.EXCEPTION,
    ParcelState.RETURN_TO_SENDER,
)


def _needless(telling: Telling) -> bool:
    return _GONE_ON(telling) or the_parcel(telling).attempts > telling.event.attempt


MILESTONE = Milestone(event=DeliveryInstructionTaken, free_form=_free_form, template=_template, needless=_needless)
