"""Every recorded payload of the outside world, read by the adapters. A new file under `events/` has its line here."""

import json
from pathlib import Path
from typing import Any

import pytest

from shared.adapters.payments.events import payment_in
from shared.adapters.payments.verdict import Nothing
from shared.adapters.whatsapp.envelope import updates_in
from shared.adapters.whatsapp.inbound import message_in
from shared.adapters.whatsapp.statuses import status_in
from shared.domain.inbound import (
    ButtonTap,
    Cart,
    CartLine,
    Contacts,
    Content,
    Edit,
    FormReply,
    IdentityChange,
    Location,
    Media,
    Other,
    Reaction,
    Revoke,
    Text,
)
from shared.domain.money import Money
from shared.domain.payment import Payment

EVENTS = Path(__file__).parents[3] / "events"
MPLS, PUNE = "106540352242922", "110345678901234"
TARO = CartLine(sku="TARO-L", quantity=2, seen_price=675)
BROWN = CartLine(sku="BROWN-R", quantity=1, seen_price=625)
CART = Cart(lines=(TARO, BROWN), currency="USD", note="Less ice, please")

SAID: dict[str, list[Content]] = {
    "account_alerts": [],
    "account_update": [],
    "address_reply": [
        FormReply(
            name="address_message",
            fields=(
                ("in_pin_code", "411001"),
                ("address", "12, MG Road"),
                ("city", "Pune"),
                ("name", "Ana Peña"),
                ("phone_number", "+912055501420"),
            ),
        )
    ],
    "album": [
        Media(
            type="image",
            id="1003383421387251",
            mime_type="image/jpeg",
            sha256="5aVVXXO8DhVo1lVjq/MnvWwLm53DM26G4LF+hl6e5tI=",
            caption="what arrived",
        ),
        Media(
            type="image",
            id="1003383421387252",
            mime_type="image/jpeg",
            sha256="m3POLlxy6cjrNa4/UJ75AbJu0+mBHweC82M8zqsUCRg=",
        ),
        Media(
            type="image",
            id="1003383421387253",
            mime_type="image/jpeg",
            sha256="c/tHJHgI7vqSFAhZ1a7uiVXMpFK59oc+Z+y+upJ2o/Q=",
        ),
        Media(
            type="image",
            id="1003383421387254",
            mime_type="image/jpeg",
            sha256="6S1JGfdM+dgyoXNk248WGJiOVNZ2zAVLKzLYEt0la8E=",
        ),
    ],
    "audio": [
        Media(
            type="audio",
            id="1003383421387263",
            mime_type="audio/mpeg",
            sha256="Y/dciQsFQF5uHwRwcmQrQJSdq1kSqpwK5vLmVN/5Q90=",
        )
    ],
    "batch_of_two_stores": [CART],
    "button_reply": [ButtonTap(id="accept:order-1", title="Go on")],
    "contacts": [Contacts(names=("Luis Peña",), phones=("+1 650-555-9999",))],
    "contacts_in_answer_to_a_request": [Contacts(names=("Ana Peña",), phones=("+1 650-555-1234",))],
    "contacts_without_a_name": [Contacts(names=("Lakes Courier",), phones=("+1 650-555-9999",))],
    "document": [
        Media(
            type="document",
            id="1003383421387264",
            mime_type="application/pdf",
            sha256="YjIQFnVTk5yH7YxfK/4LPgaE4Sw6PdJRNhPE5nJjtaE=",
            caption="the bill",
            filename="bill.pdf",
        )
    ],
    "echo_from_the_phone_app": [],
    "edit": [Edit(message_id="wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQ1RjNDOUE3RTIxRDg0QjYwMDAyNQA=", body="Two, not three")],
    "edit_of_a_caption": [
        Edit(message_id="wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQ1RjNDOUE3RTIxRDg0QjYwMDEyMAA=", body="two of these, not one")
    ],
    "ephemeral": [Other(type="ephemeral")],
    "errors_only": [],
    "flow_reply": [FormReply(name="flow", fields=(("pickup", "18:30"),))],
    "flow_reply_bad_json": [FormReply(name="flow", fields=())],
    "forwarded": [Text(body="Best tea in town")],
    "forwarded_once": [Text(body="Try their taro tea")],
    "image": [
        Media(
            type="image",
            id="1003383421387256",
            mime_type="image/jpeg",
            sha256="SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=",
            caption="this one",
        )
    ],
    "image_without_a_phone": [
        Media(
            type="image",
            id="1003383421387267",
            mime_type="image/jpeg",
            sha256="5WS0CB16nqSwDa2lO9rnDJm4e2/Ohp8MPdTSv6HlPhw=",
        )
    ],
    "interactive_with_errors_beside_it": [Other(type="interactive")],
    "interactive_without_object": [Other(type="interactive")],
    "list_reply": [ButtonTap(id="sku:TARO-L", title="Taro milk tea")],
    "location": [Location(latitude=44.9887, longitude=-93.2718)],
    "location_in_answer": [Location(latitude=44.9887, longitude=-93.2718)],
    "location_of_a_place": [
        Location(
            latitude=44.9887, longitude=-93.2718, name="Loring Park", address="1382 Willow St, Minneapolis, MN 55403"
        )
    ],
    "media_too_large": [Other(type="document")],
    "order_cart": [CART],
    "order_odd_quantities": [
        Cart(
            lines=(
                CartLine(sku="TARO-L", quantity=0, seen_price=675),
                CartLine(sku="BROWN-R", quantity=100, seen_price=625),
            ),
            currency="USD",
        )
    ],
    "order_without_text": [Cart(lines=(TARO,), currency="USD")],
    "phone_number_quality_update": [],
    "reaction": [Reaction(message_id="wamid.HBgLMTY1MDU1NTEyMzQVAgARGBQ1RjNDOUE3RTIxRDg0QjYwMDAxOQA=", emoji="👍")],
    "reaction_removed": [
        Reaction(message_id="wamid.HBgLMTY1MDU1NTEyMzQVAgARGBQ1RjNDOUE3RTIxRDg0QjYwMDAyMQA=", emoji="")
    ],
    "request_welcome": [Other(type="request_welcome")],
    "revoke": [Revoke(message_id="wamid.HBgLMTY1MDU1NTEyMzQVAgASGBQ1RjNDOUE3RTIxRDg0QjYwMDAyNwA=")],
    "status_delivered": [],
    "status_failed": [],
    "status_failed_outside_the_window": [],
    "status_of_an_india_payment": [],
    "status_played": [],
    "status_read": [],
    "status_sent": [],
    "status_without_a_phone": [],
    "sticker": [
        Media(
            type="sticker",
            id="1003383421387265",
            mime_type="image/webp",
            sha256="V8SxOkxzNecvFmngUG6ZII3x2gUMEl2meLI+u1W/TGE=",
        )
    ],
    "system_identity_changed": [IdentityChange(wa_id=None, user_id=None)],
    "system_number_changed": [IdentityChange(wa_id="16505555678", user_id="US.99491208655302741000")],
    "system_number_changed_older_form": [IdentityChange(wa_id="16505555678", user_id=None)],
    "system_user_id_changed": [IdentityChange(wa_id=None, user_id="US.88491208655302741000")],
    "template_button": [ButtonTap(id="track:order-1", title="Track")],
    "template_button_without_context": [ButtonTap(id="Help", title="Help")],
    "template_category_update": [],
    "template_quality_update": [],
    "template_status_update": [],
    "text": [Text(body="¿Tienen té de taro? 🧋")],
    "text_about_a_product": [Text(body="Is this sweet?")],
    "text_from_an_ad": [Text(body="Hi!")],
    "text_in_answer": [Text(body="the large one")],
    "text_without_a_phone": [Text(body="hola")],
    "unsupported": [Other(type="poll")],
    "user_preferences": [],
    "user_preferences_resume": [],
    "video": [
        Media(
            type="video",
            id="1003383421387261",
            mime_type="video/mp4",
            sha256="DKsclhdAT68rJOIh4YnKWUWBPhTT92Y0WwnKE7vij/w=",
            caption="how it leaks",
        )
    ],
    "voice_note": [
        Media(
            type="audio",
            id="1003383421387262",
            mime_type="audio/ogg; codecs=opus",
            sha256="xX1+kgGXCLYUyQ+jaFzWRPVDpgFT+5nsm2fDgaJF+yo=",
            voice=True,
        )
    ],
}
TOLD: dict[str, tuple[str, str | None]] = {
    "batch_of_two_stores": ("delivered", None),
    "status_delivered": ("delivered", None),
    "status_failed": ("failed", "131026"),
    "status_failed_outside_the_window": ("failed", "131047"),
    "status_played": ("read", None),
    "status_read": ("read", None),
    "status_sent": ("sent", None),
    "status_without_a_phone": ("delivered", None),
}
TEA, RICE = Money(1472, "USD"), Money(82500, "INR")
PAID: dict[str, tuple[str, Money]] = {
    "razorpay_order_paid": ("pay_5f3c9a7e21d802", RICE),
    "razorpay_payment_captured": ("pay_5f3c9a7e21d802", RICE),
    "razorpay_payment_link_paid": ("pay_5f3c9a7e21d802", RICE),
    "razorpay_payment_link_partially_paid": ("pay_5f3c9a7e21d802", Money(40000, "INR")),
    "stripe_checkout_session_async_payment_succeeded": ("pi_5f3c9a7e21d84b605f3c9a02", TEA),
    "stripe_checkout_session_completed": ("pi_5f3c9a7e21d84b605f3c9a02", TEA),
    "stripe_payment_intent_succeeded": ("pi_5f3c9a7e21d84b605f3c9a02", TEA),
}
#: Read as something else than a payment: what, is in `payments/test_recorded_facts.py`.
NOT_PAID = {file.stem for file in (EVENTS / "payments").glob("*.json")} - PAID.keys()


def recorded(folder: str, name: str) -> Any:
    """The payload."""
    return json.loads((EVENTS / folder / f"{name}.json").read_text(encoding="utf-8"))


def names(folder: str) -> set[str]:
    """What was recorded."""
    return {file.stem for file in (EVENTS / folder).glob("*.json")}


def test_every_recorded_payload_is_in_a_table() -> None:
    """Nothing is recorded that nobody reads."""
    assert names("whatsapp") == set(SAID)


@pytest.mark.parametrize("name", sorted(SAID))
def test_a_recorded_webhook_says_what_the_customer_said(name: str) -> None:
    """From Meta's envelope to our words."""
    updates = updates_in(recorded("whatsapp", name), phone_number_id=MPLS)
    assert [message_in(one).said for one in updates.messages] == SAID[name]


@pytest.mark.parametrize("name", sorted(TOLD))
def test_a_recorded_status_says_how_far_our_message_came(name: str) -> None:
    """With the tag we gave it."""
    updates = updates_in(recorded("whatsapp", name), phone_number_id=MPLS)
    read = [status_in(one) for one in updates.statuses]
    told = [(one.state.value, one.error, one.tag) for one in read if one]
    assert told == [(*TOLD[name], "ORDER#order-1/confirmed")]


def test_a_recorded_payment_in_the_chat_is_no_status() -> None:
    """It shares the list with them."""
    updates = updates_in(recorded("whatsapp", "status_of_an_india_payment"), phone_number_id=PUNE)
    assert [status_in(one) for one in updates.statuses] == [None]


@pytest.mark.parametrize("name", sorted(PAID))
def test_a_recorded_payment_is_counted_by_its_transaction(name: str) -> None:
    """All events about one payment give one id."""
    paid = payment_in(recorded("payments", name), provider=name.partition("_")[0])
    assert isinstance(paid, Payment)
    assert (paid.transaction_id, paid.amount, paid.order_id) == (*PAID[name], "order-1")


@pytest.mark.parametrize("name", sorted(NOT_PAID))
def test_a_recorded_event_without_money_is_nothing(name: str) -> None:
    """And says why."""
    nothing = payment_in(recorded("payments", name), provider=name.partition("_")[0])
    assert isinstance(nothing, Nothing)
    assert nothing.reason
