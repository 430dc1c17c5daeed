"""What customers send, with every trap Meta's webhooks are known for."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.whatsapp.inbound import Unaddressed, message_in
from shared.domain.customer import Identity
from shared.domain.inbound import (
    ButtonTap,
    Cart,
    CartLine,
    Contacts,
    Content,
    Edit,
    FormReply,
    IdentityChange,
    InboundMessage,
    Location,
    Media,
    Other,
    Reaction,
    Revoke,
    Text,
)

VOICE_NOTE = Media(type="audio", id="7", mime_type="audio/ogg; codecs=opus", sha256="aGk=", voice=True)
CONTACT = {"profile": {"name": "Ana Peña"}, "wa_id": "16505551234", "user_id": "US.13491208655302741918"}


def body(type_: str = "text", content: Any = None, *, contact: Any = CONTACT, **more: Any) -> dict[str, Any]:
    """An Inbox body holding one message; ``more`` replaces its fields, None removes them."""
    message: dict[str, Any] = {
        "from": "16505551234",
        "from_user_id": "US.13491208655302741918",
        "id": "wamid.HBgL",
        "timestamp": "1795284000",
        "type": type_,
        type_: content,
    } | more
    kept = {key: value for key, value in message.items() if value is not None}
    return {"kind": "whatsapp_message", "message": kept, "contact": contact, "metadata": {"phone_number_id": "1"}}


def said(type_: str, content: Any = None, **more: Any) -> Content:
    """What the customer said with it."""
    return message_in(body(type_, content, **more)).said


def item(sku: Any = "TARO-L", quantity: Any = 2, price: Any = 6.75, currency: Any = "USD") -> dict[str, Any]:
    """One line of a cart as Meta writes it."""
    return {"product_retailer_id": sku, "quantity": quantity, "item_price": price, "currency": currency}


def cart(*items: Any, **order: Any) -> Content:
    """A cart of these lines."""
    return said("order", {"catalog_id": "194", "product_items": list(items), **order})


def test_a_message_names_its_sender_its_time_and_its_id() -> None:
    """Both identities, the profile's name and UTC time arrive."""
    assert message_in(body("text", {"body": "Hola"})) == InboundMessage(
        id="wamid.HBgL",
        identity=Identity(user_id="US.13491208655302741918", wa_id="16505551234"),
        profile_name="Ana Peña",
        at=datetime(2026, 11, 21, 18, 0, tzinfo=UTC),
        said=Text(body="Hola"),
    )


@pytest.mark.parametrize(
    ("more", "contact", "expected"),
    [
        ({"from": None}, {"user_id": "US.1"}, Identity(user_id="US.13491208655302741918", wa_id=None)),
        ({"from": None, "from_user_id": None}, {"user_id": "US.1"}, Identity(user_id="US.1", wa_id=None)),
        ({"from_user_id": None}, None, Identity(user_id=None, wa_id="16505551234")),
        ({"from": "+16505551234", "from_user_id": None}, None, Identity(user_id=None, wa_id="16505551234")),
        ({"from": None, "from_user_id": None}, {"wa_id": "919"}, Identity(user_id=None, wa_id="919")),
    ],
)
def test_a_sender_is_known_by_whatever_meta_gives(more: dict[str, Any], contact: Any, expected: Identity) -> None:
    """A user name hides the phone number, and older messages have no user id."""
    assert message_in(body("text", {"body": "Hi"}, contact=contact, **more)).identity == expected


@pytest.mark.parametrize(
    ("more", "missing"),
    [
        ({"id": None}, "id"),
        ({"id": 7}, "id"),
        ({"from": None, "from_user_id": None}, "sender"),
        ({"from": "", "from_user_id": " "}, "sender"),
        ({"timestamp": None}, "time"),
        ({"timestamp": "soon"}, "time"),
        ({"timestamp": "9" * 30}, "time"),
    ],
)
def test_a_message_that_nobody_could_be_answered_about_is_refused(more: dict[str, Any], missing: str) -> None:
    """It ends in the dead-letter queue, named by what it lacks."""
    with pytest.raises(Unaddressed) as refusal:
        message_in(body("text", {"body": "Hi"}, contact=None, **more))
    assert refusal.value.missing == missing


def test_a_cart_is_read_line_by_line() -> None:
    """Prices come in major units and are kept in minor ones; the note is the customer's."""
    assert cart(item(), item("WAFFLE", 1, 7), text="  no ice  ") == Cart(
        lines=(
            CartLine(sku="TARO-L", quantity=2, seen_price=675),
            CartLine(sku="WAFFLE", quantity=1, seen_price=700),
        ),
        currency="USD",
        note="no ice",
    )


@pytest.mark.parametrize(
    ("quantity", "expected"),
    [
        *((1, 1), (99, 99), (0, 0), (100, 100), (-3, 0), ("4", 4), (4.0, 4), (10**30, 9999)),
        *((2.5, 0), (None, 0), (True, 0), ("x", 0), ("9" * 40, 0), ([3], 0), ("٣", 0)),
    ],
)
def test_a_quantity_is_a_whole_number_or_a_question(quantity: Any, expected: int) -> None:
    """0 and what is above the limit reach the use case, which asks; nothing else gets there."""
    read = cart(item(quantity=quantity))
    assert isinstance(read, Cart)
    assert read.lines[0].quantity == expected


@pytest.mark.parametrize(
    ("price", "currency", "expected"),
    [
        *((7.99, "USD", 799), (30, "USD", 3000), ("12.50", "USD", 1250), (99.99, "inr", 9999), (500, "JPY", 500)),
        *((7.995, "USD", None), (7.5, "JPY", None), (None, "USD", None), (True, "USD", None), ("", "USD", None)),
        *(("1e99999", "USD", None), (1e300, "USD", None), (-1, "USD", None), ("7,99", "USD", None)),
        *((float("nan"), "USD", None), ({"amount": 7}, "USD", None), (10**20, "USD", None)),
    ],
)
def test_a_price_is_exact_or_unreadable(price: Any, currency: str, expected: int | None) -> None:
    """What the phone showed is compared to the cent, so it is never rounded."""
    read = cart(item(price=price, currency=currency))
    assert isinstance(read, Cart)
    assert read.lines[0].seen_price == expected


def test_a_cart_in_two_currencies_has_one_of_them() -> None:
    """The second currency's prices count as unreadable: the customer is shown ours."""
    read = cart(item(), item("WAFFLE", 1, 7, "EUR"))
    assert isinstance(read, Cart)
    assert (read.currency, [line.seen_price for line in read.lines]) == ("USD", [675, None])


@pytest.mark.parametrize(("sku", "expected"), [(4711, "4711"), (None, "?"), ("", "?"), (" \x00 ", "?"), (True, "?")])
def test_a_product_without_a_name_is_no_product(sku: Any, expected: str) -> None:
    """The line stays, so that the customer is told about it."""
    read = cart(item(sku=sku))
    assert isinstance(read, Cart)
    assert read.lines[0].sku == expected


@pytest.mark.parametrize("order", [None, {}, {"product_items": []}, {"product_items": "x"}, {"product_items": [3]}])
def test_an_order_without_products_is_no_cart(order: Any) -> None:
    """It is answered like any word, with the catalog."""
    assert said("order", order) == Other(type="order")


@pytest.mark.parametrize(
    ("type_", "content", "expected"),
    [
        ("text", {"body": "two taro please"}, Text(body="two taro please")),
        ("text", {"body": "  "}, Other(type="text")),
        ("text", None, Other(type="text")),
        (
            "interactive",
            {"type": "button_reply", "button_reply": {"id": "offer:ord_1:1:accept", "title": "Yes, go on"}},
            ButtonTap(id="offer:ord_1:1:accept", title="Yes, go on"),
        ),
        (
            "interactive",
            {"type": "list_reply", "list_reply": {"id": "row-1", "title": "Taro", "description": "large"}},
            ButtonTap(id="row-1", title="Taro"),
        ),
        ("interactive", None, Other(type="interactive")),
        ("interactive", {"type": "button_reply"}, Other(type="interactive")),
        (
            "interactive",
            {"type": "nfm_reply", "nfm_reply": {"response_json": "{not json"}},
            FormReply(name="flow", fields=()),
        ),
        ("button", {"payload": "reorder", "text": "Order again"}, ButtonTap(id="reorder", title="Order again")),
        ("button", {"text": "Order again"}, ButtonTap(id="Order again", title="Order again")),
        ("button", {}, Other(type="button")),
        ("reaction", {"message_id": "wamid.1", "emoji": ""}, Reaction(message_id="wamid.1", emoji="")),
        ("reaction", {"message_id": "wamid.1"}, Reaction(message_id="wamid.1", emoji="")),
        ("unsupported", {"type": "poll"}, Other(type="poll")),
        (
            "image",
            {"id": "1", "mime_type": "image/JPEG", "caption": "this one"},
            Media(type="image", id="1", mime_type="image/jpeg", caption="this one"),
        ),
        ("location", {"latitude": 44.98, "longitude": -93.27}, Location(latitude=44.98, longitude=-93.27)),
        ("revoke", {"original_message_id": "wamid.1"}, Revoke(message_id="wamid.1")),
        ("request_welcome", None, Other(type="request_welcome")),
        ("image", {"mime_type": "image/jpeg"}, Other(type="image")),
        ("audio", {"id": "7", "mime_type": "audio/ogg; codecs=opus", "sha256": "aGk=", "voice": True}, VOICE_NOTE),
        ("location", {"latitude": float("nan"), "longitude": 0}, Other(type="location")),
        ("location", {"latitude": 91, "longitude": 0}, Other(type="location")),
        ("contacts", [{"phones": [{"wa_id": "1650"}, "odd"]}, "odd"], Contacts(names=(), phones=("1650",))),
        ("contacts", [{}], Other(type="contacts")),
        ("edit", {"message": {"type": "text", "text": {"body": "two"}}}, Other(type="edit")),
        ("edit", {"original_message_id": "wamid.1", "message": None}, Edit(message_id="wamid.1", body="")),
        ("system", None, IdentityChange()),
        ("poll", {"name": "Lunch?"}, Other(type="poll")),
    ],
)
def test_every_kind_of_message_finds_its_shape(type_: str, content: Any, expected: Content) -> None:
    """Carts, taps and words are understood; everything else is named by Meta's word for it."""
    assert said(type_, content) == expected


def test_a_system_message_comes_without_a_contact() -> None:
    """The sender is still known by the number the message itself gives."""
    system = {"type": "user_changed_number", "body": "Ana changed", "wa_id": "16505559999"}
    read = message_in(body("system", system, contact=None, from_user_id=None))
    assert (read.said, read.identity.wa_id, read.profile_name) == (
        IdentityChange(wa_id="16505559999"),
        "16505551234",
        "",
    )


@pytest.mark.parametrize(
    "context",
    [
        {"from": "16125550142", "id": "wamid.9"},
        {"from": "1", "id": "wamid.9", "referred_product": {"catalog_id": "194", "product_retailer_id": "TARO-L"}},
        {"forwarded": True},
        {"frequently_forwarded": True},
        None,
        "odd",
    ],
)
def test_what_a_message_answers_does_not_change_what_it_says(context: Any) -> None:
    """A forwarded message has a context without an id."""
    assert said("text", {"body": "Hi"}, context=context) == Text(body="Hi")


def test_what_stands_around_the_words_is_read_too() -> None:
    """The product's page, the message that is answered, the advertisement, what Meta could not hand over."""
    context = {"id": "wamid.9", "referred_product": {"catalog_id": "194", "product_retailer_id": "TARO-L"}}
    more = {"context": context, "referral": {"source_id": "1202"}, "errors": [{"code": 131052}, {"code": "x"}, 7]}
    read = message_in(body("text", {"body": "Is it sweet?"}, **more))
    around = (read.type, read.reply_to, read.product, read.forwarded, read.referral, read.errors)
    assert around == ("text", "wamid.9", "TARO-L", False, "1202", (131052,))
    assert message_in(body("text", {"body": "Hi"}, context={"frequently_forwarded": True})).forwarded is True


def test_words_that_cannot_be_stored_are_mended() -> None:
    """Half a surrogate pair, a NUL or a page of text would fail in the middle of a transaction."""
    mended = message_in(
        body("text", {"body": "Hi\ud800\x00 there\n" + "x" * 9000}, contact={"profile": {"name": "A\x00"}})
    )
    assert isinstance(mended.said, Text)
    assert mended.said.body.startswith("Hi there\nxxx")
    assert (len(mended.said.body) <= 4096, mended.profile_name) == (True, "A")


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=12,
)

KINDS = (
    *("text", "order", "interactive", "button", "system", "reaction", "edit", "revoke", "location", "contacts"),
    *("image", "audio", "unsupported", "?"),
)
FIELDS = ("type", "body", "product_items", "button_reply", "nfm_reply", "id", "message", "original_message_id", "url")


@given(
    type_=st.sampled_from(KINDS),
    content=JSON | st.dictionaries(st.sampled_from(FIELDS), JSON),
    contact=JSON,
)
def test_no_content_stops_the_messages_behind_it(type_: str, content: Any, contact: Any) -> None:
    """A message with an id, a sender and a time is always read."""
    assert message_in(body(type_, content, contact=contact)).id == "wamid.HBgL"


@given(items=st.lists(st.fixed_dictionaries({}, optional=dict.fromkeys(item(), JSON)), min_size=1, max_size=5))
def test_no_cart_line_breaks_the_numbers(items: list[dict[str, Any]]) -> None:
    """Quantities and prices stay within what a counter and a column can hold."""
    read = cart(*items)
    assert isinstance(read, Cart)
    assert len(read.lines) == len(items)
    for line in read.lines:
        assert 0 <= line.quantity <= 9999
        assert line.seen_price is None or 0 <= line.seen_price <= 10**12
        assert 1 <= len(line.sku) <= 100
