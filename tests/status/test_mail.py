from __future__ import annotations

import datetime as dt
import threading
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.utils import timezone

from factcheck.newsroom.actions import log
from factcheck.newsroom.log_chain import extend_chain, head_of_chain
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import work_off
from factcheck.post.models import Outgoing
from factcheck.replies.actions import triage
from factcheck.replies.models import Reply
from factcheck.status import actions
from factcheck.status.models import DigestPlan, Notice, Preference
from tests.articles.factories import ArticleFactory
from tests.newsroom.factories import CheckerFactory, ChiefFactory, ReporterFactory, desk
from tests.review.factories import replied, requested, story
from tests.status.factories import DigestPlanFactory, NoticeFactory, PreferenceFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def ann() -> User:
    ann = ReporterFactory(name="Ann", email="ann@paper.example")
    PreferenceFactory(user=ann, kind="ready", when="never")  # it would come with every read article
    return ann


def reply_to(ann: User, when: str = "at once", **article: object) -> Notice:
    """A reply has come on an article of hers, and her notice of it is made."""
    PreferenceFactory(user=ann, kind="reply", when=when)
    reply = replied(requested(story(author=ann, **article)), text="We deny it & more.")
    actions.make_notices(now=timezone.now())
    return Notice.objects.get(user=ann, kind="reply", event=f"replies.reply:{reply.pk}")


def told(notice: Notice) -> Outgoing | None:
    return actions.tell(notice_id=notice.pk, now=timezone.now())


def test_a_notice_at_once_becomes_one_mail_in_text_and_html(ann: User, settings: object) -> None:
    settings.SITE_URL = "https://desk.paper.example"  # type: ignore[attr-defined]
    notice = reply_to(ann)
    mail = told(notice)
    assert mail is not None
    assert (mail.to_address, mail.once, mail.key) == (
        "ann@paper.example",
        False,
        f"notice:{notice.pk}",
    )
    assert notice.article is not None
    assert mail.subject.endswith(f" replied: {notice.article.headline}")
    assert "We deny it & more." in mail.text
    assert "We deny it &amp; more." in mail.html
    for body in (mail.text, mail.html):
        assert f"https://desk.paper.example{notice.link}" in body
        assert "https://desk.paper.example/settings/" in body
    notice.refresh_from_db()
    assert (notice.state, notice.outgoing) == ("told", mail)
    assert notice.told_at is not None


def test_the_mail_can_be_stopped_by_one_click(ann: User) -> None:
    mail = told(reply_to(ann))
    assert mail is not None
    assert mail.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert "/unsubscribe/" in mail.headers["List-Unsubscribe"]
    assert mail.headers["List-Unsubscribe"].startswith("<http")
    assert mail.headers["Auto-Submitted"] == "auto-generated"


def test_a_notice_is_told_once(ann: User) -> None:
    notice = reply_to(ann)
    assert told(notice)
    assert told(notice) is None
    assert Outgoing.objects.count() == 1


def test_news_that_is_no_longer_true_goes_stale_unsent(ann: User) -> None:
    notice = reply_to(ann)
    triage(by=ann, reply=Reply.objects.get(), says="answered")
    assert told(notice) is None
    notice.refresh_from_db()
    assert (notice.state, Outgoing.objects.count()) == ("stale", 0)


def test_whoever_may_no_longer_see_the_article_gets_no_mail(ann: User) -> None:
    outsider = CheckerFactory()
    request = requested(story(), created_by=outsider)
    reply = replied(request)
    actions.make_notices(now=timezone.now())
    notice = Notice.objects.get(user=outsider, event=f"replies.reply:{reply.pk}")
    type(request.article).objects.update(restricted=True)
    assert told(notice) is None
    assert not Outgoing.objects.exists()


def test_an_article_restricted_since_is_not_named_in_the_mail(ann: User) -> None:
    notice = reply_to(ann, headline="Secret plan")
    assert "Secret plan" in notice.text
    type(notice.article).objects.update(restricted=True)  # type: ignore[union-attr,arg-type]
    mail = told(notice)
    assert mail is not None
    assert "Secret" not in mail.subject + mail.text + mail.html
    assert "We deny" not in mail.text
    assert "a restricted article" in mail.subject


def test_a_notice_for_the_digest_does_not_go_at_once(ann: User) -> None:
    assert told(reply_to(ann, when="digest")) is None
    assert not Outgoing.objects.exists()


def test_an_address_that_takes_no_mail_holds_nothing_up(ann: User) -> None:
    User.objects.filter(pk=ann.pk).update(email="reply+x@desk.example")
    notice = reply_to(ann)
    assert told(notice) is None
    notice.refresh_from_db()
    assert notice.state == "stale"


def test_the_sweeps_tell_what_is_pending_and_come_to_rest(ann: User) -> None:
    reply_to(ann)
    assert work_off("status.tell") == 1
    assert work_off("status.tell") == work_off("status.digest") == 0


def digest(ann: User, now: dt.datetime | None = None) -> Outgoing | None:
    return actions.send_digest(
        plan_id=DigestPlan.objects.get(user=ann).pk, now=now or timezone.now()
    )


def make_due(ann: User) -> None:
    DigestPlan.objects.filter(user=ann).update(next_at=timezone.now() - HOUR)


def test_a_digest_collects_what_is_pending_and_true_under_its_kinds(ann: User) -> None:
    desk(name="The Paper")
    notice = reply_to(ann, when="digest")
    article = ArticleFactory(headline="Another story", assigned_to=ann)
    PreferenceFactory(user=ann, kind="assigned", when="digest")
    actions.make_notices(now=timezone.now())
    make_due(ann)
    mail = digest(ann)
    assert mail is not None
    assert mail.subject == "The Paper: 2 pieces of news"
    assert mail.text.index("A story is assigned to you") < mail.text.index("A party replies")
    assert f"/articles/{article.pk}/" in mail.html
    assert "We deny it &amp; more." in mail.html
    notice.refresh_from_db()
    assert (notice.state, notice.outgoing) == ("told", mail)


def test_a_digest_goes_once_and_the_next_a_day_later(ann: User) -> None:
    reply_to(ann, when="digest")
    make_due(ann)
    assert digest(ann)
    assert digest(ann) is None
    plan = DigestPlan.objects.get(user=ann)
    assert dt.timedelta(0) < plan.next_at - timezone.now() <= dt.timedelta(hours=25)
    assert Outgoing.objects.count() == 1


def test_a_digest_is_not_sent_before_its_hour(ann: User) -> None:
    reply_to(ann, when="digest")
    assert digest(ann) is None


def test_an_empty_digest_is_not_sent_but_its_next_time_is_set(ann: User) -> None:
    plan = DigestPlanFactory(user=ann, hours=[7], next_at=timezone.now() - 3 * HOUR)
    assert digest(ann) is None
    plan.refresh_from_db()
    assert plan.next_at > timezone.now()
    assert plan.next_at.astimezone(ZoneInfo(ann.time_zone)).hour == 7


def test_a_chief_s_digest_goes_without_news_too_and_bears_the_head_of_the_log() -> None:
    chief = ChiefFactory()
    DigestPlanFactory(user=chief, hours=[7], next_at=timezone.now() - 3 * HOUR)
    assert digest(chief) is None
    log(by=chief, verb="tick", subject=chief, text="A line.")
    extend_chain()
    make_due(chief)
    mail = digest(chief)
    head = head_of_chain()
    assert mail is not None
    assert head is not None
    assert head.hash in mail.text
    assert head.hash in mail.html


def test_what_is_no_longer_true_is_left_out_of_the_digest(ann: User) -> None:
    notice = reply_to(ann, when="digest")
    triage(by=ann, reply=Reply.objects.get(), says="answered")
    make_due(ann)
    assert digest(ann) is None
    notice.refresh_from_db()
    assert notice.state == "stale"


def test_a_long_digest_is_cut_and_says_so(ann: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "IN_ONE_DIGEST", 1)
    reply_to(ann, when="digest")
    replied(requested(story(author=ann)))
    actions.make_notices(now=timezone.now())
    make_due(ann)
    mail = digest(ann)
    assert mail is not None
    assert "And 1 more" in mail.text


def test_a_digest_is_nobody_elses(ann: User) -> None:
    reply_to(ann, when="digest")
    other = CheckerFactory()
    DigestPlanFactory(user=other)
    assert digest(other) is None
    assert Notice.objects.get(user=ann, kind="reply").state == "pending"


@pytest.mark.django_db(transaction=True)
def test_a_notice_in_another_workers_hands_is_left_to_it(ann: User) -> None:
    notice = reply_to(ann)
    plan = DigestPlanFactory(user=ann)
    found: list[object] = []

    def other() -> None:
        found.extend([told(notice), digest(ann)])
        connection.close()

    with transaction.atomic():
        Notice.objects.select_for_update().get(pk=notice.pk)
        DigestPlan.objects.select_for_update().get(pk=plan.pk)
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(timeout=20)
    assert found == [None, None]
    assert not Outgoing.objects.exists()
    assert told(notice)


def test_an_unsubscribe_link_stops_one_kind_and_no_other(ann: User) -> None:
    token = actions.unsubscribe_link(ann, "reply").rstrip("/").rpartition("/")[2]
    assert actions.unsubscribe(token=token) == ["A party replies"]
    assert list(Preference.objects.exclude(kind="ready").values_list("kind", "when")) == [
        ("reply", "never")
    ]


def test_an_unsubscribe_link_of_a_digest_stops_all_that_goes_by_digest(ann: User) -> None:
    actions.choose(by=ann, user=ann, kind="reply", when="digest")
    actions.choose(by=ann, user=ann, kind="ready", when="at once")
    token = actions.unsubscribe_link(ann, actions.DIGEST).rstrip("/").rpartition("/")[2]
    stopped = actions.unsubscribe(token=token)
    assert "A party replies" in stopped
    assert not Preference.objects.filter(when="digest").exists()
    assert Preference.objects.get(kind="ready").when == "at once"


def test_a_notice_made_by_hand_that_rests_on_nothing_is_never_mailed() -> None:
    notice = NoticeFactory()
    assert told(notice) is None
    assert not Outgoing.objects.exists()
