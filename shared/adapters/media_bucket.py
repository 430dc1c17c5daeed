"""The port MediaShelf on S3: one signed PUT, and links that show a file for some minutes. No SDK is loaded for either.

The signature is Signature Version 4 as S3 wants it, checked against botocore's in the tests.
Source: https://docs.aws.amazon.com/AmazonS3/latest/API/sig-v4-authenticating-requests.html
"""

from __future__ import annotations

import os
import time
from datetime import datetime
from typing import IO
from urllib.parse import quote, urlencode, urlsplit

import requests

from shared.adapters.aws_light.service import endpoint_of
from shared.adapters.aws_light.signing import ALGORITHM, Credentials, signature_of
from shared.adapters.http_session import kept_session
from shared.ports import FetchedMedia, Refused, Unavailable

OK = 200
MAY_PASS = frozenset({408, 409, 429})
FAILURES = 500
#: Storing the largest document must end before the function does.
PUT_SECONDS = (2.0, 10.0)


class MediaBucket:
    """One store's bucket."""

    def __init__(self, *, bucket: str, region: str, session: requests.Session | None = None) -> None:
        self._region = region
        self._session = session or kept_session()
        endpoint = endpoint_of("s3", region=region)
        elsewhere = "AWS_ENDPOINT_URL_S3" in os.environ or "AWS_ENDPOINT_URL" in os.environ
        # A bucket has a host name of its own on AWS and is a path anywhere else.
        scheme, _, rest = endpoint.partition("://")
        self._base = f"{endpoint.rstrip('/')}/{bucket}" if elsewhere else f"{scheme}://{bucket}.{rest}"

    def put(self, key: str, media: FetchedMedia) -> None:
        """Keep the file under that key; the same again changes nothing. Raises Unavailable, Refused."""
        url = self._url(key)
        headers = {
            "content-type": media.mime_type,
            "x-amz-content-sha256": media.sha256,
            "content-length": str(media.size),
        }
        signed = self._signed("PUT", url, headers, payload=media.sha256)
        media.file.seek(0)
        try:
            answer = self._session.put(url, data=_Counted(media.file, media.size), headers=signed, timeout=PUT_SECONDS)
        except requests.RequestException as error:
            raise Unavailable(f"the bucket cannot be reached: {type(error).__name__}") from None
        if answer.status_code == OK:
            return
        if answer.status_code >= FAILURES or answer.status_code in MAY_PASS:
            raise Unavailable(f"the bucket answered {answer.status_code}")
        raise Refused(str(answer.status_code), "the bucket does not take the file", alarm=True)

    def link(self, key: str, *, seconds: int, now: datetime, filename: str | None = None) -> str:
        """A URL that shows the file to whoever has it, for so long; with ``filename`` it is saved, not shown."""
        url = self._url(key)
        credentials, moment = Credentials.from_env(), _moment(now.timestamp())
        scope = self._scope(moment)
        query = {
            "X-Amz-Algorithm": ALGORITHM,
            "X-Amz-Credential": f"{credentials.access_key}/{scope}",
            "X-Amz-Date": moment,
            "X-Amz-Expires": str(seconds),
            "X-Amz-SignedHeaders": "host",
        }
        if credentials.session_token:
            query["X-Amz-Security-Token"] = credentials.session_token
        if filename:
            query["response-content-disposition"] = f"attachment; filename*=UTF-8''{quote(filename, safe='')}"
        asked = urlencode(sorted(query.items()), quote_via=quote, safe="-_.~")
        parts = urlsplit(url)
        request = f"GET\n{parts.path}\n{asked}\nhost:{parts.netloc}\n\nhost\nUNSIGNED-PAYLOAD"
        signature = signature_of(request, moment=moment, scope=scope, secret_key=credentials.secret_key)
        return f"{url}?{asked}&X-Amz-Signature={signature}"

    def _url(self, key: str) -> str:
        return f"{self._base}/{quote(key, safe='/-_.~')}"

    def _scope(self, moment: str) -> str:
        return f"{moment[:8]}/{self._region}/s3/aws4_request"

    def _signed(self, method: str, url: str, headers: dict[str, str], *, payload: str) -> dict[str, str]:
        credentials, moment, parts = Credentials.from_env(), _moment(time.time()), urlsplit(url)
        signed = {**headers, "host": parts.netloc, "x-amz-date": moment}
        if credentials.session_token:
            signed["x-amz-security-token"] = credentials.session_token
        names = ";".join(sorted(signed))
        listed = "".join(f"{name}:{signed[name]}\n" for name in sorted(signed))
        request = f"{method}\n{parts.path}\n\n{listed}\n{names}\n{payload}"
        signature = signature_of(request, moment=moment, scope=self._scope(moment), secret_key=credentials.secret_key)
        credential = f"{credentials.access_key}/{self._scope(moment)}"
        return {
            **signed,
            "authorization": f"{ALGORITHM} Credential={credential}, SignedHeaders={names}, Signature={signature}",
        }


class _Counted:
    """A file of a known length: requests would otherwise send a spooled one in chunks, which S3 does not take."""

    def __init__(self, file: IO[bytes], size: int) -> None:
        self._file, self._size = file, size

    def __len__(self) -> int:
        return self._size

    def read(self, count: int = -1) -> bytes:
        """As a file's own."""
        return self._file.read(count)


def _moment(seconds: float) -> str:
    return time.strftime("%Y%m%dT%H%M%SZ", time.gmtime(seconds))
