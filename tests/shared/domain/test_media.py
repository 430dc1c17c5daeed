"""A file is what it says or it is not kept."""

import pytest

from shared.domain.media import OPAQUE, format_of, plain_type

JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF"
PNG = b"\x89PNG\r\n\x1a\n\x00"
PDF = b"%PDF-1.7\n"
OGG = b"OggS\x00\x02"
MP4 = b"\x00\x00\x00\x18ftypmp42"
HTML = b"<!doctype html><script>"
PROGRAM = b"MZ\x90\x00"


@pytest.mark.parametrize(
    ("kind", "mime_type", "head", "expected"),
    [
        ("image", "image/jpeg", JPEG, ("jpg", "image/jpeg")),
        ("image", "image/png", PNG, ("png", "image/png")),
        ("sticker", "image/webp", b"RIFF\x24\x00\x00\x00WEBPVP8 ", ("webp", "image/webp")),
        ("audio", "audio/ogg; codecs=opus", OGG, ("ogg", "audio/ogg")),
        ("audio", "audio/mpeg", b"ID3\x04", ("mp3", "audio/mpeg")),
        ("audio", "audio/amr", b"#!AMR\n", ("amr", "audio/amr")),
        ("video", "video/mp4", MP4, ("mp4", "video/mp4")),
        ("document", "application/pdf", PDF, ("pdf", "application/pdf")),
        ("document", "image/jpeg", JPEG, ("jpg", "image/jpeg")),
        ("document", "text/plain", b"two taro", ("txt", "text/plain")),
        ("document", "text/html", HTML, ("bin", OPAQUE)),
        ("document", "image/svg+xml", b"<svg onload=x>", ("bin", OPAQUE)),
        ("document", "", b"anything", ("bin", OPAQUE)),
    ],
)
def test_a_genuine_file_is_kept_under_its_own_type(
    kind: str, mime_type: str, head: bytes, expected: tuple[str, str]
) -> None:
    """What a browser might run is kept as something that it only saves."""
    assert format_of(kind, mime_type, head) == expected


@pytest.mark.parametrize(
    ("kind", "mime_type", "head"),
    [
        ("image", "image/jpeg", PNG),
        ("image", "image/jpeg", HTML),
        ("image", "image/jpeg", b""),
        ("image", "image/svg+xml", b"<svg>"),
        ("image", "application/pdf", PDF),
        ("sticker", "image/png", PNG),
        ("audio", "video/mp4", MP4),
        ("video", "video/mp4", b"ftypmp42"),
        ("document", "application/pdf", PROGRAM),
        ("document", "application/pdf", b"junk %PDF-1.7"),
        ("document", "application/x-msdownload", PROGRAM),
        ("document", "text/plain", b"\x7fELF\x02"),
        ("document", "application/octet-stream", b"#!/bin/sh"),
        ("poll", "image/jpeg", JPEG),
    ],
)
def test_what_is_not_what_it_says_is_not_kept(kind: str, mime_type: str, head: bytes) -> None:
    """Nor a type that such a message cannot have, nor a program under any name."""
    assert format_of(kind, mime_type, head) is None


def test_parameters_are_no_part_of_a_type() -> None:
    """Voice notes name their codec."""
    assert plain_type(" Audio/OGG ; codecs=opus") == "audio/ogg"
