"""Everything that is asked of the sandbox, but mail: foreign bytes in, plain lists and dicts out.

The names of these functions are what `sandbox.run` is given; the rest of the house parses nothing.
"""

from __future__ import annotations

from typing import Any

from factcheck.outside.documents.answers import read_answer, read_json, read_whole_records
from factcheck.outside.documents.claim_reviews import read_claim_reviews
from factcheck.outside.documents.feeds import read_feed
from factcheck.outside.documents.files import read_document, read_pasted_text
from factcheck.outside.documents.opml import read_opml
from factcheck.outside.documents.own_work import read_posts, read_sitemap
from factcheck.outside.documents.page import read_fragment
from factcheck.outside.documents.page_text import page_text as read_page_text
from factcheck.outside.documents.robots_rules import read_robots
from factcheck.outside.documents.sheets import read_sheet


def draft(
    data: bytes,
    name: str = "",
    charset: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Return the draft in a document."""
    return read_document(data, name, charset, address).as_json()


def pasted(data: bytes) -> dict[str, Any]:
    """Return the draft in a piece of HTML in UTF-8, all of it copy."""
    return read_fragment(data.decode("utf-8", "replace"), medium="paste").as_json()


def pasted_text(data: bytes) -> dict[str, Any]:
    """Return the draft in pasted plain text in UTF-8: wire copy, or text as it stands."""
    return read_pasted_text(data.decode("utf-8", "replace")).as_json()


def page_text(
    data: bytes,
    content_type: str = "",
    charset: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Return the words of a fetched page."""
    return read_page_text(data, content_type, charset, address)


def feed(
    data: bytes,
    content_type: str = "",
    address: str = "",
) -> dict[str, Any]:
    """Return the title and entries of a feed."""
    return read_feed(data, content_type, address)


def claim_reviews(data: bytes) -> dict[str, Any]:
    """Return the title and published fact-checks of a feed."""
    return read_claim_reviews(data)


def own_posts(data: bytes) -> dict[str, Any]:
    """Return the posts a WordPress site answered with."""
    return read_posts(data)


def own_sitemap(data: bytes) -> dict[str, Any]:
    """Return the pages and further sitemaps that a sitemap lists."""
    return read_sitemap(data)


def opml(data: bytes) -> list[list[str]]:
    """Return address and title of each feed of a list."""
    return read_opml(data)


def sheet(data: bytes) -> list[list[Any]]:
    """Return the lines of a table, each with its number and its cells."""
    return read_sheet(data)


def json_body(data: bytes) -> Any:
    """Return the JSON a program sent."""
    return read_json(data)


def json_answer(data: bytes) -> Any:
    """Return the JSON a service answered with."""
    return read_answer(data)


def whole_records(data: bytes, name: str = "") -> list[dict[str, Any]]:
    """Return what is whole of an answer that was cut off."""
    return read_whole_records(data, name)


def robots(
    data: bytes,
    agent: str = "",
    address: str = "",
) -> dict[str, float | bool]:
    """Return what a robots.txt allows."""
    return read_robots(data, agent, address)
