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
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core import signing
from django.core.cache import cache
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from redis.exceptions import RedisError

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import Desk
from factcheck.post.rules import header_safe
from factcheck.replies import actions
from factcheck.replies.actions.letters import format_time
from factcheck.replies.forms.comment_requests import EARLIER, LATER, MAX_FILE, ReplyForm, in_zone
from factcheck.replies.models import TERMS, CommentRequest, EndedLink, HeldFile, Reply, ReplyFile
from factcheck.replies.reads.points import with_points, wordings_put, words_put
from factcheck.replies.rules import Terms, is_right_to_left
from factcheck.replies.rules.public_page import (
    OFFERS,
    TERMS_OFFERED,
    accepted_language,
    language_of_page,
    page_words,
)
from factcheck.replies.rules.wording import fill
from factcheck.replies.rules.words import clock, with_article

log = logging.getLogger(__name__)
SALT = "replies.private-page"
MAX_AGE = 24 * 3600  # seconds between looking an answer over and sending it
POSTS_AN_HOUR = 30  # a request
MAX_HELD = 10 * MAX_FILE  # bytes held for one request, unsent


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def reply_page(request: HttpRequest, token: str) -> HttpResponse:
    rows = CommentRequest.objects.select_related("party", "contact", "article")
    comment_request = with_points(rows).filter(link_token=token).first()
    if comment_request is None or not actions.link_was_given(comment_request):
        replaced = EndedLink.objects.filter(token=token).exists()
        return _ended(request) if replaced else _nowhere(request)
    if actions.link_has_ended(comment_request, timezone.now()):
        return _ended(request)
    page = Page(request, comment_request)
    with translation.override(page.language):
        response = _answer(page, token)
    return _kept_to_itself(response, page.language)


def _answer(page: Page, token: str) -> HttpResponse:
    request = page.request
    if request.method != "POST":
        return page.show()
    if _too_often(token):
        return page.show(form=page.form_typed(), status=429, refused=page.words["too_often"])
    if "back" in request.POST:
        initial = _signed(request) or {}
        held = HeldFile.objects.filter(request=page.comment_request, key=initial.get("key", ""))
        return page.show(form=page.form(initial=initial), files_lost=held.exists())
    return _send(page) if "signed" in request.POST else _look_over(page)


def _kept_to_itself(response: HttpResponse, language: str) -> HttpResponse:
    response["Content-Language"] = language
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    response["Referrer-Policy"] = "no-referrer"
    return response


def _nowhere(request: HttpRequest) -> HttpResponse:
    """Say in plain words that the address is wrong, and what to do."""
    return _no_page(request, "wrong", 404)


def _ended(request: HttpRequest) -> HttpResponse:
    """Say in plain words that the address was right and has ended; nothing of the request."""
    return _no_page(request, "ended", 410)


def _no_page(request: HttpRequest, why: str, status: int) -> HttpResponse:
    language = accepted_language(request.headers.get("Accept-Language", ""))
    house = Desk.load().name
    words = page_words(language, house=house)
    context = {
        "heading": words[f"{why}_heading"],
        "sentence": words[why],
        "language": language,
        "right_to_left": is_right_to_left(language),
    }
    with translation.override(language):
        response = render(request, "replies/public_nowhere.html", context, status=status)
    return _kept_to_itself(response, language)


@dataclass(frozen=True, slots=True)
class EarlierAnswer:
    """An answer as its sender sees it again: when it came, what was chosen, on what terms."""

    reply: Reply
    line: str
    offer: str
    terms: str


class Page:
    """The page of one request, in the language of its letter, else in the browser's.

    Its own words are in `rules/data/public_page.toml`, which has more languages than the desk's
    pages have; what else is said on it (sizes of files, names of months) is in the same language,
    whichever the middleware found.
    """

    def __init__(self, request: HttpRequest, comment_request: CommentRequest) -> None:
        self.request, self.comment_request = request, comment_request
        contact, desk = comment_request.contact, Desk.load()
        self.desk = desk
        self.language = language_of_page(
            contact.language if contact else "", request.headers.get("Accept-Language", "")
        )
        sender = actions.sender_of(comment_request)
        self.sender = sender
        party = comment_request.party.name
        self.words = page_words(
            self.language,
            house=desk.name,
            party=with_article(party) if self.language == "en" else party,
            name=str(sender or comment_request.article.author or desk.name),
            phone=sender.phone if sender else "",
            zone=comment_request.time_zone,
        )
        self.points = wordings_put(comment_request)

    def form(self, initial: Mapping[str, Any] | None = None) -> ReplyForm:
        return ReplyForm(
            words=self.words,
            points=self.points,
            zone=self.comment_request.time_zone,
            initial=initial,
        )

    def form_posted(self) -> ReplyForm:
        return ReplyForm(
            self.request.POST,
            self.request.FILES,
            words=self.words,
            points=self.points,
            zone=self.comment_request.time_zone,
        )

    def form_typed(self) -> ReplyForm:
        """Return the form with what was typed, however it was sent: nothing of it is erased."""
        if "signed" in self.request.POST:
            return self.form(initial=_signed(self.request) or {})
        return self.form(initial={name: str(value) for name, value in self.request.POST.items()})

    def show(
        self, *, status: int = 200, form: ReplyForm | None = None, **shown: Any
    ) -> HttpResponse:
        now, asked = timezone.now(), self.comment_request
        sent: Reply | None = shown.get("sent")
        context = {
            "words": self.words,
            "language": self.language,
            "right_to_left": is_right_to_left(self.language),
            "house": self.desk.name,
            "phone": self.sender.phone if self.sender else "",
            "points": words_put(asked),
            "times": (", which is " if self.language == "en" else " / ").join(
                actions.letter_times(asked, self.desk, self.language)
            ),
            "late": asked.deadline is not None and asked.deadline <= now,
            "received_words": self._say("received", sent, now) if sent else "",
            "earlier": [] if sent else self._earlier(now),
            "form": form or self.form(),
            **shown,
        }
        return render(self.request, "replies/public.html", context, status=status)

    def _say(self, name: str, reply: Reply, now: datetime) -> str:
        zone = ZoneInfo(self.comment_request.time_zone)
        at: str = clock(reply.received_at, zone, now)
        if self.language != "en":
            at = format_time(reply.received_at, zone, self.language)
        return fill(self.words[name], {"at": at})

    def _offered(self, reply: Reply) -> str:
        """Say what was chosen, and the time asked for."""
        offer = self.words.get(dict(OFFERS).get(reply.offered, ""), "")
        zone = self.comment_request.time_zone
        until = _local("until", reply.asks_until, zone)["until"]
        return f"{offer}, {_shown(until, zone)}" if until else offer

    def terms_said(self, terms: str, until: datetime | None, attributed_to: str) -> str:
        """Say on what terms an answer is given, with the time of an embargo and the name."""
        if terms == "embargoed" and until:
            at = format_time(until, ZoneInfo(self.comment_request.time_zone), self.language)
            return fill(self.words["terms_embargo_at"], {"at": at})
        if terms == "attributed to" and attributed_to:
            return fill(self.words["terms_attributed_to"], {"whom": attributed_to})
        return self.words.get(dict(TERMS_OFFERED).get(terms, ""), "")

    def _earlier(self, now: datetime) -> list[EarlierAnswer]:
        """Return what came from this page before; nothing that came by another way."""
        came = self.comment_request.replies.filter(channel="link", source=None)
        return [
            EarlierAnswer(
                reply,
                line=self._say("earlier_line", reply, now),
                offer=self._offered(reply),
                terms=self.terms_said(reply.terms, reply.embargo_until, reply.attributed_to),
            )
            for reply in came.prefetch_related(
                Prefetch("files", ReplyFile.objects.defer("content"))
            ).order_by("-received_at")[:20]
        ]


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


def _look_over(page: Page) -> HttpResponse:
    form, words = page.form_posted(), page.words
    if not form.is_valid():
        return page.show(form=form, status=422, files_lost=bool(page.request.FILES))
    given = form.cleaned_data
    values = {name: given[name] for name in ("offered", "text", "said_by", "attributed_to")}
    values |= {f"answer_{pk}": said for pk, said in form.answers().items()}
    values["terms"] = given["terms"]
    asks_until = given["asks_until"] if given["offered"] == "asks for time" else None
    values |= _local("embargo_until", given["embargo_until"], form.default_zone)
    values |= _local("asks_until", asks_until, form.default_zone)
    values["key"] = secrets.token_hex(16)
    values["request"] = page.comment_request.pk
    files = _hold(page.comment_request, values["key"], given["attached"])
    shown = {
        **values,
        "offer": words[dict(OFFERS)[values["offered"]]],
        "terms_words": page.terms_said(
            given["terms"] or TERMS[0], given["embargo_until"], given["attributed_to"]
        ),
        "answers": [
            (wording.text, said)
            for wording in form.points
            if (said := given.get(f"answer_{wording.point_id}"))
        ],
        "files": files,
        "asks_until_words": _shown(values["asks_until"], form.default_zone),
    }
    signed = signing.dumps(values, salt=SALT, compress=True)
    return page.show(look_over=shown, signed=signed)


def _local(name: str, at: datetime | None, zone: str) -> dict[str, str]:
    """Return an instant as the form has it, for the way through the page."""
    there = at.astimezone(ZoneInfo(zone)) if at else None
    which = LATER if there and there.fold else EARLIER
    return {name: f"{there:%Y-%m-%dT%H:%M}" if there else "", f"{name}_which": which}


def _shown(local: str, zone: str) -> str:
    """Return a wall-clock time as the page shows it, in figures that every language reads."""
    return f"{local.replace('T', ' ')} ({zone})" if local else ""


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


def _signed(request: HttpRequest, max_age: int | None = None) -> dict[str, Any] | None:
    """Return what was looked over; None where the page did not sign it, or too long ago."""
    try:
        return dict(signing.loads(request.POST.get("signed", ""), salt=SALT, max_age=max_age))
    except signing.BadSignature:
        return None


def _send(page: Page) -> HttpResponse:
    values, asked = _signed(page.request), page.comment_request
    if values is None or values["request"] != asked.pk:
        return page.show(status=422, refused=page.words["too_long"])
    if _signed(page.request, MAX_AGE) is None:
        form = page.form(initial=values)
        return page.show(form=form, status=422, refused=page.words["too_long"])
    try:
        reply = actions.receive_link(
            token=asked.link_token,
            text=values["text"],
            key=values["key"],
            offered=values["offered"],
            said_by=values["said_by"],
            terms=_terms(values, asked.time_zone),
            asks_until=_instant(values, "asks_until", asked.time_zone),
            answers={
                int(name.removeprefix("answer_")): str(said)
                for name, said in values.items()
                if name.startswith("answer_")
            },
        )
    except Refused:
        # Its reasons are written for the desk, in the desk's language.
        refused = page.words["wrong_refused"]
        return page.show(form=page.form(initial=values), status=422, refused=refused)
    return page.show(sent=reply)


def _instant(values: Mapping[str, Any], name: str, zone: str) -> datetime | None:
    """Return a time that was looked over, where which hour is meant was settled."""
    local, which = values.get(name) or "", values.get(f"{name}_which") or EARLIER
    return in_zone(datetime.fromisoformat(local), zone, which) if local else None


def _terms(values: Mapping[str, Any], zone: str) -> Terms:
    until = _instant(values, "embargo_until", zone)
    return Terms(values.get("terms") or TERMS[0], until, zone, values.get("attributed_to") or "")
