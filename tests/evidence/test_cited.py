"""The writer's own sources: fetched, compared value by value, and shown before all others."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_httpserver import HTTPServer

from factcheck.articles.models import AuthorSource
from factcheck.claims.models import Claim
from factcheck.evidence import actions
from factcheck.evidence.models import CitedSource, Document, Evidence
from factcheck.evidence.reads.evidence import evidence_beside, evidence_of, pages_visited
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from tests.evidence.conftest import html
from tests.evidence.factories import (
    DocumentFactory,
    EvidenceFactory,
    author_source,
    only,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
Work = Callable[[], int]


def given(web: HTTPServer, claim: Claim, path: str = "/77") -> AuthorSource:
    web.expect_request(path).respond_with_data(html(), content_type="text/html")
    return author_source(claim, address=web.url_for(path))


def test_an_authors_source_is_fetched_and_compared_value_by_value(
    web: HTTPServer, evidence_work: Work
) -> None:
    only()
    claim = searched_claim()
    given(web, claim)
    evidence_work()
    row = evidence_beside(claim).evidence[0]
    assert row.by_author
    assert {fact.text: fact.outcome for fact in row.facts}["about 3,000"] == "same"
    [cited] = evidence_beside(claim).cited
    assert cited.document_id == row.document_id
    assert "of this claim’s values the same" in cited.state


def test_an_authors_source_is_shown_before_all_other_evidence(
    web: HTTPServer, evidence_work: Work
) -> None:
    only()
    claim = searched_claim()
    other = DocumentFactory(text="Of another storm, in another year, on the coast.")
    better = EvidenceFactory(
        claim=claim, document=other, score=0.99, ruling="accepted", tier="primary"
    )
    assert evidence_of([claim])[claim.pk].evidence[0].id == better.pk
    given(web, claim)
    evidence_work()
    rows = evidence_beside(claim).evidence
    assert [row.by_author for row in rows] == [True, False]
    Evidence.objects.filter(pk=rows[0].id).update(ruling="rejected", reason="Another town")
    assert [row.by_author for row in evidence_beside(claim).evidence] == [False, True]


def test_a_source_on_other_words_is_not_the_claims(evidence_work: Work) -> None:
    only()
    claim = searched_claim()
    author_source(claim, start=0, end=5)
    evidence_work()
    assert evidence_beside(claim).cited == ()
    assert evidence_beside(claim).naked


def test_a_source_without_an_address_is_named_and_not_fetched(evidence_work: Work) -> None:
    only()
    claim = searched_claim()
    author_source(claim, address="", text="Ministry register, p. 12")
    evidence_work()
    [cited] = evidence_beside(claim).cited
    assert (cited.text, cited.state) == (
        "Ministry register, p. 12",
        "names no page of the web: look it up",
    )
    assert not evidence_beside(claim).naked
    with pytest.raises(Refused, match="names no page"):
        actions.fetch_cited(by=CheckerFactory(), cited=CitedSource.objects.get())


def test_a_source_that_cannot_be_kept_says_why(web: HTTPServer, evidence_work: Work) -> None:
    only()
    claim = searched_claim()
    web.expect_request("/gone").respond_with_data("", 404)
    author_source(claim, address=web.url_for("/gone"))
    evidence_work()
    [cited] = evidence_beside(claim).cited
    assert cited.failed
    assert cited.state.startswith("could not be kept: ")


def test_for_restricted_copy_an_authors_source_waits_for_a_person_of_the_team(
    web: HTTPServer, evidence_work: Work, client: Client
) -> None:
    only()
    checker = CheckerFactory()
    claim = searched_claim(restricted=True)
    claim.article.team.add(checker)
    given(web, claim)
    evidence_work()
    assert web.log == []
    assert not Document.objects.exists()
    [cited] = evidence_beside(claim).cited
    assert cited.may_fetch
    assert cited.state == "not fetched: the article is restricted"
    client.force_login(checker)
    page = client.get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    assert "Fetch it" in page
    client.post(reverse("evidence:fetch_cited", args=[cited.id]))
    evidence_work()
    assert any(request.path == "/77" for request, _ in web.log)
    found = evidence_beside(claim)
    assert found.evidence[0].by_author
    assert not found.cited[0].may_fetch
    assert [row.what for row in pages_visited(claim.article)] == [web.url_for("/77")]
    assert LogEntry.objects.filter(verb="add source", text__contains="fetched for").exists()


def test_nobody_outside_the_team_has_a_source_of_restricted_copy_fetched(
    web: HTTPServer, evidence_work: Work, client: Client
) -> None:
    only()
    claim = searched_claim(restricted=True)
    given(web, claim)
    evidence_work()
    stranger, cited = ReporterFactory(), CitedSource.objects.get()
    with pytest.raises(NotAllowed):
        actions.fetch_cited(by=stranger, cited=cited)
    client.force_login(stranger)
    answer = client.post(reverse("evidence:fetch_cited", args=[cited.pk]))
    assert answer.status_code == 404
    evidence_work()
    assert web.log == []


def test_a_page_that_is_kept_already_is_set_beside_restricted_copy_without_a_visit(
    web: HTTPServer, evidence_work: Work
) -> None:
    only()
    kept = DocumentFactory(url="https://court.example/77")
    claim = searched_claim(restricted=True)
    author_source(claim, address=kept.url)
    evidence_work()
    assert evidence_beside(claim).evidence[0].document_id == kept.pk
    assert web.log == []


def test_what_waited_is_fetched_when_the_restriction_ends(
    web: HTTPServer, evidence_work: Work
) -> None:
    only()
    claim = searched_claim(restricted=True)
    given(web, claim)
    evidence_work()
    type(claim.article).objects.update(restricted=False)
    claim.refresh_from_db()
    evidence_work()
    assert evidence_beside(claim).evidence[0].by_author


def test_a_source_is_let_go_once(web: HTTPServer, evidence_work: Work) -> None:
    only()
    chief = ChiefFactory()
    claim = searched_claim(restricted=True)
    given(web, claim)
    evidence_work()
    actions.fetch_cited(by=chief, cited=CitedSource.objects.get())
    with pytest.raises(Refused, match="fetched already"):
        actions.fetch_cited(by=chief, cited=CitedSource.objects.get())


def test_a_source_whose_words_an_edit_took_out_is_the_claims_no_more(evidence_work: Work) -> None:
    only()
    claim = searched_claim()
    source = author_source(claim, address="", text="p. 12")
    evidence_work()
    AuthorSource.objects.filter(pk=source.pk).update(standing="gone")
    assert evidence_beside(claim).cited == ()


def test_a_source_whose_words_an_edit_moved_away_is_the_claims_no_more(
    evidence_work: Work,
) -> None:
    only()
    claim = searched_claim()
    source = author_source(claim, address="", text="p. 12")
    evidence_work()
    assert len(evidence_beside(claim).cited) == 1
    AuthorSource.objects.filter(pk=source.pk).update(start=claim.end + 5, end=claim.end + 9)
    assert evidence_beside(claim).cited == ()


def test_the_sources_of_a_closed_article_are_left_alone(evidence_work: Work) -> None:
    only()
    claim = searched_claim()
    author_source(claim)
    actions.cite_article(claim.article_id + 1000)  # gone: harmless
    type(claim.article).objects.update(closed_at="2026-01-01T00:00Z")
    evidence_work()
    actions.cite_article(claim.article_id)
    assert not CitedSource.objects.exists()


def test_the_authors_list_of_sources_is_exported_with_the_report(client: Client) -> None:
    claim = searched_claim()
    author_source(claim, by_name="Ida Fenn")
    client.force_login(ChiefFactory())
    page = client.get(reverse("review:report", args=[claim.article_id]))
    assert "https://court.example/77" in page.content.decode()
    report = client.get(reverse("review:report_json", args=[claim.article_id])).json()
    assert [(row["address"], row["by"]) for row in report["given"]] == [
        ("https://court.example/77", "Ida Fenn")
    ]
