"""The parts of a card as pages and forms: with htmx and without, what was refused kept, the same
queries for many rows.
"""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from factcheck.claims.models import Claim, Quote
from factcheck.evidence.constants import SIDES
from factcheck.review import actions
from factcheck.review.models import BirthDate, ChecklistMark, Query, Record
from factcheck.review.reads.checklist import lines_of
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, QuoteFactory
from tests.evidence.factories import DocumentFactory, EvidenceFactory, SourceFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueryFactory
from tests.review.test_cards import AGED, SPOKEN, age_of, aged, kept
from tests.review.test_pages import queries_of, signed_in
from tests.review.test_pages_acts import post

pytestmark = pytest.mark.django_db


def url_of(mark: Claim | Quote) -> str:
    return reverse(f"review:{mark._meta.model_name}", args=[mark.article_id, mark.pk])


def seen(mark: Claim | Quote, client: Client | None = None, query: str = "") -> str:
    client = client or signed_in(CheckerFactory())
    return " ".join(one_line(client.get(url_of(mark) + query)).split())


def test_a_claim_in_the_papers_voice_and_one_a_speaker_makes_are_told_apart() -> None:
    claim, quote = ClaimFactory(), QuoteFactory(speaker="Omar Haddad", speaker_title="General")
    assert "By the paper, in its own voice" in seen(claim)
    Claim.objects.filter(pk=claim.pk).update(quote=quote)
    body = seen(claim)
    assert "By Omar Haddad, General" in body
    assert reverse("review:quote", args=[claim.article_id, quote.pk]) in body


def test_a_line_is_ticked_in_place_and_its_refusal_keeps_what_was_typed_at_the_field() -> None:
    claim = aged()
    key, client = age_of(claim).line.key, signed_in(CheckerFactory())
    args, name = [claim.article_id, claim.pk, key], f"claim-{claim.pk}"
    refused = post(
        client,
        "checklist_line",
        args,
        htmx=True,
        card=name,
        key=key,
        expected=0,
        state="set aside",
        note="",
    )
    assert refused.status_code == 409
    assert one_line(refused).count("Say why it is set aside.") == 2
    done = post(
        client,
        "checklist_line",
        args,
        htmx=True,
        card=name,
        key=key,
        expected=0,
        state="set aside",
        note="He will not say",
    )
    assert done.status_code == 200
    assert "He will not say" in one_line(done)
    assert "<html" not in one_line(done)
    mark = ChecklistMark.objects.get(current=True).pk
    back = post(client, "checklist_line", args, card=name, state="", expected=mark)
    assert back.headers["Location"] == url_of(claim)
    assert not ChecklistMark.objects.filter(current=True).exists()


def test_a_date_of_birth_is_typed_on_the_card_and_the_age_worked_out() -> None:
    claim = aged()
    row, client = age_of(claim), signed_in(CheckerFactory())
    given = {
        "card": f"claim-{claim.pk}",
        "name": row.line.person,
        "expected": 0,
        "source": "his office",
    }
    refused = post(
        client,
        "birth_date",
        [claim.article_id, row.line.key],
        htmx=True,
        born="March 1970",
        **given,
    )
    assert refused.status_code == 409
    assert "March 1970" in one_line(refused)
    assert "Write the date of birth as" in one_line(refused)
    done = post(
        client,
        "birth_date",
        [claim.article_id, row.line.key],
        htmx=True,
        born="1970-03-12",
        **given,
    )
    assert "so 54 on 30 November 2024" in one_line(done)
    assert BirthDate.objects.get().source == "his office"


def test_a_transcript_is_uploaded_and_the_quote_set_against_it() -> None:
    quote = QuoteFactory()
    file = SimpleUploadedFile(
        "briefing.vtt", b"WEBVTT\n\n00:00:07.000 --> 00:00:09.000\nWe will not hold the road\n"
    )
    given = {
        "card": f"quote-{quote.pk}",
        "kind": "transcript",
        "title": "",
        "place": "",
        "text": "",
    }
    args = [quote.article_id, quote.pk]
    answer = post(signed_in(ReporterFactory()), "quote_record", args, htmx=True, file=file, **given)
    body = " ".join(one_line(answer).split())
    assert "<del>not</del>" in body
    assert "Said, not printed: <bdi>“not”</bdi>." in body
    assert "At 00:00:07" in body
    assert Record.objects.get().title == "briefing.vtt"


def test_a_record_without_words_or_place_is_refused_and_keeps_its_title() -> None:
    quote = QuoteFactory()
    given = {"card": f"quote-{quote.pk}", "kind": "recording", "title": "Tape 4"}
    answer = post(
        signed_in(ReporterFactory()), "quote_record", [quote.article_id, quote.pk], **given
    )
    body = one_line(answer)
    assert answer.status_code == 409
    assert "Tape 4" in body
    assert body.count("Say where it is kept, or add its words.") == 2


def test_a_verdict_can_rest_on_a_record_with_its_passage_and_place() -> None:
    quote = QuoteFactory()
    record = kept(quote, place="Drawer 3")
    body = seen(quote, query=f"?record=record-{record.pk}")
    assert 'value="line 1"' in body
    assert "Briefing (Drawer 3)" in body
    assert 'value="transcript, exact"' in body


def test_the_card_lets_a_passage_be_accepted_as_each_of_the_sides() -> None:
    passage = EvidenceFactory()
    body = seen(passage.claim)
    assert all(re.search(rf"<option[^>]*>{side}</option>", body) for side in SIDES)


def test_a_record_is_read_only_by_those_who_see_its_article() -> None:
    quote = QuoteFactory(on=ArticleFactory(restricted=True, team=[member := CheckerFactory()]))
    record = Record.objects.create(
        article=quote.article, kind="transcript", title="T", text=SPOKEN, by=member
    )
    for name in ("source_record", "record_off"):
        url = reverse(f"review:{name}", args=[quote.article_id, record.pk])
        ask = (
            signed_in(CheckerFactory()).get
            if name == "source_record"
            else signed_in(CheckerFactory()).post
        )
        assert ask(url).status_code == 404
    url = reverse("review:source_record", args=[quote.article_id, record.pk])
    assert "hold the road" in one_line(signed_in(member).get(url))
    assert (
        signed_in(member)
        .get(reverse("review:source_record", args=[ArticleFactory().pk, record.pk]))
        .status_code
        == 404
    )


def test_the_speaker_is_put_right_on_the_card_and_a_lost_race_is_told() -> None:
    quote = QuoteFactory()
    client, args = signed_in(CheckerFactory()), [quote.article_id, quote.pk]
    given = {"card": f"quote-{quote.pk}", "speaker": "Ann Lee", "title": "Mayor", "of": "Idlib"}
    lost = post(client, "speaker", args, seen='["Somebody", "", ""]', **given)
    assert lost.status_code == 409
    assert "Mayor" in one_line(lost)
    assert (
        post(client, "speaker", args, seen='["Omar Haddad", "General", ""]', **given).status_code
        == 302
    )
    quote.refresh_from_db()
    assert (quote.speaker, quote.speaker_of) == ("Ann Lee", "Idlib")
    assert post(signed_in(ReporterFactory()), "speaker", args, **given).status_code == 403


def test_the_claims_of_a_quote_are_listed_with_their_state() -> None:
    quote = QuoteFactory()
    ClaimFactory(proof=quote.proof, text="hold the road", quote=quote)
    assert "Claims it makes" in seen(quote)
    assert ">open</span>" in seen(quote)


def test_the_authors_word_asks_for_notes_a_photo_or_a_witness_and_shows_them_at_sign_off() -> None:
    claim = ClaimFactory()
    actions.give_verdict(
        by=CheckerFactory(),
        claim=claim,
        ruling="on author",
        source="Ana",
        note="Only she was there.",
    )
    client = signed_in(CheckerFactory())
    assert "nothing shown yet" in seen(claim, client)
    page = reverse("review:proof", args=[claim.article_id])
    assert "no notes, photo or witness shown" in one_line(client.get(page))
    args, name = [claim.article_id, claim.pk], f"claim-{claim.pk}"
    post(
        client, "claim_record", args, card=name, kind="notes", title="Notebook 7", place="with Ana"
    )
    assert "Notebook 7" in seen(claim, client)
    assert "Notebook 7" in one_line(client.get(page))


def test_a_claims_card_takes_no_transcript() -> None:
    claim = ClaimFactory()
    args = [claim.article_id, claim.pk]
    post(
        signed_in(CheckerFactory()),
        "claim_record",
        args,
        card=f"claim-{claim.pk}",
        kind="transcript",
        text="words",
    )
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("name", "fields", "said"),
    [
        (
            "claim_verdict",
            {"ruling": "confirmed", "source": ""},
            "Name the source that confirms it.",
        ),
        ("claim_verdict", {"ruling": "disputed", "source": "x"}, "Give the reason."),
        (
            "claim_verdict",
            {"ruling": "change proposed", "source": "x"},
            "Write the words you propose",
        ),
    ],
)
def test_a_refused_verdict_says_why_at_its_field(
    name: str, fields: dict[str, Any], said: str
) -> None:
    claim = ClaimFactory()
    seen = {"seen_text": claim.text, "expected": 0}
    given = {"card": f"claim-{claim.pk}", "method": "by telephone", **seen, **fields}
    answer = post(
        signed_in(CheckerFactory()), name, [claim.article_id, claim.pk], htmx=True, **given
    )
    body = one_line(answer)
    assert answer.status_code == 409
    assert body.count(said) == 2
    assert "by telephone" in body


# Disputes


def test_a_dispute_reads_from_the_change_proposed_to_what_happens_next() -> None:
    author = ReporterFactory(name="Ana Sol")
    claim = ClaimFactory(on=ArticleFactory(author=author))
    checker, editor = CheckerFactory(name="Tom Weiss"), EditorFactory(name="Eva Lund")
    actions.give_verdict(
        by=checker, claim=claim, ruling="change proposed", source="The census", passage="20 dead", note="It was 20.",
        new="At least 20 people were killed.",
    )  # fmt: skip
    query, client = Query.objects.get(), signed_in(checker)
    body = seen(claim, client)
    for words in (
        "<del>12 </del>",
        "<ins>20 </ins>",
        "Change proposed</strong> by Tom Weiss: It was 20.",
        "“20 dead”",
    ):
        assert words in body
    assert "Waiting for Ana Sol to answer." in body
    actions.answer_query(by=author, query=query, answer="Twelve by noon.")
    assert "Ana Sol has answered. An editor decides." in seen(claim, client)
    actions.decide_query(by=editor, query=query, decision="change", note="Use 20.")
    body = seen(claim, client)
    assert "decided by Eva Lund: Use 20." in body
    assert "The copy still has the old words: it is to be changed." in body
    next_proof(claim.article, claim.proof.text.replace("At least 12", "At least 20"))
    Claim.objects.filter(pk=claim.pk).update(
        proof=claim.article.current_proof(), text="At least 20 people were killed."
    )
    assert "The copy no longer has the old words." in seen(claim, client)


@pytest.mark.parametrize(
    ("decision", "said"), [("stet", "The words stand."), ("withdrawn", "Nothing more is owed.")]
)
def test_a_decided_dispute_says_that_nothing_more_is_owed(decision: str, said: str) -> None:
    claim = ClaimFactory()
    query = QueryFactory(article=claim.article, claim=claim, old=claim.text)
    actions.decide_query(by=EditorFactory(), query=query, decision=decision, note="It is so.")
    assert said in seen(claim)


# As many queries for many rows as for few


def test_a_claims_card_asks_the_database_as_often_for_many_rows_as_for_few() -> None:
    client = signed_in(CheckerFactory())
    few, many = aged(), aged()
    for claim, count in ((few, 1), (many, 6)):
        fact = claim.facts_stated.first()
        actions.mark_line(
            by=CheckerFactory(), claim=claim, key=lines_of(claim)[0].line.key, state="ticked"
        )
        for n in range(count):
            row = EvidenceFactory(claim=claim, claim_text=claim.text)
            row.comparisons.create(fact=fact, value="54", in_source="55", outcome="other")
            QueryFactory(article=claim.article, claim=claim, old=claim.text, new=f"Words {n}")
            BirthDate.objects.create(
                article=claim.article, name=f"A {n}", born="1970", source="x", by=CheckerFactory()
            )
            ruled = ClaimFactory(on=ArticleFactory(text=f"Head\n{AGED}"), text=AGED)
            actions.give_verdict(
                by=CheckerFactory(), claim=ruled, ruling="confirmed", source="Wire"
            )
    assert queries_of(client, url_of(few)) == queries_of(client, url_of(many))


def test_a_quotes_card_asks_the_database_as_often_for_many_records_and_claims_as_for_few() -> None:
    client = signed_in(CheckerFactory())
    few, many = QuoteFactory(), QuoteFactory()
    for quote, count in ((few, 1), (many, 6)):
        for n in range(count):
            kept(quote, title=f"Briefing {n}")
            ClaimFactory(proof=quote.proof, text="We will hold the road"[n:], quote=quote)
    assert queries_of(client, url_of(few)) == queries_of(client, url_of(many))


def test_the_source_in_view_fills_the_form_unless_the_verdict_has_a_source_of_its_own() -> None:
    claim, me = ClaimFactory(), CheckerFactory()
    row, client = EvidenceFactory(claim=claim), signed_in(me)
    actions.give_verdict(by=me, claim=claim, ruling="cannot confirm", note="Nobody answers.")
    assert client.get(url_of(claim)).context["verdict_form"].initial["evidence"] == row.pk
    actions.give_verdict(by=me, claim=claim, ruling="confirmed", source="The ministry")
    assert "evidence" not in client.get(url_of(claim)).context["verdict_form"].initial


def test_that_the_source_in_view_is_only_a_lead_is_said_before_it_refuses() -> None:
    claim = ClaimFactory()
    document = DocumentFactory(source=SourceFactory(tier="lead only"))
    EvidenceFactory(claim=claim, document=document)
    assert "This page is only a lead. Name the source it leads to." in seen(claim)
    EvidenceFactory(claim=claim)  # a source that may confirm is shown in its place
    assert "This page is only a lead." not in seen(claim)
