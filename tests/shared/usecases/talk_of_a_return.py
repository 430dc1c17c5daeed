"""Ana and the store talk about what was delivered to her, tap by tap."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from shared.domain.case import CaseReason, CaseStatus
from shared.domain.events import ReturnMoved
from shared.domain.goods_return import GoodsReturn, ReturnState, Trouble
from shared.domain.inbound import ButtonTap, Content, Media, Text
from shared.usecases.take_turn import take_turn
from shared.usecases.turn import Turn
from tests.fakes.record_state import State
from tests.shared.usecases.returns_of_a_shop import Complaint, store_with


class Talk:
    """Ana's talk about what was delivered: two taro and a waffle, 18.45 dollars."""

    def __init__(self, **terms: Any) -> None:
        self.complaint = Complaint(store=store_with(**terms))
        self.shop = self.complaint.shop
        #: Her messages, each with the moment it came at.
        self.said: list[Turn] = []

    def _send(self, what: Content) -> str:
        turn = self.shop.turn(what)
        self.said.append(turn)
        return take_turn(turn).outcome

    @property
    def one(self) -> GoodsReturn:
        """The only return there is."""
        return self.complaint.goods_return

    @property
    def told(self) -> tuple[dict[str, int], Trouble | None, int, ReturnState]:
        """What the return has: goods, what is wrong, how many photos, how far it is."""
        one = self.one
        return dict(one.items), one.trouble, len(one.photos), one.state

    @property
    def state(self) -> State:
        """All that is written."""
        return self.shop.record.state

    def start(self) -> str:
        """Ana taps the row of the message that says that her order came."""
        return self.taps_id("return:ord_1:5:start")

    def taps_id(self, button_id: str) -> str:
        """Ana taps a button or row by its id."""
        return self._send(ButtonTap(id=button_id, title="Tap"))

    def taps(self, title: str) -> str:
        """Ana taps what reads like that in the last answer."""
        return self.taps_id(self.ids[title])

    def types(self, words: str) -> str:
        """Ana types."""
        return self._send(Text(body=words))

    def shows(self, caption: str = "", *, later: timedelta = timedelta(0), kind: str = "image") -> str:
        """Ana sends a photo; the clock of tests goes on by a minute with each message."""
        self.shop.now += later
        media = Media(type=kind, id=f"m-{self.shop.count}", mime_type=f"{kind}/jpeg", sha256="aGk=", caption=caption)
        return self._send(media)

    @property
    def shown(self) -> Any:
        """The last answer."""
        return self.shop.sent_for(self.shop.spoken)

    @property
    def ids(self) -> dict[str, str]:
        """What may be tapped in it: title to id."""
        shown = self.shown
        return {one.title: one.id for one in (*getattr(shown, "rows", ()), *getattr(shown, "buttons", ()))}

    @property
    def titles(self) -> list[str]:
        """How that reads."""
        return list(self.ids)

    @property
    def moves(self) -> list[str]:
        """What the timeline has of the return."""
        return [one.state for one in self.complaint.file.events if isinstance(one, ReturnMoved)]

    def case(self) -> tuple[CaseStatus, str]:
        """What the staff have of it."""
        (case,) = [one for one in self.shop.record.state.cases.values() if one.reason is CaseReason.RETURN]
        return case.status, case.note

    def read_back(self) -> None:
        """A broken waffle, without a photo, up to the question whether that is right."""
        self.start()
        self.taps("1 × Egg waffle")
        self.taps("Damaged")
        self.taps("No photo")
