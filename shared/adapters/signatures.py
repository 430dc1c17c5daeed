"""Is this webhook from who it says? Judged by the raw bytes, in constant time; in doubt the answer is no.

`secrets` are all secrets that may still sign (the old and the new one during a rotation); empty ones never match.
Sources: Meta, "Validate payloads" of the webhooks guide; Stripe, "Resolve webhook signature verification errors";
Razorpay, "Validate and test webhooks".
"""

from __future__ import annotations

import hmac

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

STRIPE_TOLERANCE_SECONDS = 300


def signed_by_meta(body: bytes, *, header: str | None, secrets: Sequence[str]) -> bool:
    """Check `X-Hub-Signature-256`: `sha256=` and the lower-case hex HMAC-SHA256 of the body under the app secret."""
    if header is None or not header.startswith("sha256="):
        return False
    return _any_signs(body, claimed=[header.removeprefix("sha256=")], secrets=secrets)


def signed_by_razorpay(body: bytes, *, header: str | None, secrets: Sequence[str]) -> bool:
    """Check `X-Razorpay-Signature`: the lower-case hex HMAC-SHA256 of the body under the webhook's own secret."""
    if header is None:
        return False
    return _any_signs(body, claimed=[header], secrets=secrets)


def signed_by_stripe(body: bytes, *, header: str | None, secrets: Sequence[str], now: float) -> bool:
    """Check `Stripe-Signature`: `t=<unix>,v1=<hex>[,v1=...]` over `<t>.<body>`, `t` at most 300 s before `now`.

    A `t` ahead of our clock is accepted, as in Stripe's own library: only Stripe can have signed it.
    """
    if header is None:
        return False
    parts = [part.strip().partition("=") for part in header.split(",")]
    times = [value for name, _, value in parts if name == "t"]
    claimed = [value for name, _, value in parts if name == "v1"]
    if len(times) != 1 or not (times[0].isascii() and times[0].isdigit() and len(times[0]) <= 12):
        return False
    if now - int(times[0]) > STRIPE_TOLERANCE_SECONDS:
        return False
    return _any_signs(f"{times[0]}.".encode() + body, claimed=claimed, secrets=secrets)


def same_secret(given: str, *, secrets: Iterable[str]) -> bool:
    """Compare a token that was sent in the clear with each of ours, in constant time."""
    found = False
    for secret in secrets:
        found |= bool(secret) and hmac.compare_digest(_bytes(given), _bytes(secret))
    return found


def _any_signs(signed: bytes, *, claimed: Iterable[str], secrets: Sequence[str]) -> bool:
    expected = [hmac.digest(secret.encode(), signed, "sha256").hex() for secret in secrets if secret]
    found = False
    for claim in claimed:
        found |= same_secret(claim, secrets=expected)
    return found


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
