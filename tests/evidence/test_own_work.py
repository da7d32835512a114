"""The newsroom's own archive: read politely, kept here, found as a lead, for restricted copy too."""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from factcheck.articles.models import Article
from factcheck.evidence import actions
from factcheck.evidence.actions.fetch import documents_to_fetch
from factcheck.evidence.actions.indexing import cut_documents
from factcheck.evidence.actions.snapshots import relied_on
from factcheck.evidence.models import Document, Evidence, OwnArchive, Search, SentQuery
from factcheck.evidence.search.archive import Archive, OwnWork
from factcheck.newsroom.models import LogEntry
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.documents.own_work import read_posts, read_sitemap
from factcheck.outside.search import ProviderQuery
from factcheck.review.reads.findings import finding_of, finding_table
from tests.evidence.factories import EvidenceFactory, SearchFactory, provider, searched_claim
from tests.newsroom.factories import CheckerFactory, ChiefFactory
from tests.pages import seen_at

CLAIM = "About 3,000 rebels had entered Aleppo by Friday."
pytestmark = pytest.mark.django_db


def post(number: int, text: str = CLAIM, **more: Any) -> dict[str, Any]:
    return {
        "link": f"https://own.example/{number}", "title": {"rendered": f"Story &#8217;{number}"},
        "content": {"rendered": f"<p>{text}</p>", "protected": False},
        "date_gmt": "2024-11-20T08:00:00", "modified_gmt": f"2024-11-2{number}T08:00:00", **more,
    }  # fmt: skip


def own(web: HTTPServer, kind: str, path: str = "/") -> OwnArchive:
    archive: OwnArchive = OwnArchive.objects.create(
        title="Our archive", kind=kind, address=web.url_for(path)
    )
    return archive


def read(archive: OwnArchive) -> OwnArchive:
    OwnArchive.objects.filter(pk=archive.pk).update(next_try_at=timezone.now(), work="waiting")
    actions.read_own_archive(archive.pk)
    archive.refresh_from_db()
    return archive


# --- WordPress


def wordpress(web: HTTPServer, posts: list[dict[str, Any]], size: int = 2) -> None:
    """A WordPress that gives two posts a page, after an instant, those changed first first."""

    def answer(request: Request) -> Response:
        after = request.args.get("modified_after", "").removesuffix("Z")
        chosen = [one for one in posts if one["modified_gmt"] > after]
        page = int(request.args["page"])
        pages = max(-(-len(chosen) // size), 1)
        if page > pages:
            return Response(json.dumps({"code": "rest_post_invalid_page_number"}), 400)
        shown = chosen[(page - 1) * size : page * size]
        return Response(json.dumps(shown), headers={"X-WP-TotalPages": str(pages)})

    web.expect_request("/wp-json/wp/v2/posts").respond_with_handler(answer)


def test_a_wordpress_is_read_page_by_page_and_then_asked_for_what_changed(web: HTTPServer) -> None:
    wordpress(web, [post(1), post(2), post(3)])
    archive = read(own(web, "WordPress"))
    read_to = dt.datetime(2024, 11, 22, 7, 59, 59, tzinfo=dt.UTC)
    assert (archive.since, archive.page, Document.objects.count()) == (read_to, 1, 2)
    assert archive.next_try_at < timezone.now() + dt.timedelta(minutes=5)
    archive = read(archive)
    assert (archive.page, Document.objects.count(), archive.error) == (1, 3, "")
    assert archive.next_try_at > timezone.now() + dt.timedelta(hours=5)
    page = Document.objects.get(url="https://own.example/1")
    assert (page.title, page.text, page.work) == ("Story ’1", CLAIM, "done")
    assert page.published == dt.date(2024, 11, 20)
    read(archive)
    asked = [request.args for request, _ in web.log if request.path.startswith("/wp-json")]
    assert asked[-1]["modified_after"] == "2024-11-23T08:00:00Z"


def test_a_post_edited_between_two_pages_makes_no_other_one_missed(web: HTTPServer) -> None:
    posts = [post(1), post(2), post(3), post(4)]
    wordpress(web, posts)
    archive = read(own(web, "WordPress"))
    # It goes to the end, and the third would now stand on the page that was read.
    posts.append(posts.pop(0) | {"modified_gmt": "2024-11-29T08:00:00"})
    while archive.next_try_at < timezone.now() + dt.timedelta(hours=1):
        archive = read(archive)
    assert Document.objects.count() == 4


def test_posts_of_one_second_are_read_page_by_page_and_begun_again_after_a_refusal(
    web: HTTPServer,
) -> None:
    second = "2024-11-21T08:00:00"
    posts = [post(number, modified_gmt=second) for number in range(1, 6)]
    wordpress(web, posts)
    archive = read(read(own(web, "WordPress")))
    assert archive.page == 2
    posts[1:] = []  # deleted: the page asked for next is there no longer
    archive = read(archive)
    assert (archive.page, "400" in archive.error) == (1, True)
    assert read(archive).failing_since is None


def test_a_corrected_post_takes_the_place_of_the_old_one(web: HTTPServer) -> None:
    wordpress(web, [post(1)])
    archive = read(own(web, "WordPress"))
    web.clear()
    wordpress(web, [post(1, "Some 2,000 rebels.", modified_gmt="2024-11-29T08:00:00")])
    read(archive)
    assert Document.objects.get().text == "Some 2,000 rebels."


def test_a_sites_oddities_are_borne() -> None:
    odd = [None, {}, post(1, link="javascript:x"), post(2, content={"rendered": ""}),
           post(3, content={"rendered": "<p>Secret</p>", "protected": True}), post(4)]  # fmt: skip
    data = b"<br />Warning: Undefined index in plugin.php<br />" + json.dumps(odd).encode()
    assert [one["url"][-1] for one in read_posts(data)["posts"]] == ["4"]
    for complaint in (b'{"code": "x", "message": "No route"}', b"<html>", b"{" * 50_000):
        with pytest.raises(DraftRefusal):
            read_posts(complaint)


def test_a_site_that_refuses_is_asked_less_and_less_often(web: HTTPServer) -> None:
    web.expect_request("/wp-json/wp/v2/posts").respond_with_data("Forbidden", status=403)
    archive = read(own(web, "WordPress"))
    assert archive.failing_since is not None
    assert "403" in archive.error
    assert archive.work == "waiting"


# --- sitemap


MAP = "http://www.sitemaps.org/schemas/sitemap/0.9"


def sitemap(kind: str, *listed: tuple[str, str]) -> bytes:
    one = "url" if kind == "urlset" else "sitemap"
    rows = "".join(
        f"<{one}><loc> {url} </loc><lastmod>{changed}</lastmod></{one}>" for url, changed in listed
    )
    return f'<?xml version="1.0"?><{kind} xmlns="{MAP}">{rows}</{kind}>'.encode()


def test_a_sitemap_of_sitemaps_is_followed_and_its_pages_are_fetched_once(web: HTTPServer) -> None:
    pages = [(f"https://own.example/{n}", f"2024-11-0{n}") for n in (1, 2)]
    index = sitemap("sitemapindex", (web.url_for("/posts.xml.gz"), "2024-11-02"))
    web.expect_request("/").respond_with_data(index)
    web.expect_request("/posts.xml.gz").respond_with_data(gzip.compress(sitemap("urlset", *pages)))
    archive = read(own(web, "sitemap"))
    wanted = set(documents_to_fetch(timezone.now()))
    assert wanted == set(Document.objects.filter(own=archive).values_list("pk", flat=True))
    assert len(wanted) == 2
    read(archive)
    # The index says that the posts' sitemap did not change: it is not asked for again.
    paths = [request.path for request, _ in web.log if request.path != "/robots.txt"]
    assert paths == ["/", "/posts.xml.gz", "/"]


def test_an_unchanged_sitemap_answers_304_and_brings_nothing(web: HTTPServer) -> None:
    web.expect_oneshot_request("/").respond_with_data(
        sitemap("urlset", ("https://own.example/1", "")), headers={"ETag": '"1"'}
    )
    archive = read(own(web, "sitemap"))
    asked = {"If-None-Match": '"1"'}
    web.expect_oneshot_request("/", headers=asked).respond_with_data("", status=304)
    assert read(archive).failing_since is None
    assert Document.objects.count() == 1


def test_what_is_no_sitemap_is_refused_and_a_plain_list_is_read() -> None:
    assert read_sitemap(b"https://own.example/1\nhttps://own.example/2\n")["pages"] == [
        ["https://own.example/1", ""], ["https://own.example/2", ""],
    ]  # fmt: skip
    bomb = b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>'
    for data in (bomb, b"<html><body>Not found</body></html>", b"", b"\x1f\x8bnothing", b"a b c"):
        with pytest.raises(DraftRefusal):
            read_sitemap(data)


def test_the_pages_of_an_archive_that_is_off_are_not_fetched(web: HTTPServer) -> None:
    web.expect_request("/").respond_with_data(sitemap("urlset", ("https://own.example/1", "")))
    archive = read(own(web, "sitemap"))
    OwnArchive.objects.filter(pk=archive.pk).update(on=False)
    assert list(documents_to_fetch(timezone.now())) == []


# --- a folder


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    settings.OWN_ARCHIVE_FOLDER = str(tmp_path)
    (tmp_path / "2024").mkdir()
    return tmp_path / "2024"


def of_folder(address: str = "2024") -> OwnArchive:
    archive: OwnArchive = OwnArchive.objects.create(
        title="Our texts", kind="folder", address=address
    )
    return archive


def test_a_folder_of_texts_is_read_and_only_what_is_new_is_read_again(folder: Path) -> None:
    (folder / "one.txt").write_text(f"Rebels enter a city\n\n{CLAIM}\n", encoding="utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    archive = read(of_folder())
    page = Document.objects.get()
    assert CLAIM in page.text
    assert page.url.startswith("urn:factcheck:own:")
    fetched = page.fetched_at
    read(archive)
    page.refresh_from_db()
    assert page.fetched_at == fetched
    (folder / "one.txt").write_text(f"Rebels enter\n\n{CLAIM} Others left.\n", encoding="utf-8")
    later = timezone.now().timestamp() + 5
    os.utime(folder / "one.txt", (later, later))
    read(archive)
    page.refresh_from_db()
    assert "Others left." in page.text


def test_nothing_outside_the_folder_of_the_settings_is_read(folder: Path, settings: Any) -> None:
    (folder.parent / "secret.txt").write_text(CLAIM, encoding="utf-8")
    (folder / "link.txt").symlink_to("/etc/passwd")
    outside = of_folder("../")
    assert "no such folder" in read(outside).error
    with pytest.raises(ValidationError):
        outside.clean()
    read(of_folder())
    assert not Document.objects.exists()
    settings.OWN_ARCHIVE_FOLDER = ""
    assert "no such folder" in read(of_folder(".")).error


def test_files_of_one_instant_are_all_read_however_many_there_are(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("factcheck.evidence.actions.own_work.AT_ONCE", 2)
    for name in ("a", "b", "c", "d", "e"):
        (folder / f"{name}.txt").write_text(f"Story {name}. {CLAIM}", encoding="utf-8")
        os.utime(folder / f"{name}.txt", (1_700_000_000, 1_700_000_000))
    archive = read(of_folder())
    for kept_files in (2, 4, 5):
        assert Document.objects.count() == kept_files
        read(archive)


def test_an_old_file_that_comes_into_the_folder_late_is_read(folder: Path) -> None:
    (folder / "new.txt").write_text(f"A new story. {CLAIM}", encoding="utf-8")
    archive = read(of_folder())
    (folder / "old.txt").write_text(f"An old story. {CLAIM}", encoding="utf-8")
    os.utime(folder / "old.txt", (1_000_000_000, 1_000_000_000))
    archive = read(archive)
    assert Document.objects.filter(text__startswith="An old story").count() == 1
    seen = archive.seen
    assert read(archive).seen == seen  # and from now on what is new is told by its day again


def test_an_old_file_that_cannot_be_read_is_tried_once(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = read(of_folder())
    for name in ("one", "two"):
        (folder / f"{name}.docx").write_bytes(b"PK\x03\x04 broken")
        os.utime(folder / f"{name}.docx", (1_000_000_000, 1_000_000_000))
    (folder / "new.txt").write_text(CLAIM, encoding="utf-8")
    archive = read(read(archive))
    tried: list[str] = []
    monkeypatch.setattr(
        "factcheck.evidence.actions.own_work.read_file", lambda data, name, **_: tried.append(name)
    )
    read(archive)
    assert tried == []


def test_old_files_are_read_some_at_a_time(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "new.txt").write_text(f"A new story. {CLAIM}", encoding="utf-8")
    archive = read(of_folder())
    monkeypatch.setattr("factcheck.evidence.actions.own_work.AT_ONCE", 2)
    for name in ("a", "b", "c"):
        (folder / f"{name}.txt").write_text(f"Story {name}. {CLAIM}", encoding="utf-8")
        os.utime(folder / f"{name}.txt", (1_000_000_000, 1_000_000_000))
    archive = read(archive)
    assert Document.objects.count() == 3
    assert archive.next_try_at - timezone.now() < dt.timedelta(minutes=3)  # the rest comes soon
    read(archive)
    assert Document.objects.count() == 4


def test_having_an_archive_read_now_is_in_the_log(folder: Path, client: Client) -> None:
    chief = ChiefFactory()
    client.force_login(chief)
    archive = read(of_folder())
    asked = {"action": "read_now", "_selected_action": [archive.pk]}
    client.post(reverse("admin:evidence_ownarchive_changelist"), asked)
    archive.refresh_from_db()
    assert archive.next_try_at <= timezone.now()
    line = LogEntry.objects.get(verb="set desk")
    assert (line.by, line.text) == (chief, "Our texts is to be read now.")


def test_a_file_too_large_for_an_import_is_left_out(folder: Path, settings: Any) -> None:
    settings.IMPORT_MAX_BYTES = 10
    (folder / "one.txt").write_text(CLAIM, encoding="utf-8")
    assert read(of_folder()).error == ""
    assert not Document.objects.exists()


def test_an_archive_at_another_place_is_read_from_the_beginning(
    folder: Path, client: Client
) -> None:
    client.force_login(ChiefFactory())
    archive = read(of_folder())
    (folder.parent / "older").mkdir()
    (folder.parent / "older" / "one.txt").write_text(CLAIM, encoding="utf-8")
    os.utime(folder.parent / "older" / "one.txt", (1_000_000_000, 1_000_000_000))
    OwnArchive.objects.update(seen={"changed": 1_700_000_000.0, "name": "z.txt"}, page=3)
    address = reverse("admin:evidence_ownarchive_change", args=[archive.pk])
    given = {"title": "Our texts", "kind": "folder", "address": "older", "on": "on",
             "every": "06:00:00", **seen_at(client, address)}  # fmt: skip
    assert client.post(address, given).status_code == 302
    archive.refresh_from_db()
    assert (archive.seen, archive.page) == ({}, 1)
    read(archive)
    assert Document.objects.count() == 1


def test_an_archive_is_read_every_ten_minutes_at_most(folder: Path) -> None:
    archive = of_folder()
    archive.every = dt.timedelta(0)
    with pytest.raises(ValidationError, match="ten minutes"):
        archive.clean()


# --- found


def kept(folder: Path) -> Document:
    (folder / "one.txt").write_text(f"Rebels enter a city\n\n{CLAIM}\n", encoding="utf-8")
    read(of_folder())
    page: Document = Document.objects.get()
    cut_documents(page.pk)
    return page


def test_own_work_is_found_for_restricted_copy_as_a_lead_that_counts_for_nothing(
    folder: Path, web: HTTPServer
) -> None:
    page = kept(folder)
    claim = searched_claim()
    Article.objects.filter(pk=claim.article_id).update(restricted=True)
    search: Search = SearchFactory(claim=claim, provider=provider("own_work"))
    actions.ask(search.pk)
    search.refresh_from_db()
    assert (search.found, search.count) == ("some", 1)
    assert not SentQuery.objects.exists()
    actions.compare_document(page.pk)
    evidence = Evidence.objects.get(claim=claim)
    assert evidence.usual_tier == "lead only"
    found = finding_of(claim)
    assert finding_table(found).sources[0].tier == "lead only"
    assert found.finding.supported_by == 0


def test_a_file_of_our_own_is_looked_for_nowhere_on_the_web(folder: Path) -> None:
    page = kept(folder)
    claim = searched_claim()
    EvidenceFactory(claim=claim, document=page, ruling="accepted", ruled_by=CheckerFactory())
    assert not Document.objects.filter(relied_on()).exists()
    Document.objects.filter(pk=page.pk).update(url="https://own.example/1")
    assert Document.objects.filter(relied_on()).exists()


def test_own_work_is_no_part_of_the_archive_of_pages_and_is_never_younger_than_the_copy(
    folder: Path,
) -> None:
    page = kept(folder)
    query = ProviderQuery(words=("rebels", "Aleppo"))
    assert Archive(CLAIM).search(query).hits == ()
    assert len(OwnWork(CLAIM).search(query).hits) == 1
    Document.objects.filter(pk=page.pk).update(published=dt.date(2024, 11, 30))
    same_day = ProviderQuery(words=("rebels", "Aleppo"), until=dt.date(2024, 11, 30))
    assert OwnWork(CLAIM).search(same_day).hits == ()


def test_an_undated_page_of_ours_that_may_be_the_copy_itself_is_not_found(folder: Path) -> None:
    page = kept(folder)
    today = timezone.now().date()
    asked = {"words": ("rebels", "Aleppo")}
    published_today = ProviderQuery(**asked, until=today)
    assert OwnWork(CLAIM).search(published_today).hits == ()
    # Read before the copy's day, it is an earlier story; and another sentence is another story.
    tomorrow = ProviderQuery(**asked, until=today + dt.timedelta(days=1))
    assert len(OwnWork(CLAIM).search(tomorrow).hits) == 1
    other = "Rebels took Aleppo and its airport, a monitor said on Sunday."
    assert len(OwnWork(other).search(published_today).hits) == 1
    Document.objects.filter(pk=page.pk).update(published=today - dt.timedelta(days=1))
    assert len(OwnWork(CLAIM).search(published_today).hits) == 1
