"""News of notes, changes, decisions, items and sources."""

from __future__ import annotations

from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.articles.actions import edit_copy, set_article
from factcheck.articles.models import Article
from factcheck.desk.actions.queue import assign
from factcheck.desk.models import QueueItem
from factcheck.desk.reads.changes import look_at
from factcheck.newsroom.models import User
from factcheck.review.actions import (
    answer_thread,
    decide_query,
    give_verdict,
    raise_query,
    resolve_thread,
    reword_note,
    start_thread,
)
from factcheck.review.models import Query, Thread, Verdict
from factcheck.status import actions
from factcheck.status.models import EVENTS, Notice
from factcheck.status.reads import Due, all_news
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, EditorFactory, ReporterFactory
from tests.pages import one_line
from tests.review.factories import QueueItemFactory, staff, story

pytestmark = pytest.mark.django_db


def due(kind: str) -> list[Due]:
    """Return all news of a kind; a look at its articles alone would find as much."""
    now = timezone.now()
    whole = all_news(now, [kind])
    assert all_news(now, [kind], look_at(one.article for one in whole)) == whole
    return whole


def told(kind: str) -> set[str]:
    return {one.user.name for one in due(kind)}


def made(kind: str) -> list[Notice]:
    actions.make_notices(now=timezone.now())
    return list(Notice.objects.filter(kind=kind).order_by("pk"))


def mailed(notice: Notice) -> str:
    mail = actions.tell(notice_id=notice.pk, now=timezone.now())
    return f"{mail.subject}\n{mail.text}\n{mail.html}" if mail else ""


@pytest.fixture
def ann() -> User:
    return ReporterFactory(name="Ann Lee")


def noted(ann: User, text: str = "@Ann Lee, who counted?", **article: Any) -> Thread:
    return start_thread(by=CheckerFactory(name="Bo Ray"), article=story(**article), text=text)


def test_whoever_is_called_in_a_note_is_told_at_once(ann: User) -> None:
    thread = noted(ann)
    (notice,) = made("mention")
    assert (notice.user, notice.when) == (ann, "at once")
    assert notice.text.startswith("Bo Ray mentions you in a note on “Story")
    assert notice.link.endswith(f"/notes/?show=all#thread-{thread.pk}")
    assert "who counted?" in mailed(notice)


def test_one_called_twice_in_a_note_or_again_in_an_edit_is_told_once(ann: User) -> None:
    thread = noted(ann, "@Ann Lee and @Ann Lee")
    note = thread.notes.get()
    assert len(made("mention")) == 1
    reword_note(by=note.by, note=note, text="@Ann Lee, look")
    assert len(made("mention")) == 1
    bo = CheckerFactory(name="Cy Dun")
    reword_note(by=note.by, note=note, text="@Cy Dun, look")
    assert [notice.user for notice in made("mention")] == [ann, bo]
    assert told("mention") == {"Cy Dun"}


def test_a_call_in_a_new_note_is_told_anew(ann: User) -> None:
    thread = noted(ann)
    made("mention")
    answer_thread(by=CheckerFactory(), thread=thread, text="@Ann Lee, still")
    assert len(made("mention")) == 2


def test_a_call_that_was_answered_or_resolved_is_told_no_more(ann: User) -> None:
    for settle in (
        lambda thread: answer_thread(by=ann, thread=thread, text="I did."),
        lambda thread: resolve_thread(by=CheckerFactory(), thread=thread),
    ):
        thread = noted(ann)
        notice = made("mention")[-1]
        settle(thread)
        assert mailed(notice) == ""
        notice.refresh_from_db()
        assert notice.state == "stale"


def test_who_lost_the_right_to_see_the_article_hears_nothing_more_of_it(ann: User) -> None:
    noted(ann)
    (notice,) = made("mention")
    Article.objects.update(restricted=True)
    assert mailed(notice) == ""


def test_a_mail_on_restricted_copy_holds_a_link_and_no_word_of_it(ann: User) -> None:
    chief = ChiefFactory(name="Cora")
    article = story(author=ann, headline="Secret plan", restricted=True)
    claim = ClaimFactory(proof=article.current_proof())
    start_thread(by=chief, article=article, text="@Ann Lee, the secret dam?", claim=claim)
    raise_query(
        by=chief, article=article, text="Is the secret dam it?", claim=claim, new="20 people"
    )
    done = start_thread(by=ann, article=article, text="The secret dam.")
    resolve_thread(by=chief, thread=done)
    stet = raise_query(by=chief, article=article, text="The secret dam again?")
    decide_query(by=editor_of(article), query=stet, decision="stet", note="So it is.")
    item = QueueItemFactory(article=article, text="Secret dam", assigned_to=chief)
    kinds = {"mention", "change", "note resolved", "decided", "queue item"}
    found = [one for one in all_news(timezone.now(), kinds) if one.user in (ann, chief)]
    assert {one.kind for one in found} == kinds
    assert item.pk
    for one in found:
        body = " ".join(actions.render("notice", actions.notice_context(one)))
        for word in ("ecret", "dam", "12 people", "20 people"):
            assert word not in body, one.kind


def editor_of(article: Article) -> User:
    editor: User = EditorFactory()
    article.team.add(editor)
    return editor


def test_whoever_began_a_thread_hears_that_another_resolved_it(ann: User) -> None:
    by = CheckerFactory()
    thread = start_thread(by=ann, article=story(), text="Look at this")
    resolve_thread(by=by, thread=thread)
    (one,) = due("note resolved")
    assert one.user == ann
    own = start_thread(by=ann, article=story(), text="And at this")
    resolve_thread(by=ann, thread=own)
    assert len(due("note resolved")) == 1


def test_an_author_is_told_of_words_proposed_and_of_a_change_decided_until_the_copy_changes(
    ann: User,
) -> None:
    article = story(author=ann)
    query = raise_query(by=CheckerFactory(), article=article, text="12?", new="twenty")
    assert told("change") == {"Ann Lee"}
    assert told("query") == set()  # one event, one kind of mail
    decide_query(by=EditorFactory(), query=query, decision="change", note="So it is.")
    (one,) = due("change")
    assert one.event.endswith("@decided")
    edit_copy(by=ann, article=article, text="Other copy altogether.", base=article.current_proof())
    assert due("change") == []


def test_who_raised_a_query_hears_what_was_decided_and_the_author_too(ann: User) -> None:
    bo = CheckerFactory(name="Bo Ray")
    query = raise_query(by=bo, article=story(author=ann), text="12, or 20?")
    assert due("decided") == []
    decide_query(by=EditorFactory(name="Ed"), query=query, decision="stet", note="It stands.")
    assert told("decided") == {"Bo Ray", "Ann Lee"}
    Query.objects.update(decision="change")
    assert told("decided") == {"Bo Ray"}  # the author has a change to make, and hears of that


def test_who_is_given_an_item_of_the_queue_hears_of_it_each_time_it_is_given(ann: User) -> None:
    item, bo, by = (
        QueueItemFactory(text="A letter in doubt"),
        CheckerFactory(name="Bo Ray"),
        EditorFactory(),
    )
    assign(by=by, items=QueueItem.objects.filter(pk=item.pk), to=bo)
    (first,) = made("queue item")
    assert (first.user, first.article) == (bo, None)
    assert "A letter in doubt" in mailed(first)
    assign(by=by, items=QueueItem.objects.filter(pk=item.pk), to=None)
    assert due("queue item") == []
    assign(by=by, items=QueueItem.objects.filter(pk=item.pk), to=bo)
    assert len(made("queue item")) == 2


def test_who_takes_an_item_or_may_no_longer_work_the_queue_is_not_told() -> None:
    item, bo = QueueItemFactory(), CheckerFactory(name="Bo Ray")
    assign(by=bo, items=QueueItem.objects.filter(pk=item.pk), to=bo)
    assert due("queue item") == []
    assign(by=EditorFactory(), items=QueueItem.objects.filter(pk=item.pk), to=bo)
    assert told("queue item") == {"Bo Ray"}
    User.objects.filter(pk=bo.pk).update(role="reporter")
    assert due("queue item") == []


def test_a_verdict_opened_again_is_news_to_who_gave_it_until_somebody_rules() -> None:
    bo = CheckerFactory(name="Bo Ray")
    claim = ClaimFactory(proof=story().current_proof())
    verdict = give_verdict(by=bo, claim=claim, ruling="confirmed", source="The ministry")
    assert due("source changed") == []
    Verdict.objects.filter(pk=verdict.pk).update(
        current=False, reopened="The page no longer says it."
    )
    assert told("source changed") == {"Bo Ray"}
    give_verdict(by=CheckerFactory(), claim=claim, ruling="confirmed", source="A book")
    assert due("source changed") == []


def test_nothing_is_told_of_an_article_that_is_closed(ann: User) -> None:
    thread = noted(ann)
    query = raise_query(by=CheckerFactory(), article=thread.article, text="12?", new="20")
    Article.objects.update(author=ann)
    assert told("mention") == told("change") == {"Ann Lee"}
    decide_query(by=EditorFactory(), query=query, decision="stet", note="Done.")
    Article.objects.update(closed_at=timezone.now())
    resolve_thread(by=CheckerFactory(), thread=noted(ann, "x", closed_at=timezone.now()))
    for kind in ("mention", "change", "decided", "note resolved"):
        assert due(kind) == [], kind


def test_the_queries_for_this_news_do_not_grow_with_it(ann: User) -> None:
    kinds = ["mention", "note resolved", "change", "decided", "source changed", "queue item"]

    def happen() -> None:
        thread = noted(ann)
        resolve_thread(by=CheckerFactory(), thread=noted(ann))
        article = thread.article
        query = raise_query(by=CheckerFactory(), article=article, text="12?", new="20")
        decide_query(by=EditorFactory(), query=query, decision="change", note="So.")
        raise_query(by=CheckerFactory(), article=article, text="12?", new="30")
        QueueItemFactory(article=article, assigned_to=CheckerFactory())

    def queries() -> int:
        with CaptureQueriesContext(connection) as found:
            all_news(timezone.now(), kinds)
        return len(found)

    happen()
    few = queries()
    for _ in range(3):
        happen()
    assert queries() == few


@pytest.mark.parametrize("name", [*EVENTS, actions.DIGEST])
def test_every_mail_can_be_looked_at_in_the_admin_as_a_sample_and_with_what_is_true(
    name: str,
) -> None:
    client = Client()
    client.force_login(staff())
    for view in ("status_notice_mail", "status_notice_mail_html"):
        url = reverse(f"admin:{view}", args=[name])
        assert "unsubscribe" in one_line(client.get(url))
    url = reverse("admin:status_notice_mail", args=[name])
    assert "Nothing of this kind is true now" in one_line(client.get(url, {"real": "1"}))
    assert (
        client.get(reverse("admin:status_notice_mail_html", args=[name]), {"real": "1"}).status_code
        == 404
    )


@time_machine.travel(timezone.now(), tick=False)  # the links are signed with their second
def test_a_mail_with_what_is_true_is_shown_with_the_lookers_own_links_and_only_what_they_may_see(
    ann: User,
) -> None:
    looker = staff()
    client = Client()
    client.force_login(looker)
    noted(ann)
    url = reverse("admin:status_notice_mail", args=["mention"])
    body = one_line(client.get(url, {"real": "1"}))
    assert "who counted?" in body
    assert actions.unsubscribe_link(looker, "mention") in body
    assert actions.unsubscribe_link(ann, "mention") not in body
    Article.objects.update(restricted=True)
    Article.objects.get().team.add(ann)
    assert "Nothing of this kind is true now" in one_line(client.get(url, {"real": "1"}))
    set_article(
        by=ChiefFactory(), article=Article.objects.get(), restricted=False, assigned_to=looker
    )
    digest = reverse("admin:status_notice_mail", args=["digest"])
    actions.choose(by=looker, user=looker, kind="assigned", when="digest")
    assert "is yours to check" in one_line(client.get(digest, {"real": "1"}))


def test_each_part_of_a_digest_can_be_stopped_by_itself(ann: User) -> None:
    one = Due(ann, "reply", "x", None, "A party has answered.", "/")
    _, text, html = actions.render("digest", actions.digest_context(ann, [one]))
    for body in (text, html):
        assert actions.unsubscribe_link(ann, "reply") in body
        assert actions.unsubscribe_link(ann, actions.DIGEST) in body
