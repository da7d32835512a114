"""E-books: the chapters of an .epub, in the order in which they are read."""

from __future__ import annotations

import posixpath
from urllib.parse import unquote

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.charset import decode
from factcheck.outside.documents.dates import declared_date
from factcheck.outside.documents.drafts import Draft, DraftRefusal
from factcheck.outside.documents.html_walk import PageReader, parse_html
from factcheck.outside.documents.packages import Package, child, local, value

DAMAGED = "This e-book (.epub) is damaged and cannot be opened."
_EMPTY = "This e-book (.epub) has no text in it."
_MOST_CHAPTERS = 400


def read_epub(package: Package) -> Draft:
    """Return the text of a book; raise DraftRefusal where it holds no words."""
    container = package.tree("META-INF/container.xml")
    rootfile = child(container, "rootfiles", "rootfile")
    name = value(rootfile, "full-path")
    root = package.tree(name) if name in package.names else None
    if root is None:
        raise DraftRefusal(_EMPTY)
    # The spine names the chapters in their order, the manifest says where each is (EPUB 3.3, 5).
    hrefs = {value(row, "id"): unquote(value(row, "href")) for row in _rows(root, "manifest")}
    order = [hrefs.get(value(row, "idref"), "") for row in _rows(root, "spine")]
    draft = Draft(medium="epub", encoding="utf-8")
    folder = posixpath.dirname(name)
    for href in order[:_MOST_CHAPTERS]:
        data = package.read(posixpath.normpath(posixpath.join(folder, href)))
        if data.strip():
            _add_chapter(draft, data)
    if not any(paragraph.text for paragraph in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    _describe(draft, _rows(root, "metadata"))
    return draft


def _rows(root: etree._Element, name: str) -> list[etree._Element]:
    """Return what a part of the book's package lists; nothing where it is not there."""
    part = child(root, name)
    return [] if part is None else list(part)


def _add_chapter(draft: Draft, data: bytes) -> None:
    try:
        reader = PageReader(
            parse_html(decode(data).text),
            medium="epub",
            office=True,
        )
    except DraftRefusal:
        return
    chapter = reader.read()
    reader.count_losses(0, len(chapter.paragraphs))
    draft.paragraphs += chapter.paragraphs
    for row in chapter.left_out:
        draft.leave_out(row.what, row.count, row.text)


def _describe(draft: Draft, facts: list[etree._Element]) -> None:
    def texts(name: str) -> list[str]:
        return [(fact.text or "").strip() for fact in facts if local(fact) == name]

    draft.headline = next(iter(texts("title")), "")
    draft.byline = byline_of(texts("creator"))
    draft.language = next(iter(texts("language")), "")[:2].lower()
    draft.published = next(filter(None, map(declared_date, texts("date"))), "")
    draft.published_from = "the book's own data" if draft.published else ""
    # Each chapter has a headline of its own; the book has one.
    headlines = [paragraph for paragraph in draft.paragraphs if paragraph.kind == "headline"]
    for paragraph in headlines[1:]:
        paragraph.kind = "body"
