"""Meta's WhatsApp Cloud API for the stores' numbers: takes messages and templates, refuses what Meta would refuse."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import Desk
from infra.local.simulators.faults import Fault
from infra.local.simulators.templates import Shelf
from infra.local.simulators.whatsapp_book import NOBODY, Book, Bubble, Person, message_id
from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.whatsapp_graph import graph, graph_json, owner
from infra.local.simulators.whatsapp_interactive import without_unknown
from infra.local.simulators.whatsapp_media_desk import MediaDesk, require_media
from infra.local.simulators.whatsapp_phone import Phone
from infra.local.simulators.whatsapp_rules import check_message, check_receipt, media_ids
from infra.local.simulators.whatsapp_statuses import Pace, StatusDesk
from infra.local.simulators.world import Json, Store

PAGE = 25


class WhatsApp:
    """Provider `whatsapp`. Chats live until `reset`, templates for as long as the process."""

    name = "whatsapp"
    prefix = "/sim/graph/"

    def __init__(self, desk: Desk, *, assume_windows: bool = True, pace: Pace | None = None) -> None:
        self._desk = desk
        self._assume_windows = assume_windows
        self._books: dict[str, Book] = {}
        self._shelves: dict[str, Shelf] = {}
        self._statuses = StatusDesk(desk, pace or Pace(), on_change=self.chat_changed)
        self._media = MediaDesk(desk, prefix=self.prefix)
        self._phone = Phone(desk, books=self.book, shelf=self.shelf, statuses=self._statuses, media=self._media)

    def routes(self) -> Sequence[BaseRoute]:
        """Graph API and, under `/sim/whatsapp`, the phone."""
        base = self.prefix + "{version:str}/{node:str}"
        return [
            Route(base + "/messages", graph(self._messages), methods=["POST"]),
            Route(base + "/message_templates", graph(self._list_templates), methods=["GET"]),
            Route(base + "/message_templates", graph(self._create_template), methods=["POST"]),
            *self._media.routes(),
            *self._media.phone_routes(),
            *self._phone.routes(),
        ]

    def fault_answer(self, fault: Fault) -> tuple[int, Json]:
        """`429` is the throughput error 130429, `5xx` the unknown error 131000."""
        error = (
            GraphError(130429, "Cloud API message throughput has been reached.")
            if fault is Fault.TOO_MANY
            else GraphError(131000, "Something went wrong on our side.")
        )
        return error.status, error.body()

    def reset(self) -> None:
        """Empty chats, closed windows, full allowances, no files. Templates stay: they are set up, not said."""
        self._statuses.forget()
        self._media.room.clear()
        self._books.clear()

    def book(self, store: Store) -> Book:
        """The state of the store's number."""
        country = {"USD": "US", "INR": "IN"}.get(store.text("currency"), "US")
        return self._books.setdefault(store.id, Book(country=country, assume_windows=self._assume_windows))

    def shelf(self, store: Store) -> Shelf:
        """The templates of the store's WhatsApp account."""
        return self._shelves.setdefault(store.text("waba_id"), Shelf())

    def chat_changed(self, store: Store, bubble: Bubble) -> None:
        """Tell the open consoles."""
        self._desk.live.tell("chat", {"store": store.id, "wa_id": bubble.person.key})

    async def _messages(self, request: Request) -> Json:
        store = owner(self._desk, request, "phone_number_id")
        body = await graph_json(request)
        if body.get("status"):
            return self._read_receipt(store, body)
        return self._send(store, body)

    def _read_receipt(self, store: Store, body: Json) -> Json:
        check_receipt(body)
        self._phone.read(store, body["message_id"], typing="typing_indicator" in body)
        return {"success": True}

    def _send(self, store: Store, body: Json) -> Json:
        type_ = check_message(body, catalog_id=store.text("catalog_id"), skus=store.skus)
        book, now = self.book(store), self._desk.clock.now()
        given, person = _recipient(book, store, body)
        shown: Json | None = None
        category = "service"
        if type_ == "template":
            template, shown = self.shelf(store).check_send(body["template"])
            category = template.category.lower()
        else:
            book.require_window(person, now)
        for media_type, id_ in media_ids(body):
            require_media(self._media.find(store, id_), media_type)
        book.spend_number(now)
        book.spend_pair(person, now)
        bubble = Bubble(
            id=message_id(person.key, inbound=False),
            at=now,
            direction="out",
            person=person,
            body=body,
            status="accepted",
            to=given,
            category=category,
            shown=shown,
            seen=without_unknown(body, skus=store.skus),
        )
        person.typing_until = None
        book.add(bubble)
        self.chat_changed(store, bubble)
        self._statuses.follow(store, bubble)
        identities = {"wa_id": person.wa_id, "user_id": person.user_id}
        message: Json = {"id": bubble.id} | ({"message_status": "accepted"} if type_ == "template" else {})
        return {
            "messaging_product": "whatsapp",
            "contacts": [{"input": given, **{key: value for key, value in identities.items() if value}}],
            "messages": [message],
        }

    async def _list_templates(self, request: Request) -> Json:
        shelf = self.shelf(owner(self._desk, request, "waba_id"))
        query = request.query_params
        found = [one.described() for one in shelf.templates.values()]
        for key in ("name", "language", "status", "category"):
            if wanted := query.get(key):
                found = [one for one in found if one[key] == wanted]
        start = int(query["after"]) if query.get("after", "").isdigit() else 0
        end = start + int(query.get("limit", PAGE))
        fields = {"id", *filter(None, query.get("fields", "").split(","))}
        page = [{key: one[key] for key in one if fields == {"id"} or key in fields} for one in found[start:end]]
        paging: Json = {"cursors": {"before": str(start), "after": str(end)}}
        if end < len(found):
            paging["next"] = str(request.url.include_query_params(after=end))
        return {"data": page, "paging": paging}

    async def _create_template(self, request: Request) -> Json:
        shelf = self.shelf(owner(self._desk, request, "waba_id"))
        template = shelf.create(await graph_json(request))
        return {"id": template.id, "status": template.status, "category": template.category}


def _recipient(book: Book, store: Store, body: Json) -> tuple[str, Person]:
    """Who the message is for: `to` (a phone number) wins over `recipient` (a business-scoped user id)."""
    to, recipient = body.get("to"), body.get("recipient")
    if to:
        digits = str(to).translate(str.maketrans("", "", "+ -()."))
        if not digits.isdigit() or not 7 <= len(digits) <= 15:
            raise GraphError(131009, "to is not a phone number.")
        if digits == store.digits:
            raise GraphError(131021, "The sender and the recipient are the same number.")
        if digits.endswith(NOBODY):
            raise GraphError(131026, "The recipient phone number is not a WhatsApp phone number.")
        return str(to), book.meet(wa_id=digits, user_id=str(recipient) if recipient else None)
    if not recipient:
        raise GraphError(131008, "One of the parameters to and recipient is required.")
    person = book.known(str(recipient))
    if person is None:
        if not book.assume_windows:
            raise GraphError(131026, "The recipient has never been in touch with this business.")
        person = book.meet(wa_id=None, user_id=str(recipient))
    return str(recipient), person
