"""What staff send and are answered about parcels and how far an order is; see ``contract``."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, InstructionKind, ParcelState

_TEXT = r"^[^\x00-\x1f\x7f]*$"
COUNTRY = "^[A-Z]{2}$"
PHONE = r"^\+?[\d\s().-]{0,24}$"
Words = Annotated[str, Meta(max_length=120, pattern=_TEXT)]
Note = Annotated[str, Meta(max_length=200, pattern=_TEXT)]
Units = Annotated[int, Meta(ge=1, le=10_000)]


class AddressFields(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Where a parcel goes. What is left out is taken from the order and the customer's profile, if it is known there.

    ``country`` is ISO 3166-1 alpha-2, ``phone`` best with + and country code.
    """

    name: Words | None = None
    line1: Words | None = None
    line2: Words | None = None
    city: Words | None = None
    state: Words | None = None
    postal_code: Annotated[str, Meta(max_length=16, pattern=_TEXT)] | None = None
    country: Annotated[str, Meta(pattern=COUNTRY)] | None = None
    phone: Annotated[str, Meta(pattern=PHONE)] | None = None


class ParcelLine(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """So many of one product."""

    sku: Annotated[str, Meta(min_length=1, max_length=128)]
    quantity: Units


class NewParcel(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """A parcel to send; without ``lines`` it holds all that is in none yet, without ``courier`` the store's brings it.

    ``rider`` is who takes it, of the store's own riders.
    """

    address: AddressFields | None = None
    courier: Literal["easypost", "shiprocket", "own_rider"] | None = None
    lines: Annotated[list[ParcelLine], Meta(min_length=1, max_length=100)] | None = None
    rider: Words | None = None


class NewStatus(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """How far the order is. What may be said next depends on where it stands; a problem says what."""

    status: OrderStatus


class Assignment(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """Who looks after the order: a user name, or null for nobody in particular."""

    assignee: Annotated[str, Meta(min_length=1, max_length=128, pattern=r"^\S+$")] | None


class NewScan(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What a rider did with a parcel; ``proof`` is who took it, or where its picture lies."""

    status: Literal[
        "in_transit",
        "out_for_delivery",
        "failed_attempt",
        "delivered",
        "return_to_sender",
        "returned",
        "exception",
    ]
    note: Note = ""
    proof: Note = ""
    rider: Words = ""


class NewInstruction(Struct, forbid_unknown_fields=True, frozen=True, kw_only=True):
    """What the courier is to do after the last failed attempt; ``day`` for another day, ``address`` for another one."""

    kind: InstructionKind
    day: date | None = None
    address: AddressFields | None = None


class AddressView(Struct, frozen=True, kw_only=True):
    """The customer's address."""

    name: str
    line1: str
    line2: str
    city: str
    state: str
    postal_code: str
    country: str
    phone: str


class ScanView(Struct, frozen=True, kw_only=True):
    """One thing that happened to a parcel: ``code`` is the courier's own word."""

    at: datetime
    status: ParcelState
    code: str
    note: str


class InstructionView(Struct, frozen=True, kw_only=True):
    """What was asked after an attempt; ``told_at`` once the courier took it."""

    attempt: int
    kind: InstructionKind
    by: str
    at: datetime
    day: date | None
    told_at: datetime | None


class ParcelView(Struct, frozen=True, kw_only=True):
    """One parcel. ``cost`` is what the courier asks for it, ``refused`` why it would not bring it."""

    id: str
    number: int
    direction: Direction
    courier: str
    courier_name: str
    tracking_code: str | None
    tracking_url: str
    label_url: str
    status: ParcelState
    lines: list[ParcelLine]
    to: AddressView
    expected: date | None
    attempts: int
    deadline: datetime | None
    cost: int | None
    cost_currency: str
    refused: str
    rider: str
    proof: str
    signed_by: str
    requested_at: datetime
    scans: list[ScanView]
    instructions: list[InstructionView]
