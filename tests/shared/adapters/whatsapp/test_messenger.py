"""The port Messenger on the wire: what Meta's answers, and their absence, come to."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from shared.adapters import http_session
from shared.adapters.http_session import FreshSession
from shared.adapters.whatsapp.errors import CODES
from shared.adapters.whatsapp.messenger import WhatsAppMessenger
from shared.domain.customer import Identity
from shared.domain.messages import (
    Button,
    ButtonsMessage,
    CatalogMessage,
    LinkMessage,
    ListMessage,
    LocationRequest,
    OutboundMessage,
    ProductsMessage,
    Row,
    TemplateMessage,
    TextMessage,
)
from shared.ports import Ambiguous, Messenger, PortError, Refused, Unavailable
from shared.usecases.tell_customer import NO_CATALOG
from tests.fakes.messenger import FakeMessenger
from tests.fakes.scripted_server import Answer, ScriptedServer, closed_port
from tests.fakes.simulated_world import CUSTOMER, MPLS_TOKEN, LocalWorld, local_world

ANA = Identity(user_id="US.1349", wa_id=CUSTOMER)
TEXT = TextMessage(body="Paid, thank you!")
TAG = "ORDER#ord_1|OrderConfirmed.3"
TAKEN = Answer(body={"messaging_product": "whatsapp", "messages": [{"id": "wamid.1"}]})

# The table of Meta's "Error codes", written out: HTTP status, and what we do. A number is seconds until a retry.
EXPECTED: dict[int, tuple[int, str | int]] = {
    **dict.fromkeys((0, 190), (401, "alarm")),
    **dict.fromkeys((10, *range(200, 300), 131005, 368, 131031, 130497), (403, "alarm")),
    **dict.fromkeys((3, 131045), (500, "alarm")),
    **dict.fromkeys((33, 100, 131008, 131009, 131051, 135000), (400, "alarm")),
    **dict.fromkeys((131037, 131042, 133010, 131048, 131063, 131064, 134011), (400, "alarm")),
    **dict.fromkeys((132000, 132005, 132007, 132008, 132012, 132015, 132016, 132018, 132068), (400, "alarm")),
    132001: (404, "alarm"),
    **dict.fromkeys((131047, 131049, 131050, 130472, 131026, 131021, 131030, 131062, 137000), (400, "refuse")),
    **dict.fromkeys((131052, 131053), (400, "refuse")),
    **dict.fromkeys((131000, 131016), (500, 15)),
    **dict.fromkeys((2, 133004), (503, 15)),
    **dict.fromkeys((4, 80007), (400, 300)),
    **dict.fromkeys((131057, 2494100), (500, 120)),
    1: (400, 15),
    130429: (400, 5),
    131056: (400, 6),
    132069: (400, 60),
}


def messenger(url: str) -> WhatsAppMessenger:
    """A messenger of the number 106 with a token."""
    return WhatsAppMessenger(api_url=f"{url}/v25.0", phone_number_id="106", token="EAAG")


def error_of(*answers: Answer) -> PortError:
    """What a send comes to that is answered like that."""
    with ScriptedServer(*answers) as meta, pytest.raises(PortError) as failure:
        messenger(meta.url).send(to=ANA, message=TEXT, tag=TAG)
    assert len(meta.asked) == 1, "nothing is ever sent twice"
    return failure.value


def graph_error(code: object, *, status: int = 400, details: object = "Why.") -> Answer:
    """Meta's way of saying no."""
    error = {"message": f"(#{code}) Title", "type": "OAuthException", "code": code, "error_data": {"details": details}}
    return Answer(status=status, body={"error": error})


def test_a_message_is_posted_with_the_token_and_answered_with_its_id() -> None:
    """To the number's own address, as JSON."""
    with ScriptedServer(TAKEN) as meta:
        assert messenger(meta.url).send(to=ANA, message=TEXT, tag=TAG) == "wamid.1"
    asked = meta.asked[0]
    assert (asked.method, asked.path) == ("POST", "/v25.0/106/messages")
    assert (asked.headers["authorization"], asked.headers["content-type"]) == ("Bearer EAAG", "application/json")
    assert asked.json["to"] == "+16505551234"


def test_every_code_of_metas_list_has_a_reaction() -> None:
    """No code is in the table that is not in Meta's list, and none is forgotten."""
    assert set(CODES) == set(EXPECTED)


def test_each_code_does_what_the_table_says() -> None:
    """Told over the wire, with the HTTP status that goes with it."""
    for code, (status, reaction) in EXPECTED.items():
        error = error_of(graph_error(code, status=status))
        if isinstance(reaction, int):
            assert isinstance(error, Unavailable), code
            assert error.retry_after == reaction, code
        else:
            assert isinstance(error, Refused), code
            assert (error.code, error.alarm) == (str(code), reaction == "alarm")


@pytest.mark.parametrize("status", [400, 500])
def test_an_unknown_code_is_a_refusal_that_calls_a_person(status: int) -> None:
    """Never a guess."""
    error = error_of(graph_error(999999, status=status))
    assert isinstance(error, Refused)
    assert (error.code, error.alarm) == ("999999", True)


def test_a_reason_names_no_phone_number() -> None:
    """Meta's details are kept for whoever looks, but numbers in them are not."""
    error = error_of(graph_error(131030, details="Recipient +16505551234 is not in the list"))
    assert str(error) == (
        "131030: the customer is not on the test number's list (Recipient [number] is not in the list)"
    )


def test_details_may_be_a_plain_text() -> None:
    """Meta documents an object and sends both."""
    answer = Answer(status=400, body={"error": {"code": 100, "message": "m", "error_data": "plain words"}})
    assert str(error_of(answer)) == "100: a parameter is not valid (plain words)"


@pytest.mark.parametrize(
    "answer",
    [
        Answer(how="reset"),
        Answer(how="cut", body=b'{"messages": [{"id": "wam'),
        Answer(status=500, body=b"<html>Bad Gateway</html>"),
        Answer(status=503, body={"error": "down"}),
        Answer(status=400, body=b""),
        Answer(status=200, body=b"<html>"),
        Answer(status=200, body={"messages": []}),
        Answer(status=200, body={"messages": [{"id": ""}]}),
        Answer(status=200, body=[1]),
        Answer(status=302, body={}, headers={"Location": "http://127.0.0.1:9/"}),
        graph_error("131000", status=500),
        graph_error(code=True),
    ],
)
def test_an_answer_that_cannot_be_read_leaves_it_open(answer: Answer) -> None:
    """It may have been sent: nobody sends it again, the status webhook will tell."""
    assert isinstance(error_of(answer), Ambiguous)


def test_no_answer_in_time_leaves_it_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """A read that times out says nothing about the send."""
    monkeypatch.setattr(http_session, "READ_SECONDS", 0.2)
    assert isinstance(error_of(Answer(how="hang")), Ambiguous)


def test_a_refusal_for_haste_is_clear_without_words() -> None:
    """HTTP 429 means that nothing was done, whoever says it."""
    assert isinstance(error_of(Answer(status=429, body=b"slow down")), Unavailable)


@pytest.mark.parametrize("host", ["http://127.0.0.1:{port}", "http://no-such-host.invalid:{port}"])
def test_a_meta_that_cannot_be_reached_was_not_asked(host: str) -> None:
    """The message may be tried again without a second thought."""
    with pytest.raises(Unavailable):
        messenger(host.format(port=closed_port())).send(to=ANA, message=TEXT, tag=TAG)


def test_a_connection_is_kept_between_messages() -> None:
    """A handshake for each message would cost more than the message."""
    with ScriptedServer(TAKEN) as meta:
        sender = messenger(meta.url)
        for _ in range(3):
            sender.send(to=ANA, message=TEXT, tag=TAG)
    assert meta.connections == 1


def test_a_connection_that_was_quiet_for_long_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that was frozen would write into a line that nobody reads any more."""
    with ScriptedServer(TAKEN) as meta:
        session = FreshSession()
        sender = WhatsAppMessenger(api_url=meta.url, phone_number_id="106", token="EAAG", session=session)
        sender.send(to=ANA, message=TEXT, tag=TAG)
        later = time.time() + 21
        monkeypatch.setattr("shared.adapters.http_session.time.time", lambda: later)
        sender.send(to=ANA, message=TEXT, tag=TAG)
    assert meta.connections == 2


# The fake and the real messenger, against the simulated Meta, keep the same promises.


@pytest.fixture
def meta(tmp_path: Path) -> Iterator[LocalWorld]:
    """A simulated Meta to whose store the customer has just written."""
    with local_world(tmp_path) as world:
        world.say({"type": "text", "text": {"body": "Hi"}})
        yield world


def at_meta(world: LocalWorld) -> WhatsAppMessenger:
    """The store `mpls` at the simulated Meta."""
    return WhatsAppMessenger(
        api_url=f"{world.url}/sim/graph/v25.0", phone_number_id="1065001", token=MPLS_TOKEN, catalog_id="3065001"
    )


EVERY_KIND: tuple[OutboundMessage, ...] = (
    TEXT,
    CatalogMessage(body="Have a look"),
    LinkMessage(body="$18.45", label="Pay now", url="https://pay.example/1"),
    ButtonsMessage(body="Go on?", buttons=(Button(id="a", title="Yes"), Button(id="b", title="No"))),
    ListMessage(body="Our menu", button="See the menu", rows=(Row(id="menu:sku:TARO-R", title="Taro"),)),
    ProductsMessage(header="North Loop Boba", body="Our menu", sections=(("Teas", ("TARO-R", "TARO-L")),)),
    LocationRequest(body="Where to?"),
)


def test_meta_takes_every_kind_of_message_and_tells_what_became_of_it(meta: LocalWorld) -> None:
    """The statuses carry the tag we gave."""
    ids = [at_meta(meta).send(to=ANA, message=message, tag=TAG) for message in EVERY_KIND]
    read = meta.shop.wait_for(1, where=lambda post: b'"read"' in post.body)
    statuses = [one for post in read for one in post.json["entry"][0]["changes"][0]["value"]["statuses"]]
    assert len(set(ids)) == 7
    assert {one["biz_opaque_callback_data"] for one in statuses} == {TAG}


def test_a_catalog_that_lacks_the_products_is_refused_as_the_fallback_knows_it(meta: LocalWorld) -> None:
    """131009: the use case leads to a menu that needs no catalog."""
    strange = ProductsMessage(header="North Loop Boba", body="Our menu", sections=(("Teas", ("NOT-THERE",)),))
    with pytest.raises(Refused) as no:
        at_meta(meta).send(to=ANA, message=strange, tag=TAG)
    assert no.value.code == NO_CATALOG


def test_fake_and_meta_refuse_words_outside_the_window_alike(meta: LocalWorld) -> None:
    """131047, without an alarm: the use case falls back to a template."""
    meta.pass_time(25 * 3600)
    fake = FakeMessenger(window_open=False)
    both: tuple[Messenger, ...] = (at_meta(meta), fake)
    for one in both:
        with pytest.raises(Refused) as no:
            one.send(to=ANA, message=TEXT, tag=TAG)
        assert (no.value.code, no.value.alarm) == ("131047", False)
    assert fake.sent == []
    assert fake.send(to=ANA, message=TemplateMessage(name="n", language="en", values=()), tag=TAG) == "wamid.fake1"


def test_fake_and_meta_lose_an_answer_alike(meta: LocalWorld) -> None:
    """The message is there, we do not know, and its status tells."""
    meta.arm("whatsapp", "timeout_after_accept")
    fake = FakeMessenger()
    fake.lose_next_answer()
    both: tuple[Messenger, ...] = (at_meta(meta), fake)
    for one in both:
        with pytest.raises(Ambiguous):
            one.send(to=ANA, message=TEXT, tag=TAG)
    there = meta.get("/sim/whatsapp/messages", params={"store": "mpls", "to": CUSTOMER})["messages"]
    assert [one["body"]["biz_opaque_callback_data"] for one in there] == [TAG]
    assert [(one["status"], one["biz_opaque_callback_data"]) for one in fake.statuses("sent")] == [("sent", TAG)]
    assert [(one["status"], one["errors"][0]["code"]) for one in fake.statuses("failed")] == [("failed", 131026)]


def test_fake_and_meta_are_busy_alike(meta: LocalWorld) -> None:
    """Nothing was sent, and the next try goes through."""
    meta.arm("whatsapp", "429")
    fake = FakeMessenger()
    fake.fail_next(Unavailable("busy", retry_after=5))
    both: tuple[Messenger, ...] = (at_meta(meta), fake)
    for one in both:
        with pytest.raises(Unavailable) as busy:
            one.send(to=ANA, message=TEXT, tag=TAG)
        assert busy.value.retry_after == 5
        assert one.send(to=ANA, message=TEXT, tag=TAG).startswith("wamid.")


def test_the_pair_limit_slows_one_customer_down(meta: LocalWorld) -> None:
    """After 45 messages in a burst Meta asks for six seconds each."""
    sender = at_meta(meta)
    for _ in range(45):
        sender.send(to=ANA, message=TEXT, tag=TAG)
        meta.pass_time(0.02)
    with pytest.raises(Unavailable) as slow:
        sender.send(to=ANA, message=TEXT, tag=TAG)
    assert (slow.value.retry_after, slow.value.reason.partition(":")[0]) == (6, "131056")


def chat(meta: LocalWorld) -> list[dict[str, Any]]:
    """What Ana's phone shows."""
    shown: list[dict[str, Any]] = meta.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})[
        "messages"
    ]
    return shown


def test_a_message_is_marked_as_read_at_meta(meta: LocalWorld) -> None:
    """The customer's phone shows it; nothing was sent for it."""
    said = meta.say({"type": "text", "text": {"body": "hi"}})
    at_meta(meta).mark_read(said)
    (bubble,) = [one for one in chat(meta) if one["id"] == said]
    assert bubble["status"] == "read"
    assert [one["direction"] for one in chat(meta)] == ["in"] * len(chat(meta))


@pytest.mark.parametrize("answer", [Answer(status=500), graph_error(131009), Answer(how="hang"), Answer(how="reset")])
def test_a_mark_that_fails_is_let_go(answer: Answer) -> None:
    """Asked once, waited for briefly, and no error: the answer was sent already."""
    begun = time.monotonic()
    with ScriptedServer(answer) as server:
        messenger(server.url).mark_read("wamid.1")
    assert time.monotonic() - begun < 7
    assert [asked.json for asked in server.asked] == [
        {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}
    ]


def test_a_mark_for_nobody_at_home_is_let_go() -> None:
    """No connection, which a message would not survive, and no error."""
    nobody = messenger(f"http://127.0.0.1:{closed_port()}")
    begun = time.monotonic()
    nobody.mark_read("wamid.1")
    assert time.monotonic() - begun < 7
    with pytest.raises(Unavailable):
        nobody.send(to=ANA, message=TEXT, tag=TAG)
