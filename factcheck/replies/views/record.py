"""The right-of-reply file: a page to read and print, and a ZIP for counsel."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from factcheck.post.models import Try
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest
from factcheck.replies.reads.record import record_of
from factcheck.replies.views.common import article_for, person
from factcheck.replies.views.files import download, sandboxed


@login_required
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    article = article_for(request, pk)
    context = {
        "article": article,
        "record": record_of(article, timezone.now()),
        "may_take": person(request).may("take record"),
    }
    return render(request, "replies/record.html", context)


@login_required
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the record by a button, not a link.

    It is in the log, and nothing that follows links should put it there.
    """
    taken = actions.take_record(by=person(request), article=article_for(request, pk))
    response = FileResponse(
        taken.file, as_attachment=True, filename=taken.name, content_type="application/zip"
    )
    response["Content-Length"] = str(taken.size)
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_safe
@sandboxed  # type: ignore[arg-type]
def sent_bytes(request: HttpRequest, pk: int) -> HttpResponse:
    """Return a letter as it went over the wire, byte for byte."""
    mine = CommentRequest.objects.visible_to(person(request))
    attempt = get_object_or_404(Try.objects.filter(outgoing__letter__request__in=mine), pk=pk)
    name = f"letter-{attempt.outgoing_id}.eml"
    return download(attempt.raw, name, erased=attempt.erased_note)
