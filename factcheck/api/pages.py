"""Where a chief makes tokens and takes them back."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from factcheck.api.actions import LONGEST_DAYS, make_token, revoke_token
from factcheck.api.models import CLEAR, IMPORT, READ, Token
from factcheck.newsroom.actions import Refused, require_role
from factcheck.newsroom.models import User
from factcheck.newsroom.rules import ROLES


class TokenForm(forms.Form):
    name = forms.CharField(
        label=_lazy("What will use it"), max_length=100, help_text=_lazy("As “CMS, production”")
    )
    scope = forms.ChoiceField(
        label=_lazy("It may"),
        choices=[
            (READ, _lazy("read: an article's state, and whether a text may run")),
            (IMPORT, _lazy("import: also import copy and new proofs")),
            (CLEAR, _lazy("clear: also clear a proof")),
        ],
    )
    role = forms.ChoiceField(
        label=_lazy("With the role"),
        choices=[(role, role) for role in ROLES],
        help_text=(
            _lazy(
                "It gets an account of its own, under its name in the log. Clearing wants an "
                "editor's role, and overriding a gate a chief's."
            )
        ),
    )
    days = forms.IntegerField(
        label=_lazy("It ends after so many days"),
        initial=365,
        min_value=1,
        max_value=LONGEST_DAYS,
    )


@login_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: HttpRequest) -> HttpResponse:
    """Every token ever made.

    A new one's secret is shown in the answer to the form, and never again.
    """
    by = cast(User, request.user)
    # To look, too: the list says which programs there are, and from where they come.
    require_role(by, "make token")
    form = TokenForm(request.POST or None)
    context: dict[str, Any] = {"form": form}
    # No redirect after a success: the secret is on this page alone, and in no address.
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                context["made"], context["secret"] = make_token(
                    by=by,
                    **form.cleaned_data,
                )
                context["form"], status = TokenForm(), 200
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409
    context["now"] = timezone.now()
    context["tokens"] = Token.objects.select_related("user", "created_by", "revoked_by")
    return render(request, "api/tokens.html", context, status=status)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    by = cast(User, request.user)
    require_role(by, "make token")
    token = get_object_or_404(Token, pk=pk)
    revoke_token(by=by, token=token)
    messages.success(
        request, _("Revoked “%(token)s”: nobody comes in by it any more.") % {"token": token}
    )
    return redirect("api:tokens")
