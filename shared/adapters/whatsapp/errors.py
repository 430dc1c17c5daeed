"""What the Graph API's error codes mean to us. A code that is not in the table is a failure a person must look at.

Source: Meta, WhatsApp Cloud API, "Error codes". Meta asks to go by the code, not by the HTTP status.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from shared.ports import Ambiguous, PortError, Refused, Unavailable


class Reaction(StrEnum):
    """``retry``: not sent, may work later. ``refuse``: no, and no again. ``alarm``: no, until a person acts."""

    RETRY = "retry"
    REFUSE = "refuse"
    ALARM = "alarm"


@dataclass(frozen=True)
class Rule:
    """The reaction to a code and what it means; ``after`` is seconds until a retry makes sense."""

    reaction: Reaction
    meaning: str
    after: int = 15


def _retry(meaning: str, *, after: int = 15) -> Rule:
    return Rule(Reaction.RETRY, meaning, after)


def _refuse(meaning: str) -> Rule:
    return Rule(Reaction.REFUSE, meaning)


def _alarm(meaning: str) -> Rule:
    return Rule(Reaction.ALARM, meaning)


_PERMISSION = _alarm("the token may not do this")

CODES: Mapping[int, Rule] = {
    # Token and permissions.
    0: _alarm("the token is not valid"),
    190: _alarm("the token is not valid or has expired"),
    3: _PERMISSION,
    10: _PERMISSION,
    **dict.fromkeys(range(200, 300), _PERMISSION),
    131005: _PERMISSION,
    # Meta's own trouble: it says that the message was not taken.
    1: _retry("unknown error at Meta"),
    2: _retry("Meta is down"),
    131000: _retry("something went wrong at Meta"),
    131016: _retry("Meta is overloaded"),
    133004: _retry("Meta's server is not available"),
    131057: _retry("the account is in maintenance", after=120),
    2494100: _retry("the account is in maintenance", after=120),
    # Too much, too fast.
    4: _retry("too many calls by this app", after=300),
    80007: _retry("too many calls for this account", after=300),
    130429: _retry("too many messages a second from this number", after=5),
    131056: _retry("too many messages to this customer", after=6),
    132069: _retry("the flow is throttled", after=60),
    131048: _alarm("Meta limits this number for spam"),
    131064: _alarm("the messaging limit is reached"),
    # The account.
    368: _alarm("the account is blocked"),
    131031: _alarm("the account is locked"),
    130497: _alarm("the account may not write to this country"),
    131037: _alarm("the display name is not approved"),
    131042: _alarm("Meta's bill is not paid or no payment method is set"),
    131045: _alarm("the number is not registered correctly"),
    133010: _alarm("the number is not registered"),
    131063: _alarm("marketing templates are switched off"),
    134011: _alarm("the terms of WhatsApp payments are not accepted"),
    # The customer.
    131047: _refuse("more than 24 hours since the customer wrote: a template is needed"),
    131049: _refuse("Meta chose not to deliver this"),
    131050: _refuse("the customer does not want marketing messages"),
    130472: _refuse("the customer is in one of Meta's experiments"),
    131026: _refuse("the customer cannot receive this message"),
    131021: _refuse("the number cannot write to itself"),
    131030: _refuse("the customer is not on the test number's list"),
    131062: _refuse("this message needs a phone number"),
    137000: _refuse("the customer's identity has changed"),
    # What we sent.
    33: _alarm("the number we send from does not exist or is not ours"),
    100: _alarm("a parameter is not valid"),
    131008: _alarm("a parameter is missing"),
    131009: _alarm("a parameter's value is not valid"),
    131051: _alarm("this type of message is not supported"),
    131052: _refuse("the customer's media could not be loaded"),
    131053: _refuse("our media could not be uploaded"),
    135000: _alarm("the message is not valid"),
    # Templates.
    132000: _alarm("the template takes another number of values"),
    132001: _alarm("the template does not exist in this language or is not approved"),
    132005: _alarm("the filled template is too long"),
    132007: _alarm("the template breaks Meta's content policy"),
    132008: _alarm("a value of the template has the wrong format"),
    132012: _alarm("a value of the template has the wrong format"),
    132015: _alarm("the template is paused for low quality"),
    132016: _alarm("the template is disabled for low quality"),
    132018: _alarm("a value of the template has the wrong format"),
    132068: _alarm("the flow is blocked"),
}

TOO_MANY_REQUESTS = 429
_LONG_NUMBER = re.compile(r"\+?\d{7,}")
_LONGEST_REASON = 200


def port_error(status: int, body: Mapping[str, Any] | None) -> PortError:
    """The port's error for an answer that is no success. ``body`` is the answer's JSON object, None when it had none.

    An answer that holds no error of Meta's leaves open what was done: Ambiguous. Only a refusal for haste is clear
    without one.
    """
    error = body.get("error") if body else None
    code = _code(error.get("code")) if isinstance(error, dict) else None
    if code is None or not isinstance(error, dict):
        if status == TOO_MANY_REQUESTS:
            return Unavailable("too many requests")
        return Ambiguous(f"HTTP {status} without an error that can be read")
    rule = CODES.get(code)
    if rule is None:
        return Refused(str(code), _reason("unknown code", error), alarm=True)
    if rule.reaction is Reaction.RETRY:
        return Unavailable(f"{code}: {rule.meaning}", retry_after=rule.after)
    return Refused(str(code), _reason(rule.meaning, error), alarm=rule.reaction is Reaction.ALARM)


def _code(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _reason(meaning: str, error: Mapping[str, Any]) -> str:
    """Our words and Meta's details, which may be an object or a text and may quote a phone number."""
    data = error.get("error_data")
    details = data.get("details") if isinstance(data, dict) else data
    said = _LONG_NUMBER.sub("[number]", str(details or error.get("message") or ""))
    return f"{meaning} ({said[:_LONGEST_REASON]})" if said else meaning
