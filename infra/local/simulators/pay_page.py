"""The gateways' hosted payment page: made on the server, phone first, no script but the one that tells the console."""

from html import escape
from string import Template

from infra.local.simulators.gateways import Bill, BillLine

SYMBOLS = {"USD": "$", "INR": "₹", "EUR": "€", "GBP": "£"}
WITHOUT_CENTS = frozenset({"JPY", "KRW", "CLP", "VND"})

PAGE = Template("""<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>$title</title>
<style>
:root { --brand: $brand; --ink: #1a1f36; --soft: #697386; --line: #e3e8ee; --paper: #fff; --ground: #f6f8fa; }
@media (prefers-color-scheme: dark) { :root { --ink: #eef1f6; --soft: #a3acb9; --line: #343b4a; --paper: #1b1f2a;
  --ground: #12151d; } }
* { box-sizing: border-box; margin: 0 }
body { font: 16px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Helvetica Neue", "Noto Sans",
  "Liberation Sans", system-ui, sans-serif; color: var(--ink); background: var(--ground); min-height: 100vh;
  display: flex; justify-content: center; align-items: flex-start; padding: 0 }
main { width: 100%; max-width: 440px; background: var(--paper); min-height: 100vh; padding: 28px 24px 32px }
header { display: flex; align-items: center; gap: 12px; margin-bottom: 24px }
.badge { width: 40px; height: 40px; border-radius: 10px; background: var(--brand); color: #fff; display: grid;
  place-items: center; font-weight: 700 }
header > div:last-child { min-width: 0 } header .soft { overflow: hidden; text-overflow: ellipsis; white-space: nowrap }
.soft { color: var(--soft); font-size: 14px } h1 { font-size: 17px; line-height: 1.3 }
.sum { font-size: 40px; font-weight: 700; letter-spacing: -.02em; line-height: 1.15; margin-bottom: 20px }
ul { list-style: none; padding: 0; border-top: 1px solid var(--line); margin-bottom: 24px }
li { display: flex; justify-content: space-between; gap: 16px; padding: 10px 0; border-bottom: 1px solid var(--line) }
li span:last-child { font-variant-numeric: tabular-nums; white-space: nowrap }
.method { border: 1px solid var(--line); border-radius: 12px; padding: 14px 16px; margin-bottom: 16px }
.method b { display: block; font-variant-numeric: tabular-nums; letter-spacing: .04em; font-weight: 600 }
button, .back { display: block; width: 100%; padding: 14px; border: 0; border-radius: 12px; font: inherit;
  font-weight: 600; text-align: center; cursor: pointer; text-decoration: none }
button.pay, .back { background: var(--brand); color: #fff } button:focus-visible, .back:focus-visible {
  outline: 3px solid color-mix(in srgb, var(--brand) 40%, white); outline-offset: 2px }
button.fail { background: none; color: var(--soft); font-weight: 400; font-size: 14px; margin-top: 4px }
.note { border-radius: 12px; padding: 12px 16px; margin-bottom: 16px; background: #fdeceb; color: #8a1c12 }
button.pay:active { filter: brightness(.9) }
.state { text-align: center; padding: 32px 0 24px } .state svg { width: 64px; height: 64px; margin-bottom: 12px }
footer { margin-top: 28px; text-align: center; text-wrap: balance }
@media (min-width: 520px) { body { padding: 40px 16px } main { min-height: 0; border-radius: 18px;
  box-shadow: 0 10px 40px rgb(26 31 54 / .12) } }
</style></head><body><main data-status="$status">
<header><div class="badge" aria-hidden="true">$initial</div><div><h1>$merchant</h1>
<div class="soft">$reference</div></div></header>
$content
<footer class="soft">$powered · no money moves</footer>
</main>$script</body></html>
""")

TICK = (
    '<svg viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="32" fill="#1f9d61"/>'
    '<path d="M19 33l9 9 17-19" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" '
    'stroke-linejoin="round"/></svg>'
)
CLOSED = (
    '<svg viewBox="0 0 64 64" aria-hidden="true"><circle cx="32" cy="32" r="32" fill="#a3acb9"/>'
    '<path d="M32 18v16l10 6" fill="none" stroke="#fff" stroke-width="5" stroke-linecap="round" '
    'stroke-linejoin="round"/></svg>'
)
LOOKS = {
    "stripe": ("#5851ea", "Stripe, imitated", "Test card", "4242 4242 4242 4242", "any future date · any CVC"),
    "razorpay": ("#0b5cd7", "Razorpay, imitated", "UPI", "customer@upi", "approve it in your UPI app"),
}


ENDS = {"expired": "has expired", "failed": "could not be paid"}


def money(amount: int, currency: str) -> str:
    """An amount in minor units for people, e.g. `$12.50`, `₹1,25,000.00`."""
    if currency in WITHOUT_CENTS:
        return f"{currency} {amount:,}"
    whole, cents = divmod(amount, 100)
    grouped = _indian(whole) if currency == "INR" else f"{whole:,}"
    return f"{SYMBOLS.get(currency, currency + ' ')}{grouped}.{cents:02d}"


def bill_page(bill: Bill, *, declined: bool) -> str:
    """The page of one link in its present state: open, paid, expired or cancelled."""
    brand, powered, method, number, hint = LOOKS[bill.gateway]
    content = _open(bill, method, number, hint, declined=declined) if bill.status == "open" else _closed(bill)
    return PAGE.substitute(
        title=escape(f"{bill.merchant}: {money(bill.amount, bill.currency)}"),
        brand=brand,
        status=bill.status,
        initial=escape(bill.merchant[:1].upper()),
        merchant=escape(bill.merchant),
        reference=escape(f"Order {bill.reference}" if bill.reference else "Payment"),
        content=content,
        powered=powered,
        script=_tell_console(bill) if bill.status == "paid" else "",
    )


def no_such_page() -> str:
    """The page of a link that does not exist."""
    return PAGE.substitute(
        title="Payment link not found",
        brand="#697386",
        status="unknown",
        initial="?",
        merchant="Payment link not found",
        reference="Ask the shop for a new one",
        content="",
        powered="Payments",
        script="",
    )


def _open(bill: Bill, method: str, number: str, hint: str, *, declined: bool) -> str:
    sum_ = money(bill.amount, bill.currency)
    note = '<p class="note" role="alert">The payment was declined. Nothing was charged.</p>' if declined else ""
    lines = "".join(_line(line, bill.currency) for line in bill.lines)
    return f"""<div class="soft">Pay {escape(bill.merchant)}</div><div class="sum">{escape(sum_)}</div>{note}
<ul>{lines}</ul>
<div class="method"><span class="soft">{method}</span><b>{number}</b><span class="soft">{hint}</span></div>
<form method="post"><button class="pay" name="outcome" value="paid">Pay {escape(sum_)}</button>
<button class="fail" name="outcome" value="failed">Let the payment fail</button></form>"""


def _line(line: BillLine, currency: str) -> str:
    count = f"{line.quantity} × " if line.quantity > 1 else ""
    amount = "" if line.amount is None else money(line.amount, currency)
    return f"<li><span>{count}{escape(line.name)}</span><span>{escape(amount)}</span></li>"


def _closed(bill: Bill) -> str:
    sum_ = escape(money(bill.amount, bill.currency))
    if bill.status == "paid":
        back = (
            f'<a class="back" href="{escape(bill.return_url)}">Back to {escape(bill.merchant)}</a>'
            if bill.return_url
            else ""
        )
        return f'<div class="state">{TICK}<div class="sum">{sum_}</div><p>Payment received. Thank you!</p></div>{back}'
    if bill.status == "pending":
        return (
            f'<div class="state">{CLOSED}<div class="sum">{sum_}</div><p><b>Your payment is under way.</b></p>'
            '<p class="soft">Your bank has not answered yet.</p></div>'
        )
    word = ENDS.get(bill.status, "was cancelled")
    return (
        f'<div class="state">{CLOSED}<p><b>This payment link {word}.</b></p>'
        f'<p class="soft">Nothing was charged. Write to {escape(bill.merchant)} for a new one.</p></div>'
    )


def _tell_console(bill: Bill) -> str:
    return (
        "<script>for (const other of [window.parent, window.opener]) if (other && other !== window) "
        f'other.postMessage({{type: "tillhook:paid", id: "{escape(bill.id)}"}}, location.origin);</script>'
    )


def _indian(whole: int) -> str:
    """Lakh and crore grouping: the last three digits, then pairs."""
    head, tail = str(whole)[:-3], str(whole)[-3:]
    pairs: list[str] = []
    while head:
        pairs.insert(0, head[-2:])
        head = head[:-2]
    return ",".join([*pairs, tail])
