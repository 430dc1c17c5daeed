"""Every text a customer may read, in every language."""

from pathlib import Path

import pytest

from shared.adapters.whatsapp.texts import (
    FOLDER,
    BadTexts,
    MissingText,
    MissingValue,
    Texts,
    all_texts,
    load_texts,
    placeholders,
    texts_of,
)
from shared.ports import Wording

# Each text the use cases ask for, with what they give it.
KEYS: dict[str, set[str]] = {
    "greeting": {"store"},
    "stale_tap": set(),
    "line": {"quantity", "name", "total"},
    "payment_cash": set(),
    "cash_button": set(),
    "cash_where": set(),
    "cash_not_for_this": set(),
    "paid_instead": {"order", "total"},
    "state_confirmed_unpaid": {"order"},
    "status_due": {"due"},
    "line_tax": {"tax"},
    "payment_request": {"lines", "total", "minutes"},
    "pay_button": set(),
    "confirmed_pickup": {"number", "lines", "total", "place", "time"},
    "confirmed_delivery": {"number", "lines", "total", "address", "time"},
    "confirmed_unpaid": {"number", "lines", "total", "address", "time"},
    "payment_reminder": {"total", "time"},
    "method_online": set(),
    "method_cash": set(),
    "receipt_title": set(),
    "receipt_number": {"number"},
    "receipt_total": set(),
    "receipt_tax": set(),
    "receipt_tax_added": set(),
    "receipt_refunded": {"method"},
    "receipt_cancelled": set(),
    "receipt_paid": {"method"},
    "receipt_due": set(),
    "receipt_missing": set(),
    "receipt_link": {"url"},
    "expired": {"total"},
    "cancelled": {"total"},
    "cancelled_change": set(),
    "change_dropped": set(),
    "offer_intro": set(),
    "problem_unknown_product": {"name"},
    "problem_price_changed": {"name", "old", "new"},
    "problem_price_now": {"name", "new"},
    "problem_short": {"name", "wanted", "left"},
    "problem_sold_out": {"name"},
    "problem_quantity": {"name", "most"},
    "offer_outro": {"total"},
    "nothing_left": set(),
    "go_on_button": set(),
    "change_button": set(),
    "refund_sold_out": {"amount"},
    "refund_cancelled": {"amount"},
    "refund_paid_twice": {"amount"},
    "refund_requested": {"amount"},
    "refund_sent": {"amount"},
    "refund_given": {"amount", "method"},
    "refund_given_cash": {"amount"},
    "refund_time_bank": {"least", "most"},
    "refund_time_cash": {"place"},
    "refund_time_hand": set(),
    "refund_failed": {"amount"},
    "case_asked_for": set(),
    "case_complaint": set(),
    "case_question": set(),
    "case_media": set(),
    "case_voice": set(),
    "case_not_understood": set(),
    "case_order_change": set(),
    "case_failure": set(),
    "case_refund_failed": set(),
    "case_refund_by_hand": set(),
    "case_dispute": set(),
    "case_delivery_undecided": set(),
    "case_noted": set(),
    "edited": set(),
    "revoked": set(),
    "send_again": set(),
    "card_warning": set(),
    "sticker": set(),
    "place_noted": set(),
    "order_numbered": {"number"},
    "order_unnumbered": set(),
    "state_received": {"order"},
    "state_awaiting_payment": {"order", "total"},
    "state_change_unpaid": {"due"},
    "state_confirmed": {"order"},
    "state_preparing": {"order"},
    "state_ready": {"order"},
    "state_dispatched": {"order"},
    "state_out_for_delivery": {"order"},
    "state_delivery_failed": {"order"},
    "state_delivered": {"order"},
    "state_collected": {"order"},
    "state_cancelled": {"order"},
    "state_expired": {"order"},
    "state_returning": {"order"},
    "state_returned": {"order"},
    "status_time": {"time"},
    "brief_received": set(),
    "brief_awaiting_payment": set(),
    "brief_confirmed": set(),
    "brief_preparing": set(),
    "brief_ready": set(),
    "brief_dispatched": set(),
    "brief_out_for_delivery": set(),
    "brief_delivery_failed": set(),
    "brief_returning": set(),
    "brief_delivered": set(),
    "brief_collected": set(),
    "which_status": set(),
    "which_cancel": set(),
    "which_return": set(),
    "orders_button": set(),
    "no_order": set(),
    "parcel_noted": set(),
    "send_back_no_button": set(),
    "send_back_sure": {"order"},
    "send_back_yes_button": set(),
    "which_address": set(),
    "which_address_area": set(),
    "which_address_code": set(),
    "which_day": set(),
    "which_day_instead": set(),
    "cancel_sure": {"order", "total"},
    "cancel_sure_refund": {"amount"},
    "cancel_yes_button": set(),
    "keep_button": set(),
    "cancelled_refund": {"amount", "order"},
    "order_kept": {"order"},
    "change_how": {"order"},
    "payment_request_change": {"due", "lines", "minutes", "paid", "total"},
    "changed_pickup": {"lines", "number", "place", "time", "total"},
    "changed_delivery": {"address", "lines", "number", "time", "total"},
    "changed_refund": {"amount"},
    "expired_change": set(),
    "refund_too_late": {"amount"},
    "difference_more": {"amount", "paid"},
    "difference_back": {"amount", "paid"},
    "difference_none": set(),
    "difference_instead": set(),
    "greeting_again": {"store", "summary"},
    "greeting_open": set(),
    "again_button": set(),
    "menu_button": set(),
    "person_button": set(),
    "choose_button": set(),
    "menu_intro": set(),
    "menu_below": set(),
    "menu_missed": set(),
    "menu_page": {"page", "pages"},
    "menu_more_row": set(),
    "menu_list_button": set(),
    "menu_products": set(),
    "menu_rest": set(),
    "menu_sizes": {"name"},
    "sold_out": {"name"},
    "sold_out_instead": set(),
    "nothing_in_stock": set(),
    "not_understood": set(),
    "not_understood_step": set(),
    "step_stands": set(),
    "price_sold_out": set(),
    "tap_to_order": set(),
    "answer_total": {"total"},
    "stock_left": set(),
    "stock_gone": {"names"},
    "stock_instead": set(),
    "open_until": {"time"},
    "open_always": set(),
    "closed": {"when"},
    "closed_long": set(),
    "paused": set(),
    "when_today": {"time"},
    "when_tomorrow": {"time"},
    "when_day": {"day", "time"},
    "when_date": {"date", "time"},
    "day_mon": set(),
    "day_tue": set(),
    "day_wed": set(),
    "day_thu": set(),
    "day_fri": set(),
    "day_sat": set(),
    "day_sun": set(),
    "hours_closed": set(),
    "hours_holidays": {"dates"},
    "answer_address_pickup": {"place"},
    "answer_address_delivery": {"place"},
    "answer_payment": {"methods"},
    "method_card": set(),
    "method_apple_pay": set(),
    "method_google_pay": set(),
    "method_upi": set(),
    "method_netbanking": set(),
    "method_wallet": set(),
    "method_transfer": set(),
    "method_cash_on_delivery": set(),
    "area_reached": {"code"},
    "area_not_reached": {"code"},
    "area_is": {"area"},
    "area_ask": set(),
    "area_everywhere": set(),
    "area_none": set(),
    "area_pickup": {"place"},
    "language_name": set(),
    "language_changed": set(),
    "language_unknown": {"languages"},
    "marketing_stopped": set(),
    "marketing_start_button": set(),
    "marketing_started": set(),
    "where_pickup": {"place"},
    "where_delivery": {"address"},
    "when_ready": {"time"},
    "when_closed": {"opens", "time"},
    "ask_which": {"words"},
    "ask_meant": {"words", "quantity", "name"},
    "ask_most": {"most", "name"},
    "ask_unusual": {"quantity", "name"},
    "ask_repeated": {"minutes"},
    "ask_address": set(),
    "or_pickup": set(),
    "or_delivery": set(),
    "out_of_reach": {"code"},
    "out_of_reach_pickup": {"code", "place"},
    "problem_not_sold": {"words"},
    "problem_unusual": {"wanted", "name"},
    "problem_repeated": {"minutes"},
    "problem_sold_out_instead": {"name", "instead"},
    "nothing_left_words": set(),
    "readback_outro": {"total"},
    "confirm_button": set(),
    "change_draft_button": set(),
    "cancel_button": set(),
    "yes_button": set(),
    "yes_number_button": {"quantity"},
    "no_change_button": set(),
    "once_more_button": set(),
    "no_cancel_button": set(),
    "no_button": set(),
    "none_button": set(),
    "pickup_button": set(),
    "payment_ask_address": set(),
    "payment_out_of_reach": {"code"},
    "payment_check": set(),
    "change_draft": set(),
    "address_noted": {"address"},
    "pickup_noted": {"place"},
    "draft_waits": set(),
    "thanks": set(),
    "paused_draft": set(),
    "confirmed_replacement": {"number"},
    "confirmed_where": {"number", "lines", "total", "time"},
    "day_today": set(),
    "day_tomorrow": set(),
    "tracking_link": {"url"},
    "track_button": set(),
    "label_button": set(),
    "answer_button": set(),
    "preparing_pickup": {"order"},
    "preparing_delivery": {"order"},
    "ready_pickup": {"order", "place"},
    "ready_delivery": {"order"},
    "collected": {"items", "order"},
    "parcel_numbered": {"count", "number", "order"},
    "courier_unnamed": set(),
    "parcel_expected": {"day"},
    "tracking_number": {"code"},
    "dispatched": {"courier", "what"},
    "out_for_delivery": {"courier", "what"},
    "out_window": {"end", "start"},
    "out_agent": {"phone"},
    "out_cash": {"amount"},
    "delayed": {"day", "what"},
    "attempt_failed": {"courier", "what"},
    "attempt_reason": {"reason"},
    "attempt_until": {"time"},
    "attempt_too_late": set(),
    "attempt_reminder": {"what"},
    "parcel_again_row": set(),
    "parcel_other_day_row": set(),
    "parcel_other_address_row": set(),
    "parcel_send_back_row": set(),
    "instruction_taken": {"what"},
    "taken_again": set(),
    "taken_other_day": {"day"},
    "taken_other_address": {"address"},
    "taken_send_back": set(),
    "delivered": {"what"},
    "delivered_to": {"name"},
    "delivered_and": set(),
    "wrong_row": set(),
    "wrong_what": set(),
    "score_5_row": set(),
    "score_4_row": set(),
    "score_3_row": set(),
    "score_2_row": set(),
    "score_1_row": set(),
    "returning": {"what"},
    "coming_back": {"what"},
    "returned": {"what"},
    "follow_up": {"items", "order"},
    "follow_up_again": {"items", "order"},
    "again_what": set(),
    "runs_out": {"day", "days", "name"},
    "runs_out_now": {"name"},
    "scored_well": {"stars"},
    "scored_fair": set(),
    "scored_badly": set(),
    "case_low_score": set(),
    "review_kept": set(),
    "return_sorry": set(),
    "return_items": set(),
    "return_all_row": set(),
    "return_more_row": set(),
    "return_never_mind_button": set(),
    "return_units": {"name"},
    "return_trouble": {"items"},
    "trouble_damaged": set(),
    "trouble_wrong_item": set(),
    "trouble_missing": set(),
    "trouble_not_wanted": set(),
    "return_noted": set(),
    "return_photos": set(),
    "return_photos_none_button": set(),
    "return_photos_more": set(),
    "return_photos_done_button": set(),
    "return_check": set(),
    "return_check_trouble": {"trouble"},
    "return_check_photos": {"count"},
    "return_check_end": set(),
    "return_send_button": set(),
    "return_change_button": set(),
    "return_stands_requested": set(),
    "return_stands_booked": set(),
    "return_stands_arrived": set(),
    "return_too_late": {"days", "order"},
    "return_about": {"order", "words"},
    "return_requested": {"day"},
    "return_accepted": {"amount"},
    "return_accepted_replace": set(),
    "return_refused": {"why"},
    "return_refused_bare": set(),
    "return_on_its_way": set(),
    "return_arrived": {"day"},
    "return_inspected": {"amount"},
    "return_inspected_replace": set(),
    "return_accepted_bring": {"amount", "place"},
    "return_settled": {"amount"},
    "return_settled_keep": {"amount"},
    "return_settled_replace": set(),
    "return_cancelled": set(),
    "return_label": {"code", "courier", "order"},
    "return_pickup": {"code", "courier", "order"},
    "page_title": set(),
    "page_language": set(),
    "page_progress": set(),
    "step_confirmed": set(),
    "step_preparing": set(),
    "step_ready": set(),
    "step_collected": set(),
    "step_dispatched": set(),
    "step_out_for_delivery": set(),
    "step_delivered": set(),
    "step_done": set(),
    "step_now": set(),
    "step_delivery_failed": set(),
    "step_returning": set(),
    "step_returned": set(),
    "step_cancelled": set(),
    "page_expected": set(),
    "page_next": set(),
    "next_wait": set(),
    "next_pickup": {"place"},
    "next_home": set(),
    "next_answer": set(),
    "next_answered": set(),
    "next_wrong": set(),
    "next_counter": set(),
    "page_parcels": set(),
    "page_parcel": {"count", "number"},
    "page_news": set(),
    "page_code": set(),
    "page_courier_link": {"courier"},
    "page_receipt": set(),
    "page_whatsapp": set(),
    "parcel_state_requested": set(),
    "parcel_state_pre_transit": set(),
    "parcel_state_in_transit": set(),
    "parcel_state_out_for_delivery": set(),
    "parcel_state_failed_attempt": set(),
    "parcel_state_available_for_pickup": set(),
    "parcel_state_delivered": set(),
    "parcel_state_return_to_sender": set(),
    "parcel_state_returned": set(),
    "parcel_state_exception": set(),
    "parcel_state_cancelled": set(),
    "page_ready": set(),
    "next_returned": set(),
    "next_question": set(),
    "ready_closed": {"when"},
}
#: Names that no language translates.
BRANDS = {"method_apple_pay", "method_google_pay", "method_upi"}
LANGUAGES = ("en", "es", "hi")


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_text_with_the_same_placeholders(language: str) -> None:
    """A translation that forgets the total, or a text, is found here and not by a customer."""
    texts = all_texts().languages[language]
    assert {key: set(placeholders(text)) for key, text in texts.items()} == KEYS


def test_there_are_files_for_these_languages_only() -> None:
    """A new language is added to this list, and so to the checks."""
    assert tuple(all_texts().languages) == LANGUAGES


@pytest.mark.parametrize("language", LANGUAGES)
def test_buttons_fit_on_buttons_and_words_in_a_message(language: str) -> None:
    """Meta: 20 characters on a button, 24 on a row or over products, 1024 in an interactive message, of which the order
    needs its share.
    """
    most = {"button": 20, "row": 24, "rest": 24}
    for key, text in all_texts().languages[language].items():
        assert len(text) <= most.get(key.rpartition("_")[2], 400), key


@pytest.mark.parametrize("language", ["es", "hi"])
def test_a_translation_is_a_translation(language: str) -> None:
    """Nothing was left in English; Hindi is written in Devanagari."""
    english = all_texts().languages["en"]
    for key, text in all_texts().languages[language].items():
        if key not in {"line", *BRANDS}:
            assert text != english[key]
            assert language != "hi" or any("\u0900" <= letter <= "\u097f" for letter in text), key


def test_a_text_is_said_in_the_customers_language() -> None:
    """With the values where the language wants them."""
    wording: Wording = all_texts()
    assert wording.say("en", "line", quantity=2, name="Taro", total="$11.50") == "2 × Taro  $11.50"
    assert wording.say("es", "offer_outro", total="$11.50") == "En total serían *$11.50*. ¿Seguimos así?"
    assert wording.say("hi", "pay_button") == "अभी भुगतान करें"


def test_a_value_is_put_in_as_it_is() -> None:
    """Braces in a product's name are not placeholders."""
    texts = Texts({"en": {"hello": "Hi {name}"}})
    assert texts.say("en", "hello", name="{quantity} {0.__class__}") == "Hi {quantity} {0.__class__}"


def test_a_store_may_say_some_texts_in_its_own_words(tmp_path: Path) -> None:
    """Those, in that language; all else as everybody."""
    (tmp_path / "en.toml").write_text('hello = "Hi {name}"\nbye = "Bye"')
    (tmp_path / "es.toml").write_text('hello = "Hola {name}"\nbye = "Adiós"')
    (tmp_path / "mpls").mkdir()
    (tmp_path / "mpls" / "en.toml").write_text('hello = "Welcome to the Loop, {name}!"')
    mpls, pune = load_texts(tmp_path, store="mpls"), load_texts(tmp_path, store="pune")
    assert mpls.say("en", "hello", name="Ana") == "Welcome to the Loop, Ana!"
    assert (mpls.say("en", "bye"), mpls.say("es", "hello", name="Ana")) == ("Bye", "Hola Ana")
    assert pune.say("en", "hello", name="Ana") == "Hi Ana"
    assert tuple(mpls.languages) == ("en", "es")


@pytest.mark.parametrize(("own", "why"), [('helo = "x"', "no text helo"), ('hello = "Hi {nom}"', "no value for nom")])
def test_own_words_that_could_never_be_said_are_refused(tmp_path: Path, own: str, why: str) -> None:
    """A slip in a key, or a value that nobody gives."""
    (tmp_path / "en.toml").write_text('hello = "Hi {name}"')
    (tmp_path / "mpls").mkdir()
    (tmp_path / "mpls" / "en.toml").write_text(own)
    with pytest.raises(BadTexts, match=why):
        load_texts(tmp_path, store="mpls").say("en", "hello", name="Ana")


def test_the_own_words_of_every_store_can_be_said() -> None:
    """Before they are deployed; a store without any says what everybody says."""
    for store in ("mpls", *(one.name for one in FOLDER.iterdir() if one.is_dir())):
        assert [set(texts) for texts in texts_of(store).languages.values()] == [set(KEYS)] * len(LANGUAGES)


def test_a_missing_text_or_value_is_an_error() -> None:
    """Never an empty message, never a half-filled one."""
    texts = Texts({"en": {"hello": "Hi {name}"}})
    with pytest.raises(MissingText):
        texts.say("en", "goodbye")
    with pytest.raises(MissingText):
        texts.say("fr", "hello", name="Ana")
    with pytest.raises(MissingValue) as missing:
        texts.say("en", "hello", nome="Ana")
    assert missing.value.placeholder == "name"
    assert isinstance(missing.value, KeyError)


@pytest.mark.parametrize(
    "line", ['hello = ""', "hello = 3", 'hello = "{0}"', 'hello = "{a.b}"', 'hello = "{a:>9}"', 'hello = "{"']
)
def test_a_file_with_more_than_plain_texts_is_refused(tmp_path: Path, line: str) -> None:
    """Placeholders are names, and nothing else."""
    (tmp_path / "en.toml").write_text(line + "\n")
    with pytest.raises(BadTexts):
        load_texts(tmp_path).say("en", "hello", a="")


def test_a_language_is_read_when_it_is_spoken(tmp_path: Path) -> None:
    """Once; and what is wrong in another language's file does not keep this one from being spoken."""
    (tmp_path / "en.toml").write_text('hello = "Hi"\n')
    (tmp_path / "es.toml").write_text("hello = 3\n")
    texts = load_texts(tmp_path)
    assert texts.say("en", "hello") == "Hi"
    (tmp_path / "en.toml").unlink()
    assert texts.say("en", "hello") == "Hi"
    with pytest.raises(BadTexts):
        texts.say("es", "hello")
