"""An address that somebody else gave us opens no socket unless it is Meta's, by TLS, and on the internet."""

import socket
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.allowed_hosts import AllowedHosts, ForbiddenAddress, Resolve, is_public

REAL = ("lookaside.fbsbx.com", "*.whatsapp.net", "graph.facebook.com")
PUBLIC = "157.240.229.60"
PAYLOADS = (
    "http://lookaside.fbsbx.com/a",
    "ftp://lookaside.fbsbx.com/a",
    "file:///etc/passwd",
    "gopher://lookaside.fbsbx.com/_x",
    "data:text/plain,hi",
    "javascript:alert(1)",
    "//lookaside.fbsbx.com/a",
    "lookaside.fbsbx.com/a",
    "https://",
    "https:///a",
    "https://169.254.169.254/latest/meta-data/iam/security-credentials/",
    "http://169.254.169.254/latest/meta-data/",
    "http://169.254.170.2/v2/credentials",
    "http://localhost:9001/2018-06-01/runtime/invocation/next",
    "https://localhost/",
    "https://127.0.0.1/",
    "https://127.1/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://0/",
    "https://[::1]/",
    "https://[::ffff:169.254.169.254]/",
    "https://[fe80::1%25eth0]/",
    "https://10.0.0.1/",
    "https://192.168.0.1/",
    "https://100.100.100.200/latest/meta-data/",
    "https://metadata.google.internal/computeMetadata/v1/",
    "https://lookaside.fbsbx.com@169.254.169.254/",
    "https://user:pass@lookaside.fbsbx.com/",
    "https://lookaside.fbsbx.com:22/",
    "https://lookaside.fbsbx.com:80/",
    "https://lookaside.fbsbx.com:99999/",
    "https://lookaside.fbsbx.com.evil.example/",
    "https://evil.example/lookaside.fbsbx.com",
    "https://evil.example?lookaside.fbsbx.com",
    "https://evil.example#lookaside.fbsbx.com",
    "https://evil.example\\@lookaside.fbsbx.com/",
    "https://lookaside.fbsbx.com\\.evil.example/",
    "https://evilwhatsapp.net/",
    "https://whatsapp.net.evil.example/",
    "https://whatsapp.net/",
    "https://.whatsapp.net/",
    "https://a..whatsapp.net/",
    "https://lookaside.fbsbx.com./",
    "https://lookaside.fbsbx.com%00.evil.example/",
    "https://lookaside.fbsbx.com%2eevil.example/",
    "https://lookaside.fbsbx.com\t.evil.example/",
    "https://lookaside.fbsbx.com\r\nHost: evil.example/",
    " https://lookaside.fbsbx.com/",
    "https://l\u043eokaside.fbsbx.com/",
    "https://lookaside\u3002fbsbx.com/",
    "https://\u2460\u2461\u2466.0.0.1/",
    "https://lookaside.fbsbx.com/" + "a" * 5000,
    "",
    None,
    7,
)


def nobody(host: str, port: int) -> Sequence[str]:
    """A name that must not even be asked for."""
    raise AssertionError(f"{host}:{port} was resolved")


def public(host: str, port: int) -> Sequence[str]:
    """Every name is a host of Meta's."""
    del host, port
    return [PUBLIC]


def leading_to(addresses: Sequence[str]) -> Resolve:
    """Every name has these addresses."""
    return lambda _host, _port: addresses


@pytest.mark.parametrize("url", PAYLOADS)
def test_no_socket_is_opened_for_an_address_that_is_not_listed(url: object, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even its name is looked up."""

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    for name in ("socket", "create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, opened)
    with pytest.raises(ForbiddenAddress):
        AllowedHosts(REAL, resolve=nobody).target(url)


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.1"),
        *("224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "2002:7f00:1::", "64:ff9b::a9fe:a9fe", "fd00:ec2::254", "odd"),
    ],
)
def test_a_listed_name_that_leads_inside_is_not_followed(address: str) -> None:
    """One address inside a network among public ones is enough to refuse."""
    assert not is_public(address)
    for addresses in ([address], [PUBLIC, address]):
        with pytest.raises(ForbiddenAddress, match="inside"):
            AllowedHosts(REAL, resolve=leading_to(addresses)).target("https://lookaside.fbsbx.com/a")


def test_a_name_without_addresses_is_not_followed() -> None:
    """There is nowhere to go."""
    with pytest.raises(ForbiddenAddress, match="inside"):
        AllowedHosts(REAL, resolve=lambda _host, _port: []).target("https://lookaside.fbsbx.com/a")


@pytest.mark.parametrize(
    ("url", "host", "path"),
    [
        ("https://lookaside.fbsbx.com/whatsapp/?mid=1&ext=2", "lookaside.fbsbx.com", "/whatsapp/?mid=1&ext=2"),
        ("https://LOOKASIDE.fbsbx.com:443/a#part", "lookaside.fbsbx.com", "/a"),
        ("https://media-sea1-1.cdn.whatsapp.net/v/t62.7", "media-sea1-1.cdn.whatsapp.net", "/v/t62.7"),
        ("https://mmg.whatsapp.net", "mmg.whatsapp.net", "/"),
    ],
)
def test_metas_own_hosts_are_followed_to_the_address_that_was_checked(url: str, host: str, path: str) -> None:
    """What the name means a moment later does not matter any more."""
    target = AllowedHosts(REAL, resolve=public).target(url)
    assert (target.host, target.address, target.port, target.path, target.secure) == (host, PUBLIC, 443, path, True)
    assert target.authority == host


def test_only_the_local_world_lists_an_origin_and_only_on_the_loopback() -> None:
    """Exactly that one: another port of this machine is as forbidden as ever."""
    hosts = AllowedHosts(["http://127.0.0.1:4580"], resolve=nobody)
    target = hosts.target("http://127.0.0.1:4580/sim/graph/lookaside/?mid=1")
    assert (target.secure, target.address, target.port, target.authority) == (
        False,
        "127.0.0.1",
        4580,
        "127.0.0.1:4580",
    )
    for url in ("http://127.0.0.1:4566/", "http://127.0.0.1/", "https://127.0.0.1:4580/", "http://127.0.0.1:45800/"):
        with pytest.raises(ForbiddenAddress):
            hosts.target(url)
    for origin in ("http://10.0.0.1:80", "http://localhost:4580", "http://169.254.169.254"):
        with pytest.raises(ValueError, match="loopback"):
            AllowedHosts([origin])


@given(st.text(max_size=80))
def test_any_text_is_refused_without_a_lookup(text: str) -> None:
    """Nothing that anybody makes up gets as far as a name server."""
    with pytest.raises(ForbiddenAddress):
        AllowedHosts(REAL, resolve=nobody).target(text)
