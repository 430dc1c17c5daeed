"""What is in stock, shown from the catalog with its pictures, to be put into a cart.

Facts: ``sections`` (``title``, empty for the rest, and ``skus`` of each), ``missed`` (they asked for something that is
not sold here).
"""

from __future__ import annotations

from shared.domain.messages import OutboundMessage, ProductsMessage
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.opening import with_hours
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    missed = telling.say("menu_missed") if facts["missed"] else ""
    body = "\n\n".join(filter(None, (missed, telling.say("menu_products"))))
    rest = telling.say("menu_rest")
    return ProductsMessage(
        header=telling.store.name,
        body=with_hours(telling, body),
        sections=tuple((section["title"] or rest, tuple(section["skus"])) for section in facts["sections"]),
    )


REPLY = Reply(topic="menu_products", free_form=_free_form)
