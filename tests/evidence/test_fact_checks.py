"""A local store of published fact-checks: one conditional GET a day, for restricted copy too."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from django.utils import timezone
from pytest_httpserver import HTTPServer

from factcheck.articles.models import Article
from factcheck.evidence import actions
from factcheck.evidence.actions.feeds import feeds_as_opml
from factcheck.evidence.actions.indexing import (
    cut_entries,
    understand_checks,
    understand_claims,
    understand_passages,
)
from factcheck.evidence.models import Feed, FeedEntry, Hit, Passage, Search, SentQuery
from factcheck.evidence.search.archive import FeedEntries
from factcheck.outside.documents.claim_reviews import read_claim_reviews
from factcheck.outside.documents.drafts import DraftRefusal
from factcheck.outside.search import ProviderQuery
from factcheck.review.reads.beside import checked_outside
from tests.evidence.factories import FeedFactory, SearchFactory, provider, searched_claim

CLAIM = "About 3,000 rebels had entered Aleppo by Friday."


def review(claim: str = CLAIM, rating: str = "Mostly false", **more: Any) -> dict[str, Any]:
    return {
        "@type": "ClaimReview", "url": "https://checker.example/1", "claimReviewed": claim,
        "datePublished": "2019-03-14", "author": {"@type": "Organization", "name": "The Checker"},
        "reviewRating": {"@type": "Rating", "alternateName": rating, "ratingValue": "2"},
        "itemReviewed": {"@type": "Claim", "author": {"name": "A minister"}}, **more,
    }  # fmt: skip


def feed_of(*reviews: Any) -> bytes:
    elements = [{"@type": "DataFeedItem", "item": one} for one in reviews]
    return json.dumps({"@type": "DataFeed", "dataFeedElement": elements}).encode()


# --- reading the feed


def test_a_review_is_read_with_who_said_it_and_how_it_was_rated() -> None:
    [entry] = read_claim_reviews(feed_of([review()]))["entries"]
    assert (entry["title"], entry["rating"], entry["url"]) == (
        CLAIM, "Mostly false", "https://checker.example/1",
    )  # fmt: skip
    assert entry["summary"] == "Said by A minister. Rated “Mostly false” by The Checker."
    assert entry["published"].startswith("2019-03-14")


def test_the_feeds_oddities_are_borne() -> None:
    odd = [
        None, [None], review(url="javascript:alert(1)"), review(claim=""), {"@type": "Article"},
        {**review(url="https://checker.example/2"), "@type": ["ClaimReview", "Thing"]},
        {"@type": "ClaimReview", "url": "https://checker.example/3", "claimReviewed": "Bare"},
    ]  # fmt: skip
    found = read_claim_reviews(feed_of(*odd))["entries"]
    assert [entry["url"][-1] for entry in found] == ["2", "3"]
    assert (found[1]["rating"], found[1]["summary"], found[1]["published"]) == ("", "", None)
    assert len(read_claim_reviews(json.dumps([review()]).encode())["entries"]) == 1


@pytest.mark.parametrize("data", [b"<html>", b'{"error": "gone"}', b"3", b"[" * 100_000])
def test_what_holds_no_reviews_is_refused(data: bytes) -> None:
    with pytest.raises(DraftRefusal, match="no fact-checks"):
        read_claim_reviews(data)


# --- polling and asking


@pytest.fixture
def checks(web: HTTPServer) -> Feed:
    feed: Feed = FeedFactory(url=web.url_for("/reviews.json"), kind="fact-checks", title="Checks")
    return feed


def polled(feed: Feed) -> Feed:
    Feed.objects.filter(pk=feed.pk).update(next_try_at=timezone.now(), work="waiting")
    actions.poll_feed(feed.pk)
    feed.refresh_from_db()
    return feed


def indexed() -> None:
    cut_entries(0)
    understand_passages(Passage.objects.order_by("pk").values_list("pk", flat=True)[0])


@pytest.mark.django_db
def test_it_is_asked_once_a_day_and_only_whether_it_changed(web: HTTPServer, checks: Feed) -> None:
    web.expect_oneshot_request("/reviews.json").respond_with_data(
        feed_of(review()), headers={"ETag": '"1"'}, content_type="application/json"
    )
    feed = polled(checks)
    assert feed.every == dt.timedelta(days=1)
    assert feed.next_try_at >= timezone.now() + dt.timedelta(hours=23)  # type: ignore[operator]
    web.expect_oneshot_request("/reviews.json", headers={"If-None-Match": '"1"'}).respond_with_data(
        "", 304
    )
    assert polled(feed).failing_since is None
    assert FeedEntry.objects.get().rating == "Mostly false"


@pytest.mark.django_db
def test_a_rating_that_changed_is_taken_over_and_the_old_words_kept(
    web: HTTPServer, checks: Feed
) -> None:
    for rating in ("Mostly false", "True"):
        web.expect_oneshot_request("/reviews.json").respond_with_data(
            feed_of(review(rating=rating)), content_type="application/json"
        )
        polled(checks)
    entry = FeedEntry.objects.get()
    assert entry.rating == "True"
    assert "Mostly false" in entry.versions.get().text


@pytest.mark.django_db
def test_a_check_of_years_ago_is_found_for_restricted_copy_and_nothing_leaves(
    web: HTTPServer, checks: Feed
) -> None:
    web.expect_request("/reviews.json").respond_with_data(
        feed_of(review(), review("A bridge collapsed in Halm.", url="https://checker.example/9")),
        content_type="application/json",
    )
    polled(checks)
    indexed()
    claim = searched_claim()
    Article.objects.filter(pk=claim.article_id).update(restricted=True)
    search: Search = SearchFactory(claim=claim, provider=provider("checks"))
    actions.ask(search.pk)
    search.refresh_from_db()
    assert search.found == "some"
    hit = Hit.objects.order_by("rank")[0]
    assert (hit.rating, hit.document.url) == ("Mostly false", "https://checker.example/1")
    assert not SentQuery.objects.exists()
    understand_checks(Hit.objects.order_by("pk").values_list("pk", flat=True)[0])
    understand_claims(claim.pk)
    assert next((one.rating, one.url) for one in checked_outside(claim)) == (
        "Mostly false", "https://checker.example/1",
    )  # fmt: skip


@pytest.mark.django_db
def test_news_feeds_and_fact_checks_are_kept_apart(web: HTTPServer, checks: Feed) -> None:
    web.expect_request("/reviews.json").respond_with_data(
        feed_of(review()), content_type="application/json"
    )
    polled(checks)
    indexed()
    query = ProviderQuery(words=("rebels", "Aleppo"))
    assert FeedEntries(CLAIM).search(query).hits == ()
    assert "reviews.json" not in feeds_as_opml()
