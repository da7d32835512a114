from __future__ import annotations

import pytest
from django.db import DatabaseError

from factcheck.articles.actions import edit_copy
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry, User
from factcheck.review import actions
from factcheck.review.models import Clearance, SignOff
from tests.articles.factories import next_proof
from tests.claims.factories import ClaimFactory, FactFactory, HoleFactory, QuoteFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.review.factories import clear_story, confirmed, meanwhile, reasons, requested, signed, story

pytestmark = pytest.mark.django_db


def sign(by: User | None, article: object, name: str = "fairness", accepted: bool = True, comment: str = "") -> SignOff:
    return actions.sign_off(
        by=by,
        article=article,  # type: ignore[arg-type]
        proof=article.current_proof(),  # type: ignore[attr-defined]
        reading_pass=name,
        accepted=accepted,
        comment=comment,
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


def test_whoever_ticked_one_fact_is_a_first_checker_and_signs_no_pass() -> None:
    article, checker = story(), CheckerFactory()
    actions.tick_fact(by=checker, fact=FactFactory(proof=article.current_proof()), state="confirmed", source="The army")
    for name in ("facts", "fairness", "whole picture"):
        with pytest.raises(Refused, match="ruled on"):
            sign(checker, article, name)


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
    assert sign(CheckerFactory(), article, accepted=False, comment="The army was not asked.").comment


def test_a_pass_is_one_of_three() -> None:
    with pytest.raises(Refused):
        sign(CheckerFactory(), story(), "style")


def test_earlier_copy_is_neither_signed_nor_cleared() -> None:
    article = story()
    old = article.current_proof()
    next_proof(article, "New copy.")
    with pytest.raises(Refused, match="edited"):
        actions.sign_off(by=CheckerFactory(), article=article, proof=old, reading_pass="fairness", accepted=True)
    with pytest.raises(Refused, match="edited"):
        actions.clear(by=ChiefFactory(), article=article, proof=old, override_reason="It is urgent.")


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


def test_a_signer_who_then_rules_on_an_item_has_signed_nothing() -> None:
    article = story()
    reader = signed(article)
    actions.tick_fact(by=reader, fact=FactFactory(proof=article.current_proof()), state="confirmed", source="AP")
    assert "not signed off" in reasons(article)


def test_a_signature_is_never_changed() -> None:
    given = sign(CheckerFactory(), story())
    with pytest.raises(DatabaseError, match="Cannot update"):
        SignOff.objects.filter(pk=given.pk).update(accepted=False)


def test_copy_with_nothing_in_its_way_is_cleared_with_its_sentence() -> None:
    article = clear_story()
    cleared = actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    assert cleared.proof_hash == article.current_proof().hash
    assert (cleared.overridden, cleared.override_reason) == ([], "")
    assert LogEntry.objects.filter(verb="clear", article_id=article.pk).exists()


def test_the_sentence_is_frozen_as_it_stood() -> None:
    article = clear_story()
    requested(article)
    with pytest.raises(Refused):
        actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    cleared = actions.clear(
        by=ChiefFactory(), article=article, proof=article.current_proof(), override_reason="It is urgent."
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
        actions.clear(by=EditorFactory(), article=article, proof=proof, override_reason="It is urgent.")
    with pytest.raises(Refused):
        actions.clear(by=ChiefFactory(), article=article, proof=proof, override_reason="  ")
    cleared = actions.clear(by=ChiefFactory(), article=article, proof=proof, override_reason="It is urgent.")
    assert cleared.overridden == [{"reason": "tk", "count": 1}]
    assert cleared.override_reason == "It is urgent."
    assert LogEntry.objects.filter(verb="override gate", article_id=article.pk).exists()


def test_a_reason_given_where_nothing_blocks_overrides_nothing() -> None:
    article = clear_story()
    cleared = actions.clear(
        by=EditorFactory(), article=article, proof=article.current_proof(), override_reason="In case."
    )
    assert (cleared.overridden, cleared.override_reason) == ([], "")


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
    assert "1 claim waits" in said
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
