"""Identities, the service window, business days, and events as they travel."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from shared.domain.customer import Customer, Identity, spoke
from shared.domain.events import CATALOGUE, FOR_CUSTOMERS, OrderConfirmed, from_detail
from shared.domain.store import Store
from tests.fakes.people import MPLS, MPLS_PROFILE, PUNE

NOW = datetime(2026, 11, 21, 18, 0, tzinfo=UTC)


def test_a_customer_is_known_by_the_business_scoped_id_first() -> None:
    """A phone number may be missing or change; the scoped id stays."""
    both = Identity(user_id="US.1", wa_id="1612")
    assert both.keys == ("US.1", "1612")
    assert both.customer_id() == Identity(user_id="US.1").customer_id() != Identity(wa_id="1612").customer_id()


def test_the_window_closes_24_hours_after_the_last_message() -> None:
    """Exactly 24 hours later it is closed."""
    customer = Customer(id="c", identity=Identity(wa_id="1"), name="A", language="en", last_inbound_at=NOW)
    assert customer.window_open(NOW + timedelta(hours=23, minutes=59))
    assert not customer.window_open(NOW + timedelta(hours=24))
    assert not replace(customer, last_inbound_at=None).window_open(NOW)


def test_the_window_mark_is_written_at_most_once_an_hour_and_ids_are_gathered() -> None:
    """A chatty customer costs one write an hour; a phone number learnt later joins the scoped id."""
    customer = Customer(id="c", identity=Identity(user_id="US.1"), name="A", language="en", last_inbound_at=NOW)
    soon = spoke(customer, identity=Identity(user_id="US.1"), name="A", at=NOW + timedelta(minutes=59))
    assert soon == customer
    later = spoke(customer, identity=Identity(wa_id="1612"), name="", at=NOW + timedelta(hours=1))
    assert later.identity == Identity(user_id="US.1", wa_id="1612")
    assert (later.name, later.last_inbound_at) == ("A", NOW + timedelta(hours=1))


def test_an_evening_that_ends_after_midnight_is_one_business_day() -> None:
    """03:30 in Minneapolis still belongs to Friday's tickets; 04:00 starts Saturday's."""
    assert MPLS.business_day(datetime(2026, 11, 21, 9, 30, tzinfo=UTC)) == date(2026, 11, 20)
    assert MPLS.business_day(datetime(2026, 11, 21, 10, 0, tzinfo=UTC)) == date(2026, 11, 21)


def test_a_language_the_store_does_not_speak_becomes_its_first() -> None:
    """Hindi in Minneapolis is answered in English."""
    assert (MPLS.spoken("es"), MPLS.spoken("hi"), MPLS.spoken(None)) == ("es", "en", "en")


def test_an_event_comes_back_from_its_journey_as_it_left() -> None:
    """The detail holds JSON types only, and the class is found by name."""
    event = OrderConfirmed(
        store="mpls",
        subject="ORDER#ord_1",
        sequence=3,
        at=NOW,
        customer_id="c",
        order_id="ord_1",
        ticket=7,
        transaction_id="pi_1",
        amount=1250,
        currency="USD",
    )
    detail = event.detail()
    assert detail["id"] == "mpls:ORDER#ord_1:3"
    assert detail["at"] == "2026-11-21T18:00:00Z"
    assert from_detail(detail) == event


def test_an_unknown_event_is_an_error_and_not_a_guess() -> None:
    """A consumer that does not know an event must say so."""
    with pytest.raises(KeyError, match="OrderTeleported"):
        from_detail({"name": "OrderTeleported"})


def test_what_a_customer_hears_of_names_the_customer() -> None:
    """The Messages queue is grouped by it."""
    for name in FOR_CUSTOMERS:
        assert "customer_id" in CATALOGUE[name].__dataclass_fields__


def test_a_store_delivers_where_its_postal_codes_say() -> None:
    """By how the code begins, however it is written; a store without an area delivers everywhere it delivers at all."""
    near = Store.from_profile(
        MPLS_PROFILE | {"fulfilment": MPLS_PROFILE["fulfilment"] | {"kinds": ["pickup", "delivery"], "area": ["554"]}}
    )
    reached = [near.fulfilment.reaches(code) for code in ("55401", " 554-01", "55117", "")]
    assert reached == [True, True, False, False]
    assert [MPLS.fulfilment.reaches("55401"), PUNE.fulfilment.reaches("411001")] == [False, True]
