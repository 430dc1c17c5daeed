"""What a field of a store's TOML file may be, and what to write instead of a wrong one."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

from shared.domain.hours import DAYS, range_of

#: Returns what is wrong with a value and what to write instead, or None.
Check = Callable[[Any], str | None]

# ISO 4217, the currencies people pay with (no metals, no units of account).
_CURRENCIES = """
    AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP
    CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR
    ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT
    MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD
    SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
    VND VUV WST XAF XCD XOF XPF YER ZAR ZMW ZWG
"""
CURRENCIES = frozenset(_CURRENCIES.split())

#: How customers may pay. Each has its words in every language (`method_<name>` of the texts).
PAYMENT_METHODS = ("card", "apple_pay", "google_pay", "upi", "netbanking", "wallet", "cash_on_delivery")

_RANGE = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)-(?!\1)((?:[01]\d|2[0-3]):[0-5]\d|24:00)")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One field by its dotted name; `optional` ones fall back to `default`."""

    name: str
    check: Check
    optional: bool = False
    default: Any = None


def matching(pattern: str, *, wrong: str, advice: str) -> Check:
    """A text of the given form."""

    def check(value: Any) -> str | None:
        fits = isinstance(value, str) and re.fullmatch(pattern, value)
        return None if fits else f"{wrong}; {advice}"

    return check


def one_of(*allowed: str) -> Check:
    """One of a few words."""
    words = " or ".join(f'"{word}"' for word in allowed)
    return lambda value: None if value in allowed else f"is not known; write {words}"


def whole(*, least: int, most: int, unit: str) -> Check:
    """A whole number of `unit` within bounds."""

    def check(value: Any) -> str | None:
        fits = isinstance(value, int) and not isinstance(value, bool) and least <= value <= most
        return (
            None
            if fits
            else f"is not a number from {least} to {most}; write {unit} without quotes, for example {least}"
        )

    return check


def _currency(value: Any) -> str | None:
    if value in CURRENCIES:
        return None
    return 'is not an ISO 4217 code; write three capital letters, for example "USD"'


def _time_zone(value: Any) -> str | None:
    try:
        ZoneInfo(value)
    except (
        OSError,
        ValueError,
        TypeError,
        KeyError,
    ):  # ZoneInfoNotFoundError is a KeyError, a folder's name an OSError
        return 'is not a time zone; write its IANA name, for example "America/Chicago"'
    return None


def _languages(value: Any) -> str | None:
    tags = value if isinstance(value, list) and value else [None]
    fits = all(isinstance(tag, str) and re.fullmatch(r"[a-z]{2}(_[A-Z]{2})?", tag) for tag in tags)
    if fits and len(set(tags)) == len(tags):
        return None
    return 'is not a list of different language codes; write for example ["en", "es"], the store\'s own first'


def _true_or_false(value: Any) -> str | None:
    return None if isinstance(value, bool) else "is neither true nor false; write it without quotes"


def _text(value: Any) -> str | None:
    fits = isinstance(value, str) and value.strip() and len(value) <= 200
    return None if fits else "is not a text of 1 to 200 characters; write it in double quotes"


def several(*allowed: str) -> Check:
    """A list of different words out of a few, at least one."""
    words = ", ".join(f'"{word}"' for word in allowed)

    def check(value: Any) -> str | None:
        fits = isinstance(value, list) and value and all(one in allowed for one in value)
        return (
            None if fits and len(set(value)) == len(value) else f"is not a list of what there is; choose of [{words}]"
        )

    return check


def _open_ranges(value: Any) -> str | None:
    found = [
        _RANGE.fullmatch(one) if isinstance(one, str) else None for one in (value if isinstance(value, list) else [0])
    ]
    if not all(found):
        return 'is not a list of hours; write for example ["10:00-14:00", "17:00-01:00"], or [] for closed'
    ranges = [range_of(*one.groups()) for one in found if one]
    if any(after[0] < before[1] for before, after in pairwise(ranges)):
        return "has hours that overlap or are out of order; write each once, the earliest first"
    return None


def _quiet(value: Any) -> str | None:
    fits = isinstance(value, str) and _RANGE.fullmatch(value) and not value.endswith("24:00")
    return None if fits else 'is not a range of hours; write it for example "21:00-09:00"'


def _dates(value: Any) -> str | None:
    told = 'is not a list of dates; write each as year-month-day in double quotes, for example ["2026-12-25"]'
    if not isinstance(value, list) or not all(isinstance(one, str) and len(one) == len("2026-12-25") for one in value):
        return told
    try:
        for one in value:
            date.fromisoformat(one)
    except ValueError:
        return told
    return None


def _postal_codes(value: Any) -> str | None:
    fits = isinstance(value, list) and all(
        isinstance(one, str) and re.fullmatch(r"[A-Z0-9 -]{1,10}", one) for one in value
    )
    return None if fits else 'is not a list of postal codes; write them or what they begin with, for example ["554"]'


def _days_of_products(value: Any) -> str | None:
    fits = isinstance(value, list) and all(
        isinstance(one, str) and re.fullmatch(r"[A-Za-z0-9._-]{1,40}: ?[1-9]\d{0,2}", one) for one in value
    )
    return None if fits else 'is not a list of skus with their days; write for example ["GHEE-1: 45"]'


META_ID = matching(r"\d{5,25}", wrong="is not an id of Meta's", advice="copy its digits from the app, in double quotes")

FIELDS = (
    Field(
        name="id",
        check=matching(
            r"[a-z][a-z0-9]{1,11}",
            wrong="is not a store id",
            advice='write 2 to 12 small letters or digits, a letter first, for example "mpls"',
        ),
    ),
    Field(name="name", check=_text),
    Field(name="currency", check=_currency),
    Field(
        name="country",
        check=matching(
            r"[A-Z]{2}",
            wrong="is not an ISO 3166 code",
            advice='write two capital letters, for example "US"',
        ),
    ),
    Field(name="time_zone", check=_time_zone),
    Field(
        name="day_starts_at",
        check=matching(
            r"([01]\d|2[0-3]):[0-5]\d",
            wrong="is not a time of day",
            advice='write hours and minutes, for example "04:00"',
        ),
    ),
    Field(name="languages", check=_languages),
    Field(
        name="region",
        check=matching(
            r"[a-z]{2}(-[a-z]+)+-\d", wrong="is not an AWS region", advice='write its code, for example "us-east-2"'
        ),
    ),
    Field(
        name="account",
        check=matching(r"\d{12}", wrong="is not an AWS account", advice="write its 12 digits in double quotes"),
        optional=True,
    ),
    # Stripe keeps a checkout open for at least 30 minutes; a reservation ends by closing it.
    Field(name="reservation_minutes", check=whole(least=30, most=1440, unit="minutes"), optional=True, default=30),
    # So long before a reservation ends, who has not paid is reminded; 0: nobody is.
    Field(name="reminder_minutes", check=whole(least=0, most=1410, unit="minutes"), optional=True, default=10),
    Field(name="preparation_minutes", check=whole(least=0, most=10080, unit="minutes")),
    # How long the bot stays silent after a person of the store wrote.
    Field(name="person_minutes", check=whole(least=5, most=1440, unit="minutes"), optional=True, default=60),
    Field(
        name="sender_email",
        check=matching(
            r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+",
            wrong="is not an email address",
            advice="write the address that suppliers are written from, verified in SES",
        ),
    ),
    Field(name="whatsapp.phone_number_id", check=META_ID),
    Field(
        name="whatsapp.display_phone_number",
        check=matching(
            r"\+[1-9]\d{6,14}",
            wrong="is not a phone number",
            advice='write it with + and country code, without spaces, for example "+16125550142"',
        ),
    ),
    Field(name="whatsapp.waba_id", check=META_ID),
    Field(name="whatsapp.catalog_id", check=META_ID),
    Field(name="payment.provider", check=one_of("stripe", "razorpay")),
    Field(name="payment.live", check=_true_or_false),
    Field(name="payment.methods", check=several(*PAYMENT_METHODS), optional=True, default=["card"]),
    # In minor units of the store's currency; None: whatever an order costs.
    Field(
        name="payment.cash_on_delivery_most",
        check=whole(least=1, most=10**9, unit="minor units"),
        optional=True,
    ),
    Field(name="payment.tax", check=one_of("inclusive", "exclusive"), optional=True, default="inclusive"),
    Field(name="courier.provider", check=one_of("easypost", "shiprocket")),
    Field(name="courier.own_rider", check=_true_or_false, optional=True, default=False),
    Field(name="courier.answer_hours", check=whole(least=2, most=72, unit="hours"), optional=True, default=20),
    Field(name="courier.follow_up_days", check=whole(least=3, most=7, unit="days"), optional=True, default=3),
    # Products after which is asked on another day; after how many days one unit of a product is needed again.
    Field(name="courier.follow_up_days_of", check=_days_of_products, optional=True, default=[]),
    Field(name="courier.lasts_days", check=_days_of_products, optional=True, default=[]),
    Field(name="courier.quiet_hours", check=_quiet, optional=True),
    # When couriers come to the door, as customers are told on the day.
    Field(name="courier.delivery_hours", check=_quiet, optional=True),
    # Minor units; with none, only a customer's first order is told of when its preparation begins.
    Field(name="courier.processing_over", check=whole(least=1, most=10**9, unit="minor units"), optional=True),
    *(Field(name=f"courier.from.{part}", check=_text) for part in ("name", "line1", "city", "postal_code")),
    *(Field(name=f"courier.from.{part}", check=_text, optional=True, default="") for part in ("line2", "state")),
    Field(
        name="courier.from.country",
        check=matching(
            r"[A-Z]{2}", wrong="is not an ISO 3166 code", advice='write two capital letters, for example "US"'
        ),
    ),
    Field(
        name="courier.from.phone",
        check=matching(
            r"\+[1-9]\d{6,14}",
            wrong="is not a phone number",
            advice='write it with + and country code, without spaces, for example "+16125550142"',
        ),
    ),
    Field(
        name="courier.parcel.weight_grams", check=whole(least=1, most=70000, unit="grams"), optional=True, default=1000
    ),
    *(
        Field(
            name=f"courier.parcel.{side}_mm",
            check=whole(least=5, most=3000, unit="millimetres"),
            optional=True,
            default=size,
        )
        for side, size in (("length", 300), ("width", 200), ("height", 150))
    ),
    # So long after goods came a customer may say that something is wrong with them.
    Field(name="returns.days", check=whole(least=1, most=365, unit="days"), optional=True, default=14),
    # Damaged, wrong or missing goods worth less are paid back at once; minor units, 0: a person decides about each.
    Field(
        name="returns.refund_without_return_below",
        check=whole(least=0, most=10**9, unit="minor units"),
        optional=True,
        default=0,
    ),
    # Whether somebody looks at goods that are as ordered and only no longer wanted; else such a wish is refused.
    Field(name="returns.not_wanted", check=_true_or_false, optional=True, default=False),
    # The ink on it is chosen so that it can be read.
    Field(
        name="look.colour",
        check=matching(
            r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})",
            wrong="is not a colour",
            advice='write # and three or six hexadecimal digits, for example "#0a7"',
        ),
        optional=True,
        default="",
    ),
    Field(name="fulfilment.kind", check=one_of("pickup", "delivery")),
    Field(name="fulfilment.kinds", check=several("pickup", "delivery"), optional=True),
    Field(name="fulfilment.area", check=_postal_codes, optional=True, default=[]),
    Field(name="fulfilment.place.name", check=_text),
    Field(name="fulfilment.place.address", check=_text),
    # Without any day the store is open around the clock; with one, the days not named are closed.
    *(Field(name=f"hours.{day}", check=_open_ranges, optional=True) for day in DAYS),
    Field(name="hours.holidays", check=_dates, optional=True, default=[]),
    Field(name="hours.paused", check=_true_or_false, optional=True, default=False),
    Field(
        name="throttle.requests_per_second",
        check=whole(least=10, most=5000, unit="requests"),
        optional=True,
        default=100,
    ),
    Field(name="throttle.burst", check=whole(least=10, most=5000, unit="requests"), optional=True, default=200),
    Field(name="alarms.api_latency_seconds", check=whole(least=1, most=10, unit="seconds"), optional=True, default=1),
    Field(
        name="alarms.queue_age_seconds", check=whole(least=60, most=3600, unit="seconds"), optional=True, default=300
    ),
)
