"""What came after a clearance."""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models

from factcheck.newsroom.models import LogEntry
from factcheck.review.models.rulings import Clearance


class LaterEvent(models.Model):
    """One act on an article after its current proof was cleared, or the one that ended that.

    The database adds it with the act's line in the log, so that no act can leave it out. It is
    shown on the article, and whoever cleared the proof is told.
    """

    clearance = models.ForeignKey(Clearance, on_delete=models.CASCADE, related_name="later_events")
    entry = models.OneToOneField(LogEntry, on_delete=models.CASCADE, related_name="later_event")

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["id"]
        triggers = [
            pgtrigger.Protect(
                name="later_event_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return str(self.entry)


class WatchedLog(LogEntry):
    """The log, which declares a trigger on the table of an earlier room."""

    class Meta:
        proxy = True
        app_label = "review"
        default_permissions = ()
        triggers = [
            pgtrigger.Trigger(
                name="comes_after_a_clearance",
                when=pgtrigger.After,
                operation=pgtrigger.Insert,
                # The act that ends a clearance names the proof that was cleared as its `base`.
                func="""
IF NEW.article_id IS NOT NULL AND NEW.verb NOT IN ('clear', 'override gate') THEN
    INSERT INTO review_laterevent (clearance_id, entry_id)
    SELECT c.id, NEW.id FROM review_clearance c JOIN articles_proof p ON p.id = c.proof_id
    WHERE c.article_id = NEW.article_id AND (
        p.current OR (
            NEW.verb IN ('edit copy', 'reopen copy') AND NEW.data ->> 'base' = p.id::text
        )
    )
    ORDER BY c.id DESC LIMIT 1;
END IF;
RETURN NULL;
""",
            )
        ]
