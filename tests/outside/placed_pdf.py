"""A small PDF whose words stand where they are put."""

from __future__ import annotations

from dataclasses import dataclass

# 1 and 2 are ligatures, 4 to 6 raised digits; the other codes are as in windows-1252.
_ENCODING = (
    b"<< /Type /Encoding /BaseEncoding /WinAnsiEncoding"
    b" /Differences [1 /fi /fl 4 /twosuperior /threesuperior /sixsuperior] >>"
)


@dataclass(frozen=True)
class Piece:
    """Words at a place, in a size, turned by a matrix's first four numbers."""

    x: float
    y: float
    text: str
    size: float = 10
    turn: tuple[float, float, float, float] = (1, 0, 0, 1)


def column(x: float, y: float, *lines: str) -> list[Piece]:
    """Lines of a column under one another."""
    return [Piece(x, y - 12 * number, line) for number, line in enumerate(lines)]


def placed_pdf(*pages: list[Piece], in_picture: bool = False) -> bytes:
    """A PDF of these pages, its words within a drawing of its own if `in_picture`."""
    font = b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding " + _ENCODING + b" >>"
    objects = [b"<< /Type /Catalog /Pages 2 0 R >>", b"", font]
    kids = []
    for page in pages:
        drawn = b"BT " + b" ".join(map(_drawn, page)) + b" ET"
        number = len(objects) + 1
        kids.append(b"%d 0 R" % number)
        more = b" /XObject << /X %d 0 R >>" % (number + 2) if in_picture else b""
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] /Contents %d 0 R"
            b" /Resources << /Font << /F 3 0 R >>%s >> >>" % (number + 1, more),
            _stream(b"/X Do" if in_picture else drawn),
        ]
        if in_picture:
            kind = b"/Type /XObject /Subtype /Form /BBox [0 0 600 800]"
            kind += b" /Resources << /Font << /F 3 0 R >> >>"
            objects.append(_stream(drawn, kind))
    objects[1] = b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b" ".join(kids), len(kids))
    return _file(objects)


def _drawn(piece: Piece) -> bytes:
    text = piece.text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    numbers = " ".join(f"{n:.4f}" for n in (*piece.turn, piece.x, piece.y))
    return f"/F {piece.size} Tf {numbers} Tm (".encode() + text + b") Tj"


def _stream(content: bytes, kind: bytes = b"") -> bytes:
    return b"<< %s /Length %d >> stream\n%s\nendstream" % (kind, len(content), content)


def _file(objects: list[bytes]) -> bytes:
    out, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    end = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (count, len(out))
    return out + b"xref\n0 %d\n0000000000 65535 f \n" % count + table + end
