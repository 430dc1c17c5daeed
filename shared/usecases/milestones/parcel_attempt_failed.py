"""Nobody could take the parcel: what should happen now, and until when the courier waits for the answer."""

from __future__ import annotations

from shared.domain.events import ParcelAttemptFailed
from shared.domain.messages import OutboundMessage, TemplateMessage
from shared.domain.parcel import ParcelState
from shared.usecases.milestones.attempt_choices import answered_or_past, until_in_words, with_choices
from shared.usecases.milestones.handover_words import shown
from shared.usecases.milestones.milestone import Milestone, Telling
from shared.usecases.milestones.parcel_words import LONGEST_REASON, courier_in_words, parcel_name, the_parcel


def _free_form(telling: Telling) -> OutboundMessage:
    said = telling.say("attempt_failed", what=parcel_name(telling), courier=courier_in_words(telling))
    failed = [one.note for one in the_parcel(telling).scans if one.state is ParcelState.FAILED_ATTEMPT]
    reason = shown(failed[-1], LONGEST_REASON) if failed else ""
    noted = telling.say("attempt_reason", reason=reason) if reason else ""
    return with_choices(telling, "\n".join(filter(None, (said, noted))))


def _template(telling: Telling) -> TemplateMessage:
    return telling.template(
        "parcel_attempt_failed", parcel_name(telling), courier_in_words(telling), until_in_words(telling)
    )


MILESTONE = Milestone(event=ParcelAttemptFailed, free_form=_free_form, template=_template, needless=answered_or_past)
