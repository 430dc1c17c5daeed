"""Labels: files that any reader opens, with a barcode that scans."""

import struct
import zlib

from infra.local.simulators.labels import bars, pdf, png


def test_a_barcode_is_code_128_with_its_check_symbol() -> None:
    """Start B, the letters, the sum modulo 103, the stop: 11 modules each, 13 for the stop."""
    widths = bars("PJJ123C")
    assert sum(widths) == 9 * 11 + 13
    # 104 + 1*48 + 2*42 + 3*42 + 4*17 + 5*18 + 6*19 + 7*35 = 879; 879 modulo 103 is 55: 311321.
    assert widths[-13:-7] == [3, 1, 1, 3, 2, 1]
    assert widths[-7:] == [2, 3, 3, 1, 1, 1, 2]


def test_a_pdf_knows_where_each_of_its_objects_is() -> None:
    """The cross-reference table is right to the byte, which is what strict readers go by."""
    file = pdf("EZ1", ["To: Ana (Peña) \\ Co"])
    start = int(file.rsplit(b"startxref\n", 1)[1].split()[0])
    assert file[start:].startswith(b"xref\n0 7\n")
    places = [int(line[:10]) for line in file[start:].split(b"\n")[3:9]]
    assert [file[place:].split()[0] for place in places] == [b"1", b"2", b"3", b"4", b"5", b"6"]
    assert b"(To: Ana \\(Pe\xf1a\\) \\\\ Co) Tj" in file


def test_a_png_holds_what_its_header_says() -> None:
    """Every row is there, each chunk fits its checksum, and something is black."""
    file = png("EZ1", width=400, height=1200)
    place, chunks = 8, {}
    while place < len(file):
        size, kind = struct.unpack(">I4s", file[place : place + 8])
        data = file[place + 8 : place + 8 + size]
        assert struct.unpack(">I", file[place + 8 + size : place + 12 + size])[0] == zlib.crc32(kind + data)
        chunks[kind] = data
        place += 12 + size
    assert list(chunks) == [b"IHDR", b"IDAT", b"IEND"]
    pixels = zlib.decompress(chunks[b"IDAT"])
    assert (len(pixels), set(pixels)) == (1200 * 401, {0, 255})
