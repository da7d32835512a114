"""Notices, choices and digest plans."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from factcheck.desk.reads.changes import look_at
from factcheck.status import actions
from factcheck.status.models import DigestPlan, Notice, Preference
from factcheck.status.reads import all_news
from tests.newsroom.factories import CheckerFactory


class PreferenceFactory(DjangoModelFactory):
    class Meta:
        model = Preference

    user = factory.SubFactory(CheckerFactory)
    kind = "reply"
    when = "at once"


class DigestPlanFactory(DjangoModelFactory):
    """One whose hour has come."""

    class Meta:
        model = DigestPlan

    user = factory.SubFactory(CheckerFactory)
    next_at = factory.LazyFunction(timezone.now)


class NoticeFactory(DjangoModelFactory):
    class Meta:
        model = Notice

    user = factory.SubFactory(CheckerFactory)
    kind = "reply"
    event = factory.Sequence(lambda n: f"replies.reply:{n}")
    text = "A party has answered."
    when = "at once"


def noticed() -> set[tuple[str, str]]:
    """Who has a notice of what, after the sweep; a look at its articles alone would find as much."""
    now = timezone.now()
    whole = all_news(now)
    assert all_news(now, look=look_at(one.article for one in whole)) == whole
    actions.make_notices(now=now)
    return {(str(n.user), n.kind) for n in Notice.objects.select_related("user")}
