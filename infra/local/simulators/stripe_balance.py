"""A Stripe account's balance: every movement with its fee, and the payouts that empty it. `net` is `amount - fee`.

A payment costs 2.9 % and 30 of the currency's minor units (halves up), a dispute 1500; fees are never given back.
Each currency has its own balance: nothing is exchanged.
"""

from collections import defaultdict
from collections.abc import Callable

from infra.local.simulators import stripe_objects as objects
from infra.local.simulators.world import Json, Store

DISPUTE_FEE = 1500
DAY_SECONDS = 24 * 60 * 60
CATEGORIES = {"payout_failure": "payout_reversal"}


def payment_fee(amount: int) -> int:
    """2.9 % and 30, in minor units."""
    return (amount * 29 + 500) // 1000 + 30


class Balance:
    """The balances of all stores; `now` is the simulated time in Unix seconds."""

    def __init__(self, now: Callable[[], int]) -> None:
        self._now = now
        self._movements: dict[str, list[Json]] = defaultdict(list)
        self._payouts: dict[str, list[Json]] = defaultdict(list)
        self._paid_by: dict[str, str] = {}

    def clear(self) -> None:
        """Forget everything."""
        self._movements.clear()
        self._payouts.clear()
        self._paid_by.clear()

    def movements(self, store: Store, *, payout: str | None = None) -> list[Json]:
        """A store's movements, newest first; those that a payout brought to the bank, it among them."""
        found = self._movements[store.id][::-1]
        return [one for one in found if payout in {None, self._paid_by.get(one["id"])}]

    def payouts(self, store: Store) -> list[Json]:
        """A store's payouts, newest first."""
        return self._payouts[store.id][::-1]

    def move(self, store: Store, type_: str, amount: int, source: Json, *, fee: int = 0, category: str = "") -> Json:
        """Book `amount` (negative: it leaves), of which `fee` stays with Stripe."""
        movement = objects.balance_transaction(
            type_,
            amount,
            fee=fee,
            currency=source["currency"],
            source=source["id"],
            category=category or CATEGORIES.get(type_, type_),
            now=self._now(),
        )
        self._movements[store.id].append(movement)
        return movement

    def charge(self, store: Store, charge: Json) -> None:
        """A customer's payment comes in."""
        fee = payment_fee(charge["amount"])
        charge["balance_transaction"] = self.move(store, "charge", charge["amount"], charge, fee=fee)["id"]

    def pay_out(self, store: Store) -> list[Json]:
        """Send what is there to the bank, a payout for each currency with something in it."""
        waiting: dict[str, list[Json]] = defaultdict(list)
        for movement in self._movements[store.id]:
            if movement["id"] not in self._paid_by:
                waiting[movement["currency"]].append(movement)
        made = []
        for currency, movements in waiting.items():
            amount = sum(one["net"] for one in movements)
            if amount > 0:
                payout = objects.payout(amount, currency=currency, now=self._now(), arrival=self._now() + DAY_SECONDS)
                out = self.move(store, "payout", -amount, payout)
                payout["balance_transaction"] = out["id"]
                self._paid_by |= {one["id"]: payout["id"] for one in (*movements, out)}
                self._payouts[store.id].append(payout)
                made.append(payout)
        return made

    def payout_failed(self, store: Store, payout: Json) -> None:
        """The bank sent it back: the money is in the balance again."""
        back = self.move(store, "payout_failure", payout["amount"], payout)
        payout |= {
            "status": "failed",
            "failure_balance_transaction": back["id"],
            "failure_code": "account_closed",
            "failure_message": "The bank account has been closed.",
        }
