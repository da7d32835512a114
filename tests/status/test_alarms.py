"""Chiefs are told once when a part of the newsroom stands, and once when it goes again."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from factcheck.evidence.actions import ensure_providers
from factcheck.evidence.models import Provider
from factcheck.post.models import Outgoing
from factcheck.status import alarms, health
from factcheck.status.models import Standing
from tests.newsroom.factories import ChiefFactory, EditorFactory

pytestmark = pytest.mark.django_db
NOW = timezone.now()


@pytest.fixture
def stands(monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """What stands, for the test to change."""
    parts: dict[str, str] = {}
    monkeypatch.setattr(alarms, "troubles", lambda now: dict(parts))
    return parts


def mails() -> list[str]:
    return list(Outgoing.objects.order_by("pk").values_list("subject", flat=True))


def test_a_part_that_stands_is_told_once_and_once_when_it_goes_again(
    stands: dict[str, str],
) -> None:
    chief = ChiefFactory()
    EditorFactory()
    assert not alarms.changed(NOW)
    stands["queue mail"] = "stands for 10 minutes"
    assert alarms.changed(NOW)
    alarms.watch(NOW)
    alarms.watch(NOW + timedelta(minutes=1))
    assert not alarms.changed(NOW)
    assert mails() == ["Stopped: queue mail"]
    assert Outgoing.objects.get().to_address == chief.email
    stands.clear()
    assert alarms.changed(NOW)
    alarms.watch(NOW + timedelta(minutes=5))
    alarms.watch(NOW + timedelta(minutes=6))
    assert mails() == ["Stopped: queue mail", "Works again: queue mail"]


def test_what_stands_a_second_time_is_told_again(stands: dict[str, str]) -> None:
    ChiefFactory()
    for _ in range(2):
        stands["mailbox 1"] = "was not read lately"
        alarms.watch(NOW)
        stands.clear()
        alarms.watch(NOW)
    assert mails().count("Stopped: mailbox 1") == 2
    assert Standing.objects.filter(ended=None).count() == 0


def test_one_of_two_workers_tells(stands: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> None:
    ChiefFactory()
    stands["redis"] = "does not answer"
    alarms.watch(NOW)
    # The second looked before the first had written.
    monkeypatch.setattr(Standing.objects, "filter", lambda **_: Standing.objects.none())
    alarms.watch(NOW)
    assert mails() == ["Stopped: redis"]


def test_a_provider_that_fails_for_long_stands_and_one_that_is_off_does_not(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(health, "parts_now", lambda now: iter(()))
    ensure_providers()
    row = Provider.objects.filter(name="wikipedia")
    row.update(on=True, failing_since=NOW - timedelta(minutes=10))
    assert health.troubles(NOW) == {}
    row.update(failing_since=NOW - timedelta(hours=1))
    assert list(health.troubles(NOW)) == ["provider wikipedia"]
    row.update(on=False)
    assert health.troubles(NOW) == {}


def test_letters_that_the_mail_server_does_not_take_stand(
    monkeypatch: pytest.MonkeyPatch, stands: dict[str, str]
) -> None:
    monkeypatch.setattr(health, "parts_now", lambda now: iter(()))
    ChiefFactory()
    stands["redis"] = "does not answer"
    alarms.watch(NOW)
    waits: Any = Outgoing.objects
    waits.update(created_at=NOW - timedelta(hours=1))
    assert health.troubles(NOW) == {}  # it has not been tried: its time has not come
    waits.update(tries=3)
    assert list(health.troubles(NOW)) == ["mail out"]
