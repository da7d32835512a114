"""Switching on a search that a new newsroom is offered."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from factcheck.evidence import actions
from factcheck.evidence.models import Provider
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.actions import NotAllowed, Refused
from factcheck.newsroom.seen import CHANGED, shown_in


@login_required
@require_POST
def switch_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Switch one offered search on; refused where somebody else did meanwhile."""
    provider = get_object_or_404(Provider, pk=pk)
    try:
        if shown_in(request.POST, "seen") != ("on" if provider.on else "off"):
            raise Refused(_(CHANGED))
        actions.switch_provider(by=signed_in_user(request), provider=provider, on=True)
    except (Refused, NotAllowed) as refusal:
        messages.error(request, str(refusal))
    else:
        said = _("%(label)s is on. The other searches are under Admin → Searches.")
        messages.success(request, said % {"label": provider.label})
    return redirect("desk:list")
