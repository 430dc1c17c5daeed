"""Only the sender's own signature over the exact bytes opens the door."""

import hashlib
import hmac
import random

import pytest

from shared.adapters.signatures import (
    easypost_v2_signs,
    same_secret,
    signed_by_easypost,
    signed_by_meta,
    signed_by_razorpay,
    signed_by_stripe,
    told_by_shiprocket,
)

META_BODY = b'{"object":"whatsapp_business_account","entry":[]}'
META_HEADER = "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"
STRIPE_BODY = b'{"id":"evt_1","object":"event"}'
STRIPE_HEADER = "t=1700000000,v1=4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"
RAZORPAY_BODY = (
    b'{"entity":"event","account_id":"acc_BFQ7uQEaa7j2z7","event":"payment.captured","contains":["payment"],'
    b'"payload":{"payment":{"entity":{"id":"pay_IH4NVgf4wjLNgR","entity":"payment","amount":50000,"currency":"INR",'
    b'"status":"captured","order_id":"order_IluGWxBm9U8zJ8"}}},"created_at":1567674599}'
)
RAZORPAY_HEADER = "50389d12aae5cc398dd32babe40e775b171a2d9df8890763bf7ca52e0c74ac68"
EASYPOST_BODY = b'{"id":"evt_1"}'
#: With the secret's e and accent apart (NFKD), whichever way the secret is written here.
EASYPOST_HEADER = "hmac-sha256-hex=" + hmac.new(b"se\xcc\x81cret", EASYPOST_BODY, hashlib.sha256).hexdigest()

GENUINE = {
    "meta": (META_BODY, META_HEADER, "test_app_secret"),
    "stripe": (STRIPE_BODY, STRIPE_HEADER, "whsec_test"),
    "razorpay": (RAZORPAY_BODY, RAZORPAY_HEADER, "whsec_test_secret_123"),
    "easypost": (EASYPOST_BODY, EASYPOST_HEADER, "s\u00e9cret"),
}


def accepted(provider: str, body: bytes, header: str | None, *secrets: str) -> bool:
    """Ask the provider's check, a second after Stripe signed."""
    if provider == "meta":
        return signed_by_meta(body, header=header, secrets=secrets)
    if provider == "razorpay":
        return signed_by_razorpay(body, header=header, secrets=secrets)
    if provider == "easypost":
        return signed_by_easypost(body, header=header, secrets=secrets)
    return signed_by_stripe(body, header=header, secrets=secrets, now=1700000001.0)


@pytest.mark.parametrize("provider", GENUINE)
def test_accepts_the_published_vector(provider: str) -> None:
    """A body signed elsewhere, by other code, is recognised."""
    assert accepted(provider, *GENUINE[provider])


@pytest.mark.parametrize("provider", GENUINE)
def test_accepts_the_old_secret_beside_the_new(provider: str) -> None:
    """During a rotation both secrets open, in either order."""
    body, header, secret = GENUINE[provider]
    assert accepted(provider, body, header, "newer", secret)
    assert accepted(provider, body, header, secret, "older")


@pytest.mark.parametrize("provider", GENUINE)
@pytest.mark.parametrize("secrets", [(), ("",), ("another store's",), ("", "another store's")])
def test_refuses_without_the_right_secret(provider: str, secrets: tuple[str, ...]) -> None:
    """No secret, an empty one and another store's one all refuse."""
    body, header, _ = GENUINE[provider]
    assert not accepted(provider, body, header, *secrets)


def test_refuses_what_is_signed_with_an_empty_secret() -> None:
    """A store whose secret was never set cannot be spoken for by signing with nothing."""
    forged = hmac.new(b"", META_BODY, hashlib.sha256).hexdigest()
    assert not signed_by_meta(META_BODY, header=f"sha256={forged}", secrets=[""])
    assert not signed_by_razorpay(META_BODY, header=forged, secrets=[""])
    assert not same_secret("", secrets=[""])


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "sha256=",
        META_HEADER.removeprefix("sha256="),
        META_HEADER.replace("sha256", "sha1"),
        META_HEADER.upper(),
        META_HEADER + " ",
        " " + META_HEADER,
        META_HEADER + "," + META_HEADER,
        "sha256=" + META_HEADER.removeprefix("sha256=").upper(),
        "sha256=é" + META_HEADER[8:],
        "sha256=\ud800",
    ],
)
def test_refuses_a_meta_header_that_is_not_exactly_the_one_expected(header: str | None) -> None:
    """Missing, bare, another algorithm, upper case, doubled, not even ASCII: all no, and none raises."""
    assert not signed_by_meta(META_BODY, header=header, secrets=["test_app_secret"])


V1 = STRIPE_HEADER.partition(",")[2]


@pytest.mark.parametrize(
    ("header", "accepts"),
    [
        (f"t=1700000000,v1={'0' * 64},{V1}", True),
        (f"t=1700000000,{V1},v1={'0' * 64},v0=6ffbb59b", True),
        (f"{V1},t=1700000000", True),
        (f"t=1700000000,{V1.replace('v1', 'v0')}", False),
        (f"t=1700000000,t=1700000000,{V1}", False),
        (f"t=1700000001,{V1}", False),
        (f"t=+1700000000,{V1}", False),
        (f"t=١٧٠٠٠٠٠٠٠٠,{V1}", False),
        (f"t=,{V1}", False),
        (V1, False),
        ("t=1700000000", False),
        ("t=1700000000,v1=", False),
        ("", False),
        (None, False),
    ],
)
def test_reads_a_stripe_header_strictly(*, header: str | None, accepts: bool) -> None:
    """Any v1 may match, exactly one time counts, v0 never does."""
    assert accepted("stripe", STRIPE_BODY, header, "whsec_test") is accepts


@pytest.mark.parametrize(
    ("seconds", "accepts"), [(-600, True), (0, True), (300, True), (300.5, False), (301, False), (604800, False)]
)
def test_refuses_a_stripe_signature_older_than_five_minutes(*, seconds: float, accepts: bool) -> None:
    """A recorded webhook cannot be played again later."""
    now = 1700000000 + seconds
    assert signed_by_stripe(STRIPE_BODY, header=STRIPE_HEADER, secrets=["whsec_test"], now=now) is accepts


def mutated(body: bytes, header: str, dice: random.Random) -> tuple[bytes, str]:
    """Change one thing: a bit, a length, a case, a digit."""
    at = dice.randrange(len(body))
    place = dice.randrange(len(header) - 64, len(header))
    digit = dice.choice([letter for letter in "0123456789abcdef" if letter != header[place]])
    return dice.choice(
        [
            (body[:at] + bytes([body[at] ^ (1 << dice.randrange(8))]) + body[at + 1 :], header),
            (body[:at], header),
            (body[:at] + dice.randbytes(dice.randint(1, 9)) + body[at:], header),
            (body.swapcase(), header),
            (body, header[:place]),
            (body, header[:place] + digit + header[place + 1 :]),
            (body, header[:-64] + header[-64:].upper()),
        ]
    )


def test_accepts_none_of_ten_thousand_forgeries() -> None:
    """Flipped, cut, padded, re-cased: a changed body or signature never passes, whoever it claims to be from."""
    dice = random.Random(20261121)
    accepted_forgeries = []
    for number in range(10_000):
        provider = dice.choice(list(GENUINE))
        body, header, secret = GENUINE[provider]
        changed = mutated(body, header, dice)
        if accepted(provider, *changed, secret):
            accepted_forgeries.append((number, provider, changed))
    assert accepted_forgeries == []


@pytest.mark.parametrize("secrets", [("right",), ("old", "right"), ("right", "new")])
def test_knows_a_token_among_several(secrets: tuple[str, ...]) -> None:
    """A plain token is compared whole."""
    assert same_secret("right", secrets=secrets)
    assert not same_secret("righ", secrets=secrets)
    assert not same_secret("rightt", secrets=secrets)


@pytest.mark.parametrize("written", ["s\u00e9cret", "se\u0301cret"])
def test_knows_an_accented_easypost_secret_however_it_was_typed(written: str) -> None:
    """Composed or decomposed, it is one secret; the digest is that of the decomposed form."""
    assert signed_by_easypost(EASYPOST_BODY, header=EASYPOST_HEADER, secrets=[written])
    composed = hmac.new("s\u00e9cret".encode(), EASYPOST_BODY, hashlib.sha256).hexdigest()
    assert not signed_by_easypost(EASYPOST_BODY, header=f"hmac-sha256-hex={composed}", secrets=[written])


@pytest.mark.parametrize(
    "header",
    [None, "", "hmac-sha256-hex=", EASYPOST_HEADER[16:], EASYPOST_HEADER.replace("hex", "b64"), EASYPOST_HEADER + " "],
)
def test_refuses_an_easypost_header_that_is_not_the_one_expected(header: str | None) -> None:
    """Missing, empty, bare or of another kind."""
    assert not signed_by_easypost(EASYPOST_BODY, header=header, secrets=["s\u00e9cret"])


V2_HEADERS = {
    "x-timestamp": "Tue, 19 Aug 2025 20:37:09 -0000",
    "x-path": "/webhooks/easypost",
    "x-hmac-signature-v2": "hmac-sha256-hex=992ac4dadea01a21de5906a1760de99567c5f949a624a584f2c984bb82006d7b",
}


def test_compares_easyposts_newer_signature_where_there_is_one() -> None:
    """It fits, it differs, or it is not there."""
    secrets = ["older", "whsec_test"]
    assert easypost_v2_signs(EASYPOST_BODY, headers=V2_HEADERS, method="POST", secrets=secrets) is True
    assert easypost_v2_signs(b'{"id":"evt_2"}', headers=V2_HEADERS, method="POST", secrets=secrets) is False
    assert easypost_v2_signs(EASYPOST_BODY, headers=V2_HEADERS, method="POST", secrets=[""]) is False
    for name in V2_HEADERS:
        rest = {kept: value for kept, value in V2_HEADERS.items() if kept != name}
        assert easypost_v2_signs(EASYPOST_BODY, headers=rest, method="POST", secrets=secrets) is None


@pytest.mark.parametrize("name", ["x-api-key", "anx-api-key"])
def test_takes_shiprockets_token_under_either_name(name: str) -> None:
    """The old and the new one during a change; no other, not an empty one, and not without a header."""
    assert told_by_shiprocket({name: "token"}, secrets=["newer", "token"])
    assert not told_by_shiprocket({name: "token "}, secrets=["token"])
    assert not told_by_shiprocket({name: "token"}, secrets=["", "another store's"])
    assert not told_by_shiprocket({name: ""}, secrets=[""])
    assert not told_by_shiprocket({}, secrets=["token"])
