"""The port MediaSource over WhatsApp's Cloud API: ask where a file is, then fetch it from there, and trust neither.

The link lives five minutes and is asked for anew with each try. Whatever it says, only listed hosts are followed
(``allowed_hosts``), also through redirects; the file's size, digest and beginning are checked while it comes.

Source: Meta, WhatsApp Cloud API, "Media".
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
import tempfile
import time
from collections.abc import Mapping, Sequence
from typing import IO, Any

import requests
import urllib3
from requests.utils import DEFAULT_CA_BUNDLE_PATH

from shared.adapters.allowed_hosts import AllowedHosts, ForbiddenAddress, Resolve, Target, resolved
from shared.adapters.http_session import json_object, kept_session
from shared.adapters.whatsapp.errors import port_error
from shared.domain.inbound import Media
from shared.domain.media import HEAD, LARGEST, format_of
from shared.ports import Ambiguous, FetchedMedia, MediaRefused, Unavailable

OK = 200
GONE = frozenset({400, 404, 410})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
MOST_REDIRECTS = 3
CHUNK = 64 * 1024
#: Up to here a file is held in memory, above it in the function's own temporary space.
IN_MEMORY = 8 * 1024 * 1024
CONNECT_SECONDS, READ_SECONDS = 2.0, 5.0
#: For the whole file, whatever the other side does: what is left of the function's 30 s is for storing it.
TOTAL_SECONDS = 18.0
_ID = re.compile(r"[A-Za-z0-9_-]{1,128}")


class WhatsAppMedia:
    """Files of one phone number. ``api_url`` ends with the Graph API's version; ``hosts`` as in ``AllowedHosts``."""

    def __init__(
        self,
        *,
        api_url: str,
        phone_number_id: str,
        token: str,
        hosts: Sequence[str],
        resolve: Resolve = resolved,
        session: requests.Session | None = None,
    ) -> None:
        self._api_url = api_url.rstrip("/")
        self._phone_number_id = phone_number_id
        self._headers = {"Authorization": f"Bearer {token}"}
        self._hosts = AllowedHosts(hosts, resolve=resolve)
        self._session = session or kept_session()

    def fetch(self, media: Media) -> FetchedMedia:
        """The file, checked. Raises Unavailable, Refused, MediaRefused."""
        if media.type not in LARGEST or not _ID.fullmatch(media.id):
            raise MediaRefused("unknown")
        described = self._described(media)
        most = LARGEST[media.type]
        size = described.get("file_size")
        if isinstance(size, int) and size > most:
            raise MediaRefused("size")
        file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the caller closes it
        try:
            return self._checked(media, described, most=most, file=file)
        except BaseException:
            file.close()
            raise

    def _checked(self, media: Media, described: Mapping[str, Any], *, most: int, file: IO[bytes]) -> FetchedMedia:
        digest, length, head = self._download(described.get("url"), most=most, into=file)
        if not all(_agrees(claimed, digest) for claimed in (media.sha256, described.get("sha256"))):
            raise MediaRefused("digest")
        found = format_of(media.type, media.mime_type or str(described.get("mime_type")), head)
        if found is None:
            raise MediaRefused("type")
        file.seek(0)
        extension, mime_type = found
        return FetchedMedia(file=file, size=length, sha256=digest.hex(), extension=extension, mime_type=mime_type)

    def _described(self, media: Media) -> Mapping[str, Any]:
        """What Meta says of the file, with a fresh link. Raises Unavailable, Refused, MediaRefused."""
        url = f"{self._api_url}/{media.id}"
        try:
            answer = self._session.get(
                url, params={"phone_number_id": self._phone_number_id}, headers=self._headers, allow_redirects=False
            )
        except requests.RequestException as error:
            raise Unavailable(f"Meta cannot be reached: {type(error).__name__}") from None
        said = json_object(answer)
        if answer.status_code == OK and said is not None:
            return said
        if answer.status_code in GONE and _no_such_file(said):
            raise MediaRefused("gone")
        problem = port_error(answer.status_code, said)
        # Asking for a file changes nothing: whatever is unclear may be asked again.
        raise Unavailable("no clear answer from Meta") if isinstance(problem, Ambiguous) else problem

    def _download(self, url: object, *, most: int, into: IO[bytes]) -> tuple[bytes, int, bytes]:
        """SHA-256, length and beginning of the file behind the link. Raises Unavailable, MediaRefused."""
        deadline = time.monotonic() + TOTAL_SECONDS
        for _ in range(MOST_REDIRECTS + 1):
            try:
                answer = self._opened(self._hosts.target(url))
            except ForbiddenAddress as forbidden:
                raise MediaRefused(f"host_{forbidden.why}") from None
            except (OSError, urllib3.exceptions.HTTPError) as error:
                raise Unavailable(f"the file cannot be reached: {type(error).__name__}") from None
            try:
                if answer.status not in REDIRECTS:
                    return _taken(answer, most=most, into=into, deadline=deadline)
                url = answer.headers.get("location")
            except (OSError, urllib3.exceptions.HTTPError) as error:
                raise Unavailable(f"the file was cut short: {type(error).__name__}") from None
            finally:
                answer.close()
        raise MediaRefused("redirects")

    def _opened(self, target: Target) -> urllib3.BaseHTTPResponse:
        timeout = urllib3.Timeout(connect=CONNECT_SECONDS, read=READ_SECONDS)
        pool: urllib3.HTTPConnectionPool
        if target.secure:
            pool = urllib3.HTTPSConnectionPool(
                target.address,
                target.port,
                timeout=timeout,
                server_hostname=target.host,
                assert_hostname=target.host,
                cert_reqs="CERT_REQUIRED",
                ca_certs=DEFAULT_CA_BUNDLE_PATH,
            )
        else:
            pool = urllib3.HTTPConnectionPool(target.address, target.port, timeout=timeout)
        headers = {**self._headers, "Host": target.authority, "Accept-Encoding": "identity"}
        return pool.urlopen("GET", target.path, headers=headers, redirect=False, retries=False, preload_content=False)


def _taken(
    answer: urllib3.BaseHTTPResponse, *, most: int, into: IO[bytes], deadline: float
) -> tuple[bytes, int, bytes]:
    if answer.status in GONE:
        # An expired link; the next try asks for a new one.
        raise Unavailable("the link has expired", retry_after=5)
    if answer.status != OK:
        raise Unavailable(f"the file's host answered {answer.status}")
    announced = answer.headers.get("content-length", "")
    if announced.isdecimal() and int(announced) > most:
        raise MediaRefused("size")
    digest, length, head = hashlib.sha256(), 0, b""
    for chunk in answer.stream(CHUNK, decode_content=False):
        length += len(chunk)
        if length > most:
            raise MediaRefused("size")
        if time.monotonic() > deadline:
            raise Unavailable("the file comes too slowly", retry_after=60)
        digest.update(chunk)
        head += chunk[: max(HEAD - len(head), 0)]
        into.write(chunk)
    if not length:
        raise MediaRefused("empty")
    return digest.digest(), length, head


def _agrees(claimed: object, digest: bytes) -> bool:
    """Whether a digest is the one that was claimed, in base64 (webhooks) or hexadecimal (the Graph API), if any was."""
    if not claimed:
        return True
    if not isinstance(claimed, str):
        return False
    if claimed.lower() == digest.hex():
        return True
    try:
        return base64.b64decode(claimed, validate=True) == digest
    except (binascii.Error, ValueError):
        return False


def _no_such_file(said: Mapping[str, Any] | None) -> bool:
    error = (said or {}).get("error")
    return isinstance(error, dict) and error.get("code") in (100, 131052)
