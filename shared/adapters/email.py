"""The port Mailer over Amazon SES (API version 2010-12-01, action ``ses:SendEmail``)."""

from __future__ import annotations

import re
from email.utils import parseaddr
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from shared.adapters.aws_errors import port_error
from shared.ports import Refused

CHARSET = "UTF-8"
_ADDRESS = re.compile(r"[!-?A-~]+@[!-?A-~]+")
#: SES's words for a sender that is not set up: every email will be refused until a person acts.
SENDER_REFUSED = frozenset(
    {
        "AccountSendingPausedException",
        "ConfigurationSetSendingPausedException",
        "MailFromDomainNotVerifiedException",
        "MessageRejected",
    }
)


class SesMailer:
    """Sends plain text from one verified address. ``client`` is botocore's for ``ses``, with timeouts set."""

    def __init__(self, *, client: Any, sender: str) -> None:
        self._client = client
        self._sender = sender

    def send(self, *, to: str, subject: str, text: str) -> str:
        """Hand the email over; returns SES's message id. Raises Unavailable, Refused."""
        address = parseaddr(to)[1]
        if not _ADDRESS.fullmatch(address) or not to.isprintable():
            raise Refused("bad_address", "the recipient is no email address", alarm=True)
        try:
            answer = self._client.send_email(
                Source=self._sender,
                Destination={"ToAddresses": [address]},
                Message={
                    # A line break would begin another header.
                    "Subject": {"Data": " ".join(subject.split()), "Charset": CHARSET},
                    "Body": {"Text": {"Data": text, "Charset": CHARSET}},
                },
            )
        except (BotoCoreError, ClientError) as error:
            problem = port_error(error)
            if isinstance(problem, Refused):
                alarm = problem.alarm or problem.code in SENDER_REFUSED
                raise Refused(problem.code, "SES would not take the email", alarm=alarm) from None
            raise problem from None
        return str(answer["MessageId"])
