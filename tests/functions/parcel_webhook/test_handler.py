"""The parcel webhook: what this store's courier says is stored before the 200, and what anybody else says is not."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import pytest

from functions.parcel_webhook.handler import Settings, handler
from shared.adapters.aws_light.service import AwsFailed
from tests.fakes.aws_endpoint import AwsEndpoint
from tests.fakes.http_api import http_event
from tests.fakes.webhook_world import ENVIRONMENT, PARCEL_NEWS, PARCEL_SECRET, hex_hmac, webhook_world


@pytest.fixture
def easypost(monkeypatch: pytest.MonkeyPatch) -> Iterator[AwsEndpoint]:
    """The cloud of a store with EasyPost."""
    with webhook_world(monkeypatch) as endpoint:
        yield endpoint


@pytest.fixture
def shiprocket(easypost: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> AwsEndpoint:
    """The cloud of a store with Shiprocket."""
    monkeypatch.setenv("COURIER", "shiprocket")
    monkeypatch.setenv("STORE_ID", "pune")
    return easypost


def tracker(**changed: Any) -> dict[str, Any]:
    """Make a `tracker.updated`."""
    result = {"id": "trk_1", "object": "Tracker", "tracking_code": "9400110898825022579493", "status": "in_transit"}
    return {"id": "evt_1", "object": "Event", "description": "tracker.updated", "result": result, **changed}


def scanned(**changed: Any) -> dict[str, Any]:
    """Make a Shiprocket webhook."""
    body = {
        "awb": "19041424751540",
        "shipment_status": "IN TRANSIT",
        "shipment_status_id": 18,
        "current_timestamp": "23 05 2023 11:43:52",
        "scans": [{"date": "2023-05-19 11:59:16", "sr-status": "5"}],
    }
    return {**body, **changed}


def from_easypost(
    body: bytes, *, secret: str = PARCEL_SECRET, as_base64: bool = False, newer: dict[str, str] | None = None
) -> Any:
    """Deliver a body as EasyPost does."""
    sent = {"X-Hmac-Signature": f"hmac-sha256-hex={hex_hmac(secret, body)}", **(newer or {})}
    return handler(http_event(path="/parcel", body=body, headers=sent, as_base64=as_base64), None)


def from_shiprocket(body: bytes | None, *, token: str | None = PARCEL_SECRET, method: str = "POST") -> Any:
    """Deliver a body as Shiprocket does."""
    headers = {} if token is None else {"X-Api-Key": token}
    return handler(http_event(method=method, path="/parcel", body=body, headers=headers), None)


def wire(value: object) -> bytes:
    """Write a body."""
    return json.dumps(value).encode()


@pytest.mark.parametrize("as_base64", [False, True])
def test_queues_an_easypost_event_under_its_parcel(*, as_base64: bool, easypost: AwsEndpoint) -> None:
    """The whole event, grouped by the tracking code, named by EasyPost's id."""
    assert from_easypost(wire(tracker()), as_base64=as_base64)["statusCode"] == 200
    assert easypost.bodies(PARCEL_NEWS) == [
        {"kind": "courier_event", "courier": "easypost", "event_id": "evt_1", "payload": tracker()}
    ]
    (entry,) = easypost.queues[PARCEL_NEWS]
    assert entry["MessageGroupId"] == "9400110898825022579493"
    # SHA-256 of evt_1.
    assert entry["MessageDeduplicationId"] == "7d4e5a76eae6d8c165410ac19fe6756521ba86ed96752d0126b1953b155af052"


def test_queues_a_shiprocket_webhook_as_a_hint_to_look(shiprocket: AwsEndpoint) -> None:
    """None of what it says travels on: who knows the token could have written it."""
    assert from_shiprocket(wire(scanned()))["statusCode"] == 200
    (look,) = shiprocket.bodies(PARCEL_NEWS)
    event_id = look.pop("event_id")
    assert look == {"kind": "look", "courier": "shiprocket", "tracking_code": "19041424751540", "why": "webhook"}
    assert len(event_id) == 64
    assert shiprocket.queues[PARCEL_NEWS][0]["MessageGroupId"] == "19041424751540"


def test_takes_a_number_for_an_air_waybill(shiprocket: AwsEndpoint) -> None:
    """The older shape writes it so; it is the same parcel."""
    assert from_shiprocket(wire(scanned(awb=19041424751540)))["statusCode"] == 200
    assert shiprocket.bodies(PARCEL_NEWS)[0]["tracking_code"] == "19041424751540"


def test_knows_a_repeat_of_shiprockets_by_what_it_says(shiprocket: AwsEndpoint) -> None:
    """There is no event id; another status, time or number of scans is another event."""
    told: list[dict[str, Any]] = [
        {},
        {},
        {"shipment_status_id": 17},
        {"current_timestamp": "23 05 2023 11:43:53"},
        {"scans": []},
        {"awb": "19041424751541"},
    ]
    for changed in told:
        assert from_shiprocket(wire(scanned(**changed)))["statusCode"] == 200
    ids = [entry["MessageDeduplicationId"] for entry in shiprocket.queues[PARCEL_NEWS]]
    assert ids[0] == ids[1]
    assert len(set(ids)) == 5


@pytest.mark.parametrize(("method", "body"), [("GET", None), ("POST", b""), ("POST", b" \n"), ("POST", b"{}")])
def test_tells_shiprockets_panel_that_somebody_is_there(
    method: str, body: bytes | None, shiprocket: AwsEndpoint
) -> None:
    """Its test may come without a token or a body, and wants exactly 200; nothing comes of it."""
    assert from_shiprocket(body, token=None, method=method)["statusCode"] == 200
    assert shiprocket.calls == []


def test_answers_the_panels_sample_with_200(shiprocket: AwsEndpoint) -> None:
    """A sample of an order without an air waybill is nothing to look at."""
    for awb in ("", None):
        assert from_shiprocket(wire(scanned(awb=awb)))["statusCode"] == 200
    assert shiprocket.queues == {}


@pytest.mark.parametrize("token", [None, "", "token of mpls", PARCEL_SECRET + "x"])
def test_refuses_who_does_not_know_the_token(token: str | None, shiprocket: AwsEndpoint) -> None:
    """401, and nothing is looked at."""
    assert from_shiprocket(wire(scanned(shipment_status_id=7)), token=token)["statusCode"] == 401
    assert shiprocket.queues == {}


def test_refuses_what_another_secret_signed(easypost: AwsEndpoint) -> None:
    """Another account's webhook is a stranger here, and so is one without a signature."""
    assert from_easypost(wire(tracker()), secret="another")["statusCode"] == 401
    assert handler(http_event(path="/parcel", body=wire(tracker())), None)["statusCode"] == 401
    assert from_shiprocket(wire(tracker()))["statusCode"] == 401
    assert easypost.queues == {}


def test_does_not_take_easyposts_signature_for_shiprockets_token(shiprocket: AwsEndpoint) -> None:
    """A store has one courier."""
    assert from_easypost(wire(scanned()))["statusCode"] == 401
    assert shiprocket.queues == {}


def test_takes_old_and_new_secret_during_a_rotation(easypost: AwsEndpoint) -> None:
    """Retries stay signed with the old secret."""
    easypost.parameters[ENVIRONMENT["PARCEL_WEBHOOK_SECRET_PARAMETER"]] = f"new\n{PARCEL_SECRET}"
    assert from_easypost(wire(tracker()))["statusCode"] == 200
    assert from_easypost(wire(tracker()), secret="new")["statusCode"] == 200
    assert from_easypost(wire(tracker()), secret="retired")["statusCode"] == 401


def test_takes_what_the_older_signature_proves_and_logs_what_the_newer_says(
    easypost: AwsEndpoint, capsys: pytest.CaptureFixture[str]
) -> None:
    """EasyPost does not say exactly what the newer one signs: it decides nothing until the logs show that it fits."""
    body, moment = wire(tracker()), "Sat, 21 Nov 2026 12:00:00 -0000"
    fitting = "hmac-sha256-hex=" + hex_hmac(PARCEL_SECRET, f"{moment}POST/parcel".encode() + body)
    for signature in (fitting, "hmac-sha256-hex=00"):
        sent = {"x-timestamp": moment, "x-path": "/parcel", "x-hmac-signature-v2": signature}
        assert from_easypost(body, newer=sent)["statusCode"] == 200
        assert from_easypost(body, secret="another", newer=sent)["statusCode"] == 401
    logged = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["counts"] for line in logged if line["code"] == "webhook.taken"] == [
        {"events": 1, "v2_fits": 1},
        {"events": 1, "v2_differs": 1},
    ]


@pytest.mark.parametrize("described", ["batch.updated", "refund.successful", "shipment.invoice.created"])
def test_takes_easyposts_events_about_no_parcel_and_keeps_none(described: str, easypost: AwsEndpoint) -> None:
    """Understood, 200, nothing to do."""
    assert from_easypost(wire(tracker(description=described, result={})))["statusCode"] == 200
    assert easypost.queues == {}


@pytest.mark.parametrize(
    "body", [b"", b"?", b"[1]", b'{"id":"evt_1"}', wire(tracker(result=None)), wire(tracker(id=""))]
)
def test_keeps_a_genuine_body_that_cannot_be_read(body: bytes, easypost: AwsEndpoint) -> None:
    """It may be the delivery: kept whole for a person, not refused until EasyPost switches the webhook off."""
    assert from_easypost(body)["statusCode"] == 200
    parts = easypost.bodies(PARCEL_NEWS)
    assert {(part["kind"], part["source"]) for part in parts} == {("unreadable", "easypost")}
    assert b"".join(base64.b64decode(part["base64"]) for part in parts) == body


def test_keeps_shiprockets_garbage_too(shiprocket: AwsEndpoint) -> None:
    """With the right token it is Shiprocket's, whatever it is."""
    assert from_shiprocket(b"awb=1904&status=7")["statusCode"] == 200
    assert shiprocket.bodies(PARCEL_NEWS)[0]["kind"] == "unreadable"


def test_refuses_another_method_and_a_body_too_large(easypost: AwsEndpoint) -> None:
    """405 and 413, before any signature is computed."""
    assert handler(http_event(method="GET", path="/parcel"), None)["statusCode"] == 405
    assert from_easypost(b" " * (256 * 1024 + 1))["statusCode"] == 413
    assert easypost.calls == []


def test_does_not_acknowledge_while_the_queue_is_down(easypost: AwsEndpoint) -> None:
    """Raised, so that the courier comes again; then it is there once."""
    easypost.faults.extend(["", "500", "500"])
    with pytest.raises(AwsFailed):
        from_easypost(wire(tracker()))
    assert from_easypost(wire(tracker()))["statusCode"] == 200
    assert len(easypost.bodies(PARCEL_NEWS)) == 1


def test_refuses_to_run_for_an_unknown_courier(easypost: AwsEndpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    """Better no answer than the wrong check."""
    monkeypatch.setenv("COURIER", "pigeon")
    with pytest.raises(ValueError, match="COURIER"):
        Settings.from_env()
