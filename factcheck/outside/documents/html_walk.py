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
_RULE = re.compile(r"\.(-?[A-Za-z_][\w-]{0,60})")
_DATA = load("page_words.toml")
_KINDS: dict[str, str] = {word: kind for kind, words in _DATA["kinds"].items() for word in words}
_BESIDE = frozenset(_DATA["beside"]["words"])
_WITHIN_PAGE = etree.XPath("descendant-or-self::a[starts-with(@href, '#')]")
_FORMULA = "formula"
_NUMBERS: dict[str, Callable[[int], str]] = {  # how an ordered list says it counts
    "a": letters,
    "A": lambda n: letters(n).upper(),
    "i": roman,
    "I": lambda n: roman(n).upper(),
}
_MOST_NOTE = 4_000  # characters of a note; a longer block is the story, a link to it a contents'
_MOST_NOTES = 1_000  # anchors of a page that are looked at
_MOST_CSS = 400_000  # characters of a style sheet
_MOST_DECLARATION = 400  # characters in which an XML declaration ends, where it is one
_SPOKEN_NOSCRIPT = 40  # words from which what is shown without scripts is the story, not a notice
_MOST_DIGITS = 4  # of a list's number


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
    """Return a page without its XML declaration, which the parser refuses in decoded text."""
    head = text.lstrip()
    if head[:5].lower() == "<?xml":
        end = head.find("?>")
        return head[end + 2 :] if 0 <= end < _MOST_DECLARATION else head
    return text


def _is_mark(anchor: etree._Element) -> bool:
    """Return whether an anchor's words are a note's mark, or none."""
    text = "".join(anchor.itertext()).strip()
    return not text or MARK.fullmatch(text) is not None


def _looks_like_a_note(anchor: etree._Element) -> bool:
    """Return whether a mark is raised, in brackets, or points where programs put their notes."""
    target = anchor.get("href")[1:]
    if _NOTE_TARGET.match(target) or _COMMENT_TARGET.match(target):
        return True
    # EPUB's and ARIA's names for such an anchor (www.w3.org/TR/dpub-aria-1.1).
    if {anchor.get("epub:type"), anchor.get("role")} & {"noteref", "doc-noteref"}:
        return True
    around_or_within = (*anchor.iterancestors("sup"), *anchor.iter("sup"))
    in_brackets = "".join(anchor.itertext()).strip().startswith("[")
    return in_brackets or bool(around_or_within)


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
            "ruby": self._ruby,
            "math": self._formula,
        }

    # Notes

    def _find_notes(self) -> None:
        """Find which anchors are marks of notes, and which blocks are those notes."""
        anchors = _WITHIN_PAGE(self.root)
        if not anchors:  # as on most pages: their elements need not be counted
            return
        order = {element: number for number, element in enumerate(self.root.iter(etree.Element))}
        targets: dict[str, etree._Element] = {}
        for element in order:
            names = [element.get("id")]
            if element.tag == "a":
                names.append(element.get("name"))
            for name in names:
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
        around = (target, *target.iterancestors())
        block = next((element for element in around if element.tag in _NOTE_BLOCKS), None)
        # Notes stand after the words they are on; what points back, or at what it stands in, is
        # none.
        if block is None or order[block] < order[anchor] or block in anchor.iterancestors():
            return None
        is_short = len("".join(block.itertext())) < _MOST_NOTE
        return block if is_short and _looks_like_a_note(anchor) else None

    def _cite(self, anchor: etree._Element) -> None:
        """Put the note an anchor points at on the words before it."""
        block = self.references[anchor]
        note = self._captured(block)
        if note:
            note[0].text = _LEADING_MARK.sub("", note[0].text)
        if _COMMENT_TARGET.match(anchor.get("href")):
            self.pen.words("")
            self.remark(self.pen.clause(), note)
        else:
            self.reference(note)

    def _captured(self, element: etree._Element) -> list[Paragraph]:
        """Return the paragraphs of a note without adding them to the draft."""
        outer = (self.pen, self.kinds, self._in_note)
        self.pen, self.kinds, self._in_note = Pen(), [None], True
        self.children(element)
        self.pen.end()
        captured = self.pen.paragraphs
        self.pen, self.kinds, self._in_note = outer
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
        # A note is read where its mark stands, and there alone.
        is_note = element in self.note_blocks and not self._in_note
        if tag in _SKIPPED or is_note:
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
        links = self.links
        self.links = 0
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
        style, classes = _looks_of(element)
        struck = tag in _STRUCK or "line-through" in style or bool(classes & self.styles.struck)
        hidden = _hides_itself(element, style) or bool(classes & self.styles.hidden)
        if struck or hidden:
            self._lose_at_place("struck" if struck else "hidden", "".join(element.itertext()))
        # Words for screen readers alone repeat what is shown: they are no loss.
        return struck or hidden or bool(classes & _HIDING_CLASSES)

    def _lose_at_place(self, what: str, text: str) -> None:
        """Note a loss; it counts only if the paragraphs around it turn out to be the story's."""
        self.losses.append((len(self.pen.paragraphs), what, text))

    def _is_raised(self, element: etree._Element) -> bool:
        style, classes = _looks_of(element)
        raised = "vertical-align:super" in style or bool(classes & self.styles.raised)
        return raised and not any(anchor in self.references for anchor in element.iter("a"))

    def kind_of(self, element: etree._Element, tag: str) -> str | None:
        """Return what a block is, by its tag and its class."""
        named = " ".join(element.get(name) or "" for name in ("class", "itemprop", "rel"))
        for word in named.lower().replace("_", "-").split():
            kind = _kind_named(word)
            # The headline's class is often on the box around it, with all that is in it.
            is_box = kind == "headline" and tag not in ("h1", "h2", "p")
            if kind and not is_box:
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
        href = element.get("href") or ""
        text = "".join(element.itertext()).strip()
        leads_back = _BACK.fullmatch(text) or MARK.fullmatch(text)
        if href.startswith("#") and self._in_note and leads_back:
            return
        start = self.pen.here
        count = len(self.pen.paragraphs)
        self.children(element)
        # A link over several blocks is a teaser's, and on no words of one paragraph.
        if count != len(self.pen.paragraphs):
            return
        address = http_address(href, self.base)
        self.links += len(text)
        if address and text:
            self.pen.source(start, address=address)

    def _sup(self, element: etree._Element) -> None:
        cited = [anchor for anchor in element.iter("a") if anchor in self.references]
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
            first = _number_said(parent, "start", otherwise=1)
            following = self._items.get(parent, first - 1) + 1
            number = _number_said(element, "value", otherwise=0) or following
            self._items[parent] = number
            form = _NUMBERS.get(parent.get("type") or "", str)
            self.pen.words(f"{form(max(number, 1))}. ")
        self.children(element)

    def _noscript(self, element: etree._Element) -> None:
        if len("".join(element.itertext()).split()) >= _SPOKEN_NOSCRIPT:
            self.children(element)

    def _ruby(self, element: etree._Element) -> None:
        self.children(element)
        reading = "".join("".join(aid.itertext()) for aid in element.iter("rt"))
        if reading:
            self._lose_at_place("reading aid", reading)

    def _formula(self, element: etree._Element) -> None:
        self.pen.words(" ")
        self._lose_at_place(_FORMULA, "".join(element.itertext()))

    def _table(self, element: etree._Element) -> None:
        for row in _rows(element):
            cells = []
            for cell in row.iterchildren("td", "th"):
                before = len(self.pen.paragraphs)
                self._block(cell, cell.tag)
                cells.append(self.pen.paragraphs[before:])
                del self.pen.paragraphs[before:]
            rows = rows_to_paragraphs(cells)
            for paragraph in rows:
                if id(paragraph) not in self.origins:
                    self._place(paragraph, Origin(element, self.is_beside(element), 0))
            self.pen.paragraphs += rows
        for caption in element.iterchildren("caption"):
            self.walk(caption)

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
            if not first <= at <= last + 1:
                continue
            if what == _FORMULA:
                self.draft.leave_out(what, 1, text)
            else:
                self.lose(what, text)


def _hides_itself(element: etree._Element, style: str) -> bool:
    """Return whether an element says on its own tag that it is not shown."""
    if element.get("hidden") is not None:
        return True
    return any(declaration in style for declaration in _HIDING_STYLES)


def _looks_of(element: etree._Element) -> tuple[str, set[str]]:
    """Return an element's own style, without blanks, and its classes."""
    style = (element.get("style") or "").replace(" ", "").lower()
    return style, set((element.get("class") or "").split())


def _number_said(element: etree._Element, name: str, *, otherwise: int) -> int:
    """Return the number an attribute holds, where it is one that a list may have."""
    said = element.get(name) or ""
    is_number = said.isascii() and said.isdigit() and len(said) <= _MOST_DIGITS
    return int(said) if is_number else otherwise


def _kind_named(name: str) -> str | None:
    """Return the kind that a class names, by itself or as a part of it ("article-byline")."""
    if name in _KINDS:
        return _KINDS[name]
    return next((kind for word, kind in _KINDS.items() if _is_part(word, name)), None)


def _is_part(word: str, name: str) -> bool:
    return name.startswith(f"{word}-") or name.endswith(f"-{word}") or f"-{word}-" in name


def _rows(table: etree._Element) -> Iterable[etree._Element]:
    for element in table:
        if element.tag == "tr":
            yield element
        elif element.tag in ("tbody", "thead", "tfoot"):
            yield from element.iterchildren("tr")


def _own_side(element: etree._Element) -> bool | None:
    """Return whether an element itself says that its words are beside the story, or None."""
    if element.tag in ("nav", "footer", "aside", "dialog"):
        return True
    if element.tag in ("body", "html", "article", "main"):
        return False
    named = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('role') or ''}"
    names = named.lower().replace("_", "-").split()
    parts = {part for name in names for part in name.split("-")}
    return None if _BESIDE.isdisjoint(parts.union(names)) else True


def styles_of(root: etree._Element) -> Styles:
    """Return what a document's style sheet says of its classes."""
    styles = Styles()
    for sheet in root.iter("style"):
        for rule in (sheet.text or "")[:_MOST_CSS].split("}"):
            selector, _, declaration = rule.partition("{")
            declaration = declaration.replace(" ", "").lower()
            classes = _RULE.findall(selector)
            if "line-through" in declaration:
                styles.struck.update(classes)
            if "display:none" in declaration or "mso-hide:all" in declaration:
                styles.hidden.update(classes)
            if "vertical-align:super" in declaration:
                styles.raised.update(classes)
    return styles
