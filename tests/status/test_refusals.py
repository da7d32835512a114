"""What one is told where what one is told cannot be set as asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core import signing

from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.models import User
from factcheck.status import actions
from tests.newsroom.factories import CheckerFactory, EditorFactory

pytestmark = pytest.mark.django_db


def times(**given: object) -> Callable[[User], object]:
    return lambda user: actions.choose_times(
        by=user, user=user, **{"time_zone": "UTC", "hours": [9], **given}
    )


@pytest.mark.parametrize(
    ("sentence", "act"),
    [
        ("Choose at least one hour, 0 to 23.", times(hours=[])),
        ("Choose at least one hour, 0 to 23.", times(hours=[24])),
        ("Choose at least one day of the week.", times(days=[])),
        ("Choose at least one day of the week.", times(days=[8])),
    ],
)
def test_a_digest_goes_at_some_hour_of_some_day(
    sentence: str, act: Callable[[User], object]
) -> None:
    with pytest.raises(Refused) as refusal:
        act(CheckerFactory())
    assert str(refusal.value) == sentence


def test_nobody_sets_what_a_colleague_is_told_or_when() -> None:
    colleague = CheckerFactory()
    with pytest.raises(NotAllowed, match="Each person chooses for themselves what they are told"):
        actions.choose(by=EditorFactory(), user=colleague, kind="assigned", when="never")
    with pytest.raises(NotAllowed, match="Each person sets their own clock"):
        actions.choose_times(by=EditorFactory(), user=colleague, time_zone="UTC", hours=[9])


def test_a_link_of_an_account_that_is_gone_stops_nothing() -> None:
    token = signing.dumps((10**6, "assigned"), salt=actions.SALT)
    with pytest.raises(Refused, match="This account is no longer there"):
        actions.unsubscribe(token=token)
