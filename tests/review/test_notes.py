from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from factcheck.articles.models import Article
from factcheck.claims.models import Claim
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.review import actions
from factcheck.review.models import Mention, Note, NoteWording, Thread
from factcheck.review.reads.notes import open_notes, threads_of, threads_on
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, FactFactory
from tests.newsroom.factories import CheckerFactory, ReporterFactory
from tests.pages import one_line
from tests.review.test_pages import signed_in
from tests.review.test_pages_acts import HTMX

pytestmark = pytest.mark.django_db


def thread_on(article: Article | None = None, text: str = "Is it so?", **on: Any) -> Thread:
    return actions.start_thread(
        by=CheckerFactory(), article=article or ArticleFactory(), text=text, **on
    )


def test_a_note_is_begun_on_a_mark_and_answered() -> None:
    claim = ClaimFactory()
    thread = thread_on(claim.article, claim=claim)
    actions.answer_thread(by=ReporterFactory(name="Ann"), thread=thread, text="It is.")
    (row,) = threads_of(claim.article)
    assert (row.key, row.thread.text, row.gone) == (f"claim-{claim.pk}", claim.text, False)
    assert [note.text for note in row.notes] == ["Is it so?", "It is."]
    assert "Answer on “At least 12" in LogEntry.objects.first().text  # type: ignore[union-attr]


def test_an_empty_note_and_one_without_end_are_refused() -> None:
    for text in ("  \n", "x" * 5001):
        with pytest.raises(Refused):
            thread_on(text=text)
    assert not Thread.objects.exists()


def test_a_note_on_words_of_another_article_is_refused() -> None:
    with pytest.raises(Refused, match="another article"):
        thread_on(ArticleFactory(), claim=ClaimFactory())


def test_whoever_may_not_see_the_article_may_not_write_resolve_or_edit() -> None:
    thread = thread_on()
    outsider = CheckerFactory()
    note = actions.answer_thread(by=outsider, thread=thread, text="Mine")
    Article.objects.update(restricted=True)
    thread = Thread.objects.get()
    for act in (
        lambda: actions.start_thread(by=outsider, article=thread.article, text="x"),
        lambda: actions.answer_thread(by=outsider, thread=thread, text="x"),
        lambda: actions.resolve_thread(by=outsider, thread=thread),
        lambda: actions.reopen_thread(by=outsider, thread=thread),
        lambda: actions.reword_note(by=outsider, note=Note.objects.get(pk=note.pk), text="x"),
    ):
        with pytest.raises(NotAllowed):
            act()


def test_a_colleague_is_called_and_stays_called_in_the_words() -> None:
    ann = ReporterFactory(name="Ann Lee")
    thread = thread_on(text="@Ann Lee, is it so?")
    assert [one.user for one in Mention.objects.all()] == [ann]
    (note,) = threads_of(thread.article)[0].notes
    assert [(piece.text, piece.called) for piece in note.pieces if piece.text] == [
        ("@Ann Lee", True),
        (", is it so?", False),
    ]


def test_a_name_that_is_not_clear_keeps_the_note_from_being_written() -> None:
    ReporterFactory(name="Ann Lee")
    ReporterFactory(name="Ann Ray")
    with pytest.raises(Refused, match=r"Ann Lee .* or Ann Ray"):
        thread_on(text="@Ann, look")
    assert not Note.objects.exists()


def test_in_a_restricted_article_only_its_team_can_be_called() -> None:
    by = CheckerFactory()
    inside, outside = ReporterFactory(name="Ann Lee"), ReporterFactory(name="Bo Ray")
    article = ArticleFactory(restricted=True, team=[inside, by])
    actions.start_thread(by=by, article=article, text=f"@{inside.email}")
    with pytest.raises(Refused, match=r"Bo Ray .* may not see this restricted article"):
        actions.start_thread(by=by, article=article, text=f"@{outside.email}")


def test_one_who_left_cannot_be_called() -> None:
    ReporterFactory(name="Ann Lee", is_active=False)
    with pytest.raises(Refused, match="No colleague"):
        thread_on(text="@Ann Lee")


def test_an_edit_keeps_what_was_said_before() -> None:
    note = thread_on().notes.get()
    actions.reword_note(by=note.by, note=note, text="Is it really so?", seen=1)
    (row,) = threads_of(note.thread.article)[0].notes
    assert (row.text, row.number, [was.text for was in row.earlier]) == (
        "Is it really so?",
        2,
        ["Is it so?"],
    )
    assert "“Is it so?” → “Is it really so?”" in LogEntry.objects.first().text  # type: ignore[union-attr]


def test_a_note_is_edited_only_by_whoever_wrote_it_and_has_seen_it() -> None:
    note = thread_on().notes.get()
    with pytest.raises(NotAllowed, match="Answer it instead"):
        actions.reword_note(by=CheckerFactory(), note=note, text="No.")
    actions.reword_note(by=note.by, note=note, text="Second", seen=1)
    with pytest.raises(Refused, match="another window"):
        actions.reword_note(by=note.by, note=note, text="Third", seen=1)


def test_the_same_words_again_are_no_edit() -> None:
    note = thread_on().notes.get()
    actions.reword_note(by=note.by, note=note, text=" Is it so? ")
    assert NoteWording.objects.count() == 1


def test_the_database_lets_nobody_change_what_was_said() -> None:
    thread_on()
    with pytest.raises(DatabaseError), transaction.atomic():
        NoteWording.objects.update(text="I never said that.")


def test_a_thread_is_resolved_once_and_reopened_with_who_and_when() -> None:
    thread, ann, bo = thread_on(), CheckerFactory(), CheckerFactory()
    first = actions.resolve_thread(by=ann, thread=thread)
    again = actions.resolve_thread(by=bo, thread=thread)
    assert (again.turned_by, again.turned_at) == (ann, first.turned_at)
    assert LogEntry.objects.filter(text__startswith="Resolved").count() == 1
    back = actions.reopen_thread(by=bo, thread=thread)
    assert (back.resolved, back.turned_by) == (False, bo)


def test_an_answer_opens_a_resolved_thread_again() -> None:
    thread = thread_on()
    actions.resolve_thread(by=CheckerFactory(), thread=thread)
    actions.answer_thread(by=CheckerFactory(), thread=thread, text="Not so fast.")
    thread.refresh_from_db()
    assert not thread.resolved


def test_open_notes_are_counted_by_mark() -> None:
    claim = ClaimFactory()
    fact = FactFactory(proof=claim.proof, claim=claim)
    for on in ({"claim": claim}, {"claim": claim}, {"fact": fact}, {}):
        thread_on(claim.article, **on)
    done = thread_on(claim.article, claim=claim)
    actions.resolve_thread(by=CheckerFactory(), thread=done)
    thread_on()
    assert open_notes(claim.article) == {f"claim-{claim.pk}": 2, f"fact-{fact.pk}": 1, "": 1}
    assert len(threads_on(claim.article, f"claim-{claim.pk}", [fact.pk])) == 4
    assert len(threads_on(claim.article, "facts-3", [fact.pk])) == 1


def test_a_thread_whose_words_left_the_copy_says_so() -> None:
    claim = ClaimFactory()
    thread_on(claim.article, claim=claim)
    Claim.objects.update(standing="archived")
    assert threads_of(claim.article)[0].gone


def test_the_queries_for_threads_do_not_grow_with_them() -> None:
    article = ArticleFactory()
    ann = ReporterFactory(name="Ann Lee")

    def queries() -> int:
        with CaptureQueriesContext(
            connection,
        ) as found:
            threads_of(article)
        return len(found)

    thread_on(article, text=f"@{ann.email}")
    few = queries()
    for _ in range(4):
        actions.answer_thread(by=CheckerFactory(), thread=thread_on(article), text="@Ann Lee")
    assert queries() == few


def post(name: str, args: list[Any], *, by: Any = None, htmx: bool = False, **data: Any) -> Any:
    client = signed_in(by or CheckerFactory())
    return client.post(reverse(f"review:{name}", args=args), data, headers=HTMX if htmx else {})


def test_a_note_is_written_in_a_card_and_comes_back_in_it() -> None:
    claim = ClaimFactory()
    data = {"card": f"claim-{claim.pk}", "on": f"claim-{claim.pk}", "text": "Who counted?"}
    body = one_line(post("note", [claim.article_id], htmx=True, **data))
    assert "<html" not in body
    assert "Who counted?" in body
    assert Thread.objects.get().claim == claim
    answer = post("note", [claim.article_id], **data)
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(
        reverse("review:claim", args=[claim.article_id, claim.pk])
    )


def test_a_refused_note_is_said_at_its_form_and_keeps_what_was_typed() -> None:
    claim = ClaimFactory()
    for htmx in (True, False):
        answer = post(
            "note",
            [claim.article_id],
            htmx=htmx,
            card=f"claim-{claim.pk}",
            text="See @Nobody Here",
            on="",
        )
        assert answer.status_code == 409
        body = one_line(answer)
        assert "No colleague is called “@Nobody”" in body
        assert ">See @Nobody Here</textarea>" in body


def test_a_note_of_an_article_one_may_not_see_is_not_there() -> None:
    thread = thread_on()
    Article.objects.update(restricted=True)
    pk = thread.article_id
    assert signed_in(CheckerFactory()).get(reverse("review:notes", args=[pk])).status_code == 404
    assert signed_in(CheckerFactory()).get(reverse("review:people", args=[pk])).status_code == 404
    for name, args in (
        ("note", [pk]),
        ("note_answer", [pk, thread.pk]),
        ("note_resolve", [pk, thread.pk]),
    ):
        assert post(name, args, text="x").status_code == 404


def test_a_thread_of_another_article_is_not_reached_by_this_ones_address() -> None:
    thread, other = thread_on(), ArticleFactory()
    note = thread.notes.get()
    assert post("note_answer", [other.pk, thread.pk], text="x").status_code == 404
    assert post("reword_note", [other.pk, note.pk], by=note.by, text="x").status_code == 404


def test_the_page_of_notes_shows_open_ones_and_says_when_there_are_none() -> None:
    thread = thread_on(text="A question <b>")
    client, url = signed_in(CheckerFactory()), reverse("review:notes", args=[thread.article_id])
    assert "A question &lt;b&gt;" in one_line(client.get(url))
    assert "No note has been resolved." in one_line(client.get(url, {"show": "resolved"}))
    post("note_resolve", [thread.article_id, thread.pk])
    assert "No note is open." in one_line(client.get(url))
    assert "A question" in one_line(client.get(url, {"show": "all"}))
    post("note_reopen", [thread.article_id, thread.pk])
    assert "A question" in one_line(client.get(url))


def test_the_proof_and_its_cards_show_their_notes() -> None:
    claim = ClaimFactory()
    thread_on(claim.article, text="On the whole")
    thread_on(claim.article, text="On the claim", claim=claim)
    client = signed_in(CheckerFactory())
    body = one_line(client.get(claim.article.get_absolute_url()))
    assert "On the whole" in body
    assert "1 more open on its marks" in body
    assert "On the claim" in one_line(
        client.get(reverse("review:claim", args=[claim.article_id, claim.pk]))
    )


def test_the_list_counts_the_open_notes_on_an_item_and_its_facts() -> None:
    claim = ClaimFactory()
    fact = FactFactory(proof=claim.proof, claim=claim)
    done = thread_on(claim.article, claim=claim)
    thread_on(claim.article, claim=claim)
    thread_on(claim.article, fact=fact)
    actions.resolve_thread(by=CheckerFactory(), thread=done)
    body = one_line(signed_in(CheckerFactory()).get(claim.article.get_absolute_url()))
    assert "2 open notes</span>" in body


def test_those_who_can_be_called_are_given_for_completion() -> None:
    by, bo = CheckerFactory(name="Ann Lee"), ReporterFactory(name="Bo Ray")
    ReporterFactory(name="ann lee", email="other@desk.example")
    article = ArticleFactory(restricted=True, team=[by])
    client = signed_in(by)
    url = reverse("review:people", args=[article.pk])
    assert client.get(url).json()["people"] == [
        {"write": "Ann Lee", "name": "Ann Lee", "address": by.email}
    ]
    Article.objects.update(restricted=False)
    writes = {one["write"] for one in client.get(url).json()["people"]}
    assert writes == {by.email, "other@desk.example", bo.name}
