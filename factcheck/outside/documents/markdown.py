"""Markdown: front matter, tables, footnotes; its comments are notes to the desk, not copy."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
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
_MOST_MATTER = 20_000


def read_markdown(text: str) -> Draft:
    """Return the draft in a Markdown file."""
    matter, text = _front_matter(text)
    parser = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .use(footnote_plugin)
    )
    rendered = parser.render(_apart(text))
    if not rendered.strip():
        raise DraftRefusal(_EMPTY)
    reader = PageReader(
        parse_html(rendered),
        medium="markdown",
        comments=True,
    )
    draft = reader.read()
    reader.count_losses(0, len(draft.paragraphs))
    _describe(draft, matter)
    heads = [p for p in draft.paragraphs if p.kind == "headline"]
    for paragraph in heads[1:]:
        paragraph.kind = "body"
    draft.headline = draft.headline or (heads[0].text if heads else "")
    if draft.headline and not heads:
        draft.paragraphs.insert(0, Paragraph(draft.headline, "headline"))
    return draft


def _apart(text: str) -> str:
    """Make notes of Obsidian's and Fountain's HTML comments, and Pandoc's raised signs HTML."""
    text = _RAISED.sub(r"<sup>\1</sup>", text)
    text = _FOUNTAIN_NOTE.sub(lambda m: f"<!-- {m[1].replace('--', '—')} -->", text)
    return text.replace("%%", "%%") if text.count("%%") < 2 else _percent_notes(text)


def _percent_notes(text: str) -> str:
    pieces = text.split("%%")
    if len(pieces) % 2 == 0:
        return text
    return "".join(
        p if n % 2 == 0 else f"<!-- {p.replace('--', '—')} -->" for n, p in enumerate(pieces)
    )


def _front_matter(text: str) -> tuple[dict[str, Any], str]:
    """Return what stands between the first two fences, and the rest."""
    begins = _MATTER.match(text)
    if not begins:
        return {}, text
    fence = begins[1]
    end = text.find(f"\n{fence}", begins.end() - 1)
    if not 0 <= end < _MOST_MATTER:
        return {}, text
    inner, rest = text[begins.end() : end], text[end + 1 + len(fence) :]
    if rest[:1] not in ("", "\n", " ", "\r"):
        return {}, text
    return _parsed(inner, fence), rest


def _parsed(inner: str, fence: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(inner) if fence == "+++" else yaml.load(inner, Loader=yaml.BaseLoader)  # noqa: S506  BaseLoader makes strings only  # nosec B506
    except (yaml.YAMLError, ValueError, RecursionError):
        data = dict(line.split(":", 1) for line in inner.splitlines() if ":" in line)
    if not isinstance(data, dict):
        return {}
    return {str(name).strip().lower(): value for name, value in data.items()}


def _describe(draft: Draft, matter: dict[str, Any]) -> None:
    given = {
        name: next((matter[k] for k in keys if k in matter), None) for name, keys in _NAMES.items()
    }
    draft.headline = " ".join(next(iter(_strings(given["headline"])), "").split())
    draft.byline = byline_of(_strings(given["byline"]))
    day = next((d for text in _strings(given["published"]) if (d := declared_date(text))), "")
    draft.published, draft.published_from = day, "the file's front matter" if day else ""
    draft.language = next(iter(_strings(given["language"])), "")[:2].lower()
    embargo = next(iter(_strings(given["embargo"])), "")
    draft.embargo = embargo_in(embargo) or embargo
    for text in _strings(given["sources"]):
        address = http_address(text)
        draft.sources.append(DraftSource(0, 0, address, "" if address else text))
    draft.notes += [Remark(0, 0, text) for text in _strings(given["notes"])]


def _strings(value: Any) -> Iterable[str]:
    if isinstance(value, list):
        return [text for row in value[:200] for text in _strings(row)]
    if isinstance(value, dict):
        named = [value[k] for k in ("url", "link", "name", "title", "text") if k in value]
        return [text for row in named for text in _strings(row)]
    return [str(value).strip()] if value not in (None, "") else []
