"""One keep-alive HTTP/1.1 connection to one origin, over a plain or a TLS socket.

It can do what two AWS JSON protocols need and no more: POST a body, read a status, headers and a body that is
counted, chunked or ends with the connection.

    ConnectionFailed    no usable answer; whether the request took effect is unknown
"""

from __future__ import annotations

import os
import socket
import time

TYPE_CHECKING = False
if TYPE_CHECKING:
    import ssl
    from collections.abc import Mapping
    from typing import Any

CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 3.0
LARGEST_HEAD = 64 * 1024
LARGEST_BODY = 4 * 1024 * 1024


class ConnectionFailed(Exception):
    """The other side could not be reached, did not answer in time, or did not speak HTTP."""


class Answer:
    """A response: its status and its whole body."""

    __slots__ = ("body", "status")

    def __init__(self, *, status: int, body: bytes) -> None:
        self.status = status
        self.body = body


class Connection:
    """A connection to `endpoint` (`https://host[:port]` or `http://...`), opened when first used, then kept."""

    def __init__(self, *, endpoint: str) -> None:
        scheme, _, rest = endpoint.partition("://")
        if scheme not in {"http", "https"} or not rest:
            raise ValueError(f"not an http(s) endpoint: {endpoint}")
        self.secure = scheme == "https"
        authority = rest.partition("/")[0]
        name, colon, port = authority.rpartition(":")
        if not colon or authority.endswith("]"):
            name, port = authority, ""
        self.host = authority
        self._name = name.strip("[]").encode("ascii")
        self._port = int(port) if port else (443 if self.secure else 80)
        self._socket: socket.socket | None = None
        self._unread = b""
        self._deadline = 0.0

    @property
    def is_open(self) -> bool:
        """Whether an earlier request left a connection that may be used again."""
        return self._socket is not None

    def close(self) -> None:
        """Drop the connection; the next request opens a new one."""
        if self._socket is not None:
            self._socket.close()
        self._socket = None
        self._unread = b""

    def post(self, *, headers: Mapping[str, str], body: bytes) -> Answer:
        """POST `body` to `/` and return the answer. Raises `ConnectionFailed`, with the connection closed."""
        head = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
        request = f"POST / HTTP/1.1\r\n{head}content-length: {len(body)}\r\n\r\n".encode("latin-1") + body
        try:
            if self._socket is None:
                self._socket = self._open()
            self._deadline = time.monotonic() + ANSWER_SECONDS
            self._socket.settimeout(ANSWER_SECONDS)
            self._socket.sendall(request)
            return self._answer()
        except (OSError, ValueError) as error:
            self.close()
            raise ConnectionFailed(f"{self.host}: {type(error).__name__}") from error

    def _open(self) -> socket.socket:
        plain = self._reached()
        if not self.secure:
            return plain
        import ssl

        try:
            return trust().wrap_socket(plain, server_hostname=self._name)
        except ssl.SSLCertVerificationError:
            plain.close()
            trust_this_machine()
        except BaseException:
            plain.close()
            raise
        plain = self._reached()
        return trust().wrap_socket(plain, server_hostname=self._name)

    def _reached(self) -> socket.socket:
        # Bytes, because a text name makes Python load its international domain name tables first.
        address: Any = (self._name, self._port)
        plain = socket.create_connection(address, timeout=CONNECT_SECONDS)
        plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return plain

    def _receive(self) -> bytes:
        left = self._deadline - time.monotonic()
        if left <= 0 or self._socket is None:
            raise TimeoutError
        self._socket.settimeout(left)
        return self._socket.recv(65536)

    def _take(self, count: int) -> bytes:
        if count > LARGEST_BODY:
            raise ValueError("answer too large")
        while len(self._unread) < count:
            more = self._receive()
            if not more:
                raise ValueError("the answer was cut short")
            self._unread += more
        taken, self._unread = self._unread[:count], self._unread[count:]
        return taken

    def _take_until(self, mark: bytes) -> bytes:
        while mark not in self._unread:
            more = self._receive()
            if not more or len(self._unread) > LARGEST_HEAD:
                raise ValueError("no whole answer")
            self._unread += more
        taken, _, self._unread = self._unread.partition(mark)
        return taken

    def _answer(self) -> Answer:
        status = 100
        while status < 200:
            first, _, lines = self._take_until(b"\r\n\r\n").partition(b"\r\n")
            version, _, rest = first.partition(b" ")
            if not version.startswith(b"HTTP/1.") or not rest[:3].isdigit():
                raise ValueError("not an HTTP/1 answer")
            status = int(rest[:3])
        headers = {}
        for line in lines.split(b"\r\n"):
            name, _, value = line.partition(b":")
            headers[name.strip().lower()] = value.strip().lower()
        body = self._body(headers)
        if version != b"HTTP/1.1" or headers.get(b"connection") == b"close" or self._unread:
            self.close()
        return Answer(status=status, body=body)

    def _body(self, headers: Mapping[bytes, bytes]) -> bytes:
        if headers.get(b"transfer-encoding", b"identity") != b"identity":
            return self._chunks()
        length = headers.get(b"content-length")
        if length is not None:
            if not length.isdigit():
                raise ValueError("content-length is not a number")
            return self._take(int(length))
        whole = self._unread
        while more := self._receive():
            whole += more
            if len(whole) > LARGEST_BODY:
                raise ValueError("answer too large")
        self.close()
        return whole

    def _chunks(self) -> bytes:
        whole = b""
        while True:
            size = int(self._take_until(b"\r\n").partition(b";")[0], 16)
            if size < 0 or len(whole) + size > LARGEST_BODY:
                raise ValueError("answer too large")
            if size == 0:
                while self._take_until(b"\r\n"):
                    pass
                return whole
            whole += self._take(size)
            if self._take(2) != b"\r\n":
                raise ValueError("a chunk does not end where it says")


_trust: ssl.SSLContext | None = None


def trust() -> ssl.SSLContext:
    """Return this process's TLS settings: certificate and host name are checked.

    Trusted are AWS's own authorities, or instead of them the bundle that AWS_CA_BUNDLE names.
    """
    global _trust  # noqa: PLW0603 - built once per process, because it costs as much as a call
    if _trust is None:
        import ssl

        from shared.adapters.aws_light.amazon_roots import PEM

        bundle = os.environ.get("AWS_CA_BUNDLE")
        _trust = ssl.create_default_context(cafile=bundle) if bundle else ssl.create_default_context(cadata=PEM)
    return _trust


def trust_this_machine() -> None:
    """Also accept the authorities of the machine's own store, unless AWS_CA_BUNDLE narrows them."""
    if not os.environ.get("AWS_CA_BUNDLE"):
        trust().load_default_certs()
