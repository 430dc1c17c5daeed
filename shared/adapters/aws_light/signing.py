"""AWS Signature Version 4 for the JSON protocols: a POST to `/` without a query string.

Checked byte for byte against botocore's signer in the tests.
Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv.html
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

ALGORITHM = "AWS4-HMAC-SHA256"


class MissingCredentials(Exception):
    """The environment names no access key, so nothing can be signed."""


class Credentials:
    """An access key, its secret and, for a role, the session token."""

    __slots__ = ("access_key", "secret_key", "session_token")

    def __init__(self, *, access_key: str, secret_key: str, session_token: str | None = None) -> None:
        self.access_key = access_key
        self.secret_key = secret_key
        self.session_token = session_token

    @classmethod
    def from_env(cls) -> Credentials:
        """Read the function's own role. Raises `MissingCredentials`."""
        access_key = os.environ.get("AWS_ACCESS_KEY_ID")
        secret_key = os.environ.get("AWS_SECRET_ACCESS_KEY")
        if not access_key or not secret_key:
            raise MissingCredentials("AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY are not both set")
        return cls(
            access_key=access_key, secret_key=secret_key, session_token=os.environ.get("AWS_SESSION_TOKEN") or None
        )


def signed_headers(
    *,
    headers: Mapping[str, str],
    body: bytes,
    host: str,
    region: str,
    service: str,
    credentials: Credentials,
    now: float,
) -> dict[str, str]:
    """Return `headers` (lower-case names) with host, date, token and authorization added.

    `now` is seconds since 1970, UTC.
    """
    moment = time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(now))
    signed = dict(headers)
    signed["host"] = host
    signed["x-amz-date"] = moment
    if credentials.session_token:
        signed["x-amz-security-token"] = credentials.session_token
    names = ";".join(sorted(signed))
    listed = "".join(f"{name}:{' '.join(signed[name].split())}\n" for name in sorted(signed))
    request = f"POST\n/\n\n{listed}\n{names}\n{hashlib.sha256(body).hexdigest()}"
    scope = f"{moment[:8]}/{region}/{service}/aws4_request"
    signature = signature_of(request, moment=moment, scope=scope, secret_key=credentials.secret_key)
    signed["authorization"] = (
        f"{ALGORITHM} Credential={credentials.access_key}/{scope}, SignedHeaders={names}, Signature={signature}"
    )
    return signed


def signature_of(request: str, *, moment: str, scope: str, secret_key: str) -> str:
    """Return the signature, in hex, of a canonical request."""
    to_sign = f"{ALGORITHM}\n{moment}\n{scope}\n{hashlib.sha256(request.encode()).hexdigest()}"
    key = f"AWS4{secret_key}".encode()
    for part in (*scope.split("/"), to_sign):
        key = hmac.digest(key, part.encode(), "sha256")
    return key.hex()
