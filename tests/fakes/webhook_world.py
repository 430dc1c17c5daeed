"""A store's webhook functions with the cloud around them played by one loopback endpoint."""

import hashlib
import hmac
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from functions.parcel_webhook import handler as parcel_webhook
from functions.payment_webhook import handler as payment_webhook
from functions.queue_message import handler as queue_message
from functions.whatsapp_webhook import handler as whatsapp_webhook
from shared.adapters.aws_light import service
from tests.fakes.aws_endpoint import AwsEndpoint

INBOX = "https://sqs.us-east-1.amazonaws.com/000000000000/Inbox.fifo"
STATUSES = "https://sqs.us-east-1.amazonaws.com/000000000000/Statuses"
MESSAGES = "https://sqs.us-east-1.amazonaws.com/000000000000/Messages.fifo"
PARCEL_NEWS = "https://sqs.us-east-1.amazonaws.com/000000000000/ParcelNews.fifo"
PHONE_NUMBER_ID = "106540352242922"
APP_SECRET = "app-secret-canary"
VERIFY_TOKEN = "verify-token-canary"
PAYMENT_SECRET = "whsec-canary"
PARCEL_SECRET = "parcel-canary"

ENVIRONMENT = {
    "AWS_REGION": "us-east-1",
    "AWS_ACCESS_KEY_ID": "ASIAEXAMPLE",
    "AWS_SECRET_ACCESS_KEY": "secret-key-canary",
    "AWS_SESSION_TOKEN": "session-token-canary",
    "STORE_ID": "mpls",
    "INBOX_QUEUE_URL": INBOX,
    "STATUSES_QUEUE_URL": STATUSES,
    "MESSAGES_QUEUE_URL": MESSAGES,
    "PHONE_NUMBER_ID": PHONE_NUMBER_ID,
    "APP_SECRET_PARAMETER": "/tillhook/mpls/whatsapp/app_secret",
    "VERIFY_TOKEN_PARAMETER": "/tillhook/mpls/whatsapp/verify_token",
    "PAYMENT_PROVIDER": "stripe",
    "PAYMENT_WEBHOOK_SECRET_PARAMETER": "/tillhook/mpls/payment/webhook_secret",
    "PARCEL_NEWS_QUEUE_URL": PARCEL_NEWS,
    "COURIER": "easypost",
    "PARCEL_WEBHOOK_SECRET_PARAMETER": "/tillhook/mpls/parcel/webhook_secret",
}
PARAMETERS = {
    ENVIRONMENT["APP_SECRET_PARAMETER"]: APP_SECRET,
    ENVIRONMENT["VERIFY_TOKEN_PARAMETER"]: VERIFY_TOKEN,
    ENVIRONMENT["PAYMENT_WEBHOOK_SECRET_PARAMETER"]: PAYMENT_SECRET,
    ENVIRONMENT["PARCEL_WEBHOOK_SECRET_PARAMETER"]: PARCEL_SECRET,
}


@contextmanager
def webhook_world(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """Give cold functions an environment and an endpoint that works."""
    monkeypatch.setattr(service, "PAUSE_SECONDS", 0.0)
    for module in (whatsapp_webhook, payment_webhook, parcel_webhook, queue_message):
        monkeypatch.setattr(module.Settings, "_warm", None)
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    with AwsEndpoint() as endpoint:
        endpoint.parameters.update(PARAMETERS)
        monkeypatch.setenv("AWS_ENDPOINT_URL", endpoint.url)
        yield endpoint


def hex_hmac(secret: str, signed: bytes) -> str:
    """Sign as all senders do who sign."""
    return hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest()
