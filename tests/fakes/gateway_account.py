"""A store's account at a simulated gateway: its lists, and what customers, banks and people do to it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from shared.adapters.payments.money_gateways import books_for
from shared.ports import GatewayBooks
from tests.fakes.simulated_world import RAZORPAY_PAIR, STRIPE_KEY, LocalWorld


@dataclass
class Account:
    """Orders cost 18.45 dollars at `stripe` (store `mpls`) and 450.00 rupees at `razorpay` (store `pune`)."""

    provider: str
    world: LocalWorld
    books: GatewayBooks

    def sold(self, number: int = 1, *, pay: bool = True, **how: Any) -> str:
        """A link for the order `ord_<number>`, paid like that; its id."""
        order = f"ord_{number}"
        if self.provider == "stripe":
            form = {
                "mode": "payment",
                "success_url": "https://wa.me/16125550142",
                "client_reference_id": order,
                "line_items[0][price_data][currency]": "usd",
                "line_items[0][price_data][unit_amount]": "1845",
                "line_items[0][price_data][product_data][name]": "Tea",
                "line_items[0][quantity]": "1",
            }
            for prefix in ("metadata", "payment_intent_data[metadata]"):
                form |= {f"{prefix}[order_id]": order, f"{prefix}[attempt_id]": f"{order}-1"}
            link = self.world.stripe("/checkout/sessions", form).json()["id"]
        else:
            asked = {
                "amount": 45000,
                "currency": "INR",
                "reference_id": f"{order}-1",
                "notes": {"order_id": order, "attempt_id": f"{order}-1"},
            }
            link = self.world.razorpay("/payment_links", asked).json()["id"]
        if pay:
            assert self.world.post(f"/sim/payments/{link}/pay", json=how).status_code == 200
        return str(link)

    def do(self, what: str, id_: str, **more: Any) -> Any:
        """Refund, dispute, settle."""
        answer = self.world.post(f"/sim/payments/{id_}/{what}", json=more)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def pay_out(self) -> None:
        """Send what is there to the bank."""
        store = "mpls" if self.provider == "stripe" else "pune"
        assert self.world.post("/sim/payouts", json={"store": store}).json()["payouts"]

    def transaction(self, link: str) -> str:
        """The payment behind a link."""
        if self.provider == "stripe":
            return str(self.world.stripe(f"/checkout/sessions/{link}").json()["payment_intent"])
        return str(self.world.razorpay(f"/payment_links/{link}").json()["payments"][0]["payment_id"])


def account_at(provider: str, world: LocalWorld) -> Account:
    """The account at one of the gateways; its lists are read again without a pause."""
    key = STRIPE_KEY if provider == "stripe" else ":".join(RAZORPAY_PAIR)
    books = books_for(provider, api_url=f"{world.url}/sim/{provider}/v1", api_key=key, pause=lambda _: None)
    return Account(provider=provider, world=world, books=books)
