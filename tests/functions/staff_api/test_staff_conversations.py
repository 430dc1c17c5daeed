"""People see what waits for them, take it, answer, and the bot keeps quiet meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest

from shared.domain.customer import Identity
from shared.domain.order import OrderStatus, Problem, ProblemKind, Utterance
from shared.runtime import clock
from tests.fakes.people import ANA, NOW, order
from tests.functions.staff_api.conftest import CASE, StaffApi, open_case

LUIS = replace(ANA, id=Identity(wa_id="1650").customer_id(), identity=Identity(wa_id="1650"), name="Luis")


def claims(name: str) -> dict[str, str]:
    """A token of this person's."""
    return {"sub": f"sub-{name}", "cognito:username": name, "cognito:groups": "[mpls-staff]"}


@pytest.fixture
def waiting(api: StaffApi) -> StaffApi:
    """Ana's complaint waits, with a photo."""
    open_case(api.record, ANA)
    return api


def test_the_queue_shows_the_longest_waiting_first_page_by_page(api: StaffApi) -> None:
    """Open and claimed, with what they began with; closed ones are gone."""
    open_case(api.record, ANA, number=1, text="it leaks")
    open_case(api.record, LUIS, number=2, text="where are you?")
    first = api.ask("GET", "/queue", query={"limit": "1"})
    (case,) = first.body["items"]
    assert (case["text"], case["customer"]["name"], case["status"]) == ("where are you?", "Luis", "case_open")
    second = api.ask("GET", "/queue", query={"limit": "1", "cursor": first.body["next_cursor"]})
    assert [one["text"] for one in second.body["items"]] == ["it leaks"]
    assert second.body["next_cursor"] is None
    api.ask("POST", f"/queue/{case['id']}/close", key="k-1")
    assert [one["text"] for one in api.ask("GET", "/queue").body["items"]] == ["it leaks"]


def test_a_case_shows_its_messages_its_order_and_a_link_to_the_photo(waiting: StaffApi) -> None:
    """The link is signed, and works for five minutes."""
    waiting.record.state.orders["ord_1"] = order()
    case = waiting.ask("GET", f"/queue/{CASE}").body
    assert (case["order"]["id"], case["customer"]["phone"], case["window_open"]) == ("ord_1", "+16505551234", True)
    (message,) = case["messages"]
    assert (message["direction"], message["text"], message["type"]) == ("in", "it leaks", "image")
    link = urlsplit(message["media"]["url"])
    assert link.netloc == "tillhook-mpls-media-1.s3.us-east-1.amazonaws.com"
    assert link.path == f"/chats/{ANA.id}/1.jpg"
    assert parse_qs(link.query)["X-Amz-Expires"] == ["300"]


def test_who_takes_a_case_has_it_until_it_is_given_back(waiting: StaffApi) -> None:
    """The other one is told who that is."""
    taken = waiting.ask("POST", f"/queue/{CASE}/claim", key="k-1", claims=claims("sam"))
    assert (taken.status, taken.body["status"], taken.body["claimed_by"]) == (200, "case_claimed", "sam")
    assert waiting.ask("POST", f"/queue/{CASE}/claim", key="k-2", claims=claims("sam")).status == 200
    refused = waiting.ask("POST", f"/queue/{CASE}/claim", key="k-3", claims=claims("kim"))
    assert (refused.status, refused.body["type"]) == (409, "urn:tillhook:problem:claimed-by-another")
    assert "sam" in refused.body["detail"]
    waiting.ask("POST", f"/queue/{CASE}/release", key="k-4", claims=claims("sam"))
    again = waiting.ask("POST", f"/queue/{CASE}/claim", key="k-5", claims=claims("kim"))
    assert again.body["claimed_by"] == "kim"
    assert waiting.record.state.chats[ANA.id].with_person(clock.utc_now())


def test_a_message_is_kept_once_and_silences_the_bot_until_the_case_is_closed(waiting: StaffApi) -> None:
    """The same key twice, then another text under it."""
    say = {"text": "We bring you a new one"}
    first = waiting.ask("POST", f"/queue/{CASE}/messages", body=say, key="k-1", claims=claims("sam"))
    again = waiting.ask("POST", f"/queue/{CASE}/messages", body=say, key="k-1", claims=claims("sam"))
    other = waiting.ask("POST", f"/queue/{CASE}/messages", body={"text": "Or not"}, key="k-1", claims=claims("sam"))
    assert (first.status, first.body["direction"], first.body["by"], first.body["state"]) == (
        200,
        "out",
        "sam",
        "waiting",
    )
    assert again.text == first.text
    assert (other.status, other.body["type"]) == (422, "urn:tillhook:problem:idempotency-key-reused")
    assert [event.name for event in waiting.record.state.events] == ["StaffSpoke"]
    assert waiting.record.state.chats[ANA.id].with_person(clock.utc_now())
    closed = waiting.ask("POST", f"/queue/{CASE}/close", key="k-2", claims=claims("sam"))
    assert closed.body["status"] == "case_closed"
    chat = waiting.record.state.chats[ANA.id]
    assert (chat.case_id, chat.with_person(clock.utc_now())) == (None, False)
    refused = waiting.ask("POST", f"/queue/{CASE}/claim", key="k-3", claims=claims("sam"))
    assert (refused.status, refused.body["type"]) == (409, "urn:tillhook:problem:case-closed")


def test_outside_the_window_a_person_is_told_what_to_do_instead(waiting: StaffApi) -> None:
    """Nothing is kept of what could not be sent."""
    late = replace(ANA, last_inbound_at=clock.utc_now() - timedelta(hours=25))
    waiting.record.state.profiles[ANA.id] = late
    refused = waiting.ask("POST", f"/queue/{CASE}/messages", body={"text": "Hi"}, key="k-1")
    assert (refused.status, refused.body["type"]) == (409, "urn:tillhook:problem:window-closed")
    assert "Call them" in refused.body["detail"]
    assert waiting.ask("GET", f"/queue/{CASE}").body["window_open"] is False
    assert len(waiting.record.state.said) == 1


def test_an_orders_customer_is_written_to_about_it(waiting: StaffApi) -> None:
    """Also without a case."""
    waiting.record.state.orders["ord_1"] = order()
    sent = waiting.ask("POST", "/orders/ord_1/messages", body={"text": "Ready in five"}, key="k-1")
    assert (sent.status, sent.body["order_id"]) == (200, "ord_1")
    assert waiting.ask("POST", "/orders/ord_9/messages", body={"text": "Hi"}, key="k-2").status == 404


def test_a_customers_messages_are_read_newest_first_page_by_page(waiting: StaffApi) -> None:
    """Both sides of the talk."""
    waiting.ask("POST", f"/queue/{CASE}/messages", body={"text": "Hi Ana"}, key="k-1")
    path = f"/customers/{ANA.id}/messages"
    first = waiting.ask("GET", path, query={"limit": "1"}).body
    second = waiting.ask("GET", path, query={"limit": "1", "cursor": first["next_cursor"]}).body
    assert [one["text"] for one in (*first["items"], *second["items"])] == ["Hi Ana", "it leaks"]
    assert second["next_cursor"] is None
    assert waiting.ask("GET", path, query={"cursor": "nonsense"}).status == 422
    assert waiting.ask("GET", "/customers/cus_gone/messages").status == 404


def test_a_corrected_draft_is_read_back_and_remembers_who_read_it(api: StaffApi) -> None:
    """At the catalog's price; a repeat asks the customer once."""
    heard = Utterance(message_id="wamid.1", at=NOW, text="two of the purple", kind="order", confidence=0.4)
    unclear = Problem(kind=ProblemKind.UNCLEAR, sku="", name="the purple", wanted=2, found=0)
    api.record.state.orders["ord_1"] = order(
        status=OrderStatus.DRAFT, version=1, lines=(), needs={}, problems=(unclear,), heard=(heard,), expires_at=None
    )
    lines = {"lines": [{"sku": "TARO-R", "quantity": 2, "note": "less ice"}]}
    for _ in range(2):
        corrected = api.ask("POST", "/orders/ord_1/lines", body=lines, key="k-1", claims=claims("sam"))
        assert (corrected.status, corrected.body["total"], corrected.body["problems"]) == (200, 1150, [])
    assert [event.name for event in api.record.state.events] == ["OrderOffered"]
    assert api.record.state.orders["ord_1"].heard[0].corrected_by == "sam"


@pytest.mark.parametrize(
    ("status", "lines", "answer", "says"),
    [
        (OrderStatus.CONFIRMED, [{"sku": "TARO-R", "quantity": 1}], 409, "only a draft"),
        (OrderStatus.DRAFT, [{"sku": "MOCHA", "quantity": 1}], 422, "not sold here: MOCHA"),
        (OrderStatus.DRAFT, [], 422, ""),
        (OrderStatus.DRAFT, [{"sku": "TARO-R", "quantity": 0}], 422, ""),
    ],
)
def test_a_correction_that_cannot_be_is_told_why(
    api: StaffApi, status: OrderStatus, lines: list[object], answer: int, says: str
) -> None:
    """And nothing changes."""
    before = order(status=status, needs={}, expires_at=None)
    api.record.state.orders["ord_1"] = before
    refused = api.ask("POST", "/orders/ord_1/lines", body={"lines": lines}, key="k-1")
    assert refused.status == answer
    assert says in refused.text
    assert api.record.state.orders["ord_1"] == before


def test_one_call_teaches_the_store_a_name(api: StaffApi) -> None:
    """Once, however often it is asked; the product is answered as it is now."""
    for _ in range(2):
        taught = api.ask("POST", "/products/TARO-R/aliases", body={"alias": "the purple one"}, key="k-1")
        assert (taught.status, taught.body["aliases"]) == (200, ["taro", "the purple one"])
    assert api.ask("POST", "/products/GONE/aliases", body={"alias": "ghost"}, key="k-2").status == 404
    assert api.ask("POST", "/products/TARO-R/aliases", body={"alias": " x "}, key="k-3").status == 422


def test_what_is_not_there_is_not_found(api: StaffApi) -> None:
    """On every route of the queue."""
    for verb in ("claim", "release", "close"):
        assert api.ask("POST", f"/queue/case_gone/{verb}", key="k-1").status == 404
    assert api.ask("POST", "/queue/case_gone/messages", body={"text": "Hi"}, key="k-1").status == 404
    assert api.ask("GET", "/queue/case_gone").status == 404


def test_what_staff_write_is_in_no_log(waiting: StaffApi, capsys: pytest.CaptureFixture[str]) -> None:
    """Nor what the customer wrote, nor the link to their photo."""
    waiting.ask("POST", f"/queue/{CASE}/messages", body={"text": "canary words"}, key="k-1")
    waiting.ask("GET", f"/queue/{CASE}")
    logged = capsys.readouterr().out
    for secret in ("canary", "it leaks", "X-Amz", "6505551234"):
        assert secret not in logged
