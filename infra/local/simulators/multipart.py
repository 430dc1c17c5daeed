"""Forms with files, as curl and browsers post them (RFC 7578): enough of it for the uploads the simulators take."""

from dataclasses import dataclass
from email.message import Message
from email.parser import BytesHeaderParser


@dataclass(frozen=True, slots=True)
class Part:
    """One field of the form; `mime_type` is what its sender declared, empty for a plain value."""

    data: bytes
    mime_type: str = ""
    filename: str = ""

    @property
    def text(self) -> str:
        """The value of a plain field."""
        return self.data.decode("utf-8", "replace")


def form_parts(body: bytes, *, content_type: str) -> dict[str, Part]:
    """The fields of a `multipart/form-data` body by name; empty when it is none."""
    boundary = _headers(f"Content-Type: {content_type}".encode()).get_param("boundary")
    if not content_type.startswith("multipart/form-data") or not isinstance(boundary, str):
        return {}
    found: dict[str, Part] = {}
    # Split by hand: the standard library's mail parser would take seconds for a document of 100 MB.
    for piece in (b"\r\n" + body).split(b"\r\n--" + boundary.encode())[1:]:
        if piece.startswith(b"--"):
            break
        head, _, data = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
        about = _headers(head)
        name = about.get_param("name", header="content-disposition")
        if isinstance(name, str):
            declared = about.get_content_type() if "content-type" in about else ""
            found[name] = Part(data, declared, about.get_filename() or "")
    return found


def _headers(head: bytes) -> Message:
    return BytesHeaderParser().parsebytes(head + b"\r\n\r\n")
