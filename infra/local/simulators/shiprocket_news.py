"""How Shiprocket tells a store of a scan: once, with a token in the clear, and never again."""

import json

from infra.local.simulators import shiprocket_objects as objects
from infra.local.simulators.carriers import Haul
from infra.local.simulators.delivery import Webhook
from infra.local.simulators.desk import Desk
from infra.local.simulators.world import Store

SHIPROCKET_WAITS_SECONDS = 10.0


def tell(desk: Desk, store: Store, haul: Haul, *, order_id: str) -> None:
    """The parcel as it is now."""

    def current() -> Store:
        return desk.world.stores.get(store.id, store)

    def sign(_: bytes) -> dict[str, str]:
        token = current().secret("parcel_webhook_secret")
        return {"x-api-key": token} if token else {}

    body = objects.webhook(haul, order_id=order_id)
    desk.courier.dispatch(
        Webhook(
            provider="shiprocket",
            store_id=store.id,
            what=str(body["current_status"]).upper(),
            url=lambda: current().text("parcel_webhook"),
            body=json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode(),
            sign=sign,
            accepted=lambda status: status == 200,
            timeout_seconds=SHIPROCKET_WAITS_SECONDS,
            subject=haul.tracking_code,
            retries=0,
        )
    )
