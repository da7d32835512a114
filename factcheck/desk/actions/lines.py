"""Keeping the desk page's lines true."""

from __future__ import annotations

from datetime import datetime

from django.db import connection, transaction

from factcheck.desk.models import DeskLine, StaleDeskLine
from factcheck.desk.reads.lines import drawn, stale

AT_ONCE = 20  # articles in one transaction: whoever opens the desk page meanwhile waits for no more
_LOCK = 5_360_001  # any number nobody else locks
_DRAWN = [f.name for f in DeskLine._meta.concrete_fields if f.name not in ("id", "article")]


def draw_lines(*, now: datetime, at_most: int = AT_ONCE) -> int:
    """Draw anew up to `at_most` lines that are out of date; return how many were taken up.

    One at a time over the whole desk: of two that draw one article, the one that looked earlier
    could else write last. The rows of Touched that go are those seen before looking, by their ids:
    what commits meanwhile is drawn next time.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_xact_lock(%s), set_config('factcheck.touched', '', true)",
                [_LOCK],
            )
        ids = stale(now, at_most)
        if not ids:
            return 0
        seen = list(StaleDeskLine.objects.filter(article_id__in=ids).values_list("pk", flat=True))
        DeskLine.objects.bulk_create(
            drawn(ids, now), update_conflicts=True, unique_fields=["article"], update_fields=_DRAWN
        )
        StaleDeskLine.objects.filter(pk__in=seen).delete()
        return len(ids)
