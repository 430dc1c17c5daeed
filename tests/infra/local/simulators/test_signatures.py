"""The signatures agree with vectors computed or published elsewhere."""

import hashlib
import hmac

from infra.local.simulators.signatures import (
    easypost_signature,
    easypost_signature_v2,
    meta_signature,
    razorpay_redirect_signature,
    razorpay_signature,
    stripe_signature,
)


def test_meta_signs_the_raw_body_with_the_app_secret() -> None:
    """X-Hub-Signature-256 of a known body."""
    signature = meta_signature(app_secret="test_app_secret", body=b'{"object":"whatsapp_business_account","entry":[]}')
    assert signature == "sha256=dec6a680679a968e7e0319355b23599cbfc54502c0784668e9618baa0c633756"


def test_stripe_signs_the_timestamp_with_the_body() -> None:
    """Stripe-Signature of a known event."""
    signature = stripe_signature(secret="whsec_test", body=b'{"id":"evt_1","object":"event"}', timestamp=1700000000)
    assert signature == "t=1700000000,v1=4c15fb2a43f93ef61eaa3e0893866d57cad9cad4223242cfb96f362480cb4021"


def test_razorpay_signs_the_raw_body_with_the_webhook_secret() -> None:
    """X-Razorpay-Signature of a published event."""
    body = (
        b'{"entity":"event","account_id":"acc_BFQ7uQEaa7j2z7","event":"payment.captured","contains":["payment"],'
        b'"payload":{"payment":{"entity":{"id":"pay_IH4NVgf4wjLNgR","entity":"payment","amount":50000,'
        b'"currency":"INR","status":"captured","order_id":"order_IluGWxBm9U8zJ8"}}},"created_at":1567674599}'
    )
    signature = razorpay_signature(secret="whsec_test_secret_123", body=body)
    assert signature == "50389d12aae5cc398dd32babe40e775b171a2d9df8890763bf7ca52e0c74ac68"


def test_razorpay_signs_the_way_back_with_the_key_secret() -> None:
    """The redirect's signature of a published example."""
    signature = razorpay_redirect_signature(
        key_secret="EnLs21M47BllR3X8PSFtjtbd",
        link_id="plink_ID6MOhgkcoHjE7",
        reference_id="inv-001",
        status="paid",
        payment_id="pay_IH4NVgf4wjLNgR",
    )
    assert signature == "382e72222f660d836ec37add68edb5844459fa1642c2812cca8bf6df4e639d05"


def test_easypost_signs_with_a_secret_it_normalises() -> None:
    """However an accent was typed, it signs as two characters."""
    body = b'{"id":"evt_1","description":"tracker.updated"}'
    composed = easypost_signature(secret="s\u00e9cret", body=body)
    assert composed == easypost_signature(secret="se\u0301cret", body=body)
    assert composed != "hmac-sha256-hex=" + hmac.new("s\u00e9cret".encode(), body, hashlib.sha256).hexdigest()


def test_easyposts_second_signature_covers_time_method_and_path() -> None:
    """x-hmac-signature-v2 of a known event."""
    signature = easypost_signature_v2(
        secret="whsec_test",
        timestamp="Tue, 19 Aug 2025 20:37:09 -0000",
        path="/webhooks/easypost",
        body=b'{"id":"evt_1"}',
    )
    assert signature == "hmac-sha256-hex=992ac4dadea01a21de5906a1760de99567c5f949a624a584f2c984bb82006d7b"
