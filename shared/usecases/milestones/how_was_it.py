"""The rows a customer answers with who has the goods: something is wrong, or a score."""

from __future__ import annotations

from shared.domain.messages import ListMessage, OutboundMessage, Row
from shared.usecases.milestones.milestone import Telling

#: From best to worst: whoever is content taps the first.
SCORES = (5, 4, 3, 2, 1)


def score_id(order_id: str, score: int) -> str:
    """The id of the row that scores an order."""
    return f"score:{order_id}:{score}"


def return_start_id(order_id: str, version: int) -> str:
    """The id of the row that says that something is wrong with an order."""
    return f"return:{order_id}:{version}:start"


def score_rows(telling: Telling) -> tuple[Row, ...]:
    """Five to one."""
    order = telling.about
    return tuple(Row(id=score_id(order.id, score), title=telling.say(f"score_{score}_row")) for score in SCORES)


def wrong_row(telling: Telling) -> Row:
    """Something is wrong: begins a return."""
    order = telling.about
    return Row(
        id=return_start_id(order.id, order.version),
        title=telling.say("wrong_row"),
        description=telling.say("wrong_what"),
    )


def tell_us(telling: Telling, body: str) -> OutboundMessage:
    """The text with what may be answered to it; who has scored already is not asked again."""
    scores = score_rows(telling) if telling.about.score is None else ()
    return ListMessage(body=body, button=telling.say("answer_button"), rows=(wrong_row(telling), *scores))
