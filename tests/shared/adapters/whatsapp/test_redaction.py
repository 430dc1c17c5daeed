"""What a customer writes carries no card number further, and what Meta writes stays what it is."""

from typing import Any

import pytest

from shared.adapters.whatsapp.redaction import take_out_cards

CARD = "4111 1111 1111 1111"


@pytest.mark.parametrize(
    "message",
    [
        {"type": "text", "text": {"body": CARD}},
        {"type": "image", "image": {"id": "7", "caption": CARD}},
        {"type": "document", "document": {"id": "7", "filename": f"{CARD}.pdf"}},
        {"type": "order", "order": {"text": CARD, "product_items": []}},
        {"type": "location", "location": {"latitude": 1.0, "longitude": 2.0, "address": CARD}},
        {"type": "contacts", "contacts": [{"name": {"formatted_name": CARD}, "phones": []}]},
        {"type": "interactive", "interactive": {"nfm_reply": {"response_json": f'{{"card":"{CARD}"}}'}}},
        {"type": "edit", "edit": {"original_message_id": "w", "message": {"type": "text", "text": {"body": CARD}}}},
        {"type": "poll", "poll": {"options": [{"title": CARD}]}},
    ],
)
def test_a_card_is_found_in_whatever_people_write(message: dict[str, Any]) -> None:
    """Words, captions, file names, notes, names, forms, edits, and kinds of tomorrow."""
    content = {"kind": "whatsapp_message", "message": message, "contact": None}
    assert take_out_cards(content) is True
    assert "1111" not in str(content)


def test_a_card_in_the_profiles_name_is_found_too() -> None:
    """The contact travels with the message."""
    content = {"message": {"text": {"body": "hi"}}, "contact": {"profile": {"name": f"Ana {CARD}"}}}
    assert take_out_cards(content) is True
    assert content["contact"]["profile"]["name"] == "Ana ••••"


def test_ids_and_numbers_of_meta_stay_what_they_are() -> None:
    """Each of them passes the check digit, and none is a card's."""
    number = "4111111111111111"
    message = {
        "id": number,
        "from": number,
        "from_user_id": number,
        "timestamp": number,
        "image": {"id": number, "sha256": number, "url": f"https://lookaside.fbsbx.com/?mid={number}"},
        "context": {"id": number, "referred_product": {"catalog_id": number, "product_retailer_id": number}},
        "system": {"wa_id": number, "customer": number},
        "contacts": [{"phones": [{"phone": number, "wa_id": number}]}],
    }
    content = {"message": message, "metadata": {"phone_number_id": number}}
    assert take_out_cards(content) is False
    assert str(content).count(number) == 15


def test_deep_nonsense_is_no_trouble() -> None:
    """A thousand levels down there is still a card."""
    content: dict[str, Any] = {"text": CARD}
    for _ in range(1000):
        content = {"more": [content]}
    assert take_out_cards(content) is True
