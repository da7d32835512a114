"""The searches: on or off, key, address, pace, how each fares, and a button that tries one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db import models, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from factcheck.evidence import actions
from factcheck.evidence.admin.common import person
from factcheck.evidence.models import Provider
from factcheck.evidence.reads.offers import offered_searches
from factcheck.evidence.search.provider_registry import service_of
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.admin import ReadOnlyAdmin
from factcheck.newsroom.models import User
from factcheck.newsroom.seen import SeenAdmin
from factcheck.outside.look_ups import LookUpService
from factcheck.outside.search import Service


class ProviderForm(forms.ModelForm[Provider]):
    """The key is written and never shown again."""

    base = forms.URLField(label=_lazy("Address"), required=False, assume_scheme="https")
    new_key = forms.CharField(
        label=_lazy("Key"),
        required=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )
    remove_key = forms.BooleanField(label=_lazy("Remove the key that is set here"), required=False)

    class Meta:
        model = Provider
        fields = ["on", "base", "seconds", "daily", "saves"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        service = service_of(self.instance)
        if service is None:
            return
        if "new_key" in self.fields:
            self.fields["new_key"].help_text = _key_help(self.instance, service)
        if "base" in self.fields:
            self.fields["base"].help_text = _base_help(service)
        if "seconds" in self.fields:
            over_all = _("Over all workers. Leave empty for %(seconds)s.")
            self.fields["seconds"].help_text = over_all % {"seconds": f"{service.seconds:g}"}
        if "daily" in self.fields:
            self.fields["daily"].help_text = _daily_help(service)


def _key_help(provider: Provider, service: Service | LookUpService) -> str:
    said = [_("A key is set here.") if provider.sealed_key else _("No key is set here.")]
    if provider.sealed_key and not service.key:
        said = [
            _("A key was set here, but the newsroom’s SECRET_KEY has changed since. Set it again.")
        ]
    elif service.key and not provider.sealed_key:
        said.append(_("The environment’s is used."))
    return " ".join([*said, _("Leave empty to keep things as they are.")])


def _base_help(service: Service | LookUpService) -> str:
    if service.url:
        return _("Leave empty for %(address)s") % {"address": service.url}
    return _(
        "For example https://search.newsroom.example. An address inside the newsroom’s network "
        "must be named in OUTSIDE_INNER_ALLOWED too."
    )


def _daily_help(service: Service | LookUpService) -> str:
    if service.daily:
        return _(
            "From midnight to midnight, UTC. Stories share them; the nearest deadline goes "
            "first. Leave empty for %(number)s."
        ) % {"number": service.daily}
    return _(
        "From midnight to midnight, UTC. Stories share them; the nearest deadline goes "
        "first. Leave empty where nobody counts."
    )


@admin.register(Provider)
class ProviderAdmin(SeenAdmin, ReadOnlyAdmin[Provider]):
    form = ProviderForm
    change_form_template = "evidence/admin/provider.html"
    change_list_template = "evidence/admin/providers.html"
    list_display = [
        "label",
        "on",
        "outside",
        "failing_since",
        "last_error",
        "last_good_at",
        "next_try_at",
    ]
    list_filter = ["on", "outside"]
    readonly_fields = [
        "label",
        "outside",
        "failing_since",
        "failures",
        "last_error",
        "last_good_at",
        "next_try_at",
    ]
    actions = ["switch_on", "switch_off", "try_it"]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """List the searches, those a newer version brought among them."""
        actions.ensure_providers()
        context = {**(extra_context or {}), "offers": offered_searches(person(request))}
        return super().changelist_view(request, context)

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        return isinstance(request.user, User) and request.user.may("set desk")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        shown = [*self.readonly_fields]
        service = service_of(obj) if obj else None
        if obj is None or not self.has_change_permission(request, obj):
            return ["on", *shown]
        set_here = ["on"] if obj.takes_claims or service else []
        if service is not None:
            keyed = service.needs_key or service.takes_key
            set_here += ["new_key", "remove_key"] if keyed else []
            set_here += ["base", "seconds", "daily"] + (["saves"] if obj.name == "wayback" else [])
        return [*set_here, *shown]

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Through the actions, which refuse, log and ask again."""
        given = form.cleaned_data
        key = "" if given.get("remove_key") else given.get("new_key") or None
        try:
            with transaction.atomic():
                kept = Provider.objects.get(pk=obj.pk)
                values = {
                    name: given.get(name, getattr(kept, name))
                    for name in ("base", "seconds", "daily", "saves")
                }
                actions.set_provider(by=person(request), provider=kept, key=key, **values)
                kept.refresh_from_db()
                if "on" in given and given["on"] != kept.on:
                    actions.switch_provider(by=person(request), provider=kept, on=given["on"])
        except (Refused, NotAllowed) as refusal:
            messages.error(request, str(refusal))

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """Write no line of the admin's own: the newsroom's log has it.

        What was refused is no change.
        """

    def response_change(self, request: HttpRequest, obj: Any) -> HttpResponse:
        if "_try" in request.POST:
            self._each(request, [obj], self._tried(request))
            return HttpResponseRedirect(request.path)
        return super().response_change(request, obj)

    def _each(
        self,
        request: HttpRequest,
        chosen: QuerySet[Provider] | list[Provider],
        do: Callable[[Provider], str],
    ) -> None:
        for provider in chosen:
            try:
                messages.success(request, do(provider))
            except (Refused, NotAllowed) as refusal:
                messages.error(request, str(refusal))

    @admin.action(description=_lazy("Switch on"), permissions=["view"])
    def switch_on(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, lambda provider: self._switch(request, provider, on=True))

    @admin.action(description=_lazy("Switch off"), permissions=["view"])
    def switch_off(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, lambda provider: self._switch(request, provider, on=False))

    def _switch(self, request: HttpRequest, provider: Provider, *, on: bool) -> str:
        actions.switch_provider(by=person(request), provider=provider, on=on)
        said = _("%(label)s is on.") if on else _("%(label)s is off.")
        return said % {"label": provider.label}

    def _tried(self, request: HttpRequest) -> Callable[[Provider], str]:
        return lambda provider: actions.try_provider(by=person(request), provider=provider)

    @admin.action(description=_lazy("Test with one harmless query"), permissions=["view"])
    def try_it(self, request: HttpRequest, chosen: QuerySet[Provider]) -> None:
        self._each(request, chosen, self._tried(request))
