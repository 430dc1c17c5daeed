"""Deliveries that failed: Shiprocket asks what to do, and waits for the answer, but not for ever."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from infra.local.simulators import shiprocket_objects as objects
from infra.local.simulators.carriers import Haul
from infra.local.simulators.clock import rfc3339
from infra.local.simulators.shiprocket_rules import ShiprocketError, check_action
from infra.local.simulators.world import Json

WAITS = timedelta(hours=48)
LATEST_DAYS = 7


@dataclass(slots=True, kw_only=True)
class Ndr:
    """One failed attempt ("non-delivery report"). `history` is what was done about it, as the API shows it."""

    id: int
    number: int
    reason: str
    raised_at: datetime
    open: bool = True
    history: list[Json] = field(default_factory=list)
    answers: list[Json] = field(default_factory=list)

    @property
    def deadline(self) -> datetime:
        """Until then it takes an answer (UTC)."""
        return self.raised_at + WAITS


def open_case(cases: list[Ndr], haul: Haul, *, reason: str) -> Ndr:
    """The case of the attempt that just failed; an earlier one is closed."""
    for one in cases:
        one.open = False
    at = haul.scans[-1].at
    number = haul.attempts
    made = Ndr(
        id=5_000_000 + int(haul.tracking_code) % 1_000_000 * 10 + number,
        number=number,
        reason=reason or "Customer not available or contactable",
        raised_at=at,
    )
    made.history.append({"ndr_reason": made.reason, "ndr_attempt": number, "ndr_raised_at": objects.stamp(at)})
    cases.append(made)
    return made


def answer(case: Ndr | None, haul: Haul, asked: Json, *, now: datetime) -> str:
    """Take the store's answer; its action. The same answer again changes nothing. Raises `ShiprocketError`."""
    today = now.astimezone(objects.INDIA).date()
    latest = today + timedelta(days=LATEST_DAYS)
    action = check_action(asked, today=today.isoformat(), latest=latest.isoformat())
    if case is None or not case.open:
        raise ShiprocketError("NDR action cannot be taken: the shipment is not undelivered.")
    if now > case.deadline:
        raise ShiprocketError("NDR action cannot be taken: the time for it is over.")
    if case.answers and case.answers[-1] == asked:
        return ""
    if any(one["action"] == "return" for one in case.answers):
        raise ShiprocketError("NDR action cannot be taken: RTO is initiated already.")
    case.answers.append(asked)
    case.history.append({"action": action, "comments": asked["comments"], "action_date": objects.stamp(now)})
    haul.instructions.append({"at": rfc3339(now), "attempt": case.number, **asked})
    haul.deadline = None
    if action == "re-attempt":
        deferred = asked.get("deferred_date")
        haul.expected = date.fromisoformat(deferred) if deferred else today + timedelta(days=1)
        if asked.get("address1"):
            haul.receiver = {**haul.receiver, "line1": asked["address1"], "line2": asked.get("address2") or ""}
    return action


def shown(case: Ndr, haul: Haul, *, reference: str) -> Json:
    """A case as `GET /ndr` shows it."""
    return {
        "id": case.id,
        "shipment_id": int(haul.shipment_id),
        "awb_code": haul.tracking_code,
        "channel_order_id": reference,
        "status": "UNDELIVERED",
        "status_code": 36,
        "reason": case.reason,
        "attempts": case.number,
        "ndr_raised_at": objects.stamp(case.raised_at),
        "courier": haul.carrier,
        "customer_name": haul.receiver.get("name"),
        "customer_phone": haul.receiver.get("phone"),
        "customer_address": haul.receiver.get("line1"),
        "customer_city": haul.receiver.get("city"),
        "customer_state": haul.receiver.get("state"),
        "customer_pincode": haul.receiver.get("postal_code"),
        "history": case.history,
    }
