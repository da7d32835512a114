from __future__ import annotations

import datetime as dt
from collections import Counter
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.desk.models import StaleDeskLine
from factcheck.evidence.actions.people import rule_on
from factcheck.newsroom.actions import Refused
from factcheck.review import actions
from factcheck.review.reads.gate import coverage, gate, gather, state_of, states_of
from factcheck.review.rules.passes import all_yes
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import (
    AccusationFactory,
    AskFactory,
    ClaimFactory,
    ExtractionFactory,
    FactFactory,
    HoleFactory,
    PartyFactory,
    QuoteFactory,
)
from tests.evidence.factories import EvidenceFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, desk
from tests.review.factories import (
    QueryFactory,
    clear_story,
    confirmed,
    letter,
    reasons,
    replied,
    requested,
    story,
)

pytestmark = pytest.mark.django_db
NOW = timezone.now
HOUR = dt.timedelta(hours=1)


def test_a_checked_signed_and_answered_article_is_clear() -> None:
    assert reasons(clear_story()) == []


def test_an_article_whose_proof_is_unread_blocks() -> None:
    article = ArticleFactory()
    assert "unread" in reasons(article)
    ExtractionFactory(proof=article.current_proof(), work="failed")
    [unread] = [b for b in gate(article, NOW()) if b.reason == "unread"]
    assert "failed" in unread.items[0].text


def test_an_edit_makes_the_article_unread_until_it_is_read_again() -> None:
    article = clear_story()
    next_proof(article, "New copy.")
    assert "unread" in reasons(article)


def test_a_claim_blocks_at_the_desks_bar_and_not_below() -> None:
    article = clear_story()
    desk(bar=0.6)
    ClaimFactory(proof=article.current_proof(), text="Rebels", score=0.59)
    assert reasons(article) == []
    desk(bar=0.59)
    [blocker] = gate(article, NOW())
    assert (blocker.reason, blocker.count, blocker.items[0].text) == (
        "claim without verdict",
        1,
        "Rebels",
    )


def test_each_item_of_a_blocker_leads_to_its_mark() -> None:
    article = clear_story()
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels")
    [blocker] = gate(article, NOW())
    assert blocker.link == blocker.items[0].link == f"/articles/{article.pk}/#claim-{claim.pk}"


def test_a_verdict_on_other_words_lets_nothing_through() -> None:
    article = clear_story()
    article.claims.update(text="Rebels entered Aleppo on Saturday.")
    assert reasons(article) == ["claim without verdict"]


def test_a_quote_blocks_until_a_record_is_named() -> None:
    article = story()
    quote = QuoteFactory(proof=article.current_proof())
    actions.give_verdict(
        by=CheckerFactory(), quote=quote, ruling="confirmed", source="A paper", method="read"
    )
    assert "quote without record" in reasons(article)
    actions.give_verdict(
        by=CheckerFactory(), quote=quote, ruling="confirmed", source="Our tape", method="recording"
    )
    assert "quote without record" not in reasons(article)


def test_an_ask_blocks_until_a_request_behind_it_was_sent() -> None:
    article, party = clear_story(), PartyFactory(name="Rebels")
    AskFactory(
        proof=article.current_proof(), text="Rebels entered", outcome="sought", parties=[party]
    )
    assert reasons(article) == ["ask without request"]
    request = requested(article, party)
    assert "ask without request" not in reasons(article)
    type(request).objects.update(state="queued")
    assert "ask without request" in reasons(article)


def test_others_are_asked_of_nobody() -> None:
    article, party = clear_story(), PartyFactory(name="others", askable=False)
    AskFactory(
        proof=article.current_proof(), text="Rebels entered", outcome="sought", parties=[party]
    )
    assert reasons(article) == []


def test_a_party_accused_in_the_copy_must_have_been_asked() -> None:
    article, party = clear_story(), PartyFactory(name="Iran")
    AccusationFactory(proof=article.current_proof(), text="Rebels entered Aleppo", party=party)
    [blocker] = gate(article, NOW())
    assert (blocker.reason, blocker.items[0].text) == (
        "accused not asked",
        "Iran: Rebels entered Aleppo",
    )
    requested(article, PartyFactory(name="Iranian U.N. mission"))
    assert "accused not asked" not in reasons(article)


def test_a_running_deadline_blocks_until_it_is_over() -> None:
    article = clear_story()
    request = requested(article, deadline=NOW() + HOUR)
    assert "deadline running" in reasons(article)
    assert "deadline running" not in [b.reason for b in gate(article, request.deadline)]
    type(request).objects.update(outcome="answered")
    assert "deadline running" not in reasons(article)


def test_an_untriaged_reply_blocks_and_so_does_an_orphan_that_is_likely_its() -> None:
    article = clear_story()
    request = requested(article, outcome="answered")
    before = reasons(article)
    assert "untriaged reply" not in before
    orphan = replied(None, suggestions=[{"request": request.pk, "score": 0.2, "why": "same words"}])
    assert reasons(article) == before
    orphan.suggestions[0]["score"] = 0.9
    orphan.save()
    assert "untriaged reply" in reasons(article)
    orphan.delete()
    replied(request)
    assert "untriaged reply" in reasons(article)


def test_an_orphan_that_is_likely_anothers_blocks_nothing_here() -> None:
    article, other = clear_story(), requested(story())
    replied(None, suggestions=[{"request": other.pk, "score": 0.9, "why": "its address"}])
    assert reasons(article) == []


def test_a_letter_in_doubt_blocks() -> None:
    article = clear_story()
    request = requested(article, state="unknown")
    letter(request)
    assert "letter in doubt" in reasons(article)


def test_a_sent_request_that_the_copy_does_not_speak_of_contradicts_it() -> None:
    article = clear_story()
    requested(article)
    [blocker] = gate(article, NOW())
    assert blocker.reason == "copy contradicts record"
    assert "the copy does not say so" in blocker.items[0].text


def test_an_ask_that_the_record_does_not_bear_contradicts_it() -> None:
    article, party = clear_story(), PartyFactory(name="Rebels")
    AskFactory(
        proof=article.current_proof(), text="Rebels entered", outcome="declined", parties=[party]
    )
    requested(article, party)
    assert reasons(article) == ["copy contradicts record"]


def test_a_tk_an_open_query_and_a_moved_mark_block() -> None:
    article = clear_story()
    HoleFactory(proof=article.current_proof(), text="Aleppo")
    QueryFactory(article=article)
    FactFactory(proof=article.current_proof(), text="Friday", kind="date", standing="moved")
    assert reasons(article) == ["moved mark", "query open", "tk"]


def test_what_left_the_copy_blocks_nothing() -> None:
    article = clear_story()
    proof = article.current_proof()
    ClaimFactory(proof=proof, text="Rebels", standing="archived")
    HoleFactory(proof=proof, text="Aleppo", standing="archived")
    QuoteFactory(proof=proof, text="Friday", standing="archived")
    assert reasons(article) == []


def test_an_article_goes_from_reading_to_cleared() -> None:
    article = ArticleFactory()
    assert state_of(article, NOW()) == "reading"
    ExtractionFactory(proof=article.current_proof())
    claim = ClaimFactory(proof=article.current_proof())
    assert state_of(article, NOW()) == "checking"
    confirmed(claim)
    assert state_of(article, NOW()) == "blocked"
    for name in ("facts", "fairness", "whole picture"):
        actions.sign_off(
            by=CheckerFactory(),
            article=article,
            proof=article.current_proof(),
            reading_pass=name,
            accepted=True,
            answers=all_yes(name),
        )
    assert state_of(article, NOW()) == "ready"
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    assert state_of(article, NOW()) == "cleared"


def test_copy_edited_after_clearance_is_not_cleared() -> None:
    article = clear_story()
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    proof = next_proof(article, "New copy.")
    assert state_of(article, NOW()) == "reading"
    ExtractionFactory(proof=proof)
    assert state_of(article, NOW()) == "blocked"
    with pytest.raises(Refused, match="The copy was edited since 3 passes were signed"):
        actions.clear(by=EditorFactory(), article=article, proof=proof)


def test_coverage_counts_as_the_gate_does() -> None:
    article = story()
    proof = article.current_proof()
    confirmed(ClaimFactory(proof=proof))
    ClaimFactory(proof=proof, text="Rebels entered Aleppo on Friday", score=0.1)
    ClaimFactory(proof=proof, text="Rebels enter the second city")
    QuoteFactory(proof=proof)
    actions.tick_fact(
        by=CheckerFactory(), fact=FactFactory(proof=proof), state="confirmed", source="AP"
    )
    FactFactory(proof=proof, text="Friday", kind="date")
    found = coverage(article, NOW())
    assert (found.claims, found.quotes, found.facts) == ((1, 2), (0, 1), (1, 2))


def busy() -> Any:
    """An article in which everything blocks."""
    article = story()
    proof = article.current_proof()
    claim = ClaimFactory(proof=proof)
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="disputed", note="It was 20.")
    QuoteFactory(proof=proof)
    FactFactory(proof=proof)
    party = PartyFactory()
    AskFactory(proof=proof, parties=[party])
    AccusationFactory(proof=proof, party=party)
    request = requested(article, party)
    letter(request)
    replied(request)
    return article


def test_the_gate_of_many_articles_costs_no_more_queries_than_of_one(
    django_assert_num_queries: Any,
) -> None:
    desk()
    articles = [busy()]
    with CaptureQueriesContext(connection) as one:
        states_of(articles, NOW())
    articles += [busy() for _ in range(3)]
    with django_assert_num_queries(len(one)):
        states_of(articles, NOW())


@pytest.mark.parametrize(("page", "most"), [("review:proof", 58), ("review:report", 54)])
def test_a_page_on_what_the_gate_looks_at_asks_nothing_twice(
    client: Client, page: str, most: int
) -> None:
    address = reverse(page, args=[busy().pk])
    client.force_login(CheckerFactory())
    client.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(address).status_code == 200
    statements = Counter(query["sql"] for query in asked.captured_queries)
    assert [sql for sql, times in statements.items() if times > 1] == []
    assert len(asked) <= most


def test_the_gate_keeps_articles_apart() -> None:
    first, second = busy(), clear_story()
    found = gather([first, second], NOW())
    assert found[first.pk].queries
    assert found[second.pk].queries == []
    assert reasons(second) == []


def test_did_not_immediately_respond_twenty_minutes_after_one_mail_contradicts_the_record() -> None:
    text = "Rebels enter the city\nThe army did not immediately respond."
    article, party = story(text), PartyFactory(name="the army")
    AskFactory(
        proof=article.current_proof(),
        text="The army did not immediately respond.",
        outcome="no-response",
        parties=[party],
    )
    asked = requested(article, party, sent_at=NOW() - HOUR / 3, deadline=NOW() - HOUR / 60)
    letter(asked, "sent")
    assert "copy contradicts record" in reasons(article)


def test_a_source_against_a_claim_blocks_until_somebody_rules_again() -> None:
    article = story()
    checker = CheckerFactory()
    claim = ClaimFactory(proof=article.current_proof())
    confirmed(claim, checker)
    evidence = EvidenceFactory(claim=claim, claim_text=claim.text, leans=-0.5)
    assert "source differs" not in reasons(article)
    rule_on(by=checker, evidence=evidence, ruling="accepted", side="against")
    assert "source differs" in reasons(article)
    actions.give_verdict(
        by=checker, claim=claim, ruling="confirmed", source="The ministry",
        note="The page counts an earlier day.",
        expected=claim.verdicts.get(current=True).pk,
    )  # fmt: skip
    assert "source differs" not in reasons(article)


def test_a_confirmation_beside_a_source_against_it_says_why() -> None:
    claim = ClaimFactory(proof=story().current_proof())
    evidence = EvidenceFactory(claim=claim, claim_text=claim.text, leans=-0.5)
    rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted", side="against")
    with pytest.raises(Refused, match="speaks against this claim"):
        confirmed(claim)
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="disputed", source="The ministry",
                         note="Two counts.")  # fmt: skip


def test_ruling_on_evidence_draws_the_line_of_its_article_anew() -> None:
    claim = ClaimFactory(proof=story().current_proof())
    evidence = EvidenceFactory(claim=claim, claim_text=claim.text, leans=-0.5)
    StaleDeskLine.objects.all().delete()
    connection.cursor().execute("SELECT set_config('factcheck.touched', '', true)")
    rule_on(by=CheckerFactory(), evidence=evidence, ruling="accepted")
    assert StaleDeskLine.objects.filter(article_id=claim.article_id).exists()


def test_only_what_is_wrong_or_missing_in_the_copy_is_said_in_red() -> None:
    article = story("Rebels entered Aleppo. TK more.")
    ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo.")
    HoleFactory(proof=article.current_proof(), text="TK")
    red = {one.reason for one in gate(article, timezone.now()) if one.is_wrong}
    assert red == {"tk"}
    assert {one.reason for one in gate(article, timezone.now())} > {"tk", "claim without verdict"}
