"""Notices, choices and digest plans."""

from __future__ import annotations

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from factcheck.status import actions
from factcheck.status.models import DigestPlan, Notice, Preference
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
    """Who has a notice of what, after the sweep."""
    actions.make_notices(now=timezone.now())
    return {(str(n.user), n.kind) for n in Notice.objects.select_related("user")}
