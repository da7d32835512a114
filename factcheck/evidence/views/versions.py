"""The versions of a kept page: the difference, how each looked, and each as a WARC file."""

from __future__ import annotations

from typing import cast

from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from factcheck.evidence.models import Document, Picture, Snapshot
from factcheck.evidence.reads import versions
from factcheck.newsroom.models import User


def _visible(request: HttpRequest) -> QuerySet[Document]:
    return versions.documents_visible_to(cast(User, request.user))


@login_required
@require_safe
def changes(request: HttpRequest, pk: int) -> HttpResponse:
    document = get_object_or_404(_visible(request).defer("sketch", "headers"), pk=pk)
    change = versions.change_of(document)
    newest, diff = change or (None, None)
    context = {
        "document": document,
        "newest": newest,
        "diff": diff,
        "stretches": diff.stretches() if diff else [],
    }
    return render(request, "evidence/changes.html", context)


@login_required
@require_safe
def warc(request: HttpRequest, pk: int) -> HttpResponse:
    visible = Snapshot.objects.filter(document__in=_visible(request))
    snapshot = get_object_or_404(visible.select_related("body", "document"), pk=pk)
    erased = snapshot.erased_note or snapshot.body.erased_note
    if erased:
        return HttpResponse(erased, status=410, content_type="text/plain; charset=utf-8")
    name = f"page-{snapshot.document_id}-{snapshot.fetched_at:%Y%m%dT%H%M%SZ}.warc.gz"
    return HttpResponse(
        versions.warc_file(snapshot),
        content_type="application/warc",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )


@login_required
@require_safe
def picture(request: HttpRequest, pk: int) -> HttpResponse:
    """How a version looked, as PNG."""
    taken = Picture.objects.filter(work="done", snapshot__document__in=_visible(request))
    row = get_object_or_404(taken, snapshot=pk)
    if row.erased_at:
        return HttpResponse(row.erased_note, status=410, content_type="text/plain; charset=utf-8")
    return HttpResponse(
        bytes(row.png), content_type="image/png", headers={"X-Content-Type-Options": "nosniff"}
    )
