"""Searches that wait for their provider's turn are no tasks meanwhile; a day's queries are shared."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone
from redis import Redis

from factcheck.claims.models import Claim
from factcheck.evidence import actions
from factcheck.evidence.actions.ask import ask_in_turn
from factcheck.evidence.actions.fetch import documents_to_fetch, seconds_to_next_page
from factcheck.evidence.actions.turns import (
    IN_A_ROW,
    next_searches,
    queries_left,
    searches_to_ask,
    seconds_to_next_turn,
    start_query,
    waits_with,
)
from factcheck.evidence.models import Document, Hit, Provider, Search, SentQuery
from factcheck.evidence.rules.turns import WaitingSearch, free_turns, share_out
from factcheck.outside import pace
from factcheck.outside.errors import OutsideError
from factcheck.outside.search.service import place_of
from tests.articles.factories import ArticleFactory
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import DocumentFactory, SearchFactory, provider, searched_claim
from tests.newsroom.factories import ChiefFactory

NOW = datetime(2026, 11, 30, 12, tzinfo=UTC)
SOON, LATER = NOW + timedelta(hours=1), NOW + timedelta(hours=9)


@pytest.fixture
def paced(settings: Any, flush_redis: Redis) -> Any:
    settings.OUTSIDE_PACE_SECONDS = 2.0
    return settings


def waiting(name: str = "gdelt", count: int = 1, **fields: Any) -> list[Search]:
    """Searches of one provider, each of a story of its own."""
    one = provider(name, on=True)
    return [
        SearchFactory(claim=(claim := searched_claim()), claim_text=claim.text, provider=one,
                      **{"work": "waiting", "found": ""} | fields)
        for _ in range(count)
    ]  # fmt: skip


def sent(search: Search, outcome: str = "answered", **fields: Any) -> SentQuery:
    row: SentQuery = SentQuery.objects.create(
        article=search.claim.article, search=search, provider=search.provider, query="q",
        claim_text="", outcome=outcome, **fields,
    )  # fmt: skip
    return row


def test_a_provider_takes_what_its_pace_lets_through_within_the_lead() -> None:
    assert free_turns(6.0, 0.0, 0, alone=False) == 1
    assert free_turns(6.0, 5.0, 0, alone=False) == 0
    assert free_turns(0.5, 0.0, 0, alone=False) == 5
    assert free_turns(0.5, 0.0, 4, alone=False) == 1
    assert free_turns(0.5, 0.0, 0, alone=True) == 1
    assert free_turns(0.5, 0.0, 1, alone=True) == 0


def test_stories_share_a_provider_and_the_nearest_deadline_goes_first() -> None:
    late = [WaitingSearch(n, 1, LATER, 0.5) for n in (1, 2, 3)]
    near = [WaitingSearch(n, 2, SOON, 0.5) for n in (4, 5)]
    never = [WaitingSearch(6, 3, None, 0.9)]
    shared = share_out([*late, *near, *never], {}, 6)
    assert [search.article for search in shared] == [2, 1, 3, 2, 1, 1]


def test_the_story_that_was_served_least_goes_before_a_nearer_deadline() -> None:
    both = [WaitingSearch(1, 1, LATER, 0.5), WaitingSearch(2, 2, SOON, 0.5)]
    assert [search.article for search in share_out(both, {2: 3}, 2)] == [1, 2]


def test_within_a_story_the_claim_most_worth_a_check_goes_first() -> None:
    story = [WaitingSearch(n, 1, SOON, worth) for n, worth in enumerate((0.4, 0.9, 0.6))]
    assert [search.pk for search in share_out(story, {}, 2)] == [1, 2]


@pytest.mark.django_db
def test_only_as_many_are_sent_as_the_provider_can_take(paced: Any) -> None:
    first, *_ = waiting(count=3)
    assert searches_to_ask(timezone.now()) == [first.pk]
    pace.wait_turn(place_of("gdelt"), 6.0)
    assert searches_to_ask(timezone.now()) == []
    seconds = seconds_to_next_turn(timezone.now())
    assert seconds is not None
    assert 3.0 < seconds <= 4.0  # two seconds before the turn, so that the worker is there for it


def story(*scores: float, hours: int | None, served: int = 0) -> list[Search]:
    """The searches of one story with claims of these scores, due in so many hours."""
    article = ArticleFactory(
        deadline=timezone.now() + timedelta(hours=hours) if hours is not None else None
    )
    made = []
    for score in scores:
        (search,) = waiting()
        Claim.objects.filter(pk=search.claim_id).update(article=article, score=score)
        search.refresh_from_db()
        made.append(search)
    for _ in range(served):
        sent(made[0])
    return made


@pytest.mark.django_db
def test_the_turns_are_shared_as_if_all_that_wait_had_been_read(paced: Any) -> None:
    stories = [
        story(0.2, 0.9, 0.5, hours=9),
        story(0.7, 0.8, hours=1),
        story(0.6, hours=None),
        story(0.4, 0.3, hours=2, served=1),
        story(0.9, 0.8, hours=5, served=3),
    ]
    due = Search.objects.due(timezone.now())
    had = {stories[3][0].claim.article_id: 1, stories[4][0].claim.article_id: 3}
    columns = ("pk", "claim__article", "claim__article__deadline", "claim__score")
    everything = [WaitingSearch(*row) for row in due.values_list(*columns)]
    for turns in (1, 2, 3, 5, 8, 20):
        assert next_searches(due, had, turns) == share_out(everything, had, turns), turns


@pytest.mark.django_db
def test_few_of_many_that_wait_are_read(paced: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for hours in range(6):
        story(0.1, 0.2, 0.3, hours=hours)
    read: list[int] = []
    monkeypatch.setattr(
        "factcheck.evidence.actions.turns.share_out",
        lambda waiting, *_: read.append(len(waiting)) or [],
    )
    searches_to_ask(timezone.now())
    assert read == [1]


@pytest.mark.django_db
def test_what_a_worker_has_in_hand_takes_the_providers_turn(paced: Any) -> None:
    waiting(count=2)
    waiting(work="running", lease_until=timezone.now() + timedelta(minutes=1))
    assert searches_to_ask(timezone.now()) == []


@pytest.mark.django_db
def test_those_that_are_asked_one_at_a_time_are_sent_one_at_a_time(paced: Any) -> None:
    waiting("wikipedia", count=2)
    waiting("wikidata", count=2)
    assert len(searches_to_ask(timezone.now())) == 1


def waiting_of_one_story(name: str, count: int) -> list[Search]:
    """Searches of one provider for so many claims of one story."""
    searches = waiting(name, count)
    article = searches[0].claim.article
    Claim.objects.filter(searches__in=searches).update(article=article)
    return searches


@pytest.mark.django_db
def test_our_own_archive_takes_all_at_once_and_nothing_more_is_awaited(paced: Any) -> None:
    stories = waiting("archive", count=3)
    assert searches_to_ask(timezone.now()) == [search.pk for search in stories]
    assert seconds_to_next_turn(timezone.now()) is None


@pytest.mark.django_db
def test_our_own_archive_is_asked_for_all_claims_of_a_story_by_one_task(paced: Any) -> None:
    story, other = waiting_of_one_story("archive", IN_A_ROW + 1), waiting("archive")
    due = searches_to_ask(timezone.now())
    assert due == [story[0].pk, story[-1].pk, other[0].pk]
    ask_in_turn(due[0])
    undone = Search.objects.exclude(work="done").order_by("pk")
    assert list(undone) == [story[-1], *other]


@pytest.mark.django_db
def test_a_task_leaves_the_rest_of_a_story_to_whoever_is_at_it(
    paced: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, taken, last = waiting_of_one_story("archive", 3)
    lease = {"work": "running", "lease_until": timezone.now() + timedelta(minutes=1)}

    def take(search: Search, count: int) -> list[int]:
        following = waits_with(search, count)
        Search.objects.filter(pk=taken.pk).update(**lease)
        return following

    monkeypatch.setattr(sys.modules[ask_in_turn.__module__], "waits_with", take)
    ask_in_turn(first.pk)
    states = dict(Search.objects.values_list("pk", "work"))
    assert states == {first.pk: "done", taken.pk: "running", last.pk: "waiting"}


@pytest.mark.django_db
def test_a_days_queries_are_counted_and_those_that_never_left_are_not(paced: Any) -> None:
    (search,) = waiting()
    one = provider("gdelt", daily=3)
    for outcome in ("answered", "sending", "not sent"):
        sent(search, outcome)
    sent(search, at=timezone.now() - timedelta(days=1))
    assert queries_left(one) == 1
    assert queries_left(provider("wikidata")) is None


@pytest.mark.django_db
def test_what_a_provider_allows_everybody_holds_where_the_desk_names_no_number() -> None:
    assert queries_left(provider("guardian")) == 500
    assert queries_left(provider("guardian", daily=5000)) == 5000


@pytest.mark.django_db
def test_a_provider_whose_day_is_used_up_is_asked_again_at_midnight(
    wikipedia: FakeProvider, monkeypatch: pytest.MonkeyPatch, paced: Any
) -> None:
    searches = waiting("gdelt", count=3)
    sent(searches[0])
    provider("gdelt", daily=1)
    due = searches_to_ask(timezone.now())
    assert len(due) == 1  # one puts all of them off
    actions.ask(due[0])
    assert searches_to_ask(timezone.now()) == []
    for search in Search.objects.all():
        assert (search.work, search.tries, search.next_try_at.hour) == ("waiting", 0, 0)
        assert "all queries of today" in search.error


@pytest.mark.django_db
def test_a_higher_number_has_those_put_off_asked_at_once(paced: Any) -> None:
    (search,) = waiting()
    sent(search)
    one = provider("gdelt", daily=1)
    actions.ask(search.pk)
    actions.set_provider(by=ChiefFactory(), provider=one, base="", seconds=None, daily=9,
                         saves=False)  # fmt: skip
    assert searches_to_ask(timezone.now()) == [search.pk]


@pytest.mark.django_db
def test_no_query_leaves_beyond_the_days_number_however_many_wordings_there_are(
    paced: Any,
) -> None:
    (search,) = waiting()
    provider("gdelt", daily=1)
    search.provider.refresh_from_db()
    start_query(search, search.claim, "first")
    with pytest.raises(OutsideError) as refusal:
        start_query(search, search.claim, "second")
    assert refusal.value.kind == "paced"
    assert list(SentQuery.objects.order_by("pk").values_list("outcome", flat=True)) == [
        "sending",
        "not sent",
    ]


@pytest.mark.django_db
def test_a_provider_that_rests_costs_one_task_for_all_that_wait(paced: Any) -> None:
    waiting(count=3)
    later = timezone.now() + timedelta(minutes=9)
    Provider.objects.filter(name="gdelt").update(next_try_at=later, last_error="It is down.")
    due = searches_to_ask(timezone.now())
    assert len(due) == 1
    actions.ask(due[0])
    assert searches_to_ask(timezone.now()) == []
    assert set(Search.objects.values_list("next_try_at__minute", flat=True)) == {later.minute}


@pytest.mark.django_db
def test_without_redis_nobody_is_asked(paced: Any) -> None:
    waiting()
    paced.REDIS_URL = "redis://127.0.0.1:1/0"
    assert searches_to_ask(timezone.now()) == []


@pytest.mark.django_db
def test_look_ups_that_have_no_question_are_done_by_one_task(paced: Any) -> None:
    one = provider("crossref", on=True)
    for _ in range(3):
        claim = searched_claim("The minister was pleased.", facts=[])
        SearchFactory(claim=claim, claim_text=claim.text, provider=one, work="waiting", found="")
    (due,) = searches_to_ask(timezone.now())[:1]
    ask_in_turn(due)
    assert set(Search.objects.values_list("found", flat=True)) == {"no question"}


@pytest.mark.django_db
def test_of_one_host_only_as_many_pages_are_sent_as_it_can_be_asked_for(paced: Any) -> None:
    (search,) = waiting()
    for number, host in enumerate(["a.example", "a.example", "a.example", "b.example"]):
        page = DocumentFactory(url=f"https://{host}/{number}", work="waiting")
        Hit.objects.create(search=search, document=page, rank=number)
    due = documents_to_fetch(timezone.now())
    hosts = Document.objects.filter(pk__in=due).values_list("url", flat=True)
    assert sorted(url[8:17] for url in hosts) == ["a.example", "a.example", "b.example"]
    assert seconds_to_next_page(timezone.now()) == 1.0
    pace.wait_turn("a.example:443", 60.0)
    assert len(documents_to_fetch(timezone.now())) == 1
    pace.wait_turn("b.example:443", 60.0)
    assert documents_to_fetch(timezone.now()) == []
