"""Word's .docx, and its flat XML: words, links, notes, comments, and what is no copy."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents import numbering
from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, Pen, Writer, joined
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.packages import Package, child, local, relations, value
from factcheck.outside.documents.tables import rows_to_paragraphs
from factcheck.outside.documents.word_styles import Look, Style, is_on, list_of, styles_in

DAMAGED = "This Word file is damaged and cannot be opened."
_EMPTY = "This Word file has no text in it."
_KINDS = {
    "title": "headline",
    "subtitle": "standfirst",
    "caption": "caption",
    "byline": "byline",
    "intense quote": "pull quote",
    "standfirst": "standfirst",
    "headline": "headline",
}
_TEXT = ("t", "delText")
_PROPERTIES = ("sectPr", "tblPr", "tblGrid", "sdtPr", "tcPr", "trPr", "")
# Rows among the notes that only draw the line above them (ECMA-376, 17.18.33).
_LINES_ABOVE_NOTES = ("separator", "continuationSeparator", "continuationNotice")
_PICTURES = {"pic", "imagedata", "blip"}  # elements of a drawing that is one
_DIAGRAM_PART = re.compile(r"word/diagrams/data\d{0,4}\.xml")
_REFERENCES = ("footnoteReference", "endnoteReference", "commentReference")
_HYPERLINK = re.compile(
    r"^\s{0,9}HYPERLINK\s{1,9}(?:\\[nt]\s{1,9})?\"?([^\"\s\\][^\"\s]{0,2000})", re.I
)
_CONTENTS = re.compile(r"\s{0,9}(?:TOC|INDEX|TOA)\b", re.I)  # fields whose words repeat the copy
_CONTENTS_LINE = "line of a table of contents"
# Word's Symbol font by its codes, for the signs that stand in copy (Unicode's own mapping table,
# www.unicode.org/Public/MAPPINGS/VENDORS/ADOBE/symbol.txt).
_SYMBOLS = {
    0xB0: "°",
    0xB1: "±",
    0xA3: "≤",
    0xB3: "≥",
    0xB4: "×",
    0xB8: "÷",
    0xB9: "≠",
    0xBB: "≈",
    0xA5: "∞",
    0x6D: "µ",
    0x61: "α",
    0x62: "β",
    0x67: "γ",
    0xA7: "♣",
    0xB7: "•",
    0xAE: "→",
    0xBE: "—",
    0x2D: "−",
}


@dataclass
class _Field:
    """A field being read: its instruction, then its result."""

    code: str = ""
    in_result: bool = False
    paragraph: int = 0
    start: int = 0


@dataclass
class _Parts:
    """The package around the words: its notes, comments, styles and relations."""

    package: Package
    main: str
    relations: dict[str, tuple[str, str, bool]] = field(default_factory=dict)
    styles: dict[str, Style] = field(default_factory=dict)

    def related(self, kind: str) -> Iterable[str]:
        """Return the parts of a type that the main part names."""
        relations = self.relations.values()
        return [target for row, target, outside in relations if row == kind and not outside]


def read_word(package: Package) -> Draft:
    """Return the draft in a Word package; raise DraftRefusal where it holds no words."""
    main = main_part(package)
    if not main:
        raise DraftRefusal(DAMAGED)
    parts = _Parts(package, main, relations(package, main))
    for name in parts.related("styles"):
        parts.styles |= styles_in(package.tree(name))
    root = package.tree(main)
    if root is None:
        raise DraftRefusal(DAMAGED)
    reader = _WordReader(parts)
    body = child(root, "body")
    reader.blocks(root if body is None else body)
    draft = reader.finish()
    if not any(p.text.strip() for p in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    return draft


def main_part(package: Package) -> str:
    """Return the name of the part with the words, whatever it is called; "" where there is none."""
    for kind, target, outside in relations(package, "").values():
        if kind == "officeDocument" and not outside and target in package.names:
            return target
    usual = (name for name in package.names if re.fullmatch(r"word/document\d{0,3}\.xml", name))
    return min(usual, default="")


class _WordReader(Writer):
    """Walks a part's blocks and runs; elements it does not know give their children."""

    def __init__(self, parts: _Parts) -> None:
        super().__init__("docx")
        self.parts = parts
        self.relations = parts.relations
        numberings = [parts.package.tree(name) for name in parts.related("numbering")]
        self.lists = numbering.Lists(numberings)
        self.notes = {kind: self._by_id(kind) for kind in ("footnotes", "endnotes", "comments")}
        self.fields: list[_Field] = []
        self.paragraph_look = Look()
        self.ranges: dict[str, tuple[int, int]] = {}
        self.used: set[tuple[str, str]] = set()
        self._block: dict[str, Callable[[etree._Element], None]] = {
            "p": self._paragraph,
            "tbl": self._table,
            "altChunk": self._chunk,
            "sdt": self._block_control,
            "del": self._deleted,
            "moveFrom": _nothing,  # what was moved stands elsewhere: it is not lost
        }
        self._inline: dict[str, Callable[[etree._Element], None]] = {
            "r": self._run,
            "hyperlink": self._hyperlink,
            "fldSimple": self._simple_field,
            "sdt": self._control,
            "ruby": self._ruby,
            "oMath": self._formula,
            "oMathPara": self._formula,
            "commentRangeStart": self._open_range,
            "commentRangeEnd": self._close_range,
            "commentReference": self._comment,
            "footnoteReference": self._footnote,
            "endnoteReference": self._endnote,
            "AlternateContent": self._alternative,
            "drawing": self._drawing,
            "pict": self._drawing,
            "object": self._drawing,
            "fldChar": self._field_mark,
            "instrText": self._field_code,
            "sym": self._symbol,
            "t": self._words,
            "tab": lambda _: self.pen.mark("\t"),
            "ptab": lambda _: self.pen.mark("\t"),
            "br": lambda _: self.pen.mark("\n"),
            "cr": lambda _: self.pen.mark("\n"),
            "noBreakHyphen": lambda _: self.pen.words("-"),
            "pPr": _nothing,
            "rPr": _nothing,
            "softHyphen": _nothing,
            "delInstrText": _nothing,
            "txbxContent": _nothing,
            "sdtPr": _nothing,
            "sdtEndPr": _nothing,
            "footnoteRef": _nothing,
            "endnoteRef": _nothing,
            "annotationRef": _nothing,
            "proofErr": _nothing,
            "delText": lambda e: self.lose("deleted", e.text or ""),
            "del": self._deleted,
            "moveFrom": _nothing,
        }

    def _by_id(self, kind: str) -> dict[str, tuple[str, etree._Element]]:
        """Return the notes or comments of the document, each with the part it stands in."""
        rows = {}
        for name in self.parts.related(kind):
            root = self.parts.package.tree(name)
            for row in () if root is None else root:
                if value(row, "type") not in _LINES_ABOVE_NOTES:
                    rows[value(row, "id")] = (name, row)
        return rows

    # Blocks

    def blocks(self, parent: etree._Element) -> None:
        """Read the paragraphs and tables under an element."""
        for element in parent:
            name = local(element)
            if name in self._block:
                self._block[name](element)
            elif name not in _PROPERTIES:
                self.blocks(element)

    def _deleted(self, element: etree._Element) -> None:
        self.lose("deleted", _text(element))

    def _block_control(self, element: etree._Element) -> None:
        gallery = value(child(element, "sdtPr", "docPartObj", "docPartGallery"), "val").lower()
        content = child(element, "sdtContent")
        if content is None:
            return
        if "table of contents" in gallery:
            self.draft.leave_out("table of contents", 1, _text(content))
        elif _is_placeholder(element):
            self.draft.leave_out("empty form field", 1, _text(content))
        else:
            self.blocks(content)

    def _paragraph(self, element: etree._Element) -> None:
        properties = child(element, "pPr")
        style = value(child(properties, "pStyle"), "val")
        known = self.parts.styles.get(style)
        name = known.name if known else style.lower()
        self.paragraph_look = Look.of(self.parts.styles, style, None)
        if re.fullmatch(r"toc ?\d", name):
            self.draft.leave_out(_CONTENTS_LINE, 1, _text(element))
            return
        label = self.lists.label(list_of(self.parts.styles, style, properties))
        if label and _text(element).strip():
            self.pen.words(f"{label} ")
        self.inline(element)
        # An instruction that never ends hides no more than its paragraph.
        self.fields = [row for row in self.fields if row.in_result]
        # Where the paragraph's own mark was deleted, the next one goes on in it.
        marks = child(properties, "rPr")
        if child(marks, "del") is None and child(marks, "moveFrom") is None:
            self.pen.end(_KINDS.get(name))

    def _table(self, element: etree._Element) -> None:
        self.pen.end()
        for row in _rows(element):
            if child(row, "trPr", "del") is not None:
                self.lose("deleted", _text(row))
                continue
            cells = [self._captured(cell) for cell in self._cells(row)]
            self.pen.paragraphs += rows_to_paragraphs(cells)

    def _cells(self, row: etree._Element) -> Iterable[etree._Element]:
        for element in row:
            name = local(element)
            if name == "tc":
                yield element
            elif name == "sdt" and _is_placeholder(element):
                self.draft.leave_out("empty form field", 1, _text(element))
            elif name not in ("trPr", "tblPrEx", ""):
                yield from self._cells(element)

    def _captured(self, element: etree._Element, relations: Any = None) -> list[Paragraph]:
        """Return the paragraphs under an element without adding them to the draft."""
        outer_pen, outer_relations = self.pen, self.relations
        self.pen = Pen()
        # A note's part has relations of its own: the same id is another link there.
        self.relations = relations or self.relations
        self.blocks(element)
        self.pen.end()
        captured = self.pen.paragraphs
        outer_pen.note_numbers += self.pen.note_numbers
        self.pen, self.relations = outer_pen, outer_relations
        return captured

    def _chunk(self, element: etree._Element) -> None:
        """Read another document that Word would take in on opening."""
        # A document may hold one of any format, and `files` knows them all, this one too.
        from factcheck.outside.documents.files import read_chunk  # noqa: PLC0415

        _, target, outside = self.relations.get(value(element, "id"), ("", "", True))
        data = b"" if outside else self.parts.package.read(target)
        if not data:
            self.draft.leave_out("embedded document")
            return
        self.pen.end()
        chunk = read_chunk(data, target)
        self.pen.paragraphs += chunk.paragraphs
        self.draft.sources += chunk.sources
        self.draft.notes += chunk.notes
        for row in chunk.left_out:
            self.draft.leave_out(row.what, row.count, row.text)

    # Runs

    def inline(self, parent: etree._Element) -> None:
        """Read what stands in a line."""
        for element in parent:
            name = local(element)
            if name in self._inline:
                self._inline[name](element)
            elif name:
                self.inline(element)

    def _run(self, element: etree._Element) -> None:
        properties = child(element, "rPr")
        style = value(child(properties, "rStyle"), "val")
        look = Look.of(
            self.parts.styles,
            style,
            properties,
            self.paragraph_look,
        )
        text = "".join(part.text or "" for part in element if local(part) in _TEXT)
        if not text or not (look.lost or look.raised):
            self.inline(element)
            return
        if look.lost:
            self.lose(look.lost, text)
        else:
            self.pen.raised(text)
        # A note's own sign, such as *, stands in one run with what refers to the note.
        for part in element:
            if local(part) in _REFERENCES:
                self._inline[local(part)](part)

    def _words(self, element: etree._Element) -> None:
        # The result of a field inside another one's instruction is no copy: {IF {PAGE} …}.
        if any(_CONTENTS.match(row.code) for row in self.fields if row.in_result):
            self.draft.leave_out(_CONTENTS_LINE, 1, element.text or "")
        elif all(row.in_result for row in self.fields):
            self.pen.words(element.text or "")

    def _hyperlink(self, element: etree._Element) -> None:
        start = self.pen.here
        self.inline(element)
        _, target, outside = self.relations.get(value(element, "id"), ("", "", False))
        self._link(start, target if outside else "")

    def _link(self, start: int, target: str) -> None:
        address = http_address(target)
        if address:
            self.pen.source(start, address=address)

    def _simple_field(self, element: etree._Element) -> None:
        start = self.pen.here
        self.inline(element)
        link = _HYPERLINK.match(value(element, "instr"))
        self._link(start, link[1] if link else "")

    def _field_mark(self, element: etree._Element) -> None:
        kind = value(element, "fldCharType")
        if kind == "begin":
            self.fields.append(_Field())
        elif kind == "separate" and self.fields:
            current = self.fields[-1]
            current.in_result = True
            current.paragraph = len(self.pen.paragraphs)
            current.start = self.pen.here
        elif kind == "end" and self.fields:
            ended = self.fields.pop()
            link = _HYPERLINK.match(ended.code)
            # A link that began in an earlier paragraph hangs on this one from its beginning.
            is_same_paragraph = ended.paragraph == len(self.pen.paragraphs)
            start = ended.start if is_same_paragraph else 0
            self._link(start, link[1] if link else "")

    def _field_code(self, element: etree._Element) -> None:
        if self.fields and not self.fields[-1].in_result:
            self.fields[-1].code += element.text or ""

    def _symbol(self, element: etree._Element) -> None:
        digits = re.sub(r"[^0-9a-fA-F]", "", value(element, "char"))[-4:]
        # Word writes the codes of symbol fonts into the private area, from U+F000 (ECMA-376,
        # 17.3.3.30).
        code = int(digits or "0", 16) & 0xFF
        is_symbol_font = "symbol" in value(element, "font").lower()
        sign = _SYMBOLS.get(code) if is_symbol_font else None
        if sign:
            self.pen.words(sign)
        else:
            self.pen.words(" ")
            self.draft.leave_out("symbol")

    def _control(self, element: etree._Element) -> None:
        content = child(element, "sdtContent")
        if content is None:
            return
        if _is_placeholder(element):
            self.draft.leave_out("empty form field", 1, _text(content))
        else:
            self.inline(content)

    def _ruby(self, element: etree._Element) -> None:
        base = child(element, "rubyBase")
        reading = child(element, "rt")
        if base is not None:
            self.inline(base)
        if reading is not None:
            self.draft.leave_out("reading aid", 1, _text(reading))

    def _formula(self, element: etree._Element) -> None:
        self.pen.words(" ")
        self.draft.leave_out("formula", 1, _text(element))

    def _alternative(self, element: etree._Element) -> None:
        """Read the first way in which the same thing is written; the others repeat its words."""
        options = (way for way in element if local(way) in ("Choice", "Fallback"))
        first = next(options, None)
        if first is not None:
            self.inline(first)

    def _drawing(self, element: etree._Element) -> None:
        """Count a drawing by what it is, with a look at its words."""
        boxes = _text_boxes(element)
        for box in boxes:
            self.draft.leave_out("text box", 1, _spaced_text(box))
        names = {local(part) for part in element.iter()}
        if "relIds" in names:
            self.draft.leave_out("diagram (SmartArt)", 1, self._diagram_text(element))
        elif "chart" in names:
            self.draft.leave_out("chart")
        elif "OLEObject" in names:
            self.draft.leave_out("embedded object")
        elif not boxes and names & _PICTURES:
            self.draft.leave_out("picture")

    def _diagram_text(self, element: etree._Element) -> str:
        """Return the words of a diagram: of its own part, else of all parts of diagrams."""
        package = self.parts.package
        names = self._parts_named_by(element)
        if not names:
            names = sorted(name for name in package.names if _DIAGRAM_PART.fullmatch(name))
        trees = [package.tree(name) for name in names]
        return " ".join(_spaced_text(tree) for tree in trees if tree is not None)

    def _parts_named_by(self, diagram: etree._Element) -> list[str]:
        """Return the parts of the package that hold a diagram's data, by its own word."""
        ids = [value(part, "dm") for part in diagram.iter() if local(part) == "relIds"]
        targets = [self.relations.get(number, ("", "", True))[1] for number in ids]
        return [target for target in targets if target in self.parts.package.names]

    # Notes and comments

    def _footnote(self, element: etree._Element) -> None:
        self._note("footnotes", value(element, "id"))

    def _endnote(self, element: etree._Element) -> None:
        self._note("endnotes", value(element, "id"))

    def _note(self, kind: str, number: str) -> None:
        self.used.add((kind, number))
        self.reference(self._note_paragraphs(kind, number))

    def _note_paragraphs(self, kind: str, number: str) -> list[Paragraph]:
        part, row = self.notes[kind].get(number, ("", None))
        if row is None:
            return []
        return self._captured(row, relations(self.parts.package, part))

    def _open_range(self, element: etree._Element) -> None:
        self.ranges[value(element, "id")] = (len(self.pen.paragraphs), self.pen.here)

    def _close_range(self, element: etree._Element) -> None:
        self._comment(element)

    def _comment(self, element: etree._Element) -> None:
        number = value(element, "id")
        if ("comments", number) in self.used:
            return
        self.used.add(("comments", number))
        _, row = self.notes["comments"].get(number, ("", None))
        start = self._start_of_range(number)
        note = self._note_paragraphs("comments", number)
        self.remark(
            start,
            note,
            value(row, "author"),
            value(row, "date"),
        )

    def _start_of_range(self, number: str) -> int:
        """Return where the words begin on which a comment hangs, in the paragraph being read."""
        paragraph, start = self.ranges.get(number, (-1, 0))
        self.pen.words("")
        current = len(self.pen.paragraphs)
        is_empty = (paragraph, start) == (current, self.pen.here)
        if paragraph < 0 or is_empty:
            # On no words, or on deleted ones: on their sentence.
            return self.pen.clause()
        return start if paragraph == current else 0

    def finish(self) -> Draft:
        """Return the draft with what stands outside its flow: stray notes, heads and feet."""
        draft = super().finish()
        for kind, rows in self.notes.items():
            for number in rows:
                if (kind, number) not in self.used:
                    self._stray(kind, number)
        for kind, what in (("header", "page header"), ("footer", "page footer")):
            for name in self.parts.related(kind):
                root = self.parts.package.tree(name)
                text = "" if root is None else _spaced_text(root)
                # Embargoes are often stamped into the head of each page.
                draft.embargo = draft.embargo or embargo_in(text)
                draft.leave_out(what, 1 if text.strip() else 0, text)
        return draft

    def _stray(self, kind: str, number: str) -> None:
        """Keep a note or comment that no words refer to."""
        writer = Writer("docx")
        note = self._note_paragraphs(kind, number)
        if kind == "comments":
            _, row = self.notes[kind][number]
            writer.remark(
                0,
                note,
                value(row, "author"),
                value(row, "date"),
            )
        else:
            writer.reference(note)
        # It has to stand on some words until it is taken off them again.
        writer.pen.words("x")
        holder = joined([writer.pen.end() or Paragraph("")], "")
        holder.unplace()
        self.draft.sources += holder.sources
        self.draft.notes += holder.notes


def _is_placeholder(control: etree._Element) -> bool:
    return is_on(child(control, "sdtPr"), "showingPlcHdr") is True


def _nothing(_: etree._Element) -> None:
    return None


def _text_boxes(drawing: etree._Element) -> list[etree._Element]:
    """Return the text boxes in a drawing, each once: a fallback repeats their words."""
    boxes = [part for part in drawing.iter() if local(part) == "txbxContent"]
    return [box for box in boxes if not _in_fallback(box, drawing)]


def _in_fallback(element: etree._Element, top: etree._Element) -> bool:
    for ancestor in element.iterancestors():
        if ancestor is top:
            return False
        if local(ancestor) == "Fallback":
            return True
    return False


def _rows(table: etree._Element) -> Iterable[etree._Element]:
    for element in table:
        if local(element) == "tr":
            yield element
        elif local(element) not in ("tblPr", "tblGrid", ""):
            yield from _rows(element)


def _text(element: etree._Element) -> str:
    """Return an element's words, deleted ones too."""
    return "".join(part.text or "" for part in element.iter() if local(part) in _TEXT)


def _spaced_text(element: etree._Element) -> str:
    """Return an element's words, paragraphs apart."""
    lines = [_text(paragraph) for paragraph in element.iter() if local(paragraph) == "p"]
    return " ".join(lines) if any(lines) else _text(element)


class FlatPackage(Package):
    """The parts of a Word document saved as one XML file (pkg:package)."""

    def __init__(self, root: etree._Element) -> None:
        self._parts: dict[str, etree._Element | bytes] = {}
        for part in root:
            name = value(part, "name").lstrip("/")
            data = child(part, "xmlData")
            packed = child(part, "binaryData")
            if data is not None and len(data):
                self._parts[name] = data[0]
            elif packed is not None:
                self._parts[name] = base64.b64decode(packed.text or "")
        self.names = set(self._parts)

    def read(self, name: str) -> bytes:
        """Return a part's bytes."""
        part = self._parts.get(name, b"")
        return part if isinstance(part, bytes) else etree.tostring(part)

    def tree(self, name: str) -> etree._Element | None:
        """Return a part as XML."""
        part = self._parts.get(name)
        return None if part is None or isinstance(part, bytes) else part


def read_word_2003(root: etree._Element) -> Draft:
    """Return the draft in the XML of Word 2003 (w:wordDocument)."""
    package = FlatPackage(etree.Element("package"))
    reader = _WordReader(_Parts(package, ""))
    body = child(root, "body")
    reader.blocks(root if body is None else body)
    return reader.finish()
