"""Templates: creating them, and sends that fit or do not fit what was created."""

from typing import Any

import pytest
import requests

from tests.fakes.simulated_world import CUSTOMER, MPLS_TOKEN, LocalWorld

CONFIRMED: dict[str, Any] = {
    "name": "order_confirmed",
    "language": "en_US",
    "category": "UTILITY",
    "components": [
        {"type": "HEADER", "format": "TEXT", "text": "Order {{1}}"},
        {"type": "BODY", "text": "Thank you {{1}}, your total is {{2}}. See you soon!"},
        {"type": "FOOTER", "text": "Nicollet Bubble Tea"},
        {
            "type": "BUTTONS",
            "buttons": [
                {"type": "URL", "text": "Track", "url": "https://track.example/{{1}}"},
                {"type": "QUICK_REPLY", "text": "Help"},
            ],
        },
    ],
}


@pytest.fixture
def world(fresh_world: LocalWorld) -> LocalWorld:
    """No template was created yet."""
    return fresh_world


def text(*values: str) -> list[dict[str, str]]:
    """Positional parameters."""
    return [{"type": "text", "text": value} for value in values]


def send(*, header: Any, body: Any, url: Any, name: str = "order_confirmed", language: str = "en_US") -> dict[str, Any]:
    """A template message with these parameters."""
    components = [
        {"type": "header", "parameters": header},
        {"type": "body", "parameters": body},
        {"type": "button", "sub_type": "url", "index": 0, "parameters": url},
    ]
    template = {"name": name, "language": {"code": language}, "components": components}
    return {"messaging_product": "whatsapp", "to": "+" + CUSTOMER, "type": "template", "template": template}


GOOD = send(header=text("42"), body=text("Ana", "$12.50"), url=text("abc"))


def create(world: LocalWorld, template: dict[str, Any]) -> requests.Response:
    """Create a template in the account of `mpls`."""
    return requests.post(
        f"{world.url}/sim/graph/v25.0/2065001/message_templates",
        json=template,
        headers={"Authorization": f"Bearer {MPLS_TOKEN}"},
        timeout=10,
    )


def test_a_template_reaches_a_customer_whose_window_is_closed(world: LocalWorld) -> None:
    """Approved at once, sent without a window, and shown filled on the phone."""
    created = create(world, CONFIRMED)
    assert created.json()["status"] == "APPROVED"
    answer = world.graph(GOOD)
    assert answer.json()["messages"][0]["message_status"] == "accepted"
    shown = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["messages"][0]["rendered"]
    assert shown == {
        "header": "Order 42",
        "body": "Thank you Ana, your total is $12.50. See you soon!",
        "footer": "Nicollet Bubble Tea",
        "buttons": [
            {"type": "URL", "text": "Track", "url": "https://track.example/abc"},
            {"type": "QUICK_REPLY", "text": "Help", "payload": "Help"},
        ],
    }


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (send(header=text("42"), body=text("Ana"), url=text("abc")), 400, 132000),
        (send(header=text("42"), body=text("Ana", "$1", "more"), url=text("abc")), 400, 132000),
        (send(header=[], body=text("Ana", "$1"), url=text("abc")), 400, 132000),
        (send(header=text("42"), body=text("Ana", "$1"), url=[]), 400, 131008),
        (send(header=text("42"), body=text("Ana", ""), url=text("abc")), 400, 131008),
        (send(header=text("42"), body=text("Ana", "a\nb"), url=text("abc")), 400, 132012),
        (send(header=text("42"), body=text("Ana", "a     b"), url=text("abc")), 400, 132012),
        (send(header=text("42"), body=[{"type": "image"}, *text("x")], url=text("abc")), 400, 132012),
        (send(header=text("42"), body=text("Ana", "x" * 1000), url=text("abc")), 400, 132005),
        ({**GOOD, "template": {**GOOD["template"], "name": "no_such"}}, 404, 132001),
        ({**GOOD, "template": {**GOOD["template"], "language": {"code": "es"}}}, 404, 132001),
    ],
)
def test_a_send_that_does_not_fit_is_refused(world: LocalWorld, body: Any, status: int, code: int) -> None:
    """Counts, formats, lengths, names and languages are checked against what was created."""
    create(world, CONFIRMED)
    answer = world.graph(body)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)


@pytest.mark.parametrize(("status", "code"), [("PAUSED", 132015), ("DISABLED", 132016), ("REJECTED", 132001)])
def test_a_template_that_is_not_approved_cannot_be_sent(world: LocalWorld, status: str, code: int) -> None:
    """A tester changes the state; the send is refused with the state's own code."""
    create(world, CONFIRMED)
    chosen = {"store": "mpls", "name": "order_confirmed", "language": "en_US", "status": status}
    assert world.post("/sim/whatsapp/templates", json=chosen).json()["status"] == status
    assert world.graph(GOOD).json()["error"]["code"] == code


def test_named_parameters_come_in_any_order(world: LocalWorld) -> None:
    """A NAMED template takes parameters by name and refuses a name it does not have."""
    named = {
        "name": "hello",
        "language": "es",
        "category": "utility",
        "parameter_format": "NAMED",
        "components": [{"type": "BODY", "text": "Hola {{first_name}}, tu total es {{total}}."}],
    }
    create(world, named)

    def sent(*pairs: tuple[str, str]) -> requests.Response:
        parameters = [{"type": "text", "parameter_name": key, "text": value} for key, value in pairs]
        template = {
            "name": "hello",
            "language": {"code": "es"},
            "components": [{"type": "body", "parameters": parameters}],
        }
        body = {"messaging_product": "whatsapp", "to": "+" + CUSTOMER, "type": "template", "template": template}
        return world.graph(body)

    assert sent(("total", "$5"), ("first_name", "Ana")).status_code == 200
    shown = world.get("/sim/whatsapp/chat", params={"store": "mpls", "wa_id": CUSTOMER})["messages"][0]["rendered"]
    assert shown["body"] == "Hola Ana, tu total es $5."
    assert sent(("total", "$5"), ("nome", "Ana")).json()["error"]["code"] == 132012


@pytest.mark.parametrize(
    ("change", "subcode"),
    [
        ({"name": "Order Confirmed"}, None),
        ({"category": "FUN"}, None),
        ({"components": [{"type": "BODY", "text": "{{1}} is your total."}]}, 2388299),
        ({"components": [{"type": "BODY", "text": "Pay {{2}} now."}]}, None),
        ({"components": [{"type": "FOOTER", "text": "x"}]}, None),
        ({"name": "order_confirmed"}, 2388024),
    ],
)
def test_a_faulty_definition_is_refused(world: LocalWorld, change: dict[str, Any], subcode: int | None) -> None:
    """Code 100 with Meta's subcode; the last case is a name and language that exist already."""
    create(world, CONFIRMED)
    error = create(world, {**CONFIRMED, "name": "another", **change}).json()["error"]
    assert (error["code"], error.get("error_subcode")) == (100, subcode)


def test_templates_are_listed_page_by_page(world: LocalWorld) -> None:
    """`fields`, `limit` and `after` work as Meta's; the last page has no `next`."""
    for name in ("a", "b", "c"):
        create(world, {**CONFIRMED, "name": name})
    url = f"{world.url}/sim/graph/v25.0/2065001/message_templates"
    headers = {"Authorization": f"Bearer {MPLS_TOKEN}"}
    first = requests.get(url, params={"fields": "name,status", "limit": "2"}, headers=headers, timeout=10).json()
    assert [(one["name"], one["status"], set(one)) for one in first["data"]] == [
        ("a", "APPROVED", {"id", "name", "status"}),
        ("b", "APPROVED", {"id", "name", "status"}),
    ]
    last = requests.get(first["paging"]["next"], headers=headers, timeout=10).json()
    assert [one["name"] for one in last["data"]] == ["c"]
    assert "next" not in last["paging"]
