"""Whatever is no cart goes to its use case: buttons by the beginning of their id, all else by its kind."""

from __future__ import annotations

from shared.domain.inbound import ButtonTap, Location, Media, Text
from shared.domain.order import Handover
from shared.usecases.about_product import about_product
from shared.usecases.answer_offer import answer_offer
from shared.usecases.draft_order import put_forward, standing_draft, with_place
from shared.usecases.hear_media import hear_media
from shared.usecases.hear_other import hear_other
from shared.usecases.hear_text import hear_text
from shared.usecases.offer_tap import OfferTap
from shared.usecases.replace_order import PastChanging
from shared.usecases.turn import Heard, Turn

#: Looked at, not read: what a person has to see, and a sticker is not it.
STICKER = "sticker"


def take_turn(turn: Turn) -> Heard:
    """End the turn. Raises Contended."""
    try:
        return _take(turn)
    except PastChanging as late:
        # Between the read-back and the yes somebody began to make the order that was to be changed.
        from shared.usecases.change_order import past_changing

        return past_changing(turn, late.order, text=_words(turn))


def _take(turn: Turn) -> Heard:
    match turn.message.said:
        case Text(body=words):
            return hear_text(turn, about_product(turn, words) if turn.message.product else words)
        case ButtonTap() as tap:
            return _tapped(turn, tap)
        case Location() as place if (heard := _place(turn, place)) is not None:
            return heard
        case Media(type=kind) as media if kind != STICKER and not turn.message.errors:
            return hear_media(turn, media, read=hear_text)
    return hear_other(turn, read=hear_text)


def _tapped(turn: Turn, tap: ButtonTap) -> Heard:
    """What the button's id says; a button of nothing that we know, or of nothing that is theirs, is answered too."""
    kind, _, rest = tap.id.partition(":")
    heard: Heard | None = None
    if kind == "offer" and (offer := OfferTap.parse(tap.id)) is not None:
        heard = answer_offer(turn, offer, title=tap.title)
    elif kind == "order":
        from shared.usecases.answer_order_tap import answer_order_tap

        heard = answer_order_tap(turn, tap.id)
    elif kind == "again" and rest:
        from shared.usecases.order_again import order_again

        heard = order_again(turn, rest)
    elif kind == "parcel":
        from shared.usecases.answer_parcel_tap import answer_parcel_tap

        heard = answer_parcel_tap(turn, tap.id)
    elif kind == "return":
        from shared.usecases.answer_return_tap import answer_return_tap

        heard = answer_return_tap(turn, tap.id)
    elif kind == "score":
        from shared.usecases.score_order import score_order

        heard = score_order(turn, tap.id)
    elif kind == "menu":
        from shared.usecases.browse_menu import menu_tap

        heard = menu_tap(turn, tap.id)
    if heard is not None:
        return heard
    from shared.usecases.greet import greet

    return greet(turn)


def _place(turn: Turn, place: Location) -> Heard | None:
    """A place on the map is where the open draft goes, or the order whose address is still to come."""
    if turn.chat.with_person(turn.now) or "delivery" not in turn.shop.store.fulfilment.kinds:
        return None
    words = ", ".join(filter(None, (place.name, place.address)))
    there = Handover(
        kind="delivery", address=words, latitude=f"{place.latitude:.6f}", longitude=f"{place.longitude:.6f}"
    )
    said = turn.said(words or f"{there.latitude}, {there.longitude}")
    draft = standing_draft(turn)
    if draft is not None and draft.heard:
        return put_forward(turn, with_place(turn, draft, there), over=draft.version, said=said)
    from shared.usecases.place_of_order import awaiting_address, place_order_at

    order = awaiting_address(turn)
    return place_order_at(turn, order, there, text=said.text) if order is not None else None


def _words(turn: Turn) -> str:
    said = turn.message.said
    return said.body if isinstance(said, Text) else said.title if isinstance(said, ButtonTap) else ""
