"""Languages are chosen in so many words, and stay."""

import pytest

from shared.domain.customer import spoke
from shared.domain.messages import ButtonsMessage, CatalogMessage
from shared.usecases.browse_menu import menu_tap
from shared.usecases.switch_language import switch_language
from tests.fakes.people import ANA, NOW
from tests.shared.usecases.demo import demo


@pytest.mark.parametrize(
    ("store", "code", "told"),
    [
        ("mpls", "es", "Claro, a partir de ahora te escribimos en español."),
        ("pune", "hi", "ठीक है, अब से हम आपको हिन्दी में लिखेंगे।"),
        ("pune", "en", "Sure, we'll write to you in English from now on."),
    ],
)
def test_a_chosen_language_is_confirmed_in_itself(store: str, code: str, told: str) -> None:
    """Whoever cannot read English need not read that it is over."""
    shop = demo(store)
    assert shop.says("...", switch_language, code) == "language_changed"
    assert isinstance(shop.shown, CatalogMessage)
    assert shop.shown.body == told


def test_a_chosen_language_is_not_changed_by_what_is_merely_detected() -> None:
    """One Spanish word in an English chat changes nothing any more."""
    shop = demo()
    shop.says("español por favor", switch_language, "es")
    profile = shop.customer
    assert (profile.language, profile.language_chosen) == ("es", True)
    assert spoke(profile, identity=ANA.identity, name="Ana", at=NOW, language="en").language == "es"


def test_a_language_the_store_does_not_speak_is_answered_with_those_it_does() -> None:
    """Each in its own word, to be tapped."""
    shop = demo("pune")
    assert shop.says("marathi please", switch_language, "mr") == "language_unknown"
    shown = shop.shown
    assert isinstance(shown, ButtonsMessage)
    assert shown.body == "Sorry, we don't speak that language yet. We speak: English, हिन्दी."
    assert [(one.id, one.title) for one in shown.buttons] == [
        ("menu:language:en", "English"),
        ("menu:language:hi", "हिन्दी"),
    ]
    assert shop.record.state.profiles == {}
    assert shop.taps("menu:language:hi", menu_tap) == "language_changed"
    assert shop.customer.language == "hi"


def test_an_open_draft_is_read_back_in_the_new_language() -> None:
    """The question that stands, so that it can be understood."""
    shop = demo()
    shop.taps("menu:sku:WAFFLE", menu_tap)
    shop.says("español", switch_language, "es")
    shown = shop.shown
    assert isinstance(shown, ButtonsMessage)
    assert shown.body.startswith("Claro, a partir de ahora te escribimos en español.\n\n")
