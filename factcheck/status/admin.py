"""What was told to whom, to read; and every kind of mail, to look at before it goes to anyone."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from csp.decorators import csp_update
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.articles.models import Article
from factcheck.newsroom.actions import NotAllowed
from factcheck.newsroom.models import User
from factcheck.status import actions
from factcheck.status.models import EVENTS, Notice
from factcheck.status.news.details import (
    BUTTONS,
    OPEN,
    PARTY_KINDS,
    SORTS,
    Details,
    subject_of,
)
from factcheck.status.reads import Due, all_news, whens

HEADLINE = "Rebels enter the second city"
SAMPLES = {
    "assigned": f"“{HEADLINE}” is yours to check.",
    "ready": f"“{HEADLINE}” has been read and searched.",
    "reply": f"The IDF replied on “{HEADLINE}”: We deny it.",
    "late reply": f"The IDF replied on “{HEADLINE}”, which was published: We deny it.",
    "legal threat": f"The IDF threatens legal action over “{HEADLINE}”: We shall sue.",
    "letter failed": f"Your letter to the Iraqi government on “{HEADLINE}” may not have been sent.",
    "due soon": f"The IDF has until 30 Nov 17:00 EST to answer on “{HEADLINE}”.",
    "overdue": f"The IDF did not reply on “{HEADLINE}” by 30 Nov 17:00 EST.",
    "still overdue": f"The IDF has still not replied on “{HEADLINE}”. Its time ended 17:00 EST.",
    "query": f"Ann Lee asks about “{HEADLINE}”: Is it 3,000 fighters, or 300?",
    "second read": f"“{HEADLINE}” is ready for a second reader: facts, fairness, whole picture.",
    "refused": f"Ann Lee did not sign “fairness” of “{HEADLINE}”: The army was not asked.",
    "cleared": f"Ann Lee cleared “{HEADLINE}” to run.",
    "reopened": f"The copy of “{HEADLINE}” was changed after you signed it.",
    "after clearing": f"After you cleared “{HEADLINE}”: Ann Lee logged a call to the IDF.",
    "mention": f"Ann Lee mentions you in a note on “{HEADLINE}”: @Bo Ray, who counted them?",
    "note resolved": f"Ann Lee resolved your note on “{HEADLINE}”.",
    "change": f"Ann Lee proposes a change to “{HEADLINE}”: “3,000 fighters” → “300 fighters”",
    "decided": f"Ann Lee decided a query on “{HEADLINE}”: stet. Is it 3,000 fighters, or 300?",
    "source changed": f"A verdict on “{HEADLINE}” is open again: its source no longer says it.",
    "queue item": f"Assigned to you: answered query, “{HEADLINE}”: is it 3,000 fighters, or 300?",
}
_ASKED = ("How many fighters entered the city?", "Did the army fire on the market on 12 March?")
_REPLY = (
    "We have seen the reports and deny them. No more than 300 fighters crossed the river.\n\n"
    "On the market: our forces were not in that district on 12 March. We ask for the coordinates "
    "on which your account rests, and shall comment on them."
)


def sample_details(kind: str) -> Details:
    """Return what a sample mail says beyond its sentence."""
    who = "The IDF" if kind in PARTY_KINDS else "Ann Lee"
    more = Details(subject_of(kind, who, HEADLINE), _(BUTTONS.get(kind, OPEN)), HEADLINE, who)
    if kind not in ("reply", "late reply", "legal threat"):
        return more
    sorts = tuple((_(words), reverse("desk:list")) for says, words in SORTS)
    return replace(more, words=_REPLY, answers=_ASKED, sorts=sorts)


def person(request: HttpRequest) -> User:
    if not isinstance(request.user, User):
        raise NotAllowed(_("Sign in first."))
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
    due = _own_digest(user, now) if name == actions.DIGEST else _first_seen(user, name, now)
    return _rendered(user, name, due) if due else None


def _own_digest(user: User, now: datetime) -> list[Due]:
    """Return what is true now of the kinds that `user` reads in their digest."""
    chosen = whens([user.pk])
    kinds = [
        kind
        for kind, (_says, usual) in EVENTS.items()
        if chosen.get((user.pk, kind), usual) == actions.DIGEST
    ]
    return [due for due in all_news(now, kinds) if due.user.pk == user.pk]


def _first_seen(user: User, kind: str, now: datetime) -> list[Due]:
    """Return the first news of a kind that `user` may see, as told to them; none where none is."""
    all_due = all_news(now, [kind])
    articles = Article.objects.visible_to(user).filter(pk__in={due.article for due in all_due})
    visible = set(articles.values_list("pk", flat=True))
    able = [due for due in all_due if due.article is None or due.article in visible]
    return [replace(due, user=user) for due in able[:1]]


def _rendered(user: User, name: str, due: list[Due]) -> Mail:
    if name == actions.DIGEST:
        return actions.render("digest", actions.digest_context(user, due))
    one = next(notice_due for notice_due in due if notice_due.kind == name)
    details = None if one.article else sample_details(name)
    return actions.render("notice", actions.notice_context(one, details))


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
            "title": _("Mail: %(name)s") % {"name": name},
            "name": name,
            "mail": mail,
            "real": "real" in request.GET,
        }
        return TemplateResponse(request, "admin/status/notice/mail.html", context)

    @method_decorator(csp_update({"style-src": ["'unsafe-inline'"]}))  # a mail has its own sheet
    def preview_html(self, request: HttpRequest, name: str) -> HttpResponse:
        """Show the HTML as the mail carries it."""
        mail = self._mail(request, name)
        if mail is None:
            raise Http404(_("Nothing of this kind is true now."))
        return HttpResponse(mail[2])

    def _mail(self, request: HttpRequest, name: str) -> Mail | None:
        if not self.has_view_permission(request):
            raise NotAllowed(_("The mails are for checkers, editors and chiefs to look at."))
        if name != actions.DIGEST and name not in EVENTS:
            raise Http404(f"There is no mail “{name}”.")
        by = person(request)
        return real(by, name, timezone.now()) if "real" in request.GET else sample(by, name)
