"""One order does not grow dearer unnoticed, and a worker starts without what it does not need."""

import contextlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from infra.packaging.build import build
from tests.bench import cost, workers
from tests.bench.per_order import LIMITS, MESSAGES, TO_CONFIRMED, messages_sent, table, taken
from tests.bench.story import Story, record_story

#: An order is reserved for at most these write units: five counters, the order, its event, twice each.
RESERVED = 14
DEAREST = 0.16


@pytest.fixture(scope="module")
def story() -> Story:
    """One order, recorded."""
    with contextlib.redirect_stdout(io.StringIO()):
        return record_story()


@pytest.mark.parametrize("name", LIMITS)
def test_a_step_takes_no_more_calls_and_units_than_written(story: Story, name: str) -> None:
    """AWS calls, write units of tables, write units of the indexes: each within its limit."""
    step = story.step(name)
    assert all(own <= most for own, most in zip(taken(step), LIMITS[name], strict=True)), f"{name}: {step.calls}"


def test_five_lines_are_reserved_for_fourteen_units(story: Story) -> None:
    """The aim, for a customer who has just spoken; three names and profiles more for a new one."""
    assert story.step("reserve").units.table <= RESERVED
    assert len(story.step("reserve").transactions[0]["TransactItems"]) == 7


def test_the_story_ends_with_the_order_confirmed(story: Story) -> None:
    """So that what is counted is an order that went well."""
    last = story.step("staff read the order").tables["orders"]
    heads = [item["status"]["S"] for item in last if item["sk"]["S"] == "HEAD"]
    assert sorted(heads) == ["confirmed", "received", "received"]


def test_a_customer_gets_two_messages(story: Story) -> None:
    """The button to pay and the confirmation: each one costs money at Meta."""
    assert messages_sent(story) == MESSAGES == 2


def test_a_thousand_orders_stay_within_their_price(story: Story) -> None:
    """Counted calls by dated list prices, without email."""
    assert sum(cost.dollars(cost.counted(story), listed=cost.prices()).values()) <= DEAREST


def test_the_table_fits_a_terminal(story: Story) -> None:
    """100 columns, and nothing over its bar."""
    drawn = table(story)
    assert max(map(len, drawn.splitlines())) <= 100
    assert "OVER" not in drawn
    assert all(name in drawn for name in TO_CONFIRMED)


def test_a_bill_is_counts_by_prices() -> None:
    """Worked out by hand: everything free but writes and logs, two messages, eleven workers."""
    listed = cost.prices()
    listed["price"] = dict.fromkeys(listed["price"], 0.0) | {"dynamodb_write": 1e-6, "log_gb": 1.0}
    listed["assumed"] |= {
        "payment_webhooks": 2,
        "statuses_per_message": 3,
        "staff_requests": 9,
        "log_bytes": 1000,
    }
    one = {"writes": 40, "reads": 10, "events": 3, "timers": 1, "messages": 2, "workers": 11}
    bill = cost.dollars(one, listed=listed)
    assert bill["DynamoDB writes"] == pytest.approx(0.040)
    # 1 + 2 + 6 webhooks, 2 for the Messages queue; 11 workers, 1 more payment, 4 more statuses, 9 of staff.
    assert bill["Logs"] == pytest.approx(36 * 1000 * 1000 / 1e9)
    assert sum(bill.values()) == pytest.approx(0.040 + 0.036)


TOO_HEAVY = {"aws_lambda_powertools", "boto3", "jinja2", "pydantic", "requests", "s3transfer"}


def test_the_inbox_worker_loads_nothing_heavy(story: Story, tmp_path: Path) -> None:
    """From its bundle and the layer alone, after a cart of five lines: no second SDK, no model library, no client."""
    step, bundles = story.step("reserve"), build("local", say=lambda _: None)
    with workers.cloud(step.tables) as url:
        env = workers.environment(story, url=url) | workers.on_path(bundles, step.function)
        finished = subprocess.run(
            [sys.executable, *workers.arguments(step, place=tmp_path), "modules"],
            env={"PATH": os.environ["PATH"], **env},
            check=True,
            capture_output=True,
            text=True,
            timeout=60,
        )
    loaded = set(json.loads(finished.stdout.splitlines()[-1]))
    assert {"functions.process_inbox.handler", "botocore", "pynamodb"} <= loaded
    assert loaded & TOO_HEAVY == set()
