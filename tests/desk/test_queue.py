from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from factcheck.articles.actions import edit_copy
from factcheck.articles.models import Article, Import
from factcheck.desk import actions as queue_actions
from factcheck.desk.models import QueueItem
from factcheck.desk.reads.changes import look_at
from factcheck.desk.reads.needs import needs_of
from factcheck.desk.reads.queue import causes
from factcheck.desk.tasks import due
from factcheck.evidence.models import Evidence, Provider, Recheck
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import LogEntry
from factcheck.newsroom.sweeps import work_off
from factcheck.post.models import Incoming, Mailbox
from factcheck.replies.models import CommentRequest, Contact, MailNotice
from factcheck.review import actions
from tests.articles.factories import ArticleFactory
from tests.claims.factories import ClaimFactory, ExtractionFactory, PartyFactory
from tests.evidence.factories import (
    DocumentFactory,
    EvidenceFactory,
    HitFactory,
    SearchFactory,
    searched_claim,
)
from tests.newsroom.factories import CheckerFactory, EditorFactory, ReporterFactory, desk
from tests.review.factories import (
    QueryFactory,
    QueueItemFactory,
    confirmed,
    letter,
    replied,
    requested,
    signed,
    story,
)

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


def swept() -> list[tuple[str, str]]:
    """What the queue holds open after a sweep; a look at its articles alone would find as much."""
    now = timezone.now()
    whole = list(causes(now))
    assert list(causes(now, look_at(spec.article for spec in whole))) == whole
    queue_actions.sweep_queue(now=now)
    return list(QueueItem.objects.open().order_by("kind", "id").values_list("kind", "cause"))


def kinds() -> list[str]:
    return [kind for kind, _ in swept()]


def incoming(**fields: Any) -> Incoming:
    number = Incoming.objects.count()
    return Incoming.objects.create(raw=b"", sha256=f"{number:064d}", size=0, **fields)


def test_an_empty_desk_has_an_empty_queue_and_nothing_due() -> None:
    assert swept() == []
    assert list(due(timezone.now())) == []


def test_a_sweep_twice_opens_an_item_once() -> None:
    query = QueryFactory()
    assert due(timezone.now()) == [0]
    assert swept() == swept() == [("open query", f"review.query:{query.pk}")]
    assert due(timezone.now()) == []


def test_the_sweep_is_registered_and_comes_to_rest() -> None:
    QueryFactory()
    assert work_off("desk.queue") == 1
    assert work_off("desk.queue") == 0


def test_two_sweeps_at_once_leave_one_item(monkeypatch: pytest.MonkeyPatch) -> None:
    QueryFactory()
    found = queue_actions.queue.queue_plan(timezone.now())
    monkeypatch.setattr(queue_actions.queue, "queue_plan", lambda now, look: found)
    queue_actions.sweep_queue(now=timezone.now())
    queue_actions.sweep_queue(now=timezone.now())
    assert QueueItem.objects.count() == 1


def test_an_item_whose_cause_is_gone_resolves_itself() -> None:
    query = QueryFactory()
    swept()
    actions.decide_query(by=EditorFactory(), query=query, decision="stet", note="Late.")
    assert swept() == []
    item = QueueItem.objects.get()
    assert (item.resolution, item.resolved_by, item.stands) == ("Its cause is gone.", None, False)


def test_an_item_resolved_by_hand_is_not_opened_again_while_its_cause_stands() -> None:
    QueryFactory()
    swept()
    queue_actions.resolve(
        by=CheckerFactory(), items=QueueItem.objects.all(), note="Asked him by phone."
    )
    assert swept() == []
    assert due(timezone.now()) == []


def test_a_cause_that_went_and_came_back_opens_a_new_item() -> None:
    contact = Contact.objects.create(party=PartyFactory(), address="a@party.example", health="bad")
    swept()
    queue_actions.resolve(by=CheckerFactory(), items=QueueItem.objects.all(), note="Found another.")
    Contact.objects.update(health="good")
    assert swept() == []
    Contact.objects.update(health="bad")
    assert swept() == [("bad contact", f"replies.contact:{contact.pk}")]
    assert QueueItem.objects.count() == 2


def test_an_item_follows_its_cause() -> None:
    query = QueryFactory()
    swept()
    assert QueueItem.objects.get().kind == "open query"
    deadline = timezone.now() + HOUR
    type(query.article).objects.update(deadline=deadline)
    actions.answer_query(by=ReporterFactory(), query=query, answer="It was 12.")
    swept()
    item = QueueItem.objects.open().get()
    assert item.kind == "answered query"
    assert "answers: It was 12." in item.text
    assert item.deadline == deadline
    assert item.link.endswith(f"#query-{query.pk}")


def test_a_change_decided_on_is_the_authors_to_make_until_the_copy_has_it() -> None:
    checker = CheckerFactory()
    article = story("Rebels entered Aleppo.", author=ReporterFactory(), assigned_to=checker)
    claim = ClaimFactory(proof=article.current_proof(), text="Rebels entered Aleppo.")
    query = actions.raise_query(by=checker, article=article, claim=claim, text="When?")
    actions.answer_query(by=article.author, query=query, answer="On Friday.")
    actions.decide_query(by=EditorFactory(), query=query, decision="change")
    assert swept() == [("change to make", f"review.query:{query.pk}:change")]
    [need] = needs_of(article.author, timezone.now()).lines
    assert (need.verb, need.link) == (
        "Make 1 change decided on",
        f"/articles/{article.pk}/#query-{query.pk}",
    )
    assert not needs_of(checker, timezone.now()).lines
    page = Client()
    page.force_login(article.author)
    assert ">Edit the copy</a>" in page.get(article.get_absolute_url()).content.decode()
    base = article.current_proof()
    edit_copy(by=article.author, article=article, text="Troops left the town.", base=base)
    work_off("claims.read")
    assert ("change to make", f"review.query:{query.pk}:change") not in swept()


def test_a_checked_article_waits_for_its_second_reader() -> None:
    article = story()
    claim = ClaimFactory(proof=article.current_proof())
    assert kinds() == []
    confirmed(claim)
    assert swept() == [("second read", f"articles.proof:{article.current_proof().pk}")]
    signed(article)
    assert kinds() == []


def test_a_refused_article_waits_for_its_author_and_not_for_a_second_reader() -> None:
    article = story()
    proof = article.current_proof()
    assert kinds() == ["second read"]
    actions.sign_off(
        by=CheckerFactory(),
        article=article,
        proof=proof,
        reading_pass="facts",
        accepted=False,
        comment="No.",
    )
    assert kinds() == ["open query"]
    actions.decide_query(
        by=EditorFactory(),
        query=article.queries.get(),
        decision="stet",
        note="It is in the second take.",
    )
    assert kinds() == ["second read"]


@pytest.mark.parametrize("ruling", ["change proposed", "disputed"])
def test_a_doubtful_verdict_holds_up_the_second_reader(ruling: str) -> None:
    claim = ClaimFactory(proof=story().current_proof())
    actions.give_verdict(by=CheckerFactory(), claim=claim, ruling=ruling, note="It was 20.")
    assert kinds() == ["open query"]


def test_replies_wait_to_be_read_and_orphans_to_be_filed() -> None:
    request = requested(story(), outcome="answered")
    reply, orphan = replied(request), replied(None, said_by="press@party.example")
    found = dict(swept())
    assert found["unsorted reply"] == f"replies.reply:{reply.pk}"
    assert found["unmatched mail"] == f"replies.reply:{orphan.pk}"


def test_a_letter_in_doubt_waits_and_a_failed_one_once_a_request() -> None:
    request = requested(story(), state="failed")
    letter(request, "failed")
    newer = letter(request, "failed")
    doubtful = letter(requested(story(), state="unknown"), "unknown")
    found = swept()
    assert [c for k, c in found if k == "letter failed"] == [f"replies.letter:{newer.pk}"]
    assert [c for k, c in found if k == "letter in doubt"] == [f"replies.letter:{doubtful.pk}"]


def test_a_bad_contact_is_one_item_however_many_letters_failed() -> None:
    request = requested(story(), state="failed")
    letter(request, "failed")
    Contact.objects.update(health="bad")
    assert [k for k in kinds() if k != "second read"] == ["bad contact"]


def test_a_request_past_its_deadline_waits_unless_a_reply_lies_unread() -> None:
    request = requested(story())
    found = dict(swept())
    assert found["overdue request"].startswith(f"replies.commentrequest:{request.pk}@")
    replied(request)
    assert "overdue request" not in kinds()


def test_an_extended_deadline_is_a_new_cause() -> None:
    requested(story())
    swept()
    queue_actions.resolve(
        by=CheckerFactory(),
        items=QueueItem.objects.filter(kind="overdue request"),
        note="Rang them.",
    )
    assert "overdue request" not in kinds()
    CommentRequest.objects.update(deadline=timezone.now() - dt.timedelta(minutes=1))
    assert "overdue request" in kinds()


def test_a_request_still_in_time_or_on_a_closed_article_is_not_overdue() -> None:
    requested(story(), deadline=timezone.now() + HOUR)
    requested(story(closed_at=timezone.now()))
    assert "overdue request" not in kinds()


def test_what_the_machines_cannot_do_waits_for_a_person() -> None:
    ExtractionFactory(work="failed", error="It broke.")
    Import.objects.create(url="https://paper.example/1", work="failed", error="No article there.")
    Provider.objects.create(
        name="x", label="X", on=True, failing_since=timezone.now(), last_error="503"
    )
    Provider.objects.create(name="y", label="Y", on=False, failing_since=timezone.now())
    Mailbox.objects.create(name="desk@mail.example", error="The server is away.")
    MailNotice.objects.create(incoming=incoming(state="filed"), kind="unreadable")
    incoming(received_at=timezone.now() - HOUR)
    incoming(received_at=timezone.now())
    assert sorted(kinds()) == [
        "failed import",
        "failed reading",
        "failing mailbox",
        "failing search",
        "unreadable mail",
        "unreadable mail",
    ]


def test_a_page_given_up_on_and_one_that_changed_wait_for_a_person() -> None:
    claim = searched_claim()
    search = SearchFactory(claim=claim, work="done")
    for changes in (
        {"tries": 5},
        {"tries": 5},
        {"tries": 1},
        {"tries": 1, "added_by": CheckerFactory()},
    ):
        HitFactory(
            search=search,
            document=DocumentFactory(work="failed", error="The server answered 404", **changes),
        )
    evidence = EvidenceFactory(claim=claim, ruling="accepted")
    week = dt.timedelta(days=7)
    row = Recheck.objects.create(document=evidence.document, every=week, changed_at=timezone.now())
    found = {one.kind: one for one in causes(timezone.now()) if one.kind.endswith("page")}
    assert found["lost page"].text.startswith("3 pages for")
    assert "has changed since it was kept" in found["changed page"].text
    assert {one.article for one in found.values()} == {claim.article_id}
    row.delete()
    Evidence.objects.update(ruling="suggested")
    Article.objects.update(closed_at=timezone.now())
    assert not {"lost page", "changed page"} & set(kinds())


def test_the_causes_of_many_articles_cost_no_more_queries_than_of_one(
    django_assert_num_queries: Any,
) -> None:
    def busy() -> None:
        request = requested(story())
        letter(request)
        replied(request)
        replied(None)
        requested(story())
        QueryFactory(article=story())
        letter(requested(story(), state="failed"), "failed")
        claim = searched_claim()
        HitFactory(
            search=SearchFactory(claim=claim), document=DocumentFactory(work="failed", tries=5)
        )
        evidence = EvidenceFactory(claim=claim, ruling="accepted")
        Recheck.objects.create(document=evidence.document, every=HOUR, changed_at=timezone.now())

    desk()
    busy()
    with CaptureQueriesContext(connection) as one:
        list(causes(timezone.now()))
    for _ in range(3):
        busy()
    with django_assert_num_queries(len(one)):
        list(causes(timezone.now()))


def test_an_items_text_fits_its_column() -> None:
    QueryFactory(text="Why? " * 1000, raised_by__name="N" * 190)
    ArticleFactory(headline="h" * 500)
    assert kinds() == ["open query"]
    assert due(timezone.now()) == []


def test_items_are_given_put_off_and_resolved_and_each_act_is_logged() -> None:
    items, by, to = [QueueItemFactory(), QueueItemFactory()], CheckerFactory(), EditorFactory()
    assert len(queue_actions.assign(by=by, items=items, to=to).done) == 2
    assert len(queue_actions.defer(by=by, items=items, until=timezone.now() + HOUR).done) == 2
    assert not QueueItem.objects.waiting(timezone.now()).exists()
    assert len(queue_actions.resolve(by=by, items=items, note="Done.").done) == 2
    item = QueueItem.objects.get(pk=items[0].pk)
    assert (item.assigned_to, item.resolved_by, item.resolution) == (to, by, "Done.")
    assert LogEntry.objects.count() == 6


def test_a_resolved_item_is_not_touched_again() -> None:
    item, by = QueueItemFactory(), CheckerFactory()
    queue_actions.resolve(by=by, items=[item], note="Done.")
    again = queue_actions.resolve(by=EditorFactory(), items=[item], note="Again.")
    assert (again.done, [why for _, why in again.left]) == ([], ["It was resolved: Done."])
    assert queue_actions.assign(by=by, items=[item], to=by).done == []
    item.refresh_from_db()
    assert (item.resolution, item.assigned_to) == ("Done.", None)


def test_a_reporter_or_the_system_works_no_queue() -> None:
    item = QueueItemFactory()
    for by in (ReporterFactory(), None):
        with pytest.raises(NotAllowed):
            queue_actions.assign(by=by, items=[item], to=None)
        with pytest.raises(NotAllowed):
            queue_actions.defer(by=by, items=[item], until=timezone.now() + HOUR)
        with pytest.raises(NotAllowed):
            queue_actions.resolve(by=by, items=[item], note="Done.")


def test_an_item_is_given_to_nobody_who_may_not_work_it() -> None:
    item = QueueItemFactory()
    with pytest.raises(Refused):
        queue_actions.assign(by=CheckerFactory(), items=[item], to=ReporterFactory())
    with pytest.raises(Refused):
        queue_actions.assign(by=CheckerFactory(), items=[item], to=CheckerFactory(is_active=False))


def test_an_item_is_put_off_to_the_future_and_resolved_with_a_word() -> None:
    item = QueueItemFactory()
    with pytest.raises(Refused):
        queue_actions.defer(by=CheckerFactory(), items=[item], until=timezone.now())
    with pytest.raises(Refused):
        queue_actions.resolve(by=CheckerFactory(), items=[item], note=" ")


def test_an_item_of_a_restricted_article_is_worked_by_its_team_alone() -> None:
    member = CheckerFactory()
    item = QueueItemFactory(article=story(restricted=True, team=[member]))
    with pytest.raises(NotAllowed):
        queue_actions.resolve(by=CheckerFactory(), items=[item], note="Done.")
    [(_, why)] = queue_actions.assign(by=member, items=[item], to=CheckerFactory()).left
    assert "may not see its article" in why
    assert len(queue_actions.resolve(by=member, items=[item], note="Done.").done) == 1
