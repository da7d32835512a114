"""What comes after a clearance is an event of its own, shown on the article and told to who cleared."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from factcheck.articles.actions import Outdated, close_article, edit_copy, reopen_copy
from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.review import actions
from factcheck.review.models import Clearance, LaterEvent
from factcheck.review.reads.gate import cleared_now
from factcheck.status.reads import untold
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory
from tests.review.factories import clear_story

pytestmark = pytest.mark.django_db


def cleared(by: User | None = None) -> Article:
    article = clear_story()
    actions.clear(by=by or EditorFactory(), article=article, proof=article.current_proof())
    return article


def told(user: User) -> list[str]:
    return [due.text for due in untold(timezone.now()) if due.user == user]


def test_an_act_after_a_clearance_is_an_event_and_whoever_cleared_is_told() -> None:
    editor, article = EditorFactory(), None
    article = cleared(editor)
    assert not LaterEvent.objects.exists()
    close_article(by=EditorFactory(name="Bo Ray"), article=article)
    [event] = LaterEvent.objects.all()
    assert (event.clearance, event.entry.verb) == (Clearance.objects.get(), "close article")
    assert any("After you cleared" in text and "Bo Ray" in text for text in told(editor))


def test_what_the_system_takes_in_after_a_clearance_is_an_event_too() -> None:
    article = cleared()
    log(by=None, verb="file reply", subject=article, article_id=article.pk, text="An answer came.")
    assert LaterEvent.objects.get().entry.text == "An answer came."


def test_nobody_is_told_of_their_own_act() -> None:
    editor = EditorFactory()
    close_article(by=editor, article=cleared(editor))
    assert LaterEvent.objects.count() == 1
    assert not any("After you cleared" in text for text in told(editor))


def test_an_article_that_nobody_cleared_has_no_such_events() -> None:
    close_article(by=EditorFactory(), article=clear_story())
    assert not LaterEvent.objects.exists()


def test_events_are_shown_on_the_article() -> None:
    article = cleared()
    log(by=None, verb="file reply", subject=article, article_id=article.pk, text="An answer came.")
    client = Client()
    client.force_login(CheckerFactory())
    page = client.get(article.get_absolute_url()).content.decode()
    assert "After it was cleared: 1" in page
    assert "An answer came." in page


def test_an_event_is_neither_changed_nor_deleted() -> None:
    close_article(by=EditorFactory(), article=cleared())
    with pytest.raises(DatabaseError), transaction.atomic():
        LaterEvent.objects.all().delete()


def test_cleared_copy_is_corrected_with_a_reason_alone() -> None:
    article, by = cleared(), ReporterFactory()
    base = article.current_proof()
    text = base.text.replace("Friday", "Saturday")
    with pytest.raises(Refused, match="Say why it is corrected"):
        edit_copy(by=by, article=article, text=text, base=base)
    proof = edit_copy(by=by, article=article, text=text, base=base, why="It was Saturday.")
    event = LaterEvent.objects.get()
    assert event.clearance.proof == base
    assert "A correction of what was cleared: It was Saturday." in event.entry.text
    assert not cleared_now([article.pk])
    edit_copy(by=by, article=article, text=text + " More.", base=proof)
    assert LaterEvent.objects.count() == 1


def test_the_edit_form_asks_why_where_the_proof_is_cleared() -> None:
    article, client = cleared(), Client()
    client.force_login(ReporterFactory())
    base, path = article.current_proof(), f"/articles/{article.pk}/edit/"
    assert 'name="why"' in client.get(path).content.decode()
    given = {"text": base.text + " More.", "base": base.pk}
    assert client.post(path, given).status_code in (409, 422)
    assert client.post(path, {**given, "why": "Left out."}).status_code == 302
    assert article.current_proof().number == 2
    assert 'name="why"' not in client.get(path).content.decode()


def test_a_clearance_ends_without_an_edit_and_the_words_stay() -> None:
    editor = EditorFactory(name="Ann Lee")
    article = cleared(editor)
    base = article.current_proof()
    with pytest.raises(NotAllowed):
        reopen_copy(by=CheckerFactory(), article=article, base=base, why="A call came.")
    with pytest.raises(Refused, match="Say why"):
        reopen_copy(by=EditorFactory(), article=article, base=base, why=" ")
    proof = reopen_copy(by=EditorFactory(), article=article, base=base, why="A call came.")
    assert (proof.text, proof.hash, proof.number) == (base.text, base.hash, base.number + 1)
    assert [(b.kind, b.start) for b in proof.blocks.all()] == [
        (b.kind, b.start) for b in base.blocks.all()
    ]
    assert not cleared_now([article.pk])
    assert LaterEvent.objects.get().entry.verb == "reopen copy"
    assert any("A call came." in text for text in told(editor))
    with pytest.raises(Outdated):
        reopen_copy(by=EditorFactory(), article=article, base=base, why="Again.")
    with pytest.raises(Refused, match="not cleared"):
        reopen_copy(by=EditorFactory(), article=article, base=proof, why="Again.")


def test_an_editor_reopens_on_the_proof_page() -> None:
    article, client = cleared(), Client()
    client.force_login(EditorFactory())
    base = article.current_proof()
    assert "End the clearance" in client.get(article.get_absolute_url()).content.decode()
    client.post(f"/articles/{article.pk}/reopen-copy/", {"base": base.pk, "why": "A call came."})
    assert article.current_proof().number == 2
    assert "End the clearance" not in client.get(article.get_absolute_url()).content.decode()


def test_the_forms_of_a_cleared_proof_that_would_be_refused_are_not_shown() -> None:
    article, client = clear_story(), Client()
    client.force_login(EditorFactory())
    claim = article.claims.get()
    path = f"/articles/{article.pk}/claims/{claim.pk}/"
    before = client.get(path).content.decode()
    actions.clear(by=EditorFactory(), article=article, proof=article.current_proof())
    after = client.get(path).content.decode()
    assert 'name="ruling"' in before
    assert 'name="ruling"' not in after
