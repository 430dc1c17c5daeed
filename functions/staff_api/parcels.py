"""What each route on parcels does, and how staff say how far an order is."""

from __future__ import annotations

from functions.staff_api.addresses import whole_address
from functions.staff_api.answers import Call, read_order
from functions.staff_api.contract import FieldError, OrderDetail
from functions.staff_api.parcels_contract import AddressFields, ParcelLine
from functions.staff_api.problems import CourierTells, Invalid, NoSuchCourier, NotFound
from shared.domain.customer import Customer
from shared.domain.parcel import OWN_RIDER, Address, Instruction, InstructionKind, Parcel, ParcelNews, ParcelState
from shared.ports import OrderFile
from shared.usecases.assign_order import assign_order
from shared.usecases.cancel_by_staff import cancel_by_staff
from shared.usecases.give_up_parcel import give_up_parcel
from shared.usecases.instruct_delivery import instruct_delivery
from shared.usecases.move_order import Said, move_order
from shared.usecases.parcel_room import ParcelRoom, UnknownParcel, parcel_in
from shared.usecases.record_parcel import record_parcel
from shared.usecases.request_parcel import Wanted, request_parcel
from shared.usecases.scan_by_hand import Seen, scan_by_hand


def set_status(call: Call) -> OrderDetail:
    """Say how far an order is. Raises NotFound, NotPossible, IllegalScan, Contended."""
    file, customer = _order(call)
    said = Said(status=call.body.status, request=call.key, customer=customer)
    move_order(_room(call), order_id=file.order.id, said=said, now=call.now)
    return read_order(call)


def claim_order(call: Call) -> OrderDetail:
    """Look after an order. Raises UnknownOrder, NotAnOrderYet, TakenByAnother, Contended."""
    return _assigned(call, call.caller.name, only_if_free=True)


def set_assignee(call: Call) -> OrderDetail:
    """Give an order to somebody. Raises UnknownOrder, NotAnOrderYet, Contended."""
    return _assigned(call, call.body.assignee or "", only_if_free=False)


def cancel_order(call: Call) -> OrderDetail:
    """Give an order up. Raises UnknownOrder, TooLateToCancel, Contended."""
    cancel_by_staff(_room(call), order_id=call.path["order_id"], now=call.now)
    return read_order(call)


def add_parcel(call: Call) -> OrderDetail:
    """Send a parcel. Raises NotFound, Invalid, NoSuchCourier, NotSent, NotInTheOrder, RequestReused, Contended."""
    file, customer = _order(call)
    asked, room = call.body, _room(call)
    courier = _courier(call)
    to = whole_address(
        asked.address, order=file.order, customer=customer, store=call.shop.store, by_rider=courier == OWN_RIDER
    )
    wanted = Wanted(to=to, courier=courier, lines=_units(asked.lines))
    parcel = request_parcel(room, order_id=file.order.id, wanted=wanted, request=call.key, now=call.now)
    if asked.rider and parcel.rider != asked.rider:
        nothing = ParcelNews(courier=courier, tracking_code="")
        record_parcel(room, order_id=file.order.id, parcel_id=parcel.id, news=nothing, rider=asked.rider, now=call.now)
    return read_order(call)


def add_scan(call: Call) -> OrderDetail:
    """Say what a rider did with a parcel. Raises NotFound, CourierTells, IllegalScan, Contended."""
    parcel, asked = _parcel(call), call.body
    if parcel.courier != OWN_RIDER:
        raise CourierTells(parcel.courier)
    seen = Seen(
        state=ParcelState(asked.status),
        request=f"{parcel.id}:{call.key}",
        note=asked.note,
        rider=asked.rider,
        proof=asked.proof,
    )
    scan_by_hand(_room(call), order_id=parcel.order_id, parcel_id=parcel.id, seen=seen, now=call.now)
    return read_order(call)


def cancel_parcel(call: Call) -> OrderDetail:
    """Give a parcel up. Raises NotFound, OnItsWay, Contended."""
    parcel = _parcel(call)
    give_up_parcel(_room(call), order_id=parcel.order_id, parcel_id=parcel.id, now=call.now)
    return read_order(call)


def add_instruction(call: Call) -> OrderDetail:
    """Say what is to be done after a failed attempt.

    Raises NotFound, Invalid, NotWaiting, AlreadyInstructed, DayNotAllowed, NotInTheArea, Contended.
    """
    parcel, asked = _parcel(call), call.body
    elsewhere = asked.kind is InstructionKind.OTHER_ADDRESS
    if elsewhere and asked.address is None:
        raise Invalid(FieldError(field="address", expected="to be there, for another address"))
    instruction = Instruction(
        kind=asked.kind,
        attempt=parcel.attempts,
        by=call.caller.name,
        at=call.now,
        day=asked.day if asked.kind is InstructionKind.OTHER_DAY else None,
        address=_other_address(call, parcel, asked.address) if elsewhere else None,
    )
    instruct_delivery(_room(call), order_id=parcel.order_id, parcel_id=parcel.id, instruction=instruction, now=call.now)
    return read_order(call)


def _assigned(call: Call, to: str, *, only_if_free: bool) -> OrderDetail:
    shop = call.shop
    assign_order(
        shop.orders, shop.commits, order_id=call.path["order_id"], to=to, now=call.now, only_if_free=only_if_free
    )
    return read_order(call)


def _room(call: Call) -> ParcelRoom:
    return ParcelRoom(store=call.shop.store, orders=call.shop.orders, commits=call.shop.commits)


def _order(call: Call) -> tuple[OrderFile, Customer | None]:
    file = call.shop.orders.read(call.path["order_id"])
    if file is None:
        raise NotFound
    return file, call.shop.customers.read(file.order.customer_id)


def _parcel(call: Call) -> Parcel:
    file, _ = _order(call)
    parcel = parcel_in(file, call.path["parcel_id"])
    if parcel is None:
        raise UnknownParcel(call.path["parcel_id"])
    return parcel


def _courier(call: Call) -> str:
    terms = call.shop.store.delivery
    offered = [name for name in (terms.courier, OWN_RIDER if terms.own_rider else "") if name]
    wanted = call.body.courier or (offered[0] if offered else "")
    if wanted not in offered:
        raise NoSuchCourier(wanted, offered)
    return str(wanted)


def _units(lines: list[ParcelLine] | None) -> dict[str, int] | None:
    if lines is None:
        return None
    units: dict[str, int] = {}
    for line in lines:
        units[line.sku] = units.get(line.sku, 0) + line.quantity
    return units


def _other_address(call: Call, parcel: Parcel, asked: AddressFields | None) -> Address:
    file, customer = _order(call)
    by_rider = parcel.courier == OWN_RIDER
    return whole_address(asked, order=file.order, customer=customer, store=call.shop.store, by_rider=by_rider)
