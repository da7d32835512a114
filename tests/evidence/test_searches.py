"""Planning and asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

import pytest
from django.utils import timezone
from redis import Redis

from factcheck.articles.models import Article
from factcheck.claims.models import Claim, Extraction
from factcheck.evidence import actions, rules
from factcheck.evidence.actions.plan import articles_to_plan
from factcheck.evidence.models import Document, Evidence, Hit, Provider, Search, SentQuery
from factcheck.evidence.reads import evidence as reads
from factcheck.evidence.search.key_words import key_words
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import work_off
from factcheck.outside.errors import Kind, OutsideError
from factcheck.outside.search import ProviderQuery, Wikipedia
from factcheck.outside.search import SearchHit as Found
from tests.claims.factories import AskFactory, FactFactory
from tests.evidence.conftest import FakeProvider
from tests.evidence.factories import (
    CLAIM,
    DocumentFactory,
    EvidenceFactory,
    FeedEntryFactory,
    HitFactory,
    SearchFactory,
    only,
    provider,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory, desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("flush_redis")]


def plan() -> None:
    for pk in articles_to_plan(timezone.now()):
        actions.plan_article(pk)


def asked(search: Search) -> Search:
    actions.ask(search.pk)
    search.refresh_from_db()
    return search


def waiting(claim: Claim, name: str = "wikipedia") -> Search:
    return SearchFactory(claim=claim, provider=provider(name))


def restrict(article: Article) -> None:
    Article.objects.filter(pk=article.pk).update(restricted=True)


# --- planning


def test_every_provider_that_is_on_gets_a_row_for_every_claim_at_the_bar() -> None:
    only("archive", "wikipedia")
    claim = searched_claim()
    plan()
    assert sorted(claim.searches.values_list("provider__name", "work")) == [
        ("archive", "waiting"),
        ("wikipedia", "waiting"),
    ]
    assert list(articles_to_plan(timezone.now())) == []


def test_planning_twice_makes_no_second_row() -> None:
    only("archive")
    claim = searched_claim()
    actions.plan_article(claim.article_id)
    actions.plan_article(claim.article_id)
    assert claim.searches.count() == 1


@pytest.mark.parametrize("why", ["below the bar", "unread", "closed", "archived"])
def test_a_claim_that_need_not_be_checked_is_not_searched_for(why: str) -> None:
    only("archive")
    claim = searched_claim()
    if why == "below the bar":
        desk(bar=0.95)
    elif why == "unread":
        Extraction.objects.update(work="waiting")
    elif why == "closed":
        Article.objects.update(closed_at=timezone.now())
    else:
        Claim.objects.update(standing="archived")
    plan()
    actions.plan_article(claim.article_id)
    assert not Search.objects.exists()


def test_whom_the_copy_asks_for_comment_is_nobody_elses_business() -> None:
    only("wikipedia")
    claim = searched_claim()
    AskFactory(proof=claim.proof, text=claim.text[:20])
    plan()
    assert not Search.objects.exists()


def test_of_restricted_copy_only_the_archive_is_asked_and_the_rest_say_why() -> None:
    only("archive", "feeds", "wikipedia")
    claim = searched_claim(restricted=True)
    plan()
    assert dict(claim.searches.values_list("provider__name", "found")) == {
        "archive": "",
        "feeds": "forbidden",
        "wikipedia": "forbidden",
    }
    rows = {s.provider: s.words for s in reads.evidence_of([claim])[claim.pk].searches}
    assert rows["Wikipedia"] == "never asked: the article is restricted"


def test_what_was_forbidden_is_asked_once_the_restriction_is_lifted() -> None:
    only("wikipedia")
    claim = searched_claim(restricted=True)
    plan()
    Article.objects.update(restricted=False)
    plan()
    assert claim.searches.get().work == "waiting"
    assert claim.searches.get().found == ""


def test_a_changed_claim_is_searched_for_and_compared_anew_and_its_ruling_is_in_the_log(
    evidence_work: Callable[[], int],
) -> None:
    only("archive")
    claim = searched_claim()
    document = DocumentFactory()
    evidence_work()
    evidence = Evidence.objects.get()
    actions.rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted")
    changed = CLAIM.replace("3,000", "5,000")
    Claim.objects.update(text=changed)
    evidence_work()
    evidence.refresh_from_db()
    search = claim.searches.get()
    assert (search.claim_text, search.found) == (changed, "some")
    assert (evidence.claim_text, evidence.ruling, evidence.document) == (
        changed,
        "suggested",
        document,
    )
    assert LogEntry.objects.filter(
        verb="rule on evidence", data__ruling="accepted", by=None
    ).exists()


def test_a_fact_marked_later_is_compared_too(evidence_work: Callable[[], int]) -> None:
    only("archive")
    claim = searched_claim(facts=[("place", "Aleppo", "Aleppo")])
    DocumentFactory()
    evidence_work()
    FactFactory(proof=claim.proof, claim=claim, kind="number", text="3,000", value="3000")
    evidence_work()
    assert Evidence.objects.get().comparisons.count() == 2


# --- asking


def test_a_query_leaves_as_key_words_and_is_on_record(wikipedia: FakeProvider) -> None:
    claim = searched_claim()
    wikipedia.answers = [
        (
            Found("https://wiki.example/Aleppo?utm_source=x", "Aleppo", "A city."),
            Found("https://wiki.example/b", "B"),
            Found("https://wiki.example/c", "C"),
        )
    ]
    search = asked(waiting(claim))
    assert (search.work, search.found, search.count, search.left_building) == (
        "done",
        "some",
        3,
        True,
    )
    assert CLAIM not in search.query
    assert "Aleppo" in search.query
    assert wikipedia.asked[0].allowed_outside
    hit = Hit.objects.order_by("rank")[0]
    assert (hit.document.url, hit.document.work) == ("https://wiki.example/Aleppo", "waiting")
    [left] = reads.queries_that_left(claim.article)
    assert (left.to, left.what, left.outcome) == ("Wikipedia", search.query, "answered")


def test_nothing_found_is_asked_with_shorter_wordings_and_every_query_is_on_record(
    wikipedia: FakeProvider,
) -> None:
    search = asked(waiting(searched_claim()))
    assert (search.found, search.count) == ("nothing", 0)
    assert len(wikipedia.asked) == SentQuery.objects.count() > 1
    assert len(wikipedia.asked[-1].words) < len(wikipedia.asked[0].words)
    assert search.notes


def test_what_a_few_pages_leave_open_is_asked_with_other_words_and_each_page_kept_once(
    wikipedia: FakeProvider,
) -> None:
    page = Found("https://wiki.example/a", "A")
    wikipedia.answers = [(page,), (page, Found("https://wiki.example/b", "B"))]
    search = asked(waiting(searched_claim()))
    assert search.count == 2


def test_a_search_that_waited_goes_on_with_the_wording_after_those_answered(
    wikipedia: FakeProvider,
) -> None:
    search = waiting(searched_claim())
    SentQuery.objects.create(
        article=search.claim.article, search=search, provider=search.provider, query="first",
        claim_text=search.claim.text, outcome="answered",
    )  # fmt: skip
    asked(search)
    first = rules.ladder(replace(key_words(search.claim), languages=("en",)))[1]
    assert (wikipedia.asked[0].words, wikipedia.asked[0].phrases) == (first.words, first.phrases)


def test_what_was_found_is_kept_where_the_turn_for_other_words_has_not_come(
    wikipedia: FakeProvider,
) -> None:
    wikipedia.answers = [
        (Found("https://wiki.example/a", "A"),),
        OutsideError(Kind.PACED, "not yet", retry_after=9.0, temporary=True),
    ]
    search = asked(waiting(searched_claim()))
    assert (search.work, search.count) == ("done", 1)
    assert any("turn had not come" in note for note in search.notes)


def test_an_article_restricted_after_planning_is_not_asked_about(wikipedia: FakeProvider) -> None:
    claim = searched_claim()
    search = waiting(claim)
    restrict(claim.article)
    asked(search)
    assert (search.work, search.found, search.left_building) == ("done", "forbidden", False)
    assert wikipedia.asked == []
    assert not SentQuery.objects.exists()


def test_the_door_itself_refuses_restricted_copy() -> None:
    with pytest.raises(OutsideError) as refusal:
        Wikipedia().search(ProviderQuery(words=("Aleppo",), allowed_outside=False))
    assert refusal.value.kind == "restricted"


def test_two_workers_ask_once(wikipedia: FakeProvider) -> None:
    search = waiting(searched_claim())
    enough = tuple(Found(f"https://wiki.example/{n}", "A") for n in range(3))
    wikipedia.answers = [enough]
    wikipedia.meanwhile = lambda: actions.ask(search.pk)
    asked(search)
    assert len(wikipedia.asked) == 1


def test_a_worker_that_lost_its_lease_writes_nothing(wikipedia: FakeProvider) -> None:
    search = waiting(searched_claim())
    wikipedia.answers = [(Found("https://wiki.example/a", "A"),)]
    wikipedia.meanwhile = lambda: Search.objects.update(lease_token="another")
    asked(search)
    assert search.work == "running"
    assert not Hit.objects.exists()
    assert not Document.objects.exists()


def test_a_dead_workers_search_is_taken_up_when_its_lease_is_over(wikipedia: FakeProvider) -> None:
    search = waiting(searched_claim())
    Search.objects.update(
        work="running", lease_token="dead", lease_until=timezone.now() + dt.timedelta(minutes=1)
    )
    assert not actions.ask(search.pk)
    Search.objects.update(lease_until=timezone.now() - dt.timedelta(seconds=1))
    assert asked(search).work == "done"


def test_a_provider_that_fails_is_tried_again_later_and_every_claim_says_so(
    wikipedia: FakeProvider,
) -> None:
    claim = searched_claim()
    wikipedia.answers = [
        OutsideError("status", "The server answered 503.", status=503, temporary=True)
    ]
    search = asked(waiting(claim))
    assert search.work == "waiting"
    assert search.next_try_at > timezone.now() + dt.timedelta(seconds=30)
    search.provider.refresh_from_db()
    assert search.provider.failing_since
    row = reads.evidence_of([claim])[claim.pk].searches[0]
    assert row.state == "failing"
    assert "The server answered 503." in row.words
    assert reads.failing_providers() == [search.provider]


def test_success_ends_a_providers_failing(wikipedia: FakeProvider) -> None:
    one = provider("wikipedia", on=True, failing_since=timezone.now(), last_error="503")
    asked(waiting(searched_claim()))
    one.refresh_from_db()
    assert (one.failing_since, one.last_error) == (None, "")


def test_a_provider_that_keeps_failing_is_given_up_and_asked_again_when_switched_on(
    wikipedia: FakeProvider,
) -> None:
    search = waiting(searched_claim())
    for _ in range(6):
        wikipedia.answers = [OutsideError("timeout", "It took too long.", temporary=True)]
        Search.objects.update(next_try_at=timezone.now())
        Provider.objects.update(next_try_at=None)
        asked(search)
    assert search.work == "failed"
    actions.switch_provider(by=ChiefFactory(), provider=search.provider, on=True)
    search.refresh_from_db()
    assert (search.work, search.tries) == ("waiting", 0)


def test_waiting_for_its_turn_is_no_failure(wikipedia: FakeProvider) -> None:
    wikipedia.answers = [OutsideError("paced", "Asked less often.", retry_after=6, temporary=True)]
    claim = searched_claim()
    search = asked(waiting(claim))
    assert (search.work, search.tries, search.provider.failing_since) == ("waiting", 0, None)
    assert reads.queries_that_left(claim.article) == []


def test_a_search_without_its_key_says_so() -> None:
    search = asked(waiting(searched_claim(), "google_factcheck"))
    assert search.work == "failed"
    assert "needs a key" in search.error


def test_a_search_switched_off_before_it_was_asked_is_dropped(wikipedia: FakeProvider) -> None:
    search = waiting(searched_claim())
    provider("wikipedia", on=False)
    actions.ask(search.pk)
    assert wikipedia.asked == []
    assert not Search.objects.exists()


def test_addresses_that_cannot_be_kept_are_left_out_and_counted(wikipedia: FakeProvider) -> None:
    wikipedia.answers = [
        (Found("javascript:alert(1)", "A"), Found("https://wiki.example/b", "B\x00"))
    ]
    search = asked(waiting(searched_claim()))
    assert search.count == 1
    assert any("1 without a usable address" in note for note in search.notes)


def test_a_claim_without_key_words_is_not_asked_about(wikipedia: FakeProvider) -> None:
    search = asked(waiting(searched_claim("It was so.", facts=[])))
    assert (search.found, wikipedia.asked) == ("nothing", [])
    assert search.notes == ["The claim has no key words to search for."]


# --- the archive and the feeds


def test_the_archive_finds_what_holds_the_rarest_words(
    django_assert_max_num_queries: Callable,
) -> None:
    found = DocumentFactory()
    DocumentFactory(text="Aleppo is a city.", title="Aleppo")
    DocumentFactory(text="The harvest was good.", title="Grain")
    DocumentFactory(text="", work="waiting")
    work_off("evidence.cut_documents")
    search = waiting(searched_claim(), "archive")
    with django_assert_max_num_queries(60):
        asked(search)
    assert search.left_building is False
    documents = [hit.document for hit in search.hits.order_by("rank")]
    assert documents[0] == found
    assert "Grain" not in [d.title for d in documents]
    assert not SentQuery.objects.exists()


def test_polled_feeds_are_looked_up_in_the_building_and_their_pages_are_to_be_fetched() -> None:
    entry = FeedEntryFactory()
    FeedEntryFactory(title="Grain prices", text="The harvest was good.")
    work_off("evidence.cut_entries")
    search = asked(waiting(searched_claim(), "feeds"))
    assert [hit.document.url for hit in search.hits.all()] == [entry.url]
    assert search.hits.get().document.work == "waiting"
    assert not search.left_building


# --- by people


def test_searching_again_asks_all_that_are_on_and_keeps_the_last_outcome_till_then() -> None:
    only("archive", "wikipedia")
    claim = searched_claim()
    SearchFactory(claim=claim, work="done", found="nothing", asked_at=timezone.now())
    assert actions.search_claim(by=CheckerFactory(), claim=claim) == 2
    search = claim.searches.get(provider__name="archive")
    assert (search.work, search.found) == ("waiting", "nothing")
    assert LogEntry.objects.filter(verb="search", article_id=claim.article_id).exists()


def test_searching_again_for_restricted_copy_asks_only_the_archive() -> None:
    only("archive", "wikipedia")
    claim = searched_claim()
    actions.search_claim(by=None, claim=claim)
    restrict(claim.article)
    claim = Claim.objects.get()
    assert actions.search_claim(by=None, claim=claim) == 1
    assert claim.searches.get(provider__name="wikipedia").found == "forbidden"


def test_a_reporter_may_not_search_and_a_closed_article_is_not_searched_for() -> None:
    only("archive")
    claim = searched_claim()
    with pytest.raises(NotAllowed):
        actions.search_claim(by=ReporterFactory(), claim=claim)
    Article.objects.update(closed_at=timezone.now())
    with pytest.raises(Refused):
        actions.search_claim(by=CheckerFactory(), claim=Claim.objects.get())


def test_searching_with_every_provider_off_is_refused() -> None:
    only()
    with pytest.raises(Refused, match="No search is switched on"):
        actions.search_claim(by=CheckerFactory(), claim=searched_claim())


def test_only_a_chief_switches_a_search_and_one_without_its_key_stays_off() -> None:
    one = provider("google_factcheck", on=False)
    with pytest.raises(NotAllowed):
        actions.switch_provider(by=CheckerFactory(), provider=one, on=True)
    with pytest.raises(Refused, match="needs a key"):
        actions.switch_provider(by=ChiefFactory(), provider=one, on=True)
    one.refresh_from_db()
    assert not one.on


def test_trying_a_provider_sends_one_query_and_tells(wikipedia: FakeProvider) -> None:
    one = provider("wikipedia", on=False, failing_since=timezone.now(), last_error="503")
    wikipedia.answers = [(Found("https://wiki.example/a", "A"),)]
    assert actions.try_provider(by=ChiefFactory(), provider=one).endswith("with 1 found.")
    one.refresh_from_db()
    assert one.failing_since is None
    wikipedia.answers = [OutsideError("timeout", "It took too long.", temporary=True)]
    with pytest.raises(Refused, match="It took too long"):
        actions.try_provider(by=ChiefFactory(), provider=one)
    with pytest.raises(NotAllowed):
        actions.try_provider(by=CheckerFactory(), provider=one)


def test_progress_counts_what_is_not_planned_yet_and_ends_at_the_whole(
    evidence_work: Callable[[], int], flush_redis: Redis
) -> None:
    only("archive")
    claim = searched_claim()
    DocumentFactory()
    assert reads.progress(claim.article) == (0, 1)
    evidence_work()
    assert reads.progress(claim.article) == (2, 2)


def test_reads_take_as_many_queries_for_twenty_claims_as_for_two(
    django_assert_num_queries: Callable,
) -> None:
    def claims(number: int) -> list[Claim]:
        made = []
        for _ in range(number):
            claim = searched_claim()
            HitFactory(search=SearchFactory(claim=claim))
            EvidenceFactory(claim=claim)
            made.append(claim)
        return list(Claim.objects.filter(pk__in=[c.pk for c in made]))

    for number in (2, 20):
        chosen = claims(number)
        with django_assert_num_queries(7):
            found = reads.evidence_of(chosen)
        assert len(found) == number
