"""A return as staff see it."""

from __future__ import annotations

from collections.abc import Callable

from functions.staff_api.media_contract import MediaView
from functions.staff_api.returns_contract import ReturnView, Step
from shared.domain.goods_return import RETURN_MOVES, GoodsReturn, ReturnState
from shared.domain.returned_goods import UNDECIDED
from shared.usecases.inspect_return import AWAITED

#: What shows the file of the message at that place of a customer's chat; None: it has none, or is gone.
Photos = Callable[[str, int], MediaView | None]


def return_view(one: GoodsReturn, *, currency: str, photos: Photos) -> ReturnView:
    """One return, its photos with links that work for a few minutes."""
    shown = (photos(one.customer_id, place) for place in one.photos)
    return ReturnView(
        id=one.id,
        state=one.state,
        requested_at=one.at,
        items=dict(one.items),
        trouble=one.trouble,
        words=one.words,
        photos=[photo for photo in shown if photo is not None],
        decision=one.decision,
        decided_by=one.decided_by or None,
        explanation=one.explanation,
        amount=one.amount,
        currency=currency,
        parcel_id=one.parcel_id or None,
        refund_id=one.refund_id or None,
        replacement_id=one.replacement_id or None,
        restocked=None if one.restocked is None else dict(one.restocked),
        damaged=None if one.damaged is None else dict(one.damaged),
        next=_next(one),
    )


def _next(one: GoodsReturn) -> list[Step]:
    steps: list[Step] = []
    if one.state in UNDECIDED:
        steps.append("decide")
    if one.state in AWAITED:
        steps.append("inspect")
    if ReturnState.CANCELLED in RETURN_MOVES[one.state]:
        steps.append("cancel")
    return steps
