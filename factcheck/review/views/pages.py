"""The desk, the proof, and the ways of reading it."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from factcheck.review.reads import desk as desk_reads
from factcheck.review.reads.proof import last_log, proof_page, tag_of
from factcheck.review.reads.proof import progress as progress_of
from factcheck.review.views.common import find_article, page_context, person, whole_page


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


@login_required
@require_safe
def live(request: HttpRequest, pk: int) -> HttpResponse:
    """The page's own polling: 204 while nothing new stands in the article's log; else its counts, the gate, and the
    state of every mark, so that a colleague's ticks appear. `proof` is the one the page shows."""
    article = find_article(request, pk)
    since = request.GET.get("since", "")
    if since.isdecimal() and int(since) >= last_log(article):
        return HttpResponse(status=204)
    page = proof_page(article)
    newer = page.proof.number if request.GET.get("proof") != str(page.proof.pk) else 0
    context = {**page_context(request, article, page), "polled": True, "newer": newer}
    return render(request, "review/_live.html", context)


@login_required
@require_safe
def progress(request: HttpRequest, pk: int) -> HttpResponse:
    """What the machine still does. When the reading ends, the page is loaded anew: until then it had no marks."""
    article = find_article(request, pk)
    now = progress_of(article, article.proofs.defer("text").get(current=True))
    if request.GET.get("was") == "read" and now.stage != "read":
        return HttpResponse(headers={"HX-Refresh": "true"})
    return render(request, "review/_progress.html", {"article": article, "progress": now})


@login_required
@require_safe
def read(request: HttpRequest, pk: int) -> HttpResponse:
    """The copy without a mark on it, for the first reading."""
    article = find_article(request, pk)
    found = article.current_proof()
    blocks: list[dict[str, str]] = []
    for block in found.blocks.all():
        tag = tag_of(block.kind, first=not any(b["kind"] == "headline" for b in blocks))
        blocks.append({"kind": block.kind, "tag": tag, "text": found.text[block.start : block.end]})
    headed = any(block["kind"] == "headline" for block in blocks)
    context = {"article": article, "proof": found, "blocks": blocks, "has_headline": headed, "tab": "read"}
    return render(request, "review/read.html", context)
