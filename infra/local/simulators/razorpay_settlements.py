"""What Razorpay owes a store, line by line, and the settlements that pay it. `credit` is `amount - fee`.

A payment costs 2 %, and 18 % tax on that (`fee` holds both, `tax` the tax alone); fees are never given back.
"""

from collections import defaultdict
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone

from infra.local.simulators import razorpay_objects as objects
from infra.local.simulators.world import Json, Store

#: A day of the settlement report is one in India.
INDIA = timezone(timedelta(hours=5, minutes=30))


class Settlements:
    """The lines of all stores; `now` is the simulated time in Unix seconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._lines: dict[str, list[Json]] = defaultdict(list)
        self._made: dict[str, list[Json]] = defaultdict(list)

    def clear(self) -> None:
        """Forget everything."""
        self._lines.clear()
        self._made.clear()

    def of(self, store: Store) -> list[Json]:
        """A store's settlements, newest first."""
        return self._made[store.id][::-1]

    def recon(self, store: Store, *, year: int, month: int, day: int | None) -> list[Json]:
        """The lines settled in that month, or on that day."""
        found = []
        for line in self._lines[store.id]:
            if line["settled"]:
                on = datetime.fromtimestamp(line["settled_at"], UTC).astimezone(INDIA)
                if (on.year, on.month) == (year, month) and day in {None, on.day}:
                    found.append(line)
        return found

    def captured(self, store: Store, paid: Json, *, receipt: str) -> None:
        """A payment comes in."""
        credit = paid["amount"] - paid["fee"]
        line = objects.recon_line("payment", paid["id"], paid, credit=credit, debit=0, now=self._now())
        line |= {"fee": paid["fee"], "tax": paid["tax"], "order_receipt": receipt}
        self._lines[store.id].append(line)

    def refunded(self, store: Store, refund: Json, paid: Json) -> None:
        """A refund goes out."""
        line = objects.recon_line("refund", refund["id"], paid, credit=0, debit=refund["amount"], now=self._now())
        self._lines[store.id].append({**line, "amount": refund["amount"]})

    def adjusted(self, store: Store, amount: int, paid: Json, *, why: str, dispute: str | None = None) -> None:
        """Razorpay corrects what it owes by `amount` (negative: it owes less)."""
        debit, credit = max(-amount, 0), max(amount, 0)
        adjustment = objects.new_id("adj")
        line = objects.recon_line("adjustment", adjustment, paid, credit=credit, debit=debit, now=self._now())
        self._lines[store.id].append({**line, "amount": abs(amount), "description": why, "dispute_id": dispute})

    def settle(self, store: Store) -> list[Json]:
        """Pay what is owed, if anything is; the settlement, or none."""
        waiting = [line for line in self._lines[store.id] if not line["settled"]]
        amount = sum(line["credit"] - line["debit"] for line in waiting)
        if amount <= 0:
            return []
        settlement = objects.settlement(
            amount, fees=sum(one["fee"] for one in waiting), tax=sum(one["tax"] for one in waiting), now=self._now()
        )
        for line in waiting:
            line |= {
                "settled": True,
                "settled_at": self._now(),
                "settlement_id": settlement["id"],
                "settlement_utr": settlement["utr"],
            }
        self._made[store.id].append(settlement)
        return [settlement]

    def failed(self, store: Store, settlement: Json) -> None:
        """The bank sent it back: its lines wait for the next one."""
        settlement["status"] = "failed"
        for line in self._lines[store.id]:
            if line["settlement_id"] == settlement["id"]:
                line |= {"settled": False, "settled_at": 0, "settlement_id": None, "settlement_utr": None}
