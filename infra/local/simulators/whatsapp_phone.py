"""The customer's side of WhatsApp: what a phone sends becomes a webhook, what a store sends appears on the screen."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import BaseRoute, Route

from infra.local.simulators.clock import rfc3339
from infra.local.simulators.desk import BadRequest, Desk, json_object, store_named
from infra.local.simulators.templates import Shelf
from infra.local.simulators.whatsapp_book import Book, Bubble, Person, message_id
from infra.local.simulators.whatsapp_errors import ERRORS, GraphError
from infra.local.simulators.whatsapp_media_desk import MediaDesk
from infra.local.simulators.whatsapp_statuses import StatusDesk, contact, webhook
from infra.local.simulators.world import Json, Store

# Meta introduces the sender of these to nobody.
WITHOUT_CONTACTS = frozenset({"system"})
# Meta takes the three dots away after 25 seconds, or when the answer comes.
TYPING_LASTS = timedelta(seconds=25)


class Phone:
    """Routes under `/sim/whatsapp`."""

    def __init__(
        self,
        desk: Desk,
        *,
        books: Callable[[Store], Book],
        shelf: Callable[[Store], Shelf],
        statuses: StatusDesk,
        media: MediaDesk,
    ) -> None:
        self._desk = desk
        self._books = books
        self._shelf = shelf
        self._statuses = statuses
        self._media = media

    def routes(self) -> Sequence[BaseRoute]:
        """Inbound, screen, list of sends, and the tester's hand on other changes, statuses, windows and templates."""
        base = "/sim/whatsapp"
        return [
            Route(base + "/inbound", self._inbound, methods=["POST"]),
            Route(base + "/change", self._change, methods=["POST"]),
            Route(base + "/chat", self._chat, methods=["GET"]),
            Route(base + "/messages", self._messages, methods=["GET"]),
            Route(base + "/statuses", self._status, methods=["POST"]),
            Route(base + "/window", self._window, methods=["POST"]),
            Route(base + "/templates", self._template, methods=["POST"]),
        ]

    def read(self, store: Store, id_: str, *, typing: bool) -> None:
        """The store read the message, and may be typing an answer. It may have come without the phone's doing."""
        bubble = self._books(store).bubbles.get(id_)
        if bubble is not None and bubble.direction == "in":
            self._books(store).read(bubble)
            bubble.person.typing_until = self._desk.clock.now() + TYPING_LASTS if typing else None
            self._changed(store, bubble)

    async def _inbound(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        store = store_named(self._desk.world, asked.get("store"))
        message = asked.get("message")
        if not isinstance(message, dict) or not message.get("type"):
            raise BadRequest("message must be Meta's message object with a type")
        book, now = self._books(store), self._desk.clock.now()
        person = _sender(book, asked.get("from"))
        if message["type"] != "system":
            book.wrote(person, now)
        full = self._media.completed(message, store=store, origin=self._desk.origin(request))
        answering = with_context(full, book=book, store=store)
        value = inbound_value(person, answering, id_=message_id(person.key, inbound=True), at=now)
        if asked.get("errors"):
            value["errors"] = asked["errors"]
        sent = value["messages"][0]
        bubble = Bubble(id=sent["id"], at=now, direction="in", person=person, body=message, status="sent")
        book.add(bubble)

        def taken() -> None:
            # The second tick. The ticks turn blue only when the store says that it has read the message.
            if bubble.advance("delivered"):
                self._changed(store, bubble)

        self._desk.courier.dispatch(
            webhook(self._desk, store, value, what=f"message {message['type']}", taken=taken),
        )
        if message["type"] == "system":
            _move(book, person, message.get("system"))
        self._changed(store, bubble)
        return JSONResponse({"id": sent["id"]})

    async def _change(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        store = store_named(self._desk.world, asked.get("store"))
        field, value = asked.get("field", "messages"), asked.get("value")
        if not isinstance(field, str) or not isinstance(value, dict):
            raise BadRequest("field is a field of Meta's webhooks, value its JSON object")
        self._desk.courier.dispatch(webhook(self._desk, store, value, what=f"change {field}", field=field))
        return JSONResponse({"field": field})

    def _changed(self, store: Store, bubble: Bubble) -> None:
        self._desk.live.tell("chat", {"store": store.id, "wa_id": bubble.person.key})

    async def _chat(self, request: Request) -> JSONResponse:
        store = store_named(self._desk.world, request.query_params.get("store"))
        book, now = self._books(store), self._desk.clock.now()
        person = _whoever(book, request.query_params.get("wa_id") or request.query_params.get("user_id") or "")
        if person is None:
            return JSONResponse({"messages": [], "window_open": False, "typing": False})
        return JSONResponse(
            {
                "messages": [_on_screen(bubble) for bubble in book.chat(person)],
                "window_open": book.window_open(person, now),
                "typing": person.typing_until is not None and now < person.typing_until,
            }
        )

    async def _messages(self, request: Request) -> JSONResponse:
        wanted, to = request.query_params.get("store"), request.query_params.get("to", "")
        stores = [store_named(self._desk.world, wanted)] if wanted else list(self._desk.world.stores.values())
        found = [
            bubble
            for store in stores
            for bubble in self._books(store).bubbles.values()
            if bubble.direction == "out" and (not to or _is_for(bubble, to))
        ]
        found.sort(key=lambda bubble: bubble.at)
        listed = [{"id": one.id, "at": rfc3339(one.at), "to": one.to, "body": one.body} for one in found]
        return JSONResponse({"messages": listed})

    async def _status(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        store = store_named(self._desk.world, asked.get("store"))
        bubble = self._books(store).bubbles.get(str(asked.get("id")))
        status, code = asked.get("status"), int(asked.get("code") or 131026)
        if bubble is None or bubble.direction != "out":
            raise BadRequest("no message was sent with this id", code=404)
        if status not in {"sent", "delivered", "read", "played", "failed"} or code not in ERRORS:
            raise BadRequest("status is one of sent, delivered, read, played, failed; code a code of the Graph API")
        errors = [GraphError(code, "A tester asked for it.").in_status()] if status == "failed" else None
        self._statuses.tell(store, bubble, status, errors)
        return JSONResponse({"id": bubble.id, "status": bubble.status})

    async def _window(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        store = store_named(self._desk.world, asked.get("store"))
        book, now = self._books(store), self._desk.clock.now()
        person = _sender(book, {"wa_id": asked.get("wa_id"), "user_id": asked.get("user_id")})
        if asked.get("open"):
            book.wrote(person, now)
        else:
            book.close_window(person)
        return JSONResponse({"window_open": book.window_open(person, now)})

    async def _template(self, request: Request) -> JSONResponse:
        asked = await json_object(request)
        store = store_named(self._desk.world, asked.get("store"))
        template = self._shelf(store).templates.get((str(asked.get("name")), str(asked.get("language"))))
        if template is None:
            raise BadRequest("no such template in this language", code=404)
        template.status = str(asked.get("status", template.status)).upper()
        return JSONResponse(template.described())


def inbound_value(person: Person, message: Json, *, id_: str, at: datetime) -> Json:
    """The `value` of a webhook about one message from a customer."""
    who: Json = {}
    if person.wa_id:
        who["from"] = person.wa_id
    if person.user_id:
        who["from_user_id"] = person.user_id
    sent = {**who, "id": id_, "timestamp": str(int(at.timestamp())), **message}
    if message["type"] in WITHOUT_CONTACTS:
        return {"messages": [sent]}
    return {"contacts": [contact(person)], "messages": [sent]}


def with_context(message: Json, *, book: Book, store: Store) -> Json:
    """An answer names who wrote what it answers; the phone may leave that to us."""
    context = message.get("context")
    if not isinstance(context, dict) or "id" not in context or "from" in context:
        return message
    answered = book.bubbles.get(str(context["id"]))
    author = answered.person.wa_id if answered is not None and answered.direction == "in" else store.digits
    return {**message, "context": {**({"from": author} if author else {}), **context}}


def _move(book: Book, person: Person, system: object) -> None:
    if isinstance(system, dict) and str(system.get("type", "")).endswith(("_changed_number", "_changed_user_id")):
        wa_id = "".join(filter(str.isdigit, str(system.get("wa_id") or system.get("new_wa_id") or "")))
        book.moved(person, wa_id=wa_id or None, user_id=system.get("user_id"))


def _sender(book: Book, asked: object) -> Person:
    sender = asked if isinstance(asked, dict) else {}
    wa_id = "".join(filter(str.isdigit, str(sender.get("wa_id") or "")))
    user_id = sender.get("user_id") or (book.business_scoped_id(wa_id) if wa_id else None)
    if not user_id:
        raise BadRequest("from needs a wa_id or a user_id")
    person = book.meet(wa_id=wa_id or None, user_id=str(user_id), name=str(sender.get("name") or ""))
    person.username = str(sender.get("username") or person.username)
    return person


def _whoever(book: Book, identity: str) -> Person | None:
    return book.known(identity) or book.known("".join(filter(str.isdigit, identity)))


def _is_for(bubble: Bubble, to: str) -> bool:
    digits = "".join(filter(str.isdigit, to))
    named = {bubble.to, bubble.person.user_id, str(bubble.body.get("recipient", ""))}
    return to in named or (bool(digits) and "." not in to and digits == bubble.person.wa_id)


def _on_screen(bubble: Bubble) -> Json:
    shown = {"rendered": bubble.shown} if bubble.shown else {}
    return {
        "id": bubble.id,
        "at": rfc3339(bubble.at),
        "direction": bubble.direction,
        "body": bubble.seen or bubble.body,
        "status": bubble.status,
        **shown,
    }
