"""The requests of articles with what went out, what came back and what was put.

The gate, the sentence on comment and the report all rest on these rows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from typing import Any, Final

from django.db.models import QuerySet

from factcheck.newsroom.kept_statements import GivenValue, attach, kept_statement
from factcheck.newsroom.page_reads import once_a_page
from factcheck.replies.models import (
    CommentRequest,
    Contact,
    Extension,
    Letter,
    MailNotice,
    Point,
    PointSource,
    PointWording,
    PutPoint,
    Reply,
    RequestCall,
)

_JOINED: Final = ("article", "party", "contact", "taken_up_by")
MAY_BE_ITS = 0.4  # an orphan this likely holds back the reminder


@once_a_page(tuple)
def records_of(article_ids: Collection[int]) -> list[CommentRequest]:
    """Return the requests of these articles with their record, in the order they were made."""
    return _with_record(_of_articles(article_ids))


def records(requests: Collection[int]) -> list[CommentRequest]:
    """Return these requests with their record and whose story it is, the soonest deadline first."""
    return _with_record(_of_these(requests))


@kept_statement
def _of_articles(article_ids: GivenValue) -> QuerySet[CommentRequest]:
    made = CommentRequest.objects.filter(article__any_of=article_ids).order_by("id")
    return made.select_related(*_JOINED)


@kept_statement
def _of_these(requests: GivenValue) -> QuerySet[CommentRequest]:
    these = CommentRequest.objects.filter(pk__any_of=requests).order_by("deadline", "id")
    return these.select_related(*_JOINED, "article__assigned_to")


def _with_record(requests: list[CommentRequest]) -> list[CommentRequest]:
    """Add what `facts_of` and the gate look at: what went out, what came back, what was put.

    In as many queries however many requests there are.
    """
    ids = [request.pk for request in requests]
    # Each in its own order within a request.
    attach(requests, "letters", _letters(ids), "request")
    attach(requests, "calls", _calls(ids), "request")
    attach(requests, "replies", _replies(ids), "request")
    attach(requests, "notices", _notices(ids), "request")
    attach(requests, "extensions", _extensions(ids), "request")
    attach(requests, "points_put", points_of_requests(ids), "request")
    parties = [request.party for request in requests]
    attach(parties, "contacts", _contacts({party.pk for party in parties}), "party")
    return requests


@kept_statement
def _letters(requests: GivenValue) -> QuerySet[Letter]:
    letters = Letter.objects.filter(request__any_of=requests).order_by("id")
    return letters.select_related("outgoing", "contact")


@kept_statement
def _calls(requests: GivenValue) -> QuerySet[RequestCall]:
    return RequestCall.objects.filter(request__any_of=requests).order_by("at", "id")


@kept_statement
def _replies(requests: GivenValue) -> QuerySet[Reply]:
    return Reply.objects.filter(request__any_of=requests)


@kept_statement
def _notices(requests: GivenValue) -> QuerySet[MailNotice]:
    return MailNotice.objects.filter(request__any_of=requests)


@kept_statement
def _extensions(requests: GivenValue) -> QuerySet[Extension]:
    return Extension.objects.filter(request__any_of=requests).order_by("id")


@kept_statement
def _contacts(parties: GivenValue) -> QuerySet[Contact]:
    contacts = Contact.objects.filter(party__any_of=parties).select_related("found_for")
    return contacts.order_by("rank", "id")


def points_of_requests(requests: Collection[int]) -> list[Point]:
    """Return what was put in these requests, whole, in the order of each."""
    points = _points(requests)
    ids = [point.pk for point in points]
    wordings = _wordings(ids)
    attach(wordings, "puts", _puts([wording.pk for wording in wordings]), "wording")
    attach(points, "wordings", wordings, "point")
    attach(points, "sources", _sources(ids), "point")
    return points


@kept_statement
def _points(requests: GivenValue) -> QuerySet[Point]:
    return Point.objects.filter(request__any_of=requests).order_by("position", "id")


@kept_statement
def _wordings(points: GivenValue) -> QuerySet[PointWording]:
    return PointWording.objects.filter(point__any_of=points).select_related("by").order_by("number")


@kept_statement
def _puts(wordings: GivenValue) -> QuerySet[PutPoint]:
    puts = PutPoint.objects.filter(wording__any_of=wordings)
    return puts.select_related("letter__outgoing", "call")


@kept_statement
def _sources(points: GivenValue) -> QuerySet[PointSource]:
    return PointSource.objects.filter(point__any_of=points).order_by("id")


@once_a_page(lambda: "orphans")
def guessed_orphans() -> list[tuple[str, list[int]]]:
    """Return the text of each unfiled reply, with the requests it is likely to answer."""
    return [
        (text, [guess["request"] for guess in guesses if guess["score"] >= MAY_BE_ITS])
        for text, guesses in _suggested_orphans()
    ]


@kept_statement
def _suggested_orphans() -> QuerySet[Reply, Any]:
    return Reply.objects.orphans().exclude(suggestions=[]).values_list("text", "suggestions")


def orphans_by_request() -> Mapping[int, int]:
    """How many unfiled replies may be each request's."""
    return Counter(request for _, guessed in guessed_orphans() for request in guessed)
