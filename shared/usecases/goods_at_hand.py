"""What of an order its customer has and may return, and what of that some words name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from shared.domain.conversation.answers import chosen
from shared.domain.goods_return import GoodsReturn
from shared.domain.order import OrderStatus
from shared.domain.parcel import Direction, ParcelState
from shared.domain.return_words import means_all
from shared.domain.returned_goods import UNDECIDED, left_to_return
from shared.ports import OrderFile
from shared.usecases.turn import Turn

#: All of it is with the customer.
HAD = frozenset({OrderStatus.DELIVERED, OrderStatus.COLLECTED})
#: Orders of which there may be goods to return. One that is on its way back may never have come.
CAME = HAD | {OrderStatus.RETURNING}


def undecided_in(file: OrderFile) -> GoodsReturn | None:
    """The newest return of the order that nobody has decided on."""
    return next((one for one in reversed(file.returns) if one.state in UNDECIDED), None)


def at_hand(file: OrderFile, *, but: GoodsReturn | None = None) -> dict[str, int]:
    """Sku to units, in the order's own order: what came and no other return has; ``but`` does not count itself.

    Of an order in several parcels it is what is in those that came.
    """
    left = left_to_return(file.order, [one for one in file.returns if but is None or one.id != but.id])
    if file.order.status in HAD:
        return left
    came: Counter[str] = Counter()
    for parcel in file.parcels:
        if parcel.direction is Direction.OUTBOUND and parcel.state is ParcelState.DELIVERED:
            came.update(parcel.lines)
    return {sku: min(units, came[sku]) for sku, units in left.items() if came[sku]}


def items_in(turn: Turn, text: str, left: Mapping[str, int]) -> tuple[dict[str, int], str]:
    """What the words name of what is left, sku to units; and the one product of which they do not say how many.

    A single unit needs no words.
    """
    if sum(left.values()) == 1 or means_all(text):
        return dict(left), ""
    if not text:
        return {}, ""
    parser = turn.talk.parser()
    counts = {line.sku: line.quantity for line in parser.parse(text).lines}
    named = [sku for sku in left if sku in counts or chosen(text, [sku], parser)]
    if not named:
        return {}, ""
    numbers = {int(token.value) for token in parser.tokens(text) if token.value is not None}
    if len(named) > 1:
        # More than one, of which a word may have meant either: only what was counted out is sure.
        sure = all(counts.get(sku, left[sku] + 1) <= left[sku] for sku in named)
        return ({sku: counts[sku] for sku in named} if sure else {}), ""
    (sku,) = named
    fits = sorted(number for number in numbers if 1 <= number <= left[sku])
    if left[sku] == 1:
        return {sku: 1}, ""
    return ({sku: fits[0]}, "") if len(fits) == 1 else ({}, sku)


def names_others(turn: Turn, text: str, left: Mapping[str, int]) -> bool:
    """Whether goods are named that are not left to return, or more of them than are: an order, that is."""
    parse = turn.talk.parser().parse(text)
    other = any(line.quantity > left.get(line.sku, 0) for line in parse.lines)
    return other or any(not set(one.candidates) & set(left) for one in parse.unclear)
