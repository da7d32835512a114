"""The points put to a party.

Chosen from the copy or written, worded by the desk, ordered, withdrawn. What was put in which
letter or call is kept for ever.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from factcheck.articles.actions import require_on_article
from factcheck.articles.models import Proof
from factcheck.claims.models import Accusation, Quote
from factcheck.newsroom.actions import Refused, log
from factcheck.newsroom.models import User
from factcheck.newsroom.sweeps import nudge
from factcheck.post.rules import storable
from factcheck.replies import rules
from factcheck.replies.models import (
    CommentRequest,
    Letter,
    Point,
    PointSource,
    PointWording,
    PutPoint,
    RequestCall,
)
from factcheck.replies.reads import points as asked
from factcheck.replies.reads.points import Charge

MAX_POINT = 20_000  # characters
MAX_POINTS = 50


def held(request: CommentRequest) -> CommentRequest:
    """Return the row with its points, held until the transaction ends.

    A proposal whose points are worked on is taken up.
    """
    rows = CommentRequest.objects.select_for_update(of=("self",)).select_related(
        "article", "party", "contact"
    )
    request = asked.with_points(rows).get(pk=request.pk)
    if request.state == "dropped":
        raise Refused(_("Somebody decided not to ask it. Choose “Ask” first."))
    if request.state == "proposed":
        request.state = "open"
        request.save(update_fields=["state"])
    return request


@transaction.atomic
def add_point(*, by: User, request: CommentRequest, text: str, copy_words: bool = False) -> Point:
    """Add a point in the desk's own words.

    Words of the copy are refused unless the desk lets them go (`copy_words`).
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    request = held(request)
    text = _checked(request, text, copy_words)
    return _new(by, request, text, copy_words)


@transaction.atomic
def choose_point(
    *, by: User, request: CommentRequest, mark: Charge, copy_words: bool = False
) -> Point:
    """Add a point from a claim, quote or accusation of the current proof.

    Its wording begins from the charge, with a gap for the desk's words, or with the copy's own
    where the desk lets them go. It is not sent while it has a gap.
    """
    require_on_article(by=by, verb="edit request", article=request.article)
    request = held(request)
    mark = _standing(request, mark)
    sentence = asked.charge_text(mark, mark.proof.text)
    if any(
        source.text == sentence
        for point in request.standing_points
        for source in point.sources.all()
    ):
        raise Refused(_("A question rests on these words already."))
    kind = str(mark._meta.model_name)
    who = (
        mark.accuser
        if isinstance(mark, Accusation)
        else mark.speaker
        if isinstance(mark, Quote)
        else ""
    )
    text = rules.suggestion(kind, who, " ".join(sentence.split()) if copy_words else "")
    point = _new(by, request, text, copy_words)
    _rest_on(by, point, mark)
    return point


@transaction.atomic
def word_point(*, by: User, point: Point, text: str, copy_words: bool = False) -> Point:
    """Reword a point: a new version, the earlier ones stay.

    What has been put stays put; new words are "not yet asked" until a further letter puts them.
    """
    require_on_article(by=by, verb="edit request", article=point.request.article)
    request = held(point.request)
    point = _its(request, point)
    last = point.wording
    if last is not None and last.text == _clean(text):
        return point
    text = _checked(request, text, copy_words)
    _word(by, point, text, copy_words)
    text_logged = f"Question to {request.party} worded: {text}"
    log(
        by=by,
        verb="edit request",
        subject=request,
        article_id=request.article_id,
        text=text_logged,
        was=point.words,
    )
    nudge("replies")
    return _its(held(request), point)


@transaction.atomic
def withdraw_point(*, by: User, point: Point) -> None:
    """Take a point back before it was put. What was put stands in the record."""
    require_on_article(by=by, verb="edit request", article=point.request.article)
    request = held(point.request)
    point = _its(request, point)
    if asked.puts_of(point):
        raise Refused(_("This question has been asked: that stands in the record."))
    Point.objects.filter(pk=point.pk).update(withdrawn_at=timezone.now())
    text = f"Question to {request.party} withdrawn: {point.words}"
    log(by=by, verb="edit request", subject=request, article_id=request.article_id, text=text)
    nudge("replies")


@transaction.atomic
def move_point(*, by: User, point: Point, up: bool) -> None:
    """One place up or down in the letters to come; the order in those that went stays."""
    require_on_article(by=by, verb="edit request", article=point.request.article)
    request = held(point.request)
    points = [other_point.pk for other_point in request.standing_points]
    at = points.index(_its(request, point).pk)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(points):
        raise Refused(
            _("It is the first question already.") if up else _("It is the last question already.")
        )
    points[at], points[to] = points[to], points[at]
    for position, pk in enumerate(points):
        Point.objects.filter(pk=pk).update(position=position)
    text = f"Questions to {request.party} put in another order."
    log(
        by=by,
        verb="edit request",
        subject=request,
        article_id=request.article_id,
        text=text,
        points=points,
    )


@transaction.atomic
def cover(*, by: User, point: Point, mark: Charge) -> None:
    """Record that this point speaks of these words of the copy too."""
    require_on_article(by=by, verb="edit request", article=point.request.article)
    request = held(point.request)
    point, mark = _its(request, point), _standing(request, mark)
    _rest_on(by, point, mark)
    text = f"Question to {request.party} said to cover: {mark}"
    log(
        by=by,
        verb="edit request",
        subject=request,
        article_id=request.article_id,
        text=text,
        point=point.pk,
    )
    nudge("replies")


def replace_points(
    by: User | None, request: CommentRequest, text: str, *, copy_words: bool = False
) -> None:
    """Make `text` the one point of a request not yet sent, in place of what stood.

    Within the caller's transaction.
    """
    standing = request.standing_points
    text = _clean(text)
    if rules.numbered([point.words for point in standing]) == text:
        return
    if text:
        _checked(request, text, copy_words)
    keep = standing[0] if standing and text and not asked.puts_of(standing[0]) else None
    gone = [point.pk for point in standing if point is not keep]
    Point.objects.filter(pk__in=gone).update(withdrawn_at=timezone.now())
    if keep is not None:
        _word(by, keep, text, copy_words)
    elif text:
        _new(by, request, text, copy_words)


def record_put_points(
    points: Iterable[Point], *, letter: Letter | None = None, call: RequestCall | None = None
) -> None:
    """Keep for ever that these points, as they are worded now, went in this letter or call."""
    PutPoint.objects.bulk_create(
        PutPoint(wording=point.wording, letter=letter, call=call, position=number)
        for number, point in enumerate(points, start=1)
    )


def _clean(text: str) -> str:
    return storable(text.replace("\r\n", "\n").strip())


def _checked(request: CommentRequest, text: str, copy_words: bool) -> str:
    text = _clean(text)
    if not text:
        raise Refused(_("Write the question."))
    if len(text) > MAX_POINT:
        raise Refused(
            _("A question is longer than %(longest)s characters.") % {"longest": f"{MAX_POINT:,}"}
        )
    _not_of_the_copy(request, text, copy_words)
    return text


def checked_about(request: CommentRequest, text: str, copy_words: bool) -> str:
    """Return what a letter may say of the story, on one line: no words of the unpublished copy."""
    line = " ".join(storable(text).split())[:500]
    _not_of_the_copy(request, line, copy_words)
    return line


def _not_of_the_copy(request: CommentRequest, text: str, copy_words: bool) -> None:
    proof = Proof.objects.filter(article=request.article_id, current=True).first()
    words = rules.copied(text, proof.text) if proof is not None and not copy_words else ""
    if words:
        raise Refused(
            _(
                "These words stand in the copy: “%(words)s”. "
                "Put it in the desk's words, or say that the copy's may go."
            )
            % {"words": words}
        )


def _its(request: CommentRequest, point: Point) -> Point:
    own_point = next(
        (candidate for candidate in request.standing_points if candidate.pk == point.pk), None
    )
    if own_point is None:
        raise Refused(_("This question was withdrawn."))
    return own_point


def _standing(request: CommentRequest, mark: Charge) -> Charge:
    fresh = type(mark).objects.filter(
        pk=mark.pk, article=request.article_id, proof__current=True, standing="live"
    )
    current: Charge | None = fresh.select_related("proof").first()
    if current is None:
        raise Refused(_("The copy no longer has these words."))
    return current


def _new(by: User | None, request: CommentRequest, text: str, copy_words: bool) -> Point:
    if len(request.standing_points) >= MAX_POINTS:
        raise Refused(
            _("A letter asks at most %(max_points)s questions.") % {"max_points": MAX_POINTS}
        )
    last = Point.objects.filter(request=request).aggregate(last=Max("position"))["last"]
    point = Point.objects.create(
        request=request, position=0 if last is None else last + 1, made_by=by
    )
    _word(by, point, text, copy_words)
    text_logged = f"Question to {request.party} added: {text}"
    log(
        by=by,
        verb="edit request",
        subject=request,
        article_id=request.article_id,
        text=text_logged,
        copy_words=copy_words,
    )
    nudge("replies")
    return point


def _word(by: User | None, point: Point, text: str, copy_words: bool) -> None:
    number = PointWording.objects.filter(point=point).count() + 1
    PointWording.objects.create(point=point, number=number, text=text, copy_words=copy_words, by=by)


def _rest_on(by: User | None, point: Point, mark: Charge) -> None:
    text = asked.charge_text(mark, mark.proof.text)
    PointSource.objects.create(point=point, text=text, by=by, **{str(mark._meta.model_name): mark})
