"""What a card adds: records, the checklist, dates of birth, who spoke, earlier checks; and who may,
and what if two do.
"""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.utils import timezone

from factcheck.articles.models import Article
from factcheck.claims import actions as claims
from factcheck.claims.models import Claim, Quote
from factcheck.evidence.actions.indexing import (
    checks_to_understand,
    understand_checks,
)
from factcheck.evidence.reads.evidence import evidence_of
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.replies.models import RequestCall
from factcheck.review import actions
from factcheck.review.models import BirthDate, ChecklistMark, Record, Verdict
from factcheck.review.reads.beside import checked_before, checked_outside, gaps
from factcheck.review.reads.checklist import LineRow, lines_of
from factcheck.review.reads.quote_sources import backing_of, quote_sources
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory, read_article
from tests.evidence.factories import EvidenceFactory, HitFactory, SearchFactory, provider
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory
from tests.replies.factories import ReplyFactory
from tests.review.factories import meanwhile, requested, understood

pytestmark = pytest.mark.django_db
SPOKEN = "GEN. HADDAD: Well, we will hold the road, and the bridge."
AGED = "Omar Haddad, 54, spoke in Aleppo."


def aged(**fields: Any) -> Claim:
    """A claim that gives an age."""
    article = read_article(text=f"Head\n{AGED}", **fields)
    claim = ClaimFactory(proof=article.current_proof(), text=AGED)
    FactFactory(proof=claim.proof, text="Omar Haddad", kind="name", claim=claim)
    FactFactory(proof=claim.proof, text="54", value="54 years", claim=claim)
    return claim


def age_of(claim: Claim) -> LineRow:
    return next(row for row in lines_of(claim) if row.line.kind == "age")


def kept(quote: Quote, **fields: Any) -> Record:
    given = {"kind": "transcript", "title": "Briefing", "text": SPOKEN, **fields}
    return actions.add_record(by=CheckerFactory(), article=quote.article, quote=quote, **given)


# Records


def test_a_record_keeps_its_words_and_their_hash_and_is_logged() -> None:
    record = kept(QuoteFactory())
    assert record.sha256 == hashlib.sha256(SPOKEN.encode()).hexdigest()
    assert LogEntry.objects.filter(verb="add record", article_id=record.article_id).exists()


def test_a_file_is_kept_with_the_hash_of_the_file_as_it_came() -> None:
    data = b"1\r\n00:00:01,000 --> 00:00:04,000\r\nWe will hold the road\r\n"
    record = kept(QuoteFactory(), text="", data=data, file_name="briefing.srt")
    assert (record.sha256, record.file_name) == (hashlib.sha256(data).hexdigest(), "briefing.srt")
    assert "We will hold the road" in record.text


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"text": "", "place": ""}, "place"),
        ({"kind": "rumour"}, "kind"),
        ({"text": "", "data": b"\x89PNG...", "file_name": "x.png"}, "file"),
        ({"data": b"words", "file_name": "x.txt"}, "text"),
        ({"text": "x" * 1_000_001}, "text"),
    ],
)
def test_a_record_that_holds_nothing_usable_is_refused_at_its_field(
    fields: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        kept(QuoteFactory(), **fields)
    assert refusal.value.field == field
    assert not Record.objects.exists()


def test_a_record_of_a_restricted_article_is_for_its_team() -> None:
    quote = QuoteFactory(on=ArticleFactory(restricted=True))
    with pytest.raises(NotAllowed):
        kept(quote)
    with pytest.raises(NotAllowed):
        actions.add_record(by=None, article=quote.article, kind="notes", place="x")


def test_a_record_cannot_be_put_on_another_articles_words() -> None:
    with pytest.raises(Refused):
        actions.add_record(
            by=CheckerFactory(),
            article=ArticleFactory(),
            kind="notes",
            place="drawer",
            claim=ClaimFactory(),
        )


def test_a_record_is_taken_off_and_brought_back_and_only_by_those_who_see_it() -> None:
    quote = QuoteFactory()
    record, by = kept(quote), CheckerFactory()
    actions.remove_record(by=by, record=record)
    actions.remove_record(by=by, record=record)
    assert [one.key for one in quote_sources(quote).sources] == []
    assert LogEntry.objects.filter(verb="add record", text__startswith="Took off").count() == 1
    actions.restore_record(by=by, record=record)
    assert [one.key for one in quote_sources(quote).sources] == [f"record-{record.pk}"]
    Article.objects.filter(pk=quote.article_id).update(restricted=True)
    with pytest.raises(NotAllowed):
        actions.remove_record(by=by, record=Record.objects.get())


def test_a_transcript_serves_every_quote_of_the_article_and_notes_only_their_own() -> None:
    article = read_article()
    one = QuoteFactory(proof=article.current_proof())
    other = QuoteFactory(proof=article.current_proof(), text="witnesses said")
    kept(one)
    kept(one, kind="notes", title="Notebook")
    assert {s.title for s in quote_sources(one).sources} == {"Briefing", "Notebook"}
    assert {s.title for s in quote_sources(other).sources} == {"Briefing"}


def test_a_quote_is_set_against_its_transcript_with_locator_and_speaker() -> None:
    quote = QuoteFactory()
    kept(quote)
    [source] = quote_sources(quote).sources
    assert (source.word, source.locator, source.wrong_speaker) == ("exact", "line 1", False)
    quote.speaker = "Ann Lee"
    assert quote_sources(quote).sources[0].wrong_speaker


def test_a_quote_taken_from_a_reply_is_set_against_the_reply_and_leads_to_its_request() -> None:
    quote = QuoteFactory()
    request = requested(quote.article)
    call = RequestCall.objects.create(request=request, by=ReporterFactory())
    reply = ReplyFactory(
        request=request, text="We will never hold the road.", channel="phone", call=call
    )
    quote.stated_in.create(reply=reply, kind="quote", text="We will hold the road")
    [source] = quote_sources(quote).sources
    assert (source.kind, source.word, source.request_id) == ("call", "differs", reply.request_id)
    assert source.compared is not None
    assert source.compared.dropped == ["never"]


def test_what_stands_behind_the_authors_word_is_found_by_mark() -> None:
    claim = ClaimFactory()
    actions.add_record(
        by=ReporterFactory(), article=claim.article, kind="photo", place="desk/3.jpg", claim=claim
    )
    assert [record.kind for record in backing_of(claim.article_id)[f"claim-{claim.pk}"]] == [
        "photo"
    ]


# The checklist


def test_an_age_is_worked_out_once_a_checker_gives_the_date_of_birth() -> None:
    claim = aged()
    assert age_of(claim).line.outcome == "ask"
    actions.note_birth(
        by=CheckerFactory(),
        article=claim.article,
        name="Omar Haddad",
        born="1970-03-12",
        source="his passport",
    )
    assert age_of(claim).line.outcome == "right"
    assert "his passport" in age_of(claim).line.working


def test_a_birth_in_a_source_is_used_and_one_a_checker_typed_comes_before_it() -> None:
    claim = aged()
    EvidenceFactory(
        claim=claim, passage="Omar Haddad (born 12 March 1980) leads it.", claim_text=claim.text
    )
    assert age_of(claim).line.outcome == "wrong"
    actions.note_birth(
        by=CheckerFactory(),
        article=claim.article,
        name="Omar Haddad",
        born="1970",
        source="passport",
    )
    assert age_of(claim).line.outcome == "right"


@pytest.mark.parametrize("born", ["", "12 March 1970", "1970-13", "2030", "1970-02-30"])
def test_a_date_of_birth_that_is_none_is_refused_at_its_field(born: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.note_birth(
            by=CheckerFactory(), article=ArticleFactory(), name="A", born=born, source="x"
        )
    assert refusal.value.field == "born"


def test_two_who_give_a_date_of_birth_at_once_do_not_overwrite_each_other() -> None:
    article, by = ArticleFactory(), CheckerFactory()
    first = actions.note_birth(
        by=by, article=article, name="A", born="1970", source="x", expected=0
    )
    with pytest.raises(Refused, match="while you looked"):
        actions.note_birth(by=by, article=article, name="A", born="1971", source="y", expected=0)
    actions.note_birth(by=by, article=article, name="A", born="1971", source="y", expected=first.pk)
    assert BirthDate.objects.filter(current=True).count() == 1


def test_a_line_is_ticked_or_set_aside_with_a_reason_and_logged() -> None:
    claim = aged()
    row, by = age_of(claim), CheckerFactory()
    with pytest.raises(Refused) as refusal:
        actions.mark_line(by=by, claim=claim, key=row.line.key, state="set aside")
    assert refusal.value.field == "note"
    mark = actions.mark_line(
        by=by, claim=claim, key=row.line.key, state="set aside", note="He will not say."
    )
    assert not age_of(claim).open
    assert LogEntry.objects.filter(verb="mark line", subject_id=claim.pk).exists()
    with pytest.raises(Refused, match="while you looked"):
        actions.mark_line(by=by, claim=claim, key=row.line.key, state="ticked", expected=0)
    actions.mark_line(by=by, claim=claim, key=row.line.key, state="ticked", expected=mark.pk)
    actions.unmark_line(by=by, claim=claim, key=row.line.key)
    assert age_of(claim).open
    with pytest.raises(Refused):
        actions.unmark_line(by=by, claim=claim, key=row.line.key)


def test_a_mark_on_a_line_does_not_count_once_its_working_changes() -> None:
    claim = aged()
    row, by = age_of(claim), CheckerFactory()
    actions.mark_line(by=by, claim=claim, key=row.line.key, state="ticked")
    actions.note_birth(by=by, article=claim.article, name="Omar Haddad", born="1980", source="x")
    assert age_of(claim).open
    with pytest.raises(Refused, match="changed while you looked"):
        actions.mark_line(by=by, claim=claim, key=row.line.key, state="ticked")


def test_a_reporter_may_not_mark_the_checklist_nor_give_a_birth_nor_name_the_speaker() -> None:
    claim, by = aged(), ReporterFactory()
    for act in (
        lambda: actions.mark_line(by=by, claim=claim, key=age_of(claim).line.key, state="ticked"),
        lambda: actions.unmark_line(by=by, claim=claim, key="x"),
        lambda: actions.note_birth(by=by, article=claim.article, name="A", born="1970", source="x"),
        lambda: claims.name_speaker(by=by, quote=QuoteFactory(), speaker="A"),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert not ChecklistMark.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_marks_on_one_line_given_at_once_the_second_is_told() -> None:
    claim, one, other = aged(), CheckerFactory(), CheckerFactory()
    key = age_of(claim).line.key
    said = meanwhile(
        lambda: actions.mark_line(by=one, claim=claim, key=key, state="ticked", expected=0),
        lambda: actions.mark_line(by=other, claim=claim, key=key, state="ticked", expected=0),
    )
    assert "while you looked" in said
    assert ChecklistMark.objects.count() == 1


# Who spoke


def test_of_two_who_put_the_speaker_right_the_second_is_told() -> None:
    quote, by = QuoteFactory(), CheckerFactory()
    seen = (quote.speaker, quote.speaker_title, quote.speaker_of)
    claims.name_speaker(by=by, quote=quote, speaker="A", seen=seen)
    assert LogEntry.objects.filter(verb="name speaker", subject_id=quote.pk).exists()
    with pytest.raises(Refused, match="while you looked"):
        claims.name_speaker(by=by, quote=quote, speaker="B", seen=seen)


def test_an_office_without_a_speaker_is_refused_at_the_name() -> None:
    with pytest.raises(Refused) as refusal:
        claims.name_speaker(by=CheckerFactory(), quote=QuoteFactory(), speaker="", title="General")
    assert refusal.value.field == "speaker"


# Earlier checks, sources and searches


def ruled(text: str, **article: Any) -> Verdict:
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{text}", **article).current_proof(), text=text
    )
    return actions.give_verdict(
        by=ChiefFactory(), claim=claim, ruling="confirmed", source="Wire", tier="wire"
    )


KILLED = "At least 12 people were killed in the strike on the market of Idlib on Friday"


def test_the_same_and_nearly_the_same_claim_of_another_article_is_shown_with_its_verdict() -> None:
    same, near = ruled(KILLED + "."), ruled(KILLED.replace("on Friday", "late on Friday") + ".")
    ruled("The ministry said the budget for schools would grow by four percent.")
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{KILLED}.").current_proof(), text=KILLED + "."
    )
    understood()
    found = checked_before(claim, CheckerFactory())
    assert [(one.verdict, one.same) for one in found] == [(same, True), (near, False)]


def test_a_fact_check_found_outside_for_another_article_is_shown_in_its_own_words() -> None:
    elsewhere = ClaimFactory(
        proof=read_article(text=f"Head\n{KILLED}.").current_proof(), text=KILLED + "."
    )
    hit = HitFactory(search=SearchFactory(claim=elsewhere), title=KILLED, rating="Mostly true")
    while waiting := checks_to_understand(timezone.now()):
        understand_checks(waiting[0])
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{KILLED}.").current_proof(), text=KILLED + "."
    )
    (found,) = checked_outside(claim)
    assert (found.url, found.rating) == (hit.document.url, "Mostly true")
    other = "The ministry said the budget for schools would grow by four percent."
    assert (
        checked_outside(
            ClaimFactory(proof=read_article(text=f"Head\n{other}").current_proof(), text=other)
        )
        == []
    )


def test_an_earlier_check_in_a_restricted_article_is_shown_only_to_those_who_may_see_it() -> None:
    secret = ruled(KILLED + ".", restricted=True)
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{KILLED}.").current_proof(), text=KILLED + "."
    )
    understood()
    assert checked_before(claim, CheckerFactory()) == []
    assert [one.verdict for one in checked_before(claim, ChiefFactory())] == [secret]


def test_a_verdict_taken_back_or_on_other_words_is_no_earlier_check() -> None:
    verdict, stale = ruled(KILLED + "."), ruled(KILLED + ".")
    assert verdict.claim is not None
    assert stale.claim is not None
    actions.withdraw_verdict(by=CheckerFactory(), claim=verdict.claim)
    understood()
    Claim.objects.filter(pk=stale.claim.pk).update(text=KILLED + ", officials said.")
    claim = ClaimFactory(
        proof=read_article(text=f"Head\n{KILLED}.").current_proof(), text=KILLED + "."
    )
    assert checked_before(claim, CheckerFactory()) == []


def test_the_searches_are_told_with_their_gaps() -> None:
    claim = ClaimFactory()
    SearchFactory(claim=claim, provider=provider("archive"), work="done", found="nothing")
    SearchFactory(claim=claim, provider=provider("feeds"), work="done", found="forbidden")
    assert gaps(evidence_of([claim])[claim.pk]) == [
        "1 found no page",
        "1 never asked, because the article is restricted",
    ]


def test_a_lead_confirms_nothing_and_a_tier_is_kept_with_the_verdict() -> None:
    claim, by = ClaimFactory(), CheckerFactory()
    with pytest.raises(Refused) as refusal:
        actions.give_verdict(
            by=by, claim=claim, ruling="confirmed", source="Wikipedia", tier="lead only"
        )
    assert refusal.value.field == "source"
    verdict = actions.give_verdict(
        by=by, claim=claim, ruling="confirmed", source="The census", tier="primary"
    )
    assert verdict.tier == "primary"
