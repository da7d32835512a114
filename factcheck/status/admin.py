"""What was told to whom, to read; and every kind of mail, to look at before it goes to anyone."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db.models import Model, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse

from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User
from factcheck.status import actions
from factcheck.status.models import EVENTS, Notice
from factcheck.status.reads import Due

SAMPLES = {
    "assigned": "“Rebels enter the second city” is given to you to check.",
    "ready": "“Rebels enter the second city” has been read and searched.",
    "reply": "The Iranian U.N. mission has answered on “Rebels enter the second city”: We have seen the reports.",
    "letter failed": "Your letter to the Iraqi government on “Rebels enter the second city” may or may not have gone.",
    "due soon": "The IDF has little time left to answer on “Rebels enter the second city”: until 30 Nov 17:00 EST.",
    "overdue": "The IDF did not answer on “Rebels enter the second city” by 30 Nov 17:00 EST.",
    "still overdue": "The IDF has still not answered on “Rebels enter the second city”: its time ended 30 Nov 17:00.",
    "query": "Ann Lee asks of “Rebels enter the second city”: Is it 3,000 fighters, or 300?",
    "second read": "“Rebels enter the second city” waits for a second reader: facts, fairness, whole picture.",
    "refused": "Ann Lee refused to sign the pass “fairness” on “Rebels enter the second city”: The army was not asked.",
    "cleared": "Ann Lee cleared “Rebels enter the second city” to run.",
    "reopened": "The copy of “Rebels enter the second city” was changed after you signed it.",
}


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed("Sign in first.")
    return request.user


def sample(user: User, name: str) -> tuple[str, str, str]:
    """A mail as `user` would get it, about an article that is not there: a kind of EVENTS, or "digest"."""
    link = reverse("review:desk")
    due = [Due(user, kind, "sample", 0, SAMPLES[kind], link) for kind in EVENTS]
    if name == actions.DIGEST:
        return actions.render("digest", actions.digest_context(user, due))
    chosen = next((one for one in due if one.kind == name), None)
    if chosen is None:
        raise Http404(f"There is no mail “{name}”.")
    return actions.render("notice", actions.notice_context(chosen))


@admin.register(Notice)
class NoticeAdmin(admin.ModelAdmin):
    list_display = ["created_at", "user", "kind", "text", "when", "state", "told_at"]
    list_filter = ["kind", "when", "state"]
    search_fields = ["text", "user__name", "user__email"]
    date_hierarchy = "created_at"
    list_select_related = ["user"]
    show_full_result_count = False
    change_list_template = "admin/status/notice/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("work queue")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Notice]:
        seen = Article.objects.visible_to(person(request))
        return super().get_queryset(request).filter(Q(article=None) | Q(article__in=seen))

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
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
        """Subject and text of one kind of mail, with a way to its HTML."""
        if not self.has_view_permission(request):
            raise NotAllowed("The mails are for checkers, editors and chiefs to look at.")
        subject, text, _ = sample(person(request), name)
        context = {
            **self.admin_site.each_context(request),
            "title": f"Mail: {name}",
            "name": name,
            "subject": subject,
            "text": text,
        }
        return TemplateResponse(request, "admin/status/notice/mail.html", context)

    def preview_html(self, request: HttpRequest, name: str) -> HttpResponse:
        """The HTML as the mail carries it."""
        if not self.has_view_permission(request):
            raise NotAllowed("The mails are for checkers, editors and chiefs to look at.")
        return HttpResponse(sample(person(request), name)[2])
