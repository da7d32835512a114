"""Each refusal says in one sentence what is wrong, and what to do where there is something."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from factcheck.outside.addresses import target_of
from factcheck.outside.documents import jobs, page_text
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.files import read_document
from factcheck.outside.documents.opml import MAX_FEEDS, read_opml
from factcheck.outside.errors import OutsideError
from factcheck.outside.search.gdelt import Gdelt
from factcheck.outside.search.protocol import ProviderQuery

RSS = '<?xml version="1.0"?><rss xmlns:content="c" xmlns:wp="w"><channel>{}</channel></rss>'
POST = "<item><title>Dam</title><content:encoded>It killed 47 people here.</content:encoded></item>"
MANY = "".join(f'<outline xmlUrl="https://a.example/{n}"/>' for n in range(MAX_FEEDS + 1))
REFRESH = (
    '<html><head><meta http-equiv="refresh" content="0; url=https://b.example/story"></head></html>'
)


@pytest.mark.parametrize(
    ("read", "sentence"),
    [
        (lambda: read_opml(b"<opml><body/></opml>"), "This file lists no feed."),
        (
            lambda: read_opml(f"<opml><body>{MANY}</body></opml>".encode()),
            "The file lists over 20,000 feeds.",
        ),
        (lambda: read_opml(b"<html/>"), "This is no OPML file."),
        (
            lambda: read_document(RSS.format("").encode(), "a.xml"),
            "This WordPress export or feed has no post in it.",
        ),
        (lambda: read_document(RSS.format(POST * 3).encode(), "a.xml"), "Export the one post"),
        (lambda: read_document(REFRESH.encode(), "a.html"), "Import that one."),
        # "²" is a digit, and no number.
        (
            lambda: read_document(REFRESH.replace("0;", "²;").encode(), "a.html"),
            "Import that one.",
        ),
        (
            lambda: read_document(b"<html><body><p>Hi.</p></body></html>", "a.html"),
            "This page has no article in it.",
        ),
        (
            lambda: jobs.feed(b'<!DOCTYPE r [<!ENTITY a "b">]><rss/>'),
            "The feed defines entities",
        ),
        (lambda: jobs.feed(b"hello"), "This is no feed"),
        (
            lambda: page_text.page_text(b"%PDF-1.4" + b" " * page_text.MAX_PDF),
            "The PDF is too large",
        ),
        (lambda: jobs.json_body(b"{'a': 1}"), "This is not JSON."),
        (lambda: jobs.json_answer(b"<html>"), "This is not JSON."),
        (
            lambda: jobs.sheet(bytes(range(1, 256)) * 4),
            "Save the table as CSV",
        ),
    ],
)
def test_a_document_is_refused_in_one_sentence(read: Callable[[], object], sentence: str) -> None:
    with pytest.raises(DraftRefusal) as refused:
        read()
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://a.example:25/", "Port 25 is no web port"),
        ("https://a.example:0/", "Port 0 is no web port"),
        ("https://a.example:6379/", "Port 6379 is no web port"),
        ("https://a..example/", "The address names no host"),
        ("https://[::1%25eth0]/", "The address names no host"),
        (f"https://{'a' * 64}.example/", "The address names no host"),
        ("https://a b.example/", "blanks or control characters"),
        ("https://u@a.example/", "holds a user name"),
        ("ftp://a.example/", "Only http and https"),
    ],
)
def test_an_address_is_refused_in_one_sentence(address: str, sentence: str) -> None:
    with pytest.raises(OutsideError) as refused:
        target_of(address)
    assert sentence in refused.value.message


def test_gdelt_is_not_asked_with_words_it_refuses() -> None:
    query = ProviderQuery(words=("of", "a"), allowed_outside=True)
    with pytest.raises(OutsideError, match="a word of three letters or more"):
        Gdelt().search(query)
