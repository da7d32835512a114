"""PDF: lines put together again to paragraphs, over columns and pages; links, notes, remarks."""

from __future__ import annotations

import io
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, takewhile
from statistics import median
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.layout import (
    LAParams,
    LTAnno,
    LTChar,
    LTComponent,
    LTFigure,
    LTPage,
    LTTextBox,
    LTTextLine,
)
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
from factcheck.outside.documents.pdf_order import PageBox, reading_order
from factcheck.outside.documents.tables import SEPARATOR
from factcheck.outside.documents.words_data import load

MAX_PAGES = 300
DAMAGED = "This PDF is damaged and cannot be opened."
_PASSWORD = "This PDF is protected by a password. Save it without one and bring that in."  # noqa: S105  no password  # nosec B105
_PICTURES = "This PDF holds pictures of pages, no text. Paste the text instead."
_MOST_ANNOTATIONS = 2000  # of one page that are looked at: no page a person marked has more
_LONGEST_HEADLINE = 250  # characters; a longer first paragraph is set large for another reason

# What follows is set by hand on the PDFs of tests/gold/files. Most of it is in sizes of type: a gap
# of half a line means the same on every page.
_MOST_EDGE_LINES = 3  # of a running head, or of what stands at the foot
_EDGE = 0.12  # of a page's height, at its top and foot, where running heads stand
_EDGE_GAP = 0.6  # of its size by which a running head stands off from the text
_LEVEL = 0.1  # a line may rise by this much of its length, as on a page scanned askew
_RAISED_SIZE = 0.85  # of its line's size a raised sign has at most …
_RAISED_BY = 0.15  # … and how far it stands above the line's foot at least
_NOTE_SIZE = 0.92  # of the body's size a note at the foot of a page has at most
_NOTE_HEIGHT = 0.5  # of the page's height: notes stand below
_HEADING_SIZE = 1.12  # of the body's size from which a line is a heading
_OTHER_TYPE = 0.12  # of its size by which a line differs to be set in other type
_PARAGRAPH_GAP = 0.75  # of a line between two lines of different paragraphs
_INDENT = 0.8  # of its size by which the first line of a paragraph is set in
_WORD_SPACE = 1.5  # characters: what a word needs beside its letters
_COLUMN_STEP = 20  # points: lines that begin within one or the next are of one column
_HEIGHT_STEP = 4  # points: running heads within one stand at one height
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
    box: PageBox
    raised: bool = False


@dataclass
class _Line:
    """A line of the page: its characters, where it stands, and how it is set."""

    characters: list[_Character]
    page: int
    box: PageBox
    size: float
    bold: bool
    links: list[tuple[int, int, str]] = field(default_factory=list)
    lead: str = ""  # what stands before it where it is a further cell of a row
    goes_on: bool = False  # another cell of its row follows

    @property
    def text(self) -> str:
        return "".join(character.text for character in self.characters).strip()


# A place on a page, and the address it leads to.
_Link = tuple[PageBox, str]
# A note's page and its number, as it stands in the copy.
_NoteKey = tuple[int, str]


@dataclass
class _Page:
    height: float
    lines: list[_Line]


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
    _drop_running_heads(pages, draft)
    lines = [line for page in pages for line in page.lines]
    if not lines:
        raise DraftRefusal(_PICTURES)
    body = _body_size(lines)
    notes, lines = _split_notes(pages, body)
    writer = _Joiner(lines, body, notes)
    draft.paragraphs = writer.paragraphs()
    draft.leave_out("note number", writer.unknown_marks)
    draft.sources += writer.sources_of_the_whole()
    draft.headline = _headline_of(draft.paragraphs)
    return draft


def _headline_of(paragraphs: list[Paragraph]) -> str:
    headlines = (paragraph.text for paragraph in paragraphs if paragraph.kind == "headline")
    return " ".join(next(headlines, "").split())


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
        drawn: list[LTComponent] = []
        rest: list[LTComponent] = []
        for item in layout:
            if isinstance(item, LTFigure):
                drawn += _drawn(item)
            else:
                rest.append(item)
        rest, self.drawn = _apart(rest, drawn)
        turned = [item for item in rest if _is_turned(item)]
        level = [item for item in rest if not _is_turned(item)]
        rest, self.turned = _apart(level, turned)
        # pdfminer has no public way to lay out less than the page.
        layout._objs = rest
        super().end_page(page)


def _apart(
    page: list[LTComponent],
    aside: list[LTComponent],
) -> tuple[list[LTComponent], str]:
    """Return what is the page's text, and the words that are not."""
    own = sum(isinstance(item, LTChar) for item in page)
    if len(aside) > own:
        return [*page, *aside], ""
    words = "".join(item.get_text() for item in aside if isinstance(item, LTChar))
    return page, words.strip()


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
    # line_overlap: less than pdfminer's 0.5, so that a raised sign still is of its line.
    device = _Device(manager, laparams=LAParams(boxes_flow=0.5, line_overlap=0.4))
    interpreter = PDFPageInterpreter(manager, device)
    number = 0
    for number, page in enumerate(PDFPage.create_pages(document), 1):
        if most_pages and number > most_pages:
            return
        if number > MAX_PAGES:
            raise DraftRefusal(
                f"This PDF has over {MAX_PAGES} pages; an article has at most that many."
            )
        interpreter.process_page(page)
        layout = device.get_result()
        draft.leave_out("watermark or turned line", 1 if device.turned else 0, device.turned)
        draft.leave_out(
            "drawn word",
            len(device.drawn.split()),
            device.drawn,
        )
        yield _page(layout, number, list(_annotations(page, draft)))
    if not number:
        raise DraftRefusal("This PDF has no pages.")


def _page(layout: LTPage, number: int, links: list[_Link]) -> _Page:
    placed = [line for line in _lines(layout, number) if line.text]
    lines = [line for row in reading_order(placed) for line in _cells(row)]
    for line in lines:
        line.links = _links_in(line, links)
    return _Page(layout.height, lines)


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
    if not row:
        return row
    first, *others = row
    begins_point = _LISTED.fullmatch(first.text) is not None
    for number, line in enumerate(others):
        line.lead = " " if begins_point and number == 0 else SEPARATOR
    for line in row[:-1]:
        line.goes_on = True
    return row


@dataclass(frozen=True)
class _Setting:
    """How most of a line's letters are set, in points."""

    size: float
    foot: float

    @classmethod
    def of(cls, letters: list[LTChar]) -> _Setting:
        """Return the setting of a line, by its letters."""
        if not letters:
            return cls(0.0, 0.0)
        return cls(
            median(letter.size for letter in letters),
            median(letter.y0 for letter in letters),
        )

    def raises(self, letter: LTChar) -> bool:
        """Return whether a sign is smaller than the line's letters and stands above their foot."""
        small = letter.size < _RAISED_SIZE * self.size
        return small and letter.y0 > self.foot + _RAISED_BY * self.size


def _line(line: LTTextLine, page: int) -> _Line:
    letters = [character for character in line if isinstance(character, LTChar)]
    setting = _Setting.of(letters)
    return _Line(
        [_character(character, setting) for character in line],
        page,
        PageBox(*line.bbox),
        setting.size,
        _mostly_bold(letters),
    )


def _character(character: LTChar | LTAnno, setting: _Setting) -> _Character:
    """Return a sign of a line, a digit as the plain one, with whether it is raised."""
    text = character.get_text()
    if not isinstance(character, LTChar):
        # White space that pdfminer put in: it stands nowhere.
        return _Character(text, PageBox(0, 0, 0, 0))
    raised = setting.raises(character) or SUPERSCRIPTS.fullmatch(text) is not None
    return _Character(digits_of(text), PageBox(*character.bbox), raised)


def _mostly_bold(letters: list[LTChar]) -> bool:
    """Return whether most letters are bold, which PDF has no flag for.

    It is in the font's name: "ABCDEF+Times-Bold".
    """
    bold = sum("bold" in letter.fontname.lower() for letter in letters)
    return bold > len(letters) / 2


def _annotations(page: PDFPage, draft: Draft) -> Iterator[_Link]:
    """Yield the links of a page; keep the remarks on it as notes (ISO 32000-1, 12.5)."""
    rows = resolve1(page.annots) if page.annots else []
    if not isinstance(rows, list):
        return
    for row in rows[:_MOST_ANNOTATIONS]:
        annotation = resolve1(row)
        if not isinstance(annotation, dict):
            continue
        kind = _name(annotation.get("Subtype"))
        if kind == "Link":
            yield from _link(annotation)
        elif kind not in ("Popup", "Widget"):
            draft.notes += _remark(annotation)


def _link(annotation: dict[str, Any]) -> Iterator[_Link]:
    """Yield a link to the web, where it is one and says where it stands."""
    action = resolve1(annotation.get("A"))
    address = http_address(_string(action.get("URI"))) if isinstance(action, dict) else ""
    corners = resolve1(annotation.get("Rect"))
    if not address or not isinstance(corners, list) or len(corners) != 4:
        return
    # Any two opposite corners, in any order.
    x0, y0, x1, y1 = (float(resolve1(number)) for number in corners)
    left, right = sorted((x0, x1))
    foot, top = sorted((y0, y1))
    yield PageBox(left, foot, right, top), address


def _remark(annotation: dict[str, Any]) -> list[Remark]:
    text = _string(annotation.get("Contents")).strip()
    if not text:
        return []
    date = _string(annotation.get("M"))[:40]
    day = re.sub(r"^D:(\d{4})(\d\d)(\d\d).*", r"\1-\2-\3", date)
    return [
        Remark(
            0,
            0,
            " ".join(text.split()),
            _string(annotation.get("T")),
            day,
        )
    ]


def _name(value: Any) -> str:
    return str(getattr(resolve1(value), "name", "") or "")


def _string(value: Any) -> str:
    """Return a text string: UTF-16 with its mark, else taken for UTF-8 (ISO 32000-1, 7.9.2.2)."""
    value = resolve1(value)
    if isinstance(value, str):
        return value
    if not isinstance(value, bytes):
        return ""
    if value[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return value.decode("utf-16", "replace")
    return value.decode("utf-8", "replace")


def _links_in(line: _Line, links: list[_Link]) -> list[tuple[int, int, str]]:
    """Return which characters of a line each link lies on: first, end, address."""
    found = []
    for box, address in links:
        inside = [
            number for number, character in enumerate(line.characters) if box.holds(character.box)
        ]
        if inside:
            first, last = inside[0], inside[-1]
            found.append((first, last + 1, address))
    return found


def _drop_running_heads(pages: list[_Page], draft: Draft) -> None:
    """Take out what is repeated at the top or foot of pages, and page numbers."""
    edges: Counter[str] = Counter()
    for page in pages:
        edges.update({_pattern(line) for line in _edge_lines(page)})
    # Left and right pages may have heads of their own: half of the pages is all of one kind.
    often = max(2, len(pages) // 2)
    for page in pages:
        dropped = set()
        for line in _edge_lines(page):
            if edges[_pattern(line)] >= often or _PAGE_NUMBER.fullmatch(line.text):
                draft.leave_out("repeated line at the top or foot of pages", 1, line.text)
                draft.embargo = draft.embargo or embargo_in(line.text)
                dropped.add(id(line))
        page.lines = [line for line in page.lines if id(line) not in dropped]


def _pattern(line: _Line) -> str:
    """Return what a running head is the same by: its words, whatever its number, and its place."""
    words = re.sub(r"[0-9]{1,9}", "#", line.text.lower())
    return f"{words} at {round(line.box.foot / _HEIGHT_STEP)}"


def _edge_lines(page: _Page) -> list[_Line]:
    """Return the lines at the top and the foot of a page that stand off from its text."""
    from_top = sorted(page.lines, key=lambda line: -line.box.top)
    found = [*_head(from_top, page), *_head(from_top[::-1], page)]
    # On a page with a line or two both edges find the same.
    return list({id(line): line for line in found}.values())


def _head(ordered: list[_Line], page: _Page) -> list[_Line]:
    """Return the first lines, from an edge inward, up to a gap; none where the text goes on."""
    for number, line in enumerate(ordered[:_MOST_EDGE_LINES], 1):
        if not _at_edge(line, page):
            return []
        if number == len(ordered):
            return ordered
        gap = -line.box.shared_height(ordered[number].box)
        if gap > _EDGE_GAP * line.size:
            return ordered[:number]
    return []


def _at_edge(line: _Line, page: _Page) -> bool:
    at_top = line.box.foot > (1 - _EDGE) * page.height
    at_foot = line.box.top < _EDGE * page.height
    return at_top or at_foot


def _body_size(lines: list[_Line]) -> float:
    """Return the size in which most letters are set, in points to a tenth."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _split_notes(
    pages: list[_Page],
    body: float,
) -> tuple[dict[_NoteKey, list[dict[str, str]]], list[_Line]]:
    """Return the notes at the foot of pages, by page and number, and the lines that are copy."""
    notes: dict[_NoteKey, list[str]] = defaultdict(list)
    lines: list[_Line] = []
    for page_number, page in enumerate(pages, 1):
        for line, note_number, words in _with_notes(page, body):
            if note_number:
                notes[(page_number, note_number)].append(words)
            else:
                lines.append(line)
    given = {key: sources_of_note([Paragraph(" ".join(text))]) for key, text in notes.items()}
    return given, lines


def _with_notes(page: _Page, body: float) -> Iterator[tuple[_Line, str, str]]:
    """Yield each line of a page, with the number and the words of the note that it is of.

    The number is "" of a line that is copy.
    """
    called = {mark for line in page.lines for mark in _marks(line)}
    current = ""
    for line in page.lines:
        words = line.text
        begins = _NOTE_START.match(words)
        if not _is_set_as_note(line, page, body):
            current = ""
        # The first must be called by the copy: a small "3" alone may be a caption's.
        elif begins and (begins[1] in called or current):
            current, words = begins[1], words[begins.end() :]
        yield line, current, words


def _is_set_as_note(line: _Line, page: _Page, body: float) -> bool:
    """Return whether a line is in small type in the lower part of its page."""
    is_low = line.box.foot < _NOTE_HEIGHT * page.height
    return is_low and line.size < _NOTE_SIZE * body


def _marks(line: _Line) -> Iterator[str]:
    """Yield the runs of raised characters: the numbers of notes."""
    for raised, run in groupby(line.characters, key=lambda character: character.raised):
        if raised:
            yield _note_number("".join(character.text for character in run))


def _note_number(raised: str) -> str:
    """Return a note's number without its brackets."""
    return raised.strip("[]() .,")


def _set_apart(line: _Line, following: _Line) -> bool:
    """Return whether two lines are set in different type."""
    most = _OTHER_TYPE * max(line.size, following.size)
    return abs(line.size - following.size) > most or line.bold != following.bold


def _begins_point(line: _Line, following: _Line) -> bool:
    """Return whether the next line begins a point of a list."""
    if _NEW_POINT.match(following.text):
        return True
    return bool(_ENDED.search(line.text) and _BARE_POINT.match(following.text))


def _ends_with_column(line: _Line, following: _Line) -> bool:
    """Return whether a paragraph ends with its column or page.

    A sentence that is not over goes on in the next.
    """
    return bool(_ENDED.search(line.text)) and not following.text[:1].islower()


class _Joiner:
    """Puts lines together to paragraphs."""

    def __init__(
        self,
        lines: list[_Line],
        body: float,
        notes: dict[_NoteKey, list[dict[str, str]]],
    ) -> None:
        self.lines = lines
        self.body = body
        self.notes = notes
        self.used: set[_NoteKey] = set()
        self.unknown_marks = 0
        self.pen = Pen()
        self.in_row = False
        self.words: Counter[str] = Counter()
        for line in lines:
            self.words.update(re.findall(r"[a-z-]+", line.text.lower()))
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

    def sources_of_the_whole(self) -> list[DraftSource]:
        """Return what the notes give whose numbers no words bear: it is of the whole document."""
        unused = [note for key, note in self.notes.items() if key not in self.used]
        return [DraftSource(0, 0, **given) for note in unused for given in note]

    def _end(self, line: _Line) -> None:
        is_first = not self.pen.paragraphs
        is_short = len(self.pen.text) < _LONGEST_HEADLINE
        is_headline = is_first and is_short and self._is_display(line)
        self.pen.end("headline" if is_headline else None)

    def _right_edges(self) -> dict[tuple[int, int], float]:
        """Return how far lines reach, by page and left edge."""
        edges: dict[tuple[int, int], float] = {}
        for line in self.lines:
            for column in self._columns(line):
                edges[column] = max(edges.get(column, 0.0), line.box.right)
        return edges

    @staticmethod
    def _columns(line: _Line) -> list[tuple[int, int]]:
        """Return where a line's column may begin: an indented line is of the same one."""
        place = round(line.box.left / _COLUMN_STEP)
        return [(line.page, place + step) for step in (-1, 0, 1)]

    def _ends(self, line: _Line, following: _Line) -> bool:
        """Return whether a paragraph ends between two lines."""
        if following.lead:
            return False
        if self.in_row or following.goes_on:
            return True
        if _begins_point(line, following) or _set_apart(line, following):
            return True
        if not self._below(line, following):
            return _ends_with_column(line, following)
        return self._ends_in_column(line, following)

    def _ends_in_column(self, line: _Line, following: _Line) -> bool:
        """Return whether a paragraph ends between two lines of one type, one below the other."""
        if line.box.foot - following.box.top > _PARAGRAPH_GAP * line.size:
            return True
        if self._is_display(line) or _GOES_ON.search(line.text):
            return False
        return self._is_last(line, following)

    def _is_display(self, line: _Line) -> bool:
        """Return whether a line is set as a heading."""
        return line.bold or line.size > _HEADING_SIZE * self.body

    def _is_last(self, line: _Line, following: _Line) -> bool:
        """Return whether a line ends its paragraph by how it and the next one are set."""
        indented = following.box.left > line.box.left + _INDENT * line.size
        if indented and _ENDED.search(line.text):
            return True
        return self._would_fit(line, following) and not following.text[:1].islower()

    @staticmethod
    def _below(line: _Line, following: _Line) -> bool:
        lower = line.page == following.page and following.box.foot < line.box.foot
        return lower and line.box.shared_width(following.box) > 0

    def _would_fit(self, line: _Line, following: _Line) -> bool:
        """Return whether the next line's first word had room on this one: it was not wrapped."""
        character_width = following.box.width / max(1, len(following.text))
        words = following.text.split()
        first_word = len(words[0]) if words else 0
        needed = (first_word + _WORD_SPACE) * character_width
        right = max(self.right.get(column, 0.0) for column in self._columns(line))
        return line.box.right + needed < right

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
        before = line.characters[number - 1] if number else None
        if before is not None and before.raised and before.text.strip():
            # Written with the first character of its run.
            return
        rest = line.characters[number:]
        run = "".join(c.text for c in takewhile(lambda c: c.raised, rest))
        following = "".join(c.text for c in rest[len(run) : len(run) + 3])
        key = (line.page, _note_number(run))
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
        # How the document writes it elsewhere decides before the lists do.
        if self.words[f"{first}-{second}"]:
            return False
        is_name = left[1][0].isupper()
        may_be_writers = is_name or first in _FIRST or second in _SECOND
        return not may_be_writers or bool(self.words[first + second])
