"""Downloads of what strangers sent: bytes to be saved, never a page to be shown."""

from __future__ import annotations

import re
from urllib.parse import quote

from csp.decorators import csp_replace
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from factcheck.post.models import Attachment, Incoming
from factcheck.replies.models import CallFile, CommentRequest, MailNotice, Reply, ReplyFile
from factcheck.replies.views.common import person

sandboxed = csp_replace({"default-src": ["'none'"], "sandbox": True})


def download(content: bytes | memoryview, name: str, *, erased: str = "") -> HttpResponse:
    """Return an attachment of no type, that no browser sniffs, opens or runs.

    RFC 6266 for its name. 410 with a sentence where its bytes were `erased`.
    """
    if erased:
        return HttpResponse(erased, status=410, content_type="text/plain; charset=utf-8")
    plain = re.sub(r"[^A-Za-z0-9._-]", "_", name)[:100] or "file"
    response = HttpResponse(bytes(content), content_type="application/octet-stream")
    response["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name[:200], safe='')}"
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _visible(request: HttpRequest, message: str) -> Q:
    """Mail of which nothing belongs to a request that the person may not see.

    One message may answer several requests: whoever may see one of them may not read the others.
    """
    mine = CommentRequest.objects.visible_to(person(request))
    of_others = [
        rows.filter(incoming=OuterRef(message), request__isnull=False).exclude(request__in=mine)
        for rows in (Reply.objects.all(), MailNotice.objects.all())
    ]
    return Q(~Exists(of_others[0]), ~Exists(of_others[1]))


@login_required
@require_safe
@sandboxed  # type: ignore[arg-type]
def raw(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the message as it came, byte for byte."""
    incoming = get_object_or_404(Incoming.objects.filter(_visible(request, "pk")), pk=pk)
    return download(incoming.raw, f"message-{incoming.pk}.eml", erased=incoming.erased_note)


@login_required
@require_safe
@sandboxed  # type: ignore[arg-type]
def attachment(request: HttpRequest, pk: int) -> HttpResponse:
    file = get_object_or_404(Attachment.objects.filter(_visible(request, "incoming")), pk=pk)
    return download(file.content, file.name, erased=file.erased_note)


@login_required
@require_safe
@sandboxed  # type: ignore[arg-type]
def reply_file(request: HttpRequest, pk: int) -> HttpResponse:
    mine = CommentRequest.objects.visible_to(person(request))
    replies = Reply.objects.filter(Q(request__in=mine) | Q(shared__request__in=mine))
    file = get_object_or_404(ReplyFile.objects.filter(reply__in=replies), pk=pk)
    return download(file.content, file.name, erased=file.erased_note)


@login_required
@require_safe
@sandboxed  # type: ignore[arg-type]
def call_file(request: HttpRequest, pk: int) -> HttpResponse:
    mine = CommentRequest.objects.visible_to(person(request))
    replies = Reply.objects.filter(Q(request__in=mine) | Q(shared__request__in=mine))
    seen = Q(call__request__in=mine) | Q(call__in=replies.values("call"))
    file = get_object_or_404(CallFile.objects.filter(seen), pk=pk)
    return download(file.content, file.name, erased=file.erased_note)
