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
_DATELINE_START = 12  # characters by which a dateline is known again
# Any of these makes a JSON object a story.
_OF_STORIES = frozenset(
    ["body_xhtml", "body_html", "body_text", "bodies", "headline", "headlines", "ednote"]
)


def _all(root: etree._Element, *names: str) -> Iterator[etree._Element]:
    """Return the elements of these names, in the order of the file, whatever their namespace."""
    return (element for element in root.iter() if local(element) in names)


def _text(element: etree._Element | None) -> str:
    """Return an element's words in one line."""
    if element is None:
        return ""
    return " ".join("".join(element.itertext()).split())


def _texts(root: etree._Element, *names: str) -> Iterator[str]:
    """Return the words of the elements of these names that have any."""
    return filter(None, map(_text, _all(root, *names)))


def _first(root: etree._Element, *names: str) -> str:
    return next(_texts(root, *names), "")


def _html_of(element: etree._Element) -> str:
    """Return an element as HTML, without prefixes and namespaces."""
    # A copy: what is renamed here is looked for by its name elsewhere.
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    tree = etree.fromstring(etree.tostring(element, with_tail=False), parser)
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
    lines = []
    if headline:
        lines.append(Paragraph(headline, "headline"))
    if byline:
        lines.append(Paragraph(byline, "byline"))
    draft.paragraphs[:0] = lines


def _fill_plain(draft: Draft, text: str) -> None:
    """Set a paragraph for each line of plain text."""
    lines = (" ".join(line.split()) for line in text.split("\n"))
    draft.paragraphs = [Paragraph(line) for line in lines if line]


def _require_words(draft: Draft, name: str) -> Draft:
    kinds = {paragraph.kind for paragraph in draft.paragraphs}
    if not kinds - {"headline", "byline"}:
        raise DraftRefusal(_EMPTY.format(name))
    return draft


def read_nitf(root: etree._Element) -> Draft:
    """Return the draft in an NITF document (IPTC NITF 3.6)."""
    draft = Draft(medium="nitf")
    body = next(_all(root, "body.content"), None)
    if body is not None:
        _fill(draft, _html_of(body), "nitf")
    head = next(_all(root, "body.head"), root)
    headline = _first(head, "hl1") or _first(head, "hedline") or _first(root, "title")
    _head(draft, headline, _byline(next(_all(head, "byline"), None)))
    for standfirst in _texts(head, "hl2", "abstract"):
        draft.paragraphs.insert(1, Paragraph(standfirst, "standfirst"))
    _place(draft, _text(next(_all(head, "dateline"), None)))
    for note in _all(root, "ed-msg"):
        _note(draft, value(note, "info") or _text(note))
    _nitf_dates(draft, root)
    return _require_words(draft, "NITF")


_NITF_DATES = ("date.issue", "date.release", "story.date")  # the first that is there counts


def _nitf_dates(draft: Draft, root: etree._Element) -> None:
    for name in _NITF_DATES:
        for element in _all(root, name):
            _date(draft, value(element, "norm"), f"the NITF file ({name})")
    until = value(next(_all(root, "date.release"), None), "norm")
    if value(next(_all(root, "docdata"), None), "management-status") == "embargoed":
        draft.embargo = draft.embargo or until


def _byline(element: etree._Element | None) -> str:
    """Return a byline's words, the parts of its markup apart."""
    if element is None:
        return ""
    parts = [" ".join(text.split()) for text in element.itertext() if text.strip()]
    # "By <person>Ida Fenn</person>" is no list of two.
    return ", ".join(parts).replace("By,", "By")


def _place(draft: Draft, dateline: str) -> None:
    """Put a dateline that stands by itself before the first paragraph."""
    before_body = ("headline", "byline", "standfirst")
    body = next((p for p in draft.paragraphs if p.kind not in before_body), None)
    if not dateline or body is None:
        return
    # Some files have it in both places, with or without the date.
    has_it_already = body.text.lower().startswith(dateline.lower()[:_DATELINE_START])
    if not has_it_already:
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
    """Return the draft in a NewsML-G2 item: its inline XHTML, NITF or plain text.

    The elements are those of iptc.org/std/NewsML-G2/guidelines.
    """
    draft = _newsml_body(root)
    meta = next(_all(root, "contentMeta"), root)
    if not draft.headline:
        _newsml_head(draft, root, meta)
    for note in _all(root, "edNote"):
        _note(draft, _text(note))
    status = " ".join(value(element, "qcode") for element in _all(root, "pubStatus"))
    _embargo(draft, _first(root, "embargoed"))
    withheld = "withheld" in status or "canceled" in status
    draft.leave_out(f"publication status: {status}", int(withheld))
    for name in ("firstPublished", "contentCreated", "firstCreated", "versionCreated"):
        _date(draft, _first(root, name), f"the NewsML file ({name})")
    draft.language = draft.language or value(root, "lang")[:2] or _language(root)
    return _require_words(draft, "NewsML")


def _embargo(draft: Draft, until: str) -> None:
    """Note until when a story is embargoed, where the copy itself does not say it."""
    if until and not draft.embargo:
        draft.embargo = f"embargoed until {until}"


def _newsml_body(root: etree._Element) -> Draft:
    draft = Draft(medium="newsml")
    inline = next(_all(root, "inlineXML"), None)
    if inline is None:
        texts = ("".join(data.itertext()) for data in _all(root, "inlineData"))
        _fill_plain(draft, "\n".join(texts))
        return draft
    nested = next(_all(inline, "nitf"), None)
    if nested is None:
        body = next(_all(inline, "body"), inline)
        _fill(draft, _html_of(body), "newsml")
        return draft
    draft = read_nitf(nested)
    draft.medium = "newsml"
    return draft


def _newsml_head(draft: Draft, root: etree._Element, meta: etree._Element) -> None:
    """Put the item's own headline and byline first, in place of the body's."""
    headline = _first(meta, "headline") or _first(root, "headline", "title")
    top = draft.paragraphs[:2]
    draft.paragraphs[:2] = [p for p in top if p.text != headline and p.kind != "headline"]
    _head(draft, headline, _first(meta, "by") or _creator(meta))


def _creator(meta: etree._Element) -> str:
    creator = next(_all(meta, "creator"), None)
    return "" if creator is None else _text(child(creator, "name"))


def _language(root: etree._Element) -> str:
    tags = filter(None, (value(element, "tag") for element in _all(root, "language")))
    return next(tags, "")[:2].lower()


def read_wordpress(root: etree._Element) -> Draft:
    """Return the one post of a WordPress export (WXR), or of a feed; refuse several, by number."""
    items = [item for item in _all(root, "item", "entry") if _is_post(item)]
    if not items:
        raise DraftRefusal("This WordPress export or feed has no post in it.")
    if len(items) > 1:
        raise DraftRefusal(
            f"This file holds {len(items)} posts. Export the one post, or paste its text."
        )
    [item] = items
    draft = Draft(medium="wordpress")
    _fill(draft, _paragraphed(_wordpress_markup(item)), "wordpress")
    login = _text(child(item, "creator")) or _text(child(item, "author", "name"))
    author = _wordpress_people(root).get(login) or login
    _head(draft, unescape(_text(child(item, "title"))), author)
    for name in ("post_date", "pubDate", "published", "date"):
        _date(draft, _text(child(item, name)), f"the export ({name})")
    draft.language = _first(root, "language")[:2].lower()
    return _require_words(draft, "WordPress")


def _wordpress_markup(item: etree._Element) -> str:
    """Return the post's content; excerpt and content are both `encoded`, told by namespace."""
    for element in item:
        is_excerpt = "excerpt" in str(element.tag)
        if local(element) in ("encoded", "content") and not is_excerpt:
            return "".join(element.itertext())
    description = child(item, "description")
    return "" if description is None else "".join(description.itertext())


def _wordpress_people(root: etree._Element) -> dict[str, str]:
    """Return the names of the site's authors by their log-ins: a post names the log-in."""
    return {
        _text(child(author, "author_login")): _text(child(author, "author_display_name"))
        for author in _all(root, "author")
    }


def _is_post(item: etree._Element) -> bool:
    kind = _text(child(item, "post_type"))
    return kind in ("", "post", "page", "article")


def _paragraphed(markup: str) -> str:
    """Return WordPress's stored text with the paragraphs it makes of blank lines."""
    if "<p" in markup:
        return markup
    parts = filter(None, (part.strip() for part in markup.split("\n\n")))
    return "".join(f"<p>{part.replace(chr(10), '<br>')}</p>" for part in parts)


def read_ninjs(data: dict[str, Any]) -> Draft:
    """Return the draft in an IPTC ninjs object, of version 1 or 2 (iptc.org/std/ninjs)."""
    draft = Draft(medium="ninjs")
    markup, plain = _ninjs_body(data)
    if markup:
        _fill(draft, markup, "ninjs")
    else:
        _fill_plain(draft, plain)
    headline = _ninjs_headline(data)
    if draft.paragraphs and draft.paragraphs[0].text == headline:
        del draft.paragraphs[0]
    _head(draft, " ".join(headline.split()), _ninjs_byline(data))
    _note(draft, _string(data, "ednote", "edNote", "editorial_note"))
    for name in ("firstpublished", "firstcreated", "versioncreated", "contentcreated"):
        _date(draft, _string(data, name), f"the ninjs file ({name})")
    _embargo(draft, _string(data, "embargoed", "embargoeddate", "embargoed_until"))
    draft.language = _string(data, "language")[:2].lower()
    return _require_words(draft, "ninjs")


def _ninjs_headline(data: dict[str, Any]) -> str:
    values = (_string(row, "value") for row in _dicts(data.get("headlines")))
    return _string(data, "headline") or next(values, "") or _string(data, "title")


def _ninjs_body(data: dict[str, Any]) -> tuple[str, str]:
    """Return the HTML and the plain text of a story; "" for what it has not."""
    markup = _string(data, "body_xhtml", "body_html")
    plain = _string(data, "body_text")
    for body in _dicts(data.get("bodies")):
        if "html" in str(body.get("contenttype", "html")):
            markup = markup or _string(body, "value")
        else:
            plain = plain or _string(body, "value")
    return markup, plain


def _dicts(value: Any) -> list[dict[str, Any]]:
    """Return the objects of a list; none where it is something else."""
    rows = value if isinstance(value, list) else []
    return [row for row in rows if isinstance(row, dict)]


def _string(data: dict[str, Any], *names: str) -> str:
    """Return the first of these that is a string."""
    return next((data[name] for name in names if isinstance(data.get(name), str)), "")


def _ninjs_byline(data: dict[str, Any]) -> str:
    """Return the byline: `byline` in ninjs 1, `by` in ninjs 2, there also as a list of people."""
    names = [name for person in _dicts(data.get("by")) if (name := _string(person, "name"))]
    return _string(data, "byline") or _string(data, "by") or " and ".join(names)


def is_ninjs(text: str) -> dict[str, Any] | None:
    """Return the object where text is JSON with the words of a story in it."""
    if not text.lstrip().startswith("{"):
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict) or _OF_STORIES.isdisjoint(data):
        return None
    return data
