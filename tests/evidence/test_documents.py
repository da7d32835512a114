"""Fetching, keeping, telling copies apart, comparing; feeds; pages that people add."""

from __future__ import annotations

import contextlib
import datetime as dt
import hashlib
import threading
import zlib
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection, transaction
from django.utils import timezone
from pytest_httpserver import HTTPServer

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Fact
from factcheck.desk.reads.queue import causes
from factcheck.evidence import actions
from factcheck.evidence.actions.compare import documents_to_compare
from factcheck.evidence.actions.fetch import AT_MOST, documents_to_fetch, source_of
from factcheck.evidence.models import Comparison, Document, Evidence, Feed, FeedEntry, Hit, Source
from factcheck.evidence.reads import evidence as reads
from factcheck.evidence.reads.evidence import evidence_of
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.outside import http, pages
from tests.evidence.conftest import html
from tests.evidence.factories import (
    CLAIM,
    STORY,
    DocumentFactory,
    EvidenceFactory,
    FeedFactory,
    HitFactory,
    SearchFactory,
    SourceFactory,
    only,
    provider,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory, ReporterFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def wanted(url: str, claim: Claim | None = None) -> Document:
    """A page that was offered for a claim and is to be fetched."""
    search = SearchFactory(
        claim=claim or searched_claim(), provider=provider("wikipedia"), work="done"
    )
    return HitFactory(
        search=search, document=DocumentFactory(url=url, work="waiting", text="", source=None)
    ).document


def fetched(document: Document) -> Document:
    actions.fetch_document(document.pk)
    return Document.objects.get(pk=document.pk)


# --- fetching


def test_a_page_is_kept_as_it_was(web: HTTPServer) -> None:
    body = html().encode()
    web.expect_request("/a").respond_with_data(
        body, content_type="text/html", headers={"X-Edition": "late"}
    )
    document = fetched(wanted(web.url_for("/a")))
    assert (document.work, document.status, document.error) == ("done", 200, "")
    assert zlib.decompress(document.snapshots.get().body.packed) == body
    assert document.sha256 == hashlib.sha256(body).hexdigest()
    assert document.headers["x-edition"] == "late"
    assert "2,987 fighters entered Aleppo" in document.text
    assert document.published == dt.date(2024, 11, 30)
    assert document.source is not None
    assert (document.source.domain, document.source.name) == (
        f"127.0.0.1:{web.port}",
        "The Courier",
    )
    assert document.fetched_at is not None


def test_a_page_that_is_gone_is_a_dead_letter_with_a_plain_reason(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("gone", status=404)
    claim = searched_claim()
    document = fetched(wanted(web.url_for("/a"), claim))
    assert (document.work, document.status) == ("failed", 404)
    assert "404" in document.error
    [unread] = reads.evidence_of([claim])[claim.pk].unread
    assert unread.failed
    assert "404" in unread.words


def test_a_page_that_fails_for_now_is_tried_again_and_in_the_end_given_up(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data("later", status=502)
    document = fetched(wanted(web.url_for("/a")))
    assert document.work == "waiting"
    assert document.next_try_at > timezone.now()
    for _ in range(4):
        Document.objects.update(next_try_at=timezone.now())
        document = fetched(document)
    assert document.work == "failed"


def test_a_page_without_words_is_a_dead_letter_and_its_bytes_are_kept(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(
        "<html><body></body></html>", content_type="text/html"
    )
    document = fetched(wanted(web.url_for("/a")))
    assert document.work == "failed"
    assert document.error


def test_an_address_inside_the_building_is_not_visited(settings: Any, web: HTTPServer) -> None:
    settings.OUTSIDE_LOOPBACK_ALLOWED = []
    document = fetched(wanted(web.url_for("/a")))
    assert document.work == "failed"
    assert web.log == []


def test_a_page_wanted_only_for_restricted_copy_is_never_visited(web: HTTPServer) -> None:
    web.expect_request("/a").respond_with_data(html(), content_type="text/html")
    claim = searched_claim()
    document = wanted(web.url_for("/a"), claim)
    Article.objects.update(restricted=True)
    assert list(documents_to_fetch(timezone.now())) == []
    assert fetched(document).work == "waiting"
    assert web.log == []
    found = reads.evidence_of([claim])[claim.pk]
    assert found.unread[0].words == "not fetched: the article is restricted"
    assert not found.under_way
    wanted(web.url_for("/b"))
    HitFactory(
        search=SearchFactory(claim=searched_claim(), provider=provider("gdelt")), document=document
    )
    assert fetched(document).work == "done"


def test_two_workers_fetch_a_page_once(web: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> None:
    web.expect_request("/a").respond_with_data(html(), content_type="text/html")
    document = wanted(web.url_for("/a"))
    fetch, tried = http.fetch, []

    def while_another_tries(url: str, **options: Any) -> http.FetchedPage:
        tried.append(actions.fetch_document(document.pk))
        return fetch(url, **options)

    monkeypatch.setattr(http, "fetch", while_another_tries)
    assert fetched(document).work == "done"
    assert tried == [False]
    assert len([r for r, _ in web.log if r.path == "/a"]) == 1


def test_a_fetch_that_lost_its_lease_writes_nothing(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.expect_request("/a").respond_with_data(html(), content_type="text/html")
    document = wanted(web.url_for("/a"))
    whole = pages.main_text

    def slowly(page: Any) -> pages.PageText:
        Document.objects.update(lease_token="another")
        return whole(page)

    monkeypatch.setattr(pages, "main_text", slowly)
    document = fetched(document)
    assert (document.work, document.text, document.sha256) == ("running", "", "")


def test_a_page_with_more_words_than_can_be_indexed_is_no_dead_worker(web: HTTPServer) -> None:
    words = " ".join(f"{chr(0x4E00 + n % 20000)}{n:x}" for n in range(120_000))
    web.expect_request("/a").respond_with_data(
        words.encode(), content_type="text/plain; charset=utf-8"
    )
    document = fetched(wanted(web.url_for("/a")))
    assert document.work in ("done", "failed")
    assert document.error


# --- copies


WIRE = "\n".join(
    f"Sentence {n} tells that in hour {n} of the night the column moved on by {n * 3} meters."
    for n in range(25)
)


def test_a_wire_story_in_two_papers_counts_once(
    web: HTTPServer, evidence_work: Callable[[], int]
) -> None:
    only()
    claim = searched_claim()
    search = SearchFactory(claim=claim, provider=provider("wikipedia", on=False), work="done")
    for path, head in (("/a", "By our staff."), ("/b", "From the wire.")):
        web.expect_request(path).respond_with_data(
            html(f"{head}\n{STORY}\n{WIRE}"), content_type="text/html"
        )
        document = DocumentFactory(url=web.url_for(path), work="waiting", text="", source=None)
        HitFactory(search=search, document=document)
    evidence_work()
    first, second = Document.objects.order_by("pk")
    assert (first.origin, second.origin) == (None, first)
    found = reads.evidence_of([claim])[claim.pk]
    assert (found.stories, found.copies, len(found.evidence)) == (1, 1, 1)
    assert len(found.evidence[0].copies) == 1


def test_copies_share_the_smallest_id_in_whatever_order_they_arrive(web: HTTPServer) -> None:
    text = f"{STORY}\n{WIRE}"
    for path in ("/a", "/b", "/c"):
        web.expect_request(path).respond_with_data(html(text), content_type="text/html")
    a, b, c = (wanted(web.url_for(path)) for path in ("/a", "/b", "/c"))
    for document in (c, b, a):
        fetched(document)
    a, b, c = Document.objects.order_by("pk")
    assert (a.origin, b.origin, c.origin) == (None, a, a)


# --- comparing


def compare(claim: Claim, **document: Any) -> Evidence | None:
    hit = HitFactory(
        search=SearchFactory(claim=claim, work="done"), document=DocumentFactory(**document)
    )
    actions.compare_document(hit.document_id)
    return Evidence.objects.filter(claim=claim, document=hit.document).first()


def test_a_passage_is_set_beside_the_claim_fact_by_fact() -> None:
    claim = searched_claim()
    evidence = compare(claim, published=dt.date(2024, 11, 30))
    assert evidence is not None
    assert evidence.passage == STORY[evidence.start : evidence.end]
    assert evidence.passage.startswith("On Friday 2,987 fighters entered Aleppo")
    rows = {
        c.fact.text: (c.outcome, c.in_source) for c in evidence.comparisons.select_related("fact")
    }
    assert rows["about 3,000"] == ("same", "2,987")
    assert rows["Aleppo"][0] == "same"
    assert rows["Friday"][0] == "same"
    assert rows["second-largest"][0] == "same"


def test_another_number_of_the_same_thing_is_another_value() -> None:
    evidence = compare(searched_claim(), text=STORY.replace("2,987", "4,500"))
    assert evidence is not None
    row = evidence.comparisons.get(fact__kind="number")
    assert (row.outcome, row.in_source) == ("other", "4,500")


def test_a_page_off_the_topic_gives_no_evidence_and_is_not_read_again() -> None:
    claim = searched_claim()
    assert compare(claim, text="The harvest was good this year, the office said.") is None
    assert list(documents_to_compare(timezone.now())) == []
    assert reads.evidence_of([claim])[claim.pk].off_topic == 1


def test_comparing_twice_makes_no_second_evidence_and_keeps_a_ruling() -> None:
    claim = searched_claim()
    evidence = compare(claim)
    assert evidence is not None
    actions.rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted")
    Hit.objects.update(compared_at=None)
    actions.compare_document(evidence.document_id)
    actions.compare_document(evidence.document_id)
    again = Evidence.objects.get()
    assert (again.ruling, again.comparisons.count()) == ("accepted", Comparison.objects.count())


@contextlib.contextmanager
def held_elsewhere(hit: Hit) -> Iterator[None]:
    """Have another worker hold a hit meanwhile."""
    held, over = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic():
            list(Hit.objects.select_for_update().filter(pk=hit.pk))
            held.set()
            over.wait(10)
        connection.close()

    other = threading.Thread(target=hold)
    other.start()
    held.wait(10)
    try:
        yield
    finally:
        over.set()
        other.join()


@pytest.mark.django_db(transaction=True)
def test_a_pair_that_another_worker_holds_is_left_to_it() -> None:
    hit = HitFactory(search=SearchFactory(claim=searched_claim(), work="done"))
    with held_elsewhere(hit):
        assert actions.compare_document(hit.document_id) == 0
    assert not Evidence.objects.exists()
    assert actions.compare_document(hit.document_id) == 1


def test_a_page_is_set_beside_twelve_claims_with_as_many_statements_as_beside_one(
    django_assert_max_num_queries: Callable,
) -> None:
    for count in (1, 12):
        page = DocumentFactory()
        claims = [searched_claim() for _ in range(count)]
        for claim in claims:
            HitFactory(search=SearchFactory(claim=claim, work="done"), document=page)
        with django_assert_max_num_queries(15):
            assert actions.compare_document(page.pk) == count
        for claim in claims:
            evidence = Evidence.objects.get(claim=claim, document=page)
            assert evidence.comparisons.count() == Fact.objects.filter(claim=claim).count()


@pytest.mark.django_db(transaction=True)
def test_of_a_pages_claims_only_those_that_another_worker_holds_are_left() -> None:
    page = DocumentFactory()
    hits = [
        HitFactory(search=SearchFactory(claim=searched_claim(), work="done"), document=page)
        for _ in range(2)
    ]
    # The second claim was found by two providers; one of its hits is held.
    twin = HitFactory(
        search=SearchFactory(claim=hits[1].search.claim, provider=provider("feeds"), work="done"),
        document=page,
    )
    with held_elsewhere(twin):
        assert actions.compare_document(page.pk) == 1
    assert Evidence.objects.get().claim == hits[0].search.claim
    assert Hit.objects.filter(compared_at=None).count() == 2
    assert actions.compare_document(page.pk) == 1


# --- feeds


def feed_xml(*items: tuple[str, str]) -> str:
    rows = "".join(
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        "<pubDate>Sat, 30 Nov 2024 08:00:00 GMT</pubDate><description>The city is taken.</description></item>"
        for title, link in items
    )
    return f'<?xml version="1.0"?><rss version="2.0"><channel><title>The Courier</title>{rows}</channel></rss>'


def test_a_feed_is_polled_its_entries_kept_once_and_open_claims_looked_up_again(
    web: HTTPServer, evidence_work: Callable[[], int]
) -> None:
    only("feeds")
    claim = searched_claim()
    evidence_work()
    assert claim.searches.get().found == "nothing"
    web.expect_request("/story").respond_with_data(html(), content_type="text/html")
    item = ("Fighters enter Aleppo, the second-largest city", web.url_for("/story"))
    web.expect_request("/feed.xml").respond_with_data(
        feed_xml(item), content_type="application/rss+xml", headers={"ETag": '"one"'}
    )
    feed = FeedFactory(url=web.url_for("/feed.xml"), title="")
    evidence_work()
    feed.refresh_from_db()
    assert (feed.work, feed.title, feed.etag, feed.error) == ("waiting", "The Courier", '"one"', "")
    assert feed.next_try_at > timezone.now()
    assert FeedEntry.objects.count() == 1
    assert claim.searches.get().found == "some"
    assert Evidence.objects.get().document.url == web.url_for("/story")
    Feed.objects.update(next_try_at=timezone.now())
    actions.poll_feed(feed.pk)
    assert FeedEntry.objects.count() == 1
    assert any(r.headers.get("If-None-Match") == '"one"' for r, _ in web.log)


def test_a_feed_that_fails_says_why_and_is_polled_less_often(web: HTTPServer) -> None:
    web.expect_request("/feed.xml").respond_with_data("no", status=500)
    feed = FeedFactory(url=web.url_for("/feed.xml"))
    actions.poll_feed(feed.pk)
    feed.refresh_from_db()
    assert feed.work == "waiting"
    assert "500" in feed.error
    assert feed.next_try_at > timezone.now()


def test_a_feed_switched_off_is_not_polled(web: HTTPServer) -> None:
    feed = FeedFactory(url=web.url_for("/feed.xml"), on=False)
    assert not actions.poll_feed(feed.pk)
    assert web.log == []


# --- people


def test_a_person_adds_a_page_which_is_fetched_and_compared(
    web: HTTPServer, evidence_work: Callable[[], int]
) -> None:
    only()
    web.expect_request("/a").respond_with_data(html(), content_type="text/html")
    claim, reporter = searched_claim(), ReporterFactory()
    document = actions.add_source(
        by=reporter, claim=claim, url=web.url_for("/a") + "?utm_source=mail#top"
    )
    assert (document.url, document.added_by) == (web.url_for("/a"), reporter)
    actions.add_source(by=reporter, claim=claim, url=web.url_for("/a"))
    evidence_work()
    assert Evidence.objects.get().claim == claim
    assert claim.searches.get().count == 1
    assert LogEntry.objects.filter(verb="add source", by=reporter).count() == 1


def test_nothing_is_fetched_for_restricted_copy_but_a_kept_page_may_be_added(
    web: HTTPServer,
) -> None:
    claim = searched_claim(restricted=True)
    with pytest.raises(Refused, match="restricted"):
        actions.add_source(by=None, claim=claim, url=web.url_for("/a"))
    assert not Document.objects.exists()
    kept = DocumentFactory()
    assert actions.add_source(by=None, claim=claim, url=kept.url) == kept


@pytest.mark.parametrize("url", ["", "javascript:alert(1)", "example", "ftp://a.example/"])
def test_what_is_no_web_address_is_refused(url: str) -> None:
    with pytest.raises(Refused, match="not a web address"):
        actions.add_source(by=ReporterFactory(), claim=searched_claim(), url=url)


def test_rejecting_needs_a_reason_and_accepting_does_not() -> None:
    evidence, checker = EvidenceFactory(), CheckerFactory()
    with pytest.raises(Refused, match="why"):
        actions.rule_on(by=checker, evidence=evidence, ruling="rejected", reason="  ")
    done = actions.rule_on(
        by=checker, evidence=evidence, ruling="rejected", reason="Another city of the name."
    )
    assert (done.ruling, done.ruled_by, done.reason) == (
        "rejected",
        checker,
        "Another city of the name.",
    )
    done = actions.rule_on(by=checker, evidence=evidence, ruling="accepted", tier="partisan")
    assert (done.ruling, done.reason, done.tier) == ("accepted", "", "partisan")
    done = actions.rule_on(by=checker, evidence=evidence, ruling="suggested")
    assert (done.ruling, done.ruled_by) == ("suggested", None)
    assert LogEntry.objects.filter(verb="rule on evidence").count() == 3


@pytest.mark.parametrize(
    ("leans", "given", "kept"),
    [(0.4, "", "supports"), (0.0, "", "supports"), (-0.4, "", "supports"), (0.4, "against", "against"),
     (-0.4, "background", "background")],
)  # fmt: skip
def test_an_accepted_passage_has_a_side_and_the_log_says_which(
    leans: float, given: str, kept: str
) -> None:
    evidence = EvidenceFactory(leans=leans)
    done = actions.rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted", side=given)
    assert done.side == kept
    assert LogEntry.objects.get(verb="rule on evidence").data["side"] == kept
    back = actions.rule_on(by=CheckerFactory(), evidence=done, ruling="suggested")
    assert back.side == ""


def test_a_passage_accepted_before_sides_were_kept_is_said_to_have_none() -> None:
    evidence = EvidenceFactory(ruling="accepted", leans=-0.5)
    [row] = evidence_of([evidence.claim])[evidence.claim_id].evidence
    assert (row.ruled_words, row.tone) == ("accepted", "state green")


def test_an_unknown_side_is_refused() -> None:
    with pytest.raises(Refused, match="sides"):
        actions.rule_on(
            by=CheckerFactory(), evidence=EvidenceFactory(), ruling="accepted", side="maybe"
        )


def test_who_may_rule_on_evidence() -> None:
    with pytest.raises(NotAllowed):
        actions.rule_on(by=ReporterFactory(), evidence=EvidenceFactory(), ruling="accepted")
    restricted = EvidenceFactory(claim=searched_claim(restricted=True))
    with pytest.raises(NotAllowed):
        actions.rule_on(by=CheckerFactory(), evidence=restricted, ruling="accepted")


def test_a_passage_that_changed_meanwhile_is_not_ruled_on_unread() -> None:
    evidence, checker = EvidenceFactory(), CheckerFactory()
    Evidence.objects.update(passage="Other words")
    with pytest.raises(Refused, match="passage changed"):
        actions.rule_on(by=checker, evidence=evidence, ruling="accepted")
    evidence.refresh_from_db()
    Claim.objects.update(text=CLAIM)
    with pytest.raises(Refused, match="claim has changed"):
        actions.rule_on(by=checker, evidence=evidence, ruling="accepted")


def test_a_ruling_that_is_unknown_is_refused() -> None:
    with pytest.raises(Refused):
        actions.rule_on(by=CheckerFactory(), evidence=EvidenceFactory(), ruling="maybe")
    with pytest.raises(Refused):
        actions.rule_on(
            by=CheckerFactory(), evidence=EvidenceFactory(), ruling="accepted", tier="best"
        )


# --- worth, and what is stale


def test_evidence_stands_in_the_order_of_its_worth() -> None:
    claim = searched_claim()
    for name, tier, ruling in (
        ("lead", "lead only", "suggested"),
        ("wire", "wire", "suggested"),
        ("office", "primary", "suggested"),
        ("paper", "secondary", "accepted"),
        ("no", "primary", "rejected"),
    ):
        EvidenceFactory(
            claim=claim,
            document=DocumentFactory(source=SourceFactory(name=name, tier=tier), sketch=[]),
            ruling=ruling,
            reason="It is another city." if ruling == "rejected" else "",
        )
    found = reads.evidence_of([claim])[claim.pk]
    assert [row.source for row in found.evidence] == ["paper", "office", "wire", "lead", "no"]
    assert found.stories == 4


def test_evidence_for_an_earlier_wording_is_hidden_unless_a_person_ruled_on_it() -> None:
    claim = searched_claim()
    EvidenceFactory(claim=claim, claim_text="Earlier.")
    ruled = EvidenceFactory(
        claim=claim, claim_text="Earlier.", ruling="accepted", ruled_by=UserFactory()
    )
    [row] = reads.evidence_of([claim])[claim.pk].evidence
    assert (row.id, row.stale) == (ruled.pk, True)


def test_an_outlet_is_made_once_and_keeps_the_tier_the_desk_gave_it() -> None:
    first = source_of("https://www.paper.example/a", "The Paper")
    Source.objects.update(tier="partisan")
    again = source_of("https://news.paper.example/b")
    assert (again.pk, again.tier, again.name) == (first.pk, "partisan", "The Paper")


def test_a_page_that_never_ends_its_reading_is_set_aside_for_the_queue_and_the_next_is_read(
    web: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in ("/poison", "/behind"):
        web.expect_request(path).respond_with_data(html(), content_type="text/html")
    claim = searched_claim()
    poison = DocumentFactory(url=web.url_for("/poison"), work="waiting", text="")
    HitFactory(search=SearchFactory(claim=claim), document=poison)
    with monkeypatch.context() as patched:
        patched.setattr("factcheck.outside.pages._JOB", "tests.outside.sandbox_jobs:spin")
        patched.setattr("factcheck.outside.sandbox.CPU_SECONDS", 1)
        actions.fetch_document(poison.pk)
    behind = actions.add_source(by=ReporterFactory(), claim=claim, url=web.url_for("/behind"))
    actions.fetch_document(behind.pk)
    poison.refresh_from_db()
    behind.refresh_from_db()
    assert (poison.work, poison.tries) == ("failed", AT_MOST)
    assert "more time or memory" in poison.error
    assert behind.work == "done"
    shown = [spec.text for spec in causes(timezone.now()) if spec.kind == "lost page"]
    assert len(shown) == 1
    assert "/poison" in shown[0]
