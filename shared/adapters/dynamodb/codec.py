"""What lies in the tables, and what it means: items as plain attributes <-> the domain.

An item is kept small because it is paid for by the kilobyte: what DynamoDB itself has to look at is an attribute of its
own, everything else is one JSON text, ``body``, without what is empty. Items outlive releases: a name here is only
ever added, and what is added must be readable where it is missing. Standard library only: stream functions read items
without loading an SDK. Orders, conversations and stock have files of their own beside this one.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from shared.domain.customer import Customer, Identity
from shared.domain.events import Event, from_detail
from shared.domain.messages import RANK, Intent, MessageState
from shared.domain.money import Money
from shared.domain.payment import AttemptStatus, PaymentAttempt

#: Attributes by name: strings and integers.
Item = dict[str, Any]
HEAD = "HEAD"
#: Characters kept of anything a customer wrote: what WhatsApp lets one type.
LONGEST_TEXT = 4096


def stamp(at: datetime) -> str:
    """RFC 3339 in UTC."""
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def moment(text: str) -> datetime:
    """The time that ``stamp`` wrote."""
    return datetime.fromisoformat(text)


def written(value: Mapping[str, Any]) -> str:
    """JSON without blanks and escapes. Half a character, which phones can send and no table takes, becomes ``?``."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.encode("utf-8", "replace").decode()


def packed(body: Mapping[str, Any]) -> str:
    """The body's JSON, without what is empty."""
    return written({key: value for key, value in body.items() if value not in (None, "", [], {})})


def present(item: Item) -> Item:
    """The attributes that have a value: the others are left out of the table."""
    return {name: value for name, value in item.items() if value is not None}


def id_in(key: str) -> str:
    """The id that a key like ``ORDER#<id>`` names."""
    return key.partition("#")[2]


def optional_moment(text: str | None) -> datetime | None:
    """The time that ``stamp`` wrote, if it was written."""
    return moment(text) if text else None


def optional_stamp(at: datetime | None) -> str | None:
    """The time as ``stamp`` writes it, if there is one."""
    return stamp(at) if at else None


def event_place(subject: str, sequence: int) -> str:
    """The sort key of an event. Orders count theirs from 1; others use times and versions, up to 16 digits."""
    return f"EVENT#{sequence:06d}" if subject.startswith("ORDER#") else f"EVENT#{sequence:016d}"


def payment_item(attempt: PaymentAttempt) -> Item:
    """A payment attempt, beside its order's head."""
    received = attempt.received
    body = {
        "provider": attempt.provider,
        "amount": [attempt.amount.amount, attempt.amount.currency],
        "created_at": stamp(attempt.created_at),
        "link_id": attempt.link_id,
        "url": attempt.url,
        "transaction_id": attempt.transaction_id,
        "received": [received.amount, received.currency] if received else None,
        "reason": attempt.reason,
    }
    return {
        "pk": f"ORDER#{attempt.order_id}",
        "sk": f"PAYMENT#{attempt.id}",
        "status": attempt.status.value,
        "body": packed(body),
    }


def payment_in(item: Item) -> PaymentAttempt:
    """The attempt of a payment item."""
    body = json.loads(item["body"])
    return PaymentAttempt(
        id=id_in(item["sk"]),
        order_id=id_in(item["pk"]),
        provider=body["provider"],
        amount=Money(*body["amount"]),
        status=AttemptStatus(item["status"]),
        created_at=moment(body["created_at"]),
        link_id=body.get("link_id"),
        url=body.get("url"),
        transaction_id=body.get("transaction_id"),
        received=Money(*body["received"]) if "received" in body else None,
        reason=body.get("reason"),
    )


def event_item(event: Event) -> Item:
    """One place of a timeline, with the event as it will travel."""
    return {
        "pk": event.subject,
        "sk": event_place(event.subject, event.sequence),
        "name": event.name,
        "at": stamp(event.at),
        "sequence": event.sequence,
        "body": written(event.detail()),
    }


def event_in(item: Item) -> Event:
    """The event of a timeline item. Raises KeyError for a name not in the catalogue."""
    return from_detail(json.loads(item["body"]))


def intent_item(intent: Intent) -> Item:
    """One message to a customer. ``rank`` is there for the condition that lets a state only move forward."""
    return present(
        {
            "pk": intent.subject,
            "sk": f"MESSAGE#{intent.id}",
            "customer_id": intent.customer_id,
            "state": intent.state.value,
            "rank": RANK[intent.state],
            "attempts": intent.attempts,
            "attempted_at": stamp(intent.attempted_at),
            "meta_id": intent.meta_id,
            "error": intent.error,
        }
    )


def intent_in(item: Item) -> Intent:
    """The intent of a message item."""
    return Intent(
        subject=item["pk"],
        id=id_in(item["sk"]),
        customer_id=item["customer_id"],
        state=MessageState(item["state"]),
        attempted_at=moment(item["attempted_at"]),
        attempts=item["attempts"],
        meta_id=item.get("meta_id"),
        error=item.get("error"),
    )


def customer_item(customer: Customer) -> Item:
    """A profile."""
    body = {
        "name": customer.name,
        "language": customer.language,
        "user_id": customer.identity.user_id,
        "wa_id": customer.identity.wa_id,
        "last_inbound_at": optional_stamp(customer.last_inbound_at),
        "language_chosen": customer.language_chosen or None,
        "address": customer.address,
        "postal_code": customer.postal_code,
        "marketing": customer.marketing,
    }
    return {"pk": f"CUSTOMER#{customer.id}", "sk": HEAD, "body": packed(body)}


def customer_in(item: Item) -> Customer:
    """The customer of a profile."""
    body = json.loads(item["body"])
    return Customer(
        id=id_in(item["pk"]),
        identity=Identity(user_id=body.get("user_id"), wa_id=body.get("wa_id")),
        name=body.get("name", ""),
        language=body["language"],
        last_inbound_at=optional_moment(body.get("last_inbound_at")),
        language_chosen=body.get("language_chosen", False),
        address=body.get("address", ""),
        postal_code=body.get("postal_code", ""),
        marketing=body.get("marketing"),
    )
