"""Store files: read as they are meant, and every mistake named with its line."""

import json
import shutil
from datetime import time
from pathlib import Path

import pytest

from infra.store_files import FOLDER, InvalidStoreFiles, load_stores
from shared.domain.delivery_terms import ParcelSize
from shared.domain.parcel import Address
from shared.domain.return_terms import ReturnTerms
from shared.domain.store import Store


def folder_with(tmp_path: Path, change: dict[str, str], *, file: str = "mpls.toml") -> Path:
    """A copy of the stores' folder with one file changed."""
    shutil.copytree(FOLDER, tmp_path / "stores")
    path = tmp_path / "stores" / file
    text = path.read_text(encoding="utf-8")
    for old, new in change.items():
        assert old in text
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return tmp_path / "stores"


def problems_of(folder: Path) -> list[str]:
    """The problems found, each from the file's name on."""
    with pytest.raises(InvalidStoreFiles) as caught:
        load_stores(folder)
    return [problem.partition("/stores/")[2] for problem in caught.value.problems]


def test_the_two_demo_stores_are_read_as_their_owners_wrote_them() -> None:
    """The demo stores differ in all that a store can differ in."""
    mpls, pune = load_stores()
    assert (mpls.id, mpls.currency, mpls.payment.provider, mpls.fulfilment.kind) == ("mpls", "USD", "stripe", "pickup")
    assert (pune.id, pune.currency, pune.payment.provider, pune.courier.provider) == (
        "pune",
        "INR",
        "razorpay",
        "shiprocket",
    )
    assert (mpls.languages, pune.languages) == (("en", "es"), ("en", "hi"))
    assert mpls.reservation_minutes == 30
    assert mpls.account is None


def test_a_profile_holds_what_the_functions_are_promised_and_no_more() -> None:
    """`STORE` is the store's profile of docs/architecture.md, readable by the domain."""
    profile = json.loads(load_stores()[1].profile())
    assert sorted(profile) == [
        "cash_on_delivery_most",
        "catalog_id",
        "colour",
        "country",
        "currency",
        "day_starts_at",
        "delivery",
        "fulfilment",
        "hours",
        "id",
        "languages",
        "name",
        "payment_methods",
        "person_minutes",
        "preparation_minutes",
        "reminder_minutes",
        "reservation_minutes",
        "tax",
        "time_zone",
        "whatsapp_number",
    ]
    assert Store.from_profile(profile).fulfilment.place_name == "Sahyadri Traders godown"


def test_a_wrong_value_is_named_with_its_line_and_what_to_write(tmp_path: Path) -> None:
    """The line, the value, what is wrong, what to write."""
    folder = folder_with(tmp_path, {'currency = "USD"': 'currency = "US"'})
    assert problems_of(folder) == [
        'mpls.toml:4: currency "US" is not an ISO 4217 code; write three capital letters, for example "USD"'
    ]


def test_a_misspelt_field_is_named_with_the_right_one_and_as_missing(tmp_path: Path) -> None:
    """The unknown name stands on its line, the missing one on that of its table."""
    folder = folder_with(tmp_path, {"waba_id": "wabaid"})
    assert problems_of(folder) == [
        "mpls.toml:16: whatsapp.waba_id is missing; copy its digits from the app, in double quotes",
        'mpls.toml:19: whatsapp.wabaid is not a field of a store; did you mean "whatsapp.waba_id"?',
    ]


def test_all_mistakes_of_all_files_are_reported_at_once(tmp_path: Path) -> None:
    """One run tells everything that has to be mended, in the order of the lines."""
    folder = folder_with(
        tmp_path,
        {
            '"America/Chicago"': '"America/Minneapolis"',
            'day_starts_at = "04:00"': 'day_starts_at = "4am"',
            "requests_per_second = 100": 'requests_per_second = "100"',
        },
    )
    (folder / "pune.toml").write_text('id = "pune\n')
    found = problems_of(folder)
    assert [problem.partition(": ")[0] for problem in found] == [
        "mpls.toml:6",
        "mpls.toml:7",
        "mpls.toml:73",
        "pune.toml:1",
    ]
    assert found[3].startswith("pune.toml:1: is not TOML: ")


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("live = false", 'live = "false"', 'payment.live "false" is neither true nor false'),
        ('provider = "stripe"', 'provider = "paypal"', 'payment.provider "paypal" is not known'),
        ('languages = ["en", "es"]', 'languages = ["en", "en"]', "languages ['en', 'en'] is not a list of different"),
        (
            'display_phone_number = "+16125550142"',
            'display_phone_number = "612-555-0142"',
            'whatsapp.display_phone_number "612-555-0142" is not a phone number',
        ),
        (
            "reservation_minutes = 30",
            "reservation_minutes = 5",
            "reservation_minutes 5 is not a number from 30 to 1440",
        ),
        ('region = "us-east-2"', 'region = "Ohio"', 'region "Ohio" is not an AWS region'),
        ('id = "mpls"', 'id = "north"', 'id "north" is not the name of the file; write "mpls" or rename the file'),
    ],
)
def test_each_kind_of_field_has_its_own_words(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What is wrong is said in the words of the field."""
    (problem,) = problems_of(folder_with(tmp_path, {old: new}))
    assert told in problem


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            'tue = ["10:00-22:00"]',
            'tue = ["10-22"]',
            (
                """mpls.toml:63: hours.tue ['10-22'] is not a list of hours; write for example ["10:00-14:00", """
                '"17:00-01:00"], or [] for closed'
            ),
        ),
        (
            'fri = ["10:00-23:00"]',
            'fri = ["10:00-14:00", "13:00-23:00"]',
            (
                "mpls.toml:66: hours.fri ['10:00-14:00', '13:00-23:00'] has hours that overlap or are out of order; "
                "write each once, the earliest first"
            ),
        ),
        (
            '"2026-12-25"',
            '"25.12.2026"',
            (
                "mpls.toml:69: hours.holidays ['2026-11-26', '25.12.2026', '2027-01-01'] is not a list of dates; "
                'write each as year-month-day in double quotes, for example ["2026-12-25"]'
            ),
        ),
        (
            "paused = false",
            'paused = "no"',
            'mpls.toml:70: hours.paused "no" is neither true nor false; write it without quotes',
        ),
        (
            'area = ["554"]',
            "area = [554]",
            (
                "mpls.toml:55: fulfilment.area [554] is not a list of postal codes; write them or what they begin "
                'with, for example ["554"]'
            ),
        ),
        (
            'kinds = ["pickup", "delivery"]',
            'kinds = ["delivery"]',
            """mpls.toml:54: fulfilment.kinds ['delivery'] lacks the usual way "pickup"; add it""",
        ),
        (
            'methods = ["card", "apple_pay", "google_pay"]',
            'methods = ["cash"]',
            (
                "mpls.toml:25: payment.methods ['cash'] is not a list of what there is; choose of "
                '["card", "apple_pay", "google_pay", "upi", "netbanking", "wallet", "cash_on_delivery"]'
            ),
        ),
        (
            "person_minutes = 60",
            "person_minutes = 0",
            (
                "mpls.toml:13: person_minutes 0 is not a number from 5 to 1440; write minutes without quotes, "
                "for example 5"
            ),
        ),
    ],
)
def test_hours_area_and_payment_are_checked_like_all_else(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A store's own hours are as easy to get right as its name."""
    assert problems_of(folder_with(tmp_path, {old: new})) == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "reminder_minutes = 10",
            "reminder_minutes = 30",
            "mpls.toml:11: reminder_minutes 30 is not less than reservation_minutes 30; write less, or 0 for none",
        ),
        (
            'tax = "inclusive"',
            'tax = "none"',
            'mpls.toml:26: payment.tax "none" is not known; write "inclusive" or "exclusive"',
        ),
        (
            'tax = "inclusive"',
            "cash_on_delivery_most = 0",
            (
                "mpls.toml:26: payment.cash_on_delivery_most 0 is not a number from 1 to 1000000000; "
                "write minor units without quotes, for example 1"
            ),
        ),
    ],
)
def test_tax_reminder_and_cash_on_delivery_are_checked_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What a store may decide about its money."""
    assert problems_of(folder_with(tmp_path, {old: new})) == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "answer_hours = 20",
            "answer_hours = 1",
            (
                "mpls.toml:31: courier.answer_hours 1 is not a number from 2 to 72; write hours without quotes, "
                "for example 2"
            ),
        ),
        (
            "follow_up_days = 3",
            "follow_up_days = 8",
            (
                "mpls.toml:32: courier.follow_up_days 8 is not a number from 3 to 7; write days without quotes, "
                "for example 3"
            ),
        ),
        (
            'quiet_hours = "21:00-09:00"',
            'quiet_hours = "21:00-24:00"',
            (
                'mpls.toml:33: courier.quiet_hours "21:00-24:00" is not a range of hours; write it for example '
                '"21:00-09:00"'
            ),
        ),
        (
            'provider = "easypost"',
            'provider = "pigeon"',
            'mpls.toml:29: courier.provider "pigeon" is not known; write "easypost" or "shiprocket"',
        ),
        (
            'phone = "+16125550142"',
            'phone = "6125550142"',
            (
                'mpls.toml:44: courier.from.phone "6125550142" is not a phone number; write it with + and country '
                'code, without spaces, for example "+16125550142"'
            ),
        ),
        (
            "weight_grams = 900",
            "weight_grams = 0.9",
            (
                "mpls.toml:47: courier.parcel.weight_grams 0.9 is not a number from 1 to 70000; write grams without "
                "quotes, for example 1"
            ),
        ),
        (
            'delivery_hours = "10:00-21:00"',
            'delivery_hours = "all day"',
            (
                'mpls.toml:34: courier.delivery_hours "all day" is not a range of hours; write it for example '
                '"21:00-09:00"'
            ),
        ),
        (
            "processing_over = 5000",
            'lasts_days = ["TARO-R 5"]',
            (
                "mpls.toml:35: courier.lasts_days ['TARO-R 5'] is not a list of skus with their days; write for "
                'example ["GHEE-1: 45"]'
            ),
        ),
        (
            'colour = "#6b2fa0"',
            'colour = "purple"',
            (
                'mpls.toml:81: look.colour "purple" is not a colour; write # and three or six hexadecimal digits, for '
                'example "#0a7"'
            ),
        ),
    ],
)
def test_couriers_and_parcels_are_checked_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    """What a courier would refuse a label for is named before anything is deployed."""
    assert problems_of(folder_with(tmp_path, {old: new})) == [told]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "days = 14 ",
            "days = 0 ",
            "mpls.toml:84: returns.days 0 is not a number from 1 to 365; write days without quotes, for example 1",
        ),
        (
            "refund_without_return_below = 500 ",
            "refund_without_return_below = 5.00 ",
            (
                "mpls.toml:85: returns.refund_without_return_below 5.0 is not a number from 0 to 1000000000; "
                "write minor units without quotes, for example 0"
            ),
        ),
        (
            "not_wanted = false ",
            'not_wanted = "no" ',
            'mpls.toml:86: returns.not_wanted "no" is neither true nor false; write it without quotes',
        ),
    ],
)
def test_the_rules_for_returns_are_checked_too(tmp_path: Path, old: str, new: str, told: str) -> None:
    """A slip of the pen must not give money away."""
    assert problems_of(folder_with(tmp_path, {old: new})) == [told]


def test_a_store_tells_its_functions_what_it_takes_back(tmp_path: Path) -> None:
    """With nothing said, a person decides about everything but what is only no longer wanted."""
    mpls, pune = (Store.from_profile(json.loads(one.profile())).delivery.returns for one in load_stores())
    assert mpls == ReturnTerms(days=14, refund_without_return_below=500, not_wanted=False)
    assert pune == ReturnTerms(days=7, refund_without_return_below=30_000, not_wanted=True)
    unsaid = {"[returns]\ndays = 14 ": "#", "refund_without_return_below": "#", "not_wanted = ": "# "}
    silent = load_stores(folder_with(tmp_path, unsaid))[0]
    assert Store.from_profile(json.loads(silent.profile())).delivery.returns == ReturnTerms()


def test_a_store_tells_its_functions_how_it_delivers() -> None:
    """Who brings parcels, from where, how large, and how long a customer's answer is waited for."""
    mpls = Store.from_profile(json.loads(load_stores()[0].profile())).delivery
    assert (mpls.courier, mpls.own_rider, mpls.answer_hours, mpls.follow_up_days) == ("easypost", True, 20, 3)
    assert mpls.quiet_hours == (time(21), time(9))
    assert mpls.sender == Address(
        name="North Loop Boba",
        line1="212 N 2nd St",
        city="Minneapolis",
        state="MN",
        postal_code="55401",
        country="US",
        phone="+16125550142",
    )
    assert mpls.parcel == ParcelSize(weight_grams=900, length_mm=250, width_mm=200, height_mm=150)
    assert (mpls.delivery_hours, mpls.processing_over) == ((time(10), time(21)), 5000)
    pune = Store.from_profile(json.loads(load_stores()[1].profile()))
    assert pune.delivery.lasts_days == {"RICE-BAS-5": 30, "GHEE-1": 45}
    assert pune.delivery.follow_up_days_of == {"RICE-BAS-5": 7}
    assert pune.colour == "#b3541e"


def test_a_store_deployed_before_there_were_parcels_sends_none() -> None:
    """A profile without `delivery` is read as one that no courier can be asked for."""
    profile = json.loads(load_stores()[0].profile())
    del profile["delivery"]
    terms = Store.from_profile(profile).delivery
    assert (terms.courier, terms.sender, terms.quiet_hours) == ("", None, None)


def test_a_store_that_adds_tax_says_so_to_its_functions(tmp_path: Path) -> None:
    """Exclusive in the file is tax on top of the lines."""
    folder = folder_with(tmp_path, {'tax = "inclusive"': 'tax = "exclusive"'})
    stores = [Store.from_profile(json.loads(one.profile())) for one in load_stores(folder)]
    assert [one.tax_on_top for one in stores] == [one.id == "mpls" for one in stores]


def test_a_store_that_says_nothing_of_its_hours_is_always_open(tmp_path: Path) -> None:
    """A file from before there were hours, areas and ways to pay still makes a store."""
    folder = folder_with(tmp_path, {'kinds = ["pickup", "delivery"]': "", 'area = ["554"]': ""})
    path = folder / "mpls.toml"
    text = path.read_text(encoding="utf-8").replace('methods = ["card", "apple_pay", "google_pay"]', "")
    path.write_text(text[: text.index("[hours]")] + text[text.index("[throttle]") :], encoding="utf-8")
    store = Store.from_profile(json.loads(load_stores(folder)[0].profile()))
    assert store.hours.around_the_clock
    assert (store.fulfilment.kinds, store.fulfilment.area) == (("pickup",), ())
    assert (store.payment_methods, store.person_minutes) == (("card",), 60)
    assert (store.tax_on_top, store.cash_on_delivery_most, store.reminder_minutes) == (False, None, 10)


def test_a_profile_leaves_room_for_a_functions_other_variables(tmp_path: Path) -> None:
    """AWS gives all variables of a function 4 KB together; a store that would not deploy is named here."""
    dates = ", ".join(f'"2027-{month:02d}-{day:02d}"' for month in range(1, 13) for day in range(1, 20))
    folder = folder_with(tmp_path, {'"2026-11-26"': dates})
    (problem,) = problems_of(folder)
    assert problem.startswith("mpls.toml:1: makes a profile of 4296 bytes, more than 2350; shorten ")


def test_two_stores_cannot_have_one_whatsapp_number(tmp_path: Path) -> None:
    """The number is how a webhook's store is known."""
    folder = folder_with(tmp_path, {'"110345678901234"': '"106540352242922"'}, file="pune.toml")
    (problem,) = problems_of(folder)
    assert problem.startswith('pune.toml:17: whatsapp.phone_number_id "106540352242922" is that of store "mpls"; ')


def test_a_folder_without_stores_says_what_to_do(tmp_path: Path) -> None:
    """An empty folder is not an empty deployment."""
    with pytest.raises(InvalidStoreFiles, match=r"write one file <id>\.toml for each"):
        load_stores(tmp_path)
