"""All functions of a store. What each is given and may do is told in `infra/woken_by/`, by what wakes it."""

from constructs import Construct

from infra.constructs.function import FunctionHome
from infra.woken_by import events, http, queues, streams
from infra.workbench import StoreParts, Workbench


class StoreFunctions:
    """Creates all functions in `scope` and connects those that queues, streams and the clock wake."""

    def __init__(self, scope: Construct, *, parts: StoreParts, home: FunctionHome) -> None:
        bench = Workbench(scope=scope, parts=parts, home=home)
        self.whatsapp_webhook = http.whatsapp_webhook(bench)
        self.payment_webhook = http.payment_webhook(bench)
        self.parcel_webhook = http.parcel_webhook(bench)
        self.queue_message = events.queue_message(bench)
        self.staff_api = http.staff_api(bench)
        self.public_pages = http.public_pages(bench)
        queues.process_inbox(bench)
        queues.record_statuses(bench)
        streams.publish_events(bench)
        streams.track_stock(bench)
        queues.request_payment(bench)
        queues.refund_payment(bench)
        self.message_customer = queues.message_customer(bench)
        queues.email_supplier(bench)
        queues.store_media(bench)
        queues.record_parcels(bench)
        queues.ask_courier(bench)
        queues.arm_timers(bench)
        queues.run_timer(bench)
        events.reconcile(bench)
        events.poll_parcels(bench)
