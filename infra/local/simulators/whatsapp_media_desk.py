"""The media routes: what a phone sends and a store fetches, and what a store uploads and a phone shows."""

from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from infra.local.simulators.desk import BadRequest, Desk, store_named
from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.whatsapp_graph import caller, graph, no_such_node, owner
from infra.local.simulators.whatsapp_media import BY_TYPE, MOST_BYTES, Media, MediaRoom
from infra.local.simulators.world import Json, Store

# A file is shown, never run: what a tester uploads must not become a page of the console's origin.
HARMLESS = {"X-Content-Type-Options": "nosniff", "Content-Security-Policy": "sandbox; default-src 'none'"}


class MediaDesk:
    """Media under the Graph API, and `/sim/whatsapp/media` for the phone."""

    def __init__(self, desk: Desk, *, prefix: str) -> None:
        self._desk = desk
        self._prefix = prefix
        self.room = MediaRoom()

    def phone_routes(self) -> Sequence[BaseRoute]:
        """What the phone uploads, and shows without a token."""
        return [
            Route("/sim/whatsapp/media", self._receive, methods=["POST"]),
            Route("/sim/whatsapp/media/{id:str}", self._show, methods=["GET"]),
        ]

    def routes(self) -> Sequence[BaseRoute]:
        """What the store calls. Links stand before nodes: they have the longer path."""
        base = self._prefix + "{version:str}/{node:str}"
        return [
            Route(self._prefix + "lookaside/whatsapp_business/attachments/", graph(self._download), methods=["GET"]),
            Route(base + "/media", graph(self._upload), methods=["POST"]),
            Route(base, graph(self._describe), methods=["GET"]),
            Route(base, graph(self._delete), methods=["DELETE"]),
        ]

    def find(self, store: Store, id_: str) -> Media | None:
        """The store's file with this id, as long as Meta keeps it."""
        return self.room.find(id_, store_id=store.id, now=self._desk.clock.now())

    def completed(self, message: Json, *, store: Store, origin: str) -> Json:
        """A phone's message as Meta passes it on: its file described, with a digest and a link. Its own words win."""
        type_ = message.get("type")
        if type_ == "edit" and isinstance(message.get("edit"), dict):
            inner = message["edit"].get("message")
            if isinstance(inner, dict):
                edit = {**message["edit"], "message": self.completed(inner, store=store, origin=origin)}
                return {**message, "edit": edit}
        about = message.get(type_) if type_ in BY_TYPE else None
        media = self.find(store, str(about.get("id"))) if isinstance(about, dict) else None
        if not isinstance(about, dict) or media is None:
            return message
        known: Json = {"mime_type": media.mime_type, "sha256": media.sha256}
        if type_ == "document" and media.filename:
            known["filename"] = media.filename
        if flag := {"audio": "voice", "sticker": "animated"}.get(str(type_)):
            known[flag] = False
        link = self.room.link(media, origin=origin, now=self._desk.clock.now())
        return {**message, str(type_): {**known, "url": link, **about}}

    async def _receive(self, request: Request) -> JSONResponse:
        store = store_named(self._desk.world, request.query_params.get("store"))
        data = await request.body()
        if not data:
            raise BadRequest("the body is the file: it is empty")
        if len(data) > MOST_BYTES:
            raise BadRequest("WhatsApp takes at most 100 MB", code=413)
        media = self.room.receive(
            data,
            store_id=store.id,
            mime_type=request.headers.get("content-type") or "application/octet-stream",
            filename=request.query_params.get("filename", ""),
            now=self._desk.clock.now(),
        )
        return JSONResponse(
            {"id": media.id, "mime_type": media.mime_type, "sha256": media.sha256, "file_size": len(data)}
        )

    async def _show(self, request: Request) -> Response:
        store = store_named(self._desk.world, request.query_params.get("store"))
        media = self.find(store, request.path_params["id"])
        if media is None:
            raise BadRequest("no such file, or no longer", code=404)
        return Response(media.data, media_type=media.mime_type, headers=HARMLESS)

    async def _upload(self, request: Request) -> Json:
        store = owner(self._desk, request, "phone_number_id")
        content_type = request.headers.get("content-type", "")
        now = self._desk.clock.now()
        media = self.room.upload(await request.body(), content_type=content_type, store_id=store.id, now=now)
        return {"id": media.id}

    async def _describe(self, request: Request) -> Json:
        media = self._asked_for(request)
        origin, now = self._desk.origin(request), self._desk.clock.now()
        return media.described(self.room.link(media, origin=origin, now=now))

    async def _delete(self, request: Request) -> Json:
        self.room.delete(self._asked_for(request))
        return {"success": True}

    async def _download(self, request: Request) -> Response:
        store = caller(self._desk, request)
        query = dict(request.query_params)
        media = self.room.linked(query, store_id=store.id, now=self._desk.clock.now())
        if media is None:
            return Response("Not Found", status_code=404, media_type="text/plain")
        return Response(media.data, media_type=media.mime_type)

    def _asked_for(self, request: Request) -> Media:
        store = caller(self._desk, request)
        number = request.query_params.get("phone_number_id")
        media = self.find(store, request.path_params["node"])
        if media is None or (number is not None and number != store.text("phone_number_id")):
            raise no_such_node(request)
        return media


def require_media(media: Media | None, type_: str) -> None:
    """Raises 131009 for a file nobody uploaded and 131053 for one of another type than the message's."""
    if media is None:
        raise GraphError(131009, f"{type_}['id'] is not the id of a media file that was uploaded, or it is too old.")
    if not media.fits(type_):
        raise GraphError(131053, f"A file of type {media.mime_type} cannot be sent as {type_}.")
