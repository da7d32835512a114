"""The review queue: what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from factcheck.desk.models import QueueItem
from factcheck.desk.reads.queue import queue_plan, visible_items
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.actions import require_role as require_role
from factcheck.newsroom.models import User
from factcheck.review.actions.guards import require_person

GONE = "Its cause is gone."


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """What became of each item: done, or left as it was and why."""

    done: list[QueueItem] = field(default_factory=list)
    left: list[tuple[QueueItem, str]] = field(default_factory=list)


@transaction.atomic
def assign(*, by: User | None, items: Iterable[QueueItem], to: User | None) -> QueueOutcome:
    """Give open items to a person, or to nobody."""
    by = require_person(by)
    if to is not None and not (to.is_active and to.may("work queue")):
        raise Refused(f"{to} does not work the queue. Choose a checker, an editor or a chief.")
    rows = _locked(by, items)
    theirs = (
        set()
        if to is None
        else set(visible_items(to).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True))
    )

    def why_not(row: QueueItem) -> str:
        unseen = to is not None and row.pk not in theirs
        return (
            f"{to} may not see its article. Choose one of its team." if unseen else _why_closed(row)
        )

    return _each(by, rows, "assign item", f"Gave to {to or 'nobody'}", why_not, assigned_to=to)


@transaction.atomic
def take(*, by: User | None, items: Iterable[QueueItem]) -> QueueOutcome:
    """Take open items for oneself; what another has taken stays theirs, until it is given anew."""
    by = require_person(by)

    def why_not(row: QueueItem) -> str:
        if row.assigned_to_id not in (None, by.pk):
            return f"{row.assigned_to} has taken it."
        return _why_closed(row)

    return _each(by, _locked(by, items), "assign item", f"Gave to {by}", why_not, assigned_to=by)


@transaction.atomic
def defer(*, by: User | None, items: Iterable[QueueItem], until: datetime) -> QueueOutcome:
    """Put open items off until an instant in the future."""
    by = require_person(by)
    if until <= timezone.now():
        raise Refused("Choose a time that is still to come.")
    text = f"Put off until {until:%Y-%m-%d %H:%M %Z}"
    return _each(by, _locked(by, items), "defer item", text, _why_closed, deferred_until=until)


@transaction.atomic
def resolve(*, by: User | None, items: Iterable[QueueItem], note: str) -> QueueOutcome:
    """Take items off the queue with a word on what was done.

    An item stays resolved for as long as its cause stands; if the cause goes and comes back, a new
    item is opened.
    """
    by = require_person(by)
    note = note.strip()[:300]
    if not note:
        raise Refused("Say in a few words how it was resolved.")
    changes = {"resolved_at": timezone.now(), "resolved_by": by, "resolution": note}
    return _each(
        by, _locked(by, items), "resolve item", f"Resolved ({note})", _why_closed, **changes
    )


@transaction.atomic
def reopen(*, by: User | None, items: Iterable[QueueItem]) -> QueueOutcome:
    """Put items that a person resolved, or put off, back among those that wait now.

    What was done stays in the log.
    """
    by = require_person(by)
    changes = {"resolved_at": None, "resolved_by": None, "resolution": "", "deferred_until": None}
    return _each(by, _locked(by, items), "reopen item", "Reopened", _why_not_reopened, **changes)


def sweep_queue(*, now: datetime) -> int:
    """Bring the queue in line with the rows of every room; return how many items were touched.

    Safe beside itself: one item a cause is the table's constraint, and letting go twice changes
    nothing.
    """
    todo = queue_plan(now)
    QueueItem.objects.bulk_create(
        [
            QueueItem(
                kind=w.kind,
                cause=w.cause,
                text=w.text,
                link=w.link,
                article_id=w.article,
                deadline=w.deadline,
                opened_at=now,
            )
            for w in todo.new
        ],
        ignore_conflicts=True,
    )
    for pk, want in todo.changed:
        QueueItem.objects.open().filter(pk=pk).update(
            text=want.text, link=want.link, article_id=want.article, deadline=want.deadline
        )
    with transaction.atomic():
        gone = QueueItem.objects.filter(pk__in=todo.gone, stands=True)
        gone.open().update(resolved_at=now, resolution=GONE, stands=False)
        gone.update(stands=False)
    return len(todo.new) + len(todo.changed) + len(todo.gone)


def _locked(by: User, items: Iterable[QueueItem]) -> list[QueueItem]:
    """Return the items, locked.

    NotAllowed unless `by` works the queue and may see every item.
    """
    require_role(by, "work queue")
    ids = {item.pk for item in items}
    if visible_items(by).filter(pk__in=ids).count() != len(ids):
        raise NotAllowed(f"{by} may not see every article among these.")
    return list(QueueItem.objects.select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _each(
    by: User,
    rows: list[QueueItem],
    verb: str,
    text: str,
    why_not: Callable[[QueueItem], str],
    **changes: Any,
) -> QueueOutcome:
    """Make the changes on every row without a reason against it, and log each."""
    outcome = QueueOutcome()
    for row in rows:
        if reason := why_not(row):
            outcome.left.append((row, reason))
            continue
        for name, value in changes.items():
            setattr(row, name, value)
        row.save(update_fields=list(changes))
        log(by=by, verb=verb, subject=row, article_id=row.article_id, text=f"{text}: {row}")
        outcome.done.append(row)
    return outcome


def _why_closed(row: QueueItem) -> str:
    if row.resolved_at is None:
        return ""
    return f"It was resolved: {row.resolution}"


def _why_not_reopened(row: QueueItem) -> str:
    if not row.stands:
        return GONE
    put_off = row.deferred_until is not None and row.deferred_until > timezone.now()
    return "" if row.resolved_at is not None or put_off else "It is open."
