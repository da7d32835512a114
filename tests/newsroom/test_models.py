"""People, the desk, the log, and the vocabulary of background work."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.utils import ProgrammingError
from django.utils import timezone

from factcheck.articles.models import Import
from factcheck.newsroom.actions import SYSTEM, NotAllowed, log, require_role
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.newsroom.reads import history_of_article, people_who_may
from factcheck.newsroom.rules import ROLES, WHO_MAY, role_may
from tests.articles.factories import ImportFactory
from tests.newsroom.factories import (
    PASSWORD,
    CheckerFactory,
    ChiefFactory,
    EditorFactory,
    ReporterFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db

LEASE = timedelta(minutes=5)

# The desk's rules as it would say them: who may, beside the chief.
TABLE = {
    "everyone": """see desk, see article, import article, edit copy, mark copy, add source, propose request, edit request,
        send request, log call, triage reply, edit contact, answer query, write note, add record""",
    "checkers": """throw out mark, accept mark, first read, set alarm aside, search, rule on evidence, tick, give verdict,
        raise query, sign off, work queue, merge parties, export contacts, take record, name speaker,
        edit call sheet, assign article""",
    "editors": "set article, close article, reopen copy, restrict article, extend deadline, settle letter, decide query, clear, import contacts",
    "lawyers": "hold article",  # and the chief
    "chiefs": "override gate, make token, set desk, see every article",
}


def verbs(who: str) -> set[str]:
    return {verb.strip() for verb in TABLE[who].split(",")}


def test_the_table_of_who_may_is_the_desks() -> None:
    assert set(WHO_MAY) == set.union(*(verbs(who) for who in TABLE))
    for verb in WHO_MAY:
        assert role_may("chief", verb)
        assert role_may("editor", verb) == (verb not in verbs("chiefs") | verbs("lawyers"))
        assert role_may("checker", verb) == (verb in verbs("everyone") | verbs("checkers"))
        assert role_may("reporter", verb) == (verb in verbs("everyone"))


def test_an_unknown_verb_is_a_mistake_in_the_code() -> None:
    with pytest.raises(KeyError):
        role_may("chief", "make coffee")


def test_who_may_not_is_told_who_may() -> None:
    with pytest.raises(NotAllowed, match="chief"):
        require_role(ReporterFactory(), "set desk")
    require_role(ChiefFactory(), "set desk")
    require_role(None, "set desk")


def test_someone_who_left_may_nothing() -> None:
    with pytest.raises(NotAllowed):
        require_role(ChiefFactory(is_active=False), "see article")


def test_people_who_may_are_those_who_are_here() -> None:
    editor = EditorFactory()
    CheckerFactory()
    EditorFactory(is_active=False)
    assert people_who_may("clear") == [editor]


def test_an_address_is_one_account_whatever_its_case() -> None:
    user = User.objects.create_user("Ann@Desk.Example", PASSWORD, name="Ann")
    assert user.email == "ann@desk.example"
    assert User.objects.get_by_natural_key("ANN@desk.example") == user
    assert user.check_password(PASSWORD)


def test_a_superuser_is_a_chief() -> None:
    user = User.objects.create_superuser("root@desk.example", PASSWORD, name="Root")
    assert (user.role, user.is_staff, user.is_superuser) == ("chief", True, True)


def test_a_role_that_is_none_is_refused_by_the_database() -> None:
    for role in ("", "owner"):
        with pytest.raises(IntegrityError), transaction.atomic():
            UserFactory(role=role)
    assert set(ROLES) == {"reporter", "checker", "editor", "chief", "lawyer"}


def test_a_time_zone_must_be_one() -> None:
    user = UserFactory(time_zone="Mars/Olympus")
    with pytest.raises(ValidationError, match="not a time zone"):
        user.full_clean()


def test_there_is_one_desk() -> None:
    first = Desk.load()
    assert Desk.load() == first
    with pytest.raises(IntegrityError), transaction.atomic():
        Desk.objects.create(pk=2)
    for bar in (-0.1, 1.1):
        with pytest.raises(IntegrityError), transaction.atomic():
            Desk.objects.filter(pk=1).update(bar=bar)


def test_the_log_is_only_ever_added_to() -> None:
    user = UserFactory(name="Ann")
    entry = log(by=user, verb="tick", subject=user, text="Did it.", article_id=7, why="so")
    assert (entry.by_name, entry.subject, entry.data) == ("Ann", "newsroom.user", {"why": "so"})
    assert log(by=None, verb="tick", subject=user, text="Did it.").by_name == SYSTEM
    for act in (
        lambda: LogEntry.objects.update(text="Did not."),
        lambda: LogEntry.objects.all().delete(),
    ):
        with pytest.raises(ProgrammingError, match="Cannot update or delete"), transaction.atomic():
            act()
    assert [line.text for line in history_of_article(7)] == ["Did it."]


def taken(row: Import, **more: Any) -> Import | None:
    found: Import | None = Import.objects.claim(row.pk, timezone.now(), LEASE, **more)
    return found


def test_work_is_taken_by_one_worker_only() -> None:
    row = ImportFactory()
    first = taken(row)
    assert first is not None
    assert (first.work, first.tries) == ("running", 1)
    assert taken(row) is None


@pytest.mark.parametrize(
    "state",
    [{"work": "done"}, {"work": "failed"}, {"next_try_at": timezone.now() + timedelta(hours=1)}],
)
def test_work_that_is_over_or_not_ripe_is_not_taken(state: dict[str, Any]) -> None:
    assert taken(ImportFactory(**state)) is None
    assert Import.objects.claim(0, timezone.now(), LEASE) is None


def test_work_whose_lease_ran_out_is_taken_again_and_its_first_holder_writes_nothing() -> None:
    row = ImportFactory()
    slow = taken(row)
    assert slow is not None
    later = timezone.now() + LEASE + timedelta(seconds=1)
    quick = Import.objects.claim(row.pk, later, LEASE)
    assert quick is not None
    assert slow.finish(error="late") is False
    assert slow.retry(error="late", after=LEASE, at_most=9) is False
    assert quick.finish() is True
    assert quick.finish(work="failed") is False
    row.refresh_from_db()
    assert (row.work, row.error, row.tries, row.lease_until) == ("done", "", 2, None)


def test_work_nobody_took_cannot_be_finished() -> None:
    row = ImportFactory(work="running")
    assert row.finish() is False


def test_a_finish_that_was_rolled_back_may_still_be_recorded_as_a_failure() -> None:
    row = taken(ImportFactory())
    assert row is not None
    with transaction.atomic():
        assert row.finish()
        transaction.set_rollback(True)
    assert row.retry(error="It broke.", after=LEASE, at_most=3)
    row.refresh_from_db()
    assert (row.work, row.error) == ("waiting", "It broke.")
    assert row.next_try_at > timezone.now()


def test_work_is_given_up_at_its_last_try() -> None:
    row = ImportFactory(tries=2)
    held = taken(row)
    assert held is not None
    held.retry(error="No.", after=LEASE, at_most=3)
    row.refresh_from_db()
    assert (row.work, row.error) == ("failed", "No.")
