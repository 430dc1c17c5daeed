"""Takes docs/tracking.png anew: `python -m tests.browser.tracking_picture`. It needs no world, only a record."""

from __future__ import annotations

import sys
from dataclasses import replace
from datetime import timedelta
from functools import partial
from html import escape

from playwright.sync_api import sync_playwright

from infra.local import browser as chromium
from infra.local.settings import ROOT
from shared.adapters.tracking_page import Followed, tracking_page
from shared.adapters.whatsapp.texts import all_texts
from shared.domain.order import Handover, OrderStatus
from shared.domain.parcel import OWN_RIDER, Parcel, ParcelState, Scan
from shared.domain.store import Store
from tests.fakes.parcels_of_ana import failed, parcel, sent_order
from tests.fakes.people import MPLS_PROFILE, NOW, PUNE_PROFILE

PICTURE = ROOT / "docs" / "tracking.png"
# Readers load it on a phone, too. Bytes.
LARGEST = 200_000
MPLS = Store.from_profile(MPLS_PROFILE | {"colour": "#6b2fa0"})
PUNE = Store.from_profile(PUNE_PROFILE | {"colour": "#b3541e"})
PHONE = "width:360px;height:760px;border:0;border-radius:22px;box-shadow:0 2px 14px rgba(0,0,0,.25)"


def drawn(store: Store, language: str, status: OrderStatus, kind: str, *parcels: Parcel) -> str:
    """One page of order 17."""
    texts = all_texts()
    followed = Followed(
        order=sent_order(status=status, handover=Handover(kind=kind)),
        parcels=parcels,
        store=store,
        language=language,
        say=partial(texts.say, language),
        receipt="receipt",
        names={code: texts.say(code, "language_name") for code in store.languages},
        now=NOW + timedelta(hours=1),
    )
    return tracking_page(followed)


def pages() -> tuple[str, ...]:
    """To be picked up; two parcels under way; what should happen now?"""
    out = Scan(at=NOW, state=ParcelState.OUT_FOR_DELIVERY, code="out")
    one = parcel(lines={"TARO-R": 2}, scans=(replace(out, state=ParcelState.IN_TRANSIT, code="in_transit"),))
    other = parcel(
        id="pcl_2",
        number=2,
        courier=OWN_RIDER,
        lines={"WAFFLE": 1},
        state=ParcelState.OUT_FOR_DELIVERY,
        scans=(out,),
        tracking_url="",
    )
    missed = parcel(
        courier="shiprocket", courier_name="Xpressbees Surface", tracking_code="1957040848490", scans=failed()
    )
    return (
        drawn(MPLS, "en", OrderStatus.READY, "pickup"),
        drawn(MPLS, "es", OrderStatus.OUT_FOR_DELIVERY, "delivery", one, other),
        drawn(PUNE, "hi", OrderStatus.DELIVERY_FAILED, "delivery", replace(missed, state=ParcelState.FAILED_ATTEMPT)),
    )


def main() -> None:
    """Three phones beside each other."""
    frames = "".join(f'<iframe style="{PHONE}" srcdoc="{escape(page)}"></iframe>' for page in pages())
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium.find(), args=["--no-sandbox"])
        page = running.new_page(viewport={"width": 1200, "height": 820})
        page.set_content(
            f'<body style="margin:0;padding:28px;display:flex;gap:32px;background:#e9e9e6">{frames}</body>'
        )
        page.wait_for_load_state("networkidle")
        page.screenshot(path=PICTURE)
        running.close()
    size = PICTURE.stat().st_size
    if size > LARGEST:
        sys.exit(f"{PICTURE} has {size:,} bytes, more than {LARGEST:,}.")
    sys.stdout.write(f"{PICTURE}: {size:,} bytes\n")


if __name__ == "__main__":
    main()
