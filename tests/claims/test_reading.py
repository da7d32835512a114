"""Proofs read by workers, and marks carried from one to the next."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from factcheck.articles.actions import edit_copy
from factcheck.articles.models import Article, Proof
from factcheck.claims import actions, reads, tasks
from factcheck.claims.actions import reading as reading_actions
from factcheck.claims.actions.suggestions import KINDS
from factcheck.claims.models import Ask, Claim, Extraction, Fact, Mark, Party, Quote, Tk
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import sweeps, work_off
from factcheck.text import MarkedAsk as ReadAsk
from factcheck.text import MarkedClaim as ReadClaim
from factcheck.text import MarkedFact as ReadFact
from factcheck.text import MarkedParty, MarkedTk, Reading, Speaker
from factcheck.text import MarkedQuote as ReadQuote
from tests.articles.factories import ArticleFactory
from tests.claims.factories import (
    ClaimFactory,
    ExtractionFactory,
    FactFactory,
    PartyFactory,
    QuoteFactory,
)
from tests.newsroom.factories import CheckerFactory

pytestmark = pytest.mark.django_db

COPY = (
    "Rebels entered Aleppo on Friday. At least 12 people were killed, officials said.\n"
    "“We will hold the road,” said Omar Haddad. The vote was TK to 40.\n"
    "The paper has sought comment from the U.N. mission, the army and others."
)


def marked(text: str) -> Reading:
    """A reading whose marks the tests know: sentences are claims, runs of digits facts."""

    def span(words: str) -> tuple[int, int] | None:
        at = text.find(words)
        return (at, at + len(words)) if at >= 0 else None

    sentences = [s for line in text.split("\n") for s in line.replace(". ", ".|").split("|")]
    spans = [found for s in sentences if s and (found := span(s))]
    quote = span("We will hold the road")
    ask = span("The paper has sought comment from the U.N. mission, the army and others.")
    declined = span(
        "The paper has sought comment from the U.N. mission, the army and others, who declined."
    )
    parties = [("U.N. mission", False), ("army", False), ("others", True)]
    return Reading(
        text=text,
        quotes=()
        if quote is None
        else (
            ReadQuote(
                "direct",
                (quote,),
                span("said Omar"),
                0.9,
                Speaker(span("Omar Haddad"), "Omar Haddad"),
            ),
        ),
        claims=tuple(ReadClaim(found, ("number",), 0.8) for found in spans),
        facts=tuple(ReadFact(found, "number", n) for n in ("12", "14", "40") if (found := span(n))),
        asks=tuple(
            ReadAsk(
                found,
                outcome,
                tuple(
                    MarkedParty(at, name, group) for name, group in parties if (at := span(name))
                ),
            )
            for found, outcome in ((ask, "sought"), (declined, "declined"))
            if found
        ),
        tks=tuple(MarkedTk(found) for found in [span("TK")] if found),
    )


@pytest.fixture(autouse=True)
def known_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        reading_actions, "read", lambda text, published=None, blocks=None: marked(text)
    )


def read_article(text: str = COPY) -> Article:
    article = ArticleFactory(text=text)
    work_off("claims.read")
    return article


def edited(article: Article, old: str, new: str) -> Proof:
    base = article.current_proof()
    assert old in base.text
    proof = edit_copy(by=None, article=article, text=base.text.replace(old, new), base=base)
    work_off("claims.read")
    return proof


def stands(mark: Any) -> tuple[str, str]:
    mark.refresh_from_db()
    assert mark.proof.text[mark.start : mark.end] == mark.text
    return mark.standing, mark.text


def test_a_new_proof_is_read_and_its_marks_stored() -> None:
    article = read_article()
    proof = article.current_proof()
    marks = reads.marks_of(proof)
    assert [quote.speaker for quote in marks.quotes] == ["Omar Haddad"]
    assert [fact.value for fact in marks.facts] == ["12", "40"]
    assert [tk.text for tk in marks.tks] == ["TK"]
    asked = [
        (one.party.name, one.party.group, one.party.askable) for one in marks.asks[0].parties.all()
    ]
    assert asked == [("U.N. mission", False, True), ("army", False, True), ("others", True, False)]
    for mark in [*marks.quotes, *marks.claims, *marks.facts, *marks.asks, *marks.tks]:
        stands(mark)
    assert reads.is_read(proof)
    assert reads.progress(proof) == reads.ReadingProgress("done", 2, 2, language="en")


def test_a_fact_knows_its_smallest_claim_and_a_spoken_claim_its_quote() -> None:
    article = ArticleFactory(text=COPY)
    proof = article.current_proof()
    inner = ClaimFactory(proof=proof, text="12 people were killed")
    spoken = ClaimFactory(proof=proof, text="hold the road")
    work_off("claims.read")
    assert Fact.objects.get(value="12").claim == inner
    spoken.refresh_from_db()
    assert spoken.quote == Quote.objects.get()


def test_reading_twice_stores_once() -> None:
    article = read_article()
    before = {kind: kind._default_manager.count() for kind in (Quote, Claim, Fact, Ask, Tk)}
    assert work_off("claims.read") == 0
    actions.retry_reading(by=None, article=article)
    work_off("claims.read")
    assert {kind: kind._default_manager.count() for kind in (Quote, Claim, Fact, Ask, Tk)} == before


def test_unchanged_words_keep_their_mark_where_they_stand_now() -> None:
    article = read_article()
    claim = Claim.objects.get(text__startswith="At least 12")
    fact, quote = Fact.objects.get(value="12"), Quote.objects.get()
    proof = edited(article, "Rebels entered", "On a cold day, rebels entered")
    assert stands(claim) == ("live", "At least 12 people were killed, officials said.")
    assert stands(fact) == ("live", "12")
    assert claim.proof == fact.proof == proof
    assert fact.first_proof.number == 1
    quote.refresh_from_db()
    assert [proof.text[start:end] for start, end in quote.contents] == ["We will hold the road"]
    assert proof.text[quote.cue_start : quote.cue_end] == "said Omar"
    assert proof.text[quote.speaker_start : quote.speaker_end] == "Omar Haddad"
    assert Claim.objects.filter(text=claim.text).count() == 1


def test_changed_words_keep_the_mark_with_the_new_text() -> None:
    article = read_article()
    claim, fact = Claim.objects.get(text__startswith="At least 12"), Fact.objects.get(value="12")
    edited(article, "12 people", "14 people")
    assert stands(claim) == ("live", "At least 14 people were killed, officials said.")
    assert stands(fact) == ("live", "14")
    assert fact.value == "14"


def test_moved_words_wait_for_a_person() -> None:
    article = read_article()
    base = article.current_proof()
    lines = base.text.split("\n")
    claim = Claim.objects.get(text__startswith="At least 12")
    edit_copy(by=None, article=article, base=base, text="\n".join([*lines[1:], lines[0]]))
    work_off("claims.read")
    assert stands(claim) == ("moved", "At least 12 people were killed, officials said.")
    actions.confirm_moved(by=None, mark=claim)
    assert claim.standing == "live"
    with pytest.raises(Refused):
        actions.confirm_moved(by=None, mark=claim)


def test_words_that_are_gone_archive_their_mark_on_its_last_proof() -> None:
    article = read_article()
    first = article.current_proof()
    claim = Claim.objects.get(text__startswith="At least 12")
    edited(article, " At least 12 people were killed, officials said.", "")
    assert stands(claim)[0] == "archived"
    assert (claim.proof, claim.thrown_out_at) == (first, None)
    assert not Fact.objects.filter(value="12").exclude(standing="archived").exists()


def test_a_hole_that_was_filled_is_gone() -> None:
    article = read_article()
    edited(article, "TK", "51")
    assert not Tk.objects.exclude(standing="archived").exists()


def test_an_ask_whose_outcome_changed_is_still_the_same_ask() -> None:
    article = read_article()
    ask = Ask.objects.get()
    edited(article, "and others.", "and others, who declined.")
    assert stands(ask)[0] == "live"
    assert (ask.outcome, ask.parties.count(), Ask.objects.count()) == ("declined", 3, 1)


def test_an_asks_parties_stand_where_their_names_are_after_an_edit() -> None:
    article = read_article()
    proof = edited(article, "Rebels entered", "On a cold day, rebels entered")
    for asked in Ask.objects.get().parties.all():
        assert proof.text[asked.start : asked.end] == asked.name


def test_what_a_person_threw_out_stays_out_over_edits_and_readings() -> None:
    article = read_article()
    actions.throw_out(by=CheckerFactory(), mark=Fact.objects.get(value="40"))
    edited(article, "Rebels entered", "Armed rebels entered")
    actions.retry_reading(by=None, article=article)
    work_off("claims.read")
    assert not Fact.objects.filter(text="40").exclude(standing="archived").exists()


def test_marks_made_by_hand_survive_a_reading_and_are_not_doubled() -> None:
    article = ArticleFactory(text=COPY)
    proof = article.current_proof()
    by = CheckerFactory()
    start = COPY.index("12 people")
    hand = actions.mark(
        by=by, article=article, kind="fact", fact_kind="number", start=start, end=start + 9
    )
    work_off("claims.read")
    assert [fact.text for fact in Fact.objects.on(proof)] == ["12 people", "40"]
    edited(article, "Rebels entered", "Armed rebels entered")
    assert stands(hand) == ("live", "12 people")


def test_a_mark_by_hand_on_changed_words_stays_though_the_reader_sees_nothing_there() -> None:
    article = read_article()
    start = COPY.index("officials")
    hand = actions.mark(
        by=CheckerFactory(), article=article, kind="fact", start=start, end=start + 9
    )
    edited(article, "killed, officials said", "killed, witnesses said")
    assert stands(hand) == ("live", "witnesses")


def test_two_marks_that_land_on_the_same_words_are_one_and_an_archived_one() -> None:
    article = ArticleFactory(
        text="Ten men came. Ten men and two women came on the second day there."
    )
    ExtractionFactory(proof=article.current_proof())
    for words in ("men and two women", "two women"):
        FactFactory(proof=article.current_proof(), text=words, made_by=CheckerFactory(), value=None)
    edited(article, "men and two women", "people")
    standing = list(Fact.objects.exclude(standing="archived").values_list("text", flat=True))
    assert len(standing) == len(set(standing))


def test_an_edit_during_the_reading_leaves_the_marks_to_the_newest_proof() -> None:
    article = ArticleFactory(text=COPY)
    first = article.current_proof()
    [pk] = tasks.due(timezone.now())
    row = Extraction.objects.claim(pk, timezone.now(), tasks.LEASE)
    edit_copy(by=None, article=article, text=COPY + " More came.", base=first)
    assert actions.read_proof(row)
    assert not Claim.objects.exists()
    work_off("claims.read")
    assert set(Claim.objects.values_list("proof__number", flat=True)) == {2}


def test_proofs_passed_over_are_carried_from_the_last_one_read() -> None:
    article = read_article()
    claim = Claim.objects.get(text__startswith="At least 12")
    base = article.current_proof()
    second = edit_copy(by=None, article=article, text=base.text + " More.", base=base)
    edit_copy(by=None, article=article, text="Now: " + second.text, base=second)
    work_off("claims.read")
    assert stands(claim)[0] == "live"
    assert claim.proof.number == 3


def test_of_two_workers_one_takes_the_reading() -> None:
    ArticleFactory(text=COPY)
    [pk] = tasks.due(timezone.now())
    now = timezone.now()
    assert Extraction.objects.claim(pk, now, tasks.LEASE) is not None
    assert Extraction.objects.claim(pk, now, tasks.LEASE) is None


def test_an_expired_lease_is_taken_up_again_and_the_slow_worker_writes_nothing() -> None:
    ArticleFactory(text=COPY)
    [pk] = tasks.due(timezone.now())
    slow = Extraction.objects.claim(pk, timezone.now(), tasks.LEASE)
    later = timezone.now() + tasks.LEASE + timedelta(seconds=1)
    assert pk in set(tasks.due(later))
    quick = Extraction.objects.claim(pk, later, tasks.LEASE)
    assert quick is not None
    assert actions.read_proof(slow) is False
    assert not Claim.objects.exists()
    assert not Party.objects.exists()
    assert actions.read_proof(quick) is True
    assert Claim.objects.exists()


def test_a_store_that_breaks_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    article = ArticleFactory(text=COPY)
    monkeypatch.setattr(reading_actions, "link", lambda proof: 1 / 0)
    work_off("claims.read")
    row = Extraction.objects.get()
    assert (row.work, row.error) == ("waiting", tasks.FAILED)
    assert not Claim.objects.filter(article=article).exists()


def test_a_reading_that_fails_three_times_is_given_up_and_a_person_may_retry(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    article = ArticleFactory(text=COPY)
    monkeypatch.setattr(reading_actions, "read", lambda *_, **__: 1 / 0)
    for _ in range(tasks.AT_MOST):
        Extraction.objects.update(next_try_at=timezone.now())
        work_off("claims.read")
    row = Extraction.objects.get()
    assert (row.work, row.error, row.tries) == ("failed", tasks.FAILED, 3)
    assert reads.progress(article.current_proof()).error == tasks.FAILED
    monkeypatch.setattr(reading_actions, "read", lambda text, *_, **__: marked(text))
    actions.retry_reading(by=CheckerFactory(), article=article)
    work_off("claims.read")
    assert reads.is_read(article.current_proof())


def test_a_reading_that_kills_its_workers_is_given_up() -> None:
    proof = ArticleFactory(text=COPY).current_proof()
    ended = timezone.now() - timedelta(seconds=1)
    row = ExtractionFactory(
        proof=proof, work="running", lease_until=ended, tries=tasks.AT_MOST, parts_done=0
    )
    tasks.read(row.pk)
    row.refresh_from_db()
    assert (row.work, row.error) == ("failed", tasks.FAILED)


def test_a_reading_under_way_is_not_asked_for_again() -> None:
    article = ArticleFactory(text=COPY)
    list(tasks.due(timezone.now()))
    with pytest.raises(Refused):
        actions.retry_reading(by=None, article=article)


def test_the_sweep_gives_each_current_proof_one_reading() -> None:
    article = ArticleFactory(text=COPY)
    base = article.current_proof()
    edit_copy(by=None, article=article, text=COPY + " More.", base=base)
    assert len(list(tasks.due(timezone.now()))) == len(list(tasks.due(timezone.now()))) == 1
    assert Extraction.objects.get().proof == article.current_proof()
    assert "claims.read" in {sweep.name for sweep in sweeps()}


def test_a_party_is_found_by_an_alias_and_made_once() -> None:
    known = PartyFactory(name="Armed Forces of Belmar", aliases=["Army"])
    read_article()
    assert Party.objects.count() == 3
    assert Ask.objects.get().parties.get(name="army").party == known
    assert LogEntry.objects.filter(text__startswith="New party").count() == 2


def test_marks_of_a_proof_cost_the_same_queries_however_many(
    django_assert_num_queries: Any,
) -> None:
    article = read_article()
    proof = article.current_proof()
    with django_assert_num_queries(7):
        small = reads.marks_of(proof)
        assert [asked.party.name for ask in small.asks for asked in ask.parties.all()]
    more = "\n".join(f"Town {n} fell after {n + 100} days of siege." for n in range(40))
    proof = edited(article, "Rebels entered", f"{more}\nRebels entered")
    QuoteFactory(proof=proof, text="Town 3 fell", speaker="")
    with django_assert_num_queries(7):
        large = reads.marks_of(proof)
        assert [asked.party.name for ask in large.asks for asked in ask.parties.all()]
    assert len(large.claims) > len(small.claims) + 30


def test_storing_a_reading_costs_the_same_queries_however_many_marks(
    django_assert_max_num_queries: Any,
) -> None:
    sentences = "\n".join(f"Town {n} fell after {n + 100} days of siege." for n in range(60))
    article = ArticleFactory(text=f"{COPY}\n{sentences}")
    [pk] = tasks.due(timezone.now())
    with django_assert_max_num_queries(80):
        tasks.read(pk)
    assert Claim.objects.filter(article=article).count() > 60


def test_the_kinds_of_marks_are_all_carried() -> None:
    own = {kind for kind in Mark.__subclasses__() if kind.__module__.startswith("factcheck.claims")}
    assert set(KINDS) == own


def test_a_speaker_that_a_person_put_right_outlives_the_next_reading() -> None:
    article = read_article()
    [quote] = Quote.objects.filter(article=article)
    actions.name_speaker(
        by=CheckerFactory(), quote=quote, speaker="Omar al-Haddad", title="Colonel"
    )
    edited(article, "TK", "60")
    quote.refresh_from_db()
    assert (quote.proof.number, quote.speaker, quote.speaker_title) == (
        2,
        "Omar al-Haddad",
        "Colonel",
    )


def test_beside_a_speaker_put_right_by_hand_a_quote_still_gets_what_the_reader_makes_of_it() -> (
    None
):
    article = read_article()
    [quote] = Quote.objects.filter(article=article)
    actions.name_speaker(by=CheckerFactory(), quote=quote, speaker="Omar al-Haddad")
    Quote.objects.filter(pk=quote.pk).update(kind="mixed", confidence=0.01)
    edited(article, "TK", "60")
    quote.refresh_from_db()
    assert (quote.speaker, quote.kind) == ("Omar al-Haddad", "direct")
    assert quote.confidence > 0.01


def test_a_speaker_is_put_right_only_where_what_one_saw_still_stands() -> None:
    article = read_article()
    [quote] = Quote.objects.filter(article=article)
    seen = (quote.speaker, quote.speaker_title, quote.speaker_of)
    by = CheckerFactory()
    actions.name_speaker(by=by, quote=quote, speaker="Omar", seen=seen)
    with pytest.raises(Refused, match=r"it now says Omar\. Look again"):
        actions.name_speaker(by=by, quote=quote, speaker="Ali", seen=seen)
    assert Quote.objects.get(pk=quote.pk).speaker == "Omar"
    with pytest.raises(Refused, match="Name the speaker"):
        actions.name_speaker(by=by, quote=quote, speaker="", of="the army")
    emptied = actions.name_speaker(by=by, quote=quote, speaker=" ")
    assert emptied.speaker == ""
    assert LogEntry.objects.latest("pk").text.endswith(": Omar → nobody")
