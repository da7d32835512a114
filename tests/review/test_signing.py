from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.actions import edit_copy
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.review import actions
from factcheck.review.actions.signing import _signing
from factcheck.review.models import Clearance, SignOff
from factcheck.review.reads.gate import gate
from factcheck.review.rules.passes import PASSES, QUESTIONS, all_yes
from tests.articles.factories import next_proof
from tests.claims.factories import ClaimFactory, FactFactory, HoleFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.review.factories import (
    QueryFactory,
    because,
    clear_story,
    confirmed,
    meanwhile,
    reasons,
    requested,
    signed,
    story,
)

pytestmark = pytest.mark.django_db


def sign(
    by: User | None,
    article: object,
    name: str = "fairness",
    accepted: bool = True,
    comment: str = "",
) -> SignOff:
    return actions.sign_off(
        by=by,
        article=article,  # type: ignore[arg-type]
        proof=article.current_proof(),  # type: ignore[attr-defined]
        reading_pass=name,
        accepted=accepted,
        comment=comment,
        answers=all_yes(name) if accepted and name in PASSES else {},
    )


def test_a_second_reader_signs_the_hash_of_the_copy_they_read() -> None:
    article = story()
    given = sign(CheckerFactory(), article)
    assert given.proof_hash == article.current_proof().hash
    assert LogEntry.objects.get(verb="sign off").article_id == article.pk


def test_the_author_signs_nothing() -> None:
    author = EditorFactory()
    with pytest.raises(Refused, match="author"):
        sign(author, story(author=author))


def test_whoever_made_the_proof_signs_nothing_on_it() -> None:
    article, editor = story(), EditorFactory()
    edit_copy(by=editor, article=article, text="Other copy.", base=article.current_proof())
    with pytest.raises(Refused, match="made this proof"):
        sign(editor, article)


def test_the_first_checker_of_every_item_of_a_pass_does_not_sign_it() -> None:
    article, checker = story(), CheckerFactory()
    actions.tick_fact(
        by=checker,
        fact=FactFactory(proof=article.current_proof()),
        state="confirmed",
        source="The army",
    )
    with pytest.raises(Refused, match="every item"):
        sign(checker, article, "facts")
    sign(checker, article, "fairness")


def test_who_checked_one_item_signs_for_the_others_and_the_gate_names_what_is_left() -> None:
    article, one, other = story(), CheckerFactory(), CheckerFactory()
    proof = article.current_proof()
    first = ClaimFactory(proof=proof, text="Rebels entered Aleppo")
    confirmed(first, by=one)
    confirmed(ClaimFactory(proof=proof, text="on Friday"), by=other)
    for name in PASSES:
        sign(one, article, name)
    [blocker] = gate(article, timezone.now())
    assert (blocker.reason, blocker.count) == ("without second reader", 1)
    assert blocker.link == f"/articles/{article.pk}/#claim-{first.pk}"
    for name in ("facts", "whole picture"):
        sign(other, article, name)
    assert reasons(article) == []


def test_a_signature_keeps_the_questions_as_they_were_put_and_their_answers() -> None:
    given = sign(CheckerFactory(), story(), "fairness")
    assert [one["question"] for one in given.answers] == list(QUESTIONS["fairness"])
    assert {one["answer"] for one in given.answers} == {"yes"}


@pytest.mark.parametrize("answer", ["", "no", "perhaps"])
def test_a_pass_with_a_question_unanswered_or_denied_is_not_signed(answer: str) -> None:
    article = story()
    answers = {**all_yes("fairness"), QUESTIONS["fairness"][2]: answer}
    with pytest.raises(Refused, match="best argument"):
        actions.sign_off(
            by=CheckerFactory(),
            article=article,
            proof=article.current_proof(),
            reading_pass="fairness",
            accepted=True,
            answers=answers,
        )


def test_a_refusal_goes_to_the_author_as_a_query_that_blocks() -> None:
    article = story()
    sign(CheckerFactory(), article, accepted=False, comment="The army was not asked.")
    assert article.queries.get().text == "Second read, fairness: The army was not asked."
    assert "query open" in reasons(article)


def test_an_item_is_sent_back_with_a_query_at_its_place() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    back = {
        "article": article,
        "proof": article.current_proof(),
        "reading_pass": "facts",
        "mark": claim,
    }
    query = actions.send_back(by=CheckerFactory(), comment="The source says 20.", **back)
    assert (query.claim, query.text) == (claim, "Second read, facts: The source says 20.")
    with pytest.raises(Refused, match="what is wrong"):
        actions.send_back(by=CheckerFactory(), comment=" ", **back)
    with pytest.raises(NotAllowed):
        actions.send_back(by=ReporterFactory(), comment="Wrong.", **back)


def test_a_reporter_or_the_system_signs_nothing() -> None:
    for by in (ReporterFactory(), None):
        with pytest.raises(NotAllowed):
            sign(by, story())


def test_a_restricted_article_is_signed_by_its_team_alone() -> None:
    member = CheckerFactory()
    article = story(restricted=True, team=[member])
    with pytest.raises(NotAllowed):
        sign(CheckerFactory(), article)
    sign(member, article)


def test_a_refusal_needs_a_comment_and_a_signature_none() -> None:
    article = story()
    with pytest.raises(Refused, match="why"):
        sign(CheckerFactory(), article, accepted=False, comment=" ")
    assert sign(
        CheckerFactory(), article, accepted=False, comment="The army was not asked."
    ).comment


def test_a_pass_is_one_of_three() -> None:
    with pytest.raises(Refused):
        sign(CheckerFactory(), story(), "style")


def test_earlier_copy_is_neither_signed_nor_cleared() -> None:
    article = story()
    old = article.current_proof()
    next_proof(article, "New copy.")
    with pytest.raises(Refused, match="edited"):
        actions.sign_off(
            by=CheckerFactory(), article=article, proof=old, reading_pass="fairness", accepted=True
        )
    with pytest.raises(Refused, match="edited"):
        actions.clear(
            by=ChiefFactory(), article=article, proof=old, overrides=because("It is urgent.")
        )


def test_a_proof_of_another_article_is_not_signed() -> None:
    with pytest.raises(Refused):
        actions.sign_off(
            by=CheckerFactory(),
            article=story(),
            proof=story().current_proof(),
            reading_pass="fairness",
            accepted=True,
        )


def test_the_facts_are_signed_only_once_the_first_check_is_done() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    with pytest.raises(Refused, match="first check"):
        sign(CheckerFactory(), article, "facts")
    confirmed(claim)
    sign(CheckerFactory(), article, "facts")


def test_a_quote_without_record_holds_up_the_facts_too() -> None:
    article = story()
    QuoteFactory(proof=article.current_proof())
    with pytest.raises(Refused, match="first check"):
        sign(CheckerFactory(), article, "facts")


def test_an_edit_makes_every_signature_void() -> None:
    article = story()
    signed(article)
    assert "not signed off" not in reasons(article)
    next_proof(article, "New copy.")
    assert "edited since sign-off" in reasons(article)


def test_a_signer_who_then_rules_on_an_item_is_no_second_reader_of_it() -> None:
    article = story()
    reader = signed(article)
    actions.tick_fact(
        by=reader, fact=FactFactory(proof=article.current_proof()), state="confirmed", source="AP"
    )
    assert "without second reader" in reasons(article)


def test_a_signature_is_never_changed_or_removed() -> None:
    given = sign(CheckerFactory(), story())
    with pytest.raises(DatabaseError, match="update or delete"), transaction.atomic():
        SignOff.objects.filter(pk=given.pk).update(accepted=False)
    with pytest.raises(DatabaseError, match="update or delete"), transaction.atomic():
        given.delete()


def test_a_shell_neither_signs_nor_clears_past_the_actions() -> None:
    article = clear_story()
    proof, by = article.current_proof(), ChiefFactory()
    on = {"article": article, "proof": proof, "proof_hash": proof.hash, "by": by}
    with pytest.raises(DatabaseError, match="actions alone"), transaction.atomic():
        SignOff.objects.create(**on, reading_pass="facts", accepted=True)
    with pytest.raises(DatabaseError, match="actions alone"), transaction.atomic():
        Clearance.objects.create(**on)
    with pytest.raises(DatabaseError, match="actions alone"), transaction.atomic():
        Clearance.objects.bulk_create([Clearance(**on)])


def test_what_an_action_may_write_it_may_write_once() -> None:
    article = clear_story()
    sign(CheckerFactory(), article)
    proof = article.current_proof()
    on = {"article": article, "proof": proof, "proof_hash": proof.hash, "by": ChiefFactory()}
    with pytest.raises(DatabaseError, match="actions alone"), transaction.atomic():
        Clearance.objects.create(**on)


def test_earlier_copy_is_not_cleared_even_by_the_database() -> None:
    article = clear_story()
    old = article.current_proof()
    next_proof(article, "New copy.")
    on = {"article": article, "proof": old, "proof_hash": old.hash, "by": ChiefFactory()}
    with (
        pytest.raises(DatabaseError, match="not the current copy"),
        transaction.atomic(),
        _signing(old),
    ):
        Clearance.objects.create(**on)


def test_an_override_stands_for_ever() -> None:
    article = clear_story()
    HoleFactory(proof=article.current_proof(), text="Rebels")
    cleared = actions.clear(
        by=ChiefFactory(),
        article=article,
        proof=article.current_proof(),
        overrides={"tk": "The desk fills it in."},
    )
    for change in (lambda: Clearance.objects.update(overridden=[]), cleared.delete):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            change()


def test_each_reason_needs_a_reason_of_its_own() -> None:
    article = clear_story()
    HoleFactory(proof=article.current_proof(), text="Rebels")
    QueryFactory(article=article)
    with pytest.raises(Refused, match="1 query is open"):
        actions.clear(
            by=ChiefFactory(),
            article=article,
            proof=article.current_proof(),
            overrides={"tk": "The desk fills it in."},
        )
    assert not Clearance.objects.exists()


def test_copy_with_nothing_in_its_way_is_cleared_with_its_sentence() -> None:
    article = clear_story()
    cleared = actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    assert cleared.proof_hash == article.current_proof().hash
    assert cleared.overridden == []
    assert LogEntry.objects.filter(verb="clear", article_id=article.pk).exists()


def test_the_sentence_is_frozen_as_it_stood() -> None:
    article = clear_story()
    requested(article)
    with pytest.raises(Refused):
        actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    cleared = actions.clear(
        by=ChiefFactory(),
        article=article,
        proof=article.current_proof(),
        overrides=because("It is urgent."),
    )
    assert "sought comment" in cleared.sentence


def test_blocked_copy_is_not_cleared_and_every_reason_is_said() -> None:
    article = clear_story()
    HoleFactory(proof=article.current_proof(), text="Rebels")
    with pytest.raises(Refused, match="1 TK is still in the copy"):
        actions.clear(by=ChiefFactory(), article=article, proof=article.current_proof())
    assert not Clearance.objects.exists()


def test_only_a_chief_overrides_and_only_with_a_reason() -> None:
    article = clear_story()
    HoleFactory(proof=article.current_proof(), text="Rebels")
    proof = article.current_proof()
    with pytest.raises(NotAllowed, match="chief"):
        actions.clear(
            by=EditorFactory(), article=article, proof=proof, overrides=because("It is urgent.")
        )
    with pytest.raises(Refused):
        actions.clear(by=ChiefFactory(), article=article, proof=proof, overrides=because("  "))
    cleared = actions.clear(
        by=ChiefFactory(), article=article, proof=proof, overrides=because("It is urgent.")
    )
    [kept] = cleared.overridden
    assert (kept["reason"], kept["count"], kept["items"], kept["why"]) == (
        "tk",
        1,
        ["Rebels"],
        "It is urgent.",
    )
    assert LogEntry.objects.filter(verb="override gate", article_id=article.pk).exists()


def test_a_reason_given_where_nothing_blocks_overrides_nothing() -> None:
    article = clear_story()
    cleared = actions.clear(
        by=EditorFactory(),
        article=article,
        proof=article.current_proof(),
        overrides=because("In case."),
    )
    assert cleared.overridden == []


def test_a_checker_or_the_system_clears_nothing() -> None:
    article = clear_story()
    for by in (CheckerFactory(), None):
        with pytest.raises(NotAllowed):
            actions.clear(by=by, article=article, proof=article.current_proof())


@pytest.mark.django_db(transaction=True)
def test_a_verdict_taken_back_at_once_with_the_clearance_is_seen_by_it() -> None:
    article, by, editor = clear_story(), CheckerFactory(), EditorFactory()
    claim, proof = article.claims.get(), article.current_proof()
    said = meanwhile(
        lambda: actions.withdraw_verdict(by=by, claim=claim),
        lambda: actions.clear(by=editor, article=article, proof=proof),
    )
    assert "1 claim needs a verdict" in said
    assert not Clearance.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_copy_edited_at_once_with_its_clearance_is_not_cleared() -> None:
    article, by, editor = clear_story(), ReporterFactory(), EditorFactory()
    proof = article.current_proof()
    said = meanwhile(
        lambda: edit_copy(by=by, article=article, text="New copy.", base=proof),
        lambda: actions.clear(by=editor, article=article, proof=proof),
    )
    assert "edited since" in said
    assert not Clearance.objects.exists()


def test_the_author_does_not_clear_their_own_copy() -> None:
    author = ChiefFactory()
    article = clear_story(author=author)
    with pytest.raises(Refused, match="own copy"):
        actions.clear(by=author, article=article, proof=article.current_proof())


def test_a_proof_is_cleared_once() -> None:
    article = clear_story()
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    with pytest.raises(Refused, match="already"):
        actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())


def test_a_restricted_article_is_cleared_by_its_team_or_the_chief() -> None:
    member = CheckerFactory()
    article = story(restricted=True, team=[member])
    signed(article, by=member)
    with pytest.raises(NotAllowed):
        actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    actions.clear(by=ChiefFactory(), article=article, proof=article.current_proof())


def test_reasons_typed_to_override_stay_where_one_is_missing(client: Client) -> None:
    article = story()
    ClaimFactory(proof=article.current_proof())
    client.force_login(ChiefFactory())
    blockers = gate(article, timezone.now())
    assert len(blockers) > 1
    typed = {"proof": article.current_proof().pk, blockers[0].why_field: "The desk knows."}
    page = client.post(reverse("review:clear", args=[article.pk]), typed)
    assert page.status_code == 409
    assert 'value="The desk knows."' in page.content.decode()
