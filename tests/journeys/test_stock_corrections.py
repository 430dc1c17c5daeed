"""Staff count the shelf and put the counter right; the record keeps who said why."""

import uuid

import pytest
import requests

from tests.journeys.world import StoreDoor, World, eventually


def _correct(door: StoreDoor, item: str, delta: int, reason: str, *, key: str | None) -> requests.Response:
    headers = {"Idempotency-Key": key} if key else {}
    return door.staff("POST", f"/stock/{item}/movements", json={"delta": delta, "reason": reason}, headers=headers)


@pytest.mark.parametrize(("store", "item"), [("mpls", "thai_tea_g"), ("pune", "TEA-1K")])
def test_a_correction_moves_the_counter_once_and_leaves_its_reason(world: World, store: str, item: str) -> None:
    """A tablet that lost the answer sends the same request again: nothing moves twice."""
    door, key, reason = world[store], str(uuid.uuid4()), f"dropped a box ({uuid.uuid4()})"
    before = door.stock()[item]["available"]
    answers = [_correct(door, item, -7, reason, key=key) for _ in range(2)]
    assert [(one.status_code, one.json()["available"]) for one in answers] == [(200, before - 7)] * 2
    assert door.stock()[item]["available"] == before - 7

    def movements() -> list[tuple[str, int, int]]:
        listed = door.staff("GET", f"/stock/{item}/movements").json()["items"]
        return [
            (one["cause"], one["available_delta"], one["available"]) for one in listed if reason in one["reference"]
        ]

    assert eventually(movements, what="a movement with the reason") == [("correction", -7, before - 7)]
    reused = _correct(door, item, -8, reason, key=key)
    assert (reused.status_code, reused.json()["type"]) == (422, "urn:tillhook:problem:idempotency-key-reused")
    door.correct(item, 7)


@pytest.mark.parametrize(("store", "item"), [("mpls", "thai_tea_g"), ("pune", "TEA-1K")])
def test_what_cannot_be_done_is_refused_with_advice(world: World, store: str, item: str) -> None:
    """No key, more than there is, no reason, no such item: the counter stays, the problem says what to do."""
    door = world[store]
    before = door.stock()
    keyless = _correct(door, item, 5, "counted", key=None)
    assert (keyless.status_code, keyless.headers["Content-Type"]) == (400, "application/problem+json")
    assert "Idempotency-Key" in keyless.json()["detail"]
    too_much = _correct(door, item, -before[item]["available"] - 1, "counted", key=str(uuid.uuid4()))
    assert (too_much.status_code, too_much.json()["title"]) == (409, "Not enough stock")
    headers = {"Idempotency-Key": str(uuid.uuid4())}
    mute = door.staff("POST", f"/stock/{item}/movements", json={"delta": 5}, headers=headers)
    assert (mute.status_code, mute.json()["errors"]) == (422, [{"field": "reason", "expected": "to be there"}])
    assert _correct(door, item, 5, " ", key=str(uuid.uuid4())).status_code == 422
    assert _correct(door, item, 0, "counted", key=str(uuid.uuid4())).status_code == 422
    assert _correct(door, "unicorn", 5, "counted", key=str(uuid.uuid4())).status_code == 404
    assert door.stock() == before
