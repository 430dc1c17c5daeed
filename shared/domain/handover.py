"""Pickup or delivery, where to and when: read out of a customer's words, and what the store makes of it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cache

from shared.domain.customer import Customer
from shared.domain.frozen import dataclass
from shared.domain.order import Handover, Order, OrderStatus
from shared.domain.store import Store
from shared.domain.when import time_in

PICKUP, DELIVERY = "pickup", "delivery"
#: As much of an address as is kept; longer ones are a letter.
LONGEST_ADDRESS = 300
#: Where and when are said in the first lines, if at all.
LONGEST_READ = 1500

#: Postal codes by country (ISO 3166). A country that is not here is asked for no code.
_POSTAL_CODES = {"US": r"\b\d{5}(?:-\d{4})?\b", "IN": r"\b[1-9]\d{2}\s?\d{3}\b"}
#: Words that stand in addresses and hardly ever in a wish for food.
_STREET = r"""(?<![^\W\d_])(?:street|st|avenue|ave|road|rd|lane|ln|blvd|boulevard|drive|suite|apt|apartment|flat
    |bldg|building|house\s+no|plot|nagar|colony|society|sector|phase|chowk|marg|wadi|peth|gali|galli|nivas|bhavan|tower|towers|market|yard
    |gate|floor|block|calle|avenida|av|carrera|colonia|piso|depto|departamento|edificio
    |मार्ग|रोड|नगर|सोसायटी|सोसाइटी|फ्लैट|गली|पेठ|चौक|सेक्टर|बिल्डिंग|कॉलोनी|मंज़िल|मकान|मार्केट)(?![^\W\d_])"""

#: The way to say it -> the words; what stands behind (or, in Hindi, before) them may be an address.
_TO = (
    r"\b(?:deliver(?:ed|y)?|bring|send|ship)\b(?:\s+(?:it|this|them|everything))?(?:\s+please)?\s+(?:to|at)\s+(?P<where>.+)",
    r"\b(?:env[ií]\w*|entr[eé]g\w*|m[aá]nd\w*|tra[eií]\w*|ll[eé]v\w*)\s+(?:por\s+favor\s+)?(?:a|en)\s+(?!domicilio|las?\s+\d)(?P<where>.+)",
    (
        r"^(?P<where>.+?)(?<!ghar)(?<!घर)\s+(?:pe|par|pr|mein|me|पर|पे|में)\s+(?:\w+\s+)?"
        r"(?:bhej|deliver|pahunch|भेज|पहुँच|पहुंच|डिलीवर|डिलिवर)\w*"
    ),
)
_DELIVER = r"""\bdeliver(?:y|ed)?\b|\ba\s+domicilio\b|\benv[ií]o\b|\bentrega\b|\bgha?r\s+(?:pe|par)\b
    |\bhome\s+delivery\b|डिलीवरी|डिलिवरी|घर\s*(?:पर|पे)"""
_COLLECT = r"""\bpick(?:ing)?[\s-]*(?:it\s+|them\s+)?up\b|\bpickup\b|\btake[\s-]?away\b|\bto[\s-]go\b|\bcollect\b
    |\bpara\s+llevar\b|\brecog\w+\b|\brecoj\w+\b|\bpas(?:o|ar[eé])\s+(?:por|a\s+busc)\w*|\b(?:le|lene)\s+(?:jaunga|jaungi|aaunga|aaungi|aa\s+raha)\b
    |लेने\s+आ|ले\s+जाऊ|पिकअप|पिक\s+अप"""
#: What an address begins with, where it stands among other words without a comma.
_HOUSE = r"(?:flat|plot|gala|shop\s+no|house\s+no|room|door|wing|block|फ्लैट|मकान|प्लॉट|गाला)(?![^\W\d_])"
#: How much of something, and no number of a house.
_MEASURE = (
    r"\d+(?:[.,]\d+)?\s*(?:kgs?|kilos?|gr?|gms?|grams?|gramos?|l|lt|lit(?:er|re|ro)s?|ml|किलो|ग्राम|लीटर)(?![^\W\d_])"
)
#: Everybody lives there; nobody can drive there.
_HOME = r"\b(?:home|house|place|ghar|casa)\b|घर"
#: An address without a number has at least so many words.
ADDRESS_WORDS = 3
#: What ends an address in the middle of a line.
_AFTER = r"\s+(?:please|pls|por\s+favor|thanks|thank\s+you|gracias)\b.*$"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE | re.VERBOSE if "\n" in pattern else re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What a message says about the handover; empty or None for what it does not say. ``rest``: all its other words."""

    kind: str | None = None
    address: str = ""
    at: datetime | None = None
    rest: str = ""

    @property
    def anything(self) -> bool:
        """Whether it says anything about it."""
        return bool(self.kind or self.address or self.at)


def wish_in(text: str, *, store: Store, now: datetime) -> Wish:
    """What a message says about where and when; the words of the goods are left in ``rest``."""
    text = text[:LONGEST_READ]
    address, rest = _address_in(text, store.country)
    kind = None
    if address or _compiled(_DELIVER).search(rest):
        kind = DELIVERY
    elif _compiled(_COLLECT).search(rest):
        kind = PICKUP
    if not address and kind:
        rest = " ".join(_compiled(_DELIVER if kind == DELIVERY else _COLLECT).sub(" ", rest).split(" "))
    named = time_in(text, now=now, zone=store.zone, is_open=store.is_open)
    if named:
        rest = rest.replace(named[1], " ", 1)
    return Wish(kind=kind, address=address, at=named[0] if named else None, rest=rest.strip(" ,;"))


def _address_in(text: str, country: str) -> tuple[str, str]:
    """The address that a message names as such or that stands in it as one, and the message without it."""
    return _named_address(text, country) or _standing_address(text, country)


def _named_address(text: str, country: str) -> tuple[str, str] | None:
    """The address beside a word for bringing, and the message without it."""
    lines = text.split("\n")
    for number, line in enumerate(lines):
        for pattern in _TO:
            found = _compiled(pattern).search(line)
            if found and (where := _trimmed(found["where"], country)) and _is_a_place(where, country):
                rest = f"{line[: found.start()]} {line[found.start('where') + len(where) :]}"
                if found.start("where") == found.start():
                    house = _compiled(_HOUSE).search(where)
                    before = house.start() if house else 0
                    where, rest = where[before:], f"{where[:before]} {line[found.end() :]}"
                return where, "\n".join([*lines[:number], rest.strip(), *lines[number + 1 :]])
    return None


def _standing_address(text: str, country: str) -> tuple[str, str]:
    """An address among other words: parts between commas or lines that look like one, side by side."""
    parts = [part for part in _compiled(r"[,\n;]").split(text) if part.strip()]
    like = [bool(_compiled(_STREET).search(part)) or bool(postal_code_in(part, country)) for part in parts]
    if not any(like):
        return "", text
    first, last = like.index(True), len(like) - 1 - like[::-1].index(True)
    address = ", ".join(part.strip() for part in parts[first : last + 1])
    if not looks_like_address(address, country):
        return "", text
    return address[:LONGEST_ADDRESS], ", ".join(part.strip() for part in [*parts[:first], *parts[last + 1 :]])


def _trimmed(where: str, country: str) -> str:
    """The address alone: up to its postal code, else without the pleasantries and times behind it."""
    where = where.strip(" ,.:")
    codes = list(_compiled(_POSTAL_CODES[country]).finditer(where)) if country in _POSTAL_CODES else []
    if codes:
        return where[: codes[-1].end()][:LONGEST_ADDRESS]
    where = _compiled(_AFTER).sub("", where)
    where = _compiled(r"\s+(?:at|by|before|around|a\s+las|para\s+las)\s+\d.*$").sub("", where)
    return where.strip(" ,.")[:LONGEST_ADDRESS]


def _is_a_place(where: str, country: str) -> bool:
    """After "deliver to" less is needed: a number and a name, or a code."""
    return bool(postal_code_in(where, country)) or bool(
        _compiled(r"\d").search(where) and _compiled(r"[^\W\d]{2}").search(where)
    )


def looks_like_address(text: str, country: str) -> bool:
    """Whether words that nobody asked for may be taken as an address: a number, a name, and a street or a code."""
    words = _compiled(r"[^\W\d_]{2,}").findall(text)
    if not _compiled(r"\d").search(text) or not words or len(text) > LONGEST_ADDRESS:
        return False
    if _compiled(_STREET).search(text):
        return True
    # "20000 taro" begins with what could be a code.
    code = _compiled(_POSTAL_CODES[country]).search(text) if country in _POSTAL_CODES else None
    return code is not None and code.start() > 0 and len(words) > 1


def postal_code_in(text: str, country: str) -> str:
    """The last postal code in a text, as the country writes it, without blanks; empty when there is none."""
    pattern = _POSTAL_CODES.get(country)
    codes = _compiled(pattern).findall(text) if pattern else []
    return "".join(codes[-1].split()) if codes else ""


def address_given(text: str, country: str) -> str:
    """The address in the answer to the question for one: the words, without what a polite person puts around them."""
    one = " ".join(text.split())
    named = _named_address(one, country)
    return (named[0] if named else _trimmed(one, country))[:LONGEST_ADDRESS]


def names_a_place(text: str) -> bool:
    """Whether the answer to the question for an address can be one: a number that is no quantity, or some words and
    not just "home".
    """
    text = _compiled(_MEASURE).sub(" ", text)
    if _compiled(r"\d{5}|\d.*[^\W\d_]|[^\W\d_].*\d").search(text):
        return True
    words = _compiled(r"[^\W\d_]{2,}").findall(text)
    return len(words) >= ADDRESS_WORDS and not _compiled(_HOME).search(text)


def usual(store: Store, customer: Customer) -> Handover:
    """What an order begins with: the store's usual way, and the customer's last address if it is brought there."""
    if store.fulfilment.kind == PICKUP:
        return Handover(kind=PICKUP)
    return delivered(customer.address, customer.postal_code)


def delivered(address: str, postal_code: str = "") -> Handover:
    """A delivery to that address, or to one that is still to be told."""
    return Handover(kind=DELIVERY, address=address, postal_code=postal_code)


def applied(handover: Handover, wish: Wish, *, store: Store, customer: Customer) -> Handover:
    """The handover with what the customer wishes, as far as the store does that at all."""
    after = handover
    if wish.address and DELIVERY in store.fulfilment.kinds:
        after = replace(delivered(wish.address, postal_code_in(wish.address, store.country)), at=after.at)
    elif wish.kind == DELIVERY and after.kind != DELIVERY and DELIVERY in store.fulfilment.kinds:
        after = replace(delivered(customer.address, customer.postal_code), at=after.at)
    elif wish.kind == PICKUP and PICKUP in store.fulfilment.kinds:
        after = Handover(kind=PICKUP, at=after.at)
    return replace(after, at=wish.at) if wish.at else after


def from_note(usual: Handover, note: str, *, store: Store, customer: Customer, now: datetime) -> Handover:
    """The handover of a cart with a note: one that looks like an address is one, with all it says.

    Where goods are usually picked up more is needed: a word for bringing, or the code of a place that is reached.
    """
    wish = wish_in(note, store=store, now=now)
    address = address_given(note, store.country) if looks_like_address(note, store.country) else ""
    code = postal_code_in(address, store.country)
    if store.fulfilment.kind == DELIVERY or _named_address(note, store.country) or _compiled(_DELIVER).search(note):
        wish = replace(wish, address=address or wish.address)
    elif not (code and store.fulfilment.reaches(code)):
        wish = replace(wish, address="", kind=None if wish.address else wish.kind)
    return applied(usual, wish, store=store, customer=customer)


def out_of_reach(handover: Handover, store: Store) -> bool:
    """Whether the address is one that the store does not deliver to."""
    return (
        handover.kind == DELIVERY and bool(handover.postal_code) and not store.fulfilment.reaches(handover.postal_code)
    )


def lacks_address(order: Order) -> bool:
    """Whether it still has to be told where this order goes."""
    return order.handover is not None and not order.handover.placed and order.status in _STILL_HERE


_STILL_HERE = frozenset(
    {
        OrderStatus.DRAFT,
        OrderStatus.RECEIVED,
        OrderStatus.AWAITING_PAYMENT,
        OrderStatus.CONFIRMED,
        OrderStatus.PREPARING,
        OrderStatus.READY,
    }
)


def ready_at(order: Order, store: Store, *, confirmed: datetime) -> datetime:
    """UTC. When the goods will be ready, if the order is confirmed then: not before they can be, nor before the
    customer wants them.
    """
    earliest = store.ready_at(confirmed)
    wanted = order.handover.at if order.handover else None
    return max(wanted, earliest) if wanted else earliest
