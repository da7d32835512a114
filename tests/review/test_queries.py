from __future__ import annotations

import pytest
from django.test import Client

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.review import actions
from factcheck.review.models import Query
from tests.claims.factories import ClaimFactory, FactFactory
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.review.factories import QueryFactory, reasons, story

pytestmark = pytest.mark.django_db


def test_a_query_goes_from_checker_to_author_to_editor_each_named() -> None:
    checker, author, editor = CheckerFactory(), ReporterFactory(), EditorFactory()
    claim = ClaimFactory(proof=story(author=author).current_proof())
    query = actions.raise_query(
        by=checker,
        article=claim.article,
        claim=claim,
        text="12, or 20?",
        new="At least 20 people were killed.",
    )
    assert (query.old, query.state) == (claim.text, "open")
    actions.answer_query(by=author, query=query, answer="20 is right.")
    actions.decide_query(by=editor, query=query, decision="change", note="As the ministry has it.")
    query.refresh_from_db()
    assert (query.raised_by, query.answered_by, query.decided_by) == (checker, author, editor)
    assert (query.state, query.decision) == ("decided", "change")
    assert all((query.raised_at, query.answered_at, query.decided_at))
    verbs = (
        LogEntry.objects.filter(article_id=claim.article_id)
        .order_by("id")
        .values_list("verb", flat=True)
    )
    assert list(verbs) == ["raise query", "answer query", "decide query"]


def test_a_reporter_raises_and_decides_no_query_but_answers_one() -> None:
    query, reporter = QueryFactory(), ReporterFactory()
    with pytest.raises(NotAllowed):
        actions.raise_query(by=reporter, article=query.article, text="Why?")
    with pytest.raises(NotAllowed):
        actions.decide_query(by=reporter, query=query, decision="stet")
    assert actions.answer_query(by=reporter, query=query, answer="Because.").state == "answered"


def test_who_answers_for_the_author_does_it_on_their_behalf_by_name() -> None:
    author, colleague = ReporterFactory(name="Ann Lee"), ReporterFactory(name="Bo Ray")
    query = QueryFactory(article=story(author=author))
    actions.answer_query(by=colleague, query=query, answer="She says 20.")
    query.refresh_from_db()
    assert (query.answered_by, query.answered_for) == (colleague, "Ann Lee")
    assert "on behalf of Ann Lee" in LogEntry.objects.latest("pk").text
    client = Client()
    client.force_login(colleague)
    page = " ".join(client.get(query.article.get_absolute_url()).content.decode().split())
    assert "Bo Ray, on behalf of Ann Lee" in page
    actions.answer_query(by=author, query=query, answer="It is 20.")
    query.refresh_from_db()
    assert (query.answered_by, query.answered_for) == (author, "")


def test_where_the_author_has_no_account_the_byline_is_answered_for() -> None:
    article = story()
    article.author, article.author_name = None, "A. Stringer"
    article.save()
    query = QueryFactory(article=article)
    actions.answer_query(by=ReporterFactory(), query=query, answer="He says 20.")
    query.refresh_from_db()
    assert query.answered_for == "A. Stringer"


def test_a_checker_decides_no_query_of_a_colleague_but_withdraws_their_own() -> None:
    query = QueryFactory()
    for decision in ("stet", "change", "withdrawn"):
        with pytest.raises(NotAllowed):
            actions.decide_query(by=CheckerFactory(), query=query, decision=decision)
    with pytest.raises(NotAllowed):
        actions.decide_query(by=query.raised_by, query=query, decision="stet")
    assert (
        actions.decide_query(by=query.raised_by, query=query, decision="withdrawn").state
        == "decided"
    )


def test_the_author_decides_no_query_on_their_own_copy() -> None:
    author = EditorFactory()
    query = QueryFactory(article=story(author=author), state="answered")
    with pytest.raises(Refused, match="own copy"):
        actions.decide_query(by=author, query=query, decision="stet", note="I know.")


def test_an_unanswered_query_is_decided_only_with_a_reason() -> None:
    query = QueryFactory()
    with pytest.raises(Refused, match="not answered"):
        actions.decide_query(by=EditorFactory(), query=query, decision="stet")
    actions.decide_query(by=EditorFactory(), query=query, decision="stet", note="We print at five.")


def test_a_decided_query_is_neither_answered_nor_decided_again() -> None:
    query = QueryFactory(state="answered")
    actions.decide_query(by=EditorFactory(), query=query, decision="stet")
    with pytest.raises(Refused, match="already decided"):
        actions.decide_query(by=EditorFactory(), query=query, decision="change")
    with pytest.raises(Refused, match="already decided"):
        actions.answer_query(by=ReporterFactory(), query=query, answer="Wait.")


def test_a_decision_is_one_of_three() -> None:
    with pytest.raises(Refused):
        actions.decide_query(by=EditorFactory(), query=QueryFactory(), decision="maybe", note="Hm.")


def test_an_empty_question_or_answer_is_refused() -> None:
    query = QueryFactory()
    with pytest.raises(Refused):
        actions.raise_query(by=CheckerFactory(), article=query.article, text=" ")
    with pytest.raises(Refused):
        actions.answer_query(by=ReporterFactory(), query=query, answer=" ")
    assert Query.objects.count() == 1


def test_a_query_is_on_words_of_its_own_article() -> None:
    with pytest.raises(Refused, match="another article"):
        actions.raise_query(by=CheckerFactory(), article=story(), claim=ClaimFactory(), text="Why?")


def test_a_restricted_article_is_asked_about_by_its_team_alone() -> None:
    article = story(restricted=True)
    with pytest.raises(NotAllowed):
        actions.raise_query(by=CheckerFactory(), article=article, text="Why?")
    query = QueryFactory(article=article)
    with pytest.raises(NotAllowed):
        actions.answer_query(by=ReporterFactory(), query=query, answer="Because.")
    with pytest.raises(NotAllowed):
        actions.decide_query(by=EditorFactory(), query=query, decision="stet", note="Late.")


def test_a_change_that_was_decided_blocks_until_the_copy_makes_it() -> None:
    article = story()
    number = FactFactory(proof=article.current_proof())
    query = actions.raise_query(
        by=CheckerFactory(), article=article, fact=number, text="12?", new="20"
    )
    actions.decide_query(
        by=EditorFactory(), query=query, decision="change", note="The ministry says so."
    )
    assert "query open" in reasons(article)
    type(number).objects.filter(pk=number.pk).update(text="20")
    assert "query open" not in reasons(article)


def test_a_change_decided_and_then_ruled_on_anew_blocks_no_more() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    query = actions.raise_query(by=CheckerFactory(), article=article, claim=claim, text="12?")
    actions.decide_query(by=EditorFactory(), query=query, decision="change", note="Attribute it.")
    assert "query open" in reasons(article)
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="confirmed", source="The ministry"
    )
    assert "query open" not in reasons(article)


def test_stet_settles_a_doubt_but_a_later_doubt_asks_again() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling="disputed", note="It was 20.")
    assert {"claim without verdict", "query open"} <= set(reasons(article))
    actions.decide_query(
        by=EditorFactory(), query=Query.objects.get(), decision="stet", note="Two sources."
    )
    assert not {"claim without verdict", "query open"} & set(reasons(article))
    actions.give_verdict(
        by=CheckerFactory(), claim=claim, ruling="cannot confirm", note="The sources are one."
    )
    assert {"claim without verdict", "query open"} <= set(reasons(article))
