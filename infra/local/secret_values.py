"""The secrets of a local world: made up anew for each, and put where the functions look for them."""

import secrets
from collections.abc import Mapping

from infra.local.cloud import client


def invent(*, provider: str, courier: str) -> dict[str, str]:
    """A value for every secret parameter of a store, in the form its gateway and its courier give them."""
    if provider == "stripe":
        key, signing = f"sk_test_{secrets.token_hex(24)}", f"whsec_{secrets.token_hex(24)}"
    else:
        key, signing = f"rzp_test_{secrets.token_hex(7)}:{secrets.token_hex(12)}", secrets.token_hex(16)
    if courier == "easypost":
        booking = f"EZTK{secrets.token_hex(27)}"
    else:
        booking = f"api-{secrets.token_hex(4)}@store.example:{secrets.token_urlsafe(18)}"
    return {
        "whatsapp/app_secret": secrets.token_hex(16),
        "whatsapp/verify_token": secrets.token_urlsafe(18),
        "whatsapp/access_token": f"EAA{secrets.token_hex(40)}",
        "payment/webhook_secret": signing,
        "payment/api_key": key,
        "parcel/webhook_secret": secrets.token_hex(16),
        "courier/api_key": booking,
        "tracking/key": secrets.token_hex(16),
    }


def put(*, cloud: str, store: str, values: Mapping[str, str]) -> None:
    """Store the values as SecureStrings under `/tillhook/<store>/`."""
    ssm = client("ssm", cloud=cloud)
    for path, value in values.items():
        ssm.put_parameter(Name=f"/tillhook/{store}/{path}", Value=value, Type="SecureString", Overwrite=True)
