from __future__ import annotations

import pytest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims.models import Fact
from factcheck.evidence.models import OwnArchive
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.review import actions
from factcheck.review.models import Query, Tick, Verdict
from factcheck.review.reads.gate import gather
from factcheck.review.reads.rulings import rulings_of, rulings_on
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory
from tests.evidence.factories import EvidenceFactory
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.review.factories import meanwhile, story

pytestmark = pytest.mark.django_db
COPY = """Army holds the road
The army held the road at Aleppo. Musawi spoke of 3,000 fighters and 12 tanks.
Musawi said three thousand were there, with 12 guns."""


def fact(article: Article, text: str, kind: str, value: str | None, nth: int = 0) -> Fact:
    proof = article.current_proof()
    start = -1
    for _ in range(nth + 1):
        start = proof.text.index(text, start + 1)
    return FactFactory(
        proof=proof, text=text, kind=kind, value=value, start=start, end=start + len(text)
    )


def test_a_verdict_counts_for_the_words_it_was_given_on() -> None:
    claim = ClaimFactory()
    verdict = actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="confirmed", source="The ministry"
    )
    assert rulings_of([claim.article_id]).claims == {claim.pk: verdict}
    type(claim).objects.filter(pk=claim.pk).update(text="Other words.")
    assert rulings_of([claim.article_id]).claims == {}


def test_a_new_verdict_replaces_the_old_which_stays_as_the_record() -> None:
    claim = ClaimFactory()
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="confirmed", source="The ministry"
    )
    assert list(Verdict.objects.order_by("id").values_list("ruling", "current")) == [
        ("opinion", False),
        ("confirmed", True),
    ]
    assert LogEntry.objects.filter(verb="give verdict", article_id=claim.article_id).count() == 2


@pytest.mark.parametrize(
    ("ruling", "given"),
    [
        ("confirmed", {"source": "  "}),
        ("disputed", {}),
        ("cannot confirm", {}),
        ("change proposed", {}),
        ("on author", {"source": "Ann Lee"}),
        ("true", {"source": "The ministry"}),
    ],
)
def test_a_verdict_without_what_it_needs_is_refused(ruling: str, given: dict) -> None:
    with pytest.raises(Refused):
        actions.give_verdict(by=CheckerFactory(), claim=ClaimFactory(), ruling=ruling, **given)
    assert not Verdict.objects.exists()


def test_on_author_names_the_author_of_the_article_unless_another_is_named() -> None:
    claim = ClaimFactory(proof=story(author=ReporterFactory(name="Ann Lee")).current_proof())
    given = actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="on author", note="She was there."
    )
    assert given.source == "Ann Lee"


def test_on_author_is_refused_where_nobody_is_known_to_vouch() -> None:
    with pytest.raises(Refused, match="author"):
        actions.give_verdict(
            by=CheckerFactory(), claim=ClaimFactory(), ruling="on author", note="Was there."
        )


def test_words_that_changed_while_the_checker_looked_are_not_ruled_on() -> None:
    claim = ClaimFactory()
    with pytest.raises(Refused, match="changed while you looked"):
        actions.give_verdict(
            by=CheckerFactory(), claim=claim, ruling="opinion", seen_text="Earlier words"
        )
    assert not Verdict.objects.exists()


def test_a_fact_that_changed_while_the_checker_looked_is_not_ticked() -> None:
    number = FactFactory()
    type(number).objects.filter(pk=number.pk).update(text="20", value="20")
    with pytest.raises(Refused, match="changed while you looked"):
        actions.tick_fact(
            by=CheckerFactory(), fact=number, state="confirmed", source="AP", seen_text="12"
        )


def test_a_ruling_given_while_the_checker_looked_is_not_overwritten() -> None:
    claim = ClaimFactory()
    first = actions.give_verdict(
        by=CheckerFactory(name="Bea"), claim=claim, ruling="opinion", expected=0
    )
    with pytest.raises(Refused, match="Bea has ruled"):
        actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion", expected=0)
    again = actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="opinion", expected=first.pk
    )
    actions.withdraw_verdict(by=CheckerFactory(), claim=claim)
    with pytest.raises(Refused, match="taken back"):
        actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion", expected=again.pk)


def test_words_no_longer_in_the_copy_or_moved_in_it_are_not_ruled_on() -> None:
    for standing in ("archived", "moved"):
        claim = ClaimFactory(standing=standing)
        with pytest.raises(Refused):
            actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")


def test_a_reporter_gives_no_verdict_and_ticks_nothing() -> None:
    claim, number = ClaimFactory(), FactFactory()
    with pytest.raises(NotAllowed):
        actions.give_verdict(by=ReporterFactory(), claim=claim, ruling="opinion")
    with pytest.raises(NotAllowed):
        actions.withdraw_verdict(by=ReporterFactory(), claim=claim)
    with pytest.raises(NotAllowed):
        actions.tick_fact(by=ReporterFactory(), fact=number, state="not a fact")
    with pytest.raises(NotAllowed):
        actions.untick(by=ReporterFactory(), fact=number)


def test_the_system_rules_on_nothing() -> None:
    with pytest.raises(NotAllowed):
        actions.give_verdict(by=None, claim=ClaimFactory(), ruling="opinion")


def test_a_restricted_article_is_ruled_on_by_its_team_alone() -> None:
    member = CheckerFactory()
    claim = ClaimFactory(proof=story(restricted=True, team=[member]).current_proof())
    with pytest.raises(NotAllowed):
        actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")
    actions.give_verdict(by=member, claim=claim, ruling="opinion")


def test_a_verdict_on_evidence_takes_source_locator_and_passage_from_it() -> None:
    evidence = EvidenceFactory(
        document__source__name="The ministry", document__title="Statement", passage="12 died"
    )
    given = actions.give_verdict(
        by=CheckerFactory(), claim=evidence.claim, ruling="confirmed", evidence=evidence
    )
    assert given.source == "The ministry: Statement"
    assert given.locator == evidence.document.url
    assert given.passage == "12 died"


def test_evidence_of_another_claim_or_rejected_is_refused() -> None:
    evidence = EvidenceFactory()
    with pytest.raises(Refused, match="another claim"):
        actions.give_verdict(
            by=CheckerFactory(), claim=ClaimFactory(), ruling="confirmed", evidence=evidence
        )
    evidence.ruling, evidence.reason = "rejected", "Another war."
    evidence.save()
    with pytest.raises(Refused, match="rejected"):
        actions.give_verdict(
            by=CheckerFactory(), claim=evidence.claim, ruling="confirmed", evidence=evidence
        )


def test_a_lead_confirms_nothing_by_itself() -> None:
    evidence = EvidenceFactory(tier="lead only")
    with pytest.raises(Refused, match="lead"):
        actions.give_verdict(
            by=CheckerFactory(), claim=evidence.claim, ruling="confirmed", evidence=evidence
        )
    given = actions.give_verdict(
        by=CheckerFactory(),
        claim=evidence.claim,
        ruling="confirmed",
        evidence=evidence,
        source="The census",
    )
    assert given.source == "The census"


def test_what_the_newsroom_published_itself_confirms_nothing() -> None:
    own = OwnArchive.objects.create(title="Our archive", kind="folder", address="2024")
    evidence = EvidenceFactory(document__own=own)
    assert evidence.document.source is not None
    with pytest.raises(Refused, match="lead"):
        actions.give_verdict(
            by=CheckerFactory(), claim=evidence.claim, ruling="confirmed", evidence=evidence
        )


def test_a_doubt_raises_a_query_with_the_words_as_they_stand() -> None:
    claim, by = ClaimFactory(), CheckerFactory()
    actions.give_verdict(
        by=by,
        claim=claim,
        ruling="change proposed",
        note="The ministry says 20.",
        new="At least 20 people were killed.",
    )
    [query] = Query.objects.all()
    assert (query.claim, query.raised_by, query.state) == (claim, by, "open")
    assert (query.old, query.new) == (claim.text, "At least 20 people were killed.")
    assert query.text == "The ministry says 20."


def test_a_doubt_where_a_query_is_open_raises_no_second() -> None:
    claim = ClaimFactory()
    query = actions.raise_query(
        by=CheckerFactory(), article=claim.article, claim=claim, text="12, or 20?"
    )
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="disputed", note="It was 20.")
    assert list(Query.objects.all()) == [query]


def test_a_doubt_taken_back_takes_its_query_with_it() -> None:
    claim, by = ClaimFactory(), CheckerFactory()
    actions.give_verdict(by=by, claim=claim, ruling="disputed", note="It was 20.")
    actions.withdraw_verdict(by=by, claim=claim)
    assert list(Query.objects.values_list("state", "decision")) == [("decided", "withdrawn")]
    assert rulings_of([claim.article_id]).claims == {}


def test_a_query_the_author_has_answered_waits_for_the_editor_whatever_is_ruled_then() -> None:
    claim, by = ClaimFactory(), CheckerFactory()
    actions.give_verdict(by=by, claim=claim, ruling="disputed", note="It was 20.")
    actions.answer_query(by=ReporterFactory(), query=Query.objects.get(), answer="It was 12.")
    actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="The ministry")
    assert Query.objects.get().state == "answered"


def test_withdrawing_what_is_not_there_is_refused() -> None:
    with pytest.raises(Refused):
        actions.withdraw_verdict(by=CheckerFactory(), quote=QuoteFactory())
    with pytest.raises(Refused):
        actions.untick(by=CheckerFactory(), fact=FactFactory())


def test_a_recurring_fact_is_ticked_once_and_shows_everywhere() -> None:
    article = story(COPY)
    first = fact(article, "3,000", "number", "3000")
    again = fact(article, "three thousand", "number", "3000")
    other = fact(article, "Aleppo", "place", None)
    tick = actions.tick_fact(by=CheckerFactory(), fact=first, state="confirmed", source="The army")
    assert rulings_of([article.pk]).facts == {first.pk: tick, again.pk: tick}
    assert other.pk not in rulings_of([article.pk]).facts


def test_a_small_count_is_ticked_place_by_place() -> None:
    article = story(COPY)
    tanks, guns = fact(article, "12", "number", "12"), fact(article, "12", "number", "12", nth=1)
    actions.tick_fact(by=CheckerFactory(), fact=tanks, state="confirmed", source="The army")
    assert set(rulings_of([article.pk]).facts) == {tanks.pk} != {guns.pk}


def test_ticking_a_recurring_fact_elsewhere_replaces_its_tick() -> None:
    article = story(COPY)
    first, again = (
        fact(article, "Musawi", "name", None),
        fact(article, "Musawi", "name", None, nth=1),
    )
    actions.tick_fact(by=CheckerFactory(), fact=first, state="confirmed", source="His card")
    new = actions.tick_fact(
        by=CheckerFactory(), fact=again, state="disputed", note="His card says Moussawi."
    )
    assert rulings_of([article.pk]).facts == {first.pk: new, again.pk: new}
    assert Tick.objects.filter(current=True).count() == 1
    actions.untick(by=CheckerFactory(), fact=first)
    assert rulings_of([article.pk]).facts == {}


def test_a_tick_outlives_a_change_of_its_own_place() -> None:
    article = story(COPY)
    first, again = (
        fact(article, "Musawi", "name", None),
        fact(article, "Musawi", "name", None, nth=1),
    )
    tick = actions.tick_fact(by=CheckerFactory(), fact=first, state="confirmed", source="His card")
    Fact.objects.filter(pk=first.pk).update(text="Mussawi")
    assert rulings_of([article.pk]).facts == {again.pk: tick}


def test_one_note_counts_the_rulings_that_the_page_counts() -> None:
    article = story(COPY)
    first, again = (
        fact(article, "Musawi", "name", None),
        fact(article, "Musawi", "name", None, nth=1),
    )
    army, other = fact(article, "3,000", "number", "3000"), fact(article, "Aleppo", "place", None)
    claim = ClaimFactory(proof=article.current_proof(), text="Musawi spoke of 3,000 fighters")
    by = CheckerFactory()
    for ticked in (first, army, other):
        actions.tick_fact(by=by, fact=ticked, state="confirmed", source="His card")
    actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="The army")
    for changed, text in ((first, "Mussawi"), (army, "3,001")):
        Fact.objects.filter(pk=changed.pk).update(text=text, value=None)
    every = rulings_of([article.pk])
    for shown in (first, again, army):
        shown.refresh_from_db()
        note = rulings_on(article.pk, claims=[claim.pk], quotes=[], facts=[shown])
        assert note.claims == every.claims
        assert note.facts == {pk: tick for pk, tick in every.facts.items() if pk == shown.pk}
        assert note.stale == every.stale & {shown.key}
    assert set(every.facts) == {again.pk, other.pk}
    assert every.stale == {first.key, army.key}


def test_a_fact_of_another_article_is_not_the_same_fact() -> None:
    here, there = (fact(story(COPY), "Musawi", "name", None) for _ in range(2))
    actions.tick_fact(by=CheckerFactory(), fact=here, state="confirmed", source="His card")
    assert rulings_of([there.article_id]).facts == {}


@pytest.mark.parametrize(
    ("state", "given"),
    [("confirmed", {}), ("disputed", {}), ("on author", {"note": ""}), ("ticked", {})],
)
def test_a_tick_without_what_it_needs_is_refused(state: str, given: dict) -> None:
    with pytest.raises(Refused):
        actions.tick_fact(by=CheckerFactory(), fact=FactFactory(), state=state, **given)


def test_checkers_are_those_whose_rulings_count() -> None:
    article = story(COPY)
    claim = ClaimFactory(proof=article.current_proof(), text="The army held the road at Aleppo.")
    place = fact(article, "Aleppo", "place", None)
    first, second, third = CheckerFactory(), CheckerFactory(), CheckerFactory()
    actions.give_verdict(by=first, claim=claim, ruling="opinion")
    actions.give_verdict(by=second, claim=claim, ruling="opinion")
    actions.tick_fact(by=third, fact=place, state="confirmed", source="A map")
    assert [c.by for c in gather([article], timezone.now())[article.pk].checked] == [
        {second.pk},
        {third.pk},
    ]


@pytest.mark.django_db(transaction=True)
def test_of_two_checkers_at_once_one_rules_and_the_other_is_told() -> None:
    claim, first, second = ClaimFactory(), CheckerFactory(), CheckerFactory()
    said = meanwhile(
        lambda: actions.give_verdict(by=first, claim=claim, ruling="opinion", expected=0),
        lambda: actions.give_verdict(by=second, claim=claim, ruling="opinion", expected=0),
    )
    assert "has ruled on this while you looked" in said
    assert Verdict.objects.get().by == first


def test_what_a_colleague_ruled_anew_is_not_taken_back_unseen() -> None:
    claim, fact = ClaimFactory(), FactFactory()
    seen = actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="opinion")
    ticked = actions.tick_fact(by=CheckerFactory(), fact=fact, state="confirmed", source="Wire")
    colleague = CheckerFactory(name="Tom Weiss")
    actions.give_verdict(by=colleague, claim=claim, ruling="confirmed", source="Wire")
    actions.tick_fact(by=colleague, fact=fact, state="confirmed", source="Atlas")
    with pytest.raises(Refused, match="Tom Weiss has ruled on this"):
        actions.withdraw_verdict(by=CheckerFactory(), claim=claim, expected=seen.pk)
    with pytest.raises(Refused, match="Tom Weiss has ruled on this"):
        actions.untick(by=CheckerFactory(), fact=fact, expected=ticked.pk)
