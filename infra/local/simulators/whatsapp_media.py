"""Photos, voice notes and documents on Meta's side: kept by id, fetched through a link that lives five minutes."""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from infra.local.simulators.multipart import form_parts
from infra.local.simulators.whatsapp_errors import GraphError
from infra.local.simulators.world import Json

LINK_LIVES = timedelta(minutes=5)
RECEIVED_LIVES = timedelta(days=7)
UPLOADED_LIVES = timedelta(days=30)
MEGABYTE = 1024 * 1024
MOST_BYTES = 100 * MEGABYTE
# What a store may upload, with the most bytes of each (protocol 1.9); a phone's documents may be anything.
IMAGES = dict.fromkeys(("image/jpeg", "image/png"), 5 * MEGABYTE)
STICKERS = {"image/webp": 500 * 1024}
SOUNDS = dict.fromkeys(("audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"), 16 * MEGABYTE)
FILMS = dict.fromkeys(("video/mp4", "video/3gpp"), 16 * MEGABYTE)
OFFICE = "application/vnd.openxmlformats-officedocument."
DOCUMENTS = dict.fromkeys(
    (
        "text/plain",
        "application/pdf",
        "application/msword",
        "application/vnd.ms-excel",
        "application/vnd.ms-powerpoint",
        OFFICE + "spreadsheetml.sheet",
        OFFICE + "wordprocessingml.document",
        OFFICE + "presentationml.presentation",
    ),
    MOST_BYTES,
)
BY_TYPE = {"image": IMAGES, "sticker": STICKERS, "audio": SOUNDS, "video": FILMS, "document": DOCUMENTS}
UPLOADABLE = {mime_type: most for group in BY_TYPE.values() for mime_type, most in group.items()}


@dataclass(frozen=True, slots=True)
class Media:
    """One file. `kept_until`: a customer's is forgotten after 7 days, a store's own upload after 30."""

    id: str
    store_id: str
    mime_type: str
    data: bytes
    filename: str
    kept_until: datetime

    @property
    def sha256(self) -> str:
        """The digest as webhooks carry it, in base64."""
        return base64.b64encode(hashlib.sha256(self.data).digest()).decode()

    def described(self, url: str) -> Json:
        """The answer of `GET /<MEDIA_ID>`, where the digest is in hexadecimal."""
        return {
            "messaging_product": "whatsapp",
            "url": url,
            "mime_type": self.mime_type,
            "sha256": hashlib.sha256(self.data).hexdigest(),
            "file_size": len(self.data),
            "id": self.id,
        }

    def fits(self, type_: str) -> bool:
        """Whether a message of this type may carry it; a document may be anything that can be uploaded."""
        return type_ == "document" or self.plain_type in BY_TYPE.get(type_, {})

    @property
    def plain_type(self) -> str:
        """The MIME type without parameters such as `codecs=opus`."""
        return self.mime_type.partition(";")[0].strip().lower()


@dataclass(slots=True)
class MediaRoom:
    """All files of the stores, by id. Links are signed instead of remembered, as Meta's are."""

    _kept: dict[str, Media] = field(default_factory=dict)
    _key: bytes = field(default_factory=lambda: secrets.token_bytes(32))

    def receive(self, data: bytes, *, store_id: str, mime_type: str, filename: str, now: datetime) -> Media:
        """Keep what a customer's phone sends."""
        return self._keep(Media(_media_id(), store_id, mime_type, data, filename, now + RECEIVED_LIVES))

    def upload(self, body: bytes, *, content_type: str, store_id: str, now: datetime) -> Media:
        """Keep what a store posts as a form. Raises 100 for a bad form, 131053 for a type or size not taken."""
        parts = form_parts(body, content_type=content_type)
        if "messaging_product" not in parts or parts["messaging_product"].text != "whatsapp":
            raise GraphError(100, "The parameter messaging_product is required and must be 'whatsapp'.")
        if "file" not in parts or not parts["file"].data:
            raise GraphError(100, "The parameter file is required.")
        file = parts["file"]
        mime_type = file.mime_type or (parts["type"].text if "type" in parts else "")
        most = UPLOADABLE.get(mime_type.lower())
        if most is None:
            raise GraphError(131053, f"Param file must be a file with one of the following types: not '{mime_type}'.")
        if len(file.data) > most:
            raise GraphError(
                131053, f"The file has {len(file.data)} bytes, at most {most} are allowed for {mime_type}."
            )
        return self._keep(Media(_media_id(), store_id, mime_type, file.data, file.filename, now + UPLOADED_LIVES))

    def find(self, id_: str, *, store_id: str, now: datetime) -> Media | None:
        """The store's file with this id, unless it was deleted or is too old."""
        media = self._kept.get(id_)
        return media if media and media.store_id == store_id and now < media.kept_until else None

    def delete(self, media: Media) -> None:
        """Forget a file; its links break at once."""
        self._kept.pop(media.id, None)

    def clear(self) -> None:
        """Forget all files."""
        self._kept.clear()

    def link(self, media: Media, *, origin: str, now: datetime) -> str:
        """A URL of the file for the next five minutes."""
        until = int((now + LINK_LIVES).timestamp())
        query = f"mid={media.id}&ext={until}&hash={self._signature(media.id, until)}"
        return f"{origin}/sim/graph/lookaside/whatsapp_business/attachments/?{query}"

    def linked(self, query: dict[str, str], *, store_id: str, now: datetime) -> Media | None:
        """The file a link stands for; None when the link is too old, was altered, or is another store's."""
        id_, until = query.get("mid", ""), query.get("ext", "")
        if not until.isdecimal() or now.timestamp() >= int(until):
            return None
        if not hmac.compare_digest(self._signature(id_, int(until)), query.get("hash", "")):
            return None
        return self.find(id_, store_id=store_id, now=now)

    def _keep(self, media: Media) -> Media:
        self._kept[media.id] = media
        return media

    def _signature(self, id_: str, until: int) -> str:
        return hmac.new(self._key, f"{id_}.{until}".encode(), hashlib.sha256).hexdigest()


def _media_id() -> str:
    """15 or 16 digits, like Meta's."""
    return str(10**14 + secrets.randbelow(10**16 - 10**14))
