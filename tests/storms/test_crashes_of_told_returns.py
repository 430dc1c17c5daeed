"""A crash at any call while a customer tells what is wrong: one return with all of it, by rule paid back once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from functions.process_inbox import handler as process_inbox
from shared.domain.changes import PutOrder, PutParcel, PutPayment
from shared.domain.goods_return import ReturnState, Trouble
from shared.domain.order import OrderStatus
from shared.usecases.return_tap import ReturnTap
from tests.fakes.people import ANA, order
from tests.shared.usecases.returns_of_a_shop import PAID, SENT
from tests.storms.parcel_of_ana import profile
from tests.storms.stage import Faults, Stage, stage
from tests.storms.test_crashes_of_placed_orders import message, tap
from tests.storms.test_crashes_of_returns import story, struck, swept

Json = Mapping[str, Any]
PHOTO = {"id": "media-1", "mime_type": "image/jpeg", "sha256": "aGk=", "caption": "the waffle arrived broken"}
#: A photo that says it all, and the button that sends it.
STEPS = ("photo", ReturnTap.SEND)


def came(monkeypatch: pytest.MonkeyPatch, s: Stage) -> None:
    """Two taro and a waffle were paid and brought; what is worth less than 7 dollars need not come back."""
    own = profile("easypost")
    own["delivery"]["returns"] = {"days": 14, "refund_without_return_below": 700}
    monkeypatch.setenv("STORE", json.dumps(own))
    s.forget()
    s.record.customers.save(ANA)
    bought = order(status=OrderStatus.DELIVERED, version=1)
    s.record.commits.commit(
        [PutOrder(order=bought, over=None), PutPayment(attempt=PAID, new=True), PutParcel(parcel=SENT, over=None)],
        token="came",
    )


def said(s: Stage, step: str) -> Json:
    """Her next message, as the Inbox brings it; its buttons are those that she was shown."""
    if step == "photo":
        return message("wamid.photo", type="image", image=PHOTO)
    waits, s.faults.at = s.faults.at, None
    before = len(s.faults.calls)
    (one,) = s.order("ord_1").returns
    # To look is no call of the function's.
    del s.faults.calls[before:]
    s.faults.at = waits
    return tap(f"wamid.{step}", ReturnTap.about(one, step).id)


def test_a_return_that_is_told_survives_a_crash_at_every_call(monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before each call, killed after it, its answer lost; and every message comes once more afterwards."""

    def life(at: int | None, how: str) -> list[str]:
        with stage(monkeypatch, Faults(how=how)) as s:
            came(monkeypatch, s)
            struck(s, at)
            bodies = []
            for step in STEPS:
                bodies.append(said(s, step))
                s.deliver_until_done(process_inbox, bodies[-1])
            calls, s.faults.at = list(s.faults.calls), None
            for body in bodies:
                s.deliver_until_done(process_inbox, body)
            file, where = s.order("ord_1"), f"{how} {at}"
            (one,) = file.returns
            told = (dict(one.items), one.trouble, len(one.photos), one.state, one.decided_by)
            assert told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, ReturnState.SETTLED, "rule"), where
            assert [refund.amount.amount for refund in file.refunds] == [695], where
            assert story(file) == ["ReturnMoved", "ReturnMoved", "RefundRequested"], where
            assert one.refund_id == file.refunds[0].id, where
        return calls

    swept(life)
