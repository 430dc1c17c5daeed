"""One parcel of an order: what its courier was heard to say of it, and where it stands after all that was heard.

News come late, twice and in any order. A parcel therefore keeps every scan it ever heard of, and its state is read off
them, oldest first: each order of the same scans ends in the same state, and a late one moves nothing back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum


class ParcelState(StrEnum):
    """Where a parcel stands."""

    #: Recorded; its courier was not heard of it yet.
    REQUESTED = "requested"
    #: Booked, with a tracking code and a label; the courier does not have it yet.
    PRE_TRANSIT = "pre_transit"
    IN_TRANSIT = "in_transit"
    OUT_FOR_DELIVERY = "out_for_delivery"
    #: Nobody was there, or the like; the courier asks what to do.
    FAILED_ATTEMPT = "failed_attempt"
    #: Waits for the customer at a counter of the courier's.
    AVAILABLE_FOR_PICKUP = "available_for_pickup"
    DELIVERED = "delivered"
    #: On its way back to where it came from.
    RETURN_TO_SENDER = "return_to_sender"
    RETURNED = "returned"
    #: Lost, destroyed, held: a person must look. What is scanned afterwards moves it on.
    EXCEPTION = "exception"
    CANCELLED = "cancelled"


_P = ParcelState
#: Later ones come later in a parcel's life: decides between two scans of the same moment.
RANK: Mapping[ParcelState, int] = {state: number for number, state in enumerate(ParcelState)}

_MOVING = frozenset(
    {
        _P.IN_TRANSIT,
        _P.OUT_FOR_DELIVERY,
        _P.FAILED_ATTEMPT,
        _P.AVAILABLE_FOR_PICKUP,
        _P.DELIVERED,
        _P.RETURN_TO_SENDER,
        _P.RETURNED,
        _P.EXCEPTION,
    }
)
#: Every move a parcel may make as its scans are read oldest first; a scan that is not here moves nothing.
MOVES: Mapping[ParcelState, frozenset[ParcelState]] = {
    _P.REQUESTED: _MOVING | {_P.PRE_TRANSIT, _P.CANCELLED},
    _P.PRE_TRANSIT: _MOVING | {_P.CANCELLED},
    _P.IN_TRANSIT: _MOVING - {_P.IN_TRANSIT},
    _P.OUT_FOR_DELIVERY: _MOVING - {_P.OUT_FOR_DELIVERY, _P.IN_TRANSIT},
    _P.FAILED_ATTEMPT: _MOVING,
    _P.AVAILABLE_FOR_PICKUP: _MOVING - {_P.AVAILABLE_FOR_PICKUP, _P.IN_TRANSIT},
    #: Final, but for a return.
    _P.DELIVERED: frozenset({_P.RETURN_TO_SENDER, _P.RETURNED}),
    #: Delivered, once it turned back, is delivered to the sender.
    _P.RETURN_TO_SENDER: frozenset({_P.RETURNED}),
    _P.RETURNED: frozenset(),
    _P.EXCEPTION: _MOVING - {_P.EXCEPTION},
    #: A courier that carries it all the same has it.
    _P.CANCELLED: _MOVING,
}
#: Nothing more is expected of it.
ENDED = frozenset({_P.DELIVERED, _P.RETURNED, _P.CANCELLED})

#: Booked, and more of it is expected, in the order of a parcel's life.
ON_THE_WAY = tuple(state for state in ParcelState if state not in {_P.REQUESTED, *ENDED})

#: The courier that is the store itself.
OWN_RIDER = "own_rider"
#: A parcel keeps so many scans: a courier that repeats itself for ever must not fill the record.
MOST_SCANS = 60
#: One failed attempt is told in several words, within this time.
SAME_ATTEMPT = timedelta(hours=4)


class Direction(StrEnum):
    """``outbound`` goes to the customer, ``inbound`` brings goods back."""

    OUTBOUND = "outbound"
    INBOUND = "inbound"


@dataclass(frozen=True, kw_only=True)
class Address:
    """Where a parcel goes or comes from. ``country`` is ISO 3166-1 alpha-2, ``phone`` with + and country code."""

    name: str
    line1: str
    city: str
    postal_code: str
    country: str
    state: str = ""
    line2: str = ""
    phone: str = ""


@dataclass(frozen=True, kw_only=True)
class Scan:
    """One thing a courier says that happened, at its own time (UTC). ``code`` is the courier's own word for it.

    ``note`` is why (of a failed attempt) or where, in the courier's words; it names no person.
    """

    at: datetime
    state: ParcelState
    code: str
    note: str = ""

    @property
    def place(self) -> tuple[datetime, int, str]:
        """Where it stands among the scans of its parcel."""
        return self.at, RANK[self.state], self.code


@dataclass(frozen=True, kw_only=True)
class ParcelNews:
    """What a courier says of one parcel, all it told at once. ``unknown`` are words that this release cannot place.

    ``expected`` is the day of delivery it announces, ``deadline`` (UTC) until when it waits for an instruction.
    """

    courier: str
    tracking_code: str
    scans: tuple[Scan, ...] = ()
    unknown: tuple[str, ...] = ()
    expected: date | None = None
    deadline: datetime | None = None
    signed_by: str = ""
    agent_phone: str = ""


class InstructionKind(StrEnum):
    """What a customer wants after a failed attempt."""

    AGAIN = "again"
    OTHER_DAY = "other_day"
    OTHER_ADDRESS = "other_address"
    SEND_BACK = "send_back"


@dataclass(frozen=True, kw_only=True)
class Instruction:
    """What the courier is to do after attempt number ``attempt``; ``told_at`` once it took it (UTC).

    ``by`` is ``customer`` or a staff user name. ``day`` for another day, ``address`` for another address.
    """

    kind: InstructionKind
    attempt: int
    by: str
    at: datetime
    day: date | None = None
    address: Address | None = None
    told_at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Parcel:
    """One parcel. ``id`` is our reference at the courier, for ever (at most 40 characters); ``number`` counts from 1.

    ``to`` is the customer's address whichever the direction: what comes back comes from there, to the store's sender.
    An inbound one that came back ends as ``delivered`` or ``returned``, whichever word its courier has for it.
    ``lines`` is what is in it (sku to units). ``shipment_id`` and ``tracking_code`` are the courier's, None before it
    is booked; ``cost`` in minor units of ``cost_currency``. ``version`` rises with every write.
    """

    id: str
    order_id: str
    number: int
    courier: str
    direction: Direction
    to: Address
    lines: Mapping[str, int]
    at: datetime
    state: ParcelState = ParcelState.REQUESTED
    version: int = 1
    scans: tuple[Scan, ...] = ()
    tracking_code: str | None = None
    tracking_url: str = ""
    shipment_id: str | None = None
    #: The courier's id of what is to be bought, written down before it is: of two that book at once, both buy this one.
    prepared: str = ""
    courier_name: str = ""
    label_url: str = ""
    cost: int | None = None
    cost_currency: str = ""
    expected: date | None = None
    heard_at: datetime | None = None
    signed_by: str = ""
    agent_phone: str = ""
    #: Until when the courier waits for an instruction after the last failed attempt (UTC).
    deadline: datetime | None = None
    instructions: tuple[Instruction, ...] = ()
    #: The return whose goods are in it, for one that comes back.
    return_id: str = ""
    rider: str = ""
    #: How the own rider proved the delivery: the key of a picture, or a name.
    proof: str = ""
    #: Why the courier would not book it, in its words.
    refused: str = ""

    @property
    def attempts(self) -> int:
        """How often somebody stood before the door in vain."""
        count, last = 0, None
        for scan in _walk(self.scans):
            if scan.state is ParcelState.FAILED_ATTEMPT:
                count += last is None or scan.at - last >= SAME_ATTEMPT
                last = scan.at
            else:
                last = None
        return count

    @property
    def public_code(self) -> str:
        """The code by which a customer can ask its courier; empty where there is none, as with the own rider."""
        return self.tracking_code or "" if self.courier != OWN_RIDER else ""

    @property
    def last_instruction(self) -> Instruction | None:
        """What is to happen after the last failed attempt; None as long as nobody said."""
        return next((one for one in self.instructions if one.attempt == self.attempts), None)

    @property
    def ever(self) -> frozenset[ParcelState]:
        """Every state it has been in, as far as is known."""
        return frozenset({self.state, *(scan.state for scan in _walk(self.scans))})

    @property
    def last_move(self) -> Scan | None:
        """The scan that brought it where it stands."""
        walked = _walk(self.scans)
        return walked[-1] if walked else None

    def hear(self, news: ParcelNews, *, now: datetime) -> Parcel:
        """The parcel after the news; the same parcel when nothing in them is new.

        Days and deadlines are not taken from news that are older than what is known.
        """
        known = {(scan.at, scan.code): scan for scan in news.scans} | {
            (scan.at, scan.code): scan for scan in self.scans
        }
        scans = _kept(known.values())
        # Not by our own booking, whose clock is another one than the courier's.
        newest = max((scan.at for scan in self.scans if scan.state is not ParcelState.PRE_TRANSIT), default=None)
        late = newest is not None and bool(news.scans) and max(scan.at for scan in news.scans) < newest
        heard = replace(
            self,
            scans=scans,
            state=state_after(scans) if scans else self.state,
            expected=self.expected if late else news.expected or self.expected,
            deadline=self.deadline if late else news.deadline or self.deadline,
            signed_by=news.signed_by or self.signed_by,
            agent_phone=news.agent_phone or self.agent_phone,
        )
        return self if heard == self else replace(heard, version=self.version + 1, heard_at=now)


def parcel_id_for(cause: str) -> str:
    """The id of the parcel that a cause (a staff request, an accepted return) wants, the same each time."""
    return "pcl_" + hashlib.sha256(cause.encode()).hexdigest()[:24]


def state_after(scans: Iterable[Scan]) -> ParcelState:
    """Where a parcel stands after all its scans, whatever the order they were heard in."""
    walked = _walk(scans)
    return walked[-1].state if walked else ParcelState.REQUESTED


def _walk(scans: Iterable[Scan]) -> list[Scan]:
    """The scans that move it, oldest first, with the states that they bring it to."""
    state, walked = ParcelState.REQUESTED, []
    for scan in sorted(scans, key=lambda one: one.place):
        found = scan.state
        if state is ParcelState.RETURN_TO_SENDER and found is ParcelState.DELIVERED:
            found = ParcelState.RETURNED
        if found in MOVES[state]:
            state = found
            walked.append(scan if found is scan.state else replace(scan, state=found))
    return walked


def _kept(scans: Iterable[Scan]) -> tuple[Scan, ...]:
    """As many as are kept, oldest first: those that moved it before those that told nothing, the newest of each."""
    ordered = sorted(scans, key=lambda one: one.place)
    if len(ordered) <= MOST_SCANS:
        return tuple(ordered)
    moved = {(scan.at, scan.code) for scan in _walk(ordered)}
    best = sorted(ordered, key=lambda one: ((one.at, one.code) in moved, one.place))[-MOST_SCANS:]
    return tuple(sorted(best, key=lambda one: one.place))
