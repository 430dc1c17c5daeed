"""Every event we emit has its sample under events/bus, and the sample is what the code emits."""

import json
from dataclasses import fields
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from shared.domain.events import CATALOGUE, Event, from_detail

SAMPLES = Path(__file__).parents[3] / "events" / "bus"
#: One value for each field name; an event with a new field adds it here.
VALUES: dict[str, Any] = {
    "store": "mpls",
    "subject": "ORDER#ord_4f2a9c1d7e6b5a3f2c1d0e9f",
    "sequence": 3,
    "at": datetime(2026, 11, 21, 18, 30, 5, tzinfo=UTC),
    "customer_id": "cus_0a1b2c3d4e5f60718293a4b5",
    "order_id": "ord_4f2a9c1d7e6b5a3f2c1d0e9f",
    "attempt_id": "ord_4f2a9c1d7e6b5a3f2c1d0e9f-1",
    "url": "https://checkout.stripe.com/c/pay/cs_test_a1B2",
    "ticket": 17,
    "expires_at": "2026-11-21T18:40:00Z",
    "transaction_id": "pi_3NqX2eLkdIwHu7ix0001",
    "amount": 1325,
    "currency": "USD",
    "payment_id": "ctr_4f2a9c1d7e6b5a3f2c1d0e9f",
    "method": "cash",
    "due": 0,
    "expected_amount": 1325,
    "expected_currency": "USD",
    "reason": "sold_out",
    "refund_id": "rf_7d1e9c40a2b35f68e0c4d912",
    "dispute_id": "dp_1PqX2eLkdIwHu7ix0001",
    "respond_by": "2026-12-05T23:59:59Z",
    "by": "customer",
    "message_id": "wamid.HBgLMTYxMjU1NTAxNDIVAgASGBQzQTdGQjY=",
    "topic": "greeting",
    "replaced_by": "",
    "refund": 0,
    "refund_method": "",
    "told_with": "",
    "facts": {},
    "case_id": "case_5a1b2c3d4e5f60718293a4b5",
    "place": 1795285805123456,
    "media_id": "1013859600285441",
    "item": "tapioca_pearls_g",
    "available": 2980,
    "reorder_point": 3000,
    "assignee": "mpls-staff",
    "parcel_id": "pcl_8c2e41f07ab95d36e1f4a2b0",
    "tracking_code": "9405500205903064141256",
    "return_id": "",
    "attempt": 1,
    "expected": "2026-11-24",
    "before": "2026-11-23",
    "deadline": "2026-11-22T14:30:05Z",
    "kind": "other_day",
    "state": "accepted",
    "score": 4,
    "reviewed": False,
}
OVERRIDES: dict[str, dict[str, Any]] = {
    "PaymentQuarantined": {"amount": 100},
    **{name: {"method": "stripe"} for name in ("RefundDue", "RefundRequested", "RefundSucceeded", "RefundFailed")},
    "PaymentDisputed": {"reason": "fraudulent", "state": "open", "method": "stripe"},
    "CustomerSpoke": {"subject": "CUSTOMER#cus_0a1b2c3d4e5f60718293a4b5", "sequence": 1795285805123456},
    "CaseOpened": {
        "subject": "CUSTOMER#cus_0a1b2c3d4e5f60718293a4b5",
        "sequence": 1795285805123456,
        "reason": "complaint",
    },
    "StaffSpoke": {"subject": "CUSTOMER#cus_0a1b2c3d4e5f60718293a4b5", "sequence": 1795285805123456},
    "MediaReceived": {"subject": "MEDIA#cus_0a1b2c3d4e5f60718293a4b5", "sequence": 1795285805123456},
    "ParcelMoved": {"state": "exception"},
    "ReturnMoved": {"return_id": "ret_6d0b2f9e13c84a75b0e7d1f2"},
    "StockLow": {"subject": "STOCK#tapioca_pearls_g", "sequence": 121},
}


def sample(kind: type[Event]) -> Event:
    """The event with the values above."""
    values = VALUES | OVERRIDES.get(kind.__name__, {})
    return kind(**{field.name: values[field.name] for field in fields(kind)})


@pytest.mark.parametrize("name", CATALOGUE)
def test_the_sample_is_what_the_code_emits(name: str) -> None:
    """A consumer may be written against the file: it has exactly the code's fields and types."""
    written = json.loads((SAMPLES / f"{name}.json").read_text(encoding="utf-8"))
    assert written == sample(CATALOGUE[name]).detail()
    assert from_detail(written) == sample(CATALOGUE[name])


def test_no_sample_is_left_of_an_event_that_is_gone() -> None:
    """The folder lists the events there are, no more."""
    assert {path.stem for path in SAMPLES.glob("*.json")} == set(CATALOGUE)
