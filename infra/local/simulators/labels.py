"""Labels that open: one page of PDF, or a PNG, with the tracking code in letters and as a Code 128 barcode."""

import secrets
import struct
import zlib
from collections.abc import Sequence

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

# The 107 symbols of Code 128, six digits each: widths of bar, space, bar, space, bar, space; the last has one more.
_SYMBOLS = (
    "212222222122222221121223121322131222122213122312132212221213221312231212112232122132122231113222123122123221"
    "223211221132221231213212223112312131311222321122321221312212322112322211212123212321232121111323131123131321"
    "112313132113132311211313231113231311112133112331132131113123113321133121313121211331231131213113213311213131"
    "311123311321331121312113312311332111314111221411431111111224111422121124121421141122141221112214112412122114"
    "122411142112142211241211221114413111241112134111111242121142121241114212124112124211411212421112421211212141"
    "214121412121111143111341131141114113114311411113411311113141114131311141411131211412211214211232"
)
_WIDTHS = (*(_SYMBOLS[place : place + 6] for place in range(0, len(_SYMBOLS), 6)), "2331112")
_START_B, _STOP = 104, 106
# 5 x 7 dots of 0 to 9 and A to Z: five columns each, the lowest bit on top.
_DOTS = bytes.fromhex(
    "3e5149453e"
    "00427f4000"
    "4261514946"
    "2141454b31"
    "1814127f10"
    "2745454539"
    "3c4a494930"
    "0171090503"
    "3649494936"
    "064949291e"
    "7e1111117e"
    "7f49494936"
    "3e41414122"
    "7f4141221c"
    "7f49494941"
    "7f09090901"
    "3e4149497a"
    "7f0808087f"
    "00417f4100"
    "2040413f01"
    "7f08142241"
    "7f40404040"
    "7f020c027f"
    "7f0408107f"
    "3e4141413e"
    "7f09090906"
    "3e4151215e"
    "7f09192946"
    "4649494931"
    "01017f0101"
    "3f4040403f"
    "1f2040201f"
    "3f4038403f"
    "6314081463"
    "0708700807"
    "6151494543"
)
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INCH = 72


class Labels:
    """The labels made so far, behind links that cannot be guessed, as couriers' storage has them."""

    prefix = "/sim/labels/"

    def __init__(self) -> None:
        self._kept: dict[str, tuple[bytes, str]] = {}

    def routes(self) -> Sequence[BaseRoute]:
        """`/sim/labels/{name}`."""
        return [Route(self.prefix + "{name}", self._show, methods=["GET"])]

    def keep(self, code: str, lines: Sequence[str], *, kind: str = "pdf") -> str:
        """Draw a label (`pdf` or `png`) and give the path it is at."""
        name = f"{secrets.token_hex(16)}.{kind}"
        self._kept[name] = (png(code, lines), "image/png") if kind == "png" else (pdf(code, lines), "application/pdf")
        return self.prefix + name

    def reset(self) -> None:
        """Forget them."""
        self._kept.clear()

    async def _show(self, request: Request) -> Response:
        found = self._kept.get(request.path_params["name"])
        if found is None:
            return Response("no such label", status_code=404)
        return Response(found[0], media_type=found[1])


def bars(code: str) -> list[int]:
    """Widths of bars and spaces in turn, in modules, for printable ASCII (Code 128, set B)."""
    values = [_START_B, *(ord(letter) - 32 for letter in code)]
    check = (values[0] + sum(place * value for place, value in enumerate(values))) % 103
    return [int(width) for value in (*values, check, _STOP) for width in _WIDTHS[value]]


def pdf(code: str, lines: Sequence[str]) -> bytes:
    """A page of 4 x 6 inches."""
    widths = bars(code)
    module = (4 * _INCH - 36) / sum(widths)
    drawn, x = [], 18.0
    for place, width in enumerate(widths):
        if place % 2 == 0:
            drawn.append(f"{x:.2f} 60 {width * module:.2f} 90 re")
        x += width * module
    texts = [_text(18, 400 - 16 * place, 11, line) for place, line in enumerate(lines)]
    content = "\n".join([*drawn, "f", _text(18, 40, 14, code), *texts]).encode("cp1252", "replace")
    return _pdf_file(content)


def _text(x: int, y: int, size: int, text: str) -> str:
    escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {size} Tf {x} {y} Td ({escaped}) Tj ET"


def _pdf_file(content: bytes) -> bytes:
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 288 432] /Contents 4 0 R /Resources 6 0 R >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
        b"<< /Font << /F1 5 0 R >> >>",
    ]
    file, places = bytearray(b"%PDF-1.4\n"), []
    for number, body in enumerate(objects, start=1):
        places.append(len(file))
        file += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(file)
    file += b"xref\n0 7\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(file + b"trailer\n<< /Size 7 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % start)


def png(code: str, lines: Sequence[str] = (), *, width: int = 800, height: int = 1200) -> bytes:
    """A grey picture of 4 x 6 inches at 200 dots."""
    rows = [bytearray(b"\xff" * width) for _ in range(height)]
    widths = bars(code)
    module = (width - 80) // sum(widths)
    x = 40
    for place, wide in enumerate(widths):
        if place % 2 == 0:
            for row in rows[700:1000]:
                row[x : x + wide * module] = bytes(wide * module)
        x += wide * module
    size = min(5, (width - 80) // (6 * len(code)))
    for place, letter in enumerate(code):
        _draw(rows, letter, x=40 + place * 6 * size, y=1030, size=size)
    for number, line in enumerate(lines):
        for place, letter in enumerate(line[:40]):
            _draw(rows, letter, x=40 + place * 18, y=60 + number * 36, size=3)
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    pixels = zlib.compress(b"".join(b"\0" + row for row in rows))
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", header) + _chunk(b"IDAT", pixels) + _chunk(b"IEND", b"")


def _draw(rows: list[bytearray], letter: str, *, x: int, y: int, size: int) -> None:
    place = _LETTERS.find(letter.upper())
    if place < 0:
        return
    for column, dots in enumerate(_DOTS[place * 5 : place * 5 + 5]):
        for line in range(7):
            if dots >> line & 1:
                for row in rows[y + line * size : y + (line + 1) * size]:
                    row[x + column * size : x + (column + 1) * size] = bytes(size)


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
