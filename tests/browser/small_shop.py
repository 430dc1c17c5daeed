"""A store small enough to read: what the stand-in tells the console about it."""

from typing import Any

Json = dict[str, Any]

PRODUCTS: list[Json] = [
    {
        "sku": "TARO-R",
        "name": "Taro milk tea, regular",
        "names": {"es": "Té de taro, normal"},
        "price": 575,
        "size": "regular",
    },
    {
        "sku": "TARO-L",
        "name": "Taro milk tea, large",
        "names": {"es": "Té de taro, grande"},
        "price": 675,
        "size": "large",
    },
    {"sku": "WAFFLE", "name": "Egg waffle", "names": {"es": "Waffle de huevo"}, "price": 695},
]
SHARED: Json = {
    "catalog_id": "8114",
    "payment_provider": "stripe",
    "courier": "easypost",
    "products": PRODUCTS,
    "currency": "USD",
}
STORES: list[Json] = [
    {
        "id": "mpls",
        "name": "North Loop Tea",
        "languages": ["en", "es"],
        "display_phone_number": "+1 612-555-0142",
        **SHARED,
    },
    {
        "id": "pune",
        "name": "Mula Provisions",
        "languages": ["en", "hi"],
        "display_phone_number": "+91 20 5555 0142",
        **SHARED,
    },
]
#: One full shelf, one that is at its reorder point.
STOCK: list[Json] = [
    {"id": "milk_ml", "available": 4000, "reserved": 180, "reorder_point": 1200},
    {"id": "tapioca_pearls_g", "available": 300, "reserved": 0, "reorder_point": 300},
]
#: The first customer the console offers in `mpls`.
MAYA = "16125550100"
PARCEL: Json = {
    "tracking_code": "9400100000000000000001",
    "order_id": "ord_4f2a9c1d7e6b5a3f",
    "status": "pre_transit",
    "courier": "easypost",
    "store": "mpls",
    "carrier": "USPS",
    "direction": "outbound",
    "label_url": "http://127.0.0.1:1/sim/labels/a.pdf",
    "courier_page": "http://127.0.0.1:1/sim/parcels/9400100000000000000001/page",
    "tracking_page": "http://127.0.0.1:1/track/abc",
    "expected": "2026-11-23",
    "attempts": 0,
    "deadline": None,
    "instructions": [],
    "scans": [],
}
ORDER: Json = {
    "id": "ord_4f2a9c1d7e6b5a3f",
    "ticket": None,
    "status": "awaiting_payment",
    "customer": {"id": "cus_f449afafcf62", "name": "Maya Olsen"},
    "lines": [{"sku": "TARO-R", "name": "Taro milk tea, regular", "quantity": 2, "unit_price": 575, "total": 1150}],
    "total": 1150,
    "currency": "USD",
    "timeline": [
        {"name": "OrderReceived", "sequence": 1, "at": "2026-11-20T10:00:00Z", "data": {}},
        {"name": "ParcelLeftTheSMSHub", "sequence": 2, "at": "2026-11-20T10:00:01Z", "data": {}},
    ],
}
