"""Marks made, removed and brought back by people; parties corrected."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction

from factcheck.articles.models import Article
from factcheck.claims import actions
from factcheck.claims.models import Ask, Claim, Fact, Party, Quote
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from tests.articles.factories import COPY, ArticleFactory, next_proof
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    FactFactory,
    PartyFactory,
    QuoteFactory,
)
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


def at(words: str, text: str = COPY) -> dict[str, int]:
    start = text.index(words)
    return {"start": start, "end": start + len(words)}


def test_any_words_may_be_marked_and_white_space_at_the_ends_is_left_out() -> None:
    by, article = ReporterFactory(), ArticleFactory()
    start = COPY.index(" on Friday,")
    made = actions.mark(
        by=by, article=article, kind="claim", start=start, end=start + len(" on Friday, ")
    )
    assert (made.text, made.made_by, made.standing) == ("on Friday,", by, "live")
    assert made.proof.text[made.start : made.end] == made.text
    assert LogEntry.objects.get().article_id == article.pk


def test_each_kind_takes_what_is_its_own() -> None:
    article = ArticleFactory()
    fact = actions.mark(
        by=None, article=article, kind="fact", fact_kind="date", value="2024-11-29", **at("Friday")
    )
    quote = actions.mark(
        by=None,
        article=article,
        kind="quote",
        speaker=" Omar Haddad ",
        speaker_title="General",
        **at("hold the road"),
    )
    ask = actions.mark(
        by=None, article=article, kind="ask", outcome="declined", parties=["army", "Iranian U.N. mission", ""],
        **at("The desk has sought comment from the army and the Iranian U.N. mission."),
    )  # fmt: skip
    tk = actions.mark(by=None, article=article, kind="tk", **at("At least"))
    assert (fact.kind, fact.value) == ("date", "2024-11-29")  # type: ignore[attr-defined]
    assert isinstance(quote, Quote)
    assert (quote.speaker, quote.contents) == ("Omar Haddad", [[quote.start, quote.end]])
    assert isinstance(ask, Ask)
    assert [COPY[p.start : p.end] for p in ask.parties.all()] == ["army", "Iranian U.N. mission"]
    assert tk.text == "At least"


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (5, 5), (7, 2), (0, 100_000)])
def test_a_place_that_is_none_cannot_be_marked(start: int, end: int) -> None:
    with pytest.raises(Refused, match="not a place"):
        actions.mark(by=None, article=ArticleFactory(), kind="claim", start=start, end=end)
    assert not Claim.objects.exists()


def test_white_space_alone_cannot_be_marked() -> None:
    with pytest.raises(Refused, match="some words"):
        actions.mark(by=None, article=ArticleFactory(), kind="claim", **at("\n"))


@pytest.mark.parametrize(
    "said", [{"kind": "poem"}, {"kind": "fact", "fact_kind": "x"}, {"kind": "ask", "outcome": "x"}]
)
def test_unknown_kinds_are_refused(said: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        actions.mark(by=None, article=ArticleFactory(), **said, **at("Friday"))


def test_the_same_words_are_not_marked_twice_as_the_same() -> None:
    article = ArticleFactory()
    actions.mark(by=None, article=article, kind="claim", **at("Friday"))
    with pytest.raises(Refused, match="already"):
        actions.mark(by=None, article=article, kind="claim", **at(" Friday"))
    actions.mark(by=None, article=article, kind="fact", **at("Friday"))


def test_a_mark_on_a_proof_that_was_changed_meanwhile_is_refused() -> None:
    article = ArticleFactory()
    seen = article.current_proof()
    next_proof(article, "Now: " + COPY)
    with pytest.raises(Refused, match="Someone changed"):
        actions.mark(by=None, article=article, kind="claim", proof=seen, **at("Friday"))


def test_a_new_smaller_claim_takes_over_its_facts_and_gives_them_back_when_thrown_out() -> None:
    article = ArticleFactory()
    proof = article.current_proof()
    large = ClaimFactory(proof=proof)
    fact = FactFactory(proof=proof, claim=large)
    small = actions.mark(by=None, article=article, kind="claim", **at("12 people"))
    fact.refresh_from_db()
    assert fact.claim_id == small.pk
    actions.throw_out(by=None, mark=small)
    fact.refresh_from_db()
    assert fact.claim == large


def test_throwing_out_archives_and_is_done_once() -> None:
    by = CheckerFactory()
    claim = ClaimFactory()
    actions.throw_out(by=by, mark=claim, reason="an opinion")
    assert claim.standing == "archived"
    assert claim.thrown_out_at is not None
    actions.throw_out(by=by, mark=claim)
    assert "an opinion" in LogEntry.objects.get(verb="throw out mark").text


def test_a_kind_is_thrown_out_at_once_but_for_what_people_marked() -> None:
    article = ArticleFactory()
    proof = article.current_proof()
    title = FactFactory(proof=proof, text="General", kind="title")
    name = FactFactory(proof=proof, text="Omar Haddad", kind="name")
    by_hand = FactFactory(proof=proof, text="spokesman", kind="title", made_by=ReporterFactory())
    assert (
        actions.throw_out_kind(by=CheckerFactory(), article=article, kind="fact", of="title") == 1
    )
    assert [Fact.objects.get(pk=f.pk).standing for f in (title, name, by_hand)] == [
        "archived",
        "live",
        "live",
    ]
    claim = ClaimFactory(proof=proof, kinds=["date"])
    assert actions.throw_out_kind(by=None, article=article, kind="claim", of="number") == 0
    assert actions.throw_out_kind(by=None, article=article, kind="claim", of="date") == 1
    claim.refresh_from_db()
    assert claim.thrown_out_at is not None


def test_what_was_thrown_out_can_be_brought_back_to_where_its_words_stand_now() -> None:
    claim = ClaimFactory()
    actions.throw_out(by=None, mark=claim)
    proof = next_proof(claim.article, "Now: " + COPY)
    actions.restore(by=ReporterFactory(), mark=claim)
    assert (claim.standing, claim.proof, claim.thrown_out_at) == ("live", proof, None)
    assert proof.text[claim.start : claim.end] == claim.text
    with pytest.raises(Refused, match="not removed"):
        actions.restore(by=None, mark=claim)


def test_a_quote_and_an_ask_brought_back_bring_their_parts() -> None:
    article = ArticleFactory()
    quote = QuoteFactory(proof=article.current_proof())
    ask = AskFactory(proof=article.current_proof(), parties=[PartyFactory(name="army")])
    for mark in (quote, ask):
        actions.throw_out(by=None, mark=mark)
    proof = next_proof(article, "Now: " + COPY)
    for mark in (quote, ask):
        actions.restore(by=None, mark=mark)
    assert [proof.text[start:end] for start, end in quote.contents] == [quote.text]
    asked = ask.parties.get()
    assert proof.text[asked.start : asked.end] == "army"


def test_words_of_the_proof_one_saw_are_marked_while_it_is_the_current_one() -> None:
    article = ArticleFactory()
    seen = article.current_proof()
    made = actions.mark(by=None, article=article, kind="claim", proof=seen, **at("Friday"))
    assert made.proof == seen


def test_of_two_times_a_mark_was_thrown_out_the_one_the_page_told_of_is_undone() -> None:
    by, claim = CheckerFactory(), ClaimFactory()
    actions.throw_out(by=by, mark=claim)
    claim.refresh_from_db()
    told = claim.thrown_out_at
    actions.restore(by=by, mark=claim, thrown_out_at=told)
    actions.throw_out(by=by, mark=claim)
    with pytest.raises(Refused, match=f"{by.name} removed this mark again"):
        actions.restore(by=by, mark=claim, thrown_out_at=told)
    assert Claim.objects.get().thrown_out_at is not None


def test_what_the_copy_lost_or_marked_anew_is_not_brought_back() -> None:
    claim = ClaimFactory()
    actions.throw_out(by=None, mark=claim)
    again = ClaimFactory(proof=claim.proof)
    with pytest.raises(Refused, match="already"):
        actions.restore(by=None, mark=claim)
    again.delete()
    next_proof(claim.article, "Other words stand here now, all of them new.")
    with pytest.raises(Refused, match="no longer"):
        actions.restore(by=None, mark=claim)


ACTS: dict[str, Any] = {
    "mark": lambda by, m: actions.mark(by=by, article=m.article, kind="claim", **at("Friday")),
    "restore": lambda by, m: actions.restore(by=by, mark=m),
    "retry": lambda by, m: actions.retry_reading(by=by, article=m.article),
    "throw out": lambda by, m: actions.throw_out(by=by, mark=m),
    "throw out kind": lambda by, m: actions.throw_out_kind(by=by, article=m.article, kind="claim"),
    "confirm": lambda by, m: actions.confirm_moved(by=by, mark=m),
}
FOR_CHECKERS = {"throw out", "throw out kind", "confirm"}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", [ReporterFactory, CheckerFactory, EditorFactory, ChiefFactory])
def test_who_may_do_what_to_marks(act: str, role: Any) -> None:
    claim = ClaimFactory()
    if role is ReporterFactory and act in FOR_CHECKERS:
        with pytest.raises(NotAllowed):
            ACTS[act](role(), claim)
        return
    try:
        ACTS[act](role(), claim)
    except Refused:
        assert act in {"restore", "retry", "confirm"}  # allowed, and nothing to do


@pytest.mark.parametrize("act", ACTS)
def test_marks_of_a_restricted_article_are_not_for_others(act: str) -> None:
    claim = ClaimFactory()
    Article.objects.update(restricted=True)
    claim.article.refresh_from_db()
    with pytest.raises(NotAllowed, match="restricted"):
        ACTS[act](EditorFactory(), claim)


def test_the_database_refuses_a_mark_without_length_and_a_thrown_out_one_that_stands() -> None:
    claim = ClaimFactory()
    for change in ({"end": claim.start}, {"thrown_out_at": claim.created_at}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Claim.objects.filter(pk=claim.pk).update(**change)


def test_a_party_is_found_whatever_the_case_dots_and_article() -> None:
    party = actions.party_named("Iranian U.N. mission")
    assert actions.party_named("the iranian UN Mission") == party
    assert party.kind == "U.N. mission"
    others = actions.party_named("others", group=True)
    assert (others.askable, others.group) == (False, True)
    with pytest.raises(Refused):
        actions.party_named("  ")


def test_an_alias_means_the_party_and_belongs_to_one() -> None:
    idf, other = PartyFactory(name="IDF"), PartyFactory(name="Other")
    actions.add_alias(by=ReporterFactory(), party=idf, alias="Israeli Defense Forces")
    assert actions.party_named("israeli defense forces") == idf
    with pytest.raises(Refused, match="Merge"):
        actions.add_alias(by=None, party=other, alias="Israeli Defense Forces")
    with pytest.raises(Refused, match="Merge"):
        actions.set_party(by=None, party=other, name="I.D.F.")


def test_a_party_is_corrected_and_it_is_logged() -> None:
    party = PartyFactory(name="HTS")
    actions.set_party(by=ReporterFactory(), party=party, kind="armed group", note="Sanctioned.")
    assert (party.kind, party.note) == ("armed group", "Sanctioned.")
    assert "armed group" in LogEntry.objects.get().text
    with pytest.raises(Refused):
        actions.set_party(by=None, party=party, kind="choir")


def test_a_lawyer_adds_no_party_and_learns_of_none_by_trying() -> None:
    PartyFactory(name="The bank")
    with pytest.raises(NotAllowed):
        actions.add_party(by=UserFactory(role="lawyer"), name="The bank")


def test_a_party_added_with_empty_fields_keeps_what_was_guessed_of_it() -> None:
    by = ReporterFactory()
    party = actions.add_party(by=by, name="Navy of Iran", kind="", aliases=[], note="Bandar Abbas.")
    assert (party.kind, party.aliases, party.note, party.in_book) == (
        "army",
        [],
        "Bandar Abbas.",
        True,
    )


def test_an_alias_that_says_nothing_or_the_name_again_is_dropped() -> None:
    party = PartyFactory(name="IDF")
    aliases = ["I.D.F.", " . ", "Tzahal", "the tzahal"]
    assert actions.set_party(by=None, party=party, aliases=aliases).aliases == ["Tzahal"]


def test_a_party_that_one_may_not_know_of_is_named_in_no_refusal() -> None:
    secret = AccusationFactory(party=PartyFactory(name="The bank"))
    Article.objects.filter(pk=secret.article_id).update(restricted=True)
    other = PartyFactory(name="Other", in_book=True)
    with pytest.raises(Refused) as told:
        actions.add_alias(by=ReporterFactory(), party=other, alias="the Bank")
    assert str(told.value) == "“the Bank” cannot be used as a name here."
    with pytest.raises(Refused, match="a name of The bank"):
        actions.add_alias(by=ChiefFactory(), party=other, alias="the Bank")


def test_a_party_only_restricted_stories_name_is_put_in_the_book_by_who_adds_it() -> None:
    hidden = AccusationFactory(party=PartyFactory(name="The bank")).party
    Article.objects.update(restricted=True)
    assert actions.add_party(by=ReporterFactory(), name="the Bank") == hidden
    assert Party.objects.get().in_book


def test_words_that_accuse_two_parties_accuse_the_merged_one_once() -> None:
    keep, gone = PartyFactory(name="IDF"), PartyFactory(name="Israeli army")
    kept = AccusationFactory(party=keep)
    double = AccusationFactory(party=gone, proof=kept.proof)
    elsewhere = AccusationFactory(party=gone, proof=kept.proof, text="the army")
    actions.merge_parties(by=CheckerFactory(), keep=keep, gone=gone)
    for accusation in (kept, double, elsewhere):
        accusation.refresh_from_db()
    assert (kept.standing, double.standing, elsewhere.standing) == ("live", "archived", "live")
    assert {kept.party, double.party, elsewhere.party} == {keep}


def test_two_parties_become_one_with_all_that_was_said_of_them() -> None:
    keep, gone = PartyFactory(name="IDF"), PartyFactory(name="Israeli army", aliases=["Tzahal"])
    ask = AskFactory(parties=[keep, gone])
    accusation = AccusationFactory(party=gone)
    actions.merge_parties(by=CheckerFactory(), keep=keep, gone=gone)
    assert keep.aliases == ["Israeli army", "Tzahal"]
    assert [asked.party for asked in ask.parties.all()] == [keep]
    accusation.refresh_from_db()
    assert accusation.party == keep
    assert not Party.objects.filter(name="Israeli army").exists()
    with pytest.raises(NotAllowed):
        actions.merge_parties(by=ReporterFactory(), keep=keep, gone=PartyFactory())
    with pytest.raises(Refused):
        actions.merge_parties(by=None, keep=keep, gone=keep)
