"""Guards of a request: how much a letter asks, whose it is, and of which article."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.utils import timezone

from factcheck.newsroom.actions import Refused
from factcheck.newsroom.models import User
from factcheck.post.models import Outgoing
from factcheck.replies import actions
from factcheck.replies.actions.points import MAX_POINTS
from factcheck.replies.models import CommentRequest, Point, PointWording
from tests.newsroom.factories import ChiefFactory, ReporterFactory
from tests.replies.factories import ContactFactory, RequestFactory, point_to, sent_request

pytestmark = pytest.mark.django_db


def test_a_letter_puts_only_so_many_points() -> None:
    request = RequestFactory(points="")
    for number in range(MAX_POINTS):
        point_to(request, f"Is it {number}?")
    with pytest.raises(Refused, match=f"A letter asks at most {MAX_POINTS} questions"):
        actions.add_point(by=ReporterFactory(), request=request, text="And this?")
    assert Point.objects.count() == PointWording.objects.count() == MAX_POINTS


def test_a_request_is_taken_up_once() -> None:
    request = RequestFactory(state="proposed")
    first = ReporterFactory()
    actions.take_up(by=first, request=request)
    with pytest.raises(Refused, match="Somebody has decided to ask it already"):
        actions.take_up(by=ReporterFactory(), request=request)
    assert CommentRequest.objects.get().taken_up_by == first


def further(by: User, request: CommentRequest) -> None:
    point_to(request, "And on Thursday?")
    actions.send_further(by=by, request=request)


def another(by: User, request: CommentRequest) -> None:
    contact = ContactFactory(party=request.party, address="second@party.example")
    actions.send_another(by=by, request=request, contact=contact)


@pytest.mark.parametrize(
    ("make", "send"),
    [
        (RequestFactory, lambda by, request: actions.send_request(by=by, request=request)),
        (sent_request, further),
        (sent_request, another),
    ],
)
def test_nothing_is_sent_for_a_closed_article(
    make: Callable[[], CommentRequest], send: Callable[[User, CommentRequest], object]
) -> None:
    request = make()
    article = request.article
    article.closed_at = timezone.now()
    article.save(update_fields=["closed_at"])
    letters = Outgoing.objects.count()
    with pytest.raises(Refused, match="Reopen it"):
        send(ChiefFactory(), CommentRequest.objects.get(pk=request.pk))
    assert Outgoing.objects.count() == letters
