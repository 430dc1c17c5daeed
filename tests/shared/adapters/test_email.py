"""The port Mailer over SES, and its fake."""

from collections.abc import Iterator
from typing import Any

import botocore.session
import pytest
from botocore.exceptions import ClientError, ConnectTimeoutError
from moto import mock_aws
from moto.core.models import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from shared.adapters.email import SesMailer
from shared.ports import Mailer, Refused, Unavailable
from tests.fakes.mailer import FakeMailer

SENDER = "orders@northloopboba.example"
SUPPLIER = "orders@pearls.example"


@pytest.fixture
def ses(monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """SES in memory, the sender verified."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "test")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "test")
    with mock_aws():
        client = botocore.session.get_session().create_client("ses", region_name="us-east-1")
        client.verify_email_identity(EmailAddress=SENDER)
        yield client


class FailingSes:
    """An SES that answers with one error."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def send_email(self, **_: Any) -> Any:
        """Fail."""
        raise self._error


def client_error(code: str, status: int = 400) -> ClientError:
    """An error as botocore raises it."""
    return ClientError({"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}, "SendEmail")


def test_an_email_leaves_with_its_words_and_comes_back_with_an_id(ses: Any) -> None:
    """Plain text, UTF-8, from the store's own address."""
    email_id = SesMailer(client=ses, sender=SENDER).send(
        to=f"Pearls & Co <{SUPPLIER}>", subject="20 × tapioca\r\nBcc: x@evil.example", text="Señor,\n20 kg, por favor."
    )
    sent = ses_backends[DEFAULT_ACCOUNT_ID]["us-east-1"].sent_messages
    assert [one.id for one in sent] == [email_id]
    assert (sent[0].source, sent[0].destinations["ToAddresses"]) == (SENDER, [SUPPLIER])
    assert (sent[0].subject, sent[0].body) == ("20 × tapioca Bcc: x@evil.example", "Señor,\n20 kg, por favor.")


def test_a_sender_that_is_not_verified_calls_a_person(ses: Any) -> None:
    """Every email will be refused until somebody acts."""
    with pytest.raises(Refused) as no:
        SesMailer(client=ses, sender="nobody@elsewhere.example").send(to=SUPPLIER, subject="s", text="t")
    assert (no.value.code, no.value.alarm) == ("MessageRejected", True)


@pytest.mark.parametrize("address", ["", "pearls", "a b@x.example", "ñ@x.example", "a@x.example\nBcc: b"])
def test_what_is_no_address_is_refused_before_ses_is_asked(address: str) -> None:
    """A person has to mend the supplier."""
    with pytest.raises(Refused) as no:
        SesMailer(client=FailingSes(AssertionError("asked")), sender=SENDER).send(to=address, subject="s", text="t")
    assert (no.value.code, no.value.alarm) == ("bad_address", True)


@pytest.mark.parametrize(
    "error",
    [
        client_error("Throttling"),
        client_error("ServiceUnavailable", 503),
        client_error("TooManyRequests", 429),
        ConnectTimeoutError(endpoint_url="https://email"),
    ],
)
def test_an_ses_in_trouble_is_unavailable(error: Exception) -> None:
    """The queue brings the email again."""
    with pytest.raises(Unavailable):
        SesMailer(client=FailingSes(error), sender=SENDER).send(to=SUPPLIER, subject="s", text="t")


@pytest.mark.parametrize(
    ("code", "alarm"),
    [("AccessDenied", True), ("AccountSendingPausedException", True), ("InvalidParameterValue", False)],
)
def test_a_refusal_keeps_ses_word_for_it(code: str, alarm: bool) -> None:  # noqa: FBT001 (a table)
    """A missing right calls a person."""
    with pytest.raises(Refused) as no:
        SesMailer(client=FailingSes(client_error(code)), sender=SENDER).send(to=SUPPLIER, subject="s", text="t")
    assert (no.value.code, no.value.alarm) == (code, alarm)


def test_the_fake_keeps_what_was_sent() -> None:
    """And fails, or loses an answer, when it is told to."""
    fake = FakeMailer()
    mailer: Mailer = fake
    fake.fail_next(Unavailable("down"))
    with pytest.raises(Unavailable):
        mailer.send(to=SUPPLIER, subject="s", text="t")
    fake.lose_next_answer()
    with pytest.raises(Unavailable):
        mailer.send(to=SUPPLIER, subject="s", text="t")
    assert mailer.send(to=SUPPLIER, subject="again", text="t") == "email-2"
    assert [one.subject for one in fake.outbox] == ["s", "again"]
