"""Which addresses we follow that somebody else gave us: a short list of hosts, by TLS, and nothing inside a network.

    ForbiddenAddress    the address is not one that we follow; no socket was opened for it

A name is resolved once, every address it has must be a public one, and the connection goes to one of those, not to
whatever the name means a moment later. Only the local world lists an origin with its scheme and port, which must be on
this machine's loopback.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Callable, Sequence
from urllib.parse import urlsplit

from shared.domain.frozen import dataclass

LONGEST = 4096
TLS_PORT = 443
_ALLOWED_IN_NAMES = frozenset("abcdefghijklmnopqrstuvwxyz0123456789-.")

Resolve = Callable[[str, int], Sequence[str]]


class ForbiddenAddress(Exception):
    """``why`` is one word for the log. The address itself may hold a secret and is not repeated."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, kw_only=True)
class Target:
    """Where to connect: ``address`` is the checked IP, ``host`` the name that the certificate must be for."""

    secure: bool
    host: str
    address: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The Host header."""
        return self.host if self.port == TLS_PORT and self.secure else f"{self.host}:{self.port}"


def resolved(host: str, port: int) -> Sequence[str]:
    """The addresses of a name. Raises OSError."""
    return [str(entry[4][0]) for entry in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]


class AllowedHosts:
    """The list: names (``lookaside.fbsbx.com``), whole domains (``*.whatsapp.net``), loopback origins for tests."""

    def __init__(self, listed: Sequence[str], *, resolve: Resolve = resolved) -> None:
        names = [one.strip().lower() for one in listed if one.strip()]
        self._origins = frozenset(one for one in names if "://" in one)
        self._names = frozenset(one for one in names if "://" not in one and not one.startswith("*."))
        self._domains = tuple(one[1:] for one in names if one.startswith("*."))
        self._resolve = resolve
        for origin in self._origins:
            _must_be_loopback(origin)

    def target(self, url: object) -> Target:
        """Where this URL leads. Raises ForbiddenAddress; OSError when its name cannot be resolved."""
        if not isinstance(url, str) or not 0 < len(url) <= LONGEST:
            raise ForbiddenAddress("not_a_url")
        # Parsers disagree about blanks, backslashes and what is not ASCII; an address of Meta's has none of them.
        if any(not "!" <= letter <= "~" or letter == "\\" for letter in url):
            raise ForbiddenAddress("odd_characters")
        try:
            parts = urlsplit(url)
            host, port = parts.hostname or "", parts.port
        except ValueError:
            raise ForbiddenAddress("not_a_url") from None
        if parts.username is not None or parts.password is not None or "@" in parts.netloc:
            raise ForbiddenAddress("credentials")
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if f"{parts.scheme}://{parts.netloc}".lower() in self._origins:
            return Target(
                secure=parts.scheme == "https",
                host=host,
                address=host,
                port=port or (443 if parts.scheme == "https" else 80),
                path=path,
            )
        if parts.scheme != "https":
            raise ForbiddenAddress("scheme")
        if port not in (None, TLS_PORT):
            raise ForbiddenAddress("port")
        if not self._listed(host):
            raise ForbiddenAddress("host")
        return Target(secure=True, host=host, address=self._public(host), port=TLS_PORT, path=path)

    def _listed(self, host: str) -> bool:
        if not host or not _ALLOWED_IN_NAMES.issuperset(host) or host.startswith(".") or ".." in host:
            return False
        return host in self._names or host.endswith(self._domains)

    def _public(self, host: str) -> str:
        addresses = self._resolve(host, TLS_PORT)
        if not addresses or not all(is_public(address) for address in addresses):
            raise ForbiddenAddress("inside")
        return addresses[0]


def is_public(address: str) -> bool:
    """Whether an IP address is on the internet: not private, loopback, link-local, shared, reserved or multicast."""
    try:
        ip = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    inner = _inner(ip)
    return ip.is_global and not ip.is_multicast and (inner is None or (inner.is_global and not inner.is_multicast))


def _inner(ip: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4, NAT64."""
    if isinstance(ip, ipaddress.IPv4Address):
        return None
    if ip.ipv4_mapped or ip.sixtofour:
        return ip.ipv4_mapped or ip.sixtofour
    if ip in ipaddress.ip_network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def _must_be_loopback(origin: str) -> None:
    host = urlsplit(origin).hostname or ""
    try:
        inside = ipaddress.ip_address(host).is_loopback
    except ValueError:
        inside = False
    if not inside:
        raise ValueError(f"an origin in the list of hosts must be on the loopback: {host}")
