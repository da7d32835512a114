from __future__ import annotations

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from factcheck.desk.forms import put_off_until
from factcheck.desk.models import QueueItem
from factcheck.newsroom.models import User
from tests.claims.factories import ClaimFactory
from tests.newsroom.factories import CheckerFactory
from tests.pages import one_line
from tests.review.factories import QueueItemFactory, clear_story, confirmed, staff, story

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)
QUEUE = "admin:desk_queueitem_changelist"


def at(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def act(user: User, action: str, items: list[QueueItem], **data: Any) -> str:
    shown = {f"seen-{i.pk}": QueueItem.objects.get(pk=i.pk).seen_mark for i in items}
    chosen = {"action": action, "_selected_action": [i.pk for i in items], **shown, **data}
    return one_line(at(user).post(reverse(QUEUE), chosen, follow=True))


def test_staff_of_the_right_role_work_the_queue_without_djangos_permissions() -> None:
    item = QueueItemFactory()
    for role in ("checker", "editor", "chief"):
        page = at(staff(role)).get(reverse(QUEUE))
        assert page.status_code == 200
        assert item.text in one_line(page)


def test_a_reporter_sees_no_queue_even_as_staff() -> None:
    QueueItemFactory()
    assert at(staff("reporter")).get(reverse(QUEUE)).status_code == 403


def test_someone_who_may_not_open_the_admin_is_sent_to_sign_in() -> None:
    assert at(CheckerFactory()).get(reverse(QUEUE)).status_code == 302


def test_the_list_shows_what_waits_with_its_link_article_and_deadline() -> None:
    article = story(headline="Rebels enter the city")
    QueueItemFactory(
        article=article, link="/requests/7/", text="Ring them", deadline=timezone.now() + HOUR
    )
    page = one_line(at(staff()).get(reverse(QUEUE)))
    assert '<a href="/requests/7/">Ring them</a>' in page
    assert f'<a href="/articles/{article.pk}/">Rebels enter the city</a>' in page
    assert "in 59 min" in page


def test_text_that_came_from_outside_is_never_markup() -> None:
    QueueItemFactory(text="<script>alert(1)</script>", link="/requests/7/")
    page = one_line(at(staff()).get(reverse(QUEUE)))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_put_off_and_resolved_items_are_out_of_sight_until_asked_for() -> None:
    now = timezone.now()
    QueueItemFactory(text="waits")
    QueueItemFactory(text="put off for now", deferred_until=now + HOUR)
    QueueItemFactory(text="dealt with", resolved_at=now, resolution="Rang.")
    QueueItemFactory(text="late one", deadline=now - HOUR)
    client = at(staff())

    def shown(**query: str) -> set[str]:
        page = one_line(client.get(reverse(QUEUE), query))
        return {
            text
            for text in ("waits", "put off for now", "dealt with", "late one")
            if f">{text}<" in page
        }

    assert shown() == {"waits", "late one"}
    assert shown(state="deferred") == {"put off for now"}
    assert shown(state="resolved") == {"dealt with"}
    assert shown(state="overdue") == {"late one"}
    assert len(shown(state="all")) == 4
    assert shown(q="waits") == {"waits"}
    assert shown(kind__exact="bad contact") == set()


def test_the_list_is_filtered_by_who_has_an_item() -> None:
    me, other = staff(), staff()
    QueueItemFactory(text="mine", assigned_to=me)
    QueueItemFactory(text="theirs", assigned_to=other)
    QueueItemFactory(text="nobody's one")
    client = at(me)
    for who, text in (("me", "mine"), (str(other.pk), "theirs"), ("nobody", "nobody&#x27;s one")):
        page = one_line(client.get(reverse(QUEUE), {"who": who}))
        assert [t for t in ("mine", "theirs", "nobody&#x27;s one") if f">{t}<" in page] == [text]


def test_counts_of_each_kind_stand_above_the_list() -> None:
    QueueItemFactory.create_batch(2, kind="open query", deadline=timezone.now() - HOUR)
    QueueItemFactory(kind="bad contact")
    page = at(staff()).get(reverse(QUEUE), {"kind__exact": "bad contact"})
    assert [(r["kind"], r["n"], r["late"]) for r in page.context["counts"].kinds] == [
        ("open query", 2, 2),
        ("bad contact", 1, 0),
    ]
    assert "Open query: 2</a> (2 past the deadline)" in one_line(page)


def test_items_of_restricted_articles_are_neither_shown_nor_counted_nor_touched() -> None:
    member, outsider = staff(), staff()
    item = QueueItemFactory(text="secret words", article=story(restricted=True, team=[member]))
    page = at(outsider).get(reverse(QUEUE))
    assert "secret words" not in one_line(page)
    assert page.context["counts"].waiting == 0
    act(outsider, "take", [item])
    item.refresh_from_db()
    assert item.assigned_to is None
    assert "secret words" in one_line(at(member).get(reverse(QUEUE)))


def test_many_items_are_taken_given_put_off_and_resolved_at_once() -> None:
    me, other = staff(), staff("editor")
    items = QueueItemFactory.create_batch(3)
    assert "3 items assigned to you." in act(me, "take", items)
    assert set(QueueItem.objects.values_list("assigned_to", flat=True)) == {me.pk}
    assert "2 items assigned to" in act(me, "give", items[:2], to=other.pk)
    assert QueueItem.objects.filter(assigned_to=other).count() == 2
    act(me, "give", items[:1], to="")
    assert QueueItem.objects.filter(assigned_to=None).count() == 1
    act(me, "defer_hour", items[:1])
    act(me, "defer_tomorrow", items[1:2])
    assert QueueItem.objects.waiting(timezone.now()).count() == 1
    assert "1 item resolved." in act(me, "resolve", items[2:], note="Rang them.")
    assert QueueItem.objects.get(resolved_by=me).resolution == "Rang them."


def test_what_cannot_be_done_is_said_on_the_page() -> None:
    item, me = QueueItemFactory(), staff()
    assert "how it was resolved" in act(me, "resolve", [item])
    assert QueueItem.objects.open().count() == 1


def test_no_item_or_ruling_is_edited_or_deleted_by_hand_even_by_a_superuser() -> None:
    root = staff("chief")
    root.is_superuser = True
    root.save()
    client, item = at(root), QueueItemFactory()
    claim = ClaimFactory()
    confirmed(claim)
    verdict = claim.verdicts.get()
    client.post(reverse("admin:desk_queueitem_change", args=[item.pk]), {"text": "other"})
    item.refresh_from_db()
    assert item.text != "other"
    assert (
        client.post(reverse("admin:review_verdict_change", args=[verdict.pk]), {}).status_code
        == 403
    )
    assert (
        client.post(
            reverse("admin:review_verdict_delete", args=[verdict.pk]), {"post": "yes"}
        ).status_code
        == 403
    )
    records = [f"review_{name}" for name in ("tick", "verdict", "query", "signoff", "clearance")]
    for name in (*records, "desk_queueitem"):
        assert client.get(reverse(f"admin:{name}_add")).status_code == 403


def test_the_record_is_read_in_the_admin_but_not_that_of_restricted_articles() -> None:
    article = clear_story()
    client = at(staff())
    for name in ("tick", "verdict", "query", "signoff", "clearance"):
        assert client.get(reverse(f"admin:review_{name}_changelist")).status_code == 200
    verdicts = reverse("admin:review_verdict_changelist")
    assert "Rebels entered Aleppo" in one_line(client.get(verdicts))
    type(article).objects.update(restricted=True)
    assert "Rebels entered Aleppo" not in one_line(client.get(verdicts))


def test_tomorrow_is_eight_in_the_morning_of_the_persons_own_next_day() -> None:
    user = CheckerFactory(time_zone="America/New_York")
    late = dt.datetime(
        2024, 11, 3, 3, 30, tzinfo=dt.UTC
    )  # 2 November, 23:30 there; the clocks go back that night
    assert put_off_until("tomorrow", None, late, user) == dt.datetime(
        2024, 11, 3, 8, 0, tzinfo=ZoneInfo("America/New_York")
    )
    assert put_off_until("tomorrow", None, late, user).astimezone(dt.UTC).hour == 13


def test_a_longer_queue_costs_no_more_queries(django_assert_num_queries: Any) -> None:
    me = staff()
    client = at(me)
    QueueItemFactory(article=story(), assigned_to=me)
    client.get(reverse(QUEUE))
    with CaptureQueriesContext(connection) as one:
        client.get(reverse(QUEUE))
    for _ in range(5):
        QueueItemFactory(article=story(), assigned_to=me)
    with django_assert_num_queries(len(one)):
        client.get(reverse(QUEUE))
