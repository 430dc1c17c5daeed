"""Returns of goods beside their order, as they lie in the orders table (see codec).

A return has the keys of the status index, so that staff can list those that wait for them: ``status`` is
``return_<state>``. Its customer is not an attribute, for the index of their orders.
"""

from __future__ import annotations

import json

from shared.adapters.dynamodb.codec import LONGEST_TEXT, Item, id_in, moment, packed, stamp, written
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble


def return_item(one: GoodsReturn) -> Item:
    """A return, beside its order's head."""
    body = {
        "customer": one.customer_id,
        "items": dict(one.items),
        "trouble": one.trouble.value if one.trouble else None,
        "words": one.words[:LONGEST_TEXT],
        "photos": list(one.photos),
        "decision": one.decision.value if one.decision else None,
        "decided_by": one.decided_by,
        "parcel": one.parcel_id,
        "amount": one.amount or None,
        "refund": one.refund_id,
        "replacement": one.replacement_id,
        # What was counted stays apart from what nobody counted yet.
        "restocked": written(one.restocked) if one.restocked is not None else None,
        "damaged": written(one.damaged) if one.damaged is not None else None,
        "explanation": one.explanation[:LONGEST_TEXT],
    }
    return {
        "pk": f"ORDER#{one.order_id}",
        "sk": f"RETURN#{one.id}",
        "status": f"return_{one.state.value}",
        "placed_at": stamp(one.at),
        "version": one.version,
        "body": packed(body),
    }


def return_in(item: Item) -> GoodsReturn:
    """The return of an item."""
    body = json.loads(item["body"])
    return GoodsReturn(
        id=id_in(item["sk"]),
        order_id=id_in(item["pk"]),
        customer_id=body["customer"],
        state=ReturnState(item["status"].removeprefix("return_")),
        version=item["version"],
        at=moment(item["placed_at"]),
        items=body.get("items", {}),
        trouble=Trouble(body["trouble"]) if "trouble" in body else None,
        words=body.get("words", ""),
        photos=tuple(body.get("photos", ())),
        decision=Decision(body["decision"]) if "decision" in body else None,
        decided_by=body.get("decided_by", ""),
        parcel_id=body.get("parcel", ""),
        amount=body.get("amount", 0),
        refund_id=body.get("refund", ""),
        replacement_id=body.get("replacement", ""),
        restocked=json.loads(body["restocked"]) if "restocked" in body else None,
        damaged=json.loads(body["damaged"]) if "damaged" in body else None,
        explanation=body.get("explanation", ""),
    )
