"""The search page."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from factcheck.desk.reads import search as reads
from factcheck.desk.views.desk import page_number
from factcheck.newsroom.accounts import signed_in_user
from factcheck.newsroom.reads import people_who_may


@login_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    criteria = reads.SearchQuery.of(request.GET.dict())
    context = {
        "page": reads.search(signed_in_user(request), criteria, page_number(request)),
        "wanted": criteria,
        "kinds": reads.KINDS.items(),
        "people": people_who_may("mark copy"),
        "searched": [str(reads.KINDS[kind]).lower() for kind in criteria.kinds],
    }
    return render(request, "desk/search.html", context)
