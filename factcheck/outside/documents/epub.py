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
    facts, manifest, spine = child(root, "metadata"), child(root, "manifest"), child(root, "spine")
    items = {
        value(e, "id"): unquote(value(e, "href")) for e in (() if manifest is None else manifest)
    }
    order = [items.get(value(e, "idref"), "") for e in (() if spine is None else spine)]
    draft = Draft(medium="epub", encoding="utf-8")
    for href in order[:_MOST_CHAPTERS]:
        data = package.read(posixpath.normpath(posixpath.join(posixpath.dirname(name), href)))
        if data.strip():
            _add_chapter(draft, data)
    if not any(p.text for p in draft.paragraphs):
        raise DraftRefusal(_EMPTY)
    _describe(draft, [] if facts is None else list(facts))
    return draft


def _add_chapter(draft: Draft, data: bytes) -> None:
    try:
        reader = PageReader(parse_html(decode(data).text), medium="epub", office=True)
    except DraftRefusal:
        return
    chapter = reader.read()
    reader.count_losses(0, len(chapter.paragraphs))
    draft.paragraphs += chapter.paragraphs
    for row in chapter.left_out:
        draft.leave_out(row.what, row.count, row.text)


def _describe(draft: Draft, facts: list[etree._Element]) -> None:
    texts = {
        name: [(e.text or "").strip() for e in facts if local(e) == name]
        for name in ("title", "creator", "date", "language")
    }
    draft.headline = next(iter(texts["title"]), "")
    draft.byline = byline_of(texts["creator"])
    draft.language = next(iter(texts["language"]), "")[:2].lower()
    day = next((d for text in texts["date"] if (d := declared_date(text))), "")
    draft.published, draft.published_from = day, "the book's own data" if day else ""
    heads = [p for p in draft.paragraphs if p.kind == "headline"]
    for paragraph in heads[1:]:
        paragraph.kind = "body"
