"""Things to tap under a text: buttons if they fit, else rows of a list."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from shared.domain.messages import Button, ButtonsMessage, ListMessage, OutboundMessage, Row, TextMessage
from shared.usecases.milestones.milestone import Telling

#: Meta: three buttons of twenty characters.
MOST_BUTTONS, BUTTON_TITLE = 3, 20


def tappable(telling: Telling, body: str, choices: Sequence[Mapping[str, str]]) -> OutboundMessage:
    """The text with its choices (``id``, ``title``, ``description``), none of them cut short if that can be helped."""
    if not choices:
        return TextMessage(body=body)
    if len(choices) <= MOST_BUTTONS and all(len(choice["title"]) <= BUTTON_TITLE for choice in choices):
        return ButtonsMessage(body=body, buttons=tuple(Button(id=one["id"], title=one["title"]) for one in choices))
    return ListMessage(body=body, button=telling.say("choose_button"), rows=rows(choices))


def rows(choices: Sequence[Mapping[str, str]]) -> tuple[Row, ...]:
    """The rows of a list."""
    return tuple(Row(id=one["id"], title=one["title"], description=one["description"]) for one in choices)


def price_row(product: Mapping[str, str]) -> str:
    """A product (``name``, ``price``) in a text."""
    return f"• {product['name']}: {product['price']}"


def menu_button(telling: Telling) -> Button:
    """Leads to the menu, as a list that every phone can show."""
    return Button(id="menu:page:1", title=telling.say("menu_button"))


def person_button(telling: Telling) -> Button:
    """Calls a person of the store."""
    return Button(id="menu:person", title=telling.say("person_button"))
