"""Is this webhook from who it says? Judged by the raw bytes, in constant time; in doubt the answer is no.

`secrets` are all secrets that may still sign (the old and the new one during a rotation); empty ones never match.
Sources: Meta, "Validate payloads" of the webhooks guide; Stripe, "Resolve webhook signature verification errors";
Razorpay, "Validate and test webhooks"; EasyPost, "Webhooks guide" (v1) and "Webhook HMAC validation" (v2); Shiprocket,
"Webhooks".
"""

from __future__ import annotations

import hmac

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

STRIPE_TOLERANCE_SECONDS = 300
EASYPOST_PREFIX = "hmac-sha256-hex="
EASYPOST_V2_HEADERS = ("x-timestamp", "x-path", "x-hmac-signature-v2")
#: What Shiprocket's own pages call the header, and what some shops were seen to get.
SHIPROCKET_HEADERS = ("x-api-key", "anx-api-key")


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


def signed_by_easypost(body: bytes, *, header: str | None, secrets: Sequence[str]) -> bool:
    """Check `X-Hmac-Signature`: `hmac-sha256-hex=` and the hex HMAC-SHA256 of the body under the secret in NFKD."""
    if header is None or not header.startswith(EASYPOST_PREFIX):
        return False
    return _any_signs(body, claimed=[header.removeprefix(EASYPOST_PREFIX)], secrets=_decomposed(secrets))


def easypost_v2_signs(body: bytes, *, method: str, headers: Mapping[str, str], secrets: Sequence[str]) -> bool | None:
    """Whether EasyPost's newer signature fits, over timestamp, method, path and body; None when it is not there.

    EasyPost tells nobody exactly what is signed, so the answer is for the log: it opens and closes no door yet.
    """
    moment, path, header = (headers.get(name) for name in EASYPOST_V2_HEADERS)
    if moment is None or path is None or header is None:
        return None
    signed = f"{moment}{method}{path}".encode("utf-8", "surrogatepass") + body
    return _any_signs(signed, claimed=[header.removeprefix(EASYPOST_PREFIX)], secrets=[*secrets, *_decomposed(secrets)])


def told_by_shiprocket(headers: Mapping[str, str], *, secrets: Sequence[str]) -> bool:
    """Check the static token of the panel, sent in the clear: it shows who knows it, and proves no word of the body."""
    found = False
    for name in SHIPROCKET_HEADERS:
        found |= same_secret(headers.get(name, ""), secrets=secrets)
    return found


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


def _decomposed(secrets: Sequence[str]) -> list[str]:
    # Of letters that are all ASCII there is one form only, and no table of the others to load.
    if all(secret.isascii() for secret in secrets):
        return list(secrets)
    import unicodedata

    return [unicodedata.normalize("NFKD", secret) for secret in secrets]


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
