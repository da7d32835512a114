"""A person's own settings, and the page behind the link in every status mail."""

from __future__ import annotations

from typing import Any, cast
from zoneinfo import available_timezones

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.validators import RegexValidator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.languages import language_choices, page_language
from factcheck.newsroom.models import User, validate_zone
from factcheck.newsroom.sessions import end_others, end_session, sessions_for
from factcheck.newsroom.two_step import has_second_step
from factcheck.status import actions
from factcheck.status.models import WHEN, event_words
from factcheck.status.reads import Choice, choices_of, digest_times


class SettingsForm(forms.Form):
    """One field a kind of event, named by its place in EVENTS, then the person's clock."""

    time_zone = forms.CharField(
        label=_lazy("Your time zone"),
        max_length=64,
        validators=[validate_zone],
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off"}),
        help_text=_lazy("Times on your pages and in your mails are in this zone"),
    )
    hours = forms.TypedMultipleChoiceField(
        label=_lazy("Your digest goes at"),
        choices=[(h, f"{h:02}:00") for h in range(24)],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        help_text=_lazy("by your own clock, when there is anything in it"),
        error_messages={"required": _lazy("Choose at least one hour.")},
    )
    days = forms.TypedMultipleChoiceField(
        label=_lazy("On"),
        choices=[(day + 1, name) for day, name in WEEKDAYS.items()],
        coerce=int,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _lazy("Choose at least one day.")},
    )

    language = forms.ChoiceField(
        label=_lazy("Language of the pages"),
        choices=language_choices,
        required=False,
        help_text=_lazy(
            "Mails to you are in it too; the log and letters to parties stay as they are"
        ),
    )

    phone = forms.CharField(
        label=_lazy("Telephone number"),
        max_length=actions.LONGEST_PHONE,
        required=False,
        validators=[RegexValidator(rf"^{actions.PHONE.pattern}\Z", actions.NO_PHONE)],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}),
        help_text=_lazy("Your letters name it, so that whoever gets one can call to verify it"),
    )

    def __init__(self, *args: Any, choices: list[Choice], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, choice in enumerate(choices):
            self.fields[f"when_{number}"] = forms.ChoiceField(
                label=choice.says, choices=list(WHEN.items()), initial=choice.when
            )

    def events(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name.startswith("when_")]

    def schedule(self) -> list[forms.BoundField]:
        return [self["hours"], self["days"]]


@login_required
@require_http_methods(["GET", "POST"])
def settings_page(request: HttpRequest) -> HttpResponse:
    user = cast(User, request.user)
    choices = choices_of(user)
    hours, days = digest_times(user)
    initial = {
        "time_zone": user.time_zone,
        "hours": hours,
        "days": days,
        "language": user.language,
        "phone": user.phone,
    }
    form = SettingsForm(request.POST or None, choices=choices, initial=initial)
    if request.method == "POST" and form.is_valid():
        _save(user, choices, form.cleaned_data, initial)
        with translation.override(page_language(request)):  # the one just chosen
            messages.success(request, _("Your settings are saved."))
        return redirect("status:settings")
    context = {
        "form": form,
        "zones": sorted(available_timezones()),
        "has_second_step": has_second_step(user),
    }
    return render(request, "status/settings.html", context, status=422 if form.is_bound else 200)


@transaction.atomic
def _save(user: User, choices: list[Choice], given: dict[str, Any], before: dict[str, Any]) -> None:
    for number, choice in enumerate(choices):
        when = given[f"when_{number}"]
        if when != choice.when:
            actions.choose(by=user, user=user, kind=choice.kind, when=when)
    if given["language"] != before["language"]:
        actions.choose_language(by=user, user=user, language=given["language"])
    if given["phone"] != before["phone"]:
        actions.choose_phone(by=user, user=user, phone=given["phone"])
    clock = {name: given[name] for name in ("time_zone", "hours", "days")}
    if clock != {name: before[name] for name in clock}:
        actions.choose_times(by=user, user=user, **clock)


@login_required
@require_http_methods(["GET", "POST"])
def sessions_page(request: HttpRequest) -> HttpResponse:
    """Show where one is signed in, to a chief everybody; POST ends one session, or all but this."""
    user = cast(User, request.user)
    here = request.session.session_key
    if request.method == "POST":
        try:
            if mark := request.POST.get("session", ""):
                end_session(by=user, mark=mark, here=here)
                messages.success(request, _("That session has ended."))
            else:
                count = end_others(by=user, here=here)
                messages.success(
                    request, _("Sessions of yours that ended: %(count)s.") % {"count": count}
                )
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("status:sessions")
    return render(request, "status/sessions.html", {"sessions": sessions_for(user, here)})


# the signed link is the permission, and mail programs post to it without a page (RFC 8058)
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def unsubscribe_page(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks, POST does: mail scanners open every link."""
    try:
        if request.method == "POST":
            context: dict[str, Any] = {"stopped": actions.unsubscribe(token=token)}
        else:
            user, kinds = actions.unsubscribed(token)
            context = {"person": user, "says": [event_words(kind) for kind in kinds]}
    except Refused as refusal:
        return render(request, "status/unsubscribe.html", {"refused": str(refusal)}, status=404)
    return render(request, "status/unsubscribe.html", context)
