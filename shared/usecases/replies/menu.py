"""A page of what is in stock, as rows to tap.

Facts: ``rows`` (``id``, ``title``, ``description`` of each), ``page``, ``pages``, ``missed`` (they asked for something
that is not sold here).
"""

from __future__ import annotations

from shared.domain.messages import ListMessage, OutboundMessage, Row
from shared.usecases.milestones.milestone import Telling
from shared.usecases.milestones.opening import with_hours
from shared.usecases.replies.choices import rows
from shared.usecases.replies.reply import Reply


def _free_form(telling: Telling) -> OutboundMessage:
    facts = telling.event.facts
    page, pages = facts["page"], facts["pages"]
    missed = telling.say("menu_missed") if facts["missed"] else ""
    where = telling.say("menu_page", page=page, pages=pages) if pages > 1 else ""
    body = "\n\n".join(filter(None, (missed, telling.say("menu_intro"), where)))
    more = Row(
        id=f"menu:page:{page + 1}",
        title=telling.say("menu_more_row"),
        description=telling.say("menu_page", page=page + 1, pages=pages),
    )
    shown = (*rows(facts["rows"]), more) if page < pages else rows(facts["rows"])
    return ListMessage(body=with_hours(telling, body), button=telling.say("menu_list_button"), rows=shown)


REPLY = Reply(topic="menu", free_form=_free_form)
