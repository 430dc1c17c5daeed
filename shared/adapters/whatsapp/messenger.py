"""The port Messenger over WhatsApp's Cloud API.

Meta knows no idempotency key for messages, so nothing is tried twice here: an answer that never came is Ambiguous, and
the status webhook, which repeats our tag, settles it.
"""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import requests

from shared.adapters.http_session import json_object, kept_session, never_left
from shared.adapters.whatsapp.bodies import graph_body
from shared.adapters.whatsapp.errors import port_error
from shared.domain.customer import Identity
from shared.domain.messages import OutboundMessage
from shared.ports import Ambiguous, Unavailable

OK = 200
#: Seconds to connect and to wait for an answer when a message is marked as read: nothing hangs on it.
SHORT = (1, 2)


class WhatsAppMessenger:
    """Sends from one phone number. ``api_url`` ends with the Graph API's version, ``catalog_id`` is the store's."""

    def __init__(
        self,
        *,
        api_url: str,
        phone_number_id: str,
        token: str,
        catalog_id: str = "",
        session: requests.Session | None = None,
    ) -> None:
        self._url = f"{api_url.rstrip('/')}/{phone_number_id}/messages"
        self._catalog_id = catalog_id
        self._headers = {"Authorization": f"Bearer {token}"}
        self._session = session or kept_session()

    def send(self, *, to: Identity, message: OutboundMessage, tag: str) -> str:
        """Ask Meta to send; returns Meta's message id (``wamid...``). Raises Unavailable, Ambiguous, Refused."""
        body = graph_body(message, to=to, tag=tag, catalog_id=self._catalog_id)
        try:
            answer = self._session.post(self._url, json=body, headers=self._headers)
        except requests.RequestException as error:
            if never_left(error):
                raise Unavailable(f"Meta cannot be reached: {type(error).__name__}") from None
            raise Ambiguous(f"no answer from Meta: {type(error).__name__}") from None
        said = json_object(answer)
        message_id = _message_id(said) if answer.status_code == OK else None
        if message_id is None:
            raise port_error(answer.status_code, said)
        return message_id

    def mark_read(self, message_id: str) -> None:
        """Show the customer's message as read, and all before it. Whatever goes wrong is let go."""
        receipt = {"messaging_product": "whatsapp", "status": "read", "message_id": message_id}
        with suppress(requests.RequestException):
            self._session.post(self._url, json=receipt, headers=self._headers, timeout=SHORT)


def _message_id(said: dict[str, Any] | None) -> str | None:
    messages = (said or {}).get("messages")
    first = messages[0] if isinstance(messages, list) and messages else None
    found = first.get("id") if isinstance(first, dict) else None
    return found if isinstance(found, str) and found else None
