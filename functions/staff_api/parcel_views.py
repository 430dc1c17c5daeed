"""A parcel as staff see it."""

from __future__ import annotations

from dataclasses import asdict

from functions.staff_api.parcels_contract import AddressView, InstructionView, ParcelLine, ParcelView, ScanView
from shared.domain.parcel import Parcel


def parcel_view(parcel: Parcel) -> ParcelView:
    """One parcel with its scans, oldest first."""
    return ParcelView(
        id=parcel.id,
        number=parcel.number,
        direction=parcel.direction,
        courier=parcel.courier,
        courier_name=parcel.courier_name,
        tracking_code=parcel.tracking_code,
        tracking_url=parcel.tracking_url,
        label_url=parcel.label_url,
        status=parcel.state,
        lines=[ParcelLine(sku=sku, quantity=units) for sku, units in parcel.lines.items()],
        to=AddressView(**asdict(parcel.to)),
        expected=parcel.expected,
        attempts=parcel.attempts,
        deadline=parcel.deadline,
        cost=parcel.cost,
        cost_currency=parcel.cost_currency,
        refused=parcel.refused,
        rider=parcel.rider,
        proof=parcel.proof,
        signed_by=parcel.signed_by,
        requested_at=parcel.at,
        scans=[ScanView(at=scan.at, status=scan.state, code=scan.code, note=scan.note) for scan in parcel.scans],
        instructions=[
            InstructionView(attempt=one.attempt, kind=one.kind, by=one.by, at=one.at, day=one.day, told_at=one.told_at)
            for one in parcel.instructions
        ],
    )
