"""The review queue in Django's admin: everything that waits for a person.

The rest of the record, to read.
"""

from __future__ import annotations

from django.contrib import admin

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.review.models import Clearance, Query, SignOff, Tick, Verdict


class RulingsAdmin(OfArticlesAdmin):
    """Rulings and signatures change only through the proof page."""

    verb = "work queue"
    list_select_related = True


@admin.register(Tick)
class TickAdmin(RulingsAdmin):
    article_paths = ("fact__article",)
    list_display = ["text", "state", "source", "by", "at", "current"]
    list_filter = ["state", "current"]
    search_fields = ["text", "source"]


@admin.register(Verdict)
class VerdictAdmin(RulingsAdmin):
    article_paths = ("claim__article", "quote__article")
    list_display = ["text", "ruling", "source", "method", "by", "at", "current"]
    list_filter = ["ruling", "current"]
    search_fields = ["text", "source"]


@admin.register(Query)
class QueryAdmin(RulingsAdmin):
    list_display = ["text", "article", "state", "raised_by", "raised_at", "decision", "decided_by"]
    list_filter = ["state", "decision"]
    search_fields = ["text", "answer"]


@admin.register(SignOff)
class SignOffAdmin(RulingsAdmin):
    list_display = ["article", "proof", "reading_pass", "accepted", "by", "at", "comment"]
    list_filter = ["reading_pass", "accepted"]


@admin.register(Clearance)
class ClearanceAdmin(RulingsAdmin):
    list_display = ["article", "proof", "by", "at", "overrode"]
    search_fields = ["article__headline"]

    @admin.display(description="overrode")
    def overrode(self, cleared: Clearance) -> str:
        return "; ".join(f"{reason['reason']}: {reason['why']}" for reason in cleared.overridden)
