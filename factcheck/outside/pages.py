"""The words of a fetched page: title, text and what the page says of itself."""

from dataclasses import dataclass
from datetime import date

from factcheck.outside.http import Page


@dataclass(frozen=True)
class PageText:
    """The main text of a page. Strings are "" where it does not say; `text` has one paragraph a line."""

    title: str
    text: str
    author: str
    site: str
    published: date | None
    language: str  # two letters, as the page claims
    canonical_url: str  # same as `url` unless the page names another http(s) one
    is_article: bool


def main_text(page: Page | bytes, url: str = "") -> PageText:
    """The main text of an HTML, plain text or PDF page; of bytes, the type is told by their beginning.

    `url` defaults to the page's final URL. Raises only OutsideError(kind="bad-response"): unreadable, encrypted,
    binary.
    """
    raise NotImplementedError
