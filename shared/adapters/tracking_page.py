"""The page on which an order can be followed: one request, no script, and without a word about the customer."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from html import escape

from shared.adapters.tracking_look import look_of
from shared.domain.goods_return import GoodsReturn, ReturnState
from shared.domain.handover import DELIVERY, ready_at
from shared.domain.hours import DAYS
from shared.domain.order import Order, OrderStatus
from shared.domain.parcel import ENDED, OWN_RIDER, Direction, Parcel, ParcelState
from shared.domain.store import Store
from shared.domain.tracking_steps import Place, Step, steps_of

Say = Callable[..., str]
_S = OrderStatus
_MADE_HERE = frozenset({_S.CONFIRMED, _S.PREPARING})
_COMING = frozenset({_S.DISPATCHED, _S.OUT_FOR_DELIVERY})
#: What the customer may do now, by where the order stands; of all else, nothing.
_NEXT = {
    _S.OUT_FOR_DELIVERY: "next_home",
    _S.DELIVERY_FAILED: "next_answer",
    _S.DELIVERED: "next_wrong",
    _S.COLLECTED: "next_wrong",
    _S.RETURNED: "next_returned",
    _S.CANCELLED: "next_question",
}
#: No day is promised of a parcel that is at its end, or that nobody could take.
_NO_DAY = ENDED | {ParcelState.FAILED_ATTEMPT, ParcelState.AVAILABLE_FOR_PICKUP, ParcelState.RETURN_TO_SENDER}


@dataclass(frozen=True, kw_only=True)
class Followed:
    """What the page is made of. ``receipt`` is the address of the receipt, seen from the page."""

    order: Order
    parcels: tuple[Parcel, ...]
    store: Store
    language: str
    say: Say
    receipt: str
    #: The store's languages, each by its own name: who looks for theirs reads no other.
    names: Mapping[str, str]
    now: datetime
    returns: tuple[GoodsReturn, ...] = ()

    @property
    def is_undecided(self) -> bool:
        """Whether it came back without anybody having said what for: then the customer is asked."""
        decided = any(one.decision and one.state is not ReturnState.CANCELLED for one in self.returns)
        return self.order.status is OrderStatus.RETURNED and not decided

    @property
    def is_delivered(self) -> bool:
        """Whether the goods are brought."""
        handover = self.order.handover
        return handover.kind == DELIVERY if handover else self.store.fulfilment.kind == DELIVERY

    @property
    def outbound(self) -> tuple[Parcel, ...]:
        """Parcels to the customer, in their order; what was given up is nobody's concern."""
        shown = (one for one in self.parcels if one.direction is Direction.OUTBOUND)
        return tuple(
            sorted((one for one in shown if one.state is not ParcelState.CANCELLED), key=lambda one: one.number)
        )

    @property
    def today(self) -> date:
        """The store's calendar day."""
        return self.now.astimezone(self.store.zone).date()

    def coming(self, parcel: Parcel) -> date | None:
        """The day a parcel comes: today once it is out, after a failed attempt the one that was chosen, else the
        courier's; None when nobody knows, or it is over.
        """
        chosen = parcel.last_instruction if parcel.state is ParcelState.FAILED_ATTEMPT else None
        day = chosen.day if chosen else None if parcel.state in _NO_DAY else parcel.expected
        if parcel.state is ParcelState.OUT_FOR_DELIVERY and parcel.last_move:
            day = parcel.last_move.at.astimezone(self.store.zone).date()
        return day if day and day >= self.today else None

    def day(self, day: date) -> str:
        """``today``, ``tomorrow`` or ``Tuesday, 11/24`` on the store's calendar."""
        ahead = (day - self.today).days
        if ahead in (0, 1):
            return self.say("day_tomorrow" if ahead else "day_today")
        written = f"{day:%m/%d}" if self.store.country == "US" else f"{day:%d/%m}"
        return f"{self.say(f'day_{DAYS[day.weekday()]}')}, {written}"


def tracking_page(page: Followed) -> str:
    """The page of a confirmed order."""
    say, number = page.say, page.order.ticket.number if page.order.ticket else 0
    steps = steps_of(page.order, delivered=page.is_delivered)
    body = "".join(
        (
            '<section class="card">',
            _languages(page),
            f"<h1>{escape(say('order_numbered', number=number))}</h1>",
            *_standing(page, steps),
            f'<ol aria-label="{escape(say("page_progress"))}">',
            *(_step(one, say) for one in steps),
            "</ol></section>",
            f'<section class="card{" ask" if _waits_for_them(page) else ""}"><h2>{escape(say("page_next"))}</h2>',
            *(f"<p>{escape(line)}</p>" for line in _next(page)),
            "</section>",
            *_parcels(page),
            f'<a class="button first" href="https://wa.me/{_digits(page.store)}">{escape(say("page_whatsapp"))}</a>',
            f'<a class="button" href="{escape(page.receipt)}">{escape(say("page_receipt"))}</a>',
        )
    )
    return _page(page.store, say("page_title"), body, language=page.language)


def missing_page(*, store: Store, language: str, say: Say) -> str:
    """What is shown to everybody who has nothing to see, whatever the reason."""
    body = f'<section class="card"><p>{escape(say("receipt_missing"))}</p></section>'
    return _page(store, say("page_title"), body, language=language)


def _languages(page: Followed) -> str:
    if len(page.store.languages) < 2:
        return ""
    links = (_language(code, page) for code in page.store.languages)
    return f'<nav aria-label="{escape(page.say("page_language"))}">{"".join(links)}</nav>'


def _language(code: str, page: Followed) -> str:
    name = escape(page.names[code])
    if code == page.language:
        return f'<strong lang="{code}" aria-current="true">{name}</strong>'
    return f'<a lang="{code}" hreflang="{code}" href="?lang={code}">{name}</a>'


def _standing(page: Followed, steps: tuple[Step, ...]) -> Iterable[str]:
    """Where it stands and when it comes, above everything else."""
    at = next((one for one in reversed(steps) if one.place is not Place.TO_COME), steps[0])
    yield f'<p class="now">{escape(page.say(f"step_{at.status}"))}</p>'
    label, when = _expected(page)
    if when:
        yield f'<p class="when">{escape(page.say(label))}: <strong>{escape(when)}</strong></p>'


def _expected(page: Followed) -> tuple[str, str]:
    """When it comes, or is ready; empty when nobody can say, or it is late already.

    Of several parcels: when the last comes, and on the day that one is out, when that one does.
    """
    days = [day for day in map(page.coming, page.outbound) if day]
    if page.order.status in _COMING | _MADE_HERE | {_S.READY, _S.DELIVERY_FAILED} and days:
        first = page.order.status is _S.OUT_FOR_DELIVERY
        return "page_expected", page.day(min(days) if first else max(days))
    ready = ready_at(page.order, page.store, confirmed=page.order.placed_at)
    if page.order.status in _MADE_HERE and ready > page.now:
        local = ready.astimezone(page.store.zone)
        return "page_expected" if page.is_delivered else "page_ready", f"{page.day(local.date())}, {local:%H:%M}"
    return "", ""


def _step(step: Step, say: Say) -> str:
    """Done and now are said in words as well: colour alone tells nothing to who cannot see it."""
    kind = {Place.DONE: "done", Place.NOW: "at", Place.TO_COME: ""}[step.place]
    kinds = f"{kind} bad" if step.trouble and kind else kind
    current = ' aria-current="step"' if step.place is Place.NOW else ""
    said = {Place.DONE: say("step_done"), Place.NOW: say("step_now"), Place.TO_COME: ""}[step.place]
    spoken = f'<span class="hidden"> ({escape(said)})</span>' if said else ""
    return f'<li class="{kinds}"{current}>{escape(say(f"step_{step.status}"))}{spoken}</li>'


def _waits_for_them(page: Followed) -> bool:
    """Whether nothing goes on before the customer does something."""
    asked = any(_is_asked_about(one) for one in page.outbound)
    waits = any(one.state is ParcelState.AVAILABLE_FOR_PICKUP for one in page.outbound)
    ready = page.order.status is _S.READY and not page.is_delivered
    return asked or waits or ready or page.is_undecided


def _is_asked_about(parcel: Parcel) -> bool:
    return parcel.state is ParcelState.FAILED_ATTEMPT and parcel.last_instruction is None


def _next(page: Followed) -> Iterable[str]:
    """What the customer should do, if anything."""
    waits = any(one.state is ParcelState.AVAILABLE_FOR_PICKUP for one in page.outbound)
    if waits:
        yield page.say("next_counter")
    if page.order.status is _S.READY and not page.is_delivered:
        place = page.store.fulfilment
        yield page.say("next_pickup", place=f"{place.place_name}, {place.place_address}")
    elif page.order.status is _S.DELIVERY_FAILED and not any(_is_asked_about(one) for one in page.outbound):
        yield page.say("next_answered")
    elif page.order.status is _S.RETURNED and not page.is_undecided:
        yield page.say("next_question")
    elif key := _NEXT.get(page.order.status):
        yield page.say(key)
    elif not waits:
        yield page.say("next_wait")


def _parcels(page: Followed) -> Iterable[str]:
    shown = page.outbound
    if not shown:
        return
    yield f'<section class="card"><h2>{escape(page.say("page_parcels"))}</h2>'
    for number, one in enumerate(shown, start=1):
        yield _parcel(page, one, number=number, count=len(shown))
    yield "</section>"


def _parcel(page: Followed, one: Parcel, *, number: int, count: int) -> str:
    """What its courier has. One of several says what is in it and when it comes; of the only one the top does."""
    say = page.say
    courier = page.store.name if one.courier == OWN_RIDER else one.courier_name or say("courier_unnamed")
    parts = [f"<strong>{escape(say(f'parcel_state_{one.state}'))}</strong>"]
    if count > 1:
        parts.append(escape(say("page_parcel", number=number, count=count)))
        if day := page.coming(one):
            parts.append(f"{escape(say('page_expected'))}: {escape(page.day(day))}")
        packed = (f"{one.lines[line.sku]} × {line.name}" for line in page.order.lines if line.sku in one.lines)
        parts += [f'<span class="quiet">{escape(item)}</span>' for item in packed]
    # That we booked it is no news of its courier's.
    if one.last_move and one.state is not ParcelState.PRE_TRANSIT:
        local = one.last_move.at.astimezone(page.store.zone)
        news = f"{say('page_news')}: {page.day(local.date())}, {local:%H:%M}"
        parts.append(f'<span class="quiet">{escape(news)}</span>')
    parts.append(escape(courier))
    if one.public_code:
        parts.append(f'{escape(say("page_code"))}: <span class="code">{escape(one.public_code)}</span>')
    if one.tracking_url.startswith("https://"):
        link = escape(say("page_courier_link", courier=courier))
        parts.append(f'<a class="link" href="{escape(one.tracking_url)}" rel="noreferrer nofollow">{link}</a>')
    return f'<div class="parcel">{"".join(f"<p>{part}</p>" for part in parts)}</div>'


def _digits(store: Store) -> str:
    return "".join(filter(str.isdigit, store.whatsapp_number))


def _page(store: Store, title: str, body: str, *, language: str) -> str:
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex">'
        # Without an icon of its own a browser asks for one, which is a second request.
        f'<link rel="icon" href="data:,"><title>{escape(store.name)} · {escape(title)}</title>'
        f"<style>{look_of(store.colour).style}</style></head><body><header><p>{escape(store.name)}</p></header>"
        f"<main>{body}</main></body></html>"
    )
