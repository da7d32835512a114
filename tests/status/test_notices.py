from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation

from factcheck.articles.actions import set_article
from factcheck.articles.models import Article
from factcheck.desk.reads.changes import look_at
from factcheck.evidence.models import Provider, Search
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import work_off
from factcheck.replies.actions import log_call, triage
from factcheck.replies.models import CommentRequest, Reply
from factcheck.review import actions as review
from factcheck.status import actions
from factcheck.status.models import EVENTS, DigestPlan, Notice
from factcheck.status.reads import NEWS, all_news, choices_of
from factcheck.status.tasks import news_due
from tests.articles.factories import ArticleFactory, next_proof
from tests.claims.factories import ClaimFactory, ExtractionFactory
from tests.evidence.factories import SearchFactory
from tests.newsroom.factories import (
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    desk,
)
from tests.review.factories import (
    QueryFactory,
    clear_story,
    letter,
    replied,
    requested,
    signed,
    story,
)
from tests.status.factories import NoticeFactory, PreferenceFactory, noticed

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ann() -> User:
    return ReporterFactory(name="Ann")


def told(kind: str) -> set[str]:
    return {name for name, k in noticed() if k == kind}


def test_every_kind_in_the_settings_has_news() -> None:
    assert list(NEWS) == list(EVENTS)


def test_nothing_new_is_nothing_due() -> None:
    assert noticed() == set()
    assert news_due(timezone.now()) == []


def test_an_event_is_noticed_once(ann: User) -> None:
    replied(requested(story(), created_by=ann))
    assert news_due(timezone.now()) == [0]
    assert (
        told("reply")
        == told("reply")
        == {"Ann"} | {str(u) for u in User.objects.filter(written__isnull=False)}
    )
    assert news_due(timezone.now()) == []


def test_the_sweep_is_registered_and_comes_to_rest(ann: User) -> None:
    replied(requested(story(), created_by=ann))
    assert work_off("status.notice") == 1
    assert work_off("status.notice") == 0


def test_two_sweeps_at_once_make_one_notice(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    replied(requested(story(author=ann)))
    found = actions.untold(timezone.now())
    monkeypatch.setattr(actions, "untold", lambda now, look: found)
    actions.make_notices(now=timezone.now())
    actions.make_notices(now=timezone.now())
    assert Notice.objects.filter(kind="reply").count() == 1


def test_whoever_is_given_an_article_hears_of_it_unless_they_took_it(ann: User) -> None:
    checker, editor = CheckerFactory(name="Cy"), EditorFactory(name="Ed")
    article = story(author=ann)
    set_article(by=editor, article=article, assigned_to=checker)
    assert told("assigned") == {"Cy"}
    set_article(by=editor, article=article, assigned_to=editor)
    assert told("assigned") == {"Cy"}


def test_being_given_an_article_again_is_a_new_event() -> None:
    checker, editor = CheckerFactory(name="Cy"), EditorFactory(name="Ed")
    article = story()
    for to in (checker, None, checker):
        set_article(by=editor, article=article, assigned_to=to)
        noticed()
    assert Notice.objects.filter(kind="assigned", user=checker).count() == 2


def test_an_article_is_ready_when_it_has_been_read_and_searched_and_only_once(ann: User) -> None:
    article = ArticleFactory(created_by=ann)
    assert told("ready") == set()
    ExtractionFactory(proof=article.current_proof())
    search = SearchFactory(claim=ClaimFactory(proof=article.current_proof()))
    assert told("ready") == set()
    Search.objects.filter(pk=search.pk).update(work="done", found="nothing")
    Provider.objects.exclude(pk=search.provider_id).update(on=False)
    assert told("ready") == {"Ann"}
    ExtractionFactory(proof=next_proof(article, "New copy."))
    noticed()
    assert Notice.objects.filter(kind="ready").count() == 1


def test_ten_articles_newly_read_are_looked_at_in_as_many_queries_as_two(ann: User) -> None:
    def more(count: int) -> int:
        for _ in range(count):
            article = ArticleFactory(created_by=ann)
            ExtractionFactory(proof=article.current_proof())
            SearchFactory(claim=ClaimFactory(proof=article.current_proof()))
        with CaptureQueriesContext(connection) as asked:
            list(NEWS["ready"](timezone.now()))
        return len(asked)

    more(1)  # makes the desk's settings
    assert more(2) == more(8)


def test_whoever_logged_a_reply_is_not_told_of_it(ann: User) -> None:
    request = requested(story(author=ann, assigned_to=CheckerFactory(name="Cy")), created_by=ann)
    replied(request, logged_by=ann)
    assert told("reply") == {"Cy"}


def test_an_orphan_reply_is_nobodys_news() -> None:
    replied(None)
    assert noticed() == set()


def late(ann: User, **fields: Any) -> Reply:
    """An answer an hour after its story was out, in the hands of Cy, with Ed the only editor."""
    EditorFactory(name="Ed")
    request = requested(story(author=ann, assigned_to=CheckerFactory(name="Cy")), created_by=ann)
    Article.objects.update(closed_at=timezone.now() - HOUR)
    return replied(request, **fields)


def test_an_answer_after_publication_is_told_to_the_editors_as_well_as_to_whose_it_is(
    ann: User,
) -> None:
    late(ann)
    assert told("late reply") == {"Ed", "Cy", "Ann"}
    assert Notice.objects.filter(kind="late reply", when="at once").count() == 3
    noticed()
    assert Notice.objects.filter(kind="late reply").count() == 3
    assert told("reply") == set(), "it is told once"


def test_an_answer_before_publication_or_of_another_matter_is_no_late_one(ann: User) -> None:
    late(ann, received_at=timezone.now() - 2 * HOUR)
    assert told("late reply") == set()
    replied(CommentRequest.objects.get(), says="not about this", triaged_at=timezone.now())
    assert told("late reply") == set()


def test_an_answer_after_publication_is_told_though_somebody_sorted_it_first(ann: User) -> None:
    triage(by=CheckerFactory(), reply=late(ann), says="answered")
    assert told("late reply") == {"Ed", "Cy", "Ann"}


def test_an_answer_by_phone_after_publication_is_told_to_all_but_who_logged_it(ann: User) -> None:
    EditorFactory(name="Eve")
    request = late(ann, received_at=timezone.now() - 2 * HOUR).request
    assert request is not None
    ed = User.objects.get(name="Ed")
    log_call(by=ed, request=request, words="We deny it.", says="answered")
    assert told("late reply") == {"Eve", "Cy", "Ann"}


def test_a_late_answer_is_found_by_a_look_at_what_changed(ann: User) -> None:
    reply = late(ann)
    assert reply.request is not None
    look = look_at([reply.request.article_id])
    assert {one.kind for one in all_news(timezone.now(), look=look)} >= {"late reply"}


@pytest.mark.parametrize("state", ["failed", "unknown"])
def test_whoever_wrote_a_letter_hears_that_it_did_not_go(ann: User, state: str) -> None:
    letter(requested(story(), state=state, created_by=ann), state)
    assert told("letter failed") == {"Ann"}


def test_a_letter_that_went_is_no_news(ann: User) -> None:
    letter(requested(story(), created_by=ann), "sent")
    assert told("letter failed") == set()


def test_a_deadline_is_near_then_past_and_each_is_told_once(ann: User) -> None:
    desk(warn_minutes_before=60)
    request = requested(story(), created_by=ann, deadline=timezone.now() + 2 * HOUR)
    assert told("due soon") == told("overdue") == set()
    CommentRequest.objects.update(deadline=timezone.now() + HOUR / 2)
    assert (told("due soon"), told("overdue")) == ({"Ann"}, set())
    CommentRequest.objects.update(deadline=timezone.now())
    assert told("overdue") == {"Ann"}
    CommentRequest.objects.update(deadline=timezone.now() - HOUR)
    noticed()
    assert Notice.objects.filter(kind="overdue", user=request.created_by).count() == 2


def test_no_deadline_is_told_of_where_a_reply_lies_unread(ann: User) -> None:
    request = requested(story(), created_by=ann)
    replied(request)
    assert told("overdue") == set()


def test_a_query_is_the_authors_until_answered_and_then_the_editors(ann: User) -> None:
    EditorFactory(name="Ed")
    query = QueryFactory(article=story(author=ann), raised_by__name="Cy")
    assert told("query") == {"Ann"}
    review.answer_query(by=ann, query=query, answer="It was 12.")
    assert told("query") == {"Ann", "Ed"}
    assert Notice.objects.filter(kind="query", user=ann).count() == 1


def test_the_editor_who_has_the_article_decides_alone_and_the_author_never(ann: User) -> None:
    EditorFactory(name="Other")
    author = EditorFactory(name="Author")
    article = story(author=author, assigned_to=EditorFactory(name="Has it"))
    QueryFactory(article=article, state="answered")
    QueryFactory(article=story(author=author), state="answered")
    noticed()
    first, second = (
        Notice.objects.filter(kind="query")
        .values_list("event", flat=True)
        .distinct()
        .order_by("event")
    )
    names = {
        event: set(Notice.objects.filter(event=event).values_list("user__name", flat=True))
        for event in (first, second)
    }
    assert {"Has it"} in names.values()
    assert {"Has it", "Other"} in names.values()


def test_a_second_read_is_offered_to_those_who_may_sign(ann: User) -> None:
    checker = CheckerFactory(name="First")
    CheckerFactory(name="Second")
    article = story(author=ann)
    claim = ClaimFactory(proof=article.current_proof())
    assert told("second read") == set()
    review.give_verdict(by=checker, claim=claim, ruling="opinion")
    assert told("second read") == {"Second"}


def test_a_refusal_is_told_to_the_author_and_whoever_has_the_article(ann: User) -> None:
    article = story(author=ann, assigned_to=CheckerFactory(name="Cy"))
    review.sign_off(
        by=CheckerFactory(name="Second"),
        article=article,
        proof=article.current_proof(),
        reading_pass="fairness",
        accepted=False,
        comment="The army was not asked.",
    )
    assert told("refused") == {"Ann", "Cy"}
    assert "The army was not asked." in Notice.objects.filter(kind="refused")[0].text


def test_a_clearance_is_told_even_where_the_article_is_closed_at_once(ann: User) -> None:
    article = clear_story(author=ann)
    review.clear(by=EditorFactory(name="Ed"), article=article, proof=article.current_proof())
    type(article).objects.update(closed_at=timezone.now())
    assert told("cleared") == {"Ann"}
    Notice.objects.update(state="told")
    assert news_due(timezone.now()) == []


def test_an_edit_after_sign_off_is_told_to_each_signer_once(ann: User) -> None:
    article = story(author=ann)
    signer = signed(article, by=CheckerFactory(name="Second"))
    next_proof(article, "New copy.")
    assert told("reopened") == {"Second"}
    next_proof(article, "Newer copy.")
    noticed()
    assert Notice.objects.filter(kind="reopened").count() == 1
    ExtractionFactory(proof=article.current_proof())
    signed(article, by=signer)
    assert all_news(timezone.now(), ["reopened"]) == []


def test_nobody_is_told_of_their_own_edit() -> None:
    article = story()
    signer = signed(article)
    proof = next_proof(article, "New copy.")
    type(proof).objects.filter(pk=proof.pk).update(created_by=signer)
    assert told("reopened") == set()


def test_a_restricted_article_is_news_to_those_who_may_see_it_and_says_nothing_of_it(
    ann: User,
) -> None:
    ChiefFactory(name="Chief")
    CheckerFactory(name="Outsider")
    member = CheckerFactory(name="Member")
    article = story(author=ann, headline="Secret plan", restricted=True, team=[member])
    outsider = ReporterFactory(name="Left the team")
    replied(requested(article, created_by=outsider), text="The plan is off.")
    assert told("second read") == {"Chief", "Member"}
    assert told("reply") == {"Ann"}
    for text in Notice.objects.values_list("text", flat=True):
        assert "Secret" not in text
        assert "plan" not in text
        assert "a restricted article" in text


def test_whoever_left_the_paper_is_told_nothing(ann: User) -> None:
    replied(requested(story(author=ann)))
    User.objects.update(is_active=False)
    assert noticed() == set()


def test_what_a_person_never_wants_is_noted_and_never_sent(ann: User) -> None:
    PreferenceFactory(user=ann, kind="reply", when="never")
    replied(requested(story(author=ann)))
    assert told("reply") == {"Ann"}
    assert Notice.objects.get(kind="reply").state == "stale"
    assert news_due(timezone.now()) == []


def test_a_digest_notice_gives_its_person_a_digest(ann: User) -> None:
    PreferenceFactory(user=ann, kind="reply", when="digest")
    replied(requested(story(author=ann)))
    noticed()
    assert DigestPlan.objects.get().user == ann
    assert DigestPlan.objects.get().next_at > timezone.now()


def test_more_articles_cost_no_more_queries(ann: User, django_assert_num_queries: Any) -> None:
    desk()

    def busy() -> None:
        article = story(author=ann, assigned_to=CheckerFactory())
        request = requested(article, created_by=ann)
        letter(request)
        replied(request)
        requested(article, created_by=ann)
        QueryFactory(article=article)
        signed(story(assigned_to=ann))
        edited = story()
        signed(edited)
        next_proof(edited, "New copy.")

    busy()
    noticed()
    with CaptureQueriesContext(connection) as one:
        all_news(timezone.now())
    for _ in range(2):
        busy()
    noticed()
    with django_assert_num_queries(len(one)):
        all_news(timezone.now())


def test_people_choose_for_themselves_alone(ann: User) -> None:
    with pytest.raises(NotAllowed):
        actions.choose(by=ChiefFactory(), user=ann, kind="reply", when="never")
    with pytest.raises(NotAllowed):
        actions.choose_times(by=ChiefFactory(), user=ann, time_zone="UTC", hours=[8])
    actions.choose(by=ann, user=ann, kind="reply", when="digest")
    assert {c.kind: c.when for c in choices_of(ann)}["reply"] == "digest"


def test_a_choice_is_one_of_those_offered(ann: User) -> None:
    for kind, when in (("weather", "never"), ("reply", "weekly")):
        with pytest.raises(Refused):
            actions.choose(by=ann, user=ann, kind=kind, when=when)


@pytest.mark.parametrize(
    ("when", "left"), [("never", ("at once", "stale")), ("digest", ("digest", "pending"))]
)
def test_a_new_choice_holds_for_what_is_waiting(
    ann: User, when: str, left: tuple[str, str]
) -> None:
    notice = NoticeFactory(user=ann)
    other = NoticeFactory(user=ann, kind="overdue")
    actions.choose(by=ann, user=ann, kind="reply", when=when)
    notice.refresh_from_db()
    other.refresh_from_db()
    assert (notice.when, notice.state) == left
    assert (other.when, other.state) == ("at once", "pending")


def test_a_digests_hour_and_zone_are_checked_and_move_its_next_time(ann: User) -> None:
    refused: list[tuple[str, list[int], list[int]]] = [
        ("Mars/Base", [8], [1]),
        ("UTC", [24], [1]),
        ("UTC", [], [1]),
        ("UTC", [8], []),
        ("UTC", [8], [8]),
    ]
    for zone, hours, days in refused:
        with pytest.raises(Refused):
            actions.choose_times(by=ann, user=ann, time_zone=zone, hours=hours, days=days)
    plan = actions.choose_times(by=ann, user=ann, time_zone="Asia/Tokyo", hours=[7])
    ann.refresh_from_db()
    assert ann.time_zone == "Asia/Tokyo"
    assert plan.next_at.astimezone(ann.zone).hour == 7


def test_the_month_of_a_deadline_is_in_the_language_of_whoever_is_told(ann: User) -> None:
    requested(story(), created_by=ann, deadline=dt.datetime(2026, 1, 5, tzinfo=dt.UTC))
    with translation.override("es"):
        (due,) = all_news(timezone.now(), ["overdue"])
    assert "5 ene 00:00" in due.text
