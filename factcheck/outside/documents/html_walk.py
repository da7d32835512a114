"""HTML to paragraphs: every block of words in order, with links, notes, and what is no copy."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from lxml import etree, html  # type: ignore[import-untyped]

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, Pen, Writer
from factcheck.outside.documents.note_marks import MARK
from factcheck.outside.documents.numbering import letters, roman
from factcheck.outside.documents.tables import rows_to_paragraphs
from factcheck.outside.documents.words_data import load

_BLOCKS = frozenset(
    [
        "p",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "li",
        "ul",
        "ol",
        "blockquote",
        "figcaption",
        "figure",
        "div",
        "section",
        "article",
        "main",
        "header",
        "body",
        "td",
        "th",
        "tr",
        "table",
        "pre",
        "aside",
        "dd",
        "dt",
        "dl",
        "hr",
        "address",
        "caption",
        "summary",
        "details",
        "center",
        "tbody",
        "thead",
        "tfoot",
        "form",
        "fieldset",
        "nav",
        "footer",
        "noscript",
        "dialog",
    ]
)
_SKIPPED = frozenset(
    [
        "script",
        "style",
        "nav",
        "footer",
        "template",
        "svg",
        "iframe",
        "button",
        "select",
        "textarea",
        "input",
        "object",
        "embed",
        "title",
        "meta",
        "link",
        "audio",
        "video",
        "canvas",
        "head",
        "amp-sidebar",
        "amp-ad",
        "amp-analytics",
        "amp-iframe",
        "option",
        "datalist",
        "rt",
        "rp",
        "map",
        "area",
        "progress",
        "meter",
    ]
)
_STRUCK = frozenset(("s", "strike", "del"))
_HIDING_CLASSES = frozenset(("sr-only", "visually-hidden", "screen-reader-text", "visuallyhidden"))
_NOTE_BLOCKS = frozenset(["li", "p", "div", "dd", "td", "aside", "section"])
# Styles, without blanks, by which words are not shown.
_HIDING_STYLES = ("display:none", "visibility:hidden", "mso-hide:all")
_COMMENT_TARGET = re.compile(r"#?(?:cmnt|_msocom|_com_|comment)[\w-]{0,40}$", re.I)
_NOTE_TARGET = re.compile(
    r"#?_?(?:user-content-)?(?:fn|ftn|ftnt|edn|footnote|endnote|cite_note|sdfootnote|sdendnote|note|en)"
    r"[\w:.-]{0,60}$",
    re.I,
)
_BACK = re.compile(r"[\s\[(↩↑^⏎\u21a9\ufe0e\ufe0f\])]{0,8}")
_LEADING_MARK = re.compile(
    r"^\s{0,9}(?:\[(?:\d{1,3}|[a-z]{1,2}|[A-Z]{1,3}\d{1,3})\]|(?:\d{1,3}|[*†‡])[.)]?(?=\s))\s{0,9}"
)
_CLASS_WORDS = re.compile(r"[A-Za-z]+(?:-[A-Za-z]+)?")
_RULE = re.compile(r"\.(-?[A-Za-z_][\w-]{0,60})")
_DATA = load("page_words.toml")
_KINDS = {word: kind for kind, words in _DATA["kinds"].items() for word in words}
_BESIDE = frozenset(_DATA["beside"]["words"])
_WITHIN_PAGE = etree.XPath("descendant-or-self::a[starts-with(@href, '#')]")
_FORMULA = "formula"
_NUMBERS: dict[str, Callable[[int], str]] = {  # how an ordered list says it counts
    "a": letters,
    "A": lambda n: letters(n).upper(),
    "i": roman,
    "I": lambda n: roman(n).upper(),
}
_MOST_NOTE = 4_000  # characters of a note
_MOST_NOTES = 1_000
_MOST_CSS = 400_000


@dataclass
class Origin:
    """Where a paragraph stands on the page."""

    parent: etree._Element
    beside: bool  # within something whose words are not the story's
    links: int  # characters of it that are links


@dataclass
class Styles:
    """Classes of a document's own style sheet that change what its words mean."""

    struck: set[str] = field(default_factory=set)
    hidden: set[str] = field(default_factory=set)
    raised: set[str] = field(default_factory=set)


def parse_html(text: str) -> etree._Element:
    """Return a page as a tree; raise DraftRefusal where there is nothing to parse."""
    text = _without_declaration(text)
    parser = html.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True)
    try:
        return html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError) as error:
        raise DraftRefusal("This page has no article in it.") from error


def _without_declaration(text: str) -> str:
    head = text.lstrip()
    if head[:5].lower() == "<?xml":
        end = head.find("?>")
        return head[end + 2 :] if 0 <= end < 400 else head
    return text


def _is_mark(anchor: etree._Element) -> bool:
    """Return whether an anchor's words are a note's mark, or none."""
    text = "".join(anchor.itertext()).strip()
    return not text or MARK.fullmatch(text) is not None


def _looks_like_a_note(anchor: etree._Element) -> bool:
    """Return whether a mark is raised, in brackets, or points where programs put their notes."""
    name = anchor.get("href")[1:]
    raised = any(e.tag == "sup" for e in (*anchor.iterancestors(), *anchor.iter("sup")))
    known = bool(_NOTE_TARGET.match(name) or _COMMENT_TARGET.match(name))
    named = {anchor.get("epub:type"), anchor.get("role")} & {"noteref", "doc-noteref"}
    return raised or known or bool(named) or "".join(anchor.itertext()).strip()[:1] == "["


class PageReader(Writer):
    """Walks a page. `origins` tells where each paragraph of the draft stands.

    `office` is set for what word processors export: only there does the document's own style sheet
    say what was struck or hidden. `numbers` keeps the numbers of lists, to which drafts refer.
    """

    def __init__(
        self,
        root: etree._Element,
        *,
        medium: str = "html",
        base: str = "",
        office: bool = False,
        numbers: bool = True,
        comments: bool = False,
    ) -> None:
        super().__init__(medium)
        self.root = root
        self.base = base
        self.numbers = numbers
        self.comments = comments
        self.styles = styles_of(root) if office else Styles()
        self.origins: dict[int, Origin] = {}
        self._sides: dict[etree._Element, bool] = {}
        self._items: dict[etree._Element, int] = {}
        self._seen: list[Paragraph] = []  # kept alive: origins are by identity
        self.losses: list[tuple[int, str, str]] = []
        self.links = 0
        self.kinds: list[str | None] = [None]
        self.references: dict[etree._Element, etree._Element] = {}
        self.note_blocks: set[etree._Element] = set()
        self._in_note = False
        self._find_notes()
        self._special: dict[str, Callable[[etree._Element], None]] = {
            "br": self._break,
            "a": self._anchor,
            "sup": self._sup,
            "table": self._table,
            "q": self._quoted,
            "li": self._item,
            "noscript": self._noscript,
            "img": self._picture,
            "ruby": self._ruby,
            "math": self._formula,
        }

    # Notes

    def _find_notes(self) -> None:
        """Find which anchors are marks of notes, and which blocks are those notes."""
        anchors = _WITHIN_PAGE(self.root)
        if not anchors:  # as on most pages: their elements need not be counted
            return
        order = {
            element: n for n, element in enumerate(self.root.iter()) if isinstance(element.tag, str)
        }
        targets: dict[str, etree._Element] = {}
        for element in order:
            for name in (element.get("id"), element.get("name") if element.tag == "a" else None):
                if name:
                    targets.setdefault(name, element)
        for anchor in anchors[:_MOST_NOTES]:
            block = self._note_of(anchor, targets, order)
            if block is not None:
                self.references[anchor] = block
                self.note_blocks.add(block)

    def _note_of(
        self,
        anchor: etree._Element,
        targets: dict[str, etree._Element],
        order: dict[etree._Element, int],
    ) -> etree._Element | None:
        """Return the block an anchor's mark points at; None where it is an ordinary link."""
        target = targets.get(anchor.get("href")[1:])
        if target is None or not _is_mark(anchor):
            return None
        block = next((e for e in (target, *target.iterancestors()) if e.tag in _NOTE_BLOCKS), None)
        if block is None or order[block] < order[anchor] or block in set(anchor.iterancestors()):
            return None
        short = len("".join(block.itertext())) < _MOST_NOTE
        return block if short and _looks_like_a_note(anchor) else None

    def _cite(self, anchor: etree._Element) -> None:
        """Put the note an anchor points at on the words before it."""
        block = self.references[anchor]
        note = self._captured(block)
        for paragraph in note[:1]:
            cut = _LEADING_MARK.match(paragraph.text)
            paragraph.text = paragraph.text[cut.end() :] if cut else paragraph.text
        if _COMMENT_TARGET.match(anchor.get("href")):
            self.pen.words("")
            self.remark(self.pen.clause(), note)
        else:
            self.reference(note)

    def _captured(self, element: etree._Element) -> list[Paragraph]:
        outer, self.pen = self.pen, Pen()
        kinds, self.kinds = self.kinds, [None]
        in_note, self._in_note = self._in_note, True
        self.children(element)
        self.pen.end()
        captured = self.pen.paragraphs
        self.pen, self.kinds, self._in_note = outer, kinds, in_note
        return captured

    # Walking

    def read(self) -> Draft:
        """Return the paragraphs of the whole page."""
        body = self.root.find("body")
        top = self.root if body is None else body
        self.walk(top)
        self.end_block(top)
        return self.finish()

    def children(self, element: etree._Element) -> None:
        """Read what stands in an element."""
        self.pen.words(element.text or "")
        for inner in element:
            self.walk(inner)
            self.pen.words(inner.tail or "")

    def walk(self, element: etree._Element) -> None:
        """Read an element, without what follows it."""
        tag = element.tag
        if not isinstance(tag, str):
            self._aside_comment(element)
            return
        tag = tag.lower()
        if tag in _SKIPPED or (element in self.note_blocks and not self._in_note):
            if tag in _BLOCKS:
                self.end_block(element)
            return
        if self._is_lost(element, tag):
            return
        if tag in _BLOCKS:
            self._block(element, tag)
        elif tag in self._special:
            self._special[tag](element)
        elif self._is_raised(element):
            self.pen.raised("".join(element.itertext()))
        else:
            self.children(element)

    def _block(self, element: etree._Element, tag: str) -> None:
        self.end_block(element.getparent())
        self.kinds.append(self.kind_of(element, tag) or self.kinds[-1])
        if tag in self._special:
            self._special[tag](element)
        else:
            self.children(element)
        self.end_block(element)
        self.kinds.pop()

    def end_block(self, element: etree._Element | None) -> None:
        """End the paragraph; remember where it stands."""
        links, self.links = self.links, 0
        paragraph = self.pen.end(self.kinds[-1])
        if paragraph is not None and element is not None:
            self._place(paragraph, Origin(element, self.is_beside(element), links))

    def is_beside(self, element: etree._Element) -> bool:
        """Return whether an element stands within something that is not the story."""
        chain: list[etree._Element] = []
        side: bool | None = None
        place: etree._Element | None = element
        while place is not None and side is None:
            if place in self._sides:
                side = self._sides[place]
                break
            chain.append(place)
            side = _own_side(place)
            place = place.getparent()
        # Kept for all of the chain, so that deep pages cost no more than wide ones.
        for step in chain:
            self._sides[step] = bool(side)
        return bool(side)

    def _place(self, paragraph: Paragraph, origin: Origin) -> None:
        self._seen.append(paragraph)
        self.origins[id(paragraph)] = origin

    def _is_lost(self, element: etree._Element, tag: str) -> bool:
        """Count what is struck or hidden."""
        style = (element.get("style") or "").replace(" ", "").lower()
        classes = set((element.get("class") or "").split())
        struck = tag in _STRUCK or "line-through" in style or bool(classes & self.styles.struck)
        hidden = (
            element.get("hidden") is not None
            or any(declaration in style for declaration in _HIDING_STYLES)
            or bool(classes & self.styles.hidden)
        )
        if struck or hidden:
            text = "".join(element.itertext())
            self.losses.append((len(self.pen.paragraphs), "struck" if struck else "hidden", text))
        return struck or hidden or bool(classes & _HIDING_CLASSES)

    def _is_raised(self, element: etree._Element) -> bool:
        style = (element.get("style") or "").replace(" ", "").lower()
        classes = set((element.get("class") or "").split())
        raised = "vertical-align:super" in style or bool(classes & self.styles.raised)
        return raised and not any(a in self.references for a in element.iter("a"))

    def kind_of(self, element: etree._Element, tag: str) -> str | None:
        """Return what a block is, by its tag and its class."""
        named = " ".join(element.get(name) or "" for name in ("class", "itemprop", "rel"))
        for word in named.lower().replace("_", "-").split():
            kind: str | None = _KINDS.get(word) or next(
                (k for w, k in _KINDS.items() if _is_part(w, word)), None
            )
            if kind == "headline" and tag not in ("h1", "h2", "p"):
                continue
            if kind:
                return kind
        if tag == "h1":
            return "headline"
        return "caption" if tag in ("figcaption", "caption") else None

    # Elements of their own

    def _break(self, element: etree._Element) -> None:
        if self.pen.after_break:
            self.end_block(element.getparent())
        else:
            self.pen.mark("\n")

    def _anchor(self, element: etree._Element) -> None:
        if element in self.references:
            self._cite(element)
            return
        href, text = element.get("href") or "", "".join(element.itertext()).strip()
        if (
            href.startswith("#")
            and self._in_note
            and (_BACK.fullmatch(text) or MARK.fullmatch(text))
        ):
            return
        start, count = self.pen.here, len(self.pen.paragraphs)
        self.children(element)
        if count != len(self.pen.paragraphs):
            return
        address = http_address(href, self.base)
        self.links += len(text)
        if address and text:
            self.pen.source(start, address=address)

    def _sup(self, element: etree._Element) -> None:
        cited = [a for a in element.iter("a") if a in self.references]
        for anchor in cited:
            self._cite(anchor)
        text = "".join(element.itertext())
        if not cited and text.strip():
            self.pen.raised(text)

    def _quoted(self, element: etree._Element) -> None:
        self.pen.words("“")
        self.children(element)
        self.pen.words("”")

    def _item(self, element: etree._Element) -> None:
        parent = element.getparent()
        if self.numbers and not self._in_note and parent is not None and parent.tag == "ol":
            start = parent.get("start") or "1"
            first = int(start) if start.isascii() and start.isdigit() and len(start) < 5 else 1
            own = element.get("value") or ""
            known = int(own) if own.isascii() and own.isdigit() and len(own) < 5 else 0
            self._items[parent] = known or self._items.get(parent, first - 1) + 1
            form = _NUMBERS.get(parent.get("type") or "", str)
            self.pen.words(f"{form(max(self._items[parent], 1))}. ")
        self.children(element)

    def _noscript(self, element: etree._Element) -> None:
        if len("".join(element.itertext()).split()) >= 40:
            self.children(element)

    def _picture(self, element: etree._Element) -> None:
        return None

    def _ruby(self, element: etree._Element) -> None:
        self.children(element)
        reading = "".join("".join(e.itertext()) for e in element.iter("rt"))
        if reading:
            self.losses.append((len(self.pen.paragraphs), "reading aid", reading))

    def _formula(self, element: etree._Element) -> None:
        self.pen.words(" ")
        self.losses.append((len(self.pen.paragraphs), _FORMULA, "".join(element.itertext())))

    def _table(self, element: etree._Element) -> None:
        for row in _rows(element):
            cells = []
            for cell in (e for e in row if e.tag in ("td", "th")):
                before = len(self.pen.paragraphs)
                self._block(cell, cell.tag)
                cells.append(self.pen.paragraphs[before:])
                del self.pen.paragraphs[before:]
            rows = rows_to_paragraphs(cells)
            for paragraph in rows:
                if id(paragraph) not in self.origins:
                    self._place(paragraph, Origin(element, self.is_beside(element), 0))
            self.pen.paragraphs += rows
        for inner in element:
            if inner.tag == "caption":
                self.walk(inner)

    def _aside_comment(self, element: etree._Element) -> None:
        """Keep a comment of a Markdown draft as a note to the desk."""
        text = " ".join((element.text or "").split()) if self.comments else ""
        if text and element.tag is etree.Comment:
            here = self.pen.text
            if here:
                self.remark(self.pen.clause(), [Paragraph(text)])
            else:
                holder = Writer("html")
                holder.remark(0, [Paragraph(text)])
                holder.pen.words("x")
                whole = holder.pen.end() or Paragraph("")
                whole.unplace()
                self.draft.notes += whole.notes
                self.draft.sources += whole.sources

    def count_losses(self, first: int, last: int) -> None:
        """Count what was struck or hidden between two paragraphs."""
        for at, what, text in self.losses:
            if first <= at <= last + 1 and what == _FORMULA:
                self.draft.leave_out(what, 1, text)
            elif first <= at <= last + 1:
                self.lose(what, text)


def _is_part(word: str, name: str) -> bool:
    return name.startswith(f"{word}-") or name.endswith(f"-{word}") or f"-{word}-" in name


def _rows(table: etree._Element) -> Iterable[etree._Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("tbody", "thead", "tfoot"):
            yield from (row for row in element if row.tag == "tr")


def _own_side(element: etree._Element) -> bool | None:
    """Return whether an element itself says that its words are beside the story, or None."""
    if element.tag in ("nav", "footer", "aside", "dialog"):
        return True
    if element.tag in ("body", "html", "article", "main"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    names = named.lower().replace("_", "-").split()
    return True if {part for n in names for part in (n, *n.split("-"))} & _BESIDE else None


def styles_of(root: etree._Element) -> Styles:
    """Return what a document's style sheet says of its classes."""
    styles = Styles()
    for sheet in root.iter("style"):
        for rule in (sheet.text or "")[:_MOST_CSS].split("}"):
            selector, _, declaration = rule.partition("{")
            declaration = declaration.replace(" ", "").lower()
            names = _RULE.findall(selector)
            for holds, classes in (
                ("line-through" in declaration, styles.struck),
                ("display:none" in declaration or "mso-hide:all" in declaration, styles.hidden),
                ("vertical-align:super" in declaration, styles.raised),
            ):
                if holds:
                    classes.update(names)
    return styles
