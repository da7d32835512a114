"""Feeds: how often each is polled, those that move or end, and lists of them in and out."""

from __future__ import annotations

import datetime as dt
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer

from factcheck.evidence import actions, rules
from factcheck.evidence.actions.feeds import add_feeds, feeds_as_opml, sort_feeds
from factcheck.evidence.actions.indexing import cut_entries
from factcheck.evidence.models import Feed, FeedEntry
from factcheck.evidence.rules.opml import Outline
from factcheck.evidence.search.archive import FeedEntries
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.outside.documents.opml import read_opml
from factcheck.outside.search import ProviderQuery
from tests.evidence.factories import DocumentFactory, FeedEntryFactory, FeedFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
RSS = '<rss version="2.0"><channel><title>T</title><item><title>{0}</title><link>/{0}</link></item></channel></rss>'
OPML = b"""<?xml version="1.0"?><opml version="2.0"><head><title>x</title></head><body>
<outline text="Folder"><outline type="rss" text="Courier &amp; Co" xmlUrl="https://courier.example/feed"/>
<outline xmlURL="https://known.example/feed" title="Known"/></outline>
<outline xmlUrl="https://COURIER.example/feed"/><outline text="no feed"/>
<outline xmlUrl="file:///etc/passwd"/><outline xmlUrl="http://u:p@paper.example/"/></body></opml>"""


def polled(feed: Feed) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_try_at=timezone.now())
    actions.poll_feed(feed.pk)
    feed.refresh_from_db()
    return feed


# --- polling


def test_a_feed_that_brings_something_new_is_polled_more_often_and_a_quiet_one_less(
    web: HTTPServer,
) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    rests = []
    for name in ("a", "b", "b", "b"):
        web.expect_oneshot_request("/feed").respond_with_data(RSS.format(name))
        rests.append(polled(feed).every / dt.timedelta(minutes=1))
        assert feed.next_try_at >= feed.polled_at + feed.every  # type: ignore[operator]
    assert rests == [15, 10, 15, 22.5]
    Feed.objects.update(every=dt.timedelta(hours=5))
    web.expect_oneshot_request("/feed").respond_with_data(RSS.format("b"))
    assert polled(Feed.objects.get()).every == dt.timedelta(hours=6)


def test_a_feed_that_has_moved_for_good_is_polled_where_it_is_now(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/old"))
    web.expect_request("/old").respond_with_data("", 301, {"Location": "/new"})
    web.expect_request("/new").respond_with_data(RSS.format("a"))
    assert polled(feed).url == web.url_for("/new")


@pytest.mark.parametrize("statuses", [(302,), (302, 301), (307, 308)])
def test_a_feed_that_is_elsewhere_for_now_keeps_its_address(
    web: HTTPServer, statuses: tuple[int, ...]
) -> None:
    feed = FeedFactory(url=web.url_for("/0"))
    for number, status in enumerate(statuses):
        web.expect_request(f"/{number}").respond_with_data(
            "", status, {"Location": f"/{number + 1}"}
        )
    web.expect_request(f"/{len(statuses)}").respond_with_data(RSS.format("a"))
    assert polled(feed).url == web.url_for("/0")


def test_a_feed_that_moved_to_one_that_is_polled_already_is_switched_off(web: HTTPServer) -> None:
    FeedFactory(url=web.url_for("/new"))
    feed = FeedFactory(url=web.url_for("/old"))
    web.expect_request("/old").respond_with_data("", 308, {"Location": "/new"})
    web.expect_request("/new").respond_with_data(RSS.format("a"))
    assert not polled(feed).on
    assert "polled already" in feed.error


def test_a_feed_whose_server_says_gone_is_switched_off_and_says_why(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    web.expect_request("/feed").respond_with_data("", 410)
    assert not polled(feed).on
    assert "gone" in feed.error
    assert feed.failing_since


def test_how_a_feed_fares_is_on_its_row(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    web.expect_oneshot_request("/feed").respond_with_data("", 500)
    since = polled(feed).failing_since
    assert since
    web.expect_oneshot_request("/feed").respond_with_data("", 500)
    assert polled(feed).failing_since == since
    web.expect_oneshot_request("/feed").respond_with_data(RSS.format("a"))
    assert polled(feed).failing_since is None
    assert (feed.error, feed.last_good_at) == ("", feed.polled_at)


def item(title: str, text: str = "", date: str = "") -> str:
    return (
        f'<rss version="2.0"><channel><title>T</title><item><guid>g1</guid><title>{title}</title>'
        f"<link>https://wire.example/a</link><description>{text}</description>{date}</item></channel></rss>"
    )


def test_an_entry_corrected_under_the_same_guid_is_updated_and_both_versions_are_kept(
    web: HTTPServer, client: Client
) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    for title, text in (("41 dead", "Police say 41."), ("38 dead", "Police now say 38.")):
        web.expect_oneshot_request("/feed").respond_with_data(item(title, text))
        polled(feed)
    entry = FeedEntry.objects.get()
    assert (entry.title, entry.text, entry.cut) == ("38 dead", "Police now say 38.", False)
    before = entry.versions.get()
    assert (before.title, before.text) == ("41 dead", "Police say 41.")
    page = DocumentFactory(url="https://wire.example/a")
    client.force_login(ChiefFactory())
    shown = client.get(reverse("evidence:document", args=[page.pk])).content.decode()
    assert "Police say 41." in shown


def test_an_entry_sent_again_as_it_was_makes_no_version(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    for day in (1, 2):
        stamp = f"<pubDate>0{day} May 2025 10:00 GMT</pubDate>"
        web.expect_oneshot_request("/feed").respond_with_data(item("41 dead", "Police say", stamp))
        polled(feed)
    assert FeedEntry.objects.get().versions.count() == 0


def test_a_correction_is_looked_up_again_and_said_on_the_search(web: HTTPServer) -> None:
    entry = FeedEntryFactory(title="Old", text="Nearly three thousand fighters are inside Aleppo.")
    entry.versions.create(url=entry.url, title="Older", text="x", replaced_at=timezone.now())
    cut_entries(entry.pk)
    query = ProviderQuery(words=("fighters", "Aleppo"))
    assert any("corrected" in note for note in FeedEntries().search(query).notes)


def test_what_a_feed_that_is_switched_off_brought_is_not_found() -> None:
    entry = FeedEntryFactory(title="Old", text="Nearly three thousand fighters are inside Aleppo.")
    cut_entries(entry.pk)
    query = ProviderQuery(words=("fighters", "Aleppo"))
    assert [hit.title for hit in FeedEntries().search(query).hits] == ["Old"]
    Feed.objects.update(on=False)
    assert FeedEntries().search(query).hits == ()


def test_a_feed_that_gives_one_guid_twice_means_its_first(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/feed"))
    old = "<item><guid>g1</guid><title>Old</title><link>https://wire.example/a</link></item>"
    web.expect_request("/feed").respond_with_data(
        item("New").replace("</channel>", old + "</channel>")
    )
    polled(feed)
    polled(feed)
    assert FeedEntry.objects.get().title == "New"
    assert FeedEntry.objects.get().versions.count() == 0


def test_a_feed_that_fails_for_months_is_still_asked_four_times_a_day() -> None:
    assert rules.backoff(30_000) == dt.timedelta(hours=6)


# --- lists


def test_a_list_is_sorted_into_new_known_and_refused() -> None:
    FeedFactory(url="https://known.example/feed")
    found = sort_feeds(OPML)
    assert found.new == (Outline("https://courier.example/feed", "Courier & Co"),)
    assert [one.url for one in found.known] == ["https://known.example/feed"]
    assert [why for _, why in found.refused] == [
        "Only http and https addresses are opened",
        "The address holds a user name",
    ]


@pytest.mark.parametrize(
    "data",
    [
        b"", b"hello", b"<html/>", b"<opml>", b"\xff\xfe\x00",
        b'<!DOCTYPE o [<!ENTITY a "aaaa">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
        b'<!DOCTYPE o SYSTEM "file:///etc/passwd"><opml/>',
        b"x" * (4 * 1024 * 1024 + 1),
    ],
)  # fmt: skip
def test_what_is_no_list_or_a_hostile_one_is_refused(data: bytes) -> None:
    with pytest.raises(Refused):
        sort_feeds(data)


def test_a_list_goes_out_as_it_came_in() -> None:
    FeedFactory(url="https://a.example/?x=1&y=%22", title='Paper "A" <b>')
    FeedFactory(url="https://off.example/", on=False)
    assert [Outline(*row) for row in read_opml(feeds_as_opml().encode())] == [
        Outline("https://a.example/?x=1&y=%22", 'Paper "A" <b>')
    ]


def test_only_a_chief_adds_feeds_and_each_address_is_judged_again() -> None:
    listed = [Outline("https://a.example/", "A"), Outline("file:///etc/passwd", "B")]
    with pytest.raises(NotAllowed):
        add_feeds(by=CheckerFactory(), feeds=listed)
    assert add_feeds(by=ChiefFactory(), feeds=listed) == 1
    assert add_feeds(by=None, feeds=listed) == 0
    assert Feed.objects.get().url == "https://a.example/"


def test_thousands_of_feeds_come_in_with_a_handful_of_queries(
    django_assert_max_num_queries: Any,
) -> None:
    listed = [Outline(f"https://f{n}.example/", "") for n in range(3000)]
    with django_assert_max_num_queries(12):
        assert add_feeds(by=None, feeds=listed) == 3000


def test_a_chief_sees_what_a_file_would_do_before_it_is_done(client: Client) -> None:
    client.force_login(ChiefFactory(is_staff=True, is_superuser=True))
    url = reverse("admin:evidence_feed_import")
    shown = client.post(url, {"file": SimpleUploadedFile("feeds.opml", OPML)})
    assert "2 new, 0 known, 2 refused" in shown.content.decode()
    assert not Feed.objects.exists()
    packed = shown.context["packed"]
    client.post(url, {"feeds": packed + "x"})
    assert not Feed.objects.exists()
    client.post(url, {"feeds": packed})
    assert Feed.objects.count() == 2
    assert (
        b"https://courier.example/feed" in client.get(reverse("admin:evidence_feed_export")).content
    )
    assert client.get(reverse("admin:evidence_feed_changelist")).status_code == 200
    bad = client.post(url, {"file": SimpleUploadedFile("feeds.opml", b"hello")})
    assert "This is no OPML file" in bad.content.decode()


def test_a_checker_brings_no_feeds_in(client: Client) -> None:
    client.force_login(CheckerFactory(is_staff=True, is_superuser=True))
    assert client.get(reverse("admin:evidence_feed_import")).status_code == 403


def test_the_command_brings_feeds_in_and_takes_them_out(tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_bytes(OPML)
    out = StringIO()
    call_command("feeds", "import", str(file), "--dry-run", stdout=out, stderr=StringIO())
    assert out.getvalue() == "2 new, 0 known, 2 refused; 0 added\n"
    call_command("feeds", "import", str(file), stdout=out, stderr=StringIO())
    assert Feed.objects.count() == 2
    call_command("feeds", "export", stdout=out)
    assert "known.example" in out.getvalue()
    file.write_bytes(b"hello")
    with pytest.raises(CommandError, match="no OPML"):
        call_command("feeds", "import", str(file))


def test_having_a_feed_polled_now_is_in_the_log(client: Client) -> None:
    chief = ChiefFactory()
    client.force_login(chief)
    feed = FeedFactory(next_try_at=timezone.now() + dt.timedelta(days=1))
    running = FeedFactory(work="running")
    asked = {"action": "poll_now", "_selected_action": [feed.pk, running.pk]}
    client.post(reverse("admin:evidence_feed_changelist"), asked)
    feed.refresh_from_db()
    running.refresh_from_db()
    assert feed.next_try_at <= timezone.now()
    assert running.work == "running"
    line = LogEntry.objects.get(verb="set desk")
    assert (line.by, line.text) == (chief, f"{feed} is to be read now.")
