"""What we say, as Meta is asked to send it."""

import unicodedata
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from infra.local.simulators.whatsapp_rules import check_message
from shared.adapters.whatsapp.bodies import graph_body, shortened, template_values
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

ANA = Identity(user_id="US.1349", wa_id="16505551234")
TAG = "ORDER#ord_1|OrderConfirmed.3"


def content(message: OutboundMessage) -> dict[str, Any]:
    """The message's own part of the JSON."""
    body = graph_body(message, to=ANA, tag=TAG, catalog_id="1948")
    return dict(body[body["type"]])


def test_a_text_goes_to_the_number_with_our_tag() -> None:
    """The plus keeps Meta from guessing a country; the tag comes back in every status."""
    assert graph_body(TextMessage(body="Paid, thank you!"), to=ANA, tag=TAG) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+16505551234",
        "type": "text",
        "text": {"body": "Paid, thank you!", "preview_url": False},
        "biz_opaque_callback_data": "ORDER#ord_1|OrderConfirmed.3",
    }


def test_a_customer_without_a_number_is_reached_by_user_id() -> None:
    """Then there is no `to` at all."""
    body = graph_body(TextMessage(body="Hi"), to=Identity(user_id="US.1349"), tag=TAG)
    assert (body["recipient"], "to" in body) == ("US.1349", False)


def test_buttons_carry_their_ids() -> None:
    """What comes back on a tap is the id."""
    message = ButtonsMessage(body="Go on?", buttons=(Button(id="a", title="Yes"), Button(id="b", title="No")))
    assert content(message) == {
        "type": "button",
        "body": {"text": "Go on?"},
        "action": {
            "buttons": [
                {"type": "reply", "reply": {"id": "a", "title": "Yes"}},
                {"type": "reply", "reply": {"id": "b", "title": "No"}},
            ]
        },
    }


def test_a_link_is_a_button() -> None:
    """`cta_url` with the page's whole address."""
    message = LinkMessage(body="$18.45", label="Pay now", url="https://checkout.example/c/1#x")
    assert content(message) == {
        "type": "cta_url",
        "body": {"text": "$18.45"},
        "action": {
            "name": "cta_url",
            "parameters": {"display_text": "Pay now", "url": "https://checkout.example/c/1#x"},
        },
    }


def test_the_catalog_is_a_button() -> None:
    """It opens the catalog that is connected to the number."""
    expected = {"type": "catalog_message", "body": {"text": "Hi"}, "action": {"name": "catalog_message"}}
    assert content(CatalogMessage(body="Hi")) == expected


def test_a_list_opens_its_rows() -> None:
    """A row without a description has none: an empty one is refused."""
    message = ListMessage(
        body="Tap what you'd like",
        button="See the menu",
        rows=(
            Row(id="menu:group:TARO-R", title="Taro milk tea", description="regular $5.75 · large $6.75"),
            Row(id="menu:page:2", title="More …"),
        ),
    )
    assert content(message) == {
        "type": "list",
        "body": {"text": "Tap what you'd like"},
        "action": {
            "button": "See the menu",
            "sections": [
                {
                    "rows": [
                        {
                            "id": "menu:group:TARO-R",
                            "title": "Taro milk tea",
                            "description": "regular $5.75 · large $6.75",
                        },
                        {"id": "menu:page:2", "title": "More …"},
                    ]
                }
            ],
        },
    }


def test_a_row_that_is_there_twice_is_shown_once() -> None:
    """Meta refuses the whole list for it."""
    rows = tuple(Row(id=id_, title=title) for id_, title in (("a", "First"), ("b", "Second"), ("a", "Again")))
    (section,) = content(ListMessage(body="Hi", button="Choose", rows=rows))["action"]["sections"]
    assert [row["title"] for row in section["rows"]] == ["First", "Second"]


def test_a_list_may_say_more_than_buttons_may() -> None:
    """4,096 characters over a list, 1,024 over everything else (Meta)."""
    words = "word " * 2000
    row = Row(id="a", title="A")
    assert len(content(ListMessage(body=words, button="Choose", rows=(row,)))["body"]["text"]) > 4000
    assert len(content(LocationRequest(body=words))["body"]["text"]) <= 1024


def test_products_stand_under_their_headings() -> None:
    """By the ids of the store's own catalog; a heading is cut, one without a product is left out."""
    message = ProductsMessage(
        header="North Loop Boba",
        body="Put it into the cart",
        sections=(("Leche con boba de azúcar morena", ("BROWN-R", "BROWN-L")), ("Sold out", ()), ("More", ("WAFFLE",))),
    )
    assert content(message) == {
        "type": "product_list",
        "header": {"type": "text", "text": "North Loop Boba"},
        "body": {"text": "Put it into the cart"},
        "action": {
            "catalog_id": "1948",
            "sections": [
                {
                    "title": "Leche con boba de…",
                    "product_items": [{"product_retailer_id": "BROWN-R"}, {"product_retailer_id": "BROWN-L"}],
                },
                {"title": "More", "product_items": [{"product_retailer_id": "WAFFLE"}]},
            ],
        },
    }


def test_a_place_is_asked_for_with_a_button() -> None:
    """The phone sends where it is."""
    assert content(LocationRequest(body="Where to?")) == {
        "type": "location_request_message",
        "body": {"text": "Where to?"},
        "action": {"name": "send_location"},
    }


def test_a_template_is_named_and_filled_in_order() -> None:
    """Values are one line each and never empty; a suffix fills the link button."""
    message = TemplateMessage(
        name="order_confirmed", language="es", values=("17", "2 × Taro\n1 × Waffle\t!", "  "), url_suffix="abc"
    )
    assert content(message) == {
        "name": "order_confirmed",
        "language": {"code": "es"},
        "components": [
            {
                "type": "body",
                "parameters": [
                    {"type": "text", "text": "17"},
                    {"type": "text", "text": "2 × Taro 1 × Waffle !"},
                    {"type": "text", "text": "–"},
                ],
            },
            {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "abc"}]},
        ],
    }


@pytest.mark.parametrize(
    ("text", "most", "expected"),
    [
        ("Pay now", 20, "Pay now"),
        ("exactly twenty chars", 20, "exactly twenty chars"),
        ("Change my cart and my mind", 20, "Change my cart and…"),
        ("Change, perhaps, my cart", 18, "Change, perhaps…"),
        ("Donaudampfschifffahrtsgesellschaft", 20, "Donaudampfschifffah…"),
        ("a Donaudampfschifffahrtsgesellschaft", 20, "a Donaudampfschifff…"),
        ("  ", 20, "–"),
        ("कार्ट बदलना है और कुछ नहीं", 12, "कार्ट बदलना…"),
    ],
)
def test_a_long_text_is_cut_between_words(text: str, most: int, expected: str) -> None:
    """With an ellipsis; a single long word is cut within; an empty text is a dash."""
    assert shortened(text, most) == expected


@pytest.mark.parametrize(("family", "most"), [("👩\u200d👩\u200d👧 & co", 4), ("नमस्ते", 3)])
def test_a_cut_leaves_whole_letters(family: str, most: int) -> None:
    """Half a joined emoji would be another emoji, a letter without its sign another letter."""
    kept = shortened(family, most)[:-1]
    following = family[len(kept)]
    assert len(kept) < most
    assert not unicodedata.category(following).startswith("M")
    assert following != "\u200d"
    assert not kept.endswith("\u200d")


def test_a_template_never_cuts_a_link() -> None:
    """The order's lines give way to the address of the payment page."""
    link = "https://checkout.stripe.com/c/pay/cs_live_" + "x" * 500
    lines, total, url = template_values(("2 × Taro milk tea, large " * 12, "$18.45", link))
    assert (total, url) == ("$18.45", link)
    assert lines.endswith("…")
    assert len(lines) + len(total) + len(url) <= 724


@pytest.mark.parametrize(
    ("message", "to", "tag"),
    [
        (TextMessage(body="Hi"), Identity(), TAG),
        (TextMessage(body="Hi"), ANA, "x" * 513),
        (ButtonsMessage(body="Hi", buttons=()), ANA, TAG),
        (ButtonsMessage(body="Hi", buttons=tuple(Button(id=n, title=n) for n in "abcd")), ANA, TAG),
        (ButtonsMessage(body="Hi", buttons=(Button(id="x" * 257, title="Yes"),)), ANA, TAG),
        (ListMessage(body="Hi", button="Choose", rows=()), ANA, TAG),
        (ListMessage(body="Hi", button="Choose", rows=tuple(Row(id=n, title=n) for n in "abcdefghijk")), ANA, TAG),
        (ListMessage(body="Hi", button="Choose", rows=(Row(id="x" * 201, title="A"),)), ANA, TAG),
        (ProductsMessage(header="Shop", body="Hi", sections=(("All", ()),)), ANA, TAG),
        (ProductsMessage(header="Shop", body="Hi", sections=(("All", ("P",) * 31),)), ANA, TAG),
        (ProductsMessage(header="Shop", body="Hi", sections=(("One", ("P",)),) * 11), ANA, TAG),
    ],
)
def test_what_shortening_cannot_mend_is_an_error_of_ours(message: OutboundMessage, to: Identity, tag: str) -> None:
    """Ids and tags would lose their meaning."""
    with pytest.raises(ValueError, match=r"characters|buttons|identity|rows|products"):
        graph_body(message, to=to, tag=tag, catalog_id="1948")


def test_products_of_no_catalog_are_an_error_of_ours() -> None:
    """Meta would not know whose they are."""
    message = ProductsMessage(header="Shop", body="Hi", sections=(("All", ("P",)),))
    with pytest.raises(ValueError, match="catalog_id"):
        graph_body(message, to=ANA, tag=TAG)


WORDS = st.text(max_size=5000) | st.text(alphabet="नमस्ते दुनिया 👩\u200d👧\n", max_size=5000)


@given(
    body=WORDS,
    titles=st.lists(WORDS, min_size=1, max_size=3),
    identity=st.sampled_from([ANA, Identity(user_id="US.1"), Identity(wa_id="919999999999")]),
)
def test_no_words_make_meta_refuse(body: str, titles: list[str], identity: Identity) -> None:
    """Whatever is to be said, the simulated Meta, which knows the limits, takes it."""
    buttons = tuple(Button(id=f"b{number}", title=title) for number, title in enumerate(titles))
    rows = tuple(Row(id=f"r{number}", title=title, description=body) for number, title in enumerate(titles))
    for message in (
        TextMessage(body=body),
        CatalogMessage(body=body),
        LinkMessage(body=body, label=titles[0], url="https://pay.example"),
        ButtonsMessage(body=body, buttons=buttons),
        ListMessage(body=body, button=titles[0], rows=rows),
        ProductsMessage(header=titles[-1], body=body, sections=tuple((title, ("P",)) for title in titles)),
        LocationRequest(body=body),
    ):
        taken = graph_body(message, to=identity, tag=TAG, catalog_id="1")
        check_message(taken, catalog_id="1", skus={"P"})


@given(values=st.lists(WORDS, min_size=1, max_size=6))
def test_values_always_fit_a_template(values: list[str]) -> None:
    """No line breaks, tabs or gaps, never empty, and together short enough."""
    fitted = template_values(tuple(values))
    assert len(fitted) == len(values)
    assert sum(map(len, fitted)) <= 724
    for value in fitted:
        assert value
        assert not set(value) & set("\n\r\t")
        assert "  " not in value


@given(text=WORDS, most=st.integers(1, 60))
def test_a_shortened_text_is_never_too_long_nor_empty(text: str, most: int) -> None:
    """However short it has to be."""
    assert 1 <= len(shortened(text, most)) <= most
