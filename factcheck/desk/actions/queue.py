"""The review queue: what waits for a person."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.desk.actions.changes import looking
from factcheck.desk.models import QueueItem
from factcheck.desk.models.changes import QUEUE
from factcheck.desk.reads.queue import queue_plan, visible_items
from factcheck.desk.rules import QueuePlan
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.actions import require_role as require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import NOT_SENT
from factcheck.newsroom.templatetags.times import clock
from factcheck.review.actions.guards import require_person

GONE = _lazy("Its cause is gone.")
# How each item stood on the person's screen, by its id; None where no person's screen is behind it.
Seen = Mapping[int, str] | None


@dataclass(frozen=True, slots=True)
class QueueOutcome:
    """What became of each item: done, or left as it was and why."""

    done: list[QueueItem] = field(default_factory=list)
    left: list[tuple[QueueItem, str]] = field(default_factory=list)


@transaction.atomic
def assign(
    *, by: User | None, items: Iterable[QueueItem], to: User | None, seen: Seen = None
) -> QueueOutcome:
    """Give open items to a person, or to nobody."""
    by = require_person(by)
    if to is not None and not (to.is_active and to.may("work queue")):
        raise Refused(
            _("%(to)s does not work the queue. Choose a checker, an editor or a chief.")
            % {"to": to}
        )
    rows = _locked(by, items)
    theirs = (
        set()
        if to is None
        else set(visible_items(to).filter(pk__in=[r.pk for r in rows]).values_list("pk", flat=True))
    )

    def why_not(row: QueueItem) -> str:
        unseen = to is not None and row.pk not in theirs
        return (
            _("%(to)s may not see its article. Choose one of its team.") % {"to": to}
            if unseen
            else _why_closed(row)
        )

    text = f"Gave to {to or 'nobody'}"
    return _each(by, rows, "assign item", text, _also(why_not, seen), assigned_to=to)


@transaction.atomic
def take(*, by: User | None, items: Iterable[QueueItem], seen: Seen = None) -> QueueOutcome:
    """Take open items for oneself; what another has taken stays theirs, until it is given anew."""
    by = require_person(by)

    def why_not(row: QueueItem) -> str:
        if row.assigned_to_id not in (None, by.pk):
            return _("%(person)s has taken it.") % {"person": row.assigned_to}
        return _why_closed(row)

    may_not = _also(why_not, seen)
    return _each(by, _locked(by, items), "assign item", f"Gave to {by}", may_not, assigned_to=by)


@transaction.atomic
def defer(
    *, by: User | None, items: Iterable[QueueItem], until: datetime, seen: Seen = None
) -> QueueOutcome:
    """Put open items off until an instant in the future."""
    by = require_person(by)
    if until <= timezone.now():
        raise Refused(_("Choose a time that is still to come."))
    text = f"Snoozed until {until:%Y-%m-%d %H:%M %Z}"
    may_not = _also(_why_closed, seen)
    return _each(by, _locked(by, items), "defer item", text, may_not, deferred_until=until)


@transaction.atomic
def resolve(
    *, by: User | None, items: Iterable[QueueItem], note: str, seen: Seen = None
) -> QueueOutcome:
    """Take items off the queue with a word on what was done.

    An item stays resolved for as long as its cause stands; if the cause goes and comes back, a new
    item is opened.
    """
    by = require_person(by)
    note = note.strip()[:300]
    if not note:
        raise Refused(_("Say in a few words how it was resolved."))
    changes = {"resolved_at": timezone.now(), "resolved_by": by, "resolution": note}
    may_not = _also(_why_closed, seen)
    return _each(by, _locked(by, items), "resolve item", f"Resolved ({note})", may_not, **changes)


@transaction.atomic
def reopen(*, by: User | None, items: Iterable[QueueItem], seen: Seen = None) -> QueueOutcome:
    """Put items that a person resolved, or put off, back among those that wait now.

    What was done stays in the log.
    """
    by = require_person(by)
    changes = {"resolved_at": None, "resolved_by": None, "resolution": "", "deferred_until": None}
    may_not = _also(_why_not_reopened, seen)
    return _each(by, _locked(by, items), "reopen item", "Reopened", may_not, **changes)


def sweep_queue(*, now: datetime) -> int:
    """Bring the queue in line with the rows of every room; return how many items were touched.

    Safe beside itself: one item a cause is the table's constraint, and letting go twice changes
    nothing.
    """
    with looking(QUEUE, now) as look:
        return _bring_in_line(queue_plan(now, look), now)


def _bring_in_line(todo: QueuePlan, now: datetime) -> int:
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
    if todo.gone:
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
        raise NotAllowed(_("%(by)s may not see every article among these.") % {"by": by})
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


def _also(why_not: Callable[[QueueItem], str], seen: Seen) -> Callable[[QueueItem], str]:
    """Return `why_not`, and beyond it whether the item still stands as the person saw it."""

    def both(row: QueueItem) -> str:
        reason = why_not(row)
        if reason or seen is None:
            return reason
        if row.pk not in seen:
            return _(NOT_SENT)
        return "" if seen[row.pk] == row.seen_mark else _changed(row)

    return both


def _changed(row: QueueItem) -> str:
    who = row.assigned_to or _("nobody")
    if row.deferred_until is None:
        return _("It changed since you looked: %(who)s has it.") % {"who": who}
    return _("It changed since you looked: %(who)s has it, and it is snoozed until %(time)s.") % {
        "who": who,
        "time": clock(row.deferred_until),
    }


def _why_closed(row: QueueItem) -> str:
    if row.resolved_at is None:
        return ""
    return _("It was resolved: %(resolution)s") % {"resolution": row.resolution}


def _why_not_reopened(row: QueueItem) -> str:
    if not row.stands:
        return str(GONE)
    put_off = row.deferred_until is not None and row.deferred_until > timezone.now()
    return "" if row.resolved_at is not None or put_off else _("It is open.")
