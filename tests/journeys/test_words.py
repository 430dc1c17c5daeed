"""A first-time customer orders in words, by menu and by cart, in every language of both stores."""

from typing import Any

import pytest

from tests.journeys.world import Customer, Json, StoreDoor, World, eventually, kind_of, words_of

ADDRESS = "Flat 4, 12 Prabhat Road, Pune 411004"


@pytest.mark.parametrize(
    ("store", "wish", "lines", "total", "confirmed"),
    [
        (
            "mpls",
            "2 large taro and a waffle please",
            ["2 × Taro milk tea, large", "1 × Egg waffle"],
            2045,
            "Paid, thank",
        ),
        ("mpls", "dos taro grandes y un waffle por favor", ["2 × Té con leche de taro, grande"], 2045, "Pago recibido"),
        ("pune", "2 packets of salt and 1 litre ghee", ["2 × ", "1 × Cow ghee 1 litre"], 0, "Paid, thank"),
        ("pune", "दो पैकेट नमक और एक घी भेज दो", ["2 × ", "1 × गाय का घी 1 लीटर"], 0, "भुगतान मिल गया"),
        ("pune", "do packet namak aur ek ghee bhej do", ["2 × ", "1 × "], 0, ""),
    ],
    ids=["english", "spanish", "english-pune", "hindi", "hindi-latin"],
)
def test_words_become_an_order_once_the_customer_says_yes(
    world: World, store: str, wish: str, lines: list[str], total: int, confirmed: str
) -> None:
    """Read back with its lines and total; nothing is held before the tap; then link, payment, confirmation."""
    door, customer = world[store], Customer()
    message = door.send(customer, {"type": "text", "text": {"body": wish}})
    asked = read_back(door, customer)
    for line in lines:
        assert line in words_of(asked)
    draft = door.order_from(message)
    assert draft["status"] == "draft"
    if total:
        assert draft["total"] == total

    tap(door, customer, asked, ":accept")

    link = door.link_for(draft["id"])
    assert link["amount"] == draft["total"]
    door.pay(link["id"])
    assert door.until(draft["id"], status="confirmed")["total"] == draft["total"]
    eventually(lambda: told(door, customer, confirmed), what=f"a confirmation with {confirmed!r}")


@pytest.mark.parametrize(
    ("store", "words"), [("mpls", "menu"), ("mpls", "el menú por favor"), ("pune", "menu"), ("pune", "मेनू दिखाओ")]
)
def test_the_menu_leads_to_an_order_by_taps_alone(world: World, store: str, words: str) -> None:
    """Products with a cart, asked for again rows to tap; taps until there is a read-back; yes; the link."""
    door, customer = world[store], Customer()
    door.send(customer, {"type": "text", "text": {"body": words}})
    seen = 0
    for _ in range(5):
        body = newest_after(door, customer, seen)
        seen = len(door.heard(customer))
        answers = ids_in(body)
        if any(one.endswith(":accept") for one in answers):
            break
        if needs_address(body):
            door.send(customer, {"type": "text", "text": {"body": ADDRESS}})
            continue
        if kind_of(body) == "product_list":
            # A phone that cannot show products asks once more and gets rows.
            door.send(customer, {"type": "text", "text": {"body": words}})
            continue
        assert answers, f"nothing to tap in {body}"
        wanted = next(
            (one for one in answers if one.startswith(("menu:sku:", "menu:group:")) or ":pick" in one), answers[0]
        )
        choose(door, customer, body, wanted)
    else:
        pytest.fail("five taps, and still no read-back")
    tap(door, customer, body, ":accept")
    door.hear(customer, "cta_url")


def read_back(door: StoreDoor, customer: Customer) -> Json:
    """The message that asks for a yes; a store that delivers may ask for the address before."""

    def look() -> Json | None:
        heard = door.heard(customer)
        return next((body for body in reversed(heard) if any(one.endswith(":accept") for one in ids_in(body))), None)

    def answered() -> Json | None:
        heard = door.heard(customer)
        return heard[-1] if heard else None

    first: Json = eventually(answered, what="an answer to the wish")
    if needs_address(first):
        door.send(customer, {"type": "text", "text": {"body": ADDRESS}})
    return eventually(look, what="a read-back")


def newest_after(door: StoreDoor, customer: Customer, seen: int) -> Json:
    """The next message after so many."""
    return eventually(lambda: next(iter(door.heard(customer)[seen:]), None), what="an answer")


def needs_address(body: Json) -> bool:
    """Whether the store asks where to deliver."""
    return kind_of(body) == "location_request_message"


def ids_in(body: Json) -> list[str]:
    """The ids of all buttons or rows."""
    action: Any = body.get("interactive", {}).get("action", {})
    rows = [row["id"] for section in action.get("sections", ()) for row in section.get("rows", ())]
    return [button["reply"]["id"] for button in action.get("buttons", ())] + rows


def choose(door: StoreDoor, customer: Customer, body: Json, answer: str) -> None:
    """Tap the button or the row with that id."""
    if kind_of(body) == "list":
        rows = [row for section in body["interactive"]["action"]["sections"] for row in section["rows"]]
        row = next(row for row in rows if row["id"] == answer)
        reply = {"type": "list_reply", "list_reply": row}
    else:
        buttons = [button["reply"] for button in body["interactive"]["action"]["buttons"]]
        reply = {"type": "button_reply", "button_reply": next(one for one in buttons if one["id"] == answer)}
    door.send(customer, {"type": "interactive", "interactive": reply})


def tap(door: StoreDoor, customer: Customer, body: Json, ending: str) -> None:
    """Tap the button whose id ends like that."""
    choose(door, customer, body, next(one for one in ids_in(body) if one.endswith(ending)))


def told(door: StoreDoor, customer: Customer, words: str) -> bool:
    """Whether the newest plain text that the customer got holds these words."""
    return any(words in words_of(body) for body in door.heard(customer, "text")[-1:])
