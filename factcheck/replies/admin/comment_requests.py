"""The admin pages of contacts, with who verified them when, and of requests."""

from __future__ import annotations

from django.contrib import admin, messages
from django.db import models
from django.db.models import QuerySet
from django.forms import ModelForm
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.utils.translation import pgettext

from factcheck.articles.admin import OfArticlesAdmin
from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import SeenAdmin, SeenList, marks_shown
from factcheck.replies import actions
from factcheck.replies.actions.contacts import EDITABLE
from factcheck.replies.admin.templates import (
    FrozenSentenceAdmin,
    HouseWordingAdmin,
    LetterTemplateAdmin,
)
from factcheck.replies.models import CommentRequest, Contact, Letter, MailNotice, Reply, RequestCall

__all__ = [
    "FrozenSentenceAdmin",
    "HouseWordingAdmin",
    "LetterTemplateAdmin",
]  # found here by the admin


@admin.register(Contact)
class ContactAdmin(SeenList, SeenAdmin):
    list_display = [
        "party",
        "name",
        "channel",
        "address",
        "rank",
        "health",
        "verified_by",
        "verified_at",
    ]
    list_filter = ["channel", "health", "party__kind", ("retired_at", admin.EmptyFieldListFilter)]
    list_select_related = ["party", "verified_by"]
    search_fields = ["party__name", "name", "address", "role"]
    autocomplete_fields = ["party"]
    readonly_fields = [
        "health",
        "health_why",
        "health_at",
        "answered_at",
        "found_by",
        "found_at",
        "verified_by",
    ]
    readonly_fields += ["verified_at", "retired_by", "retired_at"]
    fields = ["party", *EDITABLE, *readonly_fields]
    actions = ["verify"]

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contact]:
        if not isinstance(request.user, User):
            return Contact.objects.none()
        return Contact.objects.visible_to(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return isinstance(request.user, User) and request.user.may("edit contact")

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("edit contact")

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return self.has_change_permission(request, obj)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_change_permission(request)

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False  # the record rests on it: it is retired, on its party's page

    def get_readonly_fields(
        self, request: HttpRequest, obj: models.Model | None = None
    ) -> list[str]:
        return [*self.readonly_fields, *(["party"] if obj else [])]

    def save_model(
        self, request: HttpRequest, obj: Contact, form: ModelForm[Contact], change: bool
    ) -> None:
        """By the action, so that the log is written and letters under way are corrected."""
        by = request.user
        assert isinstance(by, User)
        values = {name: form.cleaned_data[name] for name in EDITABLE}
        try:
            if change:
                changed = {name: values[name] for name in form.changed_data if name in EDITABLE}
                saved = actions.edit_contact(by=by, contact=obj, **changed)
            else:
                saved = actions.save_contact(by=by, party=obj.party, **values)
        except Refused as reason:
            messages.error(request, str(reason))
            return
        obj.pk = saved.pk

    @admin.action(description=_lazy("Verified now by me"))
    def verify(self, request: HttpRequest, chosen: QuerySet[Contact]) -> None:
        by = request.user
        assert isinstance(by, User)
        shown, done = marks_shown(request.POST), 0
        for contact in chosen:
            seen = shown.get(contact.pk, "")
            try:
                actions.edit_contact(by=by, contact=contact, verified=True, seen=seen)
                done += 1
            except Refused as reason:
                self.message_user(request, str(reason), messages.WARNING)
        self.message_user(request, _("Verified: %(count)s.") % {"count": done})


@admin.register(CommentRequest)
class CommentRequestAdmin(OfArticlesAdmin):
    list_display = ["party", "article", "state", "outcome", "deadline", "sent_at", "page"]
    list_filter = ["state", "outcome", "hold"]
    list_select_related = ["party", "article"]
    search_fields = ["party__name", "article__headline"]
    date_hierarchy = "deadline"
    exclude = ["address_token", "link_token"]  # whoever has them can answer for the party

    @admin.display(description=_lazy("On the desk"))
    def page(self, one: CommentRequest) -> str:
        return format_html('<a href="{}">{}</a>', one.get_absolute_url(), pgettext("verb", "Open"))


@admin.register(Letter)
class LetterAdmin(OfArticlesAdmin):
    article_paths = ("request__article",)
    list_display = ["request", "kind", "contact", "seen_state", "bounced_at", "created_at"]
    list_filter = ["kind", "seen_state"]
    list_select_related = ["request__party", "request__article", "contact__party"]
    search_fields = ["request__party__name", "contact__address"]


@admin.register(Reply)
class ReplyAdmin(OfArticlesAdmin):
    article_paths = ("request__article",)
    of_none = True  # not filed to a request yet: everybody's to file
    list_display = ["__str__", "request", "channel", "says", "received_at", "triaged_by"]
    list_filter = [
        "says",
        "channel",
        ("triaged_at", admin.EmptyFieldListFilter),
        ("request", admin.EmptyFieldListFilter),
    ]
    list_select_related = ["request__party", "request__article", "triaged_by"]
    search_fields = ["text", "said_by", "request__party__name"]
    exclude = ["key"]


@admin.register(MailNotice)
class MailNoticeAdmin(OfArticlesAdmin):
    article_paths = ("request__article",)
    of_none = True  # not filed to a request yet: everybody's to file
    list_display = ["kind", "request", "at", "seen_at"]
    list_filter = ["kind", ("seen_at", admin.EmptyFieldListFilter)]
    list_select_related = ["request__party", "request__article"]


@admin.register(RequestCall)
class CallAdmin(OfArticlesAdmin):
    article_paths = ("request__article",)
    list_display = ["request", "channel", "reached", "by", "at", "words"]
    list_select_related = ["request__party", "request__article", "by"]
