"""The review queue: what waits for a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.actions import require as require_role
from factcheck.newsroom.models import User
from factcheck.review.actions.common import person
from factcheck.review.models import QueueItem
from factcheck.review.reads.queue import queue_plan, visible_items

GONE = "Its cause is gone."


@transaction.atomic
def assign(*, by: User | None, items: Iterable[QueueItem], to: User | None) -> int:
    """Give items to a person, or to nobody; return how many open ones were changed."""
    by = person(by)
    if to is not None and not (to.is_active and to.may("work queue")):
        raise Refused(f"{to} does not work the queue. Choose a checker, an editor or a chief.")
    rows = _taken(by, items)
    if to is not None and visible_items(to).filter(pk__in=[r.pk for r in rows]).count() != len(rows):
        raise Refused(f"{to} may not see every article among these. Choose one of its team.")
    for row in rows:
        row.assigned_to = to
        row.save(update_fields=["assigned_to"])
        _record(by, "assign item", row, f"Gave to {to or 'nobody'}: {row}.")
    return len(rows)


@transaction.atomic
def defer(*, by: User | None, items: Iterable[QueueItem], until: datetime) -> int:
    """Put items off until an instant in the future; return how many open ones were changed."""
    by = person(by)
    if until <= timezone.now():
        raise Refused("Choose a time that is still to come.")
    rows = _taken(by, items)
    for row in rows:
        row.deferred_until = until
        row.save(update_fields=["deferred_until"])
        _record(by, "defer item", row, f"Put off until {until:%Y-%m-%d %H:%M %Z}: {row}.")
    return len(rows)


@transaction.atomic
def resolve(*, by: User | None, items: Iterable[QueueItem], note: str) -> int:
    """Take items off the queue with a word on what was done; return how many open ones were changed.

    An item stays resolved for as long as its cause stands; if the cause goes and comes back, a new item is opened.
    """
    by = person(by)
    note = note.strip()
    if not note:
        raise Refused("Say in a few words how it was resolved.")
    rows = _taken(by, items)
    for row in rows:
        row.resolved_at, row.resolved_by, row.resolution = timezone.now(), by, note[:300]
        row.save(update_fields=["resolved_at", "resolved_by", "resolution"])
        _record(by, "resolve item", row, f"Resolved: {row}. {note}")
    return len(rows)


def sweep_queue(*, now: datetime) -> int:
    """Bring the queue in line with the rows of every room; return how many items were touched.

    Safe beside itself: one item a cause is the table's constraint, and letting go twice changes nothing.
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


def _taken(by: User, items: Iterable[QueueItem]) -> list[QueueItem]:
    """The open ones among `items`, locked. NotAllowed unless `by` works the queue and may see every one."""
    require_role(by, "work queue")
    ids = {item.pk for item in items}
    if visible_items(by).filter(pk__in=ids).count() != len(ids):
        raise NotAllowed(f"{by} may not see every article among these.")
    return list(QueueItem.objects.open().select_for_update(no_key=True).filter(pk__in=ids).order_by("pk"))


def _record(by: User, verb: str, item: QueueItem, text: str) -> None:
    log(by=by, verb=verb, subject=item, article_id=item.article_id, text=text)
