"""Comment requests' background work."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from celery import shared_task
from django.db.models import Exists, OuterRef

from factcheck.articles.models import Article
from factcheck.newsroom.models import Desk
from factcheck.newsroom.sweeps import sweep
from factcheck.post.models import Incoming
from factcheck.replies import actions
from factcheck.replies.models import CommentRequest, ContactSheet, HeldFile, Letter, Use
from factcheck.replies.reads import comment_requests

HELD_FOR = timedelta(days=1)


@shared_task(name="replies.propose")
def propose(pk: int) -> None:
    article = Article.objects.filter(pk=pk).first()
    if article is not None:
        actions.propose(by=None, article=article)


@shared_task(name="replies.follow")
def follow(pk: int) -> None:
    actions.follow(pk)


@shared_task(name="replies.file")
def file(pk: int) -> None:
    actions.file_incoming(pk)


@shared_task(name="replies.chase")
def chase(pk: int) -> None:
    actions.send_reminder(pk)


@shared_task(name="replies.reach")
def reach(pk: int) -> None:
    actions.reach_anew(pk)


@shared_task(name="replies.carry")
def carry(pk: int) -> None:
    actions.carry_uses(pk)


@shared_task(name="replies.forget")
def forget(pk: int) -> None:
    """Files that somebody chose on the private page and never sent."""
    HeldFile.objects.filter(pk=pk).delete()


@shared_task(name="replies.forget_sheet")
def forget_sheet(pk: int) -> None:
    """Delete a table of contacts that somebody brought in and never applied."""
    ContactSheet.objects.filter(pk=pk).delete()


def _owing(now: datetime) -> Iterable[int]:
    return list(actions.parties_to_propose())


def _letters(now: datetime) -> Iterable[int]:
    letters = Letter.objects.to_follow() | Letter.objects.too_late(now)
    return letters.order_by("pk").values_list("pk", flat=True).distinct()[:500]


def _arrived(now: datetime) -> Iterable[int]:
    return Incoming.objects.unfiled().values_list("pk", flat=True)[:500]


_AT_ONCE = 500


def _to_chase(now: datetime) -> Iterable[int]:
    """Only those for which the rule says so now: the sweep ends when nothing is left to do."""
    desk = Desk.load()
    near = now + timedelta(minutes=desk.chase_minutes_before)
    chased = Letter.objects.filter(
        request=OuterRef("pk"), kind="chaser", rests_on=OuterRef("deadline")
    )
    waiting = CommentRequest.objects.filter(
        ~Exists(chased),
        state="sent",
        # Who asked for time, and got it, is reminded of the new deadline.
        outcome__in=["", "asks for time"],
        hold=False,
        deadline__gt=now,
        deadline__lte=near,
    )
    ids = list(waiting.order_by("deadline").values_list("pk", flat=True))
    # All of them, some at a time: many that must not be chased would else stand before one that
    # must.
    for start in range(0, len(ids), _AT_ONCE):
        some = CommentRequest.objects.filter(pk__in=ids[start : start + _AT_ONCE])
        for row in comment_requests.rows(comment_requests.loaded(some), now, desk):
            if row.step.kind == "chase":
                yield row.request.pk


def _to_reach(now: datetime) -> Iterable[int]:
    return (
        comment_requests.requests_without_contact()
        .order_by("pk")
        .values_list("pk", flat=True)[:500]
    )


def _uncarried(now: datetime) -> Iterable[int]:
    """Articles whose copy was edited, and that use replies in words of an earlier proof."""
    left = Use.objects.exclude(standing="archived").filter(proof__current=False)
    return left.order_by("article").values_list("article", flat=True).distinct()[:500]


def _forgotten(now: datetime) -> Iterable[int]:
    return HeldFile.objects.filter(held_at__lt=now - HELD_FOR).values_list("pk", flat=True)[:500]


def _sheets(now: datetime) -> Iterable[int]:
    return ContactSheet.objects.filter(at__lt=now - HELD_FOR).values_list("pk", flat=True)[:500]


sweep(
    "replies.propose", task=propose, due=_owing, every=20, queue="read", after=("claims", "replies")
)
sweep(
    "replies.follow", task=follow, due=_letters, every=10, queue="mail", after=("post", "replies")
)
sweep("replies.file", task=file, due=_arrived, every=10, queue="mail", after=("post",))
sweep("replies.chase", task=chase, due=_to_chase, every=60, queue="mail", by_time=True)
sweep("replies.reach", task=reach, due=_to_reach, every=30, queue="mail", after=("replies",))
sweep("replies.carry", task=carry, due=_uncarried, every=20, queue="read", after=("articles",))
sweep("replies.forget", task=forget, due=_forgotten, every=3600, queue="mail")
sweep("replies.forget_sheet", task=forget_sheet, due=_sheets, every=3600, queue="mail")
