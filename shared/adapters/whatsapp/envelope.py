"""What one WhatsApp webhook carries: every message, status and notice of every change of every entry.

Source: Meta, WhatsApp Cloud API, "Webhooks" reference (envelope `entry[].changes[].value`).
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

SPOKEN_FOR = frozenset({"messaging_product", "metadata", "contacts", "messages", "statuses"})
"""Keys of a `messages` change that travel with its messages and statuses. Any other one (`errors`) is a notice."""


class Updates:
    """One webhook, taken apart.

    `messages` and `notices` are Inbox contents, `statuses` are Meta's own objects, `broken` is what has none of the
    known shapes, `foreign` counts
    the updates of other phone numbers.
    """

    __slots__ = ("broken", "foreign", "messages", "notices", "statuses")

    def __init__(self) -> None:
        self.messages: list[dict[str, Any]] = []
        self.statuses: list[dict[str, Any]] = []
        self.notices: list[dict[str, Any]] = []
        self.broken: list[object] = []
        self.foreign = 0

    @property
    def ours(self) -> int:
        """How many updates are this store's to keep."""
        return len(self.messages) + len(self.statuses) + len(self.notices) + len(self.broken)


def updates_in(webhook: dict[str, Any], *, phone_number_id: str) -> Updates:
    """Take a webhook apart for the store that owns `phone_number_id`.

    Total: whatever the JSON looks like, nothing raises and nothing is lost.
    """
    updates = Updates()
    entries = webhook.get("entry")
    if not isinstance(entries, list):
        updates.broken.append(webhook)
        return updates
    for entry in entries:
        if isinstance(entry, dict) and isinstance(entry.get("changes"), list):
            for change in entry["changes"]:
                _take_change(updates, change, time=entry.get("time"), phone_number_id=phone_number_id)
        elif isinstance(entry, dict) and "field" in entry:
            # One documented account update has its field beside the entry's id instead of inside `changes`.
            _take_change(updates, entry, time=entry.get("time"), phone_number_id=phone_number_id)
        else:
            updates.broken.append(entry)
    return updates


def _take_change(updates: Updates, change: object, *, time: object, phone_number_id: str) -> None:
    if not isinstance(change, dict):
        updates.broken.append(change)
        return
    field, value = change.get("field"), change.get("value")
    number = _number(value)
    if field == "messages" and isinstance(value, dict):
        messages, statuses = _several(value.get("messages")), _several(value.get("statuses"))
        # Without a number nobody can say whose customer wrote, and guessing would put it in the wrong shop.
        if number != phone_number_id and (number is not None or messages or statuses):
            updates.foreign += max(1, len(messages) + len(statuses))
            return
        _take_messages(updates, messages, value)
        for status in statuses:
            (updates.statuses if isinstance(status, dict) else updates.broken).append(status)
        value = {key: held for key, held in value.items() if key not in SPOKEN_FOR}
        if value:
            updates.notices.append(_notice(field, {"metadata": {"phone_number_id": number}, **value}, time))
    elif number not in {None, phone_number_id}:
        updates.foreign += 1
    else:
        updates.notices.append(_notice(field, change if value is None else value, time))


def _take_messages(updates: Updates, messages: list[Any], value: dict[str, Any]) -> None:
    contacts = [contact for contact in _several(value.get("contacts")) if isinstance(contact, dict)]
    for message in messages:
        if isinstance(message, dict):
            contact = _contact_of(message, contacts)
            content = {
                "kind": "whatsapp_message",
                "message": message,
                "contact": contact,
                "metadata": value.get("metadata"),
            }
            updates.messages.append(content)
        else:
            updates.broken.append(message)


def _notice(field: object, value: object, time: object) -> dict[str, Any]:
    return {"kind": "whatsapp_notice", "field": field, "time": time, "value": value}


def _several(value: object) -> list[Any]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _number(value: object) -> str | None:
    metadata = value.get("metadata") if isinstance(value, dict) else None
    number = metadata.get("phone_number_id") if isinstance(metadata, dict) else None
    return None if number is None else str(number)


def _contact_of(message: dict[str, Any], contacts: list[dict[str, Any]]) -> dict[str, Any] | None:
    user_id, wa_id = message.get("from_user_id"), message.get("from")
    for contact in contacts:
        if user_id is not None and contact.get("user_id") == user_id:
            return contact
    for contact in contacts:
        if wa_id is not None and contact.get("wa_id") == wa_id:
            return contact
    anonymous = user_id is None and wa_id is None and message.get("type") != "system"
    return contacts[0] if anonymous and len(contacts) == 1 else None


def customer_of(content: dict[str, Any]) -> str | None:
    """Return who sent a message: the business-scoped user id, else the WhatsApp id; None where Meta names neither."""
    message, contact = content["message"], content["contact"] or {}
    for named in (message.get("from_user_id"), contact.get("user_id"), contact.get("wa_id"), message.get("from")):
        if isinstance(named, str) and named:
            return named
    return None
