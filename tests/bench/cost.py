"""What AWS asks for 1,000 orders: what one order was counted to take, by dated list prices. No email, no WhatsApp."""

import tomllib
from collections import Counter
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.bench.per_order import TO_CONFIRMED, messages_sent
from tests.bench.story import Story

#: Dollars for 1,000 orders without email. Source: the measured libraries' candidate design.
BAR = 0.16
PRICES = Path(__file__).with_name("prices.toml")
EXPLANATION = """\
Counted: units, calls, events, timers, messages and the workers' invocations of one recorded order
(the expiry timer included). Assumed, in tests/bench/prices.toml: webhooks per order,
milliseconds, cold starts, log bytes, staff at work.
"""


def prices() -> dict[str, Any]:
    """The dated list."""
    return tomllib.loads(PRICES.read_text(encoding="utf-8"))


def counted(story: Story) -> Counter[str]:
    """What one order takes, by what it is billed as."""
    steps = [story.step(name) for name in (*TO_CONFIRMED, "timer, nothing to do")]
    calls = sum((step.calls for step in steps), Counter[str]())
    units = story.units(*TO_CONFIRMED, "timer, nothing to do")
    return Counter(
        writes=units.table + units.index,
        reads=int(units.reads + 0.5),
        events=calls["PutEvents"],
        timers=calls["CreateSchedule"],
        messages=messages_sent(story),
        workers=len(steps),
    )


def dollars(one: Mapping[str, int], *, listed: Mapping[str, Any]) -> dict[str, float]:
    """The bill of 1,000 orders by line, from the counts of one."""
    price, assumed, size = listed["price"], listed["assumed"], listed["sizes"]
    statuses = one["messages"] * assumed["statuses_per_message"]
    webhooks = 1 + assumed["payment_webhooks"] + statuses
    # queue_message is made as a webhook is. Statuses are billed as if no two ever met in a batch.
    light = webhooks + one["messages"]
    heavy = one["workers"] + assumed["payment_webhooks"] - 1 + statuses - one["messages"] + assumed["staff_requests"]
    warm = _gb_seconds(light, assumed["webhook_ms"], size["webhook_megabytes"])
    warm += _gb_seconds(heavy, assumed["worker_ms"], size["worker_megabytes"])
    cold = _gb_seconds(assumed["cold_webhooks"], assumed["cold_webhook_ms"], size["webhook_megabytes"])
    cold += _gb_seconds(assumed["cold_workers"], assumed["cold_worker_ms"], size["worker_megabytes"])
    fifo = (1 + assumed["payment_webhooks"] + one["messages"]) * assumed["sqs_requests"]
    standard = (statuses + 1 + one["timers"]) * assumed["sqs_requests"]
    reads = one["reads"] + assumed["staff_requests"] * assumed["staff_reads"]
    bill = {
        "HTTP API": (webhooks + assumed["staff_requests"]) * price["http_request"],
        "Lambda requests": (light + heavy) * price["lambda_request"],
        "Lambda, warm": warm * price["lambda_gb_second"],
        "Lambda, starting": cold * price["lambda_gb_second"],
        "SQS": fifo * price["sqs_fifo"] + standard * price["sqs_standard"],
        "DynamoDB writes": one["writes"] * price["dynamodb_write"],
        "DynamoDB reads": reads * price["dynamodb_read"],
        "EventBridge": one["events"] * price["event"] + one["timers"] * price["schedule"],
        "Logs": (light + heavy) * assumed["log_bytes"] / 1e9 * price["log_gb"],
    }
    return {line: 1000 * amount for line, amount in bill.items()}


def _gb_seconds(times: int, milliseconds: int, megabytes: int) -> float:
    return times * milliseconds / 1000 * megabytes / 1024


def table(bill: Mapping[str, float], *, noted_on: object) -> str:
    """Draw the bill."""
    lines = [f"{'dollars for 1,000 orders':28}{'':18}{'$':>7}{'bar':>7}   prices noted {noted_on}"]
    lines += [f"{line:28}{'':18}{amount:>7.3f}" for line, amount in bill.items()]
    total = sum(bill.values())
    lines.append(f"{'without email':28}{'':18}{total:>7.3f}{BAR:>7.2f}{'  OVER THE BAR' if total > BAR else ''}")
    return "\n".join(lines)


def main(story: Story) -> None:
    """Print."""
    listed = prices()
    print(table(dollars(counted(story), listed=listed), noted_on=listed["noted_on"]))
    print(EXPLANATION)
