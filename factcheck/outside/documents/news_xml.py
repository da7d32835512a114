"""Newsrooms' own formats: NITF, NewsML-G2, ninjs, and WordPress's export."""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import unescape
from typing import Any

from lxml import etree  # type: ignore[import-untyped]

from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.dates import declared_date
from factcheck.outside.documents.drafts import Draft, DraftRefusal, Paragraph, Remark
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.html_walk import PageReader, parse_html
from factcheck.outside.documents.packages import child, local, value

_EMPTY = "This {} file has no text in it."


def _all(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    return (e for e in root.iter() if local(e) in names)


def _text(element: etree._Element | None) -> str:
    return "" if element is None else " ".join("".join(element.itertext()).split())


def _first(root: etree._Element, *names: str) -> str:
    return next((text for e in _all(root, *names) if (text := _text(e))), "")


def _html_of(element: etree._Element) -> str:
    """Return an element as HTML, without prefixes and namespaces."""
    tree = etree.fromstring(
        etree.tostring(element, with_tail=False),
        etree.XMLParser(resolve_entities=False, no_network=True),
    )
    for inner in tree.iter():
        if isinstance(inner.tag, str):
            inner.tag = local(inner)
    etree.cleanup_namespaces(tree)
    return str(etree.tostring(tree, encoding="unicode", method="html"))


def _fill(draft: Draft, markup: str, medium: str) -> None:
    """Add the paragraphs of a piece of HTML to a draft."""
    reader = PageReader(parse_html(f"<html><body>{markup}</body></html>"), medium=medium)
    part = reader.read()
    reader.count_losses(0, len(part.paragraphs))
    draft.paragraphs += part.paragraphs
    draft.notes += part.notes
    for row in part.left_out:
        draft.leave_out(row.what, row.count, row.text)


def _head(draft: Draft, headline: str, byline: str) -> None:
    """Put headline and byline before the copy, where the file keeps them elsewhere."""
    draft.headline = headline
    draft.byline = byline_of([byline]) if byline else ""
    lines = [Paragraph(headline, "headline")] if headline else []
    lines += [Paragraph(byline, "byline")] if byline else []
    draft.paragraphs[:0] = lines


def _require_words(draft: Draft, name: str) -> Draft:
    if not any(p.kind not in ("headline", "byline") for p in draft.paragraphs):
        raise DraftRefusal(_EMPTY.format(name))
    return draft


def read_nitf(root: etree._Element) -> Draft:
    """Return the draft in an NITF document."""
    draft = Draft(medium="nitf")
    for element in _all(root, "block", "body.content"):
        if local(element) == "body.content":
            _fill(draft, _html_of(element), "nitf")
            break
    head = next(_all(root, "body.head"), root)
    headline = _first(head, "hl1") or _first(head, "hedline") or _first(root, "title")
    _head(draft, headline, _byline(next(_all(head, "byline"), None)))
    for standfirst in (text for e in _all(head, "hl2", "abstract") if (text := _text(e))):
        draft.paragraphs.insert(1, Paragraph(standfirst, "standfirst"))
    _place(draft, _text(next(_all(head, "dateline"), None)))
    for note in _all(root, "ed-msg"):
        _note(draft, value(note, "info") or _text(note))
    _nitf_dates(draft, root)
    return _require_words(draft, "NITF")


_NITF_DATES = ("date.issue", "date.release", "story.date")  # the first that is there counts


def _nitf_dates(draft: Draft, root: etree._Element) -> None:
    for element in (e for name in _NITF_DATES for e in _all(root, name)):
        _date(draft, value(element, "norm"), f"the NITF file ({local(element)})")
    until = next((value(e, "norm") for e in _all(root, "date.release")), "")
    if value(next(_all(root, "docdata"), None), "management-status") == "embargoed":
        draft.embargo = draft.embargo or until


def _byline(element: etree._Element | None) -> str:
    """Return a byline's words, the parts of its markup apart."""
    return (
        ""
        if element is None
        else ", ".join(" ".join(t.split()) for t in element.itertext() if t.strip()).replace(
            "By,", "By"
        )
    )


def _place(draft: Draft, dateline: str) -> None:
    """Put a dateline that stands by itself before the first paragraph."""
    body = next(
        (p for p in draft.paragraphs if p.kind not in ("headline", "byline", "standfirst")), None
    )
    if dateline and body is not None and not body.text.lower().startswith(dateline.lower()[:12]):
        lead = f"{dateline} — "
        body.text = lead + body.text
        body.shift(len(lead))


def _note(draft: Draft, text: str, by: str = "") -> None:
    text = " ".join(text.split())
    if text:
        draft.notes.append(Remark(0, 0, text, by))
        draft.embargo = draft.embargo or embargo_in(text)


def _date(draft: Draft, text: str, where: str) -> None:
    day = declared_date(text)
    if day and not draft.published:
        draft.published, draft.published_from = day, where


def read_newsml(root: etree._Element) -> Draft:
    """Return the draft in a NewsML-G2 item: its inline XHTML, NITF or plain text."""
    draft = _newsml_body(root)
    meta = next(_all(root, "contentMeta"), root)
    if not draft.headline:
        _newsml_head(draft, root, meta)
    for note in _all(root, "edNote"):
        _note(draft, _text(note))
    status = " ".join(value(e, "qcode") for e in _all(root, "pubStatus"))
    until = _first(root, "embargoed")
    draft.embargo = draft.embargo or (f"embargoed until {until}" if until else "")
    withheld = "withheld" in status or "canceled" in status
    draft.leave_out(f"publication status: {status}", int(withheld))
    for name in ("firstPublished", "contentCreated", "firstCreated", "versionCreated"):
        _date(draft, _first(root, name), f"the NewsML file ({name})")
    draft.language = draft.language or value(root, "lang")[:2] or _language(root)
    return _require_words(draft, "NewsML")


def _newsml_body(root: etree._Element) -> Draft:
    draft = Draft(medium="newsml")
    inline = next(_all(root, "inlineXML"), None)
    if inline is None:
        texts = ("".join(data.itertext()) for data in _all(root, "inlineData"))
        lines = (" ".join(line.split()) for text in texts for line in text.split("\n"))
        draft.paragraphs = [Paragraph(line) for line in lines if line]
        return draft
    nested = next(_all(inline, "nitf"), None)
    if nested is not None:
        draft = read_nitf(nested)
        draft.medium = "newsml"
    else:
        _fill(draft, _html_of(next(_all(inline, "body"), inline)), "newsml")
    return draft


def _newsml_head(draft: Draft, root: etree._Element, meta: etree._Element) -> None:
    headline = _first(meta, "headline") or _first(root, "headline", "title")
    rest = [p for p in draft.paragraphs[:2] if p.text != headline and p.kind != "headline"]
    draft.paragraphs[:2] = rest
    _head(draft, headline, _first(meta, "by") or _creator(meta))


def _creator(meta: etree._Element) -> str:
    creator = next(_all(meta, "creator"), None)
    return _text(child(creator, "name")) if creator is not None else ""


def _language(root: etree._Element) -> str:
    return next(
        (value(e, "tag")[:2].lower() for e in _all(root, "language") if value(e, "tag")), ""
    )


def read_wordpress(root: etree._Element) -> Draft:
    """Return the one post of a WordPress export (WXR), or of a feed; refuse several, by number."""
    items = [e for e in _all(root, "item", "entry") if _is_post(e)]
    if not items:
        raise DraftRefusal("This WordPress export or feed has no post in it.")
    if len(items) > 1:
        raise DraftRefusal(
            f"This file holds {len(items)} posts. Export the one post, or paste its text."
        )
    item, draft = items[0], Draft(medium="wordpress")
    content = next(
        (e for e in item if local(e) in ("encoded", "content") and "excerpt" not in str(e.tag)),
        None,
    )
    content = content if content is not None else child(item, "description")
    markup = "" if content is None else "".join(content.itertext())
    _fill(draft, _paragraphed(markup), "wordpress")
    by = _text(child(item, "creator")) or _text(child(item, "author", "name"))
    people = {
        _text(child(a, "author_login")): _text(child(a, "author_display_name"))
        for a in _all(root, "author")
    }
    _head(draft, unescape(_text(child(item, "title"))), people.get(by) or by)
    for name in ("post_date", "pubDate", "published", "date"):
        _date(draft, _text(child(item, name)), f"the export ({name})")
    draft.language = _first(root, "language")[:2].lower()
    return _require_words(draft, "WordPress")


def _is_post(item: etree._Element) -> bool:
    kind = _text(child(item, "post_type"))
    return kind in ("", "post", "page", "article")


def _paragraphed(markup: str) -> str:
    """Return WordPress's stored text with the paragraphs it makes of blank lines."""
    if "<p" in markup:
        return markup
    return "".join(
        f"<p>{part.strip().replace(chr(10), '<br>')}</p>"
        for part in markup.split("\n\n")
        if part.strip()
    )


def read_ninjs(data: dict[str, Any]) -> Draft:
    """Return the draft in an IPTC ninjs object, of version 1 or 2."""
    draft = Draft(medium="ninjs")
    markup, plain = _ninjs_body(data)
    if markup:
        _fill(draft, markup, "ninjs")
    else:
        lines = (" ".join(line.split()) for line in plain.split("\n"))
        draft.paragraphs = [Paragraph(line) for line in lines if line]
    headline = _ninjs_headline(data)
    if draft.paragraphs and draft.paragraphs[0].text == headline:
        del draft.paragraphs[0]
    _head(draft, " ".join(headline.split()), _string(data, "byline") or _by(data))
    _note(draft, _string(data, "ednote", "edNote", "editorial_note"))
    for name in ("firstpublished", "firstcreated", "versioncreated", "contentcreated"):
        _date(draft, _string(data, name), f"the ninjs file ({name})")
    until = _string(data, "embargoed", "embargoeddate", "embargoed_until")
    draft.embargo = draft.embargo or (f"embargoed until {until}" if until else "")
    draft.language = _string(data, "language")[:2].lower()
    return _require_words(draft, "ninjs")


def _ninjs_headline(data: dict[str, Any]) -> str:
    values = (_string(row, "value") for row in _dicts(data.get("headlines")))
    return _string(data, "headline") or next(values, "") or _string(data, "title")


def _ninjs_body(data: dict[str, Any]) -> tuple[str, str]:
    """Return the HTML and the plain text of a story; "" for what it has not."""
    markup, plain = _string(data, "body_xhtml", "body_html"), _string(data, "body_text")
    for body in _dicts(data.get("bodies")):
        if "html" in str(body.get("contenttype", "html")):
            markup = markup or _string(body, "value")
        else:
            plain = plain or _string(body, "value")
    return markup, plain


def _dicts(value: Any) -> list[dict[str, Any]]:
    return [row for row in value if isinstance(row, dict)] if isinstance(value, list) else []


def _string(data: dict[str, Any], *names: str) -> str:
    return next((data[n] for n in names if isinstance(data.get(n), str)), "")


def _by(data: dict[str, Any]) -> str:
    people = (
        data.get("by") if isinstance(data.get("by"), list) else data.get("person") if False else []
    )
    names = [p.get("name", "") for p in people or [] if isinstance(p, dict)]
    return " and ".join(n for n in names if isinstance(n, str))


def is_ninjs(text: str) -> dict[str, Any] | None:
    """Return the object where text is JSON with the words of a story in it."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    names = ("body_xhtml", "body_html", "body_text", "bodies", "headline", "headlines", "ednote")
    return data if isinstance(data, dict) and any(n in data for n in names) else None
