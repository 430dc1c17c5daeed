"""How each provider signs what it sends. Receivers verify over the raw bytes."""

import hashlib
import hmac
import unicodedata


def _hex_hmac(secret: str, message: bytes) -> str:
    return hmac.new(secret.encode(), message, hashlib.sha256).hexdigest()


def meta_signature(*, app_secret: str, body: bytes) -> str:
    """`X-Hub-Signature-256`: the app secret over the raw body."""
    return "sha256=" + _hex_hmac(app_secret, body)


def stripe_signature(*, secret: str, body: bytes, timestamp: int) -> str:
    """`Stripe-Signature`: the endpoint's `whsec_...`, used whole, over `<t>.<body>`; `timestamp` in Unix seconds."""
    return f"t={timestamp},v1=" + _hex_hmac(secret, str(timestamp).encode() + b"." + body)


def razorpay_signature(*, secret: str, body: bytes) -> str:
    """`X-Razorpay-Signature`: the webhook's own secret over the raw body."""
    return _hex_hmac(secret, body)


def razorpay_redirect_signature(
    *, key_secret: str, link_id: str, reference_id: str, status: str, payment_id: str
) -> str:
    """`razorpay_signature` in the query of the customer's way back: the API key's secret over the four values."""
    return _hex_hmac(key_secret, f"{link_id}|{reference_id}|{status}|{payment_id}".encode())


def easypost_signature(*, secret: str, body: bytes) -> str:
    """`X-Hmac-Signature`: the webhook's secret, NFKD-normalised, over the raw body."""
    return "hmac-sha256-hex=" + _hex_hmac(unicodedata.normalize("NFKD", secret), body)


def easypost_signature_v2(*, secret: str, timestamp: str, path: str, body: bytes) -> str:
    """`X-Hmac-Signature-V2`: the same key over `x-timestamp`, the method, `x-path` and the raw body."""
    message = f"{timestamp}POST{path}".encode() + body
    return "hmac-sha256-hex=" + _hex_hmac(unicodedata.normalize("NFKD", secret), message)
