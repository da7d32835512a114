"""What is done on the proof page, with htmx and without."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from factcheck.claims.models import Claim, Fact, Quote
from factcheck.review import actions
from factcheck.review.models import Clearance, Query, Tick, Verdict
from factcheck.review.rules.gate import SAID
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, FactFactory, QuoteFactory, read_article
from tests.evidence.factories import DocumentFactory, EvidenceFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueryFactory, clear_story
from tests.review.test_pages import signed_in

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def post(
    client: Client, name: str, args: list[Any], /, *, htmx: bool = False, **data: Any
) -> HttpResponse:
    return client.post(reverse(f"review:{name}", args=args), data, headers=HTMX if htmx else {})  # type: ignore[return-value]


def rule(claim: Claim, *, by: Any = None, htmx: bool = False, **data: Any) -> HttpResponse:
    client = signed_in(by or CheckerFactory())
    seen = {"seen_text": claim.text, "expected": 0, "card": f"claim-{claim.pk}"}
    data = {"ruling": "confirmed", "source": "Wire", **seen, **data}
    return post(client, "claim_verdict", [claim.article_id, claim.pk], htmx=htmx, **data)


def test_a_verdict_is_given_and_its_note_shown() -> None:
    claim = ClaimFactory()
    answer = rule(claim)
    assert answer.status_code == 302
    assert answer.headers["Location"] == reverse("review:claim", args=[claim.article_id, claim.pk])
    assert Verdict.objects.get(claim=claim).source == "Wire"


def test_with_htmx_the_note_alone_comes_back() -> None:
    body = one_line(rule(ClaimFactory(), htmx=True))
    assert "<html" not in body
    assert "Take the verdict back" in body


def test_a_refused_verdict_is_said_at_its_form_and_keeps_what_was_typed() -> None:
    claim = ClaimFactory()
    answer = rule(claim, htmx=True, source="", note="My note so far")
    assert answer.status_code == 409
    assert "Name the source that confirms it." in one_line(answer)
    assert "My note so far" in one_line(answer)
    assert not Verdict.objects.exists()


def test_without_htmx_a_refusal_is_a_whole_page() -> None:
    answer = rule(ClaimFactory(), source="")
    assert answer.status_code == 409
    assert "<html" in one_line(answer)


def test_a_verdict_on_words_that_a_colleague_ruled_on_meanwhile_is_refused_once() -> None:
    claim = ClaimFactory()
    theirs = actions.give_verdict(
        by=CheckerFactory(name="Tom Weiss"), claim=claim, ruling="opinion"
    )
    answer = rule(claim, htmx=True, expected="0", seen_text=claim.text)
    assert answer.status_code == 409
    assert "Tom Weiss has ruled on this while you looked." in one_line(answer)
    assert f'name="expected" value="{theirs.pk}"' in one_line(answer)


def test_a_reporter_may_not_rule() -> None:
    claim = ClaimFactory()
    answer = rule(claim, by=ReporterFactory())
    assert answer.status_code == 403
    assert "may not do this" in one_line(answer)
    assert not Verdict.objects.exists()


def test_a_reporter_is_shown_no_form_they_may_not_use() -> None:
    claim = ClaimFactory()
    page = one_line(
        signed_in(ReporterFactory()).get(reverse("review:claim", args=[claim.article_id, claim.pk]))
    )
    assert "Give the verdict" not in page


def test_nobody_rules_on_an_article_they_may_not_see() -> None:
    claim = ClaimFactory(on=ArticleFactory(restricted=True))
    assert rule(claim).status_code == 404
    assert not Verdict.objects.exists()


def test_nothing_of_another_article_is_reached_through_one_that_may_be_seen() -> None:
    hidden = ClaimFactory(on=ArticleFactory(restricted=True))
    fact = FactFactory(proof=hidden.proof, claim=hidden)
    quote = QuoteFactory(proof=hidden.proof)
    query = QueryFactory(article=hidden.article)
    client, mine = signed_in(ChiefFactory()), ArticleFactory().pk
    for name, args in (
        ("claim_verdict", [mine, hidden.pk]),
        ("claim_withdraw", [mine, hidden.pk]),
        ("quote_verdict", [mine, quote.pk]),
        ("tick", [mine, fact.pk]),
        ("untick", [mine, fact.pk]),
        ("answer", [mine, query.pk]),
        ("decide", [mine, query.pk]),
        ("throw_out", [mine, "claim", hidden.pk]),
    ):
        assert post(client, name, args).status_code == 404, name


def test_nothing_is_ruled_by_a_link() -> None:
    claim = ClaimFactory()
    url = reverse("review:claim_verdict", args=[claim.article_id, claim.pk])
    assert signed_in(CheckerFactory()).get(url).status_code == 405


def test_evidence_taken_as_the_source_fills_the_form() -> None:
    claim = ClaimFactory()
    page = DocumentFactory(title="Rebels inside", source__name="The Wire")
    found = EvidenceFactory(claim=claim, document=page)
    url = reverse("review:claim", args=[claim.article_id, claim.pk]) + f"?evidence={found.pk}"
    form = signed_in(CheckerFactory()).get(url).context["verdict_form"]
    assert (form.initial["source"], form.initial["passage"]) == ("The Wire", found.passage)


def test_the_facts_of_a_confirmed_claim_are_ticked_with_it_if_asked() -> None:
    claim = ClaimFactory()
    fact = FactFactory(proof=claim.proof, claim=claim)
    rule(claim, facts_too="on")
    assert Tick.objects.get(fact=fact).source == "Wire"


def test_the_facts_are_left_alone_when_the_claim_is_not_confirmed() -> None:
    claim = ClaimFactory()
    FactFactory(proof=claim.proof, claim=claim)
    rule(claim, facts_too="on", ruling="disputed", note="Two wires say otherwise.")
    assert not Tick.objects.exists()


def test_a_verdict_is_taken_back() -> None:
    claim = ClaimFactory()
    rule(claim)
    post(
        signed_in(CheckerFactory()),
        "claim_withdraw",
        [claim.article_id, claim.pk],
        card=f"claim-{claim.pk}",
        expected=Verdict.objects.get(current=True).pk,
    )
    assert not Verdict.objects.filter(current=True).exists()


def test_a_quote_is_confirmed_by_its_record() -> None:
    quote = QuoteFactory()
    data = {
        "ruling": "confirmed",
        "source": "Tape 4",
        "method": "recording",
        "card": f"quote-{quote.pk}",
        "seen_text": quote.text,
        "expected": 0,
    }
    post(signed_in(CheckerFactory()), "quote_verdict", [quote.article_id, quote.pk], **data)
    assert Verdict.objects.get(quote=quote).method == "recording"


def test_a_fact_is_ticked_and_unticked() -> None:
    fact = FactFactory(claim=None)
    client, args = signed_in(CheckerFactory()), [fact.article_id, fact.pk]
    index = [b.start <= fact.start < b.end for b in fact.proof.blocks.all()].index(True)
    data = {"card": f"facts-{index}", "state": "confirmed", "source": "The ministry"}
    assert "The ministry" in one_line(post(client, "tick", args, htmx=True, **data))
    post(client, "untick", args, card=f"facts-{index}")
    assert not Tick.objects.filter(current=True).exists()


def test_a_query_is_raised_answered_and_decided() -> None:
    claim = ClaimFactory(on=ArticleFactory(author=ReporterFactory()))
    card = f"claim-{claim.pk}"
    post(
        signed_in(CheckerFactory()),
        "raise_query",
        [claim.article_id],
        card=card,
        claim=claim.pk,
        text="12, or 20?",
    )
    query = Query.objects.get(claim=claim)
    args = [claim.article_id, query.pk]
    given = {"card": card, "answer": "12.", "expected": query.mark}
    post(signed_in(claim.article.author), "answer", args, **given)
    given = {"card": card, "decision": "stet"}
    post(signed_in(EditorFactory()), "decide", args, **given, expected=query.mark)
    query.refresh_from_db()
    assert query.state == "answered", "what was answered meanwhile is not decided unread"
    post(signed_in(EditorFactory()), "decide", args, **given, expected=query.mark)
    query.refresh_from_db()
    assert (query.answer, query.decision, query.state) == ("12.", "stet", "decided")


def test_a_query_on_the_whole_article_brings_one_back_to_the_page() -> None:
    article = ArticleFactory()
    answer = post(
        signed_in(CheckerFactory()), "raise_query", [article.pk], text="Who drew the map?"
    )
    assert answer.headers["Location"].startswith(article.get_absolute_url())
    assert "Who drew the map?" in one_line(
        signed_in(CheckerFactory()).get(article.get_absolute_url())
    )


def test_an_empty_question_is_refused_at_the_page() -> None:
    article = ArticleFactory()
    answer = post(signed_in(CheckerFactory()), "raise_query", [article.pk], text="")
    assert answer.status_code == 409
    assert not Query.objects.exists()


def test_words_are_marked_by_typing_them_and_saying_which() -> None:
    article = ArticleFactory(text="Head\nTwelve men, then twelve men more, and twelve men again.")
    proof = article.current_proof()
    data = {"proof": proof.pk, "words": "twelve men", "nth": "2", "kind": "claim"}
    post(signed_in(CheckerFactory()), "mark", [article.pk], **data)
    assert Claim.objects.get().start == proof.text.rindex("twelve men")


def test_words_are_marked_where_they_were_selected() -> None:
    article = ArticleFactory(text="Head\nTwelve men 🙂 and twelve men.")
    proof = article.current_proof()
    start = proof.text.rindex("twelve men")
    data = {
        "proof": proof.pk,
        "words": "twelve men",
        "start": start,
        "kind": "fact",
        "fact_kind": "number",
    }
    post(signed_in(CheckerFactory()), "mark", [article.pk], **data)
    assert (Fact.objects.get().start, Fact.objects.get().kind) == (start, "number")


def test_words_that_are_not_in_the_copy_are_not_marked() -> None:
    article = ArticleFactory()
    data = {"proof": article.current_proof().pk, "words": "not there", "kind": "quote"}
    answer = post(signed_in(CheckerFactory()), "mark", [article.pk], **data)
    assert answer.status_code == 409
    assert "Copy them exactly." in one_line(answer)
    assert not Quote.objects.exists()


def test_a_mark_is_thrown_out_and_brought_back() -> None:
    claim = ClaimFactory()
    client, args = signed_in(CheckerFactory()), [claim.article_id, "claim", claim.pk]
    post(client, "throw_out", args, seen_start=claim.start, seen_end=claim.end)
    assert [
        t.pk for t in client.get(claim.article.get_absolute_url()).context["page"].thrown_out
    ] == [claim.pk]
    claim.refresh_from_db()
    post(client, "restore", args, thrown_out_at=claim.thrown_out_at.isoformat())
    claim.refresh_from_db()
    assert claim.standing == "live"


def test_a_mark_that_moved_is_confirmed() -> None:
    claim = ClaimFactory(standing="moved")
    client = signed_in(CheckerFactory())
    assert "Yes, the same" in one_line(
        client.get(reverse("review:claim", args=[claim.article_id, claim.pk]))
    )
    args = [claim.article_id, "claim", claim.pk]
    post(client, "confirm", args, seen_start=claim.start, seen_end=claim.end)
    claim.refresh_from_db()
    assert claim.standing == "live"


def test_what_rests_on_the_authors_word_is_listed_where_it_is_signed() -> None:
    claim = ClaimFactory()
    reporter = ReporterFactory()
    claim.article.author = reporter
    claim.article.save()
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="on author", note="Only she was there."
    )
    page = one_line(signed_in(CheckerFactory()).get(claim.article.get_absolute_url()))
    assert "Only she was there." in page.partition('id="sign-off"')[2]


def test_what_nothing_blocks_is_cleared() -> None:
    article = clear_story()
    client = signed_in(EditorFactory())
    assert "No reason stands in the way." in one_line(client.get(article.get_absolute_url()))
    post(client, "clear", [article.pk], proof=article.current_proof().pk)
    assert Clearance.objects.get().article == article


def test_what_is_blocked_is_cleared_only_by_a_chief_with_a_reason() -> None:
    article = ClaimFactory(on=read_article()).article
    proof = article.current_proof().pk
    assert post(signed_in(EditorFactory()), "clear", [article.pk], proof=proof).status_code == 409
    data = {"proof": proof, **{f"why:{reason}": "Runs as a first take." for reason in SAID}}
    assert post(signed_in(EditorFactory()), "clear", [article.pk], **data).status_code == 403
    post(signed_in(ChiefFactory()), "clear", [article.pk], **data)
    cleared = Clearance.objects.get()
    assert {one["why"] for one in cleared.overridden} == {"Runs as a first take."}
    next_proof(article, "New copy.")
    page = one_line(signed_in(CheckerFactory()).get(article.get_absolute_url()))
    assert "Runs as a first take." in page.partition('id="overrides"')[2]
