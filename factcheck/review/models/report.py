"""The check report as it was when the copy was cleared.

Given out by `models`, as all others are.
"""

from __future__ import annotations

from typing import ClassVar

import pgtrigger
from django.db import models


class ClearedReport(models.Model):
    """What was true at the clearance, as `reads.report.report_of` gives it.

    Marks move on with the copy; this does not: the report of a cleared proof is this row, a year
    later too.
    """

    clearance = models.OneToOneField(
        "review.Clearance", on_delete=models.CASCADE, related_name="report"
    )
    report = models.JSONField()

    record_may_change: ClassVar[tuple[str, ...]] = ()

    class Meta:
        ordering = ["-id"]
        triggers = [
            pgtrigger.Protect(
                name="cleared_report_is_not_changed", operation=pgtrigger.Update | pgtrigger.Delete
            )
        ]

    def __str__(self) -> str:
        return f"report of {self.clearance}"
