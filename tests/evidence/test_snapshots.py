"""Versions of kept pages: stored once a digest, looked at again, taken away as WARC, looked up in
the Wayback Machine.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer
from warcio.archiveiterator import ArchiveIterator
from werkzeug import Request, Response

from factcheck.articles.models import Article
from factcheck.evidence import actions, rules
from factcheck.evidence.actions.captures import captures_to_plan
from factcheck.evidence.actions.snapshots import rechecks_to_plan
from factcheck.evidence.models import (
    Body,
    Capture,
    Document,
    Evidence,
    Provider,
    Recheck,
    SentQuery,
    Snapshot,
)
from factcheck.evidence.reads import evidence
from factcheck.evidence.rules.warc import Kept, warc_of
from tests.evidence.conftest import html
from tests.evidence.factories import (
    STORY,
    DocumentFactory,
    EvidenceFactory,
    HitFactory,
    SearchFactory,
    provider,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory, ChiefFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
CHANGED = STORY.replace("2,987 fighters", "about 5,000 fighters")


def serve(web: HTTPServer, path: str, text: str = STORY, **headers: str) -> str:
    body = html(text)
    web.expect_request(path).respond_with_data(
        body, content_type="text/html; charset=utf-8", headers=headers
    )
    return str(web.url_for(path))


def kept(url: str) -> Document:
    search = SearchFactory(claim=searched_claim(), provider=provider("wikipedia"), work="done")
    document = HitFactory(
        search=search, document=DocumentFactory(url=url, work="waiting", text="", source=None)
    ).document
    actions.fetch_document(document.pk)
    return Document.objects.get(pk=document.pk)


def relied_on(url: str) -> tuple[Document, Recheck]:
    """A page as fetched, with accepted evidence, due to be looked at again."""
    document = kept(url)
    EvidenceFactory(claim=document.hits.get().search.claim, document=document, ruling="accepted")
    assert list(rechecks_to_plan(timezone.now())) == [document.pk]
    actions.plan_recheck(document.pk)
    return document, due()


def due() -> Recheck:
    Recheck.objects.update(next_try_at=timezone.now())
    return Recheck.objects.get()


# --- storing


def test_a_page_is_kept_with_what_it_says_of_itself(web: HTTPServer) -> None:
    document = kept(serve(web, "/a", **{"Last-Modified": "Sat, 30 Nov 2024 10:00:00 GMT"}))
    one = document.snapshots.get()
    assert (one.title, one.site, one.published) == (
        "Rebels inside Aleppo",
        "The Courier",
        dt.date(2024, 11, 30),
    )
    assert (one.modified, one.status, one.text) == (
        "Sat, 30 Nov 2024 10:00:00 GMT",
        200,
        document.text,
    )
    assert (one.body.size, one.body.sha256) == (len(html().encode()), document.sha256)


def test_the_same_bytes_are_stored_once(web: HTTPServer) -> None:
    for path in ("/a", "/b"):
        kept(serve(web, path))
    assert (Snapshot.objects.count(), Body.objects.count()) == (2, 1)


def test_a_page_is_not_fetched_again_under_the_address_it_names_as_its_own(web: HTTPServer) -> None:
    own = web.url_for("/story")
    body = html().replace("<head>", f'<head><link rel="canonical" href="{own}?utm_source=x">')
    web.expect_request("/amp/story").respond_with_data(body, content_type="text/html")
    document = kept(web.url_for("/amp/story"))
    assert document.canonical == own
    assert actions.add_source(by=CheckerFactory(), claim=searched_claim(), url=own) == document


@pytest.mark.parametrize(
    ("named", "believed"),
    [
        ("https://www.paper.example/story?utm_source=x", "https://www.paper.example/story"),
        ("https://other.example/story", ""),
        ("https://paper.example/", ""),
        ("https://paper.example/story/amp", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)
def test_an_address_of_its_own_is_believed_on_its_own_site_only(named: str, believed: str) -> None:
    assert rules.own_canonical(named, "https://paper.example/story/amp") == believed


# --- looking again


def test_an_unchanged_page_is_asked_conditionally_and_ever_less_often(web: HTTPServer) -> None:
    seen: list[str] = []

    def answer(request: Request) -> Response:
        seen.append(request.headers.get("If-None-Match", ""))
        return (
            Response("", 304)
            if seen[-1]
            else Response(html(), headers={"ETag": '"1"'}, mimetype="text/html")
        )

    web.expect_request("/a").respond_with_handler(answer)
    _, row = relied_on(web.url_for("/a"))
    before = row.every
    for _ in range(8):
        actions.recheck(due().pk)
    row.refresh_from_db()
    assert seen == ["", *['"1"'] * 8]
    assert Snapshot.objects.count() == 1
    assert row.every == dt.timedelta(days=7) > before
    assert row.changed_at is None
    assert row.next_try_at > timezone.now() + dt.timedelta(days=6)


def test_a_page_that_changed_is_kept_beside_the_version_that_was_checked(
    web: HTTPServer, client: Client
) -> None:
    document, row = relied_on(serve(web, "/a"))
    web.clear()
    serve(web, "/robots.txt", "")
    serve(web, "/a", CHANGED)
    actions.recheck(row.pk)
    row.refresh_from_db()
    assert row.changed_at
    first, second = document.snapshots.order_by("fetched_at")
    assert "2,987" in first.text
    assert "5,000" in second.text
    document.refresh_from_db()
    assert "2,987" in document.text
    claim = Evidence.objects.get().claim
    assert evidence.evidence_of([claim])[claim.pk].evidence[0].changed_at == row.changed_at
    client.force_login(CheckerFactory())
    shown = client.get(reverse("evidence:document", args=[document.pk])).content.decode()
    assert "This page changed since your check" in shown
    difference = client.get(reverse("evidence:changes", args=[document.pk])).content.decode()
    assert "<del>2,987</del>" in difference
    assert "5,000" in difference


def test_a_page_that_is_as_it_was_again_is_no_longer_said_to_have_changed(web: HTTPServer) -> None:
    document, row = relied_on(serve(web, "/a"))
    for text, changed in ((CHANGED, True), (STORY, False)):
        web.clear()
        serve(web, "/robots.txt", "")
        serve(web, "/a", text)
        actions.recheck(due().pk)
        row.refresh_from_db()
        assert bool(row.changed_at) is changed
    assert document.snapshots.count() == 3
    assert Body.objects.count() == 2


def test_other_advertisements_are_no_change(web: HTTPServer) -> None:
    document, row = relied_on(serve(web, "/a"))
    web.clear()
    web.expect_request("/a").respond_with_data(
        html().replace("</body>", "<!-- 17 --></body>"), mimetype="text/html"
    )
    actions.recheck(row.pk)
    assert document.snapshots.count() == 1


def test_a_page_that_is_gone_keeps_its_snapshot_and_says_so(
    web: HTTPServer, client: Client
) -> None:
    document, row = relied_on(serve(web, "/a"))
    web.clear()
    web.expect_request("/a").respond_with_data("", 410)
    actions.recheck(row.pk)
    row.refresh_from_db()
    assert row.gone_at
    assert document.snapshots.count() == 1
    client.force_login(CheckerFactory())
    assert (
        "this page is gone"
        in client.get(reverse("evidence:document", args=[document.pk])).content.decode()
    )


@pytest.mark.parametrize("why", ["restricted", "closed", "taken back"])
def test_a_page_nothing_open_rests_on_is_not_visited(web: HTTPServer, why: str) -> None:
    document, row = relied_on(serve(web, "/a"))
    web.clear_log()
    if why == "taken back":
        Evidence.objects.update(ruling="suggested")
    else:
        Article.objects.update(
            **{"restricted": {"restricted": True}, "closed": {"closed_at": timezone.now()}}[why]
        )
    actions.recheck(row.pk)
    assert web.log == []
    row.refresh_from_db()
    assert row.work == "done"
    assert list(rechecks_to_plan(timezone.now())) == []
    Article.objects.update(restricted=False, closed_at=None)
    Evidence.objects.update(ruling="accepted")
    assert list(rechecks_to_plan(timezone.now())) == [document.pk]
    actions.plan_recheck(document.pk)
    row.refresh_from_db()
    assert row.work == "waiting"


def test_two_workers_look_again_once(web: HTTPServer) -> None:
    _, row = relied_on(serve(web, "/a"))
    assert actions.recheck(row.pk)
    web.clear_log()
    assert not actions.recheck(row.pk)
    assert web.log == []


# --- taken away


def test_a_snapshot_is_a_warc_that_standard_tools_read(web: HTTPServer, client: Client) -> None:
    document = kept(serve(web, "/a", **{"X-Edition": "late"}))
    client.force_login(CheckerFactory())
    answer = client.get(reverse("evidence:warc", args=[document.snapshots.get().pk]))
    assert answer["Content-Disposition"].endswith('.warc.gz"')
    found: dict[str, bytes] = {}
    for record in ArchiveIterator(io.BytesIO(answer.content), check_digests="raise"):
        found[record.rec_type] = record.content_stream().read()
        if record.rec_type == "response":
            assert record.rec_headers.get_header("WARC-Target-URI") == document.url
            assert record.http_headers.get_statuscode() == "200"
            assert record.http_headers.get_header("x-edition") == "late"
    assert found["response"] == html().encode()
    assert found["conversion"].decode() == document.text
    assert b"The Courier" in found["metadata"]
    assert "warcinfo" in found


def test_the_headers_of_a_page_that_came_packed_fit_the_body_that_is_kept() -> None:
    headers = {"content-encoding": "gzip", "transfer-encoding": "chunked", "x": "a\r\nEvil: 1"}
    one = Kept("https://a.example/", 200, headers, b"plain", "plain", {}, timezone.now())
    records = {
        r.rec_type: r for r in ArchiveIterator(io.BytesIO(warc_of(one, "x")), no_record_parse=False)
    }
    http_headers = records["response"].http_headers
    assert http_headers.get_header("Content-Length") == "5"
    assert http_headers.get_header("Content-Encoding") is None
    assert http_headers.get_header("X-Archive-Orig-content-encoding") == "gzip"
    assert http_headers.get_header("Evil") is None


def test_a_file_brought_for_restricted_copy_is_its_teams_alone_and_is_never_looked_up(
    client: Client,
) -> None:
    claim = searched_claim(restricted=True)
    editor = ChiefFactory()
    document = actions.add_file(by=None, claim=claim, data=STORY.encode(), name="notes.txt")
    one = document.snapshots.get()
    assert one.body.size == len(STORY.encode())
    client.force_login(CheckerFactory())
    pages = [
        reverse("evidence:warc", args=[one.pk]),
        reverse("evidence:changes", args=[document.pk]),
    ]
    assert [client.get(page).status_code for page in pages] == [404, 404]
    client.force_login(editor)
    assert [client.get(page).status_code for page in pages] == [200, 200]
    EvidenceFactory(claim=claim, document=document, ruling="accepted")
    Article.objects.update(restricted=False)
    provider("wayback")
    assert [*rechecks_to_plan(timezone.now()), *captures_to_plan(timezone.now())] == []


def test_nobody_takes_a_snapshot_away_without_signing_in(client: Client) -> None:
    assert client.get(reverse("evidence:warc", args=[1])).status_code == 302


# --- the Wayback Machine


@pytest.fixture
def wayback(web: HTTPServer, settings: Any) -> Callable[..., Provider]:
    settings.PROVIDER_URLS = {"wayback": web.url_for("/").rstrip("/")}

    def switched(closest: dict[str, object] | None = None, **changes: Any) -> Provider:
        found = {"archived_snapshots": {"closest": closest} if closest else {}}
        web.expect_request("/wayback/available").respond_with_json(found)
        place = "/web/20241130101500/x"
        web.expect_request(re.compile("/save/.*")).respond_with_data(
            "", 200, {"Content-Location": place}
        )
        return provider("wayback", **{"on": True, **changes})

    return switched


def looked_up(web: HTTPServer) -> Capture:
    document, _ = relied_on(serve(web, "/a"))
    assert list(captures_to_plan(timezone.now())) == [document.pk]
    actions.plan_capture(document.pk)
    actions.capture(Capture.objects.get().pk)
    return Capture.objects.get()


def saves(web: HTTPServer) -> int:
    return sum(request.path.startswith("/save/") for request, _ in web.log)


def test_the_nearest_capture_is_shown_and_the_look_up_is_on_the_list_of_what_left(
    web: HTTPServer, wayback: Callable[..., Provider], client: Client
) -> None:
    wayback(
        {
            "available": True,
            "url": "http://web.archive.org/web/20241130101500/x",
            "timestamp": "20241130101500",
        }
    )
    one = looked_up(web)
    assert one.captured_at == dt.datetime(2024, 11, 30, 10, 15, tzinfo=dt.UTC)
    assert (one.saved_by_us, saves(web)) == (False, 0)
    assert SentQuery.objects.get().query == one.document.url
    client.force_login(CheckerFactory())
    assert (
        one.url in client.get(reverse("evidence:document", args=[one.document_id])).content.decode()
    )
    assert list(captures_to_plan(timezone.now())) == []


def test_a_page_is_saved_only_where_the_desk_opted_in(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    assert provider("wayback").saves is False
    wayback(saves=True)
    one = looked_up(web)
    assert (one.saved_by_us, saves(web)) == (True, 1)
    assert "/web/20241130101500/" in one.url


def test_without_the_opt_in_nothing_is_saved(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    wayback()
    one = looked_up(web)
    assert (one.url, saves(web)) == ("", 0)


def test_an_empty_answer_is_asked_again_another_day(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    wayback()
    one = looked_up(web)
    assert (one.work, one.tries) == ("waiting", 0)
    assert one.asked_at
    assert dt.timedelta(hours=23) < one.next_try_at - one.asked_at < dt.timedelta(hours=25)
    web.clear()
    wayback({"url": "http://web.archive.org/web/20241130101500/x", "timestamp": "20241130101500"})
    assert actions.capture(one.pk) is False  # not before that day
    Capture.objects.update(next_try_at=timezone.now())
    actions.capture(one.pk)
    one.refresh_from_db()
    assert (one.work, one.url) == ("done", "http://web.archive.org/web/20241130101500/x")


def test_a_page_that_is_never_captured_is_asked_about_ever_seldomer(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    wayback()
    one = looked_up(web)
    long_ago = timezone.now() - dt.timedelta(days=400)
    Capture.objects.update(next_try_at=timezone.now(), created_at=long_ago)
    actions.capture(one.pk)
    rest = Capture.objects.get().next_try_at - timezone.now()
    assert dt.timedelta(days=29) < rest <= dt.timedelta(days=30)


def test_a_page_that_restricted_copy_has_to_do_with_is_never_saved(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    wayback(saves=True)
    document, _ = relied_on(serve(web, "/a"))
    HitFactory(search=SearchFactory(claim=searched_claim(restricted=True)), document=document)
    actions.plan_capture(document.pk)
    actions.capture(Capture.objects.get().pk)
    assert (Capture.objects.get().asked_at is not None, saves(web)) == (True, 0)


@pytest.mark.parametrize("why", ["restricted", "off"])
def test_the_wayback_machine_is_not_asked_for_restricted_copy_or_when_off(
    web: HTTPServer, wayback: Callable[..., Provider], why: str
) -> None:
    one = wayback()
    document, _ = relied_on(serve(web, "/a"))
    actions.plan_capture(document.pk)
    web.clear_log()
    if why == "off":
        provider(one.name, on=False)
    else:
        Article.objects.update(restricted=True)
    assert list(captures_to_plan(timezone.now())) == []
    actions.capture(Capture.objects.get().pk)
    assert web.log == []


def test_a_wayback_machine_that_fails_is_asked_again_later(
    web: HTTPServer, wayback: Callable[..., Provider]
) -> None:
    one = provider("wayback")
    web.expect_request("/wayback/available").respond_with_data("", 500)
    row = looked_up(web)
    one.refresh_from_db()
    assert (row.work, one.failures) == ("waiting", 1)
    assert SentQuery.objects.get().outcome == "failed"
