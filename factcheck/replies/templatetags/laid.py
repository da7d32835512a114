"""A reply's words laid beside the points it may answer."""

from __future__ import annotations

from dataclasses import dataclass

from django import template

from factcheck.newsroom.phrases import gettext_noop
from factcheck.replies.models import Reply
from factcheck.replies.reads.comment_requests import RequestRow
from factcheck.replies.reads.points import PointRow
from factcheck.replies.rules.likeness import laid_beside

register = template.Library()


@dataclass(frozen=True, slots=True)
class PointBeside:
    """A point with what answers it: given by the party or confirmed, or guessed."""

    line: PointRow
    text: str = ""
    why: str = ""
    guessed: bool = False


@register.simple_tag
def answers_beside(row: RequestRow, reply: Reply) -> list[PointBeside]:
    given = {answer.point_id: answer for answer in reply.point_answers.all()}
    words = [line.point.words for line in row.points]
    guesses = {laid.place: laid for laid in laid_beside(words, reply.text)} if not given else {}
    beside = []
    for place, line in enumerate(row.points):
        answer, guess = given.get(line.point.pk), guesses.get(place)
        if answer is not None:
            why = gettext_noop("as the party gave it")
            if answer.by:
                why = gettext_noop("confirmed by %(person)s", person=answer.by)
            beside.append(PointBeside(line, answer.text, why))
        elif guess is not None:
            beside.append(PointBeside(line, guess.text, guess.why, guessed=True))
        else:
            beside.append(PointBeside(line))
    return beside
