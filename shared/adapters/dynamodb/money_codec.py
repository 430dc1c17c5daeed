"""Refunds beside their order, disputes and payouts by the gateway's id, as they lie in the orders table (see codec).

A refund's ``state`` and a dispute's or payout's ``version`` are there for the conditions that they are written under.
"""

from __future__ import annotations

import json
from typing import Any

from shared.adapters.dynamodb.codec import Item, id_in, moment, optional_moment, optional_stamp, packed, present, stamp
from shared.domain.gateway_facts import Dispute, DisputeState, Payout, PayoutState
from shared.domain.money import Money
from shared.domain.refund import OrderRefund, RefundStep

#: The sort key of what was heard of a dispute or payout.
HEARD = "HEARD"


def gateway_key(provider: str, gateway_id: str) -> str:
    """The partition key of what is kept by a gateway's own id."""
    return f"GATEWAY#{provider}#{gateway_id}"


def refund_item(refund: OrderRefund) -> Item:
    """A refund, beside its order's head."""
    body = {
        "provider": refund.provider,
        "transaction_id": refund.transaction_id,
        "amount": [refund.amount.amount, refund.amount.currency],
        "reason": refund.reason,
        "requested_by": refund.requested_by,
        "earned": refund.earned or None,
        "tax": refund.tax or None,
        "gateway_id": refund.gateway_id,
        "code": refund.code,
        "given_by": refund.given_by,
        "slip": refund.slip,
    }
    return present(
        {
            "pk": f"ORDER#{refund.order_id}",
            "sk": f"REFUND#{refund.id}",
            "state": refund.state.value,
            "at": stamp(refund.at),
            "body": packed(body),
        }
    )


def refund_in(item: Item) -> OrderRefund:
    """The refund of an item."""
    body = json.loads(item["body"])
    return OrderRefund(
        id=id_in(item["sk"]),
        order_id=id_in(item["pk"]),
        provider=body["provider"],
        transaction_id=body["transaction_id"],
        amount=Money(*body["amount"]),
        reason=body.get("reason", ""),
        state=RefundStep(item["state"]),
        requested_by=body["requested_by"],
        at=moment(item["at"]),
        earned=body.get("earned", False),
        tax=body.get("tax", 0),
        gateway_id=body.get("gateway_id"),
        code=body.get("code"),
        given_by=body.get("given_by"),
        slip=body.get("slip"),
    )


def heard_item(heard: Dispute | Payout, *, version: int) -> Item:
    """All that was heard of a dispute or payout; ``name`` says which it is."""
    body: dict[str, Any] = {
        "amount": [heard.amount.amount, heard.amount.currency],
        "state": heard.state.value,
        "reason": heard.reason,
        "at": optional_stamp(heard.at),
        "live": heard.live,
    }
    if isinstance(heard, Dispute):
        body |= {
            "transaction_id": heard.transaction_id,
            "taken": heard.taken,
            "returned": heard.returned,
            "fee": heard.fee,
            "respond_by": optional_stamp(heard.respond_by),
        }
    else:
        body |= {"fees": heard.fees, "tax": heard.tax, "bank_reference": heard.bank_reference}
    return {
        "pk": gateway_key(heard.provider, heard.id),
        "sk": HEARD,
        "name": type(heard).__name__,
        "version": version,
        "body": packed(body),
    }


def heard_in(item: Item) -> tuple[Dispute | Payout, int]:
    """What an item says was heard, and its version."""
    _, provider, gateway_id = item["pk"].split("#", 2)
    body = json.loads(item["body"])
    common: dict[str, Any] = {
        "provider": provider,
        "id": gateway_id,
        "amount": Money(*body["amount"]),
        "reason": body.get("reason"),
        "at": optional_moment(body.get("at")),
        "live": body.get("live"),
    }
    if item["name"] == Payout.__name__:
        more = {name: body.get(name) for name in ("fees", "tax", "bank_reference")}
        return Payout(**common, **more, state=PayoutState(body["state"])), item["version"]
    figures = {name: body.get(name, 0) for name in ("taken", "returned", "fee")}
    dispute = Dispute(
        **common,
        **figures,
        state=DisputeState(body["state"]),
        transaction_id=body["transaction_id"],
        respond_by=optional_moment(body.get("respond_by")),
    )
    return dispute, item["version"]
