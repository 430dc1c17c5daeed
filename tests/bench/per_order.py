"""What one order of five lines takes: AWS calls, DynamoDB units, messages. Counted, so the same on every machine."""

from tests.bench.story import Step, Story
from tests.bench.write_units import Units

#: The steps of one order of a customer who is known, from the cart to paid and told.
TO_CONFIRMED = (
    "reserve",
    "count the movements",
    "publish OrderReceived",
    "record the link",
    "publish PaymentRequested",
    "message: pay",
    "statuses: pay",
    "confirm",
    "publish OrderConfirmed",
    "message: confirmed",
    "statuses: confirmed",
)
#: Not part of every order: shown above the others.
RESERVED_OTHERWISE = ("reserve, new customer", "reserve, back after a week")
#: The most AWS calls, write units of tables, write units of the indexes. What a step takes may fall, not rise.
LIMITS = {
    "reserve, new customer": (6, 17, 2),
    "reserve, back after a week": (4, 15, 2),
    #: Two of them look whether the cart is an order of a moment ago: a customer who was away is not asked.
    "reserve": (5, 14, 2),
    "count the movements": (5, 5, 0),
    "publish OrderReceived": (1, 0, 0),
    "record the link": (4, 6, 2),
    "publish PaymentRequested": (1, 0, 0),
    "message: pay": (5, 2, 0),
    "statuses: pay": (1, 1, 0),
    "confirm": (3, 14, 2),
    "publish OrderConfirmed": (1, 0, 0),
    "message: confirmed": (5, 2, 0),
    "statuses: confirmed": (1, 1, 0),
}
MESSAGES = 2
EXPLANATION = """\
Counted at botocore's sending, warm handlers, Pune's catalog; secrets (SSM) are remembered and not
in it. Units are computed from the items: a transactional write costs 2 per started KB, any other
1; the indexes ByStatus and ByCustomer are billed beside the table, each once when an order is new.
"bar" is the most that the tests allow. The aim: reserved for at most 14 (5 counters, order, event,
x 2).
"""


def taken(step: Step) -> tuple[int, int, int]:
    """AWS calls, write units of tables, write units of the indexes."""
    return step.calls.total(), step.units.table, step.units.index


def messages_sent(story: Story) -> int:
    """What the customer gets on the phone until the order is confirmed."""
    return sum(step.posts for step in story.steps if step.name in TO_CONFIRMED and step.function == "message_customer")


def table(story: Story) -> str:
    """Draw the table."""
    lines = [
        f"{'one order of 5 lines':28}{'function':18}{'calls':>6}{'bar':>5}{'write':>7}{'bar':>5}{'index':>7}{'read':>6}"
    ]
    lines += [_line(story.step(name)) for name in (*RESERVED_OTHERWISE, *TO_CONFIRMED)]
    calls = sum(story.step(name).calls.total() for name in TO_CONFIRMED)
    most = [sum(column) for column in zip(*(LIMITS[name] for name in TO_CONFIRMED), strict=True)]
    lines.append(_row("all, known customer", "", calls, most[0], story.units(*TO_CONFIRMED), most[1]))
    lines.append(f"{'messages to the customer':28}{'message_customer':18}{messages_sent(story):>6}{MESSAGES:>5}")
    return "\n".join(lines)


def _line(step: Step) -> str:
    calls, write, _ = LIMITS[step.name]
    return _row(step.name, step.function, step.calls.total(), calls, step.units, write)


def _row(name: str, function: str, calls: int, most_calls: int, units: Units, most_units: int) -> str:
    over = calls > most_calls or units.table > most_units
    counts = f"{calls:>6}{most_calls:>5}{units.table:>7}{most_units:>5}{units.index:>7}{units.reads:>6.1f}"
    return f"{name:28}{function:18}{counts}{'  OVER THE BAR' if over else ''}"


def main(story: Story) -> None:
    """Print."""
    print(table(story))
    print(EXPLANATION)
