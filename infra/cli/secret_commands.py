"""`till secrets`: put a store's secrets where its functions look for them, and see which are missing. Shows none."""

import getpass
import sys

from infra.cli.target import CommandError, Target, parameter

# Path of every secret parameter -> where its value comes from.
SECRETS = {
    "whatsapp/app_secret": "Meta: App settings, Basic, App secret",
    "whatsapp/verify_token": "your own choice; the same text is entered at Meta: WhatsApp, Configuration, Verify token",
    "whatsapp/access_token": "Meta: Business settings, System users, a token with whatsapp_business_messaging",
    "payment/webhook_secret": "the gateway's webhook endpoint (Stripe: whsec_...; Razorpay: the text entered there)",
    "payment/api_key": "the gateway's API keys (Stripe: a restricted key; Razorpay: key_id:key_secret)",
    "parcel/webhook_secret": "the courier's webhook settings",
    "courier/api_key": "the courier's API (EasyPost: EZAK...; Shiprocket: email:password of its API user)",
    "tracking/key": "your own choice, 32 random characters: it signs the links to receipts",
}


def put(target: Target, path: str, *, rotate: bool) -> str:
    """Read a value from the terminal or from stdin and store it. With `rotate` the old one stays valid behind it."""
    if path not in SECRETS:
        raise CommandError(f"there is no secret {path}: choose one of {', '.join(SECRETS)}")
    value = _read(path)
    lines = [value, *(_current(target, path)[:1] if rotate else [])]
    target.client("ssm").put_parameter(
        Name=parameter(target.store.id, path), Value="\n".join(lines), Type="SecureString", Overwrite=True
    )
    kept = "; the old value stays valid until the next put without --rotate" if len(lines) > 1 else ""
    return f"{parameter(target.store.id, path)} is set{kept}"


def listed(target: Target) -> list[str]:
    """One line per secret: set or missing, since when, how many values are valid, where to get it."""
    names = {parameter(target.store.id, path): path for path in SECRETS}
    found = target.client("ssm").get_parameters(Names=list(names), WithDecryption=True)["Parameters"]
    known = {one["Name"]: one for one in found}
    return [_line(name, path, known.get(name)) for name, path in names.items()]


def _line(name: str, path: str, found: dict[str, object] | None) -> str:
    if found is None:
        return f"missing  {name}  ({SECRETS[path]})"
    values = [line for line in str(found["Value"]).splitlines() if line.strip()]
    rotating = ", two values valid" if len(values) > 1 else ""
    since = found.get("LastModifiedDate")
    return f"set      {name}  (since {since:%Y-%m-%d}{rotating})" if since else f"set      {name}{rotating}"


def _read(path: str) -> str:
    asked = f"{path} ({SECRETS[path]}): "
    value = (getpass.getpass(asked) if sys.stdin.isatty() else sys.stdin.read()).strip()
    if not value or "\n" in value:
        raise CommandError(f"{path}: a secret is one line that is not empty")
    return value


def _current(target: Target, path: str) -> list[str]:
    found = target.client("ssm").get_parameters(Names=[parameter(target.store.id, path)], WithDecryption=True)
    return [line for one in found["Parameters"] for line in one["Value"].splitlines() if line.strip()]
