"""What a person sees of evidence, and does there; the admin."""

from __future__ import annotations

from collections.abc import Callable
from html import unescape
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.claims.models import Claim
from factcheck.evidence import actions
from factcheck.evidence.models import Document, Evidence, Feed, Provider, Search, SentQuery, Source
from factcheck.evidence.reads import evidence as reads
from factcheck.newsroom.models import LogEntry, User
from factcheck.outside.errors import OutsideError
from factcheck.outside.search import SearchHit as Found
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import (
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
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory
from tests.pages import seen_at

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]
HTMX = {"HX-Request": "true"}


def signed_in(user: User | None = None) -> Client:
    client = Client()
    client.force_login(user or CheckerFactory())
    return client


def compared(claim: Claim | None = None, **document: Any) -> Evidence:
    one = claim or searched_claim()
    source = SourceFactory(name="The Courier", tier="wire")
    hit = HitFactory(
        search=SearchFactory(claim=one, work="done", found="some", count=1, query="Aleppo rebels"),
        document=DocumentFactory(source=source, **document),
    )
    actions.compare_document(hit.document_id)
    return Evidence.objects.get(claim=one, document=hit.document)


def words(html: str) -> str:
    return " ".join(html.split())


def test_evidence_shows_its_source_its_passage_and_each_fact_with_word_and_sign() -> None:
    evidence = compared()
    page = signed_in().get(reverse("evidence:claim", args=[evidence.claim_id]), headers=HTMX)
    html = words(page.content.decode())
    assert "<html" not in html
    assert "The Courier" in html
    assert "<mark>Aleppo</mark>" in html
    assert "2,987 rounds to 3,000" in html
    assert '<span aria-hidden="true">=</span> same' in html
    assert 'rel="noopener noreferrer"' in html


def test_each_way_of_finding_nothing_is_told_apart() -> None:
    claim = searched_claim(restricted=True)
    SearchFactory(claim=claim, provider=provider("archive"), work="done", found="nothing")
    SearchFactory(claim=claim, provider=provider("gdelt"), work="done", found="forbidden")
    SearchFactory(
        claim=claim,
        provider=provider("wikipedia"),
        work="waiting",
        error="The server answered 503.",
    )
    SearchFactory(
        claim=claim, provider=provider("feeds"), work="failed", error="The server answered 410."
    )
    html = (
        signed_in(ChiefFactory()).get(reverse("evidence:claim", args=[claim.pk])).content.decode()
    )
    for said in (
        "asked, nothing found",
        "never asked: the article is restricted",
        "failing: The server answered 503.",
        "given up: The server answered 410.",
    ):
        assert said in html
    assert "<progress" in html


def test_a_copy_of_a_wire_story_is_said_and_counted_once() -> None:
    evidence = compared()
    copy = compared_copy(evidence)
    html = words(
        signed_in().get(reverse("evidence:claim", args=[evidence.claim_id])).content.decode()
    )
    assert "1 independent story" in html
    assert "1 copy of one of them, not counted again" in html
    assert copy.document.source is not None
    assert copy.document.source.name in html


def compared_copy(evidence: Evidence) -> Evidence:
    hit = HitFactory(
        search=Search.objects.get(claim=evidence.claim),
        document=DocumentFactory(origin=evidence.document),
    )
    actions.compare_document(hit.document_id)
    return Evidence.objects.get(document=hit.document)


def test_a_checker_accepts_and_rejects_at_the_passage() -> None:
    evidence = compared()
    seen = reads.mark_of(evidence.passage)
    client, url = signed_in(), reverse("evidence:rule", args=[evidence.pk])
    refused = client.post(url, {"ruling": "rejected", "reason": "", "seen": seen}, headers=HTMX)
    assert refused.status_code == 409
    assert "Say why this passage is rejected." in refused.content.decode()
    done = client.post(
        url, {"ruling": "rejected", "reason": "Not the same city.", "seen": seen}, headers=HTMX
    )
    assert "Not the same city." in done.content.decode()
    assert client.post(url, {"ruling": "accepted", "seen": seen}).status_code == 302
    evidence.refresh_from_db()
    assert evidence.ruling == "accepted"


def test_a_form_that_shows_an_older_passage_is_refused() -> None:
    evidence = compared()
    seen = reads.mark_of(evidence.passage)
    answer = signed_in().post(
        reverse("evidence:rule", args=[evidence.pk]),
        {"ruling": "accepted", "seen": "older"},
        headers=HTMX,
    )
    assert answer.status_code == 409
    seen = reads.mark_of(evidence.passage)
    answer = signed_in().post(
        reverse("evidence:rule", args=[evidence.pk]), {"ruling": "accepted", "seen": seen}
    )
    assert answer.status_code == 302


def test_a_reporter_sees_evidence_and_may_not_rule() -> None:
    evidence = compared()
    seen = reads.mark_of(evidence.passage)
    client = signed_in(ReporterFactory())
    assert (
        "Accept"
        not in client.get(reverse("evidence:claim", args=[evidence.claim_id])).content.decode()
    )
    assert (
        client.post(
            reverse("evidence:rule", args=[evidence.pk]), {"ruling": "accepted", "seen": seen}
        ).status_code
        == 403
    )


def test_a_source_is_added_at_the_claim_and_a_bad_address_is_said_there() -> None:
    claim = searched_claim()
    client, url = signed_in(ReporterFactory()), reverse("evidence:add_source", args=[claim.pk])
    refused = client.post(url, {"url": "nonsense"}, headers=HTMX)
    assert refused.status_code == 409
    assert 'value="nonsense"' in refused.content.decode()
    assert client.post(url, {"url": "https://paper.example/a"}, headers=HTMX).status_code == 200
    assert Document.objects.get().url == "https://paper.example/a"


def test_a_claim_is_searched_again_from_its_evidence() -> None:
    only("archive")
    claim = searched_claim()
    assert (
        signed_in()
        .post(reverse("evidence:search_again", args=[claim.pk]), headers=HTMX)
        .status_code
        == 200
    )
    assert claim.searches.get().work == "waiting"


@pytest.mark.parametrize("name", ["claim", "search_again", "add_source", "rule", "queries"])
def test_restricted_copy_looks_as_if_it_were_not_there(name: str) -> None:
    evidence = EvidenceFactory(claim=searched_claim(restricted=True))
    of = {"rule": evidence.pk, "queries": evidence.claim.article_id}.get(name, evidence.claim_id)
    client = signed_in()
    url = reverse(f"evidence:{name}", args=[of])
    answer = (
        client.get(url)
        if name in ("claim", "queries")
        else client.post(url, {"ruling": "accepted"})
    )
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["claim", "document", "queries"])
def test_nobody_reads_without_signing_in(name: str) -> None:
    answer = Client().get(reverse(f"evidence:{name}", args=[1]))
    assert answer.status_code == 302
    assert "login" in answer.headers["Location"]


def test_a_kept_page_shows_its_text_with_the_passage_marked_and_where_it_came_from() -> None:
    evidence = compared(
        headers={"server": "nginx"}, sha256="ab" * 32, fetched_at=timezone.now(), status=200
    )
    url = reverse("evidence:document", args=[evidence.document_id])
    html = unescape(words(signed_in().get(url, {"evidence": evidence.pk}).content.decode()))
    assert f"<mark>{words(evidence.passage).split('.')[0]}" in html
    assert 'id="passage"' in html
    assert "Residents spoke of closed bakeries" in html
    for said in ("The Courier", "wire", "ab" * 32, "nginx", 'rel="noopener noreferrer"'):
        assert said in html


def test_hostile_text_of_a_page_is_shown_as_text() -> None:
    document = DocumentFactory(text="<script>alert(1)</script> said the page.", title="<b>Bold</b>")
    html = signed_in().get(reverse("evidence:document", args=[document.pk])).content.decode()
    assert "<script>alert(1)" not in html
    assert "<b>Bold</b>" not in html


def test_a_kept_page_does_not_tell_of_restricted_copy() -> None:
    evidence = compared(searched_claim(restricted=True))
    url = reverse("evidence:document", args=[evidence.document_id])
    html = signed_in().get(url, {"evidence": evidence.pk}).content.decode()
    assert evidence.claim.text not in html
    assert "<mark>" not in html


def test_every_query_that_left_is_listed_also_one_that_broke_off(wikipedia: FakeProvider) -> None:
    claim = searched_claim()
    wikipedia.answers = [OutsideError("timeout", "It took too long.", temporary=True)]
    search = SearchFactory(claim=claim, provider=provider("wikipedia"))
    actions.ask(search.pk)
    Search.objects.update(next_try_at=timezone.now())
    wikipedia.answers = [(Found("https://wiki.example/a", "A"),)]
    actions.ask(search.pk)
    SentQuery.objects.create(
        article=claim.article, provider=search.provider, query="cut short", claim_text="x"
    )
    html = words(
        signed_in().get(reverse("evidence:queries", args=[claim.article_id])).content.decode()
    )
    assert html.count("Aleppo") >= 2
    assert "It took too long." in html
    assert "cut short" in html
    assert "no answer noted" in html


def test_an_article_of_which_nothing_left_says_so() -> None:
    html = (
        signed_in()
        .get(reverse("evidence:queries", args=[searched_claim().article_id]))
        .content.decode()
    )
    assert "No search has been sent outside for this article." in html
    assert "No page was fetched for this article." in html


def test_an_articles_evidence_page_takes_as_many_queries_for_twenty_pages_as_for_two(
    django_assert_max_num_queries: Callable,
) -> None:
    claim = searched_claim()
    client = signed_in()
    search = SearchFactory(claim=claim, work="done", found="some")
    for number in (2, 20):
        for _ in range(number):
            hit = HitFactory(search=search, document=DocumentFactory(text=STORY))
            actions.compare_document(hit.document_id)
        with django_assert_max_num_queries(14):
            client.get(reverse("evidence:claim", args=[claim.pk]), headers=HTMX)


# --- admin


def admin_of(user: User) -> Client:
    User.objects.filter(pk=user.pk).update(is_staff=True, is_superuser=True)
    user.refresh_from_db()
    return signed_in(user)


def test_the_admin_lists_every_table() -> None:
    evidence = compared()
    FeedFactory()
    SentQuery.objects.create(
        article=evidence.claim.article, provider=provider("gdelt"), query="Aleppo", claim_text="x"
    )
    client = admin_of(ChiefFactory())
    for model in (Provider, Source, Feed, Document, Search, SentQuery):
        answer = client.get(reverse(f"admin:evidence_{model._meta.model_name}_changelist"))
        assert answer.status_code == 200, model
        if model is not SentQuery:
            row = model._default_manager.first()
            assert row is not None
            url = reverse(f"admin:evidence_{model._meta.model_name}_change", args=[row.pk])
            assert client.get(url).status_code == 200, model


def test_a_chief_switches_and_tries_a_search_in_the_admin(wikipedia: FakeProvider) -> None:
    one = provider("wikipedia", on=False)
    url = reverse("admin:evidence_provider_changelist")
    client = admin_of(ChiefFactory())
    client.post(url, {"action": "switch_on", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert one.on
    wikipedia.answers = [OutsideError("timeout", "It took too long.", temporary=True)]
    answer = client.post(url, {"action": "try_it", "_selected_action": [one.pk]}, follow=True)
    assert "It took too long." in answer.content.decode()
    client.post(url, {"action": "switch_off", "_selected_action": [one.pk]})
    one.refresh_from_db()
    assert not one.on


def test_a_checker_cannot_switch_a_search_in_the_admin(wikipedia: FakeProvider) -> None:
    one = provider("wikipedia", on=False)
    url = reverse("admin:evidence_provider_changelist")
    answer = admin_of(CheckerFactory()).post(
        url, {"action": "switch_on", "_selected_action": [one.pk]}, follow=True
    )
    assert "may not do this" in answer.content.decode()
    one.refresh_from_db()
    assert not one.on


def test_a_sources_tier_is_set_in_the_admin_and_logged() -> None:
    source = SourceFactory()
    url = reverse("admin:evidence_source_change", args=[source.pk])
    form = {"name": source.name, "domain": source.domain, "tier": "partisan", "note": ""}
    assert admin_of(CheckerFactory()).post(url, form).status_code == 403
    chief = admin_of(ChiefFactory())
    chief.post(url, {**form, **seen_at(chief, url)})
    source.refresh_from_db()
    assert source.tier == "partisan"
    assert LogEntry.objects.filter(subject="evidence.source", subject_id=source.pk).exists()


def test_the_admin_hides_searches_of_restricted_copy() -> None:
    claim = searched_claim(restricted=True)
    SearchFactory(claim=claim, query="secret words")
    html = (
        admin_of(CheckerFactory()).get(reverse("admin:evidence_search_changelist")).content.decode()
    )
    assert "secret words" not in html
