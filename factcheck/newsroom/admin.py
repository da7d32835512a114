from __future__ import annotations

from typing import Any, ClassVar, TypeVar

import allauth.socialaccount.admin  # noqa: F401  registers what is taken out below
from allauth.socialaccount.models import SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import UserCreationForm
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _lazy

from factcheck.newsroom.actions import log
from factcheck.newsroom.models import Desk, LogEntry, User
from factcheck.newsroom.paging import RoughPaginator
from factcheck.newsroom.rules import CHIEF
from factcheck.newsroom.seen import SeenAdmin
from factcheck.newsroom.surviving_lists import SurvivingLists
from factcheck.newsroom.verbs import verb_words

_Row = TypeVar("_Row", bound=models.Model)

# The identity provider is in the environment, and its tokens are not kept: both stay empty.
admin.site.unregister([SocialApp, SocialToken])
# Its index says where everything is (templatetags/admin_index.py).
admin.site.enable_nav_sidebar = False
admin.site.site_header = admin.site.site_title = "Factcheck"
admin.site.index_title = _lazy("Run the desk")


class ReadOnlyAdmin(SurvivingLists, admin.ModelAdmin[_Row]):
    """Rows to read: they are made and changed on the newsroom's own pages, which log it.

    Whose role may do `verb` looks at them; without a verb, Django's own permission decides. The
    tables are long, so a list is not counted twice, nor exactly.
    """

    verb: str | None = None
    show_full_result_count = False
    paginator: ClassVar[type[Paginator[Any]]] = RoughPaginator

    def has_view_permission(self, request: HttpRequest, obj: _Row | None = None) -> bool:
        if self.verb is None:
            return super().has_view_permission(request, obj)
        return isinstance(request.user, User) and request.user.may(self.verb)

    def has_module_permission(self, request: HttpRequest) -> bool:
        if self.verb is None:
            return super().has_module_permission(request)
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: _Row | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: _Row | None = None) -> bool:
        return False


def _is_superuser(request: HttpRequest) -> bool:
    return isinstance(request.user, User) and request.user.is_superuser


class NewUserForm(UserCreationForm[User]):
    class Meta:
        model = User
        fields = ("email", "name", "role")


@admin.register(User)
class UserAdmin(SeenAdmin, DjangoUserAdmin[User]):
    add_form = NewUserForm
    ordering = ["name"]
    list_display = ["name", "email", "role", "time_zone", "is_active", "last_login"]
    list_filter = ["role", "is_active"]
    search_fields = ["name", "email"]
    readonly_fields = ["last_login", "date_joined"]
    filter_horizontal = ()  # Django's two boxes have labels that a screen reader cannot read
    fieldsets = [
        (None, {"fields": ["email", "name", "role", "phone", "time_zone", "password"]}),
        (
            _lazy("Access"),
            {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]},
        ),
        (_lazy("Dates"), {"fields": ["last_login", "date_joined"]}),
    ]
    add_fieldsets = [(None, {"fields": ["email", "name", "role", "password1", "password2"]})]

    def get_fieldsets(self, request: HttpRequest, obj: User | None = None) -> Any:
        """Show what makes a superuser to superusers alone."""
        if obj is None or _is_superuser(request):
            return super().get_fieldsets(request, obj)
        who, access, dates = self.fieldsets
        return [who, (access[0], {"fields": ["is_active", "is_staff"]}), dates]

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        if obj is not None and obj.is_superuser and not _is_superuser(request):
            return False  # a chief with a superuser's password would be one
        return super().has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        return False  # who left is made inactive; the record names them

    def save_model(self, request: HttpRequest, obj: User, form: Any, change: bool) -> None:
        obj.is_staff = obj.is_staff or obj.role == CHIEF  # a chief runs the desk from here
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        changed = ", ".join(form.changed_data) or "nothing"
        log(by=by, verb="set desk", subject=obj, text=f"Account of {obj}: changed {changed}.")


@admin.register(Desk)
class DeskAdmin(SeenAdmin):
    list_display = ["name", "time_zone", "bar", "hours_to_answer"]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return super().has_add_permission(request) and not Desk.objects.exists()

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("set desk")

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Desk, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        by = request.user if isinstance(request.user, User) else None
        data = {name: str(form.cleaned_data[name]) for name in form.changed_data}
        log(by=by, verb="set desk", subject=obj, text="Desk settings changed.", changes=data)


@admin.register(LogEntry)
class LogEntryAdmin(ReadOnlyAdmin[LogEntry]):
    """To read, never to write: the database refuses it too.

    It names restricted articles, which this room cannot know: only who sees every article reads it
    here.
    """

    verb = "see every article"
    list_display = ["at", "by_name", "did", "article_id", "text"]
    list_filter = [
        "at"
    ]  # neither verbs nor years: to list those, the whole log would be read for each page
    search_fields = ["text", "by_name", "=verb"]

    @admin.display(description=_lazy("verb"))
    def did(self, entry: LogEntry) -> str:
        """Return the verb in the language of the page."""
        return verb_words(entry.verb)
