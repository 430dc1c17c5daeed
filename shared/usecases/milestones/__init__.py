"""Everything a customer is told, one file per event. Adding one: its file, its line here, its test."""

from __future__ import annotations

from shared.domain.events import Event
from shared.usecases.milestones import (
    case_opened,
    customer_spoke,
    delivery_reminded,
    follow_up_due,
    instruction_taken,
    order_cancelled,
    order_collected,
    order_confirmed,
    order_expired,
    order_offered,
    order_preparing,
    order_ready,
    parcel_attempt_failed,
    parcel_booked,
    parcel_delayed,
    parcel_delivered,
    parcel_dispatched,
    parcel_out_for_delivery,
    parcel_returned,
    parcel_returning,
    payment_reminded,
    payment_requested,
    refund_due,
    refund_failed,
    refund_requested,
    refund_succeeded,
    return_moved,
    staff_spoke,
)
from shared.usecases.milestones.milestone import Milestone

MILESTONES: dict[type[Event], Milestone] = {
    module.MILESTONE.event: module.MILESTONE
    for module in (
        case_opened,
        customer_spoke,
        delivery_reminded,
        follow_up_due,
        instruction_taken,
        order_cancelled,
        order_collected,
        order_confirmed,
        order_expired,
        order_offered,
        order_preparing,
        order_ready,
        parcel_attempt_failed,
        parcel_booked,
        parcel_delayed,
        parcel_delivered,
        parcel_dispatched,
        parcel_out_for_delivery,
        parcel_returned,
        parcel_returning,
        payment_reminded,
        payment_requested,
        refund_due,
        refund_failed,
        refund_requested,
        refund_succeeded,
        return_moved,
        staff_spoke,
    )
}
