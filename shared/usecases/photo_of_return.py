"""Photos of goods that something is wrong with: each is kept with the return, and an album is answered once."""

from __future__ import annotations

from shared.domain.changes import Change
from shared.domain.conversation.kinds import MessageKind
from shared.domain.goods_return import GoodsReturn, ReturnState
from shared.domain.inbound import Media
from shared.domain.return_words import complains, trouble_in, with_words
from shared.domain.returned_goods import UNDECIDED
from shared.ports import OrderFile
from shared.usecases.goods_at_hand import CAME, undecided_in
from shared.usecases.open_return import LOOKED_INTO, open_in_words
from shared.usecases.placed_orders import placed_orders
from shared.usecases.return_questions import Telling, ask, kept, stands, written
from shared.usecases.return_room import return_in
from shared.usecases.return_tap import NOTED, ReturnTap
from shared.usecases.turn import Heard, Turn

#: Added to what the customer was answered about a moment ago.
ADDED = "return_photo_added"
#: The photos of an album come one by one, within so many seconds; only the first of them is answered.
ALBUM_SECONDS = 60
#: More than so many of one return are kept in the chat alone.
MOST_PHOTOS = 20
_SHOWS = frozenset({"image", "video"})


def is_photo(media: Media) -> bool:
    """Whether it can show what is wrong."""
    return media.type in _SHOWS or media.mime_type.startswith("image/")


def photo_of_return(turn: Turn, media: Media, *changes: Change) -> Heard | None:
    """End the turn of a photo for the return that nobody has decided yet; None when there is none. Raises Contended.

    ``changes`` are the photo's own.
    """
    found = _undecided(turn)
    if found is None:
        return None
    file, one = found
    more, after = _with(turn, one, media)
    if any(abs(_second(turn.message.place) - _second(other)) <= ALBUM_SECONDS for other in one.photos):
        # What was asked stands: the next tap or word is its answer still.
        chat = turn.chat.asking(turn.chat.asked, turn.now) if turn.chat.asked else None
        said = kept(turn, media.caption)
        return turn.close(ADDED, *more, *changes, said=said, chat=chat, order_id=one.order_id)
    if one.state is not ReturnState.OPENED:
        return stands(turn, after, Telling(text=media.caption), *more, *changes)
    read_back = ReturnTap.parse(turn.chat.asked or "")
    over = read_back is not None and read_back.answer == ReturnTap.SEND
    return ask(turn, file, after, *more, *changes, text=media.caption, opening=NOTED, photos_over=over)


def open_with_photo(turn: Turn, media: Media, *changes: Change) -> Heard | None:
    """A photo whose caption says what is wrong with goods that came begins their return. Raises Contended."""
    if not media.caption or not complains(media.caption):
        return None
    kind = turn.talk.parser().parse(media.caption).kind
    telling = Telling(
        text=media.caption, trouble=trouble_in(media.caption), photos=(turn.message.place,), changes=changes
    )
    return open_in_words(turn, media.caption, kind=MessageKind(kind), telling=telling)


def added_photo(turn: Turn, media: Media) -> list[Change]:
    """The changes that keep the photo with the return, while a person is the one who answers it."""
    found = _undecided(turn)
    return _with(turn, found[1], media)[0] if found else []


def _with(turn: Turn, one: GoodsReturn, media: Media) -> tuple[list[Change], GoodsReturn]:
    if len(one.photos) >= MOST_PHOTOS or turn.message.place in one.photos:
        return [], one
    photos = tuple(sorted((*one.photos, turn.message.place)))
    return written(turn, one, photos=photos, words=with_words(one.words, media.caption))


def _undecided(turn: Turn) -> tuple[OrderFile, GoodsReturn] | None:
    """The return that was asked about, else the newest one of an order that came."""
    asked = ReturnTap.parse(turn.chat.asked or "")
    if asked is not None:
        file = turn.shop.orders.read(asked.order_id)
        one = return_in(file, asked.return_id)
        return (file, one) if file and one and one.state in UNDECIDED else None
    came = [one for one in placed_orders(turn) if one.status in CAME][:LOOKED_INTO]
    files = (turn.shop.orders.read(one.id) for one in came)
    return next(((file, one) for file in files if file and (one := undecided_in(file))), None)


def _second(place: int) -> int:
    return place // 1_000_000
