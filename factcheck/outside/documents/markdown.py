"""Markdown: front matter, tables, footnotes; its comments are notes to the desk, not copy."""

from __future__ import annotations

import re
import tomllib
from typing import Any

import yaml
from markdown_it import MarkdownIt
from mdit_py_plugins.footnote import footnote_plugin

from factcheck.outside.documents.addresses import http_address
from factcheck.outside.documents.bylines import byline_of
from factcheck.outside.documents.dates import declared_date
from factcheck.outside.documents.drafts import (
    Draft,
    DraftRefusal,
    DraftSource,
    Paragraph,
    Remark,
)
from factcheck.outside.documents.embargoes import embargo_in
from factcheck.outside.documents.html_walk import PageReader, parse_html

_EMPTY = "There are no words in this file."
_MATTER = re.compile(r"\ufeff?(---|\+\+\+)[ \t]{0,9}\n")
_RAISED = re.compile(r"(?<=[\w.,!?\"”’)])\^([\w+\u2212-]{1,8})\^(?!\^)")  # as Pandoc has it: 10^6^
_FOUNTAIN_NOTE = re.compile(r"\[\[([^\[\]]{1,2000})\]\]")
_NAMES = {
    "headline": ("title", "headline", "hed"),
    "byline": ("author", "authors", "byline", "by"),
    "published": ("date", "published", "pubdate", "publish_date", "published_at"),
    "language": ("lang", "language"),
    "embargo": ("embargo", "embargoed_until", "embargo_until"),
    "sources": ("sources", "source", "references", "links"),
    "notes": ("notes", "note", "eds", "editors_note"),
}
_MOST_MATTER = 20_000  # characters; a fence that ends further on is a rule of the copy
_MOST_ROWS = 200  # of one field


def read_markdown(text: str) -> Draft:
    """Return the draft in a Markdown file."""
    matter, text = _front_matter(text)
    parser = MarkdownIt("commonmark", {"html": True})
    # Beyond CommonMark, what writers use: GitHub's tables and strikes, Pandoc's footnotes.
    parser.enable(["table", "strikethrough"]).use(footnote_plugin)
    rendered = parser.render(_apart(text))
    if not rendered.strip():
        raise DraftRefusal(_EMPTY)
    reader = PageReader(parse_html(rendered), medium="markdown", comments=True)
    draft = reader.read()
    reader.count_losses(0, len(draft.paragraphs))
    _describe(draft, matter)
    _settle_headline(draft)
    return draft


def _settle_headline(draft: Draft) -> None:
    """Make one block the headline: the first of the text's, else that of the front matter."""
    headlines = [paragraph for paragraph in draft.paragraphs if paragraph.kind == "headline"]
    for paragraph in headlines[1:]:
        paragraph.kind = "body"
    if headlines:
        draft.headline = draft.headline or headlines[0].text
    elif draft.headline:
        draft.paragraphs.insert(0, Paragraph(draft.headline, "headline"))


def _apart(text: str) -> str:
    """Return the text with Pandoc's raised signs, and Fountain's and Obsidian's notes, as HTML."""
    text = _RAISED.sub(r"<sup>\1</sup>", text)
    text = _FOUNTAIN_NOTE.sub(lambda note: _as_comment(note[1]), text)
    return _percent_notes(text)


def _as_comment(note: str) -> str:
    # Two hyphens would end the comment before its end.
    return f"<!-- {note.replace('--', '—')} -->"


def _percent_notes(text: str) -> str:
    """Return the text with Obsidian's `%%notes%%` as comments; as it is where one has no end."""
    pieces = text.split("%%")
    if len(pieces) % 2 == 0:
        return text
    pieces[1::2] = map(_as_comment, pieces[1::2])
    return "".join(pieces)


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return what stands between the first two fences, and the rest."""
    begins = _MATTER.match(text)
    if not begins:
        return {}, text
    fence = begins[1]
    end = text.find(f"\n{fence}", begins.end() - 1)
    if not 0 <= end < _MOST_MATTER:
        return {}, text
    inner = text[begins.end() : end]
    rest = text[end + 1 + len(fence) :]
    # "---" that goes on in its line is a rule of the copy, or a table.
    if rest[:1] not in ("", "\n", " ", "\r"):
        return {}, text
    fields = _parsed(inner, fence)
    # Two rules with copy between them, which would be lost without a word.
    if not fields and inner.strip():
        return {}, text
    return fields, rest


def _parsed(inner: str, fence: str) -> dict[str, Any]:
    """Return the fields of front matter: TOML between "+++" (as Hugo has it), else YAML."""
    try:
        if fence == "+++":
            data: Any = tomllib.loads(inner)
        else:
            data = yaml.load(inner, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader makes strings only  # nosec B506
    except (yaml.YAMLError, ValueError, RecursionError):
        # Writers leave colons and quotation marks open; their lines still say what they mean.
        data = dict(line.split(":", 1) for line in inner.splitlines() if ":" in line)
    if not isinstance(data, dict):
        return {}
    return {str(name).strip().lower(): value for name, value in data.items()}


def _describe(draft: Draft, matter: dict[str, Any]) -> None:
    """Fill in what the front matter says of the draft."""

    def given(name: str) -> list[str]:
        return _strings(next((matter[key] for key in _NAMES[name] if key in matter), None))

    def first(name: str) -> str:
        return next(iter(given(name)), "")

    draft.headline = " ".join(first("headline").split())
    draft.byline = byline_of(given("byline"))
    draft.published = next(filter(None, map(declared_date, given("published"))), "")
    draft.published_from = "the file's front matter" if draft.published else ""
    draft.language = first("language")[:2].lower()
    draft.embargo = embargo_in(first("embargo")) or first("embargo")
    for text in given("sources"):
        address = http_address(text)
        draft.sources.append(DraftSource(0, 0, address, "" if address else text))
    draft.notes += [Remark(0, 0, text) for text in given("notes")]


def _strings(value: Any) -> list[str]:
    """Return the words of a field, however it is nested."""
    if isinstance(value, dict):
        value = [value[name] for name in ("url", "link", "name", "title", "text") if name in value]
    if isinstance(value, list):
        return [text for row in value[:_MOST_ROWS] for text in _strings(row)]
    return [] if value in (None, "") else [str(value).strip()]
