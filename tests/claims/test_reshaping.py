"""Marks split, given other words, accepted, and brought back together."""

from __future__ import annotations

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from factcheck.claims import actions
from factcheck.claims.actions.carrying import add_new
from factcheck.claims.actions.suggestions import Suggestion
from factcheck.claims.models import Claim, Fact
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory, read_article
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory

pytestmark = pytest.mark.django_db
SENTENCE = "At least 12 people were killed, and the road is shut."


def claim_on(text: str = SENTENCE) -> Claim:
    article = read_article(text=f"Head\n{text}")
    return ClaimFactory(proof=article.current_proof(), text=text)


def test_a_claim_split_is_two_and_its_facts_go_with_their_half() -> None:
    claim = claim_on()
    fact = FactFactory(proof=claim.proof, text="12", claim=claim)
    one, other = actions.split(
        by=CheckerFactory(), mark=claim, at=claim.start + SENTENCE.index("and the road")
    )
    assert (one.text, other.text) == ("At least 12 people were killed,", "and the road is shut.")
    fact.refresh_from_db()
    claim.refresh_from_db()
    assert fact.claim_id == one.pk
    assert claim.standing == "archived"
    assert LogEntry.objects.latest("id").data["into"] == [one.pk, other.pk]


def test_what_was_split_is_made_whole_again_and_its_halves_go() -> None:
    claim = claim_on()
    halves = actions.split(by=CheckerFactory(), mark=claim, at=claim.start + 31)
    actions.restore(by=CheckerFactory(), mark=claim)
    assert [c.pk for c in Claim.objects.live()] == [claim.pk]
    assert (
        Claim.objects.filter(
            pk__in=[h.pk for h in halves], standing="archived", thrown_out_at=None
        ).count()
        == 2
    )


def test_what_was_split_is_not_suggested_again_by_the_next_reading() -> None:
    claim = claim_on()
    actions.split(by=CheckerFactory(), mark=claim, at=claim.start + 31)
    found = Suggestion(claim.start, claim.end, own={"kinds": [], "score": 0.9})
    assert add_new(claim.proof, {Claim: [found]}) == 0


@given(text=st.text(alphabet="ab 🙂é", min_size=1, max_size=20), at=st.integers(-2, 22))
@settings(max_examples=40)
def test_the_halves_of_a_split_are_its_words_and_nothing_else(text: str, at: int) -> None:
    claim = claim_on(f"x{text}x")
    try:
        one, other = actions.split(by=None, mark=claim, at=claim.start + at)
    except Refused:
        assert not claim.text[:at].strip() or not claim.text[at:].strip() or at <= 0
        return
    assert one.text == claim.text[:at].strip()
    assert other.text == claim.text[at:].strip()
    assert claim.proof.text[one.start : one.end] == one.text
    assert claim.proof.text[other.start : other.end] == other.text


def test_a_quote_is_not_split() -> None:
    quote = QuoteFactory()
    with pytest.raises(Refused, match="Only a claim or a fact"):
        actions.split(by=None, mark=quote, at=quote.start + 3)


def test_a_mark_that_a_colleague_changed_meanwhile_is_not_changed_again() -> None:
    claim = claim_on()
    seen = (claim.start, claim.end)
    actions.reshape(
        by=CheckerFactory(name="Tom Weiss"), mark=claim, start=claim.start, end=claim.start + 30
    )
    for act in (
        lambda: actions.split(by=CheckerFactory(), mark=claim, at=claim.start + 9, seen=seen),
        lambda: actions.reshape(
            by=CheckerFactory(), mark=claim, start=claim.start, end=claim.end - 1, seen=seen
        ),
        lambda: actions.throw_out(by=CheckerFactory(), mark=claim, seen=seen),
        lambda: actions.accept(by=CheckerFactory(), mark=claim, seen=seen),
    ):
        with pytest.raises(Refused, match="Tom Weiss changed this mark while you looked"):
            act()


def test_a_mark_that_a_colleague_threw_out_meanwhile_is_said_to_be_off() -> None:
    claim = claim_on()
    actions.throw_out(by=CheckerFactory(name="Tom Weiss"), mark=claim)
    with pytest.raises(Refused, match="Tom Weiss took this mark off the copy"):
        actions.throw_out(by=CheckerFactory(), mark=claim, seen=(claim.start, claim.end))


def test_other_words_are_marked_and_the_old_ones_not_suggested_again() -> None:
    claim = claim_on()
    old = (claim.start, claim.end)
    actions.reshape(by=CheckerFactory(), mark=claim, start=claim.start, end=claim.start + 30)
    assert claim.text == "At least 12 people were killed"
    assert claim.proof.text[claim.start : claim.end] == claim.text
    assert add_new(claim.proof, {Claim: [Suggestion(*old, own={"kinds": [], "score": 0.9})]}) == 0


def test_a_quote_given_other_words_is_quoted_there() -> None:
    quote = QuoteFactory()
    actions.reshape(by=CheckerFactory(), mark=quote, start=quote.start, end=quote.start + 12)
    assert quote.contents == [[quote.start, quote.end]]


def test_what_a_person_accepted_is_not_thrown_out_with_its_kind() -> None:
    article = read_article(text="Head\n12 people, 13 cars and 14 dogs.")
    facts = [FactFactory(proof=article.current_proof(), text=n) for n in ("12", "13", "14")]
    actions.accept(by=CheckerFactory(), mark=facts[0])
    assert (
        actions.throw_out_kind(by=CheckerFactory(), article=article, kind="fact", of="number") == 2
    )
    assert [f.pk for f in Fact.objects.live()] == [facts[0].pk]


def test_what_was_thrown_out_at_one_stroke_comes_back_at_one_stroke() -> None:
    article = read_article(text="Head\n12 people, 13 cars and 14 dogs.")
    facts = [FactFactory(proof=article.current_proof(), text=n) for n in ("12", "13", "14")]
    actions.throw_out(by=CheckerFactory(), mark=facts[0])
    actions.throw_out_kind(by=CheckerFactory(), article=article, kind="fact", of="number")
    at = Fact.objects.get(pk=facts[1].pk).thrown_out_at
    assert at is not None
    assert actions.restore_batch(by=CheckerFactory(), article=article, kind="fact", at=at) == 2
    assert {f.pk for f in Fact.objects.live()} == {facts[1].pk, facts[2].pk}
    with pytest.raises(Refused, match="Nothing of it"):
        actions.restore_batch(by=CheckerFactory(), article=article, kind="fact", at=at)


def test_a_kind_is_accepted_but_for_what_is_no_suggestion_any_more() -> None:
    article = read_article(text="Head\n12 people, 13 cars and 14 dogs.")
    facts = [FactFactory(proof=article.current_proof(), text=n) for n in ("12", "13", "14")]
    actions.throw_out(by=CheckerFactory(), mark=facts[0])
    assert (
        actions.accept_kind(
            by=CheckerFactory(), article=article, kind="fact", ids=[f.pk for f in facts]
        )
        == 2
    )


def test_a_reporter_may_not_take_marks_apart() -> None:
    claim, reporter = claim_on(), ReporterFactory()
    for act in (
        lambda: actions.split(by=reporter, mark=claim, at=claim.start + 9),
        lambda: actions.reshape(by=reporter, mark=claim, start=claim.start, end=claim.end - 1),
        lambda: actions.accept(by=reporter, mark=claim),
        lambda: actions.accept_kind(
            by=reporter, article=claim.article, kind="claim", ids=[claim.pk]
        ),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_mark_that_a_person_made_is_no_suggestion_to_be_accepted() -> None:
    claim = claim_on()
    Claim.objects.filter(pk=claim.pk).update(made_by=CheckerFactory())
    with pytest.raises(Refused, match="no longer a suggestion"):
        actions.accept(by=CheckerFactory(), mark=claim)


def test_marks_are_handled_by_their_kind_only_where_it_is_one_people_mark() -> None:
    by, article = CheckerFactory(), read_article(text="Head\n12 people.")
    for act in (
        lambda: actions.accept_kind(by=by, article=article, kind="accusation", ids=[1]),
        lambda: actions.restore_batch(by=by, article=article, kind="accusation", at=timezone.now()),
        lambda: actions.throw_out_kind(by=by, article=article, kind="accusation"),
    ):
        with pytest.raises(Refused, match="is not one of: claim, fact, quote, ask, tk"):
            act()


def test_nobody_outside_its_team_brings_back_marks_of_a_restricted_article() -> None:
    article = read_article(text="Head\n12 people.", restricted=True)
    fact = FactFactory(proof=article.current_proof(), text="12")
    actions.throw_out(by=None, mark=fact)
    fact.refresh_from_db()
    assert fact.thrown_out_at is not None
    with pytest.raises(NotAllowed, match="restricted"):
        actions.restore_batch(
            by=EditorFactory(), article=article, kind="fact", at=fact.thrown_out_at
        )
    assert not Fact.objects.live().exists()
