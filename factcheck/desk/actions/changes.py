"""A reader's look at what changed: taken once, by one at a time, and noted with what came of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import connection, transaction

from factcheck.desk.models.changes import ChangedArticle, LastLook
from factcheck.desk.reads.changes import ChangesLook, next_look


@contextmanager
def looking(reader: str, now: datetime) -> Iterator[ChangesLook]:
    """Yield what has changed for the reader, in one transaction with what it makes of it.

    One at a time. What is noted by a transaction that has not committed yet is seen next time.
    """
    LastLook.objects.get_or_create(reader=reader)
    with transaction.atomic():
        last = LastLook.objects.select_for_update().get(reader=reader)
        with connection.cursor() as cursor:
            # As `draw_lines` does: a change after this look is noted, whoever noted one before.
            cursor.execute("SELECT set_config('factcheck.touched', '', true)")
        look = next_look(last, now)
        yield look
        ChangedArticle.objects.filter(pk__in=look.seen).delete()
        last.at = now
        if look.articles is None:
            last.whole_at = now
        last.save()
