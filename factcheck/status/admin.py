"""What was told to whom, to read; and every kind of mail, to look at before it goes to anyone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User
from factcheck.status import actions
from factcheck.status.models import EVENTS, Notice
from factcheck.status.reads import Due, all_news, whens

SAMPLES = {
    "assigned": "“Rebels enter the second city” is given to you to check.",
    "ready": "“Rebels enter the second city” has been read and searched.",
    "reply": (
        "The Iranian U.N. mission has answered on “Rebels enter the second city”: We "
        "have seen the reports."
    ),
    "late reply": (
        "The IDF has answered on “Rebels enter the second city”, which was closed: We deny it."
    ),
    "legal threat": (
        "The IDF has answered with a legal threat on “Rebels enter the second city”: We shall sue."
    ),
    "letter failed": (
        "Your letter to the Iraqi government on “Rebels enter the second city” may or "
        "may not have gone."
    ),
    "due soon": (
        "The IDF has little time left to answer on “Rebels enter the second city”: until "
        "30 Nov 17:00 EST."
    ),
    "overdue": "The IDF did not answer on “Rebels enter the second city” by 30 Nov 17:00 EST.",
    "still overdue": (
        "The IDF has still not answered on “Rebels enter the second city”: its time "
        "ended 30 Nov 17:00."
    ),
    "query": "Ann Lee asks of “Rebels enter the second city”: Is it 3,000 fighters, or 300?",
    "second read": (
        "“Rebels enter the second city” waits for a second reader: facts, fairness, whole picture."
    ),
    "refused": (
        "Ann Lee refused to sign the pass “fairness” on “Rebels enter the second city”: "
        "The army was not asked."
    ),
    "cleared": "Ann Lee cleared “Rebels enter the second city” to run.",
    "reopened": "The copy of “Rebels enter the second city” was changed after you signed it.",
    "after clearing": (
        "After you cleared “Rebels enter the second city”: Ann Lee, Request to the IDF: a call "
        "logged."
    ),
    "mention": (
        "Ann Lee calls you in a note on “Rebels enter the second city”: @Bo Ray, who counted them?"
    ),
    "note resolved": "Ann Lee resolved your note on “Rebels enter the second city”.",
    "change": (
        "Ann Lee proposes a change of “Rebels enter the second city”: “3,000 fighters” → "
        "“300 fighters”"
    ),
    "decided": (
        "Ann Lee decided a query on “Rebels enter the second city”: stet: Is it 3,000 "
        "fighters, or 300?"
    ),
    "source changed": (
        "A verdict on “Rebels enter the second city” is open again: Casualties no longer says it."
    ),
    "queue item": (
        "Given to you: dispute, “Rebels enter the second city”: is it 3,000 fighters, or 300?"
    ),
}


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user


Mail = tuple[str, str, str]


def sample(user: User, name: str) -> Mail:
    """Return a sample mail to `user` about no real article: a kind of EVENTS, or "digest"."""
    link = reverse("desk:list")
    return _rendered(
        user, name, [Due(user, kind, "sample", 0, SAMPLES[kind], link) for kind in EVENTS]
    )


def real(user: User, name: str, now: datetime) -> Mail | None:
    """Return a mail with what is true now of articles `user` may see; None where nothing is.

    Whoever it is meant for, it carries the links of `user`. A digest is the user's own.
    """
    if name == actions.DIGEST:
        chosen = whens([user.pk])
        usual = (
            kind
            for kind in EVENTS
            if chosen.get((user.pk, kind), EVENTS[kind][1]) == actions.DIGEST
        )
        due = [
            notice_due
            for notice_due in all_news(now, tuple(usual))
            if notice_due.user.pk == user.pk
        ]
    else:
        seen = Article.objects.visible_to(user)
        all_due = all_news(now, [name])
        visible = set(
            seen.filter(pk__in={notice_due.article for notice_due in all_due}).values_list(
                "pk", flat=True
            )
        )
        able = [
            notice_due
            for notice_due in all_due
            if notice_due.article is None or notice_due.article in visible
        ]
        due = [replace(notice_due, user=user) for notice_due in able[:1]]
    return _rendered(user, name, due) if due else None


def _rendered(user: User, name: str, due: list[Due]) -> Mail:
    if name == actions.DIGEST:
        return actions.render("digest", actions.digest_context(user, due))
    return actions.render(
        "notice",
        actions.notice_context(next(notice_due for notice_due in due if notice_due.kind == name)),
    )


@admin.register(Notice)
class NoticeAdmin(OfArticlesAdmin):
    verb = "work queue"
    of_none = True
    list_display = ["created_at", "user", "kind", "text", "when", "state", "told_at"]
    list_filter = ["kind", "when", "state"]
    search_fields = ["text", "user__name", "user__email"]
    date_hierarchy = "created_at"
    list_select_related = ["user"]
    change_list_template = "admin/status/notice/change_list.html"

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        names = [*EVENTS, actions.DIGEST]
        return super().changelist_view(request, {"mails": names, **(extra_context or {})})

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("mail/<str:name>/", wrap(self.preview), name="status_notice_mail"),
            path("mail/<str:name>/html/", wrap(self.preview_html), name="status_notice_mail_html"),
            *super().get_urls(),
        ]

    def preview(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show subject and text of one kind of mail, a sample or real, with a link to its HTML."""
        mail = self._mail(request, name)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mail: {name}",
            "name": name,
            "mail": mail,
            "real": "real" in request.GET,
        }
        return TemplateResponse(request, "admin/status/notice/mail.html", context)

    def preview_html(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the HTML as the mail carries it."""
        mail = self._mail(request, name)
        if mail is None:
            raise Http404("Nothing of this kind is true now.")
        return HttpResponse(mail[2])

    def _mail(self, request: HttpRequest, name: str) -> Mail | None:
        if not self.has_view_permission(request):
            raise NotAllowed("The mails are for checkers, editors and chiefs to look at.")
        if name != actions.DIGEST and name not in EVENTS:
            raise Http404(f"There is no mail “{name}”.")
        by = person(request)
        return real(by, name, timezone.now()) if "real" in request.GET else sample(by, name)
