"""Requests and what belongs to them.

`sent_request()` is one whose letter has gone, with two hours left to answer.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import factory
from django.utils import timezone
from factory.django import DjangoModelFactory

from factcheck.post.arrivals import parse, store_raw
from factcheck.post.models import Outgoing
from factcheck.replies import actions, tasks
from factcheck.replies.models import CommentRequest, Contact, Letter, Point, PointWording, Reply
from tests.articles.factories import ArticleFactory
from tests.claims.factories import PartyFactory
from tests.newsroom.factories import UserFactory


class ContactFactory(DjangoModelFactory):
    class Meta:
        model = Contact

    party = factory.SubFactory(PartyFactory)
    address = factory.Sequence(lambda n: f"press{n}@office.example")


class RequestFactory(DjangoModelFactory):
    """Taken up, with points, a contact and a deadline: ready to send."""

    class Meta:
        model = CommentRequest
        skip_postgeneration_save = True

    article = factory.SubFactory(ArticleFactory)
    party = factory.SubFactory(PartyFactory)
    contact = factory.LazyAttribute(lambda one: ContactFactory(party=one.party))
    state = "open"
    deadline = factory.LazyFunction(lambda: timezone.now() + timedelta(hours=4))

    @factory.post_generation
    def points(request: CommentRequest, create: bool, extracted: str | None, **_: Any) -> None:
        """One point in the desk's words; `points=""` for none."""
        words = "Did your forces cross the border on Wednesday?" if extracted is None else extracted
        if create and words.strip():
            point_to(request, words)


def point_to(request: CommentRequest, words: str) -> Point:
    """A point of the request, after those it has, with no source in the copy."""
    point = Point.objects.create(request=request, position=request.points_put.count())
    PointWording.objects.create(point=point, number=1, text=words)
    return point


def sent_request(**fields: Any) -> CommentRequest:
    """Its first letter is on record as gone an hour ago, two hours before its deadline by default."""
    now = timezone.now()
    fields = {"deadline": now + timedelta(hours=2), **fields}
    deadline = fields.pop("deadline")
    request = RequestFactory(**fields)
    letter = actions.send_request(by=UserFactory(role="chief"), request=request)
    Outgoing.objects.filter(pk=letter.outgoing_id).update(
        state="sent", sent_at=now - timedelta(hours=1)
    )
    tasks.follow(letter.pk)
    CommentRequest.objects.filter(pk=request.pk).update(deadline=deadline)
    request.refresh_from_db()
    return request


def first_letter(request: CommentRequest) -> Letter:
    return request.letters.select_related("outgoing", "contact").get(kind="first")


class ReplyFactory(DjangoModelFactory):
    class Meta:
        model = Reply

    request = factory.LazyFunction(sent_request)
    text = "We did not."


def arrive(raw: bytes) -> Any:
    """The message stored, read and filed: what it became (a Reply, a MailNotice, or None for a
    double).
    """
    return actions.file_incoming(parse(store_raw(raw=raw)).pk)
