"""OpenDocument text (.odt, .fodt): words, links, notes, annotations, and what is no copy."""

from __future__ import annotations

from collections.abc import Callable

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.drafts import (
    Draft,
    DraftRefusal,
    DraftSource,
    Paragraph,
    Pen,
    Remark,
    Writer,
)
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.packages import Package, child, local, value
from factcheck.outside.documents.tables import rows_to_paragraphs

DAMAGED = "This OpenDocument file is damaged and cannot be opened."
EMPTY = "This OpenDocument file has no text in it."
_KINDS = {"title": "headline", "subtitle": "standfirst", "caption": "caption", "byline": "byline"}
_INDEXES = (
    "table-of-content",
    "illustration-index",
    "alphabetical-index",
    "bibliography",
    "table-index",
)

_DECLARATIONS = ("sequence-decls", "forms", "variable-decls", "user-field-decls")
_DEEPEST = 8  # styles based on one another; a file may name two each other's parent
# What a style says of its words, and the properties that say it (OpenDocument 1.3, part 3, 20).
_LOOKS = {
    "struck": {"text-line-through-style", "text-line-through-type"},
    "hidden": {"display"},
    "raised": {"text-position"},
}


class _Style:
    """What a style of the document means for its words."""

    def __init__(self, element: etree._Element | None) -> None:
        text = child(element, "text-properties")
        lines = {
            value(text, "text-line-through-style"),
            value(text, "text-line-through-type"),
        }
        self.struck = bool(lines - {"", "none"})
        self.hidden = value(text, "display") == "none"
        position = value(text, "text-position")
        # "super 58%", or by how much: "33% 58%"; "-33% 58%" is lowered.
        raised_by_share = position[:1].isdigit() and not position.startswith("0%")
        self.raised = position.startswith("super") or raised_by_share
        self.parent = value(element, "parent-style-name")
        said = () if text is None else text.attrib
        self.says = {str(name).rpartition("}")[2] for name in said}


def read_opendocument(package: Package) -> Draft:
    """Return the draft in an OpenDocument package; raise DraftRefusal where it holds no words."""
    root = package.tree("content.xml")
    if root is None:
        raise DraftRefusal(DAMAGED)
    has_sheet = "styles.xml" in package.names
    return read_flat(root, package.tree("styles.xml") if has_sheet else None)


def read_flat(root: etree._Element, sheet: etree._Element | None = None) -> Draft:
    """Return the draft in an OpenDocument tree, its styles in it or in a sheet of their own."""
    reader = _OpenDocumentReader(root, sheet)
    body = child(root, "body", "text")
    if body is not None:
        reader.blocks(body)
    draft = reader.finish()
    _page_heads(draft, sheet if sheet is not None else root)
    if not any(p.text.strip() for p in draft.paragraphs):
        raise DraftRefusal(EMPTY)
    return draft


def _page_heads(draft: Draft, root: etree._Element) -> None:
    """Count the heads and feet of pages, which stand among the styles, and look for embargoes."""
    for element in root.iter():
        if local(element) in ("header", "footer") and "style" in str(element.tag):
            text = " ".join("".join(element.itertext()).split())
            draft.embargo = draft.embargo or embargo_in(text)
            draft.leave_out(f"page {local(element)}", 1 if text else 0, text)


class _OpenDocumentReader(Writer):
    """Walks the text of a document; elements it does not know give their children."""

    def __init__(self, root: etree._Element, sheet: etree._Element | None) -> None:
        super().__init__("odt")
        self.styles: dict[str, _Style] = {}
        for tree in (sheet, root):
            for element in () if tree is None else tree.iter():
                if local(element) == "style":
                    self.styles[value(element, "name")] = _Style(element)
        for style in self.styles.values():
            self._inherit(style)
        self.numbered = _numbered_lists(root, sheet)
        self.counts: dict[str, int] = {}  # how far the lists of a style have counted
        self.ranges: dict[str, tuple[int, list[DraftSource | Remark]]] = {}
        self._block: dict[str, Callable[[etree._Element], None]] = {
            "p": self._paragraph,
            "h": self._paragraph,
            "list": lambda e: self._list(e, value(e, "style-name"), 1),
            "table": self._table,
            "tracked-changes": self._changes,
            "frame": self._frame,
            "custom-shape": self._frame,
            "section": self._section,
            **dict.fromkeys(_INDEXES, self._contents),
            **dict.fromkeys(_DECLARATIONS, lambda _: None),
        }
        self._inline: dict[str, Callable[[etree._Element], None]] = {
            "span": self._span,
            "a": self._link,
            "note": self._note,
            "annotation": self._annotation,
            "annotation-end": self._annotation_end,
            "s": lambda _: self.pen.words(" "),
            "tab": lambda _: self.pen.mark("\t"),
            "line-break": lambda _: self.pen.mark("\n"),
            "ruby": self._ruby,
            "frame": self._frame,
            "custom-shape": self._frame,
            "object": self._frame,
            "hidden-text": lambda e: self.lose("hidden", value(e, "string-value")),
            "note-ref": lambda _: None,
            "tracked-changes": self._changes,
            "g": self._frame,
        }

    def _inherit(self, style: _Style) -> None:
        """Give a style what those it is based on say of its words and it does not."""
        for look, names in _LOOKS.items():
            speaks: _Style | None = style
            for _ in range(_DEEPEST):
                if speaks is None or speaks.says & names:
                    break
                speaks = self.styles.get(speaks.parent)
            setattr(style, look, speaks is not None and getattr(speaks, look))

    def blocks(self, parent: etree._Element) -> None:
        """Read the paragraphs, lists and tables under an element."""
        for element in parent:
            name = local(element)
            if name in self._block:
                self._block[name](element)
            elif name:
                self.blocks(element)

    def _section(self, element: etree._Element) -> None:
        if value(element, "display") == "none":
            self.lose("hidden", " ".join(element.itertext()))
        else:
            self.blocks(element)

    def _contents(self, element: etree._Element) -> None:
        self.draft.leave_out("table of contents", 1, " ".join(element.itertext()))

    def _paragraph(self, element: etree._Element, label: str = "") -> None:
        style = self.styles.get(value(element, "style-name"))
        if style is not None and style.hidden:
            self.lose("hidden", "".join(element.itertext()))
            return
        if style is not None and style.struck:
            self.lose("struck", "".join(element.itertext()))
            return
        if label:
            self.pen.words(f"{label} ")
        self.inline(element)
        self.pen.end(self._kind(value(element, "style-name")))

    def _kind(self, name: str) -> str | None:
        """Return what the style says its paragraph is, or the nearest it is based on."""
        for _ in range(_DEEPEST):
            known = _KINDS.get(name.lower())
            style = self.styles.get(name)
            if known or style is None:
                return known
            name = style.parent
        return None

    def _list(self, element: etree._Element, style: str, depth: int) -> None:
        goes_on = value(element, "continue-numbering") == "true" or value(element, "continue-list")
        count = self.counts.get(style, 0) if goes_on else 0
        # Deeper numbers ("1.2.") depend on their style in ways of their own: none is written.
        is_numbered = depth == 1 and style in self.numbered
        for item in element:
            kind = local(item)
            if kind not in ("list-item", "list-header"):
                continue
            count = _count_at(item, count)
            self.counts[style] = count
            has_number = is_numbered and kind == "list-item"
            self._list_item(item, style, depth, f"{count}." if has_number else "")

    def _list_item(
        self,
        item: etree._Element,
        style: str,
        depth: int,
        label: str,
    ) -> None:
        """Read the parts of an item; its number stands before its first paragraph."""
        for part in item:
            name = local(part)
            if name in ("p", "h"):
                self._paragraph(part, label)
                label = ""
            elif name == "list":
                self._list(part, value(part, "style-name") or style, depth + 1)
            else:
                self.blocks(part)

    def _table(self, element: etree._Element) -> None:
        self.pen.end()
        for row in _rows(element):
            cells = [self._captured(cell) for cell in row if local(cell) == "table-cell"]
            self.pen.paragraphs += rows_to_paragraphs(cells)

    def _captured(self, element: etree._Element) -> list[Paragraph]:
        """Return the paragraphs under an element without adding them to the draft."""
        outer = self.pen
        self.pen = Pen()
        self.blocks(element)
        self.pen.end()
        captured = self.pen.paragraphs
        outer.note_numbers += self.pen.note_numbers
        self.pen = outer
        return captured

    def inline(self, element: etree._Element) -> None:
        """Read what stands in a line."""
        self.pen.words(element.text or "")
        for inner in element:
            name = local(inner)
            if name in self._inline:
                self._inline[name](inner)
            elif name:
                self.inline(inner)
            self.pen.words(inner.tail or "")

    def _span(self, element: etree._Element) -> None:
        style = self.styles.get(value(element, "style-name"))
        if style is None:
            self.inline(element)
        elif style.struck or style.hidden:
            self.lose("struck" if style.struck else "hidden", "".join(element.itertext()))
        elif style.raised and not _holds_note(element):
            self._raised(element)
        else:
            self.inline(element)

    def _raised(self, element: etree._Element) -> None:
        """Write raised words; their links are sources of the sentence they stand at."""
        self.pen.raised("".join(element.itertext()))
        links = [value(inner, "href") for inner in element.iter() if local(inner) == "a"]
        for address in filter(None, map(http_address, links)):
            self.pen.source(self.pen.clause(), address=address)

    def _link(self, element: etree._Element) -> None:
        start = self.pen.here
        self.inline(element)
        address = http_address(value(element, "href"))
        if address:
            self.pen.source(start, address=address)

    def _note(self, element: etree._Element) -> None:
        body = child(element, "note-body")
        if body is not None:
            self.reference(self._captured(body))

    def _annotation(self, element: etree._Element) -> None:
        by, at = _words_of(element, "creator"), _words_of(element, "date")
        note = [
            paragraph for paragraph in self._captured(element) if paragraph.text not in (by, at)
        ]
        name = value(element, "name")  # of one that hangs on words; they end at annotation-end
        self.pen.words("")
        start = self.pen.here if name else self.pen.clause()
        marks = self.remark(start, note, by, at)
        if name:
            self.ranges[name] = (len(self.pen.paragraphs), marks)

    def _annotation_end(self, element: etree._Element) -> None:
        paragraph, marks = self.ranges.get(value(element, "name"), (-1, []))
        if paragraph == len(self.pen.paragraphs):
            self.pen.words("")
            for mark in marks:
                mark.end = max(mark.end, len(self.pen.text))

    def _ruby(self, element: etree._Element) -> None:
        base = child(element, "ruby-base")
        reading = child(element, "ruby-text")
        if base is not None:
            self.inline(base)
        if reading is not None:
            self.draft.leave_out(
                "reading aid",
                1,
                "".join(reading.itertext()),
            )

    def _frame(self, element: etree._Element) -> None:
        """Count a frame by what it holds, with a look at its words."""
        names = {local(part) for part in element.iter()}
        paragraphs = [part for part in element.iter() if local(part) == "p"]
        text = " ".join("".join(paragraph.itertext()) for paragraph in paragraphs)
        if text.strip():
            self.draft.leave_out("text box", 1, text)
        elif "object" in names:
            self.draft.leave_out("embedded object or formula")
        elif "image" in names:
            self.draft.leave_out("picture")

    def _changes(self, element: etree._Element) -> None:
        """Count what tracked changes deleted; it stands at the head of the document."""
        for deletion in element.iter():
            if local(deletion) != "deletion":
                continue
            # Beside these it holds who deleted it, and when.
            parts = [part for part in deletion if local(part) in ("p", "h", "list", "table")]
            text = " ".join("".join(part.itertext()) for part in parts)
            self.lose("deleted", text)


def _holds_note(element: etree._Element) -> bool:
    return any(local(part) in ("note", "annotation", "frame") for part in element.iter())


def _words_of(element: etree._Element, name: str) -> str:
    """Return the words of the parts of this name."""
    return "".join(part.text or "" for part in element if local(part) == name)


def _count_at(item: etree._Element, count: int) -> int:
    """Return how far a list has counted with an item: it may say its number; a header has none."""
    start = value(item, "start-value")
    if start.isascii() and start.isdigit():
        count = int(start) - 1
    return count + 1 if local(item) == "list-item" else count


def _numbered_lists(root: etree._Element, sheet: etree._Element | None) -> set[str]:
    """Return the names of the list styles whose first level has numbers."""
    names = set()
    for tree in (sheet, root):
        for element in () if tree is None else tree.iter():
            if local(element) != "list-style" or not len(element):
                continue
            first_level = element[0]
            has_numbers = local(first_level) == "list-level-style-number"
            if has_numbers and value(first_level, "num-format"):
                names.add(value(element, "name"))
    return names


def _rows(table: etree._Element) -> list[etree._Element]:
    """Return the rows of a table, those in groups too."""
    rows = []
    for element in table:
        name = local(element)
        if name == "table-row":
            rows.append(element)
        elif name in ("table-header-rows", "table-rows", "table-row-group"):
            rows += _rows(element)
    return rows
