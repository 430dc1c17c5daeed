"""The routes on how far an order is, who looks after it, and its parcels; part of the table in ``routes``."""

from __future__ import annotations

from functions.staff_api import parcels
from functions.staff_api.contract import OrderDetail
from functions.staff_api.parcels_contract import Assignment, NewInstruction, NewParcel, NewScan, NewStatus
from functions.staff_api.route import EVERYONE, MANAGERS, Route

PARCEL_ROUTES: tuple[Route, ...] = (
    Route(
        method="POST",
        path="/orders/{order_id}/status",
        roles=EVERYONE,
        summary="Say how far an order is; the customer is told as by a courier's word",
        does=parcels.set_status,
        answer=OrderDetail,
        body=NewStatus,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/claim",
        roles=EVERYONE,
        summary="Look after an order that nobody else does",
        does=parcels.claim_order,
        answer=OrderDetail,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/assign",
        roles=EVERYONE,
        summary="Give an order to somebody of the store, or to nobody in particular",
        does=parcels.set_assignee,
        answer=OrderDetail,
        body=Assignment,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/cancel",
        roles=MANAGERS,
        summary="Give an order up that is still here; what was paid goes back",
        does=parcels.cancel_order,
        answer=OrderDetail,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/parcels",
        roles=EVERYONE,
        summary="Send a parcel; its courier is asked for it at once",
        does=parcels.add_parcel,
        answer=OrderDetail,
        body=NewParcel,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/parcels/{parcel_id}/scans",
        roles=EVERYONE,
        summary="Say what a rider did with a parcel, with proof of the delivery",
        does=parcels.add_scan,
        answer=OrderDetail,
        body=NewScan,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/parcels/{parcel_id}/instruct",
        roles=EVERYONE,
        summary="Say what the courier is to do after a failed attempt",
        does=parcels.add_instruction,
        answer=OrderDetail,
        body=NewInstruction,
    ),
    Route(
        method="POST",
        path="/orders/{order_id}/parcels/{parcel_id}/cancel",
        roles=EVERYONE,
        summary="Give a parcel up that its courier does not have yet",
        does=parcels.cancel_parcel,
        answer=OrderDetail,
    ),
)
