"""Every message about a parcel or a return, with the longest names there are, as Meta takes it: nothing cut off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from infra.local.simulators.whatsapp_rules import check_message
from shared.adapters.whatsapp.bodies import graph_body
from shared.adapters.whatsapp.templates import load_templates
from shared.domain.events import (
    DeliveryInstructionTaken,
    DeliveryReminded,
    Event,
    FollowUpDue,
    OrderCollected,
    OrderPreparing,
    OrderReady,
    ParcelAttemptFailed,
    ParcelBooked,
    ParcelDelayed,
    ParcelDelivered,
    ParcelDispatched,
    ParcelOutForDelivery,
    ParcelReturned,
    ParcelReturning,
    ReturnMoved,
)
from shared.domain.goods_return import Decision, ReturnState
from shared.domain.messages import LinkMessage
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, Instruction, InstructionKind, Parcel, ParcelState, Scan
from shared.usecases.milestones import MILESTONES
from tests.fakes.parcels_of_ana import HOME, goods_return, moment, parcel
from tests.fakes.people import ANA, NOW
from tests.shared.adapters.whatsapp.test_reply_lengths import SPOKEN, big, cut
from tests.shared.usecases.demo import demo

PAGE = "https://a1b2c3d4e5.execute-api.ap-south-1.amazonaws.com/track/" + "0f" * 28
COURIER = "Delhivery Surface 2 KG Heavyweight"
CODE = "9405500205903064141256940550020590"
DEADLINE = (NOW + timedelta(days=1)).isoformat()
FAR = replace(HOME, line1="Flat 7, " * 20, line2="Behind the old mill " * 4)
NOTE = "Consignee not available at the address, " * 6
TEMPLATES = {(one.name, one.language): one for one in load_templates()}
ABOUT: dict[str, Any] = {"parcel_id": "pcl_1"}
ASKED = ABOUT | {"attempt": 1, "deadline": DEADLINE}

CASES: list[tuple[type[Event], OrderStatus, dict[str, Any], dict[str, Any]]] = [
    (OrderPreparing, OrderStatus.PREPARING, {}, {}),
    (OrderReady, OrderStatus.READY, {}, {}),
    (OrderCollected, OrderStatus.COLLECTED, {}, {}),
    (FollowUpDue, OrderStatus.DELIVERED, {}, {}),
    (
        ParcelBooked,
        OrderStatus.DELIVERED,
        {"direction": Direction.INBOUND, "label_url": PAGE},
        ABOUT | {"tracking_code": CODE, "return_id": "ret_1"},
    ),
    (
        ParcelBooked,
        OrderStatus.DELIVERED,
        {"direction": Direction.INBOUND, "label_url": ""},
        ABOUT | {"tracking_code": CODE, "return_id": "ret_1"},
    ),
    (ParcelDispatched, OrderStatus.DISPATCHED, {}, ABOUT),
    (ParcelOutForDelivery, OrderStatus.OUT_FOR_DELIVERY, {"agent_phone": "+9120255501750000"}, ABOUT),
    (ParcelDelayed, OrderStatus.DISPATCHED, {}, ABOUT | {"expected": "2026-11-25"}),
    (ParcelAttemptFailed, OrderStatus.DELIVERY_FAILED, {}, ASKED),
    (DeliveryReminded, OrderStatus.DELIVERY_FAILED, {}, ASKED),
    *(
        (DeliveryInstructionTaken, OrderStatus.DELIVERY_FAILED, {}, ABOUT | {"attempt": 1, "kind": kind.value})
        for kind in InstructionKind
    ),
    (ParcelDelivered, OrderStatus.DELIVERED, {"lines": {}, "signed_by": "A very long name of a neighbour " * 4}, ABOUT),
    (ParcelReturning, OrderStatus.RETURNING, {}, ABOUT),
    (ParcelReturned, OrderStatus.RETURNED, {}, ABOUT),
    *(
        (ReturnMoved, OrderStatus.DELIVERED, {"decision": decision}, {"return_id": "ret_1", "state": state.value})
        for state in ReturnState
        if state not in (ReturnState.OPENED, ReturnState.BOOKED)
        for decision in Decision
    ),
]


def longest(changes: dict[str, Any]) -> tuple[Parcel, Parcel]:
    """Two parcels with all that a courier may say of them."""
    told = tuple(
        Instruction(kind=kind, attempt=1, by="customer", at=NOW, day=date(2026, 11, 25), address=FAR)
        for kind in InstructionKind
    )
    scans = (Scan(at=NOW, state=ParcelState.FAILED_ATTEMPT, code="x", note=NOTE),)
    values = {"courier_name": COURIER, "tracking_code": CODE, "instructions": told, "scans": scans, **changes}
    return parcel(**values), parcel(id="pcl_2", number=2, **changes)


@pytest.mark.parametrize(("store", "language"), SPOKEN)
@pytest.mark.parametrize(("kind", "status", "changes", "more"), CASES)
def test_every_message_fits_as_it_is(
    kind: type[Event], status: OrderStatus, changes: dict[str, Any], more: dict[str, Any], store: str, language: str
) -> None:
    """An order of everything, in two parcels, far away; outside the window nothing but names may be shortened."""
    shop = demo(store, language=language)
    decision = changes.get("decision")
    about = replace(big(shop, status), id="ord_" + "f" * 24)
    one = goods_return(
        state=ReturnState(more.get("state", "requested")),
        decision=decision,
        amount=99_999_900,
        explanation="Nobody can say why. " * 10,
    )
    telling = moment(
        kind,
        *longest({name: value for name, value in changes.items() if name != "decision"}),
        of=about,
        returns=(one,),
        store=shop.store,
        language=language,
        tracking=PAGE,
        **more,
    )
    message = MILESTONES[kind].free_form(telling)
    assert cut(message) == []
    skus = set(shop.record.state.products)
    check_message(
        graph_body(message, to=ANA.identity, tag="T", catalog_id=shop.store.catalog_id),
        catalog_id=shop.store.catalog_id,
        skus=skus,
    )
    if isinstance(message, LinkMessage):
        assert message.url == PAGE
    template = MILESTONES[kind].template
    assert template is not None
    filled = template(telling)
    file = TEMPLATES[filled.name, language]
    words = file.filled(filled.values)
    assert len(filled.values) == len(file.variables)
    assert len(words) <= 1024
    assert "–" not in filled.values
    assert PAGE in words or PAGE not in filled.values
