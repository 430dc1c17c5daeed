"""The templates of this repository, and Meta's list of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from shared.adapters.whatsapp.bodies import template_values
from shared.adapters.whatsapp.messenger import WhatsAppMessenger
from shared.adapters.whatsapp.templates import (
    BadTemplate,
    ListedTemplate,
    TemplateCatalogue,
    load_templates,
    plan_sync,
)
from shared.domain.customer import Identity
from shared.domain.messages import TemplateMessage
from shared.ports import Refused, Unavailable
from tests.fakes.scripted_server import Answer, ScriptedServer, closed_port
from tests.fakes.simulated_world import CUSTOMER, MPLS_TOKEN, LocalWorld, local_world

# Template, and how many values the use cases give it.
VALUES = {
    "order_cancelled": 1,
    "order_collected": 2,
    "order_confirmed": 5,
    "order_expired": 1,
    "order_follow_up": 2,
    "order_preparing": 1,
    "order_ready": 2,
    "parcel_attempt_failed": 3,
    "parcel_delayed": 3,
    "parcel_delivered": 2,
    "parcel_dispatched": 5,
    "parcel_instruction": 2,
    "parcel_out_for_delivery": 4,
    "parcel_reminder": 2,
    "parcel_returned": 1,
    "parcel_returning": 1,
    "payment_request": 4,
    "refund_by_hand": 1,
    "refund_due": 3,
    "refund_failed": 1,
    "refund_given": 2,
    "refund_requested": 3,
    "refund_sent": 3,
    "return_label": 4,
    "return_moved": 2,
    "return_pickup": 3,
}
OURS = load_templates()
SOUND = """
name = "hello"
language = "en"
category = "utility"
body = "Hi {{1}}, welcome."

[[variables]]
is = "who"
example = "Ana"
"""


def test_every_template_is_there_in_every_language_with_its_values() -> None:
    """What the use cases fill is what the files ask for."""
    expected = {(name, language): count for name, count in VALUES.items() for language in ("en", "es", "hi")}
    assert {(one.name, one.language): len(one.variables) for one in OURS} == expected


def test_the_longest_order_still_fits_every_template() -> None:
    """Meta refuses a filled body above 1024 characters."""
    for one in OURS:
        filled = one.filled(["2 × Taro milk tea, large $13.50, " * 60] * len(one.variables))
        assert len(filled) <= 1024
        assert "{{" not in filled


def test_a_store_takes_the_templates_of_its_languages() -> None:
    """A shop that speaks no Hindi creates none."""
    assert {one.language for one in load_templates(languages=("en", "es"))} == {"en", "es"}
    assert len(load_templates(languages=("en", "es"))) == 52


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (('"hello"', '"Hello"'), "lowercase"),
        (('"utility"', '"urgent"'), "category is one of"),
        (("Hi {{1}}, welcome.", "{{1}}, welcome."), "neither begins nor ends"),
        (("Hi {{1}}, welcome.", "Welcome, {{1}}."), "neither begins nor ends"),
        (("Hi {{1}}, welcome.", "Hi {{2}}, welcome."), "numbered from 1"),
        (("Hi {{1}}, welcome.", "Hi {{1}}, {{2}}, welcome."), "one entry under"),
        (("Hi {{1}}, welcome.", "Hi {name}, welcome."), "variables are written"),
        (("Hi {{1}}, welcome.", "Hi {{1}}, " + "x" * 301 + "."), "at most 300 characters"),
        (('example = "Ana"', 'example = " "'), "has an example"),
        (('example = "Ana"', ""), "field 'example' is missing"),
        (('name = "hello"', ""), "field 'name' is missing"),
        (('name = "hello"', 'name = "hello"\nfooter = "' + "x" * 61 + '"'), "footer has at most 60"),
        (('name = "hello"', 'name = "hello"\nfooter = "{{1}}"'), "no variables"),
        (('name = "hello"', 'name = "hello"\nheader = "Hi"'), "unknown field 'header'"),
        (('name = "hello"', 'name = "goodbye"'), "should be called goodbye.en.toml"),
        (("[[variables]]", '[url_button]\ntext="Go"\nurl="ftp://x"\nexample=""\n[[variables]]'), "https address"),
    ],
)
def test_a_template_that_meta_would_refuse_is_named_with_its_rule(
    tmp_path: Path, change: tuple[str, str], reason: str
) -> None:
    """Before anything is handed in."""
    (tmp_path / "hello.en.toml").write_text(SOUND.replace(*change))
    with pytest.raises(BadTemplate, match=reason) as bad:
        load_templates(tmp_path)
    assert bad.value.file == "hello.en.toml"


def test_a_store_may_have_a_template_in_its_own_words(tmp_path: Path) -> None:
    """The same name at Meta, where every store has an account of its own."""
    (tmp_path / "hello.en.toml").write_text(SOUND)
    (tmp_path / "mpls").mkdir()
    (tmp_path / "mpls" / "hello.en.toml").write_text(
        SOUND.replace("Hi {{1}}, welcome.", "Welcome, {{1}}, to the Loop.")
    )
    assert [one.body for one in load_templates(tmp_path, store="mpls")] == ["Welcome, {{1}}, to the Loop."]
    assert [one.body for one in load_templates(tmp_path, store="pune")] == ["Hi {{1}}, welcome."]
    assert [one.body for one in load_templates(tmp_path)] == ["Hi {{1}}, welcome."]


@pytest.mark.parametrize(
    ("file", "change", "why"),
    [
        ("goodbye.en.toml", ('name = "hello"', 'name = "goodbye"'), "no template of that name"),
        ("hello.en.toml", ("[[variables]]", '[[variables]]\nis="a"\nexample="b"\n[[variables]]'), "one entry under"),
        (
            "hello.en.toml",
            (
                'Hi {{1}}, welcome."\n',
                'Hi {{1}}, and {{2}}, hi."\n[[variables]]\nis="a"\nexample="b"\n',
            ),
            "has the 1 variables",
        ),
    ],
)
def test_a_stores_template_that_could_not_be_filled_is_refused(
    tmp_path: Path, file: str, change: tuple[str, str], why: str
) -> None:
    """It is sent with the values of the one whose place it takes."""
    (tmp_path / "hello.en.toml").write_text(SOUND)
    (tmp_path / "mpls").mkdir()
    (tmp_path / "mpls" / file).write_text(SOUND.replace(*change))
    with pytest.raises(BadTemplate, match=why):
        load_templates(tmp_path, store="mpls")


def test_a_template_becomes_metas_definition(tmp_path: Path) -> None:
    """Body with examples, footer and link button as Meta writes them."""
    more = 'footer = "Bye"\n\n[url_button]\ntext = "Pay"\nurl = "https://pay.example/{{1}}"\nexample = "https://pay.example/9"\n'
    (tmp_path / "hello.en.toml").write_text(SOUND.replace("\n[[variables]]", more + "\n[[variables]]"))
    assert load_templates(tmp_path)[0].definition() == {
        "name": "hello",
        "language": "en",
        "category": "UTILITY",
        "components": [
            {"type": "BODY", "text": "Hi {{1}}, welcome.", "example": {"body_text": [["Ana"]]}},
            {"type": "FOOTER", "text": "Bye"},
            {
                "type": "BUTTONS",
                "buttons": [
                    {
                        "type": "URL",
                        "text": "Pay",
                        "url": "https://pay.example/{{1}}",
                        "example": ["https://pay.example/9"],
                    }
                ],
            },
        ],
    }


@pytest.fixture
def meta(tmp_path: Path) -> Iterator[LocalWorld]:
    """A simulated Meta without templates."""
    with local_world(tmp_path) as world:
        yield world


def catalogue(world: LocalWorld) -> TemplateCatalogue:
    """The templates of the store `mpls`."""
    return TemplateCatalogue(api_url=f"{world.url}/sim/graph/v25.0", waba_id="2065001", token=MPLS_TOKEN)


def test_meta_takes_every_template_and_lists_it_back(meta: LocalWorld) -> None:
    """After a sync there is nothing left to do; a second hand-in is refused."""
    there = catalogue(meta)
    assert [one.status for one in map(there.create, plan_sync(OURS, there.listed()).create)] == ["APPROVED"] * 78
    plan = plan_sync(OURS, there.listed())
    assert (plan.create, plan.changed, plan.unusable) == ((), (), ())
    with pytest.raises(Refused) as again:
        there.create(OURS[0])
    assert again.value.code == "100"


def test_a_customer_reads_a_template_outside_the_window_in_their_language(meta: LocalWorld) -> None:
    """Every template, filled as the use cases fill it, is taken."""
    there = catalogue(meta)
    sender = WhatsAppMessenger(api_url=f"{meta.url}/sim/graph/v25.0", phone_number_id="1065001", token=MPLS_TOKEN)
    for one in OURS:
        there.create(one)
        values = tuple(variable.example + "\n" + "x " * 200 for variable in one.variables)
        message = TemplateMessage(name=one.name, language=one.language, values=values)
        assert sender.send(to=Identity(wa_id=CUSTOMER), message=message, tag="t").startswith("wamid.")
        assert one.filled(values).count("x") > 50
        meta.pass_time(6)


def test_a_plan_names_what_differs() -> None:
    """New, changed, refused by Meta; and what is not ours is left alone."""
    first, second, third = OURS[:3]
    theirs = [
        ListedTemplate(name=first.name, language=first.language, status="APPROVED", category="UTILITY", body="Old."),
        ListedTemplate(
            name=second.name, language=second.language, status="PAUSED", category="UTILITY", body=second.body
        ),
        ListedTemplate(name="sale", language="en", status="REJECTED", category="MARKETING", body="Buy!"),
    ]
    plan = plan_sync([first, second, third], theirs)
    assert (plan.create, plan.changed, plan.unusable) == ((third,), (first,), (theirs[1],))


def test_a_long_list_is_read_to_its_end() -> None:
    """Meta gives pages, and writes languages in two ways."""
    first = {"data": [{"name": "a", "language": "en-US", "status": "approved", "category": "UTILITY"}]}
    with ScriptedServer(
        Answer(body=first | {"paging": {"next": "https://graph.example/x?after=QVF&limit=100"}}),
        Answer(body={"data": [{"name": "b", "language": "hi", "status": "PENDING"}], "paging": {}}),
    ) as server:
        listed = TemplateCatalogue(api_url=server.url, waba_id="1", token="t").listed()
    assert [(one.name, one.language, one.status) for one in listed] == [
        ("a", "en_US", "APPROVED"),
        ("b", "hi", "PENDING"),
    ]
    assert "after=QVF" in server.asked[1].path


@pytest.mark.parametrize(
    "answer", [Answer(status=502, body=b"<html>"), Answer(status=200, body=b"x"), Answer(how="reset")]
)
def test_a_list_that_cannot_be_read_can_be_asked_for_again(answer: Answer) -> None:
    """Listing changes nothing, so nothing about it is ambiguous."""
    with ScriptedServer(answer) as server, pytest.raises(Unavailable):
        TemplateCatalogue(api_url=server.url, waba_id="1", token="t").listed()


def test_a_meta_that_cannot_be_reached_is_unavailable() -> None:
    """For templates as for messages."""
    with pytest.raises(Unavailable):
        TemplateCatalogue(api_url=f"http://127.0.0.1:{closed_port()}", waba_id="1", token="t").listed()


def test_values_are_fitted_the_same_way_in_files_and_messages() -> None:
    """What a test reads is what Meta gets."""
    one = next(template for template in OURS if (template.name, template.language) == ("order_expired", "en"))
    assert template_values(("$1\n2",)) == ["$1 2"]
    assert one.filled(["$1\n2"]).startswith("Your order of $1 2 wasn't paid in time")
