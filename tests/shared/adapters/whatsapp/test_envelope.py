"""Whatever Meta puts in a webhook is found, sorted and kept."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.adapters.inbox import written
from shared.adapters.whatsapp.envelope import Updates, customer_of, updates_in

OURS = "106540352242922"
THEIRS = "106540352249999"
METADATA = {"display_phone_number": "16125550142", "phone_number_id": OURS}


def webhook(*values: dict[str, Any], field: str = "messages") -> dict[str, Any]:
    """Put each value in a change of its own, all in one entry."""
    changes = [{"field": field, "value": value} for value in values]
    return {"object": "whatsapp_business_account", "entry": [{"id": "waba", "time": 1739321024, "changes": changes}]}


def taken(*values: dict[str, Any], field: str = "messages") -> Updates:
    """Take the webhook of these values apart, for our store."""
    return updates_in(webhook(*values, field=field), phone_number_id=OURS)


def text(number: int, **identity: str) -> dict[str, Any]:
    """Make a text message."""
    return {"id": f"wamid.{number}", "timestamp": "1739321024", "type": "text", "text": {"body": "hola"}, **identity}


def test_takes_every_update_of_every_change_of_every_entry() -> None:
    """Two entries, three changes, two stores, mixed: ours are all there, theirs are only counted."""
    first = {"metadata": METADATA, "messages": [text(1, **{"from": "1650"}), text(2, **{"from": "1651"})]}
    theirs = {
        "metadata": {"phone_number_id": THEIRS},
        "messages": [text(3, **{"from": "1650"})],
        "statuses": [{"id": "wamid.9", "status": "read"}, {"id": "wamid.8", "status": "read"}],
    }
    last = {
        "metadata": METADATA,
        "messages": [text(4, **{"from": "1650"})],
        "statuses": [{"id": "wamid.7", "status": "sent"}],
    }
    whole = webhook(first, theirs)
    whole["entry"] += webhook(last)["entry"]
    updates = updates_in(whole, phone_number_id=OURS)
    assert [content["message"]["id"] for content in updates.messages] == ["wamid.1", "wamid.2", "wamid.4"]
    assert updates.statuses == [{"id": "wamid.7", "status": "sent"}]
    assert updates.foreign == 3
    assert (updates.notices, updates.broken) == ([], [])


def test_gives_each_message_its_own_contact() -> None:
    """By business-scoped id first, then by WhatsApp id; somebody else's contact is never attached."""
    ana = {"profile": {"name": "Ana"}, "wa_id": "1650", "user_id": "US.1"}
    ben = {"profile": {"name": "Ben"}, "wa_id": "1651"}
    value = {
        "metadata": METADATA,
        "contacts": [ana, ben],
        "messages": [
            text(1, from_user_id="US.1"),
            text(2, **{"from": "1651"}),
            text(3, **{"from": "1699"}),
            {"id": "wamid.4", "from": "1700", "type": "system", "system": {"type": "user_changed_number"}},
        ],
    }
    assert [content["contact"] for content in taken(value).messages] == [ana, ben, None, None]


@pytest.mark.parametrize(
    ("message", "contact", "customer"),
    [
        (text(1, **{"from": "1650"}), {"wa_id": "1650", "user_id": "US.1"}, "US.1"),
        (text(1, from_user_id="US.1"), {"user_id": "US.1", "profile": {"username": "@a"}}, "US.1"),
        (text(1, **{"from": "1650"}), {"wa_id": "1650"}, "1650"),
        (text(1), {"user_id": "US.2"}, "US.2"),
        ({"id": "wamid.1", "from": "1650", "type": "system", "system": {"wa_id": "1651"}}, None, "1650"),
        ({"id": "wamid.1", "type": "system", "system": {}}, None, None),
    ],
)
def test_knows_the_customer(message: dict[str, Any], contact: dict[str, Any] | None, customer: str | None) -> None:
    """A username user has no phone; a system message has no contact; neither is lost or mixed up."""
    value = {"metadata": METADATA, "messages": [message]} | ({"contacts": [contact]} if contact else {})
    (content,) = taken(value).messages
    assert content == {"kind": "whatsapp_message", "message": message, "contact": contact, "metadata": METADATA}
    assert customer_of(content) == customer


def test_gives_a_system_message_nobody_elses_contact() -> None:
    """A system message that names no one is not the one customer's who also wrote."""
    system = {"id": "wamid.1", "type": "system", "system": {"type": "customer_identity_changed"}}
    (content,) = taken({"metadata": METADATA, "contacts": [{"wa_id": "1650"}], "messages": [system]}).messages
    assert content["contact"] is None


@pytest.mark.parametrize(
    "message",
    [
        {"id": "wamid.1", "from": "1650", "type": "interactive"},
        {"id": "wamid.1", "from": "1650", "type": "reaction", "reaction": {"message_id": "wamid.0"}},
        {"id": "wamid.1", "from": "1650", "type": "order", "order": {"product_items": [{"item_price": 7.99}]}},
        {"id": "wamid.1", "from": "1650", "type": "text", "context": {"frequently_forwarded": True}},
        {"id": "wamid.1", "from": "1650", "type": "interactive", "interactive": {"nfm_reply": {"response_json": "{"}}},
        {"id": "wamid.1", "from": "1650", "type": "unsupported", "errors": [{"code": 131051}]},
        {"id": "wamid.1", "from": "1650", "type": "never_heard_of"},
    ],
)
def test_passes_on_messages_it_does_not_understand(message: dict[str, Any]) -> None:
    """Reading a message is the worker's business; here none is dropped for its type."""
    updates = taken({"metadata": METADATA, "messages": [message]})
    assert [content["message"] for content in updates.messages] == [message]


def test_keeps_payment_statuses_with_the_others() -> None:
    """India's payment statuses are statuses on the wire."""
    status = {"id": "wamid.1", "type": "payment", "status": "captured", "payment": {"reference_id": "r"}}
    assert taken({"metadata": METADATA, "statuses": [status]}).statuses == [status]


def test_turns_errors_without_messages_into_a_notice() -> None:
    """What Meta reports about the account is not thrown away with the empty envelope around it."""
    errors = [{"code": 130429, "title": "Rate limit hit"}]
    updates = taken({"messaging_product": "whatsapp", "metadata": METADATA, "errors": errors})
    assert updates.notices == [
        {
            "kind": "whatsapp_notice",
            "field": "messages",
            "time": 1739321024,
            "value": {"metadata": {"phone_number_id": OURS}, "errors": errors},
        }
    ]
    assert updates.ours == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("message_template_status_update", {"event": "PAUSED", "message_template_name": "order_confirmed"}),
        ("user_preferences", {"metadata": METADATA, "user_preferences": [{"wa_id": "1650", "value": "stop"}]}),
        ("smb_message_echoes", {"metadata": METADATA, "message_echoes": [{"from": "16125550142", "to": "1650"}]}),
        ("not_invented_yet", {"a": 1}),
    ],
)
def test_keeps_every_other_field_as_a_notice(field: str, value: dict[str, Any]) -> None:
    """Template updates, opt-outs, echoes and what Meta invents next all reach the Inbox, and none as a message."""
    updates = taken(value, field=field)
    assert updates.notices == [{"kind": "whatsapp_notice", "field": field, "time": 1739321024, "value": value}]
    assert updates.messages == []


def test_finds_a_field_beside_the_entry() -> None:
    """One documented account update has no `changes`."""
    entry = {"id": "waba", "time": 1, "field": "account_update", "value": {"event": "DISABLED_UPDATE"}}
    updates = updates_in({"entry": [entry]}, phone_number_id=OURS)
    assert updates.notices == [
        {"kind": "whatsapp_notice", "field": "account_update", "time": 1, "value": {"event": "DISABLED_UPDATE"}}
    ]


@pytest.mark.parametrize(
    ("field", "value", "foreign"),
    [
        ("messages", {"metadata": {"phone_number_id": THEIRS}, "messages": [text(1), text(2)]}, 2),
        ("messages", {"messages": [text(1)]}, 1),
        ("messages", {"metadata": {"phone_number_id": None}, "statuses": [{"id": "wamid.1"}]}, 1),
        ("messages", {"metadata": {"phone_number_id": THEIRS}, "errors": [{"code": 1}]}, 1),
        ("user_preferences", {"metadata": {"phone_number_id": THEIRS}, "user_preferences": []}, 1),
    ],
)
def test_takes_nothing_that_is_not_provably_ours(field: str, value: dict[str, Any], foreign: int) -> None:
    """Another number's updates, and messages to no number, are counted and left alone."""
    updates = taken(value, field=field)
    assert (updates.ours, updates.foreign) == (0, foreign)


def test_sets_malformed_pieces_apart_without_losing_their_neighbours() -> None:
    """A string where a message should be goes its own way; the message beside it is served."""
    good = text(1, **{"from": "1650"})
    updates = taken({"metadata": METADATA, "messages": ["?", good], "statuses": [7]})
    assert [content["message"] for content in updates.messages] == [good]
    assert updates.broken == ["?", 7]
    assert updates_in({"entry": "?"}, phone_number_id=OURS).broken == [{"entry": "?"}]
    assert updates_in({"entry": [[], {"changes": ["?"]}]}, phone_number_id=OURS).broken == [[], "?"]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
metadata: st.SearchStrategy[Any] = st.sampled_from([METADATA, {"phone_number_id": THEIRS}, None, [], {}])
values = json_values | st.fixed_dictionaries(
    {}, optional=dict.fromkeys(("messages", "statuses", "contacts", "errors"), json_values) | {"metadata": metadata}
)
changes = json_values | st.fixed_dictionaries(
    {}, optional={"field": st.sampled_from(["messages", "x"]) | json_values, "value": values}
)
entries = json_values | st.fixed_dictionaries({}, optional={"changes": st.lists(changes, max_size=3) | json_values})


@given(whole=st.fixed_dictionaries({"entry": st.lists(entries, max_size=3) | json_values}))
def test_never_fails_and_never_leaves_a_webhook_unaccounted_for(whole: dict[str, Any]) -> None:
    """Any JSON at any place: no exception, and what can be counted is counted."""
    updates = updates_in(whole, phone_number_id=OURS)
    written([updates.messages, updates.statuses, updates.notices, updates.broken])
    if isinstance(whole["entry"], list):
        pieces = sum(
            len(entry["changes"]) if isinstance(entry, dict) and isinstance(entry.get("changes"), list) else 1
            for entry in whole["entry"]
        )
        empty = sum(
            isinstance(change, dict)
            and change.get("field") == "messages"
            and isinstance(change.get("value"), dict)
            and not any(change["value"].get(name) for name in ("messages", "statuses", "errors"))
            for entry in whole["entry"]
            if isinstance(entry, dict) and isinstance(entry.get("changes"), list)
            for change in entry["changes"]
        )
        assert updates.ours + updates.foreign >= pieces - empty
