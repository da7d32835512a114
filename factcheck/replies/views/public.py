"""The page a spokesperson sees: a capability for one request, and nothing else.

GET changes nothing and marks nothing: mail scanners open every link. No session and no cookie: the
address is the whole right to answer, so a forged cross-site post could do no more than whoever
knows the address can do anyway, and the page is exempt from the CSRF check. An answer is typed
(step 1), shown back, and sent (step 2). Between the two the words travel signed in the page; the
files are held in the database under the answer's key, since a browser cannot carry a chosen file
from one page to the next, and are forgotten after a day if they are never sent.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk
from factcheck.post.rules import header_safe
from factcheck.replies import actions
from factcheck.replies.forms.comment_requests import MAX_FILE, OFFERS, ReplyForm
from factcheck.replies.models import CommentRequest, HeldFile, Reply
from factcheck.replies.reads.points import with_points, words_put
from factcheck.replies.rules.words import clock, with_article

log = logging.getLogger(__name__)
SALT = "replies.private-page"
MAX_AGE = 24 * 3600  # seconds between looking an answer over and sending it
POSTS_AN_HOUR = 30  # a request
MAX_HELD = 10 * MAX_FILE  # bytes held for one request, unsent


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reply_page(request: HttpRequest, token: str) -> HttpResponse:
    comment_request = get_object_or_404(
        with_points(CommentRequest.objects.select_related("party", "contact")), link_token=token
    )
    if request.method != "POST":
        response = _page(request, comment_request, form=ReplyForm())
    elif _too_often(token):
        response = _page(
            request,
            comment_request,
            status=429,
            refused="Too many tries. Wait an hour, or answer by mail.",
        )
    elif "back" in request.POST:
        response = _page(request, comment_request, form=ReplyForm(initial=_signed(request) or {}))
    elif "signed" in request.POST:
        response = _send(request, comment_request)
    else:
        response = _look_over(request, comment_request)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _too_often(token: str) -> bool:
    """Count the page's posts an hour for each request, in the cache.

    With the cache out of reach nobody is turned away.
    """
    try:
        name = f"replies.page:{hashlib.sha256(token.encode()).hexdigest()[:32]}"
        cache.add(name, 0, timeout=3600)
        return int(cache.incr(name)) > POSTS_AN_HOUR
    except (RedisError, OSError, ValueError) as error:
        log.warning("The private page cannot count its posts (%s).", error)
        return False


def _look_over(request: HttpRequest, comment_request: CommentRequest) -> HttpResponse:
    form = ReplyForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, comment_request, form=form, status=422)
    values = {name: form.cleaned_data[name] for name in ("offered", "text", "said_by")}
    values["key"] = secrets.token_hex(16)
    values["request"] = comment_request.pk
    files = _hold(comment_request, values["key"], form.cleaned_data["attached"])
    shown = {**values, "offer": dict(OFFERS)[values["offered"]], "files": files}
    return _page(
        request,
        comment_request,
        look_over=shown,
        signed=signing.dumps(values, salt=SALT, compress=True),
    )


def _hold(
    comment_request: CommentRequest, key: str, files: list[UploadedFile[Any]]
) -> list[HeldFile]:
    held = []
    with transaction.atomic():
        for file in files:
            content = file.read()
            held.append(
                HeldFile.objects.create(
                    request=comment_request,
                    key=key,
                    name=header_safe((file.name or "").replace("\\", "/").rpartition("/")[2], 255)
                    or "file",
                    claimed_type=header_safe(file.content_type or "", 200),
                    size=len(content),
                    sha256=hashlib.sha256(content).hexdigest(),
                    content=content,
                )
            )
        kept = 0
        # Whoever knows the address may fill it, but only so far: the oldest unsent files make room.
        for pk, size in (
            HeldFile.objects.filter(request=comment_request)
            .order_by("-pk")
            .values_list("pk", "size")
        ):
            kept += size
            if kept > MAX_HELD:
                HeldFile.objects.filter(pk=pk).delete()
    return held


def _signed(request: HttpRequest) -> dict[str, Any] | None:
    try:
        return dict(signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=MAX_AGE))
    except signing.BadSignature:
        return None


def _send(request: HttpRequest, comment_request: CommentRequest) -> HttpResponse:
    values = _signed(request)
    if values is None or values["request"] != comment_request.pk:
        return _page(
            request,
            comment_request,
            form=ReplyForm(),
            status=422,
            refused="This took too long. Write it once more.",
        )
    try:
        reply = actions.receive_link(
            token=comment_request.link_token,
            text=values["text"],
            key=values["key"],
            offered=values["offered"],
            said_by=values["said_by"],
        )
    except Refused as reason:
        return _page(
            request,
            comment_request,
            form=ReplyForm(initial=values),
            status=422,
            refused=str(reason),
        )
    return _page(request, comment_request, sent=reply)


def _page(
    request: HttpRequest, comment_request: CommentRequest, *, status: int = 200, **shown: Any
) -> HttpResponse:
    desk, now = Desk.load(), timezone.now()
    sent: Reply | None = shown.get("sent")
    context = {
        "house": desk.name,
        "party": with_article(comment_request.party.name),
        "points": words_put(comment_request),
        "times": actions.letter_times(comment_request, desk),
        "late": comment_request.deadline is not None and comment_request.deadline <= now,
        "received": clock(sent.received_at, ZoneInfo(comment_request.time_zone), now)
        if sent
        else "",
        **shown,
    }
    return render(request, "replies/public.html", context, status=status)
