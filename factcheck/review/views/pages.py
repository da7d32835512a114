"""The desk, the proof, and the ways of reading it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from factcheck.review.reads import desk as desk_reads
from factcheck.review.views.common import find_article, person, whole_page


@login_required
@require_safe
def desk(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("show", "all")
    show: desk_reads.Show = next((one for one in desk_reads.SHOWS if one == asked), "all")
    words = request.GET.get("q", "")[:200]
    number = request.GET.get("page", "1")
    page = desk_reads.desk(
        person(request),
        timezone.now(),
        show=show,
        words=words,
        sort=request.GET.get("sort", "") if request.GET.get("sort", "").removeprefix("-") in desk_reads.SORTS else "",
        number=int(number) if number.isdecimal() and len(number) < 6 else 1,
    )
    return render(request, "review/desk.html", {"page": page, "columns": _columns(page.sort)})


def _columns(sort: str) -> list[dict[str, object]]:
    """The desk's columns: where a click sorts next, and how it is sorted now."""
    named = [
        ("Article", "headline"),
        ("State", ""),
        ("Deadline", "deadline"),
        ("Searches", ""),
        ("Claims open", ""),
        ("Queries", ""),
        ("Replies awaited", ""),
        ("Has it", "who"),
    ]
    return [
        {
            "name": name,
            "num": name in ("Claims open", "Queries", "Replies awaited"),
            "sort": key and (f"-{key}" if sort == key else key),
            "now": {key: "ascending", f"-{key}": "descending"}.get(sort, "") if key else "",
        }
        for name, key in named
    ]


@login_required
@require_safe
def proof(request: HttpRequest, pk: int) -> HttpResponse:
    article = find_article(request, pk)
    return render(request, "review/proof.html", whole_page(request, article))
