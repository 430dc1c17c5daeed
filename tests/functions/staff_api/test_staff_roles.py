"""Who may do what: the declared table, and who counts as whom."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from aws_lambda_powertools.event_handler.api_gateway import Route as Registered

from functions.staff_api import handler as staff_api
from functions.staff_api.access import Role, roles_in
from functions.staff_api.routes import ROUTES
from tests.fakes.record import FakeRecord
from tests.functions.staff_api.conftest import CLIENT, StaffApi

GOLDEN = Path(__file__).with_name("roles_by_route.txt")
PEOPLE = {"nobody": "[]", "staff": "[mpls-staff]", "manager": "[mpls-manager]", "pune-manager": "[pune-manager]"}


def test_each_role_may_call_exactly_the_routes_of_the_golden_table(api: StaffApi) -> None:
    """Asked one by one: whoever is not told 403 may. A new route or role is a change of the golden file."""
    lines = [f"{'':<6}{'':<58}" + "".join(f"{name:<14}" for name in PEOPLE)]
    for route in ROUTES:
        ids = {"order_id": "ord_1", "sku": "TARO-R", "item": "cup_regular", "case_id": "c", "customer_id": "cus"}
        path = route.path.format(**ids, day="x", parcel_id="pcl", return_id="ret")
        answers = [api.ask(route.method, path, groups=groups).status for groups in PEOPLE.values()]
        may = "".join(f"{'no' if status == 403 else 'yes':<14}" for status in answers)
        lines.append(f"{route.method:<6}{'/staff' + route.path:<58}{may}")
    assert [line.rstrip() for line in lines] == GOLDEN.read_text(encoding="utf-8").splitlines()


def test_nothing_is_routed_that_is_not_in_the_table() -> None:
    """What powertools will call is the table, row by row, and nothing else."""
    registered: list[Registered] = [*staff_api.app._static_routes, *staff_api.app._dynamic_routes]
    paths = {(route.method, route.path.replace("<", "{").replace(">", "}")) for route in registered}
    assert paths == {(route.method, f"/staff{route.path}") for route in ROUTES}
    assert len(registered) == len(ROUTES)


@pytest.mark.parametrize(
    ("groups", "roles"),
    [
        ("[mpls-staff]", {Role.STAFF}),
        ("[mpls-manager]", {Role.STAFF, Role.MANAGER}),
        ("[pune-staff mpls-staff]", {Role.STAFF}),
        ("[pune-staff, mpls-manager]", {Role.STAFF, Role.MANAGER}),
        ('["mpls-staff"]', {Role.STAFF}),
        (["mpls-manager"], {Role.STAFF, Role.MANAGER}),
        ("mpls-staff", {Role.STAFF}),
        ("[staff]", set()),
        ("[manager]", set()),
        ("[pune-manager]", set()),
        ("[not-mpls-staff]", set()),
        ("[mpls-staffing]", set()),
        ("[MPLS-STAFF]", set()),
        ("[]", set()),
        ("", set()),
        (None, set()),
        (7, set()),
    ],
)
def test_roles_come_from_the_groups_of_this_store_however_the_claim_is_written(
    groups: object, roles: set[Role]
) -> None:
    """An HTTP API writes a list claim as text; a group of another store gives nothing here."""
    assert roles_in(groups, store="mpls") == roles


def test_without_claims_nothing_is_told_not_even_whether_a_route_exists(api: StaffApi) -> None:
    """401 on a route that exists and on one that does not, in the same words."""
    known, unknown = api.ask("GET", "/orders", claims={}), api.ask("GET", "/nothing", claims={})
    assert known.status == 401
    assert known.headers["www-authenticate"] == "Bearer"
    assert (known.status, known.text) == (unknown.status, unknown.text)


@pytest.mark.parametrize(
    ("claims", "status"),
    [
        ({"aud": CLIENT}, 200),
        ({"client_id": CLIENT}, 200),
        ({"aud": "another"}, 401),
        ({"client_id": "another"}, 401),
        ({}, 401),
    ],
)
def test_a_token_of_another_stores_client_is_refused_when_our_own_is_known(
    served: Callable[..., StaffApi], record: FakeRecord, claims: dict[str, str], status: int
) -> None:
    """The authorizer has checked it already; this holds when somebody changes the authorizer."""
    api = served(record, STAFF_CLIENT_ID=CLIENT)
    everything_else = {"sub": "3c1f", "cognito:groups": "[mpls-staff]"}
    assert api.ask("GET", "/orders", claims=everything_else | claims).status == status


def test_the_wrong_role_is_told_which_one_is_needed_and_changes_nothing(api: StaffApi) -> None:
    """403 with the roles by name."""
    before = api.record.levels()
    refused = api.ask(
        "POST", "/stock/cup_regular/movements", groups="[]", body={"delta": 5, "reason": "count"}, key="k-1"
    )
    assert refused.status == 403
    assert refused.body["detail"] == "this needs the role manager or staff."
    assert api.record.levels() == before
