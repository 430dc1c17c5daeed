"""Something is wrong: a few taps or words become one return, read back before it is sent, decided by rule or staff."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from shared.domain.case import CaseStatus
from shared.domain.changes import PutReturn
from shared.domain.goods_return import Decision, GoodsReturn, ReturnState, Trouble
from shared.domain.inbound import ButtonTap
from shared.domain.messages import ButtonsMessage, ListMessage
from shared.domain.order import OrderStatus, Ticket
from shared.domain.parcel import ParcelState
from shared.usecases.return_tap import ReturnTap
from shared.usecases.take_turn import take_turn
from tests.fakes.people import NOW
from tests.shared.usecases.returns_of_a_shop import SENT, bought
from tests.shared.usecases.talk_of_a_return import Talk

R = ReturnState


@pytest.fixture
def talk() -> Talk:
    """Delivered a minute ago, at a store whose staff decide."""
    return Talk()


def test_a_broken_waffle_from_the_first_tap_to_the_staff(talk: Talk) -> None:
    """Which goods, what happened, photos, a read-back; every step is with the staff from the first on."""
    assert talk.start() == "return_items"
    assert isinstance(talk.shown, ListMessage)
    assert talk.shown.body.startswith("Sorry to hear that!\n\nWhich items is it about?")
    assert talk.titles == ["2 × Taro milk tea, regular", "1 × Egg waffle", "All of it", "Never mind"]
    assert (talk.told, talk.case()) == (({}, None, 0, R.OPENED), (CaseStatus.OPEN, "opened"))
    assert talk.taps("1 × Egg waffle") == "return_trouble"
    assert talk.shown.body.startswith("1 × Egg waffle\n\nWhat happened?")
    assert talk.titles == ["Damaged", "Wrong item", "Missing", "No longer wanted", "One more item", "Never mind"]
    assert talk.taps("Damaged") == "return_photos"
    assert talk.titles == ["No photo", "Never mind"]
    assert talk.shows("the box was open") == "return_photos"
    assert talk.titles == ["That's all", "Never mind"]
    assert talk.taps("That's all") == "return_check"
    assert isinstance(talk.shown, ButtonsMessage)
    assert talk.shown.body.splitlines() == [
        "Have we got it right?",
        "",
        "*Order 17*",
        "1 × Egg waffle",
        "What happened: Damaged",
        "“the box was open”",
        "Photos: 1",
        "",
        "Shall we send it in like this?",
    ]
    assert talk.titles == ["Yes, send it", "Change", "Never mind"]
    assert talk.case() == (CaseStatus.OPEN, "opened; 1 x WAFFLE; damaged; 1 photos; the box was open")
    assert talk.taps("Yes, send it") == "return_sent"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, R.REQUESTED)
    assert talk.moves == ["opened", "requested"]
    assert talk.case() == (CaseStatus.OPEN, "requested; 1 x WAFFLE; damaged; 1 photos; the box was open")
    assert talk.complaint.file.refunds == ()


def test_cheap_goods_are_paid_back_by_the_stores_rule_with_the_last_tap() -> None:
    """In the same transaction; the case that stood beside the talk is closed by it."""
    talk = Talk(refund_without_return_below=700)
    talk.read_back()
    assert talk.taps("Yes, send it") == "return_decided"
    assert (talk.one.state, talk.one.decision, talk.one.decided_by) == (
        R.SETTLED,
        Decision.REFUND_WITHOUT_RETURN,
        "rule",
    )
    assert [(one.amount.amount, one.reason) for one in talk.complaint.file.refunds] == [(695, "returned")]
    assert talk.case()[0] is CaseStatus.CLOSED
    assert talk.moves == ["opened", "settled"]


def test_what_is_worth_more_than_the_rule_gives_is_the_staffs() -> None:
    """Both taro and the waffle."""
    talk = Talk(refund_without_return_below=700)
    talk.start()
    talk.taps("All of it")
    talk.taps("Missing")
    assert talk.taps("Yes, send it") == "return_sent"


def test_money_that_went_back_already_is_not_given_by_rule_once_more() -> None:
    """A person looks at it."""
    talk = Talk(refund_without_return_below=700)
    talk.shop.record.state.payments.clear()
    talk.read_back()
    assert talk.taps("Yes, send it") == "return_sent"
    assert talk.complaint.file.refunds == ()


def test_who_only_changed_their_mind_is_refused_where_the_store_says_so(talk: Talk) -> None:
    """No photo is asked for."""
    talk.start()
    talk.taps("All of it")
    assert talk.taps("No longer wanted") == "return_check"
    assert talk.taps("Yes, send it") == "return_decided"
    assert (talk.one.state, talk.one.decision) == (R.REFUSED, Decision.REFUSE)


def test_a_single_unit_is_not_asked_about(talk: Talk) -> None:
    """There is nothing to choose."""
    one = bought()
    talk.shop.record.state.orders["ord_1"] = replace(one, lines=one.lines[1:])
    assert talk.start() == "return_trouble"
    assert talk.told == ({"WAFFLE": 1}, None, 0, R.OPENED)
    assert "One more item" not in talk.titles


def test_of_several_units_it_is_asked_how_many(talk: Talk) -> None:
    """By tap."""
    talk.start()
    assert talk.taps("2 × Taro milk tea, regular") == "return_units"
    assert talk.titles == ["1", "2"]
    assert talk.shown.body == "How many of *Taro milk tea, regular*?"
    assert talk.taps("2") == "return_trouble"
    assert talk.told[0] == {"TARO-R": 2}


@pytest.mark.parametrize(
    ("words", "units"), [("just 1", 1), ("2", 2), ("both", 2), ("both of them", 2), ("1 of them", 1)]
)
def test_how_many_may_be_written(talk: Talk, words: str, units: int) -> None:
    """A number is no score while it is asked how many are broken."""
    talk.start()
    talk.taps("2 × Taro milk tea, regular")
    assert talk.types(words) == "return_trouble"
    assert talk.told[0] == {"TARO-R": units}


def test_more_than_there_were_is_asked_again(talk: Talk) -> None:
    """Two were bought."""
    talk.start()
    talk.taps("2 × Taro milk tea, regular")
    assert talk.types("3") == "return_units"
    assert talk.told[0] == {}


def test_one_more_item_is_added_to_the_first(talk: Talk) -> None:
    """From the question what happened."""
    talk.start()
    talk.taps("1 × Egg waffle")
    assert talk.taps("One more item") == "return_units"
    assert talk.taps("1") == "return_trouble"
    assert talk.told[0] == {"WAFFLE": 1, "TARO-R": 1}


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("the waffle", {"WAFFLE": 1}),
        ("all of it", {"TARO-R": 2, "WAFFLE": 1}),
        ("todo", {"TARO-R": 2, "WAFFLE": 1}),
        ("1 taro milk tea, regular and 1 egg waffle", {"TARO-R": 1, "WAFFLE": 1}),
        ("2 taro", {"TARO-R": 2}),
    ],
)
def test_which_goods_may_be_written(talk: Talk, words: str, items: dict[str, int]) -> None:
    """As it is said."""
    talk.start()
    assert talk.types(words) == "return_trouble"
    assert talk.told[0] == items


@pytest.mark.parametrize(
    ("words", "trouble", "items"),
    [
        ("the waffle arrived broken", Trouble.DAMAGED, {"WAFFLE": 1}),
        ("the waffle is missing", Trouble.MISSING, {"WAFFLE": 1}),
        ("wrong item", Trouble.WRONG_ITEM, {}),
        ("everything arrived damaged", Trouble.DAMAGED, {}),
        ("llegó roto", Trouble.DAMAGED, {}),
        ("me mandaron otro producto", Trouble.WRONG_ITEM, {}),
        ("falta un waffle", Trouble.MISSING, {"WAFFLE": 1}),
        ("toota hua aaya", Trouble.DAMAGED, {}),
        ("galat saman aaya", Trouble.WRONG_ITEM, {}),
        ("टूटा हुआ आया", Trouble.DAMAGED, {}),
        ("I want to return it", Trouble.NOT_WANTED, {}),
        ("wapas karna hai", Trouble.NOT_WANTED, {}),
        ("something is wrong with my order", None, {}),
        ("I want a refund", None, {}),
    ],
)
def test_words_of_complaint_begin_a_return(
    talk: Talk, words: str, trouble: Trouble | None, items: dict[str, int]
) -> None:
    """What they say is not asked again, and they are kept."""
    assert talk.types(words) in ("return_items", "return_photos", "return_check")
    assert (talk.one.items, talk.one.trouble, talk.one.words) == (items, trouble, words)
    assert talk.case()[0] is CaseStatus.OPEN


@pytest.mark.parametrize(
    "words",
    [
        "2 waffles please",
        "where is my order",
        "menu",
        "bad service",
        "I want to talk to a person",
        "thanks!",
        "you charged me the wrong amount",
        "my payment link is broken",
        "the delivery guy was rude and the cup broke",
        "I don't want anything",
        "no, I don't want it",
        "nahi chahiye",
        "I forgot to say: great tea",
        "I have only one question",
        "mujhe pata nahi tha",
        "give me my money back, you billed me twice",
    ],
)
def test_words_about_something_else_begin_none(talk: Talk, words: str) -> None:
    """Nobody's praise is taken for a complaint."""
    talk.types(words)
    assert talk.complaint.file.returns == ()


def test_a_complaint_while_another_order_is_on_its_way_is_not_about_what_came(talk: Talk) -> None:
    """Nothing that came can be meant by what never came; what is broken did come."""
    talk.shop.record.state.orders["ord_2"] = bought(id="ord_2", status=OrderStatus.DISPATCHED)
    talk.types("it never came")
    assert talk.complaint.file.returns == ()
    assert talk.types("arrived broken") == "return_items"


def test_of_several_orders_it_is_asked_which(talk: Talk) -> None:
    """With what is wrong already said."""
    talk.shop.record.state.orders["ord_2"] = bought(id="ord_2", ticket=Ticket(number=18, day=NOW.date()))
    talk.shop.record.state.parcels["ord_2", "pcl_2"] = replace(SENT, id="pcl_2", order_id="ord_2")
    assert talk.types("it was damaged") == "which_order"
    assert sorted(talk.titles) == ["Order 17", "Order 18"]
    assert talk.taps("Order 17") == "return_items"
    assert talk.one.trouble is Trouble.DAMAGED


def test_the_order_that_is_named_is_meant(talk: Talk) -> None:
    """By its number."""
    talk.shop.record.state.orders["ord_2"] = bought(id="ord_2", ticket=Ticket(number=18, day=NOW.date()))
    talk.shop.record.state.parcels["ord_2", "pcl_2"] = replace(SENT, id="pcl_2", order_id="ord_2")
    assert talk.types("order 17 arrived damaged") == "return_items"
    assert talk.one.order_id == "ord_1"


@pytest.mark.parametrize(
    ("words", "trouble"),
    [
        ("it leaked all over the bag", Trouble.DAMAGED),
        ("that's not what I ordered", Trouble.WRONG_ITEM),
        ("it's missing", Trouble.MISSING),
        ("I don't want it anymore", Trouble.NOT_WANTED),
        ("kharab nikla", Trouble.DAMAGED),
    ],
)
def test_what_happened_may_be_written(talk: Talk, words: str, trouble: Trouble) -> None:
    """The words are kept too."""
    talk.start()
    talk.taps("1 × Egg waffle")
    assert talk.types(words) in ("return_photos", "return_check")
    assert (talk.one.trouble, talk.one.words) == (trouble, words)


def test_words_that_say_no_more_are_kept_and_the_question_stands(talk: Talk) -> None:
    """Noted, and asked again."""
    talk.start()
    talk.taps("1 × Egg waffle")
    assert talk.types("my kid was so sad about it") == "return_trouble"
    assert talk.shown.body.startswith("Thank you, that's noted.\n\n1 × Egg waffle")
    assert talk.one.words == "my kid was so sad about it"
    talk.taps("Damaged")
    assert talk.types("the lid had come off") == "return_photos"
    assert talk.one.words == "my kid was so sad about it\nthe lid had come off"


def test_an_album_is_answered_once_and_all_of_it_is_kept(talk: Talk) -> None:
    """Its photos come one by one within the minute."""
    talk.start()
    talk.taps("1 × Egg waffle")
    talk.taps("Damaged")
    assert talk.shows() == "return_photos"
    assert [talk.shows(later=timedelta(seconds=-58)) for _ in range(3)] == ["return_photo_added"] * 3
    assert len(talk.one.photos) == 4
    kept = talk.shop.record.state.said
    assert all(kept[talk.one.customer_id, place].media is not None for place in talk.one.photos)
    assert talk.taps("That's all") == "return_check"
    assert "Photos: 4" in talk.shown.body


def test_a_photo_after_the_read_back_makes_no_button_stale(talk: Talk) -> None:
    """The read-back comes once more with it; the buttons of the first one still say the same."""
    talk.read_back()
    send = talk.ids["Yes, send it"]
    assert talk.shows() == "return_check"
    assert "Photos: 1" in talk.shown.body
    assert talk.taps_id(send) == "return_sent"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, R.REQUESTED)


def test_photos_that_come_later_are_added_while_nobody_has_decided(talk: Talk) -> None:
    """And not afterwards: then they are a person's."""
    talk.read_back()
    talk.taps("Yes, send it")
    assert talk.shows(later=timedelta(hours=3)) == "return_stands"
    assert talk.shown.body.startswith("Return, *Order 17*: we have everything, and a colleague decides")
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, R.REQUESTED)
    assert talk.case()[1] == "requested; 1 x WAFFLE; damaged; 1 photos"
    talk.complaint.decides(Decision.REFUSE, return_id=talk.one.id)
    assert talk.shows(later=timedelta(hours=3)) == "case_opened"
    assert talk.told[2] == 1


def test_a_photo_that_says_what_is_wrong_begins_a_return(talk: Talk) -> None:
    """With itself as the first photo."""
    assert talk.shows("the waffle arrived broken") == "return_photos"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, R.OPENED)
    assert talk.one.words == "the waffle arrived broken"


def test_a_photo_before_the_first_answer_is_kept_and_the_question_stands(talk: Talk) -> None:
    """Nobody has to answer in our order."""
    talk.start()
    assert talk.shows() == "return_items"
    talk.taps("1 × Egg waffle")
    assert talk.taps("Damaged") == "return_check"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 1, R.OPENED)


def test_a_voice_note_is_still_for_somebody_to_listen_to(talk: Talk) -> None:
    """Nothing can be seen in it."""
    talk.read_back()
    assert talk.shows(kind="audio") == "case_opened"
    assert talk.told[2] == 0


def test_while_a_person_answers_photos_go_to_both(talk: Talk) -> None:
    """The customer is told nothing, taps still work, and what is typed is the person's."""
    talk.read_back()
    chats = talk.shop.record.state.chats
    chats.update({key: replace(chat, person_until=NOW + timedelta(hours=1)) for key, chat in chats.items()})
    assert talk.shows() == "case_opened"
    assert talk.told[2] == 1
    assert talk.types("yes") == "case_joined"
    assert talk.one.state is R.OPENED
    assert talk.taps_id(ReturnTap.about(talk.one, ReturnTap.SEND).id) == "return_sent"


@pytest.mark.parametrize("words", ["yes", "yes please", "👍"])
def test_a_yes_sends_it(talk: Talk, words: str) -> None:
    """As the button does."""
    talk.read_back()
    assert talk.types(words) == "return_sent"


def test_a_no_begins_with_the_first_question_again(talk: Talk) -> None:
    """As the button to change does."""
    talk.read_back()
    assert talk.types("no") == "return_items"
    assert talk.one.items == {}
    talk.taps("All of it")
    talk.taps("Wrong item")
    assert talk.types("no photo") == "return_check"
    assert talk.told == ({"TARO-R": 2, "WAFFLE": 1}, Trouble.WRONG_ITEM, 0, R.OPENED)


@pytest.mark.parametrize("words", ["never mind", "cancel", "olvídalo", "rehne do"])
def test_it_may_be_called_off_at_any_step(talk: Talk, words: str) -> None:
    """The staff have nothing left to decide."""
    talk.start()
    talk.taps("1 × Egg waffle")
    assert talk.types(words) == "return_called_off"
    assert (talk.one.state, talk.case()[0]) == (R.CANCELLED, CaseStatus.CLOSED)
    assert talk.moves == ["opened", "cancelled"]
    assert talk.complaint.file.order.status is OrderStatus.DELIVERED


def test_it_may_be_called_off_while_nobody_has_decided(talk: Talk) -> None:
    """By the button of any step; afterwards that tells where it stands."""
    talk.start()
    off = talk.ids["Never mind"]
    talk.taps("1 × Egg waffle")
    talk.taps("Damaged")
    talk.taps("No photo")
    talk.taps("Yes, send it")
    assert talk.taps_id(off) == "return_called_off"
    assert talk.one.state is R.CANCELLED
    assert talk.taps_id(off) == "return_stands"
    assert talk.moves == ["opened", "requested", "cancelled"]


def test_what_was_called_off_can_be_begun_again(talk: Talk) -> None:
    """As a return of its own."""
    talk.start()
    talk.types("never mind")
    assert talk.start() == "return_items"
    assert [one.state for one in talk.complaint.file.returns] == [R.CANCELLED, R.OPENED]


def test_a_tap_on_what_was_changed_since_shows_the_question_that_stands(talk: Talk) -> None:
    """An older list, an older read-back."""
    talk.start()
    waffle = talk.ids["1 × Egg waffle"]
    talk.taps("All of it")
    assert talk.taps_id(waffle) == "return_trouble"
    assert talk.told[0] == {"TARO-R": 2, "WAFFLE": 1}
    talk.taps("Missing")
    send = talk.ids["Yes, send it"]
    talk.taps("Change")
    assert talk.taps_id(send) == "return_items"
    assert talk.one.state is R.OPENED


def test_begun_twice_it_is_one_return_that_goes_on(talk: Talk) -> None:
    """Whoever taps the first message once more is where they were."""
    talk.start()
    talk.taps("1 × Egg waffle")
    assert talk.start() == "return_trouble"
    assert talk.types("arrived broken") == "return_photos"
    assert talk.told == ({"WAFFLE": 1}, Trouble.DAMAGED, 0, R.OPENED)
    talk.taps("No photo")
    talk.taps("Yes, send it")
    assert talk.start() == "return_stands"
    assert talk.titles == ["Never mind"]
    assert talk.types("it was broken and cold") == "return_stands"
    assert talk.one.words == "arrived broken\nit was broken and cold"


def test_what_is_on_its_way_back_is_said_and_the_rest_may_follow(talk: Talk) -> None:
    """Another return for what is left; with nothing left, where the last one stands."""
    talk.start()
    talk.taps("1 × Egg waffle")
    talk.taps("Missing")
    talk.taps("Yes, send it")
    talk.complaint.decides(Decision.REPLACE, return_id=talk.one.id)
    assert talk.start() == "return_units"
    assert talk.taps("2") == "return_trouble"
    talk.taps("Missing")
    talk.taps("Yes, send it")
    talk.complaint.decides(Decision.REFUND, return_id=talk.complaint.file.returns[-1].id)
    assert talk.start() == "return_stands"
    assert talk.titles == ["Talk to a person"]


def test_after_the_stores_days_a_person_can_be_asked(talk: Talk) -> None:
    """Fourteen here; words go to a person at once."""
    talk.shop.now = NOW + timedelta(days=14)
    assert talk.start() == "return_too_late"
    assert talk.shown.body.startswith("*Order 17*: a return can be asked for within 14 days")
    assert talk.titles == ["Talk to a person"]
    assert talk.complaint.file.returns == ()
    assert talk.types("it was broken") == "case_opened"


def test_until_the_last_minute_it_is_not_too_late(talk: Talk) -> None:
    """Counted from when the goods came."""
    talk.shop.now = NOW + timedelta(days=14, minutes=-1)
    assert talk.start() == "return_items"


def test_what_has_not_come_yet_is_told_where_it_is(talk: Talk) -> None:
    """An order that is being prepared."""
    talk.shop.record.state.orders["ord_1"] = bought(status=OrderStatus.PREPARING)
    talk.shop.record.state.parcels.clear()
    assert talk.start() == "status"
    assert talk.complaint.file.returns == ()


def test_of_two_parcels_the_goods_that_came_may_be_returned(talk: Talk) -> None:
    """The other one is still on its way."""
    talk.shop.record.state.orders["ord_1"] = bought(status=OrderStatus.OUT_FOR_DELIVERY)
    parcels = talk.shop.record.state.parcels
    parcels["ord_1", SENT.id] = replace(SENT, lines={"TARO-R": 2})
    parcels["ord_1", "pcl_2"] = replace(SENT, id="pcl_2", number=2, lines={"WAFFLE": 1}, state=ParcelState.IN_TRANSIT)
    assert talk.start() == "return_units"
    assert talk.titles == ["1", "2"]


@pytest.mark.parametrize(
    "button",
    [
        "return:ord_1:ret_9:1:send",
        "return:ord_other:5:start",
        "return:ord_1:x:start",
        "return:ord_1:5:explode",
        "return:ord_1:5:start.eaten",
        "return:",
        "return:ord_1::5:send",
    ],
)
def test_a_button_of_nothing_that_is_hers_changes_nothing(talk: Talk, button: str) -> None:
    """It is answered like any tap that nobody knows."""
    assert not talk.taps_id(button).startswith("return")
    assert talk.complaint.file.returns == ()


def test_somebody_elses_order_is_not_returned(talk: Talk) -> None:
    """Whatever the button says."""
    talk.shop.record.state.orders["ord_1"] = bought(customer_id="somebody")
    assert not talk.start().startswith("return")
    assert talk.complaint.file.returns == ()


def test_an_order_or_a_question_in_between_is_not_held_up(talk: Talk) -> None:
    """The return waits; its buttons go on with it."""
    talk.start()
    titles = talk.ids
    assert talk.types("a mango green tea, large") == "offered"
    assert talk.types("cancel") != "return_called_off"
    assert talk.types("when do you open?") == "answer_hours"
    assert talk.one.state is R.OPENED
    assert talk.taps_id(titles["1 × Egg waffle"]) == "return_trouble"


def test_goods_that_went_into_another_return_meanwhile_are_asked_about_again(talk: Talk) -> None:
    """Staff took a call in between."""
    talk.read_back()
    taken = GoodsReturn(
        id="ret_other",
        order_id="ord_1",
        customer_id=talk.one.customer_id,
        state=R.ACCEPTED,
        version=1,
        at=NOW,
        items={"WAFFLE": 1},
    )
    send = ReturnTap.about(talk.one, ReturnTap.SEND).id
    talk.shop.record.commits.commit([PutReturn(goods_return=taken, over=None)], token="other")
    assert talk.taps_id(send) == "return_units"
    assert talk.shown.body == "How many of *Taro milk tea, regular*?"


def test_the_same_message_twice_is_one_return(talk: Talk) -> None:
    """Meta delivers for a week."""
    turn = talk.shop.turn(ButtonTap(id="return:ord_1:5:start", title="Tap"))
    assert [take_turn(turn).outcome, take_turn(turn).outcome] == ["return_items", "repeated"]
    assert talk.moves == ["opened"]


def test_no_word_of_the_customers_is_in_an_event(talk: Talk) -> None:
    """The bus is read by many."""
    talk.types("the waffle arrived broken, my neighbour Kim saw it")
    talk.taps("No photo")
    assert "Kim" not in repr(talk.shop.record.state.events)
    assert "Kim" in talk.shown.body


def test_goods_that_never_came_cannot_be_returned_from_their_way_back(talk: Talk) -> None:
    """Nobody took the parcel: it is returning, and so is its order."""
    talk.state.orders["ord_1"] = bought(status=OrderStatus.RETURNING)
    talk.state.parcels["ord_1", SENT.id] = replace(SENT, state=ParcelState.RETURN_TO_SENDER, scans=())
    assert talk.start() == "status"
    assert talk.complaint.file.returns == ()


def test_to_cancel_an_order_is_not_to_call_off_the_return(talk: Talk) -> None:
    """Who names an order means that."""
    talk.start()
    talk.types("cancel order 18")
    assert talk.one.state is R.OPENED


def test_with_nothing_left_to_choose_the_other_return_is_told(talk: Talk) -> None:
    """Staff noted all of it by phone while she was choosing."""
    talk.start()
    everything = talk.ids["All of it"]
    taken = replace(
        talk.one, id="ret_other", state=R.REQUESTED, items={"TARO-R": 2, "WAFFLE": 1}, trouble=Trouble.MISSING
    )
    talk.shop.record.commits.commit([PutReturn(goods_return=taken, over=None)], token="other")
    assert talk.taps_id(everything) == "return_stands"
