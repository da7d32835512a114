"""Filters of the desk and the queue that a person keeps under a name.

Only their owner changes them.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.desk.models import SavedFilter
from factcheck.newsroom.actions import NotAllowed, Refused, log
from factcheck.newsroom.models import User
from factcheck.review.actions.guards import require_person

AT_MOST = 50  # a person's filters of one place


@transaction.atomic
def save_filter(*, by: User | None, place: str, name: str, query: str) -> SavedFilter:
    """Keep `query`, a page's own query string, under `name`.

    A name used before is given the new query.
    """
    by = require_person(by)
    name = " ".join(name.split())[:80]
    if not name:
        raise Refused(_("Give the filter a name."))
    own = _own(by, place)
    saved = own.filter(name=name).first()
    if saved is None:
        if len(own) >= AT_MOST:
            raise Refused(_("You have %(most)s filters. Delete one first.") % {"most": AT_MOST})
        saved = SavedFilter(owner=by, place=place, name=name)
    saved.query = query[:1000]
    saved.save()
    log(
        by=by, verb="save filter", subject=saved, text=f"Saved the filter “{saved}” of the {place}."
    )
    return saved


@transaction.atomic
def share_filter(*, by: User | None, saved: SavedFilter, shared: bool) -> None:
    """Show it to the whole desk, or to its owner alone again."""
    saved = _mine(require_person(by), saved)
    saved.shared = shared
    saved.save(update_fields=["shared"])
    text = (
        f"Shared the filter “{saved}” with the desk."
        if shared
        else f"No longer shares the filter “{saved}”."
    )
    log(by=by, verb="share filter", subject=saved, text=text)


@transaction.atomic
def open_with_filter(*, by: User | None, saved: SavedFilter, first: bool) -> None:
    """Whether the owner's page opens with it. There is one such filter a place."""
    by = require_person(by)
    saved = _mine(by, saved)
    _own(by, saved.place).update(first=False)
    saved.first = first
    saved.save(update_fields=["first"])
    text = (
        f"Opens the {saved.place} with “{saved}”."
        if first
        else f"No longer opens the {saved.place} with “{saved}”."
    )
    log(by=by, verb="open with filter", subject=saved, text=text)


@transaction.atomic
def delete_filter(*, by: User | None, saved: SavedFilter) -> None:
    saved = _mine(require_person(by), saved)
    saved.deleted_at, saved.first = timezone.now(), False
    saved.save(update_fields=["deleted_at", "first"])
    log(by=by, verb="delete filter", subject=saved, text=f"Deleted the filter “{saved}”.")


@transaction.atomic
def restore_filter(*, by: User | None, saved: SavedFilter) -> None:
    by = require_person(by)
    saved = _mine(by, saved)
    if _own(by, saved.place).exclude(pk=saved.pk).filter(name=saved.name).exists():
        raise Refused(_("There is another filter “%(name)s” by now.") % {"name": saved})
    saved.deleted_at = None
    saved.save(update_fields=["deleted_at"])
    log(by=by, verb="restore filter", subject=saved, text=f"Brought the filter “{saved}” back.")


def _own(by: User, place: str) -> QuerySet[SavedFilter]:
    return SavedFilter.objects.select_for_update(no_key=True).filter(
        owner=by, place=place, deleted_at=None
    )


def _mine(by: User, saved: SavedFilter) -> SavedFilter:
    """Return the row as it is now, locked."""
    if saved.owner_id != by.pk:
        raise NotAllowed(
            _("Only %(owner)s can change “%(name)s”. Save it under a name of your own.")
            % {"owner": saved.owner, "name": saved}
        )
    return SavedFilter.objects.select_for_update(no_key=True).get(pk=saved.pk)
