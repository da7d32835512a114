"""PDF: lines put together again to paragraphs, over columns and pages; links, notes, remarks."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from statistics import median
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import LAParams, LTChar, LTComponent, LTFigure, LTPage, LTTextBox, LTTextLine
from pdfminer.pdfdocument import PDFDocument, PDFPasswordIncorrect
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import resolve1

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.drafts import (
    Draft,
    DraftRefusal,
    DraftSource,
    Paragraph,
    Pen,
    Remark,
    sources_of_note,
)
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.note_marks import SUPERSCRIPTS, digits_of, kind_of_raised
from factcheck.outside.documents.pdf_order import reading_order
from factcheck.outside.documents.tables import SEPARATOR
from factcheck.outside.documents.words_data import load

MAX_PAGES = 300
DAMAGED = "This PDF is damaged and cannot be opened."
_PASSWORD = "This PDF is protected by a password. Save it without one and bring that in."  # noqa: S105  no password  # nosec B105
_PICTURES = "This PDF holds pictures of pages, no text. Bring in the text itself."
_MOST_EDGE_LINES = 3
_EDGE = 0.12  # of a page's height, at its top and foot, where running heads stand
_LEVEL = 0.1  # a line may rise by this much of its length, as on a page scanned askew
_PAGE_NUMBER = re.compile(
    r"(?:page|p\.|seite|página)?\s?[-–—]?\s?\d{1,4}\s?[-–—]?(?:\s?(?:of|/|von|de)\s?\d{1,4})?", re.I
)
_LISTED = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[•‣◦–—-])[.)]?")
_NEW_POINT = re.compile(r"(?:\(?\d{1,2}[.)]|[•‣◦])\s?\S")
_BARE_POINT = re.compile(r"\d{1,2}\s{1,3}[A-Z]")
_GOES_ON = re.compile(r"[-\u2010,;–—]$")
_ENDED = re.compile(r"[.!?…:;][\"”’»)\]]{0,3}$")
_NOTE_START = re.compile(r"\[?(\d{1,3}|[*†‡])[\].)]?\s{0,3}(?=\S)")
_PARTS = load("hyphens.toml")
_FIRST = frozenset(_PARTS["first"].split())
_SECOND = frozenset(_PARTS["second"].split())


@dataclass
class _Character:
    text: str
    box: tuple[float, float, float, float]
    raised: bool = False


@dataclass
class _Line:
    """A line of the page: its characters, where it stands, and how it is set."""

    characters: list[_Character]
    page: int
    box: tuple[float, float, float, float]
    size: float
    bold: bool
    links: list[tuple[int, int, str]] = field(default_factory=list)
    lead: str = ""  # what stands before it where it is a further cell of a row
    goes_on: bool = False  # another cell of its row follows

    @property
    def text(self) -> str:
        return "".join(c.text for c in self.characters).strip()


@dataclass
class _Page:
    height: float
    lines: list[_Line]
    links: list[tuple[tuple[float, float, float, float], str]]


def read_pdf(data: bytes, most_pages: int = 0) -> Draft:
    """Return the draft in a PDF; raise DraftRefusal where it holds no words.

    Of more than `most_pages`, where given, the first are read.
    """
    draft = Draft(medium="pdf")
    try:
        pages = list(_pages(data, draft, most_pages))
    except DraftRefusal:
        raise
    except Exception as error:  # a broken PDF breaks its reader in any way
        raise DraftRefusal(DAMAGED) from error
    if not any(page.lines for page in pages):
        raise DraftRefusal(_PICTURES)
    _drop_running_heads(pages, draft)
    lines = [line for page in pages for line in page.lines]
    if not lines:
        raise DraftRefusal(_PICTURES)
    body = _body_size(lines)
    notes, lines = _split_notes(pages, body)
    writer = _Joiner(lines, body, notes)
    draft.paragraphs = writer.paragraphs()
    draft.leave_out("note number", writer.unknown_marks)
    draft.sources += [
        DraftSource(0, 0, **given)
        for key, note in notes.items()
        if key not in writer.used
        for given in note
    ]
    heads = [p for p in draft.paragraphs if p.kind == "headline"]
    draft.headline = " ".join(heads[0].text.split()) if heads else ""
    return draft


class _Device(PDFPageAggregator):
    """Lays out a page without what is set at an angle or stands in a picture of its own.

    A watermark would be read into the lines it lies on. `turned` and `drawn` are those words. Where
    most of a page is such, as a table that lies on its side, it is the page's text.
    """

    turned = ""
    drawn = ""

    def end_page(self, page: PDFPage) -> None:
        """Set the words apart, then lay out the others."""
        layout = self.cur_item
        assert isinstance(layout, LTPage)  # nothing else is laid out
        drawn = [c for figure in layout if isinstance(figure, LTFigure) for c in _drawn(figure)]
        rest = [item for item in layout if not isinstance(item, LTFigure)]
        rest, self.drawn = _apart(rest, drawn)
        turned = [c for c in rest if _is_turned(c)]
        rest, self.turned = _apart([item for item in rest if not _is_turned(item)], turned)
        layout._objs = rest  # the only list that is laid out
        super().end_page(page)


def _apart(page: list[LTComponent], aside: list[LTComponent]) -> tuple[list[LTComponent], str]:
    """Return what is the page's text, and the words that are not."""
    own = sum(isinstance(item, LTChar) for item in page)
    if len(aside) > own:
        return [*page, *aside], ""
    return page, "".join(c.get_text() for c in aside if isinstance(c, LTChar)).strip()


def _drawn(figure: LTFigure) -> Iterator[LTComponent]:
    for item in figure:
        if isinstance(item, LTChar):
            yield item
        elif isinstance(item, LTFigure):
            yield from _drawn(item)


def _is_turned(item: LTComponent) -> bool:
    """Return whether a character is set at an angle."""
    if not isinstance(item, LTChar):
        return False
    along, up = item.matrix[:2]
    return abs(up) > _LEVEL * abs(along)


def _pages(data: bytes, draft: Draft, most_pages: int) -> Iterator[_Page]:
    try:
        document = PDFDocument(PDFParser(io.BytesIO(data)))
    except PDFPasswordIncorrect as error:
        raise DraftRefusal(_PASSWORD) from error
    manager = PDFResourceManager()
    device = _Device(manager, laparams=LAParams(boxes_flow=0.5, line_overlap=0.4))
    interpreter = PDFPageInterpreter(manager, device)
    count = 0
    for count, page in enumerate(PDFPage.create_pages(document), 1):
        if most_pages and count > most_pages:
            return
        if count > MAX_PAGES:
            raise DraftRefusal(
                f"This PDF has over {MAX_PAGES} pages; an article has at most that many."
            )
        interpreter.process_page(page)
        layout = device.get_result()
        draft.leave_out("watermark or turned line", 1 if device.turned else 0, device.turned)
        draft.leave_out("drawn word", len(device.drawn.split()), device.drawn)
        links = list(_annotations(page, draft))
        placed = [line for line in _lines(layout, count) if line.text]
        lines = [line for row in reading_order(placed) for line in _cells(row)]
        for line in lines:
            line.links = _links_in(line, links)
        yield _Page(layout.height, lines, links)
    if not count:
        raise DraftRefusal("This PDF has no pages.")


def document_facts(data: bytes) -> dict[str, str]:
    """Return a PDF's title, author and day of making, as its own data have them."""
    try:
        rows = PDFDocument(PDFParser(io.BytesIO(data))).info
    except Exception:  # noqa: BLE001  the words are what counts
        rows = []
    info = rows[0] if rows else {}
    made = re.match(r"D:(\d{4})(\d\d)(\d\d)", _string(info.get("CreationDate")))
    return {
        "title": _string(info.get("Title")).strip(" ()"),
        "author": _string(info.get("Author")).strip(" ()"),
        "created": "-".join(made.groups()) if made else "",
    }


def _lines(layout: LTPage, page: int) -> Iterator[_Line]:
    for box in layout:
        if not isinstance(box, LTTextBox):
            continue
        for line in box:
            if isinstance(line, LTTextLine):
                yield _line(line, page)


def _cells(row: list[_Line]) -> list[_Line]:
    """Return a row's lines as its cells; a number that stands before a point is part of it."""
    if len(row) > 1:
        for line in row[1:]:
            line.lead = " " if _LISTED.fullmatch(row[0].text) and line is row[1] else SEPARATOR
        for line in row[:-1]:
            line.goes_on = True
    return row


def _line(line: LTTextLine, page: int) -> _Line:
    real = [c for c in line if isinstance(c, LTChar)]
    size = median(c.size for c in real) if real else 0.0
    base = median(c.y0 for c in real) if real else 0.0
    characters = []
    for c in line:
        text = c.get_text()
        if isinstance(c, LTChar):
            typed = SUPERSCRIPTS.fullmatch(text) is not None
            raised = typed or (c.size < 0.85 * size and c.y0 > base + 0.15 * size)
            characters.append(_Character(digits_of(text), c.bbox, raised))
        elif text:
            characters.append(_Character(text, (0, 0, 0, 0)))
    bold = bool(real) and sum("bold" in c.fontname.lower() for c in real) > len(real) / 2
    return _Line(characters, page, line.bbox, size, bold)


def _annotations(
    page: PDFPage, draft: Draft
) -> Iterator[tuple[tuple[float, float, float, float], str]]:
    """Yield the links of a page; keep the remarks on it as notes."""
    rows = resolve1(page.annots) if page.annots else []
    for row in (rows if isinstance(rows, list) else [])[:2000]:
        annotation = resolve1(row)
        if not isinstance(annotation, dict):
            continue
        kind = _name(annotation.get("Subtype"))
        action = resolve1(annotation.get("A"))
        address = http_address(_string(action.get("URI"))) if isinstance(action, dict) else ""
        rect = resolve1(annotation.get("Rect"))
        if kind == "Link" and address and isinstance(rect, list) and len(rect) == 4:
            x0, y0, x1, y1 = (float(resolve1(n)) for n in rect)
            yield (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)), address
        elif kind not in ("Link", "Popup", "Widget") and (
            text := _string(annotation.get("Contents")).strip()
        ):
            at = re.sub(r"^D:(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", _string(annotation.get("M"))[:40])
            draft.notes.append(
                Remark(0, 0, " ".join(text.split()), _string(annotation.get("T")), at)
            )


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", "") or "")


def _string(value: Any) -> str:
    value = resolve1(value)
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    if value[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return value.decode("utf-16", "replace")
    return value.decode("utf-8", "replace")


def _links_in(
    line: _Line, links: list[tuple[tuple[float, float, float, float], str]]
) -> list[tuple[int, int, str]]:
    found = []
    for (x0, y0, x1, y1), address in links:
        inside = [
            n
            for n, c in enumerate(line.characters)
            if x0 <= (c.box[0] + c.box[2]) / 2 <= x1 and y0 <= (c.box[1] + c.box[3]) / 2 <= y1
        ]
        if inside:
            found.append((inside[0], inside[-1] + 1, address))
    return found


def _drop_running_heads(pages: list[_Page], draft: Draft) -> None:
    """Take out what is repeated at the top or foot of pages, and page numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_pattern(line) for line in _edge_lines(page)})
    for page in pages:
        dropped = []
        for line in _edge_lines(page):
            repeated = len(pages) > 1 and edges[_pattern(line)] >= max(2, len(pages) // 2)
            if repeated or _PAGE_NUMBER.fullmatch(line.text):
                draft.leave_out("repeated line at the top or foot of pages", 1, line.text)
                draft.embargo = draft.embargo or embargo_in(line.text)
                dropped.append(line)
        page.lines = [line for line in page.lines if not any(line is d for d in dropped)]


def _pattern(line: _Line) -> str:
    """Return what a running head is the same by: its words, whatever its number, and its place."""
    return f"{re.sub(r'[0-9]{1,9}', '#', line.text.lower())} at {round(line.box[1] / 4)}"


def _edge_lines(page: _Page) -> list[_Line]:
    """Return the lines at the top and the foot of a page that stand off from its text."""
    lines = sorted(page.lines, key=lambda line: -line.box[3])
    found: list[_Line] = []
    for ordered in (lines, lines[::-1]):
        for number, line in enumerate(ordered[:_MOST_EDGE_LINES]):
            if not _at_edge(line, page):
                break
            if number + 1 == len(ordered) or _gap(line, ordered[number + 1]) > 0.6 * line.size:
                found += ordered[: number + 1]
                break
    return list({id(line): line for line in found}.values())


def _gap(line: _Line, other: _Line) -> float:
    return max(line.box[1], other.box[1]) - min(line.box[3], other.box[3])


def _at_edge(line: _Line, page: _Page) -> bool:
    return line.box[1] > (1 - _EDGE) * page.height or line.box[3] < _EDGE * page.height


def _body_size(lines: list[_Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _split_notes(
    pages: list[_Page], body: float
) -> tuple[dict[tuple[int, str], list[dict[str, str]]], list[_Line]]:
    """Return the notes at the foot of pages, by page and number, and the lines that are copy."""
    notes: dict[tuple[int, str], list[str]] = defaultdict(list)
    lines: list[_Line] = []
    for number, page in enumerate(pages, 1):
        marks = {m for line in page.lines for m in _marks(line)}
        current = ""
        for line in page.lines:
            small = line.size < 0.92 * body and line.box[1] < 0.5 * page.height
            begins = _NOTE_START.match(line.text) if small else None
            if begins and (begins[1] in marks or current):
                current = begins[1]
                notes[(number, current)].append(line.text[begins.end() :])
            elif current and small:
                notes[(number, current)].append(line.text)
            else:
                current = ""
                lines.append(line)
    given = {key: sources_of_note([Paragraph(" ".join(text))]) for key, text in notes.items()}
    return given, lines


def _marks(line: _Line) -> Iterable[str]:
    runs = re.finditer(r"\x01+", "".join("\x01" if c.raised else " " for c in line.characters))
    return [
        "".join(c.text for c in line.characters[m.start() : m.end()]).strip("[]() .,") for m in runs
    ]


def _set_apart(line: _Line, following: _Line) -> bool:
    """Return whether two lines are set in different type."""
    most = 0.12 * max(line.size, following.size)
    return abs(line.size - following.size) > most or line.bold != following.bold


def _begins_point(line: _Line, following: _Line) -> bool:
    """Return whether the next line begins a point of a list."""
    if _NEW_POINT.match(following.text):
        return True
    return bool(_ENDED.search(line.text) and _BARE_POINT.match(following.text))


class _Joiner:
    """Puts lines together to paragraphs."""

    def __init__(
        self, lines: list[_Line], body: float, notes: dict[tuple[int, str], list[dict[str, str]]]
    ) -> None:
        self.lines = lines
        self.body = body
        self.notes = notes
        self.used: set[tuple[int, str]] = set()
        self.unknown_marks = 0
        self.pen = Pen()
        self.in_row = False
        self.words = Counter(
            word for line in lines for word in re.findall(r"[a-z-]+", line.text.lower())
        )
        self.right = self._right_edges()

    def paragraphs(self) -> list[Paragraph]:
        """Return the paragraphs."""
        before: _Line | None = None
        for line in self.lines:
            if before is not None and self._ends(before, line):
                self._end(before)
            self._write(line)
            before = line
        if before is not None:
            self._end(before)
        return self.pen.paragraphs

    def _end(self, line: _Line) -> None:
        large = self._is_display(line)
        first = not self.pen.paragraphs
        self.pen.end("headline" if first and large and len(self.pen.text) < 250 else None)

    def _right_edges(self) -> dict[tuple[int, int], float]:
        """Return how far lines reach, by page and left edge."""
        edges: dict[tuple[int, int], float] = {}
        for line in self.lines:
            for column in self._columns(line):
                edges[column] = max(edges.get(column, 0.0), line.box[2])
        return edges

    @staticmethod
    def _columns(line: _Line) -> list[tuple[int, int]]:
        place = round(line.box[0] / 20)
        return [(line.page, place + step) for step in (-1, 0, 1)]

    def _ends(self, line: _Line, following: _Line) -> bool:
        """Return whether a paragraph ends between two lines."""
        if following.lead:
            return False
        if self.in_row or following.goes_on or _begins_point(line, following):
            return True
        if _set_apart(line, following):
            return True
        if not self._below(line, following):
            # The next column or page: a sentence that is not over goes on there.
            return bool(_ENDED.search(line.text)) and not following.text[:1].islower()
        if line.box[1] - following.box[3] > 0.75 * line.size:
            return True
        if self._is_display(line) or _GOES_ON.search(line.text):
            return False
        return self._is_last(line, following)

    def _is_display(self, line: _Line) -> bool:
        """Return whether a line is set as a heading."""
        return line.bold or line.size > 1.12 * self.body

    def _is_last(self, line: _Line, following: _Line) -> bool:
        """Return whether a line ends its paragraph by how it and the next one are set."""
        indented = following.box[0] > line.box[0] + 0.8 * line.size
        if indented and _ENDED.search(line.text):
            return True
        return self._would_fit(line, following) and not following.text[:1].islower()

    @staticmethod
    def _below(line: _Line, following: _Line) -> bool:
        overlap = min(line.box[2], following.box[2]) - max(line.box[0], following.box[0])
        return line.page == following.page and following.box[1] < line.box[1] and overlap > 0

    def _would_fit(self, line: _Line, following: _Line) -> bool:
        """Return whether the next line's first word had room on this one: it was not wrapped."""
        width = (following.box[2] - following.box[0]) / max(1, len(following.text))
        word = len(following.text.split()[0]) if following.text.split() else 0
        right = max(self.right.get(column, 0.0) for column in self._columns(line))
        return line.box[2] + (word + 1.5) * width < right

    def _write(self, line: _Line) -> None:
        self.in_row = bool(line.lead)
        if line.lead:
            self.pen.words(line.lead)
        else:
            self._join(line.text)
        places = []
        for number, character in enumerate(line.characters):
            places.append(len(self.pen.text))
            if character.raised and character.text.strip():
                self._mark(line, number)
            else:
                self.pen.words(character.text)
        self.pen.words("")
        places.append(len(self.pen.text))
        for start, end, address in line.links:
            source = self.pen.source(places[start], address=address)
            source.end = max(places[end], places[start])

    def _mark(self, line: _Line, number: int) -> None:
        """Write a raised character, or put the note it marks on the words before it."""
        if (
            number
            and line.characters[number - 1].raised
            and line.characters[number - 1].text.strip()
        ):
            return
        rest = line.characters[number:]
        run = "".join(c.text for c in takewhile(lambda c: c.raised, rest))
        following = "".join(c.text for c in rest[len(run) : len(run) + 3])
        key = (line.page, run.strip("[]() .,"))
        if kind_of_raised(run, self.pen.text, following) != "note":
            self.pen.raised(run)
            return
        if key in self.notes:
            self.used.add(key)
            for given in self.notes[key]:
                self.pen.source(self.pen.clause(), **given)
        else:
            self.unknown_marks += 1

    def _join(self, following: str) -> None:
        """Join a line to the one before: a space, or none where a word or number was divided."""
        text = self.pen.text
        if not text:
            return
        self.pen.words(" ")
        if re.search(r"\d,$", text) and re.match(r"\d{3}(?!\d)", following):
            self.pen.glue()
        elif text.endswith(("-", "\u2010")) and len(text) > 1 and text[-2].isalnum():
            self.pen.glue(drop=1 if self._is_divided(text, following) else 0)
        elif text.endswith("\u00ad"):
            self.pen.glue(drop=1)

    def _is_divided(self, text: str, following: str) -> bool:
        """Return whether a hyphen at a line's end is the printer's, not the writer's."""
        if not following[:1].islower():
            return False
        left = re.search(r"([^\W\d_]{1,60})-$", text.replace("\u2010", "-"))
        right = re.match(r"[^\W\d_]+", following)
        if left is None or right is None:
            return False
        first, second = left[1].lower(), right[0].lower()
        if (
            self.words[f"{first}-{second}"]
            or first in _FIRST
            or second in _SECOND
            or left[1][0].isupper()
        ):
            return bool(self.words[first + second]) and not self.words[f"{first}-{second}"]
        return True
