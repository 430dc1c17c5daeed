"""Somebody counts the shelf: the counter is put right once, and what moved it can be read."""

from __future__ import annotations

from uuid import uuid4

from tests.journeys.world import World, eventually

ITEM = "ATTA-10"


def test_staff_put_a_counter_right_once_and_read_why(world: World) -> None:
    """Three sacks found, the request sent twice; then three given back, so that the next story finds the same shelf."""
    pune, key = world["pune"], str(uuid4())
    before = pune.stock()[ITEM]["available"]
    path, wanted, reason = f"/stock/{ITEM}/movements", {"delta": 3}, f"found {key[:8]}"
    first, again = (
        pune.staff("POST", path, json={**wanted, "reason": reason}, headers={"Idempotency-Key": key}) for _ in range(2)
    )
    assert (first.status_code, first.json()["available"]) == (200, before + 3)
    assert (again.status_code, again.json()["available"]) == (200, before + 3)
    assert pune.stock()[ITEM]["available"] == before + 3
    move = eventually(
        lambda: next((one for one in pune.staff("GET", path).json()["items"] if one["reference"] == reason), None),
        what="the movement of the correction",
    )
    assert (move["cause"], move["available_delta"], move["available"]) == ("correction", 3, before + 3)
    back = pune.staff("POST", path, json={"delta": -3, "reason": "count"}, headers={"Idempotency-Key": str(uuid4())})
    assert back.json()["available"] == before


def test_a_correction_needs_a_key_and_a_reason(world: World) -> None:
    """Each problem says what is missing, as problem+json; nothing is changed."""
    pune, path = world["pune"], f"/stock/{ITEM}/movements"
    before = pune.stock()[ITEM]["available"]
    keyless = pune.staff("POST", path, json={"delta": 1, "reason": "count"})
    mute = pune.staff("POST", path, json={"delta": 1}, headers={"Idempotency-Key": str(uuid4())})
    assert (keyless.status_code, keyless.headers["content-type"]) == (400, "application/problem+json")
    assert "Idempotency-Key" in keyless.json()["detail"]
    assert (mute.status_code, mute.json()["errors"]) == (422, [{"field": "reason", "expected": "to be there"}])
    assert pune.stock()[ITEM]["available"] == before
