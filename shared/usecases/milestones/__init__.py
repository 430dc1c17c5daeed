"""Everything a customer is told, one file per event. Adding one: its file, its line here, its test."""

from __future__ import annotations

from shared.domain.events import Event
from shared.usecases.milestones import (
    case_opened,
    customer_spoke,
    order_cancelled,
    order_confirmed,
    order_expired,
    order_offered,
    payment_reminded,
    payment_requested,
    refund_due,
    refund_failed,
    refund_requested,
    refund_succeeded,
    staff_spoke,
)
from shared.usecases.milestones.milestone import Milestone

MILESTONES: dict[type[Event], Milestone] = {
    module.MILESTONE.event: module.MILESTONE
    for module in (
        case_opened,
        customer_spoke,
        order_cancelled,
        order_confirmed,
        order_expired,
        order_offered,
        payment_reminded,
        payment_requested,
        refund_due,
        refund_failed,
        refund_requested,
        refund_succeeded,
        staff_spoke,
    )
}
