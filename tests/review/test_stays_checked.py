"""What was checked stays what was checked, whatever an edit does to the copy."""

from __future__ import annotations

import random
import re
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from factcheck.articles.actions import edit_copy, import_copy
from factcheck.articles.models import Article
from factcheck.claims import actions as claim_actions
from factcheck.claims.edit_preview import preview_edit
from factcheck.claims.models import Claim, Fact, Mark, Quote
from factcheck.evidence.models import Evidence
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.sweeps import work_off
from factcheck.replies.actions import carry_uses, confirm_use
from factcheck.replies.models import Use
from factcheck.review import actions
from factcheck.review.actions.changed_words import MADE, changed_articles, tell_changes
from factcheck.review.actions.verdict_basis import unsupported_verdicts
from factcheck.review.models import Query, Record, Tick, Verdict
from factcheck.review.reads.gate import gate
from factcheck.review.reads.rulings import rulings_of
from factcheck.status.news.notes import source_changed
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.replies.factories import ReplyFactory, sent_request
from tests.review.factories import story
from tests.review.test_findings import claim_of, says

pytestmark = pytest.mark.django_db
COPY = """Fighters take a bridge

The governor, Lena Ostria, arrived in Halden on Monday with 40 soldiers.

“We will hold the bridge until the last man,” Ostria said.

General Omar Musawi commands 2,000 fighters north of the river Karun.

“The road to the capital has been open since Tuesday,” Musawi said.

At least 12 people were killed near the market on Friday."""


def brought_in(text: str = COPY) -> Article:
    article = import_copy(by=ReporterFactory(), text=text)
    work_off("claims.read")
    return article


def edited(article: Article, text: str, by: User | None = None) -> None:
    edit_copy(by=by, article=article, base=article.current_proof(), text=text)
    work_off("claims.read")


def confirm_everything(article: Article, by: User) -> None:
    """Rule on every mark there is, as if all had been looked at."""
    for claim in Claim.objects.live().filter(article=article):
        actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="The ministry")
    for quote in Quote.objects.live().filter(article=article):
        actions.give_verdict(
            by=by, quote=quote, ruling="confirmed", source="Our tape", method="recording"
        )
    for fact in Fact.objects.live().filter(article=article):
        if fact.pk not in rulings_of([article.pk]).facts:
            actions.tick_fact(by=by, fact=fact, state="confirmed", source="The ministry")


def standing(article: Article, mark: Mark) -> Verdict | Tick | None:
    """Return the ruling that counts on a mark, None where none does."""
    found = rulings_of([article.pk])
    held: dict[int, Any] = {Claim: found.claims, Quote: found.quotes, Fact: found.facts}[type(mark)]
    return held.get(mark.pk)


# --- speakers


def test_a_sentence_deleted_before_a_quote_reopens_it_where_it_changes_who_spoke() -> None:
    article = brought_in(
        "A bridge is taken\n\nLena Ostria arrived on Monday. Omar Musawi left the town.\n\n"
        "“We will hold the bridge until the last man,” he said."
    )
    quote = Quote.objects.live().get(article=article)
    Quote.objects.filter(pk=quote.pk).update(speaker="Omar Musawi")
    quote.refresh_from_db()
    by = CheckerFactory()
    actions.give_verdict(by=by, quote=quote, ruling="confirmed", source="Tape", method="recording")
    Quote.objects.filter(pk=quote.pk).update(speaker="Lena Ostria")
    assert standing(article, quote) is None
    assert "quote-" + str(quote.pk) in rulings_of([article.pk]).stale
    assert changed_articles() == [article.pk]
    assert tell_changes(article.pk) == 1
    entry = LogEntry.objects.filter(verb="reopen verdict").latest("pk")
    assert (
        f"said by Omar Musawi when {by} ruled on it; the copy now names Lena Ostria" in entry.text
    )
    assert any(by.pk in news.to for news in source_changed(timezone.now()))
    assert tell_changes(article.pk) == 0, "told once"


@pytest.mark.parametrize("column", ["speaker", "speaker_title"])
def test_a_ruling_on_a_quote_stands_for_its_speaker_and_title(column: str) -> None:
    article = story("“We will hold the bridge,” she said.")
    quote = QuoteFactory(proof=article.current_proof(), text="We will hold the bridge")
    actions.give_verdict(
        by=CheckerFactory(), quote=quote, ruling="confirmed", source="Tape", method="recording"
    )
    assert standing(article, quote) is not None
    Quote.objects.filter(pk=quote.pk).update(**{column: "Another"})
    assert standing(article, quote) is None


def test_a_speaker_named_by_hand_falls_with_the_words_that_named_them() -> None:
    article = brought_in()
    quote = Quote.objects.live().get(article=article, text__contains="The road")
    by = CheckerFactory()
    Quote.objects.filter(pk=quote.pk).update(speaker_by=by)
    quote.refresh_from_db()
    actions.give_verdict(by=by, quote=quote, ruling="confirmed", source="Tape", method="recording")
    edited(article, article.current_proof().text.replace(",” Musawi said", ",” Ostria said"))
    quote.refresh_from_db()
    assert "Musawi" not in quote.speaker
    assert standing(article, quote) is None


def test_the_forecast_says_that_another_speaker_reopens_a_quote() -> None:
    article = brought_in()
    text = article.current_proof().text.replace(",” Musawi said", ",” Ostria said")
    told = preview_edit(article, text)
    fate = next(fate for fate in told.fates if fate.kind == "quote")
    assert (fate.fate, fate.label) == ("changed", "reopens")
    assert fate.old.endswith("said by Omar Musawi")
    assert fate.new.endswith("said by Ostria")


# --- words that change and come back


def test_changed_words_reopen_and_are_told_and_stand_again_when_they_are_back() -> None:
    article = story("At least 12 people were killed.")
    claim = ClaimFactory(proof=article.current_proof(), text="At least 12 people were killed.")
    fact = FactFactory(proof=article.current_proof(), text="12", kind="number", value="12")
    by = CheckerFactory()
    actions.give_verdict(by=by, claim=claim, ruling="confirmed", source="The ministry")
    actions.tick_fact(by=by, fact=fact, state="confirmed", source="The ministry")
    Claim.objects.filter(pk=claim.pk).update(text="At least 15 people were killed.")
    Fact.objects.filter(pk=fact.pk).update(text="15", value="15")
    assert tell_changes(article.pk) == 2
    texts = list(LogEntry.objects.filter(verb="reopen verdict").values_list("text", flat=True))
    assert any("It read “12” when" in text for text in texts)
    assert Verdict.objects.get().reopened.startswith("It read “At least 12 people were killed.”")
    Claim.objects.filter(pk=claim.pk).update(text="At least 12 people were killed.")
    Fact.objects.filter(pk=fact.pk).update(text="12", value="12")
    assert standing(article, claim) is not None
    assert tell_changes(article.pk) == 2
    assert LogEntry.objects.filter(text__startswith="Stands again").count() == 2
    assert Verdict.objects.get().reopened == ""
    assert changed_articles() == []


def test_a_restored_sentence_gets_its_rulings_back() -> None:
    article = brought_in()
    before = article.current_proof().text
    by = CheckerFactory()
    confirm_everything(article, by)
    counted = len(rulings_of([article.pk]).claims), len(rulings_of([article.pk]).quotes)
    paragraph = "“The road to the capital has been open since Tuesday,” Musawi said.\n\n"
    assert paragraph in before
    edited(article, before.replace(paragraph, ""))
    assert len(rulings_of([article.pk]).quotes) == counted[1] - 1
    edited(article, before)
    assert (len(rulings_of([article.pk]).claims), len(rulings_of([article.pk]).quotes)) == counted
    words = Quote.objects.live().filter(article=article, text__contains="The road")
    assert words.count() == 1


def test_a_mark_thrown_out_is_not_brought_back_with_its_sentence() -> None:
    article = brought_in()
    before = article.current_proof().text
    quote = Quote.objects.live().get(article=article, text__contains="The road")
    claim_actions.throw_out(by=CheckerFactory(), mark=quote, seen=(quote.start, quote.end))
    paragraph = "“The road to the capital has been open since Tuesday,” Musawi said.\n\n"
    edited(article, before.replace(paragraph, ""))
    edited(article, before)
    assert not Quote.objects.live().filter(article=article, text__contains="The road").exists()


def moved_text(text: str) -> str:
    """The fourth paragraph before the second."""
    parts = text.split("\n\n")
    return "\n\n".join([parts[0], parts[3], parts[1], parts[2], *parts[4:]])


def test_a_moved_paragraph_asks_once_and_no_more_when_it_is_moved_back() -> None:
    article = brought_in()
    before = article.current_proof().text
    confirm_everything(article, CheckerFactory())
    edited(article, moved_text(before))
    moved = [m for kind in (Claim, Quote, Fact) for m in kind.objects.filter(standing="moved")]
    assert len(moved) > 1
    assert "moved mark" in {reason.reason for reason in gate(article, timezone.now())}
    edited(article, before)
    assert not any(kind.objects.filter(standing="moved").exists() for kind in (Claim, Quote, Fact))


def test_one_answer_is_for_all_that_moved_with_a_paragraph() -> None:
    article = brought_in()
    confirm_everything(article, CheckerFactory())
    edited(article, moved_text(article.current_proof().text))
    moved = [m for kind in (Claim, Quote, Fact) for m in kind.objects.filter(standing="moved")]
    block = article.current_proof().blocks.filter(start__lte=moved[0].start, end__gt=moved[0].start)
    place = block.get()
    together = [m for m in moved if place.start <= m.start < place.end]
    assert claim_actions.confirm_moved(by=CheckerFactory(), mark=moved[0]) == len(together) > 1
    assert not any(
        kind.objects.filter(standing="moved", start__gte=place.start, start__lt=place.end).exists()
        for kind in (Claim, Quote, Fact)
    )


# --- queries


def test_a_change_made_exactly_as_proposed_closes_its_query() -> None:
    article = story("At least 12 people were killed.")
    fact = FactFactory(proof=article.current_proof(), text="12", kind="number", value="12")
    checker = CheckerFactory()
    actions.tick_fact(by=checker, fact=fact, state="change proposed", new="15", note="Wire has 15.")
    query = Query.objects.open().get()
    assert changed_articles() == []
    Fact.objects.filter(pk=fact.pk).update(text="16", value="16")
    tell_changes(article.pk)
    assert Query.objects.open().exists(), "another change is no answer"
    Fact.objects.filter(pk=fact.pk).update(text="15", value="15")
    tell_changes(article.pk)
    query.refresh_from_db()
    assert (query.state, query.decision, query.decision_note) == ("decided", "change", MADE)
    assert "query open" not in {reason.reason for reason in gate(article, timezone.now())}
    assert LogEntry.objects.filter(
        verb="decide query", text__contains="exactly as proposed"
    ).exists()


# --- replies and records


def test_copy_that_rests_on_a_reply_asks_when_its_figure_changes() -> None:
    article = story("The army has 2,000 fighters in the north, the ministry said.")
    request = sent_request(article=article)
    reply = ReplyFactory(request=request, text="We have 2,000 fighters.")
    proof = article.current_proof()
    use = Use.objects.create(
        reply=reply,
        article=article,
        proof=proof,
        first_proof=proof,
        start=0,
        end=len(proof.text),
        text=proof.text,
        made_by=CheckerFactory(),
    )
    edited(article, proof.text.replace("2,000", "5,000"))
    carry_uses(article.pk)
    use.refresh_from_db()
    assert "5,000" in use.text
    assert use.standing == "moved"
    reasons = {reason.reason: reason for reason in gate(article, timezone.now())}
    assert any("rests on a reply" in item.text for item in reasons["moved mark"].items)
    confirm_use(by=CheckerFactory(), use=use)
    assert "moved mark" not in {reason.reason for reason in gate(article, timezone.now())}


def quoted(spoken: str, **record: Any) -> tuple[Quote, User]:
    article = story("“We will hold the bridge until the last man,” Ostria said.")
    quote = QuoteFactory(
        proof=article.current_proof(),
        text="We will hold the bridge until the last man",
        speaker="Lena Ostria",
    )
    by = CheckerFactory()
    Record.objects.create(
        article=article, kind="transcript", title="Press conference", text=spoken, by=by, **record
    )
    return quote, by


def ruled(quote: Quote, by: User, **given: str) -> None:
    basis = {"source": "Press conference", "method": "transcript", **given}
    actions.give_verdict(by=by, quote=quote, ruling="confirmed", **basis)


def test_a_quote_is_not_confirmed_on_a_transcript_that_does_not_hold_it() -> None:
    quote, by = quoted("OSTRIA: Nothing was said today about anything of that kind at all.")
    with pytest.raises(Refused, match="does not hold these words"):
        ruled(quote, by)
    with pytest.raises(Refused, match="does not hold these words"):
        ruled(quote, by, method="transcript, not found", note="I am sure.")
    ruled(quote, by, method="recording, 2:10")


def test_a_quote_is_not_confirmed_on_words_of_another_speaker() -> None:
    quote, by = quoted("MUSAWI: We will hold the bridge until the last man.")
    with pytest.raises(Refused, match="somebody else than Lena Ostria"):
        ruled(quote, by)


def test_a_quote_is_confirmed_on_a_transcript_that_has_it() -> None:
    quote, by = quoted("OSTRIA: We will hold the bridge until the last man.")
    ruled(quote, by)
    assert Verdict.objects.get().ruling == "confirmed"


def test_a_quote_in_other_words_needs_a_note() -> None:
    quote, by = quoted("OSTRIA: We shall hold that bridge until the last man.")
    with pytest.raises(Refused, match="has other words"):
        ruled(quote, by)
    ruled(quote, by, note="Translated.")


def test_a_verdict_falls_with_its_source_when_that_is_rejected() -> None:
    claim, by = claim_of(), CheckerFactory()
    evidence = says(claim, "41", "41", "The Wire")
    actions.give_verdict(by=by, claim=claim, ruling="confirmed", evidence=evidence)
    assert unsupported_verdicts(timezone.now()) == []
    Evidence.objects.filter(pk=evidence.pk).update(ruling="rejected", reason="Old.")
    [pk] = unsupported_verdicts(timezone.now())
    assert actions.reopen_unsupported(pk)
    assert "was rejected" in Verdict.objects.get(pk=pk).reopened
    assert standing(claim.article, claim) is None


@pytest.mark.parametrize("typed", ["", "The Wire"])
def test_a_lead_confirms_nothing_by_its_own_name(typed: str) -> None:
    claim, by = claim_of(), CheckerFactory()
    evidence = says(claim, "41", "41", "The Wire")
    Evidence.objects.filter(pk=evidence.pk).update(tier="lead only")
    evidence.refresh_from_db()
    with pytest.raises(Refused, match="only a lead"):
        actions.give_verdict(
            by=by, claim=claim, ruling="confirmed", evidence=evidence, source=typed
        )
    actions.give_verdict(
        by=by, claim=claim, ruling="confirmed", evidence=evidence, source="Ministry of Health"
    )


# --- random edits

NAMES = ("Ostria", "Musawi")


def some_edit(text: str, seen: list[str], choose: random.Random) -> str:
    """One edit as a desk makes it: a paragraph cut, moved or restored, a name or figure changed."""
    parts = text.split("\n\n")
    at = choose.randrange(1, len(parts)) if len(parts) > 1 else 0
    what = choose.randrange(6)
    if what == 0 and len(parts) > 3:
        parts.pop(at)
    elif what == 1:
        parts.insert(choose.randrange(1, len(parts)), parts.pop(at))
    elif what == 2:
        other = {NAMES[0]: NAMES[1], NAMES[1]: NAMES[0]}
        parts[at] = re.sub("|".join(NAMES), lambda name: other[name[0]], parts[at])
    elif what == 3:
        parts[at] = re.sub(r"\d+", lambda n: str(int(n[0]) + choose.choice((1, 3, 100))), parts[at])
    elif what == 4:
        return choose.choice(seen)
    else:
        parts[at] = parts[at].replace("bridge", "road").replace("the ", "that ", 1)
    return "\n\n".join(parts)


def nothing_confirmed_says_otherwise(article: Article) -> None:
    """Hold that each ruling that counts is on the words and speaker that the copy has there."""
    found, text = rulings_of([article.pk]), article.current_proof().text
    marks: list[tuple[Any, Any]] = [
        *((Claim.objects.get(pk=pk), ruling) for pk, ruling in found.claims.items()),
        *((Quote.objects.get(pk=pk), ruling) for pk, ruling in found.quotes.items()),
        *((Fact.objects.get(pk=pk), ruling) for pk, ruling in found.facts.items()),
    ]
    for mark, ruling in marks:
        assert mark.proof.current
        assert text[mark.start : mark.end] == mark.text, mark
        if not isinstance(mark, Fact):
            assert mark.text == ruling.text
        if isinstance(mark, Quote):
            paragraph = next(part for part in text.split("\n\n") if mark.text in part)
            names = [name for name in NAMES if name in paragraph.rpartition("”")[2]]
            assert not names or names[0] in ruling.speaker, (paragraph, ruling.speaker)


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
@given(seed=st.integers(0, 10_000))
def test_nothing_confirmed_stands_beside_other_words_or_another_speaker(seed: int) -> None:
    choose = random.Random(seed)
    article = brought_in()
    confirm_everything(article, CheckerFactory())
    seen = [article.current_proof().text]
    for _ in range(4):
        text = some_edit(article.current_proof().text, seen, choose)
        if text == article.current_proof().text:
            continue
        edited(article, text, by=EditorFactory())
        seen.append(article.current_proof().text)
        nothing_confirmed_says_otherwise(article)
        tell_changes(article.pk)
        assert tell_changes(article.pk) == 0
