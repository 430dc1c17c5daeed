"""Files that customers send: how large they may be, and whether they are what they say.

Source: Meta, WhatsApp Cloud API, "Media" (types and sizes); the formats' own signatures.
"""

from __future__ import annotations

from collections.abc import Mapping

MEGABYTE = 1024 * 1024
#: Bytes, by Meta's word for the message.
LARGEST: Mapping[str, int] = {
    "image": 5 * MEGABYTE,
    "audio": 16 * MEGABYTE,
    "video": 16 * MEGABYTE,
    "document": 100 * MEGABYTE,
    "sticker": 500 * 1024,
}
#: How much of a file's beginning ``extension_of`` has to see.
HEAD = 1024

Signature = tuple[int, bytes]

_OFFICE = "application/vnd.openxmlformats-officedocument."
_ZIP: Signature = (0, b"PK\x03\x04")
_OLE: Signature = (0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")
_ISO_MEDIA: Signature = (4, b"ftyp")

#: For each type: its extension, and the beginnings of which the file has one (an offset, and the bytes there).
FORMATS: Mapping[str, tuple[str, tuple[Signature, ...]]] = {
    "image/jpeg": ("jpg", ((0, b"\xff\xd8\xff"),)),
    "image/png": ("png", ((0, b"\x89PNG\r\n\x1a\n"),)),
    "image/webp": ("webp", ((8, b"WEBP"),)),
    "audio/aac": ("aac", ((0, b"\xff\xf1"), (0, b"\xff\xf9"), _ISO_MEDIA)),
    "audio/amr": ("amr", ((0, b"#!AMR"),)),
    "audio/mpeg": ("mp3", ((0, b"ID3"), (0, b"\xff\xfb"), (0, b"\xff\xf3"), (0, b"\xff\xf2"))),
    "audio/mp4": ("m4a", (_ISO_MEDIA,)),
    "audio/ogg": ("ogg", ((0, b"OggS"),)),
    "video/mp4": ("mp4", (_ISO_MEDIA,)),
    "video/3gpp": ("3gp", (_ISO_MEDIA,)),
    "application/pdf": ("pdf", ((0, b"%PDF-"),)),
    "application/msword": ("doc", (_OLE,)),
    "application/vnd.ms-excel": ("xls", (_OLE,)),
    "application/vnd.ms-powerpoint": ("ppt", (_OLE,)),
    _OFFICE + "wordprocessingml.document": ("docx", (_ZIP,)),
    _OFFICE + "spreadsheetml.sheet": ("xlsx", (_ZIP,)),
    _OFFICE + "presentationml.presentation": ("pptx", (_ZIP,)),
}
_BY_TYPE: Mapping[str, frozenset[str]] = {
    "image": frozenset({"image/jpeg", "image/png", "image/webp"}),
    "sticker": frozenset({"image/webp"}),
    "audio": frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"}),
    "video": frozenset({"video/mp4", "video/3gpp"}),
}
#: Beginnings of programs: Windows, Linux, macOS, Java, scripts, shortcuts.
_PROGRAMS = (
    b"MZ",
    b"\x7fELF",
    *(b"\xfe\xed\xfa\xce", b"\xfe\xed\xfa\xcf", b"\xce\xfa\xed\xfe", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe"),
    b"#!/",
    b"\x4c\x00\x00\x00\x01\x14\x02\x00",
)
#: What no browser makes anything of.
OPAQUE = "application/octet-stream"


def plain_type(mime_type: str) -> str:
    """The MIME type alone: ``audio/ogg; codecs=opus`` is ``audio/ogg``."""
    return mime_type.partition(";")[0].strip().lower()


def format_of(kind: str, mime_type: str, head: bytes) -> tuple[str, str] | None:
    """The extension and the MIME type to keep the file under; None when it is not what it says, or may not be sent.

    ``kind`` is Meta's word for the message. A document may be of any type, but of a known one it has to be; what is
    not known is kept as something that nobody opens by accident.
    """
    declared = plain_type(mime_type)
    if kind not in LARGEST or declared not in _BY_TYPE.get(kind, {declared}):
        return None
    if declared in FORMATS:
        extension, signatures = FORMATS[declared]
        genuine = any(head[at : at + len(mark)] == mark for at, mark in signatures)
        return (extension, declared) if genuine else None
    if head.startswith(_PROGRAMS):
        return None
    if declared == "text/plain" and b"\x00" not in head:
        return "txt", declared
    return "bin", OPAQUE
