"""Pages and queries past the desk's ages lose their words; their rows and hashes stay."""

from __future__ import annotations

import zlib
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from factcheck.articles.actions import close_article, hold_article
from factcheck.evidence.actions.ask import documents_at
from factcheck.evidence.actions.indexing import cut_documents
from factcheck.evidence.actions.snapshots import keep_file
from factcheck.evidence.models import Body, Document, Passage, Picture, Search, SentQuery, Snapshot
from factcheck.newsroom import erasing
from tests.evidence.factories import DocumentFactory, EvidenceFactory, SearchFactory
from tests.newsroom.factories import ChiefFactory, desk

pytestmark = pytest.mark.django_db
LONG_AGO = timedelta(days=400)
PAGE = b"<p>The ministry said so.</p>"


@pytest.fixture
def kept() -> Document:
    """A page long kept for a closed article, with its picture and the query that led to it."""
    then = timezone.now() - LONG_AGO
    document = DocumentFactory(fetched_at=then, created_at=then)
    snapshot = keep_file(document, PAGE)
    Picture.objects.create(snapshot=snapshot, png=b"png", work="done", created_at=then)
    claim = EvidenceFactory(document=document).claim
    search = SearchFactory(claim=claim, query="ministry said", work="done", asked_at=then)
    SentQuery.objects.create(
        article=claim.article,
        search=search,
        provider=search.provider,
        query="ministry said",
        claim_text="The ministry said so.",
        at=then,
    )
    close_article(by=ChiefFactory(), article=claim.article)
    return document


def sweep_all() -> None:
    for number in erasing.due(timezone.now()):
        erasing.erase_past(number, timezone.now())


def test_pages_past_their_age_are_empty_and_their_hashes_stay(
    kept: Document, client: Client
) -> None:
    desk(keep_page_days=365)
    before = Body.objects.get().sha256
    sweep_all()
    body, snapshot, picture = Body.objects.get(), Snapshot.objects.get(), Picture.objects.get()
    assert [bytes(body.packed), snapshot.text, bytes(picture.png)] == [b"", "", b""]
    assert (body.sha256, body.size) == (before, len(PAGE))
    assert SentQuery.objects.get().query
    client.force_login(ChiefFactory())
    for address in (f"/snapshots/{snapshot.pk}.warc.gz", f"/snapshots/{snapshot.pk}.png"):
        assert client.get(address).status_code == 410


def test_words_of_pages_go_with_their_passages_and_their_page_says_so(
    kept: Document, client: Client
) -> None:
    cut_documents(kept.pk)
    assert Passage.objects.filter(document=kept).exists()
    desk(keep_page_days=365)
    sweep_all()
    kept.refresh_from_db()
    assert (kept.text, kept.headers, kept.title) == (
        "",
        {},
        DocumentFactory.build().title or kept.title,
    )
    cut_documents(kept.pk)
    # What is left of its index is the title, which stays.
    assert list(Passage.objects.filter(document=kept).values_list("start", "end")) == [(0, 0)]
    client.force_login(ChiefFactory())
    page = client.get(f"/documents/{kept.pk}/").content.decode()
    assert "by the desk&#x27;s rule" in page


@pytest.mark.parametrize("ruling", ["accepted", "rejected"])
def test_words_that_a_ruling_rests_on_stay_and_their_page_says_why(
    kept: Document, client: Client, ruling: str
) -> None:
    kept.evidence.update(ruling=ruling, reason="It is so.")
    desk(keep_page_days=365)
    sweep_all()
    words = kept.text
    kept.refresh_from_db()
    assert (kept.text, bytes(Body.objects.get().packed)) == (words, b"")
    client.force_login(ChiefFactory())
    assert "since a ruling rests on them" in client.get(f"/documents/{kept.pk}/").content.decode()


def test_an_erased_page_that_is_wanted_again_is_fetched_again(kept: Document) -> None:
    desk(keep_page_days=365)
    sweep_all()
    assert documents_at([kept.url])[kept.url] == kept.pk
    kept.refresh_from_db()
    assert (kept.work, kept.erased_at) == ("waiting", None)


def test_queries_past_their_age_lose_their_words(kept: Document) -> None:
    desk(keep_query_days=365)
    sweep_all()
    sent = SentQuery.objects.get()
    assert (sent.query, sent.claim_text, Search.objects.get().query) == ("", "", "")
    assert "by the desk's rule" in sent.erased_note
    assert bytes(Body.objects.get().packed)


def test_pages_and_queries_stay_under_legal_hold(kept: Document) -> None:
    desk(keep_page_days=365, keep_query_days=365)
    article = SentQuery.objects.get().article
    hold_article(by=ChiefFactory(), article=article, why="A claim was filed.")
    sweep_all()
    assert SentQuery.objects.get().query
    assert bytes(Body.objects.get().packed)
    assert Snapshot.objects.get().erased_at is None


def test_a_page_that_an_open_article_rests_on_stays(kept: Document) -> None:
    desk(keep_page_days=365)
    EvidenceFactory(document=kept)
    sweep_all()
    assert bytes(Body.objects.get().packed)


def test_bytes_that_a_younger_version_shares_stay(kept: Document) -> None:
    desk(keep_page_days=365)
    keep_file(DocumentFactory(fetched_at=timezone.now()), PAGE)
    sweep_all()
    assert Body.objects.get().erased_at is None


def test_the_same_bytes_fetched_after_an_erasure_are_kept_anew(kept: Document) -> None:
    desk(keep_page_days=365)
    sweep_all()
    again = keep_file(DocumentFactory(fetched_at=timezone.now()), PAGE)
    assert zlib.decompress(again.body.packed) == PAGE
    assert Body.objects.count() == 2
