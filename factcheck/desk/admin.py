"""The review queue in the admin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.desk import actions
from factcheck.desk.actions.queue import QueueOutcome
from factcheck.desk.forms import put_off_until
from factcheck.desk.models import QueueItem
from factcheck.desk.reads.queue import visible_items
from factcheck.desk.reads.queue_page import queue_counts
from factcheck.desk.reads.queue_words import item_words
from factcheck.desk.views.desk import tell
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.admin import ReadOnlyAdmin
from factcheck.newsroom.models import LogEntry, User
from factcheck.newsroom.reads import people_who_may
from factcheck.newsroom.seen import SeenList, marks_shown
from factcheck.newsroom.templatetags.times import clock, due, span_of


class StateFilter(admin.SimpleListFilter):
    """Open by default: what waits now."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", _("Past its deadline")),
            ("deferred", _("Snoozed")),
            ("resolved", _("Resolved")),
            ("all", _("All")),
        ]

    def choices(self, changelist: Any) -> Any:
        first = {
            "selected": self.value() is None,
            "query_string": changelist.get_query_string(remove=["state"]),
        }
        yield {**first, "display": _("Open")}
        for value, title in self.lookup_choices:
            query = changelist.get_query_string({"state": value})
            yield {"selected": self.value() == value, "query_string": query, "display": title}

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        now = timezone.now()
        waiting = Q(resolved_at=None) & (Q(deferred_until=None) | Q(deferred_until__lte=now))
        chosen = {
            None: waiting,
            "overdue": Q(resolved_at=None, deadline__lte=now),
            "deferred": Q(resolved_at=None, deferred_until__gt=now),
            "resolved": Q(resolved_at__isnull=False),
        }
        return queryset.filter(chosen.get(self.value(), Q()))


class WhoFilter(admin.SimpleListFilter):
    title = _lazy("assigned to")
    parameter_name = "who"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        others = [u for u in people_who_may("work queue") if u.pk != request.user.pk]
        return [("me", _("Me")), (_("nobody"), _("Nobody")), *((str(u.pk), str(u)) for u in others)]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value == "me":
            return queryset.filter(assigned_to=request.user.pk)
        if value == _("nobody"):
            return queryset.filter(assigned_to=None)
        return queryset.filter(assigned_to=int(value)) if value and value.isdecimal() else queryset


class QueueActionForm(ActionForm):
    """The fields of an act on many items: whom to give them to, and what was done."""

    to = forms.ModelChoiceField(
        User.objects.people(), required=False, label=_lazy("to"), empty_label=_lazy("nobody")
    )
    note = forms.CharField(required=False, max_length=300, label=_lazy("note"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        able = [user.pk for user in people_who_may("work queue")]
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = User.objects.filter(pk__in=able)


@admin.register(QueueItem)
class QueueItemAdmin(SeenList, ReadOnlyAdmin[QueueItem]):
    """An item is worked on by the acts on the list; its own page shows it with its history."""

    verb = "work queue"
    paginator = Paginator  # what waits is counted exactly
    list_display = ["kind", "what", "of_article", "age", "time_to", "has_it", "until"]
    list_display_links = ["kind"]
    empty_value_display = ""
    list_filter = [StateFilter, "kind", WhoFilter]
    search_fields = ["text", "article__headline"]
    date_hierarchy = "opened_at"
    list_per_page = 50
    action_form = QueueActionForm
    actions = ["take", "give", "defer_hour", "defer_tomorrow", "resolve", "reopen"]
    change_list_template = "admin/desk/queueitem/change_list.html"
    fields = [
        "kind",
        "what",
        "of_article",
        "opened_at",
        "time_to",
        "has_it",
        "until",
        "resolved_by",
        "history",
    ]
    readonly_fields = ["what", "of_article", "time_to", "has_it", "until", "history"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[QueueItem]:
        return visible_items(signed_in_user(request)).select_related("article", "assigned_to")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        extra = {
            "counts": queue_counts(signed_in_user(request), timezone.now()),
            "title": _("Review queue"),
            **(extra_context or {}),
        }
        answer = super().changelist_view(request, extra)
        if isinstance(answer, TemplateResponse) and answer.context_data is not None:
            answer.context_data["title"] = extra["title"]
        return answer

    @admin.display(description=_lazy("what"), ordering="text")
    def what(self, item: QueueItem) -> str:
        words = item_words(item.text)
        return format_html('<a href="{}">{}</a>', item.link, words) if item.link else words

    @admin.display(description=_lazy("article"), ordering="article__headline")
    def of_article(self, item: QueueItem) -> SafeString | str:
        if item.article is None:
            return ""
        return format_html('<a href="{}">{}</a>', item.article.get_absolute_url(), item.article)

    @admin.display(description=_lazy("age"), ordering="-opened_at")
    def age(self, item: QueueItem) -> str:
        return span_of((item.resolved_at or timezone.now()) - item.opened_at)

    @admin.display(description=_lazy("deadline"), ordering="deadline")
    def time_to(self, item: QueueItem) -> str:
        return due(item.deadline)

    @admin.display(description=_lazy("assigned to"), ordering="assigned_to__name")
    def has_it(self, item: QueueItem) -> str:
        return str(item.assigned_to or _("nobody"))

    @admin.display(description=_lazy("state"), ordering="deferred_until")
    def until(self, item: QueueItem) -> str:
        if item.resolved_at is not None:
            return _("resolved: %(how)s") % {"how": item.resolution}
        put_off = item.deferred_until and item.deferred_until > timezone.now()
        if put_off:
            return _("snoozed until %(time)s") % {"time": clock(item.deferred_until)}
        return _("open")

    @admin.display(description=_lazy("history"))
    def history(self, item: QueueItem) -> SafeString | str:
        lines = LogEntry.objects.filter(subject=item._meta.label_lower, subject_id=item.pk)
        rows = [(clock(line.at), line.by_name, line.text) for line in lines.order_by("pk")]
        return format_html_join("", "{} {}: {}<br>", rows) or _("nothing yet")

    @admin.action(description=_lazy("Take: assign to me"), permissions=["view"])
    def take(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        by, seen = signed_in_user(request), marks_shown(request.POST)
        self._act(request, lambda: actions.take(by=by, items=queryset, seen=seen), "take")

    @admin.action(description=_lazy("Assign to the person chosen"), permissions=["view"])
    def give(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        by, seen = signed_in_user(request), marks_shown(request.POST)
        chosen = request.POST.get("to", "")
        to = User.objects.filter(pk=int(chosen)).first() if chosen.isdecimal() else None
        self._act(
            request,
            lambda: actions.assign(by=by, items=queryset, to=to, seen=seen),
            "give",
            to=to or _("nobody"),
        )

    @admin.action(description=_lazy("Snooze for an hour"), permissions=["view"])
    def defer_hour(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        self._defer(request, queryset, "hour")

    @admin.action(description=_lazy("Snooze until tomorrow, 8:00"), permissions=["view"])
    def defer_tomorrow(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        self._defer(request, queryset, "tomorrow")

    def _defer(self, request: HttpRequest, queryset: QuerySet[QueueItem], choice: str) -> None:
        by, seen = signed_in_user(request), marks_shown(request.POST)
        until = put_off_until(choice, None, timezone.now(), by)
        assert until is not None
        self._act(
            request,
            lambda: actions.defer(by=by, items=queryset, until=until, seen=seen),
            "defer",
            until=clock(until),
        )

    @admin.action(description=_lazy("Resolve, with the note"), permissions=["view"])
    def resolve(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        by, seen = signed_in_user(request), marks_shown(request.POST)
        note = request.POST.get("note", "")
        self._act(
            request,
            lambda: actions.resolve(by=by, items=queryset, note=note, seen=seen),
            "resolve",
        )

    @admin.action(description=_lazy("Reopen"), permissions=["view"])
    def reopen(self, request: HttpRequest, queryset: QuerySet[QueueItem]) -> None:
        by, seen = signed_in_user(request), marks_shown(request.POST)
        self._act(request, lambda: actions.reopen(by=by, items=queryset, seen=seen), "reopen")

    def _act(
        self, request: HttpRequest, do: Callable[[], QueueOutcome], act: str, **values: Any
    ) -> None:
        try:
            outcome = do()
        except (Refused, NotAllowed) as reason:
            self.message_user(request, str(reason), messages.ERROR)
        else:
            tell(request, outcome, act, **values)
