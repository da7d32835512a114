"""The words of a fetched page: title, text and what the page declares of itself."""

from dataclasses import dataclass
from datetime import date

from factcheck.outside import sandbox
from factcheck.outside.addresses import target_of
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.http import FetchedPage

_JOB = "factcheck.outside.documents.jobs:page_text"


@dataclass(frozen=True)
class PageText:
    """The main text of a page.

    Strings are "" where it does not say; `text` has one paragraph a line.
    """

    title: str
    text: str
    author: str
    site: str
    published: date | None
    language: str  # two or three letters, as the page claims
    canonical_url: str  # same as `url` unless the page names another http(s) one
    is_article: bool


def main_text(page: FetchedPage | bytes, url: str = "") -> PageText:
    """Return the main text of an HTML, plain text or PDF page, read in the sandbox.

    Of bytes, the type is read from their beginning. `url` defaults to the page's final URL. Raises
    only OutsideError: "bad-response" of what is binary, encrypted or unreadable, "over-limit" of
    what ended its reader.
    """
    if isinstance(page, bytes):
        body, content_type, charset = page, "", ""
    else:
        body, content_type, charset = page.body, page.content_type, page.encoding or ""
        url = url or page.final_url
    try:
        words = sandbox.run(
            _JOB,
            body,
            content_type=content_type,
            charset=charset,
            address=url,
        )
    except sandbox.Unreadable as error:
        kind = Kind.OVER_LIMIT if isinstance(error, sandbox.OverLimit) else Kind.BAD_RESPONSE
        sentence = str(error).rstrip(".")
        raise OutsideError(kind, sentence, url=url, temporary=False) from error
    published = date.fromisoformat(words["published"]) if words["published"] else None
    canonical = _canonical(words["canonical_url"], url)
    return PageText(**{**words, "published": published, "canonical_url": canonical})


def _canonical(named: str, url: str) -> str:
    """Return the address a page names as its own, where it is one that may be opened."""
    try:
        return target_of(named).url if named else url
    except OutsideError:
        return url
