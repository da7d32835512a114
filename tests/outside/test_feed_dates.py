"""Dates as feeds write them."""

from __future__ import annotations

from contextlib import suppress

import pytest

from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.feed_dates import feed_instant
from factcheck.outside.documents.opml import MAX_FEEDS, read_opml


@pytest.mark.parametrize(
    ("text", "instant"),
    [
        ("1710057600", "2024-03-10T08:00:00+00:00"),
        ("1710057600000", "2024-03-10T08:00:00+00:00"),
        ("Tue, 10 Mar 2026 09:00:00 +0100", "2026-03-10T08:00:00+00:00"),
        ("Tue, 10 Mar 2026 09:00:00 CET", "2026-03-10T08:00:00+00:00"),
        ("Tue, 10 Mar 2026 09:00:00 AEDT", "2026-03-09T22:00:00+00:00"),
        ("2026-03-10T09:00:00+01:00", "2026-03-10T08:00:00+00:00"),
        ("Di, 10 März 2026 09:00:00 +0100", "2026-03-10T08:00:00+00:00"),
        ("10 mars 2026 09:00", "2026-03-10T09:00:00+00:00"),
        ("марта 10, 2026", "2026-03-10T00:00:00+00:00"),
        ("2026年3月10日", "2026-03-10T00:00:00+00:00"),
        ("13/10/2026", "2026-10-13T00:00:00+00:00"),
    ],
)
def test_a_date_is_read_in_any_form_language_and_order(text: str, instant: str) -> None:
    found = feed_instant(text)
    assert found is not None
    assert found.isoformat() == instant


@pytest.mark.parametrize(
    "text", ["03/10/2026", "1774", "Tue, 10 Mar 1774 09:00 GMT", "lundi", "", "x" * 900, None, 7]
)
def test_what_is_no_date_or_could_be_two_is_left_open(text: object) -> None:
    assert feed_instant(text) is None


def test_a_list_of_feeds_is_read_as_programs_write_it() -> None:
    upper = b'\n<?xml version="1.0"?><!DOCTYPE opml SYSTEM "x.dtd"><OPML><BODY><OUTLINE TEXT="A & B" XMLURL="http://a.example/?x=1&y=2"/></BODY></OPML>'
    assert read_opml(upper) == [["http://a.example/?x=1&y=2", "A & B"]]
    spaced = b'<opml xmlns="http://opml.org/spec2"><body><outline xmlUrl="feed://b.example/r"/><outline xmlUrl="feed:https://c.example/r"/></body></opml>'
    assert [url for url, _ in read_opml(spaced)] == ["http://b.example/r", "https://c.example/r"]
    with pytest.raises(DraftRefusal, match="defines entities"):
        read_opml(b'<!DOCTYPE o [<!ENTITY x "y">]><opml/>')


def test_a_list_of_feeds_made_to_swell_is_refused_and_a_deep_one_ends() -> None:
    many = b"".join(b'<outline xmlUrl="http://%d.example/"/>' % n for n in range(MAX_FEEDS + 1))
    with pytest.raises(DraftRefusal, match="lists over"):
        read_opml(b"<opml><body>" + many + b"</body></opml>")
    deep = b'<outline xmlUrl="http://a.example/">' * 100_000
    with suppress(DraftRefusal):  # it may be refused: it must only not hang or end the process
        assert read_opml(b"<opml><body>" + deep) == [["http://a.example/", ""]]
