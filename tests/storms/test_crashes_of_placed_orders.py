"""A crash while a placed order is cancelled or changed, at any call of the real handlers: one effect, nothing lost."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import pytest

from functions.process_inbox import handler as process_inbox
from functions.request_payment import handler as request_payment
from shared.domain.order import order_id_for
from tests.storms.stage import Stage
from tests.storms.test_crashes import ORDER, PAID, Act, requested, sweep

CHANGE, YES, AGAIN = "wamid.change", "wamid.yes", "wamid.sure"
CHANGED = order_id_for(CHANGE)
SHELF = {"tapioca_pearls_g": 9000, "waffle_mix_g": 4400}


def message(message_id: str, **content: Any) -> Mapping[str, Any]:
    """Ana's message as the Inbox brings it."""
    own = {"id": message_id, "from": "16505551234", "from_user_id": "US.13491208655302741918"}
    return {
        "kind": "whatsapp_message",
        "message": {**own, "timestamp": "1795284060", **content},
        "contact": {"profile": {"name": "Ana"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"},
        "metadata": {"phone_number_id": "106540352242922"},
    }


def tap(message_id: str, button: str) -> Mapping[str, Any]:
    """A tapped button."""
    reply = {"type": "button_reply", "button_reply": {"id": button, "title": "Yes"}}
    return message(message_id, type="interactive", interactive=reply)


def paid(s: Stage) -> None:
    """Ana has paid her 18.45."""
    requested(s)
    s.deliver_until_done(process_inbox, PAID)


def sure(s: Stage) -> Mapping[str, Any]:
    """Yes, cancel it."""
    return tap(AGAIN, f"order:{ORDER}:{s.order(ORDER).order.version}:cancel_yes")


def cancelled(s: Stage) -> None:
    """Ana gave up what she had a link for."""
    requested(s)
    s.deliver_until_done(process_inbox, sure(s))


def dearer(s: Stage) -> None:
    """Ana wants another waffle with what she paid for, and has the link for it."""
    paid(s)
    s.deliver_until_done(process_inbox, message(CHANGE, type="text", text={"body": "add a waffle to my order"}))
    draft = s.order(CHANGED).order
    s.deliver_until_done(process_inbox, tap(YES, f"offer:{CHANGED}:{draft.version}:accept"))
    s.deliver_until_done(request_payment, {"detail": {"name": "OrderReceived", "order_id": CHANGED}})


def cheaper(s: Stage) -> None:
    """Ana wants no waffle any more, and has read back what that comes to."""
    paid(s)
    s.deliver_until_done(process_inbox, message(CHANGE, type="text", text={"body": "remove the waffle from my order"}))


def agreed(s: Stage) -> Mapping[str, Any]:
    """Yes to the cheaper order."""
    return tap(YES, f"offer:{CHANGED}:{s.order(CHANGED).order.version}:accept")


#: 6.95 for the waffle, through the link of the changed order.
PAID_MORE: Any = copy.deepcopy(PAID)
PAID_MORE["event_id"] = "evt_2"
PAID_MORE["payload"]["data"]["object"] |= {
    "amount_total": 695,
    "client_reference_id": CHANGED,
    "payment_intent": "pi_2",
    "metadata": {"order_id": CHANGED, "store": "mpls"},
}


def one_refund(s: Stage, where: str) -> None:
    """Cancelled once, everything back on the shelf, all of the money due back, once."""
    file = s.order(ORDER)
    assert file.order.status == "cancelled", where
    assert [event.name for event in file.events][-2:] == ["OrderCancelled", "RefundDue"], where
    assert [(one.status, one.transaction_id) for one in file.payments] == [("refund_due", "pi_1")], where
    assert {item: s.available(item) for item in SHELF} == SHELF, where


def one_closed_link(s: Stage, where: str) -> None:
    """The gateway was told, and the record is as the cancellation left it."""
    file = s.order(ORDER)
    assert [event.name for event in file.events][-1] == "OrderCancelled", where
    assert [one.status for one in file.payments] == ["closed"], where
    assert [one.path for one in s.gateway.asked if one.path.endswith("/expire")][-1].endswith("/cs_1/expire"), where


def one_swap(s: Stage, where: str) -> None:
    """The first order off, the second in force, with all that it needs and ticket 2."""
    first, second = s.order(ORDER), s.order(CHANGED)
    assert (first.order.status, second.order.status) == ("cancelled", "confirmed"), where
    assert second.order.ticket is not None, where
    assert second.order.ticket.number == 2, where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000 - 100, 4400 - 220), where
    assert [event.name for event in first.events].count("OrderCancelled") == 1, where


def one_change_for_less(s: Stage, where: str) -> None:
    """Confirmed at once, the waffle's mix back, 6.95 due back, once."""
    first, second = s.order(ORDER), s.order(CHANGED)
    assert (first.order.status, second.order.status) == ("cancelled", "confirmed"), where
    assert [event.name for event in first.events][-2:] == ["OrderCancelled", "RefundDue"], where
    assert getattr(first.events[-1], "amount", None) == 695, where
    assert (s.available("tapioca_pearls_g"), s.available("waffle_mix_g")) == (9000 - 100, 4400), where


@pytest.mark.parametrize(
    "act",
    [
        pytest.param(Act(process_inbox, paid, sure, one_refund), id="a cancellation"),
        pytest.param(
            Act(
                request_payment,
                cancelled,
                lambda _: {"detail": {"name": "OrderCancelled", "order_id": ORDER}},
                one_closed_link,
            ),
            id="a link to close",
        ),
        pytest.param(Act(process_inbox, dearer, lambda _: PAID_MORE, one_swap), id="a payment for a change"),
        pytest.param(Act(process_inbox, cheaper, agreed, one_change_for_less), id="a change for less"),
    ],
)
def test_a_crash_at_any_call_leaves_one_effect(act: Act, monkeypatch: pytest.MonkeyPatch) -> None:
    """Killed before, killed after, answer lost: at each call."""
    assert sweep(monkeypatch, act) >= 1
