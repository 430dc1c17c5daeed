"""An order's receipt as a page: complete without a script, fit for a printer, and without a word about the customer."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Sequence
from html import escape

from shared.domain.money import Money
from shared.domain.order import Order
from shared.domain.payment import AttemptStatus, PaymentAttempt
from shared.domain.payment_status import ENDED
from shared.domain.refund import OrderRefund, RefundStep
from shared.domain.standing import standing
from shared.domain.store import Store
from shared.ports import OrderFile

Say = Callable[..., str]
STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;margin:0;padding:1.5rem 1rem;background:Canvas;color:CanvasText}
main{max-width:26rem;margin:auto}
h1{font-size:1.25rem;margin:0}
.number{font-size:2.5rem;font-weight:700;margin:.25rem 0 0;line-height:1.1}
p{margin:.25rem 0}
table{width:100%;border-collapse:collapse;margin:1.25rem 0}
td{padding:.35rem 0;vertical-align:top;overflow-wrap:anywhere}
td:last-child{text-align:right;overflow-wrap:normal;white-space:nowrap;padding-left:1rem;font-variant-numeric:tabular-nums}
tfoot td{border-top:1px solid GrayText}
tfoot tr+tr td{border-top:0}
.total td{font-weight:700;font-size:1.15rem}
@media print{body{padding:0;font-size:11pt;background:#fff;color:#000}main{max-width:none}@page{margin:15mm}}
"""
#: What the page's policy allows: this style, and nothing else.
STYLE_HASH = "sha256-" + base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()


def receipt_page(*, file: OrderFile, store: Store, language: str, say: Say) -> str:
    """The receipt of a confirmed order, with what came for it and what went back. ``say`` has its words."""
    order, over = file.order, file.order.status in ENDED
    due = 0 if over else standing(order, file.payments).due
    day = order.ticket.day.isoformat() if order.ticket else ""
    number = str(order.ticket.number) if order.ticket else ""
    rows = [(f"{line.quantity} × {line.name}", Money(line.total, order.currency)) for line in order.lines]
    foot = _sums(order, say)
    foot += [(say("receipt_paid", method=say(name)), came, "") for name, came in _came(order, file.payments)]
    foot += [(say("receipt_refunded", method=say(name)), back, "") for name, back in _went(file.refunds)]
    if due > 0:
        foot.append((say("receipt_due"), Money(due, order.currency), "total"))
    body = "".join(
        (
            f"<h1>{escape(store.name)}</h1><p>{escape(store.fulfilment.place_address)}</p>",
            f'<p>{escape(say("receipt_title"))} · <time datetime="{day}">{day}</time></p>',
            f'<p class="number">{escape(say("receipt_number", number=number))}</p>',
            f"<p>{escape(say('receipt_cancelled'))}</p>" if over else "",
            "<table><tbody>",
            *(f"<tr><td>{escape(name)}</td><td>{escape(str(amount))}</td></tr>" for name, amount in rows),
            "</tbody><tfoot>",
            *(
                f'<tr class="{kind}"><td>{escape(name)}</td><td>{escape(str(amount))}</td></tr>'
                for name, amount, kind in foot
            ),
            "</tfoot></table>",
        )
    )
    return _page(f"{store.name} · {say('receipt_title')}", body, language=language)


def _sums(order: Order, say: Say) -> list[tuple[str, Money, str]]:
    """The total with its tax: what comes on top of the lines stands before it, what they contain after it."""
    added = order.added_tax
    within = Money(sum(line.tax for line in order.taxed_lines()) - added.amount, order.currency)
    before = [(say("receipt_tax_added"), added, "")] if added.amount else []
    after = [(say("receipt_tax"), within, "")] if within.amount or not before else []
    return [*before, (say("receipt_total"), order.total, "total"), *after]


def _came(order: Order, payments: Sequence[PaymentAttempt]) -> list[tuple[str, Money]]:
    """How it was paid; what a changed order had from the one before it came online."""
    came = [(_method(one.provider), one.received or one.amount) for one in payments if one.status in _CAME]
    credit = min(order.credit, order.total.amount)
    return [("method_online", Money(credit, order.currency)), *came] if credit else came


def _went(refunds: Sequence[OrderRefund]) -> list[tuple[str, Money]]:
    """What the customer has back, each with a minus."""
    back = (one for one in refunds if one.state is RefundStep.SUCCEEDED)
    return [(_method(one.provider), Money(-one.amount.amount, one.amount.currency)) for one in back]


def _method(provider: str) -> str:
    return f"method_{provider}" if provider in _BY_HAND else "method_online"


#: Money that came, kept or not.
_CAME = frozenset({AttemptStatus.PAID, AttemptStatus.REFUND_DUE})
_BY_HAND = frozenset({"cash", "card", "wallet", "cash_on_delivery", "transfer"})


def _page(title: str, body: str, *, language: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        # As on the tracking page: without an icon of its own a browser asks for one.
        f'<link rel="icon" href="data:,"><title>{escape(title)}</title>'
        f"<style>{STYLE}</style></head><body><main>{body}</main></body></html>"
    )
